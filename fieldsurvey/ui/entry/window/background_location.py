"""Where the laptop is while an interview is filled, for forms that note the place by themselves (setgeopoint).

A receiver needs a minute for its first fix, and the form asks at once: so what it wanted placed waits, and the next fix
fills it. Of sounds a form records by itself (recordaudio) only the absence is told.
"""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.device_ports import Devices, Receiver
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.xforms import Source, sources

_USEFUL = 200.0  # metres; a fix that is further off says no more than the name of the town


class BackgroundLocation:
    """Listens from the beginning of an interview to its end, when its form wants it."""

    def __init__(self, answers: Answers, devices: Devices) -> None:
        self._answers, self._devices = answers, devices
        self._receiver: Receiver | None = None

    def start(self) -> str:
        """Begin; a sentence on what this laptop cannot note by itself, "" when it can, or nothing is wanted."""
        wanted = sources(self._answers.entry.form)
        said = []
        if Source.PLACE in wanted:
            self._receiver = next(iter(self._devices.receivers()), None)
            if self._receiver is None:
                said.append(
                    _("The form notes the place by itself. No receiver is plugged in, so it stays empty.")
                )
            else:
                self._receiver.start(self._on_fixed, lambda _sentence: None)
        if Source.SOUND in wanted:
            said.append(_("The form records sound by itself, as a phone does. This laptop does not."))
        return " ".join(said)

    def stop(self) -> None:
        """Be silent again."""
        if self._receiver is not None:
            self._receiver.stop()
            self._receiver = None

    def _on_fixed(self, position: Position) -> None:
        if position.accuracy <= _USEFUL:
            self._answers.fill_places(position.value)
