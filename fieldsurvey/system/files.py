"""Write files whole or not at all, and say in a sentence why one cannot be written."""

from __future__ import annotations

import errno
import os
import tempfile
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
}


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` to write to; it takes its place only when the block ends well.

    Raises OSError of the system; `why` turns it into words.
    """
    path = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def real(path: Path) -> Path:
    """The file itself where the path is a link to it: side files, locks and successors belong beside that one."""
    return path.resolve() if path.is_symlink() else path


def why(error: OSError) -> Message:
    """The cause and what to do, as the end of a sentence: "the disk is full. Free some space and try again"."""
    known = _WHY.get(error.errno or 0)
    return known or Message("disk.other", reason=(error.strerror or str(error)).lower())
