"""Where and in what surroundings an expression is evaluated."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.messages import Message
from fieldsurvey.xforms.xpath.eval_budget import Patience
from fieldsurvey.xforms.xpath.nodes import Node
from fieldsurvey.xforms.xpath.values import Value


class Environment:
    """What functions ask of the world: the clock, chance, other instances, texts. A form's entry has a richer one."""

    __slots__ = ("now", "patience", "random", "root", "sentence")

    def __init__(self, root: Node, now: Callable[[], datetime], chance: random.Random) -> None:
        self.root = root
        self.now = now
        self.random = chance
        self.patience = Patience()
        self.sentence: Callable[[Message], str] = str
        """Makes the words of a fault that is shown in a text's place."""

    def instance(self, name: str) -> Node:
        """The root node of a secondary instance."""
        raise XPathError("expression.no-such-list", name=shortened(name))

    def itext(self, text_id: str) -> str:
        """The translation of a text in the language shown."""
        return text_id

    def choice_name(self, value: str, question: str, context: Context) -> str:
        """The label of a choice of a question."""
        raise XPathError("function.choice-name-outside")

    def top(self, context: Context, _first: str) -> Node:
        """Where "/" begins, for a path whose first step is named so."""
        return context.node.top()

    def shuffle_seed(self, _context: Context) -> int:
        """The seed of a randomize() that names none."""
        return self.random.randrange(1, 2**31 - 1)

    def version(self) -> str:
        """The version of the form, as it writes it itself."""
        return ""

    def language(self) -> str:
        """The language in which months and days are named."""
        return ""


class Context:
    """The node an expression starts from, and its place among those a predicate walks."""

    __slots__ = ("current", "environment", "node", "position", "size")

    def __init__(
        self,
        node: Node,
        environment: Environment,
        current: Node | None = None,
        position: int = 0,
        size: int = 0,
    ) -> None:
        self.node = node
        self.environment = environment
        self.current = node if current is None else current
        self.position = position
        self.size = size


Closure = Callable[[Context], Value]
