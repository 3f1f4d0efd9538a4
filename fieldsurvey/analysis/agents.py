"""Agents beside one another: how the interviews of each spread, and what stands apart with one of them. Pure.

An agent is compared with all others together, by ranks, where both have ten interviews or more: so one long interview
makes nobody slow, and who asked the larger firms is not apart before it is more than chance gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from fieldsurvey.analysis import measures
from fieldsurvey.analysis.field_facts import Facts
from fieldsurvey.analysis.measures import Measure, said
from fieldsurvey.analysis.spreads import FEWEST, Spread, rank_scores
from fieldsurvey.messages import N_, Message
from fieldsurvey.numbers import length
from fieldsurvey.records import AgentProfile, Flag, TypicalRange

RULE = "enumerator"
_APART = 4.0
"""Standard deviations of chance; one in 16,000."""


Said = str | Message
Tell = Callable[[str, Said, Said], Message]
"""(agent, the agent's median, that of the others) -> the sentence."""


@dataclass(frozen=True, slots=True)
class AgentMeasure:
    """One measure by which agents are compared."""

    name: str
    words: str
    """What it is called, in English; to be translated where it is shown."""
    of: Measure
    tell: Tell
    say: Callable[[float], Said] = said


MEASURES: tuple[AgentMeasure, ...] = (
    AgentMeasure(
        "minutes",
        N_("Minutes"),
        measures.minutes,
        lambda agent, own, usual: Message("flag.agent-minutes", agent=agent, value=own, median=usual),
    ),
    AgentMeasure(
        "dont-know",
        N_("Don’t know, %"),
        measures.unknown,
        lambda agent, own, usual: Message("flag.agent-dont-know", agent=agent, value=own, median=usual),
    ),
    AgentMeasure(
        "skipped",
        N_("Left empty, %"),
        measures.skipped,
        lambda agent, own, usual: Message("flag.agent-skipped", agent=agent, value=own, median=usual),
    ),
    AgentMeasure(
        "other",
        N_("“Other”, %"),
        measures.other,
        lambda agent, own, usual: Message("flag.agent-other", agent=agent, value=own, median=usual),
    ),
    AgentMeasure(
        "heaping",
        N_("Ends in 0 or 5, %"),
        measures.heaped,
        lambda agent, own, usual: Message("flag.agent-heaping", agent=agent, value=own, median=usual),
    ),
    AgentMeasure(
        "from-firm",
        N_("From the firm"),
        measures.from_firm,
        lambda agent, own, usual: Message("flag.agent-from-firm", agent=agent, value=own, median=usual),
        length,
    ),
)
"""To compare agents by more: a line here, and its sentence in the catalogue."""


def profiles(facts: Sequence[Facts]) -> list[AgentProfile]:
    """All interviews together, then those of each agent by name; those nobody is named for count among all."""
    values = {one.name: [(f.agent, v) for f in facts if (v := one.of(f)) is not None] for one in MEASURES}
    agents = sorted({one.agent for one in facts if one.agent})
    return [
        AgentProfile("", len(facts), _spreads(values, lambda _agent: True), {}),
        *(
            AgentProfile(
                name,
                sum(one.agent == name for one in facts),
                _spreads(values, name.__eq__),
                _spreads(values, name.__ne__),
            )
            for name in agents
        ),
    ]


def _spreads(
    values: Mapping[str, Iterable[tuple[str, float]]], is_wanted: Callable[[str], bool]
) -> dict[str, TypicalRange]:
    found = {name: Spread(v for agent, v in told if is_wanted(agent)) for name, told in values.items()}
    return {name: usual for name, one in found.items() if (usual := one.without(None)) is not None}


def apart(facts: Sequence[Facts], label: Callable[[str], str]) -> Iterator[Flag]:
    """What stands apart with one agent: the measures, then each number that is asked. `label` says what a question is called."""
    for one in MEASURES:
        values = ((f.agent, v) for f in facts if (v := one.of(f)) is not None)
        yield from _apart(one.name, values, one.tell, one.say)
    by_ref: dict[str, list[tuple[str, float]]] = {}
    for fact in facts:
        mine: dict[str, list[float]] = {}
        for ref, value in fact.numbers:
            mine.setdefault(ref, []).append(value)
        for ref, told_there in mine.items():
            middle = told_there[0] if len(told_there) == 1 else median(told_there)
            by_ref.setdefault(ref, []).append((fact.agent, middle))
    for ref, told in by_ref.items():
        yield from _apart(ref, told, partial(_tell_number, label(ref)), said)


def _apart(
    name: str, values: Iterable[tuple[str, float]], tell: Tell, say: Callable[[float], Said]
) -> Iterator[Flag]:
    told = list(values)
    agents = dict.fromkeys(agent for agent, _value in told if agent)
    if len(agents) < 2:
        return
    scores = rank_scores(told)
    for agent in agents:
        if abs(scores[agent]) <= _APART:
            continue
        own = [value for one, value in told if one == agent]
        others = [value for one, value in told if one != agent]
        if min(len(own), len(others)) < FEWEST:
            continue
        usual, mine = Spread(others).without(None), Spread(own).without(None)
        if usual is not None and mine is not None and mine.median != usual.median:
            message = tell(agent, say(mine.median), say(usual.median))
            yield Flag(RULE, "", mine.median, message, name, agent, "", usual, mine)


def _tell_number(what: str, agent: str, own: Said, usual: Said) -> Message:
    return Message("flag.agent", agent=agent, what=what, value=own, median=usual)
