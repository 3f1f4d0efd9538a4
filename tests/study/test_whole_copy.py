"""A whole copy of the open study in one file; and what is open when the study's own file was replaced or moved is saved elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldsurvey.cli import fieldsurvey
from fieldsurvey.errors import FieldSurveyError, StudyInUse, WrongPassphrase
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Comment, Questionnaire
from fieldsurvey.study import Study
from tests.support.pages import Program
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE
from tests.support.small_studies import filled

BOTH = pytest.mark.parametrize("passphrase", [None, PASSPHRASE])


@BOTH
def test_a_copy_holds_everything_and_opens_with_the_same_passphrase(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    with filled(tmp_path / "brass.study", questionnaire, passphrase, 3) as study:
        study.safety.save_copy(tmp_path / "copy.study")
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.study"]
    with Study.open(tmp_path / "copy.study", passphrase) as copy:
        assert len(copy.interviews.listing()) == 3
        assert copy.safety.verify().is_whole


def test_a_copy_of_a_locked_study_is_locked(tmp_path: Path, questionnaire: Questionnaire) -> None:
    with filled(tmp_path / "brass.study", questionnaire, PASSPHRASE, 1) as study:
        study.safety.save_copy(tmp_path / "copy.study")
    with pytest.raises(WrongPassphrase):
        Study.open(tmp_path / "copy.study")


def test_a_file_that_is_there_is_replaced_only_on_a_second_word(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    target = tmp_path / "copy.study"
    target.write_bytes(b"mine")
    with filled(tmp_path / "brass.study", questionnaire, None, 1) as study:
        with pytest.raises(FieldSurveyError, match="is there already"):
            study.safety.save_copy(target)
        assert target.read_bytes() == b"mine"
        study.safety.save_copy(target, over=True)
    with Study.open(target) as copy:
        assert len(copy.interviews.listing()) == 1


@pytest.mark.parametrize("of_other", [None, "copper river door nine"])
@BOTH
def test_another_study_is_never_replaced(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None, of_other: str | None
) -> None:
    other = tmp_path / "other.study"
    filled(other, questionnaire, of_other, 2).close()
    before = other.read_bytes()
    with filled(tmp_path / "brass.study", questionnaire, passphrase, 1) as study:
        with pytest.raises(FieldSurveyError, match="Choose another name"):
            study.safety.save_copy(other, over=True)
        assert other.read_bytes() == before


@BOTH
def test_an_older_copy_of_the_same_study_is_replaced_on_a_second_word(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    target = tmp_path / "copy.study"
    with filled(tmp_path / "brass.study", questionnaire, passphrase, 1) as study:
        study.safety.save_copy(target)
        study.interviews.add("small", ANSWERS)
        study.safety.save_copy(target, over=True)
    with Study.open(target, passphrase) as copy:
        assert len(copy.interviews.listing()) == 2


def test_a_copy_somebody_has_open_is_not_replaced(tmp_path: Path, questionnaire: Questionnaire) -> None:
    target = tmp_path / "copy.study"
    with filled(tmp_path / "brass.study", questionnaire, None, 1) as study:
        study.safety.save_copy(target)
        with Study.open(target) as there:
            there.interviews.add("small", ANSWERS)
            with pytest.raises(StudyInUse, match="copy"):
                study.safety.save_copy(target, over=True)
            assert len(there.interviews.listing()) == 2


CUT = """
import os, sys
from pathlib import Path
from fieldsurvey.study import Study
with Study.open(Path(sys.argv[1])) as study:
    study.safety.save_copy(Path(sys.argv[2]), lambda *_told: os._exit(9))
