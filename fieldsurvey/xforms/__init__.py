"""The ODK XForms engine: text in, text out; no files, no SQL, no window. This is its door."""

from __future__ import annotations

from fieldsurvey.xforms.datatypes import Datatype
from fieldsurvey.xforms.entry import FormEntry
from fieldsurvey.xforms.form_context import FormContext
from fieldsurvey.xforms.instance.audit import (
    AUDIT_FILE,
    AuditEvent,
    AuditLog,
    AuditOptions,
    audit_options,
    time_by_node,
    time_spent,
)
from fieldsurvey.xforms.instance.entities import Entity, EntityAction
from fieldsurvey.xforms.lists.rows import Rows
from fieldsurvey.xforms.parse.actions import sources
from fieldsurvey.xforms.parse.definition import (
    BodyElement,
    BodyGroup,
    BodyRepeat,
    FormDefinition,
    is_table_head,
)
from fieldsurvey.xforms.parse.external_choices import ITEMSETS
from fieldsurvey.xforms.parse.node_definition import BodyControl, Source
from fieldsurvey.xforms.parse.parser import parse_form
from fieldsurvey.xforms.prompt import Choice, Failure, Prompt, QuestionState, Violation, ViolationKind
from fieldsurvey.xforms.view.relevance import Comparison, Condition, Reason

Surroundings = FormContext
"""The door's own name for it: scripts and other programs say `surroundings=Surroundings(...)`."""

__all__ = [
    "AUDIT_FILE",
    "ITEMSETS",
    "AuditEvent",
    "AuditLog",
    "AuditOptions",
    "BodyControl",
    "BodyElement",
    "BodyGroup",
    "BodyRepeat",
    "Choice",
    "Comparison",
    "Condition",
    "Datatype",
    "Entity",
    "EntityAction",
    "Failure",
    "FormContext",
    "FormDefinition",
    "FormEntry",
    "Prompt",
    "QuestionState",
    "Reason",
    "Rows",
    "Source",
    "Surroundings",
    "Violation",
    "ViolationKind",
    "audit_options",
    "is_table_head",
    "parse_form",
    "sources",
    "time_by_node",
    "time_spent",
]
