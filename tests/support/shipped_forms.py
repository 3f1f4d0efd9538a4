"""The questionnaires that ship, read once for all tests, and a firm's interview answered by question names."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.records import Question, Questionnaire
from fieldsurvey.system import paths
from fieldsurvey.xforms import FormDefinition, FormEntry, parse_form

UNSEEN = {"calculate", "start", "end", "today", "note"}
FIRM = "firm_diagnostic"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@cache
def questionnaire(name: str) -> Questionnaire:
    """A shipped form, by its file's name."""
    return load_questionnaire(paths.forms() / f"{name}.xlsx")


@cache
def definition(name: str) -> FormDefinition:
    """The same form as the engine reads it."""
    return parse_form(questionnaire(name).xform)


def visible(name: str) -> list[Question]:
    """Its questions a person can answer."""
    return [q for q in questionnaire(name).questions if q.type not in UNSEEN]


class Interview:
    """A firm's interview under way, answered by the names of the questions."""

    def __init__(self) -> None:
        self.ref = {q.name: q.ref for q in questionnaire(FIRM).questions}
        self.entry = FormEntry.new(definition(FIRM), now=NOW)
        self.grids: set[str] = set()
        self.answer(contact_result="met", consent_given="yes", state="karnataka")
        self.answer(main_activity="manufacturing", visit_date="2026-11-20")

    def answer(self, **answers: str) -> None:
        for name, value in answers.items():
            self.entry.answer(self.ref[name], value)

    def add(self, repeat: str, **answers: str) -> None:
        """A row of a grid; a new form has one empty row in each, which is filled first."""
        if repeat in self.grids:
            self.entry.add_repeat(repeat)
        self.grids.add(repeat)
        at = f"{repeat}[{self.entry.count(repeat)}]"
        for name, value in answers.items():
            self.entry.answer(f"{at}/{name}", value)

    def value(self, name: str) -> str:
        return self.entry.value(self.ref[name])

    def number(self, name: str) -> float:
        return float(self.value(name))

    def is_asked(self, name: str) -> bool:
        return self.entry.relevant(self.ref[name])


def accounts(interview: Interview, **changed: str) -> None:
    known = {
        "months_worked": "12",
        "turnover": "1200000",
        "exports_any": "no",
        "flow_period": "year",
        "sales_own": "1000000",
        "receipts_jobwork": "200000",
        "receipts_other": "0",
        "exp_material": "500000",
        "exp_energy": "60000",
        "exp_jobwork": "40000",
        "exp_other": "50000",
        "exp_distributive": "30000",
    }
    interview.answer(**(known | changed))
