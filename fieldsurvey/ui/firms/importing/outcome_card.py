"""What importing will do: the sum, the rows left out with their reasons, and the one question that must be answered first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.numbers import grouped
from fieldsurvey.register.cleaning import RangeEnd
from fieldsurvey.register.import_plan import EMPTY, ImportPlan
from fieldsurvey.ui.firms.importing.words import end_word, numbers, reason_word
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button, Card, label, line

ENDS = (RangeEnd.LOWER, RangeEnd.MIDDLE, RangeEnd.UPPER, RangeEnd.LATER)
WIDTH = 300


def _colours() -> tuple[QColor, QColor, QColor]:
    c = theme.colours()
    pale = QColor(c.accent)
    pale.setAlphaF(0.45)
    return QColor(c.accent), pale, QColor(c.muted)


class _Parts(QWidget):
    """One bar of three parts."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(12)
        self.parts: tuple[int, ...] = ()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().track))
        whole, left = sum(self.parts), 0.0
        for part, colour in zip(self.parts, _colours(), strict=False):
            width = self.width() * part / whole if whole else 0.0
            if part:
                painter.fillRect(QRectF(left, 0, max(2.0, width - 1), self.height()), colour)
            left += width


class _Swatch(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.setFixedSize(11, 11)
        self._number = number

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), _colours()[self._number])


class OutcomeCard(Card):
    """At the right of the page."""

    answered = Signal(object)
    """RangeEnd that is kept."""

    def __init__(self) -> None:
        super().__init__(label(_("What will happen"), "heading"), margin=12, spacing=6)
        self._bar = _Parts()
        self.column.addWidget(self._bar)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._counts = [label("", "strong") for _each in range(3)]
        words = (_("New firms"), _("Same as another"), _("Left out"))
        for number, word in enumerate(words):
            grid.addWidget(_Swatch(number), number, 0)
            grid.addWidget(label(word), number, 1)
            grid.addWidget(self._counts[number], number, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(line(), 3, 0, 1, 3)
        self._read = label("", "muted")
        grid.addWidget(label(_("Rows read"), "muted"), 4, 0, 1, 2)
        grid.addWidget(self._read, 4, 2, Qt.AlignmentFlag.AlignRight)
        self.column.addLayout(grid)
        self._head = label("", "strong")
        self.column.addWidget(self._head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(64)
        self.column.addWidget(self._area, 1)
        self.question = _Question()
        self.question.answered.connect(self.answered)
        self.column.addWidget(self.question)
        self.fault = label("", "bad", wrap=True)
        self.column.addWidget(self.fault)
        self.fault.hide()

    def show_plan(self, plan: ImportPlan, end: RangeEnd | None) -> None:
        """The sum of a plan."""
        left = {reason.value: rows for reason, rows in plan.left_out.items()}
        if plan.empty:
            left = {EMPTY: plan.empty_rows, **left}
        lost = sum(map(len, left.values()))
        counts = (len(plan.new), len(plan.same), lost)
        self._bar.parts = counts
        self._bar.update()
        for widget, count in zip(self._counts, counts, strict=True):
            widget.setText(grouped(count))
        self._read.setText(grouped(sum(counts)))
        self._head.setText(
            _("Left out, with reason") + f"  {grouped(lost)}" if lost else _("No row is left out.")
        )
        self._area.setWidget(_reasons(left))
        self._area.setVisible(bool(left))
        self.fault.hide()
        self.question.ask(len(plan.asks_range), end)

    def say_fault(self, sentence: str) -> None:
        """Why nothing can be planned as it stands."""
        self.fault.setText(sentence)
        self.fault.show()
        self.question.hide()


def _reasons(left: dict[str, list[int]]) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(4)
    for reason, rows in left.items():
        column.addWidget(line())
        row = QHBoxLayout()
        row.setSpacing(8)
        count = label(grouped(len(rows)), "strong")
        count.setFixedWidth(36)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(reason_word(reason)))
        where = label(numbers(rows), "muted", wrap=True)
        where.setToolTip(numbers(rows, 400))
        words.addWidget(where)
        row.addWidget(count)
        row.addLayout(words, 1)
        column.addLayout(row)
    column.addStretch(1)
    return widget


class _Question(QFrame):
    """Which end of a range is kept; a digit answers."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "ask")
        self._words = label("", wrap=True)
        self._group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, end in enumerate(ENDS):
            choice = Button(f"{number + 1}  {end_word(end)}")
            choice.setProperty("kind", "chip")
            choice.setCheckable(True)
            choice.clicked.connect(partial(self._answer, end))
            self._group.addButton(choice, number)
            grid.addWidget(choice, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(self._words)
        column.addLayout(grid)
        self.hide()

    def ask(self, rows: int, end: RangeEnd | None) -> None:
        """Show the question, where there is one, with what was answered."""
        self.setVisible(bool(rows))
        first = _("One question first.") if end is None else _("Answered; it can be changed.")
        self._words.setText(
            first
            + " "
            + ngettext(
                "In 1 row the workers are a range, as “35–40”. Which end?",
                "In {n} rows the workers are a range, as “35–40”. Which end?",
                rows,
            )
        )
        self._group.setExclusive(False)
        for number, one in enumerate(ENDS):
            self._group.button(number).setChecked(one is end)
        self._group.setExclusive(True)

    def _answer(self, end: RangeEnd, _checked: bool = False) -> None:
        self.answered.emit(end)
