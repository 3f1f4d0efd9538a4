"""The laptop dies in the middle of an interview."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.study import Study
from tests.support import rows
from tests.support.pages import Program


def test_after_a_power_cut_the_interview_is_resumed_at_its_question(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.turn_page()
    interview.fill("workers", "7")
    program.bot.waitUntil(lambda: "<workers>7</workers>" in saved(study), timeout=20000)
    path = program.switch_off()
    with Study.open(path) as again:
        (row,) = again.interviews.listing()
        resumed = again.interviews.resume(row.instance_id)
        assert resumed.value("/data/labour/workers") == "7"
        assert again.interviews.read(row.instance_id).cursor.startswith("/data/labour/")


def test_after_a_power_cut_the_last_answer_is_taken_back_in_the_window(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.fill("firm_name", "Verma")
    program.bot.waitUntil(lambda: "Verma" in saved(study), timeout=20000)
    path = program.switch_off()
    resumed = program.open(Study.open(path)).resume(study_id(path))
    assert resumed.value("firm_name") == "Verma"
    resumed.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert resumed.value("firm_name") == "Sharma"
    resumed.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert resumed.value("firm_name") == "Verma"


def study_id(path: Path) -> str:
    with Study.open(path, read_only=True) as study:
        return study.interviews.listing()[0].instance_id


def saved(study: Study) -> str:
    rows = study.interviews.listing()
    return study.interviews.read(rows[0].instance_id).xml if rows else ""


KILLED = """
import sys
from pathlib import Path
from fieldsurvey.study import Study
from fieldsurvey.interviews.submissions import savepoint_of
study = Study.open(Path(sys.argv[1]))
entry = study.interviews.begin("small")
for number in range(100000):
    entry.answer("/data/labour/workers", str(number))
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [0.05, 0.2, 0.45])
def test_every_acknowledged_answer_survives_being_killed(study: Study, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(study.path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    acknowledged = ([acknowledged, *process.stdout.readlines()])[-1]
    process.stdout.close()
    process.wait()
    with Study.open(study.path) as again:
        (row,) = again.interviews.listing()
        assert int(again.interviews.resume(row.instance_id).value("/data/labour/workers")) >= int(
            acknowledged
        )
        assert rows.read(again, "PRAGMA integrity_check") == [("ok",)]


def test_the_real_program_opens_its_window_and_closes_when_asked(study: Study, tmp_path: Path) -> None:
    study.close()
    home = {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "HOME": str(tmp_path),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "fieldsurvey", str(study.path)],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    remembered = tmp_path / "config" / "FieldSurvey" / "settings.json"
    while process.poll() is None and not (remembered.exists() and str(study.path) in remembered.read_text()):
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _out, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    assert str(study.path) in remembered.read_text()
