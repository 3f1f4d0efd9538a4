"""How the firm works: products and capacity, labour, technology, raw material."""

from __future__ import annotations

from fieldsurvey.demo.chance import Chance, clamped, rounded
from fieldsurvey.demo.firm import Crew, Firm
from fieldsurvey.demo.plan import Answers

Rows = tuple[Answers, ...]
_PRODUCTS = (
    "Terminal",
    "Insert",
    "Hose fitting",
    "Electrical pin",
    "Valve part",
    "Sanitary tap",
    "Lamp base",
)
_MACHINES: tuple[tuple[str, str, str], ...] = (
    ("forming", "Melting furnace", "powered"),
    ("machining", "Lathe", "powered"),
    ("machining", "Automatic turning machine", "automatic"),
    ("machining", "CNC turning centre", "cnc"),
    ("finishing", "Plating line", "powered"),
    ("assembly", "Hand press", "manual"),
)


def products(firm: Firm, chance: Chance) -> tuple[Answers, Rows]:
    """One to four products whose values make about the turnover, and how far capacity is used."""
    names = chance.shuffled(*_PRODUCTS)[: chance.whole(1, 4)]
    weights = [chance.between(0.4, 1.0) ** (2 * place) for place, _ in enumerate(names)]
    rows = []
    for name, weight in zip(names, weights, strict=True):
        price = round(chance.spread(14, 0.6), 1)
        value = firm.turnover * 0.97 * weight / sum(weights)
        rows.append({
            "product_name": name, "product_unit": "piece", "product_price": f"{price}",
            "product_quantity": str(rounded(value / price)),
            "product_jobwork": "yes" if firm.works_for_others else chance.yes_no(0.12),
        })  # fmt: skip
    made = rounded(int(rows[0]["product_quantity"]) / firm.months)
    use = clamped(0.5 + 0.3 * firm.modernity + chance.between(-0.2, 0.15), 0.25, 0.98)
    answers = {
        "days_worked": str(firm.months * chance.whole(23, 26)),
        "shifts": "2" if chance.happens(0.1 + 0.3 * firm.modernity) else "1",
        "output_actual": str(made),
        "output_maximum": str(rounded(made / use)),
        "capacity_limit": chance.pick(
            orders=4, material=3, power=2, workers=2, finance=3, machines=1, full=1
        ),
    }
    return answers, tuple(rows)


def labour(firm: Firm, chance: Chance) -> tuple[Answers, Rows]:
    """The grid of workers, and what goes with employing them."""
    hired, formal = firm.hired, firm.formality
    is_covered = chance.happens(0.15 + 0.75 * formal) and hired >= 8
    covered = round(hired * chance.between(0.4, 1.0) * formal) if is_covered else 0
    answers = {
        "migrant_workers": str(round(hired * chance.between(0.1, 0.6))),
        "hours_day": chance.pick(**{"8": 2 + 3 * formal, "9": 3, "10": 3 - 2 * formal, "12": 1 - formal}),
        "minimum_wage": "430",
        "appointment_letter": _share(formal - 0.15, chance),
        "epf_workers": str(covered),
        "esi_workers": str(min(hired, round(covered * chance.between(0.8, 1.1)))),
        "paid_leave": _share(formal - 0.1, chance),
        "workers_year_ago": str(max(0, hired + chance.whole(-2, 2))),
        "workers_left": str(round(hired * chance.between(0.0, 0.6 - 0.35 * formal))),
        "recruitment": chance.pick(
            workers=5, community=3 * (1.2 - formal), gate=2, contractor=1, institute=formal
        ),
        "skills_short": chance.some_of(0.3, "machine", "cnc", "maintenance", "quality", "design"),
        "workers_trained": str(round(hired * chance.between(0.0, 0.4) * firm.modernity)),
        "multi_skilled": _share(0.35 + 0.3 * firm.modernity, chance),
    }
    return answers, tuple(_worker(row, chance) for row in firm.crew)


