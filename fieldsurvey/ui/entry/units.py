"""The units of the questionnaires in the window's language. A unit not listed is shown as the workbook writes it."""

from __future__ import annotations

from fieldsurvey.i18n import _

_SILENT = frozenset({"number", "quantity", "score", "index", "ratio"})
"""Units that say nothing beside a question that asks for a count or a score."""


def unit_word(unit: str) -> str:
    """The unit to show beside a field; "" where it would only repeat the question."""
    if unit in _SILENT:
        return ""
    known = {
        "Rs": "₹",
        "Rs/unit": _("₹ per unit"),
        "Rs/day": _("₹ per day"),
        "Rs/month": _("₹ per month"),
        "year": _("year"),
        "years": _("years"),
        "months": _("months"),
        "days": _("days"),
        "hours": _("hours"),
        "persons": _("persons"),
        "workers": _("workers"),
    }
    return known.get(unit, unit)


def period_word(period: str) -> str:
    """The time an answer is about, in the window's language."""
    known = {
        "at present": _("at present"),
        "last 30 days": _("last 30 days"),
        "last 12 months": _("last 12 months"),
        "last 3 years": _("last 3 years"),
        "last financial year": _("last financial year"),
    }
    return known.get(period, period)
