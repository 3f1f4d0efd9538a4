"""Why a question is not asked: the condition that closes it, taken apart as far as it is simple. Words are for whoever shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.xpath import parser


class Comparison(StrEnum):
    """What a condition wants of an answer."""

    IS = "="
    IS_NOT = "!="
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    HAS = "selected"
    HAS_NOT = "not selected"
    IS_ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Condition:
    """One question and what its answer must be."""

    ref: str
    comparison: Comparison
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not asked."""

    questions: tuple[str, ...]
    """Refs of what its condition looks at, in the form's order; empty when it looks at nothing."""
    conditions: tuple[Condition, ...] = ()
    """The condition taken apart; empty when it is not simple."""
    are_alternatives: bool = False
    """One of the conditions is enough; else all must hold."""


_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {
    Comparison.HAS: Comparison.HAS_NOT,
    Comparison.IS: Comparison.IS_NOT,
    Comparison.IS_NOT: Comparison.IS,
}


def reason(node: InstanceNode) -> Reason | None:
    """Why this node is not asked; None when it is."""
    closed = _closed(node)
    if closed is None or closed.definition.relevant is None:
        return None
    expression = closed.definition.relevant.expression
    refs = tuple(dict.fromkeys(read.target.ref for read in expression.reads))
    try:
        tree = parser.parse(expression.text)
    except XPathError:
        return Reason(refs)
    for joint in ("and", "or"):
        parts = [_condition(part, closed.ref()) for part in _split(tree, joint)]
        if all(parts):
            return Reason(refs, tuple(part for part in parts if part), joint == "or" and len(parts) > 1)
    return Reason(refs)


def _closed(node: InstanceNode) -> InstanceNode | None:
    """The outermost node around it that its own condition closes."""
    found, here = None, node
    while True:
        if not here.own_relevant:
            found = here
        if here.parent is None:
            return found
        here = here.parent  # type: ignore[assignment]


def _split(tree: parser.Expression, joint: str) -> Iterator[parser.Expression]:
    if isinstance(tree, parser.Binary) and tree.operator == joint:
        yield from _split(tree.left, joint)
        yield from _split(tree.right, joint)
    else:
        yield tree


def _condition(tree: parser.Expression, here: str) -> Condition | None:
    if isinstance(tree, parser.Call):
        return _called(tree, here)
    if not isinstance(tree, parser.Binary) or tree.operator not in _TURNED:
        return None
    left, right, operator = tree.left, tree.right, tree.operator
    if isinstance(right, parser.Path):
        left, right, operator = right, left, _TURNED[operator]
    ref, value = _ref(left, here), _constant(right)
    if ref is None or value is None:
        return None
    if value == "" and operator == "!=":
        return Condition(ref, Comparison.IS_ANSWERED)
    return Condition(ref, Comparison(operator), value)


def _called(call: parser.Call, here: str) -> Condition | None:
    if call.name == "not" and len(call.arguments) == 1:
        inner = _condition(call.arguments[0], here)
        if inner is None or inner.comparison not in _OPPOSITE:
            return None
        return Condition(inner.ref, _OPPOSITE[inner.comparison], inner.value)
    if call.name == "selected" and len(call.arguments) == 2:
        ref, value = _ref(call.arguments[0], here), _constant(call.arguments[1])
        return Condition(ref, Comparison.HAS, value) if ref and value else None
    return None


def _constant(tree: parser.Expression) -> str | None:
    if isinstance(tree, parser.Literal):
        return tree.value
    if isinstance(tree, parser.Number):
        return f"{tree.value:g}"
    return None


def _ref(tree: parser.Expression, here: str) -> str | None:
    """Where a plain path leads, seen from `here`."""
    if not isinstance(tree, parser.Path) or tree.start not in (None, "/"):
        return None
    names = [] if tree.start == "/" else here.strip("/").split("/")
    for step in tree.steps:
        if step.predicates:
            return None
        if step.axis == "parent":
            names = names[:-1]
        elif step.axis == "child" and step.test not in ("*", "node()", "text()"):
            names.append(step.test)
        elif step.axis != "self":
            return None
    return "/" + "/".join(names)
