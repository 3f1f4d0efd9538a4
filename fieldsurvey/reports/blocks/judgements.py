"""Blocks that draft a judgement by rule: SWOT, issues by function, selection, grants; each line cites its indicator."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fieldsurvey.analysis import rules
from fieldsurvey.analysis.rules import Rule
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.document import (
    Column,
    Heading,
    List,
    ListItem,
    Node,
    Note,
    Paragraph,
    Run,
    Runs,
    Table,
    figure_column,
    muted,
    said,
)  # fmt: skip
from fieldsurvey.reports.findings import sentence

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


def swot(brief: Brief, _given: Given) -> list[Node]:
    """The four lists."""
    found: list[Node] = []
    lines = drafted(brief)
    for kind in KINDS:
        found.append(Heading(brief.words.say(f"swot.{kind}")))
        own = [line for line in lines if line.kind == kind]
        if own:
            found.append(List(tuple(_item(line) for line in own)))
        else:
            found.append(Paragraph(said(muted(brief.words.say("swot.empty")))))
    return [*found, Note(said(brief.words.say("swot.note")), is_apart=True)]


def _item(line: Drafted) -> ListItem:
    return ListItem(said(f"{line.text} ", muted(f"[{line.indicator}]")))


def operations(brief: Brief, _given: Given) -> list[Node]:
    """Weaknesses and threats by business function."""
    lines = [line for line in drafted(brief) if line.kind in ("weakness", "threat")]
    rows: list[tuple[Runs, ...]] = []
    for function in FUNCTIONS:
        own = [line.text for line in lines if line.function == function]
        told = "\n".join(own) if own else muted(brief.words.say("operations.nothing"))
        rows.append((said(Run(brief.words.say(f"function.{function}"), bold=True)), said(told)))
    heads = [Column(brief.words.say("table.function"), 24), Column(brief.words.say("table.findings"), 76)]
    return [Table(tuple(heads), tuple(rows), (brief.words.say("operations.note"),))]


def selection(brief: Brief, _given: Given) -> list[Node]:
    """The six considerations for choosing a cluster, with evidence."""
    rows: list[tuple[Runs, ...]] = []
    for name, indicators in _SELECTION.items():
        told = [
            text for indicator in indicators if (text := sentence(brief.figures.get(indicator), brief.words))
        ]
        evidence = " ".join(told) if told else muted(brief.words.say("selection.none"))
        rows.append((said(Run(brief.words.say(f"selection.{name}"), bold=True)), said(evidence)))
    heads = [Column(brief.words.say("table.question"), 34), Column(brief.words.say("table.evidence"), 66)]
    return [Heading(brief.words.say("selection.lead")), Table(tuple(heads), tuple(rows))]


def grants(brief: Brief, _given: Given) -> list[Node]:
    """What the programme pays, by component; the last guideline known when none is in force."""
    say = brief.words.say
    today = brief.now.date()
    known = rules.in_force("grants", today)
    last = max(rule.valid_to for rule in rules.table("grants") if rule.valid_to)
    shown = known or tuple(rule for rule in rules.table("grants") if rule.valid_to == last)
    rows: list[tuple[Runs, ...]] = []
    for rule in shown:
        mark = "" if rule.is_confirmed else "\u2009\u2020"
        ceiling = grouped(rule.number("ceiling_lakh") or 0)
        floor = rule.number("from_lakh") or 0
        component = say(f"component.{rule.cells['component']}") + mark
        limits = f"{grouped(floor)}\u2009\u2013\u2009{ceiling}" if floor else ceiling
        shares = (percent(rule.number(name) or 0) for name in ("share", "special_share"))
        rows.append(tuple(said(cell) for cell in (component, limits, *shares, rule.source)))
    heads = [
        Column(say("table.component"), 30), figure_column(say("table.ceiling"), 18), figure_column(say("table.grant"), 12),
        figure_column(say("table.special_grant"), 16), Column(say("table.source"), 28),
    ]  # fmt: skip
    found: list[Node] = [Heading(say("grants.lead"))]
    if not known:
        ended = say("grants.ended", date=brief.words.date(last))
        found.append(Paragraph(said(ended), keep_with_next=True))
    return [*found, Table(tuple(heads), tuple(rows), (say("grants.note"),))]


def sources(brief: Brief, _given: Given) -> list[Node]:
    """Every table of rules the report drew on, with where it was read and whether that is confirmed."""
    say = brief.words.say
    rows: list[tuple[Runs, ...]] = []
    for name, rule in rules.sources():
        period = f"{rule.valid_from or '…'} – {rule.valid_to or '…'}"
        confirmed = say("rules.confirmed") if rule.is_confirmed else say("rules.unconfirmed")
        rows.append(tuple(said(cell) for cell in (say(f"rules.{name}"), rule.source, period, confirmed)))
    heads = [
        Column(say("rules.table"), 24),
        Column(say("table.source"), 46),
        Column(say("rules.period"), 30),
        Column("", 16),
    ]
    return [Table(tuple(heads), tuple(rows))]
