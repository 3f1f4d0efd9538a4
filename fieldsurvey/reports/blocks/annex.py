"""The annex: every indicator with its value, interval, counts and denominator."""

from __future__ import annotations

from fieldsurvey.analysis.indicators import Cell, Figure
from fieldsurvey.analysis.statistics import Reads
from fieldsurvey.numbers import percent
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.blocks.tables import marks_of, named, value
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.document import Column, Heading, Node, Runs, Table, figure_column, muted, said
from fieldsurvey.reports.findings import shown_cells


def annex(brief: Brief, _given: Given) -> list[Node]:
    """Every indicator: value, interval where the design gives one, n, who is missing and why, the denominator."""
    found: list[Node] = []
    say = brief.words.say
    with_interval = any(brief.words.interval(figure) for figure in brief.figures.by_name.values())
    counts = [
        figure_column("n", 7),
        *(figure_column(say(f"table.{name}"), 10) for name in ("missing", "dk", "refused")),
    ]
    interval = [figure_column(say("table.interval"), 21)] if with_interval else []
    heads = [Column(say("table.indicator"), 44), figure_column(say("table.value"), 24), *interval, *counts]
    for section in brief.figures.sections():
        rows = [
            row
            for f in brief.figures.section(section)
            for row in _rows(brief, f, with_interval=with_interval)
        ]
        found.append(Heading(_section_title(brief, section)))
        found.append(Table(tuple(heads), tuple(rows)))
    return found


def _rows(brief: Brief, figure: Figure, *, with_interval: bool) -> list[tuple[Runs, ...]]:
    numbers = (figure.n, figure.missing, figure.dont_know, figure.refused)
    counts = [said(str(number)) for number in numbers]
    interval = [said(brief.words.interval(figure))] if with_interval else []
    if figure.statistic.reads is not Reads.CHOICES:
        return [(named(brief, figure), value(brief, figure, marks_of(figure)), *interval, *counts)]
    why_empty = ""
    if figure.is_hidden:
        why_empty = brief.words.hidden(figure)
    elif not shown_cells(figure):
        why_empty = brief.words.say("figure.small_cells")
    told = said(muted(why_empty) if why_empty else "")
    rows: list[tuple[Runs, ...]] = [(named(brief, figure), told, *interval, *counts)]
    if not why_empty:
        rows.extend(_cell_row(brief, figure, cell, interval) for cell in shown_cells(figure))
    return rows


def _cell_row(brief: Brief, figure: Figure, cell: Cell, interval: list[Runs]) -> tuple[Runs, ...]:
    score = f" \u00b7 {cell.score:.1f}" if figure.statistic.is_ranked else ""
    label = said(muted(f"\u00a0\u00a0\u00a0{brief.words.cell(cell)}"))
    share, n, nothing = said(f"{percent(cell.share)}{score}"), said(str(cell.n)), said("")
    return (label, share, *interval, n, nothing, nothing, nothing)


def _section_title(brief: Brief, section: str) -> str:
    """The section's title: the report's word, else the form's own group title, else its name."""
    key = f"section.{section}"
    if brief.words.has(key):
        return brief.words.say(key)
    groups = brief.figures.questionnaire.group_labels
    own = next((texts for ref, texts in groups.items() if ref.rpartition("/")[2] == section and texts), {})
    return brief.words.pick(own) or section.replace("_", " ").capitalize()
