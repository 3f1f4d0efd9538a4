"""Evaluate an expression over a piece of XML that is no form."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath.compiler import Compiler
from fieldsurvey.xforms.xpath.context import Context, Environment
from fieldsurvey.xforms.xpath.nodes import Node, Nodes, document
from fieldsurvey.xforms.xpath.parser import parse
from fieldsurvey.xforms.xpath.values import Value, to_boolean, to_number, to_string

Clock = Callable[[], datetime] | datetime | None


def evaluate(
    expression: str,
    xml: str | bytes,
    context: str = "/",
    as_: str = "string",
    now: Clock = None,
    tz: tzinfo | None = None,
) -> str | float | bool | list[str]:
    """The expression's value over the XML, as string, number, boolean or nodes (their string-values).

    `context` is a path to the node to start from; `now` freezes the clock; `tz` is the zone of today.
    """
    top = document(xml)
    environment = _Document(top, clock(now, tz), random.Random())  # noqa: S311 - shuffles questions, keeps no secret
    start = _start(context, top, environment)
    value = Compiler(expression).compile(parse(expression))(Context(start, environment))
    return converted(value, as_)


def clock(now: Clock, tz: tzinfo | None = None) -> Callable[[], datetime]:
    """A clock that gives moments with their zone."""
    if callable(now):
        return now

    def tell() -> datetime:
        if now is None:
            return datetime.now(UTC).astimezone(tz)
        return now if tz is None and now.tzinfo is not None else now.astimezone(tz)

    return tell


def converted(value: Value, as_: str) -> str | float | bool | list[str]:
    """A value in the form the caller wants."""
    if as_ == "number":
        return to_number(value)
    if as_ == "boolean":
        return to_boolean(value)
    if as_ == "nodes":
        if not isinstance(value, Nodes):
            raise XPathError("The expression gives a value where nodes are wanted.")
        return [node.string() for node in value]
    return to_string(value)


def _start(context: str, top: Node, environment: Environment) -> Node:
    if context == "/":
        return top
    found = Compiler(context).compile(parse(context))(Context(top, environment))
    if not isinstance(found, Nodes) or not found:
        raise XPathError(f"There is no node at “{context}”.")
    return found[0]


class _Document(Environment):
    """Instances and texts as they stand in the document itself."""

    __slots__ = ()

    def top(self, context: Context, first: str) -> Node:
        """Inside an XForm, a path that names the instance's root begins there."""
        node: Node | None = context.current
        while node is not None and node.name != "instance":
            node = node.parent
        inside = node is not None and (first == "" or first in node.by_name)
        return node if inside and node is not None else self.root

    def itext(self, text_id: str) -> str:
        for node in self.root.walk():
            if node.name == "text" and "id" in node.attributes and node.attributes["id"].text == text_id:
                return node.by_name["value"][0].string() if "value" in node.by_name else ""
        return super().itext(text_id)

    def instance(self, name: str) -> Node:
        for node in self.root.walk():
            if node.name == "instance" and "id" in node.attributes and node.attributes["id"].text == name:
                return node
        return super().instance(name)
