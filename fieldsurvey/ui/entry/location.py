"""A position, typed or pasted: `22.4707 70.0577`, or as a phone's map shares it."""

from __future__ import annotations

import re

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.widget import LineWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Prompt

_WIDTH, _WIDEST = 260, 720
_COORDINATE = re.compile(r"(-?\d{1,3}(?:\.\d+)?)")


def read_position(text: str) -> str | None:
    """`latitude longitude altitude accuracy` from typed or pasted text; None when it holds no position."""
    text = re.sub(r"^.*?[@?&](?:q=|ll=)?(?=-?\d)", "", text.strip())
    found = _COORDINATE.findall(text.replace("°", " "))
    if len(found) < 2:
        return None
    latitude, longitude = float(found[0]), float(found[1])
    if re.search(r"\d\s*[sS]\b", text):
        latitude = -abs(latitude)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return f"{latitude:.6f} {longitude:.6f} 0 0"


class LocationWidget(LineWidget):
    """Latitude and longitude in one field. This laptop has no receiver of its own, so it is typed or pasted."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH, "22.470700 70.057700")
        self.row.addWidget(label(_("latitude and longitude, as a phone shows them"), "muted"), 1)
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        return read_position(text)

    def shown(self, value: str) -> str:
        return " ".join(value.split()[:2])

    def complaint(self) -> str:
        return _("Type latitude and longitude in degrees, such as 22.4707 70.0577.")


class LinesWidget(LineWidget):
    """A trace or an area: its points, `;` between them."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDEST, "22.4707 70.0577; 22.4711 70.0580; …")
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        points = [read_position(point) for point in text.split(";") if point.strip()]
        return None if None in points else "; ".join(point for point in points if point)

    def shown(self, value: str) -> str:
        return "; ".join(" ".join(point.split()[:2]) for point in value.split(";") if point.strip())

    def complaint(self) -> str:
        return _("Type latitude and longitude of each point, with ; between the points.")
