"""Published columns that together give a withheld one back: which of them stay here too, so that it cannot be reckoned again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldsurvey.analysis.answers import refs
from fieldsurvey.export.dates import to_month
from fieldsurvey.export.sample import Sample
from fieldsurvey.export.told_by_codes import told_by_codes, told_by_the_same
from fieldsurvey.export.told_by_sums import told_by_sums
from fieldsurvey.forms.derivations import Derivation, told_by
from fieldsurvey.records import Column, Dataset, Value

_MOST_ROUNDS = 20
_PART = " "
"""No name of a column has it."""
_WORDS = frozenset({"text", "barcode", "hidden", "metadata"})
"""What is said in words of its own is told by no code: a list of causes is not the sentence that was said of them."""


@dataclass(frozen=True, slots=True)
class Giveaway:
    """A published column that stays here, for it would tell another."""

    ref: str
    secret: str
    """Name of the column it would tell."""
    beside: tuple[str, ...] = ()
    """Names of the published columns it takes for that."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Published columns that tell a secret, by their refs."""

    secret: str
    columns: frozenset[str]


class Recomputation:
    """The test for one form: by what its calculations read, and by what its rows say."""

    def __init__(
        self, dataset: Dataset, sample: Sample, derived: Mapping[str, Derivation], secrets: Collection[str]
    ) -> None:
        """`secrets`: refs of what is withheld for its own sake. What is withheld because it is made of them needs no more care:
        where it can be reckoned without them, it tells nothing of them."""
        self._dataset, self._sample, self._derived = dataset, sample, derived
        self._secrets = secrets
        self._columns = {c.question.ref: c for table in dataset.tables for c in table.columns}
        self._order = {ref: number for number, ref in enumerate(self._columns)}
        self._figures = [
            set(refs(" ".join((one.variable, one.numerator, one.denominator, one.universe))))
            for one in dataset.questionnaire.indicators
        ]

    def giveaways(self, withheld: Collection[str]) -> Iterator[Giveaway]:
        """Columns that have to stay, beside those `withheld` already; what is made of them stays with them."""
        staying = set(withheld)
        for _round in range(_MOST_ROUNDS):
            ways = list(self._ways(staying))
            if not ways:
                return
            for giveaway in self._broken(ways, staying):
                yield giveaway
                staying.add(giveaway.ref)
                staying.update(told_by(self._derived, staying))

    def _broken(self, ways: Sequence[_Way], staying: Collection[str]) -> Iterator[Giveaway]:
        """Of each way the column that is missed least, until none is open."""
        open_ways = list(ways)
        while open_ways := [way for way in open_ways if not way.columns.intersection(staying)]:
            ref = min({ref for way in open_ways for ref in way.columns}, key=self._missed(open_ways, staying))
            way = next(way for way in open_ways if ref in way.columns)
            beside = sorted(way.columns - {ref}, key=self._order.__getitem__)
            yield Giveaway(ref, self._name(way.secret), tuple(self._name(one) for one in beside))

    def _missed(
        self, open_ways: Sequence[_Way], staying: Collection[str]
    ) -> Callable[[str], tuple[float, int]]:
        """How much a column would be missed: what is made of it and the figures it serves, for each way it closes."""

        def missed(ref: str) -> tuple[float, int]:
            lost = {ref, *told_by(self._derived, {*staying, ref})}.intersection(self._columns) - set(staying)
            figures = sum(not lost.isdisjoint(read) for read in self._figures)
            closed = sum(ref in way.columns for way in open_ways)
            return (len(lost) + figures) / closed, -self._order[ref]

        return missed

    def _name(self, ref: str) -> str:
        return self._columns[ref].name

    def _ways(self, staying: Collection[str]) -> Iterator[_Way]:
        secrets = {ref for ref in self._secrets if ref in self._columns and not self._is_open(ref, staying)}
        yield from self._by_the_form(secrets, staying)
        for number, table in enumerate(self._dataset.tables):
            hidden = [column for column in table.columns if column.question.ref in secrets]
            open_ = [column for column in table.columns if column.question.ref not in staying]
            yield from self._by_the_rows(number, hidden, open_)

    def _by_the_rows(self, table: int, hidden: Sequence[Column], open_: Sequence[Column]) -> Iterator[_Way]:
        values = self._sample.values
        ref_of = {column.name: column.question.ref for column in (*hidden, *open_)}
        published = {c.name: [to_month(value) for value in values(table, c.name)] for c in open_}
        dates = dict(self._days(table, open_))
        secret = self._sample.of(table, (column.name for column in hidden))
        for name, by in told_by_sums({**secret, **dates}, published):
            yield _Way(ref_of[name.partition(_PART)[0]], frozenset(ref_of[one] for one in by))
        coded = {c.name: secret[c.name] for c in hidden if c.question.type not in _WORDS}
        for name, one in (*told_by_codes(coded, published), *told_by_the_same(secret, published)):
            yield _Way(ref_of[name], frozenset((ref_of[one],)))

    def _days(self, table: int, open_: Sequence[Column]) -> Iterator[tuple[str, Sequence[Value]]]:
        """What is cut off the dates that leave, as numbers: the day of the month, and the day in the row of all days."""
        for column in open_:
            days = [
                value if isinstance(value, date) else None
                for value in self._sample.values(table, column.name)
            ]
            if any(days):
                yield f"{column.name}{_PART}month", [day.day if day else None for day in days]
                yield f"{column.name}{_PART}all", [day.toordinal() if day else None for day in days]

    def _is_open(self, ref: str, staying: Collection[str]) -> bool:
        """Whether it is no secret: nobody marked it, and the form calculates it of published answers alone."""
        return not self._columns[ref].question.disclosure and bool(self._read_of(ref, staying))

    def _by_the_form(self, secrets: Collection[str], staying: Collection[str]) -> Iterator[_Way]:
        for ref in secrets:
            read = self._read_of(ref, staying)
            if read:
                yield _Way(ref, read)

    def _read_of(self, ref: str, staying: Collection[str]) -> frozenset[str]:
        """The published answers alone of which the form calculates a column; none where others are among them."""
        derivation = self._derived.get(ref)
        if derivation is None or self._columns[ref].question.type != "calculate":
            return frozenset()
        read = frozenset(derivation.made_of)
        return read if read <= self._columns.keys() and not read.intersection(staying) else frozenset()
