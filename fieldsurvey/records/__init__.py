"""The records all layers speak of. Plain frozen data: no file, no SQL, no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Missing(StrEnum):
    """Why a value that was asked for is not there. Stored as -98/-99 in numbers, dk/refused in choices."""

    DONT_KNOW = "dk"
    REFUSED = "refused"


MISSING_NUMBERS: Mapping[str, Missing] = {"-98": Missing.DONT_KNOW, "-99": Missing.REFUSED}

Value = int | float | str | date | datetime | time | tuple[str, ...] | Missing | None
"""One cell: None means not asked (not relevant) or not answered; a tuple is a select-multiple."""

Texts = Mapping[str, str]
"""One text per language, keyed as in the form, for example {"English (en)": ..., "Hindi (hi)": ...}."""


class Stage(StrEnum):
    """How far an interview is filled."""

    DRAFT = "draft"
    """Being filled, or being corrected after it was opened again or returned."""
    FINALISED = "finalised"


class Review(StrEnum):
    """What the review says of an interview as it was last finalised."""

    NONE = "none"
    RETURNED = "returned"
    """To be corrected; a remark says why."""
    RESUBMITTED = "resubmitted"
    """Finalised again after it was returned."""
    APPROVED = "approved"


class Status(StrEnum):
    """Stage, review and transport in one word, for lists and the history. Nothing is decided by it: ask the facts."""

    DRAFT = "draft"
    FINALISED = "finalised"
    RETURNED = "returned"
    APPROVED = "approved"
    SENT = "sent"


def status_of(stage: Stage, review: Review, *, is_sent: bool) -> Status:
    """The one word for the three facts. One that is both approved and sent is called sent."""
    if stage is Stage.DRAFT:
        return Status.RETURNED if review is Review.RETURNED else Status.DRAFT
    if is_sent:
        return Status.SENT
    return Status.APPROVED if review is Review.APPROVED else Status.FINALISED


class Severity(StrEnum):
    """How loud a soft check is."""

    WARN = "warn"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Check:
    """A soft rule on one question: `expression` (XPath) is true when all is well."""

    name: str
    question: str
    """Ref of the question it stands beside, for example /data/markets/mix_local."""
    expression: str
    message: Texts
    severity: Severity = Severity.WARN


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the report. Expressions are XPath over one interview, absolute refs."""

    name: str
    section: str
    label: Texts
    statistic: str
    """mean | median | share | total | ratio | distribution | rank"""
    variable: str = ""
    numerator: str = ""
    denominator: str = ""
    universe: str = ""
    """True for the interviews the figure is about; empty = all."""
    universe_label: Texts = field(default_factory=dict)
    """The denominator in words: "of firms that export"."""
    unit: str = ""
    decimals: int = 0
    direction: str = ""
    """higher | lower | "" : which way is better for the firm."""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: the code stored and its label per language."""

    name: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """What the workbook says of one node, beyond the XForm: for tables, codebook, disclosure and screens."""

    ref: str
    """Path without positions: /data/labour/worker/wage."""
    name: str
    type: str
    """XLSForm type: integer, decimal, text, select_one, select_multiple, date, calculate, note, ..."""
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    relevant: str = ""
    calculation: str = ""
    constraint: str = ""
    disclosure: str = ""
    """direct | key | sensitive | free"""
    unit: str = ""
    period: str = ""
    missing: tuple[str, ...] = ()
    """Which of dk, refused are offered."""
    next_round: str = ""
    """ask: a new round for the same firm begins without the answer of the last one; "" carries it over."""
    repeat: str = ""
    """Ref of the nearest repeat around it, "" at the top."""
    groups: tuple[str, ...] = ()
    """Names of the groups around it, outermost first."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of one form, as stored: the XForm and what our extra columns and sheets say."""

    form_id: str
    version: str
    title: str
    xform: str
    questions: tuple[Question, ...]
    checks: tuple[Check, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    languages: tuple[str, ...] = ()
    default_language: str = ""
    media: Mapping[str, bytes | Path] = field(default_factory=dict)
    """Attached files. A large one is only named, and read when it is stored; out of the study it is not handed again."""
    warnings: tuple[str, ...] = ()
    group_labels: Mapping[str, Texts] = field(default_factory=dict)
    """Ref of a group or repeat -> its title per language."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster the study is about, and who works on it."""

    name: str = ""
    cluster_type: str = "industrial"
    """industrial | handicraft | handloom | micro | service"""
    place: str = ""
    district: str = ""
    state: str = ""
    products: str = ""
    agency: str = ""
    donor: str = ""
    population: int | None = None
    """Number of firms in the cluster, N, where known."""
    sample_design: str = "purposive"
    """purposive | census | random | stratified; decides whether figures may speak for the cluster."""
    synthetic: bool = False
    """True for demonstration data: every page and sheet says so."""


@dataclass(frozen=True, slots=True)
class Interview:
    """A filled form and where it stands."""

    instance_id: str
    form_id: str
    form_version: str
    stage: Stage
    firm: str
    """The firm's name or number as listed, taken from the answers; "" while unknown."""
    xml: str
    """The submission (finalised) or the draft with every node kept; where figures and exports ask, the last submission."""
    started_at: datetime
    updated_at: datetime
    finalised_at: datetime | None = None
    """When it was last finalised; None when it never was."""
    sent_at: datetime | None = None
    """When the server had the last submission whole; None while it waits, or there is none."""
    language: str = ""
    cursor: str = ""
    """Ref the agent was at, to resume there."""
    interviewer: str = ""
    completeness: float = 0.0
    """Share of relevant questions answered, 0 to 1."""
    review: Review = Review.NONE
    previous_id: str = ""
    """The firm's interview of the round before, whose answers this one began with; "" when it began empty."""

    @property
    def is_draft(self) -> bool:
        """Whether it can be filled: new, opened again, or returned."""
        return self.stage is Stage.DRAFT

    @property
    def is_sent(self) -> bool:
        """Whether the server has the last submission."""
        return self.sent_at is not None

    @property
    def status(self) -> Status:
        """The three facts in one word."""
        return status_of(self.stage, self.review, is_sent=self.is_sent)


@dataclass(frozen=True, slots=True)
class Submission:
    """An interview as it was finalised once; never changed. The last one is what counts and what is sent."""

    id: str
    instance_id: str
    """Of the interview."""
    number: int
    """1 for the first finalising, one more for each later one."""
    form_version: str
    odk_instance_id: str
    """The instanceID its XML carries to a server."""
    deprecated_id: str
    """The instanceID of the submission it takes the place of at a server; "" when none was sent before."""
    finalised_at: datetime
    who: str
    firm: str
    """The firm's name as listed when it was finalised."""
    version: str
    """SHA-256 of the XML, 64 hexadecimal digits."""
    xml: str


@dataclass(frozen=True, slots=True)
class Savepoint:
    """A draft as it stands after an answer, ready for the writer lane; plain data, no entry in it."""

    instance_id: str
    form_id: str
    form_version: str
    xml: str
    at: datetime
    firm: str = ""
    language: str = ""
    cursor: str = ""
    """Ref the agent is at."""
    interviewer: str = ""
    completeness: float = 0.0
    answers: tuple[tuple[str, str, str], ...] = ()
    """(ref, old value, new value) since the last savepoint."""
    audit: str = ""
    """The audit log as it stands; "" when the form wants none."""
    words: str = ""
    """Every text that was answered, for the search."""
    journal: str = ""
    """What can be undone and done again, as the engine writes it."""


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One line of the interviews list: everything but the answers."""

    instance_id: str
    form_id: str
    form_title: str
    stage: Stage
    review: Review
    is_sent: bool
    firm: str
    started_at: datetime
    updated_at: datetime
    completeness: float
    send_error: str = ""
    is_deleted: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether it can be filled: new, opened again, or returned."""
        return self.stage is Stage.DRAFT

    @property
    def status(self) -> Status:
        """The three facts in one word."""
        return status_of(self.stage, self.review, is_sent=self.is_sent)


@dataclass(frozen=True, slots=True)
class InterviewFilter:
    """Which interviews a list shows."""

    stage: Stage | None = None
    """In this stage; in any when None."""
    is_sent: bool | None = None
    """Whether the server has the last submission; either when None."""
    is_submitted: bool | None = None
    """Whether it was ever finalised, so that it counts in figures and exports; either when None."""
    text: str = ""
    """Beginnings of words in the firm's name or a text answer."""
    deleted: bool = False
    """Those with a delete mark, and only those."""
    form_id: str = ""
    """Of this form; of all when none is named."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of an interview's history, as a person reads it."""

    at: datetime
    who: str
    event: str
    """answered | draft | finalised | returned | approved | sent | deleted | restored | erased | clock | ..."""
    ref: str = ""
    old: str = ""
    new: str = ""
    why: str = ""
    is_erased: bool = False
    """The values were erased; that there was a change stays."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an erased interview. It travels, so that other laptops erase it too."""

    instance_id: str
    form_id: str
    at: datetime
    who: str = ""
    why: str = ""
    was_sent: bool = False
    """The server may have it; its keeper must be asked."""


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A soft check that does not hold now, with its sentence in the interview's language."""

    name: str
    question: str
    message: str
    severity: Severity
    comment: str = ""
    """Why it was passed; "" = still open."""


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
    """Of the office."""


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


@dataclass(frozen=True, slots=True)
class TypicalRange:
    """The middle half of the numbers that firms of the cluster gave: quartiles, in the question's own unit."""

    firms: int
    low: float
    median: float
    high: float

    def is_far(self, value: float) -> bool:
        """Whether a value is beyond the outer fence (J. W. Tukey, Exploratory Data Analysis, 1977) of these firms.

        Amounts above zero are compared as ratios. Where nearly all firms say the same, a quarter counts as the width
        of the middle half.
        """
        low, high = self.low, self.high
        if low > 0 and value > 0:
            low, high, value = math.log(low), math.log(high), math.log(value)
            width = max(high - low, math.log(1.25))
        else:
            width = max(high - low, abs(self.median) / 4, 1.0)
        return not low - 3 * width <= value <= high + 3 * width


class Topic(StrEnum):
    """What a write may change, and a screen may show."""

    STUDY = "study"
    FORMS = "forms"
    INTERVIEWS = "interviews"
    DRAFTS = "drafts"
    OUTBOX = "outbox"
    BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write changed, so that each screen knows whether to reload."""

    topics: frozenset[Topic] = frozenset()
    """What a screen may show of it; none when nothing it shows changed."""
    ids: tuple[str, ...] = ()
    message: str = ""
    """One sentence for the person, "" when silence is better."""


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


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as analysis, export and codebook need it."""

    name: str
    question: Question


Row = Mapping[str, Value]
"""One line of a table, by the names of its columns."""


class Rows(Protocol):
    """Rows that can be counted, and read as often as wanted: a list of them, or a view that reads the study anew each time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...


class RowsByInterview(Protocol):
    """Interviews one after another, each as (number of its table, row) with the row of the main table first; read anew each time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Sequence[tuple[int, Row]]]: ...


class InterviewSource(Protocol):
    """Interviews that can be counted, and read as often as wanted, one at a time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Interview]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one level: one per interview, or one per instance of a repeat.

    Every row has KEY (instanceID, for repeats instanceID/name[position]); rows of repeats PARENT_KEY too.
    """

    name: str
    ref: str
    """Ref of the repeat, "" for the main table."""
    columns: tuple[Column, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Dataset:
    """All tables of one form: the main one first, then each repeat. Nothing is held: rows are read when they are asked for."""

    questionnaire: Questionnaire
    tables: tuple[Table, ...]
    by_interview: RowsByInterview
    """The rows of all tables in one pass."""
    cluster: Cluster = field(default_factory=Cluster)


def text_in(texts: Texts, language: str) -> str:
    """The text in `language`, else the first there is, else ""."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


@dataclass(frozen=True, slots=True)
class Server:
    """Where submissions go. For ODK Central the address holds the key and the login stays empty."""

    url: str = ""
    username: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return "Server(...)"
