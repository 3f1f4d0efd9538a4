"""Interviews and their history: savepoints, finalising, review, and what counts.

An interview is what is filled now; `submissions` holds it as it was finalised. What counts in figures and exports is the
last submission of each, never a draft: `of_form` and its kin give that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.records import (
    Interview,
    InterviewFilter,
    Review,
    Savepoint,
    Stage,
    Status,
    status_of,
)
from fieldsurvey.store import (
    audit,
    history,
    interview_list,
    legibility,
    record_seals,
    search,
    submissions,
    undo_journal,
)
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.global_ids import NEW_VERSION
from fieldsurvey.store.interview_list import SENT

_REST = (
    f"i.started_at, i.updated_at, s.finalised_at, {SENT}, i.language, i.cursor, i.interviewer, i.completeness, i.review, "
    "i.previous_id"
)
_AS_IT_STANDS = (
    f"SELECT i.instance_id, i.form_id, i.form_version, i.stage, i.firm, i.xml, {_REST} "
    f"FROM interview i LEFT JOIN submission s ON s.id = {submissions.LAST}"
)
_AS_SUBMITTED = (
    f"SELECT i.instance_id, i.form_id, s.form_version, i.stage, s.firm, s.xml, {_REST} "
    f"FROM interview i JOIN submission s ON s.id = {submissions.LAST}"
)
_NEXT = "(SELECT coalesce(max(sequence), 0) + 1 FROM interview)"
_NUMBER = "(SELECT coalesce(max(number), 0) + 1 FROM interview)"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""In the place of a time that cannot be read."""
_AT_ONCE = 32  # interviews read from the file in one go: a few hundred kilobytes


def save(db: Database, savepoint: Savepoint) -> bool:
    """Put the draft on disk as it stands, and the answers given since the last savepoint into the history.

    A savepoint never touches an interview that is no draft, is deleted or erased: a late one is dropped, which gives False.
    """
    s = savepoint
    if db.execute("SELECT 1 FROM tombstone WHERE instance_id = ?", (s.instance_id,)).fetchone():
        return False
    with db.atomic():
        kept = db.execute(
            f"""INSERT INTO interview (instance_id, form_id, form_version, stage, firm, xml, started_at, updated_at, language,
            cursor, interviewer, completeness, version, sequence, number)
            VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, {NEW_VERSION}, {_NEXT}, {_NUMBER})
            ON CONFLICT (instance_id) DO UPDATE SET firm = excluded.firm, xml = excluded.xml,
            updated_at = excluded.updated_at, language = excluded.language, cursor = excluded.cursor,
            completeness = excluded.completeness, version = excluded.version, sequence = excluded.sequence
            WHERE stage = 'draft' AND deleted_at IS NULL""",
            (
                *(s.instance_id, s.form_id, s.form_version, s.firm, s.xml),
                *(s.at.isoformat(), s.at.isoformat()),
                *(s.language, s.cursor, s.interviewer, s.completeness),
            ),
        )
        if not kept.rowcount:
            return False
        for number, (ref, old, new) in enumerate(s.answers, 1):
            state = record_seals.current(db, s.instance_id) if number == len(s.answers) else ""
            about = {"instance_id": s.instance_id, "who": s.interviewer, "ref": ref}
            history.add(db, s.at, "answered", old=old, new=new, state=state, **about)
        search.keep(db, s.instance_id, s.firm, s.words)
        undo_journal.save(db, s.instance_id, s.journal)
        if s.audit:
            audit.save(db, s.instance_id, s.audit)
    return True


# --- the three facts ---------------------------------------------------------------------------------------------


def finalise(db: Database, instance_id: str, xml: str, at: datetime, who: str = "") -> str:
    """Close a draft with its submission's XML, which is appended; gives the submission's id. What was returned is resubmitted."""
    with db.atomic():
        version, firm, review = db.execute(
            "SELECT form_version, firm, review FROM interview WHERE instance_id = ?", (instance_id,)
        ).fetchone()
        again = review in (Review.RETURNED, Review.RESUBMITTED)
        db.execute("UPDATE interview SET xml = ? WHERE instance_id = ?", (xml, instance_id))
        made = submissions.add(db, instance_id, xml, at, form_version=version, firm=firm, who=who)
        _set(
            db,
            instance_id,
            Stage.FINALISED,
            Review.RESUBMITTED if again else Review.NONE,
            at,
            "finalised",
            who,
            seal=submissions.seal(db, made),
        )
        return made


