"""The frame cut into strata: which firm belongs where, and which belongs nowhere."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from fieldsurvey.records import Firm, FirmField
from fieldsurvey.records.design import Condition, Stratum

NOT_KNOWN = "not known"


def by_workers(firms: Iterable[Firm], bounds: Sequence[int], names: Sequence[str] = ()) -> list[Stratum]:
    """Strata by size: below the first bound, from each bound to the next, from the last; and one for firms of unknown size.

    `bounds` 5, 20 give 0-4, 5-19 and 20 or more. `names` are those of the strata of known size, in this order.
    """
    edges = [0, *bounds]
    found = []
    for number, low in enumerate(edges):
        high = edges[number + 1] - 1 if number + 1 < len(edges) else None
        told = f"{low}–{high} workers" if high is not None else f"{low} workers and more"
        name = names[number] if number < len(names) else told
        found.append(Stratum(name, (Condition(FirmField.WORKERS, low, high),)))
    if any(firm.workers is None for firm in firms):
        found.append(Stratum(f"Workers {NOT_KNOWN}", (Condition(FirmField.WORKERS, one_of=("",)),)))
    return found


def by_property(firms: Iterable[Firm], name: str) -> list[Stratum]:
    """A stratum for each text that stands under a property, the most frequent first; one for firms of which nothing is known there."""
    counted = Counter(firm.properties.get(name, "") for firm in firms)
    return [
        Stratum(text or f"{name.capitalize()} {NOT_KNOWN}", (Condition(name, one_of=(text,)),))
        for text, _count in sorted(counted.items(), key=lambda one: (not one[0], -one[1], one[0]))
    ]


def crossed(first: Sequence[Stratum], second: Sequence[Stratum]) -> list[Stratum]:
    """Each stratum of the one within each of the other."""
    return [
        Stratum(f"{a.name}, {b.name}", (*a.conditions, *b.conditions), a.method)
        for a in first
        for b in second
    ]


def placed(firms: Iterable[Firm], strata: Sequence[Stratum]) -> dict[str, list[Firm]]:
    """Stratum's name -> its firms by number; "" -> those that belong to none, or to more than one."""
    found: dict[str, list[Firm]] = {name: [] for name in (*(one.name for one in strata), "")}
    for firm in firms:
        fitting = [one.name for one in strata if belongs(firm, one)]
        found[fitting[0] if len(fitting) == 1 else ""].append(firm)
    return found


def belongs(firm: Firm, stratum: Stratum) -> bool:
    """Whether a firm fulfils every condition of a stratum."""
    return all(one.holds(firm.properties.get(one.field, "")) for one in stratum.conditions)


def digest(strata: Mapping[str, Sequence[Firm]]) -> str:
    """SHA-256 over which firm stands in which stratum, 64 hexadecimal digits: two frames that differ draw otherwise."""
    told = {
        name: [[firm.number, firm.name] for firm in firms] for name, firms in sorted(strata.items()) if name
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
