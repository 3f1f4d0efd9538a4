"""What a page may ask of the window around it, without knowing the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from fieldsurvey.records import FirmFilter, InterviewFilter
from fieldsurvey.settings import Settings


class Navigator(Protocol):
    """Ways through the program."""

    settings: Settings

    def show_page(self, name: str) -> None:
        """Turn to a page of the rail."""
        ...

    def show_interviews(self, wanted: InterviewFilter, *, is_flagged: bool = False) -> None:
        """Turn to the list of interviews, narrowed to this and nothing else."""
        ...

    def show_firms(self, wanted: FirmFilter) -> None:
        """Turn to the register, narrowed to this and nothing else."""
        ...

    def read_interview(self, instance_id: str) -> None:
        """Turn to the list of interviews with this one chosen: one that was finalised is shown to be read."""
        ...

    def review_interview(self, instance_id: str) -> None:
        """Turn to the review, with this interview chosen where it waits."""
        ...

    def say(self, sentence: str) -> None:
        """Show a sentence where nothing moves for it."""
        ...

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        """Say what was taken away, and for a while offer to bring it back."""
        ...

    def begin_interview(self, form_id: str = "") -> None:
        """Start an interview with the study's first form, or the one named."""
        ...

    def resume_interview(self, instance_id: str) -> None:
        """Go on where the interview was left."""
        ...

    def set_preferences(self, settings: Settings) -> None:
        """Take on language and theme."""
        ...
