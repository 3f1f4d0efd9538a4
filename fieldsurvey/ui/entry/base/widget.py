"""What every question widget is: it shows a Prompt and says what was answered. The answer lives in the entry.

“Don't know” and “refused” are shown here, for every kind of question: in words. The kind itself is shown the question as
if it were open, so that no kind can draw -98 as a number, a step or a place; whatever is typed or chosen takes its place.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from fieldsurvey.interviews.missing_answers import MissingAnswers
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.field import Field
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.base.units import period_word, unit_word
from fieldsurvey.ui.entry.devices.device_ports import Devices, Kept
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import label
from fieldsurvey.xforms import Prompt

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEVEL = (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)


class QuestionWidget(QWidget):
    """What all question widgets share; one kind of question a file."""

    answered = Signal(str)
    """The answer in the form's own notation; "" clears it."""
    finished = Signal()
    """The person is done here: go to the next question."""
    walked = Signal(int)
    """An arrow leads out of a line of a table: to the line above (-1) or below (1)."""
    noted = Signal(str)
    """A quiet remark under the field: why what was typed is not understood; "" takes it back."""
    says_label = False
    """Whether the widget shows the question's words itself, as a line of a table does."""
    shows_picture = False
    """Whether the widget shows the question's picture itself, as one does on which choices are clicked."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__()
        self.prompt = prompt
        """The question as its kind sees it: without an answer while “don't know” or “refused” stands."""
        self.question = question
        self.form: FormSide | None = None
        self.missing = MissingAnswers.of_question(question, prompt.control, prompt.type)
        self.missing_words = ""
        """“Don't know” or “refused” while that is the answer; "" otherwise."""
        self._missing_line: QLabel | None = None
        self.standing = ""
        """The answer as it is stored, “don't know” and “refused” too."""

    def attach(self, form: FormSide) -> None:
        """Let the widget ask the form for files, long lists and the language."""
        self.form = form

    @final
    def show_prompt(self, prompt: Prompt) -> None:
        """Show the question as it stands now."""
        before, self.standing = self.missing_words, prompt.value
        self.missing_words = self.missing.words(prompt.value, prompt.choices)
        self.show_own(dataclasses.replace(prompt, value="") if self.missing_words else prompt)
        if self.missing_words != before:
            self.say_missing()

    def show_own(self, prompt: Prompt) -> None:
        """Show the question in the way of its kind. A kind does this, and is never given a missing answer."""
        self.prompt = prompt
        self.describe(self.focus_target(), prompt)

    def go_on(self) -> None:
        """One key gave the whole answer: the next question comes, where the person wants that."""
        if self.form is not None and self.form.goes_on():
            self.finished.emit()

    def say_missing(self) -> None:
        """Show `missing_words`, or that they do not hold any more. A kind with a field of its own writes them there."""
        if self._missing_line is None:
            if not self.missing_words:
                return
            self._missing_line = label("", "strong")
            layout = self.layout()
            if isinstance(layout, QBoxLayout):
                is_level = layout.direction() in _LEVEL
                layout.insertWidget(min(1, layout.count()) if is_level else 0, self._missing_line)
            else:
                self._missing_line.setParent(self)
                self._missing_line.setAutoFillBackground(True)
        self._missing_line.setText(self.missing_words)
        self._missing_line.adjustSize()
        self._missing_line.setVisible(bool(self.missing_words))

    def describe(self, target: QWidget, prompt: Prompt) -> None:
        """Tell screen readers what is asked, and beside it the hint, the unit and what is wrong."""
        name = plain_words(prompt.label)
        if target.accessibleName() != name:
            target.setAccessibleName(name)
        fault = prompt.violation.message if prompt.violation is not None else ""
        hint, unit, period = plain_words(prompt.hint), unit_word(self.unit), period_word(self.period)
        parts = (self.missing_words, hint, unit, period, fault)
        said = ". ".join(part for part in parts if part)
        if target.accessibleDescription() != said:
            target.setAccessibleDescription(said)

    def equip(self, devices: Devices, kept: Kept) -> None:
        """Hand over what the laptop can do, and a way to the file the answer names. Most questions need neither."""

    def focus_target(self) -> QWidget:
        """Where the keyboard goes when the question is reached."""
        return self

    def stand_at_end(self) -> None:
        """The interview was left here: who typed goes on behind the last letter. A choice stands as it is."""

    def commit(self) -> None:
        """Hand over what is typed but not yet given (the field is left, the window closes)."""

    @property
    def is_understood(self) -> bool:
        """False while something typed cannot be read: Enter stays here then."""
        return not self.unread

    @property
    def unread(self) -> str:
        """What is typed but not understood, so that it is not lost when the page is turned; "" for nothing."""
        return ""

    def discard(self) -> None:
        """Forget what is typed but not given: another answer takes its place."""
        for field in self.findChildren(QLineEdit):
            field.setModified(False)
        self.noted.emit("")

    @property
    def unit(self) -> str:
        """The unit of the answer, as the workbook writes it."""
        return self.question.unit if self.question else ""

    @property
    def period(self) -> str:
        """The time the answer is about, as the workbook writes it."""
        return self.question.period if self.question else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers():
            self.commit()
            if self.is_understood:
                self.finished.emit()
            return
        super().keyPressEvent(event)


