"""What a question may tell of a person or firm: as the form marks it, as somebody confirmed it, or as it looks by type and values.

A form that marks nothing gets proposals, on the closed side; until somebody confirmed them no research rows leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fieldsurvey.forms.derivations import Derivation, told_by
from fieldsurvey.messages import Message
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
    KEPT = "kept"
    """Somebody decided that it stays, where the form says nothing."""


WITHHELD = frozenset({Role.DIRECT, Role.FREE, Role.HIDDEN, Role.KEPT})
"""What research rows do not hold."""
TOO_EXACT = frozenset({Role.AMOUNT, Role.DATE, Role.VISIBLE})
"""What may point to one firm as it stands; rows are not coarsened yet, so it leaves only where the form itself marks it."""
CLOSED = WITHHELD | TOO_EXACT
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


_IN_WORDS = {
    Role.DIRECT: Message("export.role-direct"),
    Role.FREE: Message("export.role-free"),
    Role.SENSITIVE: Message("export.role-sensitive"),
    Role.KEY: Message("export.role-key"),
    Role.VISIBLE: Message("export.role-visible"),
    Role.AMOUNT: Message("export.role-amount"),
    Role.DATE: Message("export.role-date"),
    Role.HIDDEN: Message("export.role-hidden"),
    Role.PLAIN: Message("export.role-plain"),
    Role.KEPT: Message("export.role-kept"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The role of one column, as it looks."""

    name: str
    """With its repeat before it where it is of one: worker/wage."""
    label: Mapping[str, str]
    role: Role
    """As it looks now."""
    is_derived: bool = False
    """It tells of a column that is withheld."""
    key: str = ""
    """Under which a decision about it is kept."""
    decided: Role | None = None
    """What somebody decided; None where nobody did, or what was decided no longer fits what it looks like."""
    may_change: bool = True
    """Whether it is for a person to decide: never for places, files and what tells of the device."""

    @property
    def role_in_words(self) -> Message:
        """What it may tell."""
        return _IN_WORDS[self.role]

    @property
    def is_withheld(self) -> bool:
        """Whether research rows would be without it."""
        return self.is_derived or (self.decided or self.role) in CLOSED


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a column, and what it looked like then."""

    role: Role
    seen: Role

    def fits(self, now: Role) -> bool:
        """Whether it still holds: what was let out on few values is asked about again when it looks as if it should stay."""
        return self.role in CLOSED or now not in CLOSED or now is self.seen


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
    """(table, column) of the questions that only versions without any mark ask; of the main table "" ."""
    marked = {one.version for one in versions if any(question.disclosure for question in one.questions)}
    for table in dataset.tables:
        for column in table.columns:
            if not marked.intersection(column.asked):
                yield table.name if table.ref else "", column


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
    dataset: Dataset,
    versions: Collection[Questionnaire],
    derived: Mapping[str, Derivation],
    decisions: Mapping[str, Decision],
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
    of_table = dict(zip((table.name if table.ref else "" for table in dataset.tables), seen, strict=True))
    found = [(table, column, _proposed(column, of_table[table].get(column.name))) for table, column in asked]
    decided = {
        key_of(c): d.role for _table, c, now in found if (d := decisions.get(key_of(c))) and d.fits(now)
    }
    closed = {c.question.ref for _table, c, role in found if decided.get(key_of(c), role) in CLOSED}
    telling = told_by(derived, closed)
    return tuple(
        Proposal(
            f"{table}/{column.name}" if table else column.name,
            column.question.label,
            role,
            column.question.ref in telling
            or (decided.get(key_of(column), role) not in CLOSED and column.question.ref in closed),
            key_of(column),
            decided.get(key_of(column)),
            column.question.type not in PLACE_AND_FILE | METADATA,
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
