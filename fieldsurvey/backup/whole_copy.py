"""A whole copy of an open study in one file, wherever the person wants it; also of a study whose file is no longer under its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fieldsurvey.backup import backups
from fieldsurvey.backup.restoring import is_noise
from fieldsurvey.errors import FieldSurveyError, NotAStudy, StoreError, StudyInUse
from fieldsurvey.store import Database, copies, database, keys, left_beside, origins, settings
from fieldsurvey.store.keys import Key
from fieldsurvey.system.files import real, why
from fieldsurvey.system.progress import Progress, silent

_BEGUN = "copies_begun"


def save(
    db: Database,
    key: Key | None,
    study: Path,
    target: Path,
    progress: Progress = silent,
    *,
    over: bool = False,
) -> Path:
    """Write it, read it back, and put it in its place; locked stays locked. Returns where it is.

    A file that is there is replaced only where `over` says so, and never the study itself, another study, or what somebody has open.
    Raises StoreError; then what was there stands as it was.
    """
    target = real(Path(target))
    try:
        _look_at(db, key, study, target, over=over)
    except OSError as error:
        raise StoreError("file.not-written", file=target.name, why=why(error)) from error
    with copies.replacing(target) as part:
        copies.copy(db, study, key, part, progress)
        backups.read_back(db, key, study, part)
    return target


# --- what a copy that was cut left


def begun(db: Database) -> list[Path]:
    """Where whole copies of this study were begun that nobody has finished yet."""
    return [*map(Path, settings.read_list(db, _BEGUN))]


def note(db: Database, target: Path, *, is_begun: bool) -> None:
    """Keep or forget that a copy is being made; part of the caller's transaction."""
    others = [str(one) for one in begun(db) if one != target]
    settings.write_list(db, _BEGUN, [*others, str(target)] if is_begun else others)


def halves(db: Database) -> Iterator[Path]:
    """Half copies of this study: of one that is written just now, or that a power cut left."""
    return (part for one in begun(db) if (part := copies.part_of(one)).is_file())


def drop_forsaken(db: Database) -> None:
    """Drop what copies that were cut left; part of the caller's transaction. Only what this study noted before it began is touched."""
    for target in begun(db):
        part = copies.part_of(target)
        with suppress(OSError):  # a disk that is not there now may come back
            if not target.parent.is_dir() or (part.exists() and not backups.is_forsaken(part)):
                continue
            database.discard(part)
            note(db, target, is_begun=False)


def _look_at(db: Database, key: Key | None, study: Path, target: Path, *, over: bool) -> None:
    if not target.parent.is_dir():
        raise StoreError("study.no-folder", folder=str(target.parent))
    if not target.exists():
        left_beside.refuse(target)
        return
    if study.exists() and target.samefile(study):
        raise StoreError("copy.onto-itself", file=target.name)
    if not over:
        raise StoreError("copy.exists", file=target.name)
    if any(file.exists() for file in database.side_files(target)):
        raise StudyInUse("study.busy", study=target.name)
    if _is_another_study(db, key, target):
        raise StoreError("copy.other-study", file=target.name)


def _is_another_study(db: Database, key: Key | None, target: Path) -> bool:
    """Whether a file is, or may be, a study with another history; False for a copy of this one, and for what is no study."""
    if not keys.is_plain(target):
        return is_noise(target) and (key is None or keys.salt_of(target) != key.salt)
    try:
        there = database.connect(target, None, database.How.FROZEN)
    except NotAStudy:
        return False
    except FieldSurveyError:
        return True
    try:
        with database.translated(target):
            return not origins.marks(db) & origins.marks(there)
    except FieldSurveyError:
        return True
    finally:
        there.close()
