"""A photo: chosen, dropped, pasted, or taken with the laptop's camera; shown small, and large on demand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.devices.camera import CameraDialog
from fieldsurvey.ui.entry.devices.device_ports import Devices, Kept
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget, still_coming, unreadable
from fieldsurvey.ui.entry.kinds.media.picture import look, preview, taken
from fieldsurvey.ui.entry.kinds.media.viewfinder import Viewfinder
from fieldsurvey.ui.shell.widgets import button
from fieldsurvey.xforms import Prompt

_PREVIEW = 120
_FRESH = {"new", "new-front"}


class PhotoWidget(MediaWidget):
    """One picture, made as small as the form wants it on its way into the study."""

    icon = "photo"
    patterns = "*.jpg *.jpeg *.png *.webp *.bmp"
    takes_photos = True
    """Whether a photo answers the question; a signature is drawn."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.pixels = prompt.parameters.get("max-pixels", "")
        self.words = set(prompt.appearance.split())
        self.thumb: QPushButton | None = None
        self.camera: QPushButton | None = None

    def choose_words(self) -> str:
        return _("Choose a photo")

    def invitation(self) -> str:
        if self.words & _FRESH and self.devices.cameras is None:
            return _("No camera can be used here: take the photo with a phone, and choose its file.")
        return _("or drop or paste it here")

    def equip(self, devices: Devices, kept: Kept) -> None:
        super().equip(devices, kept)
        if devices.cameras is not None and self.takes_photos:
            self.camera = button(_("Take a photo"), self.open_camera, icon="photo")
            self.row.insertWidget(0 if self.words & _FRESH else 1, self.camera)
            if self.words & _FRESH:
                self.setFocusProxy(self.camera)
        self.say_state()

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if self.camera is not None:
            self.camera.setEnabled(not prompt.readonly)
        if self.thumb is not None and not prompt.value:
            self.thumb.hide()

    def say_state(self) -> None:
        super().say_state()
        if self.prompt.value:
            self.state.setText("")  # the picture says it

    def add_tools(self, row: QHBoxLayout) -> None:
        row.addWidget(button(_("Turn"), self.turn, "quiet", "turn"))
        super().add_tools(row)

    def focus_target(self) -> QWidget:
        return self.camera if self.camera is not None and self.words & _FRESH else self.choose

    # --- the picture that is kept ------------------------------------------------------------------------------

    @property
    def shows_content(self) -> bool:
        return True

    def show_content(self, data: bytes | None) -> None:
        """Show the photo that is kept."""
        ratio = self.devicePixelRatioF()
        pixmap = preview(data, round(_PREVIEW * ratio)) if data else QPixmap()
        if pixmap.isNull():
            if self.thumb is not None:
                self.thumb.hide()
            return
        if self.thumb is None:
            self.thumb = button("", self.view, "picture")
            self.thumb.setAccessibleName(_("Show the picture large"))
            self.thumb.setToolTip(_("Show the picture large"))
            self.whole.insertWidget(0, self.thumb)
        pixmap.setDevicePixelRatio(ratio)
        size = pixmap.deviceIndependentSize().toSize()
        self.thumb.setIcon(QIcon(pixmap))
        self.thumb.setIconSize(size)
        self.thumb.setFixedSize(size + QSize(8, 8))
        self.thumb.show()

    def image(self) -> QImage | None:
        """The picture that is kept; None, with a remark, while it is on its way."""
        content = self.kept()
        if content is None:
            self.noted.emit(still_coming())
            return None
        with content:
            found = QImage.fromData(content.read())
        if found.isNull():
            self.noted.emit(unreadable())
            return None
        return found

    def view(self) -> None:
        """The picture as large as the screen has room."""
        found = self.image()
        if found is not None:
            Viewfinder(found, self.prompt.label, self).open()

    def turn(self) -> None:
        """A quarter to the right."""
        found = self.image()
        if found is not None:
            is_drawn = self.prompt.value.endswith(".png")
            self.bring_image(found.transformed(QTransform().rotate(90)), is_drawn=is_drawn)

    # --- a new one ---------------------------------------------------------------------------------------------

    def bring_image(self, image: QImage, *, is_drawn: bool) -> None:
        """Answer with a picture at hand."""
        self.noted.emit("")
        source = taken(image, self.pixels, is_drawn=is_drawn)
        self.bring(source.suffix, source)

    def take(self, path: Path) -> None:
        """Take the file; a photo is shrunk to what the form asks for on its way into the study."""
        try:
            picture = look(path, self.pixels)
            with path.open("rb"):
                pass
        except OSError:
            self.noted.emit(unreadable())
            return
        if picture is None:
            self.noted.emit(_("This is not a picture the program can read. Choose a JPEG or PNG."))
            return
        self.noted.emit("")
        self.bring(picture.suffix, picture)

    def paste(self) -> bool:
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            return super().paste()
        self.bring_image(image, is_drawn=False)
        return True

    def open_camera(self) -> None:
        """Look through the laptop's camera."""
        cameras = self.devices.cameras() if self.devices.cameras is not None else ()
        if not cameras:
            self.noted.emit(_("No camera is plugged in. Plug one in, or choose a photo from a file."))
            return
        dialog = CameraDialog(cameras[0], self.prompt.label, self)
        dialog.taken.connect(lambda image: self.bring_image(image, is_drawn=False))
        dialog.open()
