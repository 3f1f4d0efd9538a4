"""The quality checks of fieldwork, under the names consultants know (high-frequency checks): one function a rule. Pure.

Each rule compares an interview with the others of its stratum where there are ten or more, else with all, else with none. What
a rule finds is no fault before somebody looked: marks are set so that a clean study raises few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from statistics import median

from fieldsurvey.analysis import agents, measures, near_duplicates
from fieldsurvey.analysis.field_facts import Facts, Place, metres
from fieldsurvey.analysis.measures import Measure, said
from fieldsurvey.analysis.spreads import FEWEST, Spread
from fieldsurvey.messages import N_, Message
from fieldsurvey.numbers import length
from fieldsurvey.records import Flag, TypicalRange

_HALF, _THIRD = 0.5, 1 / 3
_LEAST_MINUTES = 10
"""Where interviews usually take less, their length says nothing."""
_LEAST_PAGE = 1.0
_TIMES_LONG = 3
_LEAST_COUNT = 3
"""Answers of a kind below which their share says nothing."""
_FEW = 3
"""Counts that differ by less are not far from each other."""
_TWIN = 85
_LEAST_ANSWERS = 20
_FAR_M, _FAR_FROM_FIRM_M = 2_000, 500
_NIGHT = (6, 21)
"""Before the one and from the other hour on."""
_NO_CHANCE = 3.0
"""Standard deviations of chance; one in 700."""


class Direction(StrEnum):
    """Which side of the others is unusual."""

    HIGH = "high"
    LOW = "low"
    BOTH = "both"


class Field:
    """All interviews of a form, and how their measures spread, worked out once."""

    def __init__(self, facts: Sequence[Facts], labels: Mapping[str, str], versions: Sequence[str]) -> None:
        self.facts, self.versions, self._labels = facts, versions, labels
        self._spreads: dict[tuple[str, str], dict[str, Spread]] = {}
        """(measure, "stratum" or "agent") -> stratum or agent -> their values; those of all under ""."""

    def label(self, ref: str) -> str:
        """What a question or section is called."""
        return self._labels.get(ref) or ref.rpartition("/")[2]

    def compared(
        self, name: str, one: Facts, value: float, values: Sequence[tuple[Facts, float]]
    ) -> tuple[TypicalRange | None, str]:
        """(the others, among whom) for one of the values of a measure."""
        spreads = self._spread(name, "stratum", values)
        for stratum in (one.stratum, "") if one.stratum else ("",):
            found = spreads[stratum].without(value)
            if found is not None and found.firms >= FEWEST:
                return found, stratum
        return None, ""

    def own(
        self, name: str, one: Facts, value: float, values: Sequence[tuple[Facts, float]]
    ) -> TypicalRange | None:
        """The agent's other interviews, for one of the values of a measure."""
        return self._spread(name, "agent", values)[one.agent].without(value) if one.agent else None

    def _spread(self, name: str, by: str, values: Sequence[tuple[Facts, float]]) -> Mapping[str, Spread]:
        known = self._spreads.get((name, by))
        if known is None:
            groups: dict[str, list[float]] = {"": [value for _facts, value in values]}
            for facts, value in values:
                if key := facts.stratum if by == "stratum" else facts.agent:
                    groups.setdefault(key, []).append(value)
            known = {key: Spread(group) for key, group in groups.items()}
            self._spreads[name, by] = known
        return known

    def measured(self, name: str, measure: Measure) -> Iterator[Measured]:
        """Each interview that has the measure, with how the others stand; none where fewer than ten have it."""
        pairs = [(one, value) for one in self.facts if (value := measure(one)) is not None]
        for one, value in pairs:
            usual, among = self.compared(name, one, value, pairs)
            if usual is not None:
                yield Measured(one, value, usual, among, self.own(name, one, value, pairs))


