"""What an interview leaves open though nothing needed is missing: sections nobody touched, checks nobody answered."""

from __future__ import annotations

from fieldsurvey.i18n import ngettext
from fieldsurvey.ui.entry.ending.missing_page import untouched_words
from fieldsurvey.ui.entry.ending.shortfall import Shortfall


def left_open(found: Shortfall) -> str:
    """In one or two sentences, before it is closed for good; "" when nothing is."""
    return " ".join(filter(None, (untouched_words(found.untouched), _checks(len(found.checks)))))


def _checks(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "1 unlikely answer is not explained; it is listed at the right.",
        "{n} unlikely answers are not explained; they are listed at the right.",
        number,
    )
