"""How the other firms answered: quartiles of numbers, how many chose the same; in the stratum where ten of it did."""

from __future__ import annotations

from dataclasses import replace

from fieldsurvey.analysis.beside import beside
from tests.analysis.test_field_checks import firms

WAGE, LETTER = "/data/wage", "/data/letter"


def test_quartiles_and_choices_are_of_the_others_alone() -> None:
    everyone = [
        replace(
            one,
            numbers=((WAGE, 100.0 * n),),
            answers={LETTER: "no" if n < 8 else "yes"},
            chosen=frozenset({LETTER}),
        )
        for n, one in enumerate(firms(12))
    ]
    told = beside(everyone[0], everyone)
    usual = told[WAGE].usual
    assert usual is not None
    assert (told[WAGE].firms, usual.low, usual.median, usual.high) == (11, 350.0, 600.0, 850.0)
    assert (told[LETTER].same, told[LETTER].firms) == (7, 11)


def test_a_small_stratum_is_compared_with_all_and_few_firms_with_none() -> None:
    workshops = [
        replace(one, instance_id=f"w{n}", stratum="Workshop", numbers=((WAGE, 10.0),))
        for n, one in enumerate(firms(4))
    ]
    factories = [replace(one, stratum="Factory", numbers=((WAGE, 90.0),)) for one in firms(11)]
    everyone = [*workshops, *factories]
    assert (beside(workshops[0], everyone)[WAGE].stratum, beside(workshops[0], everyone)[WAGE].firms) == (
        "",
        14,
    )
    assert (beside(factories[0], everyone)[WAGE].stratum, beside(factories[0], everyone)[WAGE].firms) == (
        "Factory",
        10,
    )
    assert beside(workshops[0], workshops) == {}
