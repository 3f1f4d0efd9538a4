"""The tree an expression walks: nodes that know their children by name, so that no step scans siblings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

from lxml import etree

from fieldsurvey.errors import FormError, XPathError
from fieldsurvey.messages import Message

_MARK = re.compile(rb"""[>"']""")
_MOST_RESCUED = 500_000
"""Marks in a text that is read again with bare "<" made harmless."""


class NodeKind(IntEnum):
    """XPath's kinds of node."""

    DOCUMENT = 0
    ELEMENT = 1
    TEXT = 2
    ATTRIBUTE = 3
    COMMENT = 4
    INSTRUCTION = 5


class Node:
    """One node. Elements without children hold their text themselves; mixed content has text nodes."""

    __slots__ = ("attributes", "by_name", "children", "kind", "name", "namespace", "parent", "text")

    relevant = True
    """What is not relevant does not exist for an expression; only a form's own nodes can be so."""

    def __init__(self, kind: NodeKind, name: str = "", text: str = "", namespace: str = "") -> None:
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.text = text
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.by_name: dict[str, list[Node]] = {}
        self.attributes: dict[str, Node] = {}

    def append(self, child: Node) -> None:
        """Add a child at the end."""
        child.parent = self
        self.children.append(child)
        if child.kind == NodeKind.ELEMENT:
            self.by_name.setdefault(child.name, []).append(child)

    def typed(self) -> object:
        """The value as expressions see it; a plain node's is its text, and one that only holds others has none."""
        return self.string() if self.kind != NodeKind.ELEMENT or not self.by_name else ""

    def string(self) -> str:
        """XPath's string-value."""
        if not self.children:
            return self.text
        parts = (
            child
            for child in self.children
            if child.kind in (NodeKind.TEXT, NodeKind.ELEMENT) and child.relevant
        )
        return "".join(child.string() for child in parts)

    def position(self) -> int:
        """1-based position among the siblings of the same name."""
        if self.parent is None:
            return 1
        return 1 + next(
            (i for i, node in enumerate(self.parent.by_name.get(self.name, ())) if node is self), 0
        )

    def named(self, name: str) -> Sequence[Node]:
        """The children of a name, in order."""
        return self.by_name.get(name, ())

    def order(self) -> int:
        """0-based index among all the parent's children."""
        if self.parent is None:
            return 0
        return next(i for i, child in enumerate(self.parent.children) if child is self)

    def identity(self) -> object:
        """What tells it from every other node; two objects may stand for one node of a list kept elsewhere."""
        return id(self)

    def walk(self) -> Iterator[Node]:
        """This node and all beneath, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def top(self) -> Node:
        """The node above all."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node


class Nodes(list[Node]):
    """A node-set. Where one value is wanted, the first node counts (XPath 1.0)."""

    __slots__ = ()
    strict = False


class FormNodes(Nodes):
    """A node-set of a form: where one value is wanted and there are several, that is an error, as in JavaRosa."""

    __slots__ = ()
    strict = True


def secure_parser() -> etree.XMLParser:
    """A parser that reaches neither the network nor other files, and expands no entities."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def read_xml(xml: str | bytes, what: Message, *, doctype: bool = False) -> etree._Element:
    """Parse text safely. Raises FormError with a sentence; a DOCTYPE is refused unless `doctype`."""
    root = _read(_bytes(xml, what) if isinstance(xml, str) else xml, what)
    if not doctype and str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise FormError("xml.doctype", what=what)
    return root


def _bytes(xml: str, what: Message) -> bytes:
    """A text as bytes, without a declaration: what it says of the encoding is no longer true."""
    text = xml.removeprefix("\ufeff").lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2].lstrip()
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise FormError("xml.broken-characters", what=what) from error


def _read(data: bytes, what: Message) -> etree._Element:
    try:
        return etree.fromstring(data, secure_parser())
    except etree.XMLSyntaxError as error:
        if "Unescaped '<'" in (error.msg or "") and data.count(b"<") < _MOST_RESCUED:
            try:
                return etree.fromstring(_escaped(data), secure_parser())
            except etree.XMLSyntaxError:
                pass
        raise FormError("xml.not-well-formed", what=what, reason=error.msg or "") from error


def _escaped(data: bytes) -> bytes:
    """A bare "<" inside an attribute's value made harmless: ODK Collect reads such forms, so they are about."""
    pieces, in_tag = data.split(b"<"), False
    quote, kept = b"", [pieces[0]]
    for piece in pieces[1:]:
        kept.append(b"&lt;" if quote else b"<")
        in_tag, quote = _after(piece, in_tag if quote else not piece.startswith(b"!"), quote)
        kept.append(piece)
    return b"".join(kept)


