"""A photo, sound, film or file: chosen from the laptop, kept inside the study."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.picture import look, preview
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import button, label
from fieldsurvey.xforms import Prompt

_FILTERS = {
    "image": "*.jpg *.jpeg *.png *.webp *.bmp",
    "audio": "*.m4a *.mp3 *.wav *.ogg *.amr",
    "video": "*.mp4 *.mov *.3gp *.webm",
}
_ODD = re.compile(r"[^.a-z0-9]")
_LARGEST = 2_000_000_000
_SENDABLE = 100_000_000
_PREVIEW = 120


class MediaWidget(QuestionWidget):
    """One file; a photo is shown small. `chosen` says where its bytes are, the answer is its name."""

    chosen = Signal(str, object)
    """New file name, and the path or the picture it comes from."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self._kind = prompt.parameters.get("mediatype", "").partition("/")[0]
        self._pixels = prompt.parameters.get("max-pixels", "")
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

    @property
    def shows_content(self) -> bool:
        """Whether the file itself is shown, and not its name alone."""
        return self._kind == "image"

    def show_content(self, data: bytes | None) -> None:
        """Show the photo that is kept."""
        self._picture.setPixmap(preview(data, _PREVIEW) if data else QPixmap())

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
        """Take the file; a photo is shrunk to what the form asks for on its way into the study."""
        try:
            size = path.stat().st_size
            picture = look(path, self._pixels) if self._kind == "image" else None
            with path.open("rb"):
                pass
        except OSError:
            self.noted.emit(_("The file cannot be read. Choose another one."))
            return
        if self._kind == "image" and picture is None:
            self.noted.emit(_("This is not a picture the program can read. Choose a JPEG or PNG."))
            return
        if picture is None and size > _LARGEST:
            self.noted.emit(_("The file is larger than 2 GB. Choose a shorter or smaller one."))
            return
        is_heavy = picture is None and size > _SENDABLE
        self.noted.emit(
            _("The file is larger than 100 MB. It is kept, but most servers refuse such a file.")
            if is_heavy
            else ""
        )
        suffix = picture.suffix if picture else _ODD.sub("", path.suffix.lower())
        self.chosen.emit(f"{uuid.uuid4().hex}{suffix}", picture or path)
