"""The types of answers: what fits, what expressions see, what a calculation stores."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from fieldsurvey.xforms.datatypes import Datatype, canonical, datatype, fits, lexical, phone_warning, typed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-7", "int"),
        ("3.25", "decimal"),
        ("2026-02-28", "date"),
        ("10:30:00.000+05:30", "time"),
        ("12.97 77.59 0 5", "geopoint"),
    ],
)
def test_good_values_fit(text: str, kind: str) -> None:
    assert fits(text, Datatype(kind))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3.5", "int"),
        ("1,500", "decimal"),
        ("1,500", "int"),
        ("Infinity", "decimal"),
        ("NaN", "decimal"),
        ("--5", "int"),
        ("1e999", "decimal"),
        ("1e5", "int"),
        ("5 6", "int"),
        ("2026-02-30", "date"),
        ("25 o'clock", "time"),
        ("north", "geopoint"),
    ],
)
def test_bad_values_do_not_fit(text: str, kind: str) -> None:
    assert not fits(text, Datatype(kind))


def test_an_unknown_type_is_text() -> None:
    assert datatype("xsd:mystery") == Datatype.STRING


def test_a_whole_number_is_a_number_for_expressions() -> None:
    assert typed("07", Datatype.INT) == 7.0


def test_a_calculated_number_is_cut_to_a_whole_one() -> None:
    assert lexical(3.9, Datatype.INT) == "3"


def test_not_a_number_is_no_answer() -> None:
    assert lexical(float("nan"), Datatype.STRING) == ""


def test_a_moment_is_stored_as_the_day_here() -> None:
    here = timezone(timedelta(hours=-7))
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=here)
    assert lexical(moment, Datatype.DATE, here) == "2026-11-22"


def test_a_day_is_stored_as_the_moment_it_begins() -> None:
    assert lexical(date(2026, 11, 22), Datatype.DATETIME, UTC) == "2026-11-22T00:00:00.000+00:00"


def test_a_place_always_has_four_numbers() -> None:
    assert canonical("12.5 77", Datatype.GEOPOINT) == "12.5 77.0 0.0 0.0"


def test_nine_digits_reopen_on_a_phone() -> None:
    assert phone_warning("123456789", Datatype.INT) is None


def test_a_long_decimal_is_warned_of() -> None:
    assert "15 characters" in str(phone_warning("1234567.123456789", Datatype.DECIMAL))


@pytest.mark.parametrize("place", ["91 75", "-90.5 75", "15 180.5", "15 -181 0 0"])
def test_a_place_that_is_not_on_the_earth_is_none(place: str) -> None:
    assert not fits(place, Datatype.GEOPOINT)
