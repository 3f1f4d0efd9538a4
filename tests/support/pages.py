"""Page objects: what a person does in the window, in a person's words."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldsurvey.records import Changed, Status
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.ending.missing_page import MissingPage
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from fieldsurvey.ui.entry.repeats.repeat_rows import RowDetails
from fieldsurvey.ui.entry.window.checks_panel import ChecksSection
from fieldsurvey.ui.entry.window.entry_page import EntryPage
from fieldsurvey.ui.entry.window.entry_window import EntryWindow
from fieldsurvey.ui.safety.backups_card import BackupsCard
from fieldsurvey.ui.safety.restore_backup import AskRestore
from fieldsurvey.ui.safety.safety_page import SafetyPage
from fieldsurvey.ui.welcome.new_study import NewStudyForm
from fieldsurvey.ui.welcome.welcome_page import WelcomePage
from fieldsurvey.ui.window.main_window import MainWindow
from tests.support import rows, screen

W = TypeVar("W", bound=QWidget)


class Program:
    """The main window as its user handles it."""

    def __init__(self, bot: QtBot, window: MainWindow) -> None:
        self.bot, self.window = bot, window

    def open(self, study: Study) -> Program:
        self.window.open_study(study)
        return self

    def new_interview(self) -> Interview:
        self.window.begin_interview()
        return Interview(self.bot, self.window)

    def resume(self, instance_id: str) -> Interview:
        self.window.resume_interview(instance_id)
        return Interview(self.bot, self.window)

    @property
    def welcome(self) -> WelcomePage:
        return next(page for page in self.window.findChildren(WelcomePage) if page.isVisible())

    def new_study(self) -> NewStudyForm:
        """Press the button of the first page that asks for a new study."""
        screen.press(self.welcome, "New study")
        return screen.found(self.welcome, NewStudyForm)

    @property
    def safety(self) -> SafetyPage:
        """The page Safety, turned to."""
        self.window.show_page("safety")
        page = self.window.findChild(SafetyPage)
        assert page is not None
        return page

    @property
    def clipboard(self) -> str:
        return QApplication.clipboard().text()

    @property
    def backups(self) -> Backups:
        """The card for backups."""
        return Backups(self)

    def rested(self) -> Program:
        """When the work beside the window has ended, that of opening a study too."""
        tasks = self.window.tasks
        assert tasks is not None
        self.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20000)
        QApplication.processEvents()
        return self

    def restore(self, backup: Path, passphrase: str = "") -> Program:
        """Choose a backup on the page Safety, confirm, and wait until a study is open again."""
        dialog = self.backups.ask(backup)
        dialog.passphrase.setText(passphrase)
        before = self.window.study
        dialog.confirm.click()
        self.bot.waitUntil(lambda: self.window.study not in (None, before), timeout=20000)
        return self

    def unlock(self, passphrase: str) -> Program:
        """Type the passphrase on the card of a locked study."""
        self.welcome.unlock_card.passphrase.setText(passphrase)
        self.welcome.unlock_card.unlock()
        return self

    def unlock_with_sheet(self, rows: str) -> Program:
        """Choose the recovery sheet and paste its rows into the first field."""
        card = self.welcome.unlock_card
        screen.press(card, "Use the recovery sheet")
        card.rows.fields[0].clear()
        card.rows.fields[0].insert(rows.replace("\n", " "))
        card.rows.fields[0].textEdited.emit(card.rows.fields[0].text())
        card.unlock()
        return self

    def touch(self) -> Program:
        """Press a key that means nothing, as the system hands it to the window."""
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Shift)
        return self

    @property
    def sentence(self) -> str:
        """What the banner at the foot says."""
        frame, entry = self.window.frame, self.window.entry
        if entry is not None:
            return entry.banner.sentence
        return frame.banner.sentence if frame is not None else ""

    def states(self) -> list[Status]:
        assert self.window.study is not None
        return [row.status for row in self.window.study.interviews.listing()]

    def set_room(self, pages: int) -> None:
        """How large the study's file may grow from now on; with one page the disk is full."""

        def job(study: Study) -> Changed:
            rows.set_pragma(study, f"max_page_count = {pages}")
            return Changed()

        assert self.window.tasks is not None
        self.window.tasks.write(job)
        self.window.tasks.wait_for_writes()

    def switch_off(self) -> Path:
        """The battery dies: nothing is said good-bye to. What the writer lane has taken is all there is."""
        assert self.window.tasks is not None
        assert self.window.study is not None
        self.window.tasks.wait_for_writes()
        return self.window.study.path


