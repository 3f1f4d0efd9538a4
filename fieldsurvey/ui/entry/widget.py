"""What every question widget is: it shows a Prompt and says what was answered. The answer lives in the entry."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldsurvey.models import Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.capture.devices import Devices, Kept
from fieldsurvey.ui.entry.field import Field
from fieldsurvey.xforms import Prompt


class QuestionWidget(QWidget):
    """Base of all question widgets; one kind of question a file."""

    answered = Signal(str)
    """The answer in the form's own notation; "" clears it."""
    finished = Signal()
    """The person is done here: go to the next question."""
    noted = Signal(str)
    """A quiet remark under the field: why what was typed is not understood; "" takes it back."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__()
        self.prompt = prompt
        self.question = question

    def show_prompt(self, prompt: Prompt) -> None:
        """Show the question as it stands now."""
        self.prompt = prompt

    def equip(self, devices: Devices, kept: Kept) -> None:
        """Hand over what the laptop can do, and a way to the file the answer names. Most questions need neither."""

    def focus_target(self) -> QWidget:
        """Where the keyboard goes when the question is reached."""
        return self

    def commit(self) -> None:
        """Hand over what is typed but not yet given (the field is left, the window closes)."""

    @property
    def is_understood(self) -> bool:
        """False while something typed cannot be read: Enter stays here then."""
        return True

    def discard(self) -> None:
        """Forget what is typed but not given: another answer takes its place."""
        for field in self.findChildren(QLineEdit):
            field.setModified(False)
        self.noted.emit("")

    @property
    def unit(self) -> str:
        """The unit of the answer, as the workbook writes it."""
        return self.question.unit if self.question else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.commit()
            if self.is_understood:
                self.finished.emit()
            return
        super().keyPressEvent(event)


class LineWidget(QuestionWidget):
    """A question answered on one typed line. A subclass says how a text is read and how a value is shown."""

    def __init__(self, prompt: Prompt, question: Question | None, width: int, example: str = "") -> None:
        super().__init__(prompt, question)
        self.field = Field()
        self.field.setAccessibleName(prompt.label)
        self.field.setPlaceholderText(example)
        self.field.setMaximumWidth(width)
        self.field.editingFinished.connect(self.commit)
        self.field.paused.connect(self._on_paused)
        self.setFocusProxy(self.field)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.field, 1)

    def read(self, text: str) -> str | None:
        """The answer in the form's notation; None when the text cannot be read."""
        return text

    def shown(self, value: str) -> str:
        """The value as the field shows it."""
        return value

    def complaint(self) -> str:
        """What to type instead, when `read` gave None."""
        return ""

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        typing = self.field.hasFocus() and self.field.isModified()
        same = self.field.hasFocus() and self.read(self.field.text().strip()) == prompt.value
        if not typing and not same:
            self.field.setText(self.shown(prompt.value))
            self.field.setModified(False)
            if self.field.hasFocus():
                self.field.selectAll()  # F3 or undo wrote here: what is typed next takes its place
        self.field.setReadOnly(prompt.readonly)
        theme.set_property(self.field, "state", "bad" if prompt.violation and prompt.value else "")

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text().strip()
        found = self.read(text) if text else ""
        if found is None:
            self.noted.emit(self.complaint())
            return
        self.give(found)

    @property
    def is_understood(self) -> bool:
        return not self.field.isModified()

    def give(self, value: str) -> None:
        """Answer with `value`, whatever is typed."""
        self.field.setModified(False)
        self.noted.emit("")
        self.answered.emit(value)

    def _on_paused(self) -> None:
        """Half a word is no fault yet; what can be read goes to disk."""
        if self.read(self.field.text().strip()) is not None:
            self.commit()
