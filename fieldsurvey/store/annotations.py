"""What was written beside answers: checks passed, comments, flags, locks on sections, remarks of the review, notes of the office.

Each is a row with a kind. A check, comment, flag or lock stands once at its place in an interview, and has an id that says
so on every laptop; remarks and notes follow one another. How a draft was left (closed as partial, to be finished another day)
is a note that stands once, with a word of its own where a note of the office has a ref or nothing; what was decided on a flag is one too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.records import Annotation, AnnotationKind, Comment, Decision, DraftMark, SectionLock, Verdict
from fieldsurvey.store import global_ids
from fieldsurvey.store.decoding import decoded

_COLUMNS = "id, instance_id, kind, ref, text, at, who, version"
_BEGUN, _FINISHED = "begun", "finished"
_LOGGED = (AnnotationKind.CHECK, AnnotationKind.COMMENT, AnnotationKind.FLAG)
_FLAGGED = "flagged"
PARTIAL, COME_BACK = "partial", "come back"
"""Where notes on how a draft was left stand; no ref of a question is called so."""
DECIDED = "flag "
"""How the place of a decision on a flag begins; the flag's key follows."""
BACK_CHECK = "back-check"
"""Where it is noted that an interview was drawn to be asked again."""
WRITTEN = "remark "
"""How the place of a remark begins that is being written; the question's ref follows."""


def pass_check(db: Database, instance_id: str, name: str, comment: str, at: datetime, who: str = "") -> None:
    """Pass a soft check with a comment; an empty one opens it again."""
    with db.atomic():
        if comment:
            _put(db, instance_id, AnnotationKind.CHECK, name, comment, at, who)
        else:
            _drop(db, instance_id, AnnotationKind.CHECK, name)


def passed_checks(db: Database, instance_id: str) -> dict[str, str]:
    """Check name -> why it was passed."""
    return {one.ref: one.text for one in of_interview(db, instance_id, AnnotationKind.CHECK)}


def comment_question(db: Database, instance_id: str, comment: Comment, at: datetime, who: str = "") -> None:
    """Write beside a question; without words and flag, what stood there is taken away."""
    with db.atomic():
        for kind, text, is_there in (
            (AnnotationKind.COMMENT, comment.text, bool(comment.text)),
            (AnnotationKind.FLAG, "", comment.is_flagged),
        ):
            if is_there:
                _put(db, instance_id, kind, comment.ref, text, at, who)
            else:
                _drop(db, instance_id, kind, comment.ref)


def question_comments(db: Database, instance_id: str) -> dict[str, Comment]:
    """Ref -> what is written beside it."""
    texts = {one.ref: one.text for one in of_interview(db, instance_id, AnnotationKind.COMMENT)}
    flagged = {one.ref for one in of_interview(db, instance_id, AnnotationKind.FLAG)}
    return {ref: Comment(ref, texts.get(ref, ""), ref in flagged) for ref in sorted(flagged.union(texts))}


def lock_section(db: Database, instance_id: str, lock: SectionLock, who: str = "") -> None:
    """Note that a section belongs to the respondent alone from now on."""
    with db.atomic():
        text = _FINISHED if lock.is_finished else _BEGUN
        _put(db, instance_id, AnnotationKind.LOCK, lock.ref, text, lock.at, who)


def section_locks(db: Database, instance_id: str) -> dict[str, SectionLock]:
    """Ref of a section -> its lock."""
    found = of_interview(db, instance_id, AnnotationKind.LOCK)
    return {one.ref: SectionLock(one.ref, one.at, one.text != _BEGUN) for one in found}


def mark_draft(db: Database, instance_id: str, mark: DraftMark, at: datetime, who: str = "") -> None:
    """Note how a draft was left, in the place of what was noted before; an empty mark takes that away."""
    with db.atomic():
        said = {PARTIAL: mark.partial, COME_BACK: mark.come_back.isoformat() if mark.come_back else ""}
        for ref, text in said.items():
            if text:
                _put(db, instance_id, AnnotationKind.NOTE, ref, text, at, who)
            else:
                _drop(db, instance_id, AnnotationKind.NOTE, ref)


