"""Instances of repeats come and go: by the person, or by a count."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms.definition import Node
from fieldsurvey.xforms.instance import InstanceNode, grow
from fieldsurvey.xforms.xpath.values import Value, to_number

if TYPE_CHECKING:
    from fieldsurvey.xforms.session import Session

_MOST = 10_000


def fresh(session: Session, definition: Node) -> InstanceNode:
    """A new instance, as the form's template has it."""
    assert definition.repeat is not None
    return grow(definition.repeat.template, session.environment.zone)


def add(
    session: Session, parent: InstanceNode, definition: Node, node: InstanceNode | None = None
) -> InstanceNode:
    """Put an instance at the end; a new one gets its dynamic defaults once it stands."""
    made = node or fresh(session, definition)
    session.attach(parent, made, len(parent.instances(definition.name)))
    if node is None:
        session.begin(made)
    return made


def remove(session: Session, node: InstanceNode) -> None:
    """Take an instance out."""
    parent = node.parent
    if not isinstance(parent, InstanceNode) or not node.definition.is_repeat:
        raise AnswerError(f"{node.ref()} is not an instance of a repeat.")
    session.detach(parent, node)


def adjust(session: Session, parent: InstanceNode, definition: Node, wanted: Value) -> None:
    """As many instances as the count says. What a smaller count takes out is kept, and returns with a larger one."""
    number = to_number(wanted)
    count = 0 if math.isnan(number) else max(0, min(_MOST, int(number)))
    name = definition.name
    while len(parent.instances(name)) > count:
        last = parent.instances(name)[-1]
        session.detach(parent, last)
        parent.stash.append(last)
    while len(parent.instances(name)) < count:
        kept = next((node for node in reversed(parent.stash) if node.name == name), None)
        add(session, parent, definition, kept)
