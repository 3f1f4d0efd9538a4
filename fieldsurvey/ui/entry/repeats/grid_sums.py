"""The figures under a grid: the form's own calculates, outside the repeat, that are about one column of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QToolTip, QWidget

from fieldsurvey.records import text_in
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.base.units import unit_word
from fieldsurvey.ui.entry.kinds.number import group
from fieldsurvey.ui.entry.repeats.grid_cells import located
from fieldsurvey.ui.entry.repeats.grid_columns import Column
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms.parse.node_definition import Node

_FIGURE, _SIDES = 24, 16
"""How high a figure stands, with what is above it; what a column leaves free at both sides."""
_RANKS = ("sum", "max", "min", "count")
_MIXED = re.compile(r"\bdiv\b|\bmod\b")


@dataclass(frozen=True, slots=True)
class Sum:
    """A calculate about one column."""

    ref: str
    column: int
    rank: int
    """The plainest stands under the column: a sum before a share."""


def sums_of(questions: QuestionInfo, repeat: str, columns: tuple[Column, ...]) -> tuple[Sum, ...]:
    """The calculates that read one column of the repeat and nothing else, the plainest of each column first."""
    generic = POSITION.sub("", repeat)
    indexes = {column.ref: index for index, column in enumerate(columns)}
    found = [
        Sum(located(node.ref, repeat), indexes[ref], _rank(node))
        for node in questions.entry.form.root.walk()
        if node.calculate is not None and not node.ref.startswith(generic + "/")
        for ref in _read(node, generic)
        if ref in indexes and questions.find(node.ref) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.column, one.rank)))


def _read(node: Node, repeat: str) -> Iterator[str]:
    """The one column a calculate reads; nothing when it reads several, or anything elsewhere."""
    assert node.calculate is not None
    reads = {read.target.ref for read in node.calculate.expression.reads}
    below = {ref for ref in reads if ref.startswith(repeat + "/")}
    if len(below) == 1 and reads <= below | {repeat}:
        yield from below


def _rank(node: Node) -> int:
    assert node.calculate is not None
    text = node.calculate.expression.text
    first = next((n for n, word in enumerate(_RANKS) if re.search(rf"\b{word}\s*\(", text)), len(_RANKS))
    return first + (10 if _MIXED.search(text) else 0)


class SumRow(QWidget):
    """One line under the table, each figure under its column with its label; more about a column is in the tool tip."""

    def __init__(
        self,
        questions: QuestionInfo,
        head: QHeaderView,
        side: QHeaderView,
        widths_at: Callable[[int], list[int]],
        sums: tuple[Sum, ...],
    ) -> None:
        """`widths_at` says how wide the columns are where the table is so wide."""
        super().__init__()
        self._widths_at = widths_at
        self._questions, self._head, self._side = questions, head, side
        self._sums: dict[int, list[Sum]] = {}
        for one in sums:
            self._sums.setdefault(one.column, []).append(one)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        head.sectionResized.connect(self._on_widths)
        head.geometriesChanged.connect(self.update)

    def _on_widths(self) -> None:
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels of the figures and of the longest of their labels."""
        widths, metrics = self._widths_at(width), QFontMetrics(_small(self.font()))
        flags = int(Qt.TextFlag.TextWordWrap)
        rooms = (
            (QRect(0, 0, widths[n] - _SIDES, 999), self._label(sums[0])) for n, sums in self._sums.items()
        )
        return _FIGURE + max(metrics.boundingRect(room, flags, words).height() for room, words in rooms) + 8

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def refresh(self) -> None:
        """Show the figures as they stand."""
        self.updateGeometry()
        self.setAccessibleName("; ".join(self.words(column) for column in self._sums))
        self.update()

    def value(self, column: int) -> str:
        """The figure under a column; "" where there is none."""
        return self._figure(self._sums[column][0]) if column in self._sums else ""

    def words(self, column: int) -> str:
        """All the form computes about a column, with labels."""
        pairs = ((self._label(one), self._figure(one)) for one in self._sums.get(column, ()))
        return "\n".join(f"{label}: {figure or '–'}" for label, figure in pairs)

    def _figure(self, one: Sum) -> str:
        entry = self._questions.entry
        value = entry.value(one.ref) if entry.relevant(one.ref) else ""
        whole, point, fraction = value.partition(".")
        return group(whole + point + fraction[:2])

    def _label(self, one: Sum) -> str:
        question = self._questions.find(one.ref)
        if question is None:
            return ""
        unit = unit_word(question.unit)
        words = bare(text_in(question.label, self._questions.entry.language or ""))
        return f"{words} ({unit})" if unit and unit.casefold() not in words.casefold() else words

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            column = self._head.logicalIndexAt(event.pos().x() - self._side.width())
            QToolTip.showText(event.globalPos(), self.words(column), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, painter = theme.colours(), QPainter(self)
        painter.fillRect(self.rect(), QColor(c.surface))
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(c.muted))
        strong, small = QFont(self.font()), _small(self.font())
        strong.setPixelSize(13)
        strong.setWeight(QFont.Weight.DemiBold)
        for column, sums in self._sums.items():
            room = self._room(painter, column)
            painter.setFont(strong)
            painter.setPen(QColor(c.text))
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self._figure(sums[0]) or "–"
            )
            painter.setFont(small)
            painter.setPen(QColor(c.muted))
            painter.drawText(
                room.adjusted(0, _FIGURE - 4, 0, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
                self._label(sums[0]),
            )

    def _room(self, painter: QPainter, column: int) -> QRect:
        """Where a figure stands; like its column it goes by beneath the first one."""
        side, first = self._side.width(), self._head.sectionSize(0)
        is_scrolled = self._head.offset() > 0
        left = side if is_scrolled and column == 0 else side + self._head.sectionViewportPosition(column)
        begin = side + first if is_scrolled and column else side
        painter.setClipRect(QRect(begin, 0, self.width(), self.height()))
        return QRect(left + 9, 4, self._head.sectionSize(column) - _SIDES, self.height() - 6)


def _small(font: QFont) -> QFont:
    """For the labels of the figures."""
    small = QFont(font)
    small.setPixelSize(11)
    return small
