"""Functions on selections, checklists and the order of nodes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import function, spread
from fieldsurvey.xforms.xpath.nodes import Node, Nodes
from fieldsurvey.xforms.xpath.values import Value, to_boolean, to_number, to_string

_MODULUS, _FACTOR = 2147483647, 16807


@function("selected", 2)
def _selected(_context: Context, selection: Value, value: Value) -> Value:
    return to_string(value).strip() in to_string(selection).split()


@function("is-selected", 2)
def _is_selected(_context: Context, selection: Value, value: Value) -> Value:
    return to_string(value).strip() in to_string(selection).split()


@function("count-selected", 1)
def _count_selected(_context: Context, selection: Value) -> Value:
    return float(len(to_string(selection).split()))


@function("selected-at", 2)
def _selected_at(_context: Context, selection: Value, index: Value) -> Value:
    chosen, number = to_string(selection).split(), to_number(index)
    if not -1 < number < len(chosen):
        return ""
    return chosen[int(number)]


@function("checklist", 2, None)
def _checklist(_context: Context, least: Value, most: Value, *values: Value) -> Value:
    count = sum(1 for value in spread(values) if to_boolean(value))
    return _within(float(count), to_number(least), to_number(most))


@function("weighted-checklist", 2, None)
def _weighted_checklist(_context: Context, least: Value, most: Value, *values: Value) -> Value:
    if len(values) == 2 and all(isinstance(value, Nodes) for value in values):
        flags, weights = spread(values[:1]), spread(values[1:])
    else:
        flags, weights = spread(values[::2]), spread(values[1::2])
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
    if isinstance(value, float):
        return 0
    return _text_seed(to_string(value))


def _text_seed(text: str) -> int:
    raw = hashlib.sha256(text.encode()).digest()[:8]
    return int.from_bytes(raw, "big", signed=True)


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
