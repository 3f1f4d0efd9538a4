"""Refs seen from a row: where an answer stands that belongs to the same instance."""

from __future__ import annotations


def located(generic: str, near: str) -> str:
    """A ref without positions, with those of `near` as far as both go the same way."""
    names, steps = generic.split("/"), near.split("/")
    found, together = [], True
    for index, name in enumerate(names):
        step = steps[index] if index < len(steps) else ""
        together = together and step.partition("[")[0] == name
        found.append(step if together and index < len(names) - 1 else name)
    return "/".join(found)