def reopen(db: Database, instance_id: str, at: datetime, who: str, why: str) -> None:
    """Make a finalised interview a draft again; its last submission counts until the next one."""
    _set(db, instance_id, Stage.DRAFT, _facts(db, instance_id)[1], at, "draft", who, why)


def set_review(db: Database, instance_id: str, review: Review, at: datetime, who: str, why: str = "") -> None:
    """Note what the review says; what is returned becomes a draft again. Part of the caller's transaction."""
    stage = Stage.DRAFT if review is Review.RETURNED else _facts(db, instance_id)[0]
    _set(db, instance_id, stage, review, at, review, who, why)


def is_deleted(db: Database, instance_id: str) -> bool:
    """Whether an interview has a delete mark."""
    row = db.execute("SELECT deleted_at FROM interview WHERE instance_id = ?", (instance_id,)).fetchone()
    return bool(row and row[0])


def note_sent(db: Database, instance_id: str, at: datetime) -> None:
    """Note in the history that the server has the interview, which the outbox says already."""
    stage, review, _is_sent = _facts(db, instance_id)
    old = status_of(stage, review, is_sent=False)
    _touch(db, instance_id, at)
    state = record_seals.current(db, instance_id)
    history.add(db, at, "sent", instance_id=instance_id, old=old, new=Status.SENT, state=state)


def _set(
    db: Database,
    instance_id: str,
    stage: Stage,
    review: Review,
    at: datetime,
    event: str,
    who: str,
    why: str = "",
    seal: str = "",
) -> None:
    with db.atomic():
        was_in, was_reviewed, is_sent = _facts(db, instance_id)
        old = status_of(was_in, was_reviewed, is_sent=is_sent)
        db.execute(
            f"UPDATE interview SET stage = ?, review = ?, version = {NEW_VERSION} WHERE instance_id = ?",
            (stage, review, instance_id),
        )
        _touch(db, instance_id, at)
        status = status_of(stage, review, is_sent=is_sent and stage is was_in)
        new = f"{status} {seal}".strip()
        about = {"instance_id": instance_id, "who": who, "state": record_seals.current(db, instance_id)}
        history.add(db, at, event, old=old, new=new, why=why, **about)


def _touch(db: Database, instance_id: str, at: datetime) -> None:
    db.execute(
        f"UPDATE interview SET updated_at = ?, sequence = {_NEXT} WHERE instance_id = ?",
        (at.isoformat(), instance_id),
    )


@decoded()
def _facts(db: Database, instance_id: str) -> tuple[Stage, Review, bool]:
    stage, review, sent_at = db.execute(
        f"SELECT i.stage, i.review, {SENT} FROM interview i WHERE i.instance_id = ?", (instance_id,)
    ).fetchone()
    return Stage(stage), Review(review), sent_at is not None


def begun_from(db: Database, instance_id: str) -> list[str]:
    """The rounds that began with the answers of this interview, deleted ones too; none in a study of before there were rounds."""
    if not any(column.name == "previous_id" for column in db["interview"].columns):
        return []
    rows = db.execute("SELECT instance_id FROM interview WHERE previous_id = ?", (instance_id,))
    return [row[0] for row in rows.fetchall()]


def back_checks_of(db: Database, instance_id: str, *, deleted_too: bool = True) -> dict[str, str]:
    """The interviews in which this one is asked again, the first begun before, each with the id of its short form."""
    rows = db.execute(
        """SELECT c.instance_id, c.form_id FROM interview i JOIN interview c ON c.previous_id = i.instance_id
        JOIN form f ON f.form_id = c.form_id AND f.version = c.form_version
        WHERE i.instance_id = ? AND json_extract(f.extra, '$.back_check_of') = i.form_id
        AND (c.deleted_at IS NULL OR ?) ORDER BY c.started_at""",
        (instance_id, deleted_too),
    )
    return dict(rows.fetchall())


