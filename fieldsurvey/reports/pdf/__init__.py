"""The page: from a document to a PDF. Nothing outside this folder imports ReportLab, or the shaper of its text."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.reports.document import Document
from fieldsurvey.reports.pdf.chapters import Places
from fieldsurvey.reports.pdf.fonts import font
from fieldsurvey.reports.pdf.keeping import kept_together
from fieldsurvey.reports.pdf.pages import Pages
from fieldsurvey.reports.pdf.story import story
from fieldsurvey.reports.scripts import LATIN

_MOST_PASSES = 3


def render(document: Document) -> bytes:
    """The PDF: set again until its contents name the pages where the chapters fall."""
    learned = Places()
    for _ in range(_MOST_PASSES):
        target, found = BytesIO(), Places()
        pages = Pages(target, document, found, learned)
        pages.build(kept_together(story(document, learned)), canvasmaker=_canvas)
        if found == learned:
            break
        learned = found
    return target.getvalue()


def _canvas(filename: Any, **options: Any) -> Canvas:
    options["initialFontName"] = font(LATIN).fontName
    options["pageCompression"] = 1
    return Canvas(filename, **options)
