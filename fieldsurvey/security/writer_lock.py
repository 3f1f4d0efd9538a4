"""Who may write: one window a study. It is a lock on a small file beside the study; it ends with the process, however that ends."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fieldsurvey import i18n
from fieldsurvey.errors import StoreError, StudyInUse
from fieldsurvey.system import files

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
        lock_file = files.lock_file(study.resolve())
        lock = FileLock(lock_file, blocking=False, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise _taken(study.name, lock_file) from error
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return cls(None, lock_file)
            raise StoreError("study.read-only-folder", study=study.name) from error
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


def _taken(study: str, lock_file: Path) -> StudyInUse:
    """Says who sits there and since when, as far as it can be read: "(Ravi, since 22 Nov 2026, 10:42)"."""
    try:
        record = json.loads(lock_file.read_text())
        since = i18n.moment(datetime.fromisoformat(record["since"]))
        who = str(record["who"]).strip()
    except (OSError, ValueError, KeyError, TypeError):
        return StudyInUse("study.taken", study=study)
    if not who:
        return StudyInUse("study.taken-since", study=study, since=since)
    return StudyInUse("study.taken-by", study=study, who=who, since=since)
