"""What each column of the workbook means: question, codes, universe, missing codes, derivation; and the codes, one a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.export.dates import CUT
from fieldsurvey.export.layout import Field, Part
from fieldsurvey.interviews.unique_names import free
from fieldsurvey.records import MISSING_NUMBERS, Choice, Question, text_in

_NUMERIC = ("integer", "decimal", "range")

_LONGEST_LIST = 2_000
"""Characters of codes that stand in the codebook itself; longer lists stand on their own sheet alone."""
_WORD = re.compile(r"[\w.-]+")
_NOT_SAID = "(an expression over columns left out)"
_POINT = "latitude longitude altitude accuracy: degrees, then metres"
_WRITTEN: Mapping[str, str] = {
    **dict.fromkeys(("geopoint", "start-geopoint", "background-geopoint"), f"{_POINT}, spaces between"),
    **dict.fromkeys(
        ("geotrace", "geoshape"),
        f"{_POINT}, spaces between; a point after another, semicolons between",
    ),
    "rank": "all codes, the one put first standing first, spaces between",
}
_KEYS: Mapping[str, str] = {
    "KEY": "The row: of an interview, or of a row of a repeat within it.",
    "PARENT_KEY": "The KEY of the row this one belongs to.",
    "FORM_VERSION": "The version of the questionnaire the interview was finalised in.",
}


@dataclass(frozen=True, slots=True)
class SheetFields:
    """A sheet of data and what stands on it."""

    sheet: str
    fields: tuple[Field, ...]


class Codebook:
    """The codebook of one workbook."""

    def __init__(
        self,
        sheets: Sequence[SheetFields],
        languages: Sequence[str],
        unread: Iterable[str],
        used: Mapping[str, Sequence[Choice]],
        months: Collection[str] = (),
    ) -> None:
        """`unread`: refs no expression may speak of. `used`: of lists too long to be told whole the codes that were used.
        `months`: refs of dates that leave to the month.
        """
        self._sheets = sheets
        self._languages = tuple(languages) or ("default",)
        self._hidden = frozenset(ref.rpartition("/")[2] for ref in unread)
        self._used, self._months = used, months
        self._lists: list[tuple[str, tuple[Choice, ...]]] = []
        """(name, choices) of the lists there are, each once, called after the first question that chooses from it."""
        for sheet in sheets:
            for field in sheet.fields:
                if field.part is Part.VALUE and field.column is not None:
                    self._note(field.name, self._choices(field.column.question))

    def head(self) -> tuple[str, ...]:
        """Over its rows."""
        return (
            *("Sheet", "Header", "Name", "Type"),
            *(f"Question, {language}" for language in self._languages),
            *("Unit", "Period", "Codes", "List", "Asked when", "Missing codes", "Derived by", "Disclosure"),
            *("Path", "First version", "Last version"),
        )

    def codes_head(self) -> tuple[str, ...]:
        """Over the rows of the codes."""
        return ("List", "Code", *(f"Label, {language}" for language in self._languages))

    def widths(self) -> tuple[int, ...]:
        """Of its columns."""
        return (16, 26, 26, 14, *(48 for _one in self._languages), 14, 22, 60, 18, 40, 16, 40, 14, 40, 16, 16)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One a column of a sheet of data, in the order of the sheets."""
        for sheet in self._sheets:
            for field in sheet.fields:
                yield (sheet.sheet, field.head, field.name, *self._row(field))

    def codes(self) -> Iterator[tuple[str, ...]]:
        """(list, code, label in each language), one a row."""
        for name, choices in self._lists:
            for choice in choices:
                yield (name, choice.name, *(text_in(choice.label, one) for one in self._languages))

    def _row(self, field: Field) -> tuple[str, ...]:
        blank = ("",) * (len(self._languages) - 1)
        if field.column is None:
            return ("key", _KEYS[field.name], *blank, *("",) * 11)
        question = field.column.question
        asked = list(field.column.asked)
        versions = (asked[0], asked[-1]) if asked else ("", "")
        if field.part is Part.MISSING:
            told = f"Why {field.column.name} is empty: dk = did not know, refused = did not want to say"
            return ("missing", told, *blank, *("",) * 8, question.ref, *versions)
        if field.part is Part.CHOICE:
            label = next((c.label for c in question.choices if c.name == field.code), {})
            words = (text_in(label, one) or field.code for one in self._languages)
            told = f"1 = {field.code} is among the answers, 0 = it is not"
            return ("choice", *words, "", "", told, *("",) * 5, question.ref, *versions)
        choices = self._choices(question)
        return (
            question.type,
            *(question.label.get(one) or text_in(question.label, one) for one in self._languages),
            question.unit,
            question.period,
            self._how_written(question, choices),
            self._list_of(choices),
            self._expressions({v: one.relevant for v, one in field.column.asked.items()}, question.relevant),
            _missing_codes(question),
            self._expressions(
                {v: one.calculation for v, one in field.column.asked.items()}, question.calculation
            ),
            question.disclosure,
            question.ref,
            *versions,
        )

    def _choices(self, question: Question) -> tuple[Choice, ...]:
        return question.choices or tuple(self._used.get(question.ref, ()))

    def _note(self, name: str, choices: tuple[Choice, ...]) -> None:
        if choices and not self._list_of(choices):
            self._lists.append((free(name, {known.casefold() for known, _choices in self._lists}), choices))

    def _list_of(self, choices: tuple[Choice, ...]) -> str:
        return next((name for name, known in self._lists if known == choices), "") if choices else ""

    def _how_written(self, question: Question, choices: Sequence[Choice]) -> str:
        """The codes, and how a cell holds what is more than a number, a word or a code."""
        if question.ref in self._months:
            return CUT
        written = _WRITTEN.get(question.type, "")
        return "\n".join(part for part in (written, self._told_codes(choices) if choices else "") if part)

    def _told_codes(self, choices: Sequence[Choice]) -> str:
        told = "\n".join(f"{c.name} = {text_in(c.label, self._languages[0])}" for c in choices)
        return told if len(told) <= _LONGEST_LIST else f"{len(choices)} codes, on the sheet Codes"

    def _expressions(self, by_version: Mapping[str, str], newest: str) -> str:
        """An expression; where versions of the form have another one, each with its version."""
        told = {version: self._expression(text) for version, text in by_version.items()}
        if len(set(told.values())) < 2:
            return self._expression(newest)
        return "\n".join(
            f"version {version or '(none)'}: {text or '(none)'}" for version, text in told.items()
        )

    def _expression(self, text: str) -> str:
        """An expression of the form, unless it speaks of what is left out."""
        return _NOT_SAID if self._hidden.intersection(_WORD.findall(text)) else text


def _missing_codes(question: Question) -> str:
    """As the study stores them, and as the workbook shows them."""
    if not question.missing:
        return ""
    stored: Mapping[str, str] = {kind.value: code for code, kind in MISSING_NUMBERS.items()}
    if question.type in _NUMERIC:
        return ", ".join(f"{kind} (stored as {stored.get(kind, kind)})" for kind in question.missing)
    return ", ".join(question.missing)
