"""Which widget shows which question: one table, first fitting row wins."""

from __future__ import annotations

from collections.abc import Callable

from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.ui.entry.kinds.acknowledge import AcknowledgeWidget, NoteWidget
from fieldsurvey.ui.entry.kinds.date_time import DateTimeWidget, DateWidget, TimeWidget
from fieldsurvey.ui.entry.kinds.geo.geopoint import GeopointWidget
from fieldsurvey.ui.entry.kinds.geo.geotrace import GeotraceWidget
from fieldsurvey.ui.entry.kinds.media.barcode import BarcodeWidget
from fieldsurvey.ui.entry.kinds.media.file_upload import upload_widget
from fieldsurvey.ui.entry.kinds.number import NumberWidget
from fieldsurvey.ui.entry.kinds.range import RangeWidget, RatingWidget, picker_or_slider
from fieldsurvey.ui.entry.kinds.rank import RankWidget
from fieldsurvey.ui.entry.kinds.select.dropdown import DropdownWidget
from fieldsurvey.ui.entry.kinds.select.image_map import ImageMapWidget
from fieldsurvey.ui.entry.kinds.select.select import ChoicesWidget, TableHeadWidget
from fieldsurvey.ui.entry.kinds.select.select_map import ChoiceMapWidget
from fieldsurvey.ui.entry.kinds.text import AddressWidget, MaskedWidget, MultilineWidget, TextWidget
from fieldsurvey.xforms import Prompt

_Make = Callable[[Prompt, Question | None], QuestionWidget]
_CLOSED = ("minimal", "autocomplete", "search")
_CHOOSING = ("select1", "select")
TABLE_TITLE = "generated_table_list_label_"
"""What pyxform calls the title of a table of questions, which it writes as a text question nobody can answer."""

KINDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], _Make], ...] = (
    ("select1", (), _CLOSED, DropdownWidget),
    ("select", (), _CLOSED, DropdownWidget),
    ("select1", (), ("image-map",), ImageMapWidget),
    ("select", (), ("image-map",), ImageMapWidget),
    ("select1", (), (), ChoicesWidget),
    ("select", (), (), ChoicesWidget),
    ("rank", (), (), RankWidget),
    ("range", (), ("rating",), RatingWidget),
    ("range", (), ("picker",), picker_or_slider),
    ("range", (), (), RangeWidget),
    ("trigger", (), (), AcknowledgeWidget),
    ("upload", (), (), upload_widget),
    ("input", ("int", "long", "decimal"), (), NumberWidget),
    ("input", ("date",), (), DateWidget),
    ("input", ("time",), (), TimeWidget),
    ("input", ("dateTime",), (), DateTimeWidget),
    ("input", ("geopoint",), (), GeopointWidget),
    ("input", ("geotrace", "geoshape"), (), GeotraceWidget),
    ("input", ("barcode",), (), BarcodeWidget),
    ("input", (), ("multiline",), MultilineWidget),
    ("input", ("string",), ("masked",), MaskedWidget),
    ("input", ("string",), ("url",), AddressWidget),
    ("input", (), (), TextWidget),
)
"""Control, datatypes or any, a word of the appearance or any, widget. What is true of every kind is tested over these rows."""


def widget_for(prompt: Prompt, question: Question | None, form: FormSide | None = None) -> QuestionWidget:
    """The widget for this question as it stands; `form` gives it files, long lists and the language."""
    widget = _made(prompt, question)
    if form is not None:
        widget.attach(form)
    return widget


def _made(prompt: Prompt, question: Question | None) -> QuestionWidget:
    words = prompt.appearance.split()
    if prompt.control in _CHOOSING and "label" in words:
        return TableHeadWidget(prompt, question)
    if prompt.control in _CHOOSING and "map" in words:
        return ChoiceMapWidget(prompt, question)
    if is_note(prompt, question):
        return NoteWidget(prompt, question)
    for control, types, appearances, make in KINDS:
        if (
            control == prompt.control
            and (not types or prompt.type in types)
            and (not appearances or any(word in words for word in appearances))
        ):
            return make(prompt, question)
    return TextWidget(prompt, question)


def is_note(prompt: Prompt, question: Question | None) -> bool:
    """Whether there is nothing to answer: a text the form shows read-only, or the head of a table of questions."""
    if prompt.control in _CHOOSING and "label" in prompt.appearance.split():
        return True
    if prompt.ref.rpartition("/")[2].startswith(TABLE_TITLE):
        return True
    if question is not None:
        return question.type == "note"
    return prompt.control == "input" and prompt.readonly and prompt.type == "string" and not prompt.value
