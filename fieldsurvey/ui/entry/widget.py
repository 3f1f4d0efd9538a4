"""What every question widget is: it shows a Prompt and says what was answered. The answer lives in the entry."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldsurvey.models import Question
from fieldsurvey.xforms import Prompt


class QuestionWidget(QWidget):
    """Base of all question widgets; one subclass a file."""

    answered = Signal(str)
    """The answer in the form's own notation; "" clears it."""
    finished = Signal()
    """The person is done here: go to the next question."""
    noted = Signal(str)
    """A quiet remark under the field: the amount in words, or why what was typed is not understood."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__()
        self.prompt = prompt
        self.question = question

    def show_prompt(self, prompt: Prompt) -> None:
        """Show the question as it stands now."""
        self.prompt = prompt

    def focus_target(self) -> QWidget:
        """Where the keyboard goes when the question is reached."""
        return self

    def commit(self) -> None:
        """Hand over what is typed but not yet given (the field is left, the window closes)."""

    def discard(self) -> None:
        """Forget what is typed but not given: another answer takes its place."""
        for field in self.findChildren(QLineEdit):
            field.setModified(False)

    @property
    def unit(self) -> str:
        """The unit shown behind the field."""
        return self.question.unit if self.question else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.commit()
            self.finished.emit()
            return
        super().keyPressEvent(event)
