"""The questionnaires that ship: they convert, speak three languages, and behave in the engine as the field expects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldsurvey import paths
from fieldsurvey.models import Question, Questionnaire
from fieldsurvey.xforms import FormDefinition, FormEntry, parse_form
from fieldsurvey.xlsform import load_questionnaire

LANGUAGES = {"English (en)", "Hindi (hi)", "Kannada (kn)"}
UNSEEN = {"calculate", "start", "end", "today", "note"}
FIRM = "firm_diagnostic"
FORMS = sorted(path.stem for path in paths.forms().glob("*.xlsx"))
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

Row = Mapping[str, str]


@cache
def questionnaire(name: str) -> Questionnaire:
    return load_questionnaire(paths.forms() / f"{name}.xlsx")


@cache
def definition(name: str) -> FormDefinition:
    return parse_form(questionnaire(name).xform)


def visible(name: str) -> list[Question]:
    return [q for q in questionnaire(name).questions if q.type not in UNSEEN]


@cache
def sheet(name: str, title: str) -> tuple[Row, ...]:
    book = load_workbook(Path(paths.forms() / f"{name}.xlsx"), read_only=True)
    rows = book[title].iter_rows(values_only=True) if title in book.sheetnames else iter(())
    header = [str(cell) for cell in next(rows, ())]
    found = tuple(
        {column: str(cell) for column, cell in zip(header, row, strict=True) if cell is not None}
        for row in rows
    )
    book.close()
    return found


def half_translated(rows: tuple[Row, ...], column: str) -> list[str]:
    """Names of rows where the column is written in some languages but not in all."""
    return [
        row.get("name", "")
        for row in rows
        if 0 < sum(f"{column}::{language}" in row for language in LANGUAGES) < len(LANGUAGES)
    ]


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


@pytest.fixture
def firm() -> Interview:
    return Interview()


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


# --- the workbooks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_shipped_form_converts_without_a_warning(name: str) -> None:
    assert questionnaire(name).warnings == ()


@pytest.mark.parametrize("name", FORMS)
def test_every_question_speaks_three_languages(name: str) -> None:
    assert [q.name for q in visible(name) if set(q.label) != LANGUAGES] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_page_and_repeat_speaks_three_languages(name: str) -> None:
    assert [ref for ref, label in questionnaire(name).group_labels.items() if set(label) != LANGUAGES] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_choice_speaks_three_languages(name: str) -> None:
    choices = [(q.name, c) for q in questionnaire(name).questions for c in q.choices]
    assert [(question, c.name) for question, c in choices if set(c.label) != LANGUAGES] == []


@pytest.mark.parametrize("column", ["hint", "constraint_message", "required_message"])
@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_in_one_language_is_written_in_all(name: str, column: str) -> None:
    assert half_translated(sheet(name, "survey"), column) == []


@pytest.mark.parametrize("name", FORMS)
def test_every_constraint_has_its_sentence(name: str) -> None:
    bare = [
        row["name"]
        for row in sheet(name, "survey")
        if "constraint" in row and "constraint_message::English (en)" not in row
    ]
    assert bare == []


@pytest.mark.parametrize("name", FORMS)
def test_no_name_is_used_twice(name: str) -> None:
    rows = sheet(name, "survey")
    names = [row["name"] for row in rows if "name" in row and not row["type"].startswith("end")]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", FORMS)
def test_every_amount_of_money_has_its_period(name: str) -> None:
    assert [q.name for q in visible(name) if q.unit.startswith("Rs") and not q.period] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_question_with_a_unit_says_it_in_its_hint(name: str) -> None:
    assert [q.name for q in visible(name) if q.unit and not q.hint] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_number_that_offers_dont_know_and_refused_admits_their_codes(name: str) -> None:
    numbers = [q for q in visible(name) if q.type in ("integer", "decimal")]
    codes = {"dk": "-98", "refused": "-99"}
    closed = [q.name for q in numbers for m in q.missing if f". = {codes[m]}" not in q.constraint]
    assert closed == []


@pytest.mark.parametrize("name", FORMS)
def test_a_choice_question_that_offers_dont_know_or_refused_lists_it_last(name: str) -> None:
    lists = [(q, tuple(c.name for c in q.choices)) for q in visible(name) if q.choices]
    assert [q.name for q, names in lists if names[len(names) - len(q.missing) :] != q.missing] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_question_says_how_far_it_may_be_disclosed(name: str) -> None:
    assert [q.name for q in visible(name) if not q.disclosure] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_page_is_a_group_so_nothing_visible_lies_outside_one(name: str) -> None:
    assert [q.name for q in visible(name) if not q.groups] == []


# --- the firm interview ----------------------------------------------------------------------------------


def test_the_firm_interview_has_150_to_220_questions() -> None:
    assert 150 <= len(visible(FIRM)) <= 220


def test_the_firm_interview_has_its_repeats() -> None:
    repeats = {q.repeat.rpartition("/")[2] for q in questionnaire(FIRM).questions} - {""}
    assert repeats == {"worker", "product", "machine", "material", "buyer", "fuel", "tie"}


def test_indicators_stand_in_sections_that_exist() -> None:
    pages = {q.groups[0] for q in questionnaire(FIRM).questions if q.groups}
    assert {i.section for i in questionnaire(FIRM).indicators} <= pages


def test_every_page_after_consent_feeds_the_report() -> None:
    pages = {q.groups[0] for q in visible(FIRM)} - {"consent", "closing"}
    assert pages - {i.section for i in questionnaire(FIRM).indicators} == set()


def test_no_question_is_asked_after_a_refusal(firm: Interview) -> None:
    firm.answer(consent_given="no")
    asked = [q.name for q in visible(FIRM) if not q.repeat and firm.is_asked(q.name)]
    assert [name for name in asked if firm.ref[name].split("/")[2] not in ("visit", "consent")] == []


def test_a_refusal_is_the_outcome_of_the_visit(firm: Interview) -> None:
    firm.answer(consent_given="no")
    assert firm.value("outcome") == "refusal"


def test_consent_keeps_its_time_and_version(firm: Interview) -> None:
    assert datetime.fromisoformat(firm.value("consent_time")) == NOW
    assert firm.value("consent_version") == "2026-11"


def test_districts_follow_the_state(firm: Interview) -> None:
    firm.answer(state="punjab")
    offered = {choice.label for choice in firm.entry.choices(firm.ref["district"])}
    assert "Ludhiana" in offered
    assert "Mysuru" not in offered


def test_a_state_without_a_list_of_districts_asks_for_the_name(firm: Interview) -> None:
    firm.answer(state="kerala")
    assert (firm.is_asked("district"), firm.is_asked("district_other")) == (False, True)


def test_exports_are_asked_of_exporters_only(firm: Interview) -> None:
    firm.answer(exports_any="no")
    assert not firm.is_asked("exports")


def test_services_are_not_asked_for_machines(firm: Interview) -> None:
    firm.answer(main_activity="services")
    assert not firm.is_asked("cad_use")


def test_the_sensitive_module_can_be_skipped(firm: Interview) -> None:
    firm.answer(informality_consent="no")
    assert (firm.is_asked("unbilled_sales"), firm.value("informal_index")) == (False, "")


@pytest.mark.parametrize(
    ("gstin", "verdict"),
    [
        ("27AAPFU0939F1ZV", "yes"),
        ("27aapfu0939f1zv", "yes"),
        ("22AAAAA0000A1Z5", "no"),
        ("27AAPFU0939F1ZW", "no"),
        ("99AAPFU0939F1ZV", "no"),
        ("27AAPFU0939", "no"),
    ],
)
def test_a_gstin_is_checked_by_its_last_character(firm: Interview, gstin: str, verdict: str) -> None:
    firm.answer(reg_gst="registered", gstin=gstin)
    assert firm.value("gstin_valid") == verdict


@pytest.mark.parametrize(("number", "verdict"), [("UDYAM-KR-03-0012345", "yes"), ("UDYAM-KR-3-12345", "no")])
def test_a_udyam_number_is_checked_by_its_form(firm: Interview, number: str, verdict: str) -> None:
    firm.answer(reg_udyam="registered", udyam_number=number)
    assert firm.value("udyam_valid") == verdict


def test_a_bad_gstin_warns_and_does_not_block(firm: Interview) -> None:
    firm.answer(reg_gst="registered", gstin="22AAAAA0000A1Z5")
    assert firm.entry.violation(firm.ref["gstin"]) is None


def test_value_added_is_receipts_less_expenses(firm: Interview) -> None:
    accounts(firm)
    assert firm.number("gva") == 520_000


def test_flows_of_a_month_are_made_annual_by_the_months_worked(firm: Interview) -> None:
    accounts(firm, flow_period="month", months_worked="8")
    assert firm.number("gva_annual") == 8 * 520_000


def test_value_added_is_empty_when_an_expense_is_refused(firm: Interview) -> None:
    accounts(firm, exp_energy="-99")
    assert (firm.value("gva"), firm.value("energy_ratio")) == ("", "")


def test_turnover_per_worker_counts_everybody_in_the_grid(firm: Interview) -> None:
    accounts(firm)
    row = {"worker_sex": "female", "worker_age": "adult", "worker_skill": "skilled"}
    firm.add("/data/labour/worker", worker_category="owner", worker_count="1", **row)
    firm.add("/data/labour/worker", worker_category="piece", worker_count="3", **row)
    assert (firm.number("workers_total"), firm.number("turnover_per_worker")) == (4, 300_000)


def test_the_margins_of_the_labour_grid_agree(firm: Interview) -> None:
    grid = "/data/labour/worker"
    firm.add(grid, worker_category="regular", worker_sex="male", worker_age="adult", worker_count="6")
    firm.add(grid, worker_category="casual", worker_sex="female", worker_age="age_14_17", worker_count="2")
    by_sex = firm.number("workers_female") + firm.number("workers_male")
    by_age = firm.number("workers_adult") + firm.number("workers_14_17") + firm.number("workers_under_14")
    assert (by_sex, by_age, firm.number("casual_share")) == (8, 8, 25)


def test_the_wage_gap_compares_women_and_men_of_the_same_skill(firm: Interview) -> None:
    row = {
        "worker_category": "regular",
        "worker_age": "adult",
        "worker_skill": "unskilled",
        "worker_count": "2",
    }
    firm.add("/data/labour/worker", worker_sex="female", worker_days="20", worker_wage="400", **row)
    firm.add("/data/labour/worker", worker_sex="male", worker_days="20", worker_wage="500", **row)
    assert firm.number("wage_gap") == pytest.approx(20)


def test_an_unknown_wage_is_left_out_of_the_average(firm: Interview) -> None:
    row = {
        "worker_category": "regular",
        "worker_age": "adult",
        "worker_skill": "skilled",
        "worker_count": "1",
    }
    firm.add("/data/labour/worker", worker_sex="male", worker_days="20", worker_wage="600", **row)
    firm.add("/data/labour/worker", worker_sex="male", worker_days="20", worker_wage="-98", **row)
    assert firm.number("daily_wage") == 600


@pytest.mark.parametrize(
    ("investment", "turnover", "size"),
    [
        ("25000000", "100000000", "micro"),
        ("25000001", "100000000", "small"),
        ("25000000", "100000001", "small"),
        ("250000000", "1000000000", "small"),
        ("250000001", "1000000000", "medium"),
        ("1250000000", "5000000000", "medium"),
        ("1250000000", "5000000001", "large"),
    ],
)
def test_the_size_class_of_2025_is_the_higher_of_the_two(
    firm: Interview, investment: str, turnover: str, size: str
) -> None:
    firm.answer(pm_value=investment, turnover=turnover, exports_any="no")
    assert firm.value("size_class_2025") == size


@pytest.mark.parametrize(
    ("investment", "turnover", "size"),
    [
        ("10000000", "50000000", "micro"),
        ("10000001", "50000000", "small"),
        ("100000000", "500000001", "medium"),
    ],
)
def test_the_size_class_of_2020_has_its_own_limits(
    firm: Interview, investment: str, turnover: str, size: str
) -> None:
    firm.answer(pm_value=investment, turnover=turnover, exports_any="no")
    assert firm.value("size_class_2020") == size


@pytest.mark.parametrize(
    ("cost", "size"), [("2500000", "micro"), ("2500001", "small"), ("100000001", "large")]
)
def test_the_size_class_of_2006_looks_at_machines_only(firm: Interview, cost: str, size: str) -> None:
    firm.answer(pm_cost=cost)
    assert firm.value("size_class_2006") == size


def test_exports_are_left_out_of_the_turnover_that_sets_the_size(firm: Interview) -> None:
    firm.answer(pm_value="1000000", turnover="150000000", exports_any="yes", exports="60000000")
    assert firm.value("size_class_2025") == "micro"


def test_the_size_class_is_unknown_when_investment_is_refused(firm: Interview) -> None:
    firm.answer(pm_value="-99", turnover="1000000", exports_any="no")
    assert firm.value("size_class_2025") == ""


@pytest.mark.parametrize(
    ("registration", "turnover", "status"),
    [
        ("registered", "100000", "registered"),
        ("not_registered", "4000000", "exempt"),
        ("not_registered", "4000001", "required_not_registered"),
        ("not_registered", "-99", "unknown"),
        ("refused", "9000000", "unknown"),
    ],
)
def test_a_firm_below_the_limit_of_gst_is_exempt(
    firm: Interview, registration: str, turnover: str, status: str
) -> None:
    firm.answer(reg_gst=registration, turnover=turnover)
    assert firm.value("gst_status") == status


def test_a_special_state_has_a_lower_limit_of_gst(firm: Interview) -> None:
    firm.answer(state="manipur", reg_gst="not_registered", turnover="2500000")
    assert firm.value("gst_status") == "required_not_registered"


def test_the_market_mix_is_summed_only_when_complete(firm: Interview) -> None:
    firm.answer(mix_local="40", mix_regional="30", mix_national="20", mix_export_indirect="10")
    before = firm.value("mix_sum")
    firm.answer(mix_export_direct="0")
    assert (before, firm.number("mix_sum")) == ("", 100)


def test_the_share_of_the_main_product_and_job_work(firm: Interview) -> None:
    grid = "/data/products/product"
    firm.add(grid, product_name="Valve", product_quantity="300", product_price="100", product_jobwork="no")
    firm.add(grid, product_name="Tap", product_quantity="100", product_price="100", product_jobwork="yes")
    assert (firm.number("top_product_share"), firm.number("jobwork_share")) == (75, 25)


def test_idle_machines_cannot_be_more_than_there_are(firm: Interview) -> None:
    firm.add("/data/technology/machine", machine_count="2", machine_idle="3")
    assert firm.entry.violation("/data/technology/machine[1]/machine_idle") is not None


def test_idle_ratio_and_capacity_use(firm: Interview) -> None:
    firm.add("/data/technology/machine", machine_count="8", machine_idle="2")
    firm.answer(output_actual="600", output_maximum="800")
    assert (firm.number("idle_ratio"), firm.number("capacity_use")) == (25, 75)


def test_rejection_is_measured_against_what_was_made(firm: Interview) -> None:
    firm.answer(output_actual="2000", units_rejected="30")
    assert firm.number("rejection_rate") == pytest.approx(1.5)


def test_debtor_days_relate_receivables_to_a_year_of_sales(firm: Interview) -> None:
    firm.answer(turnover="3650000", receivables="300000")
    assert firm.number("debtor_days") == pytest.approx(30)


def test_informality_has_no_composite_below_70_percent_coverage(firm: Interview) -> None:
    firm.answer(informality_consent="yes", accounts_kept="none", output_recorded="none")
    assert (firm.number("informal_production"), firm.value("informal_index")) == (100, "")


def test_cooperation_counts_only_ties_that_are_held(firm: Interview) -> None:
    firm.add("/data/cooperation/tie", tie_partner="suppliers", tie_level="3", tie_change="1")
    firm.add("/data/cooperation/tie", tie_partner="buyers", tie_level="0", tie_change="-1")
    assert (firm.number("ties_held"), firm.number("cooperation_index")) == (1, 1)


def test_none_stands_alone_among_many_choices(firm: Interview) -> None:
    firm.answer(certificates="none iso")
    assert firm.entry.violation(firm.ref["certificates"]) is not None


def test_only_schemes_that_are_known_can_have_been_applied_for(firm: Interview) -> None:
    firm.answer(schemes_known="pmegp mudra")
    offered = {choice.value for choice in firm.entry.choices(firm.ref["schemes_applied"])}
    assert offered == {"pmegp", "mudra", "none", "dk", "refused"}


def test_road_markers_that_were_not_answered_do_not_count(firm: Interview) -> None:
    firm.answer(cad_use="yes", process_change="dk")
    assert (firm.number("high_road_present"), firm.number("high_road_applicable")) == (1, 1)


@pytest.mark.parametrize("code", ["-98", "-99"])
def test_missing_codes_are_accepted_by_every_number_that_offers_them(firm: Interview, code: str) -> None:
    word = {"-98": "dk", "-99": "refused"}[code]
    offering = [
        q.ref
        for q in visible(FIRM)
        if q.type in ("integer", "decimal") and word in q.missing and not q.repeat
    ]
    _ = [firm.entry.answer(ref, code) for ref in offering]
    assert [ref for ref in offering if firm.entry.violation(ref)] == []


def test_checks_and_indicators_use_names_that_exist() -> None:
    names = {q.name for q in questionnaire(FIRM).questions} | {
        "worker",
        "product",
        "machine",
        "material",
        "tie",
    }
    used = {
        name
        for title in ("checks", "indicators")
        for row in sheet(FIRM, title)
        for cell in row.values()
        for name in re.findall(r"\$\{(.*?)\}", cell)
    }
    assert used <= names


# --- the cluster profile ---------------------------------------------------------------------------------


def test_the_selection_sheet_sums_its_six_considerations() -> None:
    profile = FormEntry.new(definition("cluster_profile"), now=NOW)
    scores = [q.ref for q in visible("cluster_profile") if q.name.startswith("score_")]
    before = profile.value("/data/selection_sheet/selection_score")
    _ = [profile.answer(ref, "4") for ref in scores]
    after = profile.value("/data/selection_sheet/selection_score")
    assert (len(scores), before, float(after)) == (6, "", 24)
