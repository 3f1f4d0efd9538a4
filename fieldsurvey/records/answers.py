"""Values of answers as tables and figures see them, and why one may be missing. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum


class Missing(StrEnum):
    """Why a value that was asked for is not there. Stored as -98/-99 in numbers, dk/refused in choices."""

    DONT_KNOW = "dk"
    REFUSED = "refused"


MISSING_NUMBERS: Mapping[str, Missing] = {"-98": Missing.DONT_KNOW, "-99": Missing.REFUSED}


Value = int | float | str | date | datetime | time | tuple[str, ...] | Missing | None
"""One cell: None means not asked (not relevant) or not answered; a tuple is a select-multiple."""
