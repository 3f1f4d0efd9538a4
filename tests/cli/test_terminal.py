"""What somebody typed, imported or sent orders the terminal nothing, wherever a verb prints it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from fieldsurvey import cli
from fieldsurvey.cli import terminal
from fieldsurvey.records import Cluster, Comment, Questionnaire
from fieldsurvey.records.selection import Candidate, SelectionSheet
from fieldsurvey.records.set_up import SetUp
from fieldsurvey.study import Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS

HOSTILE = "Sharma \x1b]0;owned\x07\x1b[8m\x9b31m\u202eBrass\r\n0099\tForged Works\tPlace"
"""Sets the title of the window, hides what follows, turns the line round, and forges a line and cells of its own."""
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
_ID = "{identity}"
_VERBS = [
    ("register", "list"),
    ("register", "duplicates"),
    ("history",),
    ("history", "--interview", _ID),
    ("interview", "show", _ID),
    ("interview", "list"),
    ("selection", "show"),
    ("study", "show"),
    ("review", "queue"),
    ("quality",),
    ("coverage",),
    ("sample", "plan", "--by", "place"),
    ("verify",),
]
"""Verbs that print what stands in a study."""


@pytest.fixture
def hostile(tmp_path: Path, questionnaire: Questionnaire) -> tuple[Path, str]:
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(name=HOSTILE), [questionnaire], passphrase=None) as study:
        study.context.who = lambda: HOSTILE
        identity = study.interviews.add(
            "small", {**ANSWERS, "/data/identity/firm_name": "Sharma \x9b31m\u202e"}
        )
        study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Sharma \x9b31m\u202e"})
        study.annotations.comment(identity, Comment("/data/labour/workers", HOSTILE, True))
        for _twice in range(2):
            study.register.add(HOSTILE, {"place": HOSTILE, "phone": "9845012345"})
        study.set_up.change(SetUp(selection=SelectionSheet((Candidate(HOSTILE),))))
    return path, identity


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("verb", _VERBS, ids=" ".join)
def test_nothing_that_stands_in_a_study_orders_the_terminal(
    run: Run, hostile: tuple[Path, str], verb: tuple[str, ...], as_json: bool
) -> None:
    path, identity = hostile
    at = 2 if len(verb) > 1 and not verb[1].startswith("-") else 1
    words = [*verb[:at], path, *(word.format(identity=identity) for word in verb[at:])]
    if as_json:
        if verb[0] == "history":
            pytest.skip("it has no JSON")
        words.append("--json")
    code, said, fault = run(*words)
    assert (code, fault) == (0, "")
    assert not _ORDERS.search(said)
    if as_json:
        told = json.loads(said)
        assert verb[:2] != ("register", "list") or told[0]["label"] == " ".join(HOSTILE.split())
    else:
        assert not any(line.startswith("0099") for line in said.splitlines())


def test_a_fault_that_quotes_somebody_orders_it_nothing(run: Run, hostile: tuple[Path, str]) -> None:
    code, _said, fault = run("withdraw", hostile[0], "\x9b31m\u202eX")
    assert code == 2
    assert "X" in fault
    assert not _ORDERS.search(fault)


def test_every_verb_prints_through_the_one_door() -> None:
    folder = Path(cli.__file__).parent
    others = [path for path in folder.glob("*.py") if path.name != "terminal.py"]
    assert [path.name for path in others if re.search(r"click\.s?echo|\bprint\(", path.read_text())] == []


def test_what_goes_by_while_one_waits_orders_it_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    terminal.show_progress(1, 2, HOSTILE)
    assert not _ORDERS.search(capsys.readouterr().err.lstrip("\r"))
