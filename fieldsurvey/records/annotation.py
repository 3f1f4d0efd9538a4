"""What is written beside answers: checks, comments, section locks, remarks. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldsurvey.records.questionnaire import Severity


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A soft check that does not hold now, with its sentence in the interview's language."""

    name: str
    question: str
    message: str
    severity: Severity
    comment: str = ""
    """Why it was passed; "" = still open."""

    @property
    def is_open(self) -> bool:
        """Whether somebody is asked to correct it or to say why it is right."""
        return not self.comment and self.severity is not Severity.INFO

    @property
    def is_blocking(self) -> bool:
        """Whether the interview is not closed before that."""
        return self.is_open and self.severity is Severity.CRITICAL


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person wrote beside a question; it stays in the study and is no answer."""

    ref: str
    text: str = ""
    is_flagged: bool = False
    """To be looked at again."""


class AnnotationKind(StrEnum):
    """What an annotation is."""

    CHECK = "check"
    """Why a soft check was passed; `ref` is the check's name."""
    COMMENT = "comment"
    FLAG = "flag"
    """To be looked at again."""
    LOCK = "lock"
    """A section left to the respondent alone; `text` is begun or finished."""
    REMARK = "remark"
    """Of the review: why it was returned, or what was seen."""
    NOTE = "note"
    """Of the office, or how a draft was left; `ref` tells which."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing written beside an interview or one of its answers; it is no answer."""

    id: str
    """The same on every laptop."""
    instance_id: str
    kind: AnnotationKind
    ref: str
    """Of the question, section or check it stands beside; "" for the interview as a whole."""
    text: str
    at: datetime
    who: str = ""
    version: str = ""
    """Another one after each change."""


@dataclass(frozen=True, slots=True)
class DraftMark:
    """How a draft was left, where somebody said so; at most one of the two."""

    partial: str = ""
    """Why nobody will finish it; "" when that was not said."""
    come_back: datetime | None = None
    """When it is to be finished."""


@dataclass(frozen=True, slots=True)
class SectionLock:
    """A section that the respondent answers, or answered, alone; its answers are not shown to the interviewer again."""

    ref: str
    """Of the section's group, without positions."""
    at: datetime
    is_finished: bool = True
    """False while the respondent has not come to its end."""

    def holds(self, ref: str) -> bool:
        """Whether a question, group or cell is the section or stands in it."""
        return ref == self.ref or ref.startswith(self.ref + "/")
