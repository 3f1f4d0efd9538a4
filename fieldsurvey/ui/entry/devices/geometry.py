"""Points on the ground as a plane: where to draw them, how long and how large, and which sides cross. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from fieldsurvey.i18n import _
from fieldsurvey.numbers import grouped
from fieldsurvey.ui.entry.devices.coordinates import Position, joined
from fieldsurvey.xforms.xpath import evaluate

_EARTH = 6_378_100.0  # metres, as the form's own distance() reckons
_HECTARE = 10_000.0
Plane = tuple[float, float]
"""East and north of the middle, in metres."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a trace or a shape measures."""

    metres: float
    """Along the trace, or around the shape."""
    square_metres: float


def closed(points: Sequence[Position]) -> tuple[Position, ...]:
    """A shape as it is stored: the first point stands at the end once more."""
    corners = opened(points)
    return (*corners, corners[0]) if len(corners) > 2 else corners


def opened(points: Sequence[Position]) -> tuple[Position, ...]:
    """The corners of a stored shape, each once."""
    is_closed = len(points) > 1 and _position(points[0]) == _position(points[-1])
    return tuple(points[:-1] if is_closed else points)


def size(points: Sequence[Position]) -> Size:
    """By the engine's own functions, so that the window and the form's calculations say the same."""
    text = joined(tuple(points))
    return Size(
        float(evaluate(f"distance('{text}')", "<data/>", as_="number")) if len(points) > 1 else 0.0,  # type: ignore[arg-type]
        float(evaluate(f"area('{text}')", "<data/>", as_="number")) if len(points) > 3 else 0.0,  # type: ignore[arg-type]
    )


def length_words(metres: float) -> str:
    """`312 m`, `4.2 km`."""
    return f"{grouped(metres)} m" if metres < 10_000 else f"{metres / 1000:.1f} km"


def area_words(square_metres: float) -> str:
    """`6,120 m² (0.61 ha)`."""
    hectares = square_metres / _HECTARE
    return _("{metres} m² ({hectares} ha)").format(metres=grouped(square_metres), hectares=f"{hectares:.2f}")


def plane(points: Sequence[Position]) -> list[Plane]:
    """The points east and north of their middle; true to scale over a cluster, not over a country."""
    if not points:
        return []
    north = math.fsum(p.latitude for p in points) / len(points)
    first = points[0].longitude
    easts = [(p.longitude - first + 180) % 360 - 180 for p in points]
    east = math.fsum(easts) / len(easts)
    metres = math.radians(1) * _EARTH
    narrowed = metres * math.cos(math.radians(north))
    return [
        ((e - east) * narrowed, (p.latitude - north) * metres) for e, p in zip(easts, points, strict=True)
    ]


def crossing_sides(points: Sequence[Position]) -> tuple[int, int] | None:
    """The first two sides that cross, counted from 1; side 1 leads from point 1 to point 2."""
    sides = list(pairwise(plane(points)))
    last = len(sides) - 1
    is_ring = len(points) > 3 and _position(points[0]) == _position(points[-1])
    for one, other in combinations(range(len(sides)), 2):
        are_neighbours = other == one + 1 or (is_ring and one == 0 and other == last)
        if not are_neighbours and _cross(*sides[one], *sides[other]):
            return one + 1, other + 1
    return None


def scale_bar(metres_wide: float) -> float:
    """A round length that fills at most a third of the sketch: 1, 2 or 5 and noughts."""
    most = max(metres_wide / 3, 1e-3)
    unit = 10.0 ** math.floor(math.log10(most))
    return max(step * unit for step in (1, 2, 5) if step * unit <= most)


def _position(point: Position) -> tuple[float, float]:
    return point.latitude, point.longitude


def _cross(a: Plane, b: Plane, c: Plane, d: Plane) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Plane, b: Plane, c: Plane) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
