"""Which columns may leave: the profile of an export decides, never the file's writer. Row by row, nothing is held."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

from fieldsurvey.interviews.tables import Level, tables_of
from fieldsurvey.records import Check, Column, Dataset, Row, RowsByInterview, Table, Value


class Profile(StrEnum):
    """Who the workbook is for; domain.md section 8."""

    REGISTER = "register"
    """Identified rows of firms that agreed to it; national ID numbers masked."""
    RESEARCH = "research"
    """De-identified rows: direct identifiers and places by GPS are out."""


@dataclasses.dataclass(frozen=True, slots=True)
class Released:
    """What may leave, and in words what may not."""

    dataset: Dataset
    """Its `by_interview` gives only interviews that may leave; how many of `found` these are shows when they have been read."""
    withheld: tuple[str, ...]
    """Names of the columns left out."""
    found: RowsByInterview
    """All interviews, also those of firms that did not agree to be named."""
    masked: tuple[str, ...] = ()


_PLACE_TYPES = frozenset({"geopoint", "geotrace", "geoshape", "image", "audio", "video", "file"})
_KEPT_BACK = "(a comment is kept with the study)"
_ID_MARKS = ("gstin", "pan", "udyam", "aadhaar", "phone", "licence_number", "epf_code", "esic_code")


def release(
    dataset: Dataset, profile: Profile, *, with_sensitive: bool, consent: str = "consent_register"
) -> Released:
    """`dataset` as it may leave under `profile`.

    The sensitive module leaves only when named (`with_sensitive`). In the register only firms whose answer to
    `consent` is yes appear, and identity numbers show their last four characters.
    """
    levels, reductions = [], []
    withheld: list[str] = []
    masked: list[str] = []
    for table in dataset.tables:
        columns = tuple(c for c in table.columns if _may_leave(c, profile, with_sensitive))
        withheld.extend(c.name for c in table.columns if c not in columns)
        hidden = {c.name for c in columns if profile is Profile.REGISTER and _is_identity_number(c)}
        masked.extend(sorted(hidden))
        levels.append(Level(table.ref, columns))
        reductions.append(_Reduction.of(table, columns, hidden))
    asked = _consent_of(dataset.tables[0], consent) if profile is Profile.REGISTER else None
    leaving = _Leaving(dataset.by_interview, tuple(reductions), asked)
    return Released(
        tables_of(dataset.questionnaire, tuple(levels), leaving, dataset.cluster),
        tuple(withheld),
        dataset.by_interview,
        tuple(masked),
    )


def _may_leave(column: Column, profile: Profile, with_sensitive: bool) -> bool:
    question = column.question
    if question.disclosure == "sensitive":
        return with_sensitive
    if profile is Profile.REGISTER:
        return question.type not in ("deviceid", "username", "phonenumber")
    return question.disclosure not in ("direct", "free") and question.type not in (
        *_PLACE_TYPES,
        *("deviceid", "username", "phonenumber", "email", "start", "end"),
    )


def _is_identity_number(column: Column) -> bool:
    return column.question.disclosure == "direct" and any(mark in column.name for mark in _ID_MARKS)


def _consent_of(main: Table, consent: str) -> str:
    """The column that says whether a firm may be named; "" where the form does not ask, and nobody agreed."""
    return consent if any(column.name == consent for column in main.columns) else ""


@dataclasses.dataclass(frozen=True, slots=True)
class _Reduction:
    """What of a row of one table may leave."""

    kept: tuple[str, ...]
    hidden: tuple[str, ...]
    """Of these the last four characters show."""

    @classmethod
    def of(cls, table: Table, columns: tuple[Column, ...], hidden: Collection[str]) -> _Reduction:
        keys = ("KEY", "PARENT_KEY") if table.ref else ("KEY",)
        return cls((*keys, *(column.name for column in columns)), tuple(hidden))

    def row(self, row: Row) -> Row:
        """The row as it may leave."""
        reduced = {name: row[name] for name in self.kept}
        for name in self.hidden:
            reduced[name] = _mask(reduced[name])
        return reduced


@dataclasses.dataclass(frozen=True, slots=True)
class _Leaving:
    """The interviews that may leave, each reduced to what of it may."""

    source: RowsByInterview
    reductions: tuple[_Reduction, ...]
    consent: str | None
    """The column that must say yes; None where nobody is asked."""

    def __iter__(self) -> Iterator[Sequence[tuple[int, Row]]]:
        for rows in self.source:
            if self.consent is None or rows[0][1].get(self.consent) == "yes":
                yield [(table, self.reductions[table].row(row)) for table, row in rows]

    def __len__(self) -> int:
        return len(self.source) if self.consent is None else sum(1 for _interview in self)


def _mask(value: Value) -> Value:
    text = str(value) if isinstance(value, str | int) else ""
    return "X" * max(0, len(text) - 4) + text[-4:] if text else value


def release_log(
    log: Iterable[tuple[str, str, str]],
    checks: Iterable[Check],
    withheld: Collection[str],
    profile: Profile,
    keys: Collection[str],
) -> Iterator[tuple[str, str, str]]:
    """The lines of the quality log that may leave: of the interviews `keys` and of questions that are not `withheld`.

    A comment, on a check or on a question, is free text, where a name may stand: it stays out of the research profile
    as all free text does. What stands beside a question is named by its ref.
    """
    unseen = {check.name for check in checks if check.question.rpartition("/")[2] in withheld}
    for key, name, comment in log:
        if key in keys and name not in unseen and name.rpartition("/")[2] not in withheld:
            yield key, name, _KEPT_BACK if profile is Profile.RESEARCH else comment
