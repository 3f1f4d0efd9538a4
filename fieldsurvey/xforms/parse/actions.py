"""What the form does by itself at an event: setvalue and its kin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.xforms.parse.definition import Expression, FormDefinition, Node

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_REPEAT = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
EVENTS = {FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED, "xforms-ready", "xforms-revalidate"}


class Source(StrEnum):
    """Where an action takes its value from."""

    FORM = "setvalue"
    PLACE = "setgeopoint"
    SOUND = "recordaudio"


@dataclass(frozen=True, slots=True)
class Action:
    """Give `target` a value: an expression seen from the target, or a plain text ("" clears).

    Of a place or a recording the text is the quality the form asks for; the value comes from the surroundings.
    """

    target: Node
    value: Expression | str
    source: Source = Source.FORM
    chosen: Expression | None = None
    """Where the target's path has predicates: the path, which finds the instances to set."""


def sources(form: FormDefinition) -> frozenset[Source]:
    """Where the form's actions take values from: what it wants of the laptop without asking the person."""
    actions = [*form.on_first_load, *form.on_load]
    for node in form.root.walk():
        actions += [*node.on_change, *node.on_new_repeat]
    return frozenset(action.source for action in actions)
