"""Which answers a question could be given: boundary values first, missing codes now and then, plain chance in between.

Candidates are proposals. Whether one is accepted, the form decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from fieldsurvey.forms.simulation.pattern import maker
from fieldsurvey.forms.simulation.plan import Ask
from fieldsurvey.records import MISSING_NUMBERS, Missing
from fieldsurvey.xforms import Datatype

_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_INDIA = ((8.0, 35.0), (69.0, 95.0))
_FIRST = ("Asha", "Bilal", "Charan", "Devika", "Elango", "Farida", "Gurpreet", "Harini")
_LAST = ("Textiles", "Brass Works", "Udyog", "and Sons", "Engineering", "Crafts")
_FILES = {"image": "photo.jpg", "audio": "sound.m4a", "video": "film.mp4"}
_WAY_IN, _FOLLOWED, _FRESH = 0.85, 0.25, 0.75
"""How often a choice is taken because questions follow from it, at a gate and elsewhere; and because it is new."""
_LONG_AGO = timedelta(days=30 * 365)
_AT_AN_EDGE = 0.4
_UNTRIED = 0.2
"""How much a way in weighs that nobody has taken yet, of all ways together."""
_STEPS = (0, 1, -1, 7, -30, 30, -365, 365, -3650)


@dataclass(frozen=True, slots=True)
class CandidateChoices:
    """The choices of a question as they stand."""

    values: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    """Those nobody near has given yet: taken first, so that few interviews try much."""
    is_gate: bool = False
    """At a gate most take a way in: interviews that end after three questions try nothing."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody answers."""

    chance: Random
    now: datetime
    reticence: float
    """How often one does not know, refuses, or leaves open what may stay open: 0 to 1."""


def manner(chance: Random, now: datetime) -> Manner:
    """Somebody: two of five tell everything, so that long calculations are tried too; one in five tells little."""
    return Manner(chance, now, chance.choice((0.0, 0.0, 0.05, 0.15, 0.4)))


def candidates(ask: Ask, offered: CandidateChoices, how: Manner) -> Iterator[str]:
    """Answers to try one after the other, without end; none when there is nothing to answer with."""
    chance = how.chance
    control, kind = ask.control.control, ask.node.datatype
    if control == "select1":
        yield from _one_of(ask, offered, how)
    elif control == "select":
        yield from _some_of(offered, how)
    elif control == "rank":
        yield from _orders(offered.values, chance)
    elif control == "trigger":
        yield from _forever("OK")
    elif control == "upload":
        media = ask.control.parameters.get("mediatype", "").partition("/")[0]
        yield from _forever(_FILES.get(media, "file.pdf"))
    elif control == "range":
        yield from _scale(ask, chance)
    elif kind in _NUMBERS:
        yield from _numbers(ask, how)
    else:
        yield from _written(ask, how)


def derived(ask: Ask, values: Sequence[str]) -> Iterator[str]:
    """Answers worked out from those its constraint looks at: equal to one, next to it, or what is missing to a sum."""
    numbers = [number for number in map(_number, values) if number is not None]
    if ask.node.datatype in (Datatype.DATE, Datatype.DATETIME):
        days = [day for day in map(_day, values) if day is not None]
        near = [day + timedelta(days=step) for step in _STEPS for day in days]
        tail = "" if ask.node.datatype is Datatype.DATE else "T12:00:00.000+00:00"
        yield from dict.fromkeys(day.date().isoformat() + tail for day in near)
        return
    if ask.node.datatype not in _NUMBERS:
        yield from dict.fromkeys(value for value in values if value)
        return
    total = sum(numbers)
    wholes = [*numbers, *ask.own.numbers, total]
    found = [
        *(limit - total for limit in ask.own.numbers),
        *wholes,
        *(one - other for one in wholes for other in numbers),
        *(number + step for number in numbers for step in (1, -1)),
    ]
    yield from dict.fromkeys(_stored(number, ask.node.datatype) for number in found)


def _forever(value: str) -> Iterator[str]:
    while True:
        yield value


