"""The table of functions an expression may call; each module of functions enters its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fieldsurvey.messages import Message
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import Value

Body = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many values it takes; most None = any number."""

    body: Body
    least: int
    most: int | None

    @property
    def takes(self) -> Message | int:
        """The number of values, for a message."""
        if self.most is None:
            return Message("expression.at-least", least=self.least)
        if self.least == self.most:
            return self.least
        return Message("expression.between", least=self.least, most=self.most)


FUNCTIONS: dict[str, Function] = {}


def function(name: str, least: int = 0, most: int | None = -1) -> Callable[[Body], Body]:
    """Enter a function under its XPath name. Its body gets the context, then the values."""

    def enter(body: Body) -> Body:
        FUNCTIONS[name] = Function(body, least, least if most == -1 else most)
        return body

    return enter


def spread(values: tuple[Value, ...]) -> list[Value]:
    """The values, each node of a node-set counted on its own."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Nodes):
            found.extend(node.typed() for node in value)  # type: ignore[misc]
        else:
            found.append(value)
    return found


def placed(value: Value) -> list[Value]:
    """One of several values, spread: a question that is not asked keeps its place, as a blank."""
    return spread((value,)) or [""]
