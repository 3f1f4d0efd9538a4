"""XPath's axes: from a node to its relatives, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fieldsurvey.xforms.xpath.nodes import Node, NodeKind
from fieldsurvey.xforms.xpath.parser import Step


def is_name(test: str) -> bool:
    """True when the test asks for one name: neither `*` nor `node()`."""
    return not test.endswith(("*", ")"))


def test(step: Step) -> Callable[[Node], bool]:
    """Whether a node passes a step's test."""
    wanted, principal = step.test, NodeKind.ATTRIBUTE if step.axis == "attribute" else NodeKind.ELEMENT
    if wanted == "node()":
        return lambda node: True
    if wanted.endswith(")"):
        return _type_test(wanted)
    if wanted == "*":
        return lambda node: node.kind == principal
    if wanted.endswith(":*"):
        return lambda node: node.kind == principal and node.name.startswith(wanted[:-1])
    return lambda node: node.kind == principal and node.name == wanted


def _type_test(wanted: str) -> Callable[[Node], bool]:
    name, _, rest = wanted.partition("(")
    kinds = {
        "text": NodeKind.TEXT,
        "comment": NodeKind.COMMENT,
        "processing-instruction": NodeKind.INSTRUCTION,
    }
    kind, target = kinds[name], rest[:-1]
    return lambda node: node.kind == kind and target in ("", node.name)


def _child(node: Node) -> Iterable[Node]:
    return node.children


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _self(node: Node) -> Iterable[Node]:
    return (node,)


def _ancestor(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestor(node)


def _descendant(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield from child.walk()


def _attribute(node: Node) -> Iterable[Node]:
    return node.attributes.values()


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind == NodeKind.ATTRIBUTE:
        return [], 0
    return node.parent.children, node.order()


def _following_sibling(node: Node) -> Iterable[Node]:
    among, index = _siblings(node)
    return among[index + 1 :]


def _preceding_sibling(node: Node) -> Iterable[Node]:
    among, index = _siblings(node)
    return reversed(among[:index])


def _following(node: Node) -> Iterator[Node]:
    if node.kind == NodeKind.ATTRIBUTE and node.parent is not None:
        yield from _descendant(node.parent)
    for above in _ancestor_or_self(node):
        for sibling in _following_sibling(above):
            yield from sibling.walk()


def _preceding(node: Node) -> Iterator[Node]:
    for above in _ancestor_or_self(node):
        for sibling in _preceding_sibling(above):
            yield from reversed(list(sibling.walk()))


def _nothing(_node: Node) -> Iterable[Node]:
    return ()


AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "attribute": _attribute,
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": Node.walk,
    "following": _following,
    "following-sibling": _following_sibling,
    "namespace": _nothing,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "self": _self,
}