def set_previous(db: Database, instance_id: str, previous_id: str) -> None:
    """Note which interview of the firm the answers of this one were carried over from; part of the caller's transaction."""
    db.execute(
        f"UPDATE interview SET previous_id = ?, version = {NEW_VERSION} WHERE instance_id = ?",
        (previous_id, instance_id),
    )


def mark_deleted(db: Database, instance_id: str, at: datetime | None) -> bool:
    """Put the delete mark on an interview, or with None take it off. False when nothing changed."""
    found = db.execute(
        f"""UPDATE interview SET deleted_at = ?, version = {NEW_VERSION}, sequence = {_NEXT}
        WHERE instance_id = ? AND (deleted_at IS NULL) <> (? IS NULL)""",
        (at.isoformat() if at else None, instance_id, at.isoformat() if at else None),
    )
    return bool(found.rowcount)


# --- interviews --------------------------------------------------------------------------------------------------


def read(db: Database, instance_id: str) -> Interview | None:
    """One interview as it stands, or None."""
    row = db.execute(f"{_AS_IT_STANDS} WHERE i.instance_id = ?", (instance_id,)).fetchone()
    return _interview(row) if row else None


def identities(db: Database) -> list[str]:
    """The instanceIDs of all interviews, last touched last."""
    return [row[0] for row in db.execute("SELECT instance_id FROM interview ORDER BY sequence").fetchall()]


def submitted(db: Database, instance_id: str) -> Interview | None:
    """One interview as it was last finalised; None when it never was."""
    row = db.execute(f"{_AS_SUBMITTED} WHERE i.instance_id = ?", (instance_id,)).fetchone()
    return _interview(row) if row else None


def was_corrected(db: Database, instance_id: str) -> bool:
    """Whether it was finalised more than once."""
    (number,) = db.execute("SELECT count(*) FROM submission WHERE instance_id = ?", (instance_id,)).fetchone()
    return int(number) > 1


def of_form(db: Database, form_id: str, without: Collection[str] = ()) -> Iterator[Interview]:
    """The interviews of one form that count, as they were last finalised, oldest first; one at a time, so that memory stays flat.

    Only their ids are sorted: SQLite would hold all answers at once to sort whole rows. `without` are not read.
    """
    sorted_ids = db.execute(
        "SELECT instance_id FROM interview WHERE form_id = ? AND deleted_at IS NULL ORDER BY started_at, instance_id",
        (form_id,),
    )
    while some := [row[0] for row in sorted_ids.fetchmany(_AT_ONCE)]:
        yield from _submitted_of(db, [one for one in some if one not in without])


def in_order(db: Database, instance_ids: Sequence[str]) -> Iterator[Interview]:
    """These interviews as they were last finalised, in this order; one at a time."""
    for start in range(0, len(instance_ids), _AT_ONCE):
        yield from _submitted_of(db, instance_ids[start : start + _AT_ONCE])


def legible(db: Database, instance_ids: Sequence[str]) -> Iterator[Interview]:
    """The same without those whose rows are damaged; what stands in the others may still be no XML."""
    for start in range(0, len(instance_ids), _AT_ONCE):
        some = instance_ids[start : start + _AT_ONCE]
        try:
            found = list(_submitted_of(db, some))
        except FieldSurveyError:
            found = [one for instance_id in some if (one := _if_legible(db, instance_id)) is not None]
        yield from found


def _if_legible(db: Database, instance_id: str) -> Interview | None:
    try:
        return submitted(db, instance_id)
    except FieldSurveyError:
        return None


def identities_of_form(db: Database, form_id: str) -> list[str]:
    """The instanceIDs of the interviews of one form that count, oldest first."""
    rows = db.execute(
        f"""SELECT i.instance_id FROM interview i WHERE i.form_id = ? AND i.deleted_at IS NULL
        AND {submissions.LAST} IS NOT NULL ORDER BY i.started_at, i.instance_id""",
        (form_id,),
    )
    return [row[0] for row in rows.fetchall()]


