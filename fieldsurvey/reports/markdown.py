"""The little of Markdown that an agent's narrative uses: paragraphs, headings, lists, bold."""

from __future__ import annotations

import re

from reportlab.platypus import Flowable

from fieldsurvey.reports.pdf.paragraphs import Span, Text
from fieldsurvey.reports.pdf.style import BODY, SUBHEADING

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"^\s*(?:[-*•]|(\d+)[.)])\s+(.*)$")


def flow(source: str) -> list[Flowable]:
    """The narrative as paragraphs; anything else is printed as it was written."""
    found: list[Flowable] = []
    for block in re.split(r"\n\s*\n", source.strip()):
        paragraph: list[str] = []
        for line in block.splitlines():
            item, heading = _ITEM.match(line), line.startswith("#")
            if (item or heading) and paragraph:
                found.append(Text(spans(" ".join(paragraph)), BODY))
                paragraph = []
            if heading:
                found.append(Text(line.lstrip("#").strip(), SUBHEADING))
            elif item:
                bullet = f"{item.group(1)}." if item.group(1) else "•"
                found.append(Text(spans(item.group(2)), BODY.with_(after=3), indent=14, bullet=bullet))
            elif line.strip():
                paragraph.append(line.strip())
        if paragraph:
            found.append(Text(spans(" ".join(paragraph)), BODY))
    return found


def spans(text: str) -> list[Span]:
    """Text with its **bold** stretches."""
    return [Span(part, bold=bool(index % 2)) for index, part in enumerate(_BOLD.split(text)) if part]
