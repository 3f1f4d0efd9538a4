"""The interview: outline left, a page in the middle, checks right, and the keys that lead through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Self

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import NAMELESS, firm_of
from fieldsurvey.records import Missing, language_of
from fieldsurvey.study import Study
from fieldsurvey.system.bidi import among_words
from fieldsurvey.system.gc_control import settle, unsettle
from fieldsurvey.ui.entry.devices.device_ports import Devices
from fieldsurvey.ui.entry.ending.missing_turn import MissingTurn
from fieldsurvey.ui.entry.ending.shortfall import Shortfalls
from fieldsurvey.ui.entry.ending.summary_turn import SummaryTurn
from fieldsurvey.ui.entry.respondent.presenter import Presenter
from fieldsurvey.ui.entry.respondent.steps import visible
from fieldsurvey.ui.entry.session.asked_pages import AskedPages
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.paging import PageOutline, Pages
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.ui.entry.session.relevance import deciding, why_not_asked
from fieldsurvey.ui.entry.session.unparsed import keep
from fieldsurvey.ui.entry.window.background_location import BackgroundLocation
from fieldsurvey.ui.entry.window.comment_box import Comments
from fieldsurvey.ui.entry.window.departure import Departure
from fieldsurvey.ui.entry.window.entry_frame import EntryFrame
from fieldsurvey.ui.entry.window.entry_page import EntryPage
from fieldsurvey.ui.entry.window.find import FindQuestion
from fieldsurvey.ui.entry.window.key_bindings import KeySheet
from fieldsurvey.ui.entry.window.notices import Notices
from fieldsurvey.ui.entry.window.outline import Outline
from fieldsurvey.ui.entry.window.page_stack import PageStack
from fieldsurvey.ui.entry.window.sidebar import Sidebar
from fieldsurvey.ui.entry.window.spoken import Spoken
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.tasks import Tasks

_COUNT_AFTER_MS = 120
_COMPARE_AFTER_MS = 2000
_SETTLE_AFTER_MS = 500


class EntryWindow(QWidget):
    """One interview on screen, from its first savepoint to finalising or pausing."""

    left = Signal(str)
    """The interview was paused or finalised; a sentence for the page that follows."""

    @classmethod
    def begin(
        cls,
        study: Study,
        tasks: Tasks,
        interviewer: str,
        form_id: str = "",
        devices: Devices | None = None,
    ) -> Self:
        """A new interview, in the window's language where the form speaks it."""
        form = study.forms.form(form_id)
        spoken = language_of(form.languages, i18n.language()) or None
        entry = study.interviews.begin(form_id, spoken, interviewer)
        return cls(EntrySession(study, tasks, entry, interviewer, devices=devices))

    @classmethod
    def resume(
        cls,
        study: Study,
        tasks: Tasks,
        interviewer: str,
        instance_id: str,
        devices: Devices | None = None,
    ) -> Self:
        """The interview as it was left, at its place."""
        cursor = study.interviews.read(instance_id).cursor
        return cls(
            EntrySession(study, tasks, study.interviews.resume(instance_id), interviewer, cursor, devices)
        )

    def __init__(self, session: EntrySession) -> None:
        super().__init__()
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        session.setParent(self)
        self.frame = EntryFrame(
            self,
            Sidebar(session.checks, session.notes, session.questions, session.returned),
            session.entry.languages,
        )
        self.banner, self.sidebar, self.top = self.frame.banner, self.frame.sidebar, self.frame.top
        self._notices = Notices(session, self.banner, self.go_to)
        unsettle()
        self.pages = Pages(session.entry.form)
        self.asked = AskedPages(session.entry, self.pages)
        self._first_numbers = self.pages.first_numbers(
            session.questions.questionnaire.questions, session.questions.asked
        )
        self._at = 0
        self.stack = PageStack(self._made_page, lambda: self.asked.beyond(self._at))
        self.respondent = Presenter(session, self, self)
        self.outline = Outline(session, self.pages)
        self.frame.lay_out(self.outline, self.respondent.place(), self.respondent.strip, self.stack)
        lacks = Shortfalls(session, self.pages, self._first_numbers, self.outline.short_title_of)
        self.missing = MissingTurn(session, self, self.frame, lacks)
        self.read_back = SummaryTurn(session, self, self.frame, lacks)
        self.comments = Comments(session.notes, session.questions)
        turns = (self.missing, self.read_back)
        self._departure = Departure(session, self, turns, self.comments, self.hand_over)
        self.spoken = Spoken(session, self.top, (self.stack, self.frame.head, self.outline), self.commit)
        self._connect()
        self._keys()
        self._show_title()
        settling = QTimer(self)  # ends with the window, so that nothing is set aside after it
        settling.setSingleShot(True)
        settling.timeout.connect(settle)
        self.left.connect(settling.stop)
        self.left.connect(unsettle)
        settling.start(_SETTLE_AFTER_MS)
        self.whereabouts = BackgroundLocation(session.answers, session.devices)
        self.left.connect(self.whereabouts.stop)
        QTimer.singleShot(_COMPARE_AFTER_MS, self, session.checks.compare)

    # --- building ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._counter = QTimer(self)
        self._counter.setSingleShot(True)
        self._counter.setInterval(_COUNT_AFTER_MS)
        self._counter.timeout.connect(self._count)
        self.session.answers.changed.connect(self._count_soon)
        self.session.checks.changed.connect(self._counter.start)
        self.session.notes.changed.connect(self._count_soon)
        self.session.drafts.saved.connect(self._on_saved)
        self.session.questions.language_changed.connect(self._on_language)
        self.outline.turned.connect(self.session.audit.jumped)
        self.sidebar.jumped.connect(self.session.audit.jumped)
        self.outline.turned.connect(self._turn_to_section)
        self.sidebar.jumped.connect(self.go_to)
        self.sidebar.kept.connect(self._return_to_page)
        self.comments.done.connect(self._return_to_page)
        self.session.answers.stepped.connect(self._show_step)
        self.top.left.connect(self.pause)
        self.top.finalised.connect(self.finalise)
        self.top.side_turned.connect(self.frame.show_sidebar)
        self.missing.foot_changed.connect(self._show_title)
        self.missing.opening.connect(self.read_back.leave)
        self.missing.shown.connect(self._mark_missing)
        self.frame.footer.turned.connect(self.turn)
        self.left.connect(self.respondent.close)
        self._departure.left.connect(self.left)
        self._departure.refused.connect(self._on_refused)

    def _keys(self) -> None:
        bind(
            self,
            {
                "Ctrl+Z": self.undo,
                "Ctrl+Y": self.session.answers.redo,
                "Ctrl+Shift+Z": self.session.answers.redo,
                "Ctrl+G": self.find_question,
                "Ctrl+L": self.spoken.next,
                "Ctrl+Return": self.finalise,
                "Ctrl+Enter": self.finalise,
                "F1": self.show_keys,
                "F2": self.comment,
                "F3": self.say_missing,
                "F5": self.respondent.toggle,
                "F6": self.change_side,
                "Ctrl+PgDown": lambda: self.turn(1, may_end=False),
                "Ctrl+PgUp": lambda: self.turn(-1),
                "Alt+Right": lambda: self.turn(1, may_end=False),
                "Alt+Left": lambda: self.turn(-1),
            },
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the remarks at a click."""
        super().resizeEvent(event)
        self.frame.fit(event.size().width())

    # --- turning pages ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask who fills the form, when it wants to know, and show the page the interview was left at."""
        self.session.audit.identify(self, self._begin, lambda: self.left.emit(""))

    def _begin(self) -> None:
        """The first savepoint, and the page."""
        self.session.leaving.begin()
        cursor = self.session.returned.first or self.session.cursor
        self.show_page((self.pages.at(cursor) if cursor else 0) or 0)
        if cursor and self.page is not None:
            self.page.come_back_to(cursor)
        if unplaced := self.whereabouts.start():
            self.say(unplaced)
        if left_as := self.session.mark.sentence:
            self.say(left_as)
        self.session.answers.say_failure()

    @property
    def page(self) -> EntryPage | None:
        """The page that is shown."""
        return self.stack.page

    def _made_page(self, number: int, parent: QWidget) -> EntryPage:
        outline = visible(self.session.locks, self.pages[number])
        page = EntryPage(self.session, outline, self._first_numbers[number], parent)
        page.past_end.connect(lambda: self.turn(1))
        page.focused.connect(self._on_focused)
        return page

    def show_page(self, number: int) -> None:
        """Turn to a page, or the nearest that is asked; what is typed on the one before is handed over."""
        if number != self._at:
            self._notices.page_left()
        self.comments.keep()
        self.commit()
        if self.page is not None:
            is_left = number != self._at and not self.is_at_end
            self._notices.say_left(
                self.session.cursor if is_left else "", self.page.unread(), self.stack.unread
            )
        number = self._nearest(number)
        self.missing.leave()
        self.read_back.leave()
        self._at = number
        self.session.audit.page_shown(self.pages[number].ref)
        page = self.stack.turn_to(number)
        if self.missing.was_shown:
            page.mark_missing()
        self.outline.set_current(number)
        self._show_title()
        self.respondent.page_shown()
        page.focus_first()
        self.session.drafts.touch()  # the place, too, survives a power cut

    def _nearest(self, number: int) -> int:
        """The page, or, where its answers close it, the nearest that is asked, and why it is that one."""
        if self.asked.is_asked(number):
            return number
        self._say_not_asked(number)
        return self.asked.nearest(number)

    @property
    def outline_of_page(self) -> PageOutline:
        """What stands on the page that is open."""
        return self.pages[self._at]

    def redraw_page(self) -> None:
        """The section that is open was locked: what it showed goes, wherever it is kept."""
        self.stack.forget([self._at])
        self.outline.refresh()
        self.show_page(self._at)

    def turn(self, step: int, *, may_end: bool = True) -> None:
        """The next (or previous) page that is asked; past the last one, finalising, unless one only leafs through."""
        self.commit()  # it may open or close a page
        if self.is_at_end:
            if step < 0 or may_end:
                self._end_or_go_back(step)
            return
        if step > 0 and self.missing.come_back():
            return
        number = self.asked.beyond(self._at, step)
        if number is not None:
            self.show_page(number)
        elif step > 0 and may_end:
            self.finalise()

    @property
    def is_at_end(self) -> bool:
        """Whether what is missing, or what was said, stands in the place of the questions."""
        return self.missing.is_open or self.read_back.is_open

    def _end_or_go_back(self, step: int) -> None:
        if step < 0:
            self.go_to(self.session.cursor)
        elif self.missing.is_open:
            self.missing.act()
        else:
            self.finalise()

    def _turn_to_section(self, number: int) -> None:
        """A section chosen in the outline; one that is not asked says what it depends on."""
        self.show_page(number) if self.asked.is_asked(number) else self._say_not_asked(number)

    def _say_not_asked(self, number: int) -> None:
        ref = self.pages[number].ref
        title = among_words(self.outline.title_of(number))
        why = why_not_asked(self.session.questions, ref) or _("Not asked, given the answers so far.")
        question = deciding(self.session.questions, ref)
        self._notices.say(f"{title}: {why}", ref=question, while_=lambda: not self.asked.is_asked(number))

    def change_side(self) -> None:
        """F6: from the page to the sections, to the remarks at the right, and back."""
        here = QApplication.focusWidget()
        if here is not None and self.sidebar.isAncestorOf(here):
            self._return_to_page()
        elif here is not None and self.outline.isAncestorOf(here) and self.sidebar.take_focus():
            return
        elif here is not None and self.outline.isAncestorOf(here):
            self._return_to_page()
        else:
            self.commit()
            self.outline.take_focus()

    def show_keys(self) -> None:
        """F1: all keys on one sheet."""
        sheet = KeySheet(self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def go_to(self, ref: str) -> None:
        """Jump to a question, wherever it stands; one on a page that is not asked says what that depends on."""
        self.missing.forget(ref)
        number = self.pages.at(ref) if ref else self._at
        if number is None:
            return
        if not self.asked.is_asked(number) and number != self._at:
            self._say_not_asked(number)
            return
        if number != self._at or self.page is None or self.is_at_end:
            self.show_page(number)
        assert self.page is not None
        self.page.go_to(ref)

    def _return_to_page(self) -> None:
        if self.missing.take_focus():
            return
        if self.page is not None and not self.page.go_to(self.session.cursor):
            self.page.focus_first()

    def find_question(self) -> None:
        """Ctrl+G."""
        self.commit()
        dialog = FindQuestion(
            self.session.questions, self.session.answers, self.session.locks, self.outline.section_of, self
        )
        dialog.chosen.connect(self.go_to)
        self.session.audit.jump_began()
        dialog.finished.connect(self.session.audit.jump_ended)
        dialog.open()

    # --- keys --------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Ctrl+Z: take back the last answer or row; the keyboard goes where it stands."""
        self.commit()
        self.session.answers.undo()

    def _show_step(self, refs: list[str]) -> None:
        """Nothing changes unseen: to the question whose answer is another one now."""
        if refs and not self.is_at_end:
            self.go_to(refs[0])

    def say_missing(self) -> None:
        """F3: don't know; pressed again, refused; where the form offers only one, that one."""
        if self.page is None or self.is_at_end:
            return
        order = (Missing.DONT_KNOW, Missing.REFUSED)
        if self.session.questions.missing_at(self.session.cursor) is Missing.DONT_KNOW:
            order = order[::-1]
        if not any(self.page.set_missing(kind) for kind in order):
            self._notices.say_of_cursor(_("This question offers neither “don't know” nor “refused”."))

    def comment(self) -> None:
        """F2: write beside the question the keyboard is on."""
        if self.session.cursor and self.page is not None and not self.is_at_end:
            self.commit()
            self.comments.write(self.session.cursor, self.page)

    # --- showing -----------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a sentence over the keys at the foot until the page is turned."""
        self._notices.say(sentence)

    def _on_focused(self, ref: str) -> None:
        before, self.session.cursor = self.session.cursor, ref
        self.missing.moved(before, ref)
        self.respondent.follow(ref)
        if POSITION.sub("", ref) in self.session.questions.asked:
            self.session.audit.looked_at(ref)
        self._notices.look_again()

    def _count_soon(self, _refs: set[str]) -> None:
        self._counter.start()

    def _on_language(self) -> None:
        self.spoken.show()
        self.outline.refresh()
        self._show_title()

    def _on_saved(self, at: datetime) -> None:
        self.top.saved.setText(_("saved {time}").format(time=at.astimezone().strftime("%H:%M:%S")))
        self._notices.look_again()

    def _count(self) -> None:
        if not self.is_at_end and self._nearest(self._at) != self._at:
            self.show_page(self._at)
        self._notices.look_again()
        self.outline.refresh()
        self._show_title()
        self.frame.show_sidebar()

    def _show_title(self) -> None:
        firm = firm_of(self.session.entry).removeprefix(NAMELESS) or _("New interview")
        self.top.title.say(f"{among_words(firm)} · {among_words(self.session.questions.questionnaire.title)}")
        self.top.progress.setText(f"{self.outline.share:.0%}")
        here = self.asked.position(self._at)
        self.frame.say_page(self.outline.title_of(self._at), here.number, here.of)
        self.top.finalise.setEnabled(not self.missing.is_blocked)
        if self.missing.is_open:
            self.frame.footer.say_end(self.missing.verb)
            return
        if self.missing.is_awaiting:
            self.frame.footer.say_end(_("Back to what is missing"))
            return
        following = "" if here.following is None else self.outline.short_title_of(here.following)
        self.frame.footer.say_ways(following, has_before=here.has_before)

    # --- leaving -----------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Hand over what is typed on the page but not given yet."""
        if self.page is not None:
            self.page.commit()

    def hand_over(self) -> None:
        """What is typed is given, or kept as a comment."""
        self.commit()
        self._keep_typed()

    def _keep_typed(self) -> None:
        """What was typed and is no answer yet, beside a question or a check, is kept as a comment."""
        keep(self.session.notes, self.stack.unread())
        self.comments.keep()
        self.sidebar.keep_typed_comments()
        self.missing.keep_typed()

    def put_down(self) -> None:
        """Hand over what is typed and save; the window may go away afterwards."""
        self.respondent.close()
        self.hand_over()
        self.whereabouts.stop()
        self.session.leaving.put_down()

    def pause(self) -> None:
        """Leave when all is on disk; the interview stays a draft and is resumed at this place."""
        self.leave_as(None, "")

    def leave_as(self, mark: Callable[[Study], object] | None, sentence: str) -> None:
        """Leave a draft, with `mark` written beside it when all is on disk; the sentence is for the page that follows."""
        self._departure.leave_as(mark, sentence)

    @property
    def instance_id(self) -> str:
        """Of the interview on screen."""
        return self.session.entry.instance_id

    @property
    def is_saved(self) -> bool:
        """Whether every answer given so far is on disk, as far as the writer has told."""
        return self.session.leaving.is_saved

    def finalise(self) -> None:
        """Show what is missing, then what was said, then close the interview."""
        self._departure.finalise()

    def _mark_missing(self, refs: set[str]) -> None:
        """Finalising was tried: questions and outline show what they lack."""
        self.outline.show_missing(refs)
        if self.page is not None:
            self.page.mark_missing()

    def _on_refused(self, sentence: str) -> None:
        """It could not be closed, and goes on where the keyboard was."""
        self.say(sentence)
        if self.session.cursor:
            self.go_to(self.session.cursor)