class LineWidget(QuestionWidget):
    """A question answered on one typed line. A subclass says how a text is read and how a value is shown."""

    def __init__(
        self,
        prompt: Prompt,
        question: Question | None,
        width: int,
        example: str = "",
        field: Field | None = None,
    ) -> None:
        super().__init__(prompt, question)
        self.field = field or Field()
        self._example = example
        self.field.setPlaceholderText(example)
        self.field.setMaximumWidth(width)
        self.field.editingFinished.connect(self.commit)
        self.field.paused.connect(self._on_paused)
        self.field.escaped.connect(self.restore)
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

    def show_own(self, prompt: Prompt) -> None:
        moved = prompt.value != self.prompt.value
        super().show_own(prompt)
        if not self._keeps_typed(moved=moved):
            self._stand()
        self.field.setReadOnly(prompt.readonly)
        mark_bad(self.field, is_bad=bool(prompt.violation and (prompt.value or self.missing_words)))

    def say_missing(self) -> None:
        """The words stand in the field; in one whose letters are hidden, where its example stood."""
        is_kept = self.field.isModified() if self.missing_words else self._keeps_typed(moved=True)
        if not is_kept:
            self._stand()

    def _keeps_typed(self, *, moved: bool) -> bool:
        """Whether what is typed stays: it is being typed, or was not understood, or says what the answer is."""
        if self.field.isModified():
            return self.field.hasFocus() or not moved
        return self.field.hasFocus() and self._read(self.field.text()) == self.prompt.value

    def _stand(self) -> None:
        """Show the standing answer; what is typed next takes its place."""
        is_hidden = self.field.echoMode() == QLineEdit.EchoMode.Password
        words = self.missing_words
        self.field.setPlaceholderText(words if words and is_hidden else self._example)
        self.field.setText(words if words and not is_hidden else self.shown(self.prompt.value))
        self.field.setModified(False)
        if self.field.hasFocus():
            self.field.selectAll()  # F3 or undo wrote here

    def restore(self) -> None:
        """Escape: what stood before the typing began comes back, also where half of it went to disk meanwhile."""
        before, self.field.before = self.field.before, None
        if before is not None and before != self.standing:
            self.give(before)
        self._stand()
        self.noted.emit("")

    def focus_target(self) -> QWidget:
        return self.field

    def stand_at_end(self) -> None:
        self.field.end(False)

    def commit(self) -> None:
        self.field.before = None  # given by a person, no more to be taken back by Escape
        self._hand_over()

    def _hand_over(self) -> None:
        if not self.field.isModified():
            return
        found = self._read(self.field.text())
        if found is None:
            self.noted.emit(self.complaint())
            return
        self.give(found)

    def _read(self, text: str) -> str | None:
        text = text.strip()
        return self.missing.read(text) or self.read(text) if text else ""

    @property
    def is_understood(self) -> bool:
        return not self.field.isModified()

    @property
    def unread(self) -> str:
        typed = self.field.text() if self.field.isModified() else ""
        return typed if typed and self._read(typed) is None else ""

    def give(self, value: str) -> None:
        """Answer with `value`, whatever is typed."""
        self.field.setModified(False)
        self.noted.emit("")
        self.answered.emit(value)

    def _on_paused(self) -> None:
        """Half a word is no fault yet; what can be read goes to disk, but where the form would remember it."""
        if self.form is not None and self.form.waits():
            return
        if self._read(self.field.text()) is not None:
            before = self.field.before if self.field.before is not None else self.standing
            self._hand_over()
            self.field.before = before


def mark_bad(field: QWidget, *, is_bad: bool) -> None:
    """Show that the answer in a field is at fault; a field that never was is not dressed anew."""
    if is_bad or field.property("state") is not None:
        theme.set_property(field, "state", "bad" if is_bad else "")


@lru_cache(maxsize=4000)
def plain_words(text: str) -> str:
    """The words of a label or hint alone, for those who hear them."""
    return bare(text) if text else ""
