"""Blocks that compare with bars: each chart has a title that says what is seen, and n in its caption."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.analysis.disclosure import LEAST, least
from fieldsurvey.analysis.indicators import Cell, Figure
from fieldsurvey.reports import document
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.charts import Bar, Bars, Chart, Divided, Pareto, Part, Shade, in_words
from fieldsurvey.reports.document import Node
from fieldsurvey.reports.findings import UNNAMED, sentence, shown_cells
from fieldsurvey.reports.words import as_share, is_percent

_STOPS = (".", "।", "?", "!")


def charted(chart: Chart, title: str, caption: str) -> document.Figure:
    """The chart with its title and caption; who cannot see it is told the title and the figures."""
    told = in_words(chart)
    stop = "" if not title or not told else " " if title.endswith(_STOPS) else ". "
    return document.Figure(chart, title, caption, alt=f"{title}{stop}{told}")


def bars(brief: Brief, given: Given) -> list[Node]:
    """Several indicators of one kind side by side, with their intervals."""
    figures = [figure for figure in brief.shown(given.names("indicators")) if not figure.is_count_small]
    if len(figures) < 2:
        return []
    if given.flag("sorted", default=True):
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
    chart = Bars(tuple(rows), words.unit(figures[0]), longest)
    return [charted(chart, title, " ".join(caption))]


def _bar(brief: Brief, figure: Figure) -> Bar:
    scale = (lambda x: as_share(figure, x)) if is_percent(figure) else (lambda x: x)
    found = figure.estimate
    low = max(0.0, scale(found.low)) if found.low is not None else None
    high = scale(found.high) if found.high is not None else None
    if high is not None and is_percent(figure):
        high = min(1.0, high)
    return Bar(brief.words.label(figure), scale(found.value or 0.0), brief.words.value(figure), low, high)


def distribution(brief: Brief, given: Given) -> list[Node]:
    """One question's answers as bars; small cells stay out and are named in the caption."""
    figure = brief.figures.get(given.name("indicator"))
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
    return [charted(Bars(tuple(rows[:12]), "%"), title, " ".join(caption))]


def is_charted(figure: Figure) -> bool:
    """Whether there are bars to compare."""
    return not figure.is_hidden and len(shown_cells(figure)) > 1


def _cell_bar(brief: Brief, cell: Cell) -> Bar:
    shade = Shade.GREY if cell.code in UNNAMED else Shade.PLAIN
    return Bar(brief.words.cell(cell), cell.share, f"{cell.share * 100:.0f}\u00a0% ({cell.n})", shade=shade)


def mix(brief: Brief, given: Given) -> list[Node]:
    """Parts of one whole, as one divided bar."""
    figures = brief.shown(given.names("indicators"))
    if len(figures) < 2:
        return []
    words = brief.words
    top = max(figures, key=lambda figure: figure.estimate.value or 0)
    parts = tuple(Part(words.label(f), f.estimate.value or 0.0, words.value(f)) for f in figures)
    title = words.say("chart.mix", top=words.label(top), value=words.value(top))
    caption = words.say("figure.n_of", n=top.n, of=words.universe(top)) + words.say("figure.stop")
    return [charted(Divided((("", parts),), words.unit(top)), title, caption)]


def pareto(brief: Brief, given: Given) -> list[Node]:
    """Problems from the heaviest down, with their running share."""
    figure = brief.figures.get(given.name("indicator"))
    if figure is None or figure.is_hidden:
        return []
    cells = [cell for cell in shown_cells(figure) if cell.score > 0]
    if len(cells) < 2:
        return []
    words = brief.words
    whole = sum(cell.score for cell in cells)
    carrying = _carrying([cell.score for cell in cells], whole)
    title = words.say("chart.pareto", count=carrying, all=len(cells), top=words.cell(cells[0]))
    rows = tuple(
        Bar(words.cell(c), c.score, f"{c.score:.1f}", shade=Shade.PLAIN if i < carrying else Shade.FAINT)
        for i, c in enumerate(cells[:10])
    )
    caption = (
        words.say("figure.n_of", n=figure.n, of=words.universe(figure))
        + ". "
        + words.say("table.score")
        + words.say("figure.stop")
    )
    return [charted(Pareto(rows, whole, words.say("chart.running")), title, caption)]


def _carrying(scores: Sequence[float], whole: float) -> int:
    """How many of the largest make up 80 %."""
    running = 0.0
    for count, score in enumerate(scores, start=1):
        running += score
        if running >= 0.8 * whole - 1e-9:
            return count
    return len(scores)


def funnel(brief: Brief, given: Given) -> list[Node]:
    """Steps each a share of the step before, drawn as shares of all firms."""
    figures = brief.shown(given.names("indicators"))
    if len(figures) < len(given.names("indicators")):
        return []
    words = brief.words
    counts = [sum(value > 0 for value in figure.values.values()) for figure in figures]
    whole = figures[0].n
    if any(0 < count < LEAST for count in counts):
        return []
    rows = tuple(
        Bar(words.label(f), count / whole, f"{count / whole * 100:.0f}\u00a0% ({count})")
        for f, count in zip(figures, counts, strict=True)
    )
    title = words.say("chart.funnel", n=whole, known=counts[0], applied=counts[1], received=counts[2])
    caption = words.say("figure.n", n=whole) + words.say("figure.stop")
    return [charted(Bars(rows, "%", 1.0), title, caption)]
