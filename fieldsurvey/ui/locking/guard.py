"""Locks the window and opens it again where it was; changes the passphrase of the study that is open.

It decides when; the window does what it does on closing a study anyway, so nothing is saved here in another way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.security import keyring_store
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.system.progress import Cancelled
from fieldsurvey.ui.locking.rekeying import Rekeying
from fieldsurvey.ui.locking.unlock import Unlocked
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.idle import Idle
from fieldsurvey.ui.shell.tasks import Tasks

LOCK_KEYS = "Ctrl+Shift+L"
_SOON = 5.0  # seconds until the next look while long work runs
_MOST_DIALOGS = 20


class AsksForPassphrase(Protocol):
    """A first page that can be told to ask for one study's passphrase and for nothing less."""

    def ask_locked(self, path: Path, sentence: str) -> None:
        """Show that this study is locked, with the reason."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a person was: a page of the rail, or an interview."""

    page: str = "overview"
    instance_id: str = ""


class Guarded(Protocol):
    """What the guard asks of the window."""

    settings: Settings
    study: Study | None
    tasks: Tasks | None

    def bookmark(self) -> Bookmark: ...
    def put_down(self) -> str: ...
    def open_study(self, study: Study) -> None: ...
    def close_study(self) -> None: ...
    def go_home(self) -> None: ...
    def go_to(self, bookmark: Bookmark) -> None: ...
    def keep(self, settings: Settings) -> None: ...
    def say(self, sentence: str) -> None: ...
    def show_alone(self, widget: QWidget) -> None: ...


@dataclass(frozen=True, slots=True)
class _Locked:
    """The study that was locked, and what to do when it is opened again."""

    path: Path
    bookmark: Bookmark
    sentence: str


