"""Keep what belongs together on one page: a heading never stands without the first lines of what it heads."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, Indenter, KeepTogether, NotAtTopPageBreak

from fieldsurvey.reports.pdf.drawing import DrawingFlow
from fieldsurvey.reports.pdf.paragraphs import Text
from fieldsurvey.reports.pdf.style import COLUMN, PAGE_HEIGHT
from fieldsurvey.reports.pdf.tables import Grid

_WITH_HEADING = 260.0
"""The tallest chart that pulls its heading to the next page."""
_LINES_WITH_HEADING = 64.0
"""How much of a paragraph stands under its heading."""


def kept_together(story: Sequence[Flowable]) -> list[Flowable]:
    """The story with a page break offered before each heading whose first lines of content would not fit under it."""
    found: list[Flowable] = []
    for number, flowable in enumerate(story):
        is_head = isinstance(flowable, Text) and flowable.style.keep_with_next
        if is_head and not (number and _is_heading(story[number - 1])):
            found.append(CondPageBreak(_room(story[number : number + 5])))
        found.append(flowable)
    return found


def _is_heading(flowable: Flowable) -> bool:
    return isinstance(flowable, Text) and flowable.style.keep_with_next


def _room(following: Sequence[Flowable]) -> float:
    """Height of a heading, the headings right under it, and as much of what follows as should stand with them."""
    room = 0.0
    for flowable in following:
        if isinstance(flowable, NotAtTopPageBreak):
            return room
        if isinstance(flowable, Indenter):
            continue
        height = _height(flowable)
        room += flowable.getSpaceBefore()
        if not _is_heading(flowable):
            return room + min(height, _kept_with_heading(flowable))
        room += height + flowable.getSpaceAfter()
    return room


def _kept_with_heading(flowable: Flowable) -> float:
    if isinstance(flowable, Grid):
        return flowable.least_height() + 2
    return _WITH_HEADING if isinstance(flowable, KeepTogether | DrawingFlow) else _LINES_WITH_HEADING


def _height(flowable: Flowable) -> float:
    if isinstance(flowable, KeepTogether):
        return sum(_height(part) + part.getSpaceBefore() for part in flowable._content)  # type: ignore[attr-defined]
    return flowable.wrap(COLUMN, PAGE_HEIGHT)[1]
