"""Turn a parsed expression into one Python closure; whatever can be decided before evaluation is decided here."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.xforms.xpath import axes, parser, patterns
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.functions import FUNCTIONS
from fieldsurvey.xforms.xpath.nodes import Node, Nodes, in_order
from fieldsurvey.xforms.xpath.values import (
    NAN,
    Value,
    equal,
    ordered,
    single,
    to_boolean,
    to_number,
    to_string,
    unequal,
)

_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def divide(a: float, b: float) -> float:
    """Division as IEEE has it: by zero gives infinity or NaN."""
    if b:
        return a / b
    if not a or math.isnan(a):
        return NAN
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def remainder(a: float, b: float) -> float:
    """What is left of a truncating division, with the sign of the first."""
    return math.fmod(a, b) if b and not math.isinf(a) else NAN


_SUM: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": remainder,
}


class Compiler:
    """Compiles over plain documents. A form's compiler refines `path`, where it knows the nodes beforehand."""

    nodes: type[Nodes] = Nodes

    def __init__(self, text: str) -> None:
        self.text = text

    def compile(self, tree: parser.Expression) -> Closure:
        """The closure of a parsed expression."""
        match tree:
            case parser.Number(value) | parser.Literal(value):
                return _constant(value)
            case parser.Negation(operand):
                inner = self.compile(operand)
                return lambda context: -to_number(inner(context))
            case parser.Binary():
                return self.binary(tree)
            case parser.Call():
                return self.call(tree)
            case parser.Path():
                return self.path(tree)
            case parser.Filter():
                return self.filter(tree)

    def binary(self, tree: parser.Binary) -> Closure:
        """Operators; `and` and `or` stop as soon as the outcome is known."""
        name = tree.operator
        if name in ("+", "-") and _continues(tree, ("+", "-")):
            return self.long_sum(tree)
        if name in ("and", "or") and _continues(tree, (name,)):
            return self.long_condition(tree)
        if name in _SUM:
            reckon, one, other = _SUM[name], self.number(tree.left), self.number(tree.right)
            return lambda context: reckon(one(context), other(context))
        if name in _ORDER:
            return self.order(tree, _ORDER[name])
        if name == "|":
            left, right = self.compile(tree.left), self.compile(tree.right)
            return lambda context: in_order(
                self.nodes((*self.set_of(left, context), *self.set_of(right, context)))
            )
        return self.logical(name, self.value(tree.left), self.value(tree.right))

    def long_sum(self, tree: parser.Binary) -> Closure:
        """Many added and subtracted from left to right: a loop, since forms add up hundreds of questions."""
        first, rest = _chain(tree, ("+", "-"))
        start = self.number(first)
        terms = [(1.0 if operator == "+" else -1.0, self.number(operand)) for operator, operand in rest]

        def add(context: Context) -> Value:
            total = start(context)
            for sign, term in terms:
                total += sign * term(context)
            return total

        return add

    def long_condition(self, tree: parser.Binary) -> Closure:
        """Many joined by `and`, or by `or`."""
        first, rest = _chain(tree, (tree.operator,))
        parts = [self.value(operand) for operand in (first, *(operand for _, operand in rest))]
        if tree.operator == "and":
            return lambda context: all(to_boolean(part(context)) for part in parts)
        return lambda context: any(to_boolean(part(context)) for part in parts)

    def order(self, tree: parser.Binary, holds: Callable[[float, float], bool]) -> Closure:
        """< <= > >=; numbers at once where neither side can be several nodes."""
        if self.is_single(tree.left) and self.is_single(tree.right):
            one, other = self.number(tree.left), self.number(tree.right)
            return lambda context: holds(one(context), other(context))
        left, right = self.compile(tree.left), self.compile(tree.right)
        return lambda context: ordered(left(context), right(context), holds)

    def is_single(self, tree: parser.Expression) -> bool:
        """True when the expression gives one value, and never nodes."""
        if isinstance(tree, parser.Binary):
            return tree.operator != "|"
        return isinstance(tree, parser.Number | parser.Literal | parser.Negation)

    def value(self, tree: parser.Expression) -> Closure:
        """The expression where its value counts, not its nodes; a form's compiler knows a shorter way."""
        return self.compile(tree)

    def number(self, tree: parser.Expression) -> Callable[[Context], float]:
        """The expression where a number is wanted."""
        inner = self.compile(tree)
        return lambda context: to_number(inner(context))

    def logical(self, name: str, left: Closure, right: Closure) -> Closure:
        """and, or, =, !=."""
        if name == "and":
            return lambda context: to_boolean(left(context)) and to_boolean(right(context))
        if name == "or":
            return lambda context: to_boolean(left(context)) or to_boolean(right(context))
        if name == "=":
            return lambda context: equal(left(context), right(context))
        return lambda context: unequal(left(context), right(context))

    def set_of(self, closure: Closure, context: Context) -> Nodes:
        """The closure's value, which must be a node-set."""
        value = closure(context)
        if not isinstance(value, Nodes):
            raise XPathError("expression.wants-nodes", expression=shortened(self.text))
        return value

    def call(self, tree: parser.Call) -> Closure:
        """A function; the few that must not evaluate all their arguments are made here."""
        special = self.special(tree)
        if special is not None:
            return special
        function = FUNCTIONS.get(tree.name)
        if function is None:
            return self.refuse(
                XPathError("expression.unknown-function", expression=shortened(self.text), function=tree.name)
            )
        count = len(tree.arguments)
        if count < function.least or (function.most is not None and count > function.most):
            return self.refuse(
                XPathError(
                    "expression.value-count",
                    expression=shortened(self.text),
                    function=tree.name,
                    given=count,
                    takes=function.takes,
                )
            )
        if tree.name == "regex" and isinstance(tree.arguments[1], parser.Literal):
            fault = patterns.fault_of(tree.arguments[1].value)
            if fault is not None:
                return self.refuse(
                    XPathError("expression.unusable", expression=shortened(self.text), fault=fault)
                )
        body = function.body
        arguments = [self.compile(argument) for argument in tree.arguments]
        if not arguments:
            return body
        if len(arguments) == 1:
            only = arguments[0]
            return lambda context: body(context, only(context))
        return lambda context: body(context, *[argument(context) for argument in arguments])

    def refuse(self, error: XPathError) -> Closure:
        """What cannot be evaluated fails when it is reached; a form's compiler refuses it at once."""

        def fail(_context: Context) -> Value:
            raise error

        return fail

    def special(self, tree: parser.Call) -> Closure | None:
        """if, coalesce, once, current: what evaluates only some arguments, or none."""
        if tree.name == "indexed-repeat":
            return self.indexed(tree)
        wanted = {"if": 3, "once": 1, "current": 0, "coalesce": 2}.get(tree.name)
        if wanted is None:
            return None
        if len(tree.arguments) != wanted and not (tree.name == "coalesce" and tree.arguments):
            return self.refuse(
                XPathError(
                    "expression.value-count",
                    expression=shortened(self.text),
                    function=tree.name,
                    given=len(tree.arguments),
                    takes=wanted,
                )
            )
        parts = [self.compile(argument) for argument in tree.arguments]
        if tree.name == "if":
            test, yes, no = parts
            return lambda context: yes(context) if to_boolean(test(context)) else no(context)
        if tree.name == "once":
            return lambda context: _once(context, parts[0])
        if tree.name == "current":
            return lambda context: self.nodes((context.current,))
        return lambda context: _coalesce(context, parts)

    def indexed(self, tree: parser.Call) -> Closure:
        """indexed-repeat(node, repeat, index, ...): the node in the given instances of its repeats."""
        count = len(tree.arguments)
        paths = [*tree.arguments[:1], *tree.arguments[1::2]]
        if count < 3 or count % 2 == 0 or not all(isinstance(path, parser.Path) for path in paths):
            return self.refuse(XPathError("expression.indexed-repeat-pairs", expression=shortened(self.text)))
        indexes = [self.compile(argument) for argument in tree.arguments[2::2]]

        def find(context: Context) -> Value:
            target, *repeats = [_names(path, context) for path in paths]
            wanted = {
                len(names): to_number(index(context)) for names, index in zip(repeats, indexes, strict=True)
            }
            found = [context.environment.top(context, target[0])]
            for depth, name in enumerate(target, 1):
                same = [above.by_name.get(name, []) for above in found]
                found = [
                    node
                    for nodes in same
                    for position, node in enumerate(nodes, 1)
                    if wanted.get(depth, position) == position
                ]
            return self.nodes(found)

        return find

    def path(self, tree: parser.Path) -> Closure:
        """A path, walked step by step."""
        if isinstance(tree.start, parser.Path):
            return self.refuse(XPathError("expression.bracket-path", expression=shortened(self.text)))
        if tree.start == "/" and tree.steps and tree.steps[0].test == "text()":
            return self.refuse(XPathError("expression.text-of-root", expression=shortened(self.text)))
        steps = [self.step(step) for step in tree.steps]
        start = self.start(tree)

        def walk(context: Context) -> Value:
            found = start(context)
            for step in steps:
                found = step(found, context)
            return self.nodes(node for node in found if node.relevant)

        return walk

    def start(self, tree: parser.Path) -> Callable[[Context], Nodes]:
        """Where a path begins."""
        if tree.start is None:
            return lambda context: self.nodes((context.node,))
        if isinstance(tree.start, str):
            first = tree.steps[0].test if tree.steps else ""
            return lambda context: self.nodes((context.environment.top(context, first),))
        source = self.compile(tree.start)
        return lambda context: self.set_of(source, context)

    def step(self, step: parser.Step) -> Callable[[Nodes, Context], Nodes]:
        """One step from many nodes: for each the axis, the test, then the predicates with their positions."""
        if step.test.endswith(":*"):
            self.refuse(XPathError("expression.namespace", expression=shortened(self.text), test=step.test))
        axis = axes.AXES[step.axis]
        test = axes.test(step)
        predicates = [self.compile(predicate) for predicate in step.predicates]
        plain = step.axis == "child" and axes.is_name(step.test)

        def take(found: Nodes, context: Context) -> Nodes:
            result = self.nodes()
            for node in found:
                if plain:
                    candidates: Sequence[Node] = node.by_name.get(step.test, ())
                else:
                    candidates = [other for other in axis(node) if test(other)]
                    context.environment.patience.spend(len(candidates))
                for predicate in predicates:
                    candidates = narrow(candidates, predicate, context)
                result.extend(candidates)
            return result if len(found) < 2 or plain else in_order(result)

        return take

    def filter(self, tree: parser.Filter) -> Closure:
        """An expression narrowed by predicates."""
        source = self.compile(tree.source)
        predicates = [self.compile(predicate) for predicate in tree.predicates]

        def narrowed(context: Context) -> Value:
            found: Sequence[Node] = self.set_of(source, context)
            for predicate in predicates:
                found = narrow(found, predicate, context)
            return self.nodes(found)

        return narrowed


