"""The frame: the rail on the left, one page beside it, or an interview over everything. It composes and decides nothing."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from fieldsurvey import i18n
from fieldsurvey import settings as settings_store
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import Changed, FirmFilter, InterviewFilter, Topic
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.system import gc_control, paths
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.entry.devices.device_ports import Devices
from fieldsurvey.ui.entry.window.entry_window import EntryWindow
from fieldsurvey.ui.firms.firms_page import FirmsPage
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.locking.guard import Bookmark, Guard
from fieldsurvey.ui.page import Desk, Page
from fieldsurvey.ui.review.review_page import ReviewPage
from fieldsurvey.ui.shell import qt_words, theme
from fieldsurvey.ui.shell.backup_watch import BackupWatch
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.shown_round import ShownRound
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import drop
from fieldsurvey.ui.welcome.welcome_page import WelcomePage
from fieldsurvey.ui.window.interrupted import recovered
from fieldsurvey.ui.window.pages import PAGES
from fieldsurvey.ui.window.study_frame import StudyFrame

_TITLE_BAR = 32


_log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(
        self,
        settings: Settings,
        settings_file: Path,
        devices: Devices | None = None,
        pages: tuple[Page, ...] = PAGES,
    ) -> None:
        super().__init__()
        self._pages = pages
        gc_control.by_hand()
        rounds = QTimer(self)
        rounds.timeout.connect(gc_control.collect)
        rounds.start(gc_control.EVERY_MS)
        self.devices = devices or Devices()
        self.settings = settings
        self._settings_file = settings_file
        self.study: Study | None = None
        self.tasks: Tasks | None = None
        self.frame: StudyFrame | None = None
        self.entry: EntryWindow | None = None
        self._warned = False
        self._lost = ""
        """What was said of the study's file being gone; "" while it is there."""
        self._missed: frozenset[Topic] = frozenset()
        """What changed while an interview stood over the pages."""
        self.backups: BackupWatch | None = None
        self.guard = Guard(self, self)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setWindowTitle("FieldSurvey")
        self.setMinimumSize(800, 480)
        room = self.screen().availableSize() - QSize(0, _TITLE_BAR)
        self.resize(QSize(1366, 728).boundedTo(room))  # at 150 % a small screen is smaller still
        self._show_welcome()

    # --- the study -----------------------------------------------------------------------------------------

    def open_study(self, study: Study) -> None:
        """Show the study that was opened; the one open before is closed."""
        self.put_down()
        self.close_study()
        study.who = lambda: self.settings.interviewer
        study.laptop = self.settings.laptop
        study.take_writer_lock()
        self.tasks = Tasks(study)
        self.study = study
        study.only_read()  # the screens read; what is written goes through the lanes
        self.tasks.changed.connect(self._on_changed)
        self.tasks.failed.connect(self._on_failed)
        self.tasks.ended.connect(self.say)
        self.backups = BackupWatch(self, study, self.tasks)
        self.backups.alarmed.connect(self.say)
        self.keep(self.settings.with_recent(study.path))
        try:
            self._show_frame()
            self.say(sentence(study.why_read_only))
            self._offer_interrupted(study)
        except StoreError as error:  # it opens, but what the first page shows is damaged
            self._give_up(study.path, sentence(error))
            return
        self.tasks.long(_read_form, self, failed=lambda _sentence: None)
        if not study.why_read_only:
            self.tasks.long(_index_words, self, failed=lambda _sentence: None)
        self.backups.start()
        self.guard.opened(study)

    def _give_up(self, path: Path, sentence: str) -> None:
        """Close a study that cannot be shown, and offer what helps."""
        self._go_home()
        page = self._stack.currentWidget()
        if isinstance(page, WelcomePage):
            page.mend(path, sentence)

    def _offer_interrupted(self, study: Study) -> None:
        """After a power cut: go on at the question where it happened."""
        row = study.interviews.interrupted
        if row is not None and self.frame is not None and not study.why_read_only:
            self.frame.banner.say(
                recovered(study, row),
                _("Go on"),
                partial(self.resume_interview, row.instance_id),
            )

    def ask_passphrase(self, path: Path) -> None:
        """Show the welcome page with the field for the passphrase of a locked study."""
        page = self._stack.currentWidget()
        if isinstance(page, WelcomePage):
            page.choose(path)

    def close_study(self) -> None:
        """Finish what is being written and let go of the file; whoever must not lose what is typed asks `put_down` before."""
        self._leave_entry()
        if self.backups is not None:
            self.backups.finish()
        if self.tasks is not None:
            self.tasks.close()
        if self.study is not None:
            self.study.close()
        if self.backups is not None:
            self.backups.deleteLater()
        self.study = self.tasks = self.backups = None
        self.guard.closed()

    def say(self, sentence: str) -> None:
        """Show a sentence over the foot of the page, in an interview on top of it."""
        if self.entry is not None:
            self.entry.say(sentence)
        elif self.frame is not None:
            self.frame.banner.say(sentence)
        elif isinstance(page := self._stack.currentWidget(), WelcomePage):
            page.say(sentence)

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        """Say what was taken away, and for a while offer to bring it back."""
        if self.frame is not None and self.entry is None:
            self.frame.banner.offer_undo(sentence, undo)
        else:
            self.say(sentence)

    def bookmark(self) -> Bookmark:
        """Where the person is."""
        page = self.frame.page_name if self.frame is not None else "overview"
        return Bookmark(page, self.entry.instance_id if self.entry is not None else "")

    def go_to(self, bookmark: Bookmark) -> None:
        """Back to where the person was."""
        self.show_page(bookmark.page)
        if bookmark.instance_id:
            self.resume_interview(bookmark.instance_id)

    def put_down(self) -> str:
        """Put what is typed on pages and in the open interview on disk, and hear what became of it.

        Returns why that failed, in a sentence; "" when all is saved.
        """
        fault = self.frame.put_down() if self.frame is not None else ""
        if self.entry is not None:
            self.entry.put_down()
        if self.tasks is not None:
            self.tasks.wait_for_writes()
        if self.entry is not None and not self.entry.is_saved:
            fault = self.entry.banner.sentence or fault
        elif self.frame is not None and not fault and not self.frame.is_saved:
            fault = self.frame.banner.sentence or _("What is typed on a page could not be saved. Try again.")
        self._warned = self._warned and bool(fault)
        return fault

    def save_now(self) -> bool:
        """Save what is answered without leaving it; whether all of it is on disk, as the session itself says."""
        if self.entry is not None:
            self.entry.session.drafts.save()
        if self.tasks is not None:
            self.tasks.wait_for_writes()
        return all(place is None or place.is_saved for place in (self.entry, self.frame))

    def _on_failed(self, sentence: str) -> None:
        """Nobody else says it; where the file is gone, that is the cause, with its way out."""
        self.say(sentence)
        self.look_at_file()

    def look_at_file(self) -> None:
        """Say when the study's file was moved, or another has its place, with the way to save what is open here."""
        lost = self.study.lost_place if self.study is not None else None
        place = self.entry or self.frame
        if place is None:
            return
        if lost is not None:
            self._lost = sentence(lost)
            place.banner.say(self._lost, _("Save elsewhere"), self._ask_elsewhere)
        elif self._lost and place.banner.sentence == self._lost:
            place.banner.hide()
            self._lost = ""

    def save_elsewhere(self, path: Path, *, over: bool = False) -> None:
        """Write what is open here into a new study, the open interview with all its answers."""
        if self.entry is not None:
            self.entry.hand_over()
        session = self.entry.session if self.entry is not None else None
        drafts = session.drafts if session is not None else None
        savepoint = drafts.take() if drafts is not None else None
        beside = session.beside() if session is not None else None
        held = (
            _("{file} holds everything, this interview too. Close this study and open that one.")
            if session is not None
            else _("{file} holds everything. Close this study and open that one.")
        )

        def failed(why: str) -> None:
            if drafts is not None and savepoint is not None:
                drafts.give_back(savepoint)
            self.say(why)

        self._tasks().write(
            lambda study: study.save_elsewhere(path, savepoint, beside=beside, over=over),
            self,
            done=lambda _changed: self.say(held.format(file=path.name)),
            failed=failed,
        )

    def _ask_elsewhere(self) -> None:
        assert self.study is not None
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save elsewhere"), str(paths.start_folder() / self.study.path.name), "*.study"
        )
        if name:
            # Only of the name itself did the dialog ask whether it may be replaced.
            self.save_elsewhere(with_ending(name, ".study"), over=name.endswith(".study"))

    def changeEvent(self, event: QEvent) -> None:
        """Look at the file when the window comes to the front: who was elsewhere may have moved it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.look_at_file()

    def _may_go(self) -> bool:
        """Put down what is typed; what could not be saved holds the window once, with the reason."""
        fault = self.put_down()
        if not fault or self._warned:
            return True
        self._warned = True
        self.say(fault)
        return False

    def show_alone(self, widget: QWidget) -> None:
        """Show one thing only, while no study is open."""
        self._clear()
        self._stack.addWidget(widget)

    # --- interviews ------------------------------------------------------------------------------------------

    def begin_interview(self, form_id: str = "") -> None:
        """Start an interview with the study's first form, or the one named."""
        assert self.study is not None
        try:
            entry = EntryWindow.begin(
                self.study, self._tasks(), self.settings.interviewer, form_id, self.devices
            )
        except FieldSurveyError as error:
            self.say(sentence(error))
            return
        self._enter(entry)

    def resume_interview(self, instance_id: str) -> None:
        """Go on where the interview was left."""
        assert self.study is not None
        try:
            entry = EntryWindow.resume(
                self.study, self._tasks(), self.settings.interviewer, instance_id, self.devices
            )
        except FieldSurveyError as error:
            self.say(sentence(error))
            return
        self._enter(entry)

    def _tasks(self) -> Tasks:
        assert self.tasks is not None
        return self.tasks

    def _enter(self, entry: EntryWindow) -> None:
        self._leave_entry()
        entry.session.digits_go_on = self.settings.digits_go_on
        self.entry, self._warned = entry, False
        entry.left.connect(self._on_left)
        entry.session.drafts.failed.connect(lambda _sentence: self.look_at_file())
        self._stack.addWidget(entry)
        self._stack.setCurrentWidget(entry)
        entry.start()

    def _leave_entry(self) -> None:
        if self.entry is not None:
            self.entry.put_down()
            self._stack.removeWidget(self.entry)
            self.entry.deleteLater()
            self.entry = None

    def _on_left(self, sentence: str) -> None:
        self._leave_entry()
        if self.frame is not None:
            self._stack.setCurrentWidget(self.frame)
            self.frame.banner.say(sentence)
            # who began it from its firm goes on with the next firm; either page takes the keyboard
            self.frame.show_page("firms" if self.frame.page_name == "firms" else "interviews")
            self.frame.reload(Changed(self._missed | {Topic.INTERVIEWS, Topic.DRAFTS, Topic.OUTBOX}))
            self._missed = frozenset()

    # --- pages -------------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Turn to a page of the rail: overview, firms, interviews, forms, reports, export, sync, safety, preferences."""
        if self.frame is not None:
            self.frame.show_page(name)

    def show_interviews(self, wanted: InterviewFilter, *, is_flagged: bool = False) -> None:
        """Turn to the list of interviews, narrowed to this and nothing else."""
        page = self._turned_to("interviews")
        if isinstance(page, InterviewsPage):
            page.show_only(wanted, is_flagged=is_flagged)

    def show_firms(self, wanted: FirmFilter) -> None:
        """Turn to the register, narrowed to this and nothing else."""
        page = self._turned_to("firms")
        if isinstance(page, FirmsPage):
            page.show_only(wanted)

    def read_interview(self, instance_id: str) -> None:
        """Turn to the list of interviews with this one chosen: one that was finalised is shown to be read."""
        page = self._turned_to("interviews")
        if isinstance(page, InterviewsPage):
            page.show_one(instance_id)

    def review_interview(self, instance_id: str) -> None:
        """Turn to the review, with this interview chosen where it waits."""
        page = self._turned_to("review")
        if isinstance(page, ReviewPage):
            page.show_one(instance_id)

    def _turned_to(self, name: str) -> QWidget | None:
        self.show_page(name)
        return self.frame.page(name) if self.frame is not None else None

    def set_preferences(self, settings: Settings) -> None:
        """Take on language and theme, and draw everything anew, unless something typed could not be saved: that is said once."""
        if not self._may_go():
            return
        self.keep(dataclasses.replace(settings, recent=self.settings.recent))
        apply_settings(self.settings)
        page = self.frame.page_name if self.frame is not None else ""
        if self.study is not None:
            self._show_frame()
            self.show_page(page)
        else:
            self._show_welcome()

    def keep(self, settings: Settings) -> None:
        """Take on settings that change nothing of what is drawn."""
        self.settings = settings
        settings_store.save(self._settings_file, settings)

    def _clear(self) -> None:
        while self._stack.count():
            drop(self._stack, 0)
        self.frame = None

    def _show_welcome(self) -> None:
        self._clear()
        page = WelcomePage(self.settings)
        page.opened.connect(self.open_study)
        page.unlocked.connect(self.guard.unlocked)
        page.preferred.connect(self.set_preferences)
        self._stack.addWidget(page)
        self.setWindowTitle("FieldSurvey")
        self.guard.restore(page)

    def _show_frame(self) -> None:
        assert self.study is not None
        assert self.backups is not None
        self._clear()
        self.frame = StudyFrame(
            Desk(self, self.study, self._tasks(), self.backups, self.guard, ShownRound(self.study)),
            self._pages,
        )
        self._stack.addWidget(self.frame)
        self._stack.setCurrentWidget(self.frame)
        self.frame.show_page(self.frame.page_name)  # seen now, it takes the keyboard
        self.setWindowTitle(f"{self.study.cluster.name or self.study.path.stem} — FieldSurvey")

    def go_home(self) -> None:
        """Close the study and show the welcome page, unless something typed could not be saved: that is said once."""
        if self._may_go():
            self._go_home()

    def _go_home(self) -> None:
        self.close_study()
        self._show_welcome()

    def _on_changed(self, changed: Changed) -> None:
        """Pages under an interview hear of it when the interview is left."""
        if self.frame is not None and self.entry is None:
            self.frame.reload(changed)
        else:
            self._missed |= changed.topics

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless answers could not be saved: that is said once, and a second time closes all the same."""
        if not self._may_go():
            event.ignore()
            return
        self.close_study()
        event.accept()


def _read_form(study: Study, _progress: object) -> None:
    """Read the study's first form beside the window, so that the first interview opens at once."""
    study.forms.form()


def _index_words(study: Study, progress: Progress) -> None:
    """Make interviews of an earlier program findable."""
    study.interviews.index_words(progress)


def apply_settings(settings: Settings) -> None:
    """Language and theme of everything drawn from now on."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if settings.language in i18n.LANGUAGES:
        i18n.use(settings.language)
    else:
        _log.warning("The window does not speak %r, which the settings name.", settings.language)
        i18n.use("en")
    if isinstance(app, QApplication):
        qt_words.install(app)
        theme.apply(app, settings.theme)
