"""The values of a range question: from start to end in steps, exact. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Steps:
    """Where a range begins, where it ends, and how far one step goes (negative when it falls)."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def last(self) -> int:
        """How many steps there are."""
        return min(int((self.end - self.start) / self.step), _MOST)

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number."""
        return not self.start % 1 and not self.step % 1

    def value(self, position: int) -> str:
        """The value so many steps from the start, as it is stored."""
        return f"{(self.start + position * self.step).normalize():f}"

    def position(self, value: str) -> int | None:
        """How many steps from the start a value is; None when it is no number."""
        number = _number(value)
        if number is None:
            return None
        return min(max(round((number - self.start) / self.step), 0), self.last)

    def exactly(self, value: str) -> int | None:
        """The position of a value that lies on a step; None for others."""
        position = self.position(value)
        number = _number(value)
        is_on_it = position is not None and number == self.start + position * self.step
        return position if is_on_it else None


def steps_of(parameters: Mapping[str, str]) -> Steps:
    """The range a form asks for; 0 to 10 by 1 where it does not say."""
    start = _number(parameters.get("start")) or Decimal(0)
    end = _number(parameters.get("end"))
    end = Decimal(10) if end is None else end
    step = abs(_number(parameters.get("step")) or Decimal(1))
    return Steps(start, end, step if end >= start else -step)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
