"""Charts as shapes: zero-based, safe against disclosure, the same on page and screen."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldsurvey.reports.charts import (
    Bar,
    Bars,
    Divided,
    Histogram,
    Pareto,
    Part,
    Scatter,
    Strip,
    Strips,
    in_words,
)
from fieldsurvey.reports.charts.edges import counted, safe_edges, steps
from fieldsurvey.reports.charts.shapes import Box, Dot, Drawing, Label, Stroke, moved
from fieldsurvey.reports.charts.svg import svg
from fieldsurvey.reports.pdf.charts import draw


def boxes(drawing: Drawing) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box)]


def labels(drawing: Drawing) -> list[str]:
    return [shape.words for shape in drawing.shapes if isinstance(shape, Label)]


def test_bars_begin_at_zero_and_keep_their_proportion() -> None:
    first, second = boxes(draw(Bars((Bar("a", 0.8, "80 %"), Bar("b", 0.4, "40 %")), longest=1.0)))
    assert first.x == second.x
    assert first.width == pytest.approx(2 * second.width)


def test_each_bar_is_labelled_directly() -> None:
    assert labels(draw(Bars((Bar("Registered", 0.8, "80 %"),)))) == ["Registered", "80 %"]


def test_an_interval_is_a_whisker_over_the_bar() -> None:
    drawing = draw(Bars((Bar("a", 0.5, "50 %", 0.4, 0.6),), longest=1.0))
    whiskers = [
        shape
        for shape in drawing.shapes
        if isinstance(shape, Stroke) and shape.points[0][1] == shape.points[1][1]
    ]
    assert len(whiskers) == 1


def test_a_divided_bar_fills_its_line() -> None:
    chart = Divided((("", (Part("a", 1, "25 %"), Part("b", 3, "75 %"))),))
    drawn = [box for box in boxes(draw(chart, 400)) if box.height == 14]
    assert [box.width for box in drawn] == pytest.approx([99.2, 299.2])


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=80))
@example([0.0, 0.0, 0.0, 0.0, 5e-324])
@example([0.0, 0.0, 0.0, 0.0, 1e-05])
def test_no_column_of_a_histogram_stands_for_too_few_firms(values: list[float]) -> None:
    counts = counted(values, safe_edges(values, 5))
    assert all(count >= 5 for count in counts)
    assert sum(counts) == len(values)


@given(st.floats(-1e7, 1e7), st.floats(0.001, 1e7))
def test_edges_hold_all_values_in_few_steps(low: float, span: float) -> None:
    edges = steps(low, low + span)
    assert edges[0] <= low
    assert edges[-1] >= low + span * (1 - 1e-6)
    assert len(edges) <= 11


def test_the_firm_stands_on_its_strip_between_the_quartiles() -> None:
    wage = Strip("Wage", (400, 500, 600), ("400", "500", "600"), own=550, own_text="₹550")
    drawing = draw(Strips((wage,)))
    (dot,) = [shape for shape in drawing.shapes if isinstance(shape, Dot)]
    band = boxes(drawing)[0]
    assert band.x < dot.x < band.x + band.width
    assert labels(drawing) == ["Wage", "", "400", "500", "600", "₹550"]


def test_labels_of_close_quartiles_do_not_touch() -> None:
    strip = Strip("x", (100.0, 100.1, 100.2), ("100.0 lakh", "100.1 lakh", "100.2 lakh"))
    drawing = draw(Strips((strip,)))
    places = [shape.x for shape in drawing.shapes if isinstance(shape, Label) and "lakh" in shape.words]
    assert all(after - before > 35 for before, after in pairwise(places))


def test_a_scatter_shows_every_firm_and_the_mean() -> None:
    drawing = draw(Scatter(((0.1, 0.9), (0.5, 0.5)), (0.3, 0.7), "low", "high", ("a", "b", "c", "d")))
    assert len([shape for shape in drawing.shapes if isinstance(shape, Dot)]) == 2
    assert {"a", "b", "c", "d", "low", "high"} <= set(labels(drawing))


def test_a_pareto_runs_up_to_the_whole() -> None:
    drawing = draw(Pareto((Bar("a", 6, "6"), Bar("b", 4, "4")), 10))
    (line,) = [
        shape
        for shape in drawing.shapes
        if isinstance(shape, Stroke) and len(shape.points) == 2 and shape.width == 1.2
    ]
    assert line.points[1][1] < line.points[0][1]


def test_the_screen_shows_the_same_shapes() -> None:
    drawing = draw(Bars((Bar("कच्चा माल & <tools>", 1, "1"),)))
    root = ElementTree.fromstring(svg(drawing))
    kinds = [node.tag.rpartition("}")[2] for node in root]
    assert kinds.count("rect") == 1
    assert "कच्चा माल & <tools>" in [node.text for node in root]


def test_a_moved_shape_keeps_its_form() -> None:
    assert moved(Box(1, 2, 3, 4, "#000000"), 10, 20) == Box(11, 22, 3, 4, "#000000")
    assert moved(Stroke(((0, 0), (1, 1)), "#000000"), 2, 3).points == ((2, 3), (3, 4))


def test_a_histogram_names_its_edges_and_counts() -> None:
    drawing = draw(Histogram((5, 7), (0, 10, 20), ("nought", "ten", "twenty")))
    assert labels(drawing) == ["5", "7", "nought", "ten", "twenty"]


def test_bars_are_told_in_the_order_in_which_they_are_drawn() -> None:
    assert (
        in_words(Bars((Bar("Bank", 0.5, "50 %"), Bar("School", 0.2, "20 %")))) == "Bank: 50 %; School: 20 %"
    )


def test_the_parts_of_a_whole_are_told() -> None:
    parts = (Part("near", 1, "25 %"), Part("far", 3, "75 %"))
    assert in_words(Divided((("Sales", parts),))) == "Sales, near: 25 %; Sales, far: 75 %"


def test_a_histogram_is_told_from_edge_to_edge() -> None:
    chart = Histogram((5, 7), (0, 10, 20), ("0", "10", "20"))
    assert in_words(chart) == "0\u2009–\u200910: 5; 10\u2009–\u200920: 7"


def test_a_strip_is_told_with_its_unit_and_the_firms_own_value() -> None:
    wage = Strip("Wage", (400, 500, 600), ("400", "500", "600"), own=550, own_text="₹550", unit="₹ a day")
    assert in_words(Strips((wage,))) == "Wage (₹ a day): 400 | 500 | 600; ₹550"


def test_a_cloud_of_points_is_not_told_point_by_point() -> None:
    assert in_words(Scatter(((0.1, 0.9),), None, "low", "high", ("a", "b", "c", "d"))) == ""
