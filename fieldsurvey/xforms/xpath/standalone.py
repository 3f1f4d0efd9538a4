"""Evaluate an expression over a piece of XML that is no form."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath.compiler import Compiler
from fieldsurvey.xforms.xpath.context import Context, Environment
from fieldsurvey.xforms.xpath.eval_budget import shallow
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
    language: str = "",
) -> str | float | bool | list[str]:
    """The expression's value over the XML, as string, number, boolean or nodes (their string-values).

    `context` is a path to the node to start from; `now` freezes the clock; `tz` is the zone of today; `language` is
    the one in which the texts of an XForm are shown, its default one when left out.
    """
    top = document(xml)
    environment = _Document(top, clock(now, tz), random.Random(), language)  # noqa: S311 - shuffles questions, keeps no secret
    with shallow(expression):
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
            raise XPathError("expression.gives-value")
        return [node.string() for node in value]
    return to_string(value)


def _start(context: str, top: Node, environment: Environment) -> Node:
    if context == "/":
        return top
    found = Compiler(context).compile(parse(context))(Context(top, environment))
    if not isinstance(found, Nodes) or not found:
        raise XPathError("expression.no-node", context=context)
    return found[0]


class _Document(Environment):
    """Instances and texts as they stand in the document itself."""

    __slots__ = ("shown",)

    def __init__(
        self, root: Node, now: Callable[[], datetime], chance: random.Random, language: str = ""
    ) -> None:
        super().__init__(root, now, chance)
        self.shown = language

    def language(self) -> str:
        return self.shown

    def top(self, context: Context, first: str) -> Node:
        """Inside an XForm, a path that names the instance's root begins there."""
        node: Node | None = context.current
        while node is not None and node.name != "instance":
            node = node.parent
        inside = node is not None and (first == "" or first in node.by_name)
        return node if inside and node is not None else self.root

    def itext(self, text_id: str) -> str:
        found = [
            node
            for node in self.root.walk()
            if node.name == "text" and "id" in node.attributes and node.attributes["id"].text == text_id
        ]
        if not found:
            return super().itext(text_id)
        values = max(found, key=self._suits).by_name.get("value", [])
        plain = next((value for value in values if "form" not in value.attributes), None)
        return plain.string() if plain is not None else ""

    def _suits(self, text: Node) -> int:
        """A text in the language shown is best, then one in the default language."""
        translation = text.parent.attributes if text.parent is not None else {}
        if "lang" in translation and translation["lang"].text == self.shown:
            return 2
        return 1 if "default" in translation else 0

    def instance(self, name: str) -> Node:
        for node in self.root.walk():
            if node.name == "instance" and "id" in node.attributes and node.attributes["id"].text == name:
                return node
        return super().instance(name)
