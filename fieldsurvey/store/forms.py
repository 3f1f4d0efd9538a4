"""Forms and their versions in the study: the XForm, what our columns say, and media."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import Check, Choice, Indicator, Question, Questionnaire, Severity
from fieldsurvey.store import settings
from fieldsurvey.store.decoding import decoded

_RENEWED = "files_renewed"


def is_known(db: Database, form_id: str, version: str) -> bool:
    """Whether the study holds this version."""
    key = (form_id, version)
    return bool(db.execute("SELECT 1 FROM form WHERE form_id = ? AND version = ?", key).fetchone())


def add(
    db: Database, questionnaire: Questionnaire, now: datetime, lists: Mapping[str, int] | None = None
) -> bool:
    """Store the version; False when the very same version is there already. `lists`: media that are stored as lists."""
    with db.atomic():
        key = (questionnaire.form_id, questionnaire.version)
        if is_known(db, *key):
            return False
        db.execute(
            "INSERT INTO form (form_id, version, title, xform, extra, added_at) VALUES (?, ?, ?, ?, ?, ?)",
            (*key, questionnaire.title, questionnaire.xform, _pack(questionnaire), now.isoformat()),
        )
        _store_files(db, key, questionnaire.media, lists or {})
    return True


def add_skeleton(db: Database, questionnaire: Questionnaire, lists_of: Mapping[str, int]) -> None:
    """What of a version is read instead of it when it is opened, and the lists that stood in it: source -> number."""
    key = (questionnaire.form_id, questionnaire.version)
    db.execute(
        "INSERT INTO form_skeleton (form_id, version, xform, extra) VALUES (?, ?, ?, ?)",
        (*key, questionnaire.xform, _pack(questionnaire)),
    )
    for source, number in lists_of.items():
        db.execute(
            "INSERT INTO form_list (form_id, version, name, list) VALUES (?, ?, ?, ?)", (*key, source, number)
        )


def renew(
    db: Database, questionnaire: Questionnaire, fresh: Mapping[str, bytes | Path], kept: Mapping[str, int]
) -> None:
    """Put these files in the place of those of the same names; `kept`: the ones that are stored as lists."""
    key = (questionnaire.form_id, questionnaire.version)
    for name in fresh:
        for table in ("form_media", "form_list"):
            db.execute(f"DELETE FROM {table} WHERE form_id = ? AND version = ? AND name = ?", (*key, name))
    _store_files(db, key, fresh, kept)
    settings.write(db, _RENEWED, str(renewed(db) + 1))


def renewed(db: Database) -> int:
    """How often files were renewed, so that a form read before can be told from one that knows them."""
    return int(settings.read(db, _RENEWED, "0"))


def _store_files(
    db: Database, key: tuple[str, str], files: Mapping[str, bytes | Path], kept: Mapping[str, int]
) -> None:
    for name, data in files.items():
        if name in kept:
            db.execute(
                "INSERT INTO form_list (form_id, version, name, list) VALUES (?, ?, ?, ?)",
                (*key, name, kept[name]),
            )
        else:
            db.execute(
                "INSERT INTO form_media (form_id, version, name, data) VALUES (?, ?, ?, ?)",
                (*key, name, data),
            )


def lists(db: Database, form_id: str, version: str) -> dict[str, int]:
    """The media of a version that are stored as lists: name -> number of the list."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'form_list'").fetchone():
        return {}  # an older study, opened to be read only
    rows = db.execute(
        "SELECT name, list FROM form_list WHERE form_id = ? AND version = ?", (form_id, version)
    ).fetchall()
    return dict(rows)


def listing(db: Database) -> tuple[tuple[str, str, str], ...]:
    """(form_id, newest version, title), in the order they were added."""
    rows = db.execute(
        "SELECT form_id, version, title FROM form f WHERE rowid = (SELECT g.rowid FROM form g "
        "WHERE g.form_id = f.form_id ORDER BY g.added_at DESC, g.rowid DESC LIMIT 1) ORDER BY f.rowid"
    ).fetchall()
    return tuple((r[0], r[1], r[2]) for r in rows)


def versions_in_use(db: Database, form_id: str) -> tuple[str, ...]:
    """The versions in which interviews that count were last finalised, in the order they were added."""
    rows = db.execute(
        """SELECT f.version FROM form f WHERE f.form_id = ? AND EXISTS (
            SELECT 1 FROM submission s JOIN interview i ON i.instance_id = s.instance_id
            WHERE i.form_id = f.form_id AND s.form_version = f.version AND i.deleted_at IS NULL)
        ORDER BY f.added_at, f.rowid""",
        (form_id,),
    )
    return tuple(row[0] for row in rows.fetchall())


def every_version(db: Database) -> list[tuple[str, str]]:
    """(form_id, version) of all that were ever added, in that order."""
    return [
        (row[0], row[1]) for row in db.execute("SELECT form_id, version FROM form ORDER BY rowid").fetchall()
    ]


def read(db: Database, form_id: str, version: str, *, whole: bool = False) -> Questionnaire | None:
    """One version, its long lists left where they are unless it is wanted `whole`; None when the study does not hold it."""
    key = (form_id, version)
    text, of = "xform, extra", "form"
    if not whole and _has_skeleton(db, key):
        text, of = "s.xform, s.extra", "form JOIN form_skeleton s USING (form_id, version)"
    row = db.execute(
        f"SELECT form_id, version, title, {text} FROM {of} WHERE form_id = ? AND version = ?", key
    ).fetchone()
    if row is None:
        return None
    media = db.execute("SELECT name, data FROM form_media WHERE form_id = ? AND version = ?", key)
    with decoded():
        return unpacked((row[0], row[1]), row[2], row[3], json.loads(row[4]), dict(media.fetchall()))


def _has_skeleton(db: Database, key: tuple[str, str]) -> bool:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'form_skeleton'").fetchone():
        return False  # an older study, opened to be read only
    known = db.execute("SELECT 1 FROM form_skeleton WHERE form_id = ? AND version = ?", key)
    return known.fetchone() is not None


def _pack(questionnaire: Questionnaire) -> str:
    record = dataclasses.asdict(questionnaire)
    for name in ("form_id", "version", "title", "xform", "media"):
        del record[name]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def unpacked(
    key: tuple[str, str], title: str, xform: str, extra: Mapping[str, Any], media: Mapping[str, bytes]
) -> Questionnaire:
    """A version (form_id, version) of what its row says. Raises KeyError or TypeError for what no row said."""
    return Questionnaire(
        form_id=key[0],
        version=key[1],
        title=title,
        xform=xform,
        questions=tuple(_question(q) for q in extra["questions"]),
        checks=tuple(Check(**{**c, "severity": Severity(c["severity"])}) for c in extra["checks"]),
        indicators=tuple(Indicator(**i) for i in extra["indicators"]),
        languages=tuple(extra["languages"]),
        default_language=extra["default_language"],
        media=media,
        warnings=tuple(extra["warnings"]),
        back_check_of=extra.get("back_check_of", ""),
        group_labels=extra["group_labels"],
    )


def _question(record: Mapping[str, Any]) -> Question:
    return Question(
        **{
            **record,
            "choices": tuple(Choice(**c) for c in record["choices"]),
            "missing": tuple(record["missing"]),
            "groups": tuple(record["groups"]),
        }
    )
