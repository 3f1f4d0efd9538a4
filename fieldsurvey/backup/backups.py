"""Backups: whole copies under the same key, in a folder of the person's choice, fewer the older they get.

A backup is a study like any other: it opens with the passphrase the study had on that day. The way back is `restoring`.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldsurvey.backup import erasing
from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.records import Tombstone
from fieldsurvey.store import (
    Database,
    attachments,
    copies,
    database,
    history,
    record_seals,
    settings,
)
from fieldsurvey.store.keys import Key
from fieldsurvey.system.files import why
from fieldsurvey.system.progress import Progress, silent

_NAME = re.compile(r"^(?P<stem>.*) (?P<at>\d{4}-\d{2}-\d{2} \d{4})(?: \(\d+\))?\.study$")
TIME = "%Y-%m-%d %H%M"
_DAYS, _WEEKS, _MONTHS = 7, 4, 12
_FORSAKEN = 600.0  # seconds after which nobody writes a half backup any more
_REST = " rescued"
_FOLDERS = "backup_folders"
_NEWEST = 3
"""So many stay whatever their dates say: a clock may be wrong."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in the folder."""

    path: Path
    at: datetime
    """Local time of the laptop that made it, to the minute."""
    size: int
    """Bytes."""


def default_folder(study: Path) -> Path:
    """Where backups go until a folder is chosen: beside the study, so on the same disk."""
    return study.with_name(f"{study.stem} backups")


def folder_of(db: Database, study: Path) -> Path:
    """The folder chosen for this study."""
    return Path(settings.read(db, "backup_folder") or default_folder(study))


def choose_folder(db: Database, study: Path, folder: Path) -> None:
    """Backups go into a folder of the study's own in `folder`: on one stick may lie those of another study of the same name."""
    identity = settings.read(db, "identity") or secrets.token_hex(3)
    settings.write(db, "identity", identity)
    own = folder if folder.name.endswith(f" {identity}") else folder / f"{study.stem} backups {identity}"
    before = folder_of(db, study)
    if before != default_folder(study):
        remember_folder(db, before)
    with suppress(OSError):  # the backup itself says why it cannot be made
        own.parent.mkdir(exist_ok=True)
        own.mkdir(exist_ok=True)
    settings.write(db, "backup_folder", str(own))


def remember_folder(db: Database, folder: Path) -> None:
    """A backup went there; `folders` tells it from now on, whatever folder is chosen later. Part of the caller's transaction."""
    known = kept_folders(db)
    if str(folder) not in known:
        settings.write_list(db, _FOLDERS, [*known, str(folder)])


def kept_folders(db: Database) -> list[str]:
    """What `remember_folder` was told."""
    return settings.read_list(db, _FOLDERS)


def folders(db: Database, study: Path) -> list[Path]:
    """Every folder a backup of the study may lie in: the one beside it, the one chosen, and all where one ever went."""
    known = (default_folder(study), folder_of(db, study), *map(Path, kept_folders(db)))
    return list(dict.fromkeys(folder.absolute() for folder in known))


def in_folder(folder: Path) -> list[Path]:
    """The backups in a folder of a study's own, also those made under a name it had before. Raises OSError when it is not there."""
    return sorted(path for path in folder.iterdir() if _NAME.match(path.name) and path.is_file())


def listing(folder: Path, study: Path) -> list[Backup]:
    """The backups of a study in a folder, newest first; none when the folder is not there."""
    found = []
    for path in folder.glob("*.study") if folder.is_dir() else ():
        named = _NAME.match(path.name)
        if named and named["stem"] == study.stem and path.is_file():
            with suppress(
                ValueError, FileNotFoundError
            ):  # no date of any year; or just dropped by another window
                found.append(Backup(path, datetime.strptime(named["at"], TIME), path.stat().st_size))  # noqa: DTZ007
    return sorted(
        found, key=lambda backup: (backup.at, len(backup.path.name), backup.path.name), reverse=True
    )


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """How it stands with the backups of a study. Looked at beside the window: a folder on a network may take its time."""

    folder: Path
    is_there: bool
    """Whether the folder is there, or is the one beside the study, which is made when it is wanted."""
    is_on_same_disk: bool
    """Whether it lies on the disk of the study, and is lost together with it."""
    found: tuple[Backup, ...]
    """Newest first."""
    days: int | None
    """How many days ago the last was made, as far as is known; None when there is none."""


def look(folder: Path, study: Path, now: datetime, last: datetime | None = None) -> BackupStatus:
    """Look at the folder; `last` is when the last backup was made, for a folder that is not there."""
    is_own = folder == default_folder(study)
    is_there = folder.is_dir()
    found = tuple(listing(folder, study)) if is_there else ()
    is_same = is_own or _is_same_disk(folder, study)
    newest = found[0].at if found else None if is_there else last
    return BackupStatus(folder, is_there or is_own, is_same, found, _days_since(newest, now))


def _is_same_disk(folder: Path, study: Path) -> bool:
    try:
        return folder.stat().st_dev == study.stat().st_dev
    except OSError:
        return False


def is_due(found: Sequence[Backup], now: datetime) -> bool:
    """Whether today has no backup yet. One from tomorrow (the clock was wrong) does not count."""
    today = now.date()
    return not any(backup.at.date() == today for backup in found)


def make(
    db: Database,
    key: Key | None,
    study: Path,
    folder: Path,
    now: datetime,
    progress: Progress = silent,
    *,
    rotates: bool = True,
) -> Backup:
    """Write one backup, read it back, and drop those that are too many where it `rotates`. Raises StoreError; then none is lost and no half one left."""
    _want_folder(folder)
    _clear_parts(folder, study)
    target = copies.free_name(folder / f"{study.stem} {now.strftime(TIME)}.study")
    part = folder / f".{target.name}.part"
    database.discard(part)
    try:
        copies.copy(db, study, key, part, progress)
        read_back(db, key, study, part)
        part.replace(target)
    except OSError as error:
        raise StoreError("backup.not-made", why=why(error), folder=str(folder)) from error
    finally:
        database.discard(part)
    if rotates:
        _rotate(listing(folder, study), target)
    return Backup(target, now.replace(tzinfo=None, second=0, microsecond=0), target.stat().st_size)


