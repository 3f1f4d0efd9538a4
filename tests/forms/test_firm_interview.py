"""The firm interview filled through the engine: thresholds, identifiers, cascades, missing codes, skipped modules."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.support.shipped_forms import FIRM, NOW, Interview, accounts, visible


@pytest.fixture
def firm() -> Interview:
    return Interview()


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
