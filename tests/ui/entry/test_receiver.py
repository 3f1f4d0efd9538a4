"""A GPS receiver on a serial line: what it says is understood, and it is found by listening."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import reduce

import pytest
from pytestqt.qtbot import QtBot

from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.gps_average import FixQuality, Wanted, averaged, wanted_by
from fieldsurvey.ui.entry.devices.nmea import Sentences
from fieldsurvey.ui.entry.devices.receiver import SerialReceiver

pty = pytest.importorskip(
    "pty", reason="a serial line is played by a pseudo terminal, which this system has not"
)
tty = pytest.importorskip("tty")


def sentence(body: str) -> bytes:
    check = reduce(lambda so_far, byte: so_far ^ byte, body.encode(), 0)
    return f"${body}*{check:02X}\r\n".encode()


GGA = sentence("GPGGA,101530.00,2228.2420,N,07003.4620,E,1,08,1.2,214.0,M,-60.0,M,,")
GST = sentence("GPGST,101530.00,4.1,,,,3.0,4.0,6.0")


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A serial line: the end the receiver writes to, and the name of the other."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"this system gives no pseudo-terminal to stand for a serial line: {error}")
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def hear(qtbot: QtBot, end: int, said: bytes, found: list[Position]) -> None:
    """A receiver speaks again and again, until it was heard."""

    def speak() -> bool:
        os.write(end, said)
        return bool(found)

    qtbot.waitUntil(speak, timeout=5000)


# --- what it says -------------------------------------------------------------------------------------------------


def test_a_place_comes_in_pieces() -> None:
    sentences = Sentences()
    assert sentences.take(GGA[:20]) == []
    (found,) = sentences.take(GGA[20:])
    assert (found.latitude, found.longitude) == pytest.approx((22.4707, 70.0577))
    assert (found.altitude, found.accuracy) == (214.0, 6.0)


def test_the_receivers_own_accuracy_counts_when_it_tells_one() -> None:
    (found,) = Sentences().take(GST + GGA)
    assert found.accuracy == 5.0


def test_south_and_west_are_below_zero() -> None:
    (found,) = Sentences().take(sentence("GNGGA,101530.00,3352.1280,S,07038.9660,W,1,08,1.0,0.0,M,,M,,"))
    assert (found.latitude, found.longitude) == pytest.approx((-33.8688, -70.64943), abs=1e-5)


@pytest.mark.parametrize(
    "said",
    [
        GGA.replace(b"2228", b"2229"),
        sentence("GPGGA,101530.00,,,,,0,00,99.9,,M,,M,,"),
        sentence("GPGGA,101530.00,2x28.2420,N,07003.4620,E,1,08,1.2,214.0,M,-60.0,M,,"),
        sentence("GPGGA,1"),
        b"$GPGGA\r\n",
        b"\xff\x00\xfe noise *zz\n",
    ],
)
def test_what_is_damaged_or_has_no_place_yet_gives_none(said: bytes) -> None:
    assert Sentences().take(said) == []


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    sentences = Sentences()
    sentences.take(b"x" * 1_000_000)
    assert len(sentences.rest) < 1000


# --- many fixes ---------------------------------------------------------------------------------------------------


def test_what_came_before_the_receiver_had_settled_does_not_count() -> None:
    found = averaged([Position(23.0, 70.0, 0.0, 500.0), Position(22.0, 70.0, 0.0, 5.0)])
    assert found == Position(22.0, 70.0, 0.0, 5.0)


def test_the_mean_is_taken_across_the_date_line() -> None:
    found = averaged([Position(0.0, 179.9, 0.0, 5.0), Position(0.0, -179.9, 0.0, 5.0)])
    assert found is not None
    assert abs(found.longitude) == pytest.approx(180)


def test_an_accuracy_nobody_told_stays_unknown() -> None:
    found = averaged([Position(22.0, 70.0), Position(22.2, 70.0)])
    assert found == Position(pytest.approx(22.1), 70.0, 0.0, 0.0)


def test_a_form_that_says_nothing_wants_what_a_phone_wants() -> None:
    wanted = wanted_by({})
    assert [wanted.judge(metres) for metres in (0, 5, 6, 101)] == [
        FixQuality.POOR,
        FixQuality.GOOD,
        FixQuality.POOR,
        FixQuality.UNACCEPTABLE,
    ]


def test_an_accuracy_of_nought_waits_for_a_person() -> None:
    assert wanted_by({"accuracyThreshold": "0"}).judge(0.5) is FixQuality.POOR


def test_a_threshold_that_is_no_number_is_the_usual_one() -> None:
    assert wanted_by({"accuracyThreshold": "good", "unacceptableAccuracyThreshold": "-3"}) == Wanted()


# --- on the line --------------------------------------------------------------------------------------------------


def test_a_receiver_is_heard_on_its_line(qtbot: QtBot, line: tuple[int, str]) -> None:
    found: list[Position] = []
    receiver = SerialReceiver([line[1]], patience=5)
    receiver.start(found.append, lambda _sentence: None)
    hear(qtbot, line[0], GST + GGA, found)
    receiver.stop()
    assert found[0].value == "22.4707 70.0577 214.0 5.0"


def test_lines_where_nobody_speaks_are_passed_over(qtbot: QtBot, line: tuple[int, str]) -> None:
    found: list[Position] = []
    receiver = SerialReceiver(["/dev/no-such-line", line[1]], patience=5)
    receiver.start(found.append, lambda _sentence: None)
    hear(qtbot, line[0], GGA, found)
    receiver.stop()


def test_a_line_on_which_no_receiver_speaks_is_told(qtbot: QtBot, line: tuple[int, str]) -> None:
    told: list[str] = []
    receiver = SerialReceiver([line[1]], speeds=(9600,), patience=0.1)
    receiver.start(lambda _place: None, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert "No receiver was heard" in told[0]


def test_one_that_was_stopped_says_no_more(qtbot: QtBot, line: tuple[int, str]) -> None:
    found: list[Position] = []
    receiver = SerialReceiver([line[1]], patience=5)
    receiver.start(found.append, lambda _sentence: None)
    receiver.stop()
    os.write(line[0], GGA)
    qtbot.wait(400)
    assert found == []
