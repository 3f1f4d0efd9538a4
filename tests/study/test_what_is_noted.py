"""What a person does with a study leaves a line in its history: who, when, what. What SECURITY says of the open window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Comment, Questionnaire, Server
from fieldsurvey.security import unlocking
from fieldsurvey.study import ExportOptions, Profile, Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, PASSPHRASE

Act = Callable[[Study, Path], object]

ACTS: dict[str, Act] = {
    "set up": lambda study, _to: study.set_cluster(Cluster(name="Other")),
    "chapter written": lambda study, _to: study.reports.set_narrative("history", "en", "It began."),
    "server set": lambda study, _to: study.sync.set_server(Server("https://example.org/v1", "u", "p")),
    "backup folder chosen": lambda study, to: study.safety.set_backup_folder(to),
    "backed up": lambda study, _to: study.safety.back_up(),
    "copied": lambda study, to: study.safety.save_copy(to / "copy.study"),
    "recovery sheet written": lambda study, to: study.safety.write_recovery_sheet(to / "r.pdf"),
    "reported": lambda study, to: study.reports.write_cluster(to / "c.pdf"),
    "exported": lambda study, to: study.exports.write(to / "o.xlsx"),
    "sensitive-allowed": lambda study, _to: study.exports.allow_modules(()),
}


@pytest.fixture
def locked(locked_path: Path) -> Study:
    return Study.open(locked_path, PASSPHRASE, who=lambda: "Ravi")


@pytest.mark.parametrize("event", ACTS)
def test_an_act_is_noted_with_its_person(locked: Study, tmp_path: Path, event: str) -> None:
    ACTS[event](locked, tmp_path)
    last = locked.interviews.history("")[-1]
    verdict = locked.safety.verify()
    locked.close()
    assert (last.event, last.who, verdict.is_whole) == (event, "Ravi", True)


@pytest.mark.parametrize("secret", ["p", "It began."])
def test_a_line_about_an_act_holds_no_password_and_no_text(
    locked: Study, tmp_path: Path, secret: str
) -> None:
    ACTS["server set"](locked, tmp_path)
    ACTS["chapter written"](locked, tmp_path)
    said = [line.new for line in locked.interviews.history("")]
    locked.close()
    assert secret not in " ".join(said).split()
    assert "https://example.org/v1" in said


def test_a_report_on_one_firm_and_a_check_that_is_kept_stand_in_its_own_history(
    study: Study, tmp_path: Path
) -> None:
    firm = study.interviews.add("small", ANSWERS)
    study.annotations.pass_check(firm, "exports_in_turnover", "A year's stock was sold.")
    study.reports.write_firm(tmp_path / "f.pdf", firm)
    assert [line.event for line in study.interviews.history(firm)][-2:] == ["check kept", "reported"]


def test_comments_and_locked_sections_stand_in_the_history_without_their_words(study: Study) -> None:
    firm, ref = study.interviews.add("small", ANSWERS), "/data/labour/workers"
    study.annotations.comment(firm, Comment(ref, "ZEBULON", is_flagged=True))
    study.annotations.comment(firm, Comment(ref, "ZEBULON", is_flagged=True))
    study.annotations.comment(firm, Comment(ref))
    study.annotations.lock_section(firm, "/data/trade")
    lines = [line for line in study.interviews.history(firm) if line.event != "sealed"][-3:]
    assert [(line.event, line.ref) for line in lines] == [
        ("comment written", ref),
        ("comment taken away", ref),
        ("section locked", "/data/trade"),
    ]
    assert not any("ZEBULON" in line.old + line.new + line.why for line in lines)
    assert study.safety.verify().is_whole


def test_a_window_that_only_reads_leaves_its_line_too(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.take_writer_lock()
    with Study.open(study.path, who=lambda: "Second window") as second:
        second.take_writer_lock()
        assert second.why_read_only
        second.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
    last = study.interviews.history("")[-1]
    assert (last.event, last.who) == ("exported", "Second window")
    assert study.safety.verify().is_whole


def test_another_passphrase_and_a_first_lock_are_noted(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "plain.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=None).close()
    unlocking.lock(path, PASSPHRASE, who="Ravi", laptop="a" * 32)
    unlocking.change_passphrase(
        path, "copper river door nine", passphrase=PASSPHRASE, who="Uma", laptop="a" * 32
    )
    with Study.open(path, "copper river door nine") as study:
        lines = [(line.event, line.who) for line in study.interviews.history("") if line.who]
        assert study.safety.verify().is_whole
    assert lines == [("locked", "Ravi"), ("passphrase changed", "Uma")]


def test_the_command_line_shows_what_was_noted(run: Run, locked_path: Path) -> None:
    run("backup", locked_path, passphrase=PASSPHRASE)
    code, said, _fault = run("history", locked_path, passphrase=PASSPHRASE)
    assert code == 0
    assert said.splitlines()[-1].split("\t")[2] == "backed up"


def test_the_command_line_shows_the_history_of_one_interview(run: Run, locked_path: Path) -> None:
    with Study.open(locked_path, PASSPHRASE) as study:
        firm = study.interviews.listing()[0].instance_id
    code, said, _fault = run("history", locked_path, "--interview", firm, passphrase=PASSPHRASE)
    assert code == 0
    assert "finalised" in said


def test_the_command_line_shows_no_answer_of_a_locked_section(run: Run, locked_path: Path) -> None:
    with Study.open(locked_path, PASSPHRASE) as study:
        entry = study.interviews.begin("small")
        answers = (("/data/trade/unrecorded", "", "ZEBULON"), ("/data/labour/workers", "", "7"))
        study.interviews.savepoint(savepoint_of(entry, study.clock(), answers=answers))
        study.annotations.pass_check(entry.instance_id, "exports_in_turnover", "ZEBULON sold a year's stock")
        study.annotations.lock_section(entry.instance_id, "/data/trade")
    said = run("history", locked_path, "--interview", entry.instance_id, passphrase=PASSPHRASE)[1]
    assert "ZEBULON" not in said
    assert "\t7\t" in said


def test_the_history_of_an_unknown_interview_is_refused(run: Run, locked_path: Path) -> None:
    assert run("history", locked_path, "--interview", "uuid:none", passphrase=PASSPHRASE)[0] == 2


@pytest.mark.parametrize("comes_in", [False, True])
def test_a_window_that_reads_writes_into_no_file_that_took_the_studys_place(
    study: Study, tmp_path: Path, questionnaire: Questionnaire, comes_in: bool
) -> None:
    other = tmp_path / "other.study"
    Study.create(other, Cluster(name="Other"), [questionnaire], passphrase=None).close()
    study.interviews.add("small", ANSWERS)
    study.take_writer_lock()
    with Study.open(study.path, who=lambda: "Second window") as second:
        second.take_writer_lock()
        study.close()
        study.path.rename(tmp_path / "moved.study")
        if comes_in:
            other.rename(study.path)
        before = study.path.read_bytes() if comes_in else b""
        with pytest.raises(StoreError):
            second.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
        assert not (tmp_path / "o.xlsx").exists()
        assert (study.path.read_bytes() if study.path.exists() else b"") == before
