"""A note to read, and a box to confirm that something was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.xforms import Prompt


class NoteWidget(QuestionWidget):
    """Nothing to answer: label and hint say it all."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(0)


class AcknowledgeWidget(QuestionWidget):
    """Done or not done; stored as OK, as Collect does."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.box = QCheckBox(_("Done"))
        self.box.clicked.connect(lambda checked: self.answered.emit("OK" if checked else ""))
        self.box.installEventFilter(self)
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        self.show_prompt(prompt)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        self.box.setChecked(bool(prompt.value))
        self.setEnabled(not prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.finished.emit()
                return True
            if event.text() == "1" and not self.prompt.readonly:
                is_done = not self.prompt.value
                self.answered.emit("OK" if is_done else "")
                if is_done:
                    self.go_on()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.prompt.readonly:
                self.answered.emit("")
                return True
        return super().eventFilter(watched, event)
