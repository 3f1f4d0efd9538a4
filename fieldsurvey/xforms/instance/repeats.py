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
        node.text = default(node.text, node.definition.datatype, environment.zone, today)
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
    """As many instances as the count says. What a smaller count takes out is kept, and returns with a larger one."""
    number = to_number(wanted)
    name = definition.name
    count = 0 if math.isnan(number) else int(max(0.0, min(number, 1e9)))
    _check_room(session, definition, count - len(parent.instances(name)))
    while len(parent.instances(name)) > count:
        last = parent.instances(name)[-1]
        session.detach(parent, last)
        parent.stash.append(last)
    while len(parent.instances(name)) < count:
        kept = next((node for node in reversed(parent.stash) if node.name == name), None)
        add(session, parent, definition, kept)
