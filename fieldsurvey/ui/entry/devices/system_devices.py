"""The devices of this very laptop. What needs a library the program came without stays a closed door.

Nothing is loaded or looked for here: a door does that when a person opens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.device_ports import (
    Camera,
    Devices,
    Failed,
    Microphone,
    Player,
    ReadCodes,
    Receiver,
)
from fieldsurvey.ui.entry.devices.receiver import serial_receivers


def laptop() -> Devices:
    """The doors there are."""
    has_multimedia = find_spec("PySide6.QtMultimedia") is not None
    return Devices(
        receivers=_receivers,
        cameras=_cameras if has_multimedia else None,
        microphones=_microphones if has_multimedia else None,
        player=LatePlayer() if has_multimedia else None,
        read_codes=_reader() if find_spec("zxingcpp") is not None else None,
    )


def _receivers() -> Sequence[Receiver]:
    """One that is plugged in, else the system's own."""
    plugged = serial_receivers()
    if plugged:
        return plugged
    try:
        from fieldsurvey.ui.entry.devices.positioning import system_receivers
    except ImportError:
        return ()
    return system_receivers()


def _cameras() -> Sequence[Camera]:
    try:
        from fieldsurvey.ui.entry.devices.multimedia import cameras
    except ImportError:  # a library of the system is missing under it
        return ()
    return cameras()


def _microphones() -> Sequence[Microphone]:
    try:
        from fieldsurvey.ui.entry.devices.multimedia import microphones
    except ImportError:
        return ()
    return microphones()


def _reader() -> ReadCodes:
    from fieldsurvey.ui.entry.devices.barcode_reader import read_codes

    return read_codes


class LatePlayer:
    """The player, made at the first sound."""

    def __init__(self) -> None:
        self._player: Player | None = None

    def play(self, content: bytes, ended: Failed) -> None:
        try:
            from fieldsurvey.ui.entry.devices.multimedia import MemoryPlayer
        except ImportError:
            ended(_("This laptop cannot play sounds. Save a copy and play it with another program."))
            return
        self._player = self._player or MemoryPlayer()
        self._player.play(content, ended)

    def stop(self) -> None:
        if self._player is not None:
            self._player.stop()
