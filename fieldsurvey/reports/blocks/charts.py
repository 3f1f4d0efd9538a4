"""Blocks that draw: from figures to a chart with a title that says what is seen, and n in the caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable, KeepTogether

from fieldsurvey.analysis import profiles
from fieldsurvey.analysis.disclosure import LEAST, least
from fieldsurvey.analysis.indicators import Cell, Figure
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.findings import UNNAMED, sentence, shown_cells
from fieldsurvey.reports.pdf import charts
from fieldsurvey.reports.pdf.charts import Bar, Part
from fieldsurvey.reports.pdf.drawing import Picture, PictureFlow
from fieldsurvey.reports.pdf.paragraphs import Text
from fieldsurvey.reports.pdf.style import CHART_TITLE, NOTE, SERIES
from fieldsurvey.reports.words import as_share, is_percent

Block = Mapping[str, Any]
_FEWEST_FOR_HISTOGRAM = 20


def chart(title: str, picture: Picture, caption: str) -> list[Flowable]:
    """Title, picture and caption, never parted."""
    return [
        KeepTogether(
            [
                Text(title, CHART_TITLE.with_(before=8, after=5)),
                PictureFlow(picture),
                Text(caption, NOTE.with_(after=12)),
            ]
        )
    ]


def bars(brief: Brief, block: Block) -> list[Flowable]:
    """Several indicators of one kind side by side, with their intervals."""
    figures = [figure for figure in brief.shown(block["indicators"]) if not figure.is_count_small]
    if len(figures) < 2:
        return []
    if block.get("sorted", True):
        figures.sort(key=lambda figure: -(figure.estimate.value or 0))
    words = brief.words
    rows = [_bar(brief, figure) for figure in figures]
    title = words.say("chart.highest", top=words.label(figures[0]), value=words.value(figures[0]))
    counts = {figure.n for figure in figures}
    n = (
        str(counts.pop())
        if len(counts) == 1
        else f"{min(f.n for f in figures)}\u2013{max(f.n for f in figures)}"
    )
    caption = [words.say("figure.n", n=n) + words.say("figure.stop")]
    if any(row.low is not None for row in rows):
        caption.append(words.say("figure.interval"))
    longest = 1.0 if all(is_percent(figure) for figure in figures) else 0.0
    return chart(title, charts.bars(rows, longest=longest), " ".join(caption))


def _bar(brief: Brief, figure: Figure) -> Bar:
    scale = (lambda x: as_share(figure, x)) if is_percent(figure) else (lambda x: x)
    found = figure.estimate
    low = max(0.0, scale(found.low)) if found.low is not None else None
    high = scale(found.high) if found.high is not None else None
    if high is not None and is_percent(figure):
        high = min(1.0, high)
    return Bar(brief.words.label(figure), scale(found.value or 0.0), brief.words.value(figure), low, high)


def distribution(brief: Brief, block: Block) -> list[Flowable]:
    """One question's answers as bars; small cells stay out and are named in the caption."""
    figure = brief.figures.get(block["indicator"])
    if figure is None or not is_charted(figure):
        return []
    words = brief.words
    cells = sorted(shown_cells(figure), key=lambda cell: cell.code in UNNAMED)
    rows = [_cell_bar(brief, cell) for cell in cells]
    caption = [words.say("figure.n_of", n=figure.n, of=words.universe(figure)) + words.say("figure.stop")]
    if sum(cell.n for cell in figure.cells) > figure.n:
        caption.append(words.say("figure.multiple"))
    hidden = [words.cell(cell) for cell in figure.cells if cell.is_hidden]
    if hidden:
        fewest = least(figure.indicator.sensitive)
        caption.append(words.say("figure.hidden_cells", least=fewest, names=", ".join(hidden)))
    first = cells[0]
    title = sentence(figure, words) or words.say(
        "chart.top", label=words.label(figure), top=words.cell(first), value=f"{first.share * 100:.0f}\u00a0%"
    )
    return chart(title, charts.bars(rows[:12]), " ".join(caption))


def is_charted(figure: Figure) -> bool:
    """Whether there are bars to compare."""
    return not figure.is_hidden and len(shown_cells(figure)) > 1


def _cell_bar(brief: Brief, cell: Cell) -> Bar:
    colour = SERIES[4] if cell.code in UNNAMED else SERIES[0]
    return Bar(brief.words.cell(cell), cell.share, f"{cell.share * 100:.0f}\u00a0% ({cell.n})", colour=colour)


