"""What a screen may see of a question: one record with everything a widget needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from fieldsurvey.messages import Message
from fieldsurvey.xforms.datatypes import Datatype


class ViolationKind(StrEnum):
    """Why an answer is not accepted."""

    REQUIRED = "required"
    CONSTRAINT = "constraint"
    TYPE = "type"
    EXPRESSION = "expression"
    """The form's own: an expression of the question cannot be evaluated with these answers."""
    ENTITY = "entity"
    """A server would not take the entity that is made of the answer."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expression of the form that cannot be evaluated with these answers, for who tells it in the form's own words."""

    ref: str
    """What it decides about."""
    column: str
    """relevant, count, calculate, readonly, required, choices, constraint or setvalue."""
    fault: Message
    """Why, without the place."""
    questions: tuple[str, ...]
    """Refs of the questions it looks at, also by way of calculations: the answered ones, likeliest cause first."""


@dataclass(frozen=True, slots=True)
class Violation:
    """An answer's fault, with the form's sentence for it ("" when the form has none)."""

    ref: str
    kind: ViolationKind
    message: str
    failure: Failure | None = None
    """Of an expression, what fails."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a question, in the language shown."""

    value: str
    label: str
    media: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as it stands now."""

    ref: str
    control: str
    """input, select, select1, rank, upload, trigger, range; "" for a node without a control."""
    type: Datatype
    appearance: str
    parameters: Mapping[str, str]
    label: str
    hint: str
    guidance: str
    value: str
    choices: Sequence[Choice]
    """Those of a long table are made when they are asked for: `FormEntry.search_choices` finds among them."""
    relevant: bool
    required: bool
    readonly: bool
    violation: Violation | None
    media: Mapping[str, str]
    other_language: str = ""
    """The language of the label where it is not translated into the one shown."""


class QuestionState(NamedTuple):
    """A question of the body as it stands, without its words: light enough to look at all of them at each key."""

    ref: str
    question: str
    """The ref without positions."""
    control: str
    type: Datatype
    value: str
    is_asked: bool
    """Relevant, and a person may answer it."""
    is_accepted: bool
    """What is answered fits its type and the form's constraint."""
