"""Where and how a study is really opened: to write, to read beside somebody who writes, or from a disk that cannot be written."""

from __future__ import annotations

import errno
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fieldsurvey.errors import StoreError, StudyInUse
from fieldsurvey.messages import Message
from fieldsurvey.security.writer_lock import WriterLock
from fieldsurvey.store import Database, copies, database
from fieldsurvey.store.database import How
from fieldsurvey.store.keys import Key


@dataclass(frozen=True, slots=True)
class Opened:
    """How one study was opened; every further connection to it is made the same way."""

    path: Path
    """The file that is read: the study, or a copy of it in a folder of its own that `close` removes."""
    how: How
    reason: Message | None = None
    """Why nothing can be written; None when it can."""
    writer_lock: WriterLock | None = None
    is_copy: bool = False

    def connect(self, key: Key | None, *, read_only: bool = False) -> Database:
        """One more connection."""
        how = How.READ if read_only and self.how is How.WRITE else self.how
        return database.connect(self.path, key, how)

    def close(self) -> None:
        """Give the writer's lock back, and drop the copy."""
        if self.writer_lock is not None:
            self.writer_lock.leave()
        if self.is_copy:
            shutil.rmtree(self.path.parent, ignore_errors=True)


def find(path: Path, key: Key | None, *, read_only: bool) -> Opened:
    """How to open the study at `path`; an older one is brought up to date on the way.

    Raises NotAStudy, WrongPassphrase, NewerStudy, StudyInUse or StoreError.
    """
    if not _can_write(path):
        return _frozen(path, key)
    _up_to_date(path, key)
    if read_only:
        return Opened(path, How.READ, Message("study.read-only", study=path.name))
    return Opened(path, How.WRITE)


def with_writer_lock(opened: Opened, who: str, now: datetime) -> Opened:
    """The same with the writer's lock taken; to read only, with the reason, where somebody else has it."""
    if opened.how is not How.WRITE or opened.writer_lock is not None:
        return opened
    try:
        return replace(opened, writer_lock=WriterLock.take(opened.path, who, now))
    except StudyInUse as error:
        return replace(opened, how=How.READ, reason=error.message)


def _up_to_date(path: Path, key: Key | None) -> None:
    """Upgraded under the writer's lock: of two windows at work on the same copy, one would put the other's half into place."""
    if not copies.is_old(path, key):
        return
    try:
        writer_lock = WriterLock.take(path, "", datetime.now())  # noqa: DTZ005 - words for another window
    except StudyInUse as error:
        raise StudyInUse("study.in-use", study=path.name) from error
    try:
        if copies.is_old(path, key):
            copies.upgrade(path, key)
    finally:
        writer_lock.leave()


def _can_write(path: Path) -> bool:
    """Whether the file and its folder take writes; asked of the disk itself, since rights alone do not tell."""
    try:
        with path.open("r+b"):
            pass
        probe = path.with_name(f".{path.name}.probe")  # one name, so that a power cut leaves none for good
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        return _is_full(error)
    return True


def _is_full(error: OSError) -> bool:
    """A full disk can be written again as soon as something is taken off it."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _frozen(path: Path, key: Key | None) -> Opened:
    """From a disk that cannot be written. What is not yet in the file itself, or is older, is read from a copy."""
    reason = Message("study.read-only-disk", study=path.name)
    opened = Opened(path, How.FROZEN, reason)
    waiting = next(database.side_files(path))
    if not (waiting.exists() and waiting.stat().st_size):
        db = opened.connect(key)
        is_old = database.is_old(db)
        db.close()
        if not is_old:
            return opened
    return _copied(opened, key)


def _copied(opened: Opened, key: Key | None) -> Opened:
    folder = Path(tempfile.mkdtemp(prefix="fieldsurvey-"))
    copy = folder / opened.path.name
    try:
        for file in (opened.path, next(database.side_files(opened.path))):
            if file.exists():
                shutil.copyfile(file, folder / file.name)
        _up_to_date(copy, key)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError("study.no-room-to-copy", study=opened.path.name) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return replace(opened, path=copy, how=How.READ, is_copy=True)
