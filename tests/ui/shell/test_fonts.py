"""Words of every script stand in the middle of their row, with room for the signs above and below."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextLine

from fieldsurvey.ui.shell import theme

SIZE = 40


def font() -> QFont:
    found = QFont()
    found.setFamilies(list(theme.FAMILIES))
    found.setPixelSize(SIZE)
    return found


def line(text: str) -> tuple[QTextLayout, QTextLine]:
    layout = QTextLayout(text, font())
    layout.beginLayout()
    found = layout.createLine()
    layout.endLayout()
    return layout, found


def above_the_middle(text: str) -> float:
    """How far the letters' foot stands below the middle of the line."""
    _layout, found = line(text)
    return (found.ascent() - found.descent()) / 2


SCRIPTS = {"hi": "हिन्दी में ट्रैक्टर", "kn": "ಕನ್ನಡ ಆಯ್ಕೆಗಳಲ್ಲಿ", "ur": "اردو میں پوچھیں", "bn": "বাংলা", "ml": "മലയാളം"}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_words_stand_as_high_in_their_row_as_latin_ones(fonts: None, text: str) -> None:
    assert abs(above_the_middle(text) - above_the_middle("Latin")) <= SIZE * 0.04


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_no_sign_is_beyond_the_line(fonts: None, text: str) -> None:
    ink = QFontMetricsF(font()).tightBoundingRect(text)
    _layout, found = line(text)
    assert -ink.top() <= found.ascent() + 1
    assert ink.bottom() <= found.descent() + 1


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_line_of_a_tall_script_is_as_high_as_agreed(fonts: None, text: str) -> None:
    _layout, found = line(text)
    assert found.height() / SIZE == pytest.approx(1.64, abs=0.06)
