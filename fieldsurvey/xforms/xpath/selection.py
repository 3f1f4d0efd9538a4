"""Functions on selections, checklists and the order of nodes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import function, placed, spread
from fieldsurvey.xforms.xpath.nodes import Node, Nodes
from fieldsurvey.xforms.xpath.values import BLANKS, Value, to_boolean, to_number, to_string

_MODULUS, _FACTOR = 2147483647, 16807


@function("selected", 2)
def _selected(_context: Context, selection: Value, value: Value) -> Value:
    """Nothing is found in nothing, as in JavaRosa: forms ask so whether no choice is taken."""
    return to_string(value).strip(BLANKS) in to_string(selection).split(" ")


function("is-selected", 2)(_selected)


@function("count-selected", 1)
def _count_selected(_context: Context, selection: Value) -> Value:
    return float(len(to_string(selection).split()))


@function("selected-at", 2)
def _selected_at(_context: Context, selection: Value, index: Value) -> Value:
    chosen, number = to_string(selection).split(), to_number(index)
    if math.isnan(number):
        number = 0.0
    return chosen[int(number)] if -1 < number < len(chosen) else ""


@function("checklist", 2, None)
def _checklist(_context: Context, least: Value, most: Value, *values: Value) -> Value:
    count = sum(to_boolean(value) for value in spread(values))
    return _within(float(count), to_number(least), to_number(most))


@function("weighted-checklist", 2, None)
def _weighted_checklist(_context: Context, least: Value, most: Value, *values: Value) -> Value:
    if len(values) == 2 and all(isinstance(value, Nodes) for value in values):
        flags, weights = spread(values[:1]), spread(values[1:])
    else:
        flags = [flag for value in values[::2] for flag in placed(value)]
        weights = [weight for value in values[1::2] for weight in placed(value)]
    if len(flags) != len(weights):
        raise XPathError("function.checklist-weights")
    total = math.fsum(
        to_number(weight) for flag, weight in zip(flags, weights, strict=True) if to_boolean(flag)
    )
    return _within(total, to_number(least), to_number(most))


def _within(number: float, least: float, most: float) -> bool:
    return (least == -1 or number >= least) and (most == -1 or number <= most)


@function("randomize", 1, 2)
def _randomize(context: Context, nodes: Value, *seed: Value) -> Value:
    if not isinstance(nodes, Nodes):
        raise XPathError("function.randomize-value")
    start = seed_number(seed[0]) if seed else context.environment.shuffle_seed(context)
    return type(nodes)(shuffled(nodes, start))


def seed_number(value: Value) -> int:
    """The whole number a seed stands for; a text that is no number counts through its hash."""
    number = to_number(value)
    if math.isfinite(number):
        return int(number)
    text = "" if isinstance(value, float) else to_string(value)
    return _text_seed(text) if text else 0


def _text_seed(text: str) -> int:
    """As JavaRosa has it: eight bytes of the hash, of which a floating number keeps 53 bits."""
    raw = hashlib.sha256(text.encode()).digest()[:8]
    return int(float(int.from_bytes(raw, "big", signed=True)))


def shuffled(nodes: Sequence[Node], seed: int) -> list[Node]:
    """The nodes in an order that depends on the seed only.

    Park and Miller's generator and an inside-out Fisher-Yates shuffle, as the ODK XForms specification fixes them.
    """
    number = abs(seed) % _MODULUS * (-1 if seed < 0 else 1)
    if number <= 0:
        number += _MODULUS - 1
    found: list[Node] = []
    for index, node in enumerate(nodes):
        number = number * _FACTOR % _MODULUS
        other = int((number - 1) / (_MODULUS - 1) * (index + 1))
        found.append(node)
        found[index], found[other] = found[other], node
    return found