def _worker(row: Crew, chance: Chance) -> Answers:
    answers = {
        "worker_category": row.category, "worker_sex": row.sex, "worker_skill": row.skill,
        "worker_age": "age_14_17" if row.category == "family" and chance.happens(0.06) else "adult",
        "worker_count": str(row.count), "worker_days": str(row.days),
    }  # fmt: skip
    if row.is_hired:
        answers["worker_wage"] = "-98" if chance.happens(0.02) else str(row.wage)
    return answers


def _share(level: float, chance: Chance) -> str:
    """all, most, some or none, by how high the level (0 to 1) is."""
    found = level + chance.between(-0.25, 0.25)
    steps = ((0.75, "all"), (0.5, "most"), (0.22, "some"))
    return next((word for limit, word in steps if found >= limit), "none")


def technology(firm: Firm, chance: Chance) -> tuple[Answers, Rows]:
    """Machines by step: the more modern the firm, the more of them run by themselves and the younger."""
    rows = []
    modern = firm.modernity
    odds = (0.5, 0.95, 0.15 + 0.5 * modern, 0.75 * modern**2, 0.4, 0.6)
    for (step, name, drive), chance_of in zip(_MACHINES, odds, strict=True):
        if name != "Lathe" and not chance.happens(chance_of):
            continue
        count = max(1, round(firm.workers * chance.between(0.05, 0.35)))
        rows.append({
            "machine_step": step, "machine_name": name, "machine_drive": drive, "machine_count": str(count),
            "machine_idle": str(round(count * chance.between(0.0, 0.45) * (1 - 0.6 * modern))),
            "machine_age": str(rounded(chance.spread(13 - 7 * modern, 0.35), 2) or 1),
            "machine_source": chance.pick(new_indian=2 + modern, used_indian=3 - 2 * modern, new_imported=modern,
                                          used_imported=0.5, own_made=0.6),
        })  # fmt: skip
    answers = {
        "cad_use": chance.yes_no(0.8 * modern),
        "downtime_hours": str(round(chance.between(2, 40) * (1.2 - modern))),
        "process_change": chance.yes_no(0.1 + 0.7 * modern),
        "product_change": chance.yes_no(0.15 + 0.6 * modern),
        "organisation_change": chance.some_of(
            0.08 + 0.3 * modern, "layout", "teams", "multi_skill", "software"
        ),
        "idea_sources": chance.some_of(0.3, "own", "buyers", "suppliers", "firms", "fairs", "internet"),
        "rd_spending": str(rounded(firm.turnover * chance.between(0.0, 0.012) * modern)),
        "modernisation_spending": str(rounded(firm.turnover * chance.between(0.0, 0.06) * modern)),
    }
    return answers, tuple(rows)


def materials(firm: Firm, chance: Chance, monthly_spending: float) -> tuple[Answers, Rows]:
    """Brass scrap and rod, mostly from inside the cluster; inputs of job workers are few."""
    kinds = (("Brass scrap", 0.55, 520), ("Brass rod", 0.35, 640), ("Plating chemicals", 0.1, 180))
    rows = []
    for name, part, price in kinds[: 2 if firm.works_for_others else 3]:
        origin = chance.pick(cluster=5, state=2, country=1, **{"import": 2 * firm.modernity})
        far = {"cluster": (1, 8), "state": (60, 400), "country": (700, 1800), "import": (3000, 9000)}[origin]
        rows.append({
            "material_name": name, "material_origin": origin, "material_distance": str(chance.whole(*far)),
            "material_price": "-98" if chance.happens(0.04) else str(round(price * chance.between(0.9, 1.1))),
            "material_spending": str(rounded(monthly_spending * part * chance.between(0.85, 1.15))),
            "material_credit": chance.pick(**{"0": 4, "7": 2, "15": 3, "30": 3}),
            "material_stock": str(chance.whole(2, 25)),
        })  # fmt: skip
    answers = {
        "top_supplier_share": str(round(chance.between(25, 95) / 5) * 5),
        "material_complaints": chance.pick(
            never=1, rarely=3, sometimes=4, often=2.5 - 2 * firm.modernity, always=0.2
        ),
    }
    return answers, tuple(rows)
