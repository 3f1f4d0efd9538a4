"""Blocks that print tables: indicators of a section, repeats by choice, benchmark, baseline, the annex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from fieldsurvey.analysis import profiles
from fieldsurvey.analysis.disclosure import LEAST, LEAST_SENSITIVE, hidden_cells, is_dominated
from fieldsurvey.analysis.indicators import Cell as CountedCell
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.records import Missing, Question, Table, Value
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.findings import shown_cells
from fieldsurvey.reports.paragraphs import Span, Text
from fieldsurvey.reports.style import HEADING, SUBHEADING
from fieldsurvey.reports.tables import Cell, Head, muted, table

Block = Mapping[str, Any]
_COUNTED = ("distribution", "rank")


def indicators(brief: Brief, block: Block) -> list[Flowable]:
    """All estimated indicators of some sections: value, interval, n, and the denominator in words."""
    rows: list[list[Cell]] = []
    marked = False
    figures = [
        f
        for name in block["sections"]
        for f in brief.figures.section(name)
        if f.indicator.statistic not in _COUNTED
    ]
    if not figures:
        return []
    has_interval = any(brief.words.interval(figure) for figure in figures)
    for figure in figures:
        marks = _marks(figure)
        marked = marked or bool(marks)
        row: list[Cell] = [_named(brief, figure), _value(brief, figure, marks)]
        rows.append([*row, *([brief.words.interval(figure)] if has_interval else []), str(figure.n)])
    say = brief.words.say
    heads = [Head(say("table.indicator"), 50), Head(say("table.value"), 25, True)]
    heads += [Head(say("table.interval"), 22, True)] if has_interval else []
    heads.append(Head("n", 7, True))
    notes = [_projections(brief, figures), say("table.note_few") if marked else ""]
    return table(heads, rows, note="\n".join(note for note in notes if note))


def _named(brief: Brief, figure: Figure) -> list[Span]:
    return [Span(brief.words.label(figure) + " "), muted(brief.words.universe(figure))]


def _value(brief: Brief, figure: Figure, marks: str) -> Cell:
    told = brief.words.value(figure)
    if not figure.is_shown:
        return [muted(told)]
    return [Span(told, bold=True), Span(marks)] if marks else [Span(told, bold=True)]


def _marks(figure: Figure) -> str:
    if not figure.is_shown or figure.is_count_small:
        return ""
    return ("\u2009\u2020" if figure.is_few else "") + ("\u2009\u2021" if figure.is_wide else "")


def _projections(brief: Brief, figures: Sequence[Figure]) -> str:
    told = []
    for figure in figures:
        found = figure.projected
        if (
            found is None
            or figure.is_hidden
            or found.value is None
            or found.low is None
            or found.high is None
        ):
            continue
        value, low, high = (
            brief.words.amount(figure, x) for x in (found.value, max(0.0, found.low), found.high)
        )
        sentence = brief.words.say(
            "figure.projected",
            population=grouped(brief.cluster.population or 0),
            value=value,
            low=low,
            high=high,
        )
        told.append(f"{brief.words.label(figure)}: {sentence}")
    return "\n".join(told)


def repeat(brief: Brief, block: Block) -> list[Flowable]:
    """A grid of the form by one choice: firms that name it, their share, and a sum where one is asked."""
    source = brief.repeat(block["repeat"])
    by = next((c.question for c in source.columns if c.name == block["by"]), None) if source else None
    if source is None or by is None or not source.rows:
        return []
    firms, sums = _grouped(source, by.name, block.get("sum", ""), block.get("having", ""))
    asked = len({str(row["PARENT_KEY"]) for row in source.rows})
    hidden = hidden_cells({code: len(keys) for code, keys in firms.items()}, sums_to_total=False)
    shown = [code for code in firms if code not in hidden]
    if asked < LEAST or not shown:
        return []
    summed = next((c.question for c in source.columns if c.name == block.get("sum")), None)
    rows = [
        _repeat_row(brief, by, code, firms[code], asked, sums.get(code, {}) if summed else None)
        for code in shown
    ]
    say = brief.words.say
    heads = [
        Head(brief.words.pick(by.label) or by.name, 50),
        Head(say("table.firms"), 12, True),
        Head(say("table.share_firms"), 20, True),
    ]
    if summed:
        heads.append(Head(brief.words.pick(summed.label) or summed.name, 22, True))
    notes = [say("figure.n", n=asked) + say("figure.stop")]
    if hidden:
        notes.append(
            say(
                "figure.hidden_cells", least=LEAST, names=", ".join(brief.choice(by, code) for code in hidden)
            )
        )
    title = brief.words.pick(brief.figures.questionnaire.group_labels.get(source.ref, {})) or source.name
    return [Text(title, SUBHEADING), *table(heads, rows, note=" ".join(notes))]


def _grouped(
    source: Table, by: str, of: str, having: str
) -> tuple[dict[str, set[str]], dict[str, Counter[str]]]:
    """Choice -> firms that have it, and choice -> firm -> sum; the choice named by most firms first."""
    firms: dict[str, set[str]] = {}
    sums: dict[str, Counter[str]] = {}
    for row in source.rows:
        code, firm = row.get(by), str(row["PARENT_KEY"])
        if code is None or isinstance(code, Missing) or (having and not _is_positive(row.get(having))):
            continue
        firms.setdefault(str(code), set()).add(firm)
        value = row.get(of)
        if isinstance(value, int | float):
            sums.setdefault(str(code), Counter())[firm] += value  # type: ignore[assignment]
    return dict(sorted(firms.items(), key=lambda item: -len(item[1]))), sums


def _is_positive(value: Value) -> bool:
    try:
        return not isinstance(value, Missing) and float(str(value)) > 0
    except ValueError:
        return False


def _repeat_row(
    brief: Brief, by: Question, code: str, keys: set[str], asked: int, sums: Mapping[str, float] | None
) -> list[Cell]:
    row: list[Cell] = [brief.choice(by, code), str(len(keys)), percent(len(keys) / asked)]
    if sums is not None:
        hide = len(sums) < LEAST or is_dominated(list(sums.values()))
        row.append([muted(brief.words.say("figure.dominated"))] if hide else grouped(sum(sums.values())))
    return row


def benchmark(brief: Brief, block: Block) -> list[Flowable]:
    """What the better quarter of the firms reaches, beside the median: the nearest goal there is."""
    figures = [f for f in brief.shown(block["indicators"]) if f.quartiles is not None]
    rows: list[list[Cell]] = []
    for figure in figures:
        low, middle, high = brief.words.quartiles(figure)
        rows.append([_with_unit(brief, figure), low, [Span(middle, bold=True)], high, str(figure.n)])
    say = brief.words.say
    heads = [
        Head(say("table.indicator"), 46), Head(say("table.lower"), 17, True), Head(say("table.median"), 17, True),
        Head(say("table.upper"), 17, True), Head("n", 7, True),
    ]  # fmt: skip
    return table(heads, rows, note=say("table.benchmark_note", least=LEAST)) if rows else []


def _with_unit(brief: Brief, figure: Figure) -> list[Span]:
    unit = brief.words.unit(figure)
    return [Span(brief.words.label(figure)), *([muted(f" ({unit})")] if unit else [])]


def baseline(brief: Brief, block: Block) -> list[Flowable]:
    """Values before the intervention, with room for the target."""
    rows: list[list[Cell]] = [
        [_named(brief, f), brief.words.value(f), "", brief.words.say("table.next_round")]
        for f in brief.shown(block["indicators"])
    ]
    say = brief.words.say
    heads = [
        Head(say("table.indicator"), 56), Head(say("table.baseline"), 24, True), Head(say("table.target"), 14, True),
        Head(say("table.means"), 20, True),
    ]  # fmt: skip
    return table(heads, rows) if rows else []


def required(brief: Brief, block: Block) -> list[Flowable]:
    """Registered, exempt, required and not registered, unknown: a firm under a threshold is exempt, not informal."""
    rows: list[list[Cell]] = []
    for name in block["questions"]:
        question, counts = brief.question(name), profiles.registration(brief.rows, name)
        if question is not None and counts is not None:
            label = brief.words.pick(question.label).partition(":")[0]
            rows.append([label, *(_count(brief, counts[state]) for state in profiles.REGISTRATION)])
    if not rows:
        return []
    say = brief.words.say
    heads = [Head("", 28)] + [
        Head(say(f"informality.{w}"), 18, True) for w in ("registered", "is_exempt", "lacking", "unknown")
    ]
    note = say("informality.cells", least=LEAST_SENSITIVE)
    return [Text(say("informality.required_title"), SUBHEADING), *table(heads, rows, note=note)]


def _count(brief: Brief, count: int | None) -> Cell:
    return [muted(brief.words.say("figure.few"))] if count is None else str(count)


def annex(brief: Brief, _block: Block) -> list[Flowable]:
    """Every indicator: value, interval where the design gives one, n, who is missing and why, the denominator."""
    found: list[Flowable] = []
    say = brief.words.say
    with_interval = any(brief.words.interval(figure) for figure in brief.figures.by_name.values())
    counts = [
        Head("n", 7, True),
        *(Head(say(f"table.{name}"), 10, True) for name in ("missing", "dk", "refused")),
    ]
    interval = [Head(say("table.interval"), 21, True)] if with_interval else []
    heads = [Head(say("table.indicator"), 44), Head(say("table.value"), 24, True), *interval, *counts]
    for section in brief.figures.sections():
        rows = [
            row
            for f in brief.figures.section(section)
            for row in _annex_rows(brief, f, with_interval=with_interval)
        ]
        found.append(Text(section_title(brief, section), HEADING))
        found.extend(table(heads, rows))
    return found


def _annex_rows(brief: Brief, figure: Figure, *, with_interval: bool) -> list[list[Cell]]:
    counts: list[Cell] = [str(figure.n), str(figure.missing), str(figure.dont_know), str(figure.refused)]
    interval: list[Cell] = [brief.words.interval(figure)] if with_interval else []
    if figure.indicator.statistic not in _COUNTED:
        return [[_named(brief, figure), _value(brief, figure, _marks(figure)), *interval, *counts]]
    told: Cell = ""
    if figure.is_hidden:
        told = [muted(brief.words.hidden(figure))]
    elif not shown_cells(figure):
        told = [muted(brief.words.say("figure.small_cells"))]
    rows: list[list[Cell]] = [[_named(brief, figure), told, *interval, *counts]]
    if not told:
        rows.extend(_annex_cell(brief, figure, cell, interval) for cell in shown_cells(figure))
    return rows


def _annex_cell(brief: Brief, figure: Figure, cell: CountedCell, interval: list[Cell]) -> list[Cell]:
    score = f" \u00b7 {cell.score:.1f}" if figure.indicator.statistic == "rank" else ""
    label = [muted(f"\u00a0\u00a0\u00a0{brief.words.cell(cell)}")]
    return [label, f"{percent(cell.share)}{score}", *interval, str(cell.n), "", "", ""]


def section_title(brief: Brief, section: str) -> str:
    """The section's title: the report's word, else the form's own group title, else its name."""
    key = f"section.{section}"
    if brief.words.has(key):
        return brief.words.say(key)
    groups = brief.figures.questionnaire.group_labels
    own = next((texts for ref, texts in groups.items() if ref.rpartition("/")[2] == section and texts), {})
    return brief.words.pick(own) or section.replace("_", " ").capitalize()
