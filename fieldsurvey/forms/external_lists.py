"""Large lists of a form: the engine asks for rows, the store keeps them; here the two are joined.

A CSV file above the threshold becomes a table, in the study or, while a form is only looked at, in a temporary one.
"""

from __future__ import annotations

import hashlib
import io
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from fieldsurvey.errors import FieldSurveyError, FormError
from fieldsurvey.records import Questionnaire
from fieldsurvey.store import Database, database, forms, lists
from fieldsurvey.system.csv_reader import CsvFile
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition, parse_form
from fieldsurvey.xforms.lists.index import Condition
from fieldsurvey.xforms.lists.rows import MemoryRows, RowList, Rows
from fieldsurvey.xforms.parse.paths import compile_expression
from fieldsurvey.xforms.xpath.values import number_text, text_number

LARGE = 500_000
"""Bytes. Below (some 10,000 rows), reading the file at each opening of the form costs less than 30 ms and 10 MB."""
SPELLING = lists.Spelling(text_number, number_text)


def is_large(name: str, content: bytes | Path) -> bool:
    """Whether an attached file is a table too large to be held in memory each time its form is opened."""
    if not name.lower().endswith(".csv"):
        return False
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    return size > LARGE


def store(
    db: Database, study: Path, questionnaire: Questionnaire, progress: Progress = silent
) -> dict[str, int]:
    """Store a form's large lists, found quickly by what the form compares: name -> number of the list.

    Raises FormError when a file is broken or lacks a column the form needs; then nothing is kept.
    """
    if forms.is_known(db, questionnaire.form_id, questionnaire.version):
        return {}
    return store_again(db, study, questionnaire, progress)


def store_again(
    db: Database, study: Path, questionnaire: Questionnaire, progress: Progress = silent
) -> dict[str, int]:
    """The same for a form the study knows already, whose lists were lost."""
    large = _large(questionnaire.media)
    if not large:
        return {}
    form = parsed(questionnaire, headers(large))
    by_columns = compared(form, questionnaire)
    kept: dict[str, int] = {}
    for name, content in large.items():
        with opened(content) as stream:
            kept[name] = lists.store(db, study, name, stream, progress)
        lists.index(db, study, kept[name], by_columns.get(name, ()), SPELLING)
    return kept


def headers(media: Mapping[str, bytes | Path]) -> dict[str, Rows]:
    """The large lists among the files as tables without rows."""
    return {name: MemoryRows(columns_of(name, it), ()) for name, it in _large(media).items()}


def of_form(db: Database, form_id: str, version: str) -> dict[str, Rows]:
    """The stored lists of a form version, asked through this connection."""
    return {
        name: lists.StoredRows(db, number, SPELLING)
        for name, number in forms.lists(db, form_id, version).items()
    }


def original(db: Database, questionnaire: Questionnaire, name: str) -> Iterator[bytes]:
    """The bytes of a file attached to a form of the study."""
    small = questionnaire.media.get(name)
    if isinstance(small, bytes):
        return iter((small,))
    number = forms.lists(db, questionnaire.form_id, questionnaire.version).get(name)
    if number is None:
        raise FieldSurveyError("form.has-no-file", form=questionnaire.form_id, file=name)
    return lists.original(db, number)


def renewed(db: Database, known: Questionnaire, media: Mapping[str, bytes | Path]) -> dict[str, bytes | Path]:
    """The attached files that are others than those a form of the study has under their names."""
    lists_of = forms.lists(db, known.form_id, known.version)
    here = {*known.media, *lists_of}
    return {
        name: content
        for name, content in media.items()
        if name not in here or digest_of(original(db, known, name)) != digest_of(_portions(content))
    }


def _portions(content: bytes | Path) -> Iterator[bytes]:
    with opened(content) as stream:
        while portion := stream.read(1 << 20):
            yield portion


def digest_of(portions: Iterable[bytes]) -> bytes:
    """The SHA-256 of a file that comes in portions."""
    digest = hashlib.sha256()
    for portion in portions:
        digest.update(portion)
    return digest.digest()


def rows_of(questionnaire: Questionnaire, name: str) -> Rows | None:
    """The rows of a small attached table, held in memory; None when the form has no such file."""
    content = questionnaire.media.get(name)
    if content is None:
        return None
    with opened(content) as stream:
        file = CsvFile(name, stream)
        return MemoryRows(file.columns, file)