def _want_folder(folder: Path) -> None:
    """Its last part is made when it is missing. What it lies in is not: that would be another disk than the one that is not there."""
    try:
        if not folder.parent.exists():
            raise StoreError("backup.no-folder", folder=str(folder))
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError("backup.not-made", why=why(error), folder=str(folder)) from error


def parts_in(folder: Path) -> list[Path]:
    """Half backups in a folder of a study's own: of one that is written just now, or that a power cut left."""
    halves = [
        *folder.glob(".*.study.part"),
        *(path for path in folder.glob(".*.study.new") if _is_of_backup(path)),
    ]
    return sorted(path for path in halves if path.is_file())


def _is_of_backup(new: Path) -> bool:
    """Whether something was to take the place of a backup, which erasing does."""
    return _NAME.match(new.name[1:].removesuffix(".new")) is not None


def is_forsaken(part: Path) -> bool:
    """Whether nobody writes it any more. Raises OSError when it is gone."""
    return time.time() - part.stat().st_mtime > _FORSAKEN


def _clear_parts(folder: Path, study: Path) -> None:
    """Drop what a backup that was cut left; one that is written just now is left alone."""
    for part in parts_in(folder):
        with contextlib.suppress(OSError):
            if part.name.startswith(f".{study.stem} ") and is_forsaken(part):
                database.discard(part)


def name_of_rest(folder: Path, study: Path, now: datetime) -> Path:
    """Where what can be read of a damaged study goes: beside its backups, and none of those that thin each other out."""
    _want_folder(folder)
    return copies.free_name(folder / f"{study.stem}{_REST} {now.strftime(TIME)}.study")


def has_rest_of(folder: Path, study: Path, now: datetime) -> bool:
    """Whether what can be read of the damaged study was saved today."""
    return any(rest.at.date() == now.date() for rest in _rests(folder, study))


def thin_rests(folder: Path, study: Path) -> None:
    """Drop all but the last few of what was saved of a damaged study; backups are none of them."""
    for rest in _rests(folder, study)[_NEWEST:]:
        with suppress(OSError):
            rest.path.unlink(missing_ok=True)


def _rests(folder: Path, study: Path) -> list[Backup]:
    return listing(folder, study.with_name(f"{study.stem}{_REST}{study.suffix}"))


def read_back(db: Database, key: Key | None, study: Path, copy: Path) -> None:
    """A backup nobody can open is none: look at every page, and at the last line of the history.

    So the study itself is looked at once a day: what is damaged in it is damaged in its copy.
    """
    try:
        faults, number, seal = _looked_at(copy, key)
    except StoreError as error:
        faults, number, seal = [error.message], 0, ""
    is_ours = not number or history.has_line(db, number, seal)
    if faults and (own := next(database.check(db), None)):
        raise StoreError("backup.of-damaged", study=study.name, fault=own)
    if faults or not is_ours:
        raise StoreError("backup.not-readable", fault=(faults or [Message("backup.other-history")])[0])


def _looked_at(copy: Path, key: Key | None) -> tuple[list[Message], int, str]:
    """What is wrong with a copy, and the number and hash of its history's last line."""
    other = database.connect(copy, key, database.How.FROZEN)
    try:
        with database.translated(copy):
            return [*database.check(other)], *history.head(other)
    finally:
        other.close()


def kept(times: Iterable[datetime]) -> set[datetime]:
    """Which of these stay: the last of each of 7 days, of 4 weeks and of 12 months, and the newest three."""
    newest_first = sorted(set(times), reverse=True)
    stay = set(newest_first[:_NEWEST])
    for length, most in (("%Y-%m-%d", _DAYS), ("%G-%V", _WEEKS), ("%Y-%m", _MONTHS)):
        seen: dict[str, datetime] = {}
        for at in newest_first:
            seen.setdefault(at.strftime(length), at)
        stay.update(list(seen.values())[:most])
    return stay


def _rotate(found: Sequence[Backup], made: Path) -> None:
    """Drop those that are too many, never the one just made: after a clock went back it may be the oldest by its date."""
    stay = kept(backup.at for backup in found)
    for backup in found:
        if backup.at not in stay and backup.path != made:
            with suppress(OSError):  # one that somebody has open waits for the next time
                backup.path.unlink(missing_ok=True)


def settle(
    part: Path,
    key: Key | None,
    stones: Iterable[Tombstone],
    now: datetime,
    note: Callable[[Database], object] | None = None,
    *,
    laptop: str = "",
) -> list[Message]:
    """Set these stones in a copy, bring it up to date, and leave it in one piece. `laptop` is who writes it.

    Gives what of the erased may still stand in it.
    """
    told: list[Message] = []
    if copies.is_old(part, key):
        copies.upgrade(part, key)
    db = database.connect(part, key, laptop=laptop)
    try:
        record_seals.watch(db, lambda: now, lambda: "")
        with database.writing(db, part):
            if note is not None:
                note(db)
            for stone in stones:
                told += erasing.erase(db, stone)
        attachments.clear(db, part)
        database.forget_freed(db)
        database.gather(db)
    finally:
        db.close()
    return told


def _days_since(at: datetime | None, now: datetime) -> int | None:
    """In nights, so that last evening is yesterday; a clock that was wrong counts as today."""
    return None if at is None else max(0, (now.date() - at.date()).days)
