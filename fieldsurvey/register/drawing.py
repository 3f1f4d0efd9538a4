"""What a draw must be before it is made, and the cases it makes."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import Case, CaseRole, Firm
from fieldsurvey.records.design import Method, Stratum


def check(strata: Sequence[Stratum], nowhere: Sequence[Firm]) -> None:
    """Raise RegisterError where a draw cannot be what it says. `nowhere`: firms that belong to no stratum, or to more than one."""
    if not strata:
        raise RegisterError("sample.no-strata")
    if nowhere:
        numbers = ", ".join(f"{firm.number:04d}" for firm in nowhere[:5])
        raise RegisterError("sample.nowhere", n=len(nowhere), firms=numbers)
    for one in strata:
        _check_size(one)


def _check_size(one: Stratum) -> None:
    if not one.population:
        raise RegisterError("sample.empty-stratum", stratum=one.name)
    if not one.method.is_by_chance:
        raise RegisterError("sample.not-by-chance", stratum=one.name)
    if one.drawn > one.population:
        raise RegisterError(
            "sample.more-than-there-are", stratum=one.name, drawn=one.drawn, firms=one.population
        )
    if one.drawn < 1:
        raise RegisterError("sample.none-of-stratum", stratum=one.name)
    if one.method is Method.CENSUS and one.drawn != one.population:
        raise RegisterError("sample.census-of-some", stratum=one.name, firms=one.population)


def cases_of(stratum: Stratum, drawn: Sequence[Firm], round_key: str) -> list[Case]:
    """The first n_h are asked, the others wait in the reserve, in the order they were drawn."""
    return [
        Case(
            firm.id,
            round_key,
            CaseRole.DRAWN if number <= stratum.drawn else CaseRole.RESERVE,
            stratum.name,
            number,
        )
        for number, firm in enumerate(drawn, start=1)
    ]