def last_submissions(db: Database, form_id: str) -> list[tuple[str, str]]:
    """(instanceID, last submission) of the interviews of one form that count, oldest first."""
    rows = db.execute(
        f"""SELECT * FROM (SELECT i.instance_id, {submissions.LAST} AS last, i.started_at FROM interview i
        WHERE i.form_id = ? AND i.deleted_at IS NULL) WHERE last IS NOT NULL ORDER BY started_at, instance_id""",
        (form_id,),
    )
    return [(row[0], str(row[1])) for row in rows.fetchall()]


def _submitted_of(db: Database, instance_ids: Sequence[str]) -> Iterator[Interview]:
    holders = ", ".join("?" * len(instance_ids))
    rows = db.execute(f"{_AS_SUBMITTED} WHERE i.instance_id IN ({holders})", list(instance_ids))
    found = {row[0]: row for row in rows.fetchall()}
    return (_interview(found[one]) for one in instance_ids if one in found)


def number_of_form(db: Database, form_id: str) -> int:
    """How many interviews of one form count."""
    return interview_list.number(db, InterviewFilter(is_submitted=True, form_id=form_id))


def fingerprint(db: Database, form_id: str) -> str:
    """A hash that is another one when an interview of the form came to count, counts no more, or was finalised anew."""
    digest = hashlib.sha256()
    for row in db.execute(
        f"""SELECT i.instance_id, {submissions.LAST} FROM interview i WHERE i.form_id = ? AND i.deleted_at IS NULL
        ORDER BY i.started_at, i.instance_id""",
        (form_id,),
    ):
        digest.update(f"{row[0]} {row[1]}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class FormInterviews:
    """The interviews of one form that count, as they were last finalised, oldest first. A view: each pass reads them anew, one at a time.

    Passes, and the number beside them, agree where they are asked within one `database.reading`.
    """

    db: Database
    form_id: str
    unreadable: Callable[[], Collection[str]] = tuple
    """Which of them damage left unreadable, asked when they are counted or read: they do not count."""

    def __len__(self) -> int:
        return number_of_form(self.db, self.form_id) - len(self.unreadable())

    def __iter__(self) -> Iterator[Interview]:
        return of_form(self.db, self.form_id, self.unreadable())


def newest_of_form(db: Database, form_id: str, most: int) -> Iterator[Interview]:
    """So many interviews of one form that count and can be read, as they were last finalised, those touched last first, one at a time."""
    rows = db.execute(
        f"""SELECT i.instance_id FROM interview i WHERE i.form_id = ? AND i.deleted_at IS NULL
        AND {submissions.LAST} IS NOT NULL ORDER BY i.sequence DESC LIMIT ?""",
        (form_id, most),
    ).fetchall()
    for (one,) in rows:
        with suppress(StoreError):
            found = submitted(db, one)
            if found is not None and legibility.is_legible(found):
                yield found


def last_of_form(db: Database, form_id: str) -> str | None:
    """The XML of the interview of a form that was touched last, draft or not; None when there is none."""
    row = db.execute(
        "SELECT xml FROM interview WHERE form_id = ? AND deleted_at IS NULL ORDER BY sequence DESC LIMIT 1",
        (form_id,),
    ).fetchone()
    return None if row is None else str(row[0])


@decoded()
def _interview(row: Sequence[Any]) -> Interview:
    return Interview(
        instance_id=_text(row[0]),
        form_id=_text(row[1]),
        form_version=_text(row[2]),
        stage=Stage(row[3]),
        firm=_text(row[4]),
        xml=_text(row[5]),
        started_at=_time(row[6]),
        updated_at=_time(row[7]),
        finalised_at=_time(row[8]) if row[8] else None,
        sent_at=_time(row[9]) if row[9] else None,
        language=_text(row[10]),
        cursor=_text(row[11]),
        interviewer=_text(row[12]),
        completeness=row[13],
        review=Review(row[14]),
        previous_id=_text(row[15]),
    )


def _text(value: object) -> str:
    """A text; bytes or a number in its place are damage."""
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time_or_none(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
