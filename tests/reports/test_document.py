"""What the blocks return: plain nodes that say the report, before any page is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import get_args

import pytest

from fieldsurvey.reports import template
from fieldsurvey.reports.blocks import BLOCKS
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.charts import Bars, MiddleHalf, Pareto, Scatter, Shade, ShareBar
from fieldsurvey.reports.cluster import cluster_document
from fieldsurvey.reports.document import (
    Align,
    Appendix,
    Callouts,
    Document,
    Figure,
    Heading,
    KeyRows,
    Look,
    Node,
    Note,
    Paragraph,
    Run,
    Table,
    plain,
    said,
)
from fieldsurvey.reports.recovery_sheet import recovery_document
from fieldsurvey.reports.words import Words
from tests.reports.outline import KEPT, outline, small_document
from tests.reports.survey import CLUSTER, NOW, survey


@pytest.fixture(scope="module")
def brief() -> Brief:
    """The small survey, in English."""
    figures, tables, _ = survey()
    return Brief(figures, tables, Words("en"), NOW, {"history": "One **word**."})


@pytest.fixture(scope="module")
def document() -> Document:
    """The default report of the small survey."""
    return small_document()


def made(brief: Brief, kind: str, **keys: object) -> list[Node]:
    return BLOCKS[kind].make(brief, Given(keys, chapter="history", what="what to write"))


def within(part: object) -> Iterator[object]:
    """Everything a document is made of."""
    yield part
    if isinstance(part, tuple):
        for inner in part:
            yield from within(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from within(getattr(part, field.name))


def test_the_default_report_of_the_small_survey_says_what_it_said(document: Document) -> None:
    """`python -m tests.reports.outline` keeps a new one, to be read before it is committed."""
    assert outline(document) == KEPT.read_text("utf-8")


def test_a_document_is_plain_data(document: Document) -> None:
    kinds = {type(part) for part in within(document) if not is_dataclass(part)}
    assert kinds <= {tuple, str, int, float, bool, type(None), Align, Look, Shade}
    assert hash(document)


def test_every_node_is_one_that_renderers_know(document: Document) -> None:
    assert {type(node) for node in document.nodes} <= set(get_args(Node))


def test_every_chart_can_be_told(document: Document) -> None:
    charts = [node for node in document.nodes if isinstance(node, Figure)]
    assert charts
    assert all(node.title and node.caption and node.title in node.alt for node in charts)


def test_the_default_template_uses_every_block_on_offer() -> None:
    used = {block["kind"] for chapter in template.read().chapters for block in chapter.blocks}
    assert used == set(BLOCKS)


def test_annexes_are_back_matter(document: Document) -> None:
    titles = [node.text for node in document.nodes if isinstance(node, Appendix)]
    assert titles == ["Annex A: all indicators", "Annex B: rules used and their sources"]


def test_the_first_finding_leads(brief: Brief) -> None:
    first, rest = made(brief, "finding", indicators=["capacity_use", "turnover_median", "exporters"])
    assert isinstance(first, Paragraph)
    assert first.is_lead
    assert isinstance(rest, Paragraph)
    assert not rest.is_lead


def test_what_the_agent_wrote_stands_in_its_chapter(brief: Brief) -> None:
    assert made(brief, "narrative") == [Paragraph(said("One ", Run("word", bold=True), "."))]


def test_what_the_agent_did_not_write_is_asked_for_in_grey(brief: Brief) -> None:
    (asked,) = BLOCKS["narrative"].make(brief, Given({}, "sector", "the market"))
    assert asked == Paragraph(said(Run("This part is still to be written: the market.", muted=True)))


def test_what_may_be_left_out_is(brief: Brief) -> None:
    assert BLOCKS["narrative"].make(brief, Given({"optional": True}, "sector")) == []


def test_bars_have_units_and_whiskers(brief: Brief) -> None:
    (figure,) = made(brief, "bars", indicators=["exporters", "udyam_registered"])
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Bars)
    assert [bar.label for bar in figure.chart.rows] == ["Registered with Udyam", "Firms that export"]
    assert figure.chart.unit == "%"
    assert all(bar.low and bar.high and bar.low < bar.value < bar.high for bar in figure.chart.rows)


def test_bars_may_stand_as_they_were_named(brief: Brief) -> None:
    (figure,) = made(brief, "bars", indicators=["exporters", "udyam_registered"], sorted=False)
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Bars)
    assert [bar.label for bar in figure.chart.rows] == ["Firms that export", "Registered with Udyam"]


def test_an_answer_that_names_nothing_is_grey(brief: Brief) -> None:
    (figure,) = made(brief, "distribution", indicator="institutions_used")
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Bars)
    shades = {bar.label: bar.shade for bar in figure.chart.rows}
    assert shades["None of these"] is Shade.GREY
    assert shades["Bank"] is Shade.PLAIN


def test_problems_beyond_four_fifths_are_faint(brief: Brief) -> None:
    (figure,) = made(brief, "pareto", indicator="problem_rank")
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Pareto)
    assert [bar.shade for bar in figure.chart.rows] == [Shade.PLAIN, Shade.PLAIN, Shade.FAINT]


def test_the_parts_of_a_whole_are_told_in_its_words(brief: Brief) -> None:
    (figure,) = made(brief, "mix", indicators=["mix_local", "mix_national", "mix_export"])
    assert isinstance(figure, Figure)
    told = "Sales, local: 60\u00a0%; Sales, national: 30\u00a0%; Sales, export: 10\u00a0%"
    assert figure.alt.endswith(told)


def test_a_cloud_of_firms_names_no_firm(brief: Brief) -> None:
    (figure,) = made(brief, "roads", high="high_road", low="low_road")
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Scatter)
    assert len(figure.chart.points) == 40
    assert "Firm" not in figure.alt.replace("Of 40 firms", "")


def test_figures_stand_at_the_end_of_their_columns(brief: Brief) -> None:
    (table,) = made(brief, "table", sections=["labour"])
    assert isinstance(table, Table)
    assert [column.align for column in table.columns] == [Align.START, Align.END, Align.END, Align.END]
    assert plain(table.rows[1][0]).startswith("Average daily wage")


def test_a_grid_of_the_form_is_a_table_with_its_title_and_what_is_hidden(brief: Brief) -> None:
    (table,) = made(brief, "repeat", repeat="worker", by="worker_category", sum="worker_count")
    assert isinstance(table, Table)
    assert table.title == "Workers"
    assert [plain(cell) for cell in table.rows[0]] == ["Regular", "40", "100\u00a0%", "80"]
    assert "Casual" in table.notes[0]


def test_a_key_figure_has_the_chart_that_suits_it(document: Document) -> None:
    (callouts,) = [node for node in document.nodes if isinstance(node, Callouts)]
    charts = {item.label: type(item.chart) for item in callouts.items}
    assert charts["Firms that export"] is ShareBar
    assert charts["Average daily wage"] is MiddleHalf
    assert charts["Workers, all firms"] is type(None)


def test_a_chapter_with_nothing_to_say_is_left_out() -> None:
    figures, tables, _ = survey(0)
    told = cluster_document(Brief(figures, tables, Words("en"), NOW), [], template.read())
    titles = [node.text for node in told.nodes if isinstance(node, Heading) and node.level == 1]
    assert "High road and low road" not in titles
    assert "SWOT" in titles


def test_real_data_carry_no_warning() -> None:
    figures, tables, _ = survey(5, replace(CLUSTER, synthetic=False))
    told = cluster_document(Brief(figures, tables, Words("en"), NOW), [], template.read())
    assert told.header_footer.warning == ""


def test_the_recovery_sheet_is_one_page_in_large_letters() -> None:
    rows = ("7K2M Q9TV", "ABCD EFGH")
    sheet = recovery_document(rows, CLUSTER, "brass.study", NOW, Words("en"))
    assert sheet.look is Look.SHEET
    assert sheet.header_footer.page_of == ""
    assert KeyRows(rows) in sheet.nodes
    assert isinstance(sheet.nodes[-1], Note)


def test_every_figure_stands_in_the_annex_with_how_many_firms_it_rests_on(brief: Brief) -> None:
    tables = [node for node in made(brief, "annex") if isinstance(node, Table)]
    found = {
        plain(row[0]).split("\n")[0]: plain(row[[head.head for head in table.columns].index("n")])
        for table in tables
        for row in table.rows
    }
    for figure in brief.figures.by_name.values():
        label = brief.words.pick(figure.indicator.label)
        assert [n for name, n in found.items() if name.startswith(label)] == [str(figure.n)]
