"""A question that offers nothing to choose: why, and how one goes on."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.xforms import Prompt

_CHOOSING = ("select1", "select", "rank")


def no_choices(questions: QuestionInfo, prompt: Prompt) -> str:
    """A sentence; "" where there is something to choose, or nothing is asked."""
    is_told = "⚠" in prompt.hint  # why the choices cannot be worked out
    if prompt.control not in _CHOOSING or prompt.readonly or is_told or len(prompt.choices):
        return ""
    asked = [
        ref for ref in questions.entry.decided_by(prompt.ref) if POSITION.sub("", ref) in questions.asked
    ]
    blank = [ref for ref in asked if not questions.entry.value(ref)]
    if not asked:
        return _("The form offers nothing to choose here. Enter goes on; F2 writes down what was said.")
    question = among_words(questions.title_of((blank or asked)[0]))
    if blank:
        return _("Nothing to choose yet: answer “{question}” first.").format(question=question)
    return _(
        "Nothing to choose with the answer to “{question}”: look at it again. Enter goes on; F2 writes down what was said."
    ).format(question=question)
