"""Indicators over interviews: n, reasons for missing answers, intervals by design, what is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldsurvey.analysis.answers import Answered, codes_of
from fieldsurvey.analysis.indicators import Figure, measure, measure_answered
from fieldsurvey.records import Choice, Cluster, Indicator, Interview, Question, Questionnaire, Stage
from fieldsurvey.xforms import parse_form
from tests.reports.survey import CLUSTER, NOW, Filled, survey


def figure(indicator: Indicator, *answers: str, cluster: Cluster | None = None, choices: str = "") -> Figure:
    """One indicator over firms that gave these answers to question `a` (and 10 to `b`)."""
    codes = codes_of([Question("/data/a", "a", "integer", missing=("dk", "refused"))])
    firms = [
        Answered(str(n), Filled(f"<data><a>{answer}</a><b>10</b></data>"), codes)
        for n, answer in enumerate(answers)
    ]
    listed = tuple(Choice(code, {}) for code in choices.split())
    form = Questionnaire(
        "f", "1", "F", "", (Question("/data/a", "a", "select_one", choices=listed),), indicators=(indicator,)
    )
    return measure_answered(firms, form, cluster or Cluster()).by_name[indicator.name]


MEAN = Indicator("x", "s", {}, "mean", variable="/data/a")
SHARE = Indicator("x", "s", {}, "share", variable="/data/a = 'yes'")
COUNT = Indicator("x", "s", {}, "distribution", variable="/data/a")


def test_reasons_for_no_number_are_counted_apart() -> None:
    found = figure(MEAN, "1", "2", "3", "4", "5", "-98", "-99", "-99", "")
    assert (found.estimate.value, found.n) == (3, 5)
    assert (found.missing, found.dont_know, found.refused, found.asked) == (1, 1, 2, 9)


def test_a_question_nobody_answered_is_no_no() -> None:
    found = figure(SHARE, "yes", "no", "", "dk", "refused")
    assert (found.estimate.value, found.n) == (0.5, 2)
    assert (found.missing, found.dont_know, found.refused) == (1, 1, 1)


def test_only_firms_of_the_universe_are_asked() -> None:
    found = figure(replace(MEAN, universe="/data/a > 2"), "1", "2", "3", "4")
    assert (found.asked, found.surveyed, found.estimate.value) == (2, 4, 3.5)


def test_an_expression_that_cannot_be_evaluated_leaves_firms_without_answer() -> None:
    found = figure(replace(MEAN, variable="nonsense-function(/data/a)"), "1", "2")
    assert (found.n, found.missing) == (0, 2)


def test_a_ratio_divides_sums() -> None:
    found = figure(Indicator("x", "s", {}, "ratio", numerator="/data/a", denominator="/data/b"), "5", "15")
    assert found.estimate.value == 1
    assert found.values == {"0": 0.5, "1": 1.5}


def test_a_purposive_sample_gets_no_interval() -> None:
    assert figure(MEAN, "1", "2", "3").estimate.low is None


def test_a_random_sample_gets_one_and_a_larger_share_narrows_it() -> None:
    few = figure(MEAN, "1", "2", "3", cluster=Cluster(population=1000, sample_design="random")).estimate
    many = figure(MEAN, "1", "2", "3", cluster=Cluster(population=4, sample_design="random")).estimate
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low


def test_totals_are_sums_and_only_a_random_sample_projects_them() -> None:
    total = replace(MEAN, statistic="total")
    seen = figure(total, "1", "1", "1", "1", "1", "1")
    drawn = figure(
        total, "1", "1", "1", "1", "1", "1", cluster=Cluster(population=60, sample_design="random")
    )
    assert (seen.estimate.value, seen.projected) == (6, None)
    assert drawn.estimate.value == 6
    assert drawn.projected is not None
    assert drawn.projected.value == 60


def test_a_total_one_firm_dominates_is_hidden() -> None:
    assert figure(replace(MEAN, statistic="total"), "1", "1", "1", "1", "1", "90").is_hidden


def test_fewer_than_five_firms_are_hidden_and_fewer_than_ten_when_sensitive() -> None:
    assert figure(MEAN, "1", "2", "3", "4").is_hidden
    assert not figure(MEAN, "1", "2", "3", "4", "5").is_hidden
    assert figure(replace(MEAN, sensitive=True), *"123456789").is_hidden


def test_an_indicator_made_of_a_sensitive_question_is_sensitive() -> None:
    question = Question("/data/a", "a", "integer", disclosure="sensitive")
    firms = [Answered(str(n), Filled(f"<data><a>{n}</a></data>")) for n in range(9)]
    form = Questionnaire("f", "1", "F", "", (question,), indicators=(replace(MEAN, variable="/data/a * 2"),))
    assert measure_answered(firms, form, Cluster()).by_name["x"].is_hidden


def test_a_share_of_few_is_marked_not_told() -> None:
    assert figure(SHARE, *["yes"] * 3, *["no"] * 20).is_count_small
    assert figure(SHARE, *["no"] * 3, *["yes"] * 20).is_count_small
    assert not figure(SHARE, *["no"] * 5, *["yes"] * 20).is_count_small


def test_choices_are_counted_in_the_forms_order_with_small_cells_hidden() -> None:
    found = figure(COUNT, *["b"] * 12, *["a"] * 7, *["c"] * 2, choices="a b c")
    assert [(cell.code, cell.n, cell.is_hidden) for cell in found.cells] == [
        ("a", 7, True),
        ("b", 12, False),
        ("c", 2, True),
    ]
    assert found.cells[1].share == pytest.approx(12 / 21)


def test_several_choices_each_count() -> None:
    found = figure(COUNT, *["a b"] * 6, *["b"] * 6, choices="a b")
    assert [(cell.code, cell.n) for cell in found.cells] == [("a", 6), ("b", 12)]


def test_a_ranking_gives_borda_points() -> None:
    found = figure(
        replace(COUNT, statistic="rank"), *["a b c"] * 3, *["b a c"] * 3, *["b c a"] * 3, choices="a b c"
    )
    assert [(cell.code, cell.score) for cell in found.cells] == [
        ("b", pytest.approx(8 / 3)),
        ("a", pytest.approx(2)),
        ("c", pytest.approx(4 / 3)),
    ]


def test_few_firms_and_wide_figures_are_flagged() -> None:
    wide = figure(MEAN, "1", "1", "1", "1", "100", cluster=Cluster(sample_design="random"))
    assert wide.is_few
    assert wide.is_wide


def test_quartiles_lie_on_the_firms_values() -> None:
    figures, _, _ = survey()
    quartiles = figures.by_name["turnover_median"].quartiles
    assert quartiles == (875_000, 1_375_000, 1_875_000)


def test_measures_through_the_engine() -> None:
    xform = """<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"><h:head><h:title>T</h:title>
    <model><instance><data id="t"><a/><twice/></data></instance><bind nodeset="/data/a" type="int"/>
    <bind nodeset="/data/twice" type="string" calculate="/data/a * 2"/></model></h:head>
    <h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>"""
    form = Questionnaire("t", "", "T", xform, (), indicators=(replace(MEAN, variable="/data/twice"),))
    taken = [
        Interview(
            f"uuid:{n}",
            "t",
            "",
            Stage.FINALISED,
            "",
            f'<data id="t"><a>{n}</a><twice>{n * 2}</twice></data>',
            NOW,
            NOW,
        )
        for n in range(1, 7)
    ]
    found = measure(parse_form(xform), form, taken, CLUSTER).by_name["x"]
    assert (found.n, found.estimate.value) == (6, 7)


def test_where_firms_name_several_only_the_small_cell_is_hidden() -> None:
    found = figure(COUNT, *["local india"] * 12, *["local"] * 3, *["abroad local"] * 2)
    assert [cell.code for cell in found.cells if cell.is_hidden] == ["abroad"]
