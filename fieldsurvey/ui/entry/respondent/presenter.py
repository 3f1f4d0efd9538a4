"""Opens the respondent's page and keeps it with the interview: the one place where window and page meet."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldsurvey.ui.entry.respondent.banner import SelfInterviewBanner
from fieldsurvey.ui.entry.respondent.respondent_view import Mode, RespondentView
from fieldsurvey.ui.entry.respondent.self_interview import SelfInterview
from fieldsurvey.ui.entry.respondent.steps import Step, is_private, steps_of
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.paging import PageOutline
from fieldsurvey.ui.entry.session.question_info import POSITION

_AFTER_MS = 40


class Host(Protocol):
    """What the desk wants of the interview's window."""

    @property
    def outline_of_page(self) -> PageOutline:
        """The page that is open."""

    def redraw_page(self) -> None:
        """Build the page that is open anew: it was locked."""

    def turn(self, step: int) -> None:
        """To the next page, or the one before."""

    def go_to(self, ref: str) -> None:
        """To a question."""


class Presenter(QObject):
    """The respondent's page of one interview, and the strip on top of sensitive pages."""

    def __init__(self, session: EntrySession, host: Host, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._host, self._window = session, host, window
        self.view: RespondentView | None = None
        self._followed = ""
        self._catching_up = QTimer(self)
        self._catching_up.setSingleShot(True)
        self._catching_up.setInterval(_AFTER_MS)
        self._catching_up.timeout.connect(self._catch_up)
        self.strip = SelfInterviewBanner(window)
        self.strip.wanted.connect(self.leave_alone)
        self.strip.finished.connect(lambda: host.turn(1))

    def place(self) -> QVBoxLayout:
        """Where the strip stands, between a page's title and its questions."""
        holder = QVBoxLayout()
        holder.setContentsMargins(36, 8, 36, 0)
        holder.addWidget(self.strip)
        return holder

    # --- the page beside the interview ---------------------------------------------------------------------------

    def toggle(self) -> None:
        """F5: open the respondent's page, or close it."""
        if self.view is not None:
            self.view.close()
            return
        screen = second_screen(self._window)
        self.open(Mode.FOLLOW if screen is not None else Mode.WALK, screen or self._window.screen())

    def open(self, mode: Mode, screen: QScreen | None) -> RespondentView:
        """Show the question the keyboard is on."""
        view = self._made(mode)
        view.answered.connect(self._session.answers.give)
        view.turned.connect(self._walk)
        self._followed = self._session.cursor
        self._catch_up()
        view.show_on(screen)
        if mode is Mode.FOLLOW:
            self._window.activateWindow()  # where the system gave the keyboard to the new window all the same
        return view

    def _made(self, mode: Mode) -> RespondentView:
        view = self.view = RespondentView(self._session.answers, self._session.questions, mode, self._window)
        view.left.connect(self._on_left)
        return view

    def _on_left(self) -> None:
        """Escape: the keyboard is back on the question the respondent was at."""
        view, self.view = self.view, None
        if view is None or view.mode is Mode.FOLLOW:
            return
        if view.step.ref and not self._session.locks.hides(view.step.ref):
            self._window.activateWindow()
            self._host.go_to(view.step.ref)

    def close(self) -> None:
        """The interview is left."""
        if self.view is not None:
            self.view.close()

    def page_shown(self) -> None:
        """Another page is open: its strip, and on the respondent's page what stands first on it."""
        page = self._host.outline_of_page
        lock = self._session.locks.of(page.ref) if page.ref else None
        self.strip.show_state(lock, is_private=is_private(self._session.questions, page))
        if lock is not None:
            self.strip.setFocus()  # there is nothing else to stand on
        self.follow("")

    def follow(self, ref: str) -> None:
        """The interviewer's keyboard is on a question; the page comes after it a moment later, so that no key waits for it."""
        self._followed = ref
        if self.view is not None and self.view.mode is Mode.FOLLOW:
            self._catching_up.start()

    def _catch_up(self) -> None:
        if self.view is None or self.view.mode is Mode.ALONE:
            return
        ref = self._followed
        generic, steps = POSITION.sub("", ref), self._steps()
        place = next((n for n, step in enumerate(steps) if _stands_in(generic, step)), 0)
        if not steps or steps[place] != self.view.step:
            self._show(steps, place)

    def _steps(self) -> list[Step]:
        page = self._host.outline_of_page
        return [] if self._session.locks.hides(page.ref) else steps_of(self._session.questions, page)

    def _show(self, steps: list[Step], number: int) -> None:
        if self.view is not None:
            step = steps[number] if number < len(steps) else Step()
            self.view.show_step(step, f"{number + 1} / {len(steps)}" if steps else "", has_before=number > 0)

    def _walk(self, by: int) -> None:
        """On the only screen: to the step after or before. Past the last one the interviewer has the next page."""
        view = self.view
        if view is None or (view.question is not None and not view.question.commit()):
            return
        steps = self._steps()
        here = next((n for n, step in enumerate(steps) if step == view.step), -1)
        if 0 <= here + by < len(steps):
            self._show(steps, here + by)
            self._looked_at(steps[here + by].ref)
        elif by > 0:
            self.view = None
            view.close()
            self._window.activateWindow()
            self._host.turn(1)

    def _looked_at(self, ref: str) -> None:
        if ref:
            self._session.cursor = ref
            self._session.audit.looked_at(ref)

    # --- a section answered alone --------------------------------------------------------------------------------

    def leave_alone(self) -> RespondentView:
        """Give the laptop to the respondent for the section that is open, and lock it."""
        self.close()
        page = self._host.outline_of_page
        view = self._made(Mode.ALONE)
        walk = SelfInterview(self._session, page, view)
        walk.ended.connect(self._given_back)
        self._session.withdraw()
        self._host.redraw_page()
        walk.begin()
        view.show_on(self._window.screen())
        return view

    def _given_back(self) -> None:
        self.view = None
        self._window.activateWindow()
        self._session.withdraw()  # counted anew: the outline says whether the section is finished
        self.page_shown()
        self.strip.setFocus()


def _stands_in(ref: str, step: Step) -> bool:
    return bool(step.ref) and (ref == step.ref or ref.startswith(step.ref + "/"))


def second_screen(window: QWidget) -> QScreen | None:
    """The screen the respondent looks at; None on a laptop that has one only."""
    return next((screen for screen in QGuiApplication.screens() if screen != window.screen()), None)
