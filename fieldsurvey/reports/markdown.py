"""The little of Markdown that an agent's narrative uses: paragraphs, headings, lists, bold."""

from __future__ import annotations

import re

from fieldsurvey.reports.document import Heading, List, ListItem, Node, Paragraph, Run, Runs

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"^\s*(?:[-*•]|(\d+)[.)])\s+(.*)$")


def nodes(source: str) -> list[Node]:
    """The narrative as paragraphs; anything else is printed as it was written."""
    found: list[Node] = []
    for block in re.split(r"\n\s*\n", source.strip()):
        paragraph: list[str] = []
        for line in block.splitlines():
            item, heading = _ITEM.match(line), line.startswith("#")
            if (item or heading) and paragraph:
                found.append(Paragraph(_runs(" ".join(paragraph))))
                paragraph = []
            if heading:
                found.append(Heading(line.lstrip("#").strip(), 3))
            elif item:
                start = int(item.group(1) or 1)
                found.append(List((ListItem(_runs(item.group(2))),), bool(item.group(1)), start))
            elif line.strip():
                paragraph.append(line.strip())
        if paragraph:
            found.append(Paragraph(_runs(" ".join(paragraph))))
    return found


def _runs(text: str) -> Runs:
    return tuple(Run(part, bold=bool(index % 2)) for index, part in enumerate(_BOLD.split(text)) if part)
