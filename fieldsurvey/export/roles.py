"""What a question may tell of a person or firm: as the form marks it, as somebody confirmed it, or as it looks by type and values.

A form that marks nothing gets proposals, on the closed side; until somebody confirmed them no research rows leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fieldsurvey.forms.derivations import Derivation, told_by
from fieldsurvey.records import Column, Dataset, Missing, Questionnaire, Value


class Role(StrEnum):
    """What a column may tell; the words of the form's own column `disclosure` are among them."""

    DIRECT = "direct"
    """Names a person, a firm, a place, or a device."""
    FREE = "free"
    """Free text, where a name may stand."""
    SENSITIVE = "sensitive"
    KEY = "key"
    """Known to neighbours, and a few values: with others it may point to one firm."""
    VISIBLE = "visible"
    AMOUNT = "amount"
    """A number nearly every firm has to itself."""
    DATE = "date"
    HIDDEN = "hidden"
    """Of use to the form alone."""
    PLAIN = "plain"


WITHHELD = frozenset({Role.DIRECT, Role.FREE, Role.HIDDEN})
"""What research rows do not hold."""
TOO_EXACT = frozenset({Role.AMOUNT, Role.DATE, Role.VISIBLE})
"""What may point to one firm as it stands; rows are not coarsened yet, so it leaves only where the form itself marks it."""
PLACE_AND_FILE = frozenset(
    {"geopoint", "geotrace", "geoshape", "image", "audio", "video", "file"}
    | {"start-geopoint", "background-geopoint", "background-audio", "annotate", "draw", "signature"}
)
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid"}
    | {"imei", "uri:deviceid", "metadata", "audit"}
)
_NUMBERS = frozenset({"integer", "decimal", "range"})
_CHOSEN = frozenset({"select_one", "select_multiple", "rank"})
_DATES = frozenset({"date", "time", "datetime"})
_SAMPLE = 2_000
"""Values of a column by which it is told whether nearly all differ."""
_MANY_DIGITS = 10_000_000
_FEW_CODES = 30
_DISTINCT = 0.9
_FEWEST = 5
"""Values below which nothing is said of how they differ."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The role of one column, as it looks."""

    table: str
    name: str
    label: Mapping[str, str]
    role: Role
    is_derived: bool = False
    """It tells of a column that is withheld."""

    @property
    def is_withheld(self) -> bool:
        """Whether research rows would be without it."""
        return self.role in WITHHELD | TOO_EXACT or self.is_derived


def key_of(column: Column) -> str:
    """Under which a confirmed role is kept: the question's path and type, so that another type asks again."""
    return f"{column.question.ref} {column.question.type}"


def role_of(column: Column, confirmed: Mapping[str, str]) -> Role:
    """The role that holds: the form's mark, else what was confirmed, else what the type says. Never open for what is unknown."""
    question = column.question
    if question.type in PLACE_AND_FILE or question.type in METADATA:
        return Role.SENSITIVE if question.disclosure == Role.SENSITIVE else Role.DIRECT
    said = question.disclosure or confirmed.get(key_of(column), "")
    if said in set(Role):
        return Role(said)
    return _by_type(column)


def _by_type(column: Column) -> Role:
    kind = column.question.type
    if kind in _NUMBERS or kind == "calculate":
        return Role.PLAIN
    if kind.endswith("_from_file") and not column.question.disclosure:
        return Role.FREE  # a list of an agency's own: its labels may be names
    if kind.startswith("select_") or kind in _CHOSEN:
        return Role.KEY if len(column.question.choices) <= _FEW_CODES else Role.VISIBLE
    if kind in _DATES:
        return Role.DATE
    if kind == "acknowledge":
        return Role.VISIBLE
    return Role.DIRECT if kind == "barcode" else Role.FREE


def unreviewed(dataset: Dataset, versions: Iterable[Questionnaire]) -> Iterator[tuple[str, Column]]:
    """(table, column) of the questions that only versions without any mark ask."""
    marked = {one.version for one in versions if any(question.disclosure for question in one.questions)}
    for table in dataset.tables:
        for column in table.columns:
            if not marked.intersection(column.asked):
                yield table.name, column


def unconfirmed(
    dataset: Dataset, versions: Iterable[Questionnaire], confirmed: Collection[str]
) -> tuple[Column, ...]:
    """The columns whose role nobody said: neither the form nor a person."""
    return tuple(c for _table, c in unreviewed(dataset, versions) if key_of(c) not in confirmed)


@dataclass(slots=True)
class _Seen:
    """What was seen of one column's values."""

    values: list[Value] = field(default_factory=list)
    has_long_number: bool = False
    has_text: bool = False

    def take(self, value: Value) -> None:
        if value is None or isinstance(value, Missing):
            return
        if isinstance(value, str):
            self.has_text = True
        elif isinstance(value, int) and abs(value) >= _MANY_DIGITS:
            self.has_long_number = True
        if len(self.values) < _SAMPLE:
            self.values.append(value)

    @property
    def differs(self) -> bool:
        """Whether nearly all are different."""
        return len(self.values) >= _FEWEST and len(set(self.values)) >= _DISTINCT * len(self.values)


def proposals(
    dataset: Dataset, versions: Collection[Questionnaire], derived: Mapping[str, Derivation]
) -> tuple[Proposal, ...]:
    """A role for each question nobody marked, by its type and its values; every interview is read once."""
    asked = tuple(unreviewed(dataset, versions))
    looked_at = [
        [c.name for c in table.columns if c.question.type in _NUMBERS or c.question.type == "calculate"]
        for table in dataset.tables
    ]
    seen = [{name: _Seen() for name in names} for names in looked_at]
    for rows in dataset.by_interview:
        for number, row in rows:
            for name, of in seen[number].items():
                of.take(row[name])
    of_table = dict(zip((table.name for table in dataset.tables), seen, strict=True))
    found = [(table, column, _proposed(column, of_table[table].get(column.name))) for table, column in asked]
    closed = {column.question.ref for _table, column, role in found if role in WITHHELD | TOO_EXACT}
    telling = told_by(derived, closed)
    return tuple(
        Proposal(
            table,
            column.name,
            column.question.label,
            role,
            column.question.ref in telling
            or (role not in WITHHELD | TOO_EXACT and column.question.ref in closed),
        )
        for table, column, role in found
    )


def _proposed(column: Column, seen: _Seen | None) -> Role:
    role = role_of(column, {})
    if seen is None or role is not Role.PLAIN:
        return role
    if column.question.type == "calculate" and seen.has_text:
        return Role.FREE if seen.differs else Role.VISIBLE
    if seen.has_long_number or seen.has_text:
        return Role.DIRECT
    return Role.AMOUNT if seen.differs else Role.PLAIN
