"""What a question's widget may ask of the form behind it: attached files, labels and search in long lists, the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.xforms import Choice, FormEntry

ReadFile = Callable[[str], bytes | None]
"""Gives a file attached to the form; None when it is not there."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a whole, or why that is not known."""

    value: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class FormSide:
    """The form as one question sees it. A widget works without it, but then knows only its prompt."""

    entry: FormEntry
    ref: str
    read: ReadFile
    goes_on: Callable[[], bool] = lambda: False
    """Whether a choice that is picked by its digit leads to the next question."""
    waits: Callable[[], bool] = lambda: False
    """Whether half an answer would leave something behind, so that it is given only when it is whole."""
    rest: Callable[[], Rest | None] = lambda: None
    """What is left for a number that makes 100 with others; None where it makes none."""

    @property
    def language(self) -> str:
        """The language the interview is held in, as the form names it: "Hindi (hi)"."""
        return self.entry.language

    def search(self, text: str, limit: int) -> Sequence[Choice]:
        """The choices a typed text may mean, those that begin so first."""
        return self.entry.search_choices(self.ref, text, limit)

    def preparing(self) -> Iterator[None]:
        """Read a long list beforehand, some milliseconds at each step."""
        return self.entry.prepare_search(self.ref)

    def label(self, value: str) -> str:
        """The label of one choice; "" when it is not offered."""
        return self.entry.choice_label(self.ref, value)

    def geometries(self) -> Mapping[str, str]:
        """Where choices lie that carry a geometry, as ODK writes places."""
        return self.entry.choice_geometries(self.ref)
