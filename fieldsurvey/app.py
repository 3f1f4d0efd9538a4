"""The window's client: make the application, its theme and its one window, and hand them their settings."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLoggingCategory, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from fieldsurvey import settings
from fieldsurvey.i18n import _
from fieldsurvey.study import Study
from fieldsurvey.system import core_dumps, log, paths
from fieldsurvey.ui.entry.devices.system_devices import laptop
from fieldsurvey.ui.shell import screen, theme
from fieldsurvey.ui.window.main_window import MainWindow, apply_settings

_log = logging.getLogger(__name__)


_TURN = 0.0005
"""Seconds that work beside the window may go on when the window wants its turn: it asks anew after each call into Qt."""


def make_application() -> QApplication:
    """The Qt application with our fonts; the one there is, when there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QCoreApplication.setApplicationName("FieldSurvey")
    # Qt reports each script a font of the list lacks, although the next font of the list has it.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    with screen.needed():
        app = QApplication(sys.argv[:1])
    theme.load_fonts()
    sys.setswitchinterval(_TURN)
    return app


def run(study: Study | None = None, locked: Path | None = None) -> int:
    """Open the window, on `study` or asking for the passphrase of `locked`; returns the exit code when it is closed."""
    core_dumps.turn_off()
    log.start(paths.log_folder())
    chosen = settings.of_this_laptop(paths.settings_file())
    apply_settings(chosen)  # for the sentence where there is no screen
    app = make_application()
    apply_settings(chosen)
    window = MainWindow(chosen, paths.settings_file(), laptop())
    sys.excepthook = lambda kind, error, trace: show_bug(window, kind, error, trace)
    waker = _close_on_signals(window)
    if study is not None:
        window.open_study(study)
    elif locked is not None:
        window.ask_passphrase(locked)
    window.show()
    gc.collect()
    gc.freeze()  # what is here now stays: the collector need not walk it while someone types
    code = app.exec()
    del waker
    return code


def _close_on_signals(window: MainWindow) -> QSocketNotifier:
    """Ctrl+C in the terminal, or the system's wish to end, closes the window as its owner would: nothing is lost.

    Python runs a signal's handler only between its own steps, so the signal wakes Qt through a socket. The window is closed by the
    loop of events: closed before the loop began, it would leave a program without a window that never ends.
    """
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.fileno())
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_a: QTimer.singleShot(0, window.close))
    notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_a: reading.recv(64))
    notifier.ends = (reading, writing)  # type: ignore[attr-defined]
    return notifier


def show_bug(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A bug: log it, say so plainly with what became of the answers, keep the window open."""
    _log.error("Bug", exc_info=(kind, error, trace))
    # Sessions keep what goes to the error stream in a file, so it says no more than the log.
    print(log.without_texts(error.with_traceback(trace)), file=sys.stderr)
    path = paths.log_folder() / "fieldsurvey.log"
    QMessageBox.warning(window, "FieldSurvey", _of_bug(window).format(path=path))


def _of_bug(window: MainWindow | None) -> str:
    """What to say of a bug: the answers count as saved when the session says so, and not otherwise."""
    if window is None or window.study is None:
        return _("The program made a mistake. Please give this file to whoever gave you the program:\n{path}")
    try:
        is_saved = window.save_now()
    except Exception as error:  # noqa: BLE001 - a bug in saving is the very thing that is to be said
        _log.error("Bug while saving after a bug", exc_info=error)
        is_saved = False
    if is_saved:
        return _(
            "The program made a mistake. Your answers up to now are saved. Please give this file to whoever gave you the program:\n{path}"
        )
    return _(
        "The program made a mistake, and what you answered last is not saved yet. Leave this window open, write your last answers down "
        "on paper and go on: the next answer tries again to save them all. Please give this file to whoever gave you the program:\n{path}"
    )
