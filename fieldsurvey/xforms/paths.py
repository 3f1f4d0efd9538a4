"""Compile the expressions of a form: paths to its nodes are resolved when it is read, and what they read is noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms import walks
from fieldsurvey.xforms.definition import Expression, Node, Read
from fieldsurvey.xforms.secondary import SecondaryInstance
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.compiler import Compiler, narrow
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.nodes import FormNodes
from fieldsurvey.xforms.xpath.nodes import Node as TreeNode
from fieldsurvey.xforms.xpath.values import NAN, Value, single, to_number

Find = Callable[[Context], TreeNode | None]
"""What the closure of a path to one node has besides: it gives the node itself."""

_SELF = parser.Step("self", "node()")
_PARENT = parser.Step("parent", "node()")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands at the context node: a defined node, or None inside a list or file.

    `limit`: inside a predicate, the node above which the expression's own instance is known.
    """

    definition: Node | None
    limit: Node | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A path resolved: the nodes from the root to its target, with predicates by their place."""

    chain: tuple[Node, ...]
    predicates: dict[int, tuple[parser.Expression, ...]]
    from_current: bool
    kept: int = 0
    """So many levels are those of the context node itself: a relative path only climbed to them."""

    @property
    def target(self) -> Node:
        return self.chain[-1]


class FormCompiler(Compiler):
    """Compiles for one context node of a form."""

    nodes = FormNodes

    def __init__(
        self,
        text: str,
        root: Node,
        context: Node | None,
        secondary: Mapping[str, SecondaryInstance],
        others: Collection[str] = (),
    ) -> None:
        super().__init__(text)
        self.root = root
        self.current = context
        self.frame = Frame(context)
        self.secondary = secondary
        self.others = others
        self.reads: dict[Read, None] = {}
        self.doubts: list[str] = []

    def path(self, tree: parser.Path) -> Closure:
        """A path to nodes of the form directly; others step by step."""
        plan = self.plan(tree)
        if plan is not None:
            return self.direct(plan)
        if isinstance(tree.start, parser.Call) and tree.start.name == "instance":
            return self.listed(tree)
        if (
            tree.start is None
            and len(tree.steps) == 1
            and _plain(tree.steps)
            and not tree.steps[0].predicates
        ):
            return walks.to_cell(tree.steps[0].test)
        return self.inside(Frame(None), lambda: super(FormCompiler, self).path(tree))

    def is_single(self, tree: parser.Expression) -> bool:
        """Also of a path: where nodes of a form are compared, several of them are an error."""
        return isinstance(tree, parser.Path) or super().is_single(tree)

    def value(self, tree: parser.Expression) -> Closure:
        """A path to one question gives its value without a node-set between."""
        closure = self.compile(tree)
        find: Find | None = getattr(closure, "find", None)
        if find is None:
            return closure

        def value(context: Context) -> Value:
            node = find(context)
            return node.typed() if node is not None else ""  # type: ignore[return-value]

        return value

    def number(self, tree: parser.Expression) -> Callable[[Context], float]:
        """A path to one question gives its number without a node-set between."""
        closure = self.compile(tree)
        find: Find | None = getattr(closure, "find", None)
        if find is None:
            return lambda context: to_number(closure(context))

        def number(context: Context) -> float:
            node = find(context)
            return to_number(node.typed()) if node is not None else NAN  # type: ignore[arg-type]

        return number

    def inside(self, frame: Frame, make: Callable[[], Closure]) -> Closure:
        """Compile with another context node."""
        before, self.frame = self.frame, frame
        try:
            return make()
        finally:
            self.frame = before

    # -- paths to nodes of the form

    def plan(self, tree: parser.Path) -> Plan | None:
        """The path resolved to definitions; None when it must be walked."""
        from_current = False
        if tree.start is None:
            at = self.frame.definition
        elif tree.start == "/":
            return self.absolute(tree)
        elif tree.start == parser.Call("current", ()):
            at, from_current = self.current, True
        else:
            return None
        return None if at is None else self.follow(tree, at.chain(), tree.steps, from_current)

    def absolute(self, tree: parser.Path) -> Plan | None:
        """A path from "/": its first step names the root."""
        if not tree.steps or tree.steps[0].axis != "child" or tree.steps[0].predicates:
            self.read_all(self.root)
            return None
        if tree.steps[0].test != self.root.name:
            raise self.missing(f"/{tree.steps[0].test}")
        from_current = self.frame.definition is None
        return self.follow(tree, [self.root], tree.steps[1:], from_current)

    def follow(
        self, tree: parser.Path, chain: list[Node], steps: tuple[parser.Step, ...], from_current: bool
    ) -> Plan | None:
        """Take the steps over the definitions."""
        predicates: dict[int, tuple[parser.Expression, ...]] = {}
        kept = len(chain) if tree.start != "/" else 0
        for step in steps:
            if step == _SELF:
                continue
            if step == _PARENT:
                predicates.pop(len(chain) - 1, None)
                chain.pop()
                kept = min(kept, len(chain))
                if not chain:
                    raise XPathError(f"The expression “{self.text}” climbs above the form's root.")
            elif not self.down(step, chain, predicates):
                if chain[-1].children:
                    self.read_all(chain[-1])
                return None
        return Plan(tuple(chain), predicates, from_current, kept)

    def down(
        self, step: parser.Step, chain: list[Node], predicates: dict[int, tuple[parser.Expression, ...]]
    ) -> bool:
        """One step to a child or attribute by name; False for other steps."""
        if step.axis not in ("child", "attribute") or step.test.endswith(("*", ")")):
            return False
        name = f"@{step.test}" if step.axis == "attribute" else step.test
        child = chain[-1].children.get(name)
        if child is None:
            if step.axis == "attribute" or self.is_bare(chain):
                return False
            raise self.missing(f"{chain[-1].ref}/{name}")
        chain.append(child)
        if step.predicates:
            predicates[len(chain) - 1] = step.predicates
        return True

    def is_bare(self, chain: list[Node]) -> bool:
        """A lone name seen from a question, such as null, finds nothing, as in JavaRosa; the form is told so."""
        if not chain[-1].children and chain[-1] is self.frame.definition:
            self.doubts.append(f"the expression “{self.text}” uses a name that stands for nothing")
            return True
        return False

    def missing(self, ref: str) -> XPathError:
        """A path to nowhere."""
        return XPathError(f"The expression “{self.text}” refers to {ref}, which is not in the form.")

    def read_all(self, node: Node) -> None:
        """Note that anything beneath a node may be read."""
        limit = self.frame.limit or self.current
        for below in node.walk():
            self.note(below, _shared(below, limit) if limit else self.root)

    def note(self, target: Node, anchor: Node) -> None:
        """Note what the expression reads, once."""
        self.reads[Read(target, anchor)] = None

    def direct(self, plan: Plan) -> Closure:
        """Climb from the context node to what is shared with the target, then go down by name."""
        context = self.current if plan.from_current else self.frame.definition
        bound = self.bound(plan, context)
        climb = context.depth - bound if context is not None else 0
        anchor = plan.chain[bound - 1] if bound else self.root
        self.note_plan(plan, anchor)
        steps = tuple(
            (node.name, tuple(self.predicate(p, node, anchor) for p in plan.predicates.get(place, ())))
            for place, node in enumerate(plan.chain)
            if place >= bound
        )
        many = any(node.is_repeat for node in plan.chain[bound:])
        if context is None:
            return walks.from_root(steps)
        if many:
            return walks.to_many(plan.from_current, climb, steps)
        return walks.to_one(plan.from_current, climb, tuple(name for name, _ in steps), steps)

    def bound(self, plan: Plan, context: Node | None) -> int:
        """How many levels of the target are those of the context node: JavaRosa's contextualisation."""
        if context is None:
            return 0
        levels = 0
        for place, (node, other) in enumerate(zip(plan.chain, context.chain(), strict=False)):
            is_all = place == len(plan.chain) - 1 and node.is_repeat and place >= plan.kept
            if node is not other or place in plan.predicates or is_all:
                break
            levels = place + 1
        return levels

    def note_plan(self, plan: Plan, anchor: Node) -> None:
        """Note the target, and each repeat on the way whose instances may come and go."""
        limit = None if plan.from_current else self.frame.limit
        if limit is not None and anchor.depth > limit.depth:
            anchor = limit
        self.note(plan.target, anchor)
        for node in plan.chain[anchor.depth : -1]:
            if node.is_repeat:
                self.note(node, anchor)

    def predicate(self, tree: parser.Expression, node: Node, anchor: Node) -> Closure:
        """A predicate on a step to a node of the form."""
        limit = self.frame.limit
        narrower = anchor if limit is None or anchor.depth < limit.depth else limit
        return self.inside(Frame(node, narrower), lambda: self.compile(tree))

    # -- functions that need the form

    def refuse(self, fault: str) -> Closure:
        """A fault in a form's expression is told when the form is read, not when it is filled."""
        raise XPathError(f"The expression “{self.text}” {fault}.")

    def special(self, tree: parser.Call) -> Closure | None:
        """indexed-repeat and choice-name look at the form, not only at values."""
        if tree.name == "indexed-repeat":
            return self.indexed(tree)
        if tree.name == "pulldata" and len(tree.arguments) == 4:
            return self.pulled(tree)
        if (
            tree.name == "instance"
            and len(tree.arguments) == 1
            and isinstance(tree.arguments[0], parser.Literal)
        ):
            self.check_instance(tree.arguments[0].value)
        return super().special(tree)

    def check_instance(self, name: str) -> None:
        """Refuse a list that is not there when the form is read."""
        if name not in self.secondary and name not in self.others:
            raise XPathError(
                f"The expression “{self.text}” uses the list or file “{name}”, which the form does not have."
            )

    def indexed(self, tree: parser.Call) -> Closure:
        """indexed-repeat(node, repeat, index, ...): the node in the given instances of its repeats."""
        count = len(tree.arguments)
        if count < 3 or count % 2 == 0:
            raise XPathError(
                f"The expression “{self.text}” gives indexed-repeat() {count} values; it takes 3, 5, 7..."
            )
        plans = [self.argument(argument) for argument in (tree.arguments[0], *tree.arguments[1::2])]
        indexes = [self.compile(argument) for argument in tree.arguments[2::2]]
        target = plans[0].target
        if not all(plan.target in target.chain() for plan in plans[1:]):
            return self.refuse("gives indexed-repeat() a node that is not inside the repeat")
        wanted = {plan.target: index for plan, index in zip(plans[1:], indexes, strict=True)}
        first = min(plan.target.depth for plan in plans[1:])
        context = self.current if self.frame.definition is None else self.frame.definition
        bound = 0
        if context is not None:
            bound = min(_shared(target, context).depth, first - 1)
        anchor = target.chain()[bound - 1] if bound else self.root
        self.note_plan(Plan(tuple(target.chain()), {}, False), anchor)
        climb = context.depth - bound if context is not None else 0
        steps = tuple((node.name, wanted.get(node)) for node in target.chain()[bound:])
        return walks.indexed(self.frame.definition is None, context is not None, climb, steps)

    def argument(self, tree: parser.Expression) -> Plan:
        """A path argument of indexed-repeat."""
        plan = self.plan(tree) if isinstance(tree, parser.Path) else None
        if plan is None:
            raise XPathError(f"The expression “{self.text}” must give indexed-repeat() plain paths.")
        return plan

    def pulled(self, tree: parser.Call) -> Closure:
        """pulldata(file, column, key column, key)."""
        name, column, key_column = (
            argument.value if isinstance(argument, parser.Literal) else "" for argument in tree.arguments[:3]
        )
        self.check_instance(name)
        source, key = self.secondary[name], self.compile(tree.arguments[3])

        def pull(context: Context) -> Value:
            wanted = single(key(context))
            found = source.where(("root", "item"), key_column, wanted) if wanted != "" else ()
            cells = found[0].by_name.get(column) if found else None
            return cells[0].string() if cells else ""

        return pull

    # -- lists and files

    def listed(self, tree: parser.Path) -> Closure:
        """A path into a secondary instance; an equality on a column of the last step goes through its index."""
        call = tree.start
        assert isinstance(call, parser.Call)
        literal = call.arguments[0] if len(call.arguments) == 1 else None
        if isinstance(literal, parser.Literal):
            self.check_instance(literal.value)
        place = next((i for i, step in enumerate(tree.steps) if step.predicates), None)
        source = self.secondary.get(literal.value) if isinstance(literal, parser.Literal) else None
        walk = super().path
        if (
            source is None
            or place is None
            or not _plain(tree.steps[:place])
            or tree.steps[place].axis != "child"
        ):
            return self.inside(Frame(None), lambda: walk(tree))
        step = tree.steps[place]
        parts = _conjuncts(step.predicates[0])
        chosen = next((part for part in parts if _column(part) is not None), None)
        if chosen is None:
            return self.inside(Frame(None), lambda: walk(tree))
        rest = [part for part in parts if part is not chosen]
        return self.inside(Frame(None), lambda: self.by_index(source, tree, place, chosen, rest))

    def by_index(
        self,
        source: SecondaryInstance,
        tree: parser.Path,
        place: int,
        chosen: parser.Expression,
        rest: list[parser.Expression],
    ) -> Closure:
        """Find the rows by one column, then narrow them by the other conditions and walk on."""
        assert isinstance(chosen, parser.Binary)
        column, other = _column(chosen) or ("", chosen)
        key = self.compile(other)
        conditions = [self.compile(part) for part in (*rest, *tree.steps[place].predicates[1:])]
        trail = tuple(step.test for step in tree.steps[: place + 1])
        onward = [self.step(step) for step in tree.steps[place + 1 :]]

        def find(context: Context) -> Value:
            found: FormNodes = FormNodes(source.where(trail, column, single(key(context))))
            for condition in conditions:
                found = FormNodes(narrow(found, condition, context))
            for step in onward:
                found = FormNodes(step(found, context))
            return found

        return find


