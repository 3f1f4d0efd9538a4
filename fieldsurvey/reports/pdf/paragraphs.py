"""Wrapped text for ReportLab's page flow: words of any script broken into lines, split without widows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from fieldsurvey.reports.colours import ACCENT, MUTED
from fieldsurvey.reports.document import Run, plain
from fieldsurvey.reports.pdf.style import TextStyle
from fieldsurvey.reports.pdf.text import Word, clean, draw_words, shape
from fieldsurvey.reports.scripts import is_indian

_BREAK_AFTER = re.compile(r"(?<=[/–—])(?=\w)")
_TALL_SCRIPTS = 1.05
"""The Indian scripts look smaller than Latin at the same size; this evens them out."""
_KEPT_TOGETHER = 2
"""Lines of a paragraph that never stand alone at the foot or head of a page."""
_SLANT = 0.2
"""How far emphasised words lean; no italic fonts of the Indian scripts ship."""
_BASELINE = 0.32
"""Depth below the middle of the line at which letters stand, in type sizes."""


@dataclass(frozen=True, slots=True)
class _Dress:
    """What may change within a line."""

    colour: str
    is_slanted: bool = False
    link: str = ""


@dataclass(slots=True)
class _Piece:
    word: Word
    dress: _Dress
    space_after: bool = False


@dataclass(slots=True)
class Line:
    """One line as it will be set."""

    pieces: list[_Piece] = field(default_factory=list)

    def width(self, space: float) -> float:
        """In thousandths of the type size, without the space at its end."""
        spaces = sum(piece.space_after for piece in self.pieces[:-1])
        return sum(piece.word.width for piece in self.pieces) + spaces * space


class Text(Flowable):
    """A paragraph."""

    def __init__(
        self, text: str | Sequence[Run], style: TextStyle, *, indent: float = 0.0, bullet: str = ""
    ) -> None:
        super().__init__()
        self.runs = [Run(text)] if isinstance(text, str) else list(text)
        is_tall = any(is_indian(char) for run in self.runs for char in run.text)
        self.style = style.with_(size=style.size * _TALL_SCRIPTS) if is_tall else style
        self.indent = indent
        self.bullet = bullet
        self.lines: list[Line] = []
        self.spaceBefore = style.before
        self.spaceAfter = style.after
        self.leading = style.size * (style.tall_leading if is_tall else style.leading)

    @property
    def plain(self) -> str:
        """The letters alone."""
        return plain(tuple(self.runs))

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """Break into lines of this width; gives the size taken."""
        self.lines = break_lines(self.runs, self.style, room - self.indent)
        self.width, self.height = room, len(self.lines) * self.leading
        return room, self.height

    def split(self, room: float, tall: float) -> list[Flowable]:
        """Two parts, the first as tall as fits; none when a line would be left alone."""
        self.wrap(room, tall)
        fits = min(int(tall / self.leading), len(self.lines) - _KEPT_TOGETHER)
        if fits < _KEPT_TOGETHER:
            return []
        return [
            self._part(self.lines[:fits], self.bullet, after=0),
            self._part(self.lines[fits:], "", before=0),
        ]

    def draw(self) -> None:
        """Set the lines from the top."""
        size, space = self.style.size, _space(self.style)
        for number, line in enumerate(self.lines):
            y = self.height - (number + 0.5) * self.leading - _BASELINE * size
            free = self.width - self.indent - line.width(space) * size / 1000
            x = self.indent + free * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.style.align]
            if self.bullet and number == 0:
                draw_words(self.canv, 0, y, [shape(self.bullet)], size, self.style.colour)
            self._draw_line(line, x, y, space)

    def _draw_line(self, line: Line, x: float, y: float, space: float) -> None:
        blank = shape(" ", self.style.bold)
        group: list[Word] = []
        at, dress = x, line.pieces[0].dress if line.pieces else _Dress("")
        for piece in line.pieces:
            if piece.dress != dress:
                at = self._draw_group(group, at, y, dress)
                group, dress = [], piece.dress
            group.extend([piece.word, blank] if piece.space_after else [piece.word])
        if group:
            self._draw_group(group, at, y, dress)

    def _draw_group(self, words: list[Word], x: float, y: float, dress: _Dress) -> float:
        """Words of one dress; gives where the next begin."""
        size = self.style.size
        draw_words(self.canv, x, y, words, size, dress.colour, slant=_SLANT if dress.is_slanted else 0.0)
        end = x + sum(word.width for word in words) * size / 1000
        if dress.link:
            self.canv.linkURL(dress.link, (x, y - 0.25 * size, end, y + 0.8 * size), relative=1)
        return end

    def _part(self, lines: list[Line], bullet: str, **spacing: float) -> Text:
        part = _Set(lines, self.style.with_(**spacing), indent=self.indent, bullet=bullet)
        part.leading = self.leading
        return part


class _Set(Text):
    """Lines already broken."""

    def __init__(self, lines: list[Line], style: TextStyle, *, indent: float, bullet: str) -> None:
        super().__init__("", style, indent=indent, bullet=bullet)
        self.lines = lines

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        self.width, self.height = room, len(self.lines) * self.leading
        return room, self.height


def break_lines(runs: Sequence[Run], style: TextStyle, width: float) -> list[Line]:
    """The runs as lines no wider than `width` points; a longer word is broken between letters."""
    limit, space = width * 1000 / style.size, _space(style)
    lines = [Line()]
    for piece in _pieces(runs, style):
        if piece is None:
            lines.append(Line())
            continue
        _place(lines, piece, limit, space)
    return lines


def _place(lines: list[Line], piece: _Piece, limit: float, space: float) -> None:
    line = lines[-1]
    gap = space if line.pieces and line.pieces[-1].space_after else 0.0
    if not line.pieces or line.width(space) + gap + piece.word.width <= limit:
        line.pieces.append(piece)
    else:
        line = Line([piece])
        lines.append(line)
    while len(line.pieces) == 1 and line.pieces[0].word.width > limit:
        whole = line.pieces[0]
        at = _letters_that_fit(whole.word.text, limit, whole.word.runs[0].is_bold)
        if at >= len(whole.word.text):
            return
        bold = whole.word.runs[0].is_bold
        line.pieces[0] = _Piece(shape(whole.word.text[:at], bold), whole.dress)
        line = Line([_Piece(shape(whole.word.text[at:], bold), whole.dress, whole.space_after)])
        lines.append(line)


def _letters_that_fit(text: str, limit: float, bold: bool) -> int:
    """How many letters of a too long word fit, never parting a mark or a conjunct from its letter; at least one."""
    places = [i for i in range(1, len(text)) if _may_break(text[i - 1], text[i])]
    fitting = [i for i in places if shape(text[:i], bold).width <= limit]
    return (fitting or places[:1] or [len(text)])[-1]


def _may_break(before: str, after: str) -> bool:
    is_virama = unicodedata.combining(before) == 9
    return not (unicodedata.category(after).startswith("M") or is_virama or "\u200d" in (before, after))


def _pieces(runs: Sequence[Run], style: TextStyle) -> list[_Piece | None]:
    """Words with their dress; None where a new line is asked for."""
    found: list[_Piece | None] = []
    for run in runs:
        bold, dress = run.bold or style.bold, _dress(run, style)
        for number, text in enumerate(run.text.split("\n")):
            if number:
                found.append(None)
            for word in re.findall(r"[^ ]+| ", clean(text)):
                if word == " ":
                    if found and found[-1] is not None:
                        found[-1].space_after = True
                    continue
                found.extend(_Piece(shape(part, bold), dress) for part in _BREAK_AFTER.split(word))
    return found


def _dress(run: Run, style: TextStyle) -> _Dress:
    colour = ACCENT if run.link else MUTED if run.muted else style.colour
    return _Dress(colour, run.italic, run.link)


def _space(style: TextStyle) -> float:
    return shape(" ", style.bold).width


def wrapped(text: str, size: float, width: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """The text as at most `most` lines of plain strings; what does not fit ends in an ellipsis."""
    style = TextStyle(size, bold=bold)
    lines = ["".join(p.word.text + " " * p.space_after for p in line.pieces).strip() for line in break_lines(
        [Run(text)], style, width
    )]  # fmt: skip
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and shape(f"{last}…", bold).width * size / 1000 > width:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]
