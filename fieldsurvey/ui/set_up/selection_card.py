"""The card for the selection sheet: candidate clusters with their scores, what each score rests on, what counts how much, and the order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QGridLayout, QLineEdit, QTableWidgetItem

from fieldsurvey.errors import StoreError
from fieldsurvey.i18n import _
from fieldsurvey.numbers import grouped
from fieldsurvey.records.selection import BEST, Candidate, Consideration, Ranked, SelectionSheet
from fieldsurvey.ui.set_up.lines_table import LinesTable
from fieldsurvey.ui.shell.widgets import Card, label

_REGION, _PRODUCT = "region", "product"
_EVIDENCE = Qt.ItemDataRole.UserRole
Ranking = Callable[[SelectionSheet], tuple[Ranked, ...]]


class SelectionCard(Card):
    """Evidence is typed for the line that is chosen above."""

    changed = Signal()

    def __init__(self, ranking: Ranking) -> None:
        super().__init__(
            label(_("Which cluster: the selection sheet"), "heading"),
            label(
                _(
                    "Candidates are scored from 0 to {best} on the six considerations; each score says what it rests on."
                ).format(best=BEST),
                "muted",
                wrap=True,
            ),
        )
        self._ranking = ranking
        self._is_showing = False
        heads = (
            _("Cluster"),
            _("State / UT"),
            _("Product group"),
            *(short for short, _long in _words().values()),
        )
        self.lines = LinesTable(_("Candidates"), heads, (120, 120, *([92] * 5), 104), _("Add a candidate"))
        self.lines.changed.connect(self._on_changed)
        self.lines.table.currentCellChanged.connect(lambda *_cell: self._show_evidence())
        self.of = label("", "strong")
        self.evidence = {one: QLineEdit() for one in Consideration}
        form = QFormLayout()
        form.setSpacing(8)
        for one, field in self.evidence.items():
            field.setAccessibleName(_words()[one][1])
            field.textEdited.connect(partial(self._keep_evidence, one))
            form.addRow(_words()[one][1], field)
        self.weights = {key: QLineEdit() for key in (*Consideration, _REGION, _PRODUCT)}
        self.order = label("", wrap=True)
        for widget in (self.lines, self.of):
            self.column.addWidget(widget)
        self.column.addLayout(form)
        self.column.addWidget(label(_("How much each counts"), "strong"))
        self.column.addLayout(self._weights_row())
        self.column.addWidget(label(_("The order that follows"), "strong"))
        self.column.addWidget(self.order)

    def _weights_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        words: dict[str, str] = {one: short for one, (short, _long) in _words().items()}
        words |= {_REGION: _("New region"), _PRODUCT: _("New product")}
        for place, (key, field) in enumerate(self.weights.items()):
            field.setAccessibleName(_("Weight: {what}").format(what=words[key]))
            field.textEdited.connect(self._on_changed)
            grid.addWidget(label(words[key], "muted"), 0, place)
            grid.addWidget(field, 1, place)
        return grid

    # --- in and out ----------------------------------------------------------------------------------------------

    def show_sheet(self, sheet: SelectionSheet) -> None:
        """Show what is kept."""
        self._is_showing = True
        self.lines.show_lines(
            [
                (one.name, one.state, one.product_group, *(_score(one, key) for key in Consideration))
                for one in sheet.candidates
            ]
        )
        for row, candidate in enumerate(sheet.candidates):
            self._name(row).setData(_EVIDENCE, dict(candidate.evidence))
        for key, field in self.weights.items():
            field.setText(f"{_weight(sheet, key):g}")
        self._is_showing = False
        if sheet.candidates:
            self.lines.table.setCurrentCell(0, 0)
        self._show_evidence()

    def sheet(self) -> SelectionSheet:
        """What is typed. Raises StoreError for a score or weight that is none."""
        weights = {key: _number(field.text()) for key, field in self.weights.items()}
        named = {one: weights[one] for one in Consideration if weights[one] != 1}
        return SelectionSheet(tuple(self._candidates()), named, weights[_REGION], weights[_PRODUCT])

    def preview(self, sheet: SelectionSheet) -> None:
        """Say in which order they come with what is typed."""
        said = "\n".join(_said(one) for one in self._ranking(sheet))
        self.order.setText(said or _("No candidate yet."))

    def _candidates(self) -> Iterator[Candidate]:
        table = self.lines.table
        for row in range(table.rowCount()):
            items = (table.item(row, column) for column in range(table.columnCount()))
            name, state, group, *scores = (item.text().strip() if item else "" for item in items)
            if any((name, state, group, *scores)):
                told = zip(Consideration, scores, strict=True)
                given = {one: _whole(text) for one, text in told if text}
                evidence = {one: text for one, text in self._told(row).items() if text.strip()}
                yield Candidate(name, state, group, given, evidence)

    # --- evidence ------------------------------------------------------------------------------------------------

    def _name(self, row: int) -> QTableWidgetItem:
        """The cell with the name of a line; it keeps the evidence, which so goes with the line."""
        item = self.lines.table.item(row, 0)
        assert item is not None  # every line has all its cells
        return item

    def _told(self, row: int) -> dict[Consideration, str]:
        return dict(self._name(row).data(_EVIDENCE) or {})

    def _show_evidence(self) -> None:
        row = self.lines.table.currentRow()
        name = self._name(row).text().strip() if row >= 0 else ""
        told = self._told(row) if row >= 0 else {}
        self.of.setText(_("What the scores of {cluster} rest on").format(cluster=name) if name else "")
        self.of.setVisible(bool(name))
        for one, field in self.evidence.items():
            field.setEnabled(row >= 0)
            if field.text() != told.get(one, ""):
                field.setText(told.get(one, ""))

    def _keep_evidence(self, one: Consideration, text: str) -> None:
        row = self.lines.table.currentRow()
        if row >= 0:
            self._name(row).setData(_EVIDENCE, self._told(row) | {one: text})

    def _on_changed(self) -> None:
        if not self._is_showing:
            self._show_evidence()
            self.changed.emit()


def _score(candidate: Candidate, key: Consideration) -> str:
    return str(candidate.scores[key]) if key in candidate.scores else ""


def _weight(sheet: SelectionSheet, key: Consideration | str) -> float:
    if isinstance(key, Consideration):
        return sheet.weights.get(key, 1.0)
    return sheet.region if key == _REGION else sheet.product


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise StoreError("selection.score", best=BEST)
    return int(text)


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", ".") or 0)
    except ValueError as error:
        raise StoreError("selection.weight") from error


def _said(one: Ranked) -> str:
    points = _("{points} of 100").format(points=grouped(one.points, 1))
    return f"{one.rank}. {one.candidate.name} · " + " · ".join((points, *_remarks(one)))


def _remarks(one: Ranked) -> Iterator[str]:
    if one.region:
        yield one.region
    for words, which in ((_("no score: {what}"), one.unscored), (_("no evidence: {what}"), one.unproven)):
        if which:
            yield words.format(what=", ".join(_words()[key][0].casefold() for key in which))


def _words() -> dict[Consideration, tuple[str, str]]:
    """Over a narrow column, and in full."""
    return {
        Consideration.TECHNOLOGY: (_("Technology"), _("Distinct technology and product")),
        Consideration.INFRASTRUCTURE: (_("Basics"), _("Basic infrastructure")),
        Consideration.INSTITUTIONS: (_("Institutions"), _("Capable supporting institutions")),
        Consideration.GROWTH: (_("Growth"), _("Potential to grow")),
        Consideration.LEADERSHIP: (_("Leadership"), _("Local leadership and support")),
        Consideration.EMPLOYMENT: (_("Employment"), _("Contribution to employment and exports")),
    }
