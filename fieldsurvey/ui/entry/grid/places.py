"""The place of an answer in words: "row 3 · Wage", for lists that lead there; and refs seen from a row."""

from __future__ import annotations

import re

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.asked import POSITION
from fieldsurvey.ui.entry.session import EntrySession

_NUMBER = re.compile(r"\[(\d+)\]")


def place_in_words(session: EntrySession, ref: str) -> str:
    """The rows a question stands in and its label; of a question in no repeat just the label."""
    rows = [_("row {n}").format(n=number) for number in _NUMBER.findall(ref)]
    return " · ".join([*rows, session.words(POSITION.sub("", ref))])


def located(generic: str, near: str) -> str:
    """A ref without positions, with those of `near` as far as both go the same way."""
    names, steps = generic.split("/"), near.split("/")
    found, together = [], True
    for place, name in enumerate(names):
        step = steps[place] if place < len(steps) else ""
        together = together and step.partition("[")[0] == name
        found.append(step if together and place < len(names) - 1 else name)
    return "/".join(found)
