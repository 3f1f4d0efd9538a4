"""What the form does by itself at an event: setvalue and its kin."""

from __future__ import annotations

from fieldsurvey.xforms.parse.definition import FormDefinition
from fieldsurvey.xforms.parse.node_definition import Source

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_REPEAT = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
EVENTS = {FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED, "xforms-ready", "xforms-revalidate"}


def sources(form: FormDefinition) -> frozenset[Source]:
    """Where the form's actions take values from: what it wants of the laptop without asking the person."""
    actions = [*form.on_first_load, *form.on_load]
    for node in form.root.walk():
        actions += [*node.on_change, *node.on_new_repeat]
    return frozenset(action.source for action in actions)
