"""The slip that is left with whoever was interviewed: a code that finds the interview, how to take it back, and what they were told.

No name, number or answer stands on it: who finds it learns nothing of the firm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fieldsurvey.records import Cluster
from fieldsurvey.reports import pdf
from fieldsurvey.reports.document import (
    Document,
    HeaderFooter,
    Heading,
    KeyRows,
    List,
    ListItem,
    Look,
    Masthead,
    Paragraph,
    said,
)  # fmt: skip
from fieldsurvey.reports.renderer import write
from fieldsurvey.reports.words import Words


def write_slip(
    path: Path, code: str, day: date, contact: str, notice: Sequence[str], cluster: Cluster, language: str
) -> None:
    """Write the slip of an interview held on `day`; `notice` has a paragraph each. Raises ReportError; then no half file is left."""
    write(path, slip(code, day, contact, notice, cluster, Words(language)), pdf.render, 0o600)


def slip(
    code: str, day: date, contact: str, notice: Sequence[str], cluster: Cluster, words: Words
) -> Document:
    """The slip as a document."""
    say, held = words.say, words.date(day)
    steps = (say("slip.step_1", contact=contact.rstrip(".")), say("slip.step_2"), say("slip.step_3"))
    return Document(
        title=say("slip.title"),
        nodes=(
            Masthead(say("slip.title")),
            Paragraph(said(say("slip.what", date=held)), is_lead=True),
            KeyRows((code.replace("-", " "),)),
            Heading(say("slip.how")),
            List(tuple(ListItem(said(step)) for step in steps), is_ordered=True),
            Heading(say("slip.told")),
            *(Paragraph(said(one)) for one in notice),
        ),
        header_footer=HeaderFooter(cluster.agency or cluster.name, say("slip.held", date=held)),
        language=words.language,
        author=cluster.agency,
        look=Look.SHEET,
    )
