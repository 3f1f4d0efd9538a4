"""Functions on places: area, distance, inside or outside. Geotraces and geoshapes are "lat lon alt acc; ..."."""

from __future__ import annotations

import math
from itertools import pairwise

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import function, spread
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import NAN, Value, text_number, to_string

_EARTH = 6_378_100.0
Geopoint = tuple[float, float]


def geopoints(value: Value) -> list[Geopoint]:
    """The points, as latitude and longitude; empty when one cannot be read."""
    parts = [to_string(item) for item in spread((value,))] if isinstance(value, Nodes) else [to_string(value)]
    found: list[Geopoint] = []
    for piece in ";".join(parts).split(";"):
        if not piece.strip():
            continue
        numbers = [text_number(word) for word in piece.split()]
        if len(numbers) < 2 or any(math.isnan(number) for number in numbers):
            return []
        if abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
            return []
        found.append((numbers[0], numbers[1]))
    return found


@function("area", 1)
def _area(_context: Context, value: Value) -> Value:
    found = geopoints(value)
    if not found:
        if _told(value):
            raise XPathError("function.area-no-place", text=shortened(_told(value)))
        return 0.0 if isinstance(value, Nodes) else NAN
    return abs(_signed_area(found)) if len(found) > 2 else 0.0


def _signed_area(found: list[Geopoint]) -> float:
    """Area of a polygon on the plane that touches the earth near it, degrees of longitude narrowed by latitude."""
    metres = 2 * math.pi * _EARTH / 360
    lat0, lon0 = found[0]
    plane = [
        ((lon - lon0) * metres * math.cos(math.radians(lat)), (lat - lat0) * metres) for lat, lon in found
    ]
    return sum((y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in pairwise(plane[1:]))


@function("distance", 1, None)
def _distance(_context: Context, *values: Value) -> Value:
    """Along the points of one value, or from one point to the next; a point that is blank is passed over."""
    places = [_readable(value) for value in values]
    if len(values) > 1:
        for value, found in zip(values, places, strict=True):
            if len(found) > 1:
                raise XPathError("function.distance-several", text=shortened(_told(value)))
    return math.fsum(_metres(a, b) for a, b in pairwise([point for found in places for point in found]))


def _readable(value: Value) -> list[Geopoint]:
    """The points of a value; none of an empty one."""
    found = geopoints(value)
    if not found and _told(value):
        raise XPathError("function.distance-no-place", text=shortened(_told(value)))
    return found


def _told(value: Value) -> str:
    """What stands in a value, without blanks around it."""
    return "; ".join(filter(None, (to_string(item).strip() for item in spread((value,)))))


def _metres(a: Geopoint, b: Geopoint) -> float:
    """Great circle by the law of cosines, as JavaRosa reckons it."""
    if a == b:
        return 0.0
    lat1, lat2 = math.radians(a[0]), math.radians(b[0])
    cosine = math.sin(lat1) * math.sin(lat2)
    cosine += math.cos(lat1) * math.cos(lat2) * math.cos(math.radians(a[1] - b[1]))
    return math.acos(max(-1.0, min(1.0, cosine))) * _EARTH


@function("geofence", 2)
def _geofence(_context: Context, point: Value, shape: Value) -> Value:
    """A place that is not known, or a fence that is not drawn, is not inside; a text that is neither is refused."""
    found, corners = geopoints(point), geopoints(shape)
    is_asked = isinstance(shape, Nodes)
    if (_told(point) and len(found) != 1) or (_told(shape) and not corners):
        raise XPathError("function.geofence-values")
    if not is_asked and len(corners) < 3:
        raise XPathError("function.geofence-values")
    return bool(found) and len(corners) > 2 and _inside(found[0], corners)


def _inside(point: Geopoint, corners: list[Geopoint]) -> bool:
    y, x = point
    within = False
    for (y1, x1), (y2, x2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def crosses_itself(text: str) -> bool:
    """True when two sides of a trace or shape cross."""
    found = geopoints(text)
    sides = list(pairwise(found))
    pairs = ((sides[i], sides[j]) for i in range(len(sides)) for j in range(i + 2, len(sides)))
    closed = len(found) > 1 and found[0] == found[-1]
    for index, (one, other) in enumerate(pairs):
        if closed and index == len(sides) - 3 and len(sides) > 2:
            continue
        if _cross(one, other):
            return True
    return False


def _cross(one: tuple[Geopoint, Geopoint], other: tuple[Geopoint, Geopoint]) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Geopoint, b: Geopoint, c: Geopoint) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
