"""Every verb on interviews: begin, save, finalise, open again, return, approve, delete, erase, find. Study is built on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from weakref import WeakSet

from fieldsurvey.analysis.quality import failed_checks
from fieldsurvey.backup import erasing
from fieldsurvey.errors import AnswerError, FieldSurveyError, StoreError
from fieldsurvey.forms import entity_lists
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.interviews import rounds
from fieldsurvey.interviews.submissions import (
    fill_in,
    firm_of,
    lacking_file,
    savepoint_of,
    texts_in,
    words_of,
)
from fieldsurvey.records import (
    Annotation,
    AnnotationKind,
    Changed,
    Comment,
    FailedCheck,
    HistoryLine,
    Interview,
    InterviewFilter,
    InterviewRow,
    NewRound,
    Review,
    Savepoint,
    SectionLock,
    Stage,
    Status,
    Submission,
    Tombstone,
)
from fieldsurvey.store import (
    Database,
    attachments,
    audit,
    database,
    entities,
    history,
    interviews,
    origins,
    outbox,
    search,
    settings,
    submissions,
    tombstones,
    undo_journal,
)
from fieldsurvey.store import annotations as stored_annotations
from fieldsurvey.store.decoding import legible
from fieldsurvey.sync.outbox import enqueue
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormContext, FormEntry

Clock = Callable[[], datetime]
Who = Callable[[], str]


def now_here() -> datetime:
    """The time on this laptop, with its zone."""
    return datetime.now(UTC).astimezone()


def nobody() -> str:
    """Nobody has said who works here."""
    return ""


class Interviews:
    """The interviews of one open study."""

    def __init__(self, path: Path, db: Database, clock: Clock, who: Who) -> None:
        self.path = path
        self.clock = clock
        self.who = who
        """The person at this laptop, for the history."""
        self._db = db
        self._shelf = FormCache(db)
        self._storing: WeakSet[attachments.Storing] = WeakSet()

    # --- interviews ------------------------------------------------------------------------------------------

    def begin(self, form_id: str = "", language: str | None = None, username: str = "") -> FormEntry:
        """A new, empty interview. It is in the study with its first savepoint."""
        form = self._shelf.form(form_id)
        before = interviews.last_of_form(self._db, form.form_id) if form.last_saved_id else None
        around = FormContext(device_id=self._device_id(), username=username, last_saved=before)
        return FormEntry.new(form, language=language, now=self.clock, surroundings=around)

    def begin_again(self, instance_id: str, interviewer: str = "") -> NewRound:
        """A new round for the firm of a closed interview: a draft of the form's newest version with the answers that still hold.

        Nothing carried over can be undone one by one. Raises StoreError while that interview is still being filled.
        """
        closed = self.interview(instance_id)
        before = None if closed.is_draft else self._round(instance_id)
        if before is None:
            raise StoreError(
                "This interview is still being filled. Finalise it first; then a new round can begin with its answers."
            )
        form = self._shelf.form(before.entry.form.form_id)
        language = closed.language if closed.language in form.languages else None
        trial, entry = (self.begin(form.form_id, language, interviewer) for _each in range(2))
        questionnaire = self._shelf.questionnaire(form.form_id)
        carried, not_carried = rounds.carry_over(before, trial, entry, questionnaire)
        now, identity = self.clock(), entry.instance_id
        savepoint = dataclasses.replace(savepoint_of(entry, now, interviewer=interviewer), journal="")
        with database.writing(self._db, self.path) as db:
            interviews.save(db, savepoint)
            interviews.set_previous(db, identity, instance_id)
            who = interviewer or self.who()
            history.add(db, now, "carried", instance_id=identity, who=who, old=instance_id)
            for lost in not_carried:
                history.add(
                    db, now, "not carried", instance_id=identity, who=who, ref=lost.ref, old=lost.value
                )
        return NewRound(
            frozenset({"interviews", "drafts"}),
            (identity,),
            instance_id=identity,
            carried=carried,
            not_carried=not_carried,
        )

    def round_before(self, instance_id: str) -> rounds.RoundBefore | None:
        """The firm's last interview, from which this one's answers were carried over; None when there is none, or none any more."""
        interview = interviews.read(self._db, instance_id)
        return self._round(interview.previous_id) if interview is not None else None

    def _round(self, instance_id: str) -> rounds.RoundBefore | None:
        """An interview as it was last finalised, as a round; None when it never was."""
        interview = interviews.submitted(self._db, instance_id)
        if interview is None:
            return None
        form = self._shelf.form(interview.form_id, interview.form_version)
        return rounds.RoundBefore(
            FormEntry.record(form, interview.xml, now=self.clock),
            self._shelf.questionnaire(interview.form_id, interview.form_version),
            interview.started_at,
        )

    def resume(self, instance_id: str) -> FormEntry:
        """The interview as it was left."""
        interview = self.interview(instance_id)
        form = self._shelf.form(interview.form_id, interview.form_version)
        return FormEntry.restore(
            form,
            interview.xml,
            language=interview.language or None,
            now=self.clock,
            journal=undo_journal.read(self._db, instance_id),
        )

    def savepoint(self, savepoint: Savepoint) -> Changed:
        """Put a draft on disk; when this returns, it survives a power cut."""
        with database.writing(self._db, self.path) as db:
            interviews.save(db, savepoint)
        return Changed(frozenset({"drafts"}), (savepoint.instance_id,))

    def set_open(self, instance_id: str) -> Changed:
        """Note which interview is on screen ("" for none), so that a power cut can be told from a pause."""
        with database.writing(self._db, self.path) as db:
            settings.write(db, "open_interview", instance_id)
        return Changed()

    @property
    def interrupted(self) -> InterviewRow | None:
        """The interview that was on screen when the program ended without being asked to; None when all was put down."""
        identity = settings.read(self._db, "open_interview")
        chosen = InterviewFilter(Stage.DRAFT)
        place = interviews.place_of(self._db, chosen, identity) if identity else None
        return None if place is None else interviews.listing(self._db, chosen, offset=place, most=1)[0]

    def finalise(self, savepoint: Savepoint, submission: str) -> Changed:
        """Close an interview whose entry has no violation: its XML is frozen and waits in the outbox.

        The XML of an encrypted form waits in its envelope; the study itself keeps the answers readable.
        """
        identity, now = savepoint.instance_id, self.clock()
        form = self._shelf.form(savepoint.form_id, savepoint.form_version)
        changed = entity_lists.changed_by(form, submission, self._shelf.entities())
        with database.writing(self._db, self.path) as db:
            known = interviews.read(db, identity)
            if known is not None and not known.is_draft:
                raise StoreError(
                    "This interview is finalised already; what waits or was sent stays as it is."
                )
            if lacking := self._lacking(identity, form.form_id, form.version, submission):
                raise StoreError(lacking)
            if not interviews.save(db, savepoint):
                raise StoreError("This interview was deleted or erased meanwhile. Nothing was finalised.")
            who = savepoint.interviewer or self.who()
            submission_id = interviews.finalise(db, identity, submission, now, who)
            undo_journal.drop(db, identity)
            attachments.discard_except(db, identity, texts_in(submission))
            enqueue(db, form, identity, submission_id, submission, now)
            for dataset, rows in changed.items():
                entities.save(db, dataset, rows)
        attachments.clear_some(self._db, self.path)
        return Changed(frozenset({"interviews", "outbox"}), (identity,))

    def add_interview(self, form_id: str, answers: Mapping[str, str]) -> str:
        """Record and finalise an interview from answers (ref -> value); returns its instanceID.

        Raises AnswerError naming every answer that does not fit; then nothing is kept.
        """
        entry = self.begin(form_id)
        fill_in(entry, answers)
        violations = entry.finalise()
        if violations:
            raise AnswerError(
                "The interview is not complete; nothing was finalised.",
                tuple(f"{v.ref}: {v.message}" for v in violations),
            )
        self.record(entry)
        return entry.instance_id

    def record(self, entry: FormEntry, *, interviewer: str = "") -> Changed:
        """Keep an entry that was finalised without violations."""
        return self.finalise(savepoint_of(entry, self.clock(), interviewer=interviewer), entry.xml())

    def reopen(self, instance_id: str, why: str) -> Changed:
        """Open a finalised interview again, as a draft; until it is finalised anew, its last submission counts.

        One that was tried at the server stays closed.
        Raises StoreError without a reason: who changes what was finalised says why; FieldSurveyError when there is none.
        """
        if not why.strip():
            raise StoreError("Say why the finalised interview is opened again; the history keeps the reason.")
        self.interview(instance_id)
        with database.writing(self._db, self.path) as db:
            _take_back(db, instance_id)
            interviews.reopen(db, instance_id, self.clock(), self.who(), why.strip())
        return Changed(frozenset({"interviews", "outbox"}), (instance_id,))

    def return_interview(self, instance_id: str, why: str) -> Changed:
        """Give a finalised interview back to be corrected; the remark says why. Until it is finalised anew, its last submission counts.

        Raises StoreError without a reason, for a draft, or for one that was tried at the server; FieldSurveyError when there is none.
        """
        if not why.strip():
            raise StoreError("Say why the interview is returned; whoever corrects it must know.")
        self._want_finalised(instance_id)
        now, who = self.clock(), self.who()
        with database.writing(self._db, self.path) as db:
            _take_back(db, instance_id)
            interviews.set_review(db, instance_id, Review.RETURNED, now, who, why.strip())
            stored_annotations.remark(db, instance_id, AnnotationKind.REMARK, why.strip(), now, who)
        return Changed(frozenset({"interviews", "outbox"}), (instance_id,))

    def approve(self, instance_id: str) -> Changed:
        """Approve a finalised interview, sent or not. Raises StoreError for a draft; FieldSurveyError when there is none."""
        self._want_finalised(instance_id)
        with database.writing(self._db, self.path) as db:
            interviews.set_review(db, instance_id, Review.APPROVED, self.clock(), self.who())
        return Changed(frozenset({"interviews"}), (instance_id,))

    def _want_finalised(self, instance_id: str) -> None:
        if self.interview(instance_id).is_draft:
            raise StoreError("This interview is being filled. Finalise it first; then it can be reviewed.")

    def remarks(self, instance_id: str) -> list[Annotation]:
        """What the review said of an interview, the older first."""
        return stored_annotations.of_interview(self._db, instance_id, AnnotationKind.REMARK)

    def submissions(self, instance_id: str) -> list[Submission]:
        """An interview as it was finalised, each time it was; the last one counts."""
        return list(submissions.of_interview(self._db, instance_id))

    def delete(self, instance_id: str, why: str = "") -> Changed:
        """Put a delete mark on an interview: it leaves lists, figures and the outbox, and nothing is lost. `restore` takes it off."""
        return self._mark(instance_id, "deleted", self.clock(), why)

    def restore(self, instance_id: str) -> Changed:
        """Take the delete mark off again."""
        return self._mark(instance_id, "restored", None, "")

    def _mark(self, instance_id: str, event: str, at: datetime | None, why: str) -> Changed:
        with database.writing(self._db, self.path) as db:
            if interviews.mark_deleted(db, instance_id, at):
                history.add(db, self.clock(), event, instance_id=instance_id, who=self.who(), why=why.strip())
        return Changed(frozenset({"interviews", "outbox"}), (instance_id,))

    def erase(self, instance_id: str, why: str) -> Changed:
        """Erase an interview for good (consent withdrawn): answers, attachments, the values in its history. A tombstone stays.

        Raises StoreError without a reason, or when the study holds no such interview.
        """
        if not why.strip():
            raise StoreError("Say why the interview is erased; the tombstone keeps the reason.")
        interview = self.interview(instance_id)
        stone = Tombstone(
            instance_id,
            interview.form_id,
            self.clock(),
            self.who(),
            why.strip(),
            outbox.was_tried(self._db, instance_id),
        )
        with database.writing(self._db, self.path) as db:
            erasing.erase(db, stone)
        attachments.clear(self._db, self.path)
        database.forget_freed(self._db)
        return Changed(frozenset({"interviews", "outbox"}), (instance_id,))

    def tombstones(self) -> list[Tombstone]:
        """What was erased here or, by a merge, elsewhere; newest first."""
        return tombstones.listing(self._db)

    def interview(self, instance_id: str) -> Interview:
        """One interview, whole."""
        found = interviews.read(self._db, instance_id)
        if found is None:
            raise FieldSurveyError(f"The study holds no interview {instance_id}.")
        return found

    def submitted(self, instance_id: str) -> Interview:
        """One interview as it was last finalised. Raises FieldSurveyError when it never was, or there is none."""
        found = interviews.submitted(self._db, instance_id)
        if found is None:
            raise FieldSurveyError(
                f"The interview {instance_id} was never finalised. Finalise it and try again."
            )
        return found

    def interview_list(self, stage: Stage | None = None) -> list[InterviewRow]:
        """Every line of the list, last touched first; of one stage when it is named. A screen takes a page of it with `interview_page`."""
        return interviews.listing(self._db, InterviewFilter(stage))

    def interview_page(self, chosen: InterviewFilter, offset: int, most: int) -> list[InterviewRow]:
        """Up to `most` lines of the list from `offset`, last touched first."""
        return interviews.listing(self._db, chosen, offset=offset, most=most)

    def interview_number(self, chosen: InterviewFilter) -> int:
        """How many lines the list has."""
        return interviews.number(self._db, chosen)

    def interview_place(self, chosen: InterviewFilter, instance_id: str) -> int | None:
        """Where in the list an interview stands, from 0; None when it is not in it."""
        return interviews.place_of(self._db, chosen, instance_id)

    def interviews_by_day(self) -> dict[date, int]:
        """How many began on each day, by the clock where they began."""
        return {date.fromisoformat(day): number for day, number in interviews.by_day(self._db).items()}

    def firms(self, form_id: str) -> list[tuple[str, str]]:
        """(instanceID, firm) of a form's interviews that count, by name."""
        return interviews.firms(self._db, form_id)

    def any_refused(self) -> bool:
        """Whether the last try to send one failed, so that the list has a reason to show."""
        return interviews.any_refused(self._db)

    def index_words(self, progress: Progress = silent) -> None:
        """Make the answers of interviews an earlier program kept findable; one that cannot be read is found by its firm alone.

        What a savepoint of another lane wrote meanwhile is newer, and stays.
        """
        waiting = search.unread(self._db)
        for done, identity in enumerate(waiting):
            progress(done, len(waiting), "")
            with suppress(FieldSurveyError):
                entry = self.resume(identity)
                firm, words = firm_of(entry), words_of(entry, self.locked_sections(identity).values())
                with database.writing(self._db, self.path) as db:
                    if search.is_unread(db, identity):
                        search.keep(db, identity, firm, words)

    def counts(self) -> dict[Status, int]:
        """Interviews under each word; those with a delete mark do not count."""
        return interviews.counts(self._db)

    def history(self, instance_id: str) -> list[HistoryLine]:
        """Who changed what, when, from what to what and why; oldest first. "" gives what concerns the study as a whole."""
        with legible():
            return [
                HistoryLine(
                    datetime.fromisoformat(line.at),
                    line.who,
                    line.event,
                    line.ref,
                    line.old,
                    line.new,
                    line.why,
                    line.is_erased,
                )
                for line in history.lines(self._db, instance_id)
            ]

    def attach(self, instance_id: str, name: str, source: attachments.Source) -> Changed:
        """Keep a photo, sound or file under the name its answer has; a long one in many short writes.

        The interview needs a savepoint first. Raises StoreError; then nothing is kept of it.
        """
        attachments.add(self._db, self.path, instance_id, name, source)
        return Changed(frozenset({"drafts"}), (instance_id,))

    def attaching(self, instance_id: str, name: str) -> attachments.Storing:
        """The same for one whose portions come one by one, as jobs of a lane between which savepoints have their turn."""
        storing = attachments.Storing(self._db, self.path, instance_id, name)
        self._storing.add(storing)
        return storing

    def _drop_half_stored(self) -> None:
        """The study is closed: what has not come in whole does not come."""
        for storing in self._storing:
            storing.drop()

    def attachment(self, instance_id: str, name: str) -> bytes | None:
        """The bytes of one attachment, whole."""
        return attachments.read(self._db, instance_id, name)

    def attachment_file(self, instance_id: str, name: str) -> BinaryIO | None:
        """One attachment as a file to read: a film is never whole in memory."""
        return attachments.opened(self._db, instance_id, name)

    def lacks_file(self, instance_id: str) -> str:
        """Why a finalised interview must not leave as it is: it names a file the study does not hold. A sentence, or ""."""
        found = interviews.submitted(self._db, instance_id)
        return (
            "" if found is None else self._lacking(instance_id, found.form_id, found.form_version, found.xml)
        )

    def _lacking(self, instance_id: str, form_id: str, version: str, submission: str) -> str:
        form, held = self._shelf.form(form_id, version), attachments.names(self._db, instance_id)
        return lacking_file(self._shelf.questionnaire(form_id, version), form, submission, held)

    def audit_log(self, instance_id: str) -> str | None:
        """The interview's audit log so far, "" when it has none; None for an interview the study does not hold."""
        return audit.read(self._db, instance_id)

    # --- checks ------------------------------------------------------------------------------------------------

    def failed_checks(
        self, entry: FormEntry, comments: Mapping[str, str], version: str | None = None
    ) -> tuple[FailedCheck, ...]:
        """Soft checks that do not hold for the answers as they stand."""
        questionnaire = self._shelf.questionnaire(entry.form.form_id, version or entry.form.version)
        return failed_checks(entry, questionnaire.checks, comments, entry.language or "")

    def check_comments(self, instance_id: str) -> dict[str, str]:
        """Why checks were passed: name -> comment."""
        return stored_annotations.passed_checks(self._db, instance_id)

    def pass_check(self, instance_id: str, name: str, comment: str) -> Changed:
        """Pass a soft check with a comment; an empty one opens it again."""
        with database.writing(self._db, self.path) as db:
            stored_annotations.pass_check(db, instance_id, name, comment, self.clock(), self.who())
        return Changed(frozenset({"drafts"}), (instance_id,))

    def comments(self, instance_id: str) -> dict[str, Comment]:
        """Ref -> comment and flag of the questions that have one."""
        return stored_annotations.question_comments(self._db, instance_id)

    def comment(self, instance_id: str, *written: Comment) -> Changed:
        """Write comments and flags beside questions; an empty one takes away what stood there."""
        with database.writing(self._db, self.path) as db:
            for comment in written:
                stored_annotations.comment_question(db, instance_id, comment, self.clock(), self.who())
        return Changed(frozenset({"drafts"}), (instance_id,))

    def lock_section(self, instance_id: str, ref: str, *, is_finished: bool = True) -> Changed:
        """Leave a section to the respondent alone: its answers are not shown in this interview again."""
        with database.writing(self._db, self.path) as db:
            lock = SectionLock(ref, self.clock(), is_finished)
            stored_annotations.lock_section(db, instance_id, lock, self.who())
        return Changed(frozenset({"drafts"}), (instance_id,))

    def locked_sections(self, instance_id: str) -> dict[str, SectionLock]:
        """Ref -> lock of the sections the respondent answered, or began to answer, alone."""
        return stored_annotations.section_locks(self._db, instance_id)

    @property
    def laptop(self) -> str:
        """The id of the laptop that works here, for the history and for servers; "" where nobody said."""
        return str(self._connection.laptop)

    @laptop.setter
    def laptop(self, laptop: str) -> None:
        self._connection.laptop = laptop

    @property
    def copy_id(self) -> str:
        """The id of this copy of the study: another one in each file that was made, restored or rescued."""
        return origins.copy_id(self._db)

    @property
    def _connection(self) -> Any:
        return self._db.conn

    def _device_id(self) -> str:
        """What forms and servers are told of where an interview was filled."""
        return f"fieldsurvey:{self.laptop or self.copy_id}"


def _take_back(db: Database, instance_id: str) -> None:
    """Take a submission out of the outbox, so that it can be corrected. Raises StoreError when it was tried at the server."""
    if outbox.was_tried(db, instance_id):
        raise StoreError(
            "This interview has been on its way to the server, so it cannot be changed here. "
            "Return it with a comment there, or add a new interview."
        )
    outbox.unqueue(db, instance_id)
