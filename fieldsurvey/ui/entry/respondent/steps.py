"""What the respondent is shown, one thing after the other: a question with the notes before it. It draws nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.ui.entry.frame.factory import is_note
from fieldsurvey.ui.entry.session.paging import PageOutline
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, Datatype, Prompt, is_table_head

_PLACES = (Datatype.GEOPOINT, Datatype.GEOTRACE, Datatype.GEOSHAPE, Datatype.BARCODE)
_DRAWN = ("map", "image-map")


@dataclass(frozen=True, slots=True)
class Step:
    """A question ("" for none: notes alone, or nothing), the notes that stand before it, and the inner group around it."""

    ref: str = ""
    notes: tuple[str, ...] = ()
    group: str = ""


def steps_of(questions: QuestionInfo, page: PageOutline) -> list[Step]:
    """The steps of a page as it is asked now; notes after the last question are a step of their own."""
    found: list[Step] = []
    notes: list[str] = []
    for element, group in _asked(questions, page.elements, ""):
        if isinstance(element, BodyControl) and _is_read(questions, element):
            notes.append(element.ref)
        else:
            found.append(Step(element.ref or "", tuple(notes), group))
            notes = []
    return [*found, Step(notes=tuple(notes))] if notes else found


def _asked(
    questions: QuestionInfo, elements: tuple[BodyElement, ...], group: str
) -> Iterator[tuple[BodyControl | BodyRepeat, str]]:
    for element in elements:
        if element.ref and not questions.entry.relevant(element.ref):
            continue
        if isinstance(element, BodyControl | BodyRepeat):
            yield element, group
        else:
            yield from _asked(questions, element.children, element.ref or group)


def _is_read(questions: QuestionInfo, control: BodyControl) -> bool:
    prompt = questions.entry.prompt(control.ref)
    return is_note(prompt, questions.find(control.ref)) or prompt.readonly


def can_be_large(control: str, datatype: Datatype, appearance: str) -> bool:
    """Whether a kind of question can be answered on the respondent's page; files, places and codes cannot."""
    is_drawn = any(word in _DRAWN for word in appearance.split())
    return bool(control) and control != "upload" and datatype not in _PLACES and not is_drawn


def is_large(prompt: Prompt) -> bool:
    """The same of a question as it stands."""
    return can_be_large(prompt.control, prompt.type, prompt.appearance)


def is_private(questions: QuestionInfo, page: PageOutline) -> bool:
    """Whether the respondent may be left alone with a page: all its questions are sensitive, and can be shown large."""
    if not page.ref or page.parts > 1:
        return False
    asked = [c for c in _controls(page.elements) if c is None or not _is_told(questions, c)]
    return any(asked) and all(control is not None and _is_sensitive(questions, control) for control in asked)


def _is_told(questions: QuestionInfo, control: BodyControl) -> bool:
    """A note, by the workbook alone: this is asked at every turn of a page."""
    question = questions.find(control.ref)
    return is_table_head(control) or (question is not None and question.type == "note")


def _is_sensitive(questions: QuestionInfo, control: BodyControl) -> bool:
    question, node = questions.find(control.ref), questions.entry.form.node(control.ref)
    return (
        question is not None
        and question.disclosure == "sensitive"
        and node is not None
        and can_be_large(control.control, node.datatype, control.appearance)
    )


def _controls(elements: tuple[BodyElement, ...]) -> Iterator[BodyControl | None]:
    """Everything that is answered on a page; None for a repeat."""
    for element in elements:
        if isinstance(element, BodyRepeat):
            yield None
        elif isinstance(element, BodyControl):
            yield element
        else:
            yield from _controls(element.children)


def visible(locks: SectionLocks, page: PageOutline) -> PageOutline:
    """The page as the interviewer may see it: a locked one is empty."""
    return dataclasses.replace(page, elements=()) if locks.hides(page.ref) else page
