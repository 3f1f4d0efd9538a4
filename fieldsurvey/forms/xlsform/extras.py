"""Our two sheets, checks and indicators: read, translated to XPath, and tried in the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fieldsurvey.analysis.statistics import STATISTICS
from fieldsurvey.errors import AnswerError, FormError, XPathError
from fieldsurvey.forms.xlsform.bare import with_rows
from fieldsurvey.forms.xlsform.complaints import of_engine
from fieldsurvey.forms.xlsform.sheets import Row
from fieldsurvey.forms.xlsform.survey import Walk, variable_of, xpath_of
from fieldsurvey.records import Check, Indicator, Severity
from fieldsurvey.xforms import FormDefinition, FormEntry


def read_checks(rows: Sequence[Row], walk: Walk, problems: list[str]) -> tuple[Check, ...]:
    """The checks sheet; faults go to `problems`, each with its place."""
    found = []
    for row in rows:
        question = row.get("question").removeprefix("${").removesuffix("}").strip()
        if question not in walk.refs:
            problems.append(
                f"{row.cell('question')}: {question or 'the cell'} names no question of sheet survey."
            )
            continue
        severity = row.get("severity").lower() or "warn"
        if severity not in set(Severity):
            problems.append(f"{row.cell('severity')}: write warn or critical, not {severity}.")
            continue
        found.append(
            Check(
                name=row.get("name"),
                question=walk.refs[question],
                expression=xpath_of(row.get("check"), walk),
                message=row.texts("message"),
                severity=Severity(severity),
            )
        )
    return tuple(found)


def read_indicators(rows: Sequence[Row], walk: Walk, problems: list[str]) -> tuple[Indicator, ...]:
    """The indicators sheet; faults go to `problems`, each with its place."""
    found = []
    for row in rows:
        named = row.get("statistic").lower()
        statistic = STATISTICS.get(named)
        if statistic is None:
            problems.append(
                f"{row.cell('statistic')}: {named or 'empty'} is none of {', '.join(STATISTICS)}."
            )
            continue
        lacking = [column for column in statistic.needs if not row.get(column)]
        if lacking:
            needed = " and a ".join(statistic.needs)
            problems.append(f"{row.cell(lacking[0])}: a {named} needs a {needed}.")
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


def bad_expressions(form: FormDefinition, sheets: Mapping[str, Sequence[Row]], walk: Walk) -> Iterator[str]:
    """Expressions of our sheets that the engine does not understand, each tried where it will be asked."""
    try:
        entry = FormEntry.new(form)
    except XPathError as error:  # it fails before anything is answered: no interview could begin
        yield of_engine(str(error), walk)
        return
    for row in sheets.get("checks", []):
        question = walk.refs.get(row.get("question").removeprefix("${").removesuffix("}").strip())
        if question:
            at = _row_of(entry, question, form)
            yield from _tried(entry, xpath_of(row.get("check"), walk), at, row.cell("check"))
    for row in sheets.get("indicators", []):
        for column in ("variable", "numerator", "denominator", "universe"):
            yield from _tried(entry, variable_of(row.get(column), walk), form.root_ref, row.cell(column))


def _row_of(entry: FormEntry, question: str, form: FormDefinition) -> str:
    """Where the question stands in a first row; the form's root when the form counts the rows and has none yet."""
    try:
        return with_rows(entry, question, form.body)
    except AnswerError:
        return form.root_ref


def _tried(entry: FormEntry, expression: str, context: str, cell: str) -> Iterator[str]:
    try:
        entry.evaluate(expression or "1", context=context)
    except FormError as error:
        yield f"{cell}: {error}"
