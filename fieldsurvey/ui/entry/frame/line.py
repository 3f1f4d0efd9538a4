"""How a question stands as one line of a table of neighbouring questions. Its table fits it to the width there is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """One line; a table gives each of its questions one, and changes it."""

    is_choice: bool
    """Whether choices are its columns; else a number stands in it."""
    is_level: bool = True
    """False where the columns do not fit: the question stands by itself then."""
    says_hint: bool = True
    """False where the table's head says the hint, for all."""
    words: int = 0
    """Pixels the words have before the number."""
    answer: int = 0
    """Pixels the number has; behind it lies the bar."""
    is_last: bool = False
    """Nothing follows that has to be ruled off."""
    share: float = 0.0
    """What it is of the whole, as its bar shows it."""
    colour: str = ""
    rest: str = ""
    """What is left for it, beside its bar while the keyboard is here."""
