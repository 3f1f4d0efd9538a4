"""The serial lines of this laptop, real or over USB, opened to listen. Knows nothing of what is said on them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

import serial
from serial.tools import list_ports

SPEEDS = (9600, 4800, 38400, 115200)
"""At which receivers speak; most over USB do not care."""
_WAIT = 0.3  # seconds a reading takes at most
_PIECE = 512
_PLUGGED = ("ttyUSB*", "ttyACM*", "cu.usbserial*", "cu.usbmodem*", "rfcomm*")
"""Names of lines that can be plugged in; built-in ones of a desktop say nothing and cost two seconds each."""


class Line:
    """An open line."""

    def __init__(self, name: str, speed: int) -> None:
        self._port = serial.Serial(name, speed, timeout=_WAIT)

    def read(self) -> bytes:
        """What came in, after 0.3 seconds at most; nothing when all was silent. Raises OSError when it was pulled out."""
        return bytes(self._port.read(_PIECE))

    def close(self) -> None:
        """Give it back."""
        self._port.close()


def ports() -> Sequence[str]:
    """Names of the lines that are plugged in."""
    names = [str(port.device) for port in list_ports.comports()]
    if sys.platform == "win32":
        return sorted(names)
    return sorted(name for name in names if any(fnmatch(PurePosixPath(name).name, one) for one in _PLUGGED))


def open_line(name: str, speed: int) -> Line:
    """Listen on a line. Raises OSError when it is gone, does not take the speed, or another program has it."""
    try:
        return Line(name, speed)
    except ValueError as error:  # pyserial's word for a speed that the line does not take
        raise OSError(f"{name} does not take {speed} baud") from error
