"""The search and the chips over the list of interviews, and what they ask for together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, short_day
from fieldsurvey.records import InterviewFilter
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.filter_chip import FilterChip
from fieldsurvey.ui.shell.filter_row import FilterRow

_NOBODY, _FLAGGED, _PARTIAL = "nobody", "flagged", "partial"
_AGENT = "agent:"
_MOST_WEEKS = 20


class InterviewFilters(FilterRow):
    """Flags are looked for beside the window when they are asked for."""

    def __init__(self, study: Study, changed: Callable[[], object]) -> None:
        words = _("Search names and answers")
        super().__init__(words, words, changed)
        self._study = study
        self._flagged: Mapping[str, int] | None = None
        self.agent = FilterChip(_("Agent"), self.on_changed)
        self.week = FilterChip(_("Week"), self.on_changed)
        self.stratum = FilterChip(_("Stratum"), self.on_changed)
        self.round = FilterChip(_("Round"), self.on_changed)
        self.flag = FilterChip(_("Flagged"), self._on_flag)
        self.partial = FilterChip(_("Partial"), self.on_changed)
        self.lay_out(self.agent, self.week, self.stratum, self.round, self.flag, self.partial)

    def offer(self) -> None:
        """What there is to choose from now; a choice that is gone stays set until it is taken off."""
        study, choices = self._study, self._study.interviews.choices()
        rounds = {one.key: one.name for one in study.set_up.read().rounds}
        self.agent.offer([(f"{_AGENT}{who}", who or _("Nobody named"), n) for who, n in choices.agents])
        self.week.offer([(str(monday), _week(monday), n) for monday, n in choices.weeks[:_MOST_WEEKS]])
        self.stratum.offer([(word, word, n) for word, n in choices.strata])
        self.round.offer([(key, rounds.get(key, key), n) for key, n in choices.rounds])
        partial = study.interviews.number_of_partial()
        self.partial.offer([(_PARTIAL, _("Partial"), partial)] if partial else [])
        flagged = len(self._flagged) if self._flagged is not None else 0
        has_some = bool(study.interviews.number_that_count())
        self.flag.offer([(_FLAGGED, _("Flagged"), flagged)] if has_some else [])
        self.stratum.setVisible(bool(choices.strata))
        self.round.setVisible(len(choices.rounds) > 1 or bool(self.round.value))
        self.partial.setVisible(bool(partial) or bool(self.partial.value))
        self.agent.setVisible(len(choices.agents) > 1 or bool(self.agent.value))

    def narrowed(self, chosen: InterviewFilter) -> InterviewFilter:
        """A tab's interviews with all that is asked for."""
        monday = date.fromisoformat(self.week.value) if self.week.value else None
        return dataclasses.replace(
            chosen,
            text=self.search.text(),
            interviewer=self.agent.value.removeprefix(_AGENT) if self.agent.value else None,
            since=str(monday) if monday else "",
            until=str(monday + timedelta(days=6)) if monday else "",
            stratum=self.stratum.value,
            round=self.round.value,
            is_partial=True if self.partial.value else None,
            only=frozenset(self._flagged or ()) if self.flag.value else None,
        )

    def ask_for(self, *, agent: str | None = None, is_partial: bool = False) -> None:
        """Ask for this alone, as a way from another page does."""
        self.ask_quietly(
            values={
                self.agent: "" if agent is None else f"{_AGENT}{agent}",
                self.partial: _PARTIAL if is_partial else "",
            }
        )

    def _on_flag(self) -> None:
        """What is flagged is looked for anew each time it is asked for: answers and decisions change."""
        if not self.flag.value:
            self.on_changed()
            return
        self.say(_("Looking for flags…"))
        study = self._study
        BackgroundCall(self, lambda: _flagged(study), self._on_flagged)

    def _on_flagged(self, found: Any) -> None:
        self._flagged = found if isinstance(found, dict) else {}
        if isinstance(found, FieldSurveyError):
            self.flag.set("")
        self.offer()
        self.on_changed()


def _flagged(study: Study) -> dict[str, int]:
    with study.again(read_only=True) as twin:
        return twin.quality.undecided()


def _week(monday: date) -> str:
    """ "5 Oct – 11 Oct"."""
    return f"{short_day(monday)} – {short_day(monday + timedelta(days=6))}"
