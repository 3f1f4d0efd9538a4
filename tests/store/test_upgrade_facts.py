"""A study of the time of one state for three facts: nothing of it is lost, and it counts as it should have."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Comment, InterviewFilter, Review, Stage
from fieldsurvey.store import database, keys
from fieldsurvey.store.keys import Key
from fieldsurvey.study import Server, Study
from tests.store.test_upgrade import OPEN, STUDIES
from tests.support import quick_keys, rows
from tests.support.fake_server import CentralState
from tests.support.small_form import PASSPHRASE

pytestmark = pytest.mark.usefixtures("full_keys")
LATER = [pytest.param(seconds, marks=pytest.mark.long) for seconds in (0.05, 0.08, 0.12, 0.16)]
"""More moments for a power cut, a second each."""
BOTH = pytest.mark.parametrize("kind", ["", "-locked"])


@pytest.fixture
def old(tmp_path: Path, kind: str) -> Path:
    """A study with interviews in every state, as the last program with one state left it."""
    copy = tmp_path / "old.study"
    copy.write_bytes((STUDIES / f"schema-007-rich{kind}.study").read_bytes())
    return copy


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Key | None]]:
    """Both kinds, brought up to date once, with what opens them."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ROUNDS", quick_keys.FULL)
        for kind, passphrase in (("", None), ("-locked", PASSPHRASE)):
            path = tmp_path_factory.mktemp("updated") / "old.study"
            path.write_bytes((STUDIES / f"schema-007-rich{kind}.study").read_bytes())
            Study.open(path, passphrase).close()
            found[kind] = path, database.key_for(path, passphrase)
    return found


@pytest.fixture
def study(old: Path, kind: str, updated: dict[str, tuple[Path, Key | None]]) -> Iterator[Study]:
    """A copy of what has become of it."""
    path, key = updated[kind]
    old.write_bytes(path.read_bytes())
    with Study.open(old, key=key) as opened:
        yield opened


def named(study: Study, firm: str) -> str:
    return next(
        row.instance_id for row in study.interviews.listing() if row.firm == firm and not row.is_draft
    )


@BOTH
def test_every_state_is_told_as_three_facts(study: Study) -> None:
    found = {
        row.firm: (row.stage, row.review, row.is_sent)
        for row in study.interviews.listing()
        if row.firm != "Waiting"
    }
    assert found == {
        "Sent": (Stage.FINALISED, Review.NONE, True),
        "Tried": (Stage.FINALISED, Review.NONE, False),
        "Reopened": (Stage.DRAFT, Review.NONE, False),
        "Reopened, untouched": (Stage.DRAFT, Review.NONE, False),
        "Returned": (Stage.DRAFT, Review.RETURNED, False),
        "Returned after sending": (Stage.DRAFT, Review.RETURNED, True),
        "Approved": (Stage.FINALISED, Review.APPROVED, False),
        "Approved, then sent": (Stage.FINALISED, Review.APPROVED, True),
        "Draft": (Stage.DRAFT, Review.NONE, False),
    }


@BOTH
def test_what_was_finalised_counts_where_it_is_still_known(study: Study) -> None:
    rows = {
        row["firm_name"]: (row["exports"], row["turnover"])
        for row in study.figures.dataset("small").tables[0].rows
    }
    assert rows == dict.fromkeys(
        (
            *("Waiting", "Sent", "Tried", "Reopened, untouched"),
            *("Returned", "Returned after sending", "Approved", "Approved, then sent"),
        ),
        ("yes", 1499561),
    )


@BOTH
def test_what_waits_is_what_waited(study: Study) -> None:
    assert study.sync.waiting() == 3
    errors = {row.firm: str(row.send_error) for row in study.interviews.listing() if row.send_error}
    assert errors == {"Tried": "The server is asleep."}
    with pytest.raises(StoreError, match="on its way"):
        study.interviews.reopen(named(study, "Tried"), "A slip")


@BOTH
def test_what_was_written_beside_answers_is_all_there(study: Study) -> None:
    waiting = named(study, "Waiting")
    assert study.annotations.passed_checks(waiting) == {"exports_in_turnover": "Old stock"}
    assert study.annotations.comments(waiting) == {
        "/data/labour/worker[2]/wage": Comment("/data/labour/worker[2]/wage", "Guessed"),
        "/data/trade/exports": Comment("/data/trade/exports", "", True),
        "/data/trade/turnover": Comment("/data/trade/turnover", "From the books", True),
    }
    locks = study.annotations.locked_sections(waiting)
    assert {ref: lock.is_finished for ref, lock in locks.items()} == {
        "/data/labour": True,
        "/data/trade": False,
    }
    assert str(locks["/data/trade"].at) == "2026-11-03 09:24:34+00:00"


@BOTH
def test_the_round_before_is_still_known(study: Study) -> None:
    begun = next(row for row in study.interviews.listing(Stage.DRAFT) if row.firm == "Waiting")
    assert study.interviews.read(begun.instance_id).previous_id == named(study, "Waiting")
    assert study.rounds.before(begun.instance_id) is not None


