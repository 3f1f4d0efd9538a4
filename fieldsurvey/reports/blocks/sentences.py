"""The kinds of block a template may name, and those made of plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reportlab.platypus import Flowable

from fieldsurvey.analysis import profiles
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.reports import markdown
from fieldsurvey.reports.blocks import charts, judgements, tables
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.findings import findings
from fieldsurvey.reports.pdf.paragraphs import Text
from fieldsurvey.reports.pdf.style import BODY, LEAD, MUTED, NOTE

Block = Mapping[str, Any]
Maker = Callable[[Brief, Block], list[Flowable]]


def finding(brief: Brief, block: Block) -> list[Flowable]:
    """The first finding that can be told, large; the others as one paragraph; none that stands over a chart anyway."""
    titles = set(block.get("charted", ()))
    told = findings(brief.figures, [name for name in block["indicators"] if name not in titles], brief.words)
    told = told or findings(brief.figures, block["indicators"], brief.words)
    if not told:
        return []
    rest = [Text(" ".join(told[1:]), BODY)] if told[1:] else []
    return [Text(told[0], LEAD.with_(keep_with_next=True)), *rest]


def narrative(brief: Brief, block: Block) -> list[Flowable]:
    """What the agent wrote for this chapter, or one muted line where only the agent can write it."""
    written = brief.narratives.get(block["chapter"], "").strip()
    if written:
        return markdown.flow(written)
    if block.get("optional"):
        return []
    return [
        Text(brief.words.say("frame.narrative_missing", what=block.get("what", "")), BODY.with_(colour=MUTED))
    ]


def bounds(brief: Brief, block: Block) -> list[Flowable]:
    """The informality mean with refusals counted as all-no and as all-yes, and how much was answered."""
    figure = brief.figures.get(block["indicator"])
    say = brief.words.say
    found: list[Flowable] = []
    if figure is not None and figure.is_shown and figure.estimate.value is not None:
        around = profiles.bounds(figure, profiles.refusals(brief.rows, block["consent"]))
        if around and around.refused:
            told = {name: f"{grouped(x)}\u00a0%" for name, x in (("low", around.low), ("high", around.high))}
            value = brief.words.value(figure)
            text = say("informality.bounds", refused=around.refused, asked=around.asked, value=value, **told)
            found.append(Text(text, BODY))
        shares = [float(c) for row in brief.rows if isinstance(c := row.get(block["coverage"]), int | float)]
        if shares:
            coverage = percent(sum(shares) / len(shares) / 100)
            found.append(Text(say("informality.coverage", coverage=coverage), BODY))
    return [*found, Text(say("informality.note"), NOTE)] if found else []


KINDS: Mapping[str, Maker] = {
    "finding": finding,
    "narrative": narrative,
    "bounds": bounds,
    "bars": charts.bars,
    "distribution": charts.distribution,
    "histogram": charts.histogram,
    "mix": charts.mix,
    "spread": charts.spread,
    "roads": charts.roads,
    "pareto": charts.pareto,
    "funnel": charts.funnel,
    "table": tables.indicators,
    "repeat": tables.repeat,
    "benchmark": tables.benchmark,
    "baseline": tables.baseline,
    "required": tables.required,
    "annex": tables.annex,
    "swot": judgements.swot,
    "operations": judgements.operations,
    "selection": judgements.selection,
    "grants": judgements.grants,
    "rules": judgements.sources,
}
