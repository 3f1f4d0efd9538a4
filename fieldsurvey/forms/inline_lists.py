"""Long lists of choices that stand in the form itself: stored and indexed like files, so that the form opens as quickly as a short one.

The form is kept as it was added. Beside it lies its skeleton, in which each long list is a source that names a table, and the texts of
its choices are columns of that table. What is taken out is told in no other way: a list that holds more than plain cells, or whose
labels have values of the form or pictures in them, stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from fieldsurvey.forms import external_lists
from fieldsurvey.messages import Message
from fieldsurvey.records import Questionnaire
from fieldsurvey.store import Database, lists
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.lists.form_table import KEPT, LABEL, LACKING, TEXT_ID, FormTable
from fieldsurvey.xforms.lists.list_paths import Column
from fieldsurvey.xforms.lists.rows import MemoryRows, Rows
from fieldsurvey.xforms.xpath.nodes import read_xml

LONG = 2_000
"""Choices above which a list of the form is stored for itself: reading as many at each opening costs some 30 ms and 5 MB."""
_X = "{http://www.w3.org/2002/xforms}"
_NAMED_TEXT = re.compile(r"jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)")
BYTES_OF_ONE = 20
"""Bytes one choice takes in a form at least; a form shorter than as many choices has no long list."""


@dataclass(slots=True)
class FormList:
    """The cells of one list, and how the skeleton names it."""

    source: str
    columns: tuple[str, ...]
    cells: list[tuple[str, ...]]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.cells)


@dataclass(frozen=True, slots=True)
class Split:
    """A form in two: what is read when it is opened, and its long lists."""

    skeleton: str
    lists: tuple[FormList, ...]


def split(xform: str, among: Collection[str] = ()) -> Split | None:
    """The form without its long lists, or without those `among` it names, however short they are; None when it has none."""
    if not among and len(xform) < LONG * BYTES_OF_ONE:
        return None
    document = read_xml(xform, Message("xml.the-form"))
    model = document.find(f".//{_X}model")
    if model is None:
        return None
    texts = _Texts(model)
    named = {one or other for one, other in _NAMED_TEXT.findall(xform)}
    found: list[FormList] = []
    for instance in model.findall(f"{_X}instance")[1:]:
        is_long = instance.get("id") in among if among else len(instance) == 1 and len(instance[0]) > LONG
        made = _table(instance, texts, named) if is_long else None
        if made is not None:
            found.append(made)
            name = str(instance.get("id") or "")
            instance.clear()  # to take its one child out of the tree would take minutes
            instance.attrib.update({"id": name, "src": made.source})
    if not found:
        return None
    return Split(etree.tostring(document, encoding="unicode"), tuple(found))


def store(
    db: Database,
    study: Path,
    questionnaire: Questionnaire,
    progress: Progress = silent,
    attached: Mapping[str, Rows] | None = None,
) -> tuple[Questionnaire, dict[str, int]] | None:
    """Store the long lists of a form: what is read in its place, and source -> number of the list. None when it has none.

    `attached`: those of its files that are stored as lists, for a form that is in the study already.
    """
    made = split(questionnaire.xform)
    if made is None:
        return None
    bare, form = _bare(questionnaire, made, attached or external_lists.headers(questionnaire.media))
    compared = external_lists.compared(form, questionnaire)
    kept: dict[str, int] = {}
    for one in made.lists:
        kept[one.source] = lists.store_rows(db, study, one.source, one, progress)
        wanted = {*compared.get(one.source, ()), *_told_by(form, one)}
        lists.index(db, study, kept[one.source], wanted, external_lists.SPELLING)
    return bare, kept


def skeleton(questionnaire: Questionnaire, made: Split, stored: Mapping[str, Rows]) -> Questionnaire:
    """What is read in the place of the form; `stored` are its files that are lists."""
    return _bare(questionnaire, made, stored)[0]


def _bare(
    questionnaire: Questionnaire, made: Split, stored: Mapping[str, Rows]
) -> tuple[Questionnaire, FormDefinition]:
    bare = replace(questionnaire, xform=made.skeleton)
    headers: dict[str, Rows] = {one.source: MemoryRows(one.columns, ()) for one in made.lists}
    form = external_lists.parsed(bare, {**stored, **headers})
    return _without_choices(bare, form), form


def _told_by(form: FormDefinition, one: FormList) -> set[tuple[str, ...]]:
    """The columns by which one choice is found: its value, and its text."""
    columns: set[tuple[str, ...]] = {(TEXT_ID,)} if TEXT_ID in one.columns else set()
    for node in form.root.walk():
        value = node.question.columns.value if node.question is not None and node.question.columns else None
        if isinstance(value, Column) and list_of(form, node.ref) == one.source:
            columns.add((value.name,))
    return columns


def list_of(form: FormDefinition, ref: str) -> str:
    """The source of the long list a question chooses from; "" for every other."""
    node = form.node(ref)
    question = node.question if node is not None else None
    asked = (
        getattr(question.itemset.expression.closure, "asked", None) if question and question.itemset else None
    )
    return asked.source.file_name if asked is not None and isinstance(asked.source, FormTable) else ""


def _without_choices(questionnaire: Questionnaire, form: FormDefinition) -> Questionnaire:
    """What the list says is not said again for each question that chooses from it."""
    questions = (
        replace(one, choices=()) if one.choices and list_of(form, one.ref) else one
        for one in questionnaire.questions
    )
    return replace(questionnaire, questions=tuple(questions))


# --- taking apart


class _Texts:
    """The texts of a form by their ids, as long as nothing but words is in them."""

    def __init__(self, model: etree._Element) -> None:
        itext = model.find(f"{_X}itext")
        found = [] if itext is None else itext.findall(f"{_X}translation")
        default = [one for one in found if one.get("default") is not None][:1] or found[:1]
        ordered = [*default, *(one for one in found if one not in default)]
        self.by_language: dict[str, dict[str, etree._Element]] = {
            str(one.get("lang")): {str(text.get("id")): text for text in one.findall(f"{_X}text")}
            for one in ordered
        }

    def labels(self, text_id: str) -> tuple[str, ...] | None:
        """The text in each language; None where there is more to it."""
        told = []
        for texts in self.by_language.values():
            text = texts.get(text_id)
            words = "" if text is None else _words(text)
            if words is None:
                return None
            told.append(words)
        return tuple(told)

    def take_out(self, text_ids: set[str]) -> None:
        """They stand elsewhere now."""
        for texts in self.by_language.values():
            for text_id in text_ids & texts.keys():
                text = texts[text_id]
                parent = text.getparent()
                if parent is not None:
                    parent.remove(text)


def _words(text: etree._Element) -> str | None:
    """What a text says; None where it says it with values, pictures or sounds, or in several forms."""
    if len(text) != 1 or text[0].tag != f"{_X}value" or len(text[0]) or text[0].attrib:
        return None
    return (text[0].text or "").strip()


def _table(instance: etree._Element, texts: _Texts, named: set[str]) -> FormList | None:
    """A list as a table, its texts taken out of the form; None, and nothing is done, for one that is more than a table."""
    if instance.get("src") is not None or len(instance) != 1 or instance[0].tag != f"{_X}root":
        return None
    root = instance[0]
    if root.attrib or not all(_is_row(item) for item in root):
        return None
    columns = _columns(root)
    if columns is None:
        return None
    labels = _labels(root, texts) if TEXT_ID in columns else {}
    if labels is None:
        return None
    languages = tuple(LABEL + language for language in texts.by_language) if labels else ()
    cells = [
        (*row, lacking, *labels.get(row[columns.index(TEXT_ID)], ())) if labels else (*row, lacking)
        for row, lacking in _rows(root, columns)
    ]
    texts.take_out(labels.keys() - named)
    return FormList(f"{KEPT}{instance.get('id') or ''}", (*columns, LACKING, *languages), cells)


def _is_row(item: etree._Element) -> bool:
    """Whether an item is cells and nothing else."""
    if item.tag != f"{_X}item" or item.attrib or (item.text or "").strip():
        return False
    names = [cell.tag for cell in item]
    return len(set(names)) == len(names) and all(
        isinstance(cell.tag, str)
        and cell.tag.startswith(_X)
        and cell.prefix is None
        and not cell.attrib
        and not len(cell)
        and not (cell.tail or "").strip()
        for cell in item
    )


def _columns(root: etree._Element) -> tuple[str, ...] | None:
    """All columns in an order in which each item has its cells; None when there is no such order at hand."""
    names: dict[str, None] = {}
    for item in root:
        names.update(dict.fromkeys(_name(cell) for cell in item))
    places = {name: place for place, name in enumerate(names)}
    for item in root:
        order = [places[_name(cell)] for cell in item]
        if order != sorted(order):
            return None
    return tuple(names)


def _rows(root: etree._Element, columns: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The cells of each item, and which of them are not there."""
    for item in root:
        cells = {_name(cell): cell.text or "" for cell in item}
        gone = (str(place) for place, name in enumerate(columns) if name not in cells)
        yield tuple([cells.get(name, "") for name in columns]), " ".join(gone)


def _labels(root: etree._Element, texts: _Texts) -> Mapping[str, tuple[str, ...]] | None:
    """Id of a text -> its words in each language; None where one of them is more than words."""
    found: dict[str, tuple[str, ...]] = {}
    for item in root:
        text_id = item.findtext(f"{_X}{TEXT_ID}")
        told = texts.labels(text_id) if text_id else None
        if text_id is None or told is None:
            return None
        found[text_id] = told
    return found


def _name(cell: etree._Element) -> str:
    return str(cell.tag)[len(_X) :]
