"""The frame of the page: running head, foot, contents with page numbers; and writing the file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate

from fieldsurvey.errors import ReportError
from fieldsurvey.reports import text
from fieldsurvey.reports.fonts import LATIN, font
from fieldsurvey.reports.paragraphs import Text, wrapped
from fieldsurvey.reports.picture import PictureFlow
from fieldsurvey.reports.style import (
    ACCENT,
    BOTTOM,
    COLUMN,
    COVER,
    LEFT,
    LINE,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SERIES,
    TITLE,
    TOP,
    WARN,
    WHITE,
    TextStyle,
)  # fmt: skip
from fieldsurvey.reports.tables import Grid
from fieldsurvey.system.files import whole_file, why

_WITH_HEADING = 260.0
"""The tallest chart that pulls its heading to the next page."""
_LINES_WITH_HEADING = 64.0
"""How much of a paragraph stands under its heading."""
_MOST_PASSES = 2
COVER_HEAD = 250.0
"""Points of the first page under its coloured head that stay free."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page's coloured head: what it is, of what, where."""

    kind: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Frontispiece:
    """What stands on every page and in the file's properties."""

    title: str
    head: str
    """Left in the running head; the chapter stands right."""
    foot: str
    """Left in the foot: the date and what the figures are of."""
    page_of: str
    """ "page {page} of {pages}" in the reader's language."""
    warning: str = ""
    """Printed in the foot where it applies, for example that the data are synthetic."""
    author: str = ""
    language: str = "en"
    cover: Cover | None = None


@dataclass(slots=True)
class Places:
    """Where chapters came to stand, known after the first pass."""

    chapters: list[tuple[str, int]] = field(default_factory=list)
    pages: int = 0


class Chapter(Text):
    """A chapter's title: remembered for the contents, the running head and the outline."""

    def __init__(self, title: str, *, is_listed: bool = True, style: TextStyle = TITLE) -> None:
        super().__init__(title, style)
        self.is_listed = is_listed


class Contents(Flowable):
    """The list of chapters with their pages."""

    def __init__(self, places: Places, style: TextStyle) -> None:
        super().__init__()
        self.places = places
        self.style = style
        self.row = style.size * 1.62

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """As tall as there are chapters."""
        self.width, self.height = room, self.row * len(self.places.chapters)
        return self.width, self.height

    def draw(self) -> None:
        """Title, dotted rule, page."""
        for number, (title, page) in enumerate(self.places.chapters):
            y = self.height - self.row * (number + 0.72)
            size = self.style.size
            text.draw(self.canv, 0, y, title, size)
            text.draw(self.canv, self.width, y, str(page), size, anchor="end")
            self.canv.setStrokeColor(HexColor(LINE))
            self.canv.setLineWidth(0.5)
            self.canv.line(
                text.width(title, size) + 8, y + 2, self.width - text.width(str(page), size) - 8, y + 2
            )


Story = Callable[[Places], Sequence[Flowable]]


def write(path: Path, story: Story, front: Frontispiece) -> None:
    """Make the PDF: until it is known where chapters fall, then for good. Raises ReportError with a sentence."""
    learned = Places()
    try:
        for _ in range(_MOST_PASSES):
            found = Places()
            _Document(BytesIO(), front, found, learned).build(
                kept_together(story(learned)), canvasmaker=_canvas
            )
            learned, before = found, learned
            if learned == before:
                break
        with whole_file(Path(path)) as part:
            last = _Document(str(part), front, Places(), learned)
            last.build(kept_together(story(learned)), canvasmaker=_canvas)
    except OSError as error:
        raise ReportError(f"The report cannot be written to {path}: {why(error)}.") from error


def kept_together(story: Sequence[Flowable]) -> list[Flowable]:
    """The story with a page break offered before each heading whose first lines of content would not fit under it."""
    found: list[Flowable] = []
    for number, flowable in enumerate(story):
        is_head = isinstance(flowable, Text) and flowable.style.keep_with_next
        if is_head and not (number and _is_heading(story[number - 1])):
            found.append(CondPageBreak(_room(story[number : number + 5])))
        found.append(flowable)
    return found


def _is_heading(flowable: Flowable) -> bool:
    return isinstance(flowable, Text) and flowable.style.keep_with_next


def _room(following: Sequence[Flowable]) -> float:
    """Height of a heading, the headings right under it, and as much of what follows as should stand with them."""
    room = 0.0
    for flowable in following:
        height = _height(flowable)
        room += flowable.getSpaceBefore()
        if not _is_heading(flowable):
            return room + min(height, _kept_with_heading(flowable))
        room += height + flowable.getSpaceAfter()
    return room


