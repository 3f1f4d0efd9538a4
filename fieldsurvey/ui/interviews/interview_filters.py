"""The search and the chips over the list of interviews, and what they ask for together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from fieldsurvey.i18n import _, short_day
from fieldsurvey.numbers import grouped
from fieldsurvey.records import InterviewChoices, InterviewFilter
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.days_dialog import DaysDialog
from fieldsurvey.ui.shell.filter_chip import FilterChip
from fieldsurvey.ui.shell.filter_row import FilterRow
from fieldsurvey.ui.shell.shown_round import round_name
from fieldsurvey.ui.shell.tasks import Tasks

_FLAGGED, _PARTIAL = "flagged", "partial"
_AGENT = "agent:"
_MOST_DAYS, _MOST_WEEKS = 5, 20


class InterviewFilters(FilterRow):
    """Flags are looked for beside the window when they are asked for, and again after every change while they are."""

    def __init__(
        self, study: Study, tasks: Tasks, say: Callable[[str], object], changed: Callable[[], object]
    ) -> None:
        """`say`: shows a sentence, why flags could not be looked for."""
        words = _("Search names and answers")
        super().__init__(words, words, changed)
        self._study, self._tasks, self._tell_why = study, tasks, say
        self._choices = InterviewChoices()
        self._round_names: Mapping[str, str] = {}
        self._flagged: Mapping[str, int] | None = None
        self._looks, self._shown = 0, 0
        self.agent = FilterChip(_("Agent"), self.on_changed, _agent_words)
        self.days = FilterChip(_("Date"), self.on_changed, _days_words)
        self.days.offer_also(_("Other days…"), self._ask_days)
        self.stratum = FilterChip(_("Stratum"), self.on_changed)
        self.round = FilterChip(_("Round"), self.on_changed, self._round_words)
        self.flag = FilterChip(_("Flagged"), self._on_flag, lambda _value: _("Flagged"))
        self.partial = FilterChip(_("Partial"), self.on_changed, lambda _value: _("Partial"))
        self.lay_out(self.agent, self.days, self.stratum, self.round, self.flag, self.partial)

    def reload(self) -> None:
        """Interviews changed: what there is to choose from is read anew, and flags are looked for again where they are asked for."""
        self._choices = self._study.interviews.choices()
        self._round_names = {one.key: round_name(one) for one in self._study.set_up.read().rounds}
        self._offer()
        if self.flag.value:
            self._look()

    def _offer(self) -> None:
        """A choice that is gone stays set until it is taken off."""
        study, choices = self._study, self._choices
        self.agent.offer([(f"{_AGENT}{who}", _agent_words(who), n) for who, n in choices.agents])
        self.days.offer(_days_offered(choices, study.clock().date()))
        self.stratum.offer([(word, word, n) for word, n in choices.strata])
        self.round.offer([(key, self._round_words(key), n) for key, n in choices.rounds])
        partial = study.interviews.number_of_partial()
        self.partial.offer([(_PARTIAL, _("Partial"), partial)] if partial else [])
        flagged = len(self._flagged) if self._flagged is not None else 0
        has_some = bool(study.interviews.number_that_count())
        self.flag.offer([(_FLAGGED, _("Flagged"), flagged)] if has_some else [])
        self.stratum.setVisible(bool(choices.strata) or bool(self.stratum.value))
        self.round.setVisible(len(choices.rounds) > 1 or bool(self.round.value))
        self.partial.setVisible(bool(partial) or bool(self.partial.value))
        self.agent.setVisible(len(choices.agents) > 1 or bool(self.agent.value))

    def narrowed(self, chosen: InterviewFilter) -> InterviewFilter:
        """A tab's interviews with all that is asked for; flags leave nothing out before they are known."""
        since, _slash, until = self.days.value.partition("/")
        is_known = bool(self.flag.value) and self._flagged is not None
        return dataclasses.replace(
            chosen,
            text=self.search.text(),
            interviewer=self.agent.value.removeprefix(_AGENT) if self.agent.value else None,
            since=since,
            until=until,
            stratum=self.stratum.value,
            round=self.round.value,
            is_partial=True if self.partial.value else None,
            only=frozenset(self._flagged or ()) if is_known else None,
        )

    def ask_for(self, wanted: InterviewFilter, *, is_flagged: bool = False) -> None:
        """Ask for this alone, as a way from another page does; its tab is the page's."""
        self.ask_quietly(
            wanted.text,
            {
                self.agent: "" if wanted.interviewer is None else f"{_AGENT}{wanted.interviewer}",
                self.days: f"{wanted.since}/{wanted.until}" if wanted.since and wanted.until else "",
                self.stratum: wanted.stratum,
                self.round: wanted.round,
                self.flag: _FLAGGED if is_flagged else "",
                self.partial: _PARTIAL if wanted.is_partial else "",
            },
        )
        self._offer()

    def say_shown(self, number: int) -> None:
        """How many the list has, where something is asked for; while flags are looked for, that."""
        self._shown = number
        if self.flag.value and self._looks:
            self.say(_("Looking for flags…"))
        else:
            self.say(_("{n} shown").format(n=grouped(number)) if self.is_set else "")

    def _round_words(self, key: str) -> str:
        return self._round_names.get(key, key)

    def _ask_days(self) -> None:
        since, _slash, until = self.days.value.partition("/")
        days = [day for day, _n in self._choices.days] or [self._study.clock().date()]
        first = date.fromisoformat(since) if since else days[-1]
        last = date.fromisoformat(until) if until else days[0]
        dialog = DaysDialog(self, first, last)
        dialog.answered.connect(self._on_days)
        dialog.open()

    def _on_days(self, since: date, until: date) -> None:
        self.days.set(f"{since}/{until}")

    def _on_flag(self) -> None:
        """What was found before may be old: it is looked for anew each time."""
        self._flagged = None
        if self.flag.value:
            self._look()
        self.on_changed()

    def _look(self) -> None:
        self._looks += 1
        self.say_shown(self._shown)
        self._tasks.long(
            lambda twin, _progress: twin.quality.undecided(), self, self._on_flagged, self._on_not_looked
        )

    def _on_flagged(self, found: Mapping[str, int]) -> None:
        self._looks -= 1
        if self._looks or not self.flag.value:  # something changed since: the last look tells
            return
        self._flagged = found
        self._offer()
        self.on_changed()

    def _on_not_looked(self, why: str) -> None:
        """`why`: "" when it was stopped."""
        self._looks -= 1
        self.flag.set("")
        if why:
            self._tell_why(why)


def _agent_words(value: str) -> str:
    return value.removeprefix(_AGENT) or _("Nobody named")


def _days_offered(choices: InterviewChoices, today: date) -> list[tuple[str, str, int]]:
    """The last days with interviews, then weeks; where there is one day alone, its week says nothing more."""
    days = [(f"{day}/{day}", _day_words(day, today), n) for day, n in choices.days[:_MOST_DAYS]]
    if len(choices.days) == 1:
        return days
    spans = [(f"{monday}/{monday + timedelta(days=6)}", n) for monday, n in choices.weeks[:_MOST_WEEKS]]
    return days + [(span, _days_words(span), n) for span, n in spans]


def _day_words(day: date, today: date) -> str:
    return _("Today") if day == today else short_day(day)


def _days_words(span: str) -> str:
    """ "5 Oct – 11 Oct", or one day."""
    since, until = (date.fromisoformat(one) for one in span.split("/"))
    return short_day(since) if since == until else f"{short_day(since)} – {short_day(until)}"
