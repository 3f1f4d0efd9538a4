"""One call beside the window that is no work on an open study: the keyring, a change of passphrase."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.system.progress import Cancelled


class BackgroundCall(QObject):
    """Runs `call` in a thread of its own; `then` hears the result, or the error, unless its owner is gone by then.

    The owner must have a parent of its own: an owner that ends with its last reference, which `then` may be, ends this one twice.
    """

    done = Signal(object)

    def __init__(self, owner: QObject, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        super().__init__(owner)
        self._then = then
        self.done.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._run, args=(call,), name="aside", daemon=True).start()

    def _run(self, call: Callable[[], Any]) -> None:
        result: Any
        try:
            result = call()
        except Exception as error:  # noqa: BLE001 - told in the window's thread: known ones as sentences, others as bugs
            result = error
        with contextlib.suppress(RuntimeError):  # the owner was closed and its widgets are gone
            self.done.emit(result)

    def _tell(self, result: Any) -> None:
        self.deleteLater()
        if isinstance(result, Exception) and not isinstance(result, FieldSurveyError | Cancelled):
            raise result
        self._then(result)
