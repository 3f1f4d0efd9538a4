"""A finalised interview to be read: what was asked, what was said, and what is written beside it. No file, no SQL, no Qt.

It is the last submission as it stands, whatever a correction's draft says. Words come in the language the caller speaks
(`i18n.speaking`), labels in the language of the entry. A section the respondent locked is only named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from fieldsurvey.interviews.answer_words import AnswerWords
from fieldsurvey.interviews.missing_answers import MissingAnswers
from fieldsurvey.interviews.submissions import plain as without_positions
from fieldsurvey.records import (
    Comment,
    FailedCheck,
    Interview,
    Missing,
    Question,
    Questionnaire,
    SectionLock,
    Status,
)
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat, FormDefinition, FormEntry


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that was asked."""

    ref: str
    """With positions; the same in each version of an interview, so that two can be laid side by side."""
    label: str
    words: str
    """The answer as it is said; "" where it was left empty."""
    value: str
    """As it is stored."""
    missing: Missing | None = None
    """Don't know, or refused."""
    file: str = ""
    """The name of a photo, recording or another file."""
    comment: Comment | None = None
    checks: tuple[FailedCheck, ...] = ()
    """The checks that do not hold here, with the reasons they were kept for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section, a group in it, or one row of a repeat."""

    ref: str
    title: str
    level: int
    """0 for a section, one more for each group or row around it."""
    answers: tuple[Answer, ...] = ()
    is_locked: bool = False
    """Answered by the respondent alone: what was said is not shown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An interview as it was last finalised."""

    interview: Interview
    """As it was last finalised; `xml` is that submission."""
    form_title: str
    number: int
    """How many times it was finalised."""
    status: Status
    """How it stands now: it may be a draft again, being corrected."""
    languages: tuple[str, ...]
    language: str
    """In which the labels are."""
    parts: tuple[Part, ...]

    @property
    def is_being_corrected(self) -> bool:
        """Whether it was opened again since; what is read here still counts."""
        return self.status in (Status.DRAFT, Status.RETURNED)

    @property
    def sent_at(self) -> datetime | None:
        return self.interview.sent_at

    @property
    def checks(self) -> tuple[FailedCheck, ...]:
        """Every check that does not hold."""
        return tuple(check for part in self.parts for answer in part.answers for check in answer.checks)


def parts_of(
    entry: FormEntry,
    questionnaire: Questionnaire,
    xml: str,
    *,
    locks: Iterable[SectionLock] = (),
    comments: Mapping[str, Comment] | None = None,
    checks: Iterable[FailedCheck] = (),
    plain: Callable[[str], str] = str,
    unit: Callable[[str], str] = str,
) -> tuple[Part, ...]:
    """What was asked and said, `entry` being a record of `xml`."""
    said = AnswerWords(entry, questionnaire, plain, unit)
    reader = _Reader(entry, said, _asked_in(xml, entry.form), tuple(locks), comments or {}, tuple(checks))
    return tuple(part for part in reader.sections() if part.answers or part.is_locked or part.title)


class _Reader:
    def __init__(
        self,
        entry: FormEntry,
        said: AnswerWords,
        asked: frozenset[str],
        locks: tuple[SectionLock, ...],
        comments: Mapping[str, Comment],
        checks: tuple[FailedCheck, ...],
    ) -> None:
        self._entry, self._said, self._asked, self._locks = entry, said, asked, locks
        self._comments, self._checks = comments, checks

    def sections(self) -> Iterator[Part]:
        """The whole form; what stands outside a group comes first of its part, without a title."""
        elements = self._entry.form.body
        while len(elements) == 1 and isinstance(elements[0], BodyGroup) and _has_groups(elements[0].children):
            elements = elements[0].children
        yield from self._level("", "", elements, 0, "", "")

    def _level(
        self, ref: str, title: str, elements: tuple[BodyElement, ...], level: int, generic: str, row: str
    ) -> Iterator[Part]:
        """One part, cut where a group or repeat stands within it; `row` takes the place of `generic` in every ref."""
        loose: list[Answer] = []
        is_begun = False
        for element in elements:
            if isinstance(element, BodyControl):
                loose += self._answer(element, row + element.ref[len(generic) :])
                continue
            inner = tuple(self._within(element, level + 1 if ref else level, generic, row))
            if not inner:
                continue
            if loose or not is_begun:
                yield Part(ref, title if not is_begun else "", level, tuple(loose))
            loose, is_begun = [], True
            yield from inner
        if loose or not is_begun:
            yield Part(ref, title if not is_begun else "", level, tuple(loose))

    def _within(self, element: BodyGroup | BodyRepeat, level: int, generic: str, row: str) -> Iterator[Part]:
        ref = row + element.ref[len(generic) :] if element.ref else row
        if element.ref and any(lock.holds(without_positions(ref)) for lock in self._locks):
            yield Part(ref, self._said.title(ref), level, is_locked=True)
            return
        if isinstance(element, BodyRepeat):
            for number, one in enumerate(self._rows(ref), 1):
                if one in self._asked:
                    name = f"{self._said.title(one)} {number}".strip()
                    yield from self._level(one, name, element.children, level, element.ref, one)
            return
        if element.ref and ref not in self._asked:
            return
        title = self._said.title(ref) if element.ref else ""
        parts = tuple(self._level(ref or "/", title, element.children, level, generic, row))
        if any(part.answers or part.is_locked for part in parts):
            yield from parts

    def _rows(self, ref: str) -> Iterator[str]:
        """The rows of a repeat that stand in this row of the repeat around it."""
        generic = without_positions(ref)
        return (one for one in self._entry.instances(generic) if one.rpartition("[")[0] == ref)

    def _answer(self, control: BodyControl, ref: str) -> Iterator[Answer]:
        if ref not in self._asked:
            return
        question, value = self._said.question(ref), self._entry.value(ref)
        if not value and (question is None or question.type == "note" or self._entry.readonly(ref)):
            return
        node = self._entry.form.node(control.ref)
        yield Answer(
            ref,
            self._said.label(ref),
            self._said.answer(control, ref) or value,
            value,
            _missing(question, control.control, node.datatype if node is not None else "", value),
            value if control.control == "upload" else "",
            self._comments.get(ref),
            tuple(check for check in self._checks if check.question == ref),
        )


def _missing(question: Question | None, control: str, datatype: str, value: str) -> Missing | None:
    return MissingAnswers.of_question(question, control, datatype).kind(value)


def _has_groups(elements: tuple[BodyElement, ...]) -> bool:
    return sum(isinstance(element, BodyGroup) for element in elements) > 1


def _asked_in(xml: str, form: FormDefinition) -> frozenset[str]:
    """The refs of every node a submission holds: what was not asked is not in it."""
    repeats = {element.ref for element in _repeats(form.body)}
    found: set[str] = set()

    def walk(element: etree._Element, ref: str) -> None:
        number: dict[str, int] = {}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            one = f"{ref}/{etree.QName(child).localname}"
            number[one] = number.get(one, 0) + 1
            here = f"{one}[{number[one]}]" if without_positions(one) in repeats else one
            found.add(here)
            walk(child, here)

    root = etree.fromstring(xml.encode())
    walk(root, f"/{etree.QName(root).localname}")
    return frozenset(found)


def _repeats(elements: tuple[BodyElement, ...]) -> Iterator[BodyRepeat]:
    for element in elements:
        if isinstance(element, BodyControl):
            continue
        if isinstance(element, BodyRepeat):
            yield element
        yield from _repeats(element.children)