class Backups:
    """The card for backups, read and used."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @property
    def card(self) -> BackupsCard:
        return self._program.safety.backups

    @property
    def said(self) -> str:
        """How old the last backup is."""
        return self.card.state.text()

    @property
    def word(self) -> str:
        return self.card.word.text()

    @property
    def fault(self) -> str:
        """Why the day's backup failed."""
        return self.card.fault.text()

    @property
    def listed(self) -> list[str]:
        """The files in the table."""
        return [backup.path.name for backup in self.card.table.backups]

    def ask(self, backup: Path) -> AskRestore:
        """Select a backup and press the button under the table."""
        card = self.card
        self._program.bot.waitUntil(lambda: backup.name in self.listed, timeout=20000)
        card.table.selectRow(self.listed.index(backup.name))
        dialog = card.ask_restore()
        assert dialog is not None
        return dialog


class Interview:
    """An interview on screen, filled by keyboard."""

    def __init__(self, bot: QtBot, window: MainWindow) -> None:
        self.bot, self.window = bot, window
        self.keys = 0
        """Strokes so far."""

    @property
    def entry(self) -> EntryWindow:
        assert self.window.entry is not None
        return self.window.entry

    @property
    def page_title(self) -> str:
        return self.entry.frame.heading.text()

    @property
    def visible_refs(self) -> list[str]:
        return [frame.ref for frame in self.standing(QuestionFrame) if not frame.isHidden()]

    def question(self, name: str) -> QuestionFrame:
        return next(f for f in self.standing(QuestionFrame) if f.ref.endswith("/" + name))

    def grid(self, name: str) -> RepeatGrid:
        return next(g for g in self.standing(RepeatGrid) if g.ref.endswith("/" + name))

    @property
    def checks(self) -> ChecksSection:
        """The soft checks listed at the right, when the list has caught up."""
        section = self.entry.sidebar.checks
        self.bot.waitUntil(lambda: not section.is_late, timeout=20000)
        return section

    def outline_reason(self, number: int) -> str:
        """What the outline says of a section that is not asked."""
        return self.entry.outline.lines[number].state.why

    @property
    def _page(self) -> EntryPage:
        """The page on screen, built to its end."""
        page = self.entry.page
        assert page is not None
        page.complete()
        return page

    def details(self, name: str) -> RowDetails:
        """The row that is open beside the list of a repeat."""
        rows = self.standing(RowDetails)
        return next(row for row in rows if row.row.rpartition("[")[0].endswith("/" + name))

    def standing(self, kind: type[W]) -> list[W]:
        """What stands on the page; a row just closed is still being taken down."""
        page = self._page
        closed = [row for row in page.findChildren(RowDetails) if row.isHidden()]
        found = page.findChildren(kind)
        return [w for w in found if w not in closed and not any(row.isAncestorOf(w) for row in closed)]

    @property
    def focused_ref(self) -> str:
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, QuestionFrame | RepeatGrid):
            widget = widget.parentWidget()
        return widget.ref if widget is not None else ""

    def type(self, text: str) -> Interview:
        for letter in text:
            self.keys += 1
            if letter.isascii():
                QTest.keyClicks(self._focus(), letter)
            else:  # QTest knows Latin keys only; other scripts come from the keyboard as text
                key = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self._focus(), key)
        return self

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Interview:
        self.keys += 1
        QTest.keyClick(self._focus(), key, modifier)
        QApplication.processEvents()
        return self

    def enter(self) -> Interview:
        return self.press(Qt.Key.Key_Return)

    def fill(self, name: str, text: str) -> Interview:
        """Go to a question of this page, type, leave with Enter."""
        self.question(name).take_focus()
        field = self.question(name).widget.focus_target()
        if isinstance(field, QLineEdit):
            field.selectAll()
        self.type(text)
        return self.enter()

    def value(self, name: str) -> str:
        entry = self.entry.session.entry
        return next(entry.value(ref) for ref in entry.refs() if ref.endswith("/" + name))

    def turn_page(self) -> Interview:
        return self.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)

    def finalise(self) -> Interview:
        """Ctrl+Enter; where nothing is missing, once more on the page that is read back."""
        self.read_all_back()
        return self.ask_to_finalise() if self.is_read_back else self

    def read_all_back(self) -> Interview:
        """Ctrl+Enter, and once more past open checks and what was left empty, to the page that is read back."""
        self.ask_to_finalise()
        if self.entry.missing.is_open and not self.missing:
            self.ask_to_finalise()
        return self

    def ask_to_finalise(self) -> Interview:
        return self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    @property
    def is_read_back(self) -> bool:
        """Whether what was said stands on screen, to be read back."""
        entry = self.window.entry
        return entry is not None and entry.read_back.is_open

    @property
    def read_back(self) -> list[str]:
        """The lines to be read back."""
        page = self.entry.read_back.page
        assert page is not None
        return [line.said for line in page.model.lines]

    @property
    def lacks(self) -> MissingPage:
        """The page of what is missing, on screen."""
        page = self.entry.missing.page
        assert page is not None
        assert self.entry.missing.is_open
        return page

    @property
    def missing(self) -> list[str]:
        """Refs of what is missing or wrong, as the page lists it; none where it is not on screen."""
        found = self.entry.missing.found
        return [fault.ref for fault in found.faults] if found and self.entry.missing.is_open else []

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.entry
