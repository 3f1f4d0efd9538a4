"""The interview: outline left, a page in the middle, checks right, and the keys that lead through it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.models import Missing
from fieldsurvey.recording import completeness, firm_of
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.capture.devices import Devices
from fieldsurvey.ui.entry.find import FindQuestion
from fieldsurvey.ui.entry.outline import Outline, pages_of
from fieldsurvey.ui.entry.page import EntryPage
from fieldsurvey.ui.entry.session import POSITION, EntrySession
from fieldsurvey.ui.entry.sidebar import Sidebar
from fieldsurvey.ui.parts import Banner, ElidedLabel, button, label
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.xforms.garbage import settle, unsettle

_COUNT_AFTER_MS = 120
_SETTLE_AFTER_MS = 500
_NARROW = 1080  # logical pixels


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
        form = study.form(form_id)
        spoken = next((name for name in form.languages if f"({i18n.language()})" in name), None)
        entry = study.begin(form_id, spoken, interviewer)
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
        place = study.interview(instance_id).place
        return cls(EntrySession(study, tasks, study.resume(instance_id), interviewer, place, devices))

    def __init__(self, session: EntrySession) -> None:
        super().__init__()
        unsettle()
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        self._pages = pages_of(session.entry.form)
        self._first_numbers = self._numbered()
        self._at = 0
        self.page: EntryPage | None = None
        self.banner = Banner()
        self._said_of: str | None = None
        self.outline = Outline(session, self._pages)
        self.sidebar = Sidebar(session)
        self._lay_out()
        self._connect()
        self._keys()
        self._show_title()
        self._settling = QTimer(self)  # ends with the window, so that nothing is set aside after it
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(settle)
        self._settling.start(_SETTLE_AFTER_MS)
        self.left.connect(self._unsettle)

    def _unsettle(self) -> None:
        self._settling.stop()
        unsettle()

    # --- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._heading = label("", "title")
        self._page_state = label("", "muted")
        head = QHBoxLayout()
        head.setContentsMargins(36, 16, 36, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._page_state)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 8, 24, 0)
        holder.addWidget(self.banner)
        self._middle.addLayout(holder)
        self._middle.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.outline)
        row.addLayout(self._middle, 1)
        row.addWidget(self.sidebar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addLayout(row, 1)
        column.addWidget(self._bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the checks open at a click instead of standing beside the page."""
        super().resizeEvent(event)
        self._checks_button.setVisible(event.size().width() < _NARROW)
        self._show_sidebar()

    def _show_sidebar(self) -> None:
        narrow = self.width() < _NARROW
        self.sidebar.setVisible(not narrow or self._checks_button.isChecked())
        self.outline.setVisible(not (narrow and self._checks_button.isChecked()))
        self._checks_button.setText(_("Checks ({n})").format(n=self.sidebar.count))

    def _top(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(12)
        back = button(_("Interviews"), self.pause, "quiet", "back")
        back.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus
        )  # Tab past the last question must not leave the interview
        row.addWidget(back)
        self._title = ElidedLabel("strong")
        row.addWidget(self._title, 1)
        self._progress = label("", "muted")
        row.addWidget(self._progress)
        self._saved = label("", "muted")
        row.addWidget(self._saved)
        self.languages = QComboBox()
        self.languages.setAccessibleName(_("Language of the questions"))
        self.languages.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for name in self.session.entry.languages:
            self.languages.addItem(name.partition(" (")[0], name)
        self.languages.setCurrentIndex(max(0, self.languages.findData(self.session.entry.language)))
        row.addWidget(self.languages)
        self.languages.setVisible(self.languages.count() > 1)
        self._checks_button = button("", self._show_sidebar, "quiet")
        self._checks_button.setCheckable(True)
        self._checks_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row.addWidget(self._checks_button)
        pause = button(_("Pause"), self.pause)
        pause.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        finalise = button(_("Finalise"), self.finalise, "primary")
        finalise.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row.addWidget(pause)
        row.addWidget(finalise)
        return bar

    def _bottom(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("footer")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        keys = _(
            "F3 don't know / refused    Ctrl+Z undo    Ctrl+L language    Ctrl+G find    Ctrl+Enter finalise"
        )
        reminder = ElidedLabel("muted")
        reminder.say(keys)
        row.addWidget(reminder, 1)
        self._back = button(_("Back"), lambda: self.turn(-1), icon="back")
        self._back.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._next = button(_("Next"), lambda: self.turn(1), "primary")
        row.addWidget(self._back)
        row.addWidget(self._next)
        return bar

    def _connect(self) -> None:
        self._counter = QTimer(self)
        self._counter.setSingleShot(True)
        self._counter.setInterval(_COUNT_AFTER_MS)
        self._counter.timeout.connect(self._count)
        self.session.changed.connect(lambda _refs: self._counter.start())
        self.session.checks_changed.connect(self._counter.start)
        self.session.saved.connect(self._on_saved)
        self.session.save_failed.connect(self.say)
        self.session.waiting.connect(self.say)
        self.session.form_failed.connect(self.say)
        self.session.language_changed.connect(self._on_language)
        for chosen in (self.outline.turned, self.sidebar.jumped):
            chosen.connect(self.session.audit.jumped)
        self.outline.turned.connect(self.show_page)
        self.sidebar.jumped.connect(self.go_to)
        self.sidebar.kept.connect(self._return_to_page)
        self.languages.activated.connect(lambda _i: self.session.set_language(self.languages.currentData()))

    def _keys(self) -> None:
        for keys, action in (
            ("Ctrl+Z", self._undo),
            ("Ctrl+Y", self._redo),
            ("Ctrl+Shift+Z", self._redo),
            ("Ctrl+G", self.find_question),
            ("Ctrl+L", self.next_language),
            ("Ctrl+Return", self.finalise),
            ("Ctrl+Enter", self.finalise),
            ("F3", self.say_missing),
            ("Ctrl+PgDown", lambda: self.turn(1)),
            ("Ctrl+PgUp", lambda: self.turn(-1)),
            ("Alt+Right", lambda: self.turn(1)),
            ("Alt+Left", lambda: self.turn(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _numbered(self) -> list[int]:
        """The number of each page's first question: counted once, so that a question keeps its number."""
        numbers, number = [], 1
        for page in self._pages:
            numbers.append(number)
            number += sum(
                1
                for question in self.session.questionnaire.questions
                if not question.repeat
                and page.holds(question.ref)
                and question.type != "note"
                and question.ref in self.session.asked
            )
        return numbers

    # --- turning pages ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask who fills the form, when it wants to know, and show the page the interview was left at."""
        self.session.audit.identify(self, self._begin, lambda: self.left.emit(""))

    def _begin(self) -> None:
        """The first savepoint, and the page."""
        self.session.begin()
        place = self.session.place
        number = next((n for n, page in enumerate(self._pages) if place and page.holds(place)), 0)
        self.show_page(number)
        if place and self.page is not None:
            self.page.go_to(place)
        if self.session.entry.fault:
            self.say(self.session.entry.fault)

    def show_page(self, number: int) -> None:
        """Turn to a page; what is typed on the one before is handed over."""
        if self.page is not None:
            self.page.commit()
            self._middle.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self._at = number
        self.session.audit.page_shown(self._pages[number].ref)
        self.page = EntryPage(self.session, self._pages[number], self._first_numbers[number])
        self.page.past_end.connect(lambda: self.turn(1))
        self.page.focused.connect(self._on_focused)
        self._middle.addWidget(self.page, 1)
        if self.sidebar.violations:
            self.page.mark_missing()
        self.outline.set_current(number)
        self._show_title()
        self.page.focus_first()
        self.session.touch()  # the place, too, survives a power cut

    def turn(self, step: int) -> None:
        """The next (or previous) page that is asked; past the last one, finalising."""
        number = self._at + step
        while 0 <= number < len(self._pages) and not self._is_asked(number):
            number += step
        if 0 <= number < len(self._pages):
            self.show_page(number)
        elif step > 0:
            self.finalise()

    def _is_asked(self, number: int) -> bool:
        ref = self._pages[number].ref
        return not ref or self.session.entry.relevant(ref)

    def go_to(self, ref: str) -> None:
        """Jump to a question, wherever it stands."""
        number = next((n for n, page in enumerate(self._pages) if page.holds(ref)), None)
        if number is None:
            return
        if number != self._at or self.page is None:
            self.show_page(number)
        assert self.page is not None
        self.page.go_to(ref)

    def _return_to_page(self) -> None:
        if self.page is not None and not self.page.go_to(self.session.place):
            self.page.focus_first()

    def find_question(self) -> None:
        """Ctrl+G."""
        self._commit()
        dialog = FindQuestion(self.session, self)
        dialog.chosen.connect(self.go_to)
        self.session.audit.jump_began()
        dialog.finished.connect(self.session.audit.jump_ended)
        dialog.open()

    # --- keys --------------------------------------------------------------------------------------------------

    def _undo(self) -> None:
        self._commit()
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()

    def next_language(self) -> None:
        """Ctrl+L: the next of the form's languages."""
        names = self.session.entry.languages
        if len(names) > 1:
            here = names.index(self.session.entry.language) if self.session.entry.language in names else -1
            self._commit()
            self.session.set_language(names[(here + 1) % len(names)])

    def say_missing(self) -> None:
        """F3: don't know; pressed again, refused; where the form offers only one, that one."""
        if self.page is None:
            return
        ref = self.session.place
        value = self.session.entry.value(ref) if ref else ""
        order = (Missing.DONT_KNOW, Missing.REFUSED)
        if value in ("-98", Missing.DONT_KNOW):
            order = (Missing.REFUSED, Missing.DONT_KNOW)
        if not any(self.page.set_missing(kind) for kind in order):
            self.say(_("This question offers neither “don't know” nor “refused”."))
            self._said_of = ref

    # --- showing -----------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a sentence on top of the page."""
        self._said_of = None
        self.banner.say(sentence)

    def _on_focused(self, ref: str) -> None:
        self.session.place = ref
        if POSITION.sub("", ref) in self.session.asked:
            self.session.audit.looked_at(ref)
        if self._said_of is not None and ref != self._said_of:
            self._said_of = None  # the sentence was about the question just left
            self.banner.say("")

    def _on_language(self) -> None:
        self.languages.setCurrentIndex(max(0, self.languages.findData(self.session.entry.language)))
        self.outline.refresh()
        self._show_title()

    def _on_saved(self, at: datetime) -> None:
        self._saved.setText(_("saved {time}").format(time=at.astimezone().strftime("%H:%M:%S")))

    def _count(self) -> None:
        self.outline.refresh()
        self._show_title()
        self._show_sidebar()
        if self.sidebar.violations:
            self.sidebar.narrow(self.session.violations())
            if not self.sidebar.violations:
                self.banner.say("")

    def _show_title(self) -> None:
        firm = firm_of(self.session.entry) or _("New interview")
        self._title.say(f"{self.session.questionnaire.title} · {firm}")
        self._progress.setText(f"{completeness(self.session.entry):.0%}")
        self._heading.setText(self.outline.title_of(self._at))
        asked = [n for n in range(len(self._pages)) if self._is_asked(n)]
        position = asked.index(self._at) + 1 if self._at in asked else self._at + 1
        self._page_state.setText(_("page {n} of {all}").format(n=position, all=len(asked)))
        following = next((n for n in asked if n > self._at), None)
        self._back.setEnabled(any(n < self._at for n in asked))
        self._next.setText(
            _("Next: {page}").format(page=self.outline.title_of(following))
            if following is not None
            else _("Finalise")
        )

    # --- leaving -----------------------------------------------------------------------------------------------

    def _commit(self) -> None:
        if self.page is not None:
            self.page.commit()

    def put_down(self) -> None:
        """Hand over what is typed and save; the window may go away afterwards."""
        self._commit()
        self.sidebar.keep_typed_comments()
        self.session.put_down()

    def pause(self) -> None:
        """Leave when all is on disk; the interview stays a draft and is resumed at this place."""
        self._commit()
        self.sidebar.keep_typed_comments()
        self.session.audit.explain(self, lambda: self.session.settle(lambda: self.left.emit("")))

    @property
    def instance_id(self) -> str:
        """Of the interview on screen."""
        return self.session.entry.instance_id

    @property
    def is_saved(self) -> bool:
        """Whether every answer given so far is on disk, as far as the writer has told."""
        return self.session.is_saved

    def finalise(self) -> None:
        """Close the interview, or list what is missing."""
        self._commit()
        self.sidebar.keep_typed_comments()
        self.session.audit.explain(self, self._finalise)

    def _finalise(self) -> None:
        violations = self.session.finalise(
            done=lambda: self.left.emit(_("The interview is finalised and waits to be sent.")),
            failed=self._on_not_finalised,
        )
        self.setEnabled(bool(violations))  # what were typed now would come too late
        self.sidebar.show_violations(violations)
        if violations:
            self._checks_button.setChecked(True)
            self._show_sidebar()
            self.say(
                ngettext(
                    "1 question keeps the interview from being finalised; it is listed at the right.",
                    "{n} questions keep the interview from being finalised; they are listed at the right.",
                    len(violations),
                )
            )
            if self.page is not None:
                self.page.mark_missing()
            self.go_to(violations[0].ref)

    def _on_not_finalised(self, sentence: str) -> None:
        """The disk refused it: the interview goes on as a draft."""
        self.setEnabled(True)
        self.say(sentence)
        if self.session.place:
            self.go_to(self.session.place)
