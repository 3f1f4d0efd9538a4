"""What an interview leaves open though nothing needed is missing: sections nobody touched, checks nobody answered."""

from __future__ import annotations

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.ui.entry.session.checks import Checks
from fieldsurvey.ui.entry.window.outline import Outline

_NAMED = 6


def left_open(outline: Outline, checks: Checks) -> str:
    """In one or two sentences, before it is closed for good; "" when nothing is."""
    outline.refresh()
    return " ".join(filter(None, (_sections(outline.untouched), _checks(checks))))


def _sections(untouched: list[str]) -> str:
    if not untouched:
        return ""
    more = len(untouched) - _NAMED
    named = ", ".join(untouched[:_NAMED])
    if more > 0:
        named = _("{sections} and {n} more").format(sections=named, n=more)
    said = ngettext("1 section was not touched", "{n} sections were not touched", len(untouched))
    return f"{said}: {named}."


def _checks(checks: Checks) -> str:
    number = sum(not check.comment for check in checks.failed)
    if not number:
        return ""
    return ngettext(
        "1 unlikely answer is not explained; it is listed at the right.",
        "{n} unlikely answers are not explained; they are listed at the right.",
        number,
    )
