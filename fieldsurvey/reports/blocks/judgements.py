"""Blocks that draft a judgement by rule: SWOT, issues by function, selection, grants; each line cites its indicator."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import Flowable

from fieldsurvey.analysis import rules
from fieldsurvey.analysis.rules import Rule
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.findings import sentence
from fieldsurvey.reports.pdf.paragraphs import Span, Text
from fieldsurvey.reports.pdf.style import BODY, HEADING, MUTED, NOTE
from fieldsurvey.reports.pdf.tables import Cell, Head, muted, table

Block = Mapping[str, Any]
_COMPARE = {">=": operator.ge, "<": operator.lt}
KINDS = ("strength", "weakness", "opportunity", "threat")
FUNCTIONS = (
    "inputs",
    "production",
    "technology",
    "skills",
    "markets",
    "finance",
    "infrastructure",
    "cooperation",
    "policy",
)
_SELECTION = {
    "technology": ("activity", "top_product_share"),
    "basic": ("obstacle_any", "outage_affected"),
    "institutions": ("institutions_used", "association_member"),
    "growth": ("turnover_growth", "market_aim"),
    "leadership": ("joint_action", "cluster_trust"),
    "contribution": ("workers_total", "exporters"),
}


@dataclass(frozen=True, slots=True)
class Drafted:
    """One line of the draft and the indicator that called for it."""

    kind: str
    function: str
    text: str
    indicator: str


def drafted(brief: Brief) -> list[Drafted]:
    """All lines whose rule holds today and applies to the figures."""
    return list(_drafted(brief, brief.now.date()))


def _drafted(brief: Brief, on: date) -> Iterator[Drafted]:
    for rule in rules.in_force("swot", on):
        figure = brief.figures.get(rule.cells["indicator"])
        if figure is None or not figure.is_shown or figure.is_count_small or figure.estimate.value is None:
            continue
        if _COMPARE[rule.cells["comparison"]](figure.estimate.value, rule.number("threshold") or 0.0):
            text = _in_language(rule, "", brief).format(value=brief.words.value(figure))
            yield Drafted(rule.cells["kind"], rule.cells["function"], text, brief.words.label(figure))


def _in_language(rule: Rule, prefix: str, brief: Brief) -> str:
    return rule.cells.get(f"{prefix}{brief.words.language}") or rule.cells[f"{prefix}en"]


def swot(brief: Brief, _block: Block) -> list[Flowable]:
    """The four lists."""
    found: list[Flowable] = []
    lines = drafted(brief)
    for kind in KINDS:
        found.append(Text(brief.words.say(f"swot.{kind}"), HEADING))
        own = [line for line in lines if line.kind == kind]
        found.extend(_line(line) for line in own)
        if not own:
            found.append(Text(brief.words.say("swot.empty"), BODY.with_(colour=MUTED)))
    return [*found, Text(brief.words.say("swot.note"), NOTE.with_(before=8))]


def _line(line: Drafted) -> Text:
    return Text(
        [Span(f"{line.text} "), Span(f"[{line.indicator}]", colour=MUTED)],
        BODY.with_(after=3),
        indent=12,
        bullet="•",
    )


def operations(brief: Brief, _block: Block) -> list[Flowable]:
    """Weaknesses and threats by business function."""
    lines = [line for line in drafted(brief) if line.kind in ("weakness", "threat")]
    rows: list[list[Cell]] = []
    for function in FUNCTIONS:
        own = [line.text for line in lines if line.function == function]
        told: Cell = "\n".join(own) if own else [muted(brief.words.say("operations.nothing"))]
        rows.append([[Span(brief.words.say(f"function.{function}"), bold=True)], told])
    heads = [Head(brief.words.say("table.function"), 24), Head(brief.words.say("table.findings"), 76)]
    return table(heads, rows, note=brief.words.say("operations.note"))


def selection(brief: Brief, _block: Block) -> list[Flowable]:
    """The six considerations for choosing a cluster, with evidence."""
    rows: list[list[Cell]] = []
    for name, indicators in _SELECTION.items():
        told = [
            text for indicator in indicators if (text := sentence(brief.figures.get(indicator), brief.words))
        ]
        evidence: Cell = " ".join(told) if told else [muted(brief.words.say("selection.none"))]
        rows.append([[Span(brief.words.say(f"selection.{name}"), bold=True)], evidence])
    heads = [Head(brief.words.say("table.question"), 34), Head(brief.words.say("table.evidence"), 66)]
    return [Text(brief.words.say("selection.lead"), HEADING), *table(heads, rows)]


def grants(brief: Brief, _block: Block) -> list[Flowable]:
    """What the programme pays, by component; the last guideline known when none is in force."""
    say = brief.words.say
    today = brief.now.date()
    known = rules.in_force("grants", today)
    last = max(rule.valid_to for rule in rules.table("grants") if rule.valid_to)
    shown = known or tuple(rule for rule in rules.table("grants") if rule.valid_to == last)
    rows: list[list[Cell]] = []
    for rule in shown:
        mark = "" if rule.is_confirmed else "\u2009\u2020"
        ceiling = grouped(rule.number("ceiling_lakh") or 0)
        floor = rule.number("from_lakh") or 0
        rows.append([
            say(f"component.{rule.cells['component']}") + mark,
            f"{grouped(floor)}\u2009\u2013\u2009{ceiling}" if floor else ceiling,
            percent(rule.number("share") or 0), percent(rule.number("special_share") or 0), rule.source,
        ])  # fmt: skip
    heads = [
        Head(say("table.component"), 30), Head(say("table.ceiling"), 18, True), Head(say("table.grant"), 12, True),
        Head(say("table.special_grant"), 16, True), Head(say("table.source"), 28),
    ]  # fmt: skip
    found: list[Flowable] = [Text(say("grants.lead"), HEADING)]
    if not known:
        found.append(Text(say("grants.ended", date=brief.words.date(last)), BODY.with_(keep_with_next=True)))
    return [*found, *table(heads, rows, note=say("grants.note"))]


def sources(brief: Brief, _block: Block) -> list[Flowable]:
    """Every table of rules the report drew on, with where it was read and whether that is confirmed."""
    say = brief.words.say
    rows: list[list[Cell]] = []
    for name, rule in rules.sources():
        period = f"{rule.valid_from or '…'} – {rule.valid_to or '…'}"
        confirmed = say("rules.confirmed") if rule.is_confirmed else say("rules.unconfirmed")
        rows.append([say(f"rules.{name}"), rule.source, period, confirmed])
    heads = [
        Head(say("rules.table"), 24),
        Head(say("table.source"), 46),
        Head(say("rules.period"), 30),
        Head("", 16),
    ]
    return table(heads, rows)
