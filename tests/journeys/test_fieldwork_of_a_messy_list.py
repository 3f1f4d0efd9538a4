"""From an office's messy list to coverage and weights, on the command line: every figure equals one reckoned by hand beside it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from fieldsurvey.records import CaseRole, Outcome
from fieldsurvey.study import Study
from tests.support import messy_list
from tests.support.fixtures_command_line import Run
from tests.support.small_form import NOW

AGENTS = ("Meena Patil", "Ravi Gowda", "Savitha Naik")
ENDS = ("completed",) * 12 + ("refused", "closed", "not found", "out of scope", "partial", "away")
"""How calls end, in turn: of eighteen, twelve are completed."""
FAILED = {"refused", "closed", "not found", "out of scope"}


@pytest.fixture
def fieldwork(run: Run, study: Study, tmp_path: Path) -> tuple[Path, list[tuple[str, str, str]]]:
    """The study after 140 visits, and (stratum, firm's number, outcome) of each, as the agents' notebooks have them."""
    path = study.path
    study.close()
    units = messy_list.write(tmp_path / "units.xlsx")
    assert run("register", "import", path, units, "--source", "DIC Mandya list, Aug 2025")[0] == 0
    with Study.open(path) as opened:
        pair = next(
            one
            for one in opened.register.lookalikes()
            if one.likeness == 100 and one.other.name == "ಚೌಡೇಶ್ವರಿ ದೀಪ"
        )
    assert run("register", "merge", path, pair.one.number, pair.other.number)[0] == 0
    sizes = ("--sizes", "5,20", "--firms", "98", "--spread-over", "place")
    assert run("sample", "draw", path, *sizes, "--seed", "20261020")[0] == 0
    with Study.open(path) as opened:
        numbers = {firm.id: str(firm.number) for firm in opened.register.listing()}
        drawn = [one for one in opened.fieldwork.cases() if one.role is CaseRole.DRAWN]
    for place, agent in enumerate(AGENTS):
        mine = [numbers[one.firm_id] for one in drawn[place::3]]
        assert run("assign", path, *mine, "--agent", agent, "--on", "2026-11-28")[0] == 0
    return path, _walked(path, [(one.stratum, numbers[one.firm_id]) for one in drawn])


def _walked(path: Path, drawn: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """140 visits: everybody once in turn, those who were away again and again, substitutes as they come in."""
    notebook: list[tuple[str, str, str]] = []
    waiting = list(drawn)
    with Study.open(path, clock=lambda: NOW) as opened:
        while len(notebook) < 140:
            stratum, number = waiting.pop(0)
            outcome = ENDS[len(notebook) % len(ENDS)]
            firm = opened.register.firm(number).id
            when = NOW - timedelta(hours=200 - len(notebook))
            opened.fieldwork.add_visit(firm, Outcome(outcome), reason="said so", at=when)
            notebook.append((stratum, number, outcome))
            if outcome == "away":
                waiting.append((stratum, number))
            if outcome in FAILED and _reserve(opened, stratum):
                taken = opened.fieldwork.substitute(firm, "said so").ids[1]
                waiting.append((stratum, str(opened.register.firm(taken).number)))
            if not waiting:
                waiting = [entry[:2] for entry in notebook if entry[2] == "completed"]  # a second look
    return notebook


def _reserve(opened: Study, stratum: str) -> bool:
    return any((one.role, one.stratum) == (CaseRole.RESERVE, stratum) for one in opened.fieldwork.cases())


def test_coverage_and_weights_are_those_reckoned_by_hand(
    run: Run, fieldwork: tuple[Path, list[tuple[str, str, str]]]
) -> None:
    path, notebook = fieldwork
    told = json.loads(run("coverage", path, "--json")[1])
    assert (told["visits"], told["all"]["population"]) == (140, 411)
    last = {number: (stratum, outcome) for stratum, number, outcome in notebook}
    frame = Counter(_size(row) for row in _firms(path))
    for one in told["strata"]:
        counted = Counter(outcome for stratum, outcome in last.values() if stratum == one["stratum"])
        assert one["population"] == frame[one["stratum"]]
        assert [
            one[name] for name in ("completed", "partial", "refused", "closed", "not_found", "out_of_scope")
        ] == [
            counted[name]
            for name in ("completed", "partial", "refused", "closed", "not found", "out of scope")
        ]
        never = one["drawn"] - sum(counted.values())
        assert one["to_visit"] == never + counted["away"]
        eligible = counted["completed"] + counted["partial"] + counted["refused"] + counted["away"]
        e = eligible / (eligible + counted["closed"] + counted["out of scope"])
        met = counted["completed"] + counted["partial"] + counted["refused"]
        assert one["response_rate"] == pytest.approx(counted["completed"] / (met + e * counted["not found"]))
        assert one["weight"] == pytest.approx(
            one["population"] * e / (counted["completed"] + counted["partial"])
        )
    assert sum(one["drawn"] for one in told["strata"]) == told["all"]["drawn"]
    assert told["all"]["drawn"] == 98 + told["all"]["replaced"]
    assert {outcome for _stratum, _number, outcome in notebook} == set(ENDS)


def _firms(path: Path) -> list[int]:
    with Study.open(path) as opened:
        return [firm.workers or 0 for firm in opened.register.listing()]


def _size(workers: int) -> str:
    return "0–4 workers" if workers < 5 else "5–19 workers" if workers < 20 else "20 workers and more"


def test_nothing_of_it_can_be_changed_unseen(fieldwork: tuple[Path, list[tuple[str, str, str]]]) -> None:
    with Study.open(fieldwork[0]) as opened:
        assert opened.safety.verify().faults == ()
        events = Counter(line.event for line in opened.interviews.history(""))
    assert (events["list imported"], events["firms merged"], events["sample drawn"], events["visited"]) == (
        1,
        1,
        1,
        140,
    )


def test_a_visit_and_a_plan_on_the_command_line(
    run: Run, fieldwork: tuple[Path, list[tuple[str, str, str]]]
) -> None:
    path, notebook = fieldwork
    code, _, complained = run("visit", "add", path, notebook[0][1], "--outcome", "refused")
    assert (code, "Say why" in complained) == (2, True)
    assert run("visit", "add", path, notebook[0][1], "--outcome", "refused", "--reason", "no time")[0] == 0
    told = json.loads(run("sample", "plan", path, "--sizes", "5,20", "--margin", "7.5", "--json")[1])
    assert sum(one["drawn"] for one in told["strata"]) == 94
    assert round(100 * told["margin"], 1) == pytest.approx(7.5, abs=0.2)
    assert run("sample", "draw", path, "--sizes", "5,20", "--seed", "1")[0] == 2


def test_the_note_is_printed_with_the_numbers_of_the_draw(
    run: Run, fieldwork: tuple[Path, list[tuple[str, str, str]]]
) -> None:
    path, _notebook = fieldwork
    said = run("sample", "note", path)[1]
    assert "“DIC Mandya list, Aug 2025” (447 rows)" in said
    assert "412 firms: 16 rows were no firms, 19 named a firm once more" in said
    assert "look-alikes merged, the frame has 411 firms" in said
    assert "20261020" in said
    with Study.open(path) as opened:
        assert said.count("took the place of firm") == len(opened.fieldwork.substitutions()) > 0
    assert "20261020" in run("sample", "note", path, "--language", "kn")[1]
