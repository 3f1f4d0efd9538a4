"""Say a figure as a sentence, in the words kept for it; silent where it may not be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from fieldsurvey.analysis.indicators import Cell, Figure, Figures
from fieldsurvey.reports.words import Words, as_share, is_percent
from fieldsurvey.system.paths import resources

UNNAMED = frozenset({"none", "other", "others", "no_change"})
"""Answers that name nothing, so cannot lead a finding."""


def sentence(figure: Figure | None, words: Words) -> str:
    """The finding of this figure; "" where there is none to tell."""
    if figure is None or not figure.is_shown or figure.is_count_small:
        return ""
    pattern = _sentences(words.language).get(figure.indicator.name) or _sentences("en").get(
        figure.indicator.name
    )
    told = _places(figure, words)
    if not told:
        return ""
    text = (pattern or words.say("chart.plain")).format(**told)
    return text[:1].upper() + text[1:]


def findings(figures: Figures, names: Sequence[str], words: Words) -> list[str]:
    """The sentences of these indicators, in order, those that can be said."""
    return [text for name in names if (text := sentence(figures.get(name), words))]


def shown_cells(figure: Figure) -> list[Cell]:
    """The cells that may be shown, none of don't know, largest first; a ranking by its points."""
    cells = [cell for cell in figure.cells if not cell.is_hidden and cell.n]
    return sorted(cells, key=lambda cell: (-cell.score, -cell.n))


def _places(figure: Figure, words: Words) -> Mapping[str, str]:
    label = words.label(figure)
    if figure.cells:
        cells = [cell for cell in shown_cells(figure) if cell.code not in UNNAMED]
        if not cells:
            return {}
        names = [words.cell(cell) for cell in cells[:3]] + [""] * 3
        return {
            "label": label, "value": _percent_of(cells[0]), "n": str(figure.n), "share": words.fraction(cells[0].share),
            "top": names[0], "second": names[1], "third": names[2], "top_value": _percent_of(cells[0]),
        }  # fmt: skip
    value = figure.estimate.value or 0.0
    share = words.fraction(as_share(figure, value)) if is_percent(figure) else words.value(figure)
    return {
        "label": label,
        "value": words.value(figure),
        "n": str(figure.n),
        "share": share,
        "top": "",
        "top_value": "",
    }


def _percent_of(cell: Cell) -> str:
    return f"{round(cell.share * 100)}\u00a0%"


@cache
def _sentences(language: str) -> Mapping[str, str]:
    path = resources() / "reports" / f"findings.{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
