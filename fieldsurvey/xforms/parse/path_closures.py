"""The closures a form's paths become: climb so many levels, then go down by name; no sibling is ever scanned."""

from __future__ import annotations

from fieldsurvey.xforms.xpath.compiler import narrow
from fieldsurvey.xforms.xpath.context import Closure, Context
from fieldsurvey.xforms.xpath.nodes import FormNodes
from fieldsurvey.xforms.xpath.nodes import Node as TreeNode
from fieldsurvey.xforms.xpath.values import Value, single, to_number

_Steps = tuple[tuple[str, tuple[Closure, ...]], ...]
_NOTHING = FormNodes()


def to_one(from_current: bool, climb: int, names: tuple[str, ...], steps: _Steps) -> Closure:
    """A path that can only find one node: climb, then down by name. Its `find` gives the node itself."""
    if any(predicates for _, predicates in steps):
        return to_many(from_current, climb, steps)

    def find(context: Context) -> TreeNode | None:
        node = context.current if from_current else context.node
        for _ in range(climb):
            if node.parent is None:
                return None
            node = node.parent
        for name in names:
            found = node.by_name.get(name)
            if not found:
                return None
            node = found[0]
        return node if node.relevant else None

    def walk(context: Context) -> Value:
        node = find(context)
        return _NOTHING if node is None else FormNodes((node,))

    walk.find = find  # type: ignore[attr-defined]
    return walk


def to_cell(name: str) -> Closure:
    """A column of the row of a list that is looked at."""

    def find(context: Context) -> TreeNode | None:
        found = context.node.named(name)
        if not found:
            return None
        if len(found) > 1:
            single(FormNodes(found))
        return found[0]

    def walk(context: Context) -> Value:
        return FormNodes(context.node.named(name))

    walk.find = find  # type: ignore[attr-defined]
    return walk


def to_many(from_current: bool, climb: int, steps: _Steps) -> Closure:
    """A path through repeats: climb, then down to all instances that the predicates leave."""

    def walk(context: Context) -> Value:
        node: TreeNode | None = context.current if from_current else context.node
        for _ in range(climb):
            node = node.parent if node is not None else None
        return _descend([node] if node is not None else [], steps, context)

    return walk


def from_root(steps: _Steps) -> Closure:
    """A path from the document node, where nothing is known of the context."""
    return lambda context: _descend([context.environment.root], steps, context)


def _descend(nodes: list[TreeNode], steps: _Steps, context: Context) -> FormNodes:
    for name, predicates in steps:
        below: list[TreeNode] = []
        for node in nodes:
            found = node.by_name.get(name, [])
            for predicate in predicates:
                found = narrow(found, predicate, context)
            below.extend(found)
        nodes = below
    return FormNodes([node for node in nodes if node.relevant])


def indexed(
    from_current: bool, has_context: bool, climb: int, steps: tuple[tuple[str, Closure | None], ...]
) -> Closure:
    """Down by name, one instance of each repeat that has an index."""

    def walk(context: Context) -> Value:
        node: TreeNode | None = context.current if from_current else context.node
        if not has_context:
            node = context.environment.root
        for _ in range(climb):
            node = node.parent if node is not None else None
        nodes = [node] if node is not None else []
        for name, index in steps:
            nodes = [
                found for above in nodes for found in _chosen(above.by_name.get(name, []), index, context)
            ]
        return FormNodes([found for found in nodes if found.relevant])

    return walk


def _chosen(nodes: list[TreeNode], index: Closure | None, context: Context) -> list[TreeNode]:
    if index is None:
        return nodes
    wanted = to_number(index(context))
    return [node for position, node in enumerate(nodes, 1) if position == wanted]
