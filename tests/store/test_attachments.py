"""Files of interviews: in parts, once by content, and nothing half counts."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.submissions import fill_in, savepoint_of
from fieldsurvey.records import Cluster, Questionnaire, Status
from fieldsurvey.store import attachments, database
from fieldsurvey.store.parts import PART
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE

FILM = random.Random(4).randbytes(5 * PART + 1000)


def draft(study: Study, photo: str = "") -> str:
    """An interview under way, its photo answered by a name."""
    entry = study.interviews.begin("small")
    fill_in(entry, {**ANSWERS, **({"/data/identity/photo": photo} if photo else {})})
    study.interviews.savepoint(savepoint_of(entry, NOW))
    return entry.instance_id


def finalise(study: Study, instance_id: str) -> None:
    entry = study.interviews.resume(instance_id)
    assert entry.finalise() == []
    study.interviews.record(entry)


def clear(study: Study) -> None:
    """Let go of what came in by halves, as the next program that opens the study does."""
    with rows.connected(study) as db:
        attachments.clear(db, study.path)


def faults(study: Study) -> list[str]:
    """What is told of the files of a study that is checked."""
    with rows.connected(study) as db:
        return list(attachments.check(db))


class Watched(io.BytesIO):
    """A file that lets something happen whenever a portion of it is read."""

    def __init__(self, data: bytes, happens: Callable[[], object]) -> None:
        super().__init__(data)
        self.happens = happens

    def seekable(self) -> bool:
        return False

    def read(self, size: int | None = -1) -> bytes:
        self.happens()
        return super().read(size)


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 5 * PART])
def test_a_file_comes_out_as_it_went_in(study: Study, size: int) -> None:
    identity = draft(study)
    study.attachments.add(identity, "a.bin", FILM[:size])
    assert study.attachments.read(identity, "a.bin") == FILM[:size]


def test_a_file_is_taken_by_its_path(study: Study, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(FILM)
    identity = draft(study)
    study.attachments.add(identity, "film.mp4", tmp_path / "film.mp4")
    assert study.attachments.read(identity, "film.mp4") == FILM


def test_a_file_that_is_not_there_is_a_sentence(study: Study, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        study.attachments.add(draft(study), "film.mp4", tmp_path / "none.mp4")


def test_any_place_of_a_file_can_be_read(study: Study) -> None:
    identity = draft(study)
    study.attachments.add(identity, "film.mp4", FILM)
    file = study.attachments.open(identity, "film.mp4")
    assert file is not None
    file.seek(2 * PART - 3)
    assert file.read(3) + file.read(5) == FILM[2 * PART - 3 : 2 * PART + 5]
    assert file.seek(-10, io.SEEK_END) == len(FILM) - 10
    assert file.read() == FILM[-10:]


def test_a_savepoint_of_another_lane_has_its_turn_between_any_two_parts(study: Study) -> None:
    identity = draft(study)
    with study.again() as lane:
        rows.set_pragma(lane, "busy_timeout = 0")  # it does not wait: were the study locked, it would fail
        entry = lane.interviews.resume(identity)
        film = Watched(FILM, lambda: lane.interviews.savepoint(savepoint_of(entry, NOW)))
        study.attachments.add(identity, "film.mp4", film)
    assert study.attachments.read(identity, "film.mp4") == FILM


def test_no_write_holds_more_than_one_part(study: Study) -> None:
    identity, seen = draft(study), list[int]()
    with study.again(read_only=True) as other:
        film = Watched(FILM, lambda: seen.append(rows.count(other, "blob_part")))
        study.attachments.add(identity, "film.mp4", film)
    assert max(after - before for before, after in pairwise(seen)) == 1


def test_the_same_file_in_two_interviews_is_stored_once(study: Study) -> None:
    first, second = draft(study), draft(study)
    study.attachments.add(first, "a.mp4", FILM)
    study.attachments.add(second, "b.mp4", io.BytesIO(FILM))
    assert (rows.count(study, "blob"), rows.count(study, "blob_part")) == (1, 6)
    assert study.attachments.read(second, "b.mp4") == FILM


def test_the_same_file_begun_again_while_the_first_is_half_done_is_stored_once(study: Study) -> None:
    first, second = draft(study), draft(study)
    storing = study.attachments.adding(first, "a.mp4")
    for place in range(0, 3 * PART, PART):
        storing.keep(FILM[place : place + PART])
    study.attachments.add(second, "b.mp4", FILM)
    for place in range(3 * PART, len(FILM), PART):
        storing.keep(FILM[place : place + PART])
    storing.finish()
    assert study.attachments.read(first, "a.mp4") == study.attachments.read(second, "b.mp4") == FILM
    assert (rows.count(study, "blob"), rows.count(study, "blob_part"), rows.count(study, "intake")) == (
        1,
        6,
        0,
    )


def test_another_file_of_the_same_name_takes_the_place_of_the_first(study: Study) -> None:
    identity = draft(study)
    study.attachments.add(identity, "a.mp4", FILM)
    study.attachments.add(identity, "a.mp4", b"shorter")
    assert study.attachments.read(identity, "a.mp4") == b"shorter"
    assert (rows.count(study, "blob"), rows.count(study, "blob_part"), rows.count(study, "intake")) == (
        1,
        1,
        0,
    )


def test_finalising_drops_the_file_no_answer_names_and_keeps_it_in_the_other_interview(study: Study) -> None:
    first, second = draft(study), draft(study, "b.mp4")
    study.attachments.add(first, "taken-again.mp4", FILM)
    study.attachments.add(second, "b.mp4", FILM)
    finalise(study, first)
    assert study.attachments.read(first, "taken-again.mp4") is None
    assert study.attachments.read(second, "b.mp4") == FILM


def test_the_last_to_name_a_content_takes_its_bytes_along(study: Study) -> None:
    identity = draft(study)
    study.attachments.add(identity, "taken-again.mp4", FILM)
    finalise(study, identity)
    assert (rows.count(study, "blob"), rows.count(study, "blob_part"), rows.count(study, "intake")) == (
        0,
        0,
        0,
    )


def test_orphans_are_let_go_and_what_comes_in_stays(study: Study) -> None:
    kept, gone = draft(study), draft(study)
    study.attachments.add(gone, "gone.mp4", FILM[::-1])
    storing = study.attachments.adding(kept, "kept.mp4")
    for place in range(0, len(FILM), PART):
        storing.keep(FILM[place : place + PART])
    with rows.connected(study) as db:
        with database.writing(db, study.path):
            db.execute("DELETE FROM attachment WHERE instance_id = ?", (gone,))
            attachments.drop_orphans(db)
        attachments.clear(db, study.path)
    storing.finish()
    assert study.attachments.read(kept, "kept.mp4") == FILM
    assert (rows.count(study, "blob"), rows.count(study, "blob_part"), rows.count(study, "intake")) == (
        1,
        6,
        0,
    )


def test_erasing_an_interview_takes_its_film_out_of_the_file_and_keeps_what_another_has(study: Study) -> None:
    erased, kept = draft(study), draft(study)
    study.attachments.add(erased, "own.mp4", FILM)
    study.attachments.add(erased, "shared.mp4", FILM[::-1])
    study.attachments.add(kept, "shared.mp4", FILM[::-1])
    study.interviews.erase(erased, "Consent was withdrawn")
    assert study.attachments.read(kept, "shared.mp4") == FILM[::-1]
    assert (rows.count(study, "blob"), rows.count(study, "blob_part"), rows.count(study, "intake")) == (
        1,
        6,
        0,
    )
    study.close()
    assert FILM[PART : PART + 500] not in study.path.read_bytes()


def test_a_study_closed_while_a_file_comes_in_lets_go_of_its_parts(study: Study) -> None:
    with study.again() as lane:
        storing = lane.attachments.adding(draft(study), "film.mp4")
        for place in range(0, 4 * PART, PART):
            storing.keep(FILM[place : place + PART])
    clear(study)
    assert (rows.count(study, "blob_part"), rows.count(study, "intake")) == (0, 0)


def test_a_file_that_breaks_off_leaves_nothing_once_the_next_one_comes(study: Study) -> None:
    identity = draft(study)
    pulled = [bytes(1)] * 3
    with pytest.raises(IndexError):
        study.attachments.add(identity, "film.mp4", Watched(FILM, pulled.pop))
    assert study.attachments.read(identity, "film.mp4") is None
    study.attachments.add(identity, "small.jpg", b"picture")
    assert (rows.count(study, "blob_part"), rows.count(study, "intake")) == (1, 0)


_STORES = """
import io, sys
import tests.support.quick_keys
from pathlib import Path
from fieldsurvey.study import Study

