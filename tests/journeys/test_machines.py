"""A workshop's list of machines comes as a spreadsheet: pasted into the firm's interview, taken back, given again, finalised."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fieldsurvey.demo import study as demo_study
from fieldsurvey.records import Status
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

MACHINES = "/data/technology/machine"
CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBER = 200


def a_filled_draft(path: Path) -> Study:
    """A study with one firm's interview, filled and taken up again, its machines left out."""
    demo_study.make_study(path, interviews=1, seed=7)
    study = Study.open(path)
    study.interviews.reopen(study.interviews.listing()[0].instance_id, "The list of machines came later")
    return study


def at_the_machines(program: Program, study: Study) -> Interview:
    interview = program.resume(study.interviews.listing()[0].instance_id)
    session = interview.entry.session
    interview.entry.go_to(MACHINES)
    with session.answers.together():
        for row in reversed(session.entry.instances(MACHINES)):
            session.answers.remove_row(row)
    interview.grid("machine").table.setFocus()
    interview.grid("machine").table.put_cursor(0, 0)
    return interview


def spreadsheet(interview: Interview) -> str:
    """Rows as a workshop would list them: labels of the choices, numbers with two decimals."""
    model = interview.grid("machine").model
    steps, sources, drives = ([choice.label for choice in model.choices(0, n)] for n in (0, 5, 6))
    return "\r\n".join(
        "\t".join((steps[n % len(steps)], f"Machine {n}", "3.00", "1", str(n % 40), sources[0], drives[n % len(drives)]))
        for n in range(1, NUMBER + 1)
    )  # fmt: skip


def test_two_hundred_machines_are_pasted_taken_back_given_again_and_finalised(
    program: Program, tmp_path: Path
) -> None:
    study = a_filled_draft(tmp_path / "firm.study")
    interview = at_the_machines(program.open(study), study)
    entry = interview.entry.session.entry
    QGuiApplication.clipboard().setText(spreadsheet(interview))
    interview.press(Qt.Key.Key_V, CONTROL)
    assert interview.grid("machine").not_taken is None
    assert entry.value("/data/technology/machine_total") == str(3 * NUMBER)
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert entry.count(MACHINES) == 0
    interview.press(Qt.Key.Key_Y, CONTROL)
    assert entry.value(f"{MACHINES}[{NUMBER}]/machine_name") == f"Machine {NUMBER}"
    assert program.states() == [Status.DRAFT]
    interview.finalise()
    assert interview.missing == []
    program.bot.waitUntil(lambda: Status.FINALISED in program.states(), timeout=20000)
