"""The call sheet: the firms an agent goes to on a day, in order of place, with boxes for how each call ended.

What is not in it never leaves on paper: certificates, money, and anything that was answered in an interview.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from fieldsurvey.records import Case, CaseRole, Cluster, Firm, FirmField, Outcome, Visit
from fieldsurvey.reports import pdf
from fieldsurvey.reports.document import (
    Column,
    Document,
    HeaderFooter,
    Masthead,
    Node,
    Note,
    PageBreak,
    Run,
    Runs,
    Table,
    muted,
    said,
)  # fmt: skip
from fieldsurvey.reports.renderer import write
from fieldsurvey.reports.words import Words

_BOX = "☐"
_TIED = "\u00a0"
"""A blank at which no line breaks."""
_LINE = "." * 16
_BOXES = ("completed", "refused", "away", "closed", "not_found", "out_of_scope")
_SHARES = (7, 30, 17, 19, 34)


@dataclass(frozen=True, slots=True)
class Call:
    """A firm that is to be called at."""

    firm: Firm
    case: Case
    visits: Sequence[Visit] = ()


def write_call_sheets(
    path: Path, calls: Sequence[Call], cluster: Cluster, now: datetime, language: str = "en"
) -> None:
    """Write a sheet for each agent and day, each from a new page, readable for their owner alone. Raises ReportError; then no half file is left."""
    write(path, call_sheets(calls, cluster, now, Words(language)), pdf.render, 0o600)


def call_sheets(calls: Sequence[Call], cluster: Cluster, now: datetime, words: Words) -> Document:
    """The sheets as one document."""
    nodes: list[Node] = []
    for (agent, day), group in groupby(sorted(calls, key=_order), key=_whose):
        if nodes:
            nodes.append(PageBreak())
        nodes += _sheet(agent, day, list(group), words)
    written = words.say("frame.written", date=words.date(now.date()))
    return Document(
        title=words.say("callsheet.title"),
        nodes=tuple(nodes),
        header_footer=HeaderFooter(
            cluster.name, written, page_of=words.say("frame.page_of", page="{page}", pages="{pages}")
        ),
        language=words.language,
        author=cluster.agency,
    )


def _whose(call: Call) -> tuple[str, date | None]:
    return call.case.agent, call.case.planned_on


def _order(call: Call) -> tuple[object, ...]:
    day = call.case.planned_on
    return (
        *(call.case.agent.casefold(), call.case.agent, day is None, day or date.min),
        *(not call.firm.place, call.firm.place.casefold(), call.firm.number),
    )


def _sheet(agent: str, day: date | None, calls: Sequence[Call], words: Words) -> Iterator[Node]:
    say = words.say
    firms = say("callsheet.one_firm") if len(calls) == 1 else say("callsheet.firms", n=len(calls))
    when = words.date(day) if day else say("callsheet.no_day")
    yield Masthead(
        say("callsheet.title"), line=say("callsheet.for_agent", agent=agent, day=when, firms=firms)
    )
    heads = ("number", "firm", "ask", "before", "ended")
    columns = tuple(
        Column(say(f"callsheet.{head}"), share) for head, share in zip(heads, _SHARES, strict=True)
    )
    rows: list[tuple[Runs, ...]] = []
    for place, group in groupby(calls, key=lambda call: call.firm.place):
        here = list(group)
        told = say("callsheet.place", place=place or say("callsheet.place_unknown"), n=len(here))
        rows += [_row(call, words, told if call is here[0] else "") for call in here]
    yield Table(columns, tuple(rows))
    yield Note(said(say("callsheet.remark") + " " + say("callsheet.lose")), is_apart=True)


def _row(call: Call, words: Words, place: str) -> tuple[Runs, ...]:
    """A firm; the first of a place stands under the place's name, so that the two are never parted."""
    firm = call.firm
    other = firm.get(FirmField.OTHER_NAME)
    above = [Run(f"{place}\n", bold=True, muted=True)] if place else []
    names: list[str | Run] = [*above, Run(firm.name, bold=True), *([f"\n{other}"] if other else [])]
    names += [f"\n{firm.get(one)}" for one in (FirmField.ADDRESS, FirmField.PRODUCT) if firm.get(one)]
    ask = "\n".join(filter(None, (firm.get(FirmField.CONTACT), _phone(firm.phone))))
    ends = (words.say(f"callsheet.{name}").replace(" ", _TIED) for name in _BOXES)
    boxes = " ".join(f"{_BOX}{_TIED}{end}{_TIED}{_TIED}" for end in ends)
    blanks = f"{words.say('callsheet.at')}{_LINE}  {words.say('callsheet.why')}{_LINE}"
    return (
        said(f"{firm.number:04d}"),
        said(*names),
        said(ask),
        said(muted("\n".join(_before(call, words)))),
        said(f"{boxes}\n", muted(blanks)),
    )


def _before(call: Call, words: Words) -> Iterator[str]:
    """What to know, and every call before; why somebody refused is not printed."""
    if note := call.firm.get(FirmField.NOTE):
        yield note
    if call.case.role is CaseRole.SUBSTITUTE:
        yield words.say("callsheet.substitute")
    for visit in call.visits:
        outcome = words.say(f"callsheet.{visit.outcome.value.replace(' ', '_')}")
        said_ = words.say("callsheet.visit", day=_short(visit.at.date(), words), outcome=outcome)
        if visit.outcome is Outcome.AWAY and visit.reason:
            said_ += f", {visit.reason}"
        if visit.next_at:
            when = f"{_short(visit.next_at.date(), words)}, {visit.next_at:%H:%M}"
            said_ += f"; {words.say('callsheet.again', when=when)}"
        yield said_


def _short(day: date, words: Words) -> str:
    return f"{day.day} {words.say(f'month.{day.month}')}"


def _phone(digits: str) -> str:
    """A mobile number in two groups, as it is read out."""
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else digits
