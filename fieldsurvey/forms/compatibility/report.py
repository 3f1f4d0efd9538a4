"""What a report of compatibility is: a verdict for each question, and what is true of the form as a whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How far a question works here as the form means it."""

    FULL = "full"
    SHOWN_AS = "shown_as"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Judged:
    """One question of the form."""

    ref: str
    name: str
    label: str
    type: str
    """As the workbook names it; of a bare XForm, as the form binds it."""
    appearance: str
    verdict: Verdict
    shown_as: str = ""
    """What the window shows instead, or what is missing."""
    note: str = ""
    """A word of the appearance that is not known here."""
    phone: str = ""
    """What a phone with ODK Collect could not reopen."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something true of the whole form."""

    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The whole report."""

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    questions: tuple[Judged, ...]
    notes: tuple[Note, ...]

    def judged(self, verdict: Verdict) -> tuple[Judged, ...]:
        """The questions with this verdict, in the form's order."""
        return tuple(question for question in self.questions if question.verdict is verdict)

    @property
    def is_supported(self) -> bool:
        """Whether nothing in the form is left out here."""
        return not self.judged(Verdict.UNSUPPORTED)

    @property
    def is_of_another_dialect(self) -> bool:
        """Whether something was read otherwise than the workbook has it."""
        return any(note.about == "difference" for note in self.notes)

    def record(self) -> dict[str, Any]:
        """The report for other programs; its structure stays as it is."""
        return {
            "form": {
                "title": self.title,
                "form_id": self.form_id,
                "version": self.version,
                "languages": list(self.languages),
                **{verdict.value: len(self.judged(verdict)) for verdict in Verdict},
            },
            "questions": [asdict(question) for question in self.questions],
            "notes": [asdict(note) for note in self.notes],
        }
