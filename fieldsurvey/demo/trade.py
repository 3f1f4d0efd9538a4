"""How the firm sells and pays: markets, finance, quality, energy, environment."""

from __future__ import annotations

from fieldsurvey.demo.chance import Chance, rounded
from fieldsurvey.demo.firm import Firm
from fieldsurvey.demo.plan import Answers
from fieldsurvey.demo.work import Rows

_MIX = ("mix_local", "mix_regional", "mix_national", "mix_export_indirect")


def markets(firm: Firm, chance: Chance) -> tuple[Answers, Rows]:
    """The market mix makes 100 but for a few slips; the small sell near by, the modern far away."""
    direct = round(firm.export_share * 100)
    weights = [1.6 - firm.formality, 1.0, 0.4 + 1.4 * firm.formality, 0.7 * firm.modernity]
    if firm.works_for_others:
        weights = [4.0, 0.6, 0.1, 0.0]
    scale = (100 - direct) / sum(weights)
    mix = {name: round(weight * scale / 5) * 5 for name, weight in zip(_MIX, weights, strict=True)}
    mix["mix_local"] += 100 - direct - sum(mix.values())
    if chance.happens(0.04):  # a sum that is not 100, for the soft check to find
        mix["mix_regional"] += 5
    answers = {name: str(max(0, share)) for name, share in mix.items()} | {
        "mix_export_direct": str(direct),
        "order_type": "job_work" if firm.works_for_others else chance.pick(order=5, stock=1, mixed=3),
        "own_brand_share": str(rounded(100 * firm.modernity * chance.between(0.2, 0.9), 1)) if chance.happens(0.3) else "0",
        "receivables": str(rounded(firm.turnover * chance.between(15, 110) / 365)),
        "payment_delay": str(chance.whole(0, 60)),
        "market_aim": chance.pick(local=1 - firm.modernity, regional=1, national=2, export_indirect=1,
                                  export_direct=2 * firm.modernity, no_change=1),
    }  # fmt: skip
    return answers, _buyers(firm, chance)


def _buyers(firm: Firm, chance: Chance) -> Rows:
    rows = []
    left = 100
    for _ in range(chance.whole(1, 3)):
        share = round(left * chance.between(0.25, 0.7))
        left -= share
        abroad = bool(firm.export_share) and chance.happens(0.5)
        rows.append({
            "buyer_type": "foreign" if abroad else chance.pick(manufacturer=5, wholesaler=4, exporter=2, retailer=1),
            "buyer_place": "export" if abroad else chance.pick(local=4, regional=3, national=3 * firm.formality),
            "buyer_share": str(share), "buyer_credit": chance.pick(**{"0": 1, "15": 2, "30": 4, "45": 3, "60": 2, "90": 1}),
        })  # fmt: skip
    return tuple(rows)


def finance(firm: Firm, chance: Chance) -> Answers:
    """Loans from banks rise with formality; the others borrow from traders and lenders."""
    formal = chance.happens(0.12 + 0.65 * firm.formality)
    informal = chance.happens(0.5 - 0.35 * firm.formality)
    sources = (
        ["own"] + ["bank"] * formal + ["moneylender"] * (informal and not formal) + ["supplier"] * informal
    )
    result = (
        chance.pick(received=3, pending=0.4)
        if formal
        else chance.pick(not_applied=4, rejected=2 - firm.formality)
    )
    return {
        "finance_sources": " ".join(sources),
        "bank_account": chance.yes_no(0.6 + 0.4 * firm.formality),
        "digital_share": str(round(100 * chance.between(0.1, 0.5) + 45 * firm.formality) // 5 * 5),
        "loan_formal": str(rounded(firm.machines_value * chance.between(0.2, 0.9), 2) if formal else 0),
        "loan_informal": str(rounded(firm.turnover * chance.between(0.02, 0.1), 2) if informal else 0),
        "loan_rate": str(
            round(chance.between(9.5, 13), 1) if formal else chance.pick(**{"18": 2, "24": 3, "30": 1})
        ),
        "loan_application": result,
        "loan_rejection": chance.pick(collateral=4, papers=3, history=1, no_reason=1),
    }


def quality(firm: Firm, chance: Chance, made: int) -> Answers:
    """Rejection falls with modernity; certificates are for the few."""
    rejected = made * chance.between(0.005, 0.06) * (1.3 - firm.modernity)
    return {
        "certificates": chance.some_of(0.45 * firm.modernity * firm.formality, "iso", "bis", "zed", "export"),
        "quality_practices": chance.some_of(
            0.2 + 0.6 * firm.modernity, "incoming", "in_process", "final", "records"
        ),
        "testing": chance.pick(
            own_lab=firm.modernity, outside_lab=firm.formality, gauges=2, eye=2.5 * (1 - firm.modernity)
        ),
        "units_rejected": str(rounded(rejected)),
        "units_reworked": str(rounded(rejected * chance.between(0.3, 1.2))),
        "returns_share": chance.pick(**{"0": 4, "1": 3, "2": 2, "5": 1}),
    }


def energy(firm: Firm, chance: Chance, monthly_cost: float) -> tuple[Answers, Rows]:
    """Grid power for all, coke or gas for the furnaces, diesel where there is a generator."""
    outage = chance.whole(0, 40) if chance.happens(0.8) else 0
    generator = chance.happens(0.2 + 0.5 * firm.formality)
    answers = {
        "power_connection": chance.pick(industrial=1 + 5 * firm.formality, commercial=1, domestic=1.5 * (1 - firm.formality),
                                        shared=0.5 * (1 - firm.formality)),
        "connected_load": str(round(firm.workers * chance.between(1.2, 3.5))),
        "outage_hours": str(outage),
        "outage_loss": str(min(20, round(outage * chance.between(0.1, 0.35)))),
        "generator": "yes" if generator else "no",
    }  # fmt: skip
    parts = [("grid", "kwh", 8.2, 0.65), ("coal", "kg", 16.0, 0.3)] + [
        ("diesel", "litre", 92.0, 0.05)
    ] * generator
    rows = []
    for kind, unit, price, part in parts:
        cost = rounded(monthly_cost * part * chance.between(0.85, 1.15))
        rows.append(
            {
                "fuel_kind": kind,
                "fuel_unit": unit,
                "fuel_cost": str(cost),
                "fuel_quantity": str(round(cost / price)),
            }
        )
    return answers, tuple(rows)


def environment(firm: Firm, chance: Chance) -> Answers:
    """Plating gives waste water, furnaces give fumes; treatment and safety follow formality."""
    plating = chance.happens(0.4)
    emissions = ["fumes", "dust", "solid"] + ["liquid", "hazardous"] * plating
    seen = ("light", "air", "exit", "fire", "water", "toilet", "women_toilet", "first_aid", "guards")
    return {
        "emissions": " ".join(emissions),
        "waste_treatment": chance.pick(
            own=firm.formality, common=firm.formality, partly=1, untreated=2.2 * (1 - firm.formality)
        ),
        "waste_use": chance.pick(reused=4, sold=4, collected=1, dumped=1 - firm.formality),
        "protective_gear": chance.pick(
            all=firm.formality**2, most=firm.formality, some=1.2, none=1.5 * (1 - firm.formality)
        ),
        "accidents": str(sum(chance.happens(0.03) for _ in range(firm.workers))),
        "conditions_seen": chance.some_of(0.3 + 0.55 * firm.formality, *seen),
    }
