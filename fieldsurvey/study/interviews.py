"""Interviews: begun, saved, finalised, opened again, deleted, erased, listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime

from fieldsurvey.analysis.quality import failed_checks
from fieldsurvey.backup import erasing, known_copies
from fieldsurvey.errors import AnswerError, FieldSurveyError, StoreError
from fieldsurvey.forms import entity_lists
from fieldsurvey.i18n import sentence
from fieldsurvey.interviews import notice, prefill
from fieldsurvey.interviews.reading import Reading, parts_of
from fieldsurvey.interviews.submissions import (
    fill_in,
    firm_of,
    said_of,
    savepoint_of,
    texts_in,
    words_of,
)
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    DraftMark,
    HistoryLine,
    Interview,
    InterviewChoices,
    InterviewFilter,
    InterviewRow,
    Savepoint,
    Stage,
    Status,
    Submission,
    Tombstone,
    Topic,
    language_of,
)
from fieldsurvey.store import (
    annotations as stored_annotations,
)
from fieldsurvey.store import (
    attachments,
    audit,
    database,
    entities,
    firms,
    history,
    interview_list,
    interviews,
    outbox,
    record_seals,
    search,
    set_up,
    settings,
    submissions,
    tombstones,
    undo_journal,
)
from fieldsurvey.store import set_up as stored_set_up
from fieldsurvey.store.decoding import decoded
from fieldsurvey.study.context import Context
from fieldsurvey.sync.outbox import enqueue, public_key_of
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.system.remembered import Remembered
from fieldsurvey.xforms import FormContext, FormEntry


class Interviews:
    """Interviews of one study."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._done = Remembered[list[tuple[str, str, int]]]()

    def begin(self, form_id: str = "", language: str | None = None, username: str = "") -> FormEntry:
        """A new interview in which stands what the study knows already: its constants, who asks, and the notice. It is in the study with
        its first savepoint.
        """
        constants = {**prefill.constants(self._context.cluster), "visit.interviewer": username}
        return self._begin(form_id, language, username, constants)

    def _begin(
        self, form_id: str, language: str | None, username: str, constants: prefill.Known
    ) -> FormEntry:
        form = self._context.forms.form(form_id)
        before = interviews.last_of_form(self._context.db, form.form_id) if form.last_saved_id else None
        around = FormContext(
            device_id=self._context.device_id, username=username, last_saved=before, sentence=sentence
        )
        entry = FormEntry.new(form, language=language, now=self._context.clock, surroundings=around)
        promised = notice.known(self._context.cluster, stored_set_up.read(self._context.db))
        questionnaire = self._context.forms.questionnaire(form_id)
        if not prefill.fill(entry, questionnaire, {**constants, **promised}):
            return entry
        clock = self._context.clock  # what stands there from the beginning is no step to undo
        return FormEntry.restore(form, entry.draft_xml(), language, clock, surroundings=around)

    def add(self, form_id: str, answers: Mapping[str, str]) -> str:
        """Record and finalise an interview from answers (ref -> value); returns its instanceID.

        Raises AnswerError naming every answer that does not fit, and every critical check that does not hold: nobody is there to say
        why it is right. Then nothing is kept.
        """
        entry = self._begin(form_id, None, "", {})
        fill_in(entry, answers)
        problems = [Message("answer.of-question", ref=v.ref, fault=said_of(v)) for v in entry.validate()]
        problems += self._unexplained(entry)
        if problems:
            raise AnswerError("interview.not-complete", problems=tuple(problems))
        entry.finalise()
        self.record(entry)
        return entry.instance_id

    def _unexplained(self, entry: FormEntry) -> Iterator[Message]:
        """The critical checks that do not hold."""
        questionnaire = self._context.forms.questionnaire(entry.form.form_id, entry.form.version)
        for check in failed_checks(entry, questionnaire.checks, {}, entry.language or ""):
            if check.is_blocking:
                fault = Message("answer.critical-check", check=check.message)
                yield Message("answer.of-question", ref=check.question, fault=fault)

    def resume(self, instance_id: str) -> FormEntry:
        """The interview as it was left."""
        interview = self._context.interview(instance_id)
        form = self._context.forms.form(interview.form_id, interview.form_version)
        return FormEntry.restore(
            form,
            interview.xml,
            language=interview.language or None,
            now=self._context.clock,
            surroundings=FormContext(sentence=sentence),
            journal=undo_journal.read(self._context.db, instance_id),
        )

    def savepoint(self, savepoint: Savepoint) -> Changed:
        """Put a draft on disk; when this returns, it survives a power cut."""
        with self._context.writing() as db:
            interviews.save(db, savepoint)
        return Changed(frozenset({Topic.DRAFTS}), (savepoint.instance_id,))

    def set_open(self, instance_id: str) -> Changed:
        """Note which interview is on screen ("" for none), so that a power cut can be told from a pause."""
        with self._context.writing() as db:
            settings.write(db, "open_interview", instance_id)
        return Changed()

    @property
    def interrupted(self) -> InterviewRow | None:
        """The interview that was on screen when the program ended without being asked to; None when all was put down."""
        identity = settings.read(self._context.db, "open_interview")
        chosen = InterviewFilter(Stage.DRAFT)
        index = interview_list.index_of(self._context.db, chosen, identity) if identity else None
        return (
            None
            if index is None
            else interview_list.listing(self._context.db, chosen, offset=index, most=1)[0]
        )

    def finalise(self, savepoint: Savepoint, submission: str) -> Changed:
        """Close an interview whose entry has no violation: its XML is frozen and waits in the outbox.

        The XML of an encrypted form waits in its envelope; the study itself keeps the answers readable.
        """
        identity, now = savepoint.instance_id, self._context.clock()
        form = self._context.forms.form(savepoint.form_id, savepoint.form_version)
        if form.entities and (before := interviews.submitted(self._context.db, identity)) is not None:
            submission = entity_lists.based_as_before(submission, before.xml)
        staying = self._context.staying_here(form.form_id, form.version) if public_key_of(form) else ()
        changed = entity_lists.changed_by(form, submission, self._context.forms.entities())
        with self._context.writing() as db:
            known = interviews.read(db, identity)
            if known is not None and not known.is_draft:
                raise StoreError("interview.finalised-already")
            if lacking := self._context.lacking(identity, form.form_id, form.version, submission):
                raise StoreError.of(lacking)
            if not interviews.save(db, savepoint):
                raise StoreError("interview.gone")
            stored_annotations.mark_draft(db, identity, DraftMark(), now)
            who = savepoint.interviewer or self._context.who()
            submission_id = interviews.finalise(db, identity, submission, now, who)
            undo_journal.drop(db, identity)
            attachments.discard_except(db, identity, texts_in(submission))
            enqueue(db, form, identity, submission_id, submission, now, staying)
            for dataset, rows in changed.items():
                entities.save(db, dataset, rows)
        attachments.clear_some(self._context.db, self._context.path)
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}), (identity,))

    def record(self, entry: FormEntry, *, interviewer: str = "") -> Changed:
        """Keep an entry that was finalised without violations."""
        return self.finalise(savepoint_of(entry, self._context.clock(), interviewer=interviewer), entry.xml())

    def reopen(self, instance_id: str, why: str) -> Changed:
        """Open a finalised interview again, as a draft; until it is finalised anew, its last submission counts.

        One that was tried at the server stays closed.
        Raises StoreError without a reason: who changes what was finalised says why; FieldSurveyError when there is none.
        """
        if not why.strip():
            raise StoreError("interview.say-why-open")
        with self._context.writing() as db:
            if self._context.interview(instance_id).is_draft:
                raise StoreError("interview.open-already")
            outbox.take_back(db, instance_id)
            interviews.reopen(db, instance_id, self._context.clock(), self._context.who(), why.strip())
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}), (instance_id,))

    def delete(self, instance_id: str, why: str = "") -> Changed:
        """Put a delete mark on an interview: it leaves lists, figures and the outbox, and nothing is lost. `restore` takes it off."""
        return self._mark(instance_id, "deleted", self._context.clock(), why)

    def restore(self, instance_id: str) -> Changed:
        """Take the delete mark off again. Raises StoreError for one that was withdrawn: nobody brings that back."""
        self._context.refuse_withdrawn(instance_id)
        return self._mark(instance_id, "restored", None, "")

    def _mark(self, instance_id: str, event: str, at: datetime | None, why: str) -> Changed:
        with self._context.writing() as db:
            if interviews.mark_deleted(db, instance_id, at):
                history.add(
                    db,
                    self._context.clock(),
                    event,
                    instance_id=instance_id,
                    who=self._context.who(),
                    why=why.strip(),
                    state=record_seals.current(db, instance_id),
                )
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}), (instance_id,))

    def erase(self, instance_id: str, why: str) -> Changed:
        """Erase an interview for good (consent withdrawn): answers, attachments, the values in its history. A tombstone stays.

        Its back-checks, in which its answers stand once more, are erased with it. What may still stand in a round that was begun from it is told.

        Raises StoreError without a reason, or when the study holds no such interview.
        """
        if not why.strip():
            raise StoreError("interview.say-why-erased")
        self._context.interview_or_sealed(instance_id)
        again = interviews.back_checks_of(self._context.db, instance_id)
        with self._context.writing() as db:
            told = erasing.erase(db, self._stone(instance_id, why))
            known_copies.note(db, begun=(*again, instance_id))
        attachments.clear(self._context.db, self._context.path)
        database.forget_freed(self._context.db)
        message = None
        if told:
            both = Message("erasing.two", first=told[0], second=told[-1])
            message = Message("erasing.rounds", told=both if len(told) > 1 else told[0])
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}), (instance_id, *again), message)

    def _stone(self, instance_id: str, why: str) -> Tombstone:
        """What stays of an interview that is erased."""
        return Tombstone(
            instance_id,
            self._context.interview_or_sealed(instance_id).form_id,
            self._context.clock(),
            self._context.who(),
            why.strip(),
            outbox.was_tried(self._context.db, instance_id),
        )

    def was_tried(self, instance_id: str) -> bool:
        """Whether something of it left for the server, answered or not: it may have it."""
        return outbox.was_tried(self._context.db, instance_id)

    def tombstones(self) -> list[Tombstone]:
        """What was erased here or, by a merge, elsewhere; newest first."""
        return tombstones.listing(self._context.db)

    def read(self, instance_id: str) -> Interview:
        """One interview, whole."""
        self._context.refuse_withdrawn(instance_id)
        found = interviews.read(self._context.db, instance_id)
        if found is None:
            raise FieldSurveyError("interview.unknown", interview=instance_id)
        return found

    def was_finalised(self, instance_id: str) -> bool:
        """Whether an interview was ever finalised, so that it counts, also while it is open again."""
        return interviews.submitted(self._context.db, instance_id) is not None

    def submissions(self, instance_id: str) -> list[Submission]:
        """An interview as it was finalised, each time it was; the last one counts."""
        return list(submissions.of_interview(self._context.db, instance_id))

    def reading(
        self,
        instance_id: str,
        language: str = "",
        *,
        plain: Callable[[str], str] = str,
        unit: Callable[[str], str] = str,
    ) -> Reading:
        """An interview as it was last finalised, to be read; nothing is opened again by it. Labels in `language`, by its name in the form or its code, or in
        that of the interview.

        `plain` takes Markdown out of labels, `unit` says a unit in words. Raises FieldSurveyError when it was never finalised.
        """
        interview, db = self._context.submitted(instance_id), self._context.db
        form = self._context.forms.form(interview.form_id, interview.form_version)
        questionnaire = self._context.forms.questionnaire(interview.form_id, interview.form_version)
        entry = FormEntry.record(form, interview.xml, self._context.clock)
        entry.language = language_of(entry.languages, language) or interview.language or entry.language
        passed = stored_annotations.passed_checks(db, instance_id)
        locks = tuple(stored_annotations.section_locks(db, instance_id).values())
        return Reading(
            interview,
            questionnaire.title,
            sum(1 for _each in submissions.of_interview(db, instance_id)),
            self.read(instance_id).status,
            entry.languages,
            entry.language,
            parts_of(
                entry,
                questionnaire,
                interview.xml,
                locks=locks,
                comments=stored_annotations.question_comments(db, instance_id),
                checks=failed_checks(entry, questionnaire.checks, passed, entry.language or ""),
                plain=plain,
                unit=unit,
            ),
        )

    def listing(self, stage: Stage | None = None) -> list[InterviewRow]:
        """Every line of the list, last touched first; of one stage when it is named. A screen takes a page of it with `interview_page`."""
        return interview_list.listing(self._context.db, InterviewFilter(stage))

    def page(self, chosen: InterviewFilter, offset: int, most: int) -> list[InterviewRow]:
        """Up to `most` lines of the list from `offset`, last touched first."""
        return interview_list.listing(self._context.db, chosen, offset=offset, most=most)

    def number(self, chosen: InterviewFilter) -> int:
        """How many lines the list has."""
        return interview_list.number(self._context.db, chosen)

    def index_of(self, chosen: InterviewFilter, instance_id: str) -> int | None:
        """Where in the list an interview stands, from 0; None when it is not in it."""
        return interview_list.index_of(self._context.db, chosen, instance_id)

    def by_day(self, round_key: str = "") -> dict[date, int]:
        """How many began on each day, by the clock where they began; of one round where it is named."""
        found = interview_list.by_day(self._context.db, self._of_round(round_key))
        return {date.fromisoformat(day): number for day, number in found.items()}

    def _of_round(self, round_key: str) -> tuple[str, str] | None:
        """Interviews without a firm are counted to the first round; of a study with one round all are its own."""
        rounds = set_up.read(self._context.db).rounds
        return (round_key, rounds[0].key) if round_key and len(rounds) > 1 else None

    def done_by_agent(self, round_key: str = "") -> dict[str, dict[date, int]]:
        """Interviewer -> day -> interviews that began on it and were finalised since; of one round where it is named."""
        found: dict[str, dict[date, int]] = {}
        db, of_round = self._context.db, self._of_round(round_key)
        if of_round is None:
            told = self._done.of(interview_list.state(db), lambda: interview_list.done_by_agent(db))
        else:  # to which firm, and so round, an interview belongs may change while the interview does not
            told = interview_list.done_by_agent(db, of_round)
        for agent, day, number in told:
            found.setdefault(agent, {})[date.fromisoformat(day)] = number
        return found

    def choices(self) -> InterviewChoices:
        """What the list can be narrowed by, each with how many there are."""
        return interview_list.choices(self._context.db, has_firms=firms.exists(self._context.db))

    def interviewers(self) -> list[str]:
        """Who held interviews, by name; "" where nobody said."""
        return interview_list.interviewers(self._context.db)

    def returned_by_agent(self) -> dict[str, int]:
        """Interviewer -> interviews the review gave back that wait to be corrected."""
        return interview_list.returned_by_agent(self._context.db)

    def firms(self, form_id: str) -> list[tuple[str, str, datetime]]:
        """(instanceID, firm, when it was begun) of a form's interviews that count, by name."""
        return interview_list.firms(self._context.db, form_id)

    def any_refused(self) -> bool:
        """Whether the last try to send one failed, so that the list has a reason to show."""
        return outbox.any_refused(self._context.db)

    def any_marked(self) -> bool:
        """Whether a draft was closed as partial, or is to be finished another day."""
        return stored_annotations.any_marked(self._context.db)

    def number_that_count(self) -> int:
        """How many interviews figures, workbook and reports rest on: also those being corrected, as they were last finalised."""
        forms = self._context.forms.listing()
        return sum(
            interviews.number_of_form(self._context.db, form_id) for form_id, _version, _title in forms
        )

    def number_of_partial(self) -> int:
        """How many drafts are closed as partial: nobody will finish them."""
        return stored_annotations.number_of_partial(self._context.db)

    def counts(self) -> dict[Status, int]:
        """Interviews under each word; those with a delete mark do not count."""
        return interview_list.counts(self._context.db)

    def history(self, instance_id: str) -> list[HistoryLine]:
        """Who changed what, when, from what to what and why; oldest first. "" gives what concerns the study as a whole.

        Lines that only seal are left out. Raises StoreError for an interview whose consent was withdrawn.
        """
        self._context.refuse_withdrawn(instance_id)
        with decoded():
            return [
                HistoryLine(
                    datetime.fromisoformat(line.at),
                    line.who,
                    line.event,
                    line.ref,
                    line.old,
                    submissions.without_seal(line.new),
                    line.why,
                    line.is_erased,
                )
                for line in history.lines(self._context.db, instance_id)
                if line.event not in record_seals.EVENTS
            ]

    def audit_log(self, instance_id: str) -> str | None:
        """The interview's audit log so far, "" when it has none; None for an interview the study does not hold."""
        self._context.refuse_withdrawn(instance_id)
        return audit.read(self._context.db, instance_id)

    def index_words(self, progress: Progress = silent) -> None:
        """Make the answers of interviews an earlier program kept findable; one that cannot be read is found by its firm alone.

        What a savepoint of another lane wrote meanwhile is newer, and stays.
        """
        waiting = search.unread(self._context.db)
        for done, identity in enumerate(waiting):
            progress(done, len(waiting), "")
            with suppress(FieldSurveyError):
                entry = self.resume(identity)
                firm, words = (
                    firm_of(entry),
                    words_of(entry, stored_annotations.section_locks(self._context.db, identity).values()),
                )
                with self._context.writing() as db:
                    if search.is_unread(db, identity):
                        search.keep(db, identity, firm, words)
