"""Text on one line, or on several."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from fieldsurvey.models import Question
from fieldsurvey.ui.entry.field import Pause
from fieldsurvey.ui.entry.widget import LineWidget, QuestionWidget
from fieldsurvey.xforms import Prompt

_WIDE, _NARROW = 420, 200


class TextWidget(LineWidget):
    """One line of text; `numbers` appearance keeps it text but narrow."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _NARROW if "numbers" in prompt.appearance else _WIDE)
        self.row.addStretch(0)
        self.show_prompt(prompt)


class MultilineWidget(QuestionWidget):
    """Several lines of text; Enter makes a new line, Tab goes on."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = _Lines(self)
        self.field.setAccessibleName(prompt.label)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(96)
        self._pause = Pause(self)
        self._pause.timeout.connect(self.commit)
        self.field.textChanged.connect(self._pause.typed)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if not self.field.hasFocus() and self.field.toPlainText() != prompt.value:
            self.field.setPlainText(prompt.value)
        self.field.setReadOnly(prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if self.field.toPlainText().strip() != self.prompt.value.strip():
            self.answered.emit(self.field.toPlainText().strip())


class _Lines(QPlainTextEdit):
    def __init__(self, owner: MultilineWidget) -> None:
        super().__init__(owner)
        self._owner = owner

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            event.ignore()  # Ctrl+Enter belongs to the window
            return
        super().keyPressEvent(event)
