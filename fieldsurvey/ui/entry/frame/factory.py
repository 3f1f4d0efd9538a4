"""Which widget shows which question: the row of the table of looks that fits names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from fieldsurvey.forms.compatibility.looks import appearances, words_of
from fieldsurvey.forms.compatibility.looks import kinds as plain_kinds
from fieldsurvey.records import Question
from fieldsurvey.ui.entry import kinds
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.ui.entry.kinds.acknowledge import NoteWidget
from fieldsurvey.ui.entry.kinds.range import picker_or_slider
from fieldsurvey.ui.entry.kinds.text import TextWidget
from fieldsurvey.xforms import Prompt

_Make = Callable[[Prompt, Question | None], QuestionWidget]
_CHOOSING = ("select1", "select")
TABLE_TITLE = "generated_table_list_label_"
"""What pyxform calls the title of a table of questions, which it writes as a text question nobody can answer."""


def widget_for(prompt: Prompt, question: Question | None, form: FormSide | None = None) -> QuestionWidget:
    """The widget for this question as it stands; `form` gives it files, long lists and the language."""
    widget = _made(prompt, question)
    if form is not None:
        widget.attach(form)
    return widget


def _made(prompt: Prompt, question: Question | None) -> QuestionWidget:
    is_head = prompt.control in _CHOOSING and "label" in prompt.appearance.split()
    if not is_head and is_note(prompt, question):
        return NoteWidget(prompt, question)
    kind = prompt.type.value
    if prompt.control == "upload":
        kind = prompt.parameters.get("mediatype", "").partition("/")[0]
    return _maker(prompt.control, kind, prompt.appearance)(prompt, question)


@cache
def _maker(control: str, kind: str, appearance: str) -> _Make:
    """The first row of the appearances that decides something, else that of the kind itself."""
    words = words_of(appearance)
    rows = [
        *(
            row
            for row in appearances()
            if not row.is_lost and any(row.fits(control, kind, word) for word in words)
        ),
        *(row for row in plain_kinds() if row.fits(control, kind, "")),
    ]
    return widgets()[rows[0].widget] if rows else TextWidget


@cache
def widgets() -> Mapping[str, _Make]:
    """Every widget of the folder `kinds`, by the name of its class."""
    found: dict[str, _Make] = {}
    for module in walk_packages(kinds.__path__, f"{kinds.__name__}."):
        for name, one in vars(import_module(module.name)).items():
            if isinstance(one, type) and issubclass(one, QuestionWidget) and one.__module__ == module.name:
                found[name] = one
    return {**found, "PickerWidget": picker_or_slider}


def is_note(prompt: Prompt, question: Question | None) -> bool:
    """Whether there is nothing to answer: a text the form shows read-only, or the head of a table of questions."""
    if prompt.control in _CHOOSING and "label" in prompt.appearance.split():
        return True
    if prompt.ref.rpartition("/")[2].startswith(TABLE_TITLE):
        return True
    if question is not None:
        return question.type == "note"
    return prompt.control == "input" and prompt.readonly and prompt.type == "string" and not prompt.value