def histogram(brief: Brief, block: Block) -> list[Flowable]:
    """How the firms spread over one number."""
    figure = brief.figures.get(block["indicator"])
    if figure is None or not figure.is_shown or figure.quartiles is None or figure.n < _FEWEST_FOR_HISTOGRAM:
        return []
    words = brief.words
    values = list(figure.values.values())
    title = _half_title(brief, figure)
    fewest = least(figure.indicator.sensitive)
    picture = charts.histogram(values, charts.safe_edges(values, fewest), lambda x: words.bare(figure, x))
    return chart(
        title,
        picture,
        words.say("figure.n_of", n=figure.n, of=words.universe(figure)) + words.say("figure.stop"),
    )


def mix(brief: Brief, block: Block) -> list[Flowable]:
    """Parts of one whole, as one divided bar."""
    figures = brief.shown(block["indicators"])
    if len(figures) < 2:
        return []
    words = brief.words
    top = max(figures, key=lambda figure: figure.estimate.value or 0)
    parts = [Part(words.label(f), f.estimate.value or 0.0, words.value(f)) for f in figures]
    title = words.say("chart.mix", top=words.label(top), value=words.value(top))
    caption = words.say("figure.n_of", n=top.n, of=words.universe(top)) + words.say("figure.stop")
    return chart(title, charts.divided([("", parts)]), caption)


def roads(brief: Brief, block: Block) -> list[Flowable]:
    """Each firm on the two axes of high and low road."""
    high, low = brief.figures.get(block["high"]), brief.figures.get(block["low"])
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
    picture = charts.scatter(
        found.points,
        found.mean,
        words.say("chart.road_x"),
        words.say("chart.road_y"),
        (corners[0], corners[1], corners[2], corners[3]),
    )
    return chart(title, picture, words.say("chart.road_note", n=n))


def pareto(brief: Brief, block: Block) -> list[Flowable]:
    """Problems from the heaviest down, with their running share."""
    figure = brief.figures.get(block["indicator"])
    if figure is None or figure.is_hidden:
        return []
    cells = [cell for cell in shown_cells(figure) if cell.score > 0]
    if len(cells) < 2:
        return []
    words = brief.words
    whole = sum(cell.score for cell in cells)
    rows = [Bar(words.cell(cell), cell.score, f"{cell.score:.1f}") for cell in cells[:10]]
    carrying = _carrying([cell.score for cell in cells], whole)
    title = words.say("chart.pareto", count=carrying, all=len(cells), top=words.cell(cells[0]))
    rows = [
        Bar(r.label, r.value, r.text, colour=SERIES[0] if i < carrying else "#8DB6BA")
        for i, r in enumerate(rows)
    ]
    caption = (
        words.say("figure.n_of", n=figure.n, of=words.universe(figure))
        + ". "
        + words.say("table.score")
        + words.say("figure.stop")
    )
    return chart(title, charts.pareto(rows, whole, line_label=words.say("chart.running")), caption)


def _carrying(scores: Sequence[float], whole: float) -> int:
    """How many of the largest make up 80 %."""
    running = 0.0
    for count, score in enumerate(scores, start=1):
        running += score
        if running >= 0.8 * whole - 1e-9:
            return count
    return len(scores)


def funnel(brief: Brief, block: Block) -> list[Flowable]:
    """Steps each a share of the step before, drawn as shares of all firms."""
    figures = brief.shown(block["indicators"])
    if len(figures) < len(block["indicators"]):
        return []
    words = brief.words
    counts = [sum(value > 0 for value in figure.values.values()) for figure in figures]
    whole = figures[0].n
    if any(0 < count < LEAST for count in counts):
        return []
    rows = [
        Bar(words.label(f), count / whole, f"{count / whole * 100:.0f}\u00a0% ({count})")
        for f, count in zip(figures, counts, strict=True)
    ]
    title = words.say("chart.funnel", n=whole, known=counts[0], applied=counts[1], received=counts[2])
    return chart(
        title, charts.bars(rows, longest=1.0), words.say("figure.n", n=whole) + words.say("figure.stop")
    )


def _half_title(brief: Brief, figure: Figure) -> str:
    """Between what amounts the middle half lies; the unit once, but the rupee sign with each."""
    words, (low, _, high) = brief.words, figure.quartiles or (0.0, 0.0, 0.0)
    is_money = figure.indicator.unit == "Rs"
    first = words.amount(figure, low) if is_money else words.bare(figure, low)
    return words.say("chart.spread", label=words.label(figure), low=first, high=words.amount(figure, high))


def spread(brief: Brief, block: Block) -> list[Flowable]:
    """The middle half of the firms, one strip an indicator, each on its own scale."""
    figures = [f for f in brief.shown(block["indicators"]) if f.quartiles is not None]
    if not figures:
        return []
    words = brief.words
    rows = [
        charts.Strip(
            words.label(f), f.quartiles or (0, 0, 0), words.quartiles(f), words.say("figure.n", n=f.n)
        )
        for f in figures
    ]
    return chart(_half_title(brief, figures[0]), charts.strips(rows), words.say("chart.strip_note"))
