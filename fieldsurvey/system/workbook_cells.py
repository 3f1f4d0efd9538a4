"""The cells of a new workbook (.xlsx), read quickly: what a cell means is openpyxl's to say, but the plain ones, which are nearly all, do not pass through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from lxml import etree
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.xml.constants import SHARED_STRINGS

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _VALUE, _DIMENSION = f"{_NS}row", f"{_NS}v", f"{_NS}dimension"
_INLINE, _PLAIN = f"{_NS}is", f"{_NS}t"
_DIGITS = "0123456789"


class Cells(ExcelReader):
    """openpyxl's reader without what values have no use for, such as themes and conditional formats."""

    places: dict[str, str]
    """Title of a sheet -> where it lies in the file."""
    titles: list[str]

    def read(self) -> None:
        """The workbook's strings, formats and sheets; the rows come when they are asked for."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.places, self.titles = {}, []
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                continue
            self.titles.append(sheet.name)
            if "chartsheet" not in relation.Type:
                self.places[sheet.name] = relation.target

    def read_strings(self) -> None:
        """The texts that cells name by their number."""
        package: Any = self.package
        found = package.find(SHARED_STRINGS)
        if found is None:
            return
        with self.archive.open(found.PartName[1:]) as source:
            self.shared_strings = [
                _text(element).replace("x005F_", "") for element in _elements(source, f"{_NS}si")
            ]

    def rows(self, title: str) -> Iterator[Sequence[object]]:
        """The rows of a sheet as openpyxl gives them: each as wide as the sheet says it is, missing ones empty."""
        with self.archive.open(self.places[title]) as source:
            cells = self._parser(source)
            width: int | None = None
            last: int | None = None
            number = at = 1
            for element in _elements(source, _ROW, _DIMENSION):
                if element.tag == _DIMENSION:
                    _left, _top, width, last = _made(SheetDimension, element).boundaries
                    continue
                at, found = self._row(cells, element)
                if last is not None and at > last:
                    break
                for _ in range(number, at):
                    number += 1
                    yield (None,) * (width or 0)
                if number <= at:
                    number += 1
                    yield _filled(found, width)
            if last is not None and last < at:
                yield from ((None,) * (width or 0) for _ in range(number, last + 1))

    def _parser(self, source: IO[bytes]) -> Any:
        book: Any = self.wb
        return WorkSheetParser(
            source,
            self.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def _row(self, parser: Any, element: etree._Element) -> tuple[int, list[tuple[int, object]]]:
        """Its number, and (column, value) of its cells."""
        number = element.get("r")
        if number is None:
            parser.row_counter += 1
        elif number.isdigit():
            parser.row_counter = int(number)
        else:
            parser.parse_row(etree.Element(element.tag, {"r": number}))
        parser.col_counter = 0
        return parser.row_counter, [self._cell(parser, cell) for cell in element]

    def _cell(self, parser: Any, cell: etree._Element) -> tuple[int, object]:
        place = cell.get("r")
        letters = place.rstrip(_DIGITS) if place else ""
        if letters.isalpha() and letters.isupper():
            value = self._plain(parser, cell)
            if value is not None:
                parser.col_counter = column = column_index_from_string(letters)
                return column, value
        made = parser.parse_cell(cell)
        return made["column"], made["value"]

    def _plain(self, parser: Any, cell: etree._Element) -> object:
        """A text, or a number that is no day; None of all else, and of an empty cell."""
        kind = cell.get("t")
        if kind == "inlineStr":
            inside = cell.find(_INLINE)
            return _text(inside) if inside is not None else None
        if kind == "s":
            text = cell.findtext(_VALUE)
            return self.shared_strings[int(text)] if text else None
        if kind is None or kind == "n":
            style = cell.get("s")
            if not style or int(style) not in parser.date_formats:
                text = cell.findtext(_VALUE)
                return _number(text) if text else None
        return None


def _number(text: str) -> float:
    return float(text) if "." in text or "e" in text or "E" in text else int(text)


def _elements(source: IO[bytes], *tags: str) -> Iterator[etree._Element]:
    """Elements of these names one after the other, none of them kept."""
    told = etree.iterparse(
        source, tag=tags, remove_comments=True, remove_pis=True, resolve_entities=False, huge_tree=True
    )
    for _event, element in told:
        yield element
        element.clear()
        above = element.getparent()
        while above is not None and element.getprevious() is not None:
            del above[0]


def _text(element: etree._Element) -> str:
    """What stands in a string; one in several formats is put together by openpyxl."""
    if len(element) == 1 and element[0].tag == _PLAIN and not len(element[0]):
        return element[0].text or ""
    return str(_made(Text, element).content)


def _filled(cells: Sequence[tuple[int, object]], width: int | None) -> Sequence[object]:
    if not cells and not width:
        return ()
    most = width or cells[-1][0]
    row: list[object] = [None] * most
    for column, value in cells:
        if 1 <= column <= most:
            row[column - 1] = value
    return tuple(row)


def _made(kind: Any, element: etree._Element) -> Any:
    """What openpyxl makes of an element."""
    return kind.from_tree(element)
