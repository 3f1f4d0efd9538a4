"""Every copy of a study the program knows of: backups in each folder one ever went to, and files put aside.

Erasing goes through all of them; a study that is locked names those that anyone can still read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from fieldsurvey.backup import backups, whole_copy
from fieldsurvey.backup.backups import settle
from fieldsurvey.errors import FieldSurveyError, StudyInUse, WrongPassphrase
from fieldsurvey.messages import Message
from fieldsurvey.records import Tombstone
from fieldsurvey.security import unlocking
from fieldsurvey.store import Database, copies, database, keys, origins, settings, tombstones
from fieldsurvey.store.keys import Key
from fieldsurvey.system.files import why

_ASIDE = ("before restoring", "before new passphrase")
_UNFINISHED = "erasing_unfinished"


def _everywhere(db: Database, study: Path) -> Iterator[Path]:
    """Each copy that is there; a folder that cannot be looked into gives none."""
    for folder in backups.folders(db, study):
        with suppress(OSError):
            yield from backups.in_folder(folder)
    yield from _put_aside(study)
    if (hidden := unlocking.hidden(study)).is_file():
        yield hidden


def _put_aside(study: Path) -> list[Path]:
    """The study as it was before a backup was restored or its passphrase changed."""
    names = tuple(f"{study.stem} {words} " for words in _ASIDE)
    return sorted(path for path in study.parent.glob("*.study") if path.name.startswith(names))


def readable(db: Database, study: Path) -> list[Path]:
    """The copies that no passphrase guards, as far as their folders are there; a file of another study is none of them."""
    ours = origins.marks(db)
    whole = [path for path in dict.fromkeys(_everywhere(db, study)) if _is_readable(path, ours)]
    return [*whole, *(part for part in _parts(db, study) if _is_plain(part))]


def _parts(db: Database, study: Path) -> Iterator[Path]:
    """Half backups in the folders that are there, half copies, and what was to take the place of the study itself."""
    yield from whole_copy.halves(db)
    if (half := copies.part_of(study)).is_file():
        yield half
    for folder in backups.folders(db, study):
        with suppress(OSError):
            yield from backups.parts_in(folder)


def _is_plain(part: Path) -> bool:
    try:
        return keys.is_plain(part)
    except OSError:
        return False


def _is_readable(path: Path, ours: frozenset[str]) -> bool:
    try:
        if not keys.is_plain(path):
            return False
        copy = database.connect(path, None, database.How.FROZEN)
    except (OSError, FieldSurveyError):
        return False
    try:
        with database.translated(path):
            return bool(ours & origins.marks(copy))
    except FieldSurveyError:
        return True  # damaged, and its name says whose it is
    finally:
        copy.close()


def remove(paths: Iterable[Path]) -> list[Message]:
    """Delete these copies, with what stands beside them; a message for each that stays."""
    problems = []
    for path in paths:
        try:
            database.discard(path)
        except OSError as error:
            problems.append(Message("copies.stays", file=str(path), why=why(error)))
    return problems


def unfinished(db: Database) -> list[str]:
    """What was erased here, and not yet in every copy."""
    return settings.read_list(db, _UNFINISHED)


def note(db: Database, *, begun: Collection[str] = (), done: Collection[str] = ()) -> None:
    """Keep what is to be erased in the copies too, and forget what is; part of the caller's transaction."""
    before = unfinished(db)
    left = [one for one in dict.fromkeys((*before, *begun)) if one not in done]
    if left != before:
        settings.write_list(db, _UNFINISHED, left)


def erase_everywhere(db: Database, study: Path, key: Key | None, stone: Tombstone) -> list[Message]:
    """Erase an interview in every copy; a message for each in which that could not be done, and for each folder that is not there."""
    problems = [Message("erasing.no-folder", folder=str(folder)) for folder in _out_of_reach(db, study)]
    for path in dict.fromkeys(_everywhere(db, study)):
        try:
            told = _erase_in(path, key, stone)
            problems += [Message("erasing.not-here", file=path.name, fault=fault) for fault in told]
        except WrongPassphrase:
            fault = Message("erasing.other-passphrase")
            problems.append(Message("erasing.not-here", file=path.name, fault=fault))
        except FieldSurveyError as error:
            problems.append(Message("erasing.not-here", file=path.name, fault=error.message))
    return problems + [problem for part in _parts(db, study) if (problem := _dropped(part)) is not None]


def _dropped(part: Path) -> Message | None:
    """Drop a half backup that nobody writes any more: what is erased may stand in it. Why it stays; None when it is gone."""
    try:
        if not backups.is_forsaken(part):
            return Message("erasing.not-here", file=part.name, fault=Message("erasing.in-use"))
        database.discard(part)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Message("copies.stays", file=str(part), why=why(error))
    return None


def _out_of_reach(db: Database, study: Path) -> list[Path]:
    """Folders in which backups may lie, and which cannot be looked into now. The one beside the study counts once a backup went there."""
    found = []
    for folder in backups.folders(db, study):
        try:
            backups.in_folder(folder)
        except OSError:
            if folder != backups.default_folder(study).absolute() or folder.exists():
                found.append(folder)
    return found


def _erase_in(backup: Path, key: Key | None, stone: Tombstone) -> list[Message]:
    """Gives what of the erased may still stand in it."""
    if any(file.exists() for file in database.side_files(backup)):
        raise StudyInUse("erasing.in-use")
    if keys.is_plain(backup):
        key = None
    source = database.connect(backup, key, database.How.FROZEN)
    try:
        if not tombstones.is_known(source, stone.instance_id):
            return []
        with copies.replacing(backup) as part:
            copies.copy(source, backup, key, part)
            told = settle(part, key, [stone], stone.at)
            source.close()
        return told
    finally:
        source.close()
