"""Write files whole or not at all, and say in a sentence why one cannot be written."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldsurvey.messages import Message

_WHY = {
    errno.ENOSPC: Message("disk.full"),
    errno.EDQUOT: Message("disk.quota"),
    errno.EACCES: Message("disk.no-right"),
    errno.EPERM: Message("disk.no-right"),
    errno.EROFS: Message("disk.read-only"),
    errno.ENOENT: Message("disk.no-folder"),
    errno.ENOTDIR: Message("disk.no-folder"),
    errno.EISDIR: Message("disk.is-folder"),
    errno.ENAMETOOLONG: Message("disk.name-too-long"),
    errno.ELOOP: Message("disk.loop"),
}
_SHOWN = 40
"""Letters of a file's name that stand in that of the file written beside it, which may be no longer than names may be."""


class OtherFile(OSError):
    """What is written would take the place of a file of another kind, a study perhaps."""


@contextmanager
def whole_file(path: Path, most: int = 0o644, *, replaces: bytes = b"") -> Iterator[Path]:
    """A temporary path beside `path` to write to; it takes its place only when the block ends well.

    `replaces`: how a file begins whose place may be taken; what is written for others takes that of its own kind only, since a locked
    study under another name looks like noise. Nobody can read it whom the system's mask, `most` or the file of before keeps out.
    Raises OSError of the system, OtherFile where something else stands there; `why` turns it into words.
    """
    path = Path(path)
    if not _may_be_replaced(path, replaces):
        raise OtherFile(errno.EEXIST, "a file of another kind stands there", str(path))
    part = path.with_name(f".{path.stem[:_SHOWN]}-{secrets.token_hex(4)}{path.suffix}")
    make_empty(part, most, like=path)
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _may_be_replaced(path: Path, beginning: bytes) -> bool:
    """Whether nothing stands at `path`, or an empty file, or one that begins so; never a pipe or a device. A folder is told by the system."""
    if path.suffix.lower().startswith(".study"):  # also the side files SQLite would read as part of one
        return False
    if not path.exists() or path.is_dir():
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        found = file.read(max(1, len(beginning)))
    return not found or found.startswith(beginning)


def lock_file(study: Path) -> Path:
    """The file beside a study that is there while a window writes it."""
    return study.with_name(f".{study.name}.lock")


def make_empty(path: Path, most: int = 0o644, *, like: Path | None = None) -> None:
    """Make an empty file before anything is written to it, for nobody but whom `most`, the system's mask and the file it is `like` let in."""
    modes = most & (like.stat().st_mode if like is not None and like.exists() else most)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, modes | 0o600))


def copied(source: Path, target: Path) -> None:
    """Copy the bytes of a file into a new one that no more people can read, and wait until the disk has it. Raises OSError."""
    make_empty(target, like=source)
    with source.open("rb") as given, target.open("rb+") as written:
        shutil.copyfileobj(given, written)
        written.flush()
        os.fsync(written.fileno())


def real(path: Path) -> Path:
    """The file itself where the path is a link to it: side files, locks and successors belong beside that one."""
    return (
        Path(os.path.realpath(path)) if path.is_symlink() else path
    )  # resolve() knows no sentence for a circle of links


def is_special(path: Path) -> bool:
    """Whether it is a pipe, a socket or a device: reading it may never end. What is not there is told by who reads it."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def why(error: OSError) -> Message:
    """The cause and what to do, as the end of a sentence: "the disk is full. Free some space and try again"."""
    if isinstance(error, OtherFile):
        return Message("disk.other-file")
    known = _WHY.get(error.errno or 0)
    return known or Message("disk.other", reason=(error.strerror or str(error)).lower())
