"""Undo and redo: the steps of an interview, replayed as they were; also across restarts, as a text kept with the draft.

A step restores, it does not reckon: values and rows are put back, relevance and validity follow, calculations are not decided
anew. In the text a node stands as the ref it had at that very moment, and a row that is out of the tree with all it held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fieldsurvey.xforms.instance import lookup
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.instance.session import Change, InstanceChange, Session, ValueChange
from fieldsurvey.xforms.parse.node_definition import Node as NodeDefinition

_MOST_STEPS = 100
_MOST_LETTERS = 24_000
_Told = list[Any]
"""One change as JSON has it: ["v", ref, before, after], or ["+" | "-", parent's ref, name, index, the row | None]."""


@dataclass(slots=True)
class _Step:
    """One answer, addition or removal with all it moved: as changes of nodes, or still as it was read."""

    changes: list[Change]
    told: list[_Told] | None = None
    """While it was not replayed since the draft was opened."""
    text: str = ""

    @property
    def moves_rows(self) -> bool:
        return any(isinstance(change, InstanceChange) for change in self.changes)


class UndoJournal:
    """What can be undone and done again in one interview."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.past: list[_Step] = []
        self.future: list[_Step] = []
        self._held = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done within is one step."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self.keep()

    def keep(self) -> None:
        """Take what the session just did as one step; nothing can be done again after it."""
        if self._held:
            return
        if self._session.journal:
            self.past.append(_settled(list(self._session.journal)))
            self.future.clear()
        self._session.journal.clear()

    def undo(self) -> None:
        """Take the last step back."""
        if self.past:
            step = self.past.pop()
            with self._replaying(_backward(step)) as made:
                self.future.append(_settled([_opposite(change) for change in reversed(made)]))

    def redo(self) -> None:
        """Do the last step that was taken back again."""
        if self.future:
            step = self.future.pop()
            with self._replaying(step.told if step.told is not None else step.changes) as made:
                self.past.append(_settled(made))

    @contextmanager
    def _replaying(self, changes: Iterable[Change | _Told]) -> Iterator[list[Change]]:
        """Make these changes in their order, hand them out as changes of nodes, then let what follows from them follow.

        An expression that fails then is the form's fault; the step was made all the same.
        """
        session, made = self._session, list[Change]()
        session.live, session.replaying = False, True
        try:
            for told in changes:
                change = _found(session, told) if isinstance(told, list) else told
                made.append(change)
                if isinstance(change, ValueChange):
                    session.set_text(change.node, change.after)
                elif change.added:
                    session.attach(change.parent, change.node, change.index)
                else:
                    session.detach(change.parent, change.node)
            yield made
            session.run()
        finally:
            session.live, session.replaying = True, False
            session.journal.clear()

    # -- as text

    def text(self) -> str:
        """The newest steps, to be kept with the draft; "" when there is none."""
        if not self.past and not self.future:
            return ""
        return f'{{"past":[{",".join(_newest(self.past))}],"future":[{",".join(_newest(self.future))}]}}'

    def read(self, text: str) -> None:
        """Take up the steps kept with the draft. What is no such text is passed over: the answers do not depend on it."""
        try:
            record = json.loads(text) if text else {}
            self.past = [_Step([], told) for told in record.get("past", ())]
            self.future = [_Step([], told) for told in record.get("future", ())]
        except (ValueError, AttributeError, TypeError):
            self.past, self.future = [], []

    def forget(self) -> None:
        """Nothing can be undone: a step did not fit the interview."""
        self.past.clear()
        self.future.clear()


def _settled(changes: list[Change]) -> _Step:
    """A step; where rows come or go it is told at once, since what a row holds may change later."""
    step = _Step(changes)
    if step.moves_rows:
        step.text = _written([_told(change) for change in changes])
    return step


def _newest(steps: list[_Step]) -> list[str]:
    texts: list[str] = []
    room = _MOST_LETTERS
    for step in reversed(steps[-_MOST_STEPS:]):
        if not step.text:
            step.text = _written(step.told or [_told(change) for change in step.changes])
        room -= len(step.text)
        if room < 0 and texts:
            break
        texts.append(step.text)
    return texts[::-1]


def _written(told: list[_Told]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _told(change: Change) -> _Told:
    if isinstance(change, ValueChange):
        return ["v", change.ref, change.before, change.after]
    sign = "+" if change.added else "-"
    is_out = change.node not in change.parent.instances(change.node.name)
    return [sign, change.ref, change.node.name, change.index, _row(change.node) if is_out else None]


def _row(node: InstanceNode) -> list[Any]:
    """A row with all beneath it: [name, text, [rows beneath], what it began with]."""
    below = [child for same in node.by_name.values() for child in same]
    rows = [_row(child) for child in below if isinstance(child, InstanceNode)]
    return [node.name, node.text, rows, node.start]


def _made(session: Session, definition: NodeDefinition, row: list[Any]) -> InstanceNode:
    node = InstanceNode(definition, str(row[1]), session.environment.zone)
    node.start = str(row[3]) if len(row) > 3 else ""
    for below in row[2]:
        node.append(_made(session, definition.children[below[0]], below))
    return node


def _backward(step: _Step) -> list[Change | _Told]:
    if step.told is None:
        return [_opposite(change) for change in reversed(step.changes)]
    return [_untold(told) for told in reversed(step.told)]


def _untold(told: _Told) -> _Told:
    if told[0] == "v":
        return ["v", told[1], told[3], told[2]]
    return ["-" if told[0] == "+" else "+", *told[1:]]


def _found(session: Session, told: _Told) -> Change:
    """A change as it was told, with the nodes it means now. Raises LookupError when there are none."""
    if told[0] == "v":
        return ValueChange(_only(session, told[1]), told[2], told[3], told[1])
    parent, name, index = _only(session, told[1]), told[2], told[3]
    if told[0] == "-":
        return InstanceChange(parent, parent.instances(name)[index], index, added=False, ref=told[1])
    node = _made(session, parent.definition.children[name], told[4])
    return InstanceChange(parent, node, index, added=True, ref=told[1])


def _only(session: Session, ref: str) -> InstanceNode:
    (node,) = lookup.nodes(session.tree, ref)
    return node


def _opposite(change: Change) -> Change:
    if isinstance(change, ValueChange):
        return ValueChange(change.node, change.after, change.before, change.ref)
    return InstanceChange(change.parent, change.node, change.index, not change.added, change.ref)
