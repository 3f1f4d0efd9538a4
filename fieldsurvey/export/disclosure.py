"""Which columns may leave: the profile of an export decides, never the file's writer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from enum import StrEnum

from fieldsurvey.records import Check, Column, Dataset, Table, Value


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
    withheld: tuple[str, ...]
    """Names of the columns left out."""
    masked: tuple[str, ...] = ()
    dropped_rows: int = 0
    """Interviews left out because the firm did not agree to be named."""


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
    withheld: list[str] = []
    masked: list[str] = []
    kept_keys = _consenting(dataset, consent) if profile is Profile.REGISTER else None
    tables = []
    for table in dataset.tables:
        columns = tuple(c for c in table.columns if _may_leave(c, profile, with_sensitive))
        withheld.extend(c.name for c in table.columns if c not in columns)
        hidden = {c.name for c in columns if profile is Profile.REGISTER and _is_identity_number(c)}
        masked.extend(sorted(hidden))
        tables.append(_reduced(table, columns, hidden, kept_keys))
    dropped = len(dataset.tables[0].rows) - len(tables[0].rows)
    return Released(
        dataclasses.replace(dataset, tables=tuple(tables)),
        tuple(withheld),
        tuple(masked),
        dropped_rows=dropped,
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


def _consenting(dataset: Dataset, consent: str) -> frozenset[Value] | None:
    main = dataset.tables[0]
    if all(column.name != consent for column in main.columns):
        return frozenset()
    return frozenset(row["KEY"] for row in main.rows if row[consent] == "yes")


def _reduced(
    table: Table, columns: tuple[Column, ...], hidden: set[str], kept_keys: frozenset[Value] | None
) -> Table:
    names = [column.name for column in columns]
    keys = ("KEY", "PARENT_KEY") if table.ref else ("KEY",)
    rows = [
        {
            **{key: row[key] for key in keys},
            **{name: _mask(row[name]) if name in hidden else row[name] for name in names},
        }
        for row in table.rows
        if kept_keys is None or str(row["KEY"]).partition("/")[0] in kept_keys
    ]
    return dataclasses.replace(table, columns=columns, rows=rows)


def _mask(value: Value) -> Value:
    text = str(value) if isinstance(value, str | int) else ""
    return "X" * max(0, len(text) - 4) + text[-4:] if text else value


def release_log(
    log: Iterable[tuple[str, str, str]], checks: Iterable[Check], released: Released, profile: Profile
) -> list[tuple[str, str, str]]:
    """The lines of the quality log that may leave: of interviews and questions that leave.

    A comment, on a check or on a question, is free text, where a name may stand: it stays out of the research profile
    as all free text does. What stands beside a question is named by its ref.
    """
    kept = {row["KEY"] for row in released.dataset.tables[0].rows}
    withheld = {check.name for check in checks if check.question.rpartition("/")[2] in released.withheld}
    return [
        (key, name, _KEPT_BACK if profile is Profile.RESEARCH else comment)
        for key, name, comment in log
        if key in kept and name not in withheld and name.rpartition("/")[2] not in released.withheld
    ]
