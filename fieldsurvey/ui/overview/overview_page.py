"""The study at a glance: how far the fieldwork is, what needs a person today, first figures, and where the firms are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from fieldsurvey import i18n, numbers
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import INTERVIEWS_OF, Case, Changed, InterviewFilter, Outcome, Stage, Status, Topic
from fieldsurvey.records.design import Design
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.begin_button import begin_button
from fieldsurvey.ui.overview.coverage_card import coverage_card
from fieldsurvey.ui.overview.fieldwork_facts import (
    done_by_agent,
    first_day,
    left_by_agent,
    planned_next,
    points_of,
    waiting_for_place,
)
from fieldsurvey.ui.overview.figures_card import FirstFigure, figures_card, first_figures
from fieldsurvey.ui.overview.first_steps import first_steps
from fieldsurvey.ui.overview.kept_cards import KeptCards, Shown
from fieldsurvey.ui.overview.map_card import map_card
from fieldsurvey.ui.overview.needs import Beside, needs
from fieldsurvey.ui.overview.needs_card import Need, NeedButton, needs_card
from fieldsurvey.ui.overview.number_cell import number_cell
from fieldsurvey.ui.overview.weeks_card import weeks_card
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.backup_watch import BackupWatch
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.shown_round import RoundBox, ShownRound
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import (
    Bar,
    Card,
    TitledPage,
    label,
    standing_of,
    status_colour,
    status_word,
)

_RECENT = 6
_MORE = 1.02
"""Times as many interviews as were measured, before first figures are measured again."""
_WIDE = 860
"""Pixels of the page from which three cards stand side by side."""
_NAMED = 5
_MOST_LOOKED = 2000
"""Interviews up to which flags are looked for here; of more, the first look takes too long."""


class OverviewPage(TitledPage):
    """Cards over what the study knows; each line leads to where something is done."""

    def __init__(
        self, window: Navigator, study: Study, backups: BackupWatch, tasks: Tasks, shown: ShownRound
    ) -> None:
        super().__init__(
            study.cluster.name or study.path.stem,
            RoundBox(shown),
            begin_button(window, study, "primary"),
        )
        self._window, self._study, self._backups, self._tasks = window, study, backups, tasks
        self._round = shown
        self._figures: list[FirstFigure] | None = None
        self._measured = 0
        self._flagged: int | None = None
        self._backup_step = ""
        self._cards: KeptCards | None = None
        backups.looked.connect(self._on_looked)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content.addWidget(self._area, 1)
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))
        if study.wants_long_look:
            tasks.long(lambda twin, _progress: twin.look_through(), self, done=self._on_looked_through)

    def reload(self, changed: Changed) -> None:
        """Draw the page anew from the study."""
        cluster = self._study.cluster
        locality = ", ".join(part for part in (cluster.locality, cluster.district, cluster.state) if part)
        synthetic = _("Synthetic data: no firm in it exists") if cluster.synthetic else ""
        is_new = not self._study.interviews.number(InterviewFilter()) and not self._study.register.count()
        new = _("A new study: nothing is in it yet") if is_new else self._week()
        lock = "" if self._study.is_encrypted else _("Not locked: anyone who has the file can read it")
        self.title.set_state(" · ".join(part for part in (new, locality, synthetic, lock) if part))
        self._draw()
        if changed.topics & {Topic.INTERVIEWS, Topic.FORMS, Topic.STUDY}:
            self._measure()
        if changed.topics & {Topic.INTERVIEWS, Topic.FORMS}:
            self._look_for_flags()

    def _week(self) -> str:
        """Which week of the fieldwork it is; "" before its first day."""
        begun = first_day(self._study, self._round.key)
        if begun is None:
            return ""
        week = (self._study.clock().date() - begun).days // 7 + 1
        return _("Week {n} of the fieldwork, since {day}").format(n=week, day=i18n.short_day(begun))

    def _on_looked_through(self, lost: tuple[str, ...]) -> None:
        """What cannot be read is known now, as on opening a study of many interviews it is not."""
        if lost:
            self._draw()

    def _on_looked(self) -> None:
        if backup_step(self._backups) != self._backup_step:
            self._draw()

    def _draw(self) -> None:
        is_empty = not self._study.interviews.number(InterviewFilter()) and not self._study.unreadable()
        standing = self._study.fieldwork.standing(self._round.key)
        coverage, cases, outcomes = standing.coverage, standing.cases, standing.outcomes
        self._backup_step = backup_step(self._backups)
        if is_empty and not coverage.whole.drawn:
            self._cards = None
            self._area.setWidget(first_steps(self._window, self._study))
            return
        today = self._study.clock().date()
        done = done_by_agent(self._study, self._round.key)
        if coverage.whole.drawn:
            by_day = Counter[date]()
            for days in done.values():
                by_day.update(days)
            told = (coverage, dict(by_day), today)
            first = Shown(told, partial(coverage_card, self._window.show_firms, *told))
        else:
            first = Shown(None, self._progress_card)
        beside = Beside(waiting_for_place(cases, outcomes), self._flagged or 0, self._backup_step)
        waiting = needs(self._study, self._window, beside)
        weeks = (
            done, left_by_agent(cases, outcomes), planned_next(self._study, cases, outcomes, today), today,
        )  # fmt: skip
        may_infer = self._may_infer(standing.design)
        shown = (
            first,
            Shown([(one.icon, one.words, one.beside) for one in waiting], partial(needs_card, waiting)),
            Shown(weeks, partial(weeks_card, self._window, *weeks)),
            Shown((self._figures, may_infer), partial(figures_card, self._figures, may_infer=may_infer)),
            self._place_card(cases, outcomes),
        )
        if self._cards is None:
            self._cards = KeptCards()
            self._cards.show_cards(shown, is_wide=self.width() >= _WIDE)
            self._area.setWidget(self._cards)
        else:
            self._cards.show_cards(shown, is_wide=self.width() >= _WIDE)

    def _place_card(self, cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> Shown:
        """Where the firms are; the last interviews where there is no register."""
        if not self._study.register.count():
            return Shown(None, self._recent_card)
        points = points_of(self._study, cases, outcomes)
        return Shown(points, partial(map_card, points))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards stand otherwise in a narrow window."""
        super().resizeEvent(event)
        was = event.oldSize().width()
        if was > 0 and (was >= _WIDE) != (event.size().width() >= _WIDE):
            self._draw()

    def _may_infer(self, design: Design | None) -> bool:
        return (
            design.may_infer
            if design
            else self._study.cluster.sample_design in ("random", "stratified", "census")
        )

    def _measure(self) -> None:
        """Reckon the first figures beside the window; the card is drawn anew when they are there.

        Thousands of interviews take seconds, so one more among them does not begin it anew.
        """
        counted = self._study.interviews.number_that_count()
        if self._figures is not None and self._measured <= counted < self._measured * _MORE:
            return
        self._measured, spoken = counted, i18n.language()
        self._tasks.long(
            lambda twin, _progress: first_figures(twin, spoken),
            self,
            done=self._on_measured,
            failed=lambda _said: None,
        )

    def _on_measured(self, found: list[FirstFigure]) -> None:
        if found != self._figures:
            self._figures = found
            self._draw()

    def _look_for_flags(self) -> None:
        """Look beside the window for flags nobody decided on; what was read of a submission is kept."""
        if not 0 < self._study.interviews.number_that_count() <= _MOST_LOOKED:
            self._flagged = None
            return
        self._tasks.long(
            lambda twin, _progress: twin.quality.undecided(),
            self,
            done=self._on_flags,
            failed=lambda _said: None,  # Review says it, where flags are what one came for
        )

    def _on_flags(self, found: Mapping[str, int]) -> None:
        if len(found) != (self._flagged or 0):
            self._flagged = len(found)
            self._draw()

    def _progress_card(self) -> QWidget:
        counts = self._study.interviews.counts()
        total = sum(counts.values())
        done = self._study.interviews.number_that_count()
        population = self._study.cluster.population
        words = ngettext("1 interview complete", "{n} interviews complete", done)
        if population:
            words += " · " + _("{count} firms in the cluster").format(count=numbers.grouped(population))
        frame = Card(label(str(done), "figure"), label(words, "muted", wrap=True))
        if lost := self._study.unreadable():
            said = _("Interviews that cannot be read and count nowhere ({n}): {names}.")
            told = said.format(n=len(lost), names=", ".join(lost[:_NAMED]))
            frame.column.addWidget(label(told, "warn", wrap=True))
        partial_ones = self._study.interviews.number_of_partial()
        find = self._window.show_interviews
        lines = [
            (status_word(one), counts.get(one, 0), status_colour(one), partial(find, INTERVIEWS_OF[one]))
            for one in Status
        ]
        if partial_ones:
            word, drafts, colour, act = lines[0]
            whole = partial(find, InterviewFilter(Stage.DRAFT, is_partial=True))
            lines[:1] = [
                (word, drafts - partial_ones, colour, act),
                (_("Partial"), partial_ones, colour, whole),
            ]
        for word, number, colour, act in lines:
            frame.column.addLayout(_counted(word, number, total, colour, act))
        _stretch(frame)
        return frame

    def _recent_card(self) -> QWidget:
        frame = Card(label(_("Last worked on"), "heading"))
        rows = self._study.interviews.page(InterviewFilter(), 0, _RECENT)
        for row in rows:
            lead = partial(self._window.read_interview, row.instance_id)
            frame.column.addWidget(
                NeedButton(Need("interviews", name_of(row.firm, row.started_at), standing_of(row), lead))
            )
        if not rows:
            frame.column.addWidget(label(_("Nothing yet."), "muted"))
        _stretch(frame)
        return frame