def compile_expression(
    text: str,
    root: Node,
    context: Node | None,
    secondary: Mapping[str, SecondaryInstance],
    others: Collection[str] = (),
) -> Expression:
    """An expression of a form, compiled for a context node. Raises XPathError with a sentence."""
    compiler = FormCompiler(text, root, context, secondary, others)
    closure = compiler.compile(parser.parse(text))
    return Expression(text, closure, tuple(compiler.reads), tuple(compiler.doubts))


def _shared(one: Node, other: Node) -> Node:
    shared = one
    for node, same in zip(one.chain(), other.chain(), strict=False):
        if node is not same:
            break
        shared = node
    return shared


def _plain(steps: tuple[parser.Step, ...]) -> bool:
    return all(step.axis == "child" and not step.test.endswith(("*", ")")) for step in steps)


def _conjuncts(tree: parser.Expression) -> list[parser.Expression]:
    if isinstance(tree, parser.Binary) and tree.operator == "and":
        return [*_conjuncts(tree.left), *_conjuncts(tree.right)]
    return [tree]


def _column(tree: parser.Expression) -> tuple[str, parser.Expression] | None:
    """For `column = value` or `value = column`: the column, and the value when it does not look at the row."""
    if not isinstance(tree, parser.Binary) or tree.operator != "=":
        return None
    for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
        if isinstance(one, parser.Path) and one.start is None and len(one.steps) == 1:
            step = one.steps[0]
            if _plain(one.steps) and not step.predicates and _is_outside(other):
                return step.test, other
    return None


def _is_outside(tree: parser.Expression) -> bool:
    match tree:
        case parser.Path(start, _):
            return start == "/" or start == parser.Call("current", ())
        case parser.Call(name, arguments):
            return (
                name not in ("position", "last", "randomize")
                and bool(arguments)
                and all(map(_is_outside, arguments))
            )
        case parser.Binary(_, left, right):
            return _is_outside(left) and _is_outside(right)
        case parser.Negation(operand):
            return _is_outside(operand)
        case parser.Filter():
            return False
        case _:
            return True
