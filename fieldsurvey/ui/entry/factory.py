"""Which widget shows which question: one table, first fitting row wins."""

from __future__ import annotations

from collections.abc import Callable

from fieldsurvey.models import Question
from fieldsurvey.ui.entry.acknowledge import AcknowledgeWidget, NoteWidget
from fieldsurvey.ui.entry.capture.barcode import BarcodeWidget
from fieldsurvey.ui.entry.capture.uploads import upload_widget
from fieldsurvey.ui.entry.choice import OneChoiceWidget, SeveralChoicesWidget
from fieldsurvey.ui.entry.dropdown import DropdownWidget
from fieldsurvey.ui.entry.lines import LinesWidget
from fieldsurvey.ui.entry.location import LocationWidget
from fieldsurvey.ui.entry.moment import DateTimeWidget, DateWidget, TimeWidget
from fieldsurvey.ui.entry.number import NumberWidget
from fieldsurvey.ui.entry.rank import RankWidget
from fieldsurvey.ui.entry.scale import RangeWidget
from fieldsurvey.ui.entry.text import MultilineWidget, TextWidget
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.xforms import Prompt

_Make = Callable[[Prompt, Question | None], QuestionWidget]
_CLOSED_LIST_FROM = 40
_CLOSED = ("minimal", "autocomplete", "search")

# (control, datatypes or any, a word of the appearance or any, widget)
_TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...], _Make], ...] = (
    ("select1", (), _CLOSED, DropdownWidget),
    ("select1", (), (), OneChoiceWidget),
    ("select", (), (), SeveralChoicesWidget),
    ("rank", (), (), RankWidget),
    ("range", (), (), RangeWidget),
    ("trigger", (), (), AcknowledgeWidget),
    ("upload", (), (), upload_widget),
    ("input", ("int", "long", "decimal"), (), NumberWidget),
    ("input", ("date",), (), DateWidget),
    ("input", ("time",), (), TimeWidget),
    ("input", ("dateTime",), (), DateTimeWidget),
    ("input", ("geopoint",), (), LocationWidget),
    ("input", ("geotrace", "geoshape"), (), LinesWidget),
    ("input", ("barcode",), (), BarcodeWidget),
    ("input", (), ("multiline",), MultilineWidget),
    ("input", (), (), TextWidget),
)


def widget_for(prompt: Prompt, question: Question | None) -> QuestionWidget:
    """The widget for this question as it stands."""
    if is_note(prompt, question):
        return NoteWidget(prompt, question)
    if prompt.control == "select1" and len(prompt.choices) >= _CLOSED_LIST_FROM:
        return DropdownWidget(prompt, question)
    words = prompt.appearance.split()
    for control, types, appearances, make in _TABLE:
        if (
            control == prompt.control
            and (not types or prompt.type in types)
            and (not appearances or any(word in words for word in appearances))
        ):
            return make(prompt, question)
    return TextWidget(prompt, question)


def is_note(prompt: Prompt, question: Question | None) -> bool:
    """Whether there is nothing to answer: a text the form shows read-only, or the head of a table of questions."""
    if prompt.control in ("select", "select1") and "label" in prompt.appearance.split():
        return True
    if question is not None:
        return question.type == "note"
    return prompt.control == "input" and prompt.readonly and prompt.type == "string" and not prompt.value
