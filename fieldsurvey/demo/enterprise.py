"""What the firm is: visit, consent, identity, ownership, investment, turnover and accounts."""

from __future__ import annotations

from datetime import UTC, datetime

from fieldsurvey.demo.chance import Chance, rounded
from fieldsurvey.demo.firm import Firm
from fieldsurvey.demo.plan import Answers

CLUSTER = "Jamnagar Brass Parts (synthetic)"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLACES = (
    "Ward 4",
    "Ward 9",
    "Industrial estate, phase II",
    "Industrial estate, phase III",
    "Ring road sheds",
)


def visit(firm: Firm, chance: Chance, now: datetime) -> Answers:
    """The visit log and the consent; one firm in twenty refuses."""
    substitute = chance.happens(0.07)
    agrees = firm.number % 20 != 7
    begun = now.astimezone(UTC)
    return {
        "interviewer": chance.one_of(("Agent A (synthetic)", "Agent B (synthetic)")),
        "survey_round": "baseline",
        "cluster_name": CLUSTER,
        "firm_id": f"SYN-{firm.number:04d}",
        "firm_name": f"Firm {firm.number:03d} (synthetic)",
        "selection": "reserve" if substitute else "sample",
        "frame_source": chance.pick(udyam=5, association=3, dic=2, walk=3),
        "visit_number": chance.pick(**{"1": 7, "2": 3, "3": 1}),
        "visit_date": now.date().isoformat(),
        "visit_time": f"{begun:%H:%M}:00.000Z",
        "contact_result": "met",
        "survey_code": "substitute" if substitute else "original",
        "consent_language": chance.pick(hindi=6, other=3, english=1),
        "consent_given": "yes" if agrees else "no",
        "consent_refusal_reason": chance.pick(no_time=5, tired=3, fear=2, no_use=2),
        "consent_register": chance.yes_no(0.7),
        "consent_return": chance.yes_no(0.85),
        "respondent_role": chance.pick(owner=7, family=1, manager=1 + 2 * firm.formality, accountant=0.5),
    }


def identity(firm: Firm, chance: Chance) -> Answers:
    """Place, age, activity, and registrations that follow size and formality."""
    answers = {
        "state": "gujarat",
        "district": "gj_jamnagar",
        "place": chance.one_of(_PLACES),
        "location": f"{22.47 + chance.between(-0.03, 0.03):.5f} {70.06 + chance.between(-0.03, 0.03):.5f} 0 8",
        "premises": chance.pick(
            own_shed=4, rented_shed=4, estate=1 + 3 * firm.formality, home=2 * (1 - firm.formality)
        ),
        "start_year": str(firm.start_year),
        "main_activity": firm.activity,
        "industry_code": "25999",
        "units_same_pan": "2" if chance.happens(0.1 * firm.formality) else "1",
    }
    return answers | _registrations(firm, chance)


def _registrations(firm: Firm, chance: Chance) -> Answers:
    formal = firm.formality
    over_gst = firm.turnover > 4_000_000
    odds = {
        "reg_udyam": 0.3 + 0.6 * formal,
        "reg_gst": 0.25 + 0.7 * formal if over_gst else 0.15 + 0.3 * formal,
        "reg_pan": 0.6 + 0.4 * formal,
        "reg_shops": 0.2 + 0.5 * formal,
        "reg_factory": 0.2 + 0.7 * formal if firm.hired >= 20 else 0.05,
        "reg_epf": 0.2 + 0.75 * formal if firm.hired >= 20 else 0.06,
        "reg_esic": 0.15 + 0.7 * formal if firm.hired >= 10 else 0.05,
        "reg_pollution": 0.1 + 0.6 * formal,
        "reg_product": 0.05 + 0.15 * firm.modernity,
        "reg_collective": 0.12,
        "reg_artisan": 0.15 if firm.activity == "artisanal" else 0.02,
    }
    answers = {name: "registered" if chance.happens(p) else "not_registered" for name, p in odds.items()}
    answers["udyam_number"] = f"UDYAM-GJ-00-{firm.number:07d}"
    answers["gstin"] = gstin("24", f"AAAAA{firm.number % 10_000:04d}A")
    if chance.happens(0.04):  # a slip of the pen, for the soft check to find
        answers["gstin"] = answers["gstin"][:-1] + "?"
    return answers


def gstin(state: str, pan: str) -> str:
    """A number of the right form with its check character: weights 1, 2, 1, 2, ... from the left, base 36."""
    body = f"{state}{pan}1Z"
    total = 0
    for position, character in enumerate(body):
        product = _ALPHABET.index(character) * (1 + position % 2)
        total += product // 36 + product % 36
    return body + _ALPHABET[-total % 36]


