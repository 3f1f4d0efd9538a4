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

_HEADER = 32
_FRAME = 24
_PAGE = 4096
_MAGIC = 0x377F0682  # the last bit says in which byte order the sums are made
_SALTS = slice(8, 16)


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
            header = file.read(_HEADER)
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
        head, content = frame[:_FRAME], frame[_FRAME:]
        page, size = struct.unpack(">2I", head[:8])
        if not page or head[_SALTS] != salts or _sum(order, head[:8] + content, sums) != head[16:]:
            has_hole = True
        else:
            is_damaged = is_damaged or has_hole
            since.append((page, offset + _FRAME))
            if size:
                count = size
                for known, place in since:
                    found[known] = (place, *found.get(known, ()))
                since.clear()
        sums = struct.unpack(">2I", head[16:])
    return Log(found, count, is_damaged)


def _frames(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset = _HEADER
    file.seek(offset)
    while len(frame := file.read(_FRAME + _PAGE)) == _FRAME + _PAGE:
        yield offset, frame
        offset += len(frame)


def _start(header: bytes, file: BinaryIO) -> tuple[str, bytes, tuple[int, ...], bool]:
    """Byte order, salts and first sum, and whether the log's head is damaged: then they are as most frames have them."""
    magic = int.from_bytes(header[:4], "big")
    order = ">" if magic == _MAGIC | 1 else "<"
    if len(header) == _HEADER and magic & ~1 == _MAGIC and _sum(order, header[:24], (0, 0)) == header[24:]:
        return order, header[16:24], struct.unpack(">2I", header[24:]), False
    salts = Counter(frame[_SALTS] for _offset, frame in _frames(file)).most_common(1)
    return "<", salts[0][0] if salts else b"", (0, 0), bool(salts)


def _sum(order: str, data: bytes, sums: tuple[int, ...]) -> bytes:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return struct.pack(">2I", first, second)
