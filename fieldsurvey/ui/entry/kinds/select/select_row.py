"""One choice as it is painted: its digit, its mark, its picture, its words. No widget: a page has hundreds of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QTextDocument,
    QTextOption,
)

from fieldsurvey.interviews.missing_answers import NAMES
from fieldsurvey.ui.entry.base import marks
from fieldsurvey.ui.entry.base.markdown import is_plain, rich
from fieldsurvey.ui.entry.kinds.select.select_layout import ROW, Shape
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms import Choice
from fieldsurvey.xforms.lists.choice_search import folded

_MARK, _BADGE, _BETWEEN, _BEFORE, _AFTER = 18, 20, 8, 8, 12
_DOT = 26
_UNDER = 6
_KEY_ROOM = 22
"""Of a key over a column, with what lies between it and the words."""
_SIGNS = frozenset("*_#<>[]\\&$-.`~\n")
"""Without one of these a text cannot be Markdown."""
PICTURE = (132, 96)
"""The most a choice's picture takes."""


@dataclass(frozen=True, slots=True)
class State:
    """How a choice stands now."""

    is_chosen: bool = False
    is_here: bool = False
    """The keyboard is on it."""
    is_under: bool = False
    """The mouse is on it."""
    is_open: bool = True
    """It can be picked."""


@dataclass(frozen=True, slots=True)
class Style:
    """What all choices of a question have in common."""

    shape: Shape
    several: bool
    has_marks: bool
    font: QFont
    is_turned: bool = False
    """Right to left."""


