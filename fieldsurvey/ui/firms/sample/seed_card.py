"""The seed, over what the draw is spread, and where it would fall."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.numbers import grouped
from fieldsurvey.records import FirmField
from fieldsurvey.register.field_words import field_word
from fieldsurvey.ui.shell.widgets import Bar, Card, ChoiceBox, ElidedLabel, label

_MOST_PLACES, _A_ROW = 8, 4


class SeedCard(Card):
    """The same seed and list always draw the same firms."""

    changed = Signal(int, str)
    """(seed, field the draw is spread over)."""

    def __init__(self) -> None:
        super().__init__(margin=12, spacing=4)
        self.seed = QLineEdit()
        self.seed.setAccessibleName(_("Seed"))
        self.seed.setValidator(QIntValidator(0, 2_000_000_000, self))
        self.seed.setFixedWidth(116)
        self.seed.editingFinished.connect(self._on_change)
        self.spread = ChoiceBox()
        self.spread.setAccessibleName(_("Spread over"))
        for value in (FirmField.PLACE, FirmField.PRODUCT):
            self.spread.addItem(field_word(value), value.value)
        self.spread.addItem(_("nothing"), "")
        self.spread.activated.connect(lambda _at: self._on_change())
        said = ElidedLabel("muted")
        said.say(_("the same seed and list always draw the same firms"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("Seed"), "strong"))
        row.addWidget(self.seed)
        row.addWidget(said, 1)
        row.addWidget(label(_("Spread over"), "muted"))
        row.addWidget(self.spread)
        self.column.addLayout(row)
        self._places = QWidget()
        self.column.addWidget(self._places)

    def show_plan(self, seed: int, spread_over: str, fallen: Sequence[tuple[str, int, int]]) -> None:
        """`fallen`: (place, firms drawn there, firms there)."""
        if not self.seed.hasFocus():
            self.seed.setText(str(seed))
        self.spread.setCurrentIndex(self.spread.findData(spread_over))
        places = QWidget()
        grid = QGridLayout(places)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(24)
        shown = list(fallen[:_MOST_PLACES])
        rest = fallen[_MOST_PLACES:]
        if rest:
            drawn, there = sum(n for _p, n, _t in rest), sum(t for _p, _n, t in rest)
            shown[-1] = (_("other places"), shown[-1][1] + drawn, shown[-1][2] + there)
        for number, (place, drawn, there) in enumerate(shown):
            grid.addLayout(_place(place, drawn, there), number // _A_ROW, number % _A_ROW)
        for column in range(_A_ROW):
            grid.setColumnStretch(column, 1)
        self.column.replaceWidget(self._places, places)
        self._places.deleteLater()
        self._places = places

    def _on_change(self) -> None:
        if self.seed.hasAcceptableInput():
            self.changed.emit(int(self.seed.text()), self.spread.currentData())


def _place(place: str, drawn: int, there: int) -> QVBoxLayout:
    name = ElidedLabel("")
    name.say(place or _("place not known"))
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(name, 1)
    row.addWidget(label(grouped(drawn), "strong"))
    row.addWidget(label(_("of {n}").format(n=grouped(there)), "muted"))
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addLayout(row)
    bar = Bar(drawn / there if there else 0.0)
    bar.setFixedHeight(5)
    column.addWidget(bar)
    return column
