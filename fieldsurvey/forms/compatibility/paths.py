"""Which question of a form a path in an expression leads to, as far as names tell."""

from __future__ import annotations

from dataclasses import dataclass

from fieldsurvey.xforms.parse.node_definition import Node
from fieldsurvey.xforms.xpath import parser


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the form; `is_many` where the path finds it in all rows of a repeat."""

    node: Node
    is_many: bool


def found_at(path: parser.Path, at: Node | None, root: Node) -> Place | None:
    """The node at a path seen from another, or from the one current() means; None where it leads into a list, or nowhere."""
    node, steps = at, path.steps
    if path.start == "/":
        node = root if path.steps and path.steps[0].test == root.name else None
        steps = path.steps[1:]
    elif path.start is not None and path.start != parser.Call("current", ()):
        return None
    for step in steps:
        node = _next(node, step) if node is not None else None
    return None if node is None else Place(node, _is_many(path, node, at))


def _next(node: Node, step: parser.Step) -> Node | None:
    if step.axis == "parent":
        return node.parent
    if step.axis == "child":
        return node.children.get(step.test)
    return node if step.axis == "self" else None


def _is_many(path: parser.Path, node: Node, at: Node | None) -> bool:
    """Whether a repeat lies on the way that is not the context's own."""
    climbs = [number for number, step in enumerate(path.steps, 1) if step.axis == "parent"]
    if climbs and path.start != "/":
        down = len(path.steps) - climbs[-1]
        return any(one.is_repeat for one in node.chain()[len(node.chain()) - down :])
    around = set(at.chain()) if at is not None else set()
    return any(one.is_repeat and one not in around for one in node.chain())
