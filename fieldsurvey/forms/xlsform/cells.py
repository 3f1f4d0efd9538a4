"""The cells of a workbook that holds a form, read once."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.exceptions import InvalidFileException

from fieldsurvey.errors import FormError
from fieldsurvey.system.workbook_cells import Cells

Table = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a workbook as rows of values."""

    titles: tuple[str, ...]
    """The sheets' names as they are written, also of charts."""
    tables: Mapping[str, Table]
    """Name as it is written -> rows, the header first."""


def read(path: Path) -> Workbook:
    """The cells of a new workbook (.xlsx). Raises FormError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out of a workbook, no form needs
            reader = Cells(path, read_only=True, data_only=True)
            reader.read()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError, EOFError) as error:
        raise FormError("workbook.not-excel", file=path.name) from error
    except SyntaxError as error:  # of one XML library or the other
        raise FormError("workbook.damaged", file=path.name) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Workbook(
                tuple(reader.titles), {title: list(reader.rows(title)) for title in reader.places}
            )
    except (KeyError, ValueError, IndexError, zipfile.BadZipFile, SyntaxError, EOFError) as error:
        raise FormError("workbook.damaged", file=path.name) from error
    finally:
        reader.archive.close()
