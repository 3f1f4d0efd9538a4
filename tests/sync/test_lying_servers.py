"""A server may lie, drip or never end: it costs a bounded time and memory, and nothing it says does harm."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable

import pytest

from fieldsurvey.study import Report, Server, Study
from fieldsurvey.sync.peers import openrosa
from fieldsurvey.system.progress import Cancelled
from tests.support.raw_server import READY, Say, answer, lying
from tests.support.small_form import ANSWERS

JSON = "Content-Type: application/json"


_BETWEEN = 32_000_000
"""Bytes: what systems hold between two ends of a line is less; a reader without a limit takes this in a moment."""


def sent(study: Study, say: Say | bytes, *, ready: bytes = READY + b"\r\n") -> Report:
    """What a run to this server does with one interview."""
    if not study.interviews.listing():
        study.interviews.add("small", ANSWERS)
    with lying(say, ready=ready) as base:
        study.sync.set_server(Server(base))
        return study.sync.send()


def refusal(report: Report) -> str:
    (why,) = report.refused.values()
    return str(why)


def test_words_of_a_server_reach_no_terminal_and_no_page_as_commands(study: Study) -> None:
    said = "\x1b]0;pwn\x07\x1b[31mRED\u202e <img src='file:///etc/passwd'>"
    body = json.dumps({"message": said}).encode()
    why = refusal(sent(study, answer(400, JSON, body=body)))
    assert "RED" in why
    assert not [sign for sign in why if not sign.isprintable()]
    assert "<" not in why


@pytest.mark.parametrize("body", [b"[" * 60_000, b"[1]", b"7", b"\xff\x00{[", b'{"message": {"a": 1}}'])
def test_an_answer_of_any_shape_is_a_refusal_and_no_fault(study: Study, body: bytes) -> None:
    assert refusal(sent(study, answer(400, JSON, body=body)))


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000, "-1", "1e9", ""])
def test_numbers_of_a_server_are_looked_at_before_they_are_used(study: Study, number: str) -> None:
    ready = READY + f"X-OpenRosa-Accept-Content-Length: {number}\r\n\r\n".encode("latin-1")
    assert sent(study, answer(201), ready=ready).sent


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000, "0"])
def test_a_pause_of_any_length_is_asked_for_in_vain(
    study: Study, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    monkeypatch.setattr("fieldsurvey.study.sync._pause", lambda seconds, _look: paused.append(seconds))
    report = sent(study, answer(503, f"Retry-After: {number}"))
    assert report.stopped is not None
    assert max(paused) <= 40


def endless(piece: bytes, head: bytes, taken: list[int]) -> Say:
    """Says the head, then the same piece as long as somebody listens; `taken` counts the bytes that went."""

    def say(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            taken.append(len(piece))

    return say


@pytest.mark.parametrize(
    ("status", "piece"), [(201, b"a" * 65_536), (400, b"a" * 65_536)], ids=["stored", "refused"]
)
def test_a_body_without_end_is_read_as_far_as_a_sentence_needs(
    study: Study, status: int, piece: bytes
) -> None:
    head = f"HTTP/1.1 {status} S\r\nContent-Length: {1 << 40}\r\n\r\n".encode()
    taken: list[int] = []
    report = sent(study, endless(piece, head, taken))
    assert bool(report.sent) is (status == 201)
    assert sum(taken) < _BETWEEN, "more went than what waits between two ends of a line"


def test_what_is_packed_is_not_unpacked(study: Study) -> None:
    bomb = gzip.compress(b'{"message": "' + b"a" * 20_000_000 + b'"}')
    why = refusal(sent(study, answer(400, JSON, "Content-Encoding: gzip", body=bomb)))
    assert "aaaa" not in why


def dripping(connection: socket.socket) -> None:
    """One byte of a body now and then, for an hour."""
    connection.sendall(b"HTTP/1.1 201 S\r\nContent-Length: 3600\r\n\r\n")
    connection.settimeout(1)
    for _second in range(3600):
        connection.sendall(b"a")
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


def announcing(connection: socket.socket) -> None:
    """Says over and over that it goes on working."""
    while True:
        connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time an answer has is short."""
    monkeypatch.setattr(openrosa, "BODY", 0.5)
    monkeypatch.setattr(openrosa, "SENDING", 0.5)


@pytest.mark.usefixtures("hurried")
def test_words_that_drip_are_not_waited_for_when_the_status_has_come(study: Study) -> None:
    assert sent(study, dripping).sent


@pytest.mark.usefixtures("hurried")
def test_a_head_that_never_comes_to_its_end_is_no_answer(study: Study) -> None:
    report = sent(study, announcing)
    assert (report.sent, report.waiting) == ([], 1)
    assert "did not answer in time" in str(report.stopped)


@pytest.mark.parametrize("say", [lambda _connection: None, dripping])
def test_stop_ends_a_request_that_waits(study: Study, say: Callable[[socket.socket], None]) -> None:
    study.interviews.add("small", ANSWERS)
    looks = 0

    def stop(_done: int, _total: int, _what: str) -> None:
        nonlocal looks
        looks += 1
        if looks > 8:
            raise Cancelled

    with lying(say) as base:
        study.sync.set_server(Server(base))
        with pytest.raises(Cancelled):
            study.sync.send(progress=stop)