class Guard(QObject):
    """One for the window."""

    def __init__(self, window: Guarded, owner: QWidget) -> None:
        super().__init__(owner)
        self._window = window
        self._locked: _Locked | None = None
        self._working: Rekeying | None = None
        self.opened_with_sheet = False
        """Whether the study that is open was opened with its recovery sheet, so that its passphrase may be lost."""
        self.idle = Idle(self)
        self.idle.due.connect(self._on_idle)
        shortcut = QShortcut(QKeySequence(LOCK_KEYS), owner)
        shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
        shortcut.activated.connect(self.lock_now)

    # --- the study that is open --------------------------------------------------------------------------------

    def opened(self, study: Study) -> None:
        """A study is shown: watch it, and go back to where it was locked."""
        self.opened_with_sheet = False
        self.watch()
        locked, self._locked = self._locked, None
        if locked is not None and locked.path == study.path:
            self._window.go_to(locked.bookmark)

    def closed(self) -> None:
        """No study is open: there is nothing to lock."""
        self.idle.start(0)

    def watch(self) -> None:
        """Begin to count the idle minutes, as the settings say; a study without a passphrase is not locked."""
        study = self._window.study
        minutes = self._window.settings.lock_after
        self.idle.start(minutes if study is not None and study.is_encrypted else 0)

    def unlocked(self, unlocked: Unlocked) -> None:
        """A locked study was opened from the welcome page."""
        self._window.open_study(unlocked.study)
        self.opened_with_sheet = unlocked.with_sheet
        if unlocked.with_sheet:
            self._window.say(
                _(
                    "Opened with the recovery sheet. If the passphrase is lost, set a new one on the page “Safety”."
                )
            )
        if unlocked.remember:
            self.remember(True)

    # --- locking -----------------------------------------------------------------------------------------------

    def lock_now(self) -> None:
        """Lock at once, as the person wishes."""
        study, tasks = self._window.study, self._window.tasks
        if study is None:
            return
        if not study.is_encrypted:
            self._window.say(_("This study has no passphrase yet. Lock it on the page “Safety”."))
        elif tasks is not None and tasks.is_at_long_work:
            self._window.say(
                _(
                    "A report, a backup, the sync or a test of a form is still at work. Wait for its end or stop it, then lock."
                )
            )
        else:
            self._lock(_("Locked. Everything is saved."))

    def _on_idle(self) -> None:
        tasks = self._window.tasks
        if tasks is not None and tasks.is_at_long_work:
            self.idle.again_in(_SOON)
            return
        minutes = self._window.settings.lock_after
        self._lock(
            ngettext(
                "Locked after 1 minute without a key. Everything is saved.",
                "Locked after {n} minutes without a key. Everything is saved.",
                minutes,
            )
        )

    def _lock(self, sentence: str, dialogs: int = 0) -> None:
        """Put everything down and show the card; dialogs are closed first, each in its own turn of the loop."""
        if dialogs < _MOST_DIALOGS and _close_one():
            QTimer.singleShot(0, self, lambda: self._lock(sentence, dialogs + 1))
            return
        study = self._window.study
        if study is None:
            return
        bookmark = self._window.bookmark()
        fault = self._window.put_down()
        if fault and not study.why_read_only:  # what is typed into one open to read only can never be saved
            self.idle.touch()
            self._window.say(_("Not locked, because the last answers are not saved. {why}").format(why=fault))
            return
        self._locked = _Locked(study.path, bookmark, sentence)
        del study
        self._window.go_home()

    def restore(self, page: AsksForPassphrase) -> None:
        """A welcome page was made: while a study is locked, it asks for that study's passphrase and for nothing less."""
        if self._locked is not None:
            page.ask_locked(self._locked.path, self._locked.sentence)

    # --- another passphrase --------------------------------------------------------------------------------------

    def relock(self, new: str) -> None:
        """Give the open study another passphrase, or its first one: close it, work beside the window, open it again."""
        study, tasks = self._window.study, self._window.tasks
        if study is None or tasks is None:
            return
        if tasks.is_at_long_work:
            self._window.say(
                _(
                    "A report, a backup, the sync or a test of a form is still at work. Wait for its end or stop it, then try again."
                )
            )
            return
        fault = self._window.put_down()
        if fault:
            self._window.say(fault)
            return
        path, sheet, name = study.path, study.safety.recovery_key, self._remembered_name(study)
        by = study.who(), study.laptop
        del study
        self._window.close_study()
        work = Rekeying(path, sheet, new, name, by)
        self._working = work
        work.ended.connect(self._on_relocked)
        self._window.show_alone(work)
        work.start()

    def _on_relocked(self, result: Any) -> None:
        work, self._working = self._working, None
        assert work is not None
        failed = isinstance(result, Exception)
        try:
            if failed:
                study = Study.open(work.path, recovery_key=work.sheet or None)
            else:
                study = Study.open(work.path, work.new)
        except FieldSurveyError as error:
            self._window.go_home()
            self._window.say(sentence(error))
            return
        self._window.open_study(study)
        self._window.go_to(Bookmark("safety"))
        if failed:
            stopped = _("Stopped. The passphrase is as it was.")
            self._window.say(stopped if isinstance(result, Cancelled) else sentence(result))
            return
        self._window.say(_relocked_sentence(result))
        if before := work.remembered_name:
            BackgroundCall(
                self, lambda: keyring_store.forget(before), lambda result: self._on_replaced(before, result)
            )

    def _on_replaced(self, name: str, result: Any) -> None:
        """The key of before is out of the keyring; the new one goes in."""
        if isinstance(result, FieldSurveyError):
            self._window.say(sentence(result))
        self._forget_name(name)
        self.remember(True)

    # --- the laptop's keyring --------------------------------------------------------------------------------------

    @property
    def is_remembered(self) -> bool:
        """Whether this laptop keeps the key of the open study."""
        study = self._window.study
        return study is not None and bool(self._remembered_name(study))

    def remember(self, wanted: bool, then: Callable[[], None] = lambda: None) -> None:
        """Give the key of the open study to the keyring, or take it back; `then` when that is done or refused."""
        study = self._window.study
        if study is None:
            return
        name = study.safety.key_name
        BackgroundCall(
            self,
            study.safety.remember_key if wanted else study.safety.forget_key,
            lambda result: self._on_remembered(name, wanted, result, then),
        )

    def _on_remembered(self, name: str, wanted: bool, result: Any, then: Callable[[], None]) -> None:
        if isinstance(result, FieldSurveyError):
            self._window.say(sentence(result))
        elif wanted:
            settings = self._window.settings
            self._window.keep(dataclasses.replace(settings, remembered=(*settings.remembered, name)))
        else:
            self._forget_name(name)
        then()

    def _forget_name(self, name: str) -> None:
        settings = self._window.settings
        kept = tuple(other for other in settings.remembered if other != name)
        self._window.keep(dataclasses.replace(settings, remembered=kept))

    def _remembered_name(self, study: Study) -> str:
        name = study.safety.key_name
        return name if name in self._window.settings.remembered else ""


def _close_one() -> bool:
    """Close the topmost menu or dialog, if there is one."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.close()
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()
        return True
    return dialog is not None and dialog.close()


def _relocked_sentence(kept: Path | None) -> str:
    if kept is None:
        return _(
            "The study is locked from now on. Print its recovery sheet, and keep it apart from the laptop."
        )
    return _(
        "The passphrase is changed; recovery sheets of before are void. The file as it was is kept as “{name}” and opens with "
        "the old passphrase, as backups made before do: delete it when the new one works."
    ).format(name=kept.name)
