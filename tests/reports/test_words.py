"""Figures in words: units, hidden figures, languages."""

from __future__ import annotations

from datetime import date

import pytest

from fieldsurvey.analysis.estimates import Estimate
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.records import Indicator
from fieldsurvey.reports.findings import sentence
from fieldsurvey.reports.words import Words
from fieldsurvey.system.paths import resources
from tests.reports.survey import survey


def figure(value: float, n: int = 40, *, statistic: str = "mean", unit: str = "", decimals: int = 0, sensitive: bool = False,
           low: float | None = None, high: float | None = None, is_hidden: bool = False, is_count_small: bool = False) -> Figure:  # fmt: skip
    indicator = Indicator("x", "s", {"en": "X"}, statistic, unit=unit, decimals=decimals, sensitive=sensitive)
    return Figure(
        indicator, Estimate(value, n, low, high), n, n, is_hidden=is_hidden, is_count_small=is_count_small
    )


EN, HI = Words("en"), Words("hi")


def test_money_reads_in_lakh_and_crore() -> None:
    assert EN.value(figure(1_499_000, unit="Rs")) == "₹14.99 lakh"
    assert HI.value(figure(25_000_000, unit="Rs")) == "₹2.5 करोड़"
    assert EN.value(figure(544, unit="Rs/day")) == "₹544 a day"


def test_shares_and_ratios_read_in_percent() -> None:
    assert EN.value(figure(0.256, statistic="share", unit="%")) == "26\u00a0%"
    assert EN.value(figure(0.2215, statistic="ratio", unit="ratio", decimals=2)) == "22\u00a0%"
    assert EN.value(figure(66.4, unit="%", decimals=1)) == "66.4\u00a0%"


def test_a_hidden_figure_says_why() -> None:
    assert EN.value(figure(1, 3, is_hidden=True)) == "not shown (fewer than 5 firms)"
    assert EN.value(figure(1, 8, sensitive=True, is_hidden=True)) == "not shown (fewer than 10 firms)"
    assert (
        EN.value(figure(1, 40, statistic="total", is_hidden=True)) == "not shown (one or two firms dominate)"
    )


def test_a_small_count_is_bounded_not_told() -> None:
    few = figure(0.05, statistic="share", unit="%", is_count_small=True)
    most = figure(0.95, statistic="share", unit="%", is_count_small=True)
    assert EN.value(few) == "fewer than 5 of 40 firms"
    assert EN.value(most) == "all but fewer than 5 of 40"
    assert EN.interval(few) == ""


def test_a_bound_that_says_nothing_is_not_given() -> None:
    assert "not shown" in EN.value(figure(0.4, 8, statistic="share", unit="%", is_count_small=True))


def test_the_interval_names_its_step_once() -> None:
    assert EN.interval(figure(1e6, unit="Rs", low=635_000, high=1_366_000)) == "6.35\u2009–\u200913.66 lakh"


def test_plain_fractions_are_said_plainly() -> None:
    assert (EN.fraction(0.66), EN.fraction(0.5), EN.fraction(0.41)) == ("two thirds", "half", "41\u00a0%")


def test_dates_are_written_out() -> None:
    assert EN.date(date(2026, 3, 4)) == "4 March 2026"
    assert HI.date(date(2026, 3, 4)) == "4 मार्च 2026"


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(FieldSurveyError, match="no words for the language “fr”"):
        Words("fr")


def test_labels_follow_the_language_and_fall_back() -> None:
    assert HI.pick({"English (en)": "Wage", "Hindi (hi)": "मज़दूरी"}) == "मज़दूरी"
    assert HI.pick({"English (en)": "Wage"}) == "Wage"


def test_a_finding_is_a_sentence_in_the_readers_language() -> None:
    figures, _, _ = survey()
    assert (
        sentence(figures.by_name["udyam_registered"], EN)
        == "Two thirds of the firms surveyed are registered with Udyam."
    )
    assert (
        sentence(figures.by_name["problem_rank"], EN) == "The firms put first: Raw material; then: Finance."
    )
    assert sentence(figures.by_name["legal_form"], HI).startswith("सबसे आम")


def test_what_may_not_be_shown_makes_no_sentence() -> None:
    figures, _, _ = survey()
    assert sentence(figures.by_name["bribes"], EN) == ""
    assert sentence(None, EN) == ""


@pytest.mark.parametrize("language", ["hi", "kn"])
@pytest.mark.parametrize("kind", ["words", "findings"])
def test_every_language_fills_the_same_places(kind: str, language: str) -> None:
    import string
    import tomllib

    def flat(path: str) -> dict[str, str]:
        raw = tomllib.loads((resources() / "reports" / path).read_text("utf-8"))
        return {
            f"{a}.{b}": t
            for a, part in raw.items()
            for b, t in (part.items() if isinstance(part, dict) else [("", part)])
        }

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, other = flat(f"{kind}.en.toml"), flat(f"{kind}.{language}.toml")
    assert set(other) <= set(english)
    assert {
        key: places(text) - places(english[key])
        for key, text in other.items()
        if places(text) - places(english[key])
    } == {}
