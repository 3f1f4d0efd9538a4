"""The order of recomputation: who depends on whom, refused when it goes round in a circle."""

from __future__ import annotations

from fieldsurvey.errors import XPathError
from fieldsurvey.messages import Message
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Dependent, Kind, Node, Read, Triggerable

_FEEDING = (Kind.RELEVANT, Kind.CALCULATE)
"""Others may read what these decide; the rest feeds nothing, so it cannot go in a circle."""
_EARLY = (Kind.RELEVANT, Kind.CALCULATE, Kind.COUNT)
_LAST = 1 << 40
_COLUMNS = {Kind.RELEVANT: "relevant", Kind.REQUIRED: "required", Kind.READONLY: "readonly"}


class Circle(XPathError):
    """Questions that depend on each other; `column` is where the first one named reads the next."""

    def __init__(self, nodes: list[Node]) -> None:
        first, last = nodes[-1], nodes[0]
        path = " → ".join(node.ref for node in [*reversed(nodes), first])
        said = (
            Message("form.depends-on-itself", path=path)
            if first is last
            else Message("form.circle", path=path)
        )
        super().__init__(said.code)
        self.message = said
        reading = (
            t.kind for t in first.triggerables if any(read.target is last for read in t.expression.reads)
        )
        self.column = _COLUMNS.get(next(reading, Kind.CALCULATE), "calculation")


def arrange(form: FormDefinition) -> None:
    """Number the triggerables so that each comes after all it reads, and tell each node who reads it."""
    for node in form.root.walk():
        node.is_repeated = node.is_repeat or (node.parent is not None and node.parent.is_repeated)
    found = [triggerable for node in form.root.walk() for triggerable in node.triggerables]
    turns = _sorted(form.root, found)
    for triggerable in found:
        turn = turns[triggerable.target] * 16 + triggerable.kind
        triggerable.order = turn if triggerable.kind in _EARLY else _LAST + turn
        for read in triggerable.expression.reads:
            _enter(triggerable, read)
    found.sort(key=lambda triggerable: triggerable.order)
    form.triggerables = found
    counts = [triggerable for triggerable in found if triggerable.kind is Kind.COUNT]
    form.growing = frozenset(count.target for count in counts if _feeds_itself(count))
    for repeat in (node.repeat for node in form.growing):
        if repeat is not None:
            repeat.feeds_itself = True


def _feeds_itself(count: Triggerable) -> bool:
    """True when a repeat's count looks at its own rows, or at something that does."""
    waiting = [count.expression]
    seen: set[Node] = set()
    while waiting:
        for target in {read.target for read in waiting.pop().reads} - seen:
            seen.add(target)
            if count.target in target.chain():
                return True
            deciding = [target.calculate, *(node.relevant for node in target.chain())]
            waiting.extend(triggerable.expression for triggerable in deciding if triggerable is not None)
    return False


def _enter(triggerable: Triggerable, read: Read) -> None:
    """Tell a node who reads it. How to come from a changed node to the nodes to recompute: up to what they share, and down."""
    holder = triggerable.target
    if triggerable.kind == Kind.COUNT and holder.parent is not None:
        holder = holder.parent
    shared = _shared(read.target, holder, read.anchor)
    down = holder.chain()[shared.depth :]
    dependent = Dependent(triggerable, read.target.depth - shared.depth, tuple(node.name for node in down))
    passes_repeat = any(node.is_repeat for node in down)
    (read.target.repeated_dependents if passes_repeat else read.target.dependents).append(dependent)


def _shared(target: Node, holder: Node, anchor: Node) -> Node:
    """The deepest node above both, not deeper than the anchor."""
    shared = target.chain()[0]
    for one, other, _limit in zip(target.chain(), holder.chain(), anchor.chain(), strict=False):
        if one is not other:
            break
        shared = one
    return shared


def _sorted(root: Node, triggerables: list[Triggerable]) -> dict[Node, int]:
    """Every node's place, parents before children and what is read before what reads it."""
    before: dict[Node, list[Node]] = {node: [node.parent] if node.parent else [] for node in root.walk()}
    for triggerable in triggerables:
        if triggerable.kind in (Kind.REQUIRED, Kind.READONLY) and _reads_itself(triggerable):
            raise Circle([triggerable.target])
        if triggerable.kind in _FEEDING:
            above = set(triggerable.target.chain()[:-1])
            reads = (read.target for read in triggerable.expression.reads)
            before[triggerable.target].extend(node for node in reads if node not in above)
    turns: dict[Node, int] = {}
    for node in before:
        _visit(node, before, turns)
    return turns


def _reads_itself(triggerable: Triggerable) -> bool:
    return any(read.target is triggerable.target for read in triggerable.expression.reads)


def _visit(start: Node, before: dict[Node, list[Node]], turns: dict[Node, int]) -> None:
    """Depth first, without recursion: forms have chains of thousands."""
    if start in turns:
        return
    trail: dict[Node, int] = {start: 0}
    while trail:
        node = next(reversed(trail))
        if trail[node] == len(before[node]):
            del trail[node]
            turns[node] = len(turns)
            continue
        follower = before[node][trail[node]]
        trail[node] += 1
        if follower in trail:
            raise Circle([*trail][[*trail].index(follower) :])
        if follower not in turns:
            trail[follower] = 0