class Film(io.BytesIO):
    def seekable(self):
        return False
    def read(self, size=-1):
        if self.tell() > 3 * (1 << 18):
            print("half", flush=True)
            sys.stdin.read()
        return super().read(size)

study = Study.open(Path(sys.argv[1]), sys.argv[2])
study.attachments.add(sys.argv[3], "film.mp4", Film(bytes(6 << 18)))
"""


def test_a_program_killed_while_a_file_comes_in_leaves_an_interview_without_it(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        identity = draft(study, "film.mp4")
    program = subprocess.Popen(
        [sys.executable, "-c", _STORES, str(path), PASSPHRASE, identity],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stdout.readline() == b"half\n"
    program.send_signal(signal.SIGKILL)
    program.communicate()
    with Study.open(path, PASSPHRASE) as again:
        assert rows.count(again, "blob_part") == 3
        assert again.attachments.read(identity, "film.mp4") is None
        with pytest.raises(StoreError, match="“Photo” is not in the study"):
            finalise(again, identity)
        again.attachments.add(identity, "film.mp4", b"short")
        assert (rows.count(again, "blob_part"), rows.count(again, "intake")) == (1, 0)
        finalise(again, identity)
        assert again.interviews.read(identity).status is Status.FINALISED
        assert rows.read(again, "PRAGMA integrity_check") == [("ok",)]


def test_a_study_taken_over_while_a_file_comes_in_refuses_the_rest_of_it(study: Study) -> None:
    storing = study.attachments.adding(draft(study), "film.mp4")
    storing.keep(FILM[:PART])
    storing.keep(FILM[PART : 2 * PART])
    rows.change(study, "UPDATE intake SET run = 'another'")
    clear(study)
    with pytest.raises(StoreError, match="Choose it again"):
        storing.finish()
    assert rows.count(study, "blob") == 0


def test_sound_files_pass_the_check(study: Study) -> None:
    study.attachments.add(draft(study), "film.mp4", FILM)
    assert faults(study) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (
            "UPDATE blob_part SET data = zeroblob(length(data)) WHERE offset > 0",
            "is not the one that was stored",
        ),
        ("DELETE FROM blob_part WHERE offset > 0", "is not whole"),
        ("DELETE FROM blob", "is not in the study"),
    ],
)
def test_a_harmed_file_is_told_for_each_interview_that_has_it(study: Study, harm: str, told: str) -> None:
    first, second = draft(study), draft(study)
    study.attachments.add(first, "a.mp4", FILM)
    study.attachments.add(second, "b.mp4", FILM)
    rows.damage(study, harm)
    sentences = faults(study)
    assert [
        identity in str(sentence)
        for identity, sentence in zip(sorted((first, second)), sentences, strict=True)
    ]
    assert all(told in str(sentence) for sentence in sentences)
