"""Numbers that must make 100 together, as a form's own check or constraint says it: `${a} + ${b} + ${c} = 100`. Pure.

It may say it of a calculate that adds them, and leave room for rounding: `${all} >= 99 and ${all} <= 101`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain

from fieldsurvey.errors import XPathError
from fieldsurvey.records import Check
from fieldsurvey.xforms import Datatype, FormDefinition
from fieldsurvey.xforms.parse.node_definition import Node
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.parser import Binary, Call, Expression, Literal, Number, Path, Step

WHOLE = 100
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
_ROOM = 5
"""How far beside 100 a form may leave room for rounding."""
_MAY_SAY = re.compile(r"(?<!\d)(?:9[5-9]|10[0-5])(?!\d)")
"""What an expression holds that speaks of 100, or of numbers near it: others are not looked into."""
_TURNED = {"<=": ">=", ">=": "<="}
_SAME = ("number", "round", "coalesce")
"""Functions that leave a sum what it is, by their first argument."""


@dataclass(frozen=True, slots=True)
class WholeGroup:
    """Questions whose numbers make 100, in the form's order."""

    refs: tuple[str, ...]

    @property
    def last(self) -> str:
        """The one the running sum stands under."""
        return self.refs[-1]


def whole_groups(form: FormDefinition, checks: Iterable[Check]) -> tuple[WholeGroup, ...]:
    """The groups of a form; of those in a repeat the questions of one row belong together."""
    nodes = {node.ref: node for node in form.root.walk()}
    order = {control.ref: number for number, control in enumerate(form.controls())}
    said = chain(
        ((check.question, check.expression) for check in checks),
        ((node.ref, node.constraint.expression.text) for node in nodes.values() if node.constraint),
    )
    found: dict[tuple[str, ...], WholeGroup] = {}
    for ref, text in said:
        for term in _terms(text, ref):
            refs = set(_added(term, nodes))
            if len(refs) > 1 and _are_asked_together([nodes.get(one) for one in refs], order):
                group = tuple(sorted(refs, key=order.__getitem__))
                found.setdefault(group, WholeGroup(group))
    return tuple(found.values())


def _terms(text: str, ref: str) -> Iterator[tuple[str, ...]]:
    """The questions whose sum an expression compares with 100, as paths from the root; its `or` and `and` are looked through, no more."""
    if not _MAY_SAY.search(text):
        return
    try:
        compared = [_compared(part, ref) for part in _conditions(parser.parse(text))]
    except XPathError:
        return
    said = [one for one in compared if one is not None]
    yield from (refs for operator, refs, number in said if operator == "=" and number == WHOLE)
    least = {refs: number for operator, refs, number in said if operator == ">="}
    most = {refs: number for operator, refs, number in said if operator == "<="}
    yield from (refs for refs in least.keys() & most.keys() if _is_near(least[refs], most[refs]))


def _is_near(least: float, most: float) -> bool:
    """Whether between two numbers there is nothing but 100 and room for rounding."""
    return WHOLE - _ROOM <= least <= WHOLE <= most <= WHOLE + _ROOM


def _conditions(tree: Expression) -> Iterator[Expression]:
    """What `and` and `or` join."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Binary) and one.operator in ("and", "or"):
            waiting += [one.left, one.right]
        else:
            yield one


def _compared(tree: Expression, ref: str) -> tuple[str, tuple[str, ...], float] | None:
    """(operator, paths of a sum, number) of a comparison of the two, the sum at its left; None for anything else."""
    if not isinstance(tree, Binary) or tree.operator not in ("=", ">=", "<="):
        return None
    if isinstance(tree.right, Number):
        refs, operator, number = _summed(tree.left, ref), tree.operator, tree.right.value
    elif isinstance(tree.left, Number):
        refs, operator = _summed(tree.right, ref), _TURNED.get(tree.operator, tree.operator)
        number = tree.left.value
    else:
        return None
    return (operator, refs, number) if refs else None


def _summed(tree: Expression, ref: str) -> tuple[str, ...]:
    """The paths, from the root, a sum adds and nothing but adds, the last one first; () for what is no such sum."""
    found: list[str] = []
    while isinstance(tree, Binary) and tree.operator == "+":
        found.append(resolved(tree.right, ref))
        tree = tree.left
    found.append(resolved(tree, ref))
    return tuple(found) if all(found) else ()


def _added(refs: tuple[str, ...], nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """The questions that are added; of one that is computed, those its calculate adds."""
    node = nodes.get(refs[0]) if len(refs) == 1 else None
    if node is None or node.calculate is None:
        return refs
    try:
        tree = parser.parse(node.calculate.expression.text)
    except XPathError:
        return ()
    while isinstance(tree, Call) and tree.arguments:
        if tree.name == "if" and len(tree.arguments) == 3 and tree.arguments[2] == Literal(""):
            tree = tree.arguments[1]
        elif tree.name in _SAME:
            tree = tree.arguments[0]
        else:
            return ()
    return _summed(tree, node.ref)


def resolved(tree: Expression, ref: str) -> str:
    """A path of an expression, from the root; "" for what is no plain path."""
    while isinstance(tree, Call) and tree.name in _SAME and tree.arguments:
        tree = tree.arguments[0]
    if not isinstance(tree, Path):
        return ""
    at = _start(tree.start, ref)
    for step in tree.steps:
        at = _stepped(at, step) if at is not None else None
    return at or ""


def _start(start: Expression | str | None, ref: str) -> str | None:
    """Where a path begins; None for what is looked up by something else."""
    if start == "/":
        return ""
    is_here = start is None or (isinstance(start, Call) and start.name == "current")
    return ref if is_here else None


def _stepped(at: str, step: Step) -> str | None:
    """One step on; None for one that is not plain."""
    if step.predicates or step.test == "*":
        return None
    steps = {"child": f"{at}/{step.test}", "parent": at.rpartition("/")[0], "self": at}
    return steps.get(step.axis)


def _are_asked_together(nodes: Iterable[Node | None], order: Mapping[str, int]) -> bool:
    """Whether all are asked as numbers, and once each: outside repeats, or in a row of the same one."""
    repeats = set()
    for node in nodes:
        if node is None or node.ref not in order or node.datatype not in _NUMBERS:
            return False
        repeats.add(_repeat_around(node))
    return len(repeats) == 1


def _repeat_around(node: Node) -> str:
    """Ref of the innermost repeat a question stands in; "" for none."""
    above = node.parent
    while above is not None and not above.is_repeat:
        above = above.parent
    return above.ref if above is not None else ""


def shown(number: Decimal) -> str:
    """A number without zeros it does not need."""
    return f"{number.normalize():f}" if number else "0"


def number(value: str) -> Decimal | None:
    """A stored number; None when it is none."""
    try:
        found = Decimal(value) if value else None
    except InvalidOperation:
        return None
    return found if found is None or found.is_finite() else None
