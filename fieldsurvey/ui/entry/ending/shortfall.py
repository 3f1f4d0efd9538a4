"""What an interview still lacks: needed answers, wrong ones, open checks, and what was left empty by section. It draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import FailedCheck
from fieldsurvey.ui.entry.frame.factory import is_note
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.failures import leads_to, told
from fieldsurvey.ui.entry.session.paging import PageOutline, Pages
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, Violation, ViolationKind


@dataclass(frozen=True, slots=True)
class Place:
    """A question as a line of the page names it."""

    ref: str
    number: str
    """"" where it has none: in a table, or for a section."""
    title: str
    section: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A needed answer that is missing, or one that is wrong."""

    ref: str
    place: Place
    """Where one goes to put it right."""
    why: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check nobody has corrected or explained."""

    check: FailedCheck
    place: Place


@dataclass(frozen=True, slots=True)
class EmptySection:
    """A section with questions nobody answered, which may stay so."""

    page: int
    title: str
    number: int
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class Shortfall:
    """All of it, counted once."""

    answered: int
    asked: int
    faults: tuple[Fault, ...]
    checks: tuple[OpenCheck, ...]
    sections: tuple[EmptySection, ...]

    @property
    def is_blocking(self) -> bool:
        """Whether the interview cannot be closed as it stands."""
        return bool(self.faults) or any(one.check.is_blocking for one in self.checks)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is missing, wrong or unlikely; questions may be left empty."""
        return not self.faults and not self.checks

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all was left empty or open, so that it can be read back at once."""
        return self.is_settled and not self.sections

    @property
    def untouched(self) -> list[str]:
        """The titles of sections in which nothing is answered."""
        return [section.title for section in self.sections if section.is_untouched]

    @property
    def unanswered(self) -> int:
        """Questions that may stay empty."""
        return sum(section.number for section in self.sections)

    @property
    def sentence(self) -> str:
        """The sums, for the head of the page."""
        answered = _("{answered} of {asked} answered.").format(answered=self.answered, asked=self.asked)
        if self.is_blocking:
            return answered + " " + _("Not yet ready: {what}.").format(what=", ".join(self._parts()))
        rest = ngettext(
            "1 check is open and may stay so.", "{n} checks are open and may stay so.", len(self.checks)
        )
        return " ".join((answered, _("Nothing needed is missing."), *([rest] if self.checks else [])))

    def _parts(self) -> Iterator[str]:
        missing = sum(fault.is_missing for fault in self.faults)
        wrong = len(self.faults) - missing
        if missing:
            yield ngettext("1 needed answer is missing", "{n} needed answers are missing", missing)
        if wrong:
            yield ngettext("1 is wrong", "{n} are wrong", wrong)
        critical = sum(one.check.is_blocking for one in self.checks)
        if critical:
            yield ngettext("1 critical check is open", "{n} critical checks are open", critical)
        if len(self.checks) > critical:
            yield ngettext("1 check is open", "{n} checks are open", len(self.checks) - critical)


class Shortfalls:
    """Asks an interview what it lacks, as often as wanted."""

    def __init__(
        self,
        session: EntrySession,
        pages: Pages,
        first_numbers: list[int],
        title_of: Callable[[int], str],
    ) -> None:
        """`title_of` gives a page's title where there is room for a line."""
        self._session, self._pages, self._title_of = session, pages, title_of
        self._first_numbers = first_numbers

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """Made when it is first wanted: an interview opens without it."""
        return _numbers(self._session, self._pages, self._first_numbers)

    def now(self) -> Shortfall:
        """As the answers stand. Raises XPathError where the form cannot tell."""
        violations = self._session.answers.violations()
        counts = [_Count() for _page in self._pages.all]
        missing = {violation.ref for violation in violations}
        for ref, is_answered, _has_fault in self._session.answers.states():
            number = self._pages.at(ref)
            if number is not None:
                counts[number].asked += 1
                counts[number].answered += is_answered
                counts[number].empty += not is_answered and ref not in missing
        return Shortfall(
            answered=sum(count.answered for count in counts),
            asked=sum(count.asked for count in counts),
            faults=tuple(map(self._fault, violations)),
            checks=tuple(OpenCheck(one, self._place(one.question)) for one in self._session.checks.open),
            sections=tuple(
                EmptySection(number, self._title_of(number), count.empty, not count.answered)
                for number, count in enumerate(counts)
                if count.empty
            ),
        )

    def _fault(self, violation: Violation) -> Fault:
        questions = self._session.questions
        is_missing = violation.kind is ViolationKind.REQUIRED
        why = told(questions, violation)
        if is_missing and why in ("", _("This question needs an answer.")):
            why = _("no answer")
        why = why or _("This answer does not fit.")
        return Fault(violation.ref, self._place(leads_to(questions, violation)), why, is_missing)

    def _place(self, ref: str) -> Place:
        page = self._pages.at(ref)
        number = self._numbers.get(ref)
        return Place(
            ref,
            "" if number is None else str(number),
            self._session.questions.title_of(ref),
            "" if page is None else self._title_of(page),
        )


@dataclass(slots=True)
class _Count:
    asked: int = 0
    answered: int = 0
    empty: int = 0


def _numbers(session: EntrySession, pages: Pages, first_numbers: list[int]) -> Mapping[str, int]:
    """Ref -> the number beside the question on its page."""
    return {
        ref: number
        for page, first in zip(pages.all, first_numbers, strict=True)
        for number, ref in enumerate(_numbered(session, page), first)
    }


def _numbered(session: EntrySession, page: PageOutline) -> Iterator[str]:
    for control in _controls(page.elements):
        if not is_note(session.entry.prompt(control.ref), session.questions.find(control.ref)):
            yield control.ref


def _controls(elements: tuple[BodyElement, ...]) -> Iterator[BodyControl]:
    """Outside repeats: a row of a table has no number of its own."""
    for element in elements:
        if isinstance(element, BodyControl):
            yield element
        elif not isinstance(element, BodyRepeat):
            yield from _controls(element.children)