def draft_mark(db: Database, instance_id: str) -> DraftMark:
    """How a draft was left."""
    texts = {one.ref: one.text for one in of_interview(db, instance_id, AnnotationKind.NOTE)}
    return mark_of(texts.get(PARTIAL), texts.get(COME_BACK))


def mark_of(partial: object, come_back: object) -> DraftMark:
    """A mark as it is kept; what damage left of a time is none."""
    try:
        when = datetime.fromisoformat(str(come_back)) if come_back else None
    except ValueError:
        when = None
    return DraftMark(str(partial or ""), when)


def remark(
    db: Database, instance_id: str, kind: AnnotationKind, text: str, at: datetime, who: str, *, ref: str = ""
) -> None:
    """Add a remark of the review or a note of the office; part of the caller's transaction."""
    _insert(db, Annotation(global_ids.new(), instance_id, kind, ref, text, at, who))


def places(db: Database, kind: AnnotationKind) -> dict[str, list[str]]:
    """Interview -> the places at which one kind stands, of all interviews."""
    found: dict[str, list[str]] = {}
    rows = db.execute(
        "SELECT instance_id, ref FROM annotation WHERE kind = ? ORDER BY instance_id, ref", (kind,)
    )
    for instance_id, ref in rows:
        found.setdefault(str(instance_id), []).append(str(ref))
    return found


def decide(db: Database, instance_id: str, key: str, decision: Decision | None, value: float) -> None:
    """Keep what was decided on a flag of this value, in the place of what was decided before; None takes it back."""
    ref = f"{DECIDED}{key}"
    if decision is None:
        _drop(db, instance_id, AnnotationKind.NOTE, ref)
        return
    text = f"{decision.verdict.value} {value:.10g}: {decision.reason}"
    _put(db, instance_id, AnnotationKind.NOTE, ref, text, decision.at, decision.who)


def decisions(db: Database, instance_id: str = "") -> dict[tuple[str, str], tuple[Decision, str]]:
    """(interview, key of a flag) -> what was decided, and on which value; of one interview, or of all."""
    rows = db.execute(
        "SELECT instance_id, ref, text, at, who FROM annotation WHERE kind = ? AND ref LIKE ? AND (instance_id = ? OR ? = '')",
        (AnnotationKind.NOTE.value, f"{DECIDED}%", instance_id, instance_id),
    ).fetchall()
    found: dict[tuple[str, str], tuple[Decision, str]] = {}
    with decoded():
        for one, ref, text, at, who in rows:
            head, _colon, reason = str(text).partition(": ")
            verdict, _space, value = head.partition(" ")
            decision = Decision(Verdict(verdict), reason, datetime.fromisoformat(at), str(who))
            found[str(one), str(ref).removeprefix(DECIDED)] = (decision, value)
    return found


def keep_remark(db: Database, instance_id: str, ref: str, text: str, at: datetime, who: str) -> None:
    """Keep a remark that is being written, until the interview is returned with it; an empty one goes."""
    if text:
        _put(db, instance_id, AnnotationKind.NOTE, f"{WRITTEN}{ref}", text, at, who)
    else:
        _drop(db, instance_id, AnnotationKind.NOTE, f"{WRITTEN}{ref}")


def kept_remarks(db: Database, instance_id: str) -> dict[str, str]:
    """Ref -> remark that is being written."""
    notes = of_interview(db, instance_id, AnnotationKind.NOTE)
    return {one.ref.removeprefix(WRITTEN): one.text for one in notes if one.ref.startswith(WRITTEN)}


def with_kept_remarks(db: Database) -> frozenset[str]:
    """The interviews of which a remark is being written."""
    rows = db.execute(
        "SELECT DISTINCT instance_id FROM annotation WHERE kind = ? AND ref LIKE ?",
        (AnnotationKind.NOTE.value, f"{WRITTEN}%"),
    ).fetchall()
    return frozenset(str(row[0]) for row in rows)


