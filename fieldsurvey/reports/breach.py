"""A draft of the report that a breach of personal data needs within 72 hours: what the study knows is filled in, the rest stays to be written.

Digital Personal Data Protection Act 2023, section 8(6); Digital Personal Data Protection Rules 2025, rule 7. It names kinds of data and
numbers, never an answer or a firm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldsurvey.records import Cluster, HistoryLine
from fieldsurvey.reports import pdf
from fieldsurvey.reports.document import (
    Column,
    Document,
    Facts,
    HeaderFooter,
    Heading,
    List,
    ListItem,
    Masthead,
    Node,
    Paragraph,
    Table,
    said,
)  # fmt: skip
from fieldsurvey.reports.renderer import write
from fieldsurvey.reports.words import Words

LEFT = ("exported", "reported", "call sheets written", "copied")
"""Lines of the history that say a file was written for others."""
_TO_WRITE = ("happened", "noticed", "laptop", "cause", "likely", "done", "told", "contact")
_LINES = 3
_MOST = 12


@dataclass(frozen=True, slots=True)
class Breach:
    """What the study knows of what was on the laptop."""

    file: str
    is_locked: bool
    interviews: int
    """All that the file holds, those that are deleted or sealed too."""
    sent: int
    """Of them, those a server has."""
    firms: int
    """In the register."""
    files: int
    """Photographs, recordings, drawings."""
    readable_copies: int
    naming: Sequence[str]
    """Labels of questions that name a person or firm; none where no form marks them."""
    sensitive: Sequence[str]
    """Labels of sensitive questions."""
    unmarked: Sequence[str]
    """Titles of forms that do not say which questions name somebody."""
    left: Sequence[HistoryLine]
    """The lines of `LEFT`, oldest first."""
    used: datetime | None
    """When something was last noted, of the study or of an interview."""


def write_breach_report(path: Path, breach: Breach, cluster: Cluster, now: datetime, language: str) -> None:
    """Write the draft, readable for its owner alone. Raises ReportError; then no half file is left."""
    write(path, breach_report(breach, cluster, now, Words(language)), pdf.render, 0o600)


def breach_report(breach: Breach, cluster: Cluster, now: datetime, words: Words) -> Document:
    """The draft as a document."""
    written = words.say("frame.written", date=words.date(now.date()))
    return Document(
        title=words.say("breach.title"),
        nodes=tuple(_nodes(breach, cluster, words)),
        header_footer=HeaderFooter(
            cluster.agency or cluster.name,
            written,
            page_of=words.say("frame.page_of", page="{page}", pages="{pages}"),
        ),
        language=words.language,
        author=cluster.agency,
    )


def _nodes(breach: Breach, cluster: Cluster, words: Words) -> Iterator[Node]:
    say = words.say
    yield Masthead(say("breach.title"), line=", ".join(filter(None, (cluster.agency, cluster.name))))
    yield Paragraph(said(say("breach.when")))
    yield Heading(say("breach.known"))
    yield Facts(tuple(_facts(breach, words)))
    yield from _questions("naming", breach.naming, words)
    if breach.unmarked:
        yield Paragraph(said(say("breach.unmarked", forms=", ".join(breach.unmarked))))
    yield from _questions("sensitive", breach.sensitive, words)
    left = breach.left[-_MOST:]
    yield Heading(say("breach.left"))
    if left:
        if (more := len(breach.left) - len(left)) > 0:
            yield Paragraph(said(say("breach.earlier", n=more, shown=len(left))))
        yield List(tuple(ListItem(said(_told(line, words))) for line in left))
    else:
        yield Paragraph(said(say("breach.nothing_left")))
    yield Heading(say("breach.write"))
    columns = (Column(say("breach.what"), 34), Column(say("breach.answer"), 66))
    yield Table(columns, tuple((said(say(f"breach.{one}")), said("\n" * _LINES)) for one in _TO_WRITE))


def _facts(breach: Breach, words: Words) -> Iterator[tuple[str, str]]:
    say = words.say
    yield say("breach.file"), breach.file
    yield say("breach.lock"), say("breach.locked" if breach.is_locked else "breach.open")
    yield say("breach.interviews"), str(breach.interviews)
    yield say("breach.sent"), str(breach.sent)
    yield say("breach.firms"), str(breach.firms)
    yield say("breach.files"), str(breach.files)
    if breach.is_locked:
        yield say("breach.copies"), str(breach.readable_copies)
    if breach.used:
        yield say("breach.used"), _moment(breach.used, words)


def _questions(kind: str, labels: Sequence[str], words: Words) -> Iterator[Node]:
    yield Heading(words.say(f"breach.{kind}"))
    if labels:
        yield Paragraph(said("; ".join(labels)))
    else:
        yield Paragraph(said(words.say("breach.none_marked")))


def _told(line: HistoryLine, words: Words) -> str:
    kind = words.say(f"breach.{line.event.replace(' ', '_')}")
    return f"{_moment(line.at, words)} · {kind}" + (f" · {line.who}" if line.who else "")


def _moment(at: datetime, words: Words) -> str:
    here = at.astimezone()
    return f"{words.date(here.date())}, {here:%H:%M}"
