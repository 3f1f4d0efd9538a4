"""Find nodes by ref: /data/worker[2]/age."""

from __future__ import annotations

import re
from functools import lru_cache

from fieldsurvey.xforms.instance.nodes import InstanceNode

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
