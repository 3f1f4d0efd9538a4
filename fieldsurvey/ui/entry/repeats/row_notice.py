"""The line above a repeat whose rows the form counts: too many, none, or nobody knows how many."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo


def row_notice(questions: QuestionInfo, ref: str) -> str:
    """What is to be said of the rows of a repeat that a person cannot add to; "" for nothing."""
    entry = questions.entry
    rows, beyond = entry.count(ref), entry.surplus(ref)
    if beyond:
        return _(
            "Rows the form asks for: {wanted}; rows there are: {rows}. All of them are kept and sent; delete those that do not belong here."
        ).format(wanted=rows - beyond, rows=rows)
    asked = next((one for one in entry.decided_by(ref) if POSITION.sub("", one) in questions.asked), "")
    question = among_words(questions.title_of(asked)) if asked else ""
    if not rows:
        if question:
            return _("No row here: “{question}” says how many there are.").format(question=question)
        return _("No row here: the form itself makes the rows.")
    if question and entry.wanted(ref) is None and entry.answered_rows(ref):
        return _(
            "“{question}” does not say how many rows there are. Rows with answers: {rows}; they are kept and sent."
        ).format(question=question, rows=entry.answered_rows(ref))
    return ""
