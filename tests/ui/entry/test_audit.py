"""The audit log of an interview in the window: what was looked at and changed travels with the submission."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.records import Cluster, Status
from fieldsurvey.study import Server, Study, load_questionnaire
from fieldsurvey.sync.submission_encryption import decrypt
from fieldsurvey.ui.entry.window.find import FindQuestion
from fieldsurvey.ui.shell.dialogs import AskLine
from tests.support.fake_server import CentralState
from tests.support.markdown_form import write_form
from tests.support.pages import Interview, Program
from tests.support.rsa_keys import agency
from tests.support.small_form import NOW, SMALL, SURVEY


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> datetime:
        self.seconds += 1
        return NOW + timedelta(seconds=self.seconds)


def study_of(folder: Path, parameters: str, public_key: str = "") -> Study:
    audit = f"|        | audit | audit | {parameters} |"
    settings = f"""
        | settings |         |                 |         |                  |               |              |
        |          | form_id | form_title      | version | default_language | instance_name | public_key   |
        |          | small   | Small firm form | 1       | English (en)     | ${{firm_name}}  | {public_key} |
    """
    path = write_form(folder / "small.xlsx", SMALL, SURVEY + audit, settings)
    return Study.create(
        folder / "brass.study",
        Cluster(name="Brass"),
        [load_questionnaire(path)],
        passphrase=None,
        clock=Clock(),
    )


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, "track-changes=true") as study:
        yield study


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, "track-changes=true", agency().public) as study:
        yield study


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, "identify-user=true") as study:
        yield study


@pytest.fixture
def explained(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, "track-changes-reasons=on-form-edit") as study:
        yield study


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def events(text: str) -> list[str]:
    return [row["event"] for row in rows(text)]


def row(text: str, event: str, node: str = "") -> dict[str, str]:
    return next(row for row in rows(text) if row["event"] == event and row["node"].endswith(node))


def only(study: Study) -> str:
    return study.interviews.listing()[0].instance_id


def log(study: Study) -> str:
    return study.interviews.audit_log(only(study)) or ""


def saved(program: Program, study: Study, event: str) -> None:
    program.bot.waitUntil(
        lambda: bool(study.interviews.listing()) and event in events(log(study)), timeout=20000
    )


def paused(program: Program, interview: Interview) -> None:
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)


def finalised(program: Program, study: Study) -> str:
    """A finalised interview; gives the log that travels with it."""
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma, Sons & Co")
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    content = study.attachments.read(only(study), "audit.csv")
    assert content is not None
    return content.decode()


def dialog_of(interview: Interview) -> AskLine:
    return interview.entry.findChildren(AskLine)[-1]


def test_a_finalised_interview_carries_its_log_and_names_it(program: Program, audited: Study) -> None:
    text = finalised(program, audited)
    assert events(text)[0] == "form start"
    assert events(text)[-3:] == ["form save", "form exit", "form finalize"]
    assert "<audit>audit.csv</audit>" in audited.interviews.read(only(audited)).xml


def sent(study: Study, base: str) -> None:
    with study.again() as writer:
        writer.sync.set_server(Server(base))
        writer.sync.send()


def test_the_log_arrives_at_the_server(
    program: Program, audited: Study, server: tuple[str, CentralState]
) -> None:
    base, state = server
    text = finalised(program, audited)
    sent(audited, base)
    assert state.stored[only(audited)].attachments["audit.csv"].decode() == text


def test_the_log_of_an_encrypted_form_travels_in_its_envelope(
    program: Program, sealed: Study, server: tuple[str, CentralState]
) -> None:
    base, state = server
    text = finalised(program, sealed)
    sent(sealed, base)
    arrived = state.stored[only(sealed)]
    opened = decrypt(arrived.xml, arrived.attachments, agency().private)
    assert opened.media == {"audit.csv": text.encode()}


def test_a_page_and_the_question_looked_at_have_beginning_and_end(program: Program, audited: Study) -> None:
    text = finalised(program, audited)
    page, question = row(text, "group questions", "/identity"), row(text, "question", "/firm_name")
    assert page["node"] == "/data/identity"
    assert int(page["start"]) <= int(question["start"]) < int(question["end"]) <= int(page["end"])


def test_a_changed_answer_stands_before_and_after(program: Program, audited: Study) -> None:
    question = row(finalised(program, audited), "question", "/firm_name")
    assert (question["old-value"], question["new-value"]) == ("", "Sharma, Sons & Co")


def test_turning_the_page_ends_one_group_and_begins_the_next(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.turn_page()
    saved(program, audited, "group questions")
    program.bot.waitUntil(
        lambda: (
            [r["node"] for r in rows(log(audited)) if r["event"] == "group questions"]
            == ["/data/identity", "/data/labour"]
        ),
        timeout=20000,
    )


def test_rows_added_and_removed_are_noted_with_their_place(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.entry.session.answers.add_row("/data/labour/worker")
    interview.entry.session.answers.remove_row("/data/labour/worker[1]")
    paused(program, interview)
    assert row(log(audited), "add repeat")["node"] == "/data/labour/worker[2]"
    assert row(log(audited), "delete repeat")["node"] == "/data/labour/worker[1]"


def test_an_answer_taken_back_is_a_change_too(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.entry.session.answers.give("/data/labour/workers", "7")
    interview.entry.session.answers.undo()
    paused(program, interview)
    changes = [r for r in rows(log(audited)) if r["node"] == "/data/labour/workers"]
    told = [(r["old-value"], r["new-value"]) for r in changes if r["old-value"] != r["new-value"]]
    assert told == [("", "7"), ("7", "")]


def test_finalising_with_something_missing_is_noted(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.finalise()
    paused(program, interview)
    assert "constraint error" in events(log(audited))


def test_looking_for_a_question_is_a_jump(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    interview.entry.findChild(FindQuestion).reject()
    paused(program, interview)
    jump = row(log(audited), "jump")
    assert int(jump["start"]) < int(jump["end"])


def test_a_jump_through_the_outline_is_noted(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.entry.outline.turned.emit(2)
    paused(program, interview)
    assert events(log(audited)).count("jump") == 1


def test_a_paused_interview_goes_on_with_its_log(program: Program, audited: Study) -> None:
    paused(program, program.open(audited).new_interview())
    interview = program.resume(only(audited))
    paused(program, interview)
    found = [event for event in events(log(audited)) if event.startswith("form")]
    assert found == ["form start", "form save", "form exit", "form resume", "form save", "form exit"]


def test_the_log_outlives_a_power_cut_with_what_was_on_screen(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.entry.session.answers.give("/data/labour/workers", "7")
    interview.entry.session.drafts.save()
    path = program.switch_off()
    with Study.open(path) as after:
        text = log(after)
    assert row(text, "question", "/workers")["new-value"] == "7"
    assert row(text, "group questions", "/identity")["end"]


def test_an_interview_the_disk_refuses_to_close_goes_on_and_says_so(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    program.bot.waitUntil(lambda: len(audited.interviews.listing()) == 1, timeout=20000)
    program.set_room(1)
    interview.entry.session.answers.give("/data/identity/firm_name", "Sharma " * 10_000)
    interview.finalise()
    program.bot.waitUntil(lambda: "disk is full" in interview.entry.banner.sentence, timeout=20000)
    program.bot.waitUntil(interview.entry.isEnabled, timeout=20000)
    program.set_room(1_000_000)
    paused(program, interview)
    found = events(log(audited))
    assert "finalize error" in found
    assert "form finalize" not in found


KILLED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.ui.window.main_window import MainWindow
app = QApplication([])
path = Path(sys.argv[1])
window = MainWindow(Settings(), path.with_name("settings.json"))
window.open_study(Study.open(path))
window.begin_interview()
session = window.entry.session
session.answers.give("/data/labour/workers", "7")


def on_saved(at):
    if "<workers>7<" in window.study.interviews.read(session.entry.instance_id).xml:
        print("saved", flush=True)


session.drafts.saved.connect(on_saved)
app.exec()
"""


