"""Read a CSV file row by row, in bounded memory; a fault is a sentence that names the file, the line and the column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from fieldsurvey.errors import FormError
from fieldsurvey.messages import Message

_LONGEST_LINE = 1_000_000  # characters; a table made by people has none such
_STRAY = re.compile("[\udc80-\udcff]")  # what stands for a byte that is not UTF-8
_MOST_COLUMNS = 1000
_MOST_LINES = 10_000_000
_DELIMITERS = ",;\t"


class CsvFile:
    """A table being read: its columns are known at once, its rows come one by one, and once only."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        """Raises FormError when the first line cannot be read or names no columns."""
        self.name = name
        self.columns: tuple[str, ...] = ()
        self._text = io.TextIOWrapper(
            _Lent(stream),  # type: ignore[type-var]  # reads are all it is asked for
            encoding="utf-8-sig",
            errors="surrogateescape",
            newline="",
        )
        self._line, self._number = "", 0
        self._delimiter = ","
        first = self._read_line()
        bare = re.sub(r'"[^"]*"', "", first)
        self._delimiter = max(_DELIMITERS, key=bare.count)
        self._reader = csv.reader(self._lines(first), delimiter=self._delimiter, strict=True)
        names = tuple(name.strip() for name in self._next() or ())
        if not any(names):
            raise FormError("csv.no-header", file=name)
        if len(names) > _MOST_COLUMNS:
            raise FormError("csv.too-many-columns", file=name, columns=len(names), most=_MOST_COLUMNS)
        self.columns = names

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Each row that is not empty, as long as the header. Raises FormError at the first fault."""
        width = len(self.columns)
        filling = ("",) * width
        while (row := self._next()) is not None:
            cells = tuple([cell.strip() for cell in row])
            if any(cells):
                yield cells if len(cells) == width else (cells + filling)[:width]

    def _next(self) -> list[str] | None:
        began = self._number + 1 if self._number > 1 or self.columns else 1
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise self._broken(str(error), began) from error

    def _lines(self, first: str) -> Iterator[str]:
        yield first
        while line := self._read_line():
            yield line

    def _read_line(self) -> str:
        self._line = line = self._text.readline(_LONGEST_LINE)
        self._number += 1
        if self._number > _MOST_LINES:
            raise self._fault(Message("csv.too-many-lines"))
        if len(line) == _LONGEST_LINE:
            raise self._fault(Message("csv.line-too-long"))
        if "\0" in line:
            raise self._fault(Message("csv.zero-byte"), line.index("\0"))
        if not line.isascii() and (stray := _STRAY.search(line)):
            raise self._fault(Message("csv.not-utf8"), stray.start())
        return line

    def _broken(self, what: str, began: int) -> FormError:
        """The fault for what Python's reader found: nearly always a quotation mark."""
        if "field limit" in what or "end of data" in what:
            self._number = began
            return self._fault(Message("csv.open-quote"))
        offset = self._broken_offset() if began == self._number else None
        return self._fault(Message("csv.stray-quote"), offset)

    def _broken_offset(self) -> int:
        """Where the first cell begins that is not written as CSV."""
        mark = re.escape(self._delimiter)
        cell = re.compile(rf'(?:"(?:[^"]|"")*"|(?!")[^{mark}\r\n]*)(?:{mark}|[\r\n]|\Z)')
        offset = 0
        while (found := cell.match(self._line, offset)) and found.end() > offset:
            offset = found.end()
        return offset

    def _fault(self, what: Message, offset: int | None = None) -> FormError:
        """`offset`: how many characters of the line stand before the fault."""
        if offset is None:
            return FormError("csv.in-line", file=self.name, line=self._number, fault=what)
        number = re.sub(r'"[^"]*"', "", self._line[:offset]).count(self._delimiter)
        if number < len(self.columns):
            column = self.columns[number]
            return FormError("csv.in-column", file=self.name, line=self._number, column=column, fault=what)
        return FormError(
            "csv.in-column-number", file=self.name, line=self._number, column=number + 1, fault=what
        )


class _Lent(io.BufferedIOBase):
    """A stream that stays open when its reader goes; whoever opened it closes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self._stream.read(size)
