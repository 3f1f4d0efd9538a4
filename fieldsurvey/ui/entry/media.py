"""A photo, sound, film or file: chosen from the laptop, kept inside the study."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import button, label
from fieldsurvey.xforms import Prompt

_FILTERS = {
    "image": "*.jpg *.jpeg *.png *.webp *.bmp",
    "audio": "*.m4a *.mp3 *.wav *.ogg *.amr",
    "video": "*.mp4 *.mov *.3gp *.webm",
}
_LARGEST = 100_000_000
_MAX_PIXELS = 2048
_PREVIEW = 120


class MediaWidget(QuestionWidget):
    """One file; a photo is shown small. `chosen` hands the bytes over, the answer is the file's name."""

    chosen = Signal(str, bytes)
    """New file name and its content."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self._kind = prompt.parameters.get("mediatype", "").partition("/")[0]
        self._pixels = int(prompt.parameters.get("max-pixels", "") or _MAX_PIXELS)
        self._picture = QLabel()
        self._name = label("", "muted")
        words = _("Choose a photo") if self._kind == "image" else _("Choose a file")
        self._choose = button(words, self.ask, icon="photo" if self._kind == "image" else "open")
        self._remove = button(_("Remove"), lambda: self.answered.emit(""), "quiet", "delete")
        self.setFocusProxy(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self._choose)
        row.addWidget(self._name)
        row.addWidget(self._remove)
        row.addStretch(1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        self._name.setText(prompt.value)
        self._remove.setVisible(bool(prompt.value))
        if not prompt.value:
            self._picture.clear()
        self._choose.setEnabled(not prompt.readonly)

    def show_content(self, data: bytes | None) -> None:
        """Show the photo that is kept."""
        if data and self._kind == "image":
            picture = QPixmap()
            if picture.loadFromData(data):
                self._picture.setPixmap(
                    picture.scaled(
                        _PREVIEW,
                        _PREVIEW,
                        Qt.AspectRatioMode.KeepAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )

    def focus_target(self) -> QWidget:
        return self._choose

    def ask(self) -> None:
        """Let the person choose a file."""
        name, _filter = QFileDialog.getOpenFileName(
            self, self.prompt.label, "", _FILTERS.get(self._kind, "*")
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take the file, photos shrunk to what the form asks for."""
        try:
            if path.stat().st_size > _LARGEST:
                self.noted.emit(_("The file is larger than 100 MB. Choose a smaller one."))
                return
            data = path.read_bytes()
        except OSError:
            self.noted.emit(_("The file cannot be read. Choose another one."))
            return
        suffix = path.suffix.lower()
        if self._kind == "image":
            shrunk = _shrunk(data, self._pixels)
            if shrunk is None:
                self.noted.emit(_("This is not a picture the program can read. Choose a JPEG or PNG."))
                return
            data, suffix = shrunk, ".jpg"
        self.noted.emit("")
        self.show_content(data)
        self.chosen.emit(f"{uuid.uuid4().hex}{suffix}", data)


def _shrunk(data: bytes, pixels: int) -> bytes | None:
    """The picture as JPEG with its longer side at most `pixels`, without the camera's hidden place; None if it is none."""
    image = QImage.fromData(data)
    if image.isNull():
        return None
    if max(image.width(), image.height()) > pixels:
        image = image.scaled(
            pixels, pixels, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 85)  # type: ignore[call-overload]
    return bytes(content.data())
