"""Looking through a camera of the laptop: a photo is taken, looked at, and kept or taken again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.device_ports import Camera
from fieldsurvey.ui.shell.widgets import button, label

_WIDE, _HIGH = 640, 400


class CameraDialog(QDialog):
    """The camera works while this is open, and no longer."""

    taken = Signal(QImage)

    def __init__(self, camera: Camera, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Take a photo"))
        self._camera = camera
        self._seen: QImage | None = None
        self._held: QImage | None = None
        self.picture = QLabel()
        self.picture.setProperty("role", "screen")
        self.picture.setFixedSize(_WIDE, _HIGH)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(words)
        self.said = label(_("The camera is being opened."), "muted", wrap=True)
        self.shoot = button(_("Take the photo"), self.hold, "primary")
        self.shoot.setEnabled(False)
        self.keep = button(_("Keep this photo"), self._keep, "primary")
        self.again = button(_("Take it again"), self.release)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(button(_("Cancel"), self.reject, "quiet"))
        for widget in (self.again, self.shoot, self.keep):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.picture)
        column.addLayout(row)
        self.release()
        self.finished.connect(lambda _code: self._camera.stop())
        camera.start(self._on_seen, self._on_failed)

    def _on_seen(self, image: QImage) -> None:
        if self._held is None:
            self._seen = image
            self._show(image)
            if not self.shoot.isEnabled():
                self.shoot.setEnabled(True)
                self.shoot.setFocus()
                self.said.setText("")

    def _on_failed(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.shoot.setEnabled(False)

    def _show(self, image: QImage) -> None:
        fitting = image.scaled(
            self.picture.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
        )
        self.picture.setPixmap(QPixmap.fromImage(fitting))

    def hold(self) -> None:
        """Take the photo: the picture stands still."""
        self._held = self._seen
        self._offer()
        self.keep.setFocus()

    def release(self) -> None:
        """Look again."""
        self._held = None
        self._offer()
        self.shoot.setFocus()

    def _offer(self) -> None:
        self.shoot.setVisible(self._held is None)
        self.keep.setVisible(self._held is not None)
        self.again.setVisible(self._held is not None)
        (self.shoot if self._held is None else self.keep).setDefault(True)

    def _keep(self) -> None:
        image = self._held
        self.accept()
        if image is not None:
            self.taken.emit(image)
