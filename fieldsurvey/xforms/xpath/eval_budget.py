"""How much an expression may look at before it is given up: a form made carelessly, or to harm, must end too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.messages import Message

_AT_ONCE = 2_000_000
"""Nodes one expression may look at in its predicates; a list of 600,000 rows is looked through in one."""
_IN_ALL = 50_000_000
"""Nodes all expressions that an answer touches may look at."""
_SECONDS = 3.0
"""Time all the patterns that an answer touches may think."""
OFFERED = 10
"""What a choice offered counts, beside a node looked at."""
_DEEPEST = 20
_TEXT = 1000
"""What a text with values in it counts, beside a node looked at."""


class Patience:
    """What is left of it; it comes back with each answer."""

    __slots__ = ("_depth", "_in_all", "_one", "seconds")

    def __init__(self) -> None:
        self._depth = 0
        self.renew()

    def renew(self) -> None:
        """A new answer, or a new question asked of the interview."""
        self._in_all = _IN_ALL
        self.seconds = _SECONDS
        self.begin()

    def begin(self) -> None:
        """The next expression."""
        self._one = min(_AT_ONCE, self._in_all)

    def spend(self, nodes: int) -> None:
        """Look at so many nodes more. Raises XPathError when that is too much."""
        self._one -= nodes
        self._in_all -= nodes
        if self._one < 0:
            raise XPathError("expression.too-many-nodes")

    @contextmanager
    def inside(self, circle: Message) -> Iterator[None]:
        """While a text or a choice's label is put together, which may need others. Raises XPathError, which says `circle`, where it has no end."""
        self.spend(_TEXT)
        if self._depth >= _DEEPEST:
            raise XPathError.of(circle)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1


@contextmanager
def shallow(expression: str) -> Iterator[None]:
    """Python's own limit of calls within calls, as a sentence about the expression that reached it."""
    try:
        yield
    except RecursionError:
        raise XPathError("expression.too-deep", expression=shortened(expression)) from None
