"""One answer in words: numbers with their unit, choices by their labels, dates as one says them. No file, no SQL, no Qt.

Words come in the interview's language: call it within `i18n.speaking`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from fieldsurvey import i18n, numbers
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interviews.missing_answers import MissingAnswers
from fieldsurvey.records import Choice, Question, Questionnaire
from fieldsurvey.xforms import BodyControl, Datatype, FormEntry

_POSITION = re.compile(r"\[\d+\]")
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_RUPEES = ("Rs", "INR", "₹")
_UNGROUPED = ("", "year")
_SAID_BY_LABEL = (*_UNGROUPED, "persons", "workers")


class AnswerWords:
    """Labels and answers of one interview. `plain` takes Markdown out of labels, `unit` says a unit of the workbook in words."""

    def __init__(
        self,
        entry: FormEntry,
        questionnaire: Questionnaire,
        plain: Callable[[str], str] = str,
        unit: Callable[[str], str] = str,
    ) -> None:
        self._entry, self.plain, self._unit = entry, plain, unit
        self._questions = {question.ref: question for question in questionnaire.questions}

    def question(self, ref: str) -> Question | None:
        """What the workbook says of a question, in whatever row it stands."""
        return self._questions.get(_POSITION.sub("", ref))

    def title(self, ref: str | None) -> str:
        """What a group or repeat is called; "" where the form gives it no words."""
        return self.plain(self._entry.label(ref)).strip() if ref else ""

    def label(self, ref: str) -> str:
        """What a question is called: its name where the form gives it no words."""
        return self.title(ref) or ref.rpartition("/")[2]

    def answer(self, control: BodyControl, ref: str) -> str:
        """The answer as one reads it out; "" for none, and for what nobody was asked."""
        entry = self._entry
        value = entry.value(ref)
        if not value or entry.readonly(ref):
            return ""
        question = self.question(ref)
        if missing := self._missing(control, value, question):
            return missing
        if control.control in ("select1", "select", "rank"):
            return self._choices(control.control, ref, value, question)
        if control.control == "upload":
            return _file(question.type if question is not None else "")
        if control.control == "trigger":
            return _("Done")
        return self._typed(control, ref, value, question)

    def _missing(self, control: BodyControl, value: str, question: Question | None) -> str:
        node = self._entry.form.node(control.ref)
        known = MissingAnswers.of_question(
            question, control.control, node.datatype if node is not None else ""
        )
        if known.is_listed or known.kind(value) is None:
            return ""  # most answers, and what a list says in the form's words
        return known.words(value)

    def _choices(self, control: str, ref: str, value: str, question: Question | None) -> str:
        codes = [value] if control == "select1" else value.split()
        written = question.choices if question is not None else ()
        labels = [self.plain(self._choice(ref, code, written)) or code for code in codes]
        if control == "rank":
            return "   ".join(f"{n}. {label}" for n, label in enumerate(labels, 1))
        return ", ".join(labels)

    def _choice(self, ref: str, code: str, written: tuple[Choice, ...]) -> str:
        """The label of one choice: from the workbook, unless values of the form belong in it or the list comes as a file."""
        texts = next((choice.label for choice in written if choice.name == code), {})
        label = texts.get(self._entry.language, "")
        return label if label and "${" not in label else self._entry.choice_label(ref, code)

    def _typed(self, control: BodyControl, ref: str, value: str, question: Question | None) -> str:
        node = self._entry.form.node(_POSITION.sub("", ref))
        kind, words = (node.datatype if node else Datatype.STRING), control.appearance.split()
        if kind in _NUMBERS or control.control == "range":
            return self.number(value, question, is_grouped="thousands-sep" in words)
        if kind in (Datatype.DATE, Datatype.TIME, Datatype.DATETIME):
            return _moment(kind, value, words)
        if kind in (Datatype.GEOPOINT, Datatype.GEOTRACE, Datatype.GEOSHAPE):
            return _geopoint(value)
        return "•••" if "masked" in words else value

    def number(self, value: str, question: Question | None, *, is_grouped: bool) -> str:
        """A number with its unit."""
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        unit = question.unit if question is not None else ""
        decimals = min(2, len(value.partition(".")[2].rstrip("0")))
        if unit in _RUPEES:
            return numbers.with_unit(number, unit, decimals)
        figures = numbers.grouped(number, decimals) if is_grouped or unit not in _UNGROUPED else value
        word = self._unit(unit) if unit not in _SAID_BY_LABEL else ""
        if word.startswith("₹ "):
            return f"₹{figures}\u00a0{word[2:]}"
        return f"{figures}\u00a0{word}" if word else figures


def _moment(kind: Datatype, value: str, words: list[str]) -> str:
    try:
        if kind is Datatype.TIME:
            return value[:5]
        if kind is Datatype.DATETIME:
            return i18n.moment(datetime.fromisoformat(value))
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    if "year" in words:
        return f"{day:%Y}"
    return i18n.month(day) if "month-year" in words else i18n.day(day)


def _geopoint(value: str) -> str:
    points = [point.split() for point in value.split(";") if point.strip()]
    if len(points) != 1:
        return ngettext("1 point", "{n} points", len(points))
    latitude, longitude, *_rest = (*points[0], "", "")
    return f"{latitude[:9]}, {longitude[:9]}"


def _file(kind: str) -> str:
    return {
        "image": _("1 photo"),
        "audio": _("1 recording"),
        "background-audio": _("1 recording"),
        "video": _("1 film"),
    }.get(kind, ngettext("1 file", "{n} files", 1))
