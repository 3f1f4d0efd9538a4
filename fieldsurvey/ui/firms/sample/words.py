"""Words of the sample: how firms are chosen, how a stratum is taken, how sure it is."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.records.design import Stratum
from fieldsurvey.register.sample_plan import Way
from fieldsurvey.register.sampling import margin_of


def way_word(way: Way) -> str:
    """How firms are chosen."""
    return {
        Way.CHANCE: _("By chance within strata"),
        Way.EVERY_ONE: _("Every one"),
        Way.CHOSEN: _("Chosen by us"),
        Way.VOLUNTEERS: _("They come by themselves"),
    }[way]


def points(margin: float) -> str:
    """A half-width in percentage points: ± 7.5, ± 10."""
    return f"± {margin:.1f}".removesuffix(".0")


def sure_of(one: Stratum, confidence: int) -> str:
    """How well a share within a stratum is known."""
    margin = margin_of([one], confidence=confidence) if one.population > 1 else None
    if one.population and one.drawn == one.population:
        return _("exact")
    return f"± {100 * margin:.0f}" if margin is not None and one.drawn <= one.population else ""
