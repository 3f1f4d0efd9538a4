"""What stands where on a sheet of data: a column of a table is one field of the sheet, or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.interviews.columns import OUR_OWN
from fieldsurvey.interviews.typed_values import is_listed
from fieldsurvey.interviews.unique_names import free
from fieldsurvey.records import Column, Missing, Row, Table, Value

MOST_SPLIT = 100
"""Choices up to which several answers have a column each as well."""
_SEVERAL = frozenset({"select_multiple", "select_multiple_from_file"})


class Part(StrEnum):
    """What of an answer a field holds."""

    KEY = "key"
    VALUE = "value"
    MISSING = "missing"
    """Why there is no value: dk or refused."""
    CHOICE = "choice"
    """1 where this choice was among several, 0 where it was not, blank where nothing was answered."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet."""

    name: str
    part: Part
    column: Column | None = None
    code: str = ""
    """The choice, of a field that tells of one."""

    @property
    def head(self) -> str:
        """What stands over it: the name, with the unit and period so that no figure stands without them."""
        if self.column is None or self.part is not Part.VALUE:
            return self.name
        question = self.column.question
        said = ", ".join(part for part in (question.unit, question.period) if part)
        return f"{self.name} ({said})" if said else self.name


def fields_of(table: Table, *, with_version: bool) -> tuple[Field, ...]:
    """The fields of a table's sheet, in order; every name is there once."""
    keys = ["KEY", "PARENT_KEY"] if table.ref else ["KEY", *(["FORM_VERSION"] if with_version else [])]
    taken = {name.casefold() for name in (*OUR_OWN, *(column.name for column in table.columns))}
    fields = [Field(key, Part.KEY) for key in keys]
    for column in table.columns:
        fields.append(Field(column.name, Part.VALUE, column))
        fields.extend(_beside(column, taken))
    return tuple(fields)


def _beside(column: Column, taken: set[str]) -> Iterator[Field]:
    question = column.question
    if takes_missing(column):
        yield Field(free(f"{column.name}_m", taken), Part.MISSING, column)
    if is_split(column):
        for choice in question.choices:
            yield Field(free(f"{column.name}_{choice.name}", taken), Part.CHOICE, column, choice.name)


def takes_missing(column: Column) -> bool:
    """Whether “don't know” and “refused” stand in a column of their own: they are no lines of its list."""
    if is_listed(column.question):
        return False
    return any(question.missing for question in (column.question, *column.asked.values()))


def is_split(column: Column) -> bool:
    """Whether each choice has a column too."""
    question = column.question
    return question.type in _SEVERAL and 0 < len(question.choices) <= MOST_SPLIT


def row_maker(fields: Sequence[Field]) -> Callable[[Row], list[Value]]:
    """What makes the cells of a row, in the order of the fields."""
    steps = [
        (number, field.part, field.column.name if field.column is not None else field.name, field.code)
        for number, field in enumerate(fields)
    ]
    sources = [source for _number, _part, source, _code in steps]
    apart = [
        step for step in steps if step[1] in (Part.MISSING, Part.CHOICE)
    ]  # all others are what stands in the row
    blanked = [number - 1 for number, part, _source, _code in apart if part is Part.MISSING]

    def made(row: Row) -> list[Value]:
        cells = [row[source] for source in sources]
        for number, part, _source, code in apart:
            value = cells[number]
            if part is Part.MISSING:
                cells[number] = value if isinstance(value, Missing) else None
            elif value is not None:
                chosen = value if isinstance(value, tuple) else (str(value),)
                cells[number] = 1 if code in chosen else 0
        for number in blanked:
            if isinstance(cells[number], Missing):
                cells[number] = None
        return cells

    return made
