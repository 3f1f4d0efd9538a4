"""Blocks that print tables: indicators of a section, repeats by choice, benchmark, baseline, registrations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fieldsurvey.analysis import profiles
from fieldsurvey.analysis.disclosure import LEAST, LEAST_SENSITIVE, hidden_cells, is_dominated
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.analysis.statistics import Reads
from fieldsurvey.numbers import grouped, percent
from fieldsurvey.records import Missing, Question, Value
from fieldsurvey.records import Table as Rows
from fieldsurvey.reports.blocks.block import Given
from fieldsurvey.reports.brief import Brief
from fieldsurvey.reports.document import Column, Node, Run, Runs, Table, figure_column, muted, said


def indicators(brief: Brief, given: Given) -> list[Node]:
    """All estimated indicators of some sections: value, interval, n, and the denominator in words."""
    rows: list[tuple[Runs, ...]] = []
    marked = False
    figures = [
        f
        for name in given.names("sections")
        for f in brief.figures.section(name)
        if f.statistic.reads is not Reads.CHOICES
    ]
    if not figures:
        return []
    has_interval = any(brief.words.interval(figure) for figure in figures)
    for figure in figures:
        marks = marks_of(figure)
        marked = marked or bool(marks)
        interval = [said(brief.words.interval(figure))] if has_interval else []
        rows.append((named(brief, figure), value(brief, figure, marks), *interval, said(str(figure.n))))
    say = brief.words.say
    heads = [Column(say("table.indicator"), 50), figure_column(say("table.value"), 25)]
    heads += [figure_column(say("table.interval"), 22)] if has_interval else []
    heads.append(figure_column("n", 7))
    notes = [*_projections(brief, figures), *([say("table.note_few")] if marked else [])]
    return [Table(tuple(heads), tuple(rows), tuple(notes))]


def named(brief: Brief, figure: Figure) -> Runs:
    """The indicator's name and its denominator."""
    return said(brief.words.label(figure) + " ", muted(brief.words.universe(figure)))


def value(brief: Brief, figure: Figure, marks: str) -> Runs:
    """The estimate with its marks; or, in grey, why it is not shown."""
    told = brief.words.value(figure)
    if not figure.is_shown:
        return said(muted(told))
    return said(Run(told, bold=True), marks) if marks else said(Run(told, bold=True))


def marks_of(figure: Figure) -> str:
    """A dagger for few firms, a double one for a wide spread."""
    if not figure.is_shown or figure.is_count_small:
        return ""
    return ("\u2009\u2020" if figure.is_few else "") + ("\u2009\u2021" if figure.is_wide else "")


def _projections(brief: Brief, figures: Sequence[Figure]) -> list[str]:
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
    return told


def repeat(brief: Brief, given: Given) -> list[Node]:
    """A grid of the form by one choice: firms that name it, their share, and a sum where one is asked."""
    source = brief.repeat(given.name("repeat"))
    by = next((c.question for c in source.columns if c.name == given.name("by")), None) if source else None
    if source is None or by is None or not source.rows:
        return []
    firms, sums = _grouped(source, by.name, given.name("sum"), given.name("having"))
    asked = len({str(row["PARENT_KEY"]) for row in source.rows})
    hidden = hidden_cells({code: len(keys) for code, keys in firms.items()}, sums_to_total=False)
    shown = [code for code in firms if code not in hidden]
    if asked < LEAST or not shown:
        return []
    summed = next((c.question for c in source.columns if c.name == given.name("sum")), None)
    rows = [
        _repeat_row(brief, by, code, firms[code], asked, sums.get(code, {}) if summed else None)
        for code in shown
    ]
    say = brief.words.say
    heads = [
        Column(brief.words.pick(by.label) or by.name, 50),
        figure_column(say("table.firms"), 12),
        figure_column(say("table.share_firms"), 20),
    ]
    if summed:
        heads.append(figure_column(brief.words.pick(summed.label) or summed.name, 22))
    notes = [say("figure.n", n=asked) + say("figure.stop")]
    if hidden:
        notes.append(
            say(
                "figure.hidden_cells",
                least=LEAST,
                names=", ".join(brief.choice(by, code) for code in firms if code in hidden),
            )
        )
    title = brief.words.pick(brief.figures.questionnaire.group_labels.get(source.ref, {})) or source.name
    return [Table(tuple(heads), tuple(rows), (" ".join(notes),), title=title)]


def _grouped(
    source: Rows, by: str, of: str, having: str
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
) -> tuple[Runs, ...]:
    row = [said(brief.choice(by, code)), said(str(len(keys))), said(percent(len(keys) / asked))]
    if sums is not None:
        hide = len(sums) < LEAST or is_dominated(list(sums.values()))
        told = muted(brief.words.say("figure.dominated")) if hide else grouped(sum(sums.values()))
        row.append(said(told))
    return tuple(row)


def benchmark(brief: Brief, given: Given) -> list[Node]:
    """What the better quarter of the firms reaches, beside the median: the nearest goal there is."""
    figures = [f for f in brief.shown(given.names("indicators")) if f.quartiles is not None]
    rows: list[tuple[Runs, ...]] = []
    for figure in figures:
        low, middle, high = brief.words.quartiles(figure)
        median = Run(middle, bold=True)
        rows.append((_with_unit(brief, figure), said(low), said(median), said(high), said(str(figure.n))))
    say = brief.words.say
    heads = [
        Column(say("table.indicator"), 46), figure_column(say("table.lower"), 17), figure_column(say("table.median"), 17),
        figure_column(say("table.upper"), 17), figure_column("n", 7),
    ]  # fmt: skip
    notes = (say("table.benchmark_note", least=LEAST),)
    return [Table(tuple(heads), tuple(rows), notes)] if rows else []


def _with_unit(brief: Brief, figure: Figure) -> Runs:
    unit = brief.words.unit(figure)
    return said(brief.words.label(figure), *([muted(f" ({unit})")] if unit else []))


def baseline(brief: Brief, given: Given) -> list[Node]:
    """Values before the intervention, with room for the target."""
    say = brief.words.say
    rows = tuple(
        (named(brief, f), said(brief.words.value(f)), said(""), said(say("table.next_round")))
        for f in brief.shown(given.names("indicators"))
    )
    heads = [
        Column(say("table.indicator"), 56), figure_column(say("table.baseline"), 24), figure_column(say("table.target"), 14),
        figure_column(say("table.means"), 20),
    ]  # fmt: skip
    return [Table(tuple(heads), rows)] if rows else []


def required(brief: Brief, given: Given) -> list[Node]:
    """Registered, exempt, required and not registered, unknown: a firm under a threshold is exempt, not informal."""
    rows: list[tuple[Runs, ...]] = []
    for name in given.names("questions"):
        question, counts = brief.question(name), profiles.registration(brief.rows, name)
        if question is not None and counts is not None:
            label = brief.words.pick(question.label).partition(":")[0]
            rows.append((said(label), *(_count(brief, counts[state]) for state in profiles.REGISTRATION)))
    if not rows:
        return []
    say = brief.words.say
    heads = [Column("", 28)] + [
        figure_column(say(f"informality.{w}"), 18) for w in ("registered", "is_exempt", "lacking", "unknown")
    ]
    notes = (say("informality.cells", least=LEAST_SENSITIVE),)
    return [Table(tuple(heads), tuple(rows), notes, title=say("informality.required_title"))]


def _count(brief: Brief, count: int | None) -> Runs:
    return said(muted(brief.words.say("figure.few")) if count is None else str(count))