"""


def cut(study: Path, target: Path) -> Path:
    """What is left of a copy in whose middle the power failed, long ago."""
    ended = subprocess.run([sys.executable, "-c", CUT, str(study), str(target)], check=False)
    assert ended.returncode == 9
    (part,) = (one for one in target.parent.glob(".*.new"))
    os.utime(part, (1, 1))
    return part


@pytest.mark.parametrize("act", ["copy", "backup", "erase"])
def test_what_a_power_cut_left_of_a_copy_goes_with_the_next_act(
    tmp_path: Path, questionnaire: Questionnaire, act: str
) -> None:
    stick, path = tmp_path / "stick", tmp_path / "brass.study"
    stick.mkdir()
    filled(path, questionnaire, None, 1).close()
    part = cut(path, stick / "copy.study")
    other = stick / ".theirs.study.new"
    other.write_bytes(b"theirs")
    os.utime(other, (1, 1))
    with Study.open(path) as study:
        if act == "copy":
            study.safety.save_copy(tmp_path / "elsewhere.study")
        elif act == "backup":
            study.safety.back_up()
        else:
            identity = study.interviews.listing()[0].instance_id
            study.interviews.erase(identity, "withdrawn")
            assert study.safety.erase_in_backups(identity) == []
    assert not part.exists()
    assert other.read_bytes() == b"theirs"


def test_half_a_copy_that_is_written_just_now_stays(tmp_path: Path, questionnaire: Questionnaire) -> None:
    stick, path = tmp_path / "stick", tmp_path / "brass.study"
    stick.mkdir()
    filled(path, questionnaire, None, 1).close()
    part = cut(path, stick / "copy.study")
    os.utime(part)
    with Study.open(path) as study:
        study.safety.save_copy(tmp_path / "elsewhere.study")
        assert part.exists()
        os.utime(part, (1, 1))
        study.safety.back_up()
    assert not part.exists()


def test_what_is_saved_elsewhere_says_so_in_its_own_history(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "brass.study"
    with filled(path, questionnaire, None, 1) as study:
        path.rename(tmp_path / "moved.study")
        study.save_elsewhere(tmp_path / "rescued.study")
    with Study.open(tmp_path / "rescued.study") as found:
        line = found.interviews.history("")[-1]
        assert (line.event, line.new) == ("copied", "rescued.study")


def test_the_study_itself_is_never_the_copy(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "brass.study"
    (tmp_path / "link.study").symlink_to(path)
    with filled(path, questionnaire, None, 1) as study, pytest.raises(FieldSurveyError, match="study itself"):
        study.safety.save_copy(tmp_path / "link.study", over=True)


def test_the_command_line_saves_a_copy_and_replaces_none_unasked(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path, target = tmp_path / "brass.study", tmp_path / "copy.study"
    filled(path, questionnaire, None, 1).close()
    assert CliRunner().invoke(fieldsurvey, ["copy", str(path), str(target)]).exit_code == 0
    again = CliRunner().invoke(fieldsurvey, ["copy", str(path), str(target)])
    assert "is there already" in str(again.exception)
    assert CliRunner().invoke(fieldsurvey, ["copy", "--over", str(path), str(target)]).exit_code == 0


@BOTH
def test_what_is_open_is_saved_elsewhere_when_another_file_has_its_place(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    path, other, rescued = (tmp_path / f"{name}.study" for name in ("brass", "other", "rescued"))
    filled(other, questionnaire, passphrase, 1).close()
    came_in = other.read_bytes()
    with filled(path, questionnaire, passphrase, 2) as study:
        entry = study.interviews.begin()
        entry.answer("/data/identity/firm_name", "Verma Castings")
        other.replace(path)
        study.save_elsewhere(rescued, savepoint_of(entry, NOW))
        assert study.lost_place is not None
    assert path.read_bytes() == came_in
    with Study.open(rescued, passphrase) as found:
        assert "Verma Castings" in {row.firm for row in found.interviews.listing()}
        assert len(found.interviews.listing()) == 3
        assert found.safety.verify().is_whole


def test_what_is_open_is_saved_elsewhere_when_its_file_is_gone(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "brass.study"
    with filled(path, questionnaire, None, 2) as study:
        path.rename(tmp_path / "moved.study")
        study.save_elsewhere(tmp_path / "rescued.study")
    with Study.open(tmp_path / "rescued.study") as found:
        assert len(found.interviews.listing()) == 2


def test_the_window_offers_to_save_elsewhere_and_takes_the_open_interview_along(
    program: Program, study: Study, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    other = tmp_path / "other.study"
    filled(other, questionnaire, None, 0).close()
    interview = program.open(study).new_interview()
    program.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20000)
    other.replace(study.path)
    interview.entry.session.answers.give("/data/identity/firm_name", "Verma Castings")
    interview.entry.session.notes.write(Comment("/data/identity/firm_name", "As on the board"))
    interview.entry.session.checks.pass_check("exports_in_turnover", "A year's stock was sold")
    interview.question("gstin").take_focus()
    interview.type("27AAP")
    program.bot.waitUntil(lambda: "taken the place" in interview.entry.banner.sentence, timeout=20000)
    assert interview.entry.banner.action.text() == "Save elsewhere"
    program.window.save_elsewhere(tmp_path / "rescued.study")
    program.bot.waitUntil(lambda: "holds everything" in interview.entry.banner.sentence, timeout=20000)
    with Study.open(tmp_path / "rescued.study") as found:
        (row,) = found.interviews.listing()
        assert row.firm == "Verma Castings"
        assert found.interviews.resume(row.instance_id).value("/data/identity/gstin") == "27AAP"
        assert (
            found.annotations.comments(row.instance_id)["/data/identity/firm_name"].text == "As on the board"
        )
        assert found.annotations.passed_checks(row.instance_id) == {
            "exports_in_turnover": "A year's stock was sold"
        }


def test_a_file_that_is_back_is_not_said_to_be_gone(program: Program, study: Study, tmp_path: Path) -> None:
    program.open(study)
    study.path.rename(tmp_path / "moved.study")
    program.window.look_at_file()
    (tmp_path / "moved.study").rename(study.path)
    program.window.look_at_file()
    assert program.window.frame is not None
    assert program.window.frame.banner.sentence == ""


def test_the_window_looks_at_the_file_when_it_comes_to_the_front(
    program: Program, study: Study, tmp_path: Path
) -> None:
    program.open(study)
    study.path.rename(tmp_path / "moved.study")
    program.window.look_at_file()
    assert program.window.frame is not None
    assert "was moved" in program.window.frame.banner.sentence
    (tmp_path / "moved.study").rename(study.path)
