"""Who gets in: open a study with passphrase, recovery sheet or raw key; give it another passphrase; lock a plain one.

A change never touches the file under the study's name until its successor is written, keyed and checked beside it; then
one rename puts that in its place. Cut anywhere, the old file or the new one stands whole under the name. What a cut
leaves beside it bears two fixed hidden names, and `tidy` knows what each of them means.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from fieldsurvey.errors import StoreError, WrongPassphrase, WrongRecoveryKey
from fieldsurvey.files import why
from fieldsurvey.progress import Progress, silent
from fieldsurvey.store import database, keys, rekeying
from fieldsurvey.store.keys import Key
from fieldsurvey.store.recovery import ROWS, is_row, rows_in

__all__ = ["ROWS", "Key", "change_passphrase", "is_row", "lock", "rows_in", "tidy", "unlock"]

_COPYING, _KEYING, _CHECKING, _STEPS = 60, 80, 95, 100


def unlock(
    path: Path,
    passphrase: str | None = None,
    *,
    recovery_key: str | None = None,
    key: Key | None = None,
    read_only: bool = False,
) -> tuple[Database, Key | None]:
    """A connection to the study, and the key for more of them. One of passphrase, recovery sheet or raw key opens a locked one."""
    key = key or database.key_for(path, passphrase, recovery_key)
    try:
        db = database.connect(path, key, read_only=read_only)
    except WrongPassphrase as error:
        if recovery_key is None:
            raise
        raise WrongRecoveryKey(
            f"The recovery sheet does not open {path.name}. It is the sheet of another study, "
            "or was printed before its passphrase was changed."
        ) from error
    if not read_only:
        tidy(path)
    return db, key


def change_passphrase(
    path: Path,
    new: str,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    now: Callable[[], datetime] = datetime.now,
    progress: Progress = silent,
) -> Path:
    """Give a closed, locked study a new passphrase; returns where the old file is kept, which opens with the old one.

    Raises WrongPassphrase, WrongRecoveryKey, StudyInUse or StoreError; then nothing was changed. The recovery sheet
    of before is void.
    """
    path = Path(path)
    _refuse_empty(new)
    db, old = unlock(path, passphrase, recovery_key=recovery_key)
    db.close()
    if old is None:
        raise StoreError(f"{path.name} is not locked. Lock it with a passphrase first.")
    kept = _free_name(path, f"before new passphrase {now():%Y-%m-%d %H%M}")
    part, key = _hidden(path, "new-key"), keys.new_key(new)

    def write(whole: Database) -> None:
        rekeying.copy(
            whole, part, old, lambda done, of, _what: progress(_COPYING * done // max(of, 1), _STEPS, "")
        )
        rekeying.rekey(part, old, key)

    _succeed(path, old, key, write, progress)
    try:
        _hidden(path, "old-key").rename(kept)
    except OSError as error:
        raise StoreError(
            f"{path.name} has its new passphrase. The file as it was could not get its name: {why(error)}."
        ) from error
    return kept


def lock(path: Path, passphrase: str, *, progress: Progress = silent) -> None:
    """Lock a closed, plain study with a passphrase. No readable file is kept; raises StoreError when nothing was changed."""
    path = Path(path)
    _refuse_empty(passphrase)
    if database.key_for(path, "any") is not None:
        raise StoreError(f"{path.name} is locked already. Change its passphrase instead.")
    key = keys.new_key(passphrase)
    _succeed(path, None, key, lambda whole: rekeying.export(whole, _hidden(path, "new-key"), key), progress)
    _hidden(path, "old-key").unlink(missing_ok=True)


def tidy(path: Path) -> None:
    """Clear what a change that was cut left beside the study: a half copy goes, the old file of a finished change gets its name."""
    part, before = _hidden(path, "new-key"), _hidden(path, "old-key")
    try:
        for suffix in ("", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
        if not before.exists():
            return
        if keys.salt_of(before) == keys.salt_of(path) or keys.is_plain(before):
            before.unlink()
        else:
            before.rename(_free_name(path, "before new passphrase"))
    except OSError:
        return  # in a folder that cannot be written nothing was changed either


def _succeed(
    path: Path, old: Key | None, key: Key, write: Callable[[Database], None], progress: Progress
) -> None:
    """Write the study's successor beside it, check it, and put it in its place; the old file stands hidden afterwards."""
    part, before = _hidden(path, "new-key"), _hidden(path, "old-key")
    tidy(path)
    try:
        with rekeying.alone(path, old) as whole:
            progress(0, _STEPS, "")
            write(whole)
            progress(_KEYING, _STEPS, "")
            rekeying.compare(whole, part, key)
            progress(_CHECKING, _STEPS, "")
        shutil.copymode(path, part)
        _sync(part)
        _keep(path, before)
        part.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise StoreError(f"Nothing was changed in {path.name}: {why(error)}.") from error
    finally:
        _clear(path)
    progress(_STEPS, _STEPS, "")


def _clear(path: Path) -> None:
    """After a fault, the half copy and the second name of the old file go; after success the old file waits for its name."""
    part, before = _hidden(path, "new-key"), _hidden(path, "old-key")
    part.unlink(missing_ok=True)
    part.with_name(part.name + "-journal").unlink(missing_ok=True)
    if before.exists() and keys.salt_of(before) == keys.salt_of(path):
        before.unlink()


def _refuse_empty(passphrase: str) -> None:
    if not passphrase:
        raise StoreError("An empty passphrase locks nothing. Choose one of some words.")


def _hidden(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{what}")


def _free_name(path: Path, what: str) -> Path:
    """A name beside the study that is not taken."""
    wanted = path.with_name(f"{path.stem} {what}{path.suffix}")
    number = 1
    while wanted.exists():
        number += 1
        wanted = path.with_name(f"{path.stem} {what} ({number}){path.suffix}")
    return wanted


def _keep(path: Path, before: Path) -> None:
    """A second name for the file that is about to be replaced; where a disk knows no second names, a copy."""
    try:
        os.link(path, before)
    except OSError:
        shutil.copyfile(path, before)
        _sync(before)


def _sync(path: Path) -> None:
    """Force a file, or the names in a folder, to disk; Windows does the latter by itself."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
