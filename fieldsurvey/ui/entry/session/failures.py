"""What an expression of the form cannot work out, in the words of the form: what it is about, why, and the question to look at."""

from __future__ import annotations

from fieldsurvey.i18n import N_, _, sentence
from fieldsurvey.interviews.submissions import has
from fieldsurvey.messages import Message, Value
from fieldsurvey.system.bidi import among_words
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.xforms import Failure, Violation

_NAMED = {
    "calculate": N_("“{title}” cannot be worked out"),
    "relevant": N_("Whether “{title}” is asked cannot be worked out"),
    "required": N_("Whether “{title}” needs an answer cannot be worked out"),
    "readonly": N_("Whether “{title}” may be changed cannot be worked out"),
    "constraint": N_("Whether the answer to “{title}” fits cannot be worked out"),
    "choices": N_("Which choices “{title}” has cannot be worked out"),
    "count": N_("How many rows “{title}” has cannot be worked out"),
    "setvalue": N_("What the form fills in after “{title}” cannot be worked out"),
}
_NAMELESS = {
    "relevant": N_("Whether a part of the form is asked cannot be worked out"),
    "count": N_("How many rows a part of the form has cannot be worked out"),
}
_TO_BE_CORRECTED = {
    "function.no-date": N_("“{text}” is not a date."),
    "form.repeat-too-long": "",
    "form.repeat-no-room": "",
    "function.distance-no-place": N_("“{text}” is not a place."),
    "function.distance-several": N_("“{text}” is more than one place."),
    "function.area-no-place": N_("“{text}” is not a place."),
    "function.text-too-long": N_("The text would become too long; shorten it."),
    "form.value-too-long": N_("The text would become too long; shorten it."),
    "pattern.too-slow": N_("Looking at so long a text takes too long; shorten it."),
}
"""Faults of what was answered: in plain words, or "" where the sentence of the fault is plain itself."""
_FOR_THE_MAKER = {"expression.several-values": N_("There are several answers where the form wants one.")}


def told(questions: QuestionInfo, violation: Violation) -> str:
    """What is wrong with an answer: the form's sentence, or what cannot be worked out."""
    return said_of(questions, violation.failure) if violation.failure is not None else violation.message


def leads_to(questions: QuestionInfo, violation: Violation) -> str:
    """Where one goes to put it right: of what cannot be worked out, the question that is the likeliest cause."""
    failure = violation.failure
    return (cause(questions, failure) if failure is not None else "") or violation.ref


def cause(questions: QuestionInfo, failure: Failure) -> str:
    """The question to look at; "" where it looks at none."""
    return next((ref for ref in failure.questions if POSITION.sub("", ref) in questions.asked), "")


def said_of(questions: QuestionInfo, failure: Failure) -> str:
    """The whole sentence."""
    what, why, look = _what(questions, failure), _why(failure.fault), cause(questions, failure)
    if look and failure.fault.code in _TO_BE_CORRECTED:
        template = _("{what}: {why} Your answers are kept; look at “{question}”.")
        return template.format(what=what, why=why, question=among_words(questions.title_of(look)))
    if why:
        return _("{what}: {why} Your answers are kept; tell whoever made the form.").format(
            what=what, why=why
        )
    return _("{what}. Your answers are kept; tell whoever made the form.").format(what=what)


def said_of_hidden() -> str:
    """Where the answers it looks at belong to the respondent alone."""
    return _(
        "Something cannot be worked out from a section the respondent locked. Let them look at it again."
    )


def _why(fault: Message) -> str:
    plain = _TO_BE_CORRECTED.get(fault.code) or _FOR_THE_MAKER.get(fault.code)
    if plain:
        return _(plain).format(**{name: _quoted(value) for name, value in fault.values.items()})
    return sentence(fault) if fault.code in _TO_BE_CORRECTED else ""


def _quoted(value: Value) -> Value:
    return among_words(value) if isinstance(value, str) else value


def _what(questions: QuestionInfo, failure: Failure) -> str:
    ref, column = _decided(questions, failure)
    title = _title(questions, ref)
    if title:
        return _(_NAMED[column]).format(title=title)
    return _(_NAMELESS.get(column, N_("A value the form needs cannot be worked out")))


def _decided(questions: QuestionInfo, failure: Failure) -> tuple[str, str]:
    """What it is about; a number of rows may be worked out beside its repeat, under the repeat's name."""
    repeat = failure.ref.removesuffix("_count")
    node = questions.entry.form.node(POSITION.sub("", repeat))
    if failure.column == "calculate" and repeat != failure.ref and node is not None and node.is_repeat:
        return repeat, "count"
    return failure.ref, failure.column


def _title(questions: QuestionInfo, ref: str) -> str:
    """How the form calls it; "" for what it gives no words."""
    entry, node = questions.entry, questions.entry.form.node(POSITION.sub("", ref))
    if node is None or not questions.words_of_form(ref):
        return ""
    if has(entry, ref) or not node.is_repeat:
        return among_words(questions.title_of(ref))
    return among_words(questions.words_of_form(ref))
