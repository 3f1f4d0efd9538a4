"""The columns of a grid: the questions of a repeat, and the form's own calculates that a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldsurvey.interviews.missing_answers import MissingAnswers
from fieldsurvey.records import Question, text_in
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.base.units import period_word, unit_word
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat, Datatype
from fieldsurvey.xforms.parse.node_definition import Node

NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_CHOOSING = ("select", "select1")
_MOST_KEYS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a question of the repeat, or, without a control, a calculate."""

    ref: str
    """Without positions."""
    path: str
    """From the instance down: "/wage"."""
    control: str
    appearance: str
    parameters: Mapping[str, str]
    type: Datatype
    group: str
    """Ref of the inner group it stands in, "" for none."""
    varies: bool
    """Whether its choices may differ from row to row."""
    missing: MissingAnswers = MissingAnswers()  # noqa: RUF009 - frozen

    @property
    def is_computed(self) -> bool:
        """Nobody types here."""
        return not self.control

    @property
    def is_choice(self) -> bool:
        """One or several of a list."""
        return self.control in _CHOOSING

    @property
    def is_several(self) -> bool:
        """Any number of a list."""
        return self.control == "select"

    @property
    def is_number(self) -> bool:
        """Typed as a figure."""
        return not self.is_choice and (self.type in NUMBERS or self.control == "range")

    @property
    def is_right(self) -> bool:
        """Figures stand at the right, computed ones too."""
        return self.is_number or self.is_computed

    @property
    def is_grouped(self) -> bool:
        """Written 14,99,561."""
        return "thousands-sep" in self.appearance.split() or self.is_computed


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column, in the interview's language."""

    title: str
    unit: str
    """Unit and period, in small letters."""
    group: str
    """The inner group's title; "" for none."""
    is_required: bool


def columns_of(questions: QuestionInfo, repeat: BodyRepeat) -> tuple[Column, ...]:
    """The questions of a repeat and its readable calculates, in the form's order; what lies in a repeat inside is left out."""
    top = questions.entry.form.node(repeat.ref)
    assert top is not None
    asked = {control.ref: (control, group) for control, group in _controls(repeat.children, "")}
    found = []
    steps = _steps(questions, repeat.ref)
    for node in _nodes(top):
        if node.ref in asked:
            control, group = asked[node.ref]
            found.append(_column(questions, repeat.ref, node, control, group))
        elif node.ref not in steps and _is_readable(questions, node):
            found.append(_column(questions, repeat.ref, node, None, ""))
    return tuple(found)


def key_columns(columns: tuple[Column, ...], fitting: frozenset[str]) -> tuple[Column, ...]:
    """The first few questions that tell rows apart, for a grid whose rows open beside it."""
    found = [column for column in columns if column.ref in fitting]
    found.sort(key=lambda column: bool(column.group))  # what is asked first and of every row
    return tuple(found[:_MOST_KEYS])


def row_column(repeat: BodyRepeat) -> Column:
    """A column for rows that have no question of their own, only repeats inside."""
    return Column(repeat.ref, "", "", "", {}, Datatype.STRING, "", False)


def heading(questions: QuestionInfo, column: Column) -> Heading:
    """The words over a column."""
    question = questions.find(column.ref)
    title = questions.words(column.ref) if column.path else bare(questions.entry.group_label(column.ref))
    unit = unit_word(question.unit) if question is not None else ""
    period = period_word(question.period) if question is not None else ""
    below = [unit if unit.casefold() not in title.casefold() else "", period]
    texts = questions.questionnaire.group_labels.get(column.group, {})
    return Heading(
        title,
        " · ".join(part for part in below if part),
        bare(text_in(texts, questions.entry.language or "")),
        _is_wanted(questions, column),
    )


def _column(
    questions: QuestionInfo, repeat: str, node: Node, control: BodyControl | None, group: str
) -> Column:
    return Column(
        ref=node.ref,
        path=node.ref[len(repeat) :],
        control=control.control if control else "",
        appearance=control.appearance if control else "",
        parameters=control.parameters if control else {},
        type=node.datatype,
        group=group,
        varies=_varies(questions, node),
        missing=MissingAnswers.of_question(
            questions.find(node.ref), control.control if control else "", node.datatype
        ),
    )


def _controls(elements: tuple[BodyElement, ...], group: str) -> Iterator[tuple[BodyControl, str]]:
    for element in elements:
        if isinstance(element, BodyControl):
            yield element, group
        elif isinstance(element, BodyGroup):
            yield from _controls(element.children, element.ref or group)


def _nodes(top: Node) -> Iterator[Node]:
    for child in top.children.values():
        if not child.is_repeat:
            yield child
            yield from _nodes(child)


def _is_readable(questions: QuestionInfo, node: Node) -> bool:
    """A calculate with a label and, in a form that gives units, a unit: others are steps on the way to a figure."""
    question = questions.find(node.ref)
    if node.calculate is None or node.control is not None or question is None:
        return False
    has_units = any(other.unit for other in questions.questionnaire.questions)
    return _is_labelled(question) and (bool(question.unit) or not has_units)


def _steps(questions: QuestionInfo, repeat: str) -> set[str]:
    """What other calculates read, unless it is one that sums up this column alone: such a figure serves only others."""
    read: set[str] = set()
    summed: set[str] = set()
    for node in questions.entry.form.root.walk():
        if node.calculate is None:
            continue
        reads = {one.target.ref for one in node.calculate.expression.reads} - {repeat, node.ref}
        read |= reads
        if len(reads) == 1 and not node.ref.startswith(repeat + "/") and _is_readable(questions, node):
            summed |= reads
    return read - summed


def _is_labelled(question: Question) -> bool:
    return any(text.strip() for text in question.label.values())


def _varies(questions: QuestionInfo, node: Node) -> bool:
    question = node.question
    if question is None:
        return False
    if question.itemset is not None:
        return bool(question.itemset.expression.reads)
    texts = questions.entry.form.texts
    return any(choice.label.expressions(texts) for choice in question.choices if choice.label is not None)


def _is_wanted(questions: QuestionInfo, column: Column) -> bool:
    """Whether the form wants an answer in every row; where it depends, the cell says so itself."""
    node = questions.entry.form.node(column.ref)
    return node is not None and node.required is not None and not node.required.expression.reads
