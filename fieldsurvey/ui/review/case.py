"""One interview as the page shows it, gathered beside the window: answers by section, the last round, how others stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import speaking
from fieldsurvey.interviews.reading import Answer, Part, Reading
from fieldsurvey.interviews.submissions import plain as without_positions
from fieldsurvey.numbers import number_of
from fieldsurvey.records import Annotation, AnswerChange, Beside, Missing
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.units import unit_word
from fieldsurvey.ui.entry.base.widget import plain_words


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, or one answer."""

    label: str
    ref: str = ""
    number: int = 0
    """Of the question in the interview; 0 for a heading."""
    words: str = ""
    earlier: str = ""
    """What was said in the last round; in a comparison, before."""
    value: float | None = None
    is_missing: bool = False
    beside: Beside | None = None
    is_same: bool = False
    """Beside another interview: both say so."""

    @property
    def is_far(self) -> bool:
        """Whether a number lies far from what the others say."""
        usual = self.beside.usual if self.beside is not None else None
        return usual is not None and self.value is not None and usual.is_far(self.value)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the form, with its groups and rows as headings."""

    title: str
    lines: tuple[Line, ...]

    def holds(self, ref: str) -> bool:
        """Whether a question, with or without its positions, stands in it."""
        return any(ref in (line.ref, without_positions(line.ref)) for line in self.lines if line.ref)


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be decided on."""

    instance_id: str
    firm: str
    agent: str
    begun: datetime
    ended: datetime | None
    minutes: int
    answered: int
    asked: int
    unknown: int
    refused: int
    checks: int
    sections: tuple[Section, ...]
    has_round_before: bool
    changes: tuple[AnswerChange, ...]
    """Since it was finalised the time before."""
    spoken: tuple[tuple[str, str], ...] = ()
    """(who, what was said of it before): remarks of earlier returns, comments of the agent."""
    remarks: dict[str, str] = field(default_factory=dict)
    """Ref -> remark that is being written."""
    away: float | None = None
    """Metres from the firm's position in the register, where both are known."""

    @property
    def numbers(self) -> dict[str, int]:
        """Ref -> number of the question in the interview."""
        return {line.ref: line.number for section in self.sections for line in section.lines if line.ref}

    @property
    def empty(self) -> int:
        """Questions that were asked and left empty."""
        return self.asked - self.answered


def load(study: Study, instance_id: str, language: str) -> Case:
    """Gather it; takes about a tenth of a second. Raises FieldSurveyError for one that cannot be read."""
    with speaking(language):
        reading = _read(study, instance_id, language)
        before = _round_before(study, reading, language)
        changes = tuple(study.review.changes(instance_id))
    answers = [answer for part in reading.parts for answer in part.answers]
    facts = study.quality.facts(instance_id)
    interview, ended = reading.interview, reading.interview.finalised_at
    is_clocked = facts is None and reading.number == 1 and ended is not None
    clock = (ended - interview.started_at).total_seconds() / 60 if is_clocked and ended is not None else 0
    return Case(
        *(instance_id, interview.firm, facts.agent if facts else interview.interviewer),
        *(interview.started_at, ended, int(facts.minutes if facts and facts.minutes is not None else clock)),
        *(sum(bool(one.value) for one in answers), len(answers)),
        sum(one.missing is Missing.DONT_KNOW for one in answers),
        sum(one.missing is Missing.REFUSED for one in answers),
        len(reading.checks),
        _sections(reading.parts, before, study.quality.beside(instance_id)),
        bool(before),
        changes,
        tuple(_spoken(study.review.remarks(instance_id), answers, interview.interviewer)),
        study.review.kept_remarks(instance_id),
        study.quality.from_firm(instance_id) if facts else None,
    )


def _read(study: Study, instance_id: str, language: str) -> Reading:
    return study.interviews.reading(instance_id, language, plain=plain_words, unit=unit_word)


def _round_before(study: Study, reading: Reading, language: str) -> dict[str, str]:
    """Ref -> what was said in the firm's round before; nothing where there was none, or it cannot be read."""
    if not reading.interview.previous_id:
        return {}
    try:
        earlier = _read(study, reading.interview.previous_id, language)
    except FieldSurveyError:
        return {}
    return {answer.ref: answer.words for part in earlier.parts for answer in part.answers}


def _sections(
    parts: tuple[Part, ...], before: dict[str, str], beside: dict[str, Beside]
) -> tuple[Section, ...]:
    found: list[tuple[str, list[Line]]] = []
    number = 0
    for part in parts:
        if not found or (part.level == 0 and part.title):
            found.append((part.title, []))
        elif part.title:
            found[-1][1].append(Line(part.title))
        for answer in part.answers:
            number += 1
            found[-1][1].append(_line(answer, number, before, beside))
    return tuple(Section(title, tuple(lines)) for title, lines in found if any(line.ref for line in lines))


def _line(answer: Answer, number: int, before: dict[str, str], beside: dict[str, Beside]) -> Line:
    return Line(
        *(answer.label, answer.ref, number, answer.words or "–", before.get(answer.ref, "")),
        number_of(answer.value) if answer.missing is None else None,
        answer.missing is not None or not answer.value,
        beside.get(without_positions(answer.ref)),
    )


def _spoken(remarks: list[Annotation], answers: list[Answer], agent: str) -> list[tuple[str, str]]:
    labels = {answer.ref: answer.label for answer in answers}
    said = [(one.who, f"{labels[one.ref]}: {one.text}" if one.ref in labels else one.text) for one in remarks]
    comments = [
        (agent, f"{one.label}: {one.comment.text}") for one in answers if one.comment and one.comment.text
    ]
    return said + comments
