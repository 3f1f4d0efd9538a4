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
from fieldsurvey.records import Case, Changed, InterviewFilter, Outcome, Review, Stage, Status, Topic
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
from fieldsurvey.ui.overview.needs_card import Need, needs_card
from fieldsurvey.ui.overview.weeks_card import weeks_card
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.backup_watch import BackupWatch
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import (
    Bar,
    Card,
    TitledPage,
    button,
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
_TABS = {
    Status.DRAFT: InterviewFilter(Stage.DRAFT),
    Status.FINALISED: InterviewFilter(Stage.FINALISED, is_sent=False),
    Status.RETURNED: InterviewFilter(review=Review.RETURNED),
    Status.APPROVED: InterviewFilter(review=Review.APPROVED),
    Status.SENT: InterviewFilter(is_sent=True),
}
"""The tab of the page Interviews under which each stands."""


class OverviewPage(TitledPage):
    """Cards over what the study knows; each line leads to where something is done."""

    def __init__(self, window: Navigator, study: Study, backups: BackupWatch, tasks: Tasks) -> None:
        super().__init__(
            study.cluster.name or study.path.stem,
            begin_button(window, study, "primary"),
        )
        self._window, self._study, self._backups, self._tasks = window, study, backups, tasks
        self._figures: list[FirstFigure] | None = None
        self._measured = 0
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

    def _week(self) -> str:
        """Which week of the fieldwork it is; "" before its first day."""
        begun = first_day(self._study)
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
        standing = self._study.fieldwork.standing()
        coverage, cases, outcomes = standing.coverage, standing.cases, standing.outcomes
        self._backup_step = backup_step(self._backups)
        if is_empty and not coverage.whole.drawn:
            self._cards = None
            self._area.setWidget(first_steps(self._window, self._study))
            return
        today = self._study.clock().date()
        done = done_by_agent(self._study)
        if coverage.whole.drawn:
            by_day = Counter[date]()
            for days in done.values():
                by_day.update(days)
            told = (coverage, dict(by_day), today)
            first = Shown(told, partial(coverage_card, *told))
        else:
            first = Shown(None, self._progress_card)
        needs = self._needs(cases, outcomes)
        weeks = (
            done, left_by_agent(cases, outcomes), planned_next(self._study, cases, outcomes, today), today,
        )  # fmt: skip
        may_infer = self._may_infer(standing.design)
        shown = (
            first,
            Shown([(one.icon, one.words, one.beside) for one in needs], partial(needs_card, needs)),
            Shown(weeks, partial(weeks_card, *weeks)),
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

    def _needs(self, cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> list[Need]:
        """What needs a person, the most urgent first."""
        counts = self._study.interviews.counts()
        needs = []
        returned = self._study.interviews.returned_by_agent()
        if returned:
            nobody = _("nobody named")
            who = ", ".join(f"{agent or nobody} {number}" for agent, number in sorted(returned.items()))
            words = ngettext("1 returned, to correct", "{n} returned, to correct", sum(returned.values()))
            find = partial(self._window.show_interviews, InterviewFilter(review=Review.RETURNED))
            needs.append(Need("undo", words, who, find))
        waiting = waiting_for_place(cases, outcomes)
        to_review = self._study.review.number_waiting()
        if to_review:
            words = ngettext("1 interview waits for review", "{n} interviews wait for review", to_review)
            needs.append(Need("review", words, "", partial(self._window.show_page, "review")))
        if waiting:
            words = ngettext(
                "1 firm to replace from the reserve", "{n} firms to replace from the reserve", waiting
            )
            needs.append(Need("turn", words, "", partial(self._window.show_page, "firms")))
        drafts = counts.get(Status.DRAFT, 0) - self._study.interviews.number_of_partial()
        if drafts:
            words = ngettext("Finish 1 draft", "Finish {n} drafts", drafts)
            find = partial(self._window.show_interviews, InterviewFilter(Stage.DRAFT))
            needs.append(Need("pen", words, "", find))
        unsent = self._study.sync.waiting()
        if unsent:
            words = ngettext("1 interview is not sent", "{n} interviews are not sent", unsent)
            needs.append(
                Need("sync", words, _("safe on this laptop"), partial(self._window.show_page, "sync"))
            )
        if self._backup_step:
            needs.append(Need("lock", self._backup_step, "", partial(self._window.show_page, "safety")))
        if self._study.interviews.number_that_count():
            needs.append(
                Need("reports", _("Write the cluster report"), "", partial(self._window.show_page, "reports"))
            )
            needs.append(
                Need(
                    "export", _("Give the donor the workbook"), "", partial(self._window.show_page, "export")
                )
            )
        return needs

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
            (status_word(one), counts.get(one, 0), status_colour(one), partial(find, _TABS[one]))
            for one in Status
        ]
        if partial_ones:
            word, drafts, colour, act = lines[0]
            whole = partial(find, InterviewFilter(Stage.DRAFT), is_partial=True)
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
            line = QHBoxLayout()
            line.addWidget(label(name_of(row.firm, row.started_at)), 1)
            line.addWidget(label(standing_of(row), "muted"))
            frame.column.addLayout(line)
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
    count: QWidget = label(str(number))
    if number:
        count = button(str(number), act, "quiet")
        count.setAccessibleName(f"{word} {number}")
    count.setFixedWidth(56)
    row.addWidget(count)
    return row


def _stretch(frame: Card) -> None:
    frame.column.addStretch(1)


PAGE = Page(
    key="overview",
    word=lambda: _("Overview"),
    icon="overview",
    make=lambda desk: OverviewPage(desk.window, desk.study, desk.backups, desk.tasks),
    keys=lambda: (
        ("Ctrl+N", _("new interview")),
        ("Tab", _("next step")),
        (_("Space"), _("do it")),
    ),
    topics=frozenset(Topic),
)
