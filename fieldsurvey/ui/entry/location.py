"""A position, typed or pasted: `22.4707 70.0577`, or as a phone's map shares it."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.field import Field
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Prompt

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


class LocationWidget(QuestionWidget):
    """Latitude and longitude in one field. This laptop has no receiver of its own, so it is typed or pasted."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = Field()
        self.field.setAccessibleName(prompt.label)
        self.field.setPlaceholderText("22.470700 70.057700")
        self.field.setFixedWidth(260)
        self.field.editingFinished.connect(self.commit)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field)
        row.addWidget(label(_("latitude and longitude, as a phone shows them"), "muted"), 1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(" ".join(prompt.value.split()[:2]))
            self.field.setModified(False)
        self.field.setReadOnly(prompt.readonly)
        theme.set_property(self.field, "state", "bad" if prompt.violation and prompt.value else "")

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text().strip()
        found = read_position(text) if text else ""
        if found is None:
            self.noted.emit(_("Type latitude and longitude in degrees, such as 22.4707 70.0577."))
            return
        self.field.setModified(False)
        self.noted.emit("")
        self.answered.emit(found)


class LinesWidget(QuestionWidget):
    """A trace or an area: its points, `;` between them."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = Field()
        self.field.setAccessibleName(prompt.label)
        self.field.setPlaceholderText("22.4707 70.0577; 22.4711 70.0580; …")
        self.field.editingFinished.connect(self.commit)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if not (self.field.hasFocus() and self.field.isModified()):
            points = [" ".join(point.split()[:2]) for point in prompt.value.split(";") if point.strip()]
            self.field.setText("; ".join(points))
            self.field.setModified(False)

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        points = [read_position(point) for point in self.field.text().split(";") if point.strip()]
        if any(point is None for point in points):
            self.noted.emit(_("Type latitude and longitude of each point, with ; between the points."))
            return
        self.field.setModified(False)
        self.noted.emit("")
        self.answered.emit("; ".join(point for point in points if point))
