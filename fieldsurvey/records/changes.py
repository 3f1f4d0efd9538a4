"""What a write changed, so that screens know what to show anew. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.messages import Message


class Topic(StrEnum):
    """What a write may change, and a screen may show."""

    STUDY = "study"
    FORMS = "forms"
    INTERVIEWS = "interviews"
    DRAFTS = "drafts"
    OUTBOX = "outbox"
    BACKUPS = "backups"
    REGISTER = "register"
    """Firms, and the lists they came from."""
    FIELDWORK = "fieldwork"
    """The sample, cases and visits."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write changed, so that each screen knows whether to reload."""

    topics: frozenset[Topic] = frozenset()
    """What a screen may show of it; none when nothing it shows changed."""
    ids: tuple[str, ...] = ()
    message: Message | None = None
    """What to tell the person; None when silence is better."""


class NotCarriedWhy(StrEnum):
    """Why an answer of the last round is not in the new one."""

    GONE = "gone"
    """The form does not ask it any more, or asks it in another way."""
    CHOICE = "choice"
    """Its choice is no longer offered."""
    FAULT = "fault"
    """The form does not accept it any more."""
    ROW = "row"
    """The form counts the rows it stood in, and has none of them yet."""


@dataclass(frozen=True, slots=True)
class NotCarried:
    """One answer of the last round that the new one could not take."""

    ref: str
    label: str
    value: str
    why: NotCarriedWhy


@dataclass(frozen=True, slots=True)
class NewRound(Changed):
    """A new round that began for a firm, and what of the last one it holds."""

    instance_id: str = ""
    carried: int = 0
    """How many answers."""
    not_carried: tuple[NotCarried, ...] = ()
    previous_id: str = ""
    """The interview it began from."""


@dataclass(frozen=True, slots=True)
class Begun(Changed):
    """An interview that began for a firm, and how many answers were known before."""

    instance_id: str = ""
    filled: int = 0
    before: NewRound | None = None
    """What it holds of the firm's interview in an earlier round; None where there is none by this form."""
