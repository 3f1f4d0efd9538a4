"""A form's questions as tables need them: all that a submission may hold, with all codes, whatever the workbook says.

The workbook's rows say most. The definition alone knows the text typed under “other” (`or_other`), the codes of a list in a
file, and, of a form taken from a server, what is calculated and filled in unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fieldsurvey.records import MISSING_NUMBERS, Choice, Question, Questionnaire, Texts
from fieldsurvey.xforms import BodyControl, Datatype, FormDefinition
from fieldsurvey.xforms.lists.index import key_of
from fieldsurvey.xforms.lists.list_paths import Column, ListQuery
from fieldsurvey.xforms.parse.node_definition import Node, Text
from fieldsurvey.xforms.xpath.nodes import Node as Row

MOST_CODES = 5_000
"""Rows of a list up to which all its codes are listed; of a longer one those that were used."""
_TYPE_OF_CONTROL = {
    "select": "select_multiple",
    "select1": "select_one",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
_TYPE_OF_DATATYPE = {
    Datatype.STRING: "text",
    Datatype.INT: "integer",
    Datatype.LONG: "integer",
    Datatype.DATETIME: "datetime",
    Datatype.BINARY: "file",
}
_MEDIA = ("image", "audio", "video")
_PRELOADED = {"start": "start", "end": "end", "today": "today"}
_FILLED_IN = "metadata"
"""What the laptop or the person at it is called: phonenumber, deviceid and the like that no question asks."""
_SELECTS = ("select", "select1", "rank")
_NUMBERS = ("integer", "decimal", "range")
_EXACTLY = re.compile(r"\.\s*=\s*['\"]?(-9[89])\b")
"""A constraint that names a code: `. >= 0 or . = -98`."""
_ONLY_HERE = frozenset(
    {"calculate", "note", "hidden", "audit", "acknowledge", "xml-external", "csv-external"}
)
"""Types the definition does not tell apart as well as the workbook does."""


@dataclass(frozen=True, slots=True)
class LongList:
    """A list too long to be listed whole."""

    query: ListQuery
    value: Column
    words: Callable[[Row], Texts]
    """The label of a row, per language."""

    def every_choice(self) -> Iterator[Choice]:
        """All that stand in it, in its order."""
        for row in self.query.source.where(self.query.trail, ()):
            yield Choice(self.value.of(row), self.words(row))

    def choices(self, codes: Iterable[str]) -> Iterator[Choice]:
        """Those of these codes that stand in it."""
        for code in codes:
            conditions = ((self.value.name, key_of(code)),)
            row = next(iter(self.query.source.where(self.query.trail, conditions)), None)
            if row is not None:
                yield Choice(code, self.words(row) or {"default": code})


def completed(questionnaire: Questionnaire, form: FormDefinition) -> Questionnaire:
    """The questionnaire with every answer its submissions may hold as a question, in the order of the form."""
    known = {question.ref: question for question in questionnaire.questions}
    found: list[Question] = []
    for node in form.root.walk():
        question = known.get(node.ref)
        if question is not None:
            found.append(_completed(question, form, node))
        elif _is_answer(node, known):
            found.append(_unlisted(form, node))
    listed = {question.ref for question in found}
    rest = (question for question in questionnaire.questions if question.ref not in listed)
    return replace(questionnaire, questions=(*found, *rest))


def long_lists(form: FormDefinition) -> dict[str, LongList]:
    """Ref of each question whose list is too long to be listed whole."""
    return {
        node.ref: made
        for node in form.root.walk()
        if (made := choice_list(form, node)) is not None and _is_long(made)
    }


def type_of(control: BodyControl, node: Node) -> str:
    """The XLSForm type that makes such a control and bind."""
    if control.control == "upload":
        kind = control.parameters.get("mediatype", "").partition("/")[0]
        return kind if kind in _MEDIA else "file"
    if control.control == "input" and node.is_note:
        return "note"
    return _TYPE_OF_CONTROL.get(control.control) or _TYPE_OF_DATATYPE.get(node.datatype, node.datatype)


def _completed(question: Question, form: FormDefinition, node: Node) -> Question:
    kind = question.type
    if kind not in _ONLY_HERE and node.control is not None:
        kind = _plainly(kind, type_of(node.control, node))
    listed = {choice.name for choice in question.choices}
    more = tuple(choice for choice in _choices(form, node) if choice.name not in listed)
    missing = question.missing or accepted_missing(kind, node)
    return replace(question, type=kind, choices=(*question.choices, *more), missing=missing)


def accepted_missing(kind: str, node: Node) -> tuple[str, ...]:
    """The missing answers that a constraint lets pass by their codes: all that the definition tells of the column `missing`."""
    if kind not in _NUMBERS or node.constraint is None:
        return ()
    accepted = _EXACTLY.findall(node.constraint.expression.text)
    return tuple(kind.value for code, kind in MISSING_NUMBERS.items() if code in accepted)


def _plainly(said: str, defined: str) -> str:
    """The workbook's word where it says more than the definition (barcode, select_one_from_file); else the definition's."""
    if defined in ("text", "note", "file") or said.startswith(defined):
        return said if said not in ("string", "photo") else {"string": "text", "photo": "image"}[said]
    return said if (said, defined) in (("range", "integer"), ("range", "decimal")) else defined


def _is_answer(node: Node, known: Mapping[str, Question]) -> bool:
    """A leaf that holds an answer: not what the tables' keys are made of, nor what a server keeps its books by."""
    if not node.is_leaf or node.is_attribute or node.parent is None:
        return False
    above = node.chain()[:-1]
    if any(part.ref in known for part in above):
        return False
    if any(_keeps_books(part) for part in above):
        return _local(node) == "instanceName" and node.parent.parent is above[0]
    return node.holds_answer or node.is_note


