"""Shape text of any Indian script and set it on a PDF canvas so that it can be searched and copied.

ReportLab has no font fallback, so a text is cut into runs of one script, each set in its own Noto font.
A word whose glyphs are not its letters one by one carries them as ActualText (PDF 32000-1, 14.9.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import uharfbuzz
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.reports.pdf.fonts import Font, font, font_script
from fieldsurvey.reports.scripts import LATIN

_UNICODE_SCRIPT = {
    "Latin": "Latn", "Devanagari": "Deva", "Bengali": "Beng", "Gurmukhi": "Guru", "Gujarati": "Gujr",
    "Oriya": "Orya", "Tamil": "Taml", "Telugu": "Telu", "Kannada": "Knda", "Malayalam": "Mlym",
    "Symbols2": "Zyyy",
}  # fmt: skip
_NO_LATIN_LIGATURES = {"liga": False, "clig": False}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph to paint; measures in thousandths of the type size."""

    char: str
    advance: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring glyphs of one font."""

    font: Font
    glyphs: tuple[Glyph, ...]
    is_bold: bool
    is_spelled: bool
    """The glyphs' characters are the text itself, so no ActualText is needed."""


@dataclass(frozen=True, slots=True)
class Word:
    """A shaped piece of text without a break in it; its width in thousandths of the type size."""

    text: str
    runs: tuple[Run, ...]
    width: float

    @property
    def is_spelled(self) -> bool:
        """The glyphs' characters are the text itself."""
        return all(run.is_spelled for run in self.runs)


def runs_of(text: str) -> list[tuple[str, str]]:
    """The text as (script, piece) in order; marks and joiners stay with the letters they belong to."""
    pieces: list[tuple[str, str]] = []
    script = LATIN
    for char in text:
        script = font_script(char, script)
        if pieces and pieces[-1][0] == script:
            pieces[-1] = (script, pieces[-1][1] + char)
        else:
            pieces.append((script, char))
    return pieces


@lru_cache(maxsize=20_000)
def shape(text: str, bold: bool = False) -> Word:
    """The text's glyphs, with conjuncts formed and matras in place."""
    runs = tuple(_shape_run(script, piece, bold) for script, piece in runs_of(text))
    return Word(text, runs, sum(glyph.advance for run in runs for glyph in run.glyphs))


def width(text: str, size: float, bold: bool = False) -> float:
    """Width in points."""
    return shape(text, bold).width * size / 1000


def draw(
    canvas: Canvas, x: float, y: float, text: str, size: float, *, bold: bool = False,
    colour: str = "#1A232E", anchor: str = "start",
) -> None:  # fmt: skip
    """Set one line with its baseline at y; `anchor` (start | middle | end) says what x is."""
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    draw_words(canvas, x - shift * width(text, size, bold), y, words_of(text, bold), size, colour)


def clean(text: str) -> str:
    """Tabs and other control characters as spaces; they have no picture."""
    return "".join(" " if char < " " or char == "\x7f" else char for char in text)


def words_of(text: str, bold: bool = False) -> list[Word]:
    """The text as words and the spaces between them."""
    pieces = ["".join(group) for _, group in groupby(clean(text), key=lambda char: char == " ")]
    return [shape(piece, bold) for piece in pieces]


def draw_words(
    canvas: Canvas, x: float, y: float, words: list[Word], size: float, colour: str, *, slant: float = 0.0
) -> None:
    """Set shaped words one after the other with their baseline at y; `slant` leans them to the right."""
    canvas.setFillColor(HexColor(colour))
    document: Any = getattr(canvas, "_doc")  # noqa: B009 - ReportLab asks fonts for it and has no public name
    code = [f"BT 1 0 {slant:g} 1 {x:.2f} {y:.2f} Tm"]
    for word in words:
        painted = [operator for run in word.runs for operator in _paint(run, size, document)]
        if word.is_spelled:
            code.extend(painted)
        else:
            letters = ("\ufeff" + word.text).encode("utf-16-be").hex().upper()
            code.extend([f"/Span <</ActualText <{letters}>>> BDC", *painted, "EMC"])
    canvas.addLiteral("\n".join([*code, "ET"]))


def _shape_run(script: str, text: str, bold: bool) -> Run:
    face = font(script, bold)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "ltr"
    buffer.script = _UNICODE_SCRIPT[script]
    uharfbuzz.shape(face.shaper, buffer, _NO_LATIN_LIGATURES if script == LATIN else None)
    letters = _letters_by_glyph(text, [info.cluster for info in buffer.glyph_infos])
    glyphs = tuple(
        Glyph(face.char_of(info.codepoint, means), at.x_advance, at.x_offset, at.y_offset)
        for info, at, means in zip(buffer.glyph_infos, buffer.glyph_positions, letters, strict=True)
    )
    return Run(face, glyphs, bold, "".join(glyph.char for glyph in glyphs) == text.replace("\u00a0", " "))


def _letters_by_glyph(text: str, clusters: list[int]) -> list[str]:
    """What each glyph stands for: the first of a cluster for all its letters, the others for none."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    firsts = {cluster: index for index, cluster in reversed(list(enumerate(clusters)))}
    return [text[c : ends[c]] if firsts[c] == index else "" for index, c in enumerate(clusters)]


def _paint(run: Run, size: float, document: Any) -> Iterator[str]:
    glyphs = iter(run.glyphs)
    for subset, codes in run.font.splitString("".join(glyph.char for glyph in run.glyphs), document):
        yield f"{run.font.getSubsetInternalName(subset, document)} {size:.4g} Tf"
        for rise, group in groupby(zip(codes, glyphs, strict=False), key=lambda pair: pair[1].dy):
            if rise:
                yield f"{rise * size / 1000:.3f} Ts"
            yield f"[{' '.join(_placed(run.font, code, glyph) for code, glyph in group)}] TJ"
            if rise:
                yield "0 Ts"


def _placed(face: Font, code: int, glyph: Glyph) -> str:
    """One glyph for TJ: a number moves left, in thousandths. Two numbers side by side are one, so a blank stands between glyphs."""
    back = face.width_of(glyph.char) - glyph.advance + glyph.dx
    before = f"{-glyph.dx:g}" if glyph.dx else ""
    return f"{before}<{code:02X}>" + (f"{back:g}" if back else "")
