"""The agent's Markdown as nodes: what is understood, and what is printed as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.reports.document import (
    Align,
    Heading,
    List,
    ListItem,
    Node,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
    said,
)
from fieldsurvey.reports.markdown import nodes


def only(source: str) -> Node:
    """The one node of this text."""
    (node,) = nodes(source)
    return node


def items(*texts: str) -> tuple[ListItem, ...]:
    return tuple(ListItem(said(text)) for text in texts)


def test_lines_of_a_paragraph_are_joined_and_an_empty_line_parts_paragraphs() -> None:
    assert nodes("one\ntwo\n\nthree") == [Paragraph(said("one two")), Paragraph(said("three"))]


def test_two_spaces_at_its_end_break_a_line() -> None:
    assert only("one  \ntwo") == Paragraph(said("one\ntwo"))


def test_bold_and_emphasis_are_dressed() -> None:
    assert only("a **b** *c*") == Paragraph(
        said("a ", Run("b", bold=True), " ", Run("c", italic=True)),
    )


def test_bold_may_end_within_a_word_or_behind_a_danda() -> None:
    assert only("**वाक्य।**अगला") == Paragraph(said(Run("वाक्य।", bold=True), "अगला"))


def test_figures_with_asterisks_and_names_with_underscores_stay() -> None:
    assert only("5 * 3 * 2 of wage_per_day") == Paragraph(said("5 * 3 * 2 of wage_per_day"))


def test_a_link_keeps_its_address() -> None:
    assert only("see [the scheme](https://msme.gov.in)") == Paragraph(
        said("see ", Run("the scheme", link="https://msme.gov.in"))
    )


def test_an_address_that_leads_nowhere_is_printed() -> None:
    assert only("see [the file](C/plan.doc)") == Paragraph(said("see the file (C/plan.doc)"))


@pytest.mark.parametrize(
    "source", ["<b>raw</b>", "<!-- x -->", "a &amp; b", "`code`", "![kiln](kiln.jpg)", "---", "[a]: http://b"]
)
def test_what_the_document_has_no_node_for_is_printed_as_it_was_written(source: str) -> None:
    assert only(source) == Paragraph(said(source))


def test_headings_stand_under_those_of_the_template() -> None:
    assert nodes("## Kilns\n### Old **ones**\n#new") == [
        Heading("Kilns", 4),
        Heading("Old ones", 5),
        Heading("new", 3),
    ]


def test_the_agents_highest_heading_leaves_no_level_out() -> None:
    assert only("### Kilns") == Heading("Kilns", 3)


@pytest.mark.parametrize("sign", ["-", "*", "•"])
def test_bullets(sign: str) -> None:
    assert only(f"{sign} one\n{sign} two") == List(items("one", "two"))


def test_numbers_begin_where_they_were_written() -> None:
    assert only("3. three\n4. four") == List(items("three", "four"), is_ordered=True, start=3)


def test_a_list_may_stand_right_under_its_sentence() -> None:
    assert nodes("Steps:\n2. two\n3. three") == [
        Paragraph(said("Steps:")),
        List(items("two", "three"), is_ordered=True, start=2),
    ]


def test_lists_stand_within_lists() -> None:
    inner = List(items("a", "b"), is_ordered=True)
    assert only("- one\n  1. a\n  2. b\n- two") == List((ListItem(said("one"), (inner,)), *items("two")))


def test_a_table_has_columns_as_wide_as_their_words_and_figures_at_the_end() -> None:
    table = only("| kiln | year |\n|---|--:|\n| The first kiln | 1901 |")
    assert isinstance(table, Table)
    assert [(column.head, column.share, column.align) for column in table.columns] == [
        ("kiln", 14, Align.START),
        ("year", 4, Align.END),
    ]
    assert table.rows == ((said("The first kiln"), said("1901")),)


def test_a_quote_holds_paragraphs() -> None:
    assert only("> We work\n> at night.") == Quote((Paragraph(said("We work at night.")),))


def test_a_quote_in_a_thousand_quotes_ends_somewhere() -> None:
    assert isinstance(only("> " * 1000 + "x"), Quote)


@given(st.text("abc दकष्ि,.", min_size=1, max_size=60))
def test_no_letter_of_plain_text_is_lost(source: str) -> None:
    told = "".join(plain(node.runs) for node in nodes(source) if isinstance(node, Paragraph))
    assert told.replace(" ", "") == source.replace(" ", "")
