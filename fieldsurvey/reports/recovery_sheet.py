"""The recovery sheet: one page that opens a study without its passphrase. Large letters, and plainly what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from fieldsurvey.records import Cluster
from fieldsurvey.reports import pdf
from fieldsurvey.reports.document import (
    Document,
    Facts,
    HeaderFooter,
    Heading,
    KeyRows,
    List,
    ListItem,
    Look,
    Masthead,
    Note,
    Paragraph,
    said,
)  # fmt: skip
from fieldsurvey.reports.renderer import write
from fieldsurvey.reports.words import Words


def write_recovery_sheet(
    path: Path, rows: Sequence[str], cluster: Cluster, file_name: str, now: datetime, language: str = "en"
) -> None:
    """Write the sheet; `rows` are lines such as "7K2M Q9TV". Raises ReportError; then no half file is left."""
    write(path, recovery_document(rows, cluster, file_name, now, Words(language)), pdf.render, 0o600)


def recovery_document(
    rows: Sequence[str], cluster: Cluster, file_name: str, now: datetime, words: Words
) -> Document:
    """The sheet as a document."""
    say, day = words.say, words.date(now.date())
    facts = (
        (say("recovery.study"), file_name),
        (say("recovery.cluster"), ", ".join(part for part in (cluster.name, cluster.locality) if part)),
        (say("recovery.date"), day),
    )
    steps = tuple(ListItem(said(say(f"recovery.step_{number}"))) for number in (1, 2, 3))
    return Document(
        title=say("recovery.title"),
        nodes=(
            Masthead(say("recovery.title")),
            Facts(tuple((name, value) for name, value in facts if value)),
            Paragraph(said(say("recovery.what")), is_lead=True),
            *(Paragraph(said(say(f"recovery.{key}"))) for key in ("keep", "void")),
            KeyRows(tuple(rows)),
            Heading(say("recovery.how")),
            List(steps, is_ordered=True),
            Note(said(say("recovery.alphabet")), is_apart=True),
        ),
        header_footer=HeaderFooter(cluster.name or file_name, say("frame.written", date=day)),
        language=words.language,
        author=cluster.agency,
        look=Look.SHEET,
    )
