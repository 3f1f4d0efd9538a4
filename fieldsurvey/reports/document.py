"""A report as plain data: what it says, in order. No library and no measure in it; `reports/pdf` makes pages of it.

Blocks return nodes, renderers read them. A number ("3.2", "4") is given where a template numbers its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fieldsurvey.reports.charts import Chart, MiddleHalf, ShareBar


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress. Its script follows from its letters (`reports.scripts`)."""

    text: str
    bold: bool = False
    italic: bool = False
    muted: bool = False
    """Matters less than what stands beside it."""
    link: str = ""
    """The address it leads to."""
    language: str = ""
    """Code of the language, "" for the document's."""


Runs = tuple[Run, ...]


def said(*parts: str | Run) -> Runs:
    """Text as runs; a plain string is a run without dress."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def muted(text: str) -> Run:
    """Words that matter less than what stands beside them."""
    return Run(text, muted=True)


def plain(runs: Runs) -> str:
    """The letters alone."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: of a chapter (level 1, listed in the contents), a section (2), or less (3 and more)."""

    text: str
    level: int = 2
    number: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """The title of a part of the back matter; listed like a chapter."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: Runs
    is_lead: bool = False
    """The finding that opens a chapter, set large."""
    keep_with_next: bool = False
    """What follows stands on the same page."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: its text, and what stands under it, for example a list of its own."""

    runs: Runs
    inner: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class List:
    """Items with bullets, or with numbers from `start` on."""

    items: tuple[ListItem, ...]
    is_ordered: bool = False
    start: int = 1


class Align(StrEnum):
    """Where the words of a column stand: figures at its end."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its part of the width (the parts need not sum to anything), the unit of its figures."""

    head: str
    share: float
    align: Align = Align.START
    unit: str = ""


def figure_column(head: str, share: float, unit: str = "") -> Column:
    """A column of figures, which stand at its end."""
    return Column(head, share, Align.END, unit)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their heads, with what is to be known about them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    notes: tuple[str, ...] = ()
    """One line each."""
    source: str = ""
    title: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart; its title is its message, its caption says what is shown, of whom, and n."""

    chart: Chart
    title: str = ""
    caption: str = ""
    alt: str = ""
    """The chart in words, for who cannot see it."""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph or another picture from a file (JPEG or PNG)."""

    file: Path
    caption: str = ""
    alt: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """A key figure: its value large, what it is, of whom, and a small chart where one helps."""

    value: str
    label: str
    caption: str = ""
    chart: ShareBar | MiddleHalf | None = None


@dataclass(frozen=True, slots=True)
class Callouts:
    """Key figures side by side."""

    items: tuple[Callout, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said or wrote."""

    nodes: tuple[Node, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    runs: Runs
    keep_with_next: bool = False
    is_apart: bool = False
    """Of all that stands above it, not of the last line alone."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of chapters with their pages, under its title."""

    title: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a short report: what it is, of whom, and a line on how it came about."""

    title: str
    kind: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, each a name and a value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeyRows:
    """Letters that are typed or said from the paper, in rows, numbered where there are several; a space parts their groups."""

    rows: tuple[str, ...]


Node = (
    Heading | Appendix | Paragraph | List | Table | Figure | Picture | Callouts | Quote | Note | Contents
    | PageBreak | Masthead | Facts | KeyRows
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: what it is, of what, where, and the facts under it; those without a value stay out."""

    kind: str
    title: str
    place: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """What stands on every page."""

    head: str
    """Left in the header; the chapter stands right."""
    written: str
    """Left in the footer: when it was written."""
    remark: str = ""
    """After it: what the figures are of."""
    page_of: str = ""
    """ "page {page} of {pages}" in the reader's language; "" where there is one page."""
    warning: str = ""
    """Where it applies, for example that the data are synthetic."""


class Look(StrEnum):
    """How a document is set."""

    REPORT = "report"
    SHEET = "sheet"
    """One page in larger letters, read once in years and in poor light."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    nodes: tuple[Node, ...]
    header_footer: HeaderFooter
    language: str = "en"
    author: str = ""
    cover: Cover | None = None
    look: Look = Look.REPORT
