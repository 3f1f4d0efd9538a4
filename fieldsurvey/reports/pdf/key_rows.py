"""Letters to be typed by hand: large, each in its place, every second row tinted to keep the eye in line."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from fieldsurvey.reports.colours import GROUND, INK, LINE, MUTED
from fieldsurvey.reports.pdf import text

_ROW = 38.0
_LETTER = 36.0
"""Points from letter to letter, so that rows stand under each other like type of one width."""
_GAP = 40.0
_SIZE = 23.0
_MARGIN = 20.0
_FIRST_LETTER = 74.0


class KeyRowsFlow(Flowable):
    """A number and some groups of letters a row; a row alone has no number."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__()
        self.rows = rows
        self.spaceBefore = 14

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """As wide as the column."""
        self.width, self.height = room, _ROW * len(self.rows)
        return self.width, self.height

    def draw(self) -> None:
        """Rows from the top."""
        canvas = self.canv
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.75)
        for number, row in enumerate(self.rows, start=1):
            bottom = self.height - number * _ROW
            if number % 2:
                canvas.setFillColor(HexColor(GROUND))
                canvas.rect(0, bottom, self.width, _ROW, stroke=0, fill=1)
            base = bottom + (_ROW - 0.72 * _SIZE) / 2
            if len(self.rows) > 1:
                text.draw(canvas, _MARGIN, base + 3, str(number), 12, colour=MUTED)
            self._letters(row, base)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)

    def _letters(self, row: str, base: float) -> None:
        at = _FIRST_LETTER
        for letter in row:
            if letter == " ":
                at += _GAP
                continue
            text.draw(self.canv, at, base, letter, _SIZE, bold=True, colour=INK, anchor="middle")
            at += _LETTER
