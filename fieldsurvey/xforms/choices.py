"""The choices of a question as they stand now: written in the body, or rows of a list that pass the filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fieldsurvey.xforms.definition import ItemsetColumns, StaticChoice
from fieldsurvey.xforms.instance import InstanceNode
from fieldsurvey.xforms.itext import MEDIA, Texts
from fieldsurvey.xforms.prompt import Choice
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.nodes import Node, Nodes
from fieldsurvey.xforms.xpath.values import to_string

if TYPE_CHECKING:
    from fieldsurvey.xforms.xpath.context import Environment


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
    return written + tuple(_listed(columns, inner, texts, language) for inner in _items(node, environment))


def values_of(node: InstanceNode, environment: Environment) -> set[str]:
    """The values alone."""
    question = node.definition.question
    if question is None:
        return set()
    found = {choice.value for choice in question.choices}
    columns = question.columns
    if columns is not None:
        found.update(to_string(columns.value(inner)) for inner in _items(node, environment))
    return found


def still_chosen(node: InstanceNode, environment: Environment) -> str:
    """The node's value without choices that are no longer offered."""
    offered = values_of(node, environment)
    control = node.definition.control
    if control is not None and control.control == "select1":
        return node.text if node.text in offered else ""
    return " ".join(value for value in node.text.split() if value in offered)


def _items(node: InstanceNode, environment: Environment) -> Iterator[Context]:
    """Each row of the list, as a context for its columns."""
    question = node.definition.question
    if question is None or question.itemset is None:
        return
    found = question.itemset.expression.closure(Context(node, environment))
    for row in found if isinstance(found, Nodes) else ():
        yield Context(row, environment, node)


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
