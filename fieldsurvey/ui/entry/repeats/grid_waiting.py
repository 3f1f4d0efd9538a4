"""What was typed in a cell with choices and names none of them: it waits in its cell until it is mended or taken back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Typed:
    text: str
    value: str
    """The cell's answer when it was typed: another one since takes its place."""


class WaitingTexts:
    """Texts by the number of the instance and the column; the row that waits has the number it will get."""

    def __init__(self) -> None:
        self._typed: dict[tuple[int, int], _Typed] = {}

    def keep(self, instance: int, column: int, text: str, value: str) -> None:
        """Let a text wait; "" takes back what waited."""
        self._typed.pop((instance, column), None)
        if text:
            self._typed[instance, column] = _Typed(text, value)

    def at(self, instance: int, column: int) -> str:
        """What waits there; "" for nothing."""
        found = self._typed.get((instance, column))
        return found.text if found is not None else ""

    def answered(self, instance: int, column: int, value: str) -> None:
        """The cell holds this now."""
        found = self._typed.get((instance, column))
        if found is not None and found.value != value:
            del self._typed[instance, column]

    def cells(self) -> dict[tuple[int, int], str]:
        """(instance, column) -> what waits there."""
        return {place: typed.text for place, typed in self._typed.items()}

    def row_came(self, at: int) -> None:
        """A row was put in at this number: those behind it move on."""
        self._typed = {(n + (n >= at), column): typed for (n, column), typed in self._typed.items()}

    def row_went(self, at: int) -> None:
        """A row was taken away, and what waited in it with it."""
        kept = {place: typed for place, typed in self._typed.items() if place[0] != at}
        self._typed = {(n - (n > at), column): typed for (n, column), typed in kept.items()}