@dataclass(frozen=True, slots=True)
class Measured:
    """One interview's value beside those of the others."""

    one: Facts
    value: float
    usual: TypicalRange
    among: str
    own: TypicalRange | None

    @property
    def is_high(self) -> bool:
        """Whether it lies above the others' outer fence."""
        return self.value > self.usual.high and self.usual.is_far(self.value)

    @property
    def said(self) -> str:
        """The value as a sentence says it."""
        return said(self.value)

    @property
    def median(self) -> str:
        """The median of the others as a sentence says it."""
        return said(self.usual.median)

    def flag(self, rule: str, message: Message, ref: str = "") -> Flag:
        """The flag it raises."""
        return Flag(
            *(rule, self.one.instance_id, self.value, message, ref, self.one.agent),
            *(self.among, self.usual, self.own),
        )


# --- one interview -------------------------------------------------------------------------------------------------


def short(field: Field) -> Iterator[Flag]:
    """Less than half the usual time."""
    for one in field.measured("minutes", measures.minutes):
        if one.usual.median >= _LEAST_MINUTES and one.value < _HALF * one.usual.median:
            yield one.flag("short", Message("flag.short", value=one.said, median=one.median))


def long(field: Field) -> Iterator[Flag]:
    """More than three times the usual time."""
    for one in field.measured("minutes", measures.minutes):
        if one.usual.median >= _LEAST_MINUTES and one.value > _TIMES_LONG * one.usual.median:
            yield one.flag("long", Message("flag.long", value=one.said, median=one.median))


def page(field: Field) -> Iterator[Flag]:
    """The section that was gone through fastest, where it took less than a third of the usual time."""
    fastest: dict[str, tuple[float, Flag]] = {}
    for section in dict.fromkeys(section for one in field.facts for section in one.pages):
        for one in field.measured(f"page {section}", partial(_page, section)):
            usual = one.usual.median
            if usual < _LEAST_PAGE or one.value >= _THIRD * usual:
                continue
            message = Message("flag.page", what=field.label(section), value=one.said, median=one.median)
            flag = one.flag("page", message, section)
            before = fastest.get(one.one.instance_id)
            if before is None or one.value / usual < before[0]:
                fastest[one.one.instance_id] = (one.value / usual, flag)
    yield from (flag for _share, flag in fastest.values())


def _page(section: str, one: Facts) -> float | None:
    return one.pages.get(section)


def straight_lining(field: Field) -> Iterator[Flag]:
    """All questions of a battery answered alike, where three quarters of the others tell them apart."""
    for one in field.measured("alike", measures.alike):
        if one.value == 100 and one.usual.high < 100:
            longest = max(map(len, one.one.lines))
            yield one.flag("straight-lining", Message("flag.straight-lining", n=longest))


def heaping(field: Field) -> Iterator[Flag]:
    """Numbers that end in 0 or 5: more than the inner fence of the others allows, and more than chance gives with so many numbers."""
    for one in field.measured("heaping", measures.heaped):
        number = len(measures.whole(one.one))
        by_chance = (max(one.usual.median, 20.0) * (100 - one.usual.median) / number) ** 0.5
        is_wide = one.value > one.usual.high + 1.5 * max(one.usual.high - one.usual.low, 5.0)
        if is_wide and one.value - one.usual.median > _NO_CHANCE * by_chance:
            yield one.flag("heaping", Message("flag.heaping", value=one.said, median=one.median))


def outlier(field: Field) -> Iterator[Flag]:
    """A number far outside what the others say to the same question; of the rows of a repeat the farthest.

    Nothing is compared with a zero: who has no loan says nothing of the size of loans.
    """
    by_ref: dict[str, list[tuple[Facts, float]]] = {}
    for one in field.facts:
        for ref, value in one.numbers:
            if value:
                by_ref.setdefault(ref, []).append((one, value))
    for ref, pairs in by_ref.items():
        if len({facts.instance_id for facts, _value in pairs}) > FEWEST:
            for far in _farthest(field, ref, pairs):
                yield _outlier(far, ref, field.label(ref))


