"""What surrounds an interview: who fills it, on which laptop, and what that laptop can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fieldsurvey.messages import Message

Locate = Callable[[], str]
"""Gives the place as a geopoint, "latitude longitude altitude accuracy"; "" when it is not known."""
RecordAudio = Callable[[str], str]
"""Starts a recording in a quality ("normal", "low", "voice-only", "external"); gives the name of its file."""


@dataclass(frozen=True, slots=True)
class FormContext:
    """Given to an entry when it begins; what is left out is not known, or not possible, on this laptop."""

    device_id: str = ""
    username: str = ""
    phone_number: str = ""
    email: str = ""
    locate: Locate | None = None
    record_audio: RecordAudio | None = None
    last_saved: str | bytes | None = None
    """The XML of the interview of the same form that was saved last, for jr://instance/last-saved."""
    sentence: Callable[[Message], str] = str
    """Makes the words of a fault that stands in the place of a label; the window gives its own language."""
