"""Blocks that show how firms spread: over one number, around the median, on two axes."""

from __future__ import annotations

from fieldsurvey.analysis import profiles
from fieldsurvey.analysis.disclosure import LEAST, least
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.blocks.charts import charted
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.charts import Histogram, Scatter, Strip, Strips
from fieldsurvey.reports.charts.edges import counted, safe_edges
from fieldsurvey.reports.document import Node

_FEWEST_FOR_HISTOGRAM = 20


def histogram(brief: Brief, given: Given) -> list[Node]:
    """How the firms spread over one number."""
    figure = brief.figures.get(given.name("indicator"))
    if figure is None or not figure.is_shown or figure.quartiles is None or figure.n < _FEWEST_FOR_HISTOGRAM:
        return []
    words = brief.words
    values = list(figure.values.values())
    title = _half_title(brief, figure)
    fewest = least(figure.indicator.sensitive)
    edges = safe_edges(values, fewest)
    texts = tuple(words.bare(figure, edge) for edge in edges)
    chart = Histogram(tuple(counted(values, edges)), tuple(edges), texts, words.unit(figure))
    caption = words.say("figure.n_of", n=figure.n, of=words.universe(figure)) + words.say("figure.stop")
    return [charted(chart, title, caption)]


def spread(brief: Brief, given: Given) -> list[Node]:
    """The middle half of the firms, one strip an indicator, each on its own scale."""
    figures = [f for f in brief.shown(given.names("indicators")) if f.quartiles is not None]
    if not figures:
        return []
    words = brief.words
    rows = tuple(strip(brief, figure) for figure in figures)
    return [charted(Strips(rows), _half_title(brief, figures[0]), words.say("chart.strip_note"))]


def strip(brief: Brief, figure: Figure) -> Strip:
    """Where the middle half of the firms lies on this indicator."""
    words = brief.words
    note = words.say("figure.n", n=figure.n)
    return Strip(
        words.label(figure),
        figure.quartiles or (0, 0, 0),
        words.quartiles(figure),
        note,
        unit=words.unit(figure),
    )


def _half_title(brief: Brief, figure: Figure) -> str:
    """Between what amounts the middle half lies; the unit once, but the rupee sign with each."""
    words, (low, _, high) = brief.words, figure.quartiles or (0.0, 0.0, 0.0)
    is_money = figure.indicator.unit == "Rs"
    first = words.amount(figure, low) if is_money else words.bare(figure, low)
    return words.say("chart.spread", label=words.label(figure), low=first, high=words.amount(figure, high))


def roads(brief: Brief, given: Given) -> list[Node]:
    """Each firm on the two axes of high and low road."""
    high, low = brief.figures.get(given.name("high")), brief.figures.get(given.name("low"))
    if high is None or low is None or not (high.is_shown and low.is_shown):
        return []
    found = profiles.roads(high, low)
    if found is None:
        return []
    words, n = brief.words, len(found.points)
    may_count = min(found.nearer_high, found.nearer_low) >= LEAST
    counts = words.say("chart.roads", high=found.nearer_high, low=found.nearer_low, n=n)
    title = counts if may_count else words.say("chart.roads_hidden")
    corners = tuple(
        words.say(f"chart.road_{place}")
        for place in ("upper_left", "upper_right", "lower_left", "lower_right")
    )
    chart = Scatter(
        tuple(found.points),
        found.mean,
        words.say("chart.road_x"),
        words.say("chart.road_y"),
        (corners[0], corners[1], corners[2], corners[3]),
    )
    return [charted(chart, title, words.say("chart.road_note", n=n))]
