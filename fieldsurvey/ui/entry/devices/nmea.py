"""What a GPS receiver says on its line (NMEA 0183), sentence by sentence. Pure: bytes in, places out."""

from __future__ import annotations

import math
from functools import reduce

from fieldsurvey.ui.entry.devices.coordinates import Position

_METRES_PER_HDOP = 5.0  # the usual error of a cheap receiver under open sky, where it does not tell its own
_LONGEST = 256  # a sentence has 82 characters; what runs on without an end is no receiver


class Sentences:
    """Takes bytes as they come and gives a place whenever one is complete."""

    def __init__(self) -> None:
        self.rest = b""
        self._told: tuple[str, float] | None = None
        self.has_spoken = False
        """Whether one whole sentence was understood: then it is a receiver, and at this speed."""

    def take(self, data: bytes) -> list[Position]:
        """The places told in these bytes."""
        *lines, rest = (self.rest + data).split(b"\n")
        self.rest = rest[-_LONGEST:]
        return [found for line in lines if (found := self._read(line)) is not None]

    def _read(self, line: bytes) -> Position | None:
        fields = _fields(line)
        if fields is None:
            return None
        self.has_spoken = True
        try:
            if fields[0].endswith("GST"):
                self._told = (fields[1], math.hypot(float(fields[6]), float(fields[7])))
            elif fields[0].endswith("GGA") and fields[6] not in ("", "0"):
                return self._position(fields)
        except (ValueError, IndexError):
            return None
        return None

    def _position(self, fields: list[str]) -> Position:
        """Of a GGA sentence; the accuracy from a GST sentence of the same second, else from the geometry of the satellites."""
        if self._told is not None and self._told[0][:6] == fields[1][:6]:
            accuracy = self._told[1]
        else:
            accuracy = float(fields[8] or 0) * _METRES_PER_HDOP
        return Position(
            _degrees(fields[2], fields[3]),
            _degrees(fields[4], fields[5]),
            float(fields[9] or 0),
            round(accuracy, 1),
        )


def _fields(line: bytes) -> list[str] | None:
    """The fields of a sentence that came through whole."""
    body, star, check = line.strip().rpartition(b"*")
    if not star or not body.startswith(b"$"):
        return None
    try:
        if reduce(lambda so_far, byte: so_far ^ byte, body[1:], 0) != int(check[:2], 16):
            return None
        return body[1:].decode("ascii").split(",")
    except ValueError:
        return None


def _degrees(figures: str, side: str) -> float:
    """`2228.2420`, N: degrees and minutes written without anything between them."""
    point = figures.index(".") if "." in figures else len(figures)
    angle = float(figures[: point - 2]) + float(figures[point - 2 :]) / 60
    return -angle if side in ("S", "W") else angle
