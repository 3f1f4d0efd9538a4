"""Long films: stored, sealed and sent in portions, so that memory stays flat."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from fieldsurvey.interviews.submissions import fill_in, savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.store.parts import PART
from fieldsurvey.study import Server, Study, load_questionnaire
from fieldsurvey.sync.submission_encryption import decrypt
from tests.support import rows
from tests.support.fake_server import CentralState
from tests.support.rsa_keys import agency
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE
from tests.sync.test_sending_encrypted import encrypted_form

Served = tuple[str, CentralState]
FILM = bytes(range(256)) * (PART // 256) * 3 + b"end"
MEGABYTES = 200
_FLAT = 30  # MB; what the work may take beyond what the program has anyway


def filmed(study: Study, film: bytes | Path) -> str:
    """An interview whose photo is a film, under way."""
    entry = study.interviews.begin("small")
    fill_in(entry, {**ANSWERS, "/data/identity/photo": "film.mp4"})
    study.interviews.savepoint(savepoint_of(entry, NOW))
    study.attachments.add(entry.instance_id, "film.mp4", film)
    return entry.instance_id


def finalised(study: Study, instance_id: str) -> str:
    entry = study.interviews.resume(instance_id)
    assert entry.finalise() == []
    study.interviews.record(entry)
    return instance_id


def test_a_film_of_several_parts_arrives_whole(study: Study, server: Served) -> None:
    base, state = server
    identity = finalised(study, filmed(study, FILM))
    study.sync.set_server(Server(base))
    assert study.sync.send().sent == [identity]
    assert state.stored[identity].attachments == {"film.mp4": FILM}


def test_a_film_is_sent_whole_again_when_the_server_stumbled(study: Study, server: Served) -> None:
    base, state = server
    identity = finalised(study, filmed(study, FILM))
    study.sync.set_server(Server(base))
    state.lose_after_storing = 1
    study.sync.send()
    assert study.sync.send().waiting == 0
    assert state.stored[identity].attachments == {"film.mp4": FILM}


def test_a_sealed_film_of_several_parts_opens_to_the_same_bytes(tmp_path: Path, server: Served) -> None:
    base, state = server
    asked = load_questionnaire(encrypted_form(tmp_path, agency().public))
    with Study.create(tmp_path / "a.study", Cluster(), [asked], passphrase=PASSPHRASE) as study:
        identity = finalised(study, filmed(study, FILM))
        study.sync.set_server(Server(base))
        study.sync.send()
        assert rows.count(study, "blob_part") == 4  # the envelope's are gone
    arrived = state.stored[identity]
    assert decrypt(arrived.xml, arrived.attachments, agency().private).media == {"film.mp4": FILM}


def test_a_submission_that_names_a_file_the_study_lost_is_not_sent(study: Study, server: Served) -> None:
    base, state = server
    identity = finalised(study, filmed(study, FILM))
    rows.change(study, "DELETE FROM attachment")
    study.sync.set_server(Server(base))
    report = study.sync.send()
    assert "“Photo” is not in the study" in str(report.refused[identity])
    assert state.posts == []
    study.interviews.reopen(identity, "The photo is lost")


def test_a_film_whose_bytes_are_lost_holds_up_no_other_interview(study: Study, server: Served) -> None:
    base, _state = server
    first = finalised(study, filmed(study, FILM))
    rows.change(study, "DELETE FROM blob_part WHERE offset > 0")
    second = study.interviews.add("small", ANSWERS)
    study.sync.set_server(Server(base))
    report = study.sync.send()
    assert report.sent == [second]
    assert "missing in the study" in str(report.refused[first])


# --- memory -------------------------------------------------------------------------------------------------------

_WORK = """
import sys
import tests.support.quick_keys
from pathlib import Path
from fieldsurvey.study import Server, Study
from tests.sync.test_sending_films import filmed, finalised

def most():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024

path, passphrase, film, base = sys.argv[1:]
with Study.open(Path(path), passphrase) as study:
    finalised(study, filmed(study, b"short"))
    study.sync.set_server(Server(base))
    study.sync.send()
    before = most()
    identity = filmed(study, Path(film))
    stored = most()
    finalised(study, identity)
    sealed = most()
    report = study.sync.send()
    assert report.sent == [identity], report
    print(stored - before, sealed - before, most() - before)
"""


class _Drain(BaseHTTPRequestHandler):
    """A server that takes anything and keeps nothing but the number of bytes."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.send_response(204)
        self.send_header("X-OpenRosa-Accept-Content-Length", "300000000")
        self.end_headers()

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        self.server.taken += left  # type: ignore[attr-defined]
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Silence."""


@contextmanager
def drain() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Drain)
    server.daemon_threads = True
    server.taken = 0  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells no peak of memory")
@pytest.mark.parametrize("key", ["", agency().public], ids=["open", "sealed"])
def test_a_long_film_takes_little_memory_on_its_way(tmp_path: Path, key: str) -> None:
    film, path = tmp_path / "film.mp4", tmp_path / "a.study"
    with film.open("wb") as file:
        file.writelines(os.urandom(1 << 20) for _ in range(MEGABYTES))
    asked = load_questionnaire(encrypted_form(tmp_path, key))
    Study.create(path, Cluster(), [asked], passphrase=PASSPHRASE).close()
    with drain() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        done = subprocess.run(
            [sys.executable, "-c", _WORK, str(path), PASSPHRASE, str(film), base],
            env={**os.environ, "PYTHONPATH": "."}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert server.taken > MEGABYTES << 20  # type: ignore[attr-defined]
    grown = [int(word) for word in done.stdout.split()]
    print("MB more at most: stored, sealed, sent", grown)
    assert max(grown) < _FLAT
