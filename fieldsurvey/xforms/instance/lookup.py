"""Find nodes by ref: /data/worker[2]/age."""

from __future__ import annotations

import re
from functools import lru_cache

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.parse.node_definition import Node

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d{1,9})\])?\Z")


def nodes(tree: InstanceNode, ref: str) -> list[InstanceNode]:
    """The nodes at a ref: none when it leads nowhere, several when a repeat on the way has no position."""
    steps = _steps(ref)
    if not steps or steps[0] != (tree.name, 0):
        return []
    found = [tree]
    for name, position in steps[1:]:
        if position == 0 and len(found) == 1:
            found = found[0].instances(name)
        else:
            found = [child for above in found for child in _children(above, name, position)]
    return found


@lru_cache(maxsize=50_000)
def _steps(ref: str) -> tuple[tuple[str, int], ...]:
    """Names and positions, 0 for none; empty for what is no ref."""
    steps = [_STEP.match(step) for step in ref.split("/")[1:]]
    if not all(steps):
        return ()
    return tuple((step[1], -1 if step[2] == "0" else int(step[2] or 0)) for step in steps if step)


def _children(above: InstanceNode, name: str, position: int) -> list[InstanceNode]:
    found = above.instances(name)
    if position == 0:
        return found
    definition = above.definition.children.get(name)
    if definition is None or not definition.is_repeat:
        return []
    return found[position - 1 : position] if position > 0 else []


def node(tree: InstanceNode, ref: str) -> InstanceNode:
    """The one node at a ref. Raises AnswerError with a sentence when there is none, or more than one."""
    found = nodes(tree, ref)
    if len(found) == 1:
        return found[0]
    if found:
        raise AnswerError("answer.repeated", ref=ref, example=found[0].ref())
    raise AnswerError("answer.no-question", ref=ref)


def leaf(tree: InstanceNode, ref: str) -> InstanceNode:
    """The node of one question. Raises AnswerError for a group."""
    found = node(tree, ref)
    if not found.definition.is_leaf:
        raise AnswerError("answer.group", ref=ref)
    return found


def first(tree: InstanceNode, ref: str) -> InstanceNode:
    """Like `node`; a repeat named without position stands for its first instance, or for what holds it."""
    found = nodes(tree, ref)
    if found:
        return found[0] if len(found) == 1 or not ref.endswith("]") else node(tree, ref)
    parent, _definition = repeat(tree, ref)
    return parent


def repeat(tree: InstanceNode, ref: str) -> tuple[InstanceNode, Node]:
    """The node that holds a repeat's instances, and the repeat. Raises AnswerError when it is none."""
    above, _, name = ref.rpartition("/")
    parent = node(tree, above) if above else None
    definition = parent.definition.children.get(name) if parent is not None else None
    if parent is None or definition is None or definition.repeat is None:
        raise AnswerError("repeat.unknown", ref=ref)
    return parent, definition
