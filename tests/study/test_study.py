"""The document: made, locked, opened, refused, written and read again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from fieldsurvey.errors import (
    AnswerError,
    FieldSurveyError,
    NewerStudy,
    NotAStudy,
    StoreError,
    WrongPassphrase,
)
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, InterviewFilter, Questionnaire, Status
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.scenario import xform
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE
from tests.support.small_studies import study_of


def test_a_locked_study_opens_with_its_passphrase(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    with Study.open(path, PASSPHRASE) as study:
        assert study.cluster.name == "Brass"


def test_a_locked_study_holds_no_readable_answer(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE) as study:
        study.interviews.add("small", ANSWERS)
        noise = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Sharma" not in noise
    assert b"Brass" not in noise


def test_a_locked_study_opens_with_plain_sqlcipher_and_the_passphrase(
    full_keys: None, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
    assert connection.execute("SELECT count(*) FROM form").fetchone() == (1,)
    connection.close()


def test_a_wrong_passphrase_is_a_sentence_and_touches_nothing(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE).close()
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase, match=r"does not open a\.study"):
        Study.open(path, "guess")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.study"]


def test_a_locked_study_asks_for_its_passphrase(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE).close()
    with pytest.raises(WrongPassphrase, match="Type its passphrase"):
        Study.open(path)


@pytest.mark.parametrize(
    "content", [b"", b"not a study at all", b"PK\x03\x04" + b"\0" * 3000], ids=["empty", "text", "zip"]
)
def test_a_file_that_is_no_study_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.study"
    path.write_bytes(content)
    with pytest.raises(NotAStudy, match="not a study"):
        Study.open(path, PASSPHRASE)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(NotAStudy, match="not a study of FieldSurvey"):
        Study.open(path)


def test_a_study_of_a_newer_program_is_left_alone(study: Study) -> None:
    study.close()
    connection = dbapi2.connect(str(study.path))
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('fieldsurvey', 'm999_later', '2030')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(NewerStudy, match="newer FieldSurvey"):
        Study.open(study.path)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        Study.open(tmp_path / "nowhere.study")


def test_a_study_is_never_written_over(study: Study, questionnaire: Questionnaire) -> None:
    with pytest.raises(StoreError, match="exists already"):
        Study.create(study.path, Cluster(), [questionnaire], passphrase=None)


def test_a_failed_creation_leaves_no_file(tmp_path: Path, questionnaire: Questionnaire) -> None:
    broken = dataclasses.replace(questionnaire, media={"x.csv": object()})  # type: ignore[dict-item]
    with pytest.raises(dbapi2.Error):
        Study.create(tmp_path / "a.study", Cluster(), [broken], passphrase=None)
    assert list(tmp_path.iterdir()) == []


def test_the_questionnaire_comes_back_as_it_was(study: Study, questionnaire: Questionnaire) -> None:
    with study.again() as twin:
        assert twin.forms.questionnaire("small") == questionnaire


def test_a_draft_is_resumed_with_every_answer_even_what_is_not_relevant_now(study: Study) -> None:
    entry = study.interviews.begin("small", "Hindi (hi)")
    entry.answer("/data/trade/exports", "yes")
    entry.answer("/data/trade/export_value", "700")
    entry.answer("/data/trade/exports", "no")
    study.interviews.savepoint(savepoint_of(entry, NOW, cursor="/data/trade/exports"))
    with study.again() as twin:
        resumed = twin.interviews.resume(entry.instance_id)
        resumed.answer("/data/trade/exports", "yes")
        assert resumed.value("/data/trade/export_value") == "700"
        assert resumed.language == "Hindi (hi)"
        assert twin.interviews.read(entry.instance_id).cursor == "/data/trade/exports"


def test_a_late_savepoint_does_not_open_a_finalised_interview_again(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    entry = study.interviews.resume(identity)
    entry.answer("/data/identity/firm_name", "Changed")
    study.interviews.savepoint(
        savepoint_of(entry, NOW, answers=(("/data/identity/firm_name", "Sharma", "Changed"),))
    )
    assert study.interviews.read(identity).status is Status.FINALISED
    assert study.interviews.read(identity).firm == "Sharma Brass Works"
    assert [line.event for line in study.interviews.history(identity)] == ["finalised"]


def test_the_history_keeps_old_and_new_value(study: Study) -> None:
    entry = study.interviews.begin("small")
    savepoint = savepoint_of(entry, NOW, answers=(("/data/labour/workers", "4", "5"),))
    study.interviews.savepoint(savepoint)
    (line,) = study.interviews.history(entry.instance_id)
    assert (line.at, line.event, line.ref, line.old, line.new) == (
        NOW,
        "answered",
        "/data/labour/workers",
        "4",
        "5",
    )


def test_a_finalised_interview_can_be_opened_again_while_it_never_left(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.reopen(identity, "Wage corrected")
    assert study.interviews.read(identity).status is Status.DRAFT
    assert study.sync.waiting() == 0


def test_answers_that_do_not_fit_are_named_one_by_one_and_nothing_is_kept(study: Study) -> None:
    wrong = {
        **ANSWERS,
        "/data/nowhere": "1",
        "/data/trade/exports": "no",
        "/data/labour/workers": "-5",
        "/data/trade/markets": "local moon",
        "/data/labour/wage_bill": "3",
    }
    with pytest.raises(AnswerError) as caught:
        study.interviews.add("small", wrong)
    text = "\n".join(map(str, caught.value.problems))
    assert "/data/nowhere: the form has no such question" in text
    assert "/data/trade/export_value: this question is not asked" in text
    assert "/data/labour/workers: Not below zero." in text
    assert "/data/trade/markets: moon is not among the choices" in text
    assert "/data/labour/wage_bill: the form computes this itself" in text
    assert study.interviews.listing() == []


def test_a_missing_required_answer_is_named(study: Study) -> None:
    with pytest.raises(AnswerError) as caught:
        study.interviews.add("small", {"/data/labour/workers": "1"})
    assert any(str(problem).startswith("/data/identity/firm_name") for problem in caught.value.problems)


def test_soft_checks_warn_and_are_passed_with_a_comment(study: Study) -> None:
    entry = study.interviews.begin("small")
    for ref, value in (("exports", "yes"), ("export_value", "90"), ("turnover", "50")):
        entry.answer(f"/data/trade/{ref}", value)
    study.interviews.savepoint(savepoint_of(entry, NOW))
    (failed,) = study.annotations.failed_checks(entry, {})
    assert failed.message == "Exports are above turnover."
    study.annotations.pass_check(entry.instance_id, failed.name, "Stock of last year was sold")
    (passed,) = study.annotations.failed_checks(entry, study.annotations.passed_checks(entry.instance_id))
    assert passed.comment == "Stock of last year was sold"


def test_a_read_only_study_refuses_to_be_written(study: Study) -> None:
    with study.again(read_only=True) as reader, pytest.raises(StoreError, match="read-only"):
        reader.set_cluster(Cluster(name="Other"))


def test_the_windows_connection_refuses_to_write(study: Study) -> None:
    study.only_read()
    with pytest.raises(StoreError, match="read-only"):
        study.set_cluster(Cluster(name="Other"))


def test_a_passphrase_opens_however_the_keyboard_composes_its_letters(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    composed, decomposed = "\u0958\u0932\u092e caf\u00e9", "\u0915\u093c\u0932\u092e cafe\u0301"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=composed).close()
    with Study.open(path, decomposed) as study:
        assert study.cluster.name == "Brass"


_REMEMBERS = """
    | survey   |          |          |          |                        |
    |          | type     | name     | label    | default                |
    |          | text     | district | District | ${last-saved#district} |
    |          | username | who      |          |                        |
    | settings |          |          |          |                        |
    |          | form_id  | version  |          |                        |
    |          | remember | 1        |          |                        |"""


def test_a_new_interview_begins_with_what_the_last_one_said(tmp_path: Path) -> None:
    questionnaire = questionnaire_from_xform(xform(_REMEMBERS))
    with Study.create(tmp_path / "a.study", Cluster(), [questionnaire], passphrase=None) as study:
        first = study.interviews.begin()
        first.answer("/data/district", "Ballari")
        study.interviews.savepoint(savepoint_of(first, NOW))
        assert study.interviews.begin().value("/data/district") == "Ballari"


def test_an_interview_knows_who_fills_it(tmp_path: Path) -> None:
    questionnaire = questionnaire_from_xform(xform(_REMEMBERS))
    with Study.create(tmp_path / "a.study", Cluster(), [questionnaire], passphrase=None) as study:
        assert study.interviews.begin(username="Meena").value("/data/who") == "Meena"


def test_what_was_answered_can_be_taken_back_after_the_study_was_opened_anew(study: Study) -> None:
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Sharma")
    entry.answer("/data/identity/firm_name", "Verma")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    with study.again() as twin:
        again = twin.interviews.resume(entry.instance_id)
        again.undo()
        assert again.value("/data/identity/firm_name") == "Sharma"


def test_an_old_interview_that_cannot_be_read_hides_no_other_from_the_search(study: Study) -> None:
    broken = study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Verma Castings"})
    rows.change(
        study,
        "UPDATE searchable SET words = NULL",
        f"UPDATE interview SET xml = '<' WHERE instance_id = '{broken}'",
    )
    study.interviews.index_words()
    assert study.interviews.number(InterviewFilter(text="verm")) == 1
    assert rows.number(study, "SELECT count(*) FROM searchable WHERE words IS NULL") == 1


def test_an_interview_that_is_not_there_cannot_be_opened_again(study: Study) -> None:
    with pytest.raises(FieldSurveyError, match="holds no interview"):
        study.interviews.reopen("uuid:gone", "a slip")


def test_a_plain_study_whose_beginning_is_damaged_is_said_to_be_damaged(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(), [questionnaire], passphrase=None).close()
    content = path.read_bytes()
    path.write_bytes(content[:16] + bytes(84) + content[100:])
    with pytest.raises(StoreError, match="is damaged"):
        Study.open(path)


def test_the_report_of_a_firm_whose_submission_cannot_be_read_names_it(study: Study, tmp_path: Path) -> None:
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Verma Castings"})
    rows.damage(study, f"UPDATE submission SET xml = '<data' WHERE instance_id = '{identity}'")
    with pytest.raises(StoreError, match=rf"Sharma Brass Works \({identity}\) cannot be read"):
        study.reports.write_firm(tmp_path / "f.pdf", identity)


PLACED = """
    | survey |             |         |          |                   |
    |        | type        | name    | label    | relevant          |
    |        | text        | moved   | Moved?   |                   |
    |        | text        | village | Village  | ${moved} = 'yes'  |
    |        | text        | town    | Town     |                   |
"""


def test_an_interview_is_not_called_by_a_place_that_is_not_asked_any_more(tmp_path: Path) -> None:
    with study_of(tmp_path, PLACED) as study:
        entry = study.interviews.begin()
        entry.answer("/data/moved", "yes")
        entry.answer("/data/village", "Kotwali")
        entry.answer("/data/town", "Moradabad")
        assert savepoint_of(entry, NOW).firm == "· Kotwali"
        entry.answer("/data/moved", "no")
        study.interviews.savepoint(savepoint_of(entry, NOW))
        assert study.interviews.listing()[0].firm == "· Moradabad"
