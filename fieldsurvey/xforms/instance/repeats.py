"""Instances of repeats come and go: by the person, or by a count."""

from __future__ import annotations

import math
from typing import Protocol

from fieldsurvey.errors import AnswerError, XPathError
from fieldsurvey.messages import Message
from fieldsurvey.xforms.datatypes import default
from fieldsurvey.xforms.instance.environment import FormEnvironment
from fieldsurvey.xforms.instance.nodes import InstanceNode, grow
from fieldsurvey.xforms.limits import MOST_INSTANCES, MOST_NODES
from fieldsurvey.xforms.parse.node_definition import Node
from fieldsurvey.xforms.xpath.values import Value, to_number


class KeepsTree(Protocol):
    """The interview a repeat belongs to: its tree, and how full it is."""

    environment: FormEnvironment
    growth: Growth
    changed: set[InstanceNode]
    instances: int
    nodes: int

    def attach(self, parent: InstanceNode, node: InstanceNode, index: int) -> None:
        """Put a repeat instance in and note all that depends on it."""

    def detach(self, parent: InstanceNode, node: InstanceNode) -> None:
        """Take a repeat instance out and note all that depends on it."""

    def begin(self, node: InstanceNode) -> None:
        """What a new repeat instance starts with."""


def fresh(session: KeepsTree, definition: Node) -> InstanceNode:
    """A new instance, as the form's template has it."""
    assert definition.repeat is not None
    environment = session.environment
    made, today = grow(definition.repeat.template, environment.zone), environment.now().date()
    for node in made.every():
        node.text = node.start = default(node.text, node.definition.datatype, environment.zone, today)
    return made


def add(
    session: KeepsTree,
    parent: InstanceNode,
    definition: Node,
    node: InstanceNode | None = None,
    *,
    index: int | None = None,
) -> InstanceNode:
    """Put an instance at the end, or at a 0-based index; a new one gets its dynamic defaults once it stands."""
    _check_room(session, definition, 1)
    made = node or fresh(session, definition)
    last = len(parent.instances(definition.name))
    session.attach(parent, made, last if index is None else min(max(index, 0), last))
    if node is None:
        session.begin(made)
    return made


def remove(session: KeepsTree, node: InstanceNode) -> None:
    """Take an instance out."""
    parent = node.parent
    if not isinstance(parent, InstanceNode) or not node.definition.is_repeat:
        raise AnswerError("repeat.no-instance", ref=node.ref())
    session.detach(parent, node)


def _check_room(session: KeepsTree, definition: Node, more: int) -> None:
    if more <= 0:
        return
    if session.instances + more > MOST_INSTANCES:
        raise _too_many(definition, Message("form.repeat-too-long", most=MOST_INSTANCES))
    if session.nodes > MOST_NODES:
        raise _too_many(definition, Message("form.repeat-no-room", most=MOST_NODES))


def _too_many(definition: Node, fault: Message) -> XPathError:
    return XPathError("form.in-column", ref=definition.ref, column="count", fault=fault)


def adjust(session: KeepsTree, parent: InstanceNode, definition: Node, wanted: Value) -> None:
    """As many instances as the count says, as JavaRosa has it: no answer goes with a smaller one, and none while it is blank.

    Beyond the count stay the rows in which something was answered. Blank ones at the end were never reached; they go, and are
    kept for a larger count, because the form may say something of its own in them.
    """
    count = counted(wanted)
    rows = parent.instances(definition.name)
    if count is None:
        session.changed.update(
            rows[-1:]
        )  # what is said of the rows is another while nobody knows how many there are
        return
    if definition.repeat is not None and definition.repeat.feeds_itself:
        session.growth.follow(session, parent, definition, count)
        return
    _check_room(session, definition, count - len(rows))
    while len(rows) > count and not session.growth.keeps and is_untouched(rows[-1]):
        parent.stash.append(rows[-1])
        session.detach(parent, rows[-1])
    while len(rows) < count:
        kept = next((node for node in reversed(parent.stash) if node.name == definition.name), None)
        add(session, parent, definition, kept)
        rows = parent.instances(definition.name)
    session.changed.update(rows[-1:])  # it may be one beyond the count now, or no longer be


def counted(wanted: Value) -> int | None:
    """A count as a number of rows; None while it has no value."""
    number = to_number(wanted)
    return None if math.isnan(number) else int(max(0.0, min(number, 1e9)))


def is_untouched(row: InstanceNode) -> bool:
    """True when nobody answered anything in a row: it is as it began."""
    return all(node.text in ("", node.start) for node in row.every() if node.definition.takes_answer)


class Growth:
    """What a recomputation has to know of rows that their own count may ask for without end."""

    def __init__(self) -> None:
        self.keeps = False
        """True while an interview is opened again: its rows stay as they were left."""
        self.passed: tuple[InstanceNode, Node] | None = None
        """The repeat whose last row the interview goes past."""
        self._made: dict[tuple[int, Node], tuple[int, list[InstanceNode]]] = {}
        """In this recomputation: the count that was followed, and the rows that may have to go again."""

    def renew(self) -> None:
        """The next recomputation."""
        self._made.clear()

    def follow(self, session: KeepsTree, parent: InstanceNode, definition: Node, count: int) -> None:
        """More rows where the count wants them; those that ask for still more go again, unless it was their turn."""
        rows = parent.instances(definition.name)
        key = (id(parent), definition)
        if key in self._made:
            followed, made = self._made[key]
            while count > followed and made:
                session.detach(parent, made.pop())
        elif count > len(rows) and not (self.keeps and rows):
            is_due = not rows or self.passed == (parent, definition)
            _check_room(session, definition, count - len(rows))
            made = [add(session, parent, definition) for _ in range(count - len(rows))]
            self._made[key] = count, [] if is_due else made
