"""The way back: put a backup in the place of the study. The study as it was is kept, and nothing erased comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from fieldsurvey.backup import sealing
from fieldsurvey.backup.backups import TIME, kept_folders, remember_folder, settle
from fieldsurvey.errors import FieldSurveyError, StoreError, StudyInUse, WrongPassphrase
from fieldsurvey.records.set_up import Withdrawal
from fieldsurvey.security.writer_lock import WriterLock
from fieldsurvey.store import Database, copies, database, history, keys, origins, tombstones, withdrawals
from fieldsurvey.store.keys import Key
from fieldsurvey.system.progress import Progress, silent

_T = TypeVar("_T")
_PAGE = 4096
_NOISE = 200
"""So many different bytes and more stand in a page of noise; in a page of words, or of zeros, there are fewer."""


@dataclass(frozen=True, slots=True)
class BackupKeys:
    """What opens the two files: they differ where the passphrase was changed, or first set, after the backup."""

    backup: Key | None
    study: Key | None


@dataclass(frozen=True, slots=True)
class SecondWord:
    """What a person said a second time, after being told what it means."""

    unlock: bool = False
    """A locked study may become a plain one."""
    other_study: bool = False
    """The file may be one of another study."""

    def and_to(self, error: FieldSurveyError) -> SecondWord | None:
        """With this word too, where it is what the error wants; None where no word helps."""
        if error.message.code == "backup.not-locked":
            return replace(self, unlock=True)
        if error.message.code in ("backup.other-study", "backup.study-not-told"):
            return replace(self, other_study=True)
        return None


SAID_ONCE = SecondWord()


def keys_for(
    study: Path, backup: Path, passphrase: str | None, recovery_key: str | None = None
) -> BackupKeys:
    """The keys from a passphrase, from the rows of the study's recovery sheet, or from both.

    With both the sheet is the study's and the passphrase the backup's. Raises NotAStudy, WrongPassphrase or StoreError.
    """
    if passphrase is None and recovery_key and not has_key_of(study, backup):
        raise WrongPassphrase("backup.other-passphrase", backup=backup.name)
    of_backup = database.key_for(backup, passphrase, None if passphrase else recovery_key)
    try:
        return BackupKeys(of_backup, database.key_for(study, passphrase, recovery_key))
    except FieldSurveyError:
        return BackupKeys(of_backup, of_backup)  # lost, or its beginning is: the backup's is the best guess


def has_key_of(study: Path, backup: Path) -> bool:
    """Whether what opens the study opens the backup, told by the first bytes of both. A plain backup needs no key."""
    try:
        return keys.is_plain(backup) or keys.salt_of(backup) == keys.salt_of(study)
    except OSError:
        return False


def is_plain(path: Path) -> bool:
    """Whether the file is a study that no passphrase guards."""
    try:
        return keys.is_plain(path)
    except OSError:
        return False


def is_noise(path: Path) -> bool:
    """Whether the file is noise, as a locked study is: a file that was wiped is neither locked nor plain."""
    try:
        with path.open("rb") as file:
            first = file.read(_PAGE)
            file.seek(max(path.stat().st_size - _PAGE, 0))
            last = file.read(_PAGE)
    except OSError:
        return False
    return not is_plain(path) and any(len(set(page)) > _NOISE for page in (first, last))


def _want_second_word(study: Path, backup: Path, source: Database, key: Key | None, said: SecondWord) -> None:
    """Raise StoreError where the file would lay the study open, or is not one of its own, and nobody said so twice."""
    is_locked = is_noise(study)
    if is_locked and is_plain(backup) and not said.unlock:
        raise StoreError("backup.not-locked", backup=backup.name, study=study.name)
    if said.other_study or (is_locked and not is_plain(backup) and has_key_of(study, backup)):
        return  # a salt is made once: who has it is the study, or a copy of it
    ours = _asked(study, key, origins.marks)
    if ours is None and is_locked:
        raise StoreError("backup.study-not-told", backup=backup.name, study=study.name)
    if ours and not ours & origins.marks(source):
        raise StoreError("backup.other-study", backup=backup.name, study=study.name)


def restore(
    study: Path,
    backup: Path,
    opened_by: BackupKeys,
    who: str,
    now: datetime,
    progress: Progress = silent,
    *,
    laptop: str = "",
    said: SecondWord = SAID_ONCE,
) -> Path | None:
    """Put a backup in the study's place; the study as it was stays beside it, under the name this gives (None when it is gone).

    The study must be closed here. What was erased since stays erased, what was withdrawn stays sealed. Raises StoreError (also where it wants a second
    word), StudyInUse or WrongPassphrase (the backup is from before a change of the passphrase); then nothing changed.
    """
    key = opened_by.backup
    writer_lock = WriterLock.take(study, who, now)
    try:
        source = database.connect(backup, key, database.How.FROZEN)
        try:
            if study.exists():
                _want_second_word(study, backup, source, opened_by.study, said)
            stones = _asked(study, opened_by.study, tombstones.listing) or []
            sealed = _asked(study, opened_by.study, withdrawals.listing) or []
            folders = _asked(study, opened_by.study, kept_folders) or []
            aside = None
            with copies.replacing(study) as part:
                copies.copy(source, backup, key, part, progress)
                _refuse_damaged(part, key, backup.name)
                settle(
                    part,
                    key,
                    stones,
                    now,
                    lambda db: _note(db, backup.name, folders, sealed, who, now),
                    laptop=laptop,
                )
                aside = _aside(study, opened_by.study, now)
        finally:
            source.close()
    finally:
        writer_lock.leave()
    return aside


def _note(
    db: Database, backup: str, folders: list[str], sealed: list[Withdrawal], who: str, now: datetime
) -> None:
    """What is restored goes on as a copy of its own: the chain of the study it replaces went on after the backup.

    `folders`: where backups went since. `sealed`: the consents that were withdrawn and whose day has not come.
    """
    for folder in folders:
        remember_folder(db, Path(folder))
    origins.become_another_copy(db)
    history.add(db, now, "backup restored", who=who, new=backup)
    for one in sealed:
        sealing.seal(db, one, now)


def _refuse_damaged(part: Path, key: Key | None, name: str) -> None:
    db = database.connect(part, key)
    try:
        with database.translated(part):
            faults = [*database.check(db)]
    finally:
        db.close()
    if faults:
        raise StoreError("backup.damaged", backup=name, fault=faults[0])


def _aside(study: Path, key: Key | None, now: datetime) -> Path | None:
    """Keep the study as it is under another name, with what stands in its side files; None when only those are left."""
    name = f"{study.stem} before restoring {now.strftime(TIME)}.study"
    if not study.exists():
        _move_side_files(study, copies.free_name(study.with_name(name)))
        return None
    try:
        db = database.connect(study, key)
        try:
            with database.translated(study):
                database.gather(db)
        finally:
            db.close()
    except StudyInUse:
        raise  # whoever has it open would go on in the file that was put aside
    except FieldSurveyError:
        # Too broken to be gathered: its files go aside as they are, for a rescue.
        aside = copies.keep_aside(study, name)
        _move_side_files(study, aside)
        return aside
    return copies.keep_aside(study, name)


def _move_side_files(study: Path, aside: Path) -> None:
    """What stands in them belongs to the file as it was; SQLite would play it into the one that is put in its place."""
    for file in database.side_files(study):
        if file.exists():
            file.replace(file.with_name(aside.name + file.name.removeprefix(study.name)))


def _asked(study: Path, key: Key | None, question: Callable[[Database], _T]) -> _T | None:
    """What the study that is replaced says to a question; None when it is gone or cannot be read."""
    if not study.exists():
        return None
    try:
        db = database.connect(study, key, database.How.READ)
        try:
            with database.translated(study):
                return question(db)
        finally:
            db.close()
    except FieldSurveyError:
        return None
