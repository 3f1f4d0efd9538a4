"""Our engine, told as JavaRosa is told: every node's state after each step."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.xforms import FormEntry, ViolationKind, parse_form
from tools.javarosa.peer import Case, Step, Told

Choose = Callable[[FormEntry], Iterator[Step]]


def opened(case: Case) -> FormEntry:
    """The form of a case as a new interview."""
    zone = ZoneInfo(case.zone)
    form = parse_form(case.form, case.media)
    return FormEntry.new(form, now=lambda: datetime.now(zone), random_source=random.Random(1))


def fill(case: Case) -> Told:
    """What our engine makes of a case."""
    states: list[dict[str, Any]] = []
    try:
        entry = opened(case)
        states.append(state(entry))
        for step in case.steps:
            told = take(entry, step)
            states.append(told | state(entry))
        return Told(states, "" if refused(entry) else entry.xml())
    except FieldSurveyError as error:
        return Told(states, error=str(error))


def take(entry: FormEntry, step: Step) -> dict[str, Any]:
    """One step, and what it told: "!" that it failed, "#..." what was asked for."""
    what, ref, *rest = step
    try:
        if what == "answer":
            entry.answer(ref, rest[0])
            fault = entry.violation(ref)
            is_violated = fault is not None and fault.kind is ViolationKind.CONSTRAINT
            return {"#violates": True} if is_violated else {}
        if what == "add":
            entry.add_repeat(ref)
        elif what == "remove":
            entry.remove_repeat(ref)
        elif what == "language":
            entry.language = ref
        elif what == "label":
            return {"#label": entry.label(ref)}
        elif what == "choices":
            return {"#choices": [[choice.value, choice.label] for choice in entry.choices(ref)]}
    except FieldSurveyError as error:
        return {"!": str(error)}
    return {}


def state(entry: FormEntry) -> dict[str, Any]:
    """Every node's value, and whether it is relevant, readonly and required."""
    told = {
        ref: [entry.value(ref), entry.relevant(ref), entry.readonly(ref), entry.required(ref)]
        for ref in entry.refs()
        if "@" not in ref
    }
    for ref in refused(entry):
        told[ref][0] = ""
    return told


def refused(entry: FormEntry) -> list[str]:
    """Answers of another type, which JavaRosa drops; ours are kept to be corrected, and no expression sees them."""
    faults = [entry.violation(question.ref) for question in entry.standings() if not question.is_accepted]
    return [fault.ref for fault in faults if fault is not None and fault.kind is ViolationKind.TYPE]
