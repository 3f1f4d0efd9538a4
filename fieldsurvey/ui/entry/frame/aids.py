"""What a form shows beside a question's words: a picture, and guidance that opens on demand. Sounds and films are not played."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.base.form_side import ReadFile
from fieldsurvey.ui.entry.base.markdown import rich
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

_WIDEST, _HIGHEST = 480, 260


class Aids(QWidget):
    """Stands between the hint and the answer; takes no room where the form gives nothing."""

    def __init__(self, read: ReadFile) -> None:
        super().__init__()
        self._read = read
        self._shown: str | None = None
        self._picture = QLabel()
        self.more = button("", lambda: self._open(is_open=not self._is_open), "quiet")
        self.more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes from answer to answer
        self._is_open = False
        self.guidance = label("", "hint", wrap=True)
        self.guidance.setTextFormat(Qt.TextFormat.RichText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._picture)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.guidance)
        self._open(is_open=False)

    def show_prompt(self, prompt: Prompt) -> None:
        """Show what belongs to the question now."""
        self._show_picture(prompt.media, prompt.label)
        self.guidance.setText(rich(prompt.guidance))
        self.more.setVisible(bool(prompt.guidance))
        self.guidance.setVisible(bool(prompt.guidance) and self._is_open)
        self.setVisible(bool(prompt.guidance) or not self._picture.pixmap().isNull())

    def _show_picture(self, media: Mapping[str, str], words: str) -> None:
        name = media.get("image", "")
        self._picture.setAccessibleName(words)
        if name == self._shown:
            return
        self._shown = name
        data = self._read(name) if name else None
        pixmap = QPixmap()
        if data is not None:
            pixmap.loadFromData(data)
        if pixmap.width() > _WIDEST or pixmap.height() > _HIGHEST:
            pixmap = pixmap.scaled(
                _WIDEST,
                _HIGHEST,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self._picture.setPixmap(pixmap)
        self._picture.setVisible(not pixmap.isNull())

    def _open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        mark, words = ("▾", _("Hide guidance")) if is_open else ("▸", _("Guidance"))
        self.more.setText(f"{mark}  {words}")
        self.guidance.setVisible(is_open)
