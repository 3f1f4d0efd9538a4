"""Walk a synthetic firm through a form: only what is asked is answered, and the form's own rules decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from random import Random

from fieldsurvey.demo import enterprise, firm, outlook, trade, work
from fieldsurvey.demo.chance import Chance
from fieldsurvey.demo.plan import Answers, Plan
from fieldsurvey.records import MISSING_NUMBERS
from fieldsurvey.xforms import FormDefinition, FormEntry

_POSITION = re.compile(r"\[\d+\]")
_CODES = {word.value: code for code, word in MISSING_NUMBERS.items()}
_KEPT_BACK = 0.025
"""How often a question that offers it gets a don't know or a refusal."""


def synthetic_firms(count: int, seed: int, now: datetime | None = None) -> Iterator[Plan]:
    """Plans of so many invented firms; the same seed gives the same firms."""
    for index in range(count):
        yield synthetic_plan(seed, index, now or datetime.now(UTC))


def synthetic_plan(seed: int, index: int, now: datetime) -> Plan:
    """What firm number `index + 1` would say."""
    chance = Chance(seed, index)
    drawn = firm.draw(index + 1, chance)
    answers: Answers = {}
    for page in (enterprise.identity, enterprise.ownership, enterprise.investment, enterprise.accounts,
                 trade.finance, trade.environment, outlook.informality, outlook.infrastructure, outlook.needs):  # fmt: skip
        answers |= page(drawn, chance)
    per_month = 1 if answers["flow_period"] == "month" else drawn.months
    grids = {
        "product": work.products(drawn, chance),
        "worker": work.labour(drawn, chance),
        "machine": work.technology(drawn, chance),
        "material": work.materials(drawn, chance, float(answers["exp_material"]) / per_month),
        "buyer": trade.markets(drawn, chance),
        "fuel": trade.energy(drawn, chance, float(answers["exp_energy"]) / per_month),
        "tie": outlook.cooperation(drawn, chance),
    }
    for page_answers, _ in grids.values():
        answers |= page_answers
    answers |= trade.quality(drawn, chance, int(answers["output_actual"])) | outlook.closing(drawn)
    missing = {
        name: chance.pick(dk=3, refused=2)
        for name in sorted(answers)
        if name != "informality_consent" and chance.happens(_KEPT_BACK)
    }
    answers |= enterprise.visit(drawn, chance, now)
    return Plan(answers, {name: rows for name, (_, rows) in grids.items()}, missing)


def synthetic_answers(form: FormDefinition, seed: int, index: int, now: datetime) -> FormEntry:
    """One synthetic interview, finalised; the same seed, index and time give the same submission."""
    chance = Random(f"fieldsurvey demo identity {seed} {index}")  # noqa: S311 - synthetic data, no secret
    entry = FormEntry.new(form, now=now, random_source=chance)
    record(entry, synthetic_plan(seed, index, now))
    faults = entry.finalise()
    if faults:
        raise ValueError(f"The synthetic firm {index + 1} breaks the form: {faults}")
    return entry


def record(entry: FormEntry, plan: Plan) -> None:
    """Answer, in the form's order, what is asked; add the rows; give the missing codes where they are offered."""
    refs = _refs(entry)
    for name, ref in refs.items():
        if name in plan.rows:
            _fill_grid(entry, ref, plan.rows[name])
        elif name in plan.answers and entry.relevant(ref):
            _answer(entry, ref, plan.answers[name], plan.missing.get(name))


def _refs(entry: FormEntry) -> Mapping[str, str]:
    """Name -> ref without positions, in the form's order; names are unique in the forms that ship."""
    return {
        ref.rpartition("/")[2]: ref for ref in dict.fromkeys(_POSITION.sub("", ref) for ref in entry.refs())
    }


def _answer(entry: FormEntry, ref: str, value: str, missing: str | None) -> None:
    entry.answer(ref, (_missing_value(entry, ref, missing) if missing else None) or value)


def _missing_value(entry: FormEntry, ref: str, word: str) -> str | None:
    """The code for don't know or refused, if this question offers it."""
    offered = {choice.value for choice in entry.choices(ref)}
    if offered:
        return word if word in offered else None
    if entry.prompt(ref).type not in ("int", "decimal"):
        return None
    entry.answer(ref, _CODES[word])
    return _CODES[word] if entry.violation(ref) is None else None


def _fill_grid(entry: FormEntry, repeat: str, rows: tuple[Mapping[str, str], ...]) -> None:
    """As many rows as planned, none where the grid is not asked."""
    if not entry.relevant(repeat.rpartition("/")[0]):
        return
    while entry.count(repeat) > len(rows):
        entry.remove_repeat(f"{repeat}[{entry.count(repeat)}]")
    for position, row in enumerate(rows, start=1):
        if entry.count(repeat) < position:
            entry.add_repeat(repeat)
        for name, value in row.items():
            ref = f"{repeat}[{position}]/{name}"
            if entry.relevant(ref):
                entry.answer(ref, value)
