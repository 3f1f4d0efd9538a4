"""The form's texts: labels and hints, plain or translated, with values of the form inside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from fieldsurvey.xforms.parse.node_definition import XFORMS, Expression, Segments

_X = f"{{{XFORMS}}}"
Compile = Callable[[str], Expression]
MEDIA = ("image", "big-image", "audio", "video")


def segments_of(element: etree._Element, compile_: Compile) -> Segments:
    """The text of a label, hint or value element; <output value="..."/> becomes an expression."""
    found: list[str | Expression] = []
    if element.text:
        found.append(element.text)
    for child in element:
        if child.tag == f"{_X}output":
            found.append(compile_(child.get("value") or child.get("ref") or "''"))
        elif isinstance(child.tag, str):
            found.append("".join(str(part) for part in child.itertext()))
        if child.tail:
            found.append(child.tail)
    return _trimmed(found)


def _trimmed(found: list[str | Expression]) -> Segments:
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return tuple(part for part in found if part != "")


def itext_outputs(element: etree._Element) -> Mapping[str, list[etree._Element]]:
    """The <value> elements of each text id of a translation."""
    return {str(text.get("id")): list(text.findall(f"{_X}value")) for text in element.findall(f"{_X}text")}
