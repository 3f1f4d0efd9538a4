"""What could not be evaluated in an interview when it was last tried: where, for what, why, and which answers it looks at."""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.messages import Message
from fieldsurvey.xforms.instance.neighbours import ghost, reach
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.parse.node_definition import Action, Expression, Kind, Triggerable
from fieldsurvey.xforms.prompt import Failure

Decider = Triggerable | Action
"""What an expression of the form stands in."""

_ACTION = "setvalue"
_WRAPPERS = ("form.expression-fails", "form.cannot-set", "form.in-column")
"""Messages that say where an expression stands; why it fails is the fault within."""


class Failures:
    """Each with the node it decides something about; an action's with the node that sets it off."""

    def __init__(self) -> None:
        self._noted: dict[InstanceNode, dict[Decider, Message]] = {}
        self.first: tuple[InstanceNode, Decider, Message] | None = None
        """Since the last question."""

    def __contains__(self, node: InstanceNode) -> bool:
        return node in self._noted

    def note(self, node: InstanceNode, decider: Decider, fault: Message) -> None:
        """It fails, and stops the interview from being finalised until it does not."""
        self._noted.setdefault(node, {})[decider] = fault

    def tell(self, node: InstanceNode, decider: Decider, fault: Message) -> None:
        """It failed while answers were given: to be said once."""
        self.first = self.first or (node, decider, fault)

    def clear(self, node: InstanceNode, decider: Decider) -> None:
        """It does not fail any more."""
        noted = self._noted[node]
        noted.pop(decider, None)
        if not noted:
            del self._noted[node]

    def drop(self, node: InstanceNode) -> None:
        """The node is gone."""
        self._noted.pop(node, None)

    def at(self, node: InstanceNode) -> Iterator[tuple[Failure, Message]]:
        """What fails about a node that is asked, each with its whole message."""
        for decider, message in self._noted.get(node, {}).items():
            if _is_of_use(node, decider):
                yield failure(node, decider, message), message

    def all(self) -> tuple[Failure, ...]:
        """What fails about nodes that are asked."""
        return tuple(failure for node in self._noted for failure, _message in self.at(node))

    def with_message(self, message: Message | None) -> Failure | None:
        """The failure that was told by this message."""
        if message is None:
            return None
        noted = (
            (node, decider, said) for node, all_ in self._noted.items() for decider, said in all_.items()
        )
        return next((failure(*one) for one in noted if one[2] is message), None)


def failure(node: InstanceNode, decider: Decider, message: Message) -> Failure:
    """What a screen is told of it."""
    fault = message
    while fault.code in _WRAPPERS and isinstance(within := fault.values.get("fault"), Message):
        fault = within
    if isinstance(decider, Action):
        return Failure(node.ref(), _ACTION, fault, tuple(_asked(node, _expressions(decider), fault)))
    ref, source = node.ref(), node
    if decider.kind is Kind.COUNT:
        ref, source = f"{ref}/{decider.target.name}", ghost(node, decider.target)
    return Failure(ref, decider.kind.name.lower(), fault, tuple(_asked(source, (decider.expression,), fault)))


def _expressions(action: Action) -> tuple[Expression, ...]:
    return tuple(one for one in (action.chosen, action.value) if isinstance(one, Expression))


def _is_of_use(node: InstanceNode, decider: Decider) -> bool:
    """Whether what is decided matters, given the answers so far."""
    if isinstance(decider, Triggerable) and decider.kind is Kind.RELEVANT:
        return node.parent is None or node.parent.relevant
    if isinstance(decider, Triggerable) and decider.kind is Kind.COUNT:
        rows = node.instances(decider.target.name)
        return node.relevant and (not rows or rows[0].relevant)
    return node.relevant


def questions_of(node: InstanceNode, expression: Expression) -> tuple[str, ...]:
    """Refs of the questions an expression looks at, also by way of calculations."""
    return tuple(dict.fromkeys(found.ref() for found in _looked_at(node, expression, {node})))


def _asked(node: InstanceNode, expressions: tuple[Expression, ...], fault: Message) -> list[str]:
    """The questions it looks at, also by way of calculations: those with an answer first, and of these the one that is quoted."""
    found = list(dict.fromkeys(q for e in expressions for q in _looked_at(node, e, {node})))
    found.sort(key=lambda question: (question.text not in fault.values.values(), not question.text))
    answered = [question for question in found if question.text] or found
    return [question.ref() for question in answered]


def _looked_at(node: InstanceNode, expression: Expression, seen: set[InstanceNode]) -> Iterator[InstanceNode]:
    for read in expression.reads:
        for found in reach(node, read.target):
            definition = found.definition
            if definition.control is not None and definition.calculate is None:
                if found.relevant and not found.readonly:
                    yield found
            elif definition.calculate is not None and found not in seen:
                seen.add(found)
                yield from _looked_at(found, definition.calculate.expression, seen)
