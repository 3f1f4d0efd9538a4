"""What some numbers make together, under them: all shares in one bar, the sum, and what is missing in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from fieldsurvey.interviews.whole_groups import WHOLE
from fieldsurvey.ui.entry.frame import share_bars, wording
from fieldsurvey.ui.entry.session.running_sums import Sum
from fieldsurvey.ui.shell import theme

_SIDE, _STACK, _AROUND = 16, 14, 12


class SumFoot(QWidget):
    """All shares in one bar, what they make, and what is missing in a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sum: Sum | None = None
        self._parts: list[tuple[float, str]] = []
        self._lacks = wording.warning_words()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_sum(self, made: Sum, refs: Sequence[str]) -> None:
        """Show what the numbers make now; `refs` are all of the group, in order."""
        self._sum = made
        self._parts = [
            (float(part / WHOLE), share_bars.colour_of(refs.index(ref))) for ref, part in made.shares.items()
        ]
        lacks = made.lacks if made.shares else ""
        if self._lacks.say(f"▲  {lacks}" if lacks else ""):
            self.updateGeometry()
        self.setAccessibleName(". ".join(part for part in (made.words, lacks) if part))
        self.update()

    @property
    def said(self) -> str:
        """The sum and what is missing, as it is read."""
        return self.accessibleName()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The bar, and under it the sentence."""
        words = self._lacks.height(max(80, width - 2 * _SIDE))
        return 2 * _AROUND + 22 + (words + 4 if words else 0)

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 1 else 640
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sum is None:
            return
        colours, direction = theme.colours(), self.layoutDirection()
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.strong_line))
        font = QFont(self.font())
        font.setPixelSize(15)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        words = self._sum.words
        wide = QFontMetrics(font).horizontalAdvance(words) + 4
        room = QRect(_SIDE, _AROUND, self.width() - 2 * _SIDE, 22)
        text = QRect(room.right() + 1 - wide, room.top(), wide, room.height())
        bar = QRect(room.left(), room.top() + 4, room.width() - wide - 16, _STACK)
        painter.setPen(QColor(colours.good if not self._sum.left else colours.text))
        shown = QStyle.visualRect(direction, self.rect(), text)
        painter.drawText(shown, Qt.AlignmentFlag.AlignCenter, words)
        share_bars.stack(painter, QStyle.visualRect(direction, self.rect(), bar), direction, self._parts)
        below = QRect(_SIDE, room.bottom() + 5, self.width() - 2 * _SIDE, self.height())
        self._lacks.paint(painter, below.left(), below.top(), below.width(), direction)
