"""Side files another study left where a file now takes its place: SQLite would play such a log into the wrong file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from fieldsurvey.errors import StoreError
from fieldsurvey.store.wal_format import FRAME, HEADER, PAGE, SALTS, checksum
from fieldsurvey.system.files import why

_SUFFIXES = ("-wal", "-shm", "-journal")
_BEGINNING = 16
"""Bytes a study begins with and never changes: SQLite's name, or the salt of the key, which no other study has."""


def side_files(path: Path) -> Iterator[Path]:
    """The files SQLite keeps beside a study while it is open."""
    return (path.with_name(path.name + suffix) for suffix in _SUFFIXES)


def refuse(path: Path) -> None:
    """Raise StoreError where a log with something in it lies at a place where a new study is to stand."""
    for file in side_files(path):
        if not file.name.endswith("-shm") and file.exists() and file.stat().st_size:
            raise StoreError("study.log-beside", study=path.name, file=file.name)


def is_of_another(path: Path) -> bool:
    """Whether the log beside a file tells another beginning than the file has.

    Seen where the log holds the first page: of a plain study beside a locked one, or of one that is locked with another key.
    """
    log = next(side_files(path))
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
        if len(beginning) < _BEGINNING or log.stat().st_size <= HEADER:
            return False
        return any(one != beginning for one in _beginnings(log))
    except OSError:
        return False  # there is none, or who opens it says why


def put_aside(path: Path) -> StoreError:
    """Move a file's side files away, under the name of a study they can be given back to; the sentence that says where they are."""
    number, aside = 1, path.with_name(f"{path.stem} (log of another file).study")
    while any(file.exists() for file in (aside, *side_files(aside))):
        number += 1
        aside = path.with_name(f"{path.stem} (log of another file {number}).study")
    try:
        for file in side_files(path):
            if file.exists():
                file.replace(file.with_name(aside.name + file.name.removeprefix(path.name)))
    except OSError as error:
        return StoreError("file.stays", file=path.name, why=why(error))
    return StoreError("study.log-of-another", study=path.name, file=f"{aside.name}-wal")


def _beginnings(log: Path) -> Iterator[bytes]:
    """How the first page begins in each frame that holds it; frames of the log before, or half written ones, do not count."""
    with log.open("rb") as file:
        header = file.read(HEADER)
        order = ">" if header[3] & 1 else "<"
        sums, offset = struct.unpack(">2I", header[24:]), HEADER
        while len(head := file.read(FRAME)) == FRAME and head[SALTS] == header[16:24]:
            if head[:4] == b"\0\0\0\1":
                page = file.read(PAGE)
                if len(page) == PAGE and checksum(order, head[:8] + page, sums) == head[16:]:
                    yield page[:_BEGINNING]
            sums, offset = struct.unpack(">2I", head[16:]), offset + FRAME + PAGE
            file.seek(offset)
