"""What was written beside answers: why a soft check was passed, comments and flags on questions, locks on sections.

All stand in one table. A check's name is a name; a question's is its ref, which begins with a slash; a flag's is that
ref behind an exclamation mark, a lock's the section's ref behind a number sign; the round before stands under a sign of its
own. So none can be taken for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.records import Comment, SectionLock

_FLAG, _QUESTION, _LOCK = "!", "/", "#"
_ROUND = "<"
"""The instanceID of the firm's round before: no comment, and in no list of them."""
_BEGUN = "begun "


def comment_check(db: Database, instance_id: str, name: str, comment: str, at: datetime) -> None:
    """Pass a soft check with a comment; an empty one opens it again."""
    with db.atomic():
        _write(db, instance_id, name, comment, at)


def check_comments(db: Database, instance_id: str) -> dict[str, str]:
    """Check name -> why it was passed."""
    others = (_FLAG, _QUESTION, _LOCK, _ROUND)
    return {name: text for name, text in _of(db, instance_id) if name[0] not in others}


def comment_question(db: Database, instance_id: str, comment: Comment, at: datetime) -> None:
    """Write beside a question; without words and flag, what stood there is taken away."""
    with db.atomic():
        _write(db, instance_id, comment.ref, comment.text, at)
        _write(db, instance_id, _FLAG + comment.ref, "flagged" if comment.is_flagged else "", at)


def question_comments(db: Database, instance_id: str) -> dict[str, Comment]:
    """Ref -> what is written beside it."""
    rows = dict(_of(db, instance_id))
    refs = {name.lstrip(_FLAG) for name in rows if name[0] in (_FLAG, _QUESTION)}
    return {ref: Comment(ref, rows.get(ref, ""), _FLAG + ref in rows) for ref in sorted(refs)}


def lock_section(db: Database, instance_id: str, lock: SectionLock) -> None:
    """Note that a section belongs to the respondent alone from now on."""
    with db.atomic():
        _write(
            db,
            instance_id,
            _LOCK + lock.ref,
            ("" if lock.is_finished else _BEGUN) + lock.at.isoformat(),
            lock.at,
        )


def section_locks(db: Database, instance_id: str) -> dict[str, SectionLock]:
    """Ref of a section -> its lock."""
    rows = {name[1:]: text for name, text in _of(db, instance_id) if name[0] == _LOCK}
    return {
        ref: SectionLock(ref, datetime.fromisoformat(text.removeprefix(_BEGUN)), not text.startswith(_BEGUN))
        for ref, text in sorted(rows.items())
    }


def all_comments(db: Database) -> list[tuple[str, str, str]]:
    """(instanceID, check or ref, comment) of all interviews: the quality log of the workbook. A flag without words says so."""
    rows = db.execute(
        "SELECT instance_id, name, comment FROM check_comment WHERE name <> ? AND name NOT LIKE ? ORDER BY instance_id, name",
        (_ROUND, f"{_LOCK}%"),
    ).fetchall()
    written = {(row[0], row[1]) for row in rows}
    return [
        (row[0], row[1].lstrip(_FLAG), row[2])
        for row in rows
        if row[1][0] != _FLAG or (row[0], row[1][1:]) not in written
    ]


def set_round_before(db: Database, instance_id: str, before: str, at: datetime) -> None:
    """Note which interview of the firm the answers of this one were carried over from."""
    with db.atomic():
        _write(db, instance_id, _ROUND, before, at)


def round_before(db: Database, instance_id: str) -> str:
    """The instanceID of the firm's round before, "" when the interview began empty."""
    return dict(_of(db, instance_id)).get(_ROUND, "")


def _of(db: Database, instance_id: str) -> Iterator[tuple[str, str]]:
    rows = db.execute("SELECT name, comment FROM check_comment WHERE instance_id = ?", (instance_id,))
    return ((row[0], row[1]) for row in rows.fetchall() if row[0])


def _write(db: Database, instance_id: str, name: str, comment: str, at: datetime) -> None:
    if comment:
        db.execute(
            "INSERT OR REPLACE INTO check_comment (instance_id, name, comment, at) VALUES (?, ?, ?, ?)",
            (instance_id, name, comment, at.isoformat()),
        )
    else:
        db.execute("DELETE FROM check_comment WHERE instance_id = ? AND name = ?", (instance_id, name))
