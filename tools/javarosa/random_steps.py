"""What a person may do in a random form: answers of every type, good and bad, rows added and taken out, choices looked at."""

from __future__ import annotations

import random

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.xforms import FormEntry
from tools.javarosa import ours
from tools.javarosa.peer import Case, Step
from tools.javarosa.random_forms import KINDS, RandomForm, random_form

_STEPS = 14
_MOST_ROWS = 4
_ANSWERS = {
    "int": ("0", "1", "5", "12", "-3", "77", "007", "+5", "2.5", "1,500", ""),
    "decimal": ("0.5", "2.25", "10", "2.0", "-1.5", ".5", "1,5", "--5", ""),
    "text": ("a", "abc", "b-a", "x y", "नमस्ते", "12", "A1 ", "true", ""),
    "code": ("5", "1,5", "1,500", "+5", "1e5", "५", " 5 ", "Infinity", "-.5", ""),
    "date": ("2024-01-31", "2024-05-06", "2026-02-28", "2024-02-31", ""),
    "time": ("10:20", "23:59:00.000+05:30", "21:30:00.000-03:00", "04:30:00Z", ""),
    "moment": ("2024-05-06T10:20:30.000+05:30", "2024-05-06T18:00:00.000Z", "2024-05-06T18:20:00", ""),
    "place": ("18.5 73.8 0 0", "18.6 73.7", ""),
    "shape": ("18 73; 18 74; 19 74; 18 73", "18 73 0 0; 19 73 0 0; 19 74 0 0; 18 73 0 0", ""),
    "one": ("a", "b", "c", ""),
    "many": ("a", "a b", "b c", "a b c", ""),
    "n": ("1", "2", "3"),
}
_FALLING = ("0", "")


def random_case(seed: int, kinds: frozenset[str] = KINDS) -> Case:
    """A form and steps in it; what can be answered is seen by filling it here."""
    form = random_form(seed, kinds)
    chance = random.Random(f"steps of {seed}")
    case = Case(f"form {seed}", form.xml)
    try:
        entry = ours.opened(case)
    except FieldSurveyError:
        return case
    steps: list[Step] = []
    for _ in range(_STEPS):
        step = _next(entry, form, chance, kinds)
        if step is None:
            break
        steps.append(step)
        ours.take(entry, step)
    return Case(case.name, form.xml, tuple(steps), counts=form.counts)


def _next(entry: FormEntry, form: RandomForm, chance: random.Random, kinds: frozenset[str]) -> Step | None:
    """Rows now and then, else an answer to a question that is asked."""
    added = _rows(entry, form, chance)
    if added is not None and chance.random() < 0.25:
        return added
    asked = [q for q in entry.standings() if q.is_asked]
    if not asked:
        return added
    question = chance.choice(asked)
    if question.control == "select1" and chance.random() < 0.5:
        return ("choices", question.ref)
    if chance.random() < 0.15:
        return ("label", question.ref)
    kind = question.ref.rpartition("/")[2].rstrip("0123456789")
    answers: tuple[str, ...] = _ANSWERS.get(kind, ())
    if kind == "n" and "counts" in kinds:
        answers = (*answers, *_FALLING)
    elif kind == "n":
        answers = tuple(text for text in answers if int(text) >= entry.count(form.counts[question.ref]))
    if question.control == "select1":
        answers = (*(choice.value for choice in entry.choices(question.ref)), "")
    return ("answer", question.ref, chance.choice(answers or ("4",)))


def _rows(entry: FormEntry, form: RandomForm, chance: random.Random) -> Step | None:
    """A row more or one less, where no question counts them."""
    counted = set(form.counts.values())
    free = [
        f"{above}/{node.name}"
        for node in entry.form.root.walk()
        if node.is_repeat and node.ref not in counted and node.parent is not None
        for above in entry.instances(node.parent.ref)
    ]
    if not free:
        return None
    repeat = chance.choice(free)
    number = entry.count(repeat)
    if number and (number >= _MOST_ROWS or chance.random() < 0.3):
        return ("remove", f"{repeat}[{chance.randrange(number) + 1}]")
    return ("add", repeat)
