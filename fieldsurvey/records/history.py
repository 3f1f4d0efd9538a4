"""What happened to an interview, and what is left of an erased one. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of an interview's history, as a person reads it."""

    at: datetime
    who: str
    event: str
    """answered | draft | finalised | returned | approved | sent | deleted | restored | erased | clock | ..."""
    ref: str = ""
    old: str = ""
    new: str = ""
    why: str = ""
    is_erased: bool = False
    """The values were erased; that there was a change stays."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an erased interview. It travels, so that other laptops erase it too."""

    instance_id: str
    form_id: str
    at: datetime
    who: str = ""
    why: str = ""
    was_sent: bool = False
    """The server may have it; its keeper must be asked."""
