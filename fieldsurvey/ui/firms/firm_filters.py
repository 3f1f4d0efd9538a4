"""The search and the chips over the list of firms, and what they ask for together."""

from __future__ import annotations

from collections.abc import Callable

from fieldsurvey.i18n import _
from fieldsurvey.records import CaseState, FirmChoices, FirmFilter
from fieldsurvey.ui.firms.case_words import state_word
from fieldsurvey.ui.shell.filter_chip import FilterChip
from fieldsurvey.ui.shell.filter_row import FilterRow

_ASKED, _OPEN, _REPLACE = "asked", "open", "replace"


class FirmFilters(FilterRow):
    """Sample, stratum, place, agent and state."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__(_("Name, phone, number, Udyam…"), _("Search the firms"), changed)
        self.firms = 0
        self.asked = FilterChip(_("In the sample"), self.on_changed, lambda _value: _("In the sample"))
        self.stratum = FilterChip(_("Stratum"), self.on_changed)
        self.place = FilterChip(_("Place"), self.on_changed)
        self.agent = FilterChip(_("Agent"), self.on_changed)
        self.state = FilterChip(_("State"), self.on_changed, _state_words)
        self.lay_out(self.asked, self.stratum, self.place, self.agent, self.state)

    def offer(self, choices: FirmChoices) -> None:
        """What there is to choose from now; a choice that is gone stays set until it is taken off."""
        self.firms = choices.firms
        self.asked.offer([(_ASKED, _("In the sample"), choices.asked)] if choices.asked else [])
        self.stratum.offer([(word, word, n) for word, n in choices.strata])
        self.place.offer([(word, word, n) for word, n in choices.places])
        self.agent.offer([(word, word, n) for word, n in choices.agents])
        still = sum(choices.states.get(state, 0) for state in CaseState if state.is_open)
        self.state.offer(
            [
                (value, _state_words(value), n)
                for value, n in ((_OPEN, still), (_REPLACE, choices.to_replace))
                if n
            ]
            + [
                (state.value, state_word(state), choices.states[state])
                for state in CaseState
                if choices.states.get(state) and state is not CaseState.NONE
            ]
        )

    def wanted(self) -> FirmFilter:
        """What is asked for."""
        state = self.state.value
        return FirmFilter(
            text=self.search.text(),
            place=self.place.value,
            stratum=self.stratum.value,
            agent=self.agent.value,
            is_asked=True if self.asked.value else None,
            state=CaseState(state) if state in tuple(CaseState) and state else None,
            is_open=state == _OPEN,
            is_to_replace=state == _REPLACE,
        )

    def ask_for(self, wanted: FirmFilter) -> None:
        """Ask for this alone, as a way from another page does."""
        self.ask_quietly(
            wanted.text,
            {
                self.asked: _ASKED if wanted.is_asked else "",
                self.stratum: wanted.stratum,
                self.place: wanted.place,
                self.agent: wanted.agent,
                self.state: _OPEN * wanted.is_open or _REPLACE * wanted.is_to_replace or (wanted.state or ""),
            },
        )


def _state_words(value: str) -> str:
    if value in (_OPEN, _REPLACE):
        return _("Still to call at") if value == _OPEN else _("To replace")
    return state_word(CaseState(value))
