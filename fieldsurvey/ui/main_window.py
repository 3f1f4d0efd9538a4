"""The frame: the rail on the left, one page beside it, or an interview over everything. It composes and decides nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey import i18n
from fieldsurvey import settings as settings_store
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.models import Changed
from fieldsurvey.progress import Progress
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.ui import theme
from fieldsurvey.ui.collector import Collector
from fieldsurvey.ui.entry.capture.devices import Devices
from fieldsurvey.ui.entry.window import EntryWindow
from fieldsurvey.ui.export import ExportPage
from fieldsurvey.ui.forms import FormsPage
from fieldsurvey.ui.interviews.page import InterviewsPage
from fieldsurvey.ui.long_work import LongWork
from fieldsurvey.ui.overview import OverviewPage
from fieldsurvey.ui.parts import Banner, drop, label
from fieldsurvey.ui.preferences import PreferencesPage
from fieldsurvey.ui.reports import ReportsPage
from fieldsurvey.ui.safety.backup_watch import BackupWatch
from fieldsurvey.ui.safety.guard import Guard, Place
from fieldsurvey.ui.safety.page import SafetyPage
from fieldsurvey.ui.sync import SyncPage
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.welcome import WelcomePage

_TITLE_BAR = 32
_NARROW = 1000  # logical pixels; below it the rail shows icons only


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, settings: Settings, settings_file: Path, devices: Devices | None = None) -> None:
        super().__init__()
        Collector(self)
        self.devices = devices or Devices()
        self.settings = settings
        self._settings_file = settings_file
        self.study: Study | None = None
        self.tasks: Tasks | None = None
        self._frame: _Frame | None = None
        self._entry: EntryWindow | None = None
        self._warned = False
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
        self.close_study()
        study.who = lambda: self.settings.interviewer
        study.laptop = self.settings.laptop
        study.take_seat()
        self.tasks = Tasks(study)
        self.study = study
        study.only_read()  # the screens read; what is written goes through the lanes
        self.tasks.changed.connect(self._on_changed)
        self.tasks.failed.connect(self.say)
        self.backups = BackupWatch(self, study, self.tasks)
        self.backups.alarmed.connect(self.say)
        self.keep(self.settings.with_recent(study.path))
        try:
            self._show_frame()
            self.say(study.why_read_only)
            self._offer_interrupted(study)
        except StoreError as error:  # it opens, but what the first page shows is damaged
            self._give_up(study.path, str(error))
            return
        self.tasks.long(_read_form, failed=lambda _sentence: None)
        if not study.why_read_only:
            self.tasks.long(_index_words, failed=lambda _sentence: None)
        self.backups.start()
        self.guard.opened(study)

    def _give_up(self, path: Path, sentence: str) -> None:
        """Close a study that cannot be shown, and offer what helps."""
        self.go_home()
        page = self._stack.currentWidget()
        if isinstance(page, WelcomePage):
            page.mend(path, sentence)

    def _offer_interrupted(self, study: Study) -> None:
        """After a power cut: go on at the question where it happened."""
        row = study.interrupted
        if row is not None and self._frame is not None and not study.why_read_only:
            self._frame.banner.say(
                _("The interview with {firm} was interrupted on {time}. Every answer given is here.").format(
                    firm=row.firm or _("a firm without a name yet"),
                    time=row.updated_at.astimezone().strftime("%d.%m.%Y %H:%M"),
                ),
                _("Go on"),
                partial(self.resume_interview, row.instance_id),
            )

    def ask_passphrase(self, path: Path) -> None:
        """Show the welcome page with the field for the passphrase of a locked study."""
        page = self._stack.currentWidget()
        if isinstance(page, WelcomePage):
            page.choose(path)

    def close_study(self) -> None:
        """Finish what is being written and let go of the file."""
        self._leave_entry()
        if self.tasks is not None:
            self.tasks.close()
        if self.study is not None:
            self.study.close()
        if self.backups is not None:
            self.backups.deleteLater()
        self.study = self.tasks = self.backups = None
        self.guard.closed()

    def say(self, sentence: str) -> None:
        """Show a sentence on top of the page."""
        if self._entry is not None:
            self._entry.say(sentence)
        elif self._frame is not None:
            self._frame.banner.say(sentence)
        elif isinstance(page := self._stack.currentWidget(), WelcomePage):
            page.say(sentence)

    def place(self) -> Place:
        """Where the person is."""
        page = self._frame.page_name if self._frame is not None else "overview"
        return Place(page, self._entry.instance_id if self._entry is not None else "")

    def go_to(self, place: Place) -> None:
        """Back to where the person was."""
        self.show_page(place.page)
        if place.instance_id:
            self.resume_interview(place.instance_id)

    def put_down(self) -> str:
        """Put the open interview on disk; returns why that failed, "" when all is saved."""
        if self._is_saved():
            return ""
        return self._entry.banner.sentence if self._entry is not None else ""

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
            self.say(str(error))
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
            self.say(str(error))
            return
        self._enter(entry)

    def _tasks(self) -> Tasks:
        assert self.tasks is not None
        return self.tasks

    def _enter(self, entry: EntryWindow) -> None:
        self._leave_entry()
        self._entry, self._warned = entry, False
        entry.left.connect(self._on_left)
        self._stack.addWidget(entry)
        self._stack.setCurrentWidget(entry)
        entry.start()

    def _leave_entry(self) -> None:
        if self._entry is not None:
            self._entry.put_down()
            self._stack.removeWidget(self._entry)
            self._entry.deleteLater()
            self._entry = None

    def _on_left(self, sentence: str) -> None:
        self._leave_entry()
        if self._frame is not None:
            self._stack.setCurrentWidget(self._frame)
            self._frame.banner.say(sentence)
            self._frame.show_page("interviews")
            self._frame.reload(Changed(frozenset({"interviews", "drafts", "outbox"})))

    # --- pages -------------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Turn to a page of the rail: overview, interviews, forms, reports, export, sync, safety, preferences."""
        if self._frame is not None:
            self._frame.show_page(name)

    def set_preferences(self, settings: Settings) -> None:
        """Take on language and theme, and draw everything anew."""
        self.keep(dataclasses.replace(settings, recent=self.settings.recent))
        apply_settings(self.settings)
        page = self._frame.page_name if self._frame is not None else ""
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
        self._frame = None

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
        self._frame = _Frame(self, self.study, self._tasks(), self.backups)
        self._stack.addWidget(self._frame)
        self._stack.setCurrentWidget(self._frame)
        self.setWindowTitle(f"{self.study.cluster.name or self.study.path.stem} — FieldSurvey")

    def go_home(self) -> None:
        """Close the study and show the welcome page."""
        self.close_study()
        self._show_welcome()

    def _on_changed(self, changed: Changed) -> None:
        if self._frame is not None and self._entry is None:
            self._frame.reload(changed)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless answers could not be saved: that is said once, and a second time closes all the same."""
        if not self._is_saved() and not self._warned:
            self._warned = True
            event.ignore()
            return
        self.close_study()
        event.accept()

    def _is_saved(self) -> bool:
        """Put the open interview on disk and hear what became of it."""
        if self._entry is None or self.tasks is None:
            return True
        self._entry.put_down()
        self.tasks.wait_for_writes()
        return self._entry is None or self._entry.is_saved  # None: what was being finalised meanwhile is


class _Frame(QWidget):
    """Rail and pages of an open study."""

    def __init__(self, window: MainWindow, study: Study, tasks: Tasks, backups: BackupWatch) -> None:
        super().__init__()
        self._window, self._study = window, study
        self.page_name = "overview"
        self.banner = Banner()
        self._pages: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {
            "overview": lambda: OverviewPage(window, study, backups),
            "interviews": lambda: InterviewsPage(window, study, tasks),
            "forms": lambda: FormsPage(study, tasks),
            "reports": lambda: ReportsPage(study, tasks),
            "export": lambda: ExportPage(study, tasks),
            "sync": lambda: SyncPage(study, tasks),
            "safety": lambda: SafetyPage(window, window.guard, study, tasks, backups),
            "preferences": lambda: PreferencesPage(window),
        }
        self._stack = QStackedWidget()
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[QPushButton, str] = {}
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 12, 24, 0)
        holder.addWidget(self.banner)
        right.addLayout(holder)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail())
        row.addLayout(right, 1)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.show_page("overview")

    def _rail(self) -> QWidget:
        rail = QWidget()
        self._rail_widget = rail
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 16, 8, 12)
        column.setSpacing(4)
        self._name = label(self._study.cluster.name or self._study.path.stem, "strong", wrap=True)
        self._name.setContentsMargins(8, 0, 8, 8)
        column.addWidget(self._name)
        group = QButtonGroup(rail)
        for key, word in (
            ("overview", _("Overview")),
            ("interviews", _("Interviews")),
            ("forms", _("Forms")),
            ("reports", _("Reports")),
            ("export", _("Export")),
            ("sync", _("Sync")),
        ):
            column.addWidget(self._rail_button(group, key, word))
        column.addWidget(self._rail_button(group, "safety", _("Safety"), icon="lock"))
        column.addStretch(1)
        self._sync_state = label("", "muted", wrap=True)
        self._sync_state.setContentsMargins(8, 0, 8, 8)
        column.addWidget(self._sync_state)
        column.addWidget(self._rail_button(group, "preferences", _("Settings"), icon="settings"))
        leave = QPushButton(theme.icon("back"), _("Close study"))
        leave.setIconSize(QSize(20, 20))
        leave.clicked.connect(self._window.go_home)
        self._words[leave] = _("Close study")
        column.addWidget(leave)
        return rail

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep the icons of the rail; the words move into tool tips."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self._rail_widget.setFixedWidth(56 if narrow else 184)
        self._name.setVisible(not narrow)
        self._sync_state.setVisible(not narrow and bool(self._sync_state.text()))
        for button, word in self._words.items():
            button.setText("" if narrow else word)
            button.setToolTip(word if narrow else "")
            button.setAccessibleName(word)

    def _rail_button(self, group: QButtonGroup, key: str, word: str, icon: str = "") -> QPushButton:
        button = QPushButton(theme.icon(icon or key), word)
        button.setIconSize(QSize(20, 20))
        button.setCheckable(True)
        button.clicked.connect(lambda: self.show_page(key))
        group.addButton(button)
        self._buttons[key] = button
        self._words[button] = word
        return button

    def show_page(self, name: str) -> None:
        if name not in self._makers:
            return
        if name not in self._pages:
            self._pages[name] = self._makers[name]()
            self._stack.addWidget(self._pages[name])
        self.page_name = name
        self._stack.setCurrentWidget(self._pages[name])
        self._buttons[name].setChecked(True)
        self._show_sync_state()

    def _forget(self) -> None:
        """Pages that list the forms are made anew when they are next turned to; one at work stays."""
        for name, page in list(self._pages.items()):
            is_busy = any(work.is_running for work in page.findChildren(LongWork))
            if name != self.page_name and not is_busy:
                drop(self._stack, self._stack.indexOf(self._pages.pop(name)))

    def reload(self, changed: Changed) -> None:
        if "forms" in changed.kinds:
            self._forget()
        for page in self._pages.values():
            reload = getattr(page, "reload", None)
            if reload is not None:
                reload(changed)
        self._show_sync_state()

    def _show_sync_state(self) -> None:
        waiting = self._study.waiting()
        self._sync_state.setText(
            ngettext("1 interview is not sent yet", "{n} interviews are not sent yet", waiting)
            if waiting
            else ""
        )


def _read_form(study: Study, _progress: object) -> None:
    """Read the study's first form beside the window, so that the first interview opens at once."""
    study.form()


def _index_words(study: Study, progress: Progress) -> None:
    """Make interviews of an earlier program findable."""
    study.index_words(progress)


def apply_settings(settings: Settings) -> None:
    """Language and theme of everything drawn from now on."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    i18n.use(settings.language)
    if isinstance(app, QApplication):
        theme.apply(app, settings.theme)
