"""Text on one line, or on several."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from fieldsurvey.models import Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.field import Field
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.xforms import Prompt

_SHORT_WIDTH = 420
_PAUSE_MS = 900


class TextWidget(QuestionWidget):
    """One line of text; `numbers` appearance keeps it text but narrow."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = Field()
        self.field.setAccessibleName(prompt.label)
        self.field.setMaximumWidth(200 if "numbers" in prompt.appearance else _SHORT_WIDTH)
        self.field.editingFinished.connect(self.commit)
        self.field.paused.connect(self.commit)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addStretch(0)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        typing = self.field.hasFocus() and self.field.isModified()
        if not typing and self.field.text().strip() != prompt.value:
            self.field.setText(prompt.value)
            self.field.setModified(False)
        self.field.setReadOnly(prompt.readonly)
        theme.set_property(self.field, "state", "bad" if prompt.violation and prompt.value else "")

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if self.field.isModified():
            self.field.setModified(False)
            self.answered.emit(self.field.text().strip())


class MultilineWidget(QuestionWidget):
    """Several lines of text; Enter makes a new line, Tab goes on."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = _Lines(self)
        self.field.setAccessibleName(prompt.label)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(96)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.field.textChanged.connect(self._pause.start)
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
