"""What the quality checks look at in one interview, gathered from its rows in one reading; and the geography of it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from fieldsurvey.interviews.columns import Level
from fieldsurvey.records import MISSING_NUMBERS, Interview, Missing, Row, Value
from fieldsurvey.xforms import time_by_node, time_spent

Place = tuple[float, float]
"""Latitude and longitude in degrees."""
_NUMBERS = ("integer", "decimal", "range")
AGENT = ("interviewer", "enumerator", "agent", "surveyor", "username")
"""Names of questions that say who asked, where the settings do not."""
_OTHER = re.compile(r"(.*_)?other(s|_specify)?|-?96")
_SAYS_NOTHING = ("start", "end", "today", "calculate", "deviceid", "username", "audit", "metadata", "image")
_EARTH_M = 6_371_000
_LEAST_LINE = 5
"""Neighbouring questions of one list, below which the same answer to all says nothing."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of an interview beside its answers."""

    audit: str = ""
    """Its log of times."""
    is_corrected: bool = False
    """Finalised more than once: by the clock it lasts from its beginning to its last correction."""
    stratum: str = ""
    firm_place: Place | None = None
    checks_kept: int = 0
    hidden: tuple[str, ...] = ()
    """Sections the respondent answered alone: what was said there is not looked at."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One interview as the rules see it."""

    instance_id: str
    firm: str
    agent: str
    stratum: str
    version: str
    begun: datetime
    minutes: float | None
    """On screen; by the clock where nobody noted that; None where neither says anything."""
    pages: Mapping[str, float]
    """Section -> minutes."""
    numbers: tuple[tuple[str, float], ...]
    """(question, number), typed by a person; rows of repeats too."""
    asked: int
    empty: int
    unknown: int
    """Don't know, or refused."""
    selects: int
    others: int
    """Choices "other"."""
    checks_kept: int
    place: Place | None
    firm_place: Place | None
    lines: tuple[tuple[str, ...], ...]
    """Neighbouring questions of one list, as they were answered."""
    answers: Mapping[str, object] = field(default_factory=dict)
    """Question -> answer of the main table, without what is the same by nature."""
    chosen: frozenset[str] = frozenset()
    """The questions with a list to choose from."""