def _keeps_books(node: Node) -> bool:
    """What a server keeps its books by: the form's `meta`, or that of an entity; a group of people may be called so too."""
    if _local(node) != "meta" or node.parent is None:
        return False
    return node.parent.parent is None or any(_local(child) == "entity" for child in node.children.values())


def _local(node: Node) -> str:
    return node.name.rpartition(":")[2]


def _unlisted(form: FormDefinition, node: Node) -> Question:
    languages = form.languages or ("",)
    text = node.question.label if node.question is not None else None
    repeat = next((above.ref for above in reversed(node.chain()[:-1]) if above.is_repeat), "")
    label: Texts = {one or "default": form.words(text, one) for one in languages} if text else {}
    return Question(
        ref=node.ref,
        name=node.name.rpartition(":")[2],
        type=_type_unlisted(node),
        label=label,
        choices=tuple(_choices(form, node)),
        missing=accepted_missing(_type_unlisted(node), node),
        relevant=node.relevant.expression.text if node.relevant is not None else "",
        calculation=node.calculate.expression.text if node.calculate is not None else "",
        repeat=repeat,
    )


def _type_unlisted(node: Node) -> str:
    if node.control is not None:
        return type_of(node.control, node)
    if node.name.rpartition(":")[2] == "instanceName":
        return _FILLED_IN
    if node.preload:
        params = node.preload_params
        return _PRELOADED.get(params) or (params if node.preload == "property" and params else _FILLED_IN)
    if node.calculate is not None:
        return "calculate"
    return _TYPE_OF_DATATYPE.get(node.datatype, node.datatype)


def _choices(form: FormDefinition, node: Node) -> Iterator[Choice]:
    """Every code of the question's list, whatever filters it."""
    if node.control is None or node.control.control not in _SELECTS or node.question is None:
        return
    for choice in node.question.choices:
        yield Choice(choice.value, _texts(form, choice.label))
    made = choice_list(form, node)
    if made is None or _is_long(made):
        return
    yield from made.every_choice()


def choice_list(form: FormDefinition, node: Node) -> LongList | None:
    """The list a question chooses from, where it is one and not what was answered elsewhere."""
    question = node.question
    if question is None or question.itemset is None or question.columns is None:
        return None
    query = getattr(question.itemset.expression.closure, "asked", None)
    value, label, text_id = question.columns.value, question.columns.label, question.columns.text_id
    if not isinstance(query, ListQuery) or not isinstance(value, Column):
        return None
    language = form.default_language or "default"

    def words(row: Row) -> Texts:
        if isinstance(text_id, Column):
            return _texts(form, Text(text_id=text_id.of(row)))
        return {language: label.of(row)} if isinstance(label, Column) else {}

    return LongList(query, value, words)


def _is_long(made: LongList) -> bool:
    return made.query.source.count(made.query.trail, ()) > MOST_CODES


def _texts(form: FormDefinition, text: Text | None) -> Texts:
    return {one or "default": form.words(text, one) for one in form.languages or ("",)} if text else {}
