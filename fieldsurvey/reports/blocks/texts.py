"""Blocks of running text: findings, what the agent wrote, and how far refusals could move a mean."""

from __future__ import annotations

from fieldsurvey.analysis import profiles
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.reports import markdown
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.document import Node, Note, Paragraph, Run, said
from fieldsurvey.reports.findings import findings


def finding(brief: Brief, given: Given) -> list[Node]:
    """The first finding that can be told, large; the others as one paragraph; none that stands over a chart anyway."""
    names = given.names("indicators")
    told = findings(brief.figures, [name for name in names if name not in given.charted], brief.words)
    told = told or findings(brief.figures, names, brief.words)
    if not told:
        return []
    rest = [Paragraph(said(" ".join(told[1:])))] if told[1:] else []
    return [Paragraph(said(told[0]), is_lead=True, keep_with_next=True), *rest]


def narrative(brief: Brief, given: Given) -> list[Node]:
    """What the agent wrote for this chapter, or one muted line where only the agent can write it."""
    written = brief.narratives.get(given.chapter, "").strip()
    if written:
        return markdown.nodes(written)
    if given.flag("optional"):
        return []
    missing = brief.words.say("frame.narrative_missing", what=given.what)
    return [Paragraph(said(Run(missing, muted=True)))]


def bounds(brief: Brief, given: Given) -> list[Node]:
    """The informality mean with refusals counted as all-no and as all-yes, and how much was answered."""
    figure = brief.figures.get(given.name("indicator"))
    say = brief.words.say
    found: list[Node] = []
    if figure is not None and figure.is_shown and figure.estimate.value is not None:
        around = profiles.bounds(figure, profiles.refusals(brief.rows, given.name("consent")))
        if around and around.refused:
            told = {name: f"{grouped(x)}\u00a0%" for name, x in (("low", around.low), ("high", around.high))}
            value = brief.words.value(figure)
            text = say("informality.bounds", refused=around.refused, asked=around.asked, value=value, **told)
            found.append(Paragraph(said(text)))
        coverage = given.name("coverage")
        shares = [float(c) for row in brief.rows if isinstance(c := row.get(coverage), int | float)]
        if shares:
            text = say("informality.coverage", coverage=percent(sum(shares) / len(shares) / 100))
            found.append(Paragraph(said(text)))
    return [*found, Note(said(say("informality.note")))] if found else []
