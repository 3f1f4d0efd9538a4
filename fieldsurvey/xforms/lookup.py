"""Find nodes by ref: /data/worker[2]/age."""

from __future__ import annotations

import re

from fieldsurvey.xforms.instance import InstanceNode

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?\Z")


def nodes(tree: InstanceNode, ref: str) -> list[InstanceNode]:
    """The nodes at a ref: none when it leads nowhere, several when a repeat on the way has no position."""
    names = ref.split("/")[1:]
    if not names or names[0] != tree.name:
        return []
    found = [tree]
    for name in names[1:]:
        step = _STEP.match(name)
        if step is None:
            return []
        found = [child for above in found for child in _children(above, step[1], step[2])]
    return found


def _children(above: InstanceNode, name: str, position: str | None) -> list[InstanceNode]:
    found = above.instances(name)
    if position is None:
        return found
    definition = above.definition.children.get(name)
    if definition is None or not definition.is_repeat:
        return []
    place = int(position)
    return found[place - 1 : place] if place else []