def test_the_log_survives_being_killed(tmp_path: Path, audited: Study) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(audited.path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "saved\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert row(log(audited), "question", "/workers")["new-value"] == "7"
    assert "form exit" not in events(log(audited))


def test_a_form_without_audit_keeps_no_log(program: Program, study: Study) -> None:
    paused(program, program.open(study).new_interview())
    assert log(study) == ""


# --- who ------------------------------------------------------------------------------------------------------


def test_the_person_is_asked_for_a_name_before_anything_is_shown(program: Program, named: Study) -> None:
    interview = program.open(named).new_interview()
    assert interview.entry.page is None
    QTest.keyClicks(dialog_of(interview).field, "Asha")
    QTest.keyClick(dialog_of(interview).field, Qt.Key.Key_Return)
    program.bot.waitUntil(lambda: interview.entry.page is not None, timeout=20000)
    paused(program, interview)
    assert {r["user"] for r in rows(log(named))} == {"Asha"}


def test_without_a_name_nothing_begins(program: Program, named: Study) -> None:
    interview = program.open(named).new_interview()
    dialog_of(interview).field.setText("   ")
    assert not dialog_of(interview).confirm.isEnabled()
    dialog_of(interview).reject()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    program.switch_off()
    assert named.interviews.listing() == []


def test_the_next_person_is_asked_anew(program: Program, named: Study) -> None:
    first = program.open(named).new_interview()
    dialog_of(first).answered.emit("Asha")
    paused(program, first)
    second = program.resume(only(named))
    dialog_of(second).answered.emit("Ravi")
    paused(program, second)
    assert row(log(named), "form start")["user"] == "Asha"
    assert row(log(named), "form resume")["user"] == "Ravi"


# --- why ------------------------------------------------------------------------------------------------------


def taken_up_again(program: Program, study: Study) -> Interview:
    paused(program, program.open(study).new_interview())
    return program.resume(only(study))


def test_a_changed_interview_is_not_left_without_a_reason(program: Program, explained: Study) -> None:
    interview = taken_up_again(program, explained)
    interview.entry.session.answers.give("/data/labour/workers", "7")
    interview.entry.pause()
    dialog_of(interview).reject()
    assert program.window.entry is interview.entry
    interview.entry.pause()
    dialog_of(interview).answered.emit("Owner called back")
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert row(log(explained), "change reason")["change-reason"] == "Owner called back"


def test_an_interview_taken_up_again_and_not_changed_needs_no_reason(
    program: Program, explained: Study
) -> None:
    paused(program, taken_up_again(program, explained))
    assert "change reason" not in events(log(explained))


def test_a_new_interview_needs_no_reason(program: Program, explained: Study) -> None:
    interview = program.open(explained).new_interview()
    interview.entry.session.answers.give("/data/labour/workers", "7")
    paused(program, interview)
    assert "change reason" not in events(log(explained))


def test_finalising_a_changed_interview_asks_for_the_reason_too(program: Program, explained: Study) -> None:
    interview = taken_up_again(program, explained)
    interview.entry.session.answers.give("/data/identity/firm_name", "Sharma")
    interview.finalise()
    dialog_of(interview).answered.emit("Name was missing")
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    content = explained.attachments.read(only(explained), "audit.csv") or b""
    assert row(content.decode(), "change reason")["change-reason"] == "Name was missing"


def test_a_cell_of_a_grid_is_a_question_with_its_row(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.turn_page()
    interview.grid("worker").take_focus()
    interview.type("Polisher").enter()
    paused(program, interview)
    cell = row(log(audited), "question", "/data/labour/worker[1]/role")
    assert (cell["old-value"], cell["new-value"]) == ("", "Polisher")


def test_what_is_missing_and_what_was_said_are_one_stay_at_the_end(program: Program, audited: Study) -> None:
    interview = program.open(audited).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.ask_to_finalise()
    while not interview.is_read_back:
        interview.ask_to_finalise()
    paused(program, interview)
    assert events(log(audited)).count("end screen") == 1
    stay = row(log(audited), "end screen")
    groups = [one for one in rows(log(audited)) if one["event"] == "group questions"]
    assert all(int(one["end"]) <= int(stay["start"]) for one in groups)
