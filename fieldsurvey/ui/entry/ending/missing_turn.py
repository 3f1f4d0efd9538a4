"""When the page of what is missing stands in the place of the questions, where it leads, and when one comes back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from fieldsurvey.errors import XPathError
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interviews.submissions import has
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.languages import direction_of
from fieldsurvey.ui.entry.ending.missing_page import MissingPage
from fieldsurvey.ui.entry.ending.shortfall import Shortfall, Shortfalls
from fieldsurvey.ui.entry.ending.ways import COME_BACK, FINALISE, GO_ON, PARTIAL, WaysPanel
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.question_info import POSITION

_PACE_FROM = 10  # answers; of fewer nobody can tell a pace


class Host(Protocol):
    """What the turn wants of the interview's window."""

    def go_to(self, ref: str) -> None:
        """To a question."""

    def show_page(self, number: int) -> None:
        """To a page."""

    def leave_as(self, mark: Callable[[Study], object], sentence: str) -> None:
        """Put the interview down for now or for good, marked so."""


class Room(Protocol):
    """The places page and ways take."""

    middle: QVBoxLayout
    side: QVBoxLayout

    def show_missing(self, *, is_there: bool) -> None:
        """Questions and remarks make room for the page, or stand in their place again."""


class MissingTurn(QObject):
    """Puts page and ways in the place of questions and remarks, and these back."""

    foot_changed = Signal()
    """The filled button says something else."""
    opening = Signal()
    """The page is about to take its place."""
    shown = Signal(object)
    """Set of refs of what is missing or wrong."""

    def __init__(self, session: EntrySession, host: Host, room: Room, shortfalls: Shortfalls) -> None:
        super().__init__(session)
        self._session, self._host, self._room, self._shortfalls = session, host, room, shortfalls
        self.page: MissingPage | None = None
        self.ways: WaysPanel | None = None
        """Both made when they are first wanted."""
        self.found: Shortfall | None = None
        self.was_shown = False
        """Whether finalising was tried, so that questions show what they lack."""
        self._close: Callable[[], object] = lambda: None
        self._awaited = ""
        self._began = session.clock()
        self._answered_before = self._number_answered()
        session.answers.changed.connect(self._on_changed)
        session.checks.changed.connect(self._refresh)
        session.questions.language_changed.connect(self._refresh)

    def _on_changed(self, _refs: set[str]) -> None:
        self._refresh()

    def _number_answered(self) -> int:
        return sum(is_answered for _ref, is_answered, _fault in self._session.answers.states())

    @property
    def is_open(self) -> bool:
        """Whether the page stands in the place of the questions."""
        return self.page is not None and not self.page.isHidden()

    @property
    def is_blocked(self) -> bool:
        """Whether the page is shown, and something on it has to be settled first."""
        return self.is_open and self.found is not None and self.found.is_blocking

    # --- before the answers are read back --------------------------------------------------------------------

    def before(self, close: Callable[[], object], *, is_read: bool = False) -> None:
        """Show what is missing, wrong, unlikely or left empty; where nothing is, or it may stay so and the page was seen, `close`.

        `is_read`: the answers are being read back, so the page was seen.
        """
        self._close = close
        self._session.answers.drop_empty_rows()
        try:
            found = self._shortfalls.now()
        except XPathError:
            close()  # finalising says what the form cannot compute
            return
        if found.is_nothing or (not found.is_blocking and (self.is_open or is_read)):
            close()
            return
        if found.faults:
            self._session.audit.refused()
        self.show(found)

    def show(self, found: Shortfall | None = None) -> None:
        """Show the page, at the line one was on."""
        self._awaited = ""
        self.found = found or self._shortfalls.now()
        if self.page is None or self.ways is None:
            self.page, self.ways = self._made()
        was_open, self.was_shown = self.is_open, True
        self._draw(self.page, self.ways, self.found)
        if not was_open:
            with self._session.audit.staying_at_end():
                self.opening.emit()
            self._room.show_missing(is_there=True)
            self.page.show()
            self.ways.show()
            self._session.audit.end_shown()
            self.ways.choose(GO_ON if self.found.is_blocking else FINALISE)
        self.shown.emit({fault.ref for fault in self.found.faults})
        self.page.take_focus()
        self.foot_changed.emit()

    def _made(self) -> tuple[MissingPage, WaysPanel]:
        page, ways = MissingPage(), WaysPanel(self._session.clock())
        page.gone.connect(self.go)
        page.section_chosen.connect(self._host.show_page)
        page.kept.connect(self._session.checks.pass_check)
        page.way_chosen.connect(self._choose)
        page.moved.connect(self.foot_changed)
        page.left.connect(self._back)
        page.confirmed.connect(self.act)
        ways.chosen.connect(self._on_way)
        ways.confirmed.connect(self.act)
        ways.escaped.connect(self._from_ways)
        page.hide()
        ways.hide()
        self._room.middle.addWidget(page, 1)
        self._room.side.addWidget(ways, 1)
        return page, ways

    def _refresh(self) -> None:
        if not self.is_open or self.page is None or self.ways is None:
            return
        try:
            self.found = self._shortfalls.now()
        except XPathError:
            return
        was_blocking = not self.ways.is_on(FINALISE)
        self._draw(self.page, self.ways, self.found)
        if was_blocking and not self.found.is_blocking and self.ways.way == GO_ON:
            self.ways.choose(FINALISE)
        self.foot_changed.emit()

    def _draw(self, page: MissingPage, ways: WaysPanel, found: Shortfall) -> None:
        page.read_from = direction_of(self._session.entry.language)
        page.show_shortfall(found)
        ways.show_shortfall(found, self._said(found), self._so_far(), counts=self._session.mark.counts)

    def leave(self) -> None:
        """The questions stand in their place again."""
        self._awaited = ""
        if self.is_open and self.page is not None and self.ways is not None:
            self.page.hide()
            self.ways.hide()
            self._room.show_missing(is_there=False)
            self._session.audit.end_left()

    def take_focus(self) -> bool:
        """The keyboard goes to the line one was on; False where the page is not shown."""
        if self.page is not None and self.is_open:
            self.page.take_focus()
        return self.is_open

    def keep_typed(self) -> None:
        """Reasons half typed are kept: the interview is left."""
        if self.page is not None:
            self.page.keep_typed()

    # --- how it ends -------------------------------------------------------------------------------------------

    def _on_way(self, way: int) -> None:
        """A way that wants no word gives the keyboard back to the lines."""
        is_in_ways = self.ways is not None and (self.ways.hasFocus() or self.ways.reason.choices.hasFocus())
        if way in (GO_ON, FINALISE) and is_in_ways:
            self.take_focus()
        self.foot_changed.emit()

    def _choose(self, way: int) -> None:
        if self.ways is None:
            return
        self.ways.choose(way)
        if way == FINALISE and self.ways.is_on(FINALISE):
            self.act()

    @property
    def verb(self) -> str:
        """What the filled button does."""
        way = self.ways.way if self.ways is not None else GO_ON
        if way == COME_BACK:
            return _("Leave it until then")
        if way == PARTIAL:
            return _("Close as partial")
        if way == FINALISE:
            return _("Read the answers back")
        here = self.page.here if self.page is not None else None
        if here is None:
            return _("Back to the questions")
        return _("Go to {number}").format(number=here.place.number) if here.place.number else _("Go there")

    def act(self) -> None:
        """The filled button, or Enter where a day or a reason is given."""
        if self.page is None or self.ways is None:
            return
        way, identity = self.ways.way, self._session.entry.instance_id
        if way == FINALISE:
            self._close()
        elif way == COME_BACK:
            when = self.ways.when.moment
            self._host.leave_as(
                lambda study: study.annotations.come_back(identity, when),
                _("The interview is a draft; the list says when it is to be finished."),
            )
        elif way == PARTIAL and (why := self.ways.reason.text):
            self._host.leave_as(
                lambda study: study.annotations.close_as_partial(identity, why),
                _("The interview is closed as partial. Going on with it takes that back."),
            )
        elif way == PARTIAL:
            self.ways.say(_("Choose why nobody will finish it."))
            self.ways.reason.take_focus()
        elif self.page.here is not None:
            self.go(self.page.here.place.ref)
        else:
            self._back()

    def _from_ways(self) -> None:
        if self.ways is not None and self.page is not None and self.found is not None:
            self.ways.choose(GO_ON if self.found.is_blocking else FINALISE)
            self.page.take_focus()

    # --- there and back ------------------------------------------------------------------------------------------

    def _back(self) -> None:
        self._host.go_to(self._session.cursor)

    def go(self, ref: str) -> None:
        """To a question; Enter there comes back."""
        self._host.go_to(ref)
        if not self.is_open:  # else the question is not asked any more, and that was said
            self._awaited = self._session.cursor or ref
        self.foot_changed.emit()

    def forget(self, ref: str) -> None:
        """One goes to a question by another way: from there nothing leads back, unless it is the same."""
        if ref != self._awaited:
            self._awaited = ""

    @property
    def is_awaiting(self) -> bool:
        """Whether Enter or Next leads back to the page."""
        return bool(self._awaited)

    def come_back(self) -> bool:
        """The next page is asked for: where one came from here, it is this one. False when one did not."""
        if not self._awaited:
            return False
        self._awaited = ""
        self.show()
        return True

    def moved(self, before: str, after: str) -> None:
        """The keyboard went from one question to another: onward from the one that was gone to leads back here."""
        if not self._awaited or before != self._awaited or after == before:
            return
        if not _is_onward():
            self._awaited = ""
            self.foot_changed.emit()
            return
        if _is_same_row(before, after) and self._is_at_fault(before):
            return  # a row is still being filled
        QTimer.singleShot(0, self, self._return)

    def _return(self) -> None:
        if self._awaited:
            self.come_back()

    def _is_at_fault(self, ref: str) -> bool:
        entry = self._session.entry
        return has(entry, ref) and entry.violation(ref) is not None

    # --- in words ------------------------------------------------------------------------------------------------

    def _said(self, found: Shortfall) -> str:
        """What going on means: how much is left, and about how long that takes at this firm's pace."""
        if found.is_settled:
            return _("Nothing has to be settled; sections left empty can still be filled.")
        answers = ngettext("1 answer", "{n} answers", len(found.faults))
        checks = ngettext("1 check", "{n} checks", len(found.checks))
        parts = [*([answers] if found.faults else []), *([checks] if found.checks else [])]
        given = found.answered - self._answered_before
        minutes = (self._session.clock() - self._began).total_seconds() / 60
        if given >= _PACE_FROM and minutes >= 1:
            left = max(1, round(minutes / given * (len(found.faults) + len(found.checks))))
            parts.append(
                ngettext("about 1 minute at this firm's pace", "about {n} minutes at this firm's pace", left)
            )
        return ", ".join(parts)

    def _so_far(self) -> str:
        """How long it took, pauses left out, where that is known."""
        minutes = self._session.audit.minutes
        saved = _("Everything typed is saved, whatever you choose.")
        if not minutes:
            return saved
        return ngettext("1 minute so far.", "{n} minutes so far.", minutes) + " " + saved


def _is_onward() -> bool:
    """Whether the keyboard went on by a key that leads on: not by the mouse, and not backwards."""
    is_back = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
    return QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton and not is_back


def _is_same_row(one: str, other: str) -> bool:
    """Whether two refs stand in the same table: cells, or questions of a row."""
    if not POSITION.search(one) or not POSITION.search(other):
        return False
    return one[: one.rindex("]") + 1] == other[: other.rindex("]") + 1]