@BOTH
def test_a_draft_goes_on_where_it_was_left(study: Study) -> None:
    draft = next(row.instance_id for row in study.interviews.listing(Stage.DRAFT) if row.firm == "Draft")
    assert study.interviews.read(draft).cursor == "/data/identity/gstin"
    assert study.attachments.read(draft, "film.mp4") == bytes(range(256)) * 1100


@BOTH
def test_the_deleted_stay_deleted_and_the_erased_erased(study: Study, old: Path) -> None:
    assert [stone.why for stone in study.interviews.tombstones()] == ["withdrew"]
    (deleted,) = study.interviews.page(InterviewFilter(deleted=True), 0, 9)
    assert deleted.firm == "Deleted"
    assert "Erased Secret" not in {row.firm for row in study.interviews.listing()}
    assert b"Erased Secret" not in old.read_bytes()


@BOTH
def test_the_study_is_whole_and_its_history_as_it_was(study: Study, old: Path, kind: str) -> None:
    faults = [fault for fault in study.safety.verify().faults if "gate.jpg" not in fault]
    assert faults == []


@BOTH
def test_two_copies_of_one_study_get_the_same_ids(tmp_path: Path, kind: str) -> None:
    assert ids(tmp_path / "a.study", kind) == ids(tmp_path / "b.study", kind)


def ids(path: Path, kind: str) -> list[rows.Row]:
    """(id, version) of every row that can be merged, after an update of its own."""
    path.write_bytes((STUDIES / f"schema-007-rich{kind}.study").read_bytes())
    with Study.open(path, PASSPHRASE if kind else None) as study:
        return rows.read(
            study,
            "SELECT instance_id, version FROM interview UNION ALL SELECT id, version FROM submission "
            "UNION ALL SELECT id, version FROM annotation ORDER BY 1",
        )


@pytest.mark.slow
@BOTH
@pytest.mark.parametrize("after", [0.02, *LATER, 0.2])
def test_an_update_cut_by_a_power_cut_leaves_a_whole_study(old: Path, kind: str, after: float) -> None:
    program = OPEN.replace(
        "Study.open(Path(sys.argv[1]))", "Study.open(Path(sys.argv[1]), sys.argv[2] or None)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(old), PASSPHRASE if kind else ""],
        stdout=subprocess.PIPE,
        env={**os.environ},
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after + (0.3 if kind else 0.0))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Study.open(old, PASSPHRASE if kind else None) as study:
        assert len(study.interviews.listing()) == 11
        study.take_writer_lock()
    assert [file.name for file in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize("kind", [""])
def test_a_mark_of_sent_without_a_trace_in_the_outbox_stays_sent(old: Path) -> None:
    db = sqlite3.connect(old)
    db.execute("DELETE FROM outbox WHERE acknowledged_at IS NOT NULL")
    db.commit()
    db.close()
    with Study.open(old) as study:
        assert study.interviews.read(named(study, "Sent")).is_sent


@pytest.mark.parametrize("kind", [""])
def test_checks_keep_their_words_whatever_they_are_called(old: Path) -> None:
    words = {
        "!x": "dear old stock",
        "/y": "as told",
        "#z": "begun again",
        "<": "less than before",
        "#/data/t": "no",
    }
    db = sqlite3.connect(old)
    (draft,) = db.execute("SELECT instance_id FROM interview WHERE firm = 'Draft'").fetchone()
    db.executemany(
        "INSERT INTO check_comment VALUES (?, ?, ?, '2026-05-01T09:00:00+00:00')",
        [(draft, name, comment) for name, comment in words.items()],
    )
    db.commit()
    db.close()
    with Study.open(old) as study:
        assert study.annotations.passed_checks(draft) == words
        assert study.annotations.comments(draft) == {}
        assert study.annotations.locked_sections(draft) == {}
        assert study.interviews.read(draft).previous_id == ""


@pytest.mark.parametrize("kind", [""])
def test_what_waited_of_a_draft_is_not_sent(old: Path, server: tuple[str, CentralState]) -> None:
    with Study.open(old) as study:
        study.sync.set_server(Server(server[0]))
        sent = {study.interviews.read(identity).firm for identity in study.sync.send().sent}
        assert sent == {"Waiting", "Tried", "Approved"}


@pytest.mark.parametrize("kind", [""])
def test_what_was_tried_of_a_draft_waits_in_the_submission_that_follows(old: Path) -> None:
    db = sqlite3.connect(old)
    db.execute("UPDATE outbox SET attempts = 1 WHERE acknowledged_at IS NULL")
    db.commit()
    db.close()
    with Study.open(old) as study:
        assert study.sync.waiting() == 3
        (row,) = [row for row in study.interviews.listing(Stage.DRAFT) if row.firm == "Returned"]
        entry = study.interviews.resume(row.instance_id)
        assert not entry.finalise()
        study.interviews.record(entry)
        assert study.sync.waiting() == 4
        sql = "SELECT attempts FROM outbox WHERE instance_id = ?"
        assert rows.read(study, sql, row.instance_id) == [(1,)]
