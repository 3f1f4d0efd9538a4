"""The study at a glance: how many interviews stand where, what to do next. Simple for now."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from fieldsurvey import i18n, numbers
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import Changed, InterviewFilter, Status, Topic
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.begin_button import begin_button
from fieldsurvey.ui.overview.first_steps import first_steps
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
_NAMED = 5


class OverviewPage(TitledPage):
    """Counts, the last days, next steps."""

    def __init__(self, window: Navigator, study: Study, backups: BackupWatch, tasks: Tasks) -> None:
        super().__init__(
            study.cluster.name or study.path.stem,
            begin_button(window, study, "primary"),
        )
        self._window, self._study, self._backups = window, study, backups
        self._backup_step = ""
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
        new = (
            "" if self._study.interviews.number(InterviewFilter()) else _("A new study: nothing is in it yet")
        )
        lock = "" if self._study.is_encrypted else _("Not locked: anyone who has the file can read it")
        self.title.set_state(" · ".join(part for part in (new, locality, synthetic, lock) if part))
        self._area.setWidget(self._draw())

    def _on_looked_through(self, lost: tuple[str, ...]) -> None:
        """What cannot be read is known now, as on opening a study of many interviews it is not."""
        if lost:
            self._area.setWidget(self._draw())

    def _on_looked(self) -> None:
        if backup_step(self._backups) != self._backup_step:
            self._area.setWidget(self._draw())

    def _draw(self) -> QWidget:
        if not self._study.interviews.number(InterviewFilter()) and not self._study.unreadable():
            self._backup_step = backup_step(self._backups)
            return first_steps(self._window, self._study)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        grid.addWidget(self._progress_card(), 0, 0)
        grid.addWidget(self._next_card(), 0, 1)
        grid.addWidget(self._days_card(), 1, 0)
        grid.addWidget(self._recent_card(), 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
        return body

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
        lines = [
            (status_word(status), counts.get(status, 0), status_colour(status))
            for status in (Status.DRAFT, Status.FINALISED, Status.RETURNED, Status.SENT)
        ]
        if partial_ones:
            word, drafts, colour = lines[0]
            lines[:1] = [(word, drafts - partial_ones, colour), (_("Partial"), partial_ones, colour)]
        for word, number, colour in lines:
            frame.column.addLayout(_counted(word, number, total, colour))
        _stretch(frame)
        return frame

    def _next_card(self) -> QWidget:
        frame = Card(label(_("Next"), "heading"))
        counts = self._study.interviews.counts()
        steps: list[tuple[str, str]] = []
        drafts = counts.get(Status.DRAFT, 0) - self._study.interviews.number_of_partial()
        waiting = self._study.sync.waiting()
        if drafts:
            steps.append((ngettext("Finish 1 draft", "Finish {n} drafts", drafts), "interviews"))
        if waiting:
            steps.append((ngettext("Send 1 interview", "Send {n} interviews", waiting), "sync"))
        self._backup_step = backup_step(self._backups)
        if self._backup_step:
            steps.append((self._backup_step, "safety"))
        if self._study.interviews.number_that_count():
            steps.append((_("Write the cluster report"), "reports"))
            steps.append((_("Give the donor the workbook"), "export"))
        for words, page in steps:
            frame.column.addWidget(button(words, partial(self._window.show_page, page), "row", "next"))
        if not steps:
            frame.column.addWidget(
                label(_("Start the first interview with somebody who agreed to talk."), "muted", wrap=True)
            )
        _stretch(frame)
        return frame

    def _days_card(self) -> QWidget:
        frame = Card(label(_("Interviews by day"), "heading"))
        by_day = self._study.interviews.by_day()
        today = self._study.clock().date()
        last = max(by_day, default=today)
        days = [last - timedelta(days=back) for back in range(6, -1, -1)]
        most = max([by_day.get(day, 0) for day in days] + [1])
        for day in days:
            number = by_day.get(day, 0)
            line = QHBoxLayout()
            line.setSpacing(12)
            name = label(i18n.short_day(day), "muted")
            name.setFixedWidth(56)
            line.addWidget(name)
            line.addWidget(Bar(number / most), 1)
            count = label(str(number))
            count.setFixedWidth(40)
            line.addWidget(count)
            frame.column.addLayout(line)
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


def _counted(word: str, number: int, total: int, colour: str) -> QHBoxLayout:
    """How many interviews stand under a word, as a bar of all."""
    row = QHBoxLayout()
    row.setSpacing(12)
    name = label(word)
    name.setFixedWidth(110)
    row.addWidget(name)
    row.addWidget(Bar(number / total if total else 0.0, colour), 1)
    count = label(str(number))
    count.setFixedWidth(40)
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
    topics=frozenset({Topic.STUDY, Topic.INTERVIEWS, Topic.DRAFTS, Topic.OUTBOX, Topic.BACKUPS}),
)
