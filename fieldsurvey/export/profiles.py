"""Who a file is for, and what that lets leave; see `disclosure` for how it is done."""

from __future__ import annotations

from enum import StrEnum


class Profile(StrEnum):
    """Who the workbook is for; domain.md section 8."""

    REGISTER = "register"
    """Rows of firms that agreed to be listed, with what they agreed to; national ID numbers masked."""
    RESEARCH = "research"
    """De-identified rows: identifiers, free text, positions, files, hours, and all that tells of them are out; dates to the month."""
    WORKING = "working"
    """Everything but the sensitive module, for the office that did the survey."""


class Why(StrEnum):
    """Why a column stays here."""

    SENSITIVE = "sensitive"
    DIRECT = "direct"
    PLACE = "place"
    METADATA = "metadata"
    FREE = "free"
    HIDDEN = "hidden"
    TOO_EXACT = "too-exact"
    KEPT = "kept"
    """Somebody decided so."""
    DERIVED = "derived"
    TOLD = "told"
    """With others it would tell what stays here."""
    NOT_NAMED = "not-named"
