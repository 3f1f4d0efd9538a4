"""What a laptop can see, hear and tell of itself, as the questions ask for it. The real ones and a test's stand-ins look alike.

A door that is None cannot be opened by this program at all; one that gives nothing found no device plugged in. Whatever
a device has to say it says in the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from PySide6.QtGui import QImage

from fieldsurvey.ui.entry.devices.coordinates import Position

Failed = Callable[[str], None]
"""Told a sentence when a device gives up."""
Kept = Callable[[], BinaryIO | None]
"""Opens the file an answer names; None while it is not in the study. A film is never whole in memory for it."""
ReadCodes = Callable[[QImage], Sequence[str]]
"""The codes a picture shows, each as its text."""
RATE = 16_000
"""Samples a second of what a microphone gives: speech, one channel, 16 bits, low byte first."""


class Receiver(Protocol):
    """Something that knows where it is."""

    def start(self, fixed: Callable[[Position], None], failed: Failed) -> None:
        """Tell each place found from now on, some once a second."""

    def stop(self) -> None:
        """Be silent again."""


class Camera(Protocol):
    """Something that sees."""

    def start(self, seen: Callable[[QImage], None], failed: Failed) -> None:
        """Show each picture from now on, many a second."""

    def stop(self) -> None:
        """Close the eye, and put out its lamp."""


class Microphone(Protocol):
    """Something that hears."""

    def start(self, heard: Callable[[bytes], None], failed: Failed) -> None:
        """Give what is heard from now on, in pieces of some tenths of a second."""

    def stop(self) -> None:
        """Hear no more."""


class Player(Protocol):
    """Something that makes sounds and films heard and seen, out of memory: nothing is laid on the disk."""

    def play(self, content: bytes, ended: Failed) -> None:
        """Play it; `ended` is told "" at its end, or why it could not be played."""

    def stop(self) -> None:
        """Be silent."""


def _none() -> Sequence[Receiver]:
    return ()


@dataclass(frozen=True, slots=True)
class Devices:
    """The doors of this laptop. Each is asked when a person wants it, never before."""

    receivers: Callable[[], Sequence[Receiver]] = _none
    cameras: Callable[[], Sequence[Camera]] | None = None
    microphones: Callable[[], Sequence[Microphone]] | None = None
    player: Player | None = None
    read_codes: ReadCodes | None = None
