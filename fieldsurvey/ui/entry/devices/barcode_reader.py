"""Reading codes out of pictures: the one door to the library that does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QImage


def read_codes(image: QImage) -> Sequence[str]:
    """The codes a picture shows, in any direction: QR, Data Matrix, EAN, Code 128 and the other usual ones."""
    import zxingcpp

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return [found.text for found in zxingcpp.read_barcodes(grey) if found.text]