# --- choices ------------------------------------------------------------------------------------------------------


def _one_of(ask: Ask, offered: CandidateChoices, how: Manner) -> Iterator[str]:
    chance, values = how.chance, offered.values
    plain = [code for code in values if code not in set(Missing)] or values
    opening = [code for code in values if ask.opens.get(code)]
    whole = sum(ask.opens[code] for code in opening)
    weights = [ask.opens[code] + _UNTRIED * whole * (code in offered.fresh) for code in opening]
    while values:
        draw = chance.random()
        if opening and draw < (_WAY_IN if offered.is_gate else _FOLLOWED):
            yield chance.choices(opening, weights)[0]
        elif offered.fresh and draw < _FRESH:
            yield chance.choice(offered.fresh)
        else:
            yield chance.choice(values if chance.random() < how.reticence else plain)


def _some_of(offered: CandidateChoices, how: Manner) -> Iterator[str]:
    """A few of the choices, in the list's order; every other one a single choice, in case only that is allowed."""
    chance, values = how.chance, offered.values
    while values:
        chosen = {chance.choice(offered.fresh or values)}
        while len(chosen) < len(values) and chance.random() < 0.5:
            chosen.add(chance.choice(values))
        yield " ".join(code for code in values if code in chosen)
        yield chance.choice(offered.fresh or values)


def _orders(offered: Sequence[str], chance: Random) -> Iterator[str]:
    while offered:
        yield " ".join(chance.sample(list(offered), len(offered)))


# --- numbers ------------------------------------------------------------------------------------------------------


def _numbers(ask: Ask, how: Manner) -> Iterator[str]:
    """Boundaries and their neighbours, a missing code where one is offered, and anything in between."""
    chance, kind = how.chance, ask.node.datatype
    missing = [code for code in MISSING_NUMBERS if _is_offered(ask, code)]
    limits = [number for number in ask.own.numbers if not _is_code(number)] + _years(ask, how.now)
    near = [number + step for number in ask.spoken.numbers if not _is_code(number) for step in _around(kind)]
    if ask.counts_rows:
        near, limits = [], [min([*limits, 0]), 6]
    while True:
        drawn = chance.random()
        if missing and chance.random() < how.reticence:
            yield chance.choice(missing)
        elif near and drawn < 0.25:
            yield _stored(chance.choice(near), kind)
        elif limits and drawn < 0.35:
            yield _stored(chance.choice(limits), kind)
        else:
            yield _stored(_between(limits, chance), kind)


def _is_code(number: float) -> bool:
    return f"{number:g}" in MISSING_NUMBERS


def _years(ask: Ask, now: datetime) -> list[float]:
    """This year, where a number is compared with the day of the interview."""
    text = ask.constraint.text if ask.constraint else ""
    return [float(now.year)] if "today()" in text or "now()" in text else []


def _around(kind: Datatype) -> tuple[float, ...]:
    return (0, 0, 1, -1, 0.5) if kind is Datatype.DECIMAL else (0, 0, 1, -1)


def _is_offered(ask: Ask, code: str) -> bool:
    return ask.question is not None and MISSING_NUMBERS[code].value in ask.question.missing


def _between(limits: Sequence[float], chance: Random) -> float:
    """A number between the smallest and the largest limit; with less than two, of any size."""
    if len(limits) > 1 and max(limits) <= 10_000:
        return chance.uniform(min(limits), max(limits))
    low, high = min([*limits, 0]), max([*limits, 0])
    size = 10 ** chance.uniform(0, 6)
    return min(low + size, high) if len(limits) > 1 else low + size


def _scale(ask: Ask, chance: Random) -> Iterator[str]:
    said = ask.control.parameters
    start, end = (_number(said.get(name, "")) or 0.0 for name in ("start", "end"))
    step = abs(_number(said.get("step", "")) or 1.0)
    steps = int(abs(end - start) / step) if end != start else 10
    sign = -1 if end < start else 1
    while True:
        yield _stored(round(start + sign * step * chance.randint(0, steps), 6), ask.node.datatype)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _stored(number: float, kind: Datatype) -> str:
    if kind is not Datatype.DECIMAL:
        return str(round(number))
    return f"{round(number, 2):g}" if abs(number) < 100_000 else str(round(number))