def backup_step(backups: BackupWatch) -> str:
    """What is to be done about the backups, in a few words; "" when all is well, or it is not known yet."""
    standing = backups.standing
    if standing is None or not backups.is_overdue:
        return ""
    if standing.days is None:
        return _("Make a first backup")
    if not standing.is_there and standing.days == 0:
        return _("Look after the backups: their folder is not there")
    return ngettext(
        "Make a backup: the last is 1 day old", "Make a backup: the last is {n} days old", standing.days
    )


def _counted(word: str, number: int, total: int, colour: str, act: Callable[[], object]) -> QHBoxLayout:
    """How many interviews stand under a word, as a bar of all; the number leads to them."""
    row = QHBoxLayout()
    row.setSpacing(12)
    name = label(word)
    name.setFixedWidth(110)
    row.addWidget(name)
    row.addWidget(Bar(number / total if total else 0.0, colour), 1)
    count = number_cell(number, act, word)
    count.setFixedWidth(44)
    row.addWidget(count)
    return row


def _stretch(frame: Card) -> None:
    frame.column.addStretch(1)


PAGE = Page(
    key="overview",
    word=lambda: _("Overview"),
    icon="overview",
    make=lambda desk: OverviewPage(desk.window, desk.study, desk.backups, desk.tasks, desk.round),
    keys=lambda: (
        ("Ctrl+N", _("new interview")),
        ("Tab", _("next step")),
        (_("Space"), _("do it")),
    ),
    topics=frozenset(Topic),
)
