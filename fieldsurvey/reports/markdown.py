"""An agent's Markdown as nodes of the document: headings, paragraphs, lists, tables, quotes, links, emphasis.

https://commonmark.org, and tables as on GitHub. What the document has no node for (HTML, pictures, code) is printed
as it was written. A little more is understood than CommonMark does, because people type it: bullets as •, a heading
without a space, a number that begins a list under a line of text, bold that ends within a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from fieldsurvey.reports.document import (
    Align,
    Column,
    Heading,
    List,
    ListItem,
    Node,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    plain,
    said,
)  # fmt: skip

_READER = MarkdownIt("zero").enable(
    ["autolink", "blockquote", "emphasis", "escape", "heading", "image", "link", "list", "newline", "table"]
)
_BULLET = re.compile(r"^([ \t]*)•(?=[ \t])")
_TIGHT_HEADING = re.compile(r"^(#{1,6})#*(?=[^#\s])")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ADDRESS = re.compile(r"^(?:https?|mailto):", re.IGNORECASE)
_HIGHEST = 3
"""Level of the agent's highest heading: chapters and sections are the template's."""
_ALIGNS = {"text-align:right": Align.END, "text-align:center": Align.MIDDLE}
_NARROWEST, _WIDEST = 4, 40
"""Letters between which a column's content sets its part of the width."""


def nodes(source: str) -> list[Node]:
    """The text as nodes, in order."""
    tree = SyntaxTreeNode(_READER.parse("\n".join(_prepared(source))))
    depths = [int(node.tag[1:]) for node in tree.walk() if node.type == "heading"]
    return _nodes(tree.children, _HIGHEST - min(depths, default=0))


def _prepared(source: str) -> Iterator[str]:
    """The lines as CommonMark wants them."""
    before = ""
    for written in source.splitlines():
        line = _TIGHT_HEADING.sub(r"\1 ", _BULLET.sub(r"\1-", written))
        if _ITEM.match(line) and before.strip() and not _ITEM.match(before):
            yield ""
        yield line
        before = line


def _nodes(trees: Sequence[SyntaxTreeNode], raised: int) -> list[Node]:
    """The nodes of these branches; a heading's level is its own, and so much more."""
    return [_node(tree, raised) for tree in trees]


def _node(tree: SyntaxTreeNode, raised: int) -> Node:
    match tree.type:
        case "heading":
            return Heading(plain(_inline(tree)), int(tree.tag[1:]) + raised)
        case "bullet_list":
            return List(tuple(_item(item, raised) for item in tree.children))
        case "ordered_list":
            start = int(tree.attrs.get("start", 1))
            return List(tuple(_item(item, raised) for item in tree.children), is_ordered=True, start=start)
        case "blockquote":
            return Quote(tuple(_nodes(tree.children, raised)))
        case "table":
            return _table(tree)
        case _:
            return Paragraph(_inline(tree))


def _item(tree: SyntaxTreeNode, raised: int) -> ListItem:
    """Its first paragraph, and what follows under it."""
    parts = tree.children
    if parts and parts[0].type == "paragraph":
        return ListItem(_inline(parts[0]), tuple(_nodes(parts[1:], raised)))
    return ListItem(said(""), tuple(_nodes(parts, raised)))


def _table(tree: SyntaxTreeNode) -> Table:
    """Columns as wide as their longest cell asks for."""
    lines = [row.children for part in tree.children for row in part.children]
    cells = [tuple(_inline(cell) for cell in line) for line in lines]
    columns = []
    for number, head in enumerate(lines[0]):
        longest = max(len(plain(row[number])) for row in cells)
        align = _ALIGNS.get(str(head.attrs.get("style", "")), Align.START)
        columns.append(Column(plain(cells[0][number]), min(max(longest, _NARROWEST), _WIDEST), align))
    return Table(tuple(columns), tuple(cells[1:]))


def _inline(tree: SyntaxTreeNode) -> Runs:
    """The runs of a paragraph, a heading or a cell."""
    tokens = [token for child in tree.children for part in child.to_tokens() for token in part.children or ()]
    return tuple(_merged(part for run in _dressed(tokens) for part in _bold_within_words(run)))


def _dressed(tokens: Sequence[Token]) -> Iterator[Run]:
    dress = Run("")
    address = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                dress = replace(dress, bold=token.nesting > 0)
            case "em_open" | "em_close":
                dress = replace(dress, italic=token.nesting > 0)
            case "link_open":
                address = str(token.attrs["href"])
                dress = replace(dress, link=address if _ADDRESS.match(address) else "")
            case "link_close":
                yield replace(dress, text="" if dress.link else f" ({address})")
                dress = replace(dress, link="")
            case _:
                yield replace(dress, text=_written(token))


def _written(token: Token) -> str:
    """The letters of a token that is no mark."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    if token.type == "image":
        return f"![{token.content}]({token.attrs['src']})"
    return breaks.get(token.type, token.content)


def _bold_within_words(run: Run) -> Iterator[Run]:
    """Asterisks that CommonMark leaves standing because letters follow them, as behind the danda of a sentence."""
    for number, part in enumerate(_BOLD.split(run.text)):
        yield replace(run, text=part, bold=run.bold or bool(number % 2))


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours in the same dress as one; none without text."""
    last = Run("")
    for run in runs:
        if replace(run, text="") == replace(last, text=""):
            last = replace(last, text=last.text + run.text)
            continue
        if last.text:
            yield last
        last = run
    if last.text:
        yield last
