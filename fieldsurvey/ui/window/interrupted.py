"""What a kill or a power cut left of the interview that was on screen, in words."""

from __future__ import annotations

from fieldsurvey import i18n
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interviews.submissions import plain
from fieldsurvey.records import HistoryLine, InterviewRow, text_in
from fieldsurvey.study import Study
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.shell.interview_names import name_of


def recovered(study: Study, row: InterviewRow) -> str:
    """Which interview it was, how many answers are here, and the last of them; one that cannot be read is only named."""
    interrupted = _("The interview with {firm} was interrupted on {time}.").format(
        firm=name_of(row.firm, row.started_at),
        time=i18n.moment(row.updated_at.astimezone()),
    )
    try:
        return f"{interrupted} {_what_is_here(study, row)}"
    except FieldSurveyError:
        return interrupted


def _what_is_here(study: Study, row: InterviewRow) -> str:
    entry = study.interviews.resume(row.instance_id)
    number = sum(bool(standing.value) for standing in entry.standings() if standing.is_asked)
    answers = ngettext("1 answer is here", "{n} answers are here", number)
    last = _last_answer(study.interviews.history(row.instance_id))
    question = (
        _words(study, row, entry.form.version, last.ref, entry.language or "")
        if last is not None and number
        else ""
    )
    if last is None or not question:
        return _("{answers}.").format(answers=answers)
    return _("{answers}, the last one, to “{question}”, of {time}.").format(
        answers=answers, question=among_words(question), time=last.at.astimezone().strftime("%H:%M:%S")
    )


def _last_answer(lines: list[HistoryLine]) -> HistoryLine | None:
    return next((line for line in reversed(lines) if line.event == "answered" and line.new), None)


def _words(study: Study, row: InterviewRow, version: str, ref: str, language: str) -> str:
    """The question's words; "" in a section the respondent locked, and where it has none."""
    locks = study.annotations.locked_sections(row.instance_id).values()
    if any(lock.holds(plain(ref)) for lock in locks):
        return ""
    questions = study.forms.questionnaire(row.form_id, version).questions
    label = next((question.label for question in questions if question.ref == plain(ref)), {})
    return bare(text_in(label, language))
