"""Which attributes of the primary instance are nodes of their own: those an expression looks at, those that differ by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from fieldsurvey.xforms.parse.node_definition import XFORMS, Node, Template

_NAMED = re.compile(r"(?:@|\battribute\s*::)\s*([\w.-]+|\*)")
_INSTANCE = f"{{{XFORMS}}}instance"


def mentioned(model: etree._Element, body: etree._Element) -> frozenset[str]:
    """The names of attributes that any expression of the form mentions; "*" for all."""
    return frozenset(
        name
        for element in (*_outside_instances(model), *body.iter(etree.Element))
        for value in element.attrib.values()
        if "@" in value or "attribute" in value
        for name in _NAMED.findall(str(value))
    )


def _outside_instances(model: etree._Element) -> Iterator[etree._Element]:
    for child in model:
        if isinstance(child.tag, str) and child.tag != _INSTANCE:
            yield from child.iter(etree.Element)


def wanted(node: Node, templates: Iterable[Template], names: frozenset[str]) -> list[str]:
    """The attributes of a node to be made nodes: what is mentioned, and what its rows do not have alike."""
    made = list(templates)
    found = dict.fromkeys(key for template in made for key in template.attributes if not key.startswith("{"))
    return [
        key
        for key in found
        if key in names or "*" in names or len({template.attributes.get(key) for template in made}) > 1
    ]


def promote(node: Node, templates: Iterable[Template], name: str) -> Node:
    """Make an attribute a node, in every template that has it; it keeps what the form says unless a bind decides it."""
    made = Node(f"@{name}", node)
    made.is_constant = True
    made.default = node.attributes.pop(name, "")
    for template in templates:
        text = template.attributes.pop(name, None)
        if text is not None:
            template.children.append(Template(made, text))
    return made
