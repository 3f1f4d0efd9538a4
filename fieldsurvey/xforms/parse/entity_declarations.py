"""Where a form declares entities (ODK Entities 2025.1): read once, with the form.

The specification is https://getodk.github.io/xforms-spec/entities.
"""

from __future__ import annotations

from fieldsurvey.errors import FormError
from fieldsurvey.xforms.parse.node_definition import Declaration, Node

NAMESPACE = "http://www.opendatakit.org/xforms/entities"
_NEWEST = (2025, 1)


def check_version(version: str) -> None:
    """Refuse a form written for a newer specification than is known here. Raises FormError."""
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers > _NEWEST:
        raise FormError("form.entities-version", version=version)


def declarations(root: Node) -> tuple[Declaration, ...]:
    """All declarations of a form. A saved answer belongs to the nearest holder around it. Raises FormError."""
    found = [node for node in root.walk() if _is_entity(node)]
    holders = {_holder(node): node for node in found}
    saved: dict[Node, dict[Node, str]] = {holder: {} for holder in holders}
    for node in root.walk():
        name = node.parameters.get("saveto")
        if name is not None:
            around = next((above for above in reversed(node.chain()) if above in saved), None)
            if around is None:
                raise FormError("form.no-entity", ref=node.ref, property=name)
            saved[around][node] = name
    return tuple(
        Declaration(_dataset(entity), entity, holder, saved[holder]) for holder, entity in holders.items()
    )


def _is_entity(node: Node) -> bool:
    return (
        _local(node) == "entity"
        and node.parent is not None
        and _local(node.parent) == "meta"
        and _has_dataset(node)
    )


def _local(node: Node) -> str:
    return node.name.rpartition(":")[2]


def _has_dataset(node: Node) -> bool:
    return "dataset" in node.attributes or "@dataset" in node.children


def _dataset(node: Node) -> str:
    bound = node.children.get("@dataset")
    return bound.default if bound is not None else node.attributes["dataset"]


def _holder(entity: Node) -> Node:
    meta = entity.parent
    assert meta is not None
    assert meta.parent is not None
    return meta.parent
