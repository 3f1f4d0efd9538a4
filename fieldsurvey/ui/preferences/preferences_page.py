"""The person's settings: language and theme of the window, the interviewer's name."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit

from fieldsurvey.i18n import LANGUAGES, _
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.widgets import Card, ScrollPage, button, label


class PreferencesPage(ScrollPage):
    """A few choices, taken on with one button."""

    def __init__(self, window: Navigator) -> None:
        super().__init__(_("Settings"), button(_("Apply"), self._apply, "primary", "check"))
        self._window = window
        settings = window.settings
        self._language = QComboBox()
        self._language.setAccessibleName(_("Language of the window"))
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(settings.language)))
        self._theme = QComboBox()
        self._theme.setAccessibleName(_("Light or dark"))
        self._theme.addItem(_("Light"), "light")
        self._theme.addItem(_("Dark"), "dark")
        self._theme.setCurrentIndex(max(0, self._theme.findData(settings.theme)))
        self._name = QLineEdit(settings.interviewer)
        self._name.setAccessibleName(_("Your name, kept with each interview"))
        frame = Card(label(_("On this laptop"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_("Language of the window"), self._language)
        form.addRow(_("Light or dark"), self._theme)
        form.addRow(_("Your name, kept with each interview"), self._name)
        frame.column.addLayout(form)
        self.content.addWidget(frame)
        self.content.addStretch(1)

    def _apply(self) -> None:
        self._window.set_preferences(
            dataclasses.replace(
                self._window.settings,
                language=self._language.currentData(),
                theme=self._theme.currentData(),
                interviewer=self._name.text().strip(),
            )
        )
