"""A photo made fit for the study: no larger than the form asks, upright, and without the camera's hidden place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPixmap

from fieldsurvey.errors import FieldSurveyError

_USUAL_PIXELS = 2048
_QUALITY = 85
_DRAWN = (
    0.5  # bytes a pixel; a PNG that takes fewer has few colours, and as a JPEG would be larger and blurred
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the laptop's disk, of which only the head was read so far."""

    path: Path
    pixels: int
    """Its longer side at most, when it is stored."""
    is_drawn: bool
    """A signature or drawing, which stays a PNG."""

    @property
    def suffix(self) -> str:
        """The ending of its name in the study."""
        return ".png" if self.is_drawn else ".jpg"

    def shrunk(self) -> bytes:
        """The picture as it is stored; a tenth of a second for a camera's. Raises FieldSurveyError for a broken one."""
        image = _read(self.path, self.pixels)
        if image.isNull():
            raise FieldSurveyError("picture.broken")
        return _written(_plain(image, self.is_drawn), "PNG" if self.is_drawn else "JPEG")


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture at hand: drawn, turned, pasted, or seen by the camera. It is written on its way into the study."""

    image: QImage
    pixels: int
    is_drawn: bool

    @property
    def suffix(self) -> str:
        """The ending of its name in the study."""
        return ".png" if self.is_drawn else ".jpg"

    def shrunk(self) -> bytes:
        """The picture as it is stored."""
        side = max(self.image.width(), self.image.height())
        image = self.image
        if side > self.pixels:
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(self.pixels, self.pixels, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        return _written(_plain(image, self.is_drawn), "PNG" if self.is_drawn else "JPEG")


def taken(image: QImage, wanted: str, *, is_drawn: bool) -> Taken:
    """A picture at hand, as large as `max-pixels` of the form allows."""
    return Taken(image, _pixels(wanted), is_drawn)


def look(path: Path, wanted: str) -> Picture | None:
    """What the head of the file says, and `max-pixels` as the form gives it; None when it is no picture we can read."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not reader.canRead() or not size.isValid():
        return None
    weight = path.stat().st_size / (size.width() * size.height())
    is_drawn = bytes(reader.format().data()) == b"png" and weight < _DRAWN
    return Picture(path, _pixels(wanted), is_drawn)


def preview(data: bytes, side: int) -> QPixmap:
    """The picture small, for the page; an empty one when it is none."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    _limit(reader, side)
    return QPixmap.fromImage(reader.read())


def _pixels(wanted: str) -> int:
    """A form may say anything; what is no number above zero means nothing was asked."""
    wanted = wanted.strip()
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    return number or _USUAL_PIXELS


def _read(path: Path, pixels: int) -> QImage:
    """The picture upright and shrunk: a JPEG is shrunk while it is read, which spares most of the work and memory."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    _limit(reader, pixels)
    return reader.read()


def _limit(reader: QImageReader, side: int) -> None:
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        fitting = size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fitting.expandedTo(QSize(1, 1)))


def _plain(image: QImage, has_holes: bool) -> QImage:
    """The points alone, in usual colours: whatever else the file said of them stays behind."""
    if image.colorSpace().isValid() and image.colorSpace() != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    kind = QImage.Format.Format_ARGB32 if has_holes else QImage.Format.Format_RGB32
    image = image.convertToFormat(kind)
    return QImage(image.constBits(), image.width(), image.height(), image.bytesPerLine(), kind).copy()


def _written(image: QImage, kind: str) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, _QUALITY if kind == "JPEG" else -1)  # type: ignore[call-overload]
    return bytes(content.data())
