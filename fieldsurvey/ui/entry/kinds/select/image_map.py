"""A drawing (SVG) whose shapes are choices: the shape's id is the choice's code (`image-map`)."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer

from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.kinds.select.select_picture import SelectPicture, SelectPictureWidget
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms import Prompt

_WIDEST, _HIGHEST = 640, 400
_LARGEST = 5_000_000
_CHOSEN, _MEANT = 150, 70


class ImageMapWidget(SelectPictureWidget):
    """Choose by clicking a shape, or in the list beneath it."""

    shows_picture = True

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        self.drawing = Drawing()
        super().__init__(prompt, question, self.drawing)

    def attach(self, form: FormSide) -> None:
        super().attach(form)
        name = self.prompt.media.get("image", "")
        data = form.read(name) if name else None
        self.drawing.load(data or b"", [choice.value for choice in self.prompt.choices])
        self.label_picture()


class Drawing(SelectPicture):
    """The drawing. What belongs to a shape is asked of its pixels, so that the form of the shape counts, not its frame."""

    def __init__(self) -> None:
        super().__init__()
        self._svg: QSvgRenderer | None = None
        self._codes: list[str] = []
        self._shapes: dict[str, QImage] = {}
        self._drawn = QImage()

    def load(self, data: bytes, codes: list[str]) -> None:
        """Show another drawing, whose shapes have these ids."""
        svg = QSvgRenderer(QByteArray(data)) if 0 < len(data) < _LARGEST else None
        self._svg = svg if svg is not None and svg.isValid() else None
        self._codes = [code for code in codes if self._svg is not None and self._svg.elementExists(code)]
        self._shapes, self._drawn = {}, QImage()
        self.updateGeometry()

    @property
    def is_there(self) -> bool:
        return self._svg is not None

    def _scale(self) -> float:
        assert self._svg is not None
        box = self._svg.viewBoxF()
        if box.isEmpty():
            return 1.0
        room = min(self.width() or _WIDEST, _WIDEST)
        return min(room / box.width(), _HIGHEST / box.height())

    def sizeHint(self) -> QSize:
        if self._svg is None:
            return QSize(0, 0)
        box, scale = self._svg.viewBoxF(), self._scale()
        return QSize(int(box.width() * scale), int(box.height() * scale))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width."""
        if self._svg is None:
            return 0
        box = self._svg.viewBoxF()
        if box.isEmpty():
            return 0
        return int(min(min(width, _WIDEST) * box.height() / box.width(), _HIGHEST))

    def _draw(self) -> QImage:
        """The whole drawing at the size it is shown in, and each shape alone for pointing and tinting."""
        assert self._svg is not None
        size = self.sizeHint()
        if self._drawn.size() != size:
            self._drawn = _empty(size)
            painter = QPainter(self._drawn)
            self._svg.render(painter, QRectF(0, 0, size.width(), size.height()))
            painter.end()
            self._shapes = {code: self._shape(self._svg, code, size) for code in self._codes}
        return self._drawn

    def _shape(self, svg: QSvgRenderer, code: str, size: QSize) -> QImage:
        image = _empty(size)
        box, scale = svg.viewBoxF(), self._scale()
        rect = svg.transformForElement(code).mapRect(svg.boundsOnElement(code))
        painter = QPainter(image)
        painter.scale(scale, scale)
        painter.translate(-box.topLeft())
        svg.render(painter, code, rect)
        painter.end()
        return image

    def code_at(self, point: QPointF) -> str:
        if self._svg is None:
            return ""
        self._draw()
        at = point.toPoint()
        shapes = reversed(list(self._shapes.items()))  # what was drawn last lies on top
        return next(
            (code for code, image in shapes if image.valid(at) and image.pixelColor(at).alpha() > 40), ""
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._svg is None:
            return
        painter = QPainter(self)
        painter.drawImage(0, 0, self._draw())
        for code in self._codes:
            if code in self.chosen or code == self.here:
                painter.drawImage(0, 0, self._tinted(code, _CHOSEN if code in self.chosen else _MEANT))

    def _tinted(self, code: str, strength: int) -> QImage:
        tinted = QImage(self._shapes[code])
        colour = QColor(theme.colours().accent)
        colour.setAlpha(strength)
        painter = QPainter(tinted)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(tinted.rect(), colour)
        painter.end()
        return tinted


def _empty(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
