"""Stand-ins for what a laptop sees, hears and plays: a test shows and says what it likes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage

from fieldsurvey.ui.entry.devices.device_ports import Devices, Failed


class FakeCamera:
    """Sees what the test shows it."""

    def __init__(self) -> None:
        self.is_on = False

    def start(self, seen: Callable[[QImage], None], failed: Failed) -> None:
        self.is_on, self.see, self.fail = True, seen, failed

    def stop(self) -> None:
        self.is_on = False


class FakeMicrophone:
    """Hears what the test says."""

    def __init__(self) -> None:
        self.is_on = False

    def start(self, heard: Callable[[bytes], None], failed: Failed) -> None:
        self.is_on, self.hear, self.fail = True, heard, failed

    def stop(self) -> None:
        self.is_on = False


class FakePlayer:
    """Remembers what it plays."""

    def __init__(self) -> None:
        self.content = b""

    def play(self, content: bytes, ended: Failed) -> None:
        self.content, self.end = content, ended

    def stop(self) -> None:
        self.content = b""


class Laptop:
    """A laptop with one of each, and a sight for codes that reads the colour of the first point."""

    def __init__(self) -> None:
        self.camera, self.microphone, self.player = FakeCamera(), FakeMicrophone(), FakePlayer()
        self.codes: list[str] = []

    def devices(self) -> Devices:
        return Devices(
            cameras=lambda: (self.camera,),
            microphones=lambda: (self.microphone,),
            player=self.player,
            read_codes=lambda _image: self.codes,
        )
