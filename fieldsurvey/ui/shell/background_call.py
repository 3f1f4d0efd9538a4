"""One call beside the window that is no work on an open study: the keyring, a look at a form, a change of passphrase."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.system.progress import Cancelled
from fieldsurvey.ui.shell.callback import Callback


class BackgroundCall(QObject):
    """Runs `call` in a thread of its own; `then` hears the result, or the error, unless its owner has ended by then.

    Its thread may be the last to know it, and must not end it: so the application owns it, and it goes when it has told.
    """

    done = Signal(object)

    def __init__(self, owner: QObject, call: Callable[[], Any], then: Callable[[Any], object]) -> None:
        super().__init__(QCoreApplication.instance())
        self._then = Callback(owner, then)
        self.done.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._run, args=([call],), name="aside", daemon=True).start()

    def deliver(self) -> None:
        """Tell now, when the call has ended, instead of at the window's next turn."""
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def _run(self, calls: list[Callable[[], Any]]) -> None:
        call, result = calls.pop(), None
        try:
            result = call()
        except Exception as error:  # noqa: BLE001 - told in the window's thread: known ones as sentences, others as bugs
            result = error
        del call  # it may hold a widget: the window's thread is to be the last
        with contextlib.suppress(RuntimeError):  # the program has ended
            self.done.emit(result)

    def _tell(self, result: Any) -> None:
        self.deleteLater()
        if isinstance(result, Exception) and not isinstance(result, FieldSurveyError | Cancelled):
            raise result
        self._then(result)
