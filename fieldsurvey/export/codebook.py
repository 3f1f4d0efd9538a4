"""What each column of the workbook means: question, codes, universe, missing codes, derivation."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.records import MISSING_NUMBERS, Dataset, Question, text_in

_NUMERIC = ("integer", "decimal", "range")


def codebook_rows(dataset: Dataset) -> list[tuple[str, ...]]:
    """The header and one line a column, labels in every language of the form."""
    languages = dataset.questionnaire.languages or ("default",)
    header = (
        *("Sheet", "Name", "Type"),
        *(f"Question, {language}" for language in languages),
        *("Unit", "Period", "Codes", "Asked when", "Missing codes", "Derived by", "Disclosure"),
    )
    rows = [header]
    for table in dataset.tables:
        sheet = table.name if table.ref else "Data"
        rows.extend(_row(sheet, column.question, languages) for column in table.columns)
    return rows


def _row(sheet: str, question: Question, languages: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *(sheet, question.name, question.type),
        *(question.label.get(language) or text_in(question.label, language) for language in languages),
        question.unit,
        question.period,
        "\n".join(f"{c.name} = {text_in(c.label, languages[0])}" for c in question.choices),
        question.relevant,
        _missing_codes(question),
        question.calculation,
        question.disclosure,
    )


def _missing_codes(question: Question) -> str:
    """As the study stores them, and as the workbook shows them."""
    if not question.missing:
        return ""
    stored: Mapping[str, str] = {kind.value: code for code, kind in MISSING_NUMBERS.items()}
    if question.type in _NUMERIC:
        return ", ".join(f"{kind} (stored as {stored.get(kind, kind)})" for kind in question.missing)
    return ", ".join(question.missing)
