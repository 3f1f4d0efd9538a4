"""The report's own words in the reader's language, and figures put into words with it.

The words lie in `resources/reports/words.LANG.toml`; what a language lacks is said in English.
Labels of questions, choices and indicators come from the questionnaire.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from fieldsurvey.analysis.disclosure import least
from fieldsurvey.analysis.indicators import Cell, Figure
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.numbers import amount_in_words, grouped, percent
from fieldsurvey.records import Texts
from fieldsurvey.system.paths import resources

LANGUAGES = ("en", "hi", "kn")
_LAKH = 100_000


@cache
def _table(language: str) -> Mapping[str, Any]:
    path = resources() / "reports" / f"words.{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def known_language(language: str) -> str:
    """The language, where reports can be written in it. Raises FieldSurveyError otherwise, rather than to write English in silence."""
    if language not in LANGUAGES:
        raise FieldSurveyError("report.no-language", language=language, known=", ".join(LANGUAGES))
    return language


class Words:
    """One language."""

    def __init__(self, language: str) -> None:
        """Raises FieldSurveyError for a language there are no words in."""
        self.language = known_language(language)
        self._own, self._english = _table(self.language), _table("en")

    def say(self, key: str, /, **values: object) -> str:
        """The sentence or word under `section.name`, its {places} filled in."""
        found = self._find(key)
        return (found if found is not None else key.rpartition(".")[2]).format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a word."""
        return self._find(key) is not None

    def _find(self, key: str) -> str | None:
        section, _, name = key.partition(".")
        for table in (self._own, self._english):
            found = table.get(section, {}).get(name)
            if found is not None:
                return str(found)
        return None

    def pick(self, texts: Texts) -> str:
        """The text of a form in this language: keyed "Hindi (hi)" or "hi"; else the first there is."""
        for key, text in texts.items():
            if text and (key == self.language or key.endswith(f"({self.language})")):
                return text
        return next((text for text in texts.values() if text), "")

    def date(self, day: date) -> str:
        """4 March 2026."""
        return f"{day.day} {self.say(f'month.{day.month}')} {day.year}"

    def label(self, figure: Figure) -> str:
        """The indicator's name for people."""
        return self.pick(figure.indicator.label) or figure.indicator.name.replace("_", " ").capitalize()

    def cell(self, cell: Cell) -> str:
        """A choice's name for people."""
        known = f"code.{cell.code}"
        return self.pick(cell.label) or (
            self.say(known) if self.has(known) else cell.code.replace("_", " ").capitalize()
        )

    def universe(self, figure: Figure) -> str:
        """The denominator in words: "of 84 firms that export"."""
        told = self.pick(figure.indicator.universe_label)
        if told:
            return told
        return self.say("figure.of_asked") if figure.indicator.universe else self.say("figure.of_all")

    def hidden(self, figure: Figure) -> str:
        """Why a figure is not there."""
        if figure.n < least(figure.indicator.sensitive):
            return self.say("figure.hidden", least=least(figure.indicator.sensitive))
        return self.say("figure.dominated")

    def value(self, figure: Figure) -> str:
        """The estimate as printed, with its unit; or why it is not shown."""
        if figure.is_hidden:
            return self.hidden(figure)
        if figure.estimate.value is None:
            return self.say("figure.none")
        if figure.is_count_small:
            return self._few(figure)
        return self.amount(figure, figure.estimate.value)

    def _few(self, figure: Figure) -> str:
        fewest = least(figure.indicator.sensitive)
        yes = round((figure.estimate.value or 0) * figure.n)
        if 2 * fewest > figure.n:
            return self.say("figure.hidden", least=fewest)
        return self.say("figure.few_of" if yes < fewest else "figure.all_but", least=fewest, n=figure.n)

    def interval(self, figure: Figure) -> str:
        """The 95 % interval, "" where there is none."""
        low, high = figure.estimate.low, figure.estimate.high
        if low is None or high is None or figure.is_hidden or figure.is_count_small:
            return ""
        return spanned(self.bare(figure, low), self.bare(figure, high))

    def quartiles(self, figure: Figure) -> tuple[str, str, str]:
        """Lower quartile, median and upper quartile as printed, without unit."""
        q1, q2, q3 = figure.quartiles or (0.0, 0.0, 0.0)
        return self.bare(figure, q1), self.bare(figure, q2), self.bare(figure, q3)

    def amount(self, figure: Figure, value: float) -> str:
        """A value of this indicator with its unit; large rupees in lakh and crore."""
        indicator = figure.indicator
        if is_percent(figure):
            return percent(as_share(figure, value), _percent_decimals(figure))
        unit = indicator.unit
        if unit.startswith("Rs"):
            return self.money(value, unit, min(indicator.decimals, 1))
        bare = grouped(value, min(indicator.decimals, 2))
        if not unit:
            return bare
        return self.say(f"unit.{unit}", value=bare) if self.has(f"unit.{unit}") else f"{bare}\u00a0{unit}"

    def money(self, value: float, unit: str = "Rs", decimals: int = 0) -> str:
        """Rupees, from a lakh up in lakh and crore."""
        figures = (
            amount_in_words(round(value), self.language) if abs(value) >= _LAKH else grouped(value, decimals)
        )
        return self.say(f"unit.{unit}", value=figures) if self.has(f"unit.{unit}") else f"₹{figures}"

    def unit(self, figure: Figure) -> str:
        """The unit alone, for a column's head; "" where numbers speak for themselves."""
        if is_percent(figure):
            return "%"
        key = f"unit.{figure.indicator.unit}"
        return self.say(key, value="").strip() if self.has(key) else figure.indicator.unit

    def bare(self, figure: Figure, value: float) -> str:
        """The value without its unit, short enough for an axis or an interval."""
        if is_percent(figure):
            return grouped(as_share(figure, value) * 100, _percent_decimals(figure))
        if figure.indicator.unit.startswith("Rs") and abs(value) >= _LAKH:
            return amount_in_words(round(value), self.language)
        return grouped(value, min(figure.indicator.decimals, 2))

    def fraction(self, share: float) -> str:
        """A share as people say it: "two thirds"; in percent where no plain word is near."""
        near = {0.25: "quarter", 1 / 3: "third", 0.5: "half", 2 / 3: "two_thirds", 0.75: "three_quarters"}
        for value, name in near.items():
            if abs(share - value) <= 0.02:
                return self.say(f"fraction.{name}")
        return percent(share)


def spanned(low: str, high: str) -> str:
    """From low to high, the step of both (lakh, crore) said once."""
    step = high.partition(" ")[2]
    return f"{low.removesuffix(f' {step}') if step else low}\u2009–\u2009{high}"


def is_percent(figure: Figure) -> bool:
    """Whether the figure reads in percent; a ratio without a unit of its own does."""
    indicator = figure.indicator
    return (
        figure.statistic.is_share
        or indicator.unit == "%"
        or (figure.statistic.is_fraction and indicator.unit == "ratio")
    )


def printed_unit(figure: Figure) -> str:
    """What the figure is counted in when it is printed, the same in every language."""
    return "%" if is_percent(figure) else figure.indicator.unit


def as_share(figure: Figure, value: float) -> float:
    """The value as a share of 1: shares and ratios are, a firm's own percentage is not yet."""
    return value if figure.statistic.is_fraction else value / 100


def _percent_decimals(figure: Figure) -> int:
    """Decimals of the percentage; a ratio's are those of the ratio itself."""
    decimals = figure.indicator.decimals
    return min(1, max(0, decimals - 2) if figure.indicator.unit == "ratio" else decimals)
