"""Rank candidate clusters: a weighted mean of their scores, and points for spreading over regions and products. Pure.

Where spread counts, the first place goes to the highest weighted mean; each further place goes to whoever has the most points given those
before it, so that a region or product group that is there already brings none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from fieldsurvey.records.selection import BEST, Candidate, Consideration, Ranked, SelectionSheet

_SAME = 1e-9


def rank(sheet: SelectionSheet, region_of: Callable[[str], str]) -> tuple[Ranked, ...]:
    """The candidates, the first to be chosen first; `region_of` gives the region of a state, "" for none.

    Of two with the same points the one that is listed first stands first, with the same rank.
    """
    left, placed = list(sheet.candidates), list[Ranked]()
    regions, products = set[str](), set[str]()
    while left:
        found = [_placed(one, sheet, region_of(one.state), regions, products) for one in left]
        best = max(found, key=lambda one: one.points)
        before = placed[-1] if placed else None
        is_same = before is not None and abs(before.points - best.points) < _SAME
        number = before.rank if before is not None and is_same else len(placed) + 1
        placed.append(dataclasses.replace(best, rank=number))
        left.remove(best.candidate)
        regions.add(best.region)
        products.add(_folded(best.candidate.product_group))
    return tuple(placed)


def _placed(
    candidate: Candidate, sheet: SelectionSheet, region: str, regions: set[str], products: set[str]
) -> Ranked:
    weights = {one: sheet.weights.get(one, 1.0) for one in Consideration}
    total = sum(weights.values()) + sheet.region + sheet.product
    product = _folded(candidate.product_group)
    is_new_region, is_new_product = (
        bool(region) and region not in regions,
        bool(product) and product not in products,
    )
    got = sum(weight * candidate.scores.get(one, 0) / BEST for one, weight in weights.items())
    got += sheet.region * is_new_region + sheet.product * is_new_product
    return Ranked(
        candidate,
        0,
        100 * got / total if total else 0.0,
        region,
        is_new_region,
        is_new_product,
        tuple(one for one in Consideration if one not in candidate.scores),
        tuple(
            one
            for one in Consideration
            if candidate.scores.get(one, 0) and not candidate.evidence.get(one, "").strip()
        ),
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
