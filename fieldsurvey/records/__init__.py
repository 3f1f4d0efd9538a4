"""The records all layers speak of, by subject. Plain frozen data: no file, no SQL, no Qt."""

from __future__ import annotations

from fieldsurvey.records.annotation import (
    Annotation,
    AnnotationKind,
    Comment,
    DraftMark,
    FailedCheck,
    SectionLock,
)
from fieldsurvey.records.answers import MISSING_NUMBERS, Missing, Value
from fieldsurvey.records.changes import Changed, NewRound, NotCarried, NotCarriedWhy, Topic
from fieldsurvey.records.cluster import Cluster, Server
from fieldsurvey.records.dataset import Column, Dataset, Row, Rows, RowsByInterview, Table, TypicalRange
from fieldsurvey.records.history import HistoryLine, Tombstone
from fieldsurvey.records.interview import (
    Interview,
    InterviewFilter,
    InterviewRow,
    InterviewSource,
    Review,
    Savepoint,
    Stage,
    Status,
    Submission,
    status_of,
)
from fieldsurvey.records.questionnaire import (
    Check,
    Choice,
    Indicator,
    Question,
    Questionnaire,
    Severity,
    Texts,
    text_in,
)

__all__ = [
    "MISSING_NUMBERS",
    "Annotation",
    "AnnotationKind",
    "Changed",
    "Check",
    "Choice",
    "Cluster",
    "Column",
    "Comment",
    "Dataset",
    "DraftMark",
    "FailedCheck",
    "HistoryLine",
    "Indicator",
    "Interview",
    "InterviewFilter",
    "InterviewRow",
    "InterviewSource",
    "Missing",
    "NewRound",
    "NotCarried",
    "NotCarriedWhy",
    "Question",
    "Questionnaire",
    "Review",
    "Row",
    "Rows",
    "RowsByInterview",
    "Savepoint",
    "SectionLock",
    "Server",
    "Severity",
    "Stage",
    "Status",
    "Submission",
    "Table",
    "Texts",
    "Tombstone",
    "Topic",
    "TypicalRange",
    "Value",
    "status_of",
    "text_in",
]
