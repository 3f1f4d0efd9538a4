"""The selection sheet: six considerations scored with evidence, several clusters ranked, spread over regions and products weighed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records.selection import Candidate, Consideration, SelectionSheet
from fieldsurvey.records.set_up import SetUp
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.fixtures_command_line import Run


def candidate(name: str, state: str, product: str, *scores: int) -> Candidate:
    told = dict(zip(Consideration, scores, strict=True))
    return Candidate(name, state, product, told, dict.fromkeys(Consideration, "seen in the survey of 2025"))


BRASS = candidate("Nagamangala", "Karnataka", "Metalware", 5, 4, 4, 5, 4, 5)  # 27 of 30: 90
LAMPS = candidate("Kumbakonam", "Tamil Nadu", "Metalware", 5, 4, 4, 4, 4, 5)  # 26 of 30: 86.67
SILK = candidate("Bhagalpur", "Bihar", "Textiles", 4, 3, 4, 4, 4, 5)  # 24 of 30: 80


def order(study: Study, sheet: SelectionSheet) -> list[tuple[int, str, float]]:
    study.set_up.change(SetUp(selection=sheet))
    return [(one.rank, one.candidate.name, round(one.points, 2)) for one in study.set_up.ranking()]


def test_without_weights_it_is_the_mean_of_the_six(study: Study) -> None:
    sheet = SelectionSheet((SILK, BRASS, LAMPS))
    assert order(study, sheet) == [(1, "Nagamangala", 90.0), (2, "Kumbakonam", 86.67), (3, "Bhagalpur", 80.0)]


def test_spread_over_regions_and_products_brings_another_forward(study: Study) -> None:
    """By hand: of 8 parts, 5.4 + 2 = 92.5; then Bhagalpur 4.8 + 2 = 85, Kumbakonam 5.2 + 0 = 65."""
    sheet = SelectionSheet((BRASS, LAMPS, SILK), region=1, product=1)
    assert order(study, sheet) == [(1, "Nagamangala", 92.5), (2, "Bhagalpur", 85.0), (3, "Kumbakonam", 65.0)]
    told = {
        one.candidate.name: (one.region, one.is_new_region, one.is_new_product)
        for one in study.set_up.ranking()
    }
    assert told["Kumbakonam"] == ("South", False, False)
    assert told["Bhagalpur"][1:] == (True, True)


def test_a_weight_counts_as_often_as_it_says(study: Study) -> None:
    """Growth alone: 5, 4 and 4 of 5; the two with the same points share a rank."""
    weights = {one: float(one is Consideration.GROWTH) for one in Consideration}
    sheet = SelectionSheet((SILK, LAMPS, BRASS), weights)
    assert order(study, sheet) == [(1, "Nagamangala", 100.0), (2, "Bhagalpur", 80.0), (2, "Kumbakonam", 80.0)]


def test_what_has_no_score_or_no_evidence_is_named(study: Study) -> None:
    bare = Candidate("Jalesar", "Uttar Pradesh", "", {Consideration.GROWTH: 3, Consideration.EMPLOYMENT: 0})
    study.set_up.change(SetUp(selection=SelectionSheet((bare,))))
    (one,) = study.set_up.ranking()
    assert round(one.points, 2) == 10.0
    assert one.unproven == (Consideration.GROWTH,)
    assert Consideration.LEADERSHIP in one.unscored
    assert Consideration.EMPLOYMENT not in one.unscored


def test_it_is_kept_and_sealed(study: Study) -> None:
    sheet = SelectionSheet((BRASS, SILK), {Consideration.GROWTH: 2.0}, 1.0, 0.5)
    study.set_up.change(SetUp(selection=sheet))
    assert study.set_up.read().selection == sheet
    assert study.safety.verify().faults == ()
    rows.damage(study, "UPDATE setting SET value = replace(value, 'Bhagalpur', 'Surat') WHERE key = 'set_up'")
    assert study.safety.verify().faults != ()


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (SelectionSheet((BRASS, BRASS)), "a name of its own"),
        (SelectionSheet((Candidate(" "),)), "a name of its own"),
        (SelectionSheet((candidate("A", "", "", 6, 0, 0, 0, 0, 0),)), "from 0 to 5"),
        (SelectionSheet((candidate("A", "", "", -1, 0, 0, 0, 0, 0),)), "from 0 to 5"),
        (SelectionSheet((BRASS,), region=-1), "0 or more"),
        (SelectionSheet((BRASS,), dict.fromkeys(Consideration, 0.0)), "above 0"),
        (SelectionSheet((BRASS,), {Consideration.GROWTH: float("nan")}), "0 or more"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    study: Study, sheet: SelectionSheet, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        study.set_up.change(SetUp(selection=sheet))
    assert study.set_up.read().selection == SelectionSheet()


def test_a_script_keeps_and_shows_it(run: Run, study: Study, tmp_path: Path) -> None:
    study.close()
    told = {
        "candidates": [
            {
                "name": "Nagamangala",
                "state": "Karnataka",
                "scores": {"growth": 5},
                "evidence": {"growth": "orders"},
            },
            {"name": "Surat", "state": "Gujarat", "scores": {"growth": 2}},
        ]
    }
    (tmp_path / "s.json").write_text(json.dumps(told), "utf-8")
    assert run("selection", "set", study.path, tmp_path / "s.json")[0] == 0
    code, out, _ = run("selection", "show", study.path)
    assert code == 0
    assert out.splitlines()[0].startswith("1\t16.7\tNagamangala\tSouth\tgrowth 5; no score: technology")
    assert "no evidence: growth" in out.splitlines()[1]
    (first, _second) = json.loads(run("selection", "show", study.path, "--json")[1])
    assert (first["rank"], first["candidate"]["name"]) == (1, "Nagamangala")


@pytest.mark.parametrize(
    "text", ["", "[", "[1]", '{"candidates": [{}]}', '{"candidates": [{"name": "A", "scores": {"luck": 3}}]}']
)
def test_a_file_that_is_no_sheet_is_one_sentence(run: Run, study: Study, tmp_path: Path, text: str) -> None:
    study.close()
    (tmp_path / "s.json").write_text(text, "utf-8")
    code, _, complained = run("selection", "set", study.path, tmp_path / "s.json")
    assert (code, "cannot be read" in complained) == (2, True)


@pytest.mark.parametrize("score", ["4.5", "Infinity", "null"])
def test_half_a_score_is_refused_and_not_cut(run: Run, study: Study, tmp_path: Path, score: str) -> None:
    study.close()
    sheet = tmp_path / "s.json"
    sheet.write_text(f'{{"candidates": [{{"name": "Brass", "scores": {{"growth": {score}}}}}]}}')
    code, _out, told = run("selection", "set", study.path, sheet)
    assert code
    assert "The selection sheet cannot be read" in told
