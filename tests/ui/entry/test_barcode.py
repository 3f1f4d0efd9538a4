"""Real codes in real pictures; left out where the library that reads them is not installed."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter, QTransform

from fieldsurvey.ui.entry.devices.barcode_reader import read_codes

zxingcpp = pytest.importorskip("zxingcpp")


def picture(text: str, kind: str) -> QImage:
    """A grey photo with the code somewhere in it."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = memoryview(made.to_image(scale=4))
    high, wide = drawn.shape[:2]
    code = QImage(bytes(drawn), wide, high, wide, QImage.Format.Format_Grayscale8).copy()
    photo = QImage(900, 700, QImage.Format.Format_RGB32)
    photo.fill(0xFFBBBBBB)
    painter = QPainter(photo)
    painter.fillRect(190, 140, wide + 80, high + 120, 0xFFFFFFFF)
    painter.drawImage(230, 200, code)
    painter.end()
    return photo


@pytest.mark.parametrize(
    ("text", "kind"), [("8901234567890", "EAN13"), ("MBD-0417", "Code128"), ("पीतल 417", "QRCode")]
)
def test_the_usual_codes_are_read(text: str, kind: str) -> None:
    assert read_codes(picture(text, kind)) == [text]


def test_a_code_lying_on_its_side_is_read() -> None:
    assert read_codes(picture("8901234567890", "EAN13").transformed(QTransform().rotate(90))) == [
        "8901234567890"
    ]


def test_a_picture_without_a_code_gives_none() -> None:
    photo = QImage(300, 200, QImage.Format.Format_RGB32)
    photo.fill(0xFF2B7A3D)
    assert read_codes(photo) == []
