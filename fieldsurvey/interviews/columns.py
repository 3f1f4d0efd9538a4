"""The columns of a form's tables over all its versions: which questions share one, and what each is called.

A question is known by its path. Where a later version asks at the same path for something else (another type, or a list
whose codes mean something else), it has a column of its own, NAME_v2, so that no column holds two meanings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldsurvey.interviews.unique_names import free, names_of
from fieldsurvey.records import Choice, Column, Missing, Question, Questionnaire, Texts

OUR_OWN = ("KEY", "PARENT_KEY", "FORM_VERSION")
"""Columns of every table that are no questions."""
_NO_COLUMN = frozenset({"note", "audit"})
_HEAD_OF_A_LIST = re.compile(r"reserved_name_for_field_list_labels_\d+")
"""What pyxform puts above a table-list: a row of labels that nobody answers."""
STRICTEST = ("sensitive", "direct", "free", "hidden", "kept", "key", "visible", "amount", "date", "plain")
"""All roles, the one that is kept closest first: where versions differ, the strictest holds."""
_ALIKE: Mapping[str, str] = {
    **dict.fromkeys(("integer", "decimal", "range"), "number"),
    **dict.fromkeys(("select_one", "select_one_from_file", "select_one_external"), "code"),
    **dict.fromkeys(("select_multiple", "select_multiple_from_file"), "codes"),
    **dict.fromkeys(("date", "today"), "date"),
    **dict.fromkeys(("datetime", "start", "end"), "moment"),
    **dict.fromkeys(("text", "string", "barcode", "hidden", "deviceid", "username", "email"), "text"),
}
_MISSING = frozenset(kind.value for kind in Missing)


@dataclass(frozen=True, slots=True)
class Level:
    """What one table holds: the repeat it is of ("" for the interviews themselves), what it is called, and its columns."""

    ref: str
    columns: tuple[Column, ...]
    name: str = ""


@dataclass(slots=True)
class _Variant:
    """A question as it stands in the versions that mean the same by it."""

    question: Question
    asked: dict[str, Question] = field(default_factory=dict)
    """Version -> the question there."""

    def takes(self, question: Question) -> bool:
        """Whether the answers mean the same."""
        return _kind(self.question) == _kind(question) and not _means_otherwise(
            self.question.choices, question.choices
        )

    def add(self, version: str, question: Question) -> None:
        self.asked[version] = question
        self.question = _merged(question, self.question)


def levels_of(versions: Sequence[Questionnaire]) -> tuple[Level, ...]:
    """The tables of a form, `versions` from the oldest to the newest; questions the newest lacks stand behind its own."""
    refs = _in_order(
        (q.repeat for q in _answered(questionnaire) if q.repeat) for questionnaire in reversed(versions)
    )
    names = dict(zip(sorted(refs), names_of([ref.split("/")[1:] for ref in sorted(refs)]), strict=True))
    return tuple(Level(ref, _columns(versions, ref), names.get(ref, "")) for ref in ("", *refs))


def _answered(questionnaire: Questionnaire) -> Iterable[Question]:
    return (
        question
        for question in questionnaire.questions
        if question.type not in _NO_COLUMN and not _HEAD_OF_A_LIST.fullmatch(question.name)
    )


def _in_order(newest_first: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(ref for refs in newest_first for ref in refs))


def _columns(versions: Sequence[Questionnaire], repeat: str) -> tuple[Column, ...]:
    found: dict[str, list[_Variant]] = {}
    for questionnaire in versions:
        for question in _answered(questionnaire):
            if question.repeat == repeat:
                _enter(found.setdefault(question.ref, []), questionnaire.version, question)
    skipped = len(repeat.split("/")) - 1 if repeat else 1
    refs = list(found)
    paths = [ref.split("/")[skipped:] if repeat else ref.split("/")[1:] for ref in refs]
    names = dict(zip(refs, names_of(paths, OUR_OWN), strict=True))
    taken = {name.casefold() for name in (*names.values(), *OUR_OWN)}
    columns = {ref: _named(names[ref], variants, taken) for ref, variants in found.items()}
    order = _in_order(
        (q.ref for q in _answered(questionnaire) if q.repeat == repeat)
        for questionnaire in reversed(versions)
    )
    return tuple(column for ref in order for column in columns[ref])


def _enter(variants: list[_Variant], version: str, question: Question) -> None:
    fitting = next((variant for variant in reversed(variants) if variant.takes(question)), None)
    if fitting is None:
        fitting = _Variant(question)
        variants.append(fitting)
    fitting.add(version, question)


def _named(name: str, variants: Sequence[_Variant], taken: set[str]) -> list[Column]:
    strictest = _strictest(variant.question.disclosure for variant in variants)
    return [
        Column(
            name if number == 1 else free(f"{name}_v{number}", taken),
            replace(variant.question, disclosure=strictest),
            variant.asked,
        )
        for number, variant in enumerate(variants, start=1)
    ]


def _kind(question: Question) -> str:
    return _ALIKE.get(question.type, question.type)


def _means_otherwise(before: Sequence[Choice], now: Sequence[Choice]) -> bool:
    """Whether a code in both lists has another label in every language that labels it in both."""
    labels = {choice.name: choice.label for choice in before if choice.name not in _MISSING}
    return any(
        choice.name in labels and _differs(labels[choice.name], choice.label)
        for choice in now
        if choice.name not in _MISSING
    )


def _differs(before: Texts, now: Texts) -> bool:
    told = [(_plain(before[language]), _plain(now[language])) for language in before if now.get(language)]
    told = [(old, new) for old, new in told if old]
    return bool(told) and all(old != new for old, new in told)


def _plain(label: str) -> str:
    """Without what a correction of the spelling changes most: capitals, spaces, stops."""
    return "".join(letter for letter in label.casefold() if letter.isalnum() or not letter.isascii())


def _merged(now: Question, before: Question) -> Question:
    """The newer question, with the codes that only the older one offered, and the stricter role."""
    known = {choice.name for choice in now.choices}
    dropped = tuple(choice for choice in before.choices if choice.name not in known)
    return replace(
        now,
        choices=(*now.choices, *dropped),
        missing=tuple(dict.fromkeys((*now.missing, *before.missing))),
        disclosure=_strictest((now.disclosure, before.disclosure)),
    )


def _strictest(roles: Iterable[str]) -> str:
    said = set(roles)
    return next((role for role in STRICTEST if role in said), "")
