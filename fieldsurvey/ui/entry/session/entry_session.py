"""One interview being filled: hands answers to the engine and savepoints to the writer lane. It draws nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has_repeat, savepoint_of
from fieldsurvey.numbers import grouped, number_of
from fieldsurvey.records import Changed, Comment, FailedCheck, Savepoint, TypicalRange
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.devices.device_ports import Devices
from fieldsurvey.ui.entry.session.attachment_queue import AttachmentQueue, Source, lacks_room
from fieldsurvey.ui.entry.session.audit_log import AuditTrail
from fieldsurvey.ui.entry.session.comments import without_row
from fieldsurvey.ui.entry.session.last_round import LastRound
from fieldsurvey.ui.entry.session.pending_attachments import PendingAttachments
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.ui.entry.session.repeats import PendingNotice, fixed_repeats, rows_around
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.xforms import AUDIT_FILE, FormEntry, Violation

_FOR_A_PHOTO = 1.0  # seconds the window waits for a file when it closes
_AFTER_A_TURN_MS = 250
_COALESCE_MS = 40  # several answers within one turn of the hand become one savepoint


class EntrySession(QObject):
    """The interview's entry, its questionnaire's extras, and its way to disk."""

    changed = Signal(object)
    """Set of refs whose state changed."""
    rows_changed = Signal(str)
    """Ref of a repeat that got or lost a row."""
    saved = Signal(object)
    """When the last savepoint was on disk."""
    save_failed = Signal(str)
    waiting = Signal(str)
    """Leaving or finalising waits for a file: why, in a sentence."""
    file_stored = Signal(str)
    """Name of a photo or file that is in the study now."""
    form_failed = Signal(str)
    """An expression of the form cannot be computed: its own fault, in a sentence."""
    checks_changed = Signal()
    comments_changed = Signal(object)
    """Set of refs beside which something else is written now."""
    language_changed = Signal()

    def __init__(
        self,
        study: Study,
        tasks: Tasks,
        entry: FormEntry,
        interviewer: str,
        place: str = "",
        devices: Devices | None = None,
    ) -> None:
        super().__init__()
        self.entry = entry
        self.questionnaire = study.forms.questionnaire(entry.form.form_id, entry.form.version)
        self.questions = QuestionInfo(entry, self.questionnaire)
        self.devices = devices or Devices()
        self.study = study
        self.place = place
        self._tasks = tasks
        self._interviewer = interviewer
        self._passed = study.annotations.passed_checks(entry.instance_id)
        self.locks = SectionLocks(study, tasks, entry.instance_id, self.save_failed.emit)
        self.comments = self.locks.outside(study.annotations.comments(entry.instance_id))
        self.last_round = LastRound(study.rounds.before(entry.instance_id))
        self.audit = AuditTrail(study, entry, interviewer)
        self._fixed = frozenset(fixed_repeats(entry.form.body))
        self._since: list[tuple[str, str, str]] = []
        self._dirty = False
        self._held: PendingNotice | None = None
        self.column_widths: dict[str, dict[str, int]] = {}
        """Of each grid's columns that a person made wider or narrower; kept while pages are turned."""
        self.failed_checks: tuple[FailedCheck, ...] = ()
        self._usual: Mapping[str, TypicalRange] = {}
        self._intake = AttachmentQueue(tasks, entry.instance_id, self)
        self._intake.stored.connect(self._on_file_stored)
        self._intake.failed.connect(self._on_file_failed)
        self._coming = PendingAttachments()
        self._after_files: Callable[[str], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)
        self._check()

    # --- answers -------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str) -> None:
        """Give an answer; what it moved is announced, and a savepoint follows."""
        self.answer_all({ref: value})

    def answer_all(self, answers: Mapping[str, str]) -> None:
        """Give many answers at once, recomputed once: one step to undo."""
        olds = {ref: old for ref, value in answers.items() if (old := self.entry.value(ref)) != value}
        if not olds:
            return
        moved = self._moved(lambda: self.entry.answer_all({ref: answers[ref] for ref in olds}))
        for ref, old in olds.items():
            self._since.append((ref, old, self.entry.value(ref)))
            self.audit.answered(ref, old, self.entry.value(ref))
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

    def add_row(self, repeat: str, at: int | None = None, number: int = 1) -> None:
        """New, empty rows of a repeat: the last ones, or from number `at` on."""
        before = self.entry.count(repeat)
        moved = self._moved(lambda: self.entry.add_repeat(repeat, at, number))
        added = self.entry.count(repeat) - before
        if not added:
            return
        for place in range(at or before + 1, (at or before + 1) + added):
            self._since.append((repeat, "", "row added"))
            self.audit.row_added(f"{repeat}[{place}]")
        self._tell_rows(repeat)
        self._announce(moved)

    def _tell_rows(self, repeat: str) -> None:
        if self._held is not None:
            self._held.repeats[repeat] = None
        else:
            self.rows_changed.emit(repeat)

    def _moved(self, change: Callable[[], Iterable[str]]) -> Iterable[str]:
        """The refs a change moved. An expression of the form that fails is said; the answer stands all the same.

        So is an answer that cannot be taken, such as a text of a million letters; the one before stands.
        """
        try:
            return change()
        except XPathError as error:
            self.form_failed.emit(
                _(
                    "The form cannot compute something. Your answers are kept; tell whoever made it: {fault}"
                ).format(fault=error)
            )
            return set(self.entry.refs())
        except AnswerError as error:
            self.form_failed.emit(str(error))
            return set(self.entry.refs())

    def remove_row(self, row: str) -> None:
        """Take a row away; undo brings it back."""
        self.audit.row_removed(row)
        self._remove(row)

    def _remove(self, row: str) -> None:
        moved = self._moved(lambda: self.entry.remove_repeat(row))
        moving = list(without_row(self.comments, row))
        if moving:
            self.comment(*moving)
        self._since.append((row, "row removed", ""))
        self._tell_rows(POSITION.sub("", row) if row.count("[") == 1 else row[: row.rindex("[")])
        self._announce(moved)

    def undo(self) -> list[str]:
        """Take back the last answer or row; refs of the answers that are others now."""
        return self._step(self.entry.undo)

    def redo(self) -> list[str]:
        """Give again what was taken back; refs of the answers that are others now."""
        return self._step(self.entry.redo)

    def _step(self, step: Callable[[], Iterable[str]]) -> list[str]:
        before, answers, given = self._counts(), self.audit.answers(), self._given()
        moved = set(self._moved(step))
        self.audit.stepped(answers)
        now = self._given()
        others = [ref for ref in {**given, **now} if given.get(ref, "") != now.get(ref, "")]
        self._since += [(ref, given.get(ref, ""), now.get(ref, "")) for ref in others]
        for repeat, number in self._counts().items():
            if before.get(repeat) != number:
                self.rows_changed.emit(repeat)
        if moved:
            self._announce(moved)
        return others

    def _given(self) -> dict[str, str]:
        """Every answer as it stands: a step may move several, and the history wants to know from what to what."""
        return {standing.ref: standing.value for standing in self.entry.standings()}

    def _counts(self) -> dict[str, int]:
        repeats = {question.repeat for question in self.questionnaire.questions if question.repeat}
        return {repeat: self.entry.count(repeat) for repeat in repeats if has_repeat(self.entry, repeat)}

    def _announce(self, moved: Iterable[str]) -> None:
        self._dirty = True
        self._timer.start(_COALESCE_MS)
        if self._held is not None:
            self._held.refs.update(moved)
            return
        self._check()
        self.changed.emit(set(moved))

    def set_language(self, language: str) -> None:
        """Switch every label at once."""
        self.entry.language = language
        self._dirty = True
        self._timer.start(_COALESCE_MS)
        self._check()
        self.language_changed.emit()

    # --- checks ----------------------------------------------------------------------------------------------

    def _check(self) -> None:
        found = self.locks.shown(self.study.annotations.failed_checks(self.entry, self._passed))
        if found != self.failed_checks:
            self.failed_checks = found
            self.checks_changed.emit()

    def check_at(self, ref: str) -> FailedCheck | None:
        """The open soft check beside this question."""
        return next((c for c in self.failed_checks if c.question == ref and not c.comment), None)

    def pass_check(self, name: str, comment: str) -> None:
        """Keep the answers and say why."""
        self._passed[name] = comment
        if not comment:
            del self._passed[name]
        self.save()
        identity = self.entry.instance_id
        self._tasks.write(lambda study: study.annotations.pass_check(identity, name, comment))
        self._check()

    # --- what is usual ---------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Learn, beside the window, what numbers are usual in the cluster."""
        form, identity = self.entry.form.form_id, self.entry.instance_id
        self._tasks.long(
            lambda study, _progress: study.figures.typical_ranges(form, identity),
            self._on_usual,
            lambda _sentence: None,
        )

    def _on_usual(self, usual: Mapping[str, TypicalRange]) -> None:
        self._usual = usual
        self.checks_changed.emit()

    def unusual(self, ref: str) -> str:
        """A sentence when the number given here is far from what the cluster's firms say; else ""."""
        usual = self._usual.get(POSITION.sub("", ref))
        value = number_of(self.entry.value(ref)) if usual is not None else None
        if usual is None or value is None or not usual.is_far(value):
            return ""
        return _("Unusual here: half of {n} firms say between {low} and {high}.").format(
            n=usual.firms, low=grouped(usual.low), high=grouped(usual.high)
        )

    # --- comments ----------------------------------------------------------------------------------------------

    def comment(self, *written: Comment) -> None:
        """Write beside questions; it goes to disk at once."""
        for comment in written:
            self.comments.pop(comment.ref, None)
            if comment.text or comment.is_flagged:
                self.comments[comment.ref] = comment
        identity = self.entry.instance_id
        self.save()
        self._tasks.write(
            lambda study: study.annotations.comment(identity, *written), failed=self.save_failed.emit
        )
        self.comments_changed.emit({comment.ref for comment in written})

    def withdraw(self) -> None:
        """Comments and checks of a section just locked are not shown any more; no key goes back to a question of it."""
        self.place = "" if self.locks.hides(self.place) else self.place
        self.comments = self.locks.outside(self.comments)
        self._check()
        self.comments_changed.emit(set())

    # --- to disk -----------------------------------------------------------------------------------------------

    def touch(self) -> None:
        """Make sure the interview is in the study, answered or not; the page just turned to is drawn first."""
        self._dirty = True
        if not self._timer.isActive():  # an answer that waits is not made to wait longer
            self._timer.start(_AFTER_A_TURN_MS)

    def save(self) -> None:
        """Queue a savepoint of the answers as they stand, when there is something new."""
        if not self._dirty:
            return
        self._dirty = False
        self._timer.stop()
        savepoint = self._savepoint()
        self._tasks.write(
            lambda study: study.interviews.savepoint(savepoint),
            done=lambda _changed: self.saved.emit(savepoint.at),
            failed=lambda sentence: self._not_saved(sentence, savepoint),
        )

    def _savepoint(self) -> Savepoint:
        """The interview as it stands, and what happened since the last one."""
        now = self.study.clock()
        since, self._since = self._coming.split(self._since)
        made = savepoint_of(
            self.entry, now, cursor=self.place, interviewer=self._interviewer, answers=since, locks=self.locks
        )
        return dataclasses.replace(self._coming.withheld(made), audit=self.audit.text)

    def _not_saved(self, sentence: str, savepoint: Savepoint) -> None:
        self.audit.not_saved()
        self._keep_for_later(sentence, savepoint)

    def _keep_for_later(self, sentence: str, savepoint: Savepoint) -> None:
        self._dirty = True  # the next answer, or leaving, tries again
        self._since[:0] = savepoint.answers
        self.save_failed.emit(sentence)

    @property
    def is_saved(self) -> bool:
        """Whether nothing waits to be saved, no file is coming, and the last savepoint did not fail."""
        return not self._dirty and not self._coming

    def put_down(self) -> None:
        """The person leaves, perhaps for good; the interview stays a draft. A photo just chosen comes along, a film is told of."""
        self._intake.wait(_FOR_A_PHOTO)
        self._leave()
        if self._coming:
            self.save_failed.emit(
                _("A file is still being stored. Wait until it is in, or close again to leave without it.")
            )

    def _leave(self) -> None:
        self._dirty |= self.audit.left()
        self.save()
        self._tasks.write(lambda study: study.interviews.set_open(""), failed=lambda _sentence: None)

    def begin(self) -> None:
        """The interview is on screen: it is in the study, answered or not, and a power cut will be told from a pause."""
        identity = self.entry.instance_id
        self.touch()
        self.save()
        self._tasks.write(lambda study: study.interviews.set_open(identity), failed=lambda _sentence: None)

    def settle(self, done: Callable[[], None]) -> None:
        """Save, and `done` when all of it is on disk, files too; when it is not, `save_failed` has said why."""
        if self._coming:
            self.waiting.emit(_("A file is still being stored. The interview is left as soon as it is in."))
            self._after_files = lambda fault: None if fault else self.settle(done)
            return
        self._leave()
        self._tasks.write(lambda _study: None, done=lambda _nothing: done() if self.is_saved else None)

    # --- photos and files --------------------------------------------------------------------------------------

    def attach(self, ref: str, name: str, source: Source) -> str:
        """Answer the question with a file, which comes into the study meanwhile; a sentence when there is no room for it.

        The answer goes to disk after the bytes, so that no draft names what is not there.
        """
        refused = lacks_room(self.study.path, source)
        if refused:
            return refused
        self._coming.begin(name, self.entry.value(ref))
        self.answer(ref, name)
        self._intake.take(name, source)
        return ""

    def _on_file_stored(self, name: str) -> None:
        self._coming.arrived(name)
        self._dirty = True
        self.save()
        self.file_stored.emit(name)
        self._go_on("")

    def _on_file_failed(self, name: str, sentence: str) -> None:
        before = self._coming.failed(name)
        for ref in [ref for ref in self.entry.refs() if self.entry.value(ref) == name]:
            self.answer(ref, before)
        self.save_failed.emit(sentence)
        self._go_on(sentence)

    def _go_on(self, fault: str) -> None:
        """Leaving or finalising, which waited for the files; `fault` says why one did not come in."""
        if self._after_files is not None and (fault or not self._coming):
            waiting, self._after_files = self._after_files, None
            waiting(fault)

    def states(self) -> Iterator[tuple[str, bool, bool]]:
        """(ref, is answered, has a fault) of every question asked now."""
        for standing in self.entry.standings():
            if standing.is_asked and not self.locks.hides(standing.ref):
                yield standing.ref, bool(standing.value), not standing.is_accepted

    def violations(self) -> list[Violation]:
        """Everything that keeps the interview from being finalised, in the form's order."""
        return self.locks.told(self.entry.validate())

    def drop_empty_rows(self) -> None:
        """Take away rows nobody wrote in: a form begins with one in each grid, and it is no answer."""
        written = {row for ref in self._answered() for row in rows_around(ref)}
        repeats = {question.repeat for question in self.questionnaire.questions if question.repeat}
        with self.together():
            for repeat in sorted(repeats - self._fixed, key=lambda ref: -ref.count("/")):
                for row in reversed(self.entry.instances(repeat)):
                    if row not in written:
                        self._remove(row)

    def _answered(self) -> Iterator[str]:
        return (standing.ref for standing in self.entry.standings() if standing.value)

    def finalise(self, done: Callable[[], None], failed: Callable[[str], None]) -> list[Violation]:
        """Close the interview when nothing is missing; otherwise what is. `done` runs when it is on disk."""
        self.drop_empty_rows()
        try:
            violations = list(self.entry.finalise())
        except XPathError as error:
            sentence = str(error)
            QTimer.singleShot(0, lambda: failed(sentence))
            return []
        if violations:
            self.audit.refused()
            return self.locks.told(violations)
        if self._coming:
            self.waiting.emit(
                _("A file is still being stored. The interview is finalised as soon as it is in.")
            )
            self._after_files = lambda fault: failed(fault) if fault else self._close(done, failed)
        else:
            self._close(done, failed)
        return []

    def _close(self, done: Callable[[], None], failed: Callable[[str], None]) -> None:
        log, identity = self.audit.finalised(), self.entry.instance_id
        savepoint = self._savepoint()
        submission = self.entry.xml()
        self._timer.stop()
        self._dirty = False

        def close(study: Study) -> Changed:
            if log is not None:
                study.attachments.add(identity, AUDIT_FILE, log)
            changed = study.interviews.finalise(savepoint, submission)
            study.interviews.set_open("")
            return changed

        def stays_a_draft(sentence: str) -> None:
            self.audit.not_finalised()
            self._keep_for_later(sentence, savepoint)
            failed(sentence)

        self._tasks.write(
            close,
            done=lambda _changed: done(),
            failed=stays_a_draft,
        )
