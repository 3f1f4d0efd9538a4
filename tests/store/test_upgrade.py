"""A study of an earlier program opens, keeps what waits, and gets what is new."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from pathlib import Path

from fieldsurvey.models import Cluster, Questionnaire
from fieldsurvey.store import attachments
from fieldsurvey.store.parts import PART
from fieldsurvey.study import Server, Study
from tests.conftest import ANSWERS
from tests.fakes import CentralState


def of_the_first_release(path: Path, questionnaire: Questionnaire) -> str:
    """A study as the first schema had it, with one interview that waits; gives its instanceID."""
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.add_interview("small", ANSWERS)
        for statement in (
            "DROP TABLE audit_log",
            "DROP TABLE sealed_file",
            "ALTER TABLE outbox DROP COLUMN is_sealed",
            *_NO_PARTS,
            "DELETE FROM _sqlite_migrations WHERE name IN ('m002_encryption', 'm003_audit', 'm007_parts')",
        ):
            study._db.execute(statement)
    return identity


_NO_PARTS = (
    "DROP TABLE intake",
    "DROP TABLE blob_part",
    "DROP INDEX attachment_of_blob",
    "ALTER TABLE blob DROP COLUMN number",
    "ALTER TABLE blob DROP COLUMN size",
    "ALTER TABLE blob ADD COLUMN data BLOB NOT NULL DEFAULT x''",
)


def keep_whole(path: Path, identity: str, files: dict[str, bytes]) -> None:
    """Attachments as earlier programs stored them: each in one piece."""
    db = sqlite3.connect(path)
    with db:
        for name, data in files.items():
            digest = hashlib.sha256(data).hexdigest()
            db.execute("INSERT OR IGNORE INTO blob (sha256, data) VALUES (?, ?)", (digest, data))
            db.execute(
                "INSERT INTO attachment (instance_id, name, sha256) VALUES (?, ?, ?)",
                (identity, name, digest),
            )
    db.close()


FILM = random.Random(7).randbytes(3 * PART + 17)


def test_attachments_of_an_earlier_program_are_read_as_before(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "old.study"
    identity = of_the_first_release(path, questionnaire)
    keep_whole(path, identity, {"film.mp4": FILM, "copy.mp4": FILM, "empty.txt": b""})
    with Study.open(path) as study:
        found = [study.attachment(identity, name) for name in ("film.mp4", "copy.mp4", "empty.txt")]
        assert found == [FILM, FILM, b""]
        assert list(attachments.check(study._db)) == []


def test_what_is_attached_after_an_update_does_not_touch_what_was_there(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "old.study"
    identity = of_the_first_release(path, questionnaire)
    keep_whole(path, identity, {"film.mp4": FILM})
    with Study.open(path) as study:
        study.attach(identity, "second.mp4", FILM[::-1])
        assert study.attachment(identity, "film.mp4") == FILM
        assert study.attachment(identity, "second.mp4") == FILM[::-1]


def test_moving_attachments_over_makes_the_study_hardly_larger(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "old.study"
    identity = of_the_first_release(path, questionnaire)
    keep_whole(path, identity, {f"{n}.jpg": bytes([n]) * 500_000 for n in range(20)})
    before = path.stat().st_size
    Study.open(path).close()
    assert path.stat().st_size < before * 1.15


def test_what_waited_before_the_update_is_sent_after_it(
    tmp_path: Path, questionnaire: Questionnaire, server: tuple[str, CentralState]
) -> None:
    base, state = server
    identity = of_the_first_release(tmp_path / "old.study", questionnaire)
    with Study.open(tmp_path / "old.study") as study:
        study.set_server(Server(base))
        assert study.send().sent == [identity]
    assert not state.stored[identity].is_envelope


def test_an_interview_from_before_the_update_has_no_audit_log(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    identity = of_the_first_release(tmp_path / "old.study", questionnaire)
    with Study.open(tmp_path / "old.study") as study:
        assert study.audit_log(identity) == ""
        assert study.audit_log("uuid:unknown") is None
