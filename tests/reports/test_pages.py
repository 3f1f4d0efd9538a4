"""Nodes on the page: each kind is set, and stands where its role wants it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

from fieldsurvey.reports.charts import Bar, Bars
from fieldsurvey.reports.document import (
    Appendix,
    Callout,
    Callouts,
    Column,
    Contents,
    Document,
    Facts,
    Figure,
    HeaderFooter,
    Heading,
    KeyRows,
    List,
    ListItem,
    Look,
    Masthead,
    Node,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    figure_column,
    said,
)
from fieldsurvey.reports.pdf import render


def pages_of(*nodes: Node) -> PdfReader:
    """A document of these nodes as PDF."""
    made = Document("Title", nodes, HeaderFooter("head", "written today", page_of="{page} of {pages}"))
    return PdfReader(io.BytesIO(render(made)))


def text_of(*nodes: Node) -> str:
    """All its words with single spaces between them."""
    return " ".join(word for page in pages_of(*nodes).pages for word in page.extract_text().split())


def left_of(words: str, *nodes: Node) -> float:
    """How far from the left edge of the page these words begin."""
    found: list[float] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], _font: object, _size: float) -> None:
        if words in text:
            found.append(matrix[4] + text_matrix[4])

    pages_of(*nodes).pages[0].extract_text(visitor_text=visit)
    return found[0]


def bulleted(*texts: str) -> List:
    return List(tuple(ListItem(said(text)) for text in texts))


SAMPLES: tuple[Node, ...] = (
    Heading("sampled"),
    Appendix("sampled"),
    Paragraph(said("sampled")),
    bulleted("sampled"),
    Table((Column("a", 1),), ((said("sampled"),),)),
    Figure(Bars((Bar("sampled", 1, "1"),))),
    Callouts((Callout("12", "sampled", "of 40"),)),
    Quote((Paragraph(said("sampled")),)),
    Note(said("sampled")),
    Contents("sampled"),
    Masthead("sampled"),
    Facts((("sampled", "yes"),)),
)


@pytest.mark.parametrize("node", SAMPLES, ids=lambda node: type(node).__name__)
def test_each_kind_of_node_is_set(node: Node) -> None:
    assert "sampled" in text_of(node)


def test_no_kind_of_node_is_without_a_sample() -> None:
    others = {Picture, PageBreak, KeyRows}  # tried below
    assert {type(node) for node in SAMPLES} | others == set(get_args(Node))


def test_letters_of_a_key_stand_in_numbered_rows() -> None:
    assert text_of(KeyRows(("7K2M", "Q9TV"))).startswith("1 7 K 2 M 2 Q 9 T V")


def test_each_page_of_a_report_names_what_its_masthead_names() -> None:
    assert text_of(Masthead("Lamp works"), Paragraph(said("text"))).count("Lamp works") == 2


def test_a_sheet_names_it_once() -> None:
    sheet = Document("Title", (Masthead("Recovery sheet"),), HeaderFooter("head", "today"), look=Look.SHEET)
    assert PdfReader(io.BytesIO(render(sheet))).pages[0].extract_text().count("Recovery sheet") == 1


def test_a_page_break_begins_a_page() -> None:
    first, second = pages_of(Paragraph(said("one")), PageBreak(), Paragraph(said("two"))).pages
    assert "one" in first.extract_text()
    assert "two" in second.extract_text()


def test_chapters_and_appendices_are_listed_with_their_pages() -> None:
    told = text_of(Contents("Contents"), PageBreak(), Heading("Markets", 1), PageBreak(), Appendix("Rules"))
    assert "Markets 2 Rules 3" in told


def test_a_section_is_not_listed() -> None:
    outline = pages_of(Contents("Contents"), Heading("Markets", 1), Heading("Buyers", 2)).outline
    assert [entry.title for entry in outline] == ["Markets"]  # type: ignore[union-attr]


def test_numbers_stand_before_titles() -> None:
    chart = Figure(Bars((Bar("a", 1, "1"),)), "Most sell near", number="Figure 2")
    assert "3.1 Buyers" in text_of(Heading("Buyers", 2, "3.1"))
    assert "Figure 2 Most sell near" in text_of(chart)


def test_a_table_says_its_title_units_notes_and_source() -> None:
    columns = (Column("buyer", 2), figure_column("sales", 1, "₹"))
    told = text_of(
        Table(
            columns, ((said("traders"), said("12")),), ("n = 40.",), "The firms.", "Sales by buyer", "Table 4"
        )
    )
    assert told.index("Table 4 Sales by buyer") < told.index("buyer sales (₹)") < told.index("traders 12")
    assert told.index("traders 12") < told.index("n = 40. The firms.")


def test_a_long_number_does_not_touch_its_item() -> None:
    years = List((ListItem(said("first")),), is_ordered=True, start=1947)
    few = List((ListItem(said("first")),), is_ordered=True)
    assert left_of("first", years) > left_of("first", few) + 8


def test_an_inner_list_stands_further_in_than_its_own() -> None:
    nested = List((ListItem(said("outer"), (bulleted("inner"),)),))
    assert left_of("inner", nested) > left_of("outer", nested)


def test_a_quote_is_indented() -> None:
    assert left_of("said", Quote((Paragraph(said("said")),))) > left_of("told", Paragraph(said("told")))


def test_a_heading_may_stand_over_a_quote() -> None:
    assert text_of(Heading("Voices"), Quote((Paragraph(said("said")),))).startswith("Voices said")


def test_text_after_a_quote_is_not() -> None:
    quote = Quote((Paragraph(said("said")),), "an owner")
    assert left_of("told", quote, Paragraph(said("told"))) == left_of("told", Paragraph(said("told")))


def test_a_link_can_be_followed() -> None:
    page = pages_of(Paragraph(said("see ", Run("the scheme", link="https://msme.gov.in")))).pages[0]
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert links == ["https://msme.gov.in"]


def test_emphasis_leans() -> None:
    reader = pages_of(Paragraph(said("plain ", Run("leaning", italic=True))))
    stream = ContentStream(reader.pages[0].get_contents(), reader)
    leans = [float(operands[2]) for operands, operator in stream.operations if operator == b"Tm"]
    assert set(leans) == {0.0, 0.2}


def test_a_picture_is_as_wide_as_the_column_at_most(tmp_path: Path) -> None:
    Image.new("RGB", (4000, 1000), "#0B6B75").save(tmp_path / "kiln.png")
    page = pages_of(Picture(tmp_path / "kiln.png", "The first kiln")).pages[0]
    assert len(page.images) == 1
    assert "The first kiln" in page.extract_text()
