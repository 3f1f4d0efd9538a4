"""The button that starts an interview: with one form at a click, with several it asks which."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from fieldsurvey.i18n import _, sentence
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.widgets import button


def begin_button(window: Navigator, study: Study, kind: str = "") -> QPushButton:
    """“New interview”, as the study's forms allow it."""
    forms = study.forms.to_begin()
    if len({form_id for form_id, _version, _title in forms}) < 2:
        widget = button(_("New interview"), window.begin_interview, kind, "add")
        return _as_allowed(widget, study)
    widget = _as_allowed(button(_("New interview"), lambda: None, kind, "add"), study)
    menu = QMenu(widget)
    for form_id, _version, title in forms:
        menu.addAction(title).triggered.connect(partial(_begin, window, form_id))
    widget.setMenu(menu)
    return widget


def _begin(window: Navigator, form_id: str, _checked: bool = False) -> None:
    window.begin_interview(form_id)


def _as_allowed(widget: QPushButton, study: Study) -> QPushButton:
    """Where nothing can be written, the button rests and its tip says why."""
    widget.setEnabled(not study.why_read_only)
    widget.setShortcut("Ctrl+N")
    widget.setToolTip(sentence(study.why_read_only))
    return widget
