"""What became of each case, how far a round is, and what each completed case stands for. An outcome is the case's, never the visit's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from fieldsurvey.records import Case, CaseRole, Outcome
from fieldsurvey.records.design import Coverage, Design, StratumCoverage
from fieldsurvey.register.sampling import response_rate

FAILED = frozenset({Outcome.REFUSED, Outcome.CLOSED, Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE})
"""Outcomes after which another firm may take the place."""


class Unknown(StrEnum):
    """What is assumed of cases never found: the strict, median and weak readings of the World Bank's Enterprise Surveys."""

    OUT = "out"
    """None is a firm of the cluster."""
    LIKE_THE_KNOWN = "like the known"
    """As many as among those that were found."""
    IN = "in"
    """All are."""


def outcome_of(
    last: Outcome | None, *, is_completed: bool = False, is_partial: bool = False
) -> Outcome | None:
    """How a case stands: by its counted interview, else by its last visit; None while nobody was there."""
    if is_completed:
        return Outcome.COMPLETED
    return Outcome.PARTIAL if is_partial else last


def asked(cases: Iterable[Case]) -> list[Case]:
    """Cases somebody is to go to: all but the reserve."""
    return [case for case in cases if case.role is not CaseRole.RESERVE]


def coverage(
    round_key: str,
    cases: Sequence[Case],
    outcomes: Mapping[str, Outcome],
    visits: int,
    populations: Mapping[str, int],
) -> Coverage:
    """How far a round is. `outcomes`: firm -> how its case stands; `populations`: stratum -> N_h."""
    replaced = {case.replaces for case in cases if case.replaces}
    counted: dict[str, Counter[Outcome | None]] = {name: Counter() for name in populations}
    failed, done = Counter[str](), Counter[str]()
    for case in asked(cases):
        outcome = outcomes.get(case.firm_id)
        if case.stratum not in counted:
            counted[case.stratum] = Counter()
        counted[case.stratum][outcome] += 1
        failed[case.stratum] += case.firm_id in replaced
        if outcome is Outcome.COMPLETED:
            done[case.agent] += 1
    told = tuple(
        _covered(name, found, populations.get(name, 0), failed[name]) for name, found in counted.items()
    )
    every = sum(counted.values(), Counter[Outcome | None]())
    whole = _covered("", every, sum(populations.values()), failed.total())
    return Coverage(round_key, told, whole, visits, dict(done))


def _covered(name: str, counted: Counter[Outcome | None], population: int, replaced: int) -> StratumCoverage:
    return StratumCoverage(
        stratum=name,
        population=population,
        drawn=counted.total(),
        completed=counted[Outcome.COMPLETED],
        partial=counted[Outcome.PARTIAL],
        refused=counted[Outcome.REFUSED],
        closed=counted[Outcome.CLOSED],
        not_found=counted[Outcome.NOT_FOUND],
        out_of_scope=counted[Outcome.OUT_OF_SCOPE],
        away=counted[Outcome.AWAY],
        to_visit=counted[None] + counted[Outcome.AWAY],
        replaced=replaced,
    )


def eligible_share(found: StratumCoverage) -> float | None:
    """e, the share of firms of the cluster among the cases of which it is known; None while it is of none.

    Eligible are completed, partial, refused and away; not eligible are closed and out of scope.
    """
    eligible = found.completed + found.partial + found.refused + found.away
    known = eligible + found.closed + found.out_of_scope
    return eligible / known if known else None


def rate(found: StratumCoverage, *, is_over: bool = False) -> float | None:
    """The response rate: completed by all that are, or are likely to be, firms of the cluster; None where nothing is known yet.

    While the fieldwork goes on, cases to visit are left out; when it is over, those that were away count as not met, and those
    nobody called at as the ones never found. AAPOR's RR3 with this e (domain.md, section 4).
    """
    e = eligible_share(found)
    if e is None:
        return None
    away, never = (found.away, found.to_visit - found.away) if is_over else (0, 0)
    return response_rate(found.completed, found.partial + found.refused, away, found.not_found + never, e)


def eligible_population(found: StratumCoverage, unknown: Unknown = Unknown.LIKE_THE_KNOWN) -> float | None:
    """N_h x e_h: the firms of the cluster the stratum stands for; None where no case is known yet.

    Cases nobody called at count with those not found.
    """
    eligible = found.completed + found.partial + found.refused + found.away
    known = eligible + found.closed + found.out_of_scope
    never = found.not_found + found.to_visit - found.away
    if not known:
        return None
    e = {
        Unknown.OUT: eligible / (known + never),
        Unknown.LIKE_THE_KNOWN: eligible / known,
        Unknown.IN: (eligible + never) / (known + never),
    }
    return found.population * e[unknown]


def weights(design: Design, found: Coverage, unknown: Unknown = Unknown.LIKE_THE_KNOWN) -> dict[str, float]:
    """Stratum -> weight of a completed case, N_h e_h / C_h; strata that were not drawn by chance, or without a completed case, have none."""
    by_chance = {one.name for one in design.strata if one.method.is_by_chance}
    result = {}
    for stratum in found.strata:
        stands_for = eligible_population(stratum, unknown)
        counted = stratum.completed + stratum.partial
        if stratum.stratum in by_chance and stands_for is not None and counted:
            result[stratum.stratum] = stands_for / counted
    return result
