"""One invented firm: the few traits from which all its answers follow, so that they hang together."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fieldsurvey.demo.chance import Chance, clamped, rounded

_WAGE = {"unskilled": 470, "semi": 560, "skilled": 690, "supervisory": 960}


@dataclass(frozen=True, slots=True)
class Crew:
    """Workers of one kind: a row of the labour grid."""

    category: str
    sex: str
    skill: str
    count: int
    days: int
    wage: int
    """Rupees a day; 0 for owners and family."""

    @property
    def is_hired(self) -> bool:
        """Paid for the work."""
        return self.category not in ("owner", "family")

    @property
    def monthly_pay(self) -> int:
        """Rupees in 30 days."""
        return self.count * self.days * self.wage


@dataclass(frozen=True, slots=True)
class Firm:
    """What a synthetic firm is like. Shares run from 0 to 1, money is rupees a year."""

    number: int
    activity: str
    formality: float
    modernity: float
    crew: tuple[Crew, ...]
    turnover: int
    machines_value: int
    export_share: float
    woman_owned: bool
    start_year: int
    months: int

    @property
    def workers(self) -> int:
        """Everybody who works there, owners too."""
        return sum(row.count for row in self.crew)

    @property
    def hired(self) -> int:
        """Those who are paid."""
        return sum(row.count for row in self.crew if row.is_hired)

    @property
    def yearly_pay(self) -> int:
        """Wages of a year."""
        return sum(row.monthly_pay for row in self.crew) * self.months

    @property
    def works_for_others(self) -> bool:
        """Only does job work."""
        return self.activity == "job_work"


def draw(number: int, chance: Chance) -> Firm:
    """A firm of the cluster: few are large, and the large are more formal, more modern and export more."""
    workers = int(clamped(round(chance.spread(8.5, 1.15)), 1, 120))
    size = math.log(workers / 9)
    formality = chance.leaning(1.1 * size - 0.2)
    modernity = chance.leaning(0.7 * size + 0.8 * (formality - 0.5) - 0.5)
    small = 1 - formality
    activity = chance.pick(manufacturing=0.7, job_work=0.55 * small)
    crew = _crew(workers, formality, chance)
    per_worker = chance.spread(1_650_000 * (0.7 + 1.2 * modernity), 0.3)
    if activity == "job_work":
        per_worker *= 0.4  # the material is not theirs
    exports = chance.happens(clamped(modernity * formality * 1.4, 0, 0.8)) and activity == "manufacturing"
    return Firm(
        number=number,
        activity=activity,
        formality=formality,
        modernity=modernity,
        crew=crew,
        turnover=rounded(per_worker * workers),
        machines_value=rounded(chance.spread(260_000 * (0.5 + 1.6 * modernity), 0.45) * workers),
        export_share=chance.between(0.05, 0.6) if exports else 0.0,
        woman_owned=chance.happens(0.11),
        start_year=2026 - int(clamped(chance.spread(16, 0.6), 1, 70)),
        months=12 if chance.happens(0.55 + 0.45 * formality) else chance.whole(8, 11),
    )


def _crew(workers: int, formality: float, chance: Chance) -> tuple[Crew, ...]:
    """The labour grid: owners first, family in small firms, then hired workers by largest remainder."""
    owners = 2 if workers >= 20 and chance.happens(0.5) else 1
    family = min(workers - owners, chance.whole(0, 2)) if workers < 12 else 0
    rows = [Crew("owner", chance.pick(male=0.89, female=0.11), "supervisory", owners, 26, 0)]
    if family:
        rows.append(Crew("family", chance.pick(male=0.4, female=0.6), "semi", family, 22, 0))
    hired = workers - owners - family
    for (category, sex, skill), count in _shared_out(hired, _weights(formality, workers)).items():
        rows.append(
            Crew(category, sex, skill, count, *_days_and_wage(category, sex, skill, formality, chance))
        )
    return tuple(rows)


def _weights(formality: float, workers: int) -> dict[tuple[str, str, str], float]:
    regular = 0.25 + 0.6 * formality
    loose = 1 - regular
    return {
        ("regular", "male", "skilled"): 0.36 * regular,
        ("regular", "male", "semi"): 0.26 * regular,
        ("regular", "male", "unskilled"): 0.13 * regular,
        ("regular", "female", "unskilled"): 0.15 * regular,
        ("regular", "male", "supervisory"): 0.10 * regular,
        ("casual", "male", "unskilled"): 0.36 * loose,
        ("casual", "female", "unskilled"): 0.22 * loose,
        ("piece", "male", "skilled"): 0.24 * loose,
        ("home", "female", "unskilled"): 0.18 * loose if workers < 60 else 0.0,
        ("contract", "male", "unskilled"): 0.25 * loose if workers >= 20 else 0.0,
    }


def _shared_out(total: int, weights: dict[tuple[str, str, str], float]) -> dict[tuple[str, str, str], int]:
    """The total in whole persons by weight; kinds that get nobody are left out."""
    scale = total / sum(weights.values())
    counts = {kind: int(weight * scale) for kind, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda kind: counts[kind] - weights[kind] * scale)
    for kind in by_remainder[: total - sum(counts.values())]:
        counts[kind] += 1
    return {kind: count for kind, count in counts.items() if count}


def _days_and_wage(category: str, sex: str, skill: str, formality: float, chance: Chance) -> tuple[int, int]:
    days = chance.whole(24, 26) if category == "regular" else chance.whole(16, 24)
    wage = _WAGE[skill] * (0.86 + 0.28 * formality) * chance.between(0.93, 1.07)
    if sex == "female":
        wage *= chance.between(0.8, 0.96)
    if category in ("casual", "home"):
        wage *= 0.9
    return days, round(wage / 10) * 10
