"""Repeats as a session knows them: the rows a ref stands in, those the form counts, and changes announced together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat


@dataclass(slots=True)
class PendingNotice:
    """What is announced once, when everything that belongs together is done."""

    refs: set[str] = field(default_factory=set)
    repeats: dict[str, None] = field(default_factory=dict)


def rows_around(ref: str) -> Iterator[str]:
    """The rows a ref stands in: /data/a[1]/b[2]/c is in /data/a[1] and /data/a[1]/b[2]."""
    return (ref[: found.end()] for found in POSITION.finditer(ref))


def fixed_repeats(body: Iterable[BodyElement]) -> Iterator[str]:
    """Repeats whose rows the form itself counts."""
    for element in body:
        if isinstance(element, BodyControl):
            continue
        if isinstance(element, BodyRepeat) and element.no_add_remove:
            yield element.ref
        yield from fixed_repeats(element.children)
