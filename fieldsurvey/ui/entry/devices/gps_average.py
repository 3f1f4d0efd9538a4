"""Several fixes of one place become one place, and how far it may be off. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.ui.entry.devices.coordinates import Position

_USUAL_WANTED, _USUAL_LIMIT = 5.0, 100.0  # metres, as a phone has them where the form says nothing
_OUTLIER = 3.0  # times the best accuracy; what is worse comes from before the receiver had settled


class FixQuality(StrEnum):
    """How a place stands to what the form asks for."""

    GOOD = "good"
    POOR = "poor"
    UNACCEPTABLE = "unacceptable"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How exact a form wants a place, in metres."""

    enough: float = _USUAL_WANTED
    """At this accuracy a place is taken by itself; 0 waits for a person."""
    limit: float = _USUAL_LIMIT
    """Beyond this it is told that the place is not acceptable."""

    def judge(self, accuracy: float) -> FixQuality:
        """An accuracy of 0 is not known, and so not good."""
        if accuracy > self.limit:
            return FixQuality.UNACCEPTABLE
        return FixQuality.GOOD if 0 < accuracy <= self.enough else FixQuality.POOR


def wanted_by(parameters: Mapping[str, str]) -> Wanted:
    """What `capture-accuracy` and `warning-accuracy` of the workbook have become in the form."""
    return Wanted(
        _metres(parameters.get("accuracyThreshold"), _USUAL_WANTED),
        _metres(parameters.get("unacceptableAccuracyThreshold"), _USUAL_LIMIT),
    )


def averaged(fixes: list[Position]) -> Position | None:
    """The mean, exact fixes counting more. Its accuracy lies between theirs: they share their errors, so many do not make it better."""
    if not fixes:
        return None
    known = [fix for fix in fixes if fix.accuracy > 0]
    if not known:
        return _mean(fixes, [1.0] * len(fixes), 0.0)
    best = min(fix.accuracy for fix in known)
    known = [fix for fix in known if fix.accuracy <= best * _OUTLIER]
    weights = [fix.accuracy**-2 for fix in known]
    return _mean(known, weights, math.sqrt(len(known) / math.fsum(weights)))


def _mean(fixes: list[Position], weights: list[float], accuracy: float) -> Position:
    whole, first = math.fsum(weights), fixes[0].longitude

    def mean(values: list[float]) -> float:
        return math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / whole

    east = mean([(fix.longitude - first + 180) % 360 - 180 for fix in fixes])  # also across the date line
    return Position(
        mean([fix.latitude for fix in fixes]),
        (first + east + 180) % 360 - 180,
        mean([fix.altitude for fix in fixes]),
        accuracy,
    )


def _metres(text: str | None, usual: float) -> float:
    try:
        found = float(text or "")
    except ValueError:
        return usual
    return found if found >= 0 else usual
