"""The command line: change a passphrase, lock a plain study, write and use the recovery sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import PASSPHRASE

NEW = "kettle orbit ginger lake"


def recovery_key(locked_path: Path) -> str:
    with Study.open(locked_path, PASSPHRASE) as study:
        return study.safety.recovery_key


def test_passphrase_changes_it_and_names_the_file_as_it_was(run: Run, locked_path: Path) -> None:
    code, out, _err = run("passphrase", locked_path, passphrase=PASSPHRASE, new_passphrase=NEW)
    assert (code, "before new passphrase" in out) == (0, True)
    Study.open(locked_path, NEW).close()


def test_passphrase_locks_a_plain_study(run: Run, study: Study) -> None:
    study.close()
    code, out, _err = run("passphrase", study.path, new_passphrase=NEW)
    assert (code, out) == (0, f"{study.path} is locked.\n")
    Study.open(study.path, NEW).close()


def test_passphrase_without_a_new_one_changes_nothing(run: Run, locked_path: Path) -> None:
    before = locked_path.read_bytes()
    code, _out, err = run("passphrase", locked_path, passphrase=PASSPHRASE)
    assert (code, "FIELDSURVEY_NEW_PASSPHRASE" in err) == (2, True)
    assert locked_path.read_bytes()[:16] == before[:16]


def test_passphrase_with_a_wrong_old_one_is_refused(run: Run, locked_path: Path) -> None:
    code, _out, err = run("passphrase", locked_path, passphrase="guess", new_passphrase=NEW)
    assert (code, "does not open a.study" in err) == (2, True)


def test_the_recovery_sheet_holds_the_rows_that_open_the_study(
    run: Run, locked_path: Path, tmp_path: Path
) -> None:
    code, out, _err = run("recovery-sheet", locked_path, tmp_path / "sheet.pdf", passphrase=PASSPHRASE)
    assert (code, out) == (0, f"{tmp_path / 'sheet.pdf'} is written.\n")
    (page,) = PdfReader(tmp_path / "sheet.pdf").pages
    letters = page.extract_text().replace("\n", "").replace(" ", "")
    assert all(row.replace(" ", "") in letters for row in recovery_key(locked_path).splitlines())


def test_the_recovery_sheet_is_for_its_owners_eyes(run: Run, locked_path: Path, tmp_path: Path) -> None:
    run("recovery-sheet", locked_path, tmp_path / "sheet.pdf", passphrase=PASSPHRASE)
    assert (tmp_path / "sheet.pdf").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("language", "word"), [("hi", "शीट"), ("kn", "ಹಾಳೆ")])
def test_the_recovery_sheet_speaks_the_readers_language(
    run: Run, locked_path: Path, tmp_path: Path, language: str, word: str
) -> None:
    run("recovery-sheet", locked_path, tmp_path / "s.pdf", "--language", language, passphrase=PASSPHRASE)
    (page,) = PdfReader(tmp_path / "s.pdf").pages
    assert word in page.extract_text()


def test_a_plain_study_needs_no_recovery_sheet(run: Run, study: Study, tmp_path: Path) -> None:
    code, _out, err = run("recovery-sheet", study.path, tmp_path / "s.pdf")
    assert (code, "Lock it first" in err) == (2, True)
    assert not (tmp_path / "s.pdf").exists()


def test_the_rows_of_the_sheet_open_a_study_for_every_verb(
    run: Run, locked_path: Path, tmp_path: Path
) -> None:
    key = recovery_key(locked_path)
    code, _out, _err = run("recovery-sheet", locked_path, tmp_path / "again.pdf", recovery_key=key)
    assert code == 0


def test_a_slip_in_the_rows_names_the_row(run: Run, locked_path: Path, tmp_path: Path) -> None:
    rows = recovery_key(locked_path).splitlines()
    rows[4] = rows[4][1:] + rows[4][:1]
    code, _out, err = run("recovery-sheet", locked_path, tmp_path / "s.pdf", recovery_key="\n".join(rows))
    assert (code, "row 5" in err) == (2, True)


def test_the_rows_are_enough_for_a_new_passphrase(run: Run, locked_path: Path) -> None:
    code, _out, _err = run(
        "passphrase", locked_path, recovery_key=recovery_key(locked_path), new_passphrase=NEW
    )
    assert code == 0
    Study.open(locked_path, NEW).close()


def test_a_new_passphrase_that_is_easy_to_guess_is_refused_unless_insisted(run: Run, study: Study) -> None:
    study.close()
    code, _out, err = run("passphrase", study.path, new_passphrase="password1")
    assert (code, "easy to guess" in err, "--weak" in err) == (2, True, True)
    Study.open(study.path).close()
    code, _out, _err = run("passphrase", study.path, "--weak", new_passphrase="password1")
    assert code == 0
    Study.open(study.path, "password1").close()


def test_a_new_study_takes_no_passphrase_made_of_its_own_name_unless_insisted(
    run: Run, tmp_path: Path, small_form: Path
) -> None:
    path = tmp_path / "moradabad.study"
    words = ("new", path, "--form", small_form, "--name", "Moradabad brass cluster")
    code, _out, err = run(*words, passphrase="moradabad")
    assert (code, "a name that stands in the study" in err) == (2, True)
    assert not path.exists()
    assert run(*words, "--weak", passphrase="moradabad")[0] == 0
    Study.open(path, "moradabad").close()


def test_locking_names_the_copies_anyone_can_read_and_deletes_them_when_told(
    run: Run, study: Study, tmp_path: Path
) -> None:
    study.safety.back_up()
    study.safety.set_backup_folder(tmp_path / "stick")
    study.safety.back_up()
    copies = [study.path.with_name("brass backups"), study.safety.backup_folder]
    study.close()
    code, _out, err = run("passphrase", study.path, new_passphrase=NEW)
    assert (code, err.count(".study\n")) == (0, 2)
    assert [len(list(folder.glob("*.study"))) for folder in copies] == [1, 1]
    code, out, err = run("passphrase", study.path, "--remove-copies", passphrase=NEW, new_passphrase=NEW)
    assert (code, "2 readable copies of it are deleted" in out, err) == (0, True, "")
    assert [len(list(folder.glob("*.study"))) for folder in copies] == [0, 0]


def test_a_readable_file_of_another_study_is_left_alone(
    run: Run, study: Study, questionnaire: Questionnaire
) -> None:
    study.safety.back_up()
    (backup,) = study.safety.backups()
    study.close()
    other = study.path.with_name("other.study")
    Study.create(other, Cluster(), [questionnaire], passphrase=None).close()
    other.replace(backup.path)
    run("passphrase", study.path, "--remove-copies", new_passphrase=NEW)
    assert backup.path.exists()
