"""How an interview is cut into pages: a form's top groups, and long ones in parts. It draws nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from fieldsurvey.records import Question
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat, FormDefinition

_LONGEST = 40
"""Questions on one page at most, where the form leaves it to us."""
_PART = 25
"""Questions on a part of a page that is too long."""


@dataclass(frozen=True, slots=True)
class PageOutline:
    """One page: its group's ref ("" when it has none), what stands on it, and which part of a long group it is."""

    ref: str
    elements: tuple[BodyElement, ...]
    part: int = 1
    parts: int = 1


class Pages:
    """The pages of a form, in order, and on which of them a question stands."""

    def __init__(self, form: FormDefinition) -> None:
        self.all = tuple(_pages(form.body))
        self._at: dict[str, int] = {}
        for number, page in enumerate(self.all):
            for element in page.elements:
                for ref in _refs(element):
                    self._at.setdefault(ref, number)

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, number: int) -> PageOutline:
        return self.all[number]

    def first_numbers(self, questions: Iterable[Question], asked: Container[str]) -> list[int]:
        """The number of each page's first question: counted once, so that a question keeps its number."""
        counts = [0] * len(self.all)
        for question in questions:
            number = self.at(question.ref)
            is_numbered = not question.repeat and question.type != "note" and question.ref in asked
            if number is not None and is_numbered:
                counts[number] += 1
        return [1 + sum(counts[:number]) for number in range(len(counts))]

    def at(self, ref: str) -> int | None:
        """The page a question, a group or a cell stands on; for what is only computed, that of the group around it."""
        generic = POSITION.sub("", ref)
        while generic not in self._at:
            generic, slash, _name = generic.rpartition("/")
            if not generic or not slash:
                return next((n for n, page in enumerate(self.all) if page.ref == ref), None)
            around = next((n for n, page in enumerate(self.all) if page.ref == generic), None)
            if around is not None:
                return around
        return self._at[generic]


def _pages(elements: tuple[BodyElement, ...]) -> Iterator[PageOutline]:
    """Each top group is a page; questions between groups share one. A form of one group is cut at its inner groups."""
    while len(elements) == 1 and isinstance(elements[0], BodyGroup) and _groups(elements[0].children) > 1:
        elements = elements[0].children
    loose: list[BodyElement] = []
    for element in elements:
        if isinstance(element, BodyGroup):
            yield from _cut("", tuple(loose))
            loose = []
            yield from _of_group(element)
        else:
            loose.append(element)
    yield from _cut("", tuple(loose))


def _of_group(group: BodyGroup) -> Iterator[PageOutline]:
    if "field-list" in group.appearance.split():
        yield PageOutline(group.ref or "", group.children)
    else:
        yield from _cut(group.ref or "", group.children)


def _cut(ref: str, elements: tuple[BodyElement, ...]) -> Iterator[PageOutline]:
    """One page, or several where it would be too long; an inner group stays whole unless it alone is too long."""
    if not elements:
        return
    if sum(map(_length, elements)) <= _LONGEST:
        yield PageOutline(ref, elements)
        return
    pieces: list[tuple[BodyElement, ...]] = []
    piece: list[BodyElement] = []
    for element in elements:
        if piece and sum(map(_length, piece)) + _length(element) > _PART:
            pieces.append(tuple(piece))
            piece = []
        piece.append(element)
    pieces.append(tuple(piece))
    for number, part in enumerate(pieces, 1):
        yield PageOutline(ref, part, number, len(pieces))


def _length(element: BodyElement) -> int:
    """How many questions an element is long; a repeat counts as a few, for it scrolls in itself."""
    if isinstance(element, BodyControl):
        return 1
    if isinstance(element, BodyRepeat):
        return 5
    return sum(map(_length, element.children))


def _groups(elements: tuple[BodyElement, ...]) -> int:
    return sum(isinstance(element, BodyGroup) for element in elements)


def _refs(element: BodyElement) -> Iterator[str]:
    if element.ref:
        yield POSITION.sub("", element.ref)
    if not isinstance(element, BodyControl):
        for child in element.children:
            yield from _refs(child)
