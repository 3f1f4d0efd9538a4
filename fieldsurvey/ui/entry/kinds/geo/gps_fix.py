"""While a receiver looks for the place: how exact it is by now, and the key that takes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldsurvey.i18n import _, as_sentence, ngettext
from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.device_ports import Receiver
from fieldsurvey.ui.entry.devices.gps_average import FixQuality, Wanted, averaged
from fieldsurvey.ui.shell.widgets import button, label


class GpsFix(QWidget):
    """Stands under the question while the receiver works; made when it is asked for, gone when it has ended."""

    taken = Signal(object, str)
    """The place, and a sentence when it is not as exact as the form wants it."""
    ended = Signal(str)
    """Nothing was taken: why, "" when the person stopped it."""

    def __init__(self, receiver: Receiver, wanted: Wanted, parent: QWidget) -> None:
        super().__init__(parent)
        self._receiver, self._wanted = receiver, wanted
        self._fixes: list[Position] = []
        self._is_over = False
        self.said = label(_("Looking for satellites. Best near a window or outside."), "muted", wrap=True)
        self.take = button(_("Take it now"), self._take)
        self.take.setEnabled(False)
        self.stop = button(_("Stop"), lambda: self._end(""), "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        row.addWidget(self.take)
        row.addWidget(self.stop)

    def begin(self) -> None:
        """Start the receiver; it may tell of its end at once."""
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._receiver.start(self._on_fixed, self._end)

    def _on_fixed(self, position: Position) -> None:
        if self._is_over:
            return
        self._fixes.append(position)
        found = self._found()
        if not self.take.isEnabled():
            self.take.setEnabled(True)
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        counted = ngettext("1 fix", "{n} fixes", len(self._fixes))
        fix = as_sentence(f"{accuracy_words(found.accuracy)} · {counted}")
        self.said.setText(f"{fix} {self._judged(found)}".strip())
        if self._wanted.judge(found.accuracy) is FixQuality.GOOD:
            self._take()

    def _judged(self, found: Position) -> str:
        if self._wanted.judge(found.accuracy) is FixQuality.UNACCEPTABLE:
            return too_far_off(found.accuracy, self._wanted.limit)
        if self._wanted.enough:
            return _("It is taken by itself at ± {wanted} m.").format(wanted=f"{self._wanted.enough:g}")
        return ""

    def _found(self) -> Position:
        found = averaged(self._fixes)
        assert found is not None  # asked for only after a fix
        return found

    def _take(self) -> None:
        if self._is_over or not self._fixes:
            return
        found = self._found()
        is_bad = self._wanted.judge(found.accuracy) is FixQuality.UNACCEPTABLE
        self._close()
        self.taken.emit(found, too_far_off(found.accuracy, self._wanted.limit) if is_bad else "")

    def _end(self, why: str) -> None:
        if not self._is_over:
            self._close()
            self.ended.emit(why)

    def _close(self) -> None:
        self._is_over = True
        self._receiver.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """The page is turned or the window closes: the receiver rests."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._end("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._end("") if self.stop.hasFocus() else self._take()
        else:
            super().keyPressEvent(event)


def accuracy_words(accuracy: float) -> str:
    """`± 8 m`, as the field shows it."""
    return (
        f"± {accuracy:.0f} m"
        if accuracy >= 1
        else f"± {accuracy:.1f} m"
        if accuracy
        else _("accuracy not known")
    )


def too_far_off(accuracy: float, limit: float) -> str:
    """The sentence for a place that is not acceptable."""
    return _(
        "± {accuracy} m is more than the {limit} m this form accepts. Wait, or take it again under open sky."
    ).format(accuracy=f"{accuracy:.0f}", limit=f"{limit:g}")
