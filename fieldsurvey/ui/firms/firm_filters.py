"""The search and the chips over the list of firms, and what they ask for together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import CaseState, FirmChoices, FirmFilter
from fieldsurvey.ui.firms.case_words import state_word
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.filter_chip import FilterChip
from fieldsurvey.ui.shell.widgets import label

_ASKED = "asked"


class FirmFilters(QWidget):
    """Every letter is searched at once."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self._is_quiet = False
        self.firms = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Name, phone, number, Udyam…"))
        self.search.setAccessibleName(_("Search the firms"))
        self.search.addAction(
            theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(264)
        self.search.textChanged.connect(lambda _text: self._on_changed())
        self.asked = FilterChip(_("In the sample"), self._on_changed)
        self.stratum = FilterChip(_("Stratum"), self._on_changed)
        self.place = FilterChip(_("Place"), self._on_changed)
        self.agent = FilterChip(_("Agent"), self._on_changed)
        self.state = FilterChip(_("State"), self._on_changed)
        self.chips = (self.asked, self.stratum, self.place, self.agent, self.state)
        self._found = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 4)
        for chip in self.chips:
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._found)

    def offer(self, choices: FirmChoices) -> None:
        """What there is to choose from now; a choice that is gone stays set until it is taken off."""
        self.firms = choices.firms
        self.asked.offer([(_ASKED, _("In the sample"), choices.asked)] if choices.asked else [])
        self.stratum.offer([(word, word, n) for word, n in choices.strata])
        self.place.offer([(word, word, n) for word, n in choices.places])
        self.agent.offer([(word, word, n) for word, n in choices.agents])
        self.state.offer(
            [
                (state.value, state_word(state), choices.states[state])
                for state in CaseState
                if choices.states.get(state) and state is not CaseState.NONE
            ]
        )

    def wanted(self) -> FirmFilter:
        """What is asked for."""
        return FirmFilter(
            text=self.search.text(),
            place=self.place.value,
            stratum=self.stratum.value,
            agent=self.agent.value,
            is_asked=True if self.asked.value else None,
            state=CaseState(self.state.value) if self.state.value else None,
        )

    @property
    def is_set(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.search.text()) or any(chip.value for chip in self.chips)

    @property
    def are_chips_set(self) -> bool:
        """Whether a chip leaves firms out."""
        return any(chip.value for chip in self.chips)

    def clear(self) -> None:
        """Ask for every firm."""
        self._set_quietly(text="")

    def search_all(self) -> None:
        """Take the chips off; what is searched stays."""
        self._set_quietly(text=self.search.text())

    def _set_quietly(self, text: str) -> None:
        self._is_quiet = True
        for chip in self.chips:
            chip.set("")
        self.search.setText(text)
        self._is_quiet = False
        self._changed()

    def say(self, words: str) -> None:
        """How many are shown."""
        self._found.setText(words)

    def _on_changed(self) -> None:
        if not self._is_quiet:
            self._changed()
