"""Estimate means, shares, ratios, quantiles and totals, with intervals the design allows.

Weights are optional (all equal without them). `population` is N where the sample was drawn at random:
it brings the finite population correction. Formulas: Cochran, Sampling Techniques, chapters 2, 5 and 6;
Wilson's interval for shares on the effective sample size; Woodruff's for the median.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the number of firms it rests on, and its 95 % interval where one may be given."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    error: float | None = None
    """Standard error."""

    @property
    def variation(self) -> float | None:
        """Coefficient of variation, standard error by value."""
        return self.error / abs(self.value) if self.error is not None and self.value else None

    def without_interval(self) -> Estimate:
        """The same value where the design allows no statement beyond the firms seen."""
        return Estimate(self.value, self.n)


def mean(
    values: Sequence[float], weights: Sequence[float] | None = None, population: int | None = None
) -> Estimate:
    """The mean, sum(w y) / sum(w)."""
    return ratio(values, [1.0] * len(values), weights, population)


def ratio(
    numerators: Sequence[float],
    denominators: Sequence[float],
    weights: Sequence[float] | None = None,
    population: int | None = None,
) -> Estimate:
    """sum(w y) / sum(w x), its variance by linearisation: (1 - f) n / (n - 1) sum((w (y - R x))^2) / sum(w x)^2."""
    n = len(numerators)
    w = weights or [1.0] * n
    below = sum(wi * xi for wi, xi in zip(w, denominators, strict=True))
    if not n or not below:
        return Estimate(None, n)
    value = sum(wi * yi for wi, yi in zip(w, numerators, strict=True)) / below
    if n == 1:
        return Estimate(value, n)
    squares = sum(
        (wi * (yi - value * xi)) ** 2 for wi, yi, xi in zip(w, numerators, denominators, strict=True)
    )
    error = math.sqrt(unsampled(n, population) * n / (n - 1) * squares) / abs(below)
    reach = student(n - 1) * error
    return Estimate(value, n, value - reach, value + reach, error)


def share(
    flags: Sequence[bool], weights: Sequence[float] | None = None, population: int | None = None
) -> Estimate:
    """The share of true ones, with Wilson's interval on the effective sample size."""
    n = len(flags)
    w = weights or [1.0] * n
    whole = sum(w)
    if not n or not whole:
        return Estimate(None, n)
    p = sum(wi for wi, flag in zip(w, flags, strict=True) if flag) / whole
    effective = whole**2 / sum(wi**2 for wi in w)
    left = unsampled(n, population)
    error = math.sqrt(left * p * (1 - p) / effective)
    if left == 0:
        return Estimate(p, n, p, p, 0.0)
    low, high = wilson(p, effective / left)
    return Estimate(p, n, low, high, error)


def wilson(p: float, n: float, z: float = _Z95) -> tuple[float, float]:
    """Wilson's score interval for a share p of n."""
    middle = p + z * z / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def quantile(values: Sequence[float], p: float, weights: Sequence[float] | None = None) -> float | None:
    """The value below which a share p of the weight lies; the mean of two where p falls between them."""
    if not values:
        return None
    pairs = sorted(zip(values, weights or [1.0] * len(values), strict=True))
    target = p * sum(weight for _, weight in pairs)
    running = 0.0
    for position, (value, weight) in enumerate(pairs):
        running += weight
        if math.isclose(running, target, rel_tol=1e-12) and position + 1 < len(pairs):
            return (value + pairs[position + 1][0]) / 2
        if running >= target:
            return value
    return pairs[-1][0]


def median(
    values: Sequence[float], weights: Sequence[float] | None = None, population: int | None = None
) -> Estimate:
    """The median, its interval by Woodruff: the quantiles at 0.5 +- 1.96 standard errors of that share."""
    n = len(values)
    value = quantile(values, 0.5, weights)
    if value is None or n == 1:
        return Estimate(value, n)
    w = weights or [1.0] * n
    effective = sum(w) ** 2 / sum(wi**2 for wi in w)
    reach = _Z95 * math.sqrt(0.25 * unsampled(n, population) / effective)
    low = quantile(values, max(0.0, 0.5 - reach), weights)
    high = quantile(values, min(1.0, 0.5 + reach), weights)
    return Estimate(value, n, low, high)


def total(values: Sequence[float], population: int) -> Estimate:
    """The population's total, N times the mean of a simple random sample."""
    per_firm = mean(values, population=population)
    scaled = [
        None if x is None else x * population
        for x in (per_firm.value, per_firm.low, per_firm.high, per_firm.error)
    ]
    return Estimate(scaled[0], per_firm.n, scaled[1], scaled[2], scaled[3])


def stratified_mean(groups: Mapping[str, Sequence[float]], populations: Mapping[str, int]) -> Estimate:
    """sum(W_h mean_h), variance sum(W_h^2 (1 - f_h) s_h^2 / n_h); strata without a firm are left out of W."""
    seen = {name: values for name, values in groups.items() if values}
    whole = sum(populations[name] for name in seen)
    n = sum(len(values) for values in seen.values())
    if not whole:
        return Estimate(None, n)
    parts = {name: mean(values, population=populations[name]) for name, values in seen.items()}
    value = sum(populations[name] / whole * (part.value or 0.0) for name, part in parts.items())
    if any(part.error is None for part in parts.values()):
        return Estimate(value, n)
    variance = sum((populations[name] / whole * (part.error or 0.0)) ** 2 for name, part in parts.items())
    reach = student(max(1, n - len(parts))) * math.sqrt(variance)
    return Estimate(value, n, value - reach, value + reach, math.sqrt(variance))


def unsampled(n: int, population: int | None) -> float:
    """The finite population correction, 1 - n/N; 1 where N is not known."""
    return max(0.0, 1 - n / population) if population else 1.0


@cache
def student(freedom: int, level: float = 0.975) -> float:
    """The quantile of Student's t with so many degrees of freedom (1 or more), exact to ten figures.

    Found by halving in the distribution function, which for whole degrees of freedom is a finite sum
    (M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4).
    """
    low, high = 0.0, 1.0
    while _student_within(high, freedom) < 2 * level - 1:
        low, high = high, 2 * high
    for _each in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _student_within(middle, freedom) < 2 * level - 1 else (low, middle)
    return high


def _student_within(t: float, freedom: int) -> float:
    """The probability that Student's t lies between -t and t."""
    angle = math.atan(t / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    is_odd = freedom % 2
    term = total = math.cos(angle) if is_odd else 1.0
    for k in range(3 if is_odd else 2, freedom - 1, 2):
        term *= square * (k - 1) / k
        total += term
    if not is_odd:
        return math.sin(angle) * total
    return 2 / math.pi * (angle + (math.sin(angle) * total if freedom > 1 else 0.0))
