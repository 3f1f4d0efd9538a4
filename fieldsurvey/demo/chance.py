"""Draws that read like sentences: a weighted pick, a yes or no, an amount as people say it. No answers are made here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random


class Chance:
    """One firm's own dice: the same seed and firm give the same throws."""

    def __init__(self, seed: int, index: int) -> None:
        self._random = Random(f"fieldsurvey demo {seed} {index}")  # noqa: S311 - synthetic data, no secret

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def yes_no(self, probability: float) -> str:
        """ "yes" with this probability, else "no"."""
        return "yes" if self.happens(probability) else "no"

    def pick(self, **weights: float) -> str:
        """One of the names, by weight."""
        return self._random.choices(list(weights), [max(w, 0.0) for w in weights.values()])[0]

    def one_of(self, options: Sequence[str]) -> str:
        """One of the options, all alike."""
        return self._random.choice(options)

    def some_of(self, probability: float, *options: str) -> str:
        """Several choices as a select-multiple answer; "none" when nothing was thrown."""
        chosen = [option for option in options if self.happens(probability)]
        return " ".join(chosen) or "none"

    def shuffled(self, *options: str) -> list[str]:
        """The options in a random order."""
        return self._random.sample(options, len(options))

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def between(self, low: float, high: float) -> float:
        """Any number between the two."""
        return self._random.uniform(low, high)

    def spread(self, middle: float, sigma: float) -> float:
        """A lognormal draw whose median is `middle`."""
        return middle * math.exp(self._random.gauss(0, sigma))

    def leaning(self, score: float, sigma: float = 0.8) -> float:
        """A share from 0 to 1 that rises with `score` (0 gives about one half)."""
        return 1 / (1 + math.exp(-(score + self._random.gauss(0, sigma))))


def rounded(amount: float, digits: int = 3) -> int:
    """A whole amount to so many significant digits, as respondents give it; never below zero."""
    if amount < 1:
        return 0
    scale: int = 10 ** max(0, math.floor(math.log10(amount)) - digits + 1)
    return int(round(amount / scale) * scale)


def clamped(value: float, low: float, high: float) -> float:
    """The value, kept between the two."""
    return max(low, min(high, value))
