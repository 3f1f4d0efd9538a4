"""The Firm diagnostic: two to four pages for the owner, in the owner's language.

Nothing of the sensitive module is in it, and no other firm can be recognised: a comparison needs at
least five firms, and only quartiles of them are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldsurvey.analysis.disclosure import LEAST
from fieldsurvey.analysis.indicators import Figure, Figures
from fieldsurvey.errors import ReportError
from fieldsurvey.interviews.submissions import NAMELESS
from fieldsurvey.interviews.tables import by_question
from fieldsurvey.numbers import missing_word, percent, with_unit
from fieldsurvey.records import Dataset, Interview, Missing, Value
from fieldsurvey.reports import pdf
from fieldsurvey.reports.blocks.charts import charted
from fieldsurvey.reports.blocks.spreads import strip
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.charts import Strips
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
    Note,
    Paragraph,
    Run,
    Runs,
    Table,
    figure_column,
    muted,
    said,
)  # fmt: skip
from fieldsurvey.reports.renderer import write
from fieldsurvey.reports.schemes import fitting
from fieldsurvey.reports.template import read_toml
from fieldsurvey.reports.words import Words, spanned
from fieldsurvey.system.paths import resources

_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class _Firm:
    """The firm the report is for."""

    brief: Brief
    interview: Interview
    row: Mapping[str, Value]
    plan: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(
            self.row.get("firm_name")
            or self.interview.firm.removeprefix(NAMELESS)
            or self.interview.instance_id
        )

    def compared(self) -> list[Figure]:
        """Indicators on which this firm has a value and enough firms stand beside it."""
        return [
            f for f in self._open(self.plan.get("compare", ())) if f.quartiles is not None and f.n >= LEAST
        ]

    def practices(self) -> list[Figure]:
        """Yes-or-no indicators this firm answered."""
        return [
            f for f in self._open(self.plan.get("practices", ())) if f.n >= LEAST and not f.is_count_small
        ]

    def _open(self, names: Sequence[str]) -> list[Figure]:
        found = self.brief.shown(names)
        return [f for f in found if not f.indicator.sensitive and self.interview.instance_id in f.values]

    def own(self, figure: Figure) -> float:
        return figure.values[self.interview.instance_id]


def write_firm_report(
    path: Path,
    figures: Figures,
    dataset: Dataset,
    interview: Interview,
    *,
    now: datetime,
    language: str = "en",
) -> None:
    """Write the report of one firm to `path`, whole or not at all. Raises ReportError with a sentence."""
    row = next((row for row in dataset.tables[0].rows if row["KEY"] == interview.instance_id), None)
    if row is None:
        if not interview.firm:
            raise ReportError("report.this-firm-not-finished")
        raise ReportError("report.firm-not-finished", firm=interview.firm)
    plan, row = read_toml(resources() / "reports" / "firm.toml"), by_question(dataset.tables[0], row)
    firm = _Firm(Brief(figures, dataset, Words(language), now), interview, row, plan)
    write(path, _document(firm), pdf.render)


def _document(firm: _Firm) -> Document:
    words, cluster = firm.brief.words, firm.brief.cluster
    kind = words.say("frame.firm_title")
    day = (firm.interview.finalised_at or firm.interview.started_at).date()
    body = (_profile, _strengths, _schemes, _standing, _table)
    marks = HeaderFooter(
        head=f"{kind} \u00b7 {cluster.name}" if cluster.name else kind,
        written=words.say("frame.written", date=words.date(firm.brief.now.date())),
        page_of=words.say("frame.page_of", page="{page}", pages="{pages}"),
        warning=words.say("frame.synthetic") if cluster.synthetic else "",
    )
    return Document(
        title=f"{kind}: {firm.name}",
        nodes=(
            Masthead(firm.name, kind, words.say("firm.interviewed", date=words.date(day))),
            *(node for make in body for node in make(firm)),
            Note(said(words.say("firm.privacy")), is_apart=True),
        ),
        header_footer=marks,
        language=words.language,
        author=cluster.agency,
    )


def _profile(firm: _Firm) -> list[Node]:
    facts = tuple(fact for name in firm.plan.get("facts", ()) if (fact := _fact(firm, name)))
    return [Heading(firm.brief.words.say("firm.profile")), Facts(facts)] if facts else []


def _fact(firm: _Firm, name: str) -> tuple[str, str] | None:
    """A label and the firm's own answer; None when it is not there or is sensitive."""
    question, value = firm.brief.question(name), firm.row.get(name)
    if question is None or value is None or question.disclosure == "sensitive":
        return None
    words = firm.brief.words
    label = words.say(f"fact.{name}") if words.has(f"fact.{name}") else words.pick(question.label) or name
    if isinstance(value, Missing):
        return label, missing_word(value, words.language)
    if isinstance(value, str):
        return label, firm.brief.choice(question, value) if question.choices or words.has(
            f"code.{value}"
        ) else value
    if isinstance(value, int | float):
        told = (
            words.money(value)
            if question.unit == "Rs"
            else str(value)
            if question.name.endswith("year")
            else with_unit(value)
        )
        return label, told
    return label, str(value)