class Gatherer:
    """Makes facts of interviews of one form; what the tables hold is laid out once."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self._levels = levels
        main = levels[0].columns
        named = {column.question.name: column.name for column in reversed(main)}
        self._agent = next((named[name] for name in AGENT if name in named), "")
        self._places = [column.name for column in main if column.question.type == "geopoint"]
        self._chosen = frozenset(one.question.ref for one in main if one.question.type == "select_one")
        self._runs = list(_runs(levels[0]))
        self._counted = [_counted(level) for level in levels]
        self._told = [
            (column.name, column.question.ref)
            for column in main
            if column.question.type not in _SAYS_NOTHING and column.name != self._agent
        ]

    def facts(
        self, interview: Interview, rows: Iterable[tuple[int, Row]], left_empty: int, around: Around
    ) -> Facts:
        """The facts of one interview, from its rows."""
        found = list(rows)
        main = found[0][1]
        counts = _Counts()
        for number, row in found:
            counts.add(self._counted[number], row, around.hidden)
        spoken = str(main.get(self._agent) or "") if self._agent else ""
        return Facts(
            interview.instance_id,
            interview.firm,
            interview.interviewer or spoken,
            around.stratum,
            interview.form_version,
            interview.started_at,
            _minutes(interview, around),
            _by_section(around.audit),
            tuple(counts.numbers),
            counts.asked + left_empty,
            left_empty,
            counts.unknown,
            counts.selects,
            counts.others,
            around.checks_kept,
            next((place for name in self._places if (place := place_of(main[name]))), None),
            around.firm_place,
            tuple(line for run in self._runs if len(line := _said(run, main, around.hidden)) >= _LEAST_LINE),
            self._answers(main, around.hidden),
            self._chosen,
        )

    def _answers(self, row: Row, hidden: Collection[str]) -> dict[str, object]:
        if not hidden:
            return {ref: value for name, ref in self._told if (value := row[name]) is not None}
        return {
            ref: value
            for name, ref in self._told
            if (value := row[name]) is not None and not _is_hidden(ref, hidden)
        }


class _Kind(IntEnum):
    """What is counted of a question."""

    NUMBER, CHOICE, OTHER = range(3)


def _counted(level: Level) -> list[tuple[str, str, _Kind]]:
    """(column, ref, kind) of the questions that say something."""
    return [
        (
            column.name,
            column.question.ref,
            _Kind.NUMBER
            if column.question.type in _NUMBERS
            else _Kind.CHOICE
            if column.question.type.startswith("select")
            else _Kind.OTHER,
        )
        for column in level.columns
        if column.question.type not in _SAYS_NOTHING
    ]


class _Counts:
    """What is counted over all rows of an interview."""

    def __init__(self) -> None:
        self.asked = self.unknown = self.selects = self.others = 0
        self.numbers: list[tuple[str, float]] = []

    def add(self, columns: Iterable[tuple[str, str, _Kind]], row: Row, hidden: Collection[str]) -> None:
        for name, ref, kind in columns:
            value = row[name]
            if value is None:
                continue
            self.asked += 1
            if isinstance(value, Missing):
                self.unknown += 1
            elif kind is _Kind.NUMBER:
                if str(value) in MISSING_NUMBERS:
                    self.unknown += 1
                elif isinstance(value, int | float) and not (hidden and _is_hidden(ref, hidden)):
                    self.numbers.append((ref, float(value)))
            elif kind is _Kind.CHOICE:
                self.selects += 1
                self.others += any(map(_is_other, value if isinstance(value, tuple) else (str(value),)))


@lru_cache(maxsize=1 << 12)
def _is_other(name: str) -> bool:
    """Whether a choice says "other"."""
    return _OTHER.fullmatch(name) is not None


def _runs(level: Level) -> Iterable[list[tuple[str, str]]]:
    """(column, ref) of neighbouring questions of one list in one group."""
    run: list[tuple[str, str]] = []
    before: object = None
    for column in level.columns:
        question = column.question
        names = tuple(choice.name for choice in question.choices)
        here = (question.groups, names) if question.type == "select_one" and names else None
        if here is None or here != before:
            if len(run) >= _LEAST_LINE:
                yield run
            run = []
        if here is not None:
            run.append((column.name, question.ref))
        before = here
    if len(run) >= _LEAST_LINE:
        yield run


def _said(run: Iterable[tuple[str, str]], row: Row, hidden: Collection[str]) -> tuple[str, ...]:
    found = ((row[name], ref) for name, ref in run)
    return tuple(str(value) for value, ref in found if value is not None and not _is_hidden(ref, hidden))


def _is_hidden(ref: str, hidden: Collection[str]) -> bool:
    return bool(hidden) and any(ref == one or ref.startswith(f"{one}/") for one in hidden)


def _minutes(interview: Interview, around: Around) -> float | None:
    spent = time_spent(around.audit)
    if spent is not None:
        return spent / 60_000
    if around.is_corrected or interview.finalised_at is None:
        return None
    return max(0.0, (interview.finalised_at - interview.started_at).total_seconds() / 60)


def _by_section(audit: str) -> dict[str, float]:
    """Minutes by the outermost group."""
    found: dict[str, float] = {}
    for node, spent in time_by_node(audit).items():
        steps = node.split("/")
        if len(steps) > 2:
            section = "/".join(steps[:3])
            found[section] = found.get(section, 0.0) + spent / 60_000
    return found


def place_of(text: Value) -> Place | None:
    """Latitude and longitude of a point as ODK writes it; None for anything else."""
    steps = text.split() if isinstance(text, str) else []
    try:
        latitude, longitude = float(steps[0]), float(steps[1])
    except (ValueError, IndexError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def metres(one: Place, other: Place) -> float:
    """The way between two places over the ground (haversine)."""
    (a, b), (c, d) = (map(math.radians, place) for place in (one, other))
    part = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(part)))
