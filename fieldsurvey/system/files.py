"""Write files whole or not at all, and say in a sentence why one cannot be written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WHY = {
    errno.ENOSPC: "the disk is full. Free some space and try again",
    errno.EDQUOT: "your quota on this disk is used up. Free some space and try again",
    errno.EACCES: "you may not write there. Choose another folder",
    errno.EPERM: "you may not write there. Choose another folder",
    errno.EROFS: "the disk or folder is read-only. Choose another folder",
    errno.ENOENT: "the folder does not exist. Choose another folder",
    errno.ENOTDIR: "the folder does not exist. Choose another folder",
    errno.EISDIR: "a folder of that name stands there. Choose another name",
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


def why(error: OSError) -> str:
    """The cause and what to do, as the end of a sentence: "the disk is full. Free some space and try again"."""
    return _WHY.get(error.errno or 0, (error.strerror or str(error)).lower() + ". Try again")
