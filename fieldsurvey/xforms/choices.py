"""The choices of a question as they stand now: written in the body, or rows of a list that pass the filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fieldsurvey.xforms.definition import ItemsetColumns, StaticChoice
from fieldsurvey.xforms.instance import InstanceNode
from fieldsurvey.xforms.itext import MEDIA, Texts
from fieldsurvey.xforms.listed import Column
from fieldsurvey.xforms.prompt import Choice
from fieldsurvey.xforms.rows import Row
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.nodes import Node, Nodes
from fieldsurvey.xforms.xpath.values import to_string

if TYPE_CHECKING:
    from fieldsurvey.xforms.xpath.context import Environment

_NO_MEDIA: Mapping[str, str] = {}


def choices_of(
    node: InstanceNode, environment: Environment, texts: Texts, language: str
) -> tuple[Choice, ...]:
    """Value, label and media of every choice, in order."""
    question = node.definition.question
    if question is None:
        return ()
    context = Context(node, environment)
    written = tuple(_static(choice, texts, language, context) for choice in question.choices)
    columns = question.columns
    if columns is None:
        return written
    rows = _rows(node, environment)
    quick = _from_table(columns, rows)
    if quick is not None:
        return written + quick
    return written + tuple(_listed(columns, Context(row, environment, node), texts, language) for row in rows)


def values_of(node: InstanceNode, environment: Environment) -> set[str]:
    """The values alone."""
    question = node.definition.question
    if question is None:
        return set()
    found = {choice.value for choice in question.choices}
    columns = question.columns
    if columns is not None:
        found.update(
            to_string(columns.value(Context(row, environment, node))) for row in _rows(node, environment)
        )
    return found


def still_chosen(node: InstanceNode, environment: Environment) -> str:
    """The node's value without choices that are no longer offered."""
    offered = values_of(node, environment)
    control = node.definition.control
    if control is not None and control.control == "select1":
        return node.text if node.text in offered else ""
    return " ".join(value for value in node.text.split() if value in offered)


def _rows(node: InstanceNode, environment: Environment) -> Sequence[Node]:
    """The rows of the list that pass the filter."""
    question = node.definition.question
    if question is None or question.itemset is None:
        return ()
    found = question.itemset.expression.closure(Context(node, environment))
    return found if isinstance(found, Nodes) else ()


def _from_table(columns: ItemsetColumns, rows: Sequence[Node]) -> tuple[Choice, ...] | None:
    """Rows of a table whose value and label stand in plain columns; None where more must be asked."""
    value, label = columns.value, columns.label
    if not isinstance(value, Column) or not isinstance(label, Column) or columns.text_id is not None:
        return None
    if not rows or not isinstance(rows[0], Row):
        return None
    names = rows[0].names
    if value.name not in names or label.name not in names or any(form in names for form in MEDIA):
        return None
    at, shown = names[value.name][0], names[label.name][0]
    return tuple([Choice(row.cells[at], row.cells[shown], _NO_MEDIA) for row in rows if isinstance(row, Row)])


def _static(choice: StaticChoice, texts: Texts, language: str, context: Context) -> Choice:
    if choice.label is None:
        return Choice(choice.value, choice.value)
    media = {
        form: choice.label.say(texts, language, context, form).rpartition("/")[2]
        for form in MEDIA
        if choice.label.say(texts, language, context, form)
    }
    return Choice(choice.value, choice.label.say(texts, language, context), media)


def _listed(columns: ItemsetColumns, inner: Context, texts: Texts, language: str) -> Choice:
    value = to_string(columns.value(inner))
    label = to_string(columns.label(inner)) if columns.label is not None else value
    return Choice(value, label, _media(columns, inner, texts, language))


def _media(columns: ItemsetColumns, inner: Context, texts: Texts, language: str) -> Mapping[str, str]:
    if columns.text_id is not None:
        text_id = to_string(columns.text_id(inner))
        found = {form: texts.find(text_id, language, form) for form in MEDIA}
        return {form: str(segments[0]).rpartition("/")[2] for form, segments in found.items() if segments}
    row: Node = inner.node
    return {form: row.by_name[form][0].string() for form in MEDIA if form in row.by_name}
