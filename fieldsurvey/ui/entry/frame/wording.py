"""Words on a page that are painted, not made of widgets: a page has hundreds of them, and a label of its own costs more than all its letters."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from fieldsurvey.ui.entry.base.markdown import rich
from fieldsurvey.ui.shell import theme

_LINE_HEIGHT, _TALL = (
    106,
    100,
)  # percent of what the font itself asks for: 1.36 of its size, of tall scripts 1.64
_TALL_SCRIPTS = re.compile("[\u0600-\u06ff\u0900-\u0dff]")


class Wording:
    """A text in one size and colour, wrapped at any width. Laid out when it is first measured."""

    def __init__(
        self, pixels: int, colour: Callable[[theme.Colours], str], weight: QFont.Weight = QFont.Weight.Normal
    ) -> None:
        self._pixels, self._colour, self._weight = pixels, colour, weight
        self._text, self.markup = "", ""
        self._document: QTextDocument | None = None
        self._heights: dict[int, int] = {}

    def say(self, text: str, *, mark: str = "", markdown: bool = False) -> bool:
        """Show another text, with a mark (rich text) behind it; True when it is another than before."""
        shown = (rich(text) if markdown else html.escape(text)) + mark
        if (self._text, self.markup) == (text, shown):
            return False
        self._text, self.markup = text, shown
        self._document = None
        self._heights = {}
        return True

    def text(self) -> str:
        """The words as they were given."""
        return self._text

    def height(self, width: int) -> int:
        """Pixels the text takes at this width; none when there is none."""
        if not self._text:
            return 0
        if width not in self._heights:
            self._heights[width] = int(self._laid_out(width).size().height() + 0.99)
        return self._heights[width]

    def paint(
        self, painter: QPainter, left: int, top: int, width: int, direction: Qt.LayoutDirection
    ) -> None:
        """Draw the text, from the side the page is read from, whatever its own script."""
        if not self._text:
            return
        document = self._laid_out(width)
        option = document.defaultTextOption()
        side = Qt.AlignmentFlag.AlignLeft
        if direction is Qt.LayoutDirection.RightToLeft:
            side = Qt.AlignmentFlag.AlignRight
        if option.alignment() != side | Qt.AlignmentFlag.AlignAbsolute:
            option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
            document.setDefaultTextOption(option)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette(context.palette)
        palette.setColor(QPalette.ColorRole.Text, QColor(self._colour(theme.colours())))
        palette.setColor(QPalette.ColorRole.Link, QColor(theme.colours().accent))
        context.palette = palette
        painter.save()
        painter.translate(QPointF(left, top))
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _laid_out(self, width: int) -> QTextDocument:
        if self._document is None:
            self._document = self._made()
        if self._document.textWidth() != width:
            self._document.setTextWidth(width)
        return self._document

    def _made(self) -> QTextDocument:
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        font = QFont(QGuiApplication.font())
        font.setPixelSize(self._pixels)
        font.setWeight(self._weight)
        document.setDefaultFont(font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setHtml(self.markup)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        height = _TALL if _TALL_SCRIPTS.search(self._text) else _LINE_HEIGHT
        spacing.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spacing)
        return document


def question_words() -> Wording:
    """The words of a question."""
    return Wording(15, lambda c: c.text, QFont.Weight.Medium)


def note_words() -> Wording:
    """A text to be read."""
    return Wording(14, lambda c: c.text)


def hint_words() -> Wording:
    """What helps to answer."""
    return Wording(13, lambda c: c.muted)


def fault_words() -> Wording:
    """Why an answer is not accepted."""
    return Wording(13, lambda c: c.bad)


def warning_words() -> Wording:
    """What is unlikely, or not understood."""
    return Wording(13, lambda c: c.warn)
