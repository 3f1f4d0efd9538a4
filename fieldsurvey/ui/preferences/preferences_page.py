"""The person's settings: language and theme of the window, the interviewer's name, how digits pick."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit

from fieldsurvey.i18n import LANGUAGES, _
from fieldsurvey.ui.page import Group, Page, PageWindow
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, ScrollPage, button, label


class PreferencesPage(ScrollPage):
    """A few choices, taken on with one button."""

    def __init__(self, window: PageWindow) -> None:
        super().__init__(_("Settings"), button(_("Apply"), self._apply, "primary", "check"))
        self._window = window
        settings = window.settings
        self._language = ChoiceBox()
        self._language.setAccessibleName(_("Language of the window"))
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(settings.language)))
        self._theme = ChoiceBox()
        self._theme.setAccessibleName(_("Light or dark"))
        self._theme.addItem(_("Light"), "light")
        self._theme.addItem(_("Dark"), "dark")
        self._theme.setCurrentIndex(max(0, self._theme.findData(settings.theme)))
        self._name = QLineEdit(settings.interviewer)
        self._name.setAccessibleName(_("Your name, kept with each interview"))
        self._goes_on = QCheckBox(_("A choice picked by its digit leads to the next question"))
        self._goes_on.setChecked(settings.digits_go_on)
        frame = Card(label(_("On this laptop"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_("Language of the window"), self._language)
        form.addRow(_("Light or dark"), self._theme)
        form.addRow(_("Your name, kept with each interview"), self._name)
        form.addRow("", self._goes_on)
        frame.column.addLayout(form)
        self.content.addWidget(frame)
        self.content.addStretch(1)

    def put_down(self) -> str:
        """A name that was typed and not taken on yet is kept; it changes nothing of what is drawn."""
        if not self.is_saved:
            self._window.keep(
                dataclasses.replace(self._window.settings, interviewer=self._name.text().strip())
            )
        return ""

    @property
    def is_saved(self) -> bool:
        """Whether the name is the one that is kept."""
        return self._name.text().strip() == self._window.settings.interviewer

    def _apply(self) -> None:
        self._window.set_preferences(
            dataclasses.replace(
                self._window.settings,
                language=self._language.currentData(),
                theme=self._theme.currentData(),
                interviewer=self._name.text().strip(),
                digits_go_on=self._goes_on.isChecked(),
            )
        )


PAGE = Page(
    key="preferences",
    word=lambda: _("Settings"),
    icon="settings",
    make=lambda desk: PreferencesPage(desk.window),
    group=Group.FOOT,
)