def _farthest(field: Field, ref: str, pairs: Sequence[tuple[Facts, float]]) -> Iterable[Measured]:
    """Of each interview the number that is farthest from the others', where one is far."""
    found: dict[str, Measured] = {}
    known: dict[tuple[str, float], tuple[TypicalRange, str] | None] = {}
    for facts, value in pairs:
        key = facts.stratum, value
        if key not in known:
            usual, among = field.compared(ref, facts, value, pairs)
            is_far = usual is not None and usual.is_far(value) and not _is_small(value, usual)
            known[key] = (usual, among) if usual is not None and is_far else None
        far = known[key]
        if far is None:
            continue
        usual, among = far
        before = found.get(facts.instance_id)
        if before is None or abs(value - usual.median) > abs(before.value - usual.median):
            own = field.own(ref, facts, value, pairs)
            found[facts.instance_id] = Measured(facts, value, usual, among, own)
    return found.values()


def _is_small(value: float, usual: TypicalRange) -> bool:
    """Whether it is a small count beside another: two where one is usual is far as a ratio, and no wonder."""
    is_count = value == int(value) and usual.median == int(usual.median) and abs(value) < 10
    return is_count and abs(value - usual.median) < _FEW


def _outlier(one: Measured, ref: str, label: str) -> Flag:
    low, high = said(one.usual.low), said(one.usual.high)
    if one.value > one.usual.high:
        message = Message("flag.outlier-high", what=label, value=one.said, low=low, high=high)
    else:
        message = Message("flag.outlier-low", what=label, value=one.said, low=low, high=high)
    return one.flag("outlier", message, ref)


def dont_know(field: Field) -> Iterator[Flag]:
    """Many answers "don't know" or "refused"."""
    for one in field.measured("dont-know", measures.unknown):
        if one.one.unknown >= _LEAST_COUNT and one.is_high:
            yield one.flag("dont-know", Message("flag.dont-know", value=one.said, median=one.median))


def skipped(field: Field) -> Iterator[Flag]:
    """Many questions that were asked and left empty."""
    for one in field.measured("skipped", measures.skipped):
        if one.one.empty >= _LEAST_COUNT and one.is_high:
            yield one.flag("skipped", Message("flag.skipped", value=one.said, median=one.median))


def other(field: Field) -> Iterator[Flag]:
    """Many choices "other"."""
    for one in field.measured("other", measures.other):
        if one.one.others >= _LEAST_COUNT and one.is_high:
            yield one.flag("other", Message("flag.other", value=one.said, median=one.median))


def checks_kept(field: Field) -> Iterator[Flag]:
    """Many soft checks that were kept with a reason."""
    for one in field.measured("checks-kept", lambda facts: float(facts.checks_kept)):
        if one.value >= _LEAST_COUNT and one.is_high:
            yield one.flag("checks-kept", Message("flag.checks-kept", value=one.said, median=one.median))


def duplicate(field: Field) -> Iterator[Flag]:
    """Nearly the same answers as another interview."""
    enough = [one.answers if len(one.answers) >= _LEAST_ANSWERS else {} for one in field.facts]
    found = near_duplicates.twins(enough)
    twins = {
        one.instance_id: twin
        for one, twin in zip(field.facts, found, strict=True)
        if twin and twin.answers >= _LEAST_ANSWERS
    }
    usual = Spread(twin.percent for twin in twins.values()).without(None)
    for one in field.facts:
        twin = twins.get(one.instance_id)
        if twin is None or usual is None or twin.percent < _TWIN:
            continue
        like = field.facts[twin.of]
        measured = Measured(one, twin.percent, usual, "", None)
        name = like.firm or like.instance_id
        message = Message("flag.duplicate", value=measured.said, other=name, median=measured.median)
        yield measured.flag("duplicate", message, like.instance_id)


def off_firm(field: Field) -> Iterator[Flag]:
    """A position far from the firm's in the register; how far the others' are stands beside it where ten or more have both."""
    name = "from-firm"
    pairs = [(one, away) for one in field.facts if (away := measures.from_firm(one)) is not None]
    for one, away in pairs:
        if away <= _FAR_FROM_FIRM_M:
            continue
        usual, among = field.compared(name, one, away, pairs)
        own = field.own(name, one, away, pairs)
        told = Message("flag.off-firm", away=length(away))
        if usual is not None:
            told = Message("flag.off-firm-usual", away=length(away), median=length(usual.median))
        yield Flag("off-firm", one.instance_id, away, told, "", one.agent, among, usual, own)


