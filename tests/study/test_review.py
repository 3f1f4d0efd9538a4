"""Stage, review and transport are three facts; what counts is what was last finalised."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import InterviewFilter, Review, Server, Stage, Status
from fieldsurvey.store import database, outbox, submissions
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.fake_server import CentralState
from tests.support.small_form import ANSWERS


def correct(study: Study, identity: str, ref: str, value: str) -> None:
    """Answer one question of an interview that is open, and put it on disk."""
    entry = study.interviews.resume(identity)
    entry.answer(ref, value)
    study.interviews.savepoint(savepoint_of(entry, study.clock()))


def finalise_again(study: Study, identity: str) -> None:
    entry = study.interviews.resume(identity)
    assert not entry.finalise()
    study.interviews.record(entry)


def told(study: Study) -> list[tuple[object, object]]:
    """What the tables say of exports, interview by interview."""
    rows = study.figures.dataset("small").tables[0].rows
    return [(row["exports"], row["export_value"]) for row in rows]


@pytest.fixture
def identity(study: Study) -> str:
    return study.interviews.add("small", ANSWERS)


def test_a_returned_interview_counts_as_it_was_finalised_while_it_is_corrected(
    study: Study, identity: str
) -> None:
    study.review.return_interview(identity, "Ask about exports again")
    correct(study, identity, "/data/trade/exports", "no")
    assert told(study) == [("yes", 500000)]


def test_an_interview_opened_again_counts_as_it_was_finalised(study: Study, identity: str) -> None:
    study.interviews.reopen(identity, "A slip")
    correct(study, identity, "/data/trade/export_value", "7")
    assert told(study) == [("yes", 500000)]
    assert [one[:2] for one in study.interviews.firms("small")] == [(identity, "Sharma Brass Works")]


def test_finalised_anew_it_counts_as_corrected(study: Study, identity: str) -> None:
    study.review.return_interview(identity, "Ask about exports again")
    correct(study, identity, "/data/trade/exports", "no")
    finalise_again(study, identity)
    assert told(study) == [("no", None)]


def test_the_firm_is_listed_in_reports_as_it_was_finalised(study: Study, identity: str) -> None:
    study.interviews.reopen(identity, "The name")
    correct(study, identity, "/data/identity/firm_name", "Verma")
    assert [one[:2] for one in study.interviews.firms("small")] == [(identity, "Sharma Brass Works")]
    assert study.interviews.listing()[0].firm == "Verma"


def test_the_firm_report_tells_what_was_finalised(study: Study, identity: str, tmp_path: Path) -> None:
    study.interviews.reopen(identity, "The name")
    correct(study, identity, "/data/identity/firm_name", "Verma Castings")
    study.reports.write_firm(tmp_path / "firm.pdf", identity)
    told = " ".join(page.extract_text() for page in PdfReader(tmp_path / "firm.pdf").pages)
    assert "Sharma Brass Works" in told
    assert "Verma" not in told


def test_an_interview_is_not_sent_while_a_later_submission_of_it_waits(
    study: Study, identity: str, server: tuple[str, CentralState]
) -> None:
    study.sync.set_server(Server(server[0]))
    study.sync.send()
    with rows.connected(study) as db, database.writing(db, study.path):
        edited = submissions.add(
            db, identity, "<data/>", study.clock(), form_version="1", firm="Sharma", who="Asha"
        )
        outbox.queue(db, identity, edited, study.clock())
    assert not study.interviews.read(identity).is_sent
    assert study.sync.waiting() == 1


def test_a_draft_that_was_never_finalised_does_not_count(study: Study) -> None:
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    assert told(study) == []
    assert study.interviews.number(InterviewFilter(is_submitted=True)) == 0


def test_each_finalising_appends_a_submission(study: Study, identity: str) -> None:
    study.interviews.reopen(identity, "A slip")
    correct(study, identity, "/data/trade/export_value", "7")
    finalise_again(study, identity)
    first, second = study.interviews.submissions(identity)
    assert (first.number, second.number) == (1, 2)
    assert "<export_value>500000<" in first.xml
    assert "<export_value>7<" in second.xml


def test_a_returned_interview_is_a_draft_with_a_remark_and_a_line_in_the_history(
    study: Study, identity: str
) -> None:
    study.who = lambda: "Meera"
    study.review.return_interview(identity, "Ask about exports again")
    found = study.interviews.read(identity)
    assert (found.stage, found.review, found.status) == (Stage.DRAFT, Review.RETURNED, Status.RETURNED)
    (remark,) = study.review.remarks(identity)
    assert (remark.text, remark.who) == ("Ask about exports again", "Meera")
    line = study.interviews.history(identity)[-1]
    assert (line.event, line.who, line.old, line.new) == ("returned", "Meera", "finalised", "returned")
    assert study.sync.waiting() == 0


def test_what_was_returned_is_resubmitted_when_it_is_finalised_again(study: Study, identity: str) -> None:
    study.review.return_interview(identity, "Ask about exports again")
    finalise_again(study, identity)
    found = study.interviews.read(identity)
    assert (found.stage, found.review, found.status) == (
        Stage.FINALISED,
        Review.RESUBMITTED,
        Status.FINALISED,
    )
    assert study.sync.waiting() == 1


def test_an_approved_interview_that_is_sent_is_both(
    study: Study, identity: str, server: tuple[str, CentralState]
) -> None:
    study.review.approve(identity)
    study.sync.set_server(Server(server[0]))
    assert study.sync.send().sent == [identity]
    found = study.interviews.read(identity)
    assert (found.review, found.is_sent, found.status) == (Review.APPROVED, True, Status.SENT)
    (row,) = study.interviews.listing()
    assert (row.review, row.is_sent) == (Review.APPROVED, True)


def test_a_sent_interview_can_be_approved_and_stays_sent(
    study: Study, identity: str, server: tuple[str, CentralState]
) -> None:
    study.sync.set_server(Server(server[0]))
    study.sync.send()
    study.review.approve(identity)
    assert (study.interviews.read(identity).review, study.interviews.read(identity).is_sent) == (
        Review.APPROVED,
        True,
    )


def test_an_approved_interview_opened_again_is_not_approved_when_it_is_finalised_anew(
    study: Study, identity: str
) -> None:
    study.review.approve(identity)
    study.interviews.reopen(identity, "A slip")
    finalise_again(study, identity)
    assert study.interviews.read(identity).review is Review.NONE


def test_what_was_tried_at_the_server_cannot_be_returned(
    study: Study, identity: str, server: tuple[str, CentralState]
) -> None:
    study.sync.set_server(Server(server[0]))
    study.sync.send()
    with pytest.raises(StoreError, match="on its way to the server"):
        study.review.return_interview(identity, "Too late")
    assert study.interviews.read(identity).stage is Stage.FINALISED
    assert study.review.remarks(identity) == []


def test_a_draft_is_not_reviewed(study: Study) -> None:
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    with pytest.raises(StoreError, match="Finalise it first"):
        study.review.approve(entry.instance_id)
    with pytest.raises(StoreError, match="Finalise it first"):
        study.review.return_interview(entry.instance_id, "Why")


def test_returning_wants_a_reason(study: Study, identity: str) -> None:
    with pytest.raises(StoreError, match="Say why"):
        study.review.return_interview(identity, "  ")
    assert study.interviews.read(identity).stage is Stage.FINALISED


def test_a_deleted_interview_counts_no_more_however_often_it_was_finalised(
    study: Study, identity: str
) -> None:
    study.interviews.delete(identity, "twice")
    assert told(study) == []


def test_the_words_of_the_overview_add_up_to_the_interviews(
    study: Study, identity: str, server: tuple[str, CentralState]
) -> None:
    returned, approved = (study.interviews.add("small", ANSWERS) for _each in range(2))
    study.sync.set_server(Server(server[0]))
    study.review.return_interview(returned, "Again")
    study.review.approve(approved)
    assert study.interviews.counts() == {Status.FINALISED: 1, Status.RETURNED: 1, Status.APPROVED: 1}
    study.sync.send()
    assert study.interviews.counts() == {Status.RETURNED: 1, Status.SENT: 2}
    assert [study.interviews.number(InterviewFilter(is_sent=sent)) for sent in (True, False)] == [2, 1]
    assert {row.instance_id for row in study.interviews.listing(Stage.FINALISED)} == {identity, approved}


@pytest.mark.parametrize("name", ["R&D.jpg", "a<b.jpg", "photo.jpg"])
def test_a_file_whose_name_is_written_otherwise_in_xml_stays_when_it_is_finalised(
    study: Study, name: str
) -> None:
    entry = study.interviews.begin("small")
    for ref, value in ANSWERS.items():
        if "worker[" not in ref:
            entry.answer(ref, value)
    entry.answer("/data/identity/photo", name)
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    study.attachments.add(entry.instance_id, name, b"\xff\xd8 picture")
    study.attachments.add(entry.instance_id, "taken before.jpg", b"\xff\xd8 another")
    assert [v.ref for v in entry.finalise()] == []
    study.interviews.record(entry)
    assert study.attachments.read(entry.instance_id, name) == b"\xff\xd8 picture"
    assert study.attachments.read(entry.instance_id, "taken before.jpg") is None
    assert study.attachments.lacking(entry.instance_id) is None


def test_a_deleted_interview_is_not_approved(study: Study, identity: str) -> None:
    study.interviews.delete(identity, "A test")
    with pytest.raises(StoreError, match="Restore it first"):
        study.review.approve(identity)


def test_what_is_approved_is_approved_once(study: Study, identity: str) -> None:
    study.review.approve(identity)
    before = study.interviews.history(identity)
    study.review.approve(identity)
    assert study.interviews.history(identity) == before


def test_what_is_being_filled_cannot_be_opened_again(study: Study, identity: str) -> None:
    study.interviews.reopen(identity, "A slip")
    with pytest.raises(StoreError, match="open already"):
        study.interviews.reopen(identity, "Another slip")


def test_two_submissions_of_one_interview_cannot_wait(study: Study, identity: str) -> None:
    from sqlcipher3 import dbapi2

    with pytest.raises(dbapi2.IntegrityError, match="UNIQUE"):
        rows.change(
            study,
            "INSERT INTO outbox (submission_id, instance_id, queued_at) SELECT 'another', instance_id, queued_at FROM outbox",
        )
    assert study.sync.waiting() == 1


def test_a_submission_that_cannot_be_read_is_kept_back_and_the_next_one_leaves(
    study: Study, identity: str, server: tuple[str, CentralState]
) -> None:
    other = study.interviews.add("small", ANSWERS)
    rows.damage(study, f"UPDATE submission SET xml = '<data' WHERE instance_id = '{identity}'")
    study.sync.set_server(Server(server[0]))
    report = study.sync.send()
    assert report.sent == [other]
    assert report.refused[identity].code == "sync.unreadable"
    assert study.sync.waiting() == 1
