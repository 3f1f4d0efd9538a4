"""What stands beside an answer in Review: the quartiles of the others in short figures, or how many said the same."""

from __future__ import annotations

import pytest

from fieldsurvey.records import Beside, TypicalRange
from fieldsurvey.ui.review.answers_table import said_beside


@pytest.mark.parametrize(
    ("quartiles", "said"),
    [
        ((1992, 1998, 2009), "1992 · 1998 · 2009"),
        ((7, 9.5, 12), "7 · 9.5 · 12"),
        ((2400, 5600, 9100), "2,400 · 5,600 · 9,100"),
    ],
    ids=["years", "small", "thousands"],
)
def test_years_have_no_comma_and_amounts_have(quartiles: tuple[float, float, float], said: str) -> None:
    low, median, high = quartiles
    assert said_beside(Beside("", 9, TypicalRange(9, low, median, high)), "") == said
