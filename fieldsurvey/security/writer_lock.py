"""Who may write: one window a study. It is a lock on a small file beside the study; it ends with the process, however that ends."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fieldsurvey.errors import StoreError, StudyInUse

_NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK)
"""The disk knows no locks: then nobody can be kept out, and nobody is."""


class WriterLock:
    """The right to write one study, held until `leave`. Get one with `take`."""

    def __init__(self, lock: FileLock | None, lock_file: Path) -> None:
        self._lock = lock
        self._lock_file = lock_file

    @classmethod
    def take(cls, study: Path, who: str, now: datetime) -> WriterLock:
        """Sit down. Raises StudyInUse, saying who sits there, or StoreError when the folder cannot be written."""
        found = study.resolve()
        lock_file = found.with_name(f".{found.name}.lock")
        lock = FileLock(lock_file, blocking=False, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise StudyInUse(
                f"{study.name} is open in another window{_sitting(lock_file)}, so this one only reads. "
                "Close it there and open it here again to write."
            ) from error
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return cls(None, lock_file)
            raise StoreError(
                f"{study.name} lies in a folder that cannot be written, so it is open to read only. "
                "Copy it to a folder of yours to go on with it."
            ) from error
        _write(lock_file, who, now)
        return cls(lock, lock_file)

    def leave(self) -> None:
        """Get up; the file goes while it is still ours, so nobody can sit on one that is gone."""
        if self._lock is not None and self._lock.is_locked:
            if os.name == "posix":
                self._lock_file.unlink(missing_ok=True)
            self._lock.release()


def _write(lock_file: Path, who: str, now: datetime) -> None:
    try:
        lock_file.write_text(json.dumps({"who": who, "since": now.isoformat(timespec="minutes")}))
    except OSError:
        return  # the lock holds without the words


def _sitting(lock_file: Path) -> str:
    """Who sits there and since when, as far as it can be read: " (Ravi, since 22.11.2026 10:42)"."""
    try:
        record = json.loads(lock_file.read_text())
        since = datetime.fromisoformat(record["since"]).strftime("%d.%m.%Y %H:%M")
        who = str(record["who"]).strip()
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f" ({who}, since {since})" if who else f" (since {since})"
