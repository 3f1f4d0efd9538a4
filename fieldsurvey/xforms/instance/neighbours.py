"""From one node of an interview to others: what depends on it, what shares its row, what stands for a repeat without rows."""

from __future__ import annotations

from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.parse.node_definition import Dependent
from fieldsurvey.xforms.parse.node_definition import Node as NodeDefinition


def ghost(parent: InstanceNode, definition: NodeDefinition) -> InstanceNode:
    """A node from which a repeat's count can be seen, whether or not the repeat has instances."""
    node = InstanceNode(definition, "")
    node.parent = parent
    return node


def targets(node: InstanceNode, dependent: Dependent) -> list[InstanceNode]:
    """The nodes an expression of theirs reads this one for, reached from it."""
    at: InstanceNode = node
    for _ in range(dependent.climb):
        at = at.parent  # type: ignore[assignment]
    found = [at]
    for name in dependent.descend:
        found = [child for above in found for child in above.by_name.get(name, ())]  # type: ignore[misc]
    return found


def reach(source: InstanceNode, target: NodeDefinition) -> list[InstanceNode]:
    """The instances of a node that share a repeat instance with the source."""
    wanted = target.chain()
    at = source
    while at.definition not in wanted:
        at = at.parent  # type: ignore[assignment]
    found = [at]
    for node in wanted[at.definition.depth :]:
        found = [child for above in found for child in above.instances(node.name)]
    return found
