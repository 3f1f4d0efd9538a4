"""Titles of chapters, which the contents, the header and the outline repeat, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from fieldsurvey.reports.colours import LINE
from fieldsurvey.reports.pdf import text
from fieldsurvey.reports.pdf.paragraphs import Text
from fieldsurvey.reports.pdf.style import BODY, TITLE, TextStyle


@dataclass(slots=True)
class Places:
    """Where chapters came to stand, known after the first pass."""

    chapters: list[tuple[str, int]] = field(default_factory=list)
    pages: int = 0


class Chapter(Text):
    """A chapter's title."""

    def __init__(self, title: str, *, is_listed: bool = True, style: TextStyle = TITLE) -> None:
        super().__init__(title, style)
        self.is_listed = is_listed


class ContentsList(Flowable):
    """The chapters with their pages."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self.places = places
        self.row = BODY.size * 1.62

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """As tall as there are chapters."""
        self.width, self.height = room, self.row * len(self.places.chapters)
        return self.width, self.height

    def draw(self) -> None:
        """Title, rule, page."""
        size = BODY.size
        for number, (title, page) in enumerate(self.places.chapters):
            y = self.height - self.row * (number + 0.72)
            text.draw(self.canv, 0, y, title, size)
            text.draw(self.canv, self.width, y, str(page), size, anchor="end")
            self.canv.setStrokeColor(HexColor(LINE))
            self.canv.setLineWidth(0.5)
            left, right = text.width(title, size) + 8, self.width - text.width(str(page), size) - 8
            self.canv.line(left, y + 2, right, y + 2)
