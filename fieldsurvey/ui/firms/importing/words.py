"""What is odd about a column or a row, and why a row is left out, in words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import FirmField
from fieldsurvey.register.cleaning import Oddity, RangeEnd
from fieldsurvey.register.field_words import field_word
from fieldsurvey.register.import_plan import EMPTY, ImportPlan, LeftOut, PlannedRow

LOST = (Oddity.CUT, Oddity.NOT_A_NUMBER, Oddity.IS_DATE, Oddity.TOO_SHORT)
"""Oddities that leave the field empty."""


def reason_word(reason: str) -> str:
    """Why a row is left out."""
    return {
        EMPTY: _("empty"),
        LeftOut.HEAD_AGAIN.value: _("head repeated"),
        LeftOut.SUM.value: _("sum or page line"),
        LeftOut.NO_NAME.value: _("no firm name"),
        LeftOut.NOT_A_NAME.value: _("a number or a date, no name"),
    }[reason]


def end_word(end: RangeEnd) -> str:
    """Which end of a range."""
    return {
        RangeEnd.LOWER: _("lower"),
        RangeEnd.MIDDLE: _("middle"),
        RangeEnd.UPPER: _("upper"),
        RangeEnd.LATER: _("later"),
    }[end]


def column_words(plan: ImportPlan, meaning: FirmField, end: RangeEnd | None) -> tuple[str, str]:
    """(what is odd about a column, the colour it is said in)."""
    counted = plan.oddities().get(meaning, Counter[Oddity]())
    order = sorted(counted, key=lambda one: one not in (Oddity.RANGE, *LOST))
    said = [_counted(oddity, counted[oddity], end) for oddity in order]
    if meaning is FirmField.PLACE and plan.spellings:
        written = {*plan.spellings, *plan.spellings.values()}
        said.append(
            _("{n} spellings become {kept}").format(n=len(written), kept=len(set(plan.spellings.values())))
        )
    if meaning is FirmField.NAME:
        said += _scripts(row.firm.name for row in plan.rows if not row.left_out)
    is_warning = any(one in LOST for one in counted) or (Oddity.RANGE in counted and end is None)
    return " · ".join(said), "warn" if is_warning else "muted"


def _counted(oddity: Oddity, n: int, end: RangeEnd | None) -> str:
    if oddity is Oddity.RANGE:
        if end is None:
            return ngettext("1 range: which end?", "{n} ranges: which end?", n)
        return ngettext("1 range:", "{n} ranges:", n) + " " + end_word(end)
    said: dict[Oddity, str] = {
        Oddity.CUT: ngettext("1 cut by Excel, left empty", "{n} cut by Excel, left empty", n),
        Oddity.NOT_A_NUMBER: ngettext("1 no number, left empty", "{n} no numbers, left empty", n),
        Oddity.IS_DATE: ngettext(
            "1 made a date by Excel, left empty", "{n} made dates by Excel, left empty", n
        ),
        Oddity.ABOUT: ngettext("1 rough number, kept", "{n} rough numbers, kept", n),
        Oddity.FAILS_CHECK: ngettext("1 fails the check, kept", "{n} fail the check, kept", n),
        Oddity.SEVERAL: ngettext("1 holds several", "{n} hold several", n),
        Oddity.TOO_SHORT: ngettext("1 too short, left empty", "{n} too short, left empty", n),
    }
    return said[oddity]


def _scripts(names: Iterable[str]) -> list[str]:
    """In which letters names are written that are not Latin."""
    counted = Counter(filter(None, map(_script, names)))
    kannada, devanagari = counted.pop("KANNADA", 0), counted.pop("DEVANAGARI", 0)
    other = sum(counted.values())
    said = (
        (kannada, ngettext("1 in Kannada letters, kept", "{n} in Kannada letters, kept", kannada)),
        (devanagari, ngettext("1 in Devanagari, kept", "{n} in Devanagari, kept", devanagari)),
        (other, ngettext("1 in other letters, kept", "{n} in other letters, kept", other)),
    )
    return [words for n, words in said if n]


def _script(name: str) -> str:
    first = next((letter for letter in name if letter.isalpha() and not letter.isascii()), "")
    script = unicodedata.name(first, "").split(" ")[0] if first else ""
    return "" if script == "LATIN" else script


def row_oddity(row: PlannedRow, end: RangeEnd | None) -> str:
    """The first thing that is odd about a row that comes in; "" where nothing is."""
    for meaning, oddity in row.oddities.items():
        word = field_word(meaning).lower()
        if oddity in LOST:
            return _("{field} left empty").format(field=word)
        if oddity is Oddity.RANGE and end is not None:
            return _("{field}: {end}").format(field=word, end=end_word(end))
        if oddity is Oddity.FAILS_CHECK:
            return _("{field} fails the check").format(field=word)
    return ""


def numbers(rows: list[int], most: int = 12) -> str:
    """Rows by their numbers; what does not fit is counted."""
    said = ", ".join(map(str, rows[:most]))
    if len(rows) > most:
        said += " " + ngettext("and 1 more", "and {n} more", len(rows) - most)
    return (_("row {rows}") if len(rows) == 1 else _("rows {rows}")).format(rows=said)
