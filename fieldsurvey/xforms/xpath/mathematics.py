"""Functions on numbers: sums, rounding, powers, angles, chance."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import function, spread
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import NAN, Value, to_number

_MOST_DIGITS = 30
"""Rounding further than this is NaN, as in JavaRosa."""


@function("number", 1)
def _number(_context: Context, value: Value) -> Value:
    return to_number(value)


@function("int", 1)
def _int(_context: Context, value: Value) -> Value:
    number = to_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


@function("floor", 1)
def _floor(_context: Context, value: Value) -> Value:
    number = to_number(value)
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", 1)
def _ceiling(_context: Context, value: Value) -> Value:
    number = to_number(value)
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("round", 1, 2)
def _round(_context: Context, value: Value, *digits: Value) -> Value:
    count = to_number(digits[0]) if digits else 0.0
    number, wanted = to_number(value), int(count) if math.isfinite(count) else 0
    return half_up(number, wanted) if wanted >= 0 else _to_tens(number, wanted)


def _to_tens(number: float, digits: int) -> float:
    """Rounded to tens, hundreds...: half is added and the rest cut off towards zero, as JavaRosa does it."""
    if not math.isfinite(number) or digits < -_MOST_DIGITS:
        return number if digits >= -_MOST_DIGITS else NAN
    scale = Decimal(1).scaleb(-digits)
    return float(math.trunc(float(Decimal(repr(number)) / scale) + 0.5) * scale)


def half_up(number: float, digits: int = 0) -> float:
    """Rounded to so many decimal places (negative: to tens, hundreds), halves upwards; -0 stays what it is."""
    if not math.isfinite(number) or number == 0:
        return number
    if abs(digits) > _MOST_DIGITS:
        return NAN
    scale = Decimal(1).scaleb(-digits)
    shifted = (Decimal(repr(number)) / scale + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR)
    return math.copysign(float(shifted * scale), number)


@function("sum", 1)
def _sum(_context: Context, value: Value) -> Value:
    if not isinstance(value, Nodes):
        raise XPathError("function.wants-nodes", function="sum")
    numbers = (to_number(item) for item in spread((value,)) if item != "")
    return math.fsum(number for number in numbers if not math.isnan(number))


@function("max", 1, None)
def _max(_context: Context, *values: Value) -> Value:
    return _extreme(values, max)


@function("min", 1, None)
def _min(_context: Context, *values: Value) -> Value:
    return _extreme(values, min)


def _extreme(values: tuple[Value, ...], choose: Callable[[list[float]], float]) -> float:
    """Of the values that are numbers, as JavaRosa does it; NaN when none is."""
    numbers = [number for number in map(to_number, spread(values)) if not math.isnan(number)]
    return choose(numbers) if numbers else NAN


@function("pow", 2)
def _pow(_context: Context, base: Value, exponent: Value) -> Value:
    a, b = to_number(base), to_number(exponent)
    try:
        if math.isnan(b) or (abs(a) == 1 and math.isinf(b)):
            return NAN
        return math.pow(a, b)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if a == 0 else NAN


def _real(name: str, reckon: Callable[[float], float]) -> None:
    """Enter a function of one number; outside its domain it is NaN."""

    def body(_context: Context, value: Value) -> Value:
        try:
            return reckon(to_number(value))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    function(name, 1)(body)


def _logarithm(reckon: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else reckon(number)


_REAL: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda number: math.pow(10.0, number),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}
for _name, _reckon in _REAL.items():
    _real(_name, _reckon)


@function("atan2", 2)
def _atan2(_context: Context, y: Value, x: Value) -> Value:
    return math.atan2(to_number(y), to_number(x))


@function("pi")
def _pi(_context: Context) -> Value:
    return math.pi


@function("random")
def _random(context: Context) -> Value:
    return context.environment.random.random()


_LONGEST = 1000
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@function("uuid", 0, 1)
def _uuid(context: Context, *length: Value) -> Value:
    chance = context.environment.random
    if length:
        count = to_number(length[0])
        if not 0 <= count <= _LONGEST:
            raise XPathError("function.uuid-length", most=_LONGEST)
        return "".join(chance.choice(_LETTERS) for _ in range(int(count)))
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
