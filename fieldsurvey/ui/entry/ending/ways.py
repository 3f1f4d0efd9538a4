"""Right of what is missing: how the interview ends, one of four ways, each by its digit."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey import i18n
from fieldsurvey.i18n import N_, _, ngettext
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.entry.ending.shortfall import Shortfall
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import ChoiceBox, label

GO_ON, COME_BACK, PARTIAL, FINALISE = 1, 2, 3, 4
_WIDTH = 264
_SUNDAY = 7
_REASONS = (
    N_("The firm does not want to go on"),
    N_("Nobody who knows the answers can be reached"),
    N_("The firm has closed or moved away"),
    N_("The fieldwork ends"),
)
_FORMAT = "ddd d MMM, HH:mm"


class WaysPanel(QWidget):
    """Four cards. Choosing one says what will happen; the filled button at the foot, or Enter, does it."""

    chosen = Signal(int)
    confirmed = Signal()
    """Enter where a day or a reason is given."""
    escaped = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.way = GO_ON
        self.when = _When(now)
        self.reason = _Reason()
        self._cards = {
            GO_ON: _Card(GO_ON, _("Go on now")),
            COME_BACK: _Card(COME_BACK, _("Come back another day"), self.when),
            PARTIAL: _Card(PARTIAL, _("Close as partial"), self.reason),
            FINALISE: _Card(FINALISE, _("Finalise")),
        }
        self.why_not = label("", "bad", wrap=True)
        self.why_not.hide()
        self._so_far = label("", "muted", wrap=True)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(label(_("How does this interview end?"), "strong", wrap=True))
        for way, card in self._cards.items():
            card.clicked.connect(lambda way=way: self.choose(way))
            column.addWidget(card)
            if way == PARTIAL:
                column.addWidget(self.why_not)
        column.addWidget(self._so_far)
        column.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._connect()

    def _connect(self) -> None:
        self.when.confirmed.connect(self.confirmed)
        self.reason.changed.connect(lambda: self.say(""))
        self.reason.changed.connect(lambda: self.choose(PARTIAL))
        self.when.dateTimeChanged.connect(lambda _when: self.choose(COME_BACK))

    def show_shortfall(self, found: Shortfall, said: str, minutes: str, *, counts: bool) -> None:
        """What each way would mean now: `said` of going on, `minutes` of the time so far; `counts`: it was finalised before."""
        self._cards[GO_ON].say(said)
        self._cards[COME_BACK].say(_("Stays a draft. The list shows that it is to be finished, and when:"))
        self._cards[PARTIAL].say(
            _("It was finalised before, and that counts.")
            if counts
            else _("Nobody will finish it. It stays here as partial, is not sent and not counted.")
        )
        self._cards[PARTIAL].set_on(on=not counts)
        self._cards[FINALISE].say(
            _when_settled(found) if found.is_blocking else _("The answers are read back first.")
        )
        self._cards[FINALISE].set_on(on=not found.is_blocking)
        self._so_far.setText(minutes)
        if not self._cards[self.way].is_on:
            self.choose(GO_ON)

    def is_on(self, way: int) -> bool:
        """Whether the interview can end so now."""
        return self._cards[way].is_on

    def choose(self, way: int) -> None:
        """Mark a way, where it is open, and put the keyboard where it wants a word. The day has one: digits still choose."""
        if not self._cards[way].is_on:
            return
        self.way = way
        self.say("")
        for number, card in self._cards.items():
            theme.set_property(card, "chosen", "true" if number == way else "false")
        if way == COME_BACK and not self.when.hasFocus():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif way == PARTIAL and not self.reason.isAncestorOf(self.focusWidget() or self):
            self.reason.take_focus()
        self.chosen.emit(way)
        QTimer.singleShot(0, self, self._reveal)  # when it is laid out

    def _reveal(self) -> None:
        """In a low window the way that is chosen is scrolled to."""
        self._area.ensureWidgetVisible(self._cards[self.way], 0, 8)

    def say(self, sentence: str) -> None:
        """What is still wanted before it can be closed as partial."""
        self.why_not.setText(sentence)
        self.why_not.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif digit and digit in "1234":
            self.choose(int(digit))
            if self.way == FINALISE == int(digit):
                self.confirmed.emit()
        elif event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)


class _Card(QFrame):
    """One way: its digit, its name, what it means, and perhaps a field."""

    clicked = Signal()

    def __init__(self, digit: int, name: str, field: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{digit} {name}")
        self.is_on = True
        self._field = field
        self._about = label("", "muted", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 10, 10, 10)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(label(str(digit), "digit"), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(name, "strong", wrap=True), 0, 1)
        grid.addWidget(self._about, 1, 1)
        if field is not None:
            grid.addWidget(field, 2, 1)
        grid.setColumnStretch(1, 1)

    def say(self, about: str) -> None:
        self._about.setText(about)

    def set_on(self, *, on: bool) -> None:
        """Whether this way is open."""
        self.is_on = on
        theme.set_property(self, "quiet", "false" if on else "true")
        for part in self.findChildren(QLabel):  # dressed by the card around them
            part.style().unpolish(part)
            part.style().polish(part)
        self.setCursor(Qt.CursorShape.PointingHandCursor if on else Qt.CursorShape.ArrowCursor)
        if self._field is not None:
            self._field.setEnabled(on)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()


class _When(QDateTimeEdit):
    """Day and time; the next working day at eleven to begin with."""

    confirmed = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        day = now.astimezone() + timedelta(days=1)
        if day.isoweekday() == _SUNDAY:
            day += timedelta(days=1)
        self.setLocale(QLocale(i18n.language()))
        self.setDisplayFormat(_FORMAT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("When it is to be finished"))
        self.lineEdit().setTextMargins(8, 0, 0, 0)
        self.setDateTime(QDateTime(QDate(day.year, day.month, day.day), QTime(11, 0)))
        self.setMinimumDateTime(QDateTime(QDate(now.year, now.month, now.day), QTime(0, 0)))

    @property
    def moment(self) -> datetime:
        """What stands there, with the laptop's zone."""
        date, at = self.date(), self.time()
        day = datetime(date.year(), date.month(), date.day()).date()  # noqa: DTZ001 - a day has no zone
        return datetime.combine(day, time(at.hour(), at.minute())).astimezone()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Reasons(ChoiceBox):
    """Leaves digits to the panel: no reason begins with one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "1234":
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Reason(QWidget):
    """A reason of the list, or own words."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices = _Reasons()
        self.choices.setAccessibleName(_("Reason"))
        self.choices.addItem(_("Reason"), "")
        for reason in _REASONS:
            self.choices.addItem(_(reason), _(reason))
        self.choices.addItem(_("In your own words"), None)
        self.choices.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choices.setMinimumContentsLength(8)
        self.choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.own = QLineEdit()
        self.own.setPlaceholderText(_("In your own words"))
        self.own.setAccessibleName(_("In your own words"))
        self.own.hide()
        self.own.textEdited.connect(self.changed)
        self.choices.activated.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.choices)
        column.addWidget(self.own)

    @property
    def text(self) -> str:
        """The reason; "" while none is given."""
        return self.own.text().strip() if self._is_own else str(self.choices.currentData() or "")

    @property
    def _is_own(self) -> bool:
        return self.choices.currentIndex() == self.choices.count() - 1

    def take_focus(self) -> None:
        """The keyboard goes where the reason is given."""
        (self.own if self._is_own else self.choices).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_chosen(self) -> None:
        self.own.setVisible(self._is_own)
        self.take_focus()
        self.changed.emit()


def _when_settled(found: Shortfall) -> str:
    """When it can be finalised."""
    critical = sum(one.check.is_blocking for one in found.checks)
    answers = ngettext("1 answer", "{n} answers", len(found.faults))
    checks = ngettext("1 critical check", "{n} critical checks", critical)
    both = [*([answers] if found.faults else []), *([checks] if critical else [])]
    return _("When settled: {what}. Then the answers are read back.").format(what=", ".join(both))
