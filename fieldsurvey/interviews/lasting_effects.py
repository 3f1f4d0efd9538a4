"""Questions whose answer leaves something behind in a form although it is corrected at once: half a word must not be given there. Pure.

`once()` keeps the first value it sees, an action runs at each change, and a choice that a filter offers no longer is cleared.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Expression, Node

_ONCE = "once("


def lasting(form: FormDefinition) -> frozenset[str]:
    """Their refs, without positions; also of those from which such a value is calculated."""
    nodes = list(form.root.walk())
    found = {ref for node in nodes for ref in _remembered(node)}
    made_of = {
        node.ref: set(_read(node.calculate.expression)) for node in nodes if node.calculate is not None
    }
    waiting = list(found)
    while waiting:
        for ref in made_of.get(waiting.pop(), ()):
            if ref not in found:
                found.add(ref)
                waiting.append(ref)
    return frozenset(found)


def _remembered(node: Node) -> Iterator[str]:
    """What a node reads, or is, that is remembered at once."""
    if node.on_change:
        yield node.ref
    itemset = node.question.itemset if node.question is not None else None
    if itemset is not None:
        yield from _read(itemset.expression)
    if node.calculate is not None and _ONCE in node.calculate.expression.text:
        yield from _read(node.calculate.expression)


def _read(expression: Expression) -> Iterator[str]:
    return (read.target.ref for read in expression.reads)
