"""Text on one line, on several, hidden from those beside the screen, or an address that can be opened."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.calculator import western
from fieldsurvey.ui.entry.base.elsewhere import what_is_missing
from fieldsurvey.ui.entry.base.field import Field, Pause
from fieldsurvey.ui.entry.base.trailing import TrailingField, eye
from fieldsurvey.ui.entry.base.widget import LineWidget, QuestionWidget
from fieldsurvey.ui.entry.kinds.number import group
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

_WIDE, _NARROW = 420, 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_FIGURES = re.compile(r"[\d\s.\-+]*\Z")
_LINES_HEIGHT = 96


class TextWidget(LineWidget):
    """One line of text; with `numbers` it stays text, but takes only figures and is narrow."""

    def __init__(self, prompt: Prompt, question: Question | None, field: Field | None = None) -> None:
        words = prompt.appearance.split()
        self._figures = "numbers" in words and prompt.type == "string"
        self._grouped = self._figures and "thousands-sep" in words
        super().__init__(prompt, question, _NARROW if "numbers" in words else _WIDE, "", field)
        missing = what_is_missing(prompt)
        if missing:
            self.row.addWidget(label(missing, "muted", wrap=True), 1)
        self.row.addStretch(0)
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        if not self._figures:
            return text
        plain = western(text).replace(",", "") if self._grouped else western(text)
        return plain if _FIGURES.match(plain) else None

    def shown(self, value: str) -> str:
        return group(value) if self._grouped else value

    def complaint(self) -> str:
        return _("Type figures only, such as 9876543210; - and . may stand between them.")


class MaskedWidget(TextWidget):
    """Dots for what is typed; it is shown while the eye, or F4, is held."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        field = TrailingField(eye)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(prompt, question, field)
        field.pressed.connect(lambda: self.show_plain(is_plain=True))
        field.released.connect(lambda: self.show_plain(is_plain=False))
        field.setToolTip(_("Hold the eye, or F4, to see what is typed."))

    def show_plain(self, *, is_plain: bool) -> None:
        """Show what is typed, or dots."""
        echo = QLineEdit.EchoMode.Normal if is_plain else QLineEdit.EchoMode.Password
        self.field.setEchoMode(echo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and not event.isAutoRepeat():
            self.show_plain(is_plain=True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and not event.isAutoRepeat():
            self.show_plain(is_plain=False)
        else:
            super().keyReleaseEvent(event)


class AddressWidget(TextWidget):
    """An address on the web; it is opened only when a person asks for it, outside this program."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.link = button(_("Open"), self.open_address, "quiet")
        self.row.insertWidget(1, self.link)
        self.show_prompt(prompt)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if hasattr(self, "link"):
            self.link.setEnabled(_ADDRESS.match(prompt.value) is not None)
            self.link.setToolTip(prompt.value)

    def open_address(self) -> None:
        """Hand the address to the system's browser."""
        if is_offline():
            self.noted.emit(_("There is no network here now. Open the address when there is one."))
        elif not QDesktopServices.openUrl(QUrl(self.prompt.value)):
            self.noted.emit(_("No browser could be started. Copy the address into one."))
        else:
            self.noted.emit("")


def is_offline() -> bool:
    """Whether the system says that there is no network; False when it does not know."""
    if not QNetworkInformation.loadDefaultBackend():
        return False
    known = QNetworkInformation.instance()
    return known is not None and known.reachability() == QNetworkInformation.Reachability.Disconnected


class MultilineWidget(QuestionWidget):
    """Several lines of text; Enter makes a new line, Tab goes on."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = _Lines(self)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(_LINES_HEIGHT)
        self._pause = Pause(self)
        self._before: str | None = None
        """The answer from before the typing, once a pause handed half of it over."""
        self._pause.timeout.connect(self._on_paused)
        self.field.textChanged.connect(self._pause.typed)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.show_prompt(prompt)

    def show_own(self, prompt: Prompt) -> None:
        before = self.prompt.value
        super().show_own(prompt)
        shown = self.field.toPlainText()
        is_typing = self.field.hasFocus() and (prompt.value == before or shown.strip() == prompt.value)
        if not is_typing and shown != prompt.value:
            self._stand()
        self.field.setReadOnly(prompt.readonly)

    def say_missing(self) -> None:
        """The words stand where nothing is written."""
        self.field.setPlaceholderText(self.missing_words)

    def _stand(self) -> None:
        self.field.setPlainText(self.prompt.value)
        self.field.document().setModified(False)

    def restore(self) -> None:
        """Escape: what stood before the typing began comes back, also where half of it went to disk meanwhile."""
        before, self._before = self._before, None
        if before is not None and before != self.standing:
            self.answered.emit(before)
        self._stand()
        self.field.selectAll()

    @property
    def is_typed(self) -> bool:
        """Whether Escape has something to take back."""
        return self._before is not None or self._is_waiting

    @property
    def _is_waiting(self) -> bool:
        return self.field.toPlainText().strip() != self.prompt.value.strip()

    def discard(self) -> None:
        self._stand()
        super().discard()

    def focus_target(self) -> QWidget:
        return self.field

    def stand_at_end(self) -> None:
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def commit(self) -> None:
        self._before = None
        self._hand_over()

    def _hand_over(self) -> None:
        if self._is_waiting:
            self.answered.emit(self.field.toPlainText().strip())

    def _on_paused(self) -> None:
        """Half a text goes to disk, but where the form would remember it."""
        if (self.form is None or not self.form.waits()) and self._is_waiting:
            before = self._before if self._before is not None else self.standing
            self._hand_over()
            self._before = before


class _Lines(QPlainTextEdit):
    def __init__(self, owner: MultilineWidget) -> None:
        super().__init__(owner)
        self._owner = owner

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.commit()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab goes on as Enter does elsewhere: past the last question of a page to the next page."""
        if not is_next:
            return super().focusNextPrevChild(is_next)
        self._owner.commit()
        self._owner.finished.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            event.ignore()  # Ctrl+Enter belongs to the window
            return
        if event.key() == Qt.Key.Key_Escape and self._owner.is_typed:
            self._owner.restore()
            return
        super().keyPressEvent(event)
