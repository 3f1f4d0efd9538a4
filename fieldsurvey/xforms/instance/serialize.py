"""Write an interview as XML and read it back: the submission (what is relevant) and the draft (everything)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.messages import Message
from fieldsurvey.xforms import limits
from fieldsurvey.xforms.datatypes import default
from fieldsurvey.xforms.instance.nodes import InstanceNode, grow
from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.node_definition import JAVAROSA, OPENROSA, XFORMS, Node, Template
from fieldsurvey.xforms.xpath.nodes import read_xml

_NOT_CARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = {"\r": "&#13;"}
"""Written plainly, it would be read back as the end of a line."""
_TRUTHS = {"1": True, "0": False, "true": True, "false": False}
"""How a yes or no that was calculated is stored; up to version 0.1 as a word."""
_TEMPLATE = f"{{{JAVAROSA}}}template"
_OURS = "fieldsurvey"
_DRAFT = "urn:fieldsurvey:draft"
_START = f"{{{_DRAFT}}}start"
"""In a draft: what a question of a row began with, where the form's template does not say it."""
_KNOWN = {"orx": OPENROSA, "jr": JAVAROSA, _OURS: _DRAFT}


def write(form: FormDefinition, tree: InstanceNode, everything: bool) -> str:
    """The XML text. `everything` keeps what is not relevant, so that a draft loses nothing."""
    prefixes: set[str] = set()
    inner: list[str] = []
    _element(form, tree, everything, "", inner, prefixes)
    uris = {**_KNOWN, **form.namespaces}
    declared = "".join(f" xmlns:{p}={quoteattr(uris[p])}" for p in sorted(prefixes | {"orx"}) if p in uris)
    start = f"<{tree.name}"
    inner[0] = start + declared + inner[0][len(start) :]
    return "".join(inner)


def _element(
    form: FormDefinition, node: InstanceNode, everything: bool, above: str, out: list[str], prefixes: set[str]
) -> None:
    prefix, _, _local = node.name.rpartition(":")
    default = above
    parts = [f"<{node.name}"]
    if prefix:
        prefixes.add(prefix)
    else:
        default = "" if node.namespace == XFORMS else node.namespace
        if default != above:
            parts.append(f" xmlns={quoteattr(default)}")
    parts.extend(_attributes(form, node, everything, prefixes))
    if everything and _began_otherwise(node):
        prefixes.add(_OURS)
        parts.append(f" {_OURS}:start={quoteattr(carried(node.start))}")
    children = [child for child in node.children if everything or child.relevant]
    if not children and not node.text:
        out.append("".join((*parts, "/>")))
        return
    out.append("".join((*parts, ">")))
    if node.children:
        for child in children:
            _element(form, child, everything, default, out, prefixes)  # type: ignore[arg-type]
    else:
        out.append(escape(carried(node.text), _RETURN))
    out.append(f"</{node.name}>")


def _attributes(form: FormDefinition, node: InstanceNode, everything: bool, prefixes: set[str]) -> list[str]:
    found = []
    for key, value in node.definition.attributes.items():
        name = etree.QName(key)
        prefix = next((p for p, uri in form.namespaces.items() if uri == name.namespace), None)
        if prefix:
            prefixes.add(prefix)
        found.append(f" {prefix + ':' if prefix else ''}{name.localname}={quoteattr(value)}")
    for key, attribute in node.attributes.items():
        if everything or attribute.relevant:
            found.append(f" {key}={quoteattr(carried(attribute.text))}")
    return found


def _began_otherwise(node: InstanceNode) -> bool:
    definition = node.definition
    is_counted = definition.is_repeated and definition.takes_answer
    return is_counted and node.start not in ("", _template_of(definition).text)


def _template_of(definition: Node) -> Template:
    return definition.template[0] if definition.template else Template(definition)


def carried(text: str) -> str:
    """Without what XML cannot carry: control characters, halves of surrogate pairs, U+FFFE and U+FFFF."""
    return _NOT_CARRIED.sub("", text)


def read(form: FormDefinition, xml: str | bytes, zone: tzinfo, *, defaults: bool = True) -> InstanceNode:
    """The tree of an interview as written. Raises FormError when it is of another form.

    What a submission leaves out was not relevant; with `defaults` it gets what a new interview would start with,
    should it become relevant, else it is empty.
    """
    root = read_xml(xml, Message("xml.the-interview"))
    limits.check_interview(root)
    if etree.QName(root).localname != form.root.name.rpartition(":")[2]:
        raise FormError("interview.other-form", form=etree.QName(root).localname)
    return _Reader(form, zone, defaults).node(form.template, root)


@dataclass(frozen=True, slots=True)
class _Reader:
    form: FormDefinition
    zone: tzinfo
    defaults: bool

    def node(self, template: Template, element: etree._Element) -> InstanceNode:
        """An element as a node, with all beneath it."""
        definition = template.node
        made = InstanceNode(definition, template.text, self.zone)
        made.text, made.start = "", element.get(_START, made.start)
        by_name: dict[str, list[etree._Element]] = {}
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and child.get(_TEMPLATE) is None:
                by_name.setdefault(tag.rpartition("}")[2], []).append(child)
        if not definition.is_group:
            made.text = (element.text or "") if len(element) == 0 else ""
            if definition.calculate is not None and definition.calculate.expression.is_truth:
                made.result = _TRUTHS.get(made.text)
        for child_definition in definition.children.values():
            for instance in self.children(child_definition, element, by_name):
                made.append(instance)
        return made

    def children(
        self, definition: Node, element: etree._Element, by_name: dict[str, list[etree._Element]]
    ) -> list[InstanceNode]:
        """The nodes of one definition beneath an element."""
        if definition.is_attribute:
            return self.attribute(definition, element)
        found = by_name.get(definition.name.rpartition(":")[2], [])
        template = _template_of(definition)
        if definition.is_repeat:
            return [self.node(template, child) for child in found]
        if found:
            return [self.node(template, found[0])]
        return [] if definition is self.form.deprecated_id else [self.left_out(template)]

    def attribute(self, definition: Node, element: etree._Element) -> list[InstanceNode]:
        """An attribute as it was written; the root's own are the form's, and one that no bind decides may be missing."""
        written = element.get(definition.name[1:])
        if definition.is_constant:
            if definition.parent is self.form.root:
                written = definition.default
            if written is None:
                return []
        return [InstanceNode(definition, written or "", self.zone)]

    def left_out(self, template: Template) -> InstanceNode:
        """A node that was not written."""
        node = grow(template, self.zone)
        for below in node.every():
            below.text = default(below.text, below.definition.datatype, self.zone) if self.defaults else ""
        return node
