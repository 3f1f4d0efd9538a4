"""Whether an answer is accepted: its type, whether it is wanted, what the form demands of it."""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.messages import Message
from fieldsurvey.xforms.datatypes import fits
from fieldsurvey.xforms.instance.entities import entities_of
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.instance.session import Session
from fieldsurvey.xforms.parse.node_definition import Text
from fieldsurvey.xforms.prompt import Violation, ViolationKind
from fieldsurvey.xforms.xpath.context import Context

_SAID = {
    ViolationKind.REQUIRED: Message("answer.required"),
    ViolationKind.TYPE: Message("answer.wrong-type"),
    ViolationKind.CONSTRAINT: Message("answer.does-not-fit"),
}
"""Our own sentence, where the form has none."""


def violation(session: Session, node: InstanceNode) -> Violation | None:
    """The answer's fault; None when it is accepted, or the question is not asked."""
    fault = next(_unevaluated(session, node), None)
    if fault is not None:
        return fault
    if not node.relevant or node.children:
        return None
    definition = node.definition
    if node.text == "":
        if not node.required:
            return None
        return _fault(session, node, ViolationKind.REQUIRED, definition.required_message)
    if not fits(node.text, definition.datatype):
        return _fault(session, node, ViolationKind.TYPE, definition.constraint_message)
    if not node.valid:
        return _fault(session, node, ViolationKind.CONSTRAINT, definition.constraint_message)
    return None


def violations(session: Session) -> list[Violation]:
    """All faults of the questions asked, in the form's order, also of what could not be calculated; then of the entities."""
    found = list[Violation]()
    for node in session.tree.every():
        failed = list(_unevaluated(session, node))
        found.extend(failed)
        if not failed and node.definition.control is not None:
            fault = violation(session, node)
            found.extend(() if fault is None else (fault,))
    return [*found, *_of_entities(session)]


def _of_entities(session: Session) -> Iterator[Violation]:
    for entity in entities_of(session.form.entities, session.tree):
        if entity.problem is not None:
            sentence = session.environment.sentence(entity.problem)
            yield Violation(entity.asked_at, ViolationKind.ENTITY, sentence)


def _unevaluated(session: Session, node: InstanceNode) -> Iterator[Violation]:
    """Expressions that decide something about a node and fail with these answers."""
    if node in session.failures:
        for failure, message in session.failures.at(node):
            said = session.environment.sentence(message)
            yield Violation(failure.ref, ViolationKind.EXPRESSION, said, failure)


def _fault(session: Session, node: InstanceNode, kind: ViolationKind, text: Text | None) -> Violation:
    message = ""
    if text is not None:
        environment = session.environment
        environment.patience.renew()
        message = text.say(
            session.form.texts,
            environment.shown,
            Context(node, environment),
            isolates=environment.isolates,
        )
    return Violation(node.ref(), kind, message.strip() or session.environment.sentence(_SAID[kind]))
