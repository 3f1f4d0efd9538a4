"""No picture of the memory is left on the disk when the program breaks down: the key and what is on screen stand in it."""

from __future__ import annotations

import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource


def turn_off() -> None:
    """For this program and what it starts; where the system knows no such limit nothing happens."""
    if sys.platform != "win32":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
