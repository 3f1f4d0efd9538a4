"""Rules by date, with the check values of the domain."""

from __future__ import annotations

from datetime import date

import pytest

from fieldsurvey.analysis.rules import grant, in_force, is_required, region, size_class, table

BEFORE_2020, IN_2022, IN_2026 = date(2019, 5, 1), date(2022, 7, 1), date(2026, 2, 1)


def test_the_higher_of_the_two_classes_counts() -> None:
    assert size_class(0.5, 30, IN_2022) == "small"
    assert size_class(40, 3, IN_2022) == "medium"
    assert size_class(60, 3, IN_2022) == "large"


def test_the_limits_moved_in_2025() -> None:
    assert size_class(2.5, 10, date(2025, 3, 31)) == "small"
    assert size_class(2.5, 10, date(2025, 4, 1)) == "micro"


def test_the_act_of_2006_knew_investment_only() -> None:
    assert size_class(0.25, 9_999, BEFORE_2020) == "micro"
    assert size_class(0.26, None, BEFORE_2020) == "small"


def test_no_class_before_the_act() -> None:
    assert size_class(1, 1, date(2000, 1, 1)) is None


def test_the_factory_threshold_doubled_with_the_labour_codes() -> None:
    assert is_required("factory", "with power", 12, date(2025, 11, 20)) is True
    assert is_required("factory", "with power", 12, date(2025, 11, 21)) is False
    assert is_required("factory", "without power", 40, date(2025, 11, 21)) is True


def test_gst_is_needed_above_its_turnover() -> None:
    assert is_required("gst", "goods", 40, IN_2026) is False
    assert is_required("gst", "goods", 40.1, IN_2026) is True
    assert is_required("gst", "nothing", 1, IN_2026) is None


def test_states_lie_in_their_region() -> None:
    assert (region("Karnataka"), region(" sikkim "), region("Atlantis")) == ("South", "North-East", None)


def test_all_states_and_territories_are_listed() -> None:
    assert len(table("regions")) == 36


def test_the_facility_grant_drops_at_ten_crore_unless_read_by_slices() -> None:
    below, above = grant("facility_centre", 1000, IN_2026), grant("facility_centre", 1001, IN_2026)
    assert below is not None
    assert above is not None
    assert (below.amount, above.amount) == (700.0, pytest.approx(600.6))
    assert above.by_slices == pytest.approx(700.6)


def test_special_districts_get_more() -> None:
    found = grant("facility_centre", 1000, IN_2026, is_special=True)
    assert found is not None
    assert found.amount == 800


def test_the_older_pattern_pays_up_to_its_ceiling() -> None:
    found = grant("soft_interventions", 40, BEFORE_2020)
    assert found is not None
    assert found.amount == 18.75


def test_nothing_is_known_after_march_2026() -> None:
    assert grant("facility_centre", 1000, date(2026, 4, 1)) is None
    assert in_force("grants", date(2026, 4, 1)) == ()


def test_too_small_a_facility_gets_nothing() -> None:
    assert grant("facility_centre", 400, IN_2026) is None
