"""Attachments and envelopes of the time before parts: moved over, nothing lost, nothing twice."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from pathlib import Path

import pytest

from fieldsurvey.records import Stage
from fieldsurvey.store import attachments, outbox
from fieldsurvey.store.parts import PART
from fieldsurvey.study import Study
from tests.support import rows

FILM = random.Random(7).randbytes(3 * PART + 17)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the last study that held each file in one piece."""
    copy = tmp_path / "old.study"
    copy.write_bytes((Path(__file__).parents[1] / "data" / "studies" / "schema-006.study").read_bytes())
    return copy


def draft(study: Study) -> str:
    return study.interviews.listing(Stage.DRAFT)[0].instance_id


def keep_whole(path: Path, files: dict[str, bytes]) -> None:
    """Attachments of its draft, as the program of then stored them."""
    db = sqlite3.connect(path)
    (identity,) = db.execute("SELECT instance_id FROM interview WHERE state = 'draft'").fetchone()
    for name, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        db.execute("INSERT OR IGNORE INTO blob (sha256, data) VALUES (?, ?)", (digest, data))
        db.execute(
            "INSERT INTO attachment (instance_id, name, sha256) VALUES (?, ?, ?)", (identity, name, digest)
        )
    db.commit()
    db.close()


def test_attachments_are_read_as_before(old: Path) -> None:
    keep_whole(old, {"film.mp4": FILM, "copy.mp4": FILM, "empty.txt": b""})
    with Study.open(old) as study:
        found = [study.attachments.read(draft(study), name) for name in ("film.mp4", "copy.mp4", "empty.txt")]
        assert found == [FILM, FILM, b""]
    with rows.connected(old) as db:
        assert list(attachments.check(db)) == []


def test_what_is_attached_afterwards_does_not_touch_what_was_there(old: Path) -> None:
    keep_whole(old, {"film.mp4": FILM})
    with Study.open(old) as study:
        study.attachments.add(draft(study), "second.mp4", FILM[::-1])
        assert study.attachments.read(draft(study), "film.mp4") == FILM
        assert study.attachments.read(draft(study), "second.mp4") == FILM[::-1]


def test_the_study_grows_hardly(old: Path) -> None:
    keep_whole(old, {f"{n}.jpg": bytes([n]) * 500_000 for n in range(20)})
    before = old.stat().st_size
    Study.open(old).close()
    assert old.stat().st_size < before * 1.15


def test_an_envelope_that_waits_is_sent_byte_by_byte_as_it_was_made(old: Path) -> None:
    db = sqlite3.connect(old)
    (identity,) = db.execute("SELECT instance_id FROM interview WHERE state = 'finalised'").fetchone()
    db.execute("UPDATE outbox SET is_sealed = 1")
    db.execute(
        "INSERT INTO sealed_file (instance_id, place, name, data) VALUES (?, 0, 'film.mp4.enc', ?)",
        (identity, FILM),
    )
    db.commit()
    db.close()
    with Study.open(old), rows.connected(old) as db:
        assert outbox.sealed_files(db, identity) == {"film.mp4.enc": len(FILM)}
        assert outbox.sealed_file(db, identity, "film.mp4.enc").read() == FILM