def _standing(firm: _Firm) -> list[Node]:
    words = firm.brief.words
    figures = firm.compared()[: int(firm.plan.get("strips", 10))]
    if not figures:
        return []
    rows = [
        replace(strip(firm.brief, f), own=firm.own(f), own_text=words.amount(f, firm.own(f))) for f in figures
    ]
    note = said(words.say("firm.standing_note", least=LEAST))
    charts = (charted(Strips((row,)), "", "") for row in rows)
    return [Heading(words.say("firm.standing")), Note(note, keep_with_next=True), *charts]


def _strengths(firm: _Firm) -> list[Node]:
    say = firm.brief.words.say
    good, bad = _told(firm, is_good=True), _told(firm, is_good=False)
    lead = say("firm.lead", firm=firm.name, n=firm.brief.figures.interviewed, cluster=firm.brief.cluster.name)
    found: list[Node] = [Paragraph(said(lead), is_lead=True, keep_with_next=True)]
    for title, lines, nothing in (
        ("firm.strengths", good, "firm.strengths_none"),
        ("firm.look", bad, "firm.look_none"),
    ):
        found.append(Heading(say(title)))
        if lines:
            found.append(List(tuple(ListItem(said(line)) for line in lines[:_MOST_LINES])))
        else:
            found.append(Paragraph(said(muted(say(nothing)))))
    return found


def _told(firm: _Firm, *, is_good: bool) -> list[str]:
    """Sentences on what the firm does better, or worse, than most."""
    words = firm.brief.words
    lines = []
    for figure in firm.compared():
        if _beats_most(firm, figure) is is_good:
            median = words.amount(figure, (figure.quartiles or (0, 0, 0))[1])
            key = "firm.above" if is_good else "firm.below"
            lines.append(
                words.say(
                    key, label=words.label(figure), own=words.amount(figure, firm.own(figure)), median=median
                )
            )
    for figure in firm.practices():
        share = figure.estimate.value or 0.0
        has_it = firm.own(figure) > 0
        if has_it is is_good and figure.indicator.direction == "higher" and (has_it or share >= 0.3):
            key = "firm.yes_strength" if is_good else "firm.no_look"
            known = f"practice.{figure.indicator.name}"
            label = words.say(known) if words.has(known) else words.label(figure)
            lines.append(words.say(key, label=label, share=percent(share)))
    return lines


def _beats_most(firm: _Firm, figure: Figure) -> bool | None:
    """True in the better quarter, False in the worse, None between or where no side is better."""
    low, _, high = figure.quartiles or (0.0, 0.0, 0.0)
    own, direction = firm.own(figure), figure.indicator.direction
    if direction not in ("higher", "lower") or low == high or low < own < high:
        return None
    return (own >= high) is (direction == "higher")


def _table(firm: _Firm) -> list[Node]:
    words = firm.brief.words
    rows: list[tuple[Runs, ...]] = []
    for figure in firm.compared():
        low, middle, high = words.quartiles(figure)
        own = words.amount(figure, firm.own(figure))
        cells = (words.label(figure), Run(own, bold=True), middle, spanned(low, high), str(figure.n))
        rows.append(tuple(said(cell) for cell in cells))
    if not rows:
        return []
    heads = [
        Column(words.say("firm.column_indicator"), 44), figure_column(words.say("firm.column_own"), 20),
        figure_column(words.say("firm.column_median"), 15), figure_column(words.say("firm.column_half"), 24), figure_column("n", 6),
    ]  # fmt: skip
    return [Heading(words.say("firm.all")), Table(tuple(heads), tuple(rows))]


def _schemes(firm: _Firm) -> list[Node]:
    words = firm.brief.words
    day = firm.brief.now.date()
    rows: list[tuple[Runs, ...]] = []
    for rule in fitting(firm.row, day):
        text = rule.cells.get(words.language) or rule.cells["en"]
        office = rule.cells.get(f"office_{words.language}") or rule.cells["office_en"]
        rows.append((said(text + ("" if rule.is_confirmed else "\u2009\u2020")), said(office)))
    if not rows:
        return []
    heads = [Column(words.say("firm.scheme"), 66), Column(words.say("firm.office"), 34)]
    notes = (words.say("firm.schemes_note", date=words.date(day)),)
    return [Heading(words.say("firm.schemes")), Table(tuple(heads), tuple(rows), notes)]
