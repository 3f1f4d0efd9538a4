"""A code: scanned by a device that types, typed by hand, or read from a picture or through the camera."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.widget import LineWidget
from fieldsurvey.ui.entry.devices.camera import CameraDialog
from fieldsurvey.ui.entry.devices.device_ports import Camera, Devices, Kept, ReadCodes
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

_WIDTH = 320
_SIDE = 2400  # points; a code in a larger photo is as well seen in a smaller
_SCANNERS_PAUSE = 60  # milliseconds between two keys; no person types a whole code that fast
_MOST_OFFERED = 4
_SHORTEST = 6  # signs of a code
_PICTURES = "*.jpg *.jpeg *.png *.webp *.bmp"


class BarcodeWidget(LineWidget):
    """One line. A scanner's burst of keys takes the place of what stood there; its Enter goes on."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH, "8901234567890")
        self.setAcceptDrops(True)
        self._devices = Devices()
        self.offers: list[QPushButton] = []
        self._clock = QElapsedTimer()
        self._burst = ""
        self.field.installEventFilter(self)
        if "hidden-answer" in prompt.appearance.split():
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.row.addStretch(0)

    def equip(self, devices: Devices, kept: Kept) -> None:
        self._devices = devices
        if devices.read_codes is None:
            self.row.insertWidget(1, label(_("scan it with a scanner, or type it"), "muted"))
            return
        if devices.cameras is not None:
            self.row.insertWidget(1, button(_("With the camera"), self.open_camera, "quiet", "photo"))
        self.row.insertWidget(1, button(_("From a picture"), self.ask, "quiet", "code"))

    # --- a picture ---------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Let the person choose a picture of the code."""
        name, _filter = QFileDialog.getOpenFileName(self, self.prompt.label, "", _PICTURES)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Read the code a picture shows."""
        reader = QImageReader(str(path))
        reader.setDecideFormatFromContent(True)
        reader.setAutoTransform(True)
        self.take_image(reader.read())

    def take_image(self, image: QImage) -> None:
        """Read the code; where there are several the person chooses."""
        if self._devices.read_codes is None or self.prompt.readonly:
            return
        if image.isNull():
            self.noted.emit(_("This is not a picture the program can read. Choose a JPEG or PNG."))
            return
        if max(image.width(), image.height()) > _SIDE:
            image = image.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        found = list(dict.fromkeys(self._devices.read_codes(image)))
        if not found:
            self.noted.emit(_("No code is seen in this picture. Take it nearer and sharp, or type the code."))
        elif len(found) == 1:
            self._give(found[0])
        else:
            self._offer(found)

    def _give(self, code: str) -> None:
        for offer in self.offers:
            offer.hide()
            offer.deleteLater()
        self.offers = []
        self.give(code)
        self.field.setText(self.shown(self.prompt.value))
        self.field.setFocus()

    def _offer(self, found: list[str]) -> None:
        """A button for each code that was seen."""
        self.noted.emit(_("The picture shows several codes. Choose the one that is meant."))
        for code in found[:_MOST_OFFERED]:
            self.offers.append(button(code, lambda code=code: self._give(code)))  # type: ignore[misc]
            self.row.addWidget(self.offers[-1])
            self.offers[-1].show()
        for one, following in pairwise((self.field, *self.offers)):
            QWidget.setTabOrder(one, following)
        self.offers[0].setFocus()

    def open_camera(self) -> None:
        """Look through the camera until a code is seen."""
        cameras = self._devices.cameras() if self._devices.cameras is not None else ()
        if not cameras or self._devices.read_codes is None:
            self.noted.emit(_("No camera is plugged in. Scan the code with a scanner, or type it."))
            return
        dialog = ScanDialog(cameras[0], self._devices.read_codes, self.prompt.label, self)
        dialog.found.connect(self._give)
        dialog.open()

    # --- Qt ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.prompt.readonly:
            if event.matches(QKeySequence.StandardKey.Paste) and self._paste_picture():
                return True
            self._listen(event)
        return super().eventFilter(watched, event)

    def _paste_picture(self) -> bool:
        image = QGuiApplication.clipboard().image()
        if image.isNull() or self._devices.read_codes is None:
            return False
        self.take_image(image)
        return True

    def _listen(self, event: QKeyEvent) -> None:
        """Tell a scanner from a person by the time between keys; what a scanner read takes the place of all else."""
        is_quick = self._clock.isValid() and self._clock.elapsed() <= _SCANNERS_PAUSE
        self._clock.start()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if is_quick and len(self._burst) >= _SHORTEST:
                self.field.setText(self._burst)
                self.field.setModified(True)
            self._burst = ""
        elif event.text().isprintable() and event.text():
            self._burst = (self._burst if is_quick else "") + event.text()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._devices.read_codes is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [address.toLocalFile() for address in event.mimeData().urls() if address.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(Path(paths[0]))


class ScanDialog(CameraDialog):
    """Closes by itself when it sees a code."""

    found = Signal(str)

    def __init__(self, camera: Camera, read: ReadCodes, words: str, parent: QWidget) -> None:
        self._read = read
        super().__init__(camera, words, parent)
        self.setWindowTitle(_("Read a code"))
        self.shoot.hide()

    def _on_seen(self, image: QImage) -> None:
        super()._on_seen(image)
        self.said.setText(_("Hold the code before the camera."))
        codes = self._read(image)
        if codes and self.isVisible():
            self.accept()
            self.found.emit(codes[0])