def draw_for_back_check(db: Database, instance_id: str, told: str, at: datetime, who: str) -> None:
    """Note that an interview is to be asked again, and how it was drawn; part of the caller's transaction."""
    _put(db, instance_id, AnnotationKind.NOTE, BACK_CHECK, told, at, who)


def drawn_for_back_check(db: Database) -> frozenset[str]:
    """The interviews that were drawn to be asked again."""
    rows = db.execute(
        "SELECT instance_id FROM annotation WHERE kind = ? AND ref = ?",
        (AnnotationKind.NOTE.value, BACK_CHECK),
    ).fetchall()
    return frozenset(str(row[0]) for row in rows)


def of_interview(db: Database, instance_id: str, kind: AnnotationKind) -> list[Annotation]:
    """Those of one kind, by the place they stand at, the older first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM annotation WHERE instance_id = ? AND kind = ? ORDER BY ref, at, id",
        (instance_id, kind),
    ).fetchall()
    with decoded():
        return [
            Annotation(r[0], r[1], AnnotationKind(r[2]), r[3], r[4], datetime.fromisoformat(r[5]), r[6], r[7])
            for r in rows
        ]


def quality_log(db: Database) -> list[tuple[str, str, str]]:
    """(instanceID, check or ref, comment) of all interviews, for the workbook. A flag without words says so."""
    return list(_logged(db))


def _logged(db: Database) -> Iterator[tuple[str, str, str]]:
    """Checks, comments and flags in the order of interviews and places; a flag beside a comment is passed over."""
    rows = db.execute(
        f"""SELECT instance_id, ref, kind, text FROM annotation WHERE kind IN ({", ".join("?" * len(_LOGGED))})
        ORDER BY instance_id, ref, kind""",
        _LOGGED,
    )
    commented = None
    for instance_id, ref, kind, text in rows:
        if kind != AnnotationKind.FLAG:
            commented = (instance_id, ref)
            yield instance_id, ref, text
        elif commented != (instance_id, ref):
            yield instance_id, ref, _FLAGGED


def _put(
    db: Database, instance_id: str, kind: AnnotationKind, ref: str, text: str, at: datetime, who: str
) -> None:
    identity = global_ids.derived("annotation", instance_id, kind, ref)
    _insert(db, Annotation(identity, instance_id, kind, ref, text, at, who))


def _insert(db: Database, one: Annotation) -> None:
    db.execute(
        f"INSERT OR REPLACE INTO annotation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, {global_ids.NEW_VERSION})",
        (one.id, one.instance_id, one.kind, one.ref, one.text, one.at.isoformat(), one.who),
    )


def _drop(db: Database, instance_id: str, kind: AnnotationKind, ref: str) -> None:
    db.execute(
        "DELETE FROM annotation WHERE id = ?", (global_ids.derived("annotation", instance_id, kind, ref),)
    )


def any_marked(db: Database) -> bool:
    """Whether a draft is closed as partial, or is to be finished another day."""
    row = db.execute(
        f"""SELECT 1 FROM annotation a JOIN interview i ON i.instance_id = a.instance_id
        WHERE a.kind = '{AnnotationKind.NOTE}' AND a.ref IN ('{PARTIAL}', '{COME_BACK}') AND i.stage = 'draft' LIMIT 1"""
    ).fetchone()
    return row is not None


def number_of_partial(db: Database) -> int:
    """How many drafts are closed as partial, those with a delete mark not."""
    (number,) = db.execute(
        f"""SELECT count(*) FROM annotation a JOIN interview i ON i.instance_id = a.instance_id
        WHERE a.kind = '{AnnotationKind.NOTE}' AND a.ref = '{PARTIAL}' AND i.stage = 'draft' AND i.deleted_at IS NULL"""
    ).fetchone()
    return int(number)
