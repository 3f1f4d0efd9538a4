"""Set the nodes of a document: each becomes the flowables that ReportLab breaks into pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    Indenter,
    KeepTogether,
    NotAtTopPageBreak,
    Spacer,
)  # fmt: skip

from fieldsurvey.reports.colours import MUTED
from fieldsurvey.reports.document import (
    Appendix,
    Callouts,
    Column,
    Contents,
    Cover,
    Document,
    Facts,
    Figure,
    Heading,
    KeyRows,
    List,
    ListItem,
    Masthead,
    Node,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    said,
)  # fmt: skip
from fieldsurvey.reports.pdf import charts
from fieldsurvey.reports.pdf.chapters import Chapter, ContentsList, Places
from fieldsurvey.reports.pdf.charts.callouts import callouts
from fieldsurvey.reports.pdf.drawing import DrawingFlow
from fieldsurvey.reports.pdf.key_rows import KeyRowsFlow
from fieldsurvey.reports.pdf.pages import COVER_HEAD
from fieldsurvey.reports.pdf.paragraphs import Text
from fieldsurvey.reports.pdf.style import (
    BODY,
    CAPTION,
    CHART_TITLE,
    COLUMN,
    LEAD,
    STYLES,
    SUBHEADING,
    Styles,
)  # fmt: skip
from fieldsurvey.reports.pdf.tables import grid, table
from fieldsurvey.reports.pdf.text import width

_ROOM_FOR_CHAPTER = 190.0
"""Points left on a page below which a chapter begins on the next."""
_QUOTE_INDENT = 18.0
_NUMBER_GAP = 4.0
_TALLEST_PICTURE = 360.0


@dataclass(frozen=True, slots=True)
class _Setting:
    """In what a node is set."""

    styles: Styles
    places: Places
    width: float = COLUMN


def story(document: Document, places: Places) -> list[Flowable]:
    """The whole document; `places` says where its chapters fell in the pass before."""
    setting = _Setting(STYLES[document.look], places)
    cover = _cover(document.cover) if document.cover else []
    return [*cover, *_flow_all(document.nodes, setting)]


def _flow_all(nodes: Sequence[Node], setting: _Setting) -> list[Flowable]:
    return [flowable for node in nodes for flowable in _flow(node, setting)]


def _cover(cover: Cover) -> list[Flowable]:
    found: list[Flowable] = [Spacer(1, COVER_HEAD)]
    for name, value in cover.facts:
        if value:
            found.append(Text(name, BODY.with_(size=8.5, colour=MUTED, after=0)))
            found.append(Text(value, BODY.with_(size=11.0, after=9)))
    return [*found, NotAtTopPageBreak()]


@singledispatch
def _flow(node: Node, setting: _Setting) -> list[Flowable]:
    raise NotImplementedError(type(node).__name__)


@_flow.register
def _heading(node: Heading, setting: _Setting) -> list[Flowable]:
    title = _numbered(node.number, node.text)
    if node.level == 1:
        return _chapter(title)
    return [Text(title, setting.styles.heading if node.level == 2 else SUBHEADING)]


@_flow.register
def _appendix(node: Appendix, _setting: _Setting) -> list[Flowable]:
    return _chapter(_numbered(node.number, node.text))


def _chapter(title: str) -> list[Flowable]:
    return [CondPageBreak(_ROOM_FOR_CHAPTER), Chapter(title)]


@_flow.register
def _paragraph(node: Paragraph, setting: _Setting) -> list[Flowable]:
    style = setting.styles.lead if node.is_lead else setting.styles.body
    return [Text(node.runs, style.with_(keep_with_next=True) if node.keep_with_next else style)]


@_flow.register
def _list(node: List, setting: _Setting) -> list[Flowable]:
    indent = _number_indent(node, setting.styles) if node.is_ordered else setting.styles.bullet_indent
    found: list[Flowable] = []
    for number, item in enumerate(node.items, start=node.start):
        found.extend(_item(item, f"{number}." if node.is_ordered else "•", indent, setting))
    return found


def _number_indent(node: List, styles: Styles) -> float:
    """As wide as the longest number asks for."""
    longest = f"{node.start + len(node.items) - 1}."
    return max(styles.number_indent, width(longest, styles.item.size) + _NUMBER_GAP)


def _item(item: ListItem, bullet: str, indent: float, setting: _Setting) -> Iterator[Flowable]:
    yield Text(item.runs, setting.styles.item, indent=indent, bullet=bullet)
    if item.inner:
        yield from _indented(item.inner, indent, setting)


def _indented(nodes: Sequence[Node], indent: float, setting: _Setting) -> list[Flowable]:
    inner = _flow_all(nodes, replace(setting, width=setting.width - indent))
    return [Indenter(left=indent), *inner, Indenter(left=-indent)]


@_flow.register
def _table(node: Table, setting: _Setting) -> list[Flowable]:
    return table(node, setting.width)


@_flow.register
def _figure(node: Figure, _setting: _Setting) -> list[Flowable]:
    drawing = charts.draw(node.chart)
    if not (node.title or node.caption):
        return [DrawingFlow(drawing, after=0)]
    title = Text(_numbered(node.number, node.title), CHART_TITLE)
    return [KeepTogether([title, DrawingFlow(drawing), Text(node.caption, CAPTION)])]


@_flow.register
def _picture(node: Picture, setting: _Setting) -> list[Flowable]:
    image = Image(str(node.file), hAlign="LEFT")
    scale = min(1.0, setting.width / image.imageWidth, _TALLEST_PICTURE / image.imageHeight)
    image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
    return [KeepTogether([image, Text(_numbered(node.number, node.caption), CAPTION.with_(before=4))])]


@_flow.register
def _callouts(node: Callouts, _setting: _Setting) -> list[Flowable]:
    return [DrawingFlow(callouts(node.items, COLUMN), before=10, after=6)]


@_flow.register
def _quote(node: Quote, setting: _Setting) -> list[Flowable]:
    inner = _indented(node.nodes, _QUOTE_INDENT, setting)
    if node.source:
        inner.insert(-1, Text(node.source, setting.styles.note))
    return inner


@_flow.register
def _note(node: Note, setting: _Setting) -> list[Flowable]:
    style = setting.styles.note.with_(keep_with_next=node.keep_with_next)
    return [Text(node.runs, style.with_(before=setting.styles.note_apart) if node.is_apart else style)]


@_flow.register
def _contents(node: Contents, setting: _Setting) -> list[Flowable]:
    return [Chapter(node.title, is_listed=False), ContentsList(setting.places)]


@_flow.register
def _page_break(_node: PageBreak, _setting: _Setting) -> list[Flowable]:
    return [NotAtTopPageBreak()]


@_flow.register
def _masthead(node: Masthead, setting: _Setting) -> list[Flowable]:
    styles = setting.styles
    title = Text(node.title, styles.masthead)
    if styles.repeats_masthead:
        title = Chapter(node.title, is_listed=False, style=styles.masthead)
    kind = Text(node.kind, LEAD.with_(after=2))
    line = Text(node.line, BODY.with_(colour=MUTED, after=10))
    return [*([kind] if node.kind else []), title, *([line] if node.line else [])]


@_flow.register
def _facts(node: Facts, setting: _Setting) -> list[Flowable]:
    styles = setting.styles
    pairs = [(Run(name, muted=True), Run(value, bold=True)) for name, value in node.pairs]
    if not styles.has_table_of_facts:
        lines = [said(Run(f"{name.text}: ", muted=True), value) for name, value in pairs]
        return [Text(line, styles.body.with_(after=2)) for line in lines]
    if len(pairs) % 2:
        pairs.append((Run("", muted=True), Run("", bold=True)))
    columns = [Column("", 24), Column("", 26)] * 2
    rows = [[(run,) for pair in two for run in pair] for two in zip(pairs[::2], pairs[1::2], strict=True)]
    return [grid(columns, rows)]


@_flow.register
def _key_rows(node: KeyRows, _setting: _Setting) -> list[Flowable]:
    return [KeyRowsFlow(node.rows)]


def _numbered(number: str, text: str) -> str:
    return f"{number} {text}" if number else text
