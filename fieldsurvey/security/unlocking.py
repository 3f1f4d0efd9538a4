"""Who gets in: open a study with passphrase, recovery sheet or raw key; give it another passphrase; lock a plain one.

A change never touches the file under the study's name until its successor is written, keyed and checked beside it; then
one rename puts that in its place. Cut anywhere, the old file or the new one stands whole under the name. The old file
waits under a hidden name for the new one to be in place; `tidy` knows what it means when a cut left it there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from fieldsurvey.errors import StoreError, StudyInUse, WrongPassphrase, WrongRecoveryKey
from fieldsurvey.security.writer_lock import WriterLock
from fieldsurvey.store import Database, copies, database, history, keys, rekeying
from fieldsurvey.store.database import How
from fieldsurvey.store.keys import Key
from fieldsurvey.store.recovery_rows import ROWS, is_row, rows_in
from fieldsurvey.system.files import copied, real, why
from fieldsurvey.system.progress import Progress, silent

__all__ = [
    "ROWS", "Key", "change_passphrase", "is_row", "key_for", "lock", "rows_in", "tidy", "told_of_sheet",
]  # fmt: skip

_COPYING, _KEYING, _CHECKING, _STEPS = 60, 80, 95, 100

key_for = database.key_for
"""The key that a passphrase or the rows of a recovery sheet give; whether it fits shows on opening."""


@contextmanager
def told_of_sheet(path: Path, recovery_key: str | None) -> Iterator[None]:
    """A key that does not open the study is the fault of the recovery sheet it came from, not of a passphrase."""
    try:
        yield
    except WrongPassphrase as error:
        if recovery_key is None:
            raise
        raise WrongRecoveryKey("recovery-sheet.does-not-open", study=path.name) from error


def change_passphrase(
    path: Path,
    new: str,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    who: str = "",
    laptop: str = "",
    now: Callable[[], datetime] = datetime.now,
    progress: Progress = silent,
) -> Path:
    """Give a closed, locked study a new passphrase; returns where the old file is kept, which opens with the old one.

    Raises WrongPassphrase, WrongRecoveryKey, StudyInUse or StoreError; then nothing was changed. The recovery sheet
    of before is void.
    """
    path = real(Path(path))
    _refuse_empty(new)
    old = key_for(path, passphrase, recovery_key)
    if old is None:
        raise StoreError("study.not-locked", study=path.name)
    with told_of_sheet(path, recovery_key):
        database.connect(path, old, How.READ).close()
    key = keys.new_key(new)

    def write(whole: Database, part: Path) -> None:
        copies.copy(whole, path, old, part, _scaled(progress))
        rekeying.rekey(part, old, key)

    def note(part: Path) -> None:
        _note(part, key, "passphrase changed", (who, laptop, now()))

    with _alone_with(path, who, now()):
        _succeed(path, old, key, (write, note), progress)
        kept = copies.free_name(path.with_name(_kept_name(path, now())))
        try:
            hidden(path).rename(kept)
        except OSError as error:
            raise StoreError("study.old-file-not-named", study=path.name, why=why(error)) from error
    return kept


def lock(
    path: Path,
    passphrase: str,
    *,
    who: str = "",
    laptop: str = "",
    now: Callable[[], datetime] = datetime.now,
    progress: Progress = silent,
) -> None:
    """Lock a closed, plain study with a passphrase. No readable file is kept; raises StoreError when nothing was changed."""
    path = real(Path(path))
    _refuse_empty(passphrase)
    if key_for(path, "any") is not None:
        raise StoreError("study.locked-already", study=path.name)
    key = keys.new_key(passphrase)

    def write(whole: Database, part: Path) -> None:
        rekeying.export(whole, part, key)

    def note(part: Path) -> None:
        _note(part, key, "locked", (who, laptop, now()))

    with _alone_with(path, who, now()):
        _succeed(path, None, key, (write, note), progress)
        hidden(path).unlink(missing_ok=True)


def tidy(path: Path) -> None:
    """Clear what a change that was cut left, under the writer's lock: half copies go, the old file of a finished change gets its name."""
    before = hidden(path)
    try:
        database.discard(copies.part_of(path))
        if not before.exists():
            return
        if keys.salt_of(before) == keys.salt_of(path) or keys.is_plain(before):
            before.unlink()
        else:
            before.rename(copies.free_name(path.with_name(_kept_name(path, datetime.now()))))  # noqa: DTZ005 - a name
    except OSError:
        return  # it can wait for a disk that takes writes


def _succeed(
    path: Path,
    old: Key | None,
    key: Key,
    steps: tuple[Callable[[Database, Path], None], Callable[[Path], None]],
    progress: Progress,
) -> None:
    """Write the study's successor, check it, note in it what was done, and put it in its place; the old file stands hidden afterwards.

    `steps` write and note.
    """
    before = hidden(path)
    write, note = steps
    try:
        with copies.replacing(path) as part:
            with rekeying.alone(path, old) as whole:
                progress(0, _STEPS, "")
                write(whole, part)
                progress(_KEYING, _STEPS, "")
                rekeying.compare(whole, part, key)
                note(part)
                progress(_CHECKING, _STEPS, "")
            _keep(path, before)
    except BaseException:
        if keys.salt_of(path) != key.salt:
            before.unlink(missing_ok=True)
        raise
    progress(_STEPS, _STEPS, "")


def _note(path: Path, key: Key, event: str, by: tuple[str, str, datetime]) -> None:
    """A line in the history of the study under its new key; `by` is who did it, on which laptop, and when."""
    who, laptop, at = by
    db = database.connect(path, key, laptop=laptop)
    try:
        if not database.is_old(db):  # one of an earlier program is brought up to date when it is opened
            with database.writing(db, path):
                history.add(db, at.astimezone(), event, who=who)
        database.gather(db)
    finally:
        db.close()


@contextmanager
def _alone_with(path: Path, who: str, now: datetime) -> Iterator[None]:
    """Sit where the study is written; what a change that was cut left is cleared first."""
    try:
        writer_lock = WriterLock.take(path, who, now)
    except StudyInUse as error:
        raise StudyInUse("study.open-elsewhere", study=path.name) from error
    try:
        tidy(path)
        yield
    finally:
        writer_lock.leave()


def _scaled(progress: Progress) -> Progress:
    return lambda done, total, _what: progress(_COPYING * done // max(total, 1), _STEPS, "")


def _refuse_empty(passphrase: str) -> None:
    if not passphrase:
        raise StoreError("passphrase.empty")


def hidden(path: Path) -> Path:
    """The old file, while a change of the passphrase is being finished; one that was cut leaves it there."""
    return path.with_name(f".{path.name}.old-key")


def _kept_name(path: Path, now: datetime) -> str:
    return f"{path.stem} before new passphrase {now:%Y-%m-%d %H%M}{path.suffix}"


def _keep(path: Path, before: Path) -> None:
    """A second name for the file that is about to be replaced; where a disk knows no second names, a copy.

    Not yet the name people see: a cut just here would leave them two names for one file.
    """
    try:
        os.link(path, before)
    except OSError:
        copied(path, before)
