"""What the firm said last time, in words: a quiet line under each question of a new round."""

from __future__ import annotations

from datetime import date, datetime

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interviews.missing_answers import MissingAnswers
from fieldsurvey.interviews.rounds import RoundBefore
from fieldsurvey.records import Question, text_in
from fieldsurvey.ui.entry.base import calendars
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.kinds.number import group
from fieldsurvey.xforms import Datatype, FormEntry, QuestionState

_CHOOSING = ("select", "select1", "rank")
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_LINES = (Datatype.GEOTRACE, Datatype.GEOSHAPE)


class LastRound:
    """The answers of the firm's last round, by question; none in a first round.

    Rows of repeats are left out: the same row may now be another worker.
    """

    def __init__(self, before: RoundBefore | None) -> None:
        self._before = before
        self._said: dict[str, QuestionState] = {}
        self._lines: dict[tuple[str, str], str] = {}
        if before is None:
            return
        self._questions = {question.ref: question for question in before.questionnaire.questions}
        self._said = {
            standing.ref: standing
            for standing in before.entry.standings()
            if standing.value and "[" not in standing.ref and standing.control not in ("upload", "trigger")
        }

    def line(self, ref: str, question: Question | None, spoken: str) -> str:
        """The line under a question in the interview's language; "" when nothing was said, or it is sensitive."""
        if ref not in self._said or self._before is None:
            return ""
        asked = (question, self._questions.get(ref))
        if any(one is not None and one.disclosure == "sensitive" for one in asked):
            return ""
        key = (ref, spoken)
        if key not in self._lines:
            self._lines[key] = self._made(self._before, self._said[ref], spoken)
        return self._lines[key]

    def _made(self, before: RoundBefore, standing: QuestionState, spoken: str) -> str:
        day = calendars.in_words(before.at.astimezone().date(), calendars.locale_of(spoken), "d MMMM yyyy")
        if standing.control in _CHOOSING:
            answer = self._choices(before.entry, standing, spoken)
        else:
            answer = self._missing(standing) or _in_words(before.entry, standing, spoken)
        return _("Last round: {answer} ({date})").format(answer=answer, date=day)

    def _missing(self, standing: QuestionState) -> str:
        question = self._questions.get(standing.question)
        return MissingAnswers.of_question(question, standing.control, standing.type).words(standing.value)

    def _choices(self, entry: FormEntry, standing: QuestionState, spoken: str) -> str:
        """The words of what was chosen, by the workbook; those of a file are looked up in it."""
        question = self._questions.get(standing.question)
        words = (
            {choice.name: text_in(choice.label, spoken) for choice in question.choices} if question else {}
        )
        if spoken in entry.languages and entry.language != spoken:
            entry.language = spoken
        codes = [standing.value] if standing.control == "select1" else standing.value.split()
        return ", ".join(
            bare(words.get(code) or entry.choice_label(standing.ref, code)) or code for code in codes
        )


def _in_words(entry: FormEntry, standing: QuestionState, spoken: str) -> str:
    value = standing.value
    if standing.type in _NUMBERS:
        node = entry.form.node(standing.question)
        is_grouped = (
            node is not None and node.control is not None and "thousands-sep" in node.control.appearance
        )
        return group(value) if is_grouped else value
    if standing.type in _LINES:
        return ngettext("1 point", "{n} points", len([point for point in value.split(";") if point.strip()]))
    if standing.type is Datatype.GEOPOINT:
        return ", ".join(value.split()[:2])
    return _moment(standing.type, value, spoken)


def _moment(kind: Datatype, value: str, spoken: str) -> str:
    try:
        if kind is Datatype.DATE:
            return calendars.in_words(date.fromisoformat(value[:10]), calendars.locale_of(spoken))
        if kind is Datatype.DATETIME:
            at = datetime.fromisoformat(value)
            return f"{calendars.in_words(at.date(), calendars.locale_of(spoken))} {at:%H:%M}"
    except ValueError:
        return value
    return value[:5] if kind is Datatype.TIME else value
