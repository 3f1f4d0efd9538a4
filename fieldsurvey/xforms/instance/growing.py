"""Rows of a repeat whose count looks at its own rows ("one more until a row says enough"): they come as the interview passes.

Such a count is followed as long as blank rows do not raise it. Where each blank row would ask for another, the first stands
at once, and a further one comes when the last question of the last row is answered, or the interview passes that row.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.xforms.instance import validation
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.instance.repeats import is_untouched
from fieldsurvey.xforms.instance.session import Session
from fieldsurvey.xforms.parse.node_definition import Node


def passed(session: Session, node: InstanceNode) -> None:
    """A question was answered: where it is the last of a last row, the next row comes if the count wants one."""
    if node.text and session.form.growing and validation.violation(session, node) is None:
        for row in _rows_around(node):
            if _ends(row, node) and pass_last(session, row.parent, row.definition):  # type: ignore[arg-type]
                return


def pass_last(session: Session, parent: InstanceNode, definition: Node) -> bool:
    """The interview goes past the last row of a repeat, in which something was answered. True when that made a further one."""
    repeat, rows = definition.repeat, parent.instances(definition.name)
    if repeat is None or repeat.count is None or definition not in session.form.growing:
        return False
    if rows and is_untouched(rows[-1]):
        return False
    before = len(rows)
    session.growth.passed = (parent, definition)
    session.schedule(repeat.count, (parent,))
    session.run()
    return len(parent.instances(definition.name)) > before


def _rows_around(node: InstanceNode) -> Iterator[InstanceNode]:
    at = node.parent
    while isinstance(at, InstanceNode):
        if at.definition.is_repeat:
            yield at
        at = at.parent


def _ends(row: InstanceNode, node: InstanceNode) -> bool:
    """True when this is the last question asked in a last row."""
    parent = row.parent
    assert isinstance(parent, InstanceNode)
    if parent.instances(row.name)[-1] is not row:
        return False
    asked = [
        below for below in row.every() if below.definition.control and below.relevant and not below.readonly
    ]
    return bool(asked) and asked[-1] is node