def off_cluster(field: Field) -> Iterator[Flag]:
    """A position far from where the firms are, of an interview whose firm has none in the register."""
    places = [one.place for one in field.facts if one.place]
    middle: Place = (
        (median(place[0] for place in places), median(place[1] for place in places)) if places else (0.0, 0.0)
    )
    for far in field.measured("away", lambda facts: metres(facts.place, middle) if facts.place else None):
        if not far.one.firm_place and far.value > _FAR_M and far.is_high:
            yield far.flag("off-cluster", Message("flag.off-cluster", value=said(far.value / 1000)))


def night(field: Field) -> Iterator[Flag]:
    """Begun, or still asked, in the night, by the clock where it was."""
    first, last = _NIGHT
    for one in field.facts:
        ended = one.begun + timedelta(minutes=one.minutes or 0)
        late = next((at for at in (one.begun, ended) if not first <= at.hour < last), None)
        if late is not None:
            told = Message("flag.night", value=f"{late:%H:%M}")
            yield Flag("night", one.instance_id, late.hour + late.minute / 60, told, agent=one.agent)


def version(field: Field) -> Iterator[Flag]:
    """Filled with an older version of the form, a day or more after a newer one was in use."""
    order = {version: number for number, version in enumerate(field.versions)}
    first: dict[str, Facts] = {}
    for one in sorted(field.facts, key=lambda facts: facts.begun):
        number = order.get(one.version, -1)
        newer = [
            name
            for name, other in first.items()
            if order.get(name, -1) > number >= 0 and one.begun - other.begun >= timedelta(days=1)
        ]
        if newer:
            told = Message("flag.version", version=one.version, newer=max(newer, key=order.__getitem__))
            yield Flag("version", one.instance_id, float(number), told, agent=one.agent)
        first.setdefault(one.version, one)


# --- one agent -----------------------------------------------------------------------------------------------------


def enumerator(field: Field) -> Iterator[Flag]:
    """What stands apart with one agent, where ten or more interviews of the agent meet ten or more of the others."""
    yield from agents.apart(field.facts, field.label)


# --- the table -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its words, and which side of the others is unusual."""

    name: str
    words: str
    direction: Direction
    find: Callable[[Field], Iterator[Flag]]


RULES: tuple[Rule, ...] = (
    Rule("short", N_("Short interview"), Direction.LOW, short),
    Rule("long", N_("Long interview"), Direction.HIGH, long),
    Rule("page", N_("Fast section"), Direction.LOW, page),
    Rule("straight-lining", N_("Straight-lining"), Direction.HIGH, straight_lining),
    Rule("heaping", N_("Heaping on 0 and 5"), Direction.HIGH, heaping),
    Rule("outlier", N_("Outlier"), Direction.BOTH, outlier),
    Rule("dont-know", N_("Many “don’t know”"), Direction.HIGH, dont_know),
    Rule("skipped", N_("Many left empty"), Direction.HIGH, skipped),
    Rule("other", N_("Many “other”"), Direction.HIGH, other),
    Rule("duplicate", N_("Near-duplicate"), Direction.HIGH, duplicate),
    Rule("off-firm", N_("Position off the firm"), Direction.HIGH, off_firm),
    Rule("off-cluster", N_("Position off the cluster"), Direction.HIGH, off_cluster),
    Rule("night", N_("Asked at night"), Direction.BOTH, night),
    Rule("version", N_("Older version of the form"), Direction.LOW, version),
    Rule("checks-kept", N_("Many checks kept"), Direction.HIGH, checks_kept),
    Rule("enumerator", N_("Agent apart from the others"), Direction.BOTH, enumerator),
)
"""To add a rule: its function above, its sentence in the catalogue, and a line here."""


def flags(facts: Sequence[Facts], labels: Mapping[str, str], versions: Sequence[str] = ()) -> list[Flag]:
    """What all rules find, in the order of the table."""
    field = Field(facts, labels, versions)
    return [flag for rule in RULES for flag in rule.find(field)]
