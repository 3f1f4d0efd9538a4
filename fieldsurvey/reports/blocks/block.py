"""What a block is: its name in templates, the keys it takes, and the function that makes nodes from figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldsurvey.messages import Message
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.document import Node


class Takes(StrEnum):
    """What a key's value must be."""

    INDICATOR = "indicator"
    INDICATORS = "indicators"
    SECTIONS = "sections"
    QUESTION = "question"
    QUESTIONS = "questions"
    REPEAT = "repeat"
    FIELD = "field"
    YES_NO = "yes or no"

    @property
    def is_list(self) -> bool:
        """Whether it is a list of names."""
        return self in (Takes.INDICATORS, Takes.SECTIONS, Takes.QUESTIONS)


WANTED = {
    Takes.INDICATOR: Message("template.an-indicator"),
    Takes.INDICATORS: Message("template.indicators"),
    Takes.SECTIONS: Message("template.sections"),
    Takes.QUESTION: Message("template.a-question"),
    Takes.QUESTIONS: Message("template.questions"),
    Takes.REPEAT: Message("template.a-repeat"),
    Takes.FIELD: Message("template.a-field"),
    Takes.YES_NO: Message("template.yes-no"),
}
"""What a key's value must be, as a complaint says it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a block in a template."""

    name: str
    takes: Takes
    is_required: bool = True
    exactly: int = 0
    """How many names a list must have; 0 for one or more."""

    @property
    def wanted(self) -> Message:
        """What must stand there, as a complaint says it."""
        wanted = WANTED[self.takes]
        return Message("template.exactly", wanted=wanted, count=self.exactly) if self.exactly else wanted


@dataclass(frozen=True, slots=True)
class Given:
    """What a template gives to one block, checked against its keys, and the chapter it stands in."""

    keys: Mapping[str, Any]
    chapter: str = ""
    what: str = ""
    """What the agent is to write in the chapter."""
    charted: frozenset[str] = frozenset()
    """Indicators whose sentence will stand over their own chart in the same chapter."""

    def name(self, key: str) -> str:
        """The name under this key, "" where it was left out."""
        return str(self.keys.get(key, ""))

    def names(self, key: str) -> tuple[str, ...]:
        """The names under this key."""
        return tuple(self.keys.get(key, ()))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """The yes or no under this key."""
        return bool(self.keys.get(key, default))


Maker = Callable[[Brief, Given], list[Node]]


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of block."""

    name: str
    make: Maker
    """Gives no node when there is nothing that may be shown."""
    keys: tuple[Key, ...] = ()
    has_one_unit: bool = False
    """Its indicators stand on one scale, so they must share a unit."""
