"""How the other firms answered the questions of one interview: quartiles for numbers, how many said the same for choices. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.analysis.field_facts import Facts
from fieldsurvey.analysis.spreads import FEWEST, Spread
from fieldsurvey.records import Beside


def beside(one: Facts, everyone: Sequence[Facts]) -> dict[str, Beside]:
    """Question -> how the others of the stratum answered it, or all others where fewer than ten of them did; else nothing."""
    others = [facts for facts in everyone if facts.instance_id != one.instance_id]
    groups = (
        [(one.stratum, [facts for facts in others if facts.stratum == one.stratum])] if one.stratum else []
    )
    found: dict[str, Beside] = {}
    for stratum, group in (*groups, ("", others)):
        for ref, told in (_numbers(stratum, group) | _choices(stratum, one, group)).items():
            found.setdefault(ref, told)
    return found


def _numbers(stratum: str, group: Sequence[Facts]) -> dict[str, Beside]:
    values: dict[str, list[float]] = {}
    firms: dict[str, int] = {}
    for facts in group:
        for ref in {ref for ref, _value in facts.numbers}:
            firms[ref] = firms.get(ref, 0) + 1
        for ref, value in facts.numbers:
            values.setdefault(ref, []).append(value)
    return {
        ref: Beside(stratum, firms[ref], usual=Spread(told).without(None))
        for ref, told in values.items()
        if firms[ref] >= FEWEST
    }


def _choices(stratum: str, one: Facts, group: Sequence[Facts]) -> dict[str, Beside]:
    found = {}
    numbers = {ref for facts in (one, *group) for ref, _value in facts.numbers}
    for ref, mine in one.answers.items():
        if ref in numbers or ref not in one.chosen:
            continue
        told = [facts.answers[ref] for facts in group if ref in facts.answers]
        if len(told) >= FEWEST:
            found[ref] = Beside(stratum, len(told), same=told.count(mine))
    return found