# --- what is written ----------------------------------------------------------------------------------------------


def _written(ask: Ask, how: Manner) -> Iterator[str]:
    chance, kind = how.chance, ask.node.datatype
    if kind in (Datatype.DATE, Datatype.DATETIME, Datatype.TIME):
        yield from _moments(ask, chance, how.now)
    elif kind is Datatype.GEOPOINT:
        while True:
            yield _point(chance)
    elif kind in (Datatype.GEOTRACE, Datatype.GEOSHAPE):
        while True:
            points = [_point(chance) for _ in range(chance.randint(3, 5))]
            yield "; ".join([*points, points[0]])
    elif kind is Datatype.BOOLEAN:
        while True:
            yield chance.choice(("true", "false"))
    else:
        yield from _texts(ask, chance)


def _point(chance: Random) -> str:
    latitude, longitude = (chance.uniform(*side) for side in _INDIA)
    return f"{latitude:.6f} {longitude:.6f} 0 0"


def _moments(ask: Ask, chance: Random, now: datetime) -> Iterator[str]:
    """Days over all that the form's limits allow, and at their edges; without limits over a generation."""
    kind = ask.node.datatype
    named = [day for day in map(_day, ask.spoken.words) if day is not None]
    limits = sorted(day for day in map(_day, ask.own.words) if day is not None)
    text = ask.constraint.text if ask.constraint else ""
    is_bound_by_today = "today()" in text or "now()" in text
    first = limits[0] if limits else now - _LONG_AGO
    last = now if is_bound_by_today or len(limits) < 2 else limits[-1]
    first, last = min(first, last), max(first, last)
    while True:
        if chance.random() < _AT_AN_EDGE:
            day = chance.choice([now, now, *named]) + timedelta(days=chance.choice(_STEPS))
        else:
            day = first + timedelta(days=chance.uniform(0, (last - first).days))
        clock = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:00.000+00:00"
        if kind is Datatype.DATE:
            yield day.date().isoformat()
        else:
            yield clock if kind is Datatype.TIME else f"{day.date().isoformat()}T{clock}"


def _day(word: str) -> datetime | None:
    try:
        return datetime.fromisoformat(word[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _texts(ask: Ask, chance: Random) -> Iterator[str]:
    """What fits the patterns, the words rules speak of, a text as long as rules say; else a name."""
    makers = [made for made in map(maker, ask.spoken.patterns) if made is not None]
    words = [word for word in ask.spoken.words if word]
    lengths = [round(number) for number in ask.own.numbers if 0 < number <= 200]
    while True:
        made = chance.choice(makers)(chance) if makers else ""
        if made and made.isprintable():  # nobody types a control character
            yield made
        if words and chance.random() < 0.4:
            yield chance.choice(words)
        if lengths:
            yield _long(chance.choice(lengths) + chance.choice((0, 0, -1, 1)), chance)
        yield _everyday(ask, chance)


def _long(length: int, chance: Random) -> str:
    letters = chance.choice(("0123456789", "abcdefghijklmnop"))
    return "".join(chance.choice(letters) for _ in range(length))


def _everyday(ask: Ask, chance: Random) -> str:
    """A name; where the constraint refuses it, the numbers and addresses forms ask for."""
    if "numbers" in ask.control.appearance.split():
        return str(chance.randint(1, 10**6))
    draw = chance.random()
    if not ask.constraint or draw < 0.4:
        return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    if draw < 0.6:
        return str(chance.randint(6, 9)) + _digits(9, chance)
    if draw < 0.7:
        return str(chance.randint(1, 8)) + _digits(5, chance)
    if draw < 0.85:
        return f"{chance.choice(_FIRST).lower()}@example.org"
    return _digits(chance.randint(1, 12), chance)


def _digits(count: int, chance: Random) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))
