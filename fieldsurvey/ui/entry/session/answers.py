"""The answers of one interview: given, taken back, given again, and rows of repeats. It writes nothing to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from fieldsurvey import i18n
from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has, has_repeat
from fieldsurvey.messages import Message
from fieldsurvey.ui.entry.session.audit_log import AuditTrail
from fieldsurvey.ui.entry.session.failures import cause, said_of, said_of_hidden
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.ui.entry.session.repeats import PendingNotice, fixed_repeats, rows_around
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.xforms import Violation


class Answers(QObject):
    """Hands answers to the engine and says what each one moved."""

    touched = Signal()
    """Something was given, also while more of the same step follows: a savepoint is due."""
    changed = Signal(object)
    """Set of refs whose state changed, once for all that belongs together."""
    rows_changed = Signal(str)
    """Ref of a repeat that got or lost a row."""
    row_removed = Signal(str)
    """Ref of a row that is gone; what is written beside it and the rows after it moves."""
    stepped = Signal(object)
    """A step was taken back or given again: refs of the answers that are others now, those a person gives first."""
    form_failed = Signal(str, str)
    """What the form cannot work out, in a sentence, and the question to look at, "" for none."""

    def __init__(self, questions: QuestionInfo, audit: AuditTrail, locks: SectionLocks) -> None:
        super().__init__()
        self.entry = questions.entry
        self._questions = questions
        self.since: list[tuple[str, str, str]] = []
        """(ref, old, new) of all that changed since the last savepoint, for the interview's history."""
        self._audit, self._locks = audit, locks
        self._repeats = {q.repeat for q in questions.questionnaire.questions if q.repeat}
        self._fixed = frozenset(fixed_repeats(self.entry.form.body))
        self._held: PendingNotice | None = None

    # --- giving ----------------------------------------------------------------------------------------------

    def give(self, ref: str, value: str) -> None:
        """Give an answer; what it moved is announced, and a savepoint follows."""
        self.give_all({ref: value})

    def give_all(self, answers: Mapping[str, str]) -> None:
        """Give many answers at once, recomputed once: one step to undo."""
        olds = {ref: old for ref, value in answers.items() if (old := self.entry.value(ref)) != value}
        if not olds:
            return
        moved = self._moved(lambda: self.entry.answer_all({ref: answers[ref] for ref in olds}))
        for ref, old in olds.items():
            self.since.append((ref, old, self.entry.value(ref)))
            self._audit.answered(ref, old, self.entry.value(ref))
        self._announce({*olds, *moved})

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is answered, added and removed within is one step to undo, and announced once, at the end."""
        if self._held is not None:
            yield
            return
        held = self._held = PendingNotice()
        try:
            with self.entry.together():
                yield
        finally:
            self._held = None
            for repeat in held.repeats:
                self.rows_changed.emit(repeat)
            if held.refs:
                self._announce(held.refs)

    def fill_places(self, geopoint: str) -> None:
        """The laptop knows where it is: what the form wanted placed by itself is filled."""
        if self.entry.unplaced:
            self._announce(self._moved(lambda: self.entry.fill_places(geopoint)))

    def _moved(self, change: Callable[[], Iterable[str]]) -> Iterable[str]:
        """The refs a change moved. An expression of the form that fails is said; the answer stands all the same.

        So is an answer that cannot be taken, such as a text of a million letters; the one before stands.
        """
        try:
            moved = change()
        except XPathError as error:
            self._say_fault(error.message)
            return set(self.entry.refs())
        except AnswerError as error:
            self.form_failed.emit(i18n.sentence(error), "")
            return set(self.entry.refs())
        self.say_failure()
        return moved

    def say_failure(self) -> None:
        """What the form cannot work out since the last answer, or since the interview was opened."""
        failure = self.entry.failure
        if failure is not None and self._locks.hides_any(failure):
            self.form_failed.emit(said_of_hidden(), "")
        elif failure is not None:
            self.form_failed.emit(said_of(self._questions, failure), cause(self._questions, failure))
        elif self.entry.fault is not None:
            self._say_fault(self.entry.fault)

    def _say_fault(self, fault: Message) -> None:
        self.form_failed.emit(
            _(
                "The form cannot compute something. Your answers are kept; tell whoever made it: {fault}"
            ).format(fault=i18n.sentence(fault)),
            "",
        )

    def _announce(self, moved: Iterable[str]) -> None:
        self.touched.emit()
        if self._held is not None:
            self._held.refs.update(moved)
            return
        self.changed.emit(set(moved))

    # --- rows --------------------------------------------------------------------------------------------------

    def add_row(self, repeat: str, at: int | None = None, number: int = 1) -> None:
        """New, empty rows of a repeat: the last ones, or from number `at` on."""
        before = self.entry.count(repeat)
        moved = self._moved(lambda: self.entry.add_repeat(repeat, at, number))
        added = self.entry.count(repeat) - before
        if not added:
            return
        for position in range(at or before + 1, (at or before + 1) + added):
            self.since.append((repeat, "", "row added"))
            self._audit.row_added(f"{repeat}[{position}]")
        self._tell_rows(repeat)
        self._announce(moved)

    def pass_rows(self, repeat: str) -> bool:
        """One goes on past the last row: true when the form wants a further one, which stands now."""
        before = self.entry.count(repeat)
        moved = self._moved(lambda: self.entry.pass_repeat(repeat))
        added = range(before + 1, self.entry.count(repeat) + 1)
        for position in added:
            self.since.append((repeat, "", "row added"))
            self._audit.row_added(f"{repeat}[{position}]")
        if added:
            self._tell_rows(repeat)
            self._announce(moved)
        return bool(added)

    def remove_row(self, row: str) -> None:
        """Take a row away; undo brings it back."""
        self._audit.row_removed(row)
        self._remove(row)

    def drop_empty_rows(self) -> None:
        """Take away rows nobody wrote in: a form begins with one in each grid, and it is no answer."""
        answered = (standing.ref for standing in self.entry.standings() if standing.value)
        written = {row for ref in answered for row in rows_around(ref)}
        with self.together():
            for repeat in sorted(self._repeats - self._fixed, key=lambda ref: -ref.count("/")):
                for row in reversed(self.entry.instances(repeat)):
                    if row not in written:
                        self._remove(row)

    def _remove(self, row: str) -> None:
        moved = self._moved(lambda: self.entry.remove_repeat(row))
        self.row_removed.emit(row)
        self.since.append((row, "row removed", ""))
        self._tell_rows(POSITION.sub("", row) if row.count("[") == 1 else row[: row.rindex("[")])
        self._announce(moved)

    def _tell_rows(self, repeat: str) -> None:
        if self._held is not None:
            self._held.repeats[repeat] = None
        else:
            self.rows_changed.emit(repeat)

    # --- steps -------------------------------------------------------------------------------------------------

    def undo(self) -> list[str]:
        """Take back the last answer or row; refs of the answers that are others now."""
        return self._step(self.entry.undo)

    def redo(self) -> list[str]:
        """Give again what was taken back; refs of the answers that are others now."""
        return self._step(self.entry.redo)

    def _step(self, step: Callable[[], Iterable[str]]) -> list[str]:
        before, answers, given = self._counts(), self._audit.answers(), self._given()
        moved = set(self._moved(step))
        self._audit.stepped(answers)
        now = self._given()
        others = [ref for ref in {**given, **now} if given.get(ref, "") != now.get(ref, "")]
        self.since += [(ref, given.get(ref, ""), now.get(ref, "")) for ref in others]
        repeats = [repeat for repeat, number in self._counts().items() if before.get(repeat) != number]
        for repeat in repeats:
            self.rows_changed.emit(repeat)
        if moved:
            self._announce(moved)
        self.stepped.emit([*sorted(others, key=self._is_computed), *repeats])
        return others

    def _is_computed(self, ref: str) -> bool:
        """Whether nobody can change an answer by hand, or the question is not asked now."""
        entry = self.entry
        return has(entry, ref) and (entry.readonly(ref) or not entry.relevant(ref))

    def _given(self) -> dict[str, str]:
        """Every answer as it stands: a step may move several, and the history wants to know from what to what."""
        return {standing.ref: standing.value for standing in self.entry.standings()}

    def _counts(self) -> dict[str, int]:
        return {
            repeat: self.entry.count(repeat) for repeat in self._repeats if has_repeat(self.entry, repeat)
        }

    # --- how they stand ------------------------------------------------------------------------------------------

    def states(self) -> Iterator[tuple[str, bool, bool]]:
        """(ref, is answered, has a fault) of every question asked now."""
        for standing in self.entry.standings():
            if standing.is_asked and not self._locks.hides(standing.ref):
                yield standing.ref, bool(standing.value), not standing.is_accepted

    def violations(self) -> list[Violation]:
        """Everything that keeps the interview from being finalised, in the form's order."""
        return self._locks.told(self.entry.validate())