def ownership(firm: Firm, chance: Chance) -> Answers:
    """Who owns it: mostly proprietors, more partnerships and companies among the large."""
    form = chance.pick(
        proprietorship=1.5 - firm.formality,
        partnership=0.25 + 0.5 * firm.formality,
        private_company=1.5 * firm.formality**3,
    )
    share = "100" if firm.woman_owned else "0"
    if form != "proprietorship":
        share = (
            chance.pick(**{"51": 1, "60": 1})
            if firm.woman_owned
            else chance.pick(**{"0": 5, "25": 2, "50": 2})
        )
    age = min(80, max(22, 2026 - firm.start_year + chance.whole(22, 34)))
    return {
        "legal_form": form,
        "women_ownership": share,
        "owner_sex": "female" if firm.woman_owned else "male",
        "owner_age": str(age if age < 70 else chance.whole(30, 60)),
        "owner_education": chance.pick(primary=1 - firm.formality, middle=1.4 - firm.formality, secondary=2,
                                       diploma=0.7, degree=0.3 + 2 * firm.formality),
        "social_group": chance.pick(obc=5, general=4, sc=1, st=0.3),
        "minority": chance.yes_no(0.14),
        "disability": chance.yes_no(0.02),
        "generation": "first" if age < 70 else chance.pick(second=3, third=1),
    }  # fmt: skip


def investment(firm: Firm, chance: Chance) -> Answers:
    """Machines at cost and written down, buildings where they are owned."""
    return {
        "pm_cost": str(rounded(firm.machines_value * chance.between(1.3, 2.4))),
        "pm_value": str(firm.machines_value),
        "building_value": str(
            rounded(firm.machines_value * chance.between(0.0, 3.0) + firm.workers * 40_000)
        ),
    }


def accounts(firm: Firm, chance: Chance) -> Answers:
    """Turnover of three years and the flows from which value added is computed, by year or by month."""
    monthly = not chance.happens(0.25 + 0.7 * firm.formality)
    growth = chance.between(-0.06, 0.16) + 0.05 * firm.modernity
    per_period = firm.months if monthly else 1
    return {
        "reference_year": "2025-26",
        "months_worked": str(firm.months),
        "turnover": str(firm.turnover),
        "turnover_prev": str(rounded(firm.turnover / (1 + growth))),
        "turnover_prev2": str(
            rounded(firm.turnover / (1 + growth) / (1 + growth * chance.between(0.4, 1.4)))
        ),
        "exports_any": "yes" if firm.export_share else "no",
        "exports": str(rounded(firm.turnover * firm.export_share)),
        "flow_period": "month" if monthly else "year",
    } | {name: str(rounded(value / per_period)) for name, value in _flows(firm, chance).items()}


def _flows(firm: Firm, chance: Chance) -> dict[str, float]:
    """Receipts and expenses of a year; what remains closes the account, give or take a little."""
    turnover = firm.turnover
    jobwork = turnover * (0.97 if firm.works_for_others else chance.between(0.0, 0.2))
    other = turnover * chance.between(0.0, 0.02)
    after_wages = max(turnover * 1.01 - firm.yearly_pay, turnover * 0.25)
    costs = {
        "exp_material": after_wages
        * (chance.between(0.1, 0.2) if firm.works_for_others else chance.between(0.62, 0.74)),
        "exp_energy": after_wages * chance.between(0.05, 0.09),
        "exp_jobwork": after_wages * chance.between(0.0, 0.06),
        "exp_other": after_wages * chance.between(0.02, 0.05),
        "exp_distributive": after_wages * chance.between(0.01, 0.04),
    }
    added = turnover + other - sum(costs.values())
    incomes = {
        "emoluments": float(firm.yearly_pay),
        "rent": 0.0 if chance.happens(0.5) else firm.workers * chance.between(4_000, 9_000),
        "interest": firm.machines_value * 0.5 * 0.12 if chance.happens(0.2 + 0.5 * firm.formality) else 0.0,
    }
    slip = chance.between(0.97, 1.03) if chance.happens(0.9) else chance.between(0.8, 1.2)
    incomes["surplus"] = max(0.0, added * slip - sum(incomes.values()))
    receipts = {"sales_own": turnover - jobwork, "receipts_jobwork": jobwork, "receipts_other": other}
    return receipts | costs | incomes
