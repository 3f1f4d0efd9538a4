"""Why a section or question is not asked, in the interview's language: “only if “Does the firm export?” is “Yes””."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.xforms import Comparison, Condition, Reason

_MOST = 3  # conditions that are spelled out; a longer sentence is not read


def why_not_asked(questions: QuestionInfo, ref: str, longest: int = 200) -> str:
    """A sentence; "" when it is asked, or nothing can be said. Questions are named with `longest` letters at most."""
    reason = questions.entry.why_not_asked(ref)
    if reason is None:
        return ""
    if 0 < len(reason.conditions) <= _MOST:
        said = [_said(questions, condition, longest) for condition in reason.conditions]
        joint = _(" or ") if reason.are_alternatives else _(" and ")
        return _("Asked only if {conditions}.").format(conditions=joint.join(said))
    return _depends(questions, reason, longest)


def deciding(questions: QuestionInfo, ref: str) -> str:
    """The question that decides whether it is asked; "" when there is none to go to."""
    reason = questions.entry.why_not_asked(ref)
    found = reason.questions if reason is not None else ()
    return next((question for question in found if question in questions.asked), "")


def _depends(questions: QuestionInfo, reason: Reason, longest: int) -> str:
    words = [_named(questions, ref, longest) for ref in reason.questions[:_MOST] if ref in questions.asked]
    if not words:
        return _("Not asked, given the answers so far.")
    return _("Depends on {questions}.").format(questions=", ".join(words))


def _named(questions: QuestionInfo, ref: str, longest: int) -> str:
    words = questions.title_of(ref)
    return f"“{among_words(words if len(words) <= longest else words[: longest - 1].rstrip() + '…')}”"


def _said(questions: QuestionInfo, condition: Condition, longest: int) -> str:
    question = _named(questions, condition.ref, longest)
    value = _value(questions, condition)
    return {
        Comparison.IS: _("{question} is {value}"),
        Comparison.IS_NOT: _("{question} is not {value}"),
        Comparison.MORE: _("{question} is more than {value}"),
        Comparison.AT_LEAST: _("{question} is at least {value}"),
        Comparison.LESS: _("{question} is less than {value}"),
        Comparison.AT_MOST: _("{question} is at most {value}"),
        Comparison.HAS: _("{question} includes {value}"),
        Comparison.HAS_NOT: _("{question} does not include {value}"),
        Comparison.IS_ANSWERED: _("{question} is answered"),
    }[condition.comparison].format(question=question, value=value)


def _value(questions: QuestionInfo, condition: Condition) -> str:
    label = questions.choice_label(condition.ref, condition.value)
    return f"“{among_words(label)}”" if label else among_words(condition.value)
