"""Our two sheets, checks and indicators: read, translated to XPath, and tried in the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fieldsurvey.analysis.statistics import STATISTICS
from fieldsurvey.errors import AnswerError, FormError, XPathError
from fieldsurvey.forms.xlsform.bare import with_rows
from fieldsurvey.forms.xlsform.complaints import of_engine
from fieldsurvey.forms.xlsform.sheets import Row
from fieldsurvey.forms.xlsform.survey import Walk, question_named, ref_of, shared_names, variable_of, xpath_of
from fieldsurvey.messages import Message
from fieldsurvey.records import Check, Indicator, Severity
from fieldsurvey.xforms import FormDefinition, FormEntry

_EXPRESSIONS = ("variable", "numerator", "denominator", "universe")


def read_checks(rows: Sequence[Row], walk: Walk, problems: list[Message]) -> tuple[Check, ...]:
    """The checks sheet; faults go to `problems`, each with its place."""
    found = []
    for row in rows:
        shared = list(shared_names(row, ("question", "check"), walk))
        problems.extend(shared)
        question, ref = question_named(row.get("question")), ref_of(row.get("question"), walk)
        if shared:
            continue
        if not ref:
            fault = (
                Message("sheet.no-question", name=question) if question else Message("sheet.question-empty")
            )
            problems.append(Message("sheet.fault", cell=row.cell("question"), fault=fault))
            continue
        severity = row.get("severity").lower() or "warn"
        if severity not in set(Severity):
            fault = Message("sheet.severity", word=severity)
            problems.append(Message("sheet.fault", cell=row.cell("severity"), fault=fault))
            continue
        found.append(
            Check(
                name=row.get("name"),
                question=ref,
                expression=xpath_of(row.get("check"), walk),
                message=row.texts("message"),
                severity=Severity(severity),
            )
        )
    return tuple(found)


def read_indicators(rows: Sequence[Row], walk: Walk, problems: list[Message]) -> tuple[Indicator, ...]:
    """The indicators sheet; faults go to `problems`, each with its place."""
    found = []
    for row in rows:
        problems.extend(shared_names(row, _EXPRESSIONS, walk))
        named = row.get("statistic").lower()
        statistic = STATISTICS.get(named)
        if statistic is None:
            problems.append(
                Message("sheet.fault", cell=row.cell("statistic"), fault=_unknown_statistic(named))
            )
            continue
        lacking = [column for column in statistic.needs if not row.get(column)]
        if lacking:
            fault = _needs(named, *statistic.needs)
            problems.append(Message("sheet.fault", cell=row.cell(lacking[0]), fault=fault))
            continue
        found.append(
            Indicator(
                name=row.get("name"),
                section=row.get("section"),
                label=row.texts("label"),
                statistic=named,
                variable=variable_of(row.get("variable"), walk),
                numerator=variable_of(row.get("numerator"), walk),
                denominator=variable_of(row.get("denominator"), walk),
                universe=xpath_of(row.get("universe"), walk),
                universe_label=row.texts("universe_label"),
                unit=row.get("unit"),
                decimals=int(row.get("decimals") or 0) if (row.get("decimals") or "0").isdigit() else 0,
                direction=row.get("direction").lower(),
                sensitive=row.get("sensitive").lower() in ("yes", "true", "1"),
            )
        )
    return tuple(found)


def _unknown_statistic(named: str) -> Message:
    known = tuple(STATISTICS)
    if not named:
        return Message("sheet.statistic-empty", known=known)
    return Message("sheet.unknown-statistic", word=named, known=known)


def _needs(statistic: str, column: str, other: str = "") -> Message:
    if not other:
        return Message("sheet.statistic-needs", statistic=statistic, column=column)
    return Message("sheet.statistic-needs-two", statistic=statistic, column=column, other=other)


def bad_expressions(
    form: FormDefinition, sheets: Mapping[str, Sequence[Row]], walk: Walk
) -> Iterator[Message]:
    """Expressions of our sheets that the engine does not understand, each tried where it will be asked."""
    try:
        entry = FormEntry.new(form)
    except XPathError as error:  # it fails before anything is answered: no interview could begin
        yield of_engine(error.message, walk)
        return
    for row in sheets.get("checks", []):
        question = ref_of(row.get("question"), walk)
        if question:
            at = _row_of(entry, question, form)
            yield from _tried(entry, xpath_of(row.get("check"), walk), at, row.cell("check"))
    for row in sheets.get("indicators", []):
        for column in _EXPRESSIONS:
            yield from _tried(entry, variable_of(row.get(column), walk), form.root_ref, row.cell(column))


def _row_of(entry: FormEntry, question: str, form: FormDefinition) -> str:
    """Where the question stands in a first row; the form's root when the form counts the rows and has none yet."""
    try:
        return with_rows(entry, question, form.body)
    except AnswerError:
        return form.root_ref


def _tried(entry: FormEntry, expression: str, context: str, cell: Message) -> Iterator[Message]:
    try:
        entry.evaluate(expression or "1", context=context)
    except FormError as error:
        yield Message("sheet.fault", cell=cell, fault=error.message)
