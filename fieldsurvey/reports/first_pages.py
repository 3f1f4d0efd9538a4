"""The first pages of the cluster report: facts of the cover, method note, the cluster on a page, summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from reportlab.platypus import Flowable, NotAtTopPageBreak, Spacer

from fieldsurvey.analysis import rules
from fieldsurvey.analysis.disclosure import LEAST, LEAST_SENSITIVE
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.records import InterviewSource
from fieldsurvey.reports import markdown
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.findings import findings, shown_cells
from fieldsurvey.reports.judgement_blocks import drafted
from fieldsurvey.reports.paragraphs import Text, wrapped
from fieldsurvey.reports.pdf import Chapter, Contents, Places
from fieldsurvey.reports.picture import Box, Label, Picture, PictureFlow, Shape, Stroke
from fieldsurvey.reports.style import ACCENT, BODY, COLUMN, GROUND, HEADING, INK, LEAD, LINE, MUTED, SERIES
from fieldsurvey.reports.tables import Head, table
from fieldsurvey.reports.words import as_share, is_percent

_CARDS_ACROSS = 3
_CARD_HEIGHT = 92.0
_CARD_GAP = 10.0


def cover(brief: Brief, interviews: InterviewSource, top: float) -> list[Flowable]:
    """Facts under the coloured head of the cover."""
    cluster, say = brief.cluster, brief.words.say
    place = ", ".join(
        dict.fromkeys(part for part in (cluster.place, cluster.district, cluster.state) if part)
    )
    population = cluster.population
    n = brief.figures.interviewed
    facts = [
        (say("cover.place"), place),
        (say("cover.products"), cluster.products),
        (say("cover.period"), period(brief, interviews)),
        (
            say("cover.firms"),
            say("cover.of_population", n=n, population=grouped(population)) if population else str(n),
        ),
        (say("cover.design"), say(f"design.{cluster.sample_design}")),
        (say("cover.agency"), cluster.agency),
        (say("cover.donor"), cluster.donor),
    ]
    style = BODY.with_(size=11.0, after=9)
    rows: list[Flowable] = [Spacer(1, top)]
    for name, value in facts:
        if value:
            rows.append(Text(name, BODY.with_(size=8.5, colour=MUTED, after=0)))
            rows.append(Text(value, style))
    return [*rows, NotAtTopPageBreak()]


def period(brief: Brief, interviews: InterviewSource) -> str:
    """First and last day of the interviews."""
    days = sorted(_day(interview.finalised_at or interview.started_at) for interview in interviews)
    if not days:
        return ""
    first, last = brief.words.date(days[0]), brief.words.date(days[-1])
    return first if first == last else brief.words.say("cover.period_text", first=first, last=last)


def _day(moment: datetime) -> date:
    return moment.date()


def method(brief: Brief, interviews: InterviewSource, places: Places) -> list[Flowable]:
    """Contents, then how the figures came about and how to read them."""
    say, cluster = brief.words.say, brief.cluster
    n = brief.figures.interviewed
    days = sorted(_day(i.finalised_at or i.started_at) for i in interviews) or [brief.now.date()]
    form = brief.figures.questionnaire
    population = cluster.population
    basis = say(
        "method.basis",
        n=n,
        first=brief.words.date(days[0]),
        last=brief.words.date(days[-1]),
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
        design,
        say("method.missing"),
        hiding,
        say("method.few"),
        say("method.money"),
    ]
    return [
        Chapter(say("frame.contents"), is_listed=False),
        Contents(places, BODY),
        NotAtTopPageBreak(),
        Chapter(say("method.title")),
        *(Text(text, BODY) for text in texts),
        *_size_classes(brief),
    ]


def _size_classes(brief: Brief) -> list[Flowable]:
    """What micro, small and medium mean, under each regime the program knows."""
    say = brief.words.say
    rows = []
    for rule in rules.table("size_classes"):
        limits = [rule.cells["investment_crore"], rule.cells["turnover_crore"] or "\u2013"]
        since = brief.words.date(rule.valid_from) if rule.valid_from else ""
        rows.append([since, say(f"code.{rule.cells['class']}"), *limits])
    heads = [
        Head(say("method.since"), 34),
        Head(say("method.class"), 22),
        Head(say("method.investment"), 22, True),
        Head(say("method.turnover"), 22, True),
    ]
    return [Text(say("method.classes"), HEADING), *table(heads, rows, note=say("method.classes_note"))]


def glance(brief: Brief, names: Sequence[str]) -> list[Flowable]:
    """Eight to twelve key figures, each with n and a small chart."""
    figures = [f for f in brief.shown(names) if not f.cells][:12]
    if not figures:
        return []
    shapes: list[Shape] = []
    width = (COLUMN - _CARD_GAP * (_CARDS_ACROSS - 1)) / _CARDS_ACROSS
    for number, figure in enumerate(figures):
        x = number % _CARDS_ACROSS * (width + _CARD_GAP)
        y = number // _CARDS_ACROSS * (_CARD_HEIGHT + _CARD_GAP)
        shapes.extend(_card(brief, figure, x, y, width))
    height = -(-len(figures) // _CARDS_ACROSS) * (_CARD_HEIGHT + _CARD_GAP)
    say = brief.words.say
    lead = say("page.glance_lead", cluster=brief.cluster.name, n=brief.figures.interviewed)
    return [
        NotAtTopPageBreak(),
        Chapter(say("page.glance")),
        Text(lead, BODY.with_(after=10)),
        PictureFlow(Picture(COLUMN, height, tuple(shapes))),
        *_classes(brief),
    ]


def _card(brief: Brief, figure: Figure, x: float, y: float, width: float) -> list[Shape]:
    words, inner = brief.words, width - 20
    value = words.value(figure)
    size = 17.0
    while size > 9 and len(wrapped(value, size, inner, bold=True)) > 1:
        size -= 1
    shapes: list[Shape] = [Box(x, y, width, _CARD_HEIGHT, GROUND), Box(x, y, 2.5, _CARD_HEIGHT, ACCENT)]
    shapes.append(Label(x + 10, y + 24, value, size, True, INK))
    for number, line in enumerate(wrapped(words.label(figure), 8.5, inner, most=2)):
        shapes.append(Label(x + 10, y + 39 + number * 11.5, line, 8.5, False, INK))
    shapes.extend(_small_chart(figure, x + 10, y + 66, inner))
    caption = wrapped(words.say("figure.n_of", n=figure.n, of=words.universe(figure)), 7, inner, most=1)[0]
    shapes.append(Label(x + 10, y + _CARD_HEIGHT - 8, caption, 7, False, MUTED))
    return shapes


def _small_chart(figure: Figure, x: float, y: float, width: float) -> list[Shape]:
    """A bar of the whole for a share, the middle half with its median for an amount."""
    if is_percent(figure) and not figure.is_count_small:
        share = min(1.0, max(0.0, as_share(figure, figure.estimate.value or 0.0)))
        return [Box(x, y, width, 6, LINE), Box(x, y, width * share, 6, SERIES[0])]
    if figure.quartiles is None or figure.indicator.statistic == "total":
        return []
    low, middle, high = figure.quartiles
    reach = max(high * 1.25, 1e-9)
    if low < 0:
        return []
    return [
        Stroke(((x, y + 3), (x + width, y + 3)), LINE, 1.2),
        Box(x + low / reach * width, y, max(1.0, (high - low) / reach * width), 6, "#CEDFE0"),
        Box(x + middle / reach * width - 0.8, y - 2, 1.6, 10, SERIES[0]),
    ]


def _classes(brief: Brief) -> list[Flowable]:
    return [Text(brief.words.say("page.glance_note"), BODY.with_(size=8.0, colour=MUTED, before=6))]


def summary(brief: Brief, names: Sequence[str]) -> list[Flowable]:
    """One page: what the figures say, what to build on, what holds back, what firms ask for."""
    say = brief.words.say
    found: list[Flowable] = [NotAtTopPageBreak(), Chapter(say("page.summary"))]
    written = brief.narratives.get("summary", "").strip()
    if written:
        found.extend(markdown.flow(written))
    told = findings(brief.figures, names, brief.words)
    if told:
        found.append(Text(say("page.summary_lead", n=brief.figures.interviewed), LEAD))
        found.extend(Text(text, BODY.with_(after=3), indent=12, bullet="•") for text in told[:9])
    lines = drafted(brief)
    for title, kinds in (
        ("page.summary_strengths", ("strength", "opportunity")),
        ("page.summary_weaknesses", ("weakness", "threat")),
    ):
        own = [line for line in lines if line.kind in kinds][:5]
        if own:
            found.append(Text(say(title), HEADING))
            found.extend(Text(line.text, BODY.with_(after=3), indent=12, bullet="•") for line in own)
    found.extend(_problems(brief))
    return found if len(found) > 2 else []


def _problems(brief: Brief) -> list[Flowable]:
    ranking = next(
        (f for f in brief.figures.by_name.values() if f.indicator.statistic == "rank" and f.is_shown), None
    )
    cells = shown_cells(ranking) if ranking else []
    if len(cells) < 3:
        return []
    first, second, third = (brief.words.cell(cell) for cell in cells[:3])
    text = brief.words.say("page.problems_sentence", first=first, second=second, third=third)
    return [Text(brief.words.say("page.summary_problems"), HEADING), Text(text, BODY)]


def respondents(brief: Brief) -> list[Flowable]:
    """Visits by outcome and firms by the way they were chosen, as counts only."""
    found: list[Flowable] = []
    say = brief.words.say
    figure = next((f for f in brief.figures.by_name.values() if f.indicator.name == "visit_outcome"), None)
    if figure is None or figure.is_hidden:
        return []
    if not shown_cells(figure):
        return []
    rows = [[brief.words.cell(c), str(c.n), percent(c.share)] for c in shown_cells(figure)]
    heads = [
        Head(brief.words.label(figure), 60),
        Head(say("table.firms"), 20, True),
        Head(say("table.share"), 20, True),
    ]
    found.extend(table(heads, rows, note=say("annex.no_names")))
    return found
