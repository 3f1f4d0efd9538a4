"""Leaving an interview, finalising it or closing the window loses nothing, also when the disk refuses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from sqlcipher3 import dbapi2

from fieldsurvey.records import Status
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program


def with_a_long_answer(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    program.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20000)
    program.set_room(1)
    interview.entry.session.answers.give("/data/identity/firm_name", "Sharma " * 10_000)
    return interview


def test_pausing_on_a_full_disk_says_so_and_stays(program: Program, study: Study) -> None:
    interview = with_a_long_answer(program, study)
    interview.entry.pause()
    program.bot.waitUntil(lambda: "disk is full" in interview.entry.banner.sentence, timeout=20000)
    assert program.window.entry is interview.entry


def test_pausing_works_again_when_there_is_room(program: Program, study: Study) -> None:
    interview = with_a_long_answer(program, study)
    interview.entry.pause()
    program.bot.waitUntil(lambda: "disk is full" in interview.entry.banner.sentence, timeout=20000)
    program.set_room(1_000_000)
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert study.interviews.listing()[0].firm.startswith("Sharma Sharma")


def test_closing_the_window_on_a_full_disk_warns_first_and_closes_the_second_time(
    program: Program, study: Study
) -> None:
    interview = with_a_long_answer(program, study)
    assert not program.window.close()
    assert "disk is full" in interview.entry.banner.sentence
    assert program.window.close()


def test_closing_the_window_while_an_interview_is_being_finalised_closes_it(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.finalise()
    path = study.path
    assert program.window.close()
    with Study.open(path) as again:
        assert [row.status for row in again.interviews.listing()] == [Status.FINALISED]


def test_an_interview_the_disk_refuses_to_finalise_goes_on_as_a_draft_with_all_answers(
    program: Program, study: Study
) -> None:
    interview = with_a_long_answer(program, study)
    interview.finalise()
    program.bot.waitUntil(lambda: "disk is full" in interview.entry.banner.sentence, timeout=20000)
    program.bot.waitUntil(interview.entry.isEnabled, timeout=20000)
    assert not interview.entry.is_saved
    program.set_room(1_000_000)
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)


def test_a_photo_the_disk_refuses_is_not_named_by_an_answer(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    program.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20000)
    program.set_room(1)
    interview.entry.session.attachments.attach("/data/identity/photo", "front.jpg", b"\xff" * 400_000)
    program.bot.waitUntil(lambda: "disk is full" in interview.entry.banner.sentence, timeout=20000)
    QApplication.processEvents()
    assert interview.value("photo") == ""


def test_enter_stays_at_an_answer_that_cannot_be_read(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.fill("workers", "many")
    assert interview.focused_ref == "/data/labour/workers"


def with_a_failed_check(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    interview.question("exports").take_focus()
    interview.type("1")
    return interview.fill("export_value", "90").fill("turnover", "50")


def test_a_comment_half_typed_outlives_another_answer_and_is_kept_on_leaving(
    program: Program, study: Study
) -> None:
    interview = with_a_failed_check(program, study)
    interview.entry.finalise()
    interview.checks.fields["exports_in_turnover"].setText("Old stock")
    interview.entry.session.answers.give("/data/identity/gstin", "27AAPFU0939F1ZV")
    interview.checks.redraw()
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert list(study.annotations.passed_checks(study.interviews.listing()[0].instance_id).values()) == [
        "Old stock"
    ]


def test_tab_past_the_last_question_stays_in_the_interview(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("photo").take_focus()
    interview.press(Qt.Key.Key_Tab).press(Qt.Key.Key_Space)
    program.bot.wait(50)
    assert program.window.entry is interview.entry


def test_the_page_turned_to_survives_a_power_cut(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page().turn_page()
    program.bot.waitUntil(lambda: interview.entry.is_saved, timeout=2000)
    program.switch_off()
    assert study.interviews.listing()[0].instance_id
    assert study.interviews.read(study.interviews.listing()[0].instance_id).cursor.startswith("/data/trade/")


def test_half_a_sign_pasted_into_a_name_does_not_stop_the_saving(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.entry.session.answers.give("/data/identity/firm_name", "Sharma\ud83e\uffff")
    program.bot.waitUntil(
        lambda: any(row.firm == "Sharma" for row in study.interviews.listing()), timeout=20000
    )
    assert (
        study.interviews.resume(study.interviews.listing()[0].instance_id).value("/data/identity/firm_name")
        == "Sharma"
    )


def test_the_history_knows_what_was_taken_back_and_given_again(program: Program, study: Study) -> None:
    session = program.open(study).new_interview().entry.session
    firm = "/data/identity/firm_name"
    session.answers.give(firm, "Sharma")
    session.answers.undo()
    session.answers.redo()
    session.drafts.save()
    assert program.window.tasks is not None
    program.window.tasks.wait_for_writes()
    told = [
        (line.old, line.new)
        for line in study.interviews.history(session.entry.instance_id)
        if line.ref == firm
    ]
    assert told == [("", "Sharma"), ("Sharma", ""), ("", "Sharma")]


def test_an_answer_that_a_fault_of_the_program_kept_from_the_disk_does_not_pass_for_saved(
    program: Program, study: Study
) -> None:
    session = program.open(study).new_interview().entry.session
    assert program.window.tasks is not None
    program.window.tasks.wait_for_writes()
    other = dbapi2.connect(str(study.path), isolation_level=None)
    other.execute(
        "CREATE TRIGGER fault BEFORE UPDATE ON interview BEGIN SELECT raise(ABORT, 'unheard of'); END"
    )
    with program.bot.captureExceptions() as faults:
        session.answers.give("/data/identity/firm_name", "Sharma")
        session.drafts.save()
        program.bot.waitUntil(lambda: bool(faults), timeout=20000)
    assert not session.leaving.is_saved
    other.execute("DROP TRIGGER fault")
    other.close()
    session.drafts.save()
    program.window.tasks.wait_for_writes()
    assert study.interviews.listing()[0].firm == "Sharma"


def test_a_fault_of_the_last_answer_is_said_on_the_page_that_follows(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.question("workers").take_focus()
    interview.type("-5").turn_page()
    assert interview.entry.banner.sentence == "How many workers?: Not below zero."
    interview.entry.banner.findChildren(QPushButton)[0].click()
    assert interview.focused_ref == "/data/labour/workers"


def test_leafing_past_the_last_page_does_not_finalise(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.turn_page().turn_page().turn_page().turn_page()
    assert (interview.page_title, program.window.entry) == ("Trade", interview.entry)


def test_finalising_says_how_much_is_missing_and_not_the_fault_of_one_answer(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview().turn_page()
    interview.question("workers").take_focus()
    interview.type("-5").finalise()
    assert interview.lacks.sums.endswith("Not yet ready: 1 needed answer is missing, 1 is wrong.")
    assert interview.entry.banner.sentence == ""
