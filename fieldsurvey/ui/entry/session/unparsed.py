"""What was typed and is no answer, or a wrong one: said when its page is left; what is none is kept as a comment."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.records import Comment
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.session.failures import said_of as said_of_failure
from fieldsurvey.ui.entry.session.notes import Notes
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.xforms import ViolationKind


def said_of(questions: QuestionInfo, ref: str, text: str) -> str:
    """The sentence on top of the page that follows."""
    sentence = _("“{text}” is not understood as an answer to “{question}”; it waits there.")
    return sentence.format(text=among_words(text), question=among_words(questions.title_of(ref)))


def fault_left(questions: QuestionInfo, ref: str) -> str:
    """What is wrong with the answer just left, where the page was turned before its sentence could be read; "" for nothing."""
    found = (
        questions.entry.violation(ref) if has(questions.entry, ref) else None
    )  # a table, or a row that is gone, has none
    if found is None or found.kind is ViolationKind.REQUIRED:
        return ""
    if found.failure is not None:
        return said_of_failure(questions, found.failure)
    title = among_words(questions.title_of(ref))
    said = among_words(found.message) or _("This answer does not fit. Look at it again.")
    return f"{title}: {said}"


def keep(notes: Notes, unread: Mapping[str, str]) -> None:
    """Write it beside its questions; `unread` is ref -> text. What stands there already is not written again."""
    for ref, text in unread.items():
        words = _("Typed, not understood: {text}").format(text=text)
        before = notes.at(ref)
        if words not in before.text.split("\n"):
            lines = "\n".join(part for part in (before.text, words) if part)
            notes.write(Comment(ref, lines, before.is_flagged))
