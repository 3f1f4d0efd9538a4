"""What is changed, taken or put in past the program is found, in a plain study and in a locked one opened with its passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Comment, Questionnaire
from fieldsurvey.study import Server, Study, restore_backup
from tests.support import rows
from tests.support.fake_server import CentralState, central
from tests.support.scenario import xform
from tests.support.small_form import ANSWERS, PASSPHRASE

BOTH = pytest.mark.parametrize("passphrase", [None, PASSPHRASE])


@pytest.fixture
def worked(tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None) -> Iterator[Study]:
    """A study in which every table holds something: a draft, a sent interview, one that waits, one erased, words beside answers."""
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase) as study:
        sent = study.interviews.add("small", ANSWERS)
        with central(CentralState()) as base:
            study.sync.set_server(Server(base))
            assert study.sync.send().sent == [sent]
        study.interviews.add("small", ANSWERS)
        gone = study.interviews.add("small", ANSWERS)
        study.interviews.erase(gone, "Consent withdrawn")
        entry = study.interviews.begin("small")
        entry.answer("/data/labour/workers", "4")
        answers = (("/data/labour/workers", "", "4"),)
        study.interviews.savepoint(savepoint_of(entry, study.clock(), answers=answers))
        study.annotations.comment(entry.instance_id, Comment("/data/labour/workers", "Sure?", True))
        study.attachments.add(entry.instance_id, "gate.jpg", b"\xff\xd8 gate")
        study.reports.set_narrative("history", "en", "Brass since 1800.")
        yield study


@BOTH
def test_an_untouched_study_has_no_fault(worked: Study) -> None:
    assert worked.safety.verify().faults == ()


@BOTH
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE interview SET xml = replace(xml, '>4<', '>5<') WHERE stage = 'draft'", "was changed past"),
        ("UPDATE interview SET started_at = '2020-01-01T00:00:00+00:00'", "was changed past"),
        ("UPDATE interview SET interviewer = 'Mallory'", "was changed past"),
        ("UPDATE interview SET firm = 'Mallory' WHERE stage = 'draft'", "was changed past"),
        ("UPDATE interview SET review = 'approved'", "was changed past"),
        ("UPDATE interview SET deleted_at = '2026-01-01T00:00:00+00:00'", "was changed past"),
        ("UPDATE interview SET stage = 'draft'", "was changed past"),
        ("UPDATE outbox SET acknowledged_at = '2026-01-01T00:00:00+00:00'", "was changed past"),
        ("UPDATE outbox SET acknowledged_at = NULL", "was changed past"),
        ("DELETE FROM outbox", "was changed past"),
        ("UPDATE annotation SET text = 'Quite sure'", "was changed past"),
        ("DELETE FROM annotation", "was changed past"),
        ("DELETE FROM attachment", "was changed past"),
        ("UPDATE narrative SET text = 'FORGED'", "A chapter of the report was changed"),
        ("DELETE FROM narrative", "A chapter of the report was changed"),
        ("UPDATE form SET xform = replace(xform, 'How many workers?', 'How many?')", "A form of the study"),
        ("UPDATE setting SET value = replace(value, 'Brass', 'Iron') WHERE key = 'cluster'", "settings were"),
        (
            "UPDATE setting SET value = replace(value, '127.0.0.1', 'example.org') WHERE key = 'server'",
            "settings were",
        ),
        ("DELETE FROM setting WHERE key = 'server'", "settings were"),
        ("INSERT INTO setting VALUES ('sensitive_rows', '[\"trade\"]')", "settings were"),
        ("INSERT INTO setting VALUES ('roles:small', '{}')", "settings were"),
        ("INSERT INTO form_media VALUES ('small', '1', 'towns.csv', x'61')", "A form of the study"),
        ("UPDATE tombstone SET why = 'Mistake'", "settings were"),
        ("DELETE FROM tombstone", "settings were"),
    ],
)
def test_a_change_past_the_program_is_found(worked: Study, change: str, said: str) -> None:
    rows.damage(worked, change)
    assert any(said in str(fault) for fault in worked.safety.verify().faults)


@BOTH
def test_an_interview_taken_out_past_the_program_is_found(worked: Study) -> None:
    draft = next(row.instance_id for row in worked.interviews.listing() if row.is_draft)
    tables = ("annotation", "attachment", "undo_journal", "audit_log", "interview")
    rows.damage(worked, *(f"DELETE FROM {table} WHERE instance_id = '{draft}'" for table in tables))
    assert f"Interview {draft} is gone, and nobody erased it." in map(str, worked.safety.verify().faults)


@BOTH
@pytest.mark.parametrize("column", ["file", "laptop", "copy", "begun_at"])
def test_what_is_said_of_a_chain_switches_no_seal_off(worked: Study, column: str) -> None:
    draft = next(row.instance_id for row in worked.interviews.listing() if row.is_draft)
    tables = ("annotation", "attachment", "undo_journal", "audit_log", "interview")
    rows.damage(
        worked,
        f"UPDATE origin SET {column} = ''",
        "UPDATE setting SET value = replace(value, 'Brass', 'Iron') WHERE key = 'cluster'",
        "UPDATE outbox SET acknowledged_at = NULL",
        *(f"DELETE FROM {table} WHERE instance_id = '{draft}'" for table in tables),
    )
    said = " ".join(map(str, worked.safety.verify().faults))
    assert f"Interview {draft} is gone, and nobody erased it." in said
    assert "settings were changed" in said
    assert "was changed past this program: it is not as" in said


@BOTH
@pytest.mark.parametrize("change", ["file = ''", "begun_at = '2020-01-01T00:00:00+00:00'"])
def test_what_is_said_of_a_chain_is_what_its_lines_say(worked: Study, change: str) -> None:
    rows.damage(worked, f"UPDATE origin SET {change}")
    (fault,) = worked.safety.verify().faults
    assert "of its file or its start, was changed past this program" in str(fault)


@BOTH
def test_an_interview_put_in_past_the_program_is_found(worked: Study) -> None:
    rows.damage(
        worked,
        "INSERT INTO interview (instance_id, form_id, form_version, stage, xml, started_at, updated_at, number) "
        "SELECT 'uuid:put-in', form_id, form_version, 'draft', replace(xml, instance_id, 'uuid:put-in'), "
        "started_at, updated_at, 99 FROM interview WHERE stage = 'draft'",
    )
    assert "Interview uuid:put-in is not in the history" in str(worked.safety.verify().faults[-1])


@BOTH
def test_lines_cut_off_the_end_are_found_without_a_seal(worked: Study) -> None:
    draft = next(row.instance_id for row in worked.interviews.listing() if row.is_draft)
    worked.annotations.comment(draft, Comment("/data/labour/workers", "", False))
    rows.damage(worked, "DELETE FROM history WHERE id = (SELECT max(id) FROM history)")
    assert not worked.safety.verify().is_whole


@BOTH
def test_a_state_goes_with_the_values_that_are_erased(worked: Study) -> None:
    states = rows.read(
        worked, "SELECT state FROM history WHERE instance_id IN (SELECT instance_id FROM tombstone)"
    )
    assert {state for (state,) in states} == {""}


def test_a_backup_that_is_restored_is_whole(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=None) as study:
        kept, gone = study.interviews.add("small", ANSWERS), study.interviews.add("small", ANSWERS)
        study.safety.back_up()
        study.interviews.erase(gone, "Consent withdrawn")
        (backup,) = study.safety.backups()
    restore_backup(path, backup.path)
    with Study.open(path) as study:
        assert [row.instance_id for row in study.interviews.listing()] == [kept]
        assert study.safety.verify().faults == ()


TODAY = """
    | survey   |         |          |           |               |
    |          | type    | name     | label     | constraint    |
    |          | date    | delivery | Delivery  | . >= today()  |
    | settings |         |          |           |               |
    |          | form_id | version  |           |               |
    |          | f       | 1        |           |               |"""


def test_an_interview_is_judged_by_its_own_day(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 1, tzinfo=UTC)]
    form = questionnaire_from_xform(xform(TODAY))
    path = tmp_path / "s.study"
    with Study.create(path, Cluster(name="C"), [form], passphrase=None, clock=lambda: now[0]) as study:
        study.interviews.add("f", {"/data/delivery": "2026-11-05"})
        now[0] += timedelta(days=300)
        assert study.safety.verify().faults == ()
        rows.damage(study, "UPDATE annotation SET text = 'x'", "UPDATE interview SET interviewer = 'x'")
        assert [str(fault)[-40:] for fault in study.safety.verify().faults if "past" not in str(fault)] == []


def test_history_for_people_has_no_line_that_only_seals(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    assert [line.event for line in study.interviews.history(identity)] == ["finalised"]
    assert [line.event for line in study.interviews.history("")] == ["set up", "form added"]
    assert study.safety.verify().lines > 1
