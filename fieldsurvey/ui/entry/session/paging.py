"""How an interview is cut into pages: a form's top groups, and long ones in parts. It draws nothing."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from fieldsurvey.forms.whole_form import type_of
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat, FormDefinition

_LONGEST = 40
"""Questions on one page at most, where the form leaves it to us."""
_PART = 25
"""Questions on a part of a page that is too long."""


_NEARLY_ALL = 0.8
"""Share of a form's questions from which a group around them is a wrapper, and no section."""


@dataclass(frozen=True, slots=True)
class PageOutline:
    """One page: the group that decides whether it is asked ("" when none does), what stands on it, and where its title is found."""

    ref: str
    elements: tuple[BodyElement, ...]
    titles: tuple[str, ...] = ()
    """Refs of groups and questions; the first that has a label names the page."""
    part: int = 1
    parts: int = 1
    """How many pages have the same group, and which of them this is."""


class Pages:
    """The pages of a form, in order, and on which of them a question stands."""

    def __init__(self, form: FormDefinition) -> None:
        self.all = _numbered(_joined(form, list(_pages(form.body))))
        self._at: dict[str, int] = {}
        for number, page in enumerate(self.all):
            for element in page.elements:
                for ref in _refs(element):
                    self._at.setdefault(ref, number)
        for ref, number in list(
            self._at.items()
        ):  # groups that were seen through or cut lead to their first page
            for above in _above(ref):
                self._at.setdefault(above, number)

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


def _above(ref: str) -> Iterator[str]:
    """The refs of the groups around, without the form's root."""
    steps = ref.split("/")[1:]
    return ("/" + "/".join(steps[:depth]) for depth in range(len(steps) - 1, 1, -1))


def _numbered(pages: list[PageOutline]) -> tuple[PageOutline, ...]:
    counts, seen = Counter(page.ref for page in pages if page.ref), Counter[str]()
    found = []
    for page in pages:
        seen[page.ref] += 1
        part = (seen[page.ref], counts[page.ref]) if page.ref else (1, 1)
        found.append(dataclasses.replace(page, part=part[0], parts=part[1]))
    return tuple(found)


def _pages(elements: tuple[BodyElement, ...], around: str = "") -> Iterator[PageOutline]:
    """Each group is a page; questions between groups share one. A group that holds nearly everything is seen through.

    `around`: the group that was seen through, which still decides whether what stands in it is asked.
    """
    whole = sum(map(_length, elements))
    loose: list[BodyElement] = []
    for element in elements:
        if isinstance(element, BodyGroup):
            yield from _cut(around, tuple(loose))
            loose = []
            if _is_wrapper(element, whole):
                yield from _pages(element.children, element.ref or around)
            else:
                yield from _of_group(element, around)
        else:
            loose.append(element)
    yield from _cut(around, tuple(loose))


def _is_wrapper(group: BodyGroup, whole: int) -> bool:
    is_one_page = "field-list" in group.appearance.split() and _length(group) <= _LONGEST
    return _groups(group.children) > 1 and not is_one_page and _length(group) >= _NEARLY_ALL * whole


def _of_group(group: BodyGroup, around: str) -> Iterator[PageOutline]:
    ref = group.ref or around
    title = (group.ref,) if group.ref else ()
    if "field-list" in group.appearance.split():
        yield PageOutline(ref, group.children, (*title, *_named(group.children)))
    else:
        yield from _cut(ref, group.children, title)


def _cut(ref: str, elements: tuple[BodyElement, ...], title: tuple[str, ...] = ()) -> Iterator[PageOutline]:
    """One page, or several where it would be too long; an inner group stays whole unless it alone is too long.

    The first is called as the group is, a later one by what it begins with.
    """
    if not elements:
        return
    if sum(map(_length, elements)) <= _LONGEST:
        yield PageOutline(ref, elements, (*title, *_named(elements)))
        return
    pieces: list[tuple[BodyElement, ...]] = []
    piece: list[BodyElement] = []
    for element in elements:
        if piece and sum(map(_length, piece)) + _length(element) > _PART:
            pieces.append(tuple(piece))
            piece = []
        piece.append(element)
    pieces.append(tuple(piece))
    for part in pieces:
        own = tuple(_named(part))
        if isinstance(part[0], BodyGroup):
            yield PageOutline(ref, part, (*own, *title))
        else:
            yield PageOutline(ref, part, (*title, *own) if part is pieces[0] else (*own, *title))


def _named(elements: Iterable[BodyElement]) -> Iterator[str]:
    """Refs of what stands on a page, in order, as far as it may have a label outside a row of a repeat."""
    for element in elements:
        if element.ref:
            yield element.ref
        if isinstance(element, BodyGroup):
            yield from _named(element.children)


def _joined(form: FormDefinition, pages: list[PageOutline]) -> list[PageOutline]:
    """A page of one note stands at the head of the next, or at the foot of the last: nobody turns a page for a sentence."""
    found: list[PageOutline] = []
    waiting: tuple[BodyElement, ...] = ()
    for page in pages:
        is_one_note = len(page.elements) == 1 and _is_note(form, page.elements[0])
        if is_one_note and page is not pages[-1]:
            waiting = (*waiting, *page.elements)
        elif is_one_note and found and not waiting:
            found[-1] = dataclasses.replace(found[-1], elements=(*found[-1].elements, *page.elements))
        else:
            found.append(dataclasses.replace(page, elements=(*waiting, *page.elements)))
            waiting = ()
    return found


def _is_note(form: FormDefinition, element: BodyElement) -> bool:
    """A sentence that asks nothing and shows no answer."""
    if not isinstance(element, BodyControl):
        return False
    node = form.node(element.ref)
    return node is not None and type_of(element, node) == "note"


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
