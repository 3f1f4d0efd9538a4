"""How sure it must be: the curve of precision against firms, the sizes that are offered, and the weeks they take."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIntValidator, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records.design import Stratum
from fieldsurvey.register import sample_plan, sampling
from fieldsurvey.register.sample_plan import MARGINS
from fieldsurvey.ui.firms.sample.words import points
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, label

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 10, 24
_LINES = (3, 6, 9, 12)
_WIDEST, _NARROWEST = 16.0, 0.0
"""Points at the foot and at the top of the curve."""
CONFIDENCES = (90, 95, 99)
WEEKLY = 15


class Curve(QWidget):
    """Half-width of a share against the number of firms; the plan is the dot."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(240, 124)
        self._population, self._confidence, self._firms = 0, 90, 0
        self._margin: float | None = None

    def show_plan(self, population: int, confidence: int, firms: int, margin: float | None) -> None:
        """`margin` in points; None where nothing can be said."""
        self._population, self._confidence, self._firms, self._margin = population, confidence, firms, margin
        said = f"{firms}: {points(margin)}" if margin is not None else ""
        self.setAccessibleName(_("Precision against the number of firms") + f" {said}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._population < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        self._axes(painter)
        self._line(painter)
        self._dot(painter, font)

    @property
    def _most(self) -> int:
        """Firms at the right end."""
        tightest = sampling.sample_size(
            self._population, confidence=self._confidence, margin=min(MARGINS) / 100
        )
        return min(self._population, max(int(tightest * 1.3), int(self._firms * 1.15), 10))

    def _at(self, firms: float, margin: float) -> QPointF:
        wide = self.width() - _LEFT - _RIGHT
        tall = self.height() - _TOP - _BOTTOM
        share = (_WIDEST - max(_NARROWEST, min(_WIDEST, margin))) / (_WIDEST - _NARROWEST)
        return QPointF(_LEFT + wide * min(1.0, firms / self._most), _TOP + tall * (1 - share))

    def _axes(self, painter: QPainter) -> None:
        c = theme.colours()
        for value in _LINES:
            y = self._at(0, value).y()
            painter.setPen(QColor(c.line))
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width() - _RIGHT, y))
            painter.setPen(QColor(c.muted))
            room = QRectF(0, y - 8, _LEFT - 8, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"±{value}")
        step = _step(self._most)
        for firms in range(step, self._most + 1, step):
            x = self._at(firms, _WIDEST).x()
            room = QRectF(x - 24, self.height() - 18, 48, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(firms))

    def _line(self, painter: QPainter) -> None:
        whole = [Stratum("", population=self._population, drawn=n) for n in range(2, self._most + 1)]
        margins = [sampling.margin_of([one], confidence=self._confidence) for one in whole]
        shown = [
            self._at(one.drawn, 100 * m)
            for one, m in zip(whole, margins, strict=True)
            if m is not None and 100 * m <= _WIDEST
        ]
        painter.setPen(QPen(QColor(theme.colours().muted), 1.8))
        painter.drawPolyline(QPolygonF(shown))

    def _dot(self, painter: QPainter, font: QFont) -> None:
        if self._margin is None:
            return
        accent = QColor(theme.colours().accent)
        at = self._at(self._firms, self._margin)
        painter.setPen(QPen(accent, 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(at, QPointF(at.x(), self.height() - _BOTTOM))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(at, 4.5, 4.5)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(accent)
        said = ngettext("1 firm", "{n} firms", self._firms) + f", {points(self._margin)}"
        wide = painter.fontMetrics().horizontalAdvance(said) + 4
        left = at.x() + 8 if at.x() + 8 + wide < self.width() else at.x() - 8 - wide
        painter.drawText(QRectF(left, at.y() + 4, wide, 16), Qt.AlignmentFlag.AlignLeft, said)


def _step(most: int) -> int:
    """Firms from one figure under the curve to the next: four or five of them, round."""
    for step in (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500):
        if most / step <= 5:
            return step
    return most


class PrecisionCard(Card):
    """The curve at the left, what is offered at the right."""

    wanted = Signal(float)
    """A half-width was chosen, points."""
    confident = Signal(int)

    def __init__(self) -> None:
        super().__init__(margin=12, spacing=4)
        self.curve = Curve()
        self.confidence = ChoiceBox()
        self.confidence.setAccessibleName(_("Confidence"))
        for one in CONFIDENCES:
            self.confidence.addItem(_("{n} times in 100").format(n=one), one)
        self.confidence.activated.connect(lambda _at: self.confident.emit(int(self.confidence.currentData())))
        self.weekly = QLineEdit(str(WEEKLY))
        self.weekly.setValidator(QIntValidator(1, 999, self))
        self.weekly.setFixedWidth(56)
        self.weekly.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.weekly.setAccessibleName(_("Interviews a week"))
        self.weekly.textChanged.connect(lambda _text: self._show_offers())
        self._population = 0
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(_("How sure must it be?"), "strong"))
        head.addWidget(label(_("a share in all firms"), "muted"))
        head.addStretch(1)
        head.addWidget(self.confidence)
        self.column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.curve, 1)
        row.addLayout(self._offers(), 1)
        self.column.addLayout(row)

    def _offers(self) -> QVBoxLayout:
        self._group = QButtonGroup(self)
        self._firms: list[QRadioButton] = []
        self._weeks = [label("", "muted") for _each in MARGINS]
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        for number, margin in enumerate(MARGINS):
            radio = QRadioButton()
            radio.setProperty("size", "tight")
            radio.clicked.connect(partial(self._choose, margin))
            self._group.addButton(radio, number)
            self._firms.append(radio)
            grid.addWidget(radio, number, 0)
            grid.addWidget(label(points(margin), "strong"), number, 1)
            grid.addWidget(self._weeks[number], number, 2, Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addStretch(1)
        foot.addWidget(label(_("Interviews a week"), "muted"))
        foot.addWidget(self.weekly)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(grid)
        column.addLayout(foot)
        return column

    def show_plan(
        self, population: int, confidence: int, firms: int, margin: float | None, chosen: float | None
    ) -> None:
        """`chosen`: the offer that is taken; None where another number of firms is."""
        self._population = population
        self.confidence.setCurrentIndex(self.confidence.findData(confidence))
        self.curve.show_plan(population, confidence, firms, margin)
        self._group.setExclusive(False)
        for number, one in enumerate(MARGINS):
            self._firms[number].setChecked(one == chosen)
        self._group.setExclusive(True)
        self._show_offers()

    def choose(self, number: int) -> None:
        """Take the offer of that place, from 0."""
        self._firms[number].setChecked(True)
        self._choose(MARGINS[number])

    def _show_offers(self) -> None:
        weekly = int(self.weekly.text() or 0) or 1
        confidence = int(self.confidence.currentData() or CONFIDENCES[0])
        for number, offer in enumerate(sample_plan.offers(self._population, confidence, weekly)):
            self._firms[number].setText(ngettext("1 firm", "{n} firms", offer.firms))
            self._weeks[number].setText(ngettext("1 week", "{n} weeks", offer.weeks))

    def _choose(self, margin: float, _checked: bool = False) -> None:
        self.wanted.emit(margin)
