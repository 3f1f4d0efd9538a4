"""The cluster's Diagnostic Study Report as a PDF, from its figures, a template and what the agent wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from reportlab.platypus import CondPageBreak, Flowable, NotAtTopPageBreak

from fieldsurvey.analysis.indicators import Figures
from fieldsurvey.interviews.tables import held
from fieldsurvey.records import Dataset, InterviewSource
from fieldsurvey.reports import first_pages, pdf, template
from fieldsurvey.reports.blocks import KINDS
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.chart_blocks import is_charted
from fieldsurvey.reports.pdf import Chapter, Cover, Frontispiece, Places
from fieldsurvey.reports.template import ChapterPlan, Template
from fieldsurvey.reports.words import Words

_ROOM_FOR_CHAPTER = 190.0
"""Points left on a page below which a chapter begins on the next."""


def write_cluster_report(
    path: Path,
    figures: Figures,
    dataset: Dataset,
    interviews: InterviewSource,
    *,
    now: datetime,
    language: str = "en",
    narratives: Mapping[str, str] | None = None,
    plan: Template | None = None,
) -> None:
    """Write the report to `path`, whole or not at all.

    `narratives`: chapter id (`template.read().narratives()`, and `summary`) -> the agent's text in Markdown.
    Raises ReportError with a sentence that says what to do.
    """
    chosen = plan or template.read()
    brief = Brief(figures, held(dataset, chosen.texts()), Words(language), now, narratives or {})
    pdf.write(path, lambda places: _story(brief, interviews, chosen, places), _front(brief))


def _front(brief: Brief) -> Frontispiece:
    words, cluster = brief.words, brief.cluster
    kind = words.say("frame.cluster_title")
    written = words.say("frame.written", date=words.date(brief.now.date()))
    place = ", ".join(dict.fromkeys(part for part in (cluster.place, cluster.state) if part))
    return Frontispiece(
        title=f"{kind}: {cluster.name}",
        head=cluster.name or kind,
        foot=f"{written} \u00b7 {words.say('frame.surveyed_only')}",
        page_of=words.say("frame.page_of", page="{page}", pages="{pages}"),
        warning=words.say("frame.synthetic") if cluster.synthetic else "",
        author=cluster.agency,
        language=words.language,
        cover=Cover(kind, cluster.name or kind, place),
    )


def _story(brief: Brief, interviews: InterviewSource, plan: Template, places: Places) -> list[Flowable]:
    story = [
        *first_pages.cover(brief, interviews, pdf.COVER_HEAD),
        *first_pages.method(brief, interviews, places),
        *first_pages.respondents(brief),
        *first_pages.glance(brief, plan.glance),
        *first_pages.summary(brief, plan.summary),
        NotAtTopPageBreak(),
    ]
    for chapter in plan.chapters:
        story.extend(_chapter(brief, chapter))
    return story


def _chapter(brief: Brief, plan: ChapterPlan) -> list[Flowable]:
    """The chapter with the blocks that have something to say; none when nothing has."""
    context = {"chapter": plan.id, "what": brief.words.pick(plan.what), "charted": _charted(brief, plan)}
    body = [
        flowable for block in plan.blocks for flowable in KINDS[block["kind"]](brief, {**context, **block})
    ]
    if not body:
        return []
    return [CondPageBreak(_ROOM_FOR_CHAPTER), Chapter(brief.words.pick(plan.title)), *body]


def _charted(brief: Brief, plan: ChapterPlan) -> list[str]:
    """Indicators whose sentence will stand over their own chart."""
    named = [str(block["indicator"]) for block in plan.blocks if block["kind"] in ("distribution",)]
    return [name for name in named if (figure := brief.figures.get(name)) is not None and is_charted(figure)]
