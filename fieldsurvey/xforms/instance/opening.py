"""How an interview begins: new, taken up again, or taken up to replace one that was sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from fieldsurvey.errors import XPathError
from fieldsurvey.messages import Message
from fieldsurvey.xforms.datatypes import Datatype, default
from fieldsurvey.xforms.instance import entities
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.instance.session import Session
from fieldsurvey.xforms.parse.node_definition import Action, Kind


def begin(session: Session, instance_id: str | None) -> None:
    """Preloads, identity, what the form does at its first load, then everything computed.

    In this order, JavaRosa's, a default sees neither what is calculated nor what is relevant: all is asked so far.
    """
    today = session.environment.now().date()
    for node in session.tree.every():
        if node.definition.preload:
            text = session.preloads.at_start(node.definition)
            if text is not None:
                node.text = text
        elif node.text and node.definition.datatype is not Datatype.STRING:
            node.text = default(node.text, node.definition.datatype, session.environment.zone, today)
    named = identity(session)
    if named is not None and (instance_id or (not named.text and named.definition.calculate is None)):
        named.text = session.preloads.instance_id
    _act(session, (*session.form.on_first_load, *session.form.on_load))
    _compute(session)
    _drop_idle_choices(session)
    session.settle()


def resume(session: Session) -> Message | None:
    """Every value as it was written, everything computed, then what the form does at each load.

    What was typed must open again whatever the form makes of it: an expression that fails is told, None when none does.
    """
    named = identity(session)
    if named is not None and not named.text:
        named.text = session.preloads.instance_id
    for identity_of_row in entities.without_id(session.form.entities, session.tree):
        identity_of_row.text = str(uuid.UUID(int=session.environment.random.getrandbits(128), version=4))
    session.growth.keeps = True
    faults = [_tried(lambda: _act(session, session.form.on_load)), _tried(lambda: _compute(session))]
    session.growth.keeps = False
    session.live = True
    session.settle()
    return faults[0] or faults[1]


def _tried(step: Callable[[], None]) -> Message | None:
    try:
        step()
    except XPathError as error:
        return error.message
    return None


def replace(session: Session) -> None:
    """A new identity, and the one it replaces beside it; what others wrote is told as Collect stores it."""
    for node in session.tree.every():
        if node.text and node.definition.datatype is not Datatype.STRING and not node.children:
            session.set_answer(node, node.text)
    named, definition = identity(session), session.form.deprecated_id
    if named is None or definition is None:
        return
    meta = named.parent
    assert isinstance(meta, InstanceNode)
    for old in list(meta.instances(definition.name)):
        meta.remove(old)
    meta.append(InstanceNode(definition, named.text, session.environment.zone))
    session.set_text(named, session.preloads.instance_id)
    session.run()
    session.settle()


def identity(session: Session) -> InstanceNode | None:
    """The node that holds the interview's identity."""
    definition = session.form.instance_id
    if definition is None:
        return None
    node = session.tree
    for step in definition.chain()[1:]:
        found = node.instances(step.name)
        if not found:
            return None
        node = found[0]
    return node


def _compute(session: Session) -> None:
    for node in session.tree.every():
        for triggerable in node.definition.triggerables:
            if triggerable.kind not in (Kind.CHOICES, Kind.LABEL):
                session.schedule(triggerable, (node,))
    session.run()
    session.live = True


def _drop_idle_choices(session: Session) -> None:
    """A choice the form takes beforehand and then does not offer is none, as in Collect once the question is shown."""
    for node in session.tree.every():
        if node.text and node.definition.control is not None and node.definition.calculate is None:
            for triggerable in node.definition.triggerables:
                if triggerable.kind is Kind.CHOICES:
                    session.schedule(triggerable, (node,))
    session.run()


def _act(session: Session, actions: Iterable[Action]) -> None:
    """Before anything is computed; such a change sets off no other action."""
    for action in actions:
        session.perform(action, session.tree, is_default=True)
