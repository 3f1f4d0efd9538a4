"""How a contact with a firm ended, as the answers of its interview say it: forms ask it under these names and codes."""

from __future__ import annotations

from collections.abc import Iterable

OUTCOMES = ("outcome", "contact_result")
"""What the questions are called that say how a contact ended."""
_NOBODY_MET = frozenset(
    {
        *("casualty", "absent", "away", "non_contact"),
        *("closed", "closed_season", "moved", "not_found", "unknown", "not_eligible"),
    }
)


def was_refused(ended: Iterable[str]) -> bool:
    """Whether one of the answers to `OUTCOMES` says that the interview was refused."""
    return any(said.startswith("refus") for said in ended)


def was_nobody_met(ended: Iterable[str]) -> bool:
    """Whether one says that there was nobody to ask: no notice was read out, nothing promised, nothing answered."""
    return not was_refused(told := tuple(ended)) and not _NOBODY_MET.isdisjoint(told)
