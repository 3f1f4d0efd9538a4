"""What one indicator keeps of the interviews while they pass by: counts, and of numbers the firms' own values, close together."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView

from fieldsurvey.analysis import answers
from fieldsurvey.analysis.answers import Answered
from fieldsurvey.analysis.statistics import STATISTICS, Reads
from fieldsurvey.records import Indicator, Missing


class FirmList:
    """The firms interviewed, numbered from 0 as they come; one list for all indicators."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, key: str) -> None:
        """The next firm, by its instanceID."""
        self._numbers[key] = len(self.keys)
        self.keys.append(key)

    def number(self, key: str) -> int:
        """A firm's number. Raises KeyError."""
        return self._numbers[key]


class FirmValues(Mapping[str, float]):
    """instanceID -> the firm's own value, in twelve bytes each; in the order of the interviews."""

    def __init__(self, firms: FirmList, numbers: array[int], values: array[float]) -> None:
        """`numbers`, ascending, are those of the firms that have a value."""
        self._firms, self._numbers, self._values = firms, numbers, values

    def __getitem__(self, key: str) -> float:
        number = self._firms.number(key)
        index = bisect_left(self._numbers, number)
        if index == len(self._numbers) or self._numbers[index] != number:
            raise KeyError(key)
        return self._values[index]

    def __iter__(self) -> Iterator[str]:
        return (self._firms.keys[number] for number in self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"FirmValues(of {len(self)} firms)"  # never the values: they are each firm's own

    def values(self) -> ValuesView[float]:
        """The values alone, without looking each up by its key."""
        return _Values(self)

    def items(self) -> ItemsView[str, float]:
        """Keys and values side by side."""
        return _Items(self)


class _Values(ValuesView[float]):
    def __init__(self, of: FirmValues) -> None:
        super().__init__(of)
        self._of = of

    def __iter__(self) -> Iterator[float]:
        return iter(self._of._values)


class _Items(ItemsView[str, float]):
    def __init__(self, of: FirmValues) -> None:
        super().__init__(of)
        self._of = of

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return zip(self._of, self._of._values, strict=True)


class NumberTally:
    """A number of each firm, or two of which one is divided by the other."""

    def __init__(self, indicator: Indicator) -> None:
        self._indicator = indicator
        self._is_quotient = STATISTICS[indicator.statistic].reads is Reads.QUOTIENT
        self.asked = 0
        self.missing: Counter[Missing | None] = Counter()
        """Why there is no number -> firms; None where nothing was answered."""
        self.numbers = array("I")
        """Numbers of the firms that have one."""
        self.above = array("d")
        self.below = array("d")
        """Filled for a quotient alone."""

    def take(self, number: int, firm: Answered) -> None:
        """Read the next firm."""
        self.asked += 1
        indicator = self._indicator
        if self._is_quotient:
            above = answers.number(indicator.numerator, firm)
            below = answers.number(indicator.denominator, firm)
        else:
            above, below = answers.number(indicator.variable, firm), 1.0
        if not isinstance(above, float) or not isinstance(below, float):
            self.missing[next((why for why in (above, below) if isinstance(why, Missing)), None)] += 1
            return
        self.numbers.append(number)
        self.above.append(above)
        if self._is_quotient:
            self.below.append(below)

    def of_firms(self, firms: FirmList) -> FirmValues:
        """Each firm's own value; where it would be divided by nothing there is none."""
        if not self.below:
            return FirmValues(firms, self.numbers, self.above)
        divided = [n for n, below in enumerate(self.below) if below]
        return FirmValues(
            firms,
            array("I", (self.numbers[n] for n in divided)),
            array("d", (self.above[n] / self.below[n] for n in divided)),
        )


class ChoiceTally:
    """Choices named, by how many firms and how early in their lists."""

    def __init__(self, indicator: Indicator, known: Sequence[str]) -> None:
        self._variable = indicator.variable
        self._known = known
        self.asked = 0
        self.missing: Counter[Missing | None] = Counter()
        self.given = 0
        """Firms that named any."""
        self.counts: Counter[str] = Counter()
        """Choice -> firms that named it, the one named earliest first."""
        self.is_single = True
        """Every firm named one."""
        self._ranks: Counter[str] = Counter()
        self._longest = 0

    def take(self, _number: int, firm: Answered) -> None:
        """Read the next firm."""
        self.asked += 1
        told = answers.text(self._variable, firm)
        if told is None or isinstance(told, Missing):
            self.missing[told] += 1
            return
        codes = answers.tokens(told, self._known)
        self.given += 1
        self.is_single = self.is_single and len(codes) == 1
        self._longest = max(self._longest, len(codes))
        for rank, code in enumerate(dict.fromkeys(codes)):
            self.counts[code] += 1
            self._ranks[code] += rank

    def points(self, code: str) -> int:
        """Borda: the first of a list gets as many points as the longest list has places, each next one less."""
        return self._longest * self.counts[code] - self._ranks[code]


def tally_of(indicator: Indicator, known: Sequence[str]) -> NumberTally | ChoiceTally:
    """An empty account; `known` are the codes of the choices of its variable."""
    counts = STATISTICS[indicator.statistic].reads is Reads.CHOICES
    return ChoiceTally(indicator, known) if counts else NumberTally(indicator)
