"""The laptop is switched off at any instant, again and again: what was said to be saved is there, and nothing else appears."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, Questionnaire, Status
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.small_form import PASSPHRASE


@dataclass
class Said:
    """What the killed processes had said of their interviews."""

    begun: set[str] = field(default_factory=set)
    saved: dict[str, int] = field(default_factory=dict)
    finalised: set[str] = field(default_factory=set)

    def hear(self, line: str) -> None:
        word, identity, *number = line.split()
        if word == "begun":
            self.begun.add(identity)
        elif word == "saved":
            self.saved[identity] = int(number[0])
        else:
            self.finalised.add(identity)


def run_and_kill(path: Path, seed: int, seconds: float, said: Said) -> None:
    """Let a process fill interviews for so long after it has opened the study, kill it, and hear what it had said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.filling", str(path), PASSPHRASE, str(seed)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open \n"  # the lock of the one before ended with it
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest, _none = process.communicate()
    for line in rest.splitlines(keepends=True):
        if line.endswith("\n"):
            said.hear(line)


def check(path: Path, said: Said) -> None:
    """Everything that was said is there, and the study is whole."""
    with Study.open(path, PASSPHRASE) as study:
        rows = {row.instance_id: row for row in study.interviews.listing()}
        assert study.safety.verify().faults == ()
        assert said.begun <= set(rows)
        lost = {
            identity: number
            for identity, number in said.saved.items()
            if int(study.interviews.resume(identity).value("/data/labour/workers") or 0) < number
        }
        assert not lost
        assert {rows[identity].status for identity in said.finalised} <= {Status.FINALISED}
        drafts = [row for row in rows.values() if row.status is Status.DRAFT]
        assert study.interviews.interrupted is None or study.interviews.interrupted.instance_id in {
            row.instance_id for row in drafts
        }
        answers = [
            sum(line.event == "answered" for line in study.interviews.history(identity))
            for identity in said.saved
        ]
        assert all(kept >= number for kept, number in zip(answers, said.saved.values(), strict=True))


def power_cuts(folder: Path, questionnaire: Questionnaire, times: int) -> None:
    path = folder / "brass.study"
    Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE).close()
    said, chance, unsaid = Said(), random.Random(times), set[str]()
    for seed in range(times):
        run_and_kill(path, seed, chance.uniform(0.0, 0.4), said)
        with Study.open(path, PASSPHRASE) as study:
            assert rows.read(study, "PRAGMA integrity_check") == [("ok",)]
            unheard = {row.instance_id for row in study.interviews.listing()} - said.begun - unsaid
            assert len(unheard) <= 1  # on disk, and killed before it could say so
            unsaid |= unheard
            assert study.interviews.counts().get(Status.DRAFT, 0) <= seed + 1
    check(path, said)
    assert len(said.saved) >= times // 2


def test_ten_power_cuts_cost_no_answer(tmp_path: Path, questionnaire: Questionnaire) -> None:
    power_cuts(tmp_path, questionnaire, 10)


@pytest.mark.long
@pytest.mark.timeout(10_800)
def test_a_thousand_power_cuts_cost_no_answer(tmp_path: Path, questionnaire: Questionnaire) -> None:
    power_cuts(tmp_path, questionnaire, 1000)
