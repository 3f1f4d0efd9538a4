"""One question in large type: the notes before it, its words, and what answers it. It gives answers and keeps none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Missing
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.markdown import bare, rich
from fieldsurvey.ui.entry.base.widget import LineWidget, QuestionWidget
from fieldsurvey.ui.entry.frame.factory import widget_for
from fieldsurvey.ui.entry.kinds.select.choice_picture import small_picture
from fieldsurvey.ui.entry.kinds.select.select import CLOSED_FROM
from fieldsurvey.ui.entry.kinds.select.selection import chosen, picked
from fieldsurvey.ui.entry.respondent.big_choice import BigChoice
from fieldsurvey.ui.entry.respondent.steps import Step, is_large
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.shell.widgets import label
from fieldsurvey.xforms import Choice, FormEntry, Prompt, ViolationKind

_CHOOSING = ("select", "select1")
_FIELD_WIDTH = 420
_DIGITS = 9


class LargeQuestion(QWidget):
    """A step as it stands; whoever shows it hands it the answers' way and tells when something moved."""

    answered = Signal(str)
    """The answer in the form's notation."""
    finished = Signal()
    """The person is done with the question."""

    def __init__(self, questions: QuestionInfo, step: Step, parent: QWidget) -> None:
        super().__init__(parent)
        self._questions, self.step = questions, step
        self.choices: list[BigChoice] = []
        """The rows that are picked; behind those of the form, "don't know" of a question that is typed."""
        self.widget: QuestionWidget | None = None
        self._walked: BigChoice | None = None
        self._fault = _words("", "respondent-fault")
        self._fault.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        for ref in step.notes:
            self._column.addWidget(_words(self._said(ref), "respondent-note"))
        if step.notes:
            self._column.addSpacing(12)
        if step.group and questions.entry.label(step.group):
            self._column.addWidget(_words(rich(questions.entry.label(step.group)), "respondent-hint"))
        if step.ref:
            self._ask()
        self._column.addStretch(1)

    def _said(self, ref: str) -> str:
        entry = self._questions.entry
        return "<br>".join(rich(text) for text in (entry.label(ref), entry.hint(ref)) if text)

    def _ask(self) -> None:
        entry, ref = self._questions.entry, self.step.ref
        prompt = None if _is_repeat(self._questions.entry, ref) else entry.prompt(ref)
        self._column.addWidget(_words(rich(prompt.label if prompt else entry.label(ref)), "respondent-label"))
        if prompt is None or not is_large(prompt):
            self._column.addWidget(_words(_("The interviewer fills this in."), "respondent-hint"))
            return
        if prompt.hint:
            self._column.addWidget(_words(rich(prompt.hint), "respondent-hint"))
        self._column.addWidget(self._fault)
        self._column.addSpacing(8)
        if prompt.control in _CHOOSING and len(prompt.choices) < CLOSED_FROM:
            self._offer(prompt)
        else:
            self._let_type(prompt)
        self.show_prompt()

    def _offer(self, prompt: Prompt) -> None:
        for number, choice in enumerate(prompt.choices, 1):
            row = BigChoice(
                choice.value,
                choice.label,
                number if number <= _DIGITS else 0,
                several=prompt.control == "select",
                picture=self._picture(choice),
            )
            self._add(row)

    def _add(self, row: BigChoice) -> None:
        row.clicked.connect(lambda: self.pick(row))
        self.choices.append(row)
        self._column.addWidget(row)

    def _picture(self, choice: Choice) -> QPixmap | None:
        name = choice.media.get("image", "")
        return small_picture(self._questions.form_file(name)) if name else None

    def _let_type(self, prompt: Prompt) -> None:
        question = self._questions.find(prompt.ref)
        form = FormSide(self._questions.entry, prompt.ref, self._questions.form_file)
        self.widget = widget_for(prompt, question, form)
        self.widget.answered.connect(self.answered)
        self.widget.finished.connect(self.finished)
        if isinstance(self.widget, LineWidget):
            self.widget.field.setFixedWidth(_FIELD_WIDTH)
        self._column.addWidget(self.widget)
        for kind, words in (
            (Missing.DONT_KNOW, _("I don't know")),
            (Missing.REFUSED, _("I do not want to say")),
        ):
            value = None if self.widget.missing.is_listed else self.widget.missing.stored(kind)
            if value is not None:
                self._add(BigChoice(value, words, 0, several=False))

    # --- as it stands ------------------------------------------------------------------------------------------

    def show_prompt(self) -> None:
        """Show the answer as it stands; a choice that is not offered any more means another picture."""
        prompt = self._questions.entry.prompt(self.step.ref)
        now = chosen(prompt)
        for row in self.choices:
            row.set_chosen(is_chosen=row.value in now)
        if self.widget is not None:
            self.widget.show_prompt(prompt)
        violation = prompt.violation
        if violation is not None and violation.kind is not ViolationKind.REQUIRED and prompt.value:
            self.say_fault(violation.message or _("This answer does not fit. Look at it again."))
        else:
            self.say_fault("")

    @property
    def is_asked(self) -> bool:
        """Whether there is something to answer here."""
        return self.widget is not None or bool(self.choices)

    @property
    def offers(self) -> tuple[str, ...]:
        """The values of the rows."""
        return tuple(row.value for row in self.choices)

    def say_fault(self, sentence: str) -> None:
        """Say what is wrong with the answer; "" takes it back."""
        self._fault.setText(f"✕  {rich(sentence)}" if sentence else "")
        self._fault.setVisible(bool(sentence))

    @property
    def fault(self) -> str:
        """What is said to be wrong."""
        return bare(self._fault.text()).removeprefix("✕").strip() if not self._fault.isHidden() else ""

    # --- answering -----------------------------------------------------------------------------------------------

    def pick(self, row: BigChoice) -> None:
        """A row was clicked, touched, or picked with its digit."""
        if self.widget is not None:
            self.widget.discard()
            self.answered.emit("" if row.is_chosen else row.value)
        else:
            self.answered.emit(picked(self._questions.entry.prompt(self.step.ref), row.value))

    def pick_number(self, number: int) -> bool:
        """A digit was pressed; False when no row has it."""
        if self.widget is not None or not 1 <= number <= min(_DIGITS, len(self.choices)):
            return False
        self.choices[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pick(self.choices[number - 1])
        return True

    def walk(self, step: int) -> BigChoice | None:
        """The keyboard goes to the row below or above; None where there is none to pick."""
        if self.widget is not None or not self.choices:
            return None
        here = next((n for n, row in enumerate(self.choices) if row.hasFocus()), -1 if step > 0 else 0)
        row = self._walked = self.choices[(here + step) % len(self.choices)]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        return row

    @property
    def walked(self) -> BigChoice | None:
        """The row the arrows went to on a question that is not answered yet."""
        is_open = self.widget is None and not any(row.is_chosen for row in self.choices)
        return self._walked if is_open and self._walked is not None and self._walked.hasFocus() else None

    def commit(self) -> bool:
        """Hand over what is typed; False when it cannot be understood."""
        if self.widget is None:
            return True
        self.widget.commit()
        return self.widget.is_understood

    def take_focus(self) -> bool:
        """The keyboard goes to the answer; False when there is nothing to answer."""
        if self.widget is not None:
            self.widget.focus_target().setFocus(Qt.FocusReason.TabFocusReason)
        elif self.choices:
            row = next((row for row in self.choices if row.is_chosen), self.choices[0])
            row.setFocus(Qt.FocusReason.TabFocusReason)
        return self.is_asked


def _is_repeat(entry: FormEntry, ref: str) -> bool:
    node = entry.form.node(ref)
    return node is None or node.is_repeat


def _words(text: str, role: str) -> QLabel:
    made = label("", role, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(text)
    return made
