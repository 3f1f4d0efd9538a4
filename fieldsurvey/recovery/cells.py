"""The cells of one page and the values of one row, read byte by byte; what cannot be is left out, never guessed.

Source: https://www.sqlite.org/fileformat2.html (b-tree pages, record format, overflow pages).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldsurvey.recovery.pages import Pages

TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 13, 5, 10, 2
KINDS = frozenset({TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR})
_FILE_HEAD = 100
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Value = int | float | str | bytes | None


class Lost:
    """Stands for a value whose pages are lost."""


LOST = Lost()
Values = tuple[Value | Lost, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of a page: the page beneath it (interior pages), its rowid (tables), its record (all but table interiors)."""

    child: int = 0
    rowid: int = 0
    values: Values = ()

    @property
    def is_whole(self) -> bool:
        """Whether every value could be read."""
        return LOST not in self.values


def kind_of(page: bytes | None, number: int) -> int:
    """The kind of b-tree page, 0 for any other."""
    if page is None:
        return 0
    kind = page[_head(number)]
    return kind if kind in KINDS else 0


def right_child(page: bytes, number: int) -> int:
    """The last child of an interior page."""
    return int.from_bytes(page[_head(number) + 8 : _head(number) + 12], "big")


def cells(pages: Pages, number: int, page: bytes, *, far: bool = True) -> Iterator[Cell | None]:
    """The entries of a b-tree page in order; None for one that makes no sense.

    Without `far` only what stands on this very page is read; the rest is LOST.
    """
    kind = kind_of(page, number)
    begin = _head(number) + (12 if kind in (TABLE_INTERIOR, INDEX_INTERIOR) else 8)
    (count,) = struct.unpack(">H", page[_head(number) + 3 : _head(number) + 5])
    if begin + 2 * count > pages.usable:
        yield None
        return
    for at in struct.unpack(f">{count}H", page[begin : begin + 2 * count]):
        if at < begin + 2 * count or at > pages.usable - 3:
            yield None
            continue
        try:
            yield _cell(pages, page, kind, at, far=far)
        except (IndexError, ValueError, struct.error):
            yield None


def _head(number: int) -> int:
    return _FILE_HEAD if number == 1 else 0


def _cell(pages: Pages, page: bytes, kind: int, at: int, *, far: bool) -> Cell:
    child = rowid = 0
    if kind in (TABLE_INTERIOR, INDEX_INTERIOR):
        child = int.from_bytes(page[at : at + 4], "big")
        at += 4
    if kind == TABLE_INTERIOR:
        return Cell(child, _varint(page, at)[0])
    size, at = _varint(page, at)
    if kind == TABLE_LEAF:
        rowid, at = _varint(page, at)
    payload = _payload(pages, page, at, size, is_table=kind == TABLE_LEAF, far=far)
    return Cell(child, rowid, _record(payload, size))


def _payload(pages: Pages, page: bytes, at: int, size: int, *, is_table: bool, far: bool) -> bytes:
    """The bytes of a row, those on overflow pages too; shorter than `size` when one of these is lost."""
    usable = pages.usable
    if not 0 < size <= pages.count * usable:
        raise ValueError("no row is that long")
    most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
    if size <= most:
        return _exactly(page[at : at + size], size)
    least = (usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (usable - 4)
    local = local if local <= most else least
    parts = [_exactly(page[at : at + local], local)]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    missing = size - local
    while missing > 0 and far:
        overflow = pages.read(following) if 1 < following <= pages.count else None
        if overflow is None:
            break
        parts.append(overflow[4 : 4 + min(missing, usable - 4)])
        missing -= len(parts[-1])
        following = int.from_bytes(overflow[:4], "big")
    return b"".join(parts)


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise ValueError("it ends too early")
    return data


def _record(payload: bytes, size: int) -> Values:
    head, at = _varint(payload, 0)
    if not at <= head <= size:
        raise ValueError("no head of a row")
    types: list[int] = []
    while at < head:
        serial, at = _varint(payload, at)
        types.append(serial)
    if at != head or head + sum(map(_length, types)) != size:
        raise ValueError("the head does not fit the row")
    return tuple(_values(payload, head, types))


def _values(payload: bytes, at: int, types: Sequence[int]) -> Iterator[Value | Lost]:
    for serial in types:
        length = _length(serial)
        data = payload[at : at + length]
        at += length
        yield _value(serial, data) if len(data) == length else LOST


def _length(serial: int) -> int:
    if serial >= 12:
        return (serial - 12) // 2
    if serial in (10, 11):
        raise ValueError("no such type")
    return _INTEGERS.get(serial, 8 if serial == 7 else 0)


def _value(serial: int, data: bytes) -> Value | Lost:
    if serial >= 12:
        return _text(data) if serial % 2 else data
    if serial == 7:
        return float(struct.unpack(">d", data)[0])
    if serial in (8, 9):
        return serial - 8
    return int.from_bytes(data, "big", signed=True) if serial else None


def _text(data: bytes) -> str | Lost:
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError:
        return LOST


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    value = value << 8 | data[at + 8]
    return (value - (1 << 64) if value >> 63 else value), at + 9
