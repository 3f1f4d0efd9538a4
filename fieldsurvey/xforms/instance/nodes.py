"""The answers: the tree of one interview, each node with its value and its state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from fieldsurvey.xforms.datatypes import Datatype, typed
from fieldsurvey.xforms.xpath.nodes import Node, NodeKind
from fieldsurvey.xforms.xpath.values import Value

if TYPE_CHECKING:
    from fieldsurvey.xforms.parse.node_definition import Node as NodeDefinition
    from fieldsurvey.xforms.parse.node_definition import Template, Triggerable


class InstanceNode(Node):
    """A node of an interview. `relevant` and `readonly` count what the groups around it say."""

    __slots__ = (
        "_read",
        "_read_text",
        "definition",
        "index",
        "listeners",
        "own_readonly",
        "own_relevant",
        "readonly",
        "relevant",
        "required",
        "result",
        "start",
        "stash",
        "valid",
        "zone",
    )

    def __init__(self, definition: NodeDefinition, text: str, zone: tzinfo = UTC) -> None:
        # Set here, not through the parent's constructor: thousands are made at each start.
        self.kind = NodeKind.ATTRIBUTE if definition.is_attribute else NodeKind.ELEMENT
        self.name = definition.name
        self.namespace = definition.namespace
        self.text = text
        self.parent = None
        self.children = []
        self.by_name = {}
        self.attributes = {}
        self.definition = definition
        self.index = 0
        self.relevant = True
        self.own_relevant = True
        self.readonly = False
        self.own_readonly = False
        self.required = False
        self.valid = True
        self.result: Value | None = None
        self.listeners: list[tuple[Triggerable, InstanceNode]] | None = None
        """Who reads this node and is the same for as long as it stands; gathered when it first changes."""
        self._read_text: str | None = None
        self.start = text
        """What it began with, before anybody answered."""
        self.stash: list[InstanceNode] = []
        """Rows that a smaller count took out before anybody answered in them."""
        self.zone = zone

    def typed(self) -> Value:
        """The value as expressions see it: a calculation's result keeps its own type; else by the bind's type."""
        if self.result is not None:
            return self.result
        if self.definition.datatype is Datatype.STRING:
            return self.string()
        if self._read_text is not self.text:
            self._read: Value = typed(self.text, self.definition.datatype, self.zone)
            self._read_text = self.text
        return self._read

    def string(self) -> str:
        """The text; of a group, its relevant children's texts."""
        if not self.children:
            return self.text
        return "".join(child.string() for child in self.children if child.relevant)

    def append(self, child: Node) -> None:
        """Add a child at the end; an attribute stands apart from the children."""
        child.parent = self
        if child.kind == NodeKind.ATTRIBUTE:
            self.attributes[child.name[1:]] = child
        else:
            self.children.append(child)
        same = self.by_name.setdefault(child.name, [])
        child.index = len(same)  # type: ignore[attr-defined]
        same.append(child)

    def insert(self, child: InstanceNode, index: int) -> None:
        """Put a repeat instance at a 0-based index among those of its name."""
        same = self.by_name.setdefault(child.name, [])
        child.parent = self
        if not same:
            self.children.insert(self._slot(child), child)
        elif index < len(same):
            self.children.insert(_index(self.children, same[index]), child)
        else:
            last = next(i for i in range(len(self.children) - 1, -1, -1) if self.children[i] is same[-1])
            self.children.insert(last + 1, child)
        same.insert(index, child)
        _number(same, index)

    def remove(self, child: InstanceNode) -> int:
        """Take a repeat instance out; returns the 0-based index it had."""
        same = self.by_name[child.name]
        index = child.index
        del same[index]
        del self.children[_index(self.children, child)]
        _number(same, index)
        return index

    def _slot(self, child: InstanceNode) -> int:
        """Where the first instance of a repeat goes: before the first node defined after it."""
        names = list(self.definition.children)
        later = set(names[names.index(child.name) + 1 :])
        return next((i for i, other in enumerate(self.children) if other.name in later), len(self.children))

    def position(self) -> int:
        """1-based position among the instances of a repeat."""
        return self.index + 1

    def instances(self, name: str) -> list[InstanceNode]:
        """The children of a name, in order."""
        return self.by_name.get(name, [])  # type: ignore[return-value]

    def every(self) -> Iterator[InstanceNode]:
        """This node and all beneath, attributes with a bind too, in document order."""
        waiting: list[InstanceNode] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.by_name:
                waiting.extend(reversed(node.children))  # type: ignore[arg-type]
                for nodes in reversed(node.by_name.values()):
                    if nodes and nodes[0].kind == NodeKind.ATTRIBUTE:
                        waiting.extend(reversed(nodes))  # type: ignore[arg-type]

    def ref(self) -> str:
        """The path with positions on repeat instances: /data/worker[2]/age."""
        if not self.definition.is_repeated:
            return self.definition.ref
        parts: list[str] = []
        node: InstanceNode = self
        while node.parent is not None:
            above: InstanceNode = node.parent  # type: ignore[assignment]
            if node.definition.is_repeat:
                parts.append(f"/{node.name}[{node.index + 1}]")
            else:
                parts.append(f"/{node.name}")
            node = above
        return "".join(reversed(parts))


def _number(nodes: list[Node], start: int) -> None:
    """Tell each instance from an index on which index it has."""
    for index in range(start, len(nodes)):
        nodes[index].index = index  # type: ignore[attr-defined]


def _index(nodes: list[Node], wanted: Node) -> int:
    return next(index for index, node in enumerate(nodes) if node is wanted)


def grow(template: Template, zone: tzinfo) -> InstanceNode:
    """A fresh instance of a node and of all beneath it."""
    node = InstanceNode(template.node, template.text, zone)
    for child in template.children:
        node.append(grow(child, zone))
    return node


class Root(InstanceNode):
    """Stands above the root element, so that a path can start at "/"."""

    __slots__ = ()

    def __init__(self, child: InstanceNode) -> None:
        super().__init__(child.definition, "")
        self.kind = NodeKind.DOCUMENT
        self.name = ""
        self.append(child)
