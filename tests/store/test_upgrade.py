"""A study of every earlier schema opens, keeps all it held, and gets what is new; written by the programs of their time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from fieldsurvey.errors import NewerStudy, StoreError, StudyInUse
from fieldsurvey.records import Stage, Status
from fieldsurvey.security.writer_lock import WriterLock
from fieldsurvey.store import migrations
from fieldsurvey.study import Server, Study
from tests.support.fake_server import CentralState
from tests.support.small_form import NOW, PASSPHRASE

STUDIES = Path(__file__).parents[1] / "data" / "studies"
"""schema-NNN.study: one finalised interview that waits, one draft with a photo; schema-NNN-locked.study the same, encrypted."""
CAME_TOGETHER = 3
"""Steps without a study of their own: m008 and m009, which came with m010 in one program, and the last, which is today's."""
PLAIN = sorted(path.stem for path in STUDIES.glob("schema-???.study"))


@pytest.fixture
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of one of them to work with; the oldest when none is named."""
    name = getattr(request, "param", PLAIN[0])
    copy = tmp_path / f"{name}.study"
    copy.write_bytes((STUDIES / f"{name}.study").read_bytes())
    return copy


def test_there_is_a_study_of_every_schema_a_program_had_but_todays() -> None:
    assert len(PLAIN) == len(migrations.names()) - CAME_TOGETHER


@pytest.mark.parametrize("old", PLAIN, indirect=True)
def test_a_study_of_each_schema_keeps_all_it_held(old: Path) -> None:
    with Study.open(old) as study:
        assert study.cluster.population == 120
        assert {row.firm: row.status for row in study.interviews.listing()} == {
            "Sharma Brass Works": Status.FINALISED,
            "Verma Castings": Status.DRAFT,
        }
        draft = next(row.instance_id for row in study.interviews.listing(Stage.DRAFT))
        assert study.interviews.resume(draft).value("/data/identity/photo") == "photo.jpg"
        assert study.attachments.read(draft, "photo.jpg") == b"\xff\xd8photo"
        assert [(line.event, line.new) for line in study.interviews.history(draft)] == [
            ("answered", "Verma Castings"),
            ("answered", "photo.jpg"),
        ]
        assert study.reports.narratives("en") == {"history": "Brass since 1800."}
    assert [file.name for file in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize("old", [f"{name}-locked" for name in PLAIN], indirect=True)
def test_a_locked_study_of_each_schema_opens_with_its_passphrase_and_stays_locked(
    full_keys: None, old: Path
) -> None:
    with Study.open(old, PASSPHRASE) as study:
        assert len(study.interviews.listing()) == 2
    assert b"SQLite" not in old.read_bytes()
    assert b"Verma" not in old.read_bytes()


def test_interviews_of_an_earlier_program_are_sent_after_the_update(
    old: Path, server: tuple[str, CentralState]
) -> None:
    base, state = server
    with Study.open(old) as study:
        study.sync.set_server(Server(base))
        (sent,) = study.sync.send().sent
    assert not state.stored[sent].is_envelope


def test_a_study_is_brought_up_to_date_once(old: Path) -> None:
    Study.open(old).close()
    first = old.read_bytes()
    Study.open(old).close()
    assert old.read_bytes() == first


def test_a_study_somebody_else_has_open_is_not_brought_up_to_date(old: Path) -> None:
    other = dbapi2.connect(str(old))
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM form").fetchone()
    with pytest.raises(StudyInUse):
        Study.open(old)
    other.close()
    Study.open(old).close()


def test_an_update_that_fails_leaves_the_study_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()
    connection = dbapi2.connect(str(old))
    connection.execute("INSERT INTO history (instance_id, at, event) VALUES ('uuid:nobody', 'x', 'y')")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE narrative (x' WHERE name = 'narrative'")
    connection.commit()
    connection.close()
    broken = old.read_bytes()
    with pytest.raises(StoreError):
        Study.open(old)
    assert old.read_bytes() == broken != before
    assert [file.name for file in old.parent.iterdir()] == [old.name]


def test_a_newer_study_is_refused_and_left_alone(old: Path) -> None:
    Study.open(old).close()
    connection = dbapi2.connect(str(old))
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('fieldsurvey', 'm999_moon', '')"
    )
    connection.commit()
    connection.close()
    before = old.read_bytes()
    with pytest.raises(NewerStudy, match="Install the newer program"):
        Study.open(old)
    assert old.read_bytes() == before


OPEN = "import sys; from pathlib import Path; from fieldsurvey.study import Study; print('go', flush=True); Study.open(Path(sys.argv[1]))"


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.02, 0.04, 0.06, 0.1])
def test_an_update_cut_by_a_power_cut_leaves_a_whole_study(old: Path, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(old)], stdout=subprocess.PIPE, env={**os.environ}
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Study.open(old) as study:
        assert len(study.interviews.listing()) == 2
        study.take_writer_lock()  # as a window does; the lock file of the one that was cut goes with it
    assert [file.name for file in old.parent.iterdir()] == [old.name]


def test_an_older_study_another_window_sits_on_is_left_to_it(old: Path) -> None:
    writer_lock = WriterLock.take(old, "Asha", NOW)
    with pytest.raises(StudyInUse, match="or wait a moment"):
        Study.open(old)
    writer_lock.leave()
    with Study.open(old) as study:
        assert len(study.interviews.listing()) == 2


@pytest.mark.parametrize("old", ["schema-007"], indirect=True)
def test_where_the_cluster_is_keeps_its_words(old: Path) -> None:
    with Study.open(old) as study:
        assert study.cluster.locality == "Moradabad"
