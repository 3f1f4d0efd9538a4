"""The command line's verbs about the study as a whole: verify, backup, restore."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldsurvey.cli import main
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from tests.support import rows
from tests.support.markdown_form import write_form
from tests.support.small_form import ANSWERS, PASSPHRASE

TOWNS = """
    | survey   |                  |         |       |
    |          | type             | name    | label |
    |          | select_one towns | town    | Town  |
    | settings |                  |         |       |
    |          | form_id          | version |       |
    |          | towns            | 1       |       |
    | choices  |                  |         |       |
    |          | list_name        | name    | label |
"""


@pytest.fixture
def path(tmp_path: Path, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A locked study with one interview; its passphrase stands in the environment."""
    made = tmp_path / "brass.study"
    with Study.create(made, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        study.interviews.add("small", ANSWERS)
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", PASSPHRASE)
    return made


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def firms(path: Path) -> list[str]:
    with Study.open(path, PASSPHRASE) as study:
        return sorted(row.firm for row in study.interviews.listing())


def test_a_whole_study_is_said_to_be_whole(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", path) == 0
    said = capsys.readouterr().out
    assert "1 interviews, 0 attachments and 6 lines of history were looked at.\nEverything is whole." in said


def test_a_tampered_study_is_told_fault_by_fault(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows.change(path, "UPDATE interview SET xml = replace(xml, 'Sharma', 'Varma')", passphrase=PASSPHRASE)
    assert run("verify", path) == 1
    assert "differs from the answers kept" in capsys.readouterr().out


def test_the_verdict_is_one_object_for_programs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", path, "--json") == 0
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["whole"], verdict["interviews"], verdict["faults"]) == (True, 1, [])


def test_a_seal_noted_earlier_is_held_against_the_history(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("verify", path, "--json")
    seal = json.loads(capsys.readouterr().out)["seal"]
    assert run("verify", path, "--seal", seal) == 0
    assert run("verify", path, "--seal", "1-00ff00ff") == 1


def test_a_damaged_study_is_a_sentence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    assert run("verify", path) in (1, 2)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err


def test_a_backup_goes_to_the_folder_named_and_comes_back(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", path, "--to", tmp_path / "stick") == 0
    (backup,) = (tmp_path / "stick").glob("brass backups */*.study")
    with Study.open(path, PASSPHRASE) as study:
        study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Verma"})
    assert run("restore", path, backup) == 0
    assert firms(path) == ["Sharma Brass Works"]
    assert "is the study as it was before" in capsys.readouterr().out


def test_a_backup_of_another_study_does_not_take_its_place(
    path: Path, tmp_path: Path, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.study"
    Study.create(other, Cluster(), [questionnaire], passphrase="another seven words").close()
    assert run("restore", path, other) == 2
    assert "passphrase" in capsys.readouterr().err
    assert firms(path) == ["Sharma Brass Works"]


def test_another_studys_file_is_taken_with_a_second_word(
    path: Path, tmp_path: Path, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.study"
    Study.create(other, Cluster(), [questionnaire], passphrase=PASSPHRASE).close()
    assert run("restore", path, other) == 2
    assert "--other-study" in capsys.readouterr().err
    assert run("restore", path, other, "--other-study") == 0
    assert firms(path) == []


def test_a_plain_file_takes_a_locked_studys_place_with_a_second_word(
    path: Path, tmp_path: Path, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.study"
    Study.create(other, Cluster(), [questionnaire], passphrase=None).close()
    assert run("restore", path, other, "--other-study") == 2
    assert "--unlock" in capsys.readouterr().err
    assert firms(path) == ["Sharma Brass Works"]
    assert run("restore", path, other, "--other-study", "--unlock") == 0
    Study.open(path).close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE origin SET begun_at = 'x'",
        "DROP TABLE annotation",
        "DROP TABLE outbox",
        "DROP TABLE tombstone",
        "DROP TABLE origin",
        "ALTER TABLE submission RENAME COLUMN xml TO other",
    ],
)
def test_a_study_that_lost_a_table_is_told_in_sentences(
    path: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    rows.damage(path, change, passphrase=PASSPHRASE)
    assert run("verify", path) in (1, 2)
    said = capsys.readouterr()
    assert "amaged" in said.out + said.err


@pytest.mark.parametrize(
    "change", ["DELETE FROM list", "UPDATE list SET columns = '[]'", "DROP TABLE list_1"]
)
def test_a_list_that_is_lost_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    made, answers = tmp_path / "towns.study", tmp_path / "answers.json"
    towns = "".join(f"    | | towns | {one} | Town {one} |\n" for one in range(2_100))
    made_form = write_form(tmp_path / "towns.xlsx", TOWNS + towns)
    with Study.create(made, Cluster(), [load_questionnaire(made_form)], passphrase=None) as study:
        study.interviews.add("towns", {"/data/town": "7"})
    answers.write_text('{"/data/town": "8"}', encoding="utf-8")
    rows.damage(made, change)
    assert run("verify", made) in (0, 1, 2)
    capsys.readouterr()
    for words in (
        ("interview", "add", made, "towns", "--answers", answers),
        ("export", made, tmp_path / "out.xlsx", "--profile", "working"),
    ):
        assert run(*words) in (1, 2)
        said = capsys.readouterr()
        assert "amaged" in said.out + said.err