def parsed(questionnaire: Questionnaire, rows: Mapping[str, Rows]) -> FormDefinition:
    """The form as the engine reads it, its large lists given as rows."""
    small = {name: content for name, content in questionnaire.media.items() if isinstance(content, bytes)}
    return parse_form(questionnaire.xform, media={**small, **rows})


def media_outside(media: Mapping[str, bytes | Path]) -> dict[str, bytes | Rows]:
    """Media as the engine takes them, for a form that is in no study."""
    large = _large(media)
    return {
        name: content if isinstance(content, bytes) and name not in large else ExternalList(name, content)
        for name, content in media.items()
    }


def opened(content: bytes | Path) -> BinaryIO:
    """The file as a stream. Raises FormError."""
    if isinstance(content, bytes):
        return io.BytesIO(content)
    try:
        return content.open("rb")
    except OSError as error:
        raise FormError("file.attached-unreadable", path=str(content), reason=error.strerror or "") from error


def columns_of(name: str, content: bytes | Path) -> tuple[str, ...]:
    """The names in the first line."""
    with opened(content) as stream:
        return CsvFile(name, stream).columns


def _large(media: Mapping[str, bytes | Path]) -> dict[str, bytes | Path]:
    """Those to be stored as lists; what is neither bytes nor a path is left to be refused where media are kept."""
    return {
        name: content
        for name, content in media.items()
        if isinstance(content, Path) or (isinstance(content, bytes) and is_large(name, content))
    }


def compared(form: FormDefinition, questionnaire: Questionnaire) -> dict[str, set[tuple[str, ...]]]:
    """File -> columns compared together, by the form and by the checks and indicators that are asked beside it."""
    found = {name: set(columns) for name, columns in form.compared.items()}
    texts = [(check.expression, check.question) for check in questionnaire.checks]
    for indicator in questionnaire.indicators:
        asked = (indicator.variable, indicator.numerator, indicator.denominator, indicator.universe)
        texts.extend((text, form.root_ref) for text in asked if text)
    for text, ref in texts:
        try:
            made = compile_expression(text, form.root, form.node(ref) or form.root, form.secondary)
        except FormError:
            continue  # told where the workbook is read; here it only stays without an index
        for name, columns in made.compared:
            source = form.secondary[name]
            if columns and isinstance(source, RowList):
                found.setdefault(source.file_name, set()).add(columns)
    return found


class ExternalList:
    """The rows of a large file whose form is in no study: in a locked temporary table, once somebody asks for them."""

    def __init__(self, name: str, content: bytes | Path) -> None:
        """Raises FormError when the file is broken, at whichever line."""
        with opened(content) as stream:
            file = CsvFile(name, stream)
            for _row in file:
                pass
        self.columns = file.columns
        self._name, self._content = name, content
        self._db: Database | None = None
        self._path, self._number = Path(), 0
        self._compared: set[frozenset[str]] = set()

    def matching(self, conditions: Sequence[Condition]) -> Iterable[tuple[Any, ...]]:
        """The rows that fulfil all the conditions."""
        return self._rows(conditions).matching(conditions)

    def texts(self, conditions: Sequence[Condition], indexes: Sequence[int]) -> Iterable[tuple[str, ...]]:
        """What stands in some columns of these rows."""
        return self._rows(conditions).texts(conditions, indexes)

    def count(self, conditions: Sequence[Condition]) -> int:
        """How many there are."""
        return self._rows(conditions).count(conditions)

    def _rows(self, conditions: Sequence[Condition]) -> lists.StoredRows:
        if self._db is None:
            db, self._path = database.temporary()
            weakref.finalize(self, database.close_temporary, db, self._path)
            with opened(self._content) as stream:
                self._number = lists.store(db, self._path, self._name, stream)
            self._db = db
        compared = frozenset(column for column, _key in conditions)
        if compared not in self._compared:
            self._compared.add(compared)
            lists.index(self._db, self._path, self._number, [tuple(compared)], SPELLING)
            self._found = lists.StoredRows(self._db, self._number, SPELLING)
        return self._found