def _after(piece: bytes, in_tag: bool, quote: bytes) -> tuple[bool, bytes]:
    """Whether a tag, and in it a quoted value, is still open when a piece without "<" ends."""
    for match in _MARK.finditer(piece):
        mark = match[0]
        if quote:
            quote = b"" if mark == quote else quote
        elif mark == b">":
            in_tag = False
        elif in_tag:
            quote = mark
    return in_tag, quote


def document(xml: str | bytes) -> Node:
    """Text as a tree of plain nodes, the document node on top."""
    root = read_xml(xml, Message("xml.the-text"), doctype=True)
    top = Node(NodeKind.DOCUMENT)
    before: list[etree._Element] = []
    sibling = root.getprevious()
    while sibling is not None:
        before.insert(0, sibling)
        sibling = sibling.getprevious()
    for element in (*before, root, *root.itersiblings()):
        top.append(plain(element))
    return top


def plain(element: etree._Element) -> Node:
    """An lxml element and all beneath as plain nodes."""
    tag: object = element.tag
    if tag is etree.Comment:
        return Node(NodeKind.COMMENT, text=element.text or "")
    if tag is etree.ProcessingInstruction:
        return Node(NodeKind.INSTRUCTION, name=str(getattr(element, "target", "")), text=element.text or "")
    node = Node(NodeKind.ELEMENT, spelled(element), namespace=etree.QName(element).namespace or "")
    for key, value in element.attrib.items():
        _attribute(node, element, str(key), str(value))
    if len(element) == 0:
        node.text = element.text or ""
        if node.text:
            node.append(Node(NodeKind.TEXT, text=node.text))
        return node
    _content(node, element)
    return node


def _attribute(node: Node, element: etree._Element, key: str, value: str) -> None:
    name = etree.QName(key)
    prefix = next((p for p, uri in element.nsmap.items() if uri == name.namespace and p), None)
    spelling = f"{prefix}:{name.localname}" if prefix else name.localname
    attribute = Node(NodeKind.ATTRIBUTE, spelling, value, name.namespace or "")
    attribute.parent = node
    node.attributes[spelling] = attribute


def _content(node: Node, element: etree._Element) -> None:
    if element.text:
        node.append(Node(NodeKind.TEXT, text=element.text))
    for child in element:
        node.append(plain(child))
        if child.tail:
            node.append(Node(NodeKind.TEXT, text=child.tail))


def spelled(element: etree._Element) -> str:
    """The element's name as written, prefix included."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def order_key(node: Node) -> tuple[int, ...]:
    """Sorts nodes of one tree in document order."""
    key: list[int] = []
    while node.parent is not None:
        if node.kind == NodeKind.ATTRIBUTE:
            key.append(-1)
        else:
            key.append(node.order())
        node = node.parent
    return tuple(reversed(key))


def in_order(nodes: Nodes) -> Nodes:
    """The nodes once each, in document order."""
    unique = list({node.identity(): node for node in nodes}.values())
    try:
        return type(nodes)(sorted(unique, key=order_key))
    except StopIteration as error:
        raise XPathError("expression.node-gone") from error
