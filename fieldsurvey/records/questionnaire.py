"""What a form asks: questions, choices, checks, indicators; one version of one form as stored. Plain frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

Texts = Mapping[str, str]
"""One text per language, keyed as in the form, for example {"English (en)": ..., "Hindi (hi)": ...}."""


class Severity(StrEnum):
    """How loud a soft check is."""

    WARN = "warn"
    """Asked before the interview is closed; may stay open."""
    CRITICAL = "critical"
    """Corrected, or kept with a reason, before the interview is closed."""
    INFO = "info"
    """Shown beside its question, and nowhere counted as open."""


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
    """direct | free | sensitive | hidden | key | visible | amount | date | plain; "" where the form does not say."""
    register: str = ""
    """yes: the consent to be listed names it, so it stands in the register."""
    unit: str = ""
    period: str = ""
    missing: tuple[str, ...] = ()
    """Which of dk, refused are offered."""
    next_round: str = ""
    """ask: a new round for the same firm begins without the answer of the last one; "" carries it over."""
    back_check: str = ""
    """Whether a back-check asks it again: 1 what cannot change, 2 what takes skill to ask, 3 what may change; "" not."""
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
    back_check_of: str = ""
    """The form whose answers this one asks again; "" for a form of its own."""
    group_labels: Mapping[str, Texts] = field(default_factory=dict)
    """Ref of a group or repeat -> its title per language."""


def text_in(texts: Texts, language: str) -> str:
    """The text in `language`, else the first there is, else ""."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def language_of(languages: Iterable[str], code: str) -> str:
    """The form's name of a language that is meant by its code or this very name: "Hindi (hi)" for "hi"; "" where it speaks none such."""
    return next((name for name in languages if code and (code == name or f"({code})" in name)), "")
