"""A new round for a firm: which answers of the last interview the new one begins with, and which it cannot take.

Pure: entries in, answers out. Not taken, and not told of, is what is nobody's answer or must not be repeated: calculations,
what the form fills in by itself, files, sensitive answers, and what the form asks anew each round.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.errors import AnswerError
from fieldsurvey.interviews.submissions import has, make_rows, plain
from fieldsurvey.records import NotCarried, NotCarriedWhy, Question, Questionnaire
from fieldsurvey.xforms import FormEntry, QuestionState

_CHOOSING = ("select", "select1", "rank")
_SAME = {"select1": "select", "range": "input"}
"""Controls that ask the same in another dress."""


@dataclass(frozen=True, slots=True)
class RoundBefore:
    """The firm's last interview, to be looked at while the new one is filled."""

    entry: FormEntry
    """As it was finalised; it is asked, not filled."""
    questionnaire: Questionnaire
    at: datetime
    """When it began."""


def carry_over(
    before: RoundBefore, trial: FormEntry, entry: FormEntry, questionnaire: Questionnaire
) -> tuple[int, tuple[NotCarried, ...]]:
    """Fill a new interview with the answers of the last one; how many were given, and which could not be.

    `trial` is another new entry of the same version. All that was said is put into it, so that each answer is judged among the
    others, and then it is of no further use: the round itself begins without what is asked anew.
    """
    now, then = _by_ref(questionnaire), _by_ref(before.questionnaire)
    given = [s for s in before.entry.standings() if s.value and _is_anybodys(before.entry, s)]
    lost = {s.ref: NotCarriedWhy.GONE for s in given if not _is_asked_alike(before.entry, trial, s)}
    wanted = {s.ref: s.value for s in given if s.ref not in lost and not is_filled_in(trial, s.question)}
    fill(trial, wanted)
    lost |= {ref: why for ref, value in wanted.items() if (why := _fault(trial, ref, value))}
    told = [s for s in given if not _stays_out(s.question, now, then)]
    taken = {
        s.ref: s.value for s in told if s.ref in wanted and s.ref not in lost and not trial.readonly(s.ref)
    }
    left = fill(entry, taken)
    lost |= dict.fromkeys(left, NotCarriedWhy.ROW)
    not_carried = (
        NotCarried(s.ref, before.entry.label(s.ref), s.value, lost[s.ref]) for s in told if s.ref in lost
    )
    return len(taken) - len(left), tuple(not_carried)


def fill(entry: FormEntry, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Give the answers, rows of repeats first; returns the refs of rows the form counts and has not.

    How many rows a form counts may depend on what is answered outside them, so that is answered first.
    """
    waiting = dict(answers)
    while waiting:
        for ref in waiting:
            with suppress(AnswerError):
                make_rows(entry, ref)
        here = {ref: value for ref, value in waiting.items() if has(entry, ref)}
        if not here:
            break
        entry.answer_all(here)
        waiting = {ref: value for ref, value in waiting.items() if ref not in here}
    return tuple(waiting)


def _by_ref(questionnaire: Questionnaire) -> dict[str, Question]:
    return {question.ref: question for question in questionnaire.questions}


def is_sensitive(ref: str, *forms: Mapping[str, Question]) -> bool:
    """Whether any of these versions of the form marks the question as sensitive."""
    return any(ref in form and form[ref].disclosure == "sensitive" for form in forms)


def _stays_out(ref: str, now: Mapping[str, Question], then: Mapping[str, Question]) -> bool:
    """Asked anew each round, or sensitive."""
    question = now.get(ref) or then.get(ref)
    return is_sensitive(ref, now, then) or (question is not None and question.next_round == "ask")


def _is_anybodys(entry: FormEntry, standing: QuestionState) -> bool:
    """A person's answer: no file, and nothing the form computes or fills in."""
    return standing.control != "upload" and not is_filled_in(entry, standing.question)


def is_filled_in(entry: FormEntry, ref: str) -> bool:
    """Whether the form itself gives the value: a calculation, a preload, or an expression at the start."""
    node = entry.form.node(ref)
    if node is None:
        return False
    if node.calculate is not None or node.preload:
        return True
    at_start = (*entry.form.on_first_load, *entry.form.on_load)
    return any(action.target is node and not isinstance(action.value, str) for action in at_start)


def _is_asked_alike(before: FormEntry, trial: FormEntry, standing: QuestionState) -> bool:
    """Whether the newest version has the question, answered in the same way."""
    node = trial.form.node(standing.question)
    if node is None or node.control is None:
        return False
    here, there = node.control.control, standing.control
    return _SAME.get(here, here) == _SAME.get(there, there) and _rows(before, standing) == _rows(
        trial, standing
    )


def _rows(entry: FormEntry, standing: QuestionState) -> tuple[str, ...]:
    """The repeats around a question; a ref with positions means nothing in a form without them."""
    node = entry.form.node(standing.question)
    return tuple(above.ref for above in node.chain() if above.is_repeat) if node is not None else ()


def _fault(trial: FormEntry, ref: str, value: str) -> NotCarriedWhy | None:
    """Why the filled entry does not accept an answer; None when it does, or does not ask the question now."""
    if not has(trial, ref):
        return NotCarriedWhy.ROW
    if not trial.relevant(ref):
        return None
    if trial.violation(ref) is not None and trial.value(ref):
        return NotCarriedWhy.FAULT
    node = trial.form.node(plain(ref))
    control = node.control.control if node is not None and node.control is not None else ""
    if control not in _CHOOSING:
        return None
    codes = [value] if control == "select1" else value.split()
    is_offered = bool(trial.value(ref)) and all(_is_offered(trial, ref, code) for code in codes)
    return None if is_offered else NotCarriedWhy.CHOICE


def _is_offered(trial: FormEntry, ref: str, code: str) -> bool:
    return bool(trial.choice_label(ref, code)) or any(c.value == code for c in trial.choices(ref))
