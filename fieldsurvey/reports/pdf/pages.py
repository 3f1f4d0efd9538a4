"""The frame of the page: cover, header, footer; and chapters remembered where they fall."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from fieldsurvey.reports.colours import ACCENT, LINE, MUTED, PALE, SERIES, WARN, WHITE
from fieldsurvey.reports.document import Document
from fieldsurvey.reports.pdf import text
from fieldsurvey.reports.pdf.chapters import Chapter, Places
from fieldsurvey.reports.pdf.paragraphs import wrapped
from fieldsurvey.reports.pdf.style import (
    BOTTOM,
    COLUMN,
    COVER,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TOP,
)  # fmt: skip

COVER_HEAD = 250.0
"""Points of the first page under its coloured head that stay free."""


class Pages(BaseDocTemplate):
    """One pass over a document; `places` is filled, `learned` is what the pass before found."""

    def __init__(self, target: Any, document: Document, places: Places, learned: Places) -> None:
        super().__init__(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            title=document.title,
            author=document.author,
            lang=document.language,
            creator="FieldSurvey",
            invariant=1,
        )
        self.document, self.places, self.learned = document, places, learned
        self.chapter = ""
        frame = Frame(LEFT, BOTTOM + 12, COLUMN, PAGE_HEIGHT - TOP - BOTTOM - 12, 0, 0, 0, 0)
        cover = PageTemplate("cover", [frame], onPage=self._cover, autoNextPageTemplate="page")
        page = PageTemplate("page", [frame], onPageEnd=self._furnish)
        self.addPageTemplates([cover, page] if document.cover else [page])

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
        cover = self.document.cover
        if cover is None:
            return
        tall = COVER_HEAD + 52
        canvas.setFillColor(HexColor(ACCENT))
        canvas.rect(0, PAGE_HEIGHT - tall, PAGE_WIDTH, tall, stroke=0, fill=1)
        canvas.setFillColor(HexColor(SERIES[1]))
        canvas.rect(LEFT, PAGE_HEIGHT - tall, 64, 4, stroke=0, fill=1)
        text.draw(canvas, LEFT, PAGE_HEIGHT - 84, cover.kind, 13, colour=PALE)
        lines = wrapped(cover.title, COVER.size, COLUMN, bold=True)
        for number, line in enumerate(lines):
            y = PAGE_HEIGHT - 150 - number * COVER.size * COVER.tall_leading
            text.draw(canvas, LEFT, y, line, COVER.size, bold=True, colour=WHITE)
        text.draw(canvas, LEFT, PAGE_HEIGHT - tall + 34, cover.place, 13, colour=WHITE)
        marks = self.document.header_footer
        if marks.warning:
            text.draw(canvas, LEFT, BOTTOM, marks.warning, 10, bold=True, colour=WARN)
        text.draw(canvas, LEFT + COLUMN, BOTTOM, marks.written, 9, colour=MUTED, anchor="end")

    def _furnish(self, canvas: Canvas, _document: Any) -> None:
        marks = self.document.header_footer
        y = PAGE_HEIGHT - TOP + 16
        text.draw(canvas, LEFT, y, marks.head, 8, colour=MUTED)
        text.draw(canvas, LEFT + COLUMN, y, self.chapter, 8, colour=MUTED, anchor="end")
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, y - 6, LEFT + COLUMN, y - 6)
        y = BOTTOM - 12
        canvas.line(LEFT, y + 12, LEFT + COLUMN, y + 12)
        foot = " \u00b7 ".join(part for part in (marks.written, marks.remark) if part)
        text.draw(canvas, LEFT, y, foot, 8, colour=MUTED)
        if marks.warning:
            at = LEFT + text.width(foot, 8) + 12
            text.draw(canvas, at, y, marks.warning, 8, bold=True, colour=WARN)
        pages = marks.page_of.format(page=self.page, pages=self.learned.pages or self.page)
        text.draw(canvas, LEFT + COLUMN, y, pages, 8, colour=MUTED, anchor="end")
