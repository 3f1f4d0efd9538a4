"""What is typed or pasted in a cell, read as the form stores it: labels and codes in any language, dates, grouped numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from fieldsurvey.i18n import _
from fieldsurvey.interviews.missing_answers import ALONE
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.kinds.date_time import read_date, read_time
from fieldsurvey.ui.entry.kinds.number import group, plain
from fieldsurvey.ui.entry.repeats.grid_columns import Column
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.xforms import Choice, Datatype

_BETWEEN = re.compile(r"\s*[,;\n]\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer in the form's notation, or what is wrong with the text."""

    value: str = ""
    complaint: str = ""


class CellReader:
    """Reads the cells of one grid; what a column's labels mean is gathered once."""

    def __init__(self, questions: QuestionInfo, clock: Callable[[], datetime]) -> None:
        self._questions, self._clock = questions, clock
        self._meanings: dict[str, dict[str, list[str]]] = {}

    def read(self, column: Column, text: str, offered: Sequence[Choice]) -> Reading:
        """The text as this column stores it. `offered` are the choices of the cell."""
        text = text.strip()
        if not text:
            return Reading()
        if column.is_choice:
            return self._choices(column, text, offered)
        if missing := column.missing.read(text):
            return Reading(missing)
        if column.is_number:
            return _number(column, text)
        if column.type in (Datatype.DATE, Datatype.TIME, Datatype.DATETIME):
            return self._moment(column, text)
        return Reading(text)

    def _moment(self, column: Column, text: str) -> Reading:
        clock = self._clock().astimezone()
        if column.type is Datatype.TIME:
            moment = read_time(text)
            if moment is None:
                return Reading(complaint=_("“{text}” is not a time of day.").format(text=text))
            return Reading(_stored(moment, clock))
        day_text, _space, time_text = text.replace("T", " ").partition(" ")
        day = read_date(day_text if time_text and read_time(time_text[:5]) else text, clock.date())
        if day is None:
            return Reading(complaint=_("“{text}” is not a date.").format(text=text))
        if column.type is Datatype.DATE:
            return Reading(day.isoformat())
        moment = read_time(time_text[:5]) or time()
        return Reading(datetime.combine(day, moment).astimezone().isoformat(timespec="milliseconds"))

    # --- choices -----------------------------------------------------------------------------------------------

    def _choices(self, column: Column, text: str, offered: Sequence[Choice]) -> Reading:
        meanings = self._meaning_of(column, offered)
        whole = self._code(text, meanings, offered)
        if whole:
            return Reading(whole)
        if column.is_several:
            for parts in (_BETWEEN.split(text), text.split()):
                codes = [self._code(part, meanings, offered) for part in parts if part]
                if all(codes):
                    return Reading(in_order(codes, offered))
        return Reading(complaint=_("“{text}” is not among the choices.").format(text=text))

    def _code(self, text: str, meanings: dict[str, list[str]], offered: Sequence[Choice]) -> str:
        """The code a text means: a code, or a label of a choice that is offered."""
        there = {choice.value for choice in offered}
        if text in there:
            return text
        wanted = _folded(text)
        of_label = [code for code in meanings.get(wanted, ()) if code in there]
        here = [choice.value for choice in offered if _folded(bare(choice.label)) == wanted]
        found = list(dict.fromkeys([*here, *of_label]))
        return found[0] if len(found) == 1 else ""

    def _meaning_of(self, column: Column, offered: Sequence[Choice]) -> dict[str, list[str]]:
        """Label or code in small letters -> the codes it may mean, labels of every language."""
        if column.ref not in self._meanings:
            found: dict[str, list[str]] = {}
            question = self._questions.find(column.ref)
            for choice in question.choices if question is not None else ():
                for words in (choice.name, *choice.label.values()):
                    found.setdefault(_folded(bare(words)), []).append(choice.name)
            self._meanings[column.ref] = found
        return self._meanings[column.ref]


def _number(column: Column, text: str) -> Reading:
    typed = plain(text)
    if not typed:
        return Reading(complaint=_("“{text}” is not a number.").format(text=text))
    if column.type in (Datatype.INT, Datatype.LONG):
        typed = re.sub(r"\.0+\Z", "", typed)  # a spreadsheet writes 12.00
    return _within(column, typed) if column.control == "range" else Reading(typed)


def _within(column: Column, typed: str) -> Reading:
    """A number on a scale; outside it nobody could have put the slider."""
    start, end = column.parameters.get("start", "0"), column.parameters.get("end", "10")
    if min(float(start), float(end)) <= float(typed) <= max(float(start), float(end)):
        return Reading(typed)
    return Reading(
        complaint=_("“{text}” is not between {start} and {end}.").format(text=typed, start=start, end=end)
    )


def shown(column: Column, value: str, offered: Sequence[Choice]) -> str:
    """A stored value as its cell shows it."""
    missing = column.missing.words(value, offered)
    if missing or not value:
        return missing
    if column.is_choice:
        labels = {choice.value: choice.label for choice in offered}
        codes = value.split() if column.is_several else [value]
        return ", ".join(bare(labels.get(code, code)) for code in codes)
    if column.is_grouped:
        return group(_rounded(value))
    return _moment_shown(column, value)


def typed(column: Column, value: str, offered: Sequence[Choice]) -> str:
    """A stored value as a spreadsheet takes it, and as it can be pasted again."""
    if column.is_choice or column.missing.kind(value) is not None:
        return shown(column, value, offered)
    return value if column.type is not Datatype.TIME else value[:5]


def toggled(codes: Sequence[str], code: str) -> list[str]:
    """The marks after one more was set or taken away; don't know, refused and none stand alone."""
    if code in codes:
        return [other for other in codes if other != code]
    if code in ALONE:
        return [code]
    return [*(other for other in codes if other not in ALONE), code]


def in_order(codes: Sequence[str], offered: Sequence[Choice]) -> str:
    """Codes of several choices as the form stores them: in the list's order, each once."""
    indexes = {choice.value: index for index, choice in enumerate(offered)}
    return " ".join(sorted(dict.fromkeys(codes), key=lambda code: indexes.get(code, len(indexes))))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _rounded(value: str) -> str:
    """A computed figure without the tail of a division."""
    whole, point, fraction = value.partition(".")
    return whole + point + fraction[:2] if point and fraction.isdigit() else value


def _moment_shown(column: Column, value: str) -> str:
    try:
        if column.type is Datatype.DATE:
            return date.fromisoformat(value[:10]).strftime("%d/%m/%Y")
        if column.type is Datatype.DATETIME:
            return datetime.fromisoformat(value).strftime("%d/%m/%Y %H:%M")
    except ValueError:
        return value
    return value[:5] if column.type is Datatype.TIME else value


def _stored(moment: time, clock: datetime) -> str:
    """The time with the zone of today, as ODK Collect stores it."""
    offset = clock.strftime("%z")
    return f"{moment:%H:%M}:00.000{offset[:3]}:{offset[3:]}"
