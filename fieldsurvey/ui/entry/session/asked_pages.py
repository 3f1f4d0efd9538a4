"""Which pages of an interview are asked, given the answers so far, and which of them comes before and after. It draws nothing."""

from __future__ import annotations

from typing import NamedTuple

from fieldsurvey.ui.entry.session.paging import Pages
from fieldsurvey.xforms import FormEntry


class Position(NamedTuple):
    """Where a page stands among those that are asked."""

    number: int
    """From 1."""
    of: int
    following: int | None
    """The page after it; None for the last."""
    has_before: bool


class AskedPages:
    """Looks at the answers each time it is asked."""

    def __init__(self, entry: FormEntry, pages: Pages) -> None:
        self._entry, self._pages = entry, pages

    def is_asked(self, number: int) -> bool:
        """Whether a page is asked."""
        ref = self._pages[number].ref
        return not ref or self._entry.relevant(ref)

    def beyond(self, number: int, step: int = 1) -> int | None:
        """The next (or previous) page that is asked."""
        number += step
        while 0 <= number < len(self._pages) and not self.is_asked(number):
            number += step
        return number if 0 <= number < len(self._pages) else None

    def nearest(self, number: int) -> int:
        """The page that is asked and stands nearest to this one; itself where none is."""
        around = (self.beyond(number, -1), self.beyond(number))
        return min((n for n in around if n is not None), key=lambda n: abs(n - number), default=number)

    def position(self, number: int) -> Position:
        """Where a page stands."""
        asked = [n for n in range(len(self._pages)) if self.is_asked(n)]
        return Position(
            sum(n <= number for n in asked),
            len(asked),
            next((n for n in asked if n > number), None),
            any(n < number for n in asked),
        )
