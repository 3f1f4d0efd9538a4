"""Read a CSV file row by row, in bounded memory; a fault is a sentence that names the file, the line and the column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from fieldsurvey.errors import FormError

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
            raise FormError(
                f"The file “{name}” has no header: its first line must name the columns. Write it and try again."
            )
        if len(names) > _MOST_COLUMNS:
            raise FormError(
                f"The file “{name}” has {len(names):,} columns, more than {_MOST_COLUMNS:,}; this is not a list of "
                "choices. Is it the right file?"
            )
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
            raise self._fault("the file has more than ten million lines; a list of choices has not.")
        if len(line) == _LONGEST_LINE:
            raise self._fault(
                "the line is longer than a million characters; this is not a table. Is it the right file?"
            )
        if "\0" in line:
            raise self._fault(
                "there is a zero byte, so this is not plain text. Save it as CSV UTF-8.", line.index("\0")
            )
        if not line.isascii() and (stray := _STRAY.search(line)):
            raise self._fault("the text is not UTF-8. Save the file as CSV UTF-8.", stray.start())
        return line

    def _broken(self, what: str, began: int) -> FormError:
        """The sentence for what Python's reader found: nearly always a quotation mark."""
        if "field limit" in what or "end of data" in what:
            self._number = began
            return self._fault("a quotation mark is opened and never closed. Close it or take it out.")
        offset = self._broken_offset() if began == self._number else None
        return self._fault("a quotation mark stands inside a text. Double it, or take it out.", offset)

    def _broken_offset(self) -> int:
        """Where the first cell begins that is not written as CSV."""
        mark = re.escape(self._delimiter)
        cell = re.compile(rf'(?:"(?:[^"]|"")*"|(?!")[^{mark}\r\n]*)(?:{mark}|[\r\n]|\Z)')
        offset = 0
        while (found := cell.match(self._line, offset)) and found.end() > offset:
            offset = found.end()
        return offset

    def _fault(self, what: str, offset: int | None = None) -> FormError:
        """`offset`: how many characters of the line stand before the fault."""
        where = f"The file “{self.name}”, line {self._number}"
        if offset is not None:
            bare = re.sub(r'"[^"]*"', "", self._line[:offset])
            number = bare.count(self._delimiter)
            known = number < len(self.columns)
            where += f", column “{self.columns[number]}”" if known else f", column {number + 1}"
        return FormError(f"{where}: {what}")


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
