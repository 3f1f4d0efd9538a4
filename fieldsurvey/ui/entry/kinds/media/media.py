"""A file that answers a question: chosen, dropped or pasted, kept inside the study. Photos and sounds build on it."""

from __future__ import annotations

import mimetypes
import re
import shutil
import uuid
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.ui.entry.devices.device_ports import Devices, Kept
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

_ODD = re.compile(r"[^.a-z0-9]")
_LARGEST = 2_000_000_000
_SENDABLE = 100_000_000


class MediaWidget(QuestionWidget):
    """One file. `chosen` says where its bytes are, the answer is its name."""

    chosen = Signal(str, object)
    """New file name, and the path, the picture or the bytes it comes from."""
    icon = "open"
    patterns = ""
    """Which files the dialog shows, where the form does not say it itself."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.devices = Devices()
        self.kept: Kept = lambda: None
        self._tools: QWidget | None = None
        self.setAcceptDrops(True)
        self.choose = button(self.choose_words(), self.ask, icon=self.icon)
        self.setFocusProxy(self.choose)
        self.state = label("", "muted", wrap=True)
        self.whole = QHBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(12)
        self.column = QVBoxLayout()
        self.column.setSpacing(4)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.choose)
        self.row.addWidget(self.state, 1)
        self.column.addLayout(self.row)
        self.whole.addLayout(self.column, 1)

    def choose_words(self) -> str:
        """What the button says."""
        return _("Choose a file")

    def invitation(self) -> str:
        """What stands beside the button while there is no answer."""
        return _("or drop it here")

    def equip(self, devices: Devices, kept: Kept) -> None:
        self.devices, self.kept = devices, kept

    # --- showing -----------------------------------------------------------------------------------------------

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        self.choose.setEnabled(not prompt.readonly)
        if prompt.value and self._tools is None:
            self._tools = QWidget(self)
            row = QHBoxLayout(self._tools)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            self.add_tools(row)
            row.addStretch(1)
            self.column.addWidget(self._tools)
        if self._tools is not None:
            self._tools.setVisible(bool(prompt.value))
            self._tools.setEnabled(not prompt.readonly)
        self.say_state()

    def say_state(self) -> None:
        """What stands beside the button: the kind of file that is kept, or how to give one."""
        value = self.prompt.value
        kind = Path(value).suffix[1:].upper()
        self.state.setText(
            "✓  " + _("kept in the study ({kind})").format(kind=kind) if value else self.invitation()
        )
        self.state.setToolTip(value)

    def add_tools(self, row: QHBoxLayout) -> None:
        """What can be done with the file that is kept; made when there is the first."""
        row.addWidget(button(_("Save a copy"), self.save_copy, "quiet", "down"))
        row.addWidget(button(_("Remove"), self.remove, "quiet", "delete"))

    @property
    def shows_content(self) -> bool:
        """Whether the file itself is shown, and not its name alone."""
        return False

    def show_content(self, data: bytes | None) -> None:
        """Show what is kept."""

    def focus_target(self) -> QWidget:
        return self.choose

    # --- taking ------------------------------------------------------------------------------------------------

    def remove(self) -> None:
        """No file any more; undo brings it back."""
        self.choose.setFocus()
        self.answered.emit("")

    def ask(self) -> None:
        """Let the person choose a file."""
        accepted = patterns_of(self.prompt.parameters.get("accept", "")) or self.patterns or "*"
        name, _filter = QFileDialog.getOpenFileName(self, self.prompt.label, "", accepted)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take the file as it is."""
        try:
            size = path.stat().st_size
            with path.open("rb"):
                pass
        except OSError:
            self.noted.emit(unreadable())
            return
        if size > _LARGEST:
            self.noted.emit(_("The file is larger than 2 GB. Choose a shorter or smaller one."))
            return
        self.say_weight(size)
        self.bring(_ODD.sub("", path.suffix.lower()), path)

    def say_weight(self, size: int) -> None:
        """Tell of a file that servers refuse."""
        self.noted.emit(
            _("The file is larger than 100 MB. It is kept, but most servers refuse such a file.")
            if size > _SENDABLE
            else ""
        )

    def bring(self, suffix: str, source: object) -> None:
        """Answer with a new file."""
        self.chosen.emit(f"{uuid.uuid4().hex}{suffix}", source)

    def paste(self) -> bool:
        """Take what the clipboard holds; False when it holds no file."""
        return self._take_first(QGuiApplication.clipboard().mimeData().urls())

    def _take_first(self, addresses: list[QUrl]) -> bool:
        paths = [Path(address.toLocalFile()) for address in addresses if address.isLocalFile()]
        if paths and not self.prompt.readonly:
            self.take(paths[0])
        return bool(paths)

    def save_copy(self) -> None:
        """Write the file outside the study, where the person says: an ordinary file, open to whoever has the laptop."""
        content = self.kept()
        if content is None:
            self.noted.emit(still_coming())
            return
        name, _filter = QFileDialog.getSaveFileName(self, _("Save a copy"), self.prompt.value)
        if not name:
            return
        try:
            with content, Path(name).open("wb") as file:
                shutil.copyfileobj(content, file)
        except OSError:
            self.noted.emit(_("The copy could not be written. Choose another folder."))
            return
        self.noted.emit(_("The copy lies outside the study, unlocked. Delete it when you no longer need it."))

    # --- Qt ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.prompt.readonly:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_first(event.mimeData().urls()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.prompt.readonly:
            if not self.paste():
                self.noted.emit(_("The clipboard holds no file. Copy one first."))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.prompt.value:
            if not self.prompt.readonly:
                self.remove()
        else:
            super().keyPressEvent(event)


def patterns_of(accept: str) -> str:
    """`.pdf, image/*` of a form as the file dialog writes it: `*.pdf *.png ...`; "" when the form accepts anything."""
    endings: list[str] = []
    for word in accept.lower().replace(",", " ").split():
        if word.startswith("."):
            endings.append(word)
        elif word.endswith("/*"):
            kind = word[:-1]
            endings += sorted(end for end, mime in mimetypes.types_map.items() if mime.startswith(kind))
        else:
            endings += mimetypes.guess_all_extensions(word)
    return " ".join(dict.fromkeys(f"*{ending}" for ending in endings))


def unreadable() -> str:
    """The sentence for a file the disk does not give."""
    return _("The file cannot be read. Choose another one.")


def still_coming() -> str:
    """The sentence for a file that is on its way."""
    return _("The file is still being stored. Try again in a moment.")
