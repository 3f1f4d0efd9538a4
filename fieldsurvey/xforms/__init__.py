"""The ODK XForms engine: text in, text out; no files, no SQL, no window. This is its door."""

from __future__ import annotations

from fieldsurvey.xforms.actions import Source, sources
from fieldsurvey.xforms.audit import AUDIT_FILE, AuditEvent, AuditLog, AuditOptions, audit_options
from fieldsurvey.xforms.datatypes import Datatype
from fieldsurvey.xforms.definition import (
    BodyControl,
    BodyElement,
    BodyGroup,
    BodyRepeat,
    FormDefinition,
    is_table_head,
)
from fieldsurvey.xforms.entities import Entity, EntityAction
from fieldsurvey.xforms.entry import FormEntry
from fieldsurvey.xforms.parser import parse_form
from fieldsurvey.xforms.prompt import Choice, Prompt, Standing, Violation, ViolationKind
from fieldsurvey.xforms.reasons import Comparison, Condition, Reason
from fieldsurvey.xforms.rows import Rows
from fieldsurvey.xforms.surroundings import Surroundings

__all__ = [
    "AUDIT_FILE",
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
    "FormDefinition",
    "FormEntry",
    "Prompt",
    "Reason",
    "Rows",
    "Source",
    "Standing",
    "Surroundings",
    "Violation",
    "ViolationKind",
    "audit_options",
    "is_table_head",
    "parse_form",
    "sources",
]
