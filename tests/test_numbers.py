"""Numbers as India reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.numbers import amount_in_words, grouped, percent, short, with_unit
from fieldsurvey.records import Missing


def test_groups_by_thousand_then_by_hundreds() -> None:
    assert grouped(1499561) == "14,99,561"
    assert grouped(999) == "999"
    assert grouped(1000) == "1,000"
    assert grouped(100000) == "1,00,000"
    assert grouped(123456789012) == "1,23,45,67,89,012"


def test_halves_go_away_from_zero() -> None:
    assert (grouped(2.5), grouped(0.125, 2), grouped(-2.5)) == ("3", "0.13", "\u22123")


def test_zero_has_no_sign() -> None:
    assert grouped(-0.2) == "0"


def test_what_is_not_finite_is_left_blank() -> None:
    assert grouped(float("nan")) == ""


@given(st.integers(-(10**15), 10**15))
def test_grouping_loses_no_digit(value: int) -> None:
    assert int(grouped(value).replace(",", "").replace("\u2212", "-")) == value


def test_large_amounts_shorten_to_lakh_and_crore() -> None:
    assert short(1499561) == ("15", "lakh")
    assert short(1499461) == ("14.99", "lakh")
    assert short(25000000) == ("2.5", "crore")
    assert short(640) == ("640", "")


def test_an_amount_is_said_in_the_language_of_the_reader() -> None:
    assert amount_in_words(1499000, "en") == "14.99 lakh"
    assert amount_in_words(1499000, "hi") == "14.99 लाख"
    assert amount_in_words(1499000, "kn") == "14.99 ಲಕ್ಷ"
    assert amount_in_words(8200) == "8.2 thousand"
    assert amount_in_words(3 * 10**12) == "3 lakh crore"


def test_an_unknown_language_reads_english() -> None:
    assert amount_in_words(200000, "ta") == "2 lakh"


def test_a_missing_amount_says_why() -> None:
    assert amount_in_words(Missing.REFUSED) == "refused"
    assert with_unit(Missing.DONT_KNOW, "Rs", language="hi") == "पता नहीं"
    assert with_unit(None, "Rs") == ""


def test_units_follow_and_the_rupee_sign_leads() -> None:
    assert with_unit(1499561, "Rs") == "₹14,99,561"
    assert with_unit(-5, "Rs") == "\u2212₹5"
    assert with_unit(18, "workers") == "18\u00a0workers"


def test_a_share_reads_as_percent() -> None:
    assert percent(0.256) == "26\u00a0%"
