"""The first pages of the cluster report: cover, method note, the cluster on a page, summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fieldsurvey.analysis import rules
from fieldsurvey.analysis.disclosure import LEAST, LEAST_SENSITIVE
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.records import InterviewSource
from fieldsurvey.reports import markdown
from fieldsurvey.reports.blocks.judgements import drafted
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.charts import MiddleHalf, ShareBar
from fieldsurvey.reports.document import (
    Callout,
    Callouts,
    Column,
    Contents,
    Cover,
    Heading,
    List,
    ListItem,
    Node,
    Note,
    PageBreak,
    Paragraph,
    Table,
    figure_column,
    said,
)  # fmt: skip
from fieldsurvey.reports.findings import findings, shown_cells
from fieldsurvey.reports.words import as_share, is_percent

_MOST_CALLOUTS = 12
_MOST_FINDINGS = 9
_MOST_LINES = 5


Days = tuple[date, date] | None
"""The first and the last day of interviews; None when there were none."""


def days_of(interviews: InterviewSource) -> Days:
    """When the interviews were held, from one reading of them."""
    days = sorted({(interview.finalised_at or interview.started_at).date() for interview in interviews})
    return (days[0], days[-1]) if days else None


def cover(brief: Brief, days: Days) -> Cover:
    """What the report is, of what, where; who made it, when, from how many firms."""
    cluster, say = brief.cluster, brief.words.say
    population = cluster.population
    n = brief.figures.interviewed
    kind = say("frame.cluster_title")
    facts = (
        (say("cover.place"), _joined(cluster.locality, cluster.district, cluster.state)),
        (say("cover.products"), cluster.products),
        (say("cover.period"), _period(brief, days)),
        (
            say("cover.firms"),
            say("cover.of_population", n=n, population=grouped(population)) if population else str(n),
        ),
        (say("cover.design"), say(f"design.{cluster.sample_design}")),
        (say("cover.agency"), cluster.agency),
        (say("cover.donor"), cluster.donor),
    )
    return Cover(kind, cluster.name or kind, _joined(cluster.locality, cluster.state), facts)


def _joined(*parts: str) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _period(brief: Brief, days: Days) -> str:
    """First and last day of the interviews."""
    if days is None:
        return ""
    first, last = (brief.words.date(day) for day in days)
    return first if first == last else brief.words.say("cover.period_text", first=first, last=last)


def method(brief: Brief, days: Days) -> list[Node]:
    """Contents, then how the figures came about and how to read them."""
    say, cluster = brief.words.say, brief.cluster
    n = brief.figures.interviewed
    first, last = days or (brief.now.date(), brief.now.date())
    form = brief.figures.questionnaire
    population = cluster.population
    basis = say(
        "method.basis",
        n=n,
        first=brief.words.date(first),
        last=brief.words.date(last),
        form=form.title,
        version=form.version,
    )
    of_all = (
        say("method.population", population=grouped(population), n=n, share=percent(n / population))
        if population
        else say("method.population_unknown")
    )
    design = say(f"method.{cluster.sample_design}")
    hiding = say("method.disclosure", least=LEAST, sensitive=LEAST_SENSITIVE)
    texts = [
        f"{basis} {of_all}",
        *([say("method.unreadable", n=brief.unreadable)] if brief.unreadable else []),
        design,
        say("method.missing"),
        hiding,
        say("method.few"),
        say("method.money"),
    ]
    return [
        Contents(say("frame.contents")),
        PageBreak(),
        Heading(say("method.title"), 1),
        *(Paragraph(said(text)) for text in texts),
        *_size_classes(brief),
    ]


def _size_classes(brief: Brief) -> list[Node]:
    """What micro, small and medium mean, under each regime the program knows."""
    say = brief.words.say
    rows = []
    for rule in rules.table("size_classes"):
        limits = [rule.cells["investment_crore"], rule.cells["turnover_crore"] or "\u2013"]
        since = brief.words.date(rule.valid_from) if rule.valid_from else ""
        cells = (since, say(f"code.{rule.cells['class']}"), *limits)
        rows.append(tuple(said(cell) for cell in cells))
    heads = (
        Column(say("method.since"), 34),
        Column(say("method.class"), 22),
        figure_column(say("method.investment"), 22),
        figure_column(say("method.turnover"), 22),
    )
    return [Heading(say("method.classes")), Table(heads, tuple(rows), (say("method.classes_note"),))]


def respondents(brief: Brief) -> list[Node]:
    """Visits by outcome, as counts only."""
    say = brief.words.say
    figure = brief.figures.get("visit_outcome")
    if figure is None or figure.is_hidden or not shown_cells(figure):
        return []
    rows = tuple(
        (said(brief.words.cell(c)), said(str(c.n)), said(percent(c.share))) for c in shown_cells(figure)
    )
    heads = (
        Column(brief.words.label(figure), 60),
        figure_column(say("table.firms"), 20),
        figure_column(say("table.share"), 20),
    )
    return [Table(heads, rows, (say("annex.no_names"),))]


def glance(brief: Brief, names: Sequence[str]) -> list[Node]:
    """Eight to twelve key figures, each with n and a small chart."""
    figures = [f for f in brief.shown(names) if not f.cells][:_MOST_CALLOUTS]
    if not figures:
        return []
    say = brief.words.say
    lead = say("page.glance_lead", cluster=brief.cluster.name, n=brief.figures.interviewed)
    return [
        PageBreak(),
        Heading(say("page.glance"), 1),
        Paragraph(said(lead)),
        Callouts(tuple(_callout(brief, figure) for figure in figures)),
        Note(said(say("page.glance_note"))),
    ]


def _callout(brief: Brief, figure: Figure) -> Callout:
    words = brief.words
    caption = words.say("figure.n_of", n=figure.n, of=words.universe(figure))
    return Callout(words.value(figure), words.label(figure), caption, _small_chart(figure))


def _small_chart(figure: Figure) -> ShareBar | MiddleHalf | None:
    """A bar of the whole for a share, the middle half with its median for an amount."""
    if is_percent(figure) and not figure.is_count_small:
        return ShareBar(min(1.0, max(0.0, as_share(figure, figure.estimate.value or 0.0))))
    if figure.quartiles is None or not figure.statistic.has_spread or figure.quartiles[0] < 0:
        return None
    return MiddleHalf(*figure.quartiles)


def summary(brief: Brief, names: Sequence[str]) -> list[Node]:
    """One page: what the figures say, what to build on, what holds back, what firms ask for."""
    say = brief.words.say
    found: list[Node] = []
    written = brief.narratives.get("summary", "").strip()
    if written:
        found.extend(markdown.nodes(written))
    told = findings(brief.figures, names, brief.words)
    if told:
        found.append(Paragraph(said(say("page.summary_lead", n=brief.figures.interviewed)), is_lead=True))
        found.append(_listed(told[:_MOST_FINDINGS]))
    lines = drafted(brief)
    for title, kinds in (
        ("page.summary_strengths", ("strength", "opportunity")),
        ("page.summary_weaknesses", ("weakness", "threat")),
    ):
        own = [line.text for line in lines if line.kind in kinds][:_MOST_LINES]
        if own:
            found.extend((Heading(say(title)), _listed(own)))
    found.extend(_problems(brief))
    return [PageBreak(), Heading(say("page.summary"), 1), *found] if found else []


def _listed(texts: Sequence[str]) -> List:
    return List(tuple(ListItem(said(text)) for text in texts))


def _problems(brief: Brief) -> list[Node]:
    ranking = next((f for f in brief.figures.by_name.values() if f.statistic.is_ranked and f.is_shown), None)
    cells = shown_cells(ranking) if ranking else []
    if len(cells) < 3:
        return []
    first, second, third = (brief.words.cell(cell) for cell in cells[:3])
    text = brief.words.say("page.problems_sentence", first=first, second=second, third=third)
    return [Heading(brief.words.say("page.summary_problems")), Paragraph(said(text))]