def _kept_with_heading(flowable: Flowable) -> float:
    if isinstance(flowable, Grid):
        return flowable.least_height() + 2
    return _WITH_HEADING if isinstance(flowable, KeepTogether | PictureFlow) else _LINES_WITH_HEADING


def _height(flowable: Flowable) -> float:
    if isinstance(flowable, KeepTogether):
        return sum(_height(part) + part.getSpaceBefore() for part in flowable._content)  # type: ignore[attr-defined]
    return flowable.wrap(COLUMN, PAGE_HEIGHT)[1]


def _canvas(filename: Any, **options: Any) -> Canvas:
    options["initialFontName"] = font(LATIN).fontName
    options["pageCompression"] = 1
    return Canvas(filename, **options)


class _Document(BaseDocTemplate):
    def __init__(self, target: Any, front: Frontispiece, places: Places, learned: Places) -> None:
        super().__init__(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            title=front.title,
            author=front.author,
            lang=front.language,
            creator="FieldSurvey",
            invariant=1,
        )
        self.front, self.places, self.learned = front, places, learned
        self.chapter = ""
        frame = Frame(LEFT, BOTTOM + 12, COLUMN, PAGE_HEIGHT - TOP - BOTTOM - 12, 0, 0, 0, 0)
        cover = PageTemplate("cover", [frame], onPage=self._cover, autoNextPageTemplate="page")
        page = PageTemplate("page", [frame], onPageEnd=self._furnish)
        self.addPageTemplates([cover, page] if front.cover else [page])

    def afterFlowable(self, flowable: Flowable) -> None:
        """Remember chapters as they fall."""
        if isinstance(flowable, Chapter):
            self.chapter = flowable.plain
            if flowable.is_listed:
                self.places.chapters.append((flowable.plain, self.page))
                key = f"chapter-{len(self.places.chapters)}"
                self.canv.bookmarkPage(key)
                self.canv.addOutlineEntry(flowable.plain, key, 0)

    def afterPage(self) -> None:
        """Count the pages."""
        self.places.pages = self.page

    def _cover(self, canvas: Canvas, _document: Any) -> None:
        cover = self.front.cover
        if cover is None:
            return
        tall = COVER_HEAD + 52
        canvas.setFillColor(HexColor(ACCENT))
        canvas.rect(0, PAGE_HEIGHT - tall, PAGE_WIDTH, tall, stroke=0, fill=1)
        canvas.setFillColor(HexColor(SERIES[1]))
        canvas.rect(LEFT, PAGE_HEIGHT - tall, 64, 4, stroke=0, fill=1)
        text.draw(canvas, LEFT, PAGE_HEIGHT - 84, cover.kind, 13, colour="#CEDFE0")
        lines = wrapped(cover.title, COVER.size, COLUMN, bold=True)
        for number, line in enumerate(lines):
            y = PAGE_HEIGHT - 150 - number * COVER.size * COVER.tall_leading
            text.draw(canvas, LEFT, y, line, COVER.size, bold=True, colour=WHITE)
        text.draw(canvas, LEFT, PAGE_HEIGHT - tall + 34, cover.place, 13, colour=WHITE)
        if self.front.warning:
            text.draw(canvas, LEFT, BOTTOM, self.front.warning, 10, bold=True, colour=WARN)
        text.draw(
            canvas,
            LEFT + COLUMN,
            BOTTOM,
            self.front.foot.partition(" \u00b7 ")[0],
            9,
            colour=MUTED,
            anchor="end",
        )

    def _furnish(self, canvas: Canvas, _document: Any) -> None:
        front = self.front
        y = PAGE_HEIGHT - TOP + 16
        text.draw(canvas, LEFT, y, front.head, 8, colour=MUTED)
        text.draw(canvas, LEFT + COLUMN, y, self.chapter, 8, colour=MUTED, anchor="end")
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, y - 6, LEFT + COLUMN, y - 6)
        y = BOTTOM - 12
        canvas.line(LEFT, y + 12, LEFT + COLUMN, y + 12)
        text.draw(canvas, LEFT, y, front.foot, 8, colour=MUTED)
        if front.warning:
            at = LEFT + text.width(front.foot, 8) + 12
            text.draw(canvas, at, y, front.warning, 8, bold=True, colour=WARN)
        pages = front.page_of.format(page=self.page, pages=self.learned.pages or self.page)
        text.draw(canvas, LEFT + COLUMN, y, pages, 8, colour=MUTED, anchor="end")
