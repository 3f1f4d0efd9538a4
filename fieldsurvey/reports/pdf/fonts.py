"""The fonts of the page: which Noto font sets which script, and how a glyph keeps its meaning in the PDF.

ReportLab addresses glyphs by character. A glyph that shaping makes (a conjunct, a half form) has no
character, so it is given a private one; what it stands for goes into the PDF's ToUnicode map.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from fieldsurvey.reports.scripts import DEVANAGARI, JOINERS, LATIN, script_of
from fieldsurvey.system.paths import resources

_PRIVATE_FIRST, _PRIVATE_LAST = 0xE000, 0xF8FF
_SYMBOLS = "Symbols2"
"""Signs that are letters of no script, as an empty box; it comes in one weight."""
_ZERO_WIDTH_SPACE = "\u200b"


def font_script(char: str, before: str = LATIN) -> str:
    """The script whose font sets this character: its own, or another's where the Latin font lacks a sign."""
    script = script_of(char, before)
    if script != LATIN or char in JOINERS or font(LATIN).has(char):
        return script
    return next((other for other in (DEVANAGARI, _SYMBOLS) if font(other).has(char)), LATIN)


class Font(TTFont):
    """One embedded font. All measures are in thousandths of the type size."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), shapable=True)
        self.shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
        self._face: Any = self.face
        self._next_private = _PRIVATE_FIRST
        self._meaning: dict[int, str] = {}

    def char_of(self, glyph: int, means: str) -> str:
        """The character by which the PDF addresses this glyph, which here stands for these letters."""
        known = self._face.glyphToChar.get(glyph)
        code = known[0] if known else self._private(glyph)
        if code in self._meaning and means:
            so_far = self._meaning[code]
            self._meaning[code] = min(so_far, means, key=lambda text: (len(text), text)) if so_far else means
        return chr(code)

    def _private(self, glyph: int) -> int:
        code = self._next_private
        if code > _PRIVATE_LAST:
            return 0
        self._next_private += 1
        self._face.charToGlyph[code] = glyph
        self._face.glyphToChar[glyph] = [code]
        self._face.charWidths[code] = self.shaper.get_glyph_h_advance(glyph)
        self._meaning[code] = ""
        return code

    def has(self, char: str) -> bool:
        """Whether the font holds the character itself."""
        return ord(char) in self._face.charToGlyph

    def width_of(self, char: str) -> float:
        """How far the viewer moves on after this character."""
        return float(self._face.getCharWidth(ord(char)))

    def addObjects(self, doc: Any) -> None:
        """Embed the font, then let each private character name the letters it stands for."""
        super().addObjects(doc)
        ours = "toUnicodeCMap:"
        face_name = self._face.name.decode("latin-1")
        for name, stream in doc.idToObject.items():
            if name.startswith(ours) and name.removeprefix(ours).split("+", 1)[-1].startswith(face_name):
                stream.content = self._spelled_out(stream.content)

    def _spelled_out(self, cmap: str) -> str:
        for code, means in self._meaning.items():
            letters = (means or _ZERO_WIDTH_SPACE).encode("utf-16-be").hex().upper()
            cmap = cmap.replace(f"> <{code:04X}>", f"> <{letters}>")
        return cmap


@cache
def font(script: str, bold: bool = False) -> Font:
    """The font that sets `script`, registered with ReportLab on first use."""
    family = "NotoSans" if script == LATIN else f"NotoSans{script}"
    weight = ("SemiBold" if script == LATIN else "Bold") if bold and script != _SYMBOLS else "Regular"
    name = f"{family}-{weight}"
    made = Font(name, resources() / "fonts" / f"{name}.ttf")
    pdfmetrics.registerFont(made)
    return made