def _continues(tree: parser.Binary, operators: tuple[str, ...]) -> bool:
    return isinstance(tree.left, parser.Binary) and tree.left.operator in operators


def _chain(
    tree: parser.Expression, operators: tuple[str, ...]
) -> tuple[parser.Expression, list[tuple[str, parser.Expression]]]:
    """The first operand of a chain of operators, then each operator with what follows it."""
    rest: list[tuple[str, parser.Expression]] = []
    while isinstance(tree, parser.Binary) and tree.operator in operators:
        rest.append((tree.operator, tree.right))
        tree = tree.left
    return tree, rest[::-1]


def narrow(nodes: Sequence[Node], predicate: Closure, context: Context) -> list[Node]:
    """The relevant nodes for which the predicate holds; a number means a position."""
    kept: list[Node] = []
    nodes = [node for node in nodes if node.relevant]
    context.environment.patience.spend(len(nodes))
    inner = Context(context.node, context.environment, context.current, 0, len(nodes))
    for position, node in enumerate(nodes, 1):
        inner.node, inner.position = node, position
        value = predicate(inner)
        if isinstance(value, float) and not isinstance(value, bool):
            if value == position:
                kept.append(node)
        elif to_boolean(value):
            kept.append(node)
    return kept


def _names(tree: parser.Expression, context: Context) -> list[str]:
    """A plain path as names from the top, seen from the context node."""
    assert isinstance(tree, parser.Path)
    names: list[str] = []
    first = tree.steps[0].test if tree.start == "/" and tree.steps else ""
    node, top = context.node, context.environment.top(context, first)
    while tree.start is None and node is not top and node.parent is not None:
        names.insert(0, node.name)
        node = node.parent
    for step in tree.steps:
        if step.axis == "parent":
            if not names:
                raise XPathError("expression.indexed-repeat-above-root")
            names.pop()
        elif step.axis == "child":
            names.append(step.test)
    return names


def _constant(value: Value) -> Closure:
    return lambda _context: value


def _once(context: Context, closure: Closure) -> Value:
    before: Value = context.current.typed()  # type: ignore[assignment]
    return single(closure(context)) if to_string(before) == "" else before


def _coalesce(context: Context, parts: list[Closure]) -> Value:
    for part in parts[:-1]:
        value = single(part(context))
        if not _is_blank(value):
            return value
    return single(parts[-1](context))


def _is_blank(value: Value) -> bool:
    return value == "" or (isinstance(value, float) and math.isnan(value))
