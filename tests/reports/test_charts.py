"""Charts as shapes: zero-based, safe against disclosure, the same on page and screen."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldsurvey.reports.pdf import charts
from fieldsurvey.reports.pdf.charts import Bar, Part, Strip
from fieldsurvey.reports.pdf.drawing import Box, Dot, Label, Picture, Stroke, moved, svg


def boxes(picture: Picture) -> list[Box]:
    return [shape for shape in picture.shapes if isinstance(shape, Box)]


def labels(picture: Picture) -> list[str]:
    return [shape.words for shape in picture.shapes if isinstance(shape, Label)]


def test_bars_begin_at_zero_and_keep_their_proportion() -> None:
    first, second = boxes(charts.bars([Bar("a", 0.8, "80 %"), Bar("b", 0.4, "40 %")], longest=1.0))
    assert first.x == second.x
    assert first.width == pytest.approx(2 * second.width)


def test_each_bar_is_labelled_directly() -> None:
    assert labels(charts.bars([Bar("Registered", 0.8, "80 %")])) == ["Registered", "80 %"]


def test_an_interval_is_a_whisker_over_the_bar() -> None:
    picture = charts.bars([Bar("a", 0.5, "50 %", 0.4, 0.6)], longest=1.0)
    whiskers = [
        shape
        for shape in picture.shapes
        if isinstance(shape, Stroke) and shape.points[0][1] == shape.points[1][1]
    ]
    assert len(whiskers) == 1


def test_a_divided_bar_fills_its_line() -> None:
    parts = [Part("a", 1, "25 %"), Part("b", 3, "75 %")]
    drawn = [box for box in boxes(charts.divided([("", parts)], 400)) if box.height == 14]
    assert [box.width for box in drawn] == pytest.approx([99.2, 299.2])


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=80))
@example([0.0, 0.0, 0.0, 0.0, 5e-324])
@example([0.0, 0.0, 0.0, 0.0, 1e-05])
def test_no_column_of_a_histogram_stands_for_too_few_firms(values: list[float]) -> None:
    edges = charts.safe_edges(values, 5)
    counts = [
        sum(low <= v < high or (high == edges[-1] and v == high) for v in values)
        for low, high in pairwise(edges)
    ]
    assert all(count >= 5 for count in counts)
    assert sum(counts) == len(values)


@given(st.floats(-1e7, 1e7), st.floats(0.001, 1e7))
def test_edges_hold_all_values_in_few_steps(low: float, span: float) -> None:
    edges = charts.steps(low, low + span)
    assert edges[0] <= low
    assert edges[-1] >= low + span * (1 - 1e-6)
    assert len(edges) <= 11


def test_the_firm_stands_on_its_strip_between_the_quartiles() -> None:
    picture = charts.strip(
        Strip("Wage", (400, 500, 600), ("400", "500", "600"), own=550, own_text="₹550"), 200
    )
    (dot,) = [shape for shape in picture.shapes if isinstance(shape, Dot)]
    band = boxes(picture)[0]
    assert band.x < dot.x < band.x + band.width
    assert labels(picture) == ["400", "500", "600", "₹550"]


def test_labels_of_close_quartiles_do_not_touch() -> None:
    picture = charts.strip(Strip("x", (100.0, 100.1, 100.2), ("100.0 lakh", "100.1 lakh", "100.2 lakh")), 300)
    places = [shape.x for shape in picture.shapes if isinstance(shape, Label)]
    assert all(after - before > 35 for before, after in pairwise(places))


def test_a_scatter_shows_every_firm_and_the_mean() -> None:
    picture = charts.scatter([(0.1, 0.9), (0.5, 0.5)], (0.3, 0.7), "low", "high", ("a", "b", "c", "d"))
    assert len([shape for shape in picture.shapes if isinstance(shape, Dot)]) == 2
    assert {"a", "b", "c", "d", "low", "high"} <= set(labels(picture))


def test_a_pareto_runs_up_to_the_whole() -> None:
    picture = charts.pareto([Bar("a", 6, "6"), Bar("b", 4, "4")], 10)
    (line,) = [
        shape
        for shape in picture.shapes
        if isinstance(shape, Stroke) and len(shape.points) == 2 and shape.width == 1.2
    ]
    assert line.points[1][1] < line.points[0][1]


def test_the_screen_shows_the_same_shapes() -> None:
    picture = charts.bars([Bar("कच्चा माल & <tools>", 1, "1")])
    root = ElementTree.fromstring(svg(picture))
    kinds = [node.tag.rpartition("}")[2] for node in root]
    assert kinds.count("rect") == 1
    assert "कच्चा माल & <tools>" in [node.text for node in root]


def test_a_moved_shape_keeps_its_form() -> None:
    assert moved(Box(1, 2, 3, 4, "#000000"), 10, 20) == Box(11, 22, 3, 4, "#000000")
    assert moved(Stroke(((0, 0), (1, 1)), "#000000"), 2, 3).points == ((2, 3), (3, 4))
