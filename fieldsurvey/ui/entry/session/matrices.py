"""Which neighbouring questions are one matrix: each chooses one from the same short list, so they are rows and the choices columns. It draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.xforms import BodyControl, BodyElement, FormEntry

_FEWEST_ROWS = 3
_MOST_CHOICES = 7
JOINED = ("", "minimal", "likert")
"""Appearances that save room or ask for one line, which a matrix does better. Any other says how a question is to look, and is kept to."""


def matrices(
    entry: FormEntry, elements: Sequence[tuple[str, BodyElement | None]]
) -> Iterator[tuple[str, ...]]:
    """The refs of each matrix among what stands one under the other; None is a heading between."""
    for key, run in groupby(elements, lambda one: _list_of(entry, *one)):
        refs = tuple(ref for ref, _element in run)
        if key and len(refs) >= _FEWEST_ROWS:
            yield refs


def _list_of(entry: FormEntry, ref: str, element: BodyElement | None) -> tuple[object, ...]:
    """What rows of one matrix have in common; () for what is no row of any."""
    if not isinstance(element, BodyControl) or element.control != "select1":
        return ()
    node = entry.form.node(POSITION.sub("", ref))
    if element.appearance not in JOINED or node is None or node.question is None:
        return ()
    prompt = entry.prompt(ref)
    if prompt.media or prompt.guidance or not 1 < len(prompt.choices) <= _MOST_CHOICES:
        return ()
    if any(choice.media for choice in prompt.choices):
        return ()
    itemset = node.question.itemset
    if itemset is None:
        return (element.appearance, node.question.choices)
    listed = itemset.expression.text
    if "[" in listed or "randomize(" in listed:
        return ()  # each question may be offered others, or in another order
    return (element.appearance, listed)
