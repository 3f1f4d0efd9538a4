"""Firms that come in without a draw: ticked in the register, with the reason that is printed."""

from __future__ import annotations

from collections.abc import Sequence, Set

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Case, CaseRole, Firm
from fieldsurvey.register.sample_plan import Way
from fieldsurvey.ui.firms.painted_cells import ROW, Cell, Cells, set_widths, table_of
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.widgets import label

_LEAST_ROWS = 8


class ChooseView(QWidget):
    """Space, or a click, ticks a firm; the search narrows the list and forgets no tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way = Way.CHOSEN
        self.ticked: set[str] = set()
        self._firms: Sequence[Firm] = ()
        self._taken: Set[str] = frozenset()
        self._shown: list[Firm] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search firms"))
        self.search.setAccessibleName(_("Search firms"))
        self.search.addAction(
            theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setFixedWidth(240)
        self.search.textChanged.connect(lambda _text: self._show())
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Why these firms"))
        self.reason.setPlaceholderText(_("Why these firms? It is printed in the note."))
        self.reason.textChanged.connect(lambda _text: self.changed.emit())
        heads = ("", _("No."), _("Firm"), _("Place"), _("Workers"))
        self.model = Cells([Cell(head, is_end=n in (1, 4)) for n, head in enumerate(heads)])
        self.table = table_of(self.model, _("Firms of the register"))
        self.table.setMinimumHeight(ROW * _LEAST_ROWS)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        set_widths(self.table, {0: 44, 1: 64, 3: 160, 4: 90})
        self.table.clicked.connect(self._on_clicked)
        bind(self.table, {"Space": self._tick_here, "Return": self._tick_here, "Enter": self._tick_here})
        self._nothing = label("", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addWidget(self.reason, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._nothing)
        column.addWidget(self.table, 1)

    def show_firms(self, firms: Sequence[Firm], taken: Set[str]) -> None:
        """The register; firms of `taken` are in the round already."""
        self._firms, self._taken = firms, taken
        self.ticked &= {firm.id for firm in firms} - taken
        self._show()

    def planned(self, round_key: str) -> list[Case]:
        """The cases the ticked firms would be."""
        role = CaseRole.CHOSEN if self.way is Way.CHOSEN else CaseRole.VOLUNTEER
        return [Case(one, round_key, role, reason=self.reason.text().strip()) for one in sorted(self.ticked)]

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        self._shown = [firm for firm in self._firms if all(word in _told(firm) for word in words)]
        self._nothing.setVisible(not self._shown)
        self._nothing.setText(_("No firm is called so. Empty the search to see all of them."))
        self.table.setVisible(bool(self._shown))
        self.model.show(len(self._shown), self._cells)
        self.changed.emit()

    def _cells(self, row: int) -> list[Cell]:
        firm = self._shown[row]
        is_in = firm.id in self._taken
        is_ticked = firm.id in self.ticked
        tone = "muted" if is_in else "text"
        return [
            Cell(icon="check" if is_ticked or is_in else "", tone="accent" if is_ticked else "muted"),
            Cell(f"{firm.number:04d}", tone="muted", is_end=True),
            Cell(firm.name, _("in the round already") if is_in else "", tone=tone, is_bold=is_ticked),
            Cell(firm.place, tone="muted"),
            Cell("" if firm.workers is None else str(firm.workers), is_end=True, tone=tone),
        ]

    def _on_clicked(self, _index: QModelIndex) -> None:
        self._tick_here()

    def _tick_here(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._shown) and self._shown[row].id not in self._taken:
            self.ticked ^= {self._shown[row].id}
            self.model.show(len(self._shown), self._cells)
            self.changed.emit()


def _told(firm: Firm) -> str:
    return f"{firm.number:04d} {firm.name} {firm.place} {firm.phone}".casefold()
