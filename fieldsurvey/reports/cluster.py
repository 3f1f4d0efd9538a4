"""The cluster's Diagnostic Study Report, from its figures, a template and what the agent wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fieldsurvey.analysis.indicators import Figures
from fieldsurvey.interviews.tables import held
from fieldsurvey.records import Dataset, InterviewSource
from fieldsurvey.reports import pdf, template, template_names
from fieldsurvey.reports.blocks import BLOCKS, first_pages
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.blocks.charts import is_charted
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.document import Appendix, Document, HeaderFooter, Heading, Node, PageBreak
from fieldsurvey.reports.renderer import write
from fieldsurvey.reports.template import ChapterPlan, Template
from fieldsurvey.reports.words import Words


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
    unreadable: int = 0,
) -> None:
    """Write the report to `path`, whole or not at all.

    `narratives`: chapter id (`template.read().narratives()`, and `summary`) -> the agent's text in Markdown.
    `unreadable`: how many interviews are left out because they cannot be read. Raises ReportError with a sentence that says what to do.
    """
    brief = Brief(figures, dataset, Words(language), now, narratives or {}, unreadable)
    write(path, cluster_document(brief, interviews, plan or template.read()), pdf.render)


def cluster_document(brief: Brief, interviews: InterviewSource, plan: Template) -> Document:
    """The report as a document. Raises ReportError where the template does not suit the form."""
    template_names.check(plan, brief)
    brief = replace(brief, dataset=held(brief.dataset, plan.columns()))
    days = first_pages.days_of(interviews)
    words, cluster = brief.words, brief.cluster
    kind = words.say("frame.cluster_title")
    nodes = [
        *first_pages.method(brief, days),
        *first_pages.respondents(brief),
        *first_pages.glance(brief, plan.glance),
        *first_pages.summary(brief, plan.summary),
        PageBreak(),
        *(node for chapter in plan.chapters for node in _chapter(brief, chapter)),
    ]
    marks = HeaderFooter(
        head=cluster.name or kind,
        written=words.say("frame.written", date=words.date(brief.now.date())),
        remark=words.say("frame.surveyed_only"),
        page_of=words.say("frame.page_of", page="{page}", pages="{pages}"),
        warning=words.say("frame.synthetic") if cluster.synthetic else "",
    )
    return Document(
        title=f"{kind}: {cluster.name}",
        nodes=tuple(nodes),
        header_footer=marks,
        language=words.language,
        author=cluster.agency,
        cover=first_pages.cover(brief, days),
    )


def _chapter(brief: Brief, plan: ChapterPlan) -> list[Node]:
    """The chapter with the blocks that have something to say; none when nothing has."""
    what, charted = brief.words.pick(plan.what), _charted(brief, plan)
    body: list[Node] = []
    for raw in plan.blocks:
        block, given = BLOCKS[raw["kind"]], Given(raw, plan.id, what, charted)
        if not template_names.mixed_units(block, given, brief):
            body.extend(block.make(brief, given))
    title = brief.words.pick(plan.title)
    return [Appendix(title) if plan.is_appendix else Heading(title, 1), *body] if body else []


def _charted(brief: Brief, plan: ChapterPlan) -> frozenset[str]:
    """Indicators whose sentence will stand over their own chart."""
    named = (str(block["indicator"]) for block in plan.blocks if block["kind"] == "distribution")
    return frozenset(n for n in named if (figure := brief.figures.get(n)) is not None and is_charted(figure))
