"""Entities: what an interview creates or updates in the lists other interviews choose from (ODK Entities 2025.1).

The specification is https://getodk.github.io/xforms-spec/entities. Nothing is sent or stored here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fieldsurvey.messages import Message
from fieldsurvey.xforms.instance.nodes import InstanceNode
from fieldsurvey.xforms.parse.node_definition import Declaration, Node

_TRUE = ("1", "true")
_ID = re.compile(
    r"(?:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\Z", re.IGNORECASE
)
"""What ODK Central takes for an id: a UUID of version 4."""
_VERSION, _TRUNK, _BRANCH = "__version", "__trunkVersion", "__branchId"


class EntityAction(StrEnum):
    """What happens to the entity; a form that asks for both creates it where it is not there yet."""

    CREATE = "create"
    UPDATE = "update"
    CREATE_OR_UPDATE = "create_or_update"


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity as the interview leaves it. `problem` says when a server would not take it."""

    dataset: str
    entity_id: str
    action: EntityAction
    label: str
    properties: Mapping[str, str] = field(default_factory=dict)
    base_version: str = ""
    trunk_version: str = ""
    branch_id: str = ""
    asked_at: str = ""
    """The ref of the question its label, or else its id, is made of; where there is none, of what holds the entity."""

    @property
    def problem(self) -> Message | None:
        """Why a server would pass the entity over; None when it would not."""
        if not _ID.match(self.entity_id):
            return Message("entity.no-id", dataset=self.dataset, entity=self.entity_id)
        if self.action is EntityAction.CREATE and not self.label:
            return Message("entity.no-label", dataset=self.dataset)
        return None


def entities_of(declared: tuple[Declaration, ...], tree: InstanceNode) -> list[Entity]:
    """What an interview creates and updates; what is not relevant, or neither, is left out."""
    return [
        made
        for declaration in declared
        for holder in _instances(tree, declaration.holder)
        if holder.relevant
        for made in _entity(declaration, holder)
    ]


def listed(
    rows: Mapping[str, Mapping[str, str]], entity: Entity, new_branch: Callable[[], str] | None = None
) -> dict[str, dict[str, str]]:
    """The list (id -> row) with an entity in it, as it stands on this laptop until the server knows of it.

    A local change counts the version up and keeps the trunk, the version the server gave last, and its branch: those the
    submission itself names, for the server joins updates by them. An update of what is not there changes nothing.
    """
    found = {key: dict(row) for key, row in rows.items()}
    before = found.get(entity.entity_id)
    if before is None and entity.action is EntityAction.UPDATE:
        return found
    branch = (new_branch or (lambda: str(uuid.uuid4())))()
    row = before or {"name": entity.entity_id, _VERSION: "0", _TRUNK: "", _BRANCH: branch}
    row.update(entity.properties)
    row["label"] = entity.label or row.get("label", "")
    if before is not None and entity.branch_id:
        row[_TRUNK], row[_BRANCH] = entity.trunk_version, entity.branch_id
    elif before is not None and not row.get(_BRANCH):
        row[_TRUNK], row[_BRANCH] = row.get(_VERSION, ""), branch
    row[_VERSION] = str(_next_version(row.get(_VERSION, ""), entity.base_version if before else ""))
    found[entity.entity_id] = row
    return found


def _next_version(version: str, base: str) -> int:
    """The version after a change; one that is finalised again on the version it had does not count twice."""
    if base.isdecimal():
        return max(int(base) + 1, int(version) if version.isdecimal() else 0)
    return (int(version) if version.isdecimal() else 0) + 1


def _instances(tree: InstanceNode, definition: Node) -> list[InstanceNode]:
    found = [tree]
    for step in definition.chain()[1:]:
        found = [child for above in found for child in above.instances(step.name)]
    return found


def _entity(declaration: Declaration, holder: InstanceNode) -> Iterator[Entity]:
    metas = holder.instances(declaration.entity.parent.name if declaration.entity.parent else "")
    for node in (entity for meta in metas for entity in meta.instances(declaration.entity.name)):
        action = _action(node)
        if node.relevant and action is not None:
            identity = _attribute(node, "id")
            yield Entity(
                declaration.dataset,
                identity.removeprefix("uuid:"),
                action,
                "".join(label.text for label in node.instances("label")),
                dict(_saved(declaration, holder)),
                _attribute(node, "baseVersion"),
                _attribute(node, "trunkVersion"),
                _attribute(node, "branchId"),
                _asked_at(node, holder, "label" if _ID.match(identity) else "@id"),
            )


def without_id(declared: tuple[Declaration, ...], tree: InstanceNode) -> Iterator[InstanceNode]:
    """The empty ids of new entities that no expression decides: an earlier program gave further rows none."""
    for declaration in declared:
        for node in _instances(tree, declaration.entity):
            identity = node.attributes.get("id")
            if isinstance(identity, InstanceNode) and not identity.text and not identity.definition.calculate:
                yield identity


def _asked_at(node: InstanceNode, holder: InstanceNode, name: str) -> str:
    """The first question that a label or id reads, in the same row."""
    made = next(iter(node.instances(name)), None)
    decided = made.definition.calculate if made is not None else None
    for read in decided.expression.reads if decided is not None else ():
        at = holder
        while at.definition not in read.target.chain() and isinstance(at.parent, InstanceNode):
            at = at.parent
        found = [at]
        for step in read.target.chain()[at.definition.depth :]:
            found = [child for above in found for child in above.instances(step.name)]
        if read.target.control is not None and found:
            return found[0].ref()
    return holder.ref()


def _action(node: InstanceNode) -> EntityAction | None:
    creates, updates = (_attribute(node, name).lower() in _TRUE for name in ("create", "update"))
    if creates:
        return EntityAction.CREATE_OR_UPDATE if updates else EntityAction.CREATE
    return EntityAction.UPDATE if updates else None


def _attribute(node: InstanceNode, name: str) -> str:
    bound = node.attributes.get(name)
    return bound.text if bound is not None else node.definition.attributes.get(name, "")


def _saved(declaration: Declaration, holder: InstanceNode) -> Iterator[tuple[str, str]]:
    for node in holder.every():
        name = declaration.properties.get(node.definition)
        if name is not None and node.relevant:
            yield name, node.text
