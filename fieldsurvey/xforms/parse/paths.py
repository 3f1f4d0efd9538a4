"""Compile the expressions of a form: paths to its nodes are resolved when it is read, and what they read is noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.messages import Message
from fieldsurvey.xforms.lists.list_paths import ListedCompiler, Made, is_plain
from fieldsurvey.xforms.lists.secondary import SecondaryInstance
from fieldsurvey.xforms.parse import path_closures
from fieldsurvey.xforms.parse.node_definition import Expression, Node, Read
from fieldsurvey.xforms.parse.truths import is_truth
from fieldsurvey.xforms.xpath import parser
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.eval_budget import shallow
from fieldsurvey.xforms.xpath.nodes import Node as TreeNode
from fieldsurvey.xforms.xpath.values import NAN, Value, to_number

Find = Callable[[Context], TreeNode | None]
"""What the closure of a path to one node has besides: it gives the node itself."""

_SELF = parser.Step("self", "node()")
_PARENT = parser.Step("parent", "node()")

_OF_SHAPES = ("count", "position", "name", "local-name", "namespace-uri")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands at the context node: a defined node, or None inside a list or file.

    `limit`: inside a predicate, the node above which the expression's own instance is known.
    """

    definition: Node | None
    limit: Node | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A path resolved: the nodes from the root to its target, with predicates by their level."""

    chain: tuple[Node, ...]
    predicates: dict[int, tuple[parser.Expression, ...]]
    from_current: bool
    kept: int | None = None
    """So many levels are those of the context node itself: a relative path only climbed to them. None: it is absolute."""

    @property
    def target(self) -> Node:
        return self.chain[-1]


class FormCompiler(ListedCompiler):
    """Compiles for one context node of a form."""

    def __init__(
        self,
        text: str,
        root: Node,
        context: Node | None,
        secondary: Mapping[str, SecondaryInstance],
        others: Collection[str] = (),
    ) -> None:
        super().__init__(text, secondary, others)
        self.root = root
        self.current = context
        self.frame = Frame(context)
        self.reads: dict[Read, None] = {}
        self.doubts: list[Message] = []
        self.shapes = False
        """True while the values of a function are compiled that only counts nodes, or names them."""

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
            and is_plain(tree.steps)
            and not tree.steps[0].predicates
        ):
            return path_closures.to_cell(tree.steps[0].test)
        return self.elsewhere(lambda: super(FormCompiler, self).path(tree))

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

    def inside(self, frame: Frame, make: Callable[[], Made]) -> Made:
        """Compile with another context node."""
        before, self.frame = self.frame, frame
        try:
            return make()
        finally:
            self.frame = before

    def elsewhere(self, make: Callable[[], Made]) -> Made:
        """Compile what stands in a list or file: no node of the form is the context."""
        return self.inside(Frame(None), make)

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
        kept = len(chain)
        for step in steps:
            if step == _SELF:
                continue
            if step == _PARENT:
                self.up(chain, predicates)
                kept = min(kept, len(chain))
            elif not self.down(step, chain, predicates):
                self.read_by(step, chain)
                return None
        if not chain:
            self.read_all(self.root)
            return None
        return Plan(tuple(chain), predicates, from_current, None if tree.start == "/" else kept)

    def read_by(self, step: parser.Step, chain: list[Node]) -> None:
        """Note what a step that is no plain name may read."""
        if not chain:
            self.read_all(self.root)
        elif step.axis == "attribute":
            for child in chain[-1].children.values():
                if child.is_attribute:
                    self.read_all(child)
        elif chain[-1].is_group:
            self.read_all(chain[-1])

    def up(self, chain: list[Node], predicates: dict[int, tuple[parser.Expression, ...]]) -> None:
        """One step to the parent; above the root is the document, and nothing above that."""
        if not chain:
            raise XPathError("expression.above-root", expression=shortened(self.text))
        predicates.pop(len(chain) - 1, None)
        chain.pop()

    def down(
        self, step: parser.Step, chain: list[Node], predicates: dict[int, tuple[parser.Expression, ...]]
    ) -> bool:
        """One step to a child or attribute by name; False for other steps."""
        if step.axis not in ("child", "attribute") or step.test.endswith(("*", ")")):
            return False
        name = f"@{step.test}" if step.axis == "attribute" else step.test
        child = chain[-1].children.get(name) if chain else {self.root.name: self.root}.get(name)
        if child is None and not chain:
            raise self.missing(f"/{name}")
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
        if not chain[-1].is_group and chain[-1] is self.frame.definition:
            self.doubts.append(Message("expression.idle-name", expression=shortened(self.text)))
            return True
        return False

    def missing(self, ref: str) -> XPathError:
        """A path to nowhere."""
        return XPathError("expression.unknown-ref", expression=shortened(self.text), ref=ref)

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
            (node.name, tuple(self.predicate(p, node, anchor) for p in plan.predicates.get(level, ())))
            for level, node in enumerate(plan.chain)
            if level >= bound
        )
        many = any(node.is_repeat for node in plan.chain[bound:])
        if context is None:
            return path_closures.from_root(steps)
        if many:
            return path_closures.to_many(plan.from_current, climb, steps)
        return path_closures.to_one(plan.from_current, climb, tuple(name for name, _ in steps), steps)

    def bound(self, plan: Plan, context: Node | None) -> int:
        """How many levels of the target are those of the context node: JavaRosa's contextualisation.

        An absolute path means the context's own rows, also of a repeat at its end. A relative one only those it did not climb out of: a repeat that it
        enters again, coming down, it enters in all rows.
        """
        if context is None:
            return 0
        levels = 0
        for level, (node, other) in enumerate(zip(plan.chain, context.chain(), strict=False)):
            enters = plan.kept is not None and level >= plan.kept
            if node is not other or level in plan.predicates or (enters and node.is_repeat):
                break
            levels = level + 1
        return levels

    def note_plan(self, plan: Plan, anchor: Node) -> None:
        """Note the target, and each repeat on the way whose instances may come and go."""
        limit = None if plan.from_current else self.frame.limit
        if limit is not None and anchor.depth > limit.depth:
            anchor = limit
        self.note(plan.target, anchor)
        if plan.target.is_group and not self.shapes:
            self.note_beneath(plan.target, anchor)
        for node in plan.chain[anchor.depth : -1]:
            if node.is_repeat:
                self.note(node, anchor)

    def note_beneath(self, group: Node, anchor: Node) -> None:
        """The value of a group is all that stands in it."""
        for below in group.walk():
            if below.is_leaf and not below.is_attribute:
                self.note(below, anchor)

    def call(self, tree: parser.Call) -> Closure:
        """Some functions look at nodes, and never at what stands in them."""
        before, self.shapes = self.shapes, tree.name in _OF_SHAPES
        try:
            return super().call(tree)
        finally:
            self.shapes = before

    def predicate(self, tree: parser.Expression, node: Node, anchor: Node) -> Closure:
        """A predicate on a step to a node of the form."""
        limit = self.frame.limit
        narrower = anchor if limit is None or anchor.depth < limit.depth else limit
        before, self.shapes = self.shapes, False
        try:
            return self.inside(Frame(node, narrower), lambda: self.compile(tree))
        finally:
            self.shapes = before

    # -- functions that need the form

    def refuse(self, error: XPathError) -> Closure:
        """A fault in a form's expression is told when the form is read, not when it is filled."""
        raise error

    def special(self, tree: parser.Call) -> Closure | None:
        """indexed-repeat and version look at the form, not only at values."""
        if tree.name == "indexed-repeat":
            return self.indexed(tree)
        if tree.name == "version" and not tree.arguments:
            return lambda context: context.environment.version()
        return super().special(tree)

    def indexed(self, tree: parser.Call) -> Closure:
        """indexed-repeat(node, repeat, index, ...): the node in the given instances of its repeats."""
        count = len(tree.arguments)
        if count < 3 or count % 2 == 0:
            raise XPathError("expression.indexed-repeat-count", expression=shortened(self.text), given=count)
        plans = [self.argument(argument) for argument in (tree.arguments[0], *tree.arguments[1::2])]
        indexes = [self.compile(argument) for argument in tree.arguments[2::2]]
        target = plans[0].target
        if not all(plan.target in target.chain() for plan in plans[1:]):
            return self.refuse(
                XPathError("expression.indexed-repeat-outside", expression=shortened(self.text))
            )
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
        return path_closures.indexed(self.frame.definition is None, context is not None, climb, steps)

    def argument(self, tree: parser.Expression) -> Plan:
        """A path argument of indexed-repeat."""
        plan = self.plan(tree) if isinstance(tree, parser.Path) else None
        if plan is None:
            raise XPathError("expression.indexed-repeat-paths", expression=shortened(self.text))
        return plan


def compile_expression(
    text: str,
    root: Node,
    context: Node | None,
    secondary: Mapping[str, SecondaryInstance],
    others: Collection[str] = (),
) -> Expression:
    """An expression of a form, compiled for a context node. Raises XPathError with a sentence."""
    compiler = FormCompiler(text, root, context, secondary, others)
    with shallow(text):
        tree = parser.parse(text)
        closure = compiler.compile(tree)
    reads, doubts, compared = tuple(compiler.reads), tuple(compiler.doubts), tuple(compiler.compared)
    return Expression(text, closure, reads, doubts, compared, is_truth(tree))


def _shared(one: Node, other: Node) -> Node:
    shared = one
    for node, same in zip(one.chain(), other.chain(), strict=False):
        if node is not same:
            break
        shared = node
    return shared
