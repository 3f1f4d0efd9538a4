"""How the firm lives in the cluster: the sensitive module, cooperation, infrastructure, needs, and the closing page."""

from __future__ import annotations

from fieldsurvey.demo.chance import Chance, rounded
from fieldsurvey.demo.firm import Firm
from fieldsurvey.demo.plan import Answers
from fieldsurvey.demo.work import Rows

_OBSTACLES = {
    "obstacle_road": 1.1, "obstacle_water": 0.7, "obstacle_power": 1.7, "obstacle_space": 1.5,
    "obstacle_storage": 0.8, "obstacle_internet": 0.5, "obstacle_creche": 0.6,
}  # fmt: skip
_PROBLEMS = {
    "material": 3.0, "finance": 2.4, "market": 2.0, "technology": 1.8, "power": 1.6, "skills": 1.5, "space": 1.1, "rules": 0.9,
}  # fmt: skip
_CAUSES = (
    "Scrap prices move every week.",
    "Buyers pay late and banks ask for security.",
    "Old lathes lose time.",
)
_VISIONS = (
    "A clean plating line and steady orders.",
    "Direct export of finished parts.",
    "Two CNC machines and less waste.",
)


def informality(firm: Firm, chance: Chance) -> Answers:
    """Practices in units like theirs; one firm in eight skips the module."""
    loose = 1 - firm.formality
    return {
        "informality_consent": chance.yes_no(0.87),
        "accounts_kept": chance.pick(full=firm.formality * 2, partial=1, none=loose),
        "output_recorded": chance.pick(all=firm.formality * 2, most=1, some=loose, none=loose),
        "workers_recorded": chance.pick(all=firm.formality * 2, most=0.6, some=loose, none=1.4 * loose),
        "unbilled_sales": chance.pick(
            none=firm.formality, quarter=1.5, half=1.5 * loose, three_quarters=loose, almost_all=0.4 * loose
        ),
        "overtime_unpaid": _often(loose, chance),
        "below_minimum": _often(0.8 * loose, chance),
        "design_copying": _often(0.6, chance),
        "verbal_orders": _often(0.3 + 0.6 * loose, chance),
        "community_ties": chance.pick(all=0.3, most=0.4 + loose, some=1, none=0.5 + firm.formality),
        "children_seen": chance.yes_no(0.03 * loose),
    }


def _often(level: float, chance: Chance) -> str:
    """never to always, by how high the level (0 to 1) is."""
    words = ("never", "rarely", "sometimes", "often", "always")
    return words[max(0, min(4, round(4 * level + chance.between(-1.2, 1.2))))]


def cooperation(firm: Firm, chance: Chance) -> tuple[Answers, Rows]:
    """Ties with five kinds of partner; close to suppliers, loose with those who make the same."""
    closeness = {"suppliers": 2.3, "subcontractors": 1.6, "buyers": 2.0, "producers": 1.0, "association": 0.8}
    rows = []
    for partner, usual in closeness.items():
        level = max(0, min(3, round(usual + chance.between(-1.2, 1.2))))
        rows.append({
            "tie_partner": partner, "tie_level": str(level),
            "tie_change": chance.pick(**{"-1": 1.2 - 0.5 * firm.modernity, "0": 2, "1": 0.8 + firm.modernity}),
            "tie_trust": str(max(0, min(10, 2 + 2 * level + chance.whole(-1, 2)))),
        })  # fmt: skip
    answers = {
        "association_member": chance.yes_no(0.2 + 0.55 * firm.formality),
        "joint_actions": chance.some_of(
            0.05 + 0.15 * firm.modernity, "buying", "selling", "fair", "orders", "training", "lobbying"
        ),
        "institutions_used": chance.some_of(
            0.07 + 0.22 * firm.formality, "dic", "tool_room", "testing", "bank", "consultant"
        ),
        "cluster_trust": str(max(0, min(10, chance.whole(2, 6) + round(2 * firm.modernity)))),
        "price_cutting": chance.pick(**{"1": 0.4, "2": 1, "3": 1.5, "4": 3, "5": 2}),
    }
    return answers, tuple(rows)


def infrastructure(firm: Firm, chance: Chance) -> Answers:
    """Severities around the cluster's usual level, and what policies did."""
    answers = {
        name: str(max(0, min(4, round(usual + chance.between(-1.4, 1.4)))))
        for name, usual in _OBSTACLES.items()
    }
    return answers | {
        "effect_gst": chance.pick(helped=0.5 + firm.formality, no_effect=1.5, hurt=2 * (1 - firm.formality)),
        "effect_labour_codes": chance.pick(helped=0.4, no_effect=3, hurt=0.8),
        "effect_pollution": chance.pick(helped=0.3, no_effect=2, hurt=1.5),
    }


def needs(firm: Firm, chance: Chance) -> Answers:
    """Problems in order, schemes known, tried and received, and what a common facility would be worth."""
    order = sorted(_PROBLEMS, key=lambda name: -_PROBLEMS[name] + chance.between(-1.5, 1.5))
    known = chance.some_of(
        0.2 + 0.4 * firm.formality, "cluster", "pmegp", "credit_guarantee", "mudra", "zed", "state"
    )
    applied = chance.some_of(0.35, *known.split()) if known != "none" else "none"
    received = chance.some_of(0.6, *applied.split()) if applied != "none" else "none"
    return {
        "problem_rank": " ".join(order),
        "problem_severity": str(chance.whole(4, 9)),
        "problem_cause": f"(synthetic) {chance.one_of(_CAUSES)}",
        "schemes_known": known,
        "schemes_applied": applied,
        "schemes_received": received,
        "facility_services": chance.some_of(
            0.4, "testing", "tooling", "processing", "material", "effluent", "training"
        ),
        "facility_payment": str(rounded(firm.workers * chance.between(80, 350), 2)),
        "vision": f"(synthetic) {chance.one_of(_VISIONS)}",
    }


def closing(firm: Firm) -> Answers:
    """The last page says once more that the firm does not exist."""
    return {"remarks": f"Synthetic interview {firm.number}; no such firm exists.", "read_back": "OK"}