class ChoiceRow:
    """One choice, measured and painted at any width."""

    __slots__ = ("_document", "_folded", "_picture", "_style", "choice", "digit", "is_on_scale", "keys")

    def __init__(self, choice: Choice, digit: int, style: Style, picture: QPixmap | None = None) -> None:
        """`digit` is the key that picks it, 0 for none."""
        self.choice, self.digit, self._style = choice, digit, style
        self._picture = picture
        self._document: QTextDocument | None = None
        self._folded = ""
        self.is_on_scale = style.shape in (Shape.LINE, Shape.HEAD)
        """Whether it is a mark on a line, with its words beneath or none, and no row."""
        self.keys = ""
        """A key that gives it beside the digit, where it is shown."""

    @property
    def is_apart(self) -> bool:
        """“Don't know” and “refused” are no step of a scale."""
        return self.choice.value in NAMES

    @property
    def folded(self) -> str:
        """Its words as they are searched."""
        self._folded = self._folded or folded(self.choice.label)
        return self._folded

    @property
    def words(self) -> str:
        """What is written: nothing where pictures stand for the words."""
        if self._style.shape is Shape.LINE or (self._picture and not self._style.has_marks):
            return ""
        return self.choice.label

    # --- measuring -------------------------------------------------------------------------------------------

    def measure(self, width: int) -> int:
        """The height at a width; at width 0 the width it takes on one line."""
        if not width:
            wide = max(_advance(self.words, self._style.font) + 2, self._picture_size[0])
            return self._before + self._picture_beside + wide + self._after
        if self.is_on_scale:
            return self._measure_upright(width)
        words = self._words_height(width - self._before - self._picture_beside - self._after)
        tall = self._picture_size[1] + (words if self._is_upright else 0)
        return max(ROW, (words if not self._is_upright else tall) + 14, self._picture_size[1] + 14)

    @property
    def narrowest(self) -> int:
        """The width at which no word is broken."""
        words = max((_advance(word, self._style.font) for word in self.words.split()), default=0)
        if self.is_on_scale:
            return max(words, self._picture_size[0], _DOT) + 10
        return self._before + self._picture_beside + max(words, self._picture_size[0]) + self._after + 2

    def _measure_upright(self, width: int) -> int:
        if self._style.shape is Shape.LINE:
            return ROW
        words = self._words_height(width - 8)
        if self._style.shape is Shape.HEAD:
            return words + self._picture_size[1] + 8 + (_KEY_ROOM if self._key else 0)
        return 8 + _DOT + _UNDER + self._picture_size[1] + words + 6

    @property
    def _key(self) -> str:
        """The key over its column, in the head of a table."""
        return self.keys or (str(self.digit % 10) if self.digit else "")

    @property
    def _is_upright(self) -> bool:
        """Whether the picture stands above the words or alone: in narrow columns."""
        return bool(self._picture) and (self._style.shape is Shape.PACKED or not self._style.has_marks)

    @property
    def _before(self) -> int:
        """Pixels before picture and words."""
        badge = _BADGE + _BETWEEN if self.digit else 0
        return _BEFORE + badge + (_MARK + _BETWEEN if self._style.has_marks else 0)

    @property
    def _after(self) -> int:
        """Pixels behind the words: the key stands there."""
        return _AFTER + (_BETWEEN + self._keys_width if self.keys else 0)

    @property
    def _keys_width(self) -> int:
        return _advance(self.keys, _small(self._style.font)) + 10

    @property
    def _picture_size(self) -> tuple[int, int]:
        if self._picture is None:
            return 0, 0
        size = self._picture.deviceIndependentSize().toSize()
        return size.width(), size.height()

    @property
    def _picture_beside(self) -> int:
        return self._picture_size[0] + _BETWEEN if self._picture and not self._is_upright else 0

    def _words_height(self, width: int) -> int:
        text = self.words
        if not text:
            return 0
        if _is_rich(text):
            document = self._laid_out(width)
            return int(document.size().height() + 0.9)
        return _height(text, max(24, width), self._style.font)

    def _laid_out(self, width: int) -> QTextDocument:
        if self._document is None:
            self._document = document = QTextDocument()
            document.setDocumentMargin(0)
            document.setDefaultFont(self._style.font)
            side = Qt.AlignmentFlag.AlignRight if self._style.is_turned else Qt.AlignmentFlag.AlignLeft
            side |= Qt.AlignmentFlag.AlignAbsolute
            option = QTextOption(Qt.AlignmentFlag.AlignHCenter if self._is_centred else side)
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            document.setDefaultTextOption(option)
            document.setHtml(rich(self.words))
        self._document.setTextWidth(max(24, width))
        return self._document

    @property
    def _is_centred(self) -> bool:
        return self.is_on_scale

    # --- painting --------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, rect: QRect, state: State) -> None:
        """Draw it in its place."""
        if not self.is_on_scale:
            self._paint_row(painter, rect, state)
        elif self._style.shape is Shape.HEAD:
            self._paint_head(painter, rect.adjusted(4, 0, -4, -4), state)
        else:
            self._paint_point(painter, rect, state)

    def _paint_head(self, painter: QPainter, rect: QRect, state: State) -> None:
        """The words over a column, their foot level with the others', and the key over them."""
        self._paint_words(painter, rect, state)
        if self._key:
            wide = max(_BADGE, _advance(self._key, _small(self._style.font)) + 10)
            top = rect.bottom() + 1 - self._words_height(rect.width()) - _KEY_ROOM
            marks.badge(
                painter, QRect(rect.center().x() - wide // 2, top, wide, 19), self._key, self._style.font
            )

    def _paint_row(self, painter: QPainter, rect: QRect, state: State) -> None:
        c = theme.colours()
        border = c.accent if state.is_chosen or state.is_here else c.muted if state.is_under else c.line
        ground = c.selection if state.is_chosen else c.surface if state.is_open else c.disabled
        marks.frame(painter, rect, border, ground, 2 if state.is_here else 1)
        at = _BEFORE
        if self.digit:
            badge = self._turned(QRect(rect.left() + at, rect.center().y() - 9, _BADGE, 19), rect)
            marks.badge(painter, badge, str(self.digit % 10), self._style.font)
            at += _BADGE + _BETWEEN
        if self._style.has_marks:
            mark = self._turned(QRect(rect.left() + at, rect.center().y() - 8, _MARK, _MARK), rect)
            marks.mark(painter, mark, is_chosen=state.is_chosen, several=self._style.several)
            at += _MARK + _BETWEEN
        if self.keys:
            wide = self._keys_width
            place = QRect(rect.right() + 1 - _BEFORE - wide, rect.center().y() - 9, wide, 19)
            marks.badge(painter, self._turned(place, rect), self.keys, self._style.font)
        inner = QRect(rect.left() + at, rect.top() + 6, rect.width() - at - self._after, rect.height() - 12)
        self._paint_inside(painter, rect, inner, state)

    def _paint_inside(self, painter: QPainter, rect: QRect, inner: QRect, state: State) -> None:
        if self._picture is not None:
            wide, high = self._picture_size
            top = inner.top() if self._is_upright else inner.center().y() - high // 2
            painter.drawPixmap(
                self._turned(QRect(inner.left(), top, wide, high), rect).topLeft(), self._picture
            )
            if self._is_upright:
                inner.setTop(top + high)
            else:
                inner.setLeft(inner.left() + wide + _BETWEEN)
        self._paint_words(painter, self._turned(inner, rect), state)

    def _paint_words(self, painter: QPainter, rect: QRect, state: State) -> None:
        text = self.words
        if not text:
            return
        c = theme.colours()
        is_quiet = self.choice.value in NAMES or not state.is_open or self._style.shape is Shape.HEAD
        colour = QColor(c.muted if is_quiet and not state.is_chosen else c.text)
        if _is_rich(text):
            _draw(painter, self._laid_out(rect.width()), rect, colour)
            return
        painter.setPen(colour)
        painter.setFont(self._style.font)
        if self._style.shape is Shape.HEAD:
            side = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(rect, _wrapping(text, rect.width(), self._style.font) | side, text)
            return
        side = Qt.AlignmentFlag.AlignRight if self._style.is_turned else Qt.AlignmentFlag.AlignLeft
        side |= Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, _wrapping(text, rect.width(), self._style.font) | side, text)

    def _paint_point(self, painter: QPainter, rect: QRect, state: State) -> None:
        """A mark with its digit in it; on a scale the words under it."""
        is_line = self._style.shape is Shape.LINE
        top = rect.center().y() - _DOT // 2 if is_line else rect.top() + 8
        dot = QRectF(rect.center().x() - _DOT / 2 + 0.5, top, _DOT, _DOT)
        self._paint_dot(painter, dot, state)
        if is_line:
            return
        below = QRect(
            rect.left() + 4, top + _DOT + _UNDER, rect.width() - 8, rect.bottom() - top - _DOT - _UNDER
        )
        if self._picture is not None:
            wide, high = self._picture_size
            painter.drawPixmap(rect.center().x() - wide // 2, below.top(), self._picture)
            below.setTop(below.top() + high)
        text = self.words
        c = theme.colours()
        colour = QColor(c.text if state.is_open else c.muted)
        if _is_rich(text):
            _draw(painter, self._laid_out(below.width()), below, colour)
            return
        painter.setPen(colour)
        painter.setFont(self._style.font)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, _wrapping(text, below.width(), self._style.font) | centred, text)

    def _paint_dot(self, painter: QPainter, dot: QRectF, state: State) -> None:
        """The mark of a scale: a ring, or a box where several may be chosen; its digit stands in it."""
        c = theme.colours()
        line = c.accent if state.is_chosen or state.is_here or state.is_under else c.muted
        painter.setPen(QPen(QColor(line), 2 if state.is_here or state.is_chosen else 1.2))
        painter.setBrush(QColor(c.accent if state.is_chosen else c.surface if state.is_open else c.disabled))
        if self._style.several:
            painter.drawRoundedRect(dot, 5, 5)
        else:
            painter.drawEllipse(dot)
        if state.is_here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.accent), 1.5))
            ring = dot.adjusted(-4, -4, 4, 4)
            painter.drawRoundedRect(ring, 8 if self._style.several else ring.width() / 2, ring.height() / 2)
        if state.is_chosen:
            marks.tick(painter, dot, QColor(c.on_accent))
        elif self.digit:
            painter.setPen(QColor(c.muted))
            painter.setFont(_small(self._style.font))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(self.digit % 10))

    def _turned(self, inner: QRect, rect: QRect) -> QRect:
        """Mirrored within the row where the script runs from right to left."""
        if not self._style.is_turned:
            return inner
        return QRect(rect.left() + rect.right() - inner.right(), inner.top(), inner.width(), inner.height())


