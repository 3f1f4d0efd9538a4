"""The log beside a study (NAME-wal): the pages that were written last and have not reached the file yet.

SQLite ends at the first damaged frame. Here each frame is checked by the sum the frame before it left, so that one
damaged frame costs one page. Source: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from fieldsurvey.store.wal_format import FRAME, HEADER, MAGIC, PAGE, SALTS, checksum


@dataclass(frozen=True, slots=True)
class Log:
    """Where the newest committed content of each page stands in the log, and how many pages the study had then."""

    offsets: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Page -> offsets of its content, newest first."""
    page_count: int = 0
    is_damaged: bool = False
    """Whether SQLite would overlook what is read here: a frame, or the head, is broken before the last good one."""


def read_log(path: Path) -> Log:
    """The committed frames of the log; an empty one when there is none."""
    try:
        with path.open("rb") as file:
            header = file.read(HEADER)
            return _read(file, header) if header else Log()
    except FileNotFoundError:
        return Log()


def _read(file: BinaryIO, header: bytes) -> Log:
    """Frames up to the last that ends a transaction."""
    order, salts, sums, is_damaged = _start(header, file)
    found: dict[int, tuple[int, ...]] = {}
    since: list[tuple[int, int]] = []
    count, has_hole = 0, False
    for offset, frame in _frames(file):
        head, content = frame[:FRAME], frame[FRAME:]
        page, size = struct.unpack(">2I", head[:8])
        if not page or head[SALTS] != salts or checksum(order, head[:8] + content, sums) != head[16:]:
            has_hole = True
        else:
            is_damaged = is_damaged or has_hole
            since.append((page, offset + FRAME))
            if size:
                count = size
                for known, place in since:
                    found[known] = (place, *found.get(known, ()))
                since.clear()
        sums = struct.unpack(">2I", head[16:])
    return Log(found, count, is_damaged)


def _frames(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset = HEADER
    file.seek(offset)
    while len(frame := file.read(FRAME + PAGE)) == FRAME + PAGE:
        yield offset, frame
        offset += len(frame)


def _start(header: bytes, file: BinaryIO) -> tuple[str, bytes, tuple[int, ...], bool]:
    """Byte order, salts and first sum, and whether the log's head is damaged: then they are as most frames have them."""
    magic = int.from_bytes(header[:4], "big")
    order = ">" if magic == MAGIC | 1 else "<"
    if len(header) == HEADER and magic & ~1 == MAGIC and checksum(order, header[:24], (0, 0)) == header[24:]:
        return order, header[16:24], struct.unpack(">2I", header[24:]), False
    salts = Counter(frame[SALTS] for _offset, frame in _frames(file)).most_common(1)
    return "<", salts[0][0] if salts else b"", (0, 0), bool(salts)
