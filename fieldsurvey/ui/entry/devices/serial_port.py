"""The serial lines of this laptop, real or over USB, opened to listen. Knows nothing of what is said on them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

SPEEDS = (9600, 4800, 38400, 115200)
"""At which receivers speak; most over USB do not care."""
_WAIT = 0.3  # seconds a reading takes at most
_PIECE = 512


class Line(Protocol):
    """An open line."""

    def read(self) -> bytes:
        """What came in, after 0.3 seconds at most; nothing when all was silent. Raises OSError when it was pulled out."""

    def close(self) -> None:
        """Give it back."""


if sys.platform == "win32":
    import ctypes
    import io
    import msvcrt
    import winreg

    def ports() -> Sequence[str]:
        """Names of the lines that are plugged in."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DEVICEMAP\SERIALCOMM") as key:
                return sorted(str(winreg.EnumValue(key, n)[1]) for n in range(winreg.QueryInfoKey(key)[1]))
        except OSError:
            return ()

    class _Port:
        def __init__(self, name: str, speed: int) -> None:
            self._file: io.FileIO = open(rf"\\.\{name}", "rb", buffering=0)  # noqa: SIM115, PTH123 - a device
            handle = msvcrt.get_osfhandle(self._file.fileno())
            kernel = ctypes.windll.kernel32
            control = (
                ctypes.c_byte * 28
            )()  # a DCB; filled from words, so that its fields need no names here
            timeouts = (ctypes.c_uint32 * 5)(0xFFFFFFFF, 0xFFFFFFFF, int(_WAIT * 1000), 0, 0)
            ctypes.cast(control, ctypes.POINTER(ctypes.c_uint32))[0] = 28
            if not (
                kernel.BuildCommDCBW(f"baud={speed} parity=N data=8 stop=1", control)
                and kernel.SetCommState(ctypes.c_void_p(handle), control)
                and kernel.SetCommTimeouts(ctypes.c_void_p(handle), timeouts)
            ):
                self._file.close()
                raise OSError(f"{name} does not take {speed} baud")

        def read(self) -> bytes:
            return self._file.read(_PIECE) or b""

        def close(self) -> None:
            self._file.close()

else:
    import os
    import select
    import termios

    _PATTERNS = ("ttyUSB*", "ttyACM*", "cu.usbserial*", "cu.usbmodem*", "rfcomm*")

    def ports() -> Sequence[str]:
        """Names of the lines that are plugged in."""
        return sorted(str(path) for pattern in _PATTERNS for path in Path("/dev").glob(pattern))

    class _Port:
        def __init__(self, name: str, speed: int) -> None:
            self._fd = os.open(name, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
            try:
                self._set(getattr(termios, f"B{speed}"))
            except (termios.error, AttributeError) as error:
                os.close(self._fd)
                raise OSError(f"{name} does not take {speed} baud") from error

        def _set(self, speed: int) -> None:
            """Bytes as they come: eight bits, no parity, nothing translated."""
            mode = termios.tcgetattr(self._fd)
            mode[0] = termios.IGNBRK
            mode[1] = mode[3] = 0
            mode[2] = termios.CS8 | termios.CREAD | termios.CLOCAL
            mode[4] = mode[5] = speed
            termios.tcsetattr(self._fd, termios.TCSANOW, mode)

        def read(self) -> bytes:
            ready, _, _ = select.select([self._fd], [], [], _WAIT)
            if not ready:
                return b""
            found = os.read(self._fd, _PIECE)
            if not found:
                raise OSError("The line was pulled out")
            return found

        def close(self) -> None:
            os.close(self._fd)


def open_line(name: str, speed: int) -> Line:
    """Listen on a line. Raises OSError when it is gone, or another program has it."""
    return _Port(name, speed)