def _draw(painter: QPainter, document: QTextDocument, rect: QRect, colour: QColor) -> None:
    """Rich text, in the middle of its place."""
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, colour)
    context.palette = palette
    painter.save()
    top = rect.top() + max(0.0, (rect.height() - document.size().height()) / 2)
    painter.translate(QPointF(rect.left(), top))
    document.documentLayout().draw(painter, context)
    painter.restore()


def _is_rich(text: str) -> bool:
    return not _SIGNS.isdisjoint(text) and _has_markdown(text)


@lru_cache(maxsize=4000)
def _has_markdown(text: str) -> bool:
    return not is_plain(text)


def _advance(text: str, font: QFont) -> int:
    return _widths(text, _kind(font))


def _height(text: str, width: int, font: QFont) -> int:
    """Most labels are one line, and no letter is wider than the font is high; only longer ones are laid out."""
    kind = _kind(font)
    if "\n" not in text and (len(text) * kind[0] <= width or _widths(text, kind) <= width):
        return _fonts[kind][1].height()
    return _wrapped(text, width, kind)


_Kind = tuple[int, int]
"""Size and weight: the families are the program's own everywhere."""
_fonts: dict[_Kind, tuple[QFont, QFontMetrics, QFont]] = {}
"""Font, its measures, and the small one for digits."""


def _kind(font: QFont) -> _Kind:
    kind = font.pixelSize(), int(font.weight())
    if kind not in _fonts:
        small = QFont(font)
        small.setPixelSize(12)
        _fonts[kind] = font, QFontMetrics(font), small
    return kind


def _small(font: QFont) -> QFont:
    return _fonts[_kind(font)][2]


@lru_cache(maxsize=20_000)
def _widths(text: str, kind: _Kind) -> int:
    return _fonts[kind][1].horizontalAdvance(text)


@lru_cache(maxsize=20_000)
def _wrapped(text: str, width: int, kind: _Kind) -> int:
    flags = int(_wrapping(text, width, _fonts[kind][0]))
    return _fonts[kind][1].boundingRect(QRect(0, 0, width, 100_000), flags, text).height()


def _wrapping(text: str, width: int, font: QFont) -> Qt.TextFlag:
    """Between words; within one only where it is longer than the line."""
    is_broken = len(text) * _kind(font)[0] > width and any(
        _advance(word, font) > width for word in text.split()
    )
    return Qt.TextFlag.TextWrapAnywhere if is_broken else Qt.TextFlag.TextWordWrap
