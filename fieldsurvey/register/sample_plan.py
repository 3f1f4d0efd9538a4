"""A sample while it is planned: how the frame is cut, how many are drawn of each stratum, how sure that makes it, and what is wrong with it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fieldsurvey.i18n import _
from fieldsurvey.messages import Message
from fieldsurvey.records import Firm, FirmField
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.register import sampling, strata
from fieldsurvey.register.field_words import field_word

MARGINS = (10.0, 7.5, 6.0, 5.0)
"""Half-widths of a share that are offered, points."""
BOUNDS = (5, 20)
"""Lower ends of the size classes that are proposed."""


class Way(StrEnum):
    """How firms are chosen."""

    CHANCE = "chance"
    EVERY_ONE = "every one"
    CHOSEN = "chosen"
    VOLUNTEERS = "volunteers"

    @property
    def is_drawn(self) -> bool:
        """Whether a draw is made."""
        return self in (Way.CHANCE, Way.EVERY_ONE)


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What a person chose so far."""

    way: Way = Way.CHANCE
    by: str = FirmField.WORKERS
    """Field the frame is cut by; "" for one stratum of all."""
    bounds: tuple[int, ...] = BOUNDS
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Name a stratum has by itself -> the one it was given."""
    margin: float = 7.5
    """The half-width that is wanted, points; it says how many firms, unless `firms` does."""
    firms: int = 0
    confidence: int = 90
    whole: frozenset[int] = frozenset()
    """Places (from 0) of the strata that are taken whole."""
    drawn: Mapping[int, int] = field(default_factory=dict)
    """Place of a stratum -> n, where a person said it."""
    reserve: Mapping[int, int] = field(default_factory=dict)
    seed: int = 1
    spread_over: str = FirmField.PLACE


@dataclass(frozen=True, slots=True)
class Offer:
    """A size that is offered."""

    margin: float
    firms: int
    weeks: int


@dataclass(frozen=True, slots=True)
class More:
    """How many firms more would give what the wanted size promised."""

    margin: float
    """What the plan gives, points."""
    wanted: float
    firms: int
    more: int
    added: tuple[tuple[str, int], ...]
    """Stratum -> what would be drawn of it, for those that would give more."""


def weeks(firms: int, weekly: int) -> int:
    """Whole weeks of work; a week begun for one or two firms that the others can take on is none."""
    return max(1, round(firms / max(1, weekly))) if firms else 0


def wanted(plan: SamplePlan, population: int) -> int:
    """How many firms are to be drawn in all."""
    if plan.way is Way.EVERY_ONE:
        return population
    return plan.firms or sampling.sample_size(
        population, confidence=plan.confidence, margin=plan.margin / 100
    )


def offers(population: int, confidence: int, weekly: int) -> tuple[Offer, ...]:
    """The sizes that are offered for so many firms."""
    sizes = [(m, sampling.sample_size(population, confidence=confidence, margin=m / 100)) for m in MARGINS]
    return tuple(Offer(margin, firms, weeks(firms, weekly)) for margin, firms in sizes)


def cut(plan: SamplePlan, firms: Sequence[Firm]) -> list[Stratum]:
    """The strata with their N, nothing drawn yet; firms of unknown size are one for themselves."""
    if plan.way is Way.EVERY_ONE or not plan.by:
        found = [Stratum("all")]
    elif plan.by == FirmField.WORKERS:
        found = strata.by_workers(firms, plan.bounds)
    else:
        found = strata.by_property(firms, plan.by)
    frame = strata.placed(firms, found)
    return [
        dataclasses.replace(
            one,
            name=plan.renamed.get(own_name(one, plan.bounds), own_name(one, plan.bounds)),
            population=len(frame[one.name]),
        )
        for one in found
    ]


def own_name(one: Stratum, bounds: Sequence[int]) -> str:
    """The name a stratum has as long as nobody gave it another, in the language of the window."""
    if not one.conditions:
        return _("All firms")
    condition = one.conditions[0]
    if condition.one_of == ("",):
        return _("{field}: not known").format(field=field_word(condition.field))
    if condition.one_of:
        return condition.one_of[0]
    if tuple(bounds) == BOUNDS:
        known = {0: _("Household"), BOUNDS[0]: _("Workshop"), BOUNDS[1]: _("Factory")}
        return known.get(condition.at_least or 0, "")
    return size_words(one)


def size_words(one: Stratum) -> str:
    """The size class of a stratum: "5–19 workers"; "" where it is none."""
    condition = one.conditions[0] if one.conditions else None
    if condition is None or condition.at_least is None:
        return ""
    if condition.at_most is None:
        return _("{low} workers and more").format(low=condition.at_least)
    return _("{low}–{high} workers").format(low=condition.at_least, high=condition.at_most)


def planned(
    plan: SamplePlan, firms: Sequence[Firm], parts: Sequence[Stratum] | None = None
) -> tuple[Stratum, ...]:
    """The strata as they would be drawn; `parts` is what `cut` gave for this plan and these firms, where that is known."""
    parts = cut(plan, firms) if parts is None else parts
    keys = {f"{place}": one.population for place, one in enumerate(parts)}
    whole = {f"{place}" for place in plan.whole if place < len(parts)}
    if plan.way is Way.EVERY_ONE:
        whole = set(keys)
    told = {place: n for place, n in plan.drawn.items() if place < len(parts)}
    given = sampling.allocate(wanted(plan, len(firms)), keys, take_all=frozenset(whole)) if parts else {}
    given |= {f"{place}": n for place, n in told.items() if f"{place}" not in whole}
    return tuple(
        _drawn(plan, place, one, given[f"{place}"], is_whole=f"{place}" in whole)
        for place, one in enumerate(parts)
    )


def _drawn(plan: SamplePlan, place: int, one: Stratum, drawn: int, *, is_whole: bool) -> Stratum:
    is_census = is_whole or (drawn == one.population and drawn > 0)
    by_chance = Method.SYSTEMATIC if plan.spread_over else Method.SIMPLE
    reserve = plan.reserve.get(place, sampling.reserve_of(drawn, one.population))
    return dataclasses.replace(
        one,
        method=Method.CENSUS if is_census else by_chance,
        drawn=drawn,
        reserve=0 if is_census else max(0, reserve),
    )


def more_needed(plan: SamplePlan, parts: Sequence[Stratum]) -> More | None:
    """Where taking strata whole costs precision: how many firms more would give what was promised. None where nothing is lost."""
    margin = sampling.margin_of(parts, confidence=plan.confidence)
    population = sum(one.population for one in parts)
    now = sum(one.drawn for one in parts)
    target = plan.margin / 100
    if not plan.whole or plan.drawn or margin is None or margin <= target:
        return None
    sizes = {f"{place}": one.population for place, one in enumerate(parts)}
    whole = frozenset(f"{place}" for place in plan.whole)
    for firms in range(now + 1, population + 1):
        given = sampling.allocate(firms, sizes, take_all=whole)
        tried = [dataclasses.replace(one, drawn=given[f"{place}"]) for place, one in enumerate(parts)]
        reached = sampling.margin_of(tried, confidence=plan.confidence)
        if reached is not None and reached <= target:
            added = tuple(
                (one.name, new.drawn) for one, new in zip(parts, tried, strict=True) if new.drawn > one.drawn
            )
            return More(100 * margin, plan.margin, firms, firms - now, added)
    return None


def faults(parts: Sequence[Stratum]) -> dict[int, Message]:
    """Place of a stratum -> what is wrong with it: no draw can be made while there is one of them."""
    found = {place: wrong for place, one in enumerate(parts) if (wrong := _wrong(one)) is not None}
    names = Counter(one.name.casefold() for one in parts)
    for place, one in enumerate(parts):
        if names[one.name.casefold()] > 1 or not one.name.strip():
            found.setdefault(place, Message("sample.name-twice", stratum=one.name))
    return found


def _wrong(one: Stratum) -> Message | None:
    if not one.population:
        return Message("sample.empty-stratum", stratum=one.name)
    if one.drawn > one.population:
        return Message("sample.more-than-there-are", stratum=one.name, drawn=one.drawn, firms=one.population)
    if one.drawn < 1:
        return Message("sample.none-of-stratum", stratum=one.name)
    if one.drawn + one.reserve > one.population:
        return Message("sample.reserve-too-large", stratum=one.name, left=one.population - one.drawn)
    return None


def doubts(parts: Sequence[Stratum]) -> dict[int, Message]:
    """Place of a stratum -> what should be thought of before the draw: one firm of several tells nothing of how they differ."""
    return {
        place: Message("sample.one-of-stratum", stratum=one.name)
        for place, one in enumerate(parts)
        if one.drawn == 1 and one.population > 1
    }


def fallen(
    plan: SamplePlan, parts: Sequence[Stratum], firms: Sequence[Firm], name: str = FirmField.PLACE
) -> list[tuple[str, int, int]]:
    """(place, firms drawn there, firms there), most first, as this seed would have it; none while something is wrong."""
    if faults(parts) or not firms:
        return []
    frame = strata.placed(firms, parts)
    there = Counter(firm.properties.get(name, "") for firm in firms)
    drawn: Counter[str] = Counter()
    for one in parts:
        found = sampling.draw(one, frame[one.name], plan.seed, plan.spread_over)[: one.drawn]
        drawn.update(firm.properties.get(name, "") for firm in found)
    return [(where, drawn[where], count) for where, count in there.most_common()]
