"""The choices of a question as they stand now: written in the body, or rows of a list that pass the filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.lists.form_table import LABEL, FormTable, Item
from fieldsurvey.xforms.lists.lazy_choices import MANY, LazyChoices
from fieldsurvey.xforms.lists.list_paths import Column, ListQuery
from fieldsurvey.xforms.parse.itext import MEDIA
from fieldsurvey.xforms.parse.node_definition import ItemsetColumns, StaticChoice, Texts
from fieldsurvey.xforms.prompt import Choice
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.eval_budget import OFFERED
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
    quick = _from_table(columns, node, environment, language)
    if quick is not None:
        return written + quick
    return written + tuple(
        _listed(columns, Context(row, environment, node), texts, language) for row in _rows(node, environment)
    )


def offered_of(node: InstanceNode, environment: Environment, texts: Texts, language: str) -> Sequence[Choice]:
    """The same; those of a long table are made when they are asked for, and can be searched."""
    return _long(node, environment, language) or choices_of(node, environment, texts, language)


def values_of(node: InstanceNode, environment: Environment) -> set[str]:
    """The values alone."""
    question = node.definition.question
    if question is None:
        return set()
    found = {choice.value for choice in question.choices}
    columns = question.columns
    if columns is None:
        return found
    read = _texts(node, environment, (columns.value,))
    if read is not None:
        found.update(value for (value,) in read)
    else:
        found.update(
            to_string(columns.value(Context(row, environment, node))) for row in _rows(node, environment)
        )
    return found


def geometries_of(node: InstanceNode, environment: Environment) -> dict[str, str]:
    """The geometry of the choices that carry one, by value. See https://docs.getodk.org/form-question-types/#select-one-from-map-widget."""
    columns = node.definition.question.columns if node.definition.question is not None else None
    if columns is None:
        return {}
    read = _texts(node, environment, (columns.value, Column("geometry")))
    pairs = read if read is not None else _pairs(columns, node, environment)
    return {value: geometry for value, geometry in pairs if geometry}


def _pairs(
    columns: ItemsetColumns, node: InstanceNode, environment: Environment
) -> Iterator[tuple[str, str]]:
    geometry = Column("geometry")
    for row in _rows(node, environment):
        yield to_string(columns.value(Context(row, environment, node))), geometry.of(row)


def still_chosen(node: InstanceNode, text: str, environment: Environment) -> str:
    """A value of the node without choices that are no longer offered."""
    offered = values_of(node, environment)
    control = node.definition.control
    if control is not None and control.control == "select1":
        return text if text in offered else ""
    return " ".join(value for value in text.split() if value in offered)


def _rows(node: InstanceNode, environment: Environment) -> Sequence[Node]:
    """The rows of the list that pass the filter."""
    question = node.definition.question
    if question is None or question.itemset is None:
        return ()
    found = question.itemset.expression.closure(Context(node, environment))
    if not isinstance(found, Nodes):
        return ()
    environment.patience.spend(OFFERED * len(found))
    return found


def _texts(
    node: InstanceNode, environment: Environment, columns: Sequence[Closure], without: Sequence[str] = ()
) -> Iterable[tuple[str, ...]] | None:
    """What stands in plain columns of a table's rows; None where more must be asked, or a column `without` is there."""
    asked = getattr(_closure(node), "asked", None)
    names = [column.name for column in columns if isinstance(column, Column)]
    if asked is None or len(names) < len(columns):
        return None
    if any(name in without for name in asked.source.columns() or ()):
        return None
    found: Iterable[tuple[str, ...]] | None = asked.texts(Context(node, environment), names)
    return found


def _from_table(
    columns: ItemsetColumns, node: InstanceNode, environment: Environment, language: str
) -> tuple[Choice, ...] | None:
    """Choices whose value and label stand in plain columns of a table without pictures or sounds."""
    asked = getattr(_closure(node), "asked", None)
    names = _plain_names(columns, asked, language) if asked is not None else None
    if names is None:
        return None
    read = _texts(node, environment, [Column(name) for name in names], MEDIA)
    return None if read is None else tuple([Choice(value, label, _NO_MEDIA) for value, label in read])


def _long(node: InstanceNode, environment: Environment, language: str) -> LazyChoices | None:
    """Choices that are many rows of a table without pictures or sounds."""
    question, asked = node.definition.question, getattr(_closure(node), "asked", None)
    if question is None or question.columns is None or question.choices:
        return None
    if asked is None or not asked.is_table:
        return None
    known, names = asked.source.columns(), _plain_names(question.columns, asked, language)
    if names is None or any(name not in known and not name.startswith(LABEL) for name in names):
        return None
    if any(form in known for form in MEDIA):
        return None
    conditions = asked.conditions(Context(node, environment))
    count = asked.source.count(asked.trail, conditions)
    return LazyChoices(asked.source, conditions, names, count) if count > MANY else None


def _closure(node: InstanceNode) -> Closure | None:
    """What finds the rows a question chooses from."""
    question = node.definition.question
    return question.itemset.expression.closure if question is not None and question.itemset else None


def _plain_names(columns: ItemsetColumns, asked: ListQuery, language: str) -> tuple[str, str] | None:
    """The columns of value and label, where they are columns and nothing computed."""
    value, label, text_id = columns.value, columns.label, columns.text_id
    if not isinstance(value, Column):
        return None
    if text_id is None:
        return (value.name, label.name) if isinstance(label, Column) else None
    if not isinstance(text_id, Column) or not isinstance(asked.source, FormTable):
        return None
    spoken = asked.source.label_column(text_id.name, language)
    return (value.name, spoken) if spoken is not None else None


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
    row = inner.node
    if isinstance(row, Item) and isinstance(columns.text_id, Column) and row.has_label(columns.text_id.name):
        return Choice(value, row.label(language), _NO_MEDIA)
    label = to_string(columns.label(inner)) if columns.label is not None else value
    return Choice(value, label, _media(columns, inner, texts, language))


def _media(columns: ItemsetColumns, inner: Context, texts: Texts, language: str) -> Mapping[str, str]:
    if columns.text_id is not None:
        text_id = to_string(columns.text_id(inner))
        found = {form: texts.find(text_id, language, form) for form in MEDIA}
        return {form: str(segments[0]).rpartition("/")[2] for form, segments in found.items() if segments}
    row: Node = inner.node
    return {form: row.by_name[form][0].string() for form in MEDIA if form in row.by_name}
