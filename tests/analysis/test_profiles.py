"""Composite profiles by hand."""

from __future__ import annotations

import pytest

from fieldsurvey.analysis.estimates import Estimate
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.analysis.profiles import bounds, refusals, registration, roads
from fieldsurvey.records import Indicator, Missing


def figure(**values: float) -> Figure:
    return Figure(
        Indicator("x", "s", {}, "mean"), Estimate(None, len(values)), len(values), len(values), values=values
    )


def test_firms_stand_on_both_axes() -> None:
    found = roads(figure(a=0.8, b=0.2, c=0.6), figure(a=0.1, b=0.9, c=0.7, d=1))
    assert found is not None
    assert found.points == ((0.1, 0.8), (0.9, 0.2), (0.7, 0.6))
    assert (found.nearer_high, found.nearer_low) == (1, 1)
    assert found.mean == pytest.approx((17 / 30, 16 / 30))


def test_no_firm_on_both_axes_no_picture() -> None:
    assert roads(figure(a=1), figure(b=1)) is None


def test_refusals_bound_the_mean_from_both_sides() -> None:
    found = bounds(figure(a=40, b=60), refused=2)
    assert found is not None
    assert (found.low, found.high, found.asked) == (25, 75, 4)


def test_refusals_are_those_who_did_not_take_the_module() -> None:
    assert refusals([{"c": "no"}, {"c": "yes"}, {"c": Missing.REFUSED}, {}], "c") == 2


def test_exempt_firms_stand_apart_and_small_cells_are_hidden() -> None:
    rows = [
        {"gst": state} for state in ["registered"] * 20 + ["exempt"] * 15 + ["required_not_registered"] * 3
    ]
    found = registration(rows, "gst")
    assert found == {"registered": 20, "exempt": None, "required_not_registered": None, "unknown": 0}


def test_too_few_known_firms_say_nothing() -> None:
    assert registration([{"gst": "registered"}] * 9, "gst") is None
