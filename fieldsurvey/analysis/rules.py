"""Dated rules read from `resources/rules`: size classes, registration, grants, regions. Tables, never code."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from fieldsurvey.system.paths import resources

LARGE = "large"
_ORDER = ("micro", "small", "medium", LARGE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: its cells, when it holds and where it was read."""

    cells: Mapping[str, str]
    valid_from: date | None
    valid_to: date | None
    source: str
    is_confirmed: bool

    def holds(self, on: date) -> bool:
        """Whether the rule is in force on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def number(self, column: str) -> float | None:
        """A cell as a number; None where it is empty."""
        return float(self.cells[column]) if self.cells.get(column) else None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a programme pays of a cost, in lakh of rupees."""

    amount: float
    share: float
    by_slices: float
    """The same read slice by slice, where the literal reading drops at a limit."""
    rule: Rule


@cache
def table(name: str) -> tuple[Rule, ...]:
    """All rows of `resources/rules/NAME.csv`."""
    with (resources() / "rules" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_rule(row) for row in csv.DictReader(file))


def in_force(name: str, on: date) -> tuple[Rule, ...]:
    """The rows of a table that hold on that day."""
    return tuple(rule for rule in table(name) if rule.holds(on))


def size_class(investment_crore: float, turnover_crore: float | None, on: date) -> str | None:
    """The higher of the classes by investment and by turnover; None before the first regime."""
    rules = in_force("size_classes", on)
    if not rules:
        return None
    by_investment = _class_of(investment_crore, "investment_crore", rules)
    by_turnover = (
        _class_of(turnover_crore, "turnover_crore", rules) if turnover_crore is not None else "micro"
    )
    return max(by_investment, by_turnover, key=_ORDER.index)


def is_required(registration: str, case: str, value: float, on: date) -> bool | None:
    """Whether a firm of this size needs the registration: GST above its turnover (Rs lakh), the others from so many workers on."""
    for rule in in_force("registration", on):
        if (rule.cells["registration"], rule.cells["case"]) == (registration, case):
            limit = rule.number("threshold") or 0.0
            return value > limit if rule.cells["measure"] == "turnover_lakh" else value >= limit
    return None


def region(state: str) -> str | None:
    """The region of a state after Das; None for a name not listed."""
    known = {rule.cells["state"].casefold(): rule.cells["region"] for rule in table("regions")}
    return known.get(state.strip().casefold())


def grant(component: str, cost_lakh: float, on: date, *, is_special: bool = False) -> Grant | None:
    """What the programme in force pays of this cost; None where no guideline is known or the cost is too small."""
    slices = [rule for rule in in_force("grants", on) if rule.cells["component"] == component]
    fitting = [rule for rule in slices if (rule.number("from_lakh") or 0.0) < cost_lakh or rule is slices[0]]
    if not fitting or cost_lakh < (slices[0].number("from_lakh") or 0.0):
        return None
    rule = fitting[-1]
    share = _share(rule, is_special)
    payable = min(cost_lakh, rule.number("ceiling_lakh") or cost_lakh)
    return Grant(
        round(payable * share, 4),
        share,
        round(_by_slices(fitting, cost_lakh, is_special=is_special), 4),
        rule,
    )


def _by_slices(rules: list[Rule], cost: float, *, is_special: bool) -> float:
    paid, reached = 0.0, 0.0
    for rule in rules:
        upto = min(cost, rule.number("ceiling_lakh") or cost)
        paid += (upto - reached) * _share(rule, is_special)
        reached = upto
    return paid


def _share(rule: Rule, is_special: bool) -> float:
    return rule.number("special_share" if is_special else "share") or 0.0


def _class_of(value: float, column: str, rules: tuple[Rule, ...]) -> str:
    for rule in rules:
        limit = rule.number(column)
        if limit is None or value <= limit:
            return rule.cells["class"]
    return LARGE


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        dict(row), _day(row["valid_from"]), _day(row["valid_to"]), row["source"], row["confirmed"] == "yes"
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def sources() -> Iterator[tuple[str, Rule]]:
    """Each table with one row a source, for the annex that names them."""
    for name in ("size_classes", "registration", "grants", "regions", "schemes", "swot"):
        seen: set[str] = set()
        for rule in table(name):
            if rule.source not in seen:
                seen.add(rule.source)
                yield name, rule
