"""What was said in an interview, in words and section by section, to be read back to the respondent. No file, no SQL, no Qt.

Words come in the interview's language: call it within `i18n.speaking`. Notes, what was not answered, sections that are
sensitive throughout and those the respondent locked are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fieldsurvey.i18n import ngettext
from fieldsurvey.interviews.answer_words import AnswerWords
from fieldsurvey.records import (
    Questionnaire,
    SectionLock,
    text_in,
)
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat, FormEntry
from fieldsurvey.xforms.parse.node_definition import Node

_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer in words."""

    ref: str
    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of an inner group; its lines follow."""

    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One instance of a repeat; a cell without an answer is ""."""

    ref: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A repeat: the columns in which something was said, and the form's own figures about it."""

    ref: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: tuple[Line, ...] = ()


Item = Line | Heading | Rows


@dataclass(frozen=True, slots=True)
class Section:
    """One section in which something was said."""

    ref: str
    title: str
    """"" where the form gives it no words."""
    items: tuple[Item, ...]


def read_back(
    entry: FormEntry,
    questionnaire: Questionnaire,
    *,
    locks: Iterable[SectionLock] = (),
    plain: Callable[[str], str] = str,
    unit: Callable[[str], str] = str,
) -> tuple[Section, ...]:
    """The interview as it stands. `plain` takes Markdown out of labels, `unit` says a unit of the workbook in words."""
    return tuple(_Reader(entry, questionnaire, tuple(locks), plain, unit).sections())


class _Reader:
    def __init__(
        self,
        entry: FormEntry,
        questionnaire: Questionnaire,
        locks: tuple[SectionLock, ...],
        plain: Callable[[str], str],
        unit: Callable[[str], str],
    ) -> None:
        self._entry, self._locks = entry, locks
        self._title = questionnaire.title
        self._said = AnswerWords(entry, questionnaire, plain, unit)
        self._calculates = [node for node in entry.form.root.walk() if node.calculate is not None]

    def sections(self) -> Iterator[Section]:
        elements = self._entry.form.body
        while len(elements) == 1 and isinstance(elements[0], BodyGroup) and _groups(elements[0].children) > 1:
            elements = elements[0].children
        loose: list[BodyElement] = []
        for element in (*self._seen_through(elements), None):
            if element is not None and not isinstance(element, BodyGroup):
                loose.append(element)
                continue
            if loose:
                yield from self._section("", tuple(loose))
                loose = []
            if element is not None:
                yield from self._section(element.ref or "", element.children)

    def _seen_through(self, elements: tuple[BodyElement, ...]) -> Iterator[BodyElement]:
        """A group without words that holds groups is none to the person: what stands in it does."""
        for element in elements:
            if (
                isinstance(element, BodyGroup)
                and _groups(element.children)
                and not self._said.title(element.ref)
            ):
                yield from self._seen_through(element.children)
            else:
                yield element

    def _section(self, ref: str, elements: tuple[BodyElement, ...]) -> Iterator[Section]:
        if ref and (not self._entry.relevant(ref) or any(lock.holds(ref) for lock in self._locks)):
            return
        if self._is_sensitive(elements):
            return
        items = tuple(self._items(elements))
        if items:
            yield Section(ref, self._said.title(ref) if ref else self._title, items)

    def _is_sensitive(self, elements: tuple[BodyElement, ...]) -> bool:
        """Whether every question of a section is."""
        kinds = {
            question.disclosure
            for control in _controls(elements)
            if (question := self._said.question(control.ref)) is not None and question.type != "note"
        }
        return kinds == {"sensitive"}

    def _items(self, elements: tuple[BodyElement, ...]) -> Iterator[Item]:
        for element in elements:
            if element.ref and not self._entry.relevant(element.ref):
                continue
            if isinstance(element, BodyControl):
                yield from self._line(element)
            elif isinstance(element, BodyRepeat):
                yield from self._rows(element)
            else:
                inner = tuple(self._items(element.children))
                title = self._said.title(element.ref)
                yield from (Heading(title),) if inner and title else ()
                yield from inner

    def _line(self, control: BodyControl) -> Iterator[Line]:
        answer = self._said.answer(control, control.ref)
        if answer:
            yield Line(control.ref, self._said.label(control.ref), answer)

    # --- repeats -----------------------------------------------------------------------------------------------

    def _rows(self, repeat: BodyRepeat) -> Iterator[Rows]:
        generic = _POSITION.sub("", repeat.ref)
        columns = list(_columns(repeat.children))
        found = [
            (row, [self._cell(column, row + column.ref[len(generic) :]) for column in columns])
            for row in self._entry.instances(generic)
        ]
        said = [n for n in range(len(columns)) if any(cells[n] for _row, cells in found)]
        if not said:
            return
        first = found[0][0]
        yield Rows(
            generic,
            self._said.title(generic),
            tuple(self._said.label(first + columns[n].ref[len(generic) :]) for n in said),
            tuple(Row(row, tuple(cells[n] for n in said)) for row, cells in found if any(cells)),
            tuple(self._sums(generic)),
        )

    def _cell(self, column: BodyControl | BodyRepeat, ref: str) -> str:
        if isinstance(column, BodyControl):
            return self._said.answer(column, ref) if self._entry.relevant(ref) else ""
        number = self._entry.count(ref)
        return ngettext("1 row", "{n} rows", number) if number else ""

    def _sums(self, repeat: str) -> Iterator[Line]:
        """What the form computes, outside the repeat, from the repeat alone, and gives a label."""
        for node in self._calculates:
            question = self._said.question(node.ref)
            if question is None or question.disclosure == "sensitive" or not question.label:
                continue
            is_figure = not question.repeat and _reads_only(node, repeat) and self._entry.relevant(node.ref)
            value = self._entry.value(node.ref) if is_figure else ""
            if value.strip("0."):
                label = self._said.plain(text_in(question.label, self._entry.language))
                yield Line(repeat, label, self._said.number(value, question, is_grouped=True))


def _reads_only(node: Node, repeat: str) -> bool:
    """Whether a calculate outside a repeat reads it, and nothing else."""
    assert node.calculate is not None
    reads = {read.target.ref for read in node.calculate.expression.reads}
    is_outside = not node.ref.startswith(repeat + "/")
    return is_outside and bool(reads) and all(ref == repeat or ref.startswith(repeat + "/") for ref in reads)


def _columns(elements: tuple[BodyElement, ...]) -> Iterator[BodyControl | BodyRepeat]:
    for element in elements:
        if isinstance(element, BodyControl | BodyRepeat):
            yield element
        else:
            yield from _columns(element.children)


def _controls(elements: tuple[BodyElement, ...]) -> Iterator[BodyControl]:
    for element in elements:
        if isinstance(element, BodyControl):
            yield element
        else:
            yield from _controls(element.children)


def _groups(elements: tuple[BodyElement, ...]) -> int:
    return sum(isinstance(element, BodyGroup) for element in elements)
