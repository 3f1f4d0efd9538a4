"""The recovery sheet: one page that opens a study without its passphrase. Large letters, and plainly what it is."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from fieldsurvey.records import Cluster
from fieldsurvey.reports import pdf, text
from fieldsurvey.reports.paragraphs import Span, Text
from fieldsurvey.reports.pdf import Frontispiece
from fieldsurvey.reports.style import BODY as SMALL
from fieldsurvey.reports.style import GROUND, HEADING, INK, LINE, MUTED, NOTE, TITLE
from fieldsurvey.reports.words import Words

_BODY = SMALL.with_(size=10.5)
"""Larger than in a report: it is read in poor light, once in years."""
_ROW = 38.0
_LETTER = 36.0
"""Points from letter to letter, so that rows stand under each other like type of one width."""
_GAP = 40.0
_SIZE = 23.0
_MARGIN = 20.0
_FIRST_LETTER = 74.0


def write_recovery_sheet(
    path: Path, rows: Sequence[str], cluster: Cluster, file_name: str, now: datetime, language: str = "en"
) -> None:
    """Write the sheet; `rows` are lines such as "7K2M Q9TV". Raises ReportError; then no half file is left."""
    words = Words(language)
    title = words.say("recovery.title")
    front = Frontispiece(
        title=title,
        head=cluster.name or file_name,
        foot=words.say("frame.written", date=words.date(now.date())),
        page_of="",  # it is one page
        author=cluster.agency,
        language=words.language,
    )
    pdf.write(path, lambda _places: _story(words, rows, cluster, file_name, now), front)
    with contextlib.suppress(OSError):  # a disk without rights to set: then nobody else's are wider
        Path(path).chmod(0o600)


def _story(
    words: Words, rows: Sequence[str], cluster: Cluster, file_name: str, now: datetime
) -> list[Flowable]:
    facts = [
        (words.say("recovery.study"), file_name),
        (words.say("recovery.cluster"), ", ".join(part for part in (cluster.name, cluster.place) if part)),
        (words.say("recovery.date"), words.date(now.date())),
    ]
    return [
        Text(words.say("recovery.title"), TITLE.with_(before=0, after=8)),
        *(_fact(name, value) for name, value in facts if value),
        Text(words.say("recovery.what"), _BODY.with_(before=10, bold=True)),
        *(Text(words.say(f"recovery.{key}"), _BODY.with_(after=3)) for key in ("keep", "void")),
        _Rows(rows),
        Text(words.say("recovery.how"), HEADING.with_(before=16)),
        *(
            Text(words.say(f"recovery.step_{number}"), _BODY.with_(after=3), indent=18, bullet=f"{number}.")
            for number in (1, 2, 3)
        ),
        Text(words.say("recovery.alphabet"), NOTE.with_(before=8)),
    ]


def _fact(name: str, value: str) -> Text:
    return Text([Span(f"{name}: ", colour=MUTED), Span(value, bold=True)], _BODY.with_(after=2))


class _Rows(Flowable):
    """The key: a number and eight letters a row, every second row tinted to keep the eye in line."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__()
        self.rows = rows
        self.spaceBefore = 14

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """As wide as the column."""
        self.width, self.height = room, _ROW * len(self.rows)
        return self.width, self.height

    def draw(self) -> None:
        """Rows from the top."""
        canvas = self.canv
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.75)
        for number, row in enumerate(self.rows, start=1):
            bottom = self.height - number * _ROW
            if number % 2:
                canvas.setFillColor(HexColor(GROUND))
                canvas.rect(0, bottom, self.width, _ROW, stroke=0, fill=1)
            base = bottom + (_ROW - 0.72 * _SIZE) / 2
            text.draw(canvas, _MARGIN, base + 3, str(number), 12, colour=MUTED)
            self._letters(row, base)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)

    def _letters(self, row: str, base: float) -> None:
        at = _FIRST_LETTER
        for letter in row:
            if letter == " ":
                at += _GAP
                continue
            text.draw(self.canv, at, base, letter, _SIZE, bold=True, colour=INK, anchor="middle")
            at += _LETTER
