"""The button that starts an interview: with one form at a click, with several it asks which."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from fieldsurvey.i18n import _
from fieldsurvey.study import Study
from fieldsurvey.ui.navigator import Navigator
from fieldsurvey.ui.parts import button


def begin_button(window: Navigator, study: Study, kind: str = "") -> QPushButton:
    """“New interview”, as the study's forms allow it."""
    forms = study.form_list()
    if len({form_id for form_id, _version, _title in forms}) < 2:
        return button(_("New interview"), window.begin_interview, kind, "add")
    widget = button(_("New interview"), lambda: None, kind, "add")
    menu = QMenu(widget)
    for form_id, _version, title in forms:
        menu.addAction(title).triggered.connect(partial(_begin, window, form_id))
    widget.setMenu(menu)
    return widget


def _begin(window: Navigator, form_id: str, _checked: bool = False) -> None:
    window.begin_interview(form_id)
