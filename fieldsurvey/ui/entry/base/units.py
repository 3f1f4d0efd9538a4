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
        "kW": _("kW"),
        "kWh": _("kWh"),
        "km": _("km"),
    }
    return known.get(unit, unit)


def period_word(period: str) -> str:
    """The time an amount is about; a period not listed is shown as the workbook writes it."""
    known = {
        "at present": "",
        "usual working day": _("usual working day"),
        "last 30 days": _("last 30 days"),
        "last 12 months": _("last 12 months"),
        "last financial year": _("last financial year"),
        "financial year before the last": _("financial year before the last"),
        "two financial years before the last": _("two financial years before the last"),
        "last 3 years": _("last 3 years"),
        "12 months ago": _("12 months ago"),
        "on 31 March last": _("on 31 March last"),
        "whole time of the intervention": _("whole time of the intervention"),
        "last 30 days or last financial year, as chosen in flow_period": "",
    }
    return known.get(period, period)
