"""The strata: how the register is cut, how each is taken, how many are drawn; what is wrong stands under its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from fieldsurvey.i18n import _, sentence
from fieldsurvey.numbers import grouped
from fieldsurvey.records import FirmField
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.register import sample_plan, sampling
from fieldsurvey.register.field_words import field_word
from fieldsurvey.register.sample_plan import SamplePlan
from fieldsurvey.ui.firms.painted_cells import ROW, Cell, CellDelegate, Cells, set_widths, table_of
from fieldsurvey.ui.firms.sample.words import points, sure_of
from fieldsurvey.ui.shell.theme import set_property
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, label

NAME, FIRMS, TAKE, DRAW, BAR, SHARE, RESERVE, WEIGHT, SURE = range(9)
_TYPED = (NAME, DRAW, RESERVE)
_MOST_ROWS = 9
Index = QModelIndex | QPersistentModelIndex


class _StrataCells(Cells):
    """Name, number to draw and reserve can be typed."""

    typed = Signal(int, int, str)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        is_typed = index.isValid() and self.cell(index.row(), index.column()).is_box
        return found | Qt.ItemFlag.ItemIsEditable if is_typed or self._is_name(index) else found

    def _is_name(self, index: Index) -> bool:
        return index.column() == NAME and index.row() < self.rowCount() - 1

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == self.data(index, role):
            return False
        self.typed.emit(index.row(), index.column(), str(value).strip())
        return True


class _Typed(CellDelegate):
    """The field that is typed in looks like the cell."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setProperty("role", "cell")
        if index.column() != NAME:
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        return field


class StrataCard(Card):
    """Cut at the top, the table, and under it what must be mended."""

    cut = Signal(str, object)
    """(field, bounds) by which the register is cut."""
    typed = Signal(int, int, str)
    """(stratum, column, text)."""
    toggled = Signal(int)
    """This stratum is taken in the other way."""

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self._parts: Sequence[Stratum] = ()
        self._plan = SamplePlan()
        self.by = ChoiceBox()
        self.by.setAccessibleName(_("Strata by"))
        for value in (FirmField.WORKERS, FirmField.PLACE, FirmField.PRODUCT):
            self.by.addItem(field_word(value), value.value)
        self.by.addItem(_("none: one of all firms"), "")
        self.bounds = QLineEdit()
        self.bounds.setAccessibleName(_("Lower ends of the size classes"))
        self.bounds.setFixedWidth(110)
        self._bounds_label = label(_("from"), "muted")
        self.by.activated.connect(lambda _at: self._on_cut())
        self.bounds.editingFinished.connect(self._on_cut)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(_("Strata by"), "strong"))
        for widget in (self.by, self._bounds_label, self.bounds):
            head.addWidget(widget)
        head.addStretch(1)
        self.column.addLayout(head)
        self.model = _StrataCells(
            [
                *(Cell(_("Stratum")), Cell(_("Firms"), is_end=True), Cell(_("Take"))),
                *(Cell(_("Drawn"), is_end=True), Cell(""), Cell("", is_end=True)),
                *(Cell(_("Reserve"), is_end=True), Cell(_("Weight"), is_end=True)),
                Cell(_("Sure to"), is_end=True),
            ]
        )
        self.table = self._table()
        self.column.addWidget(self.table)
        self.faults = label("", "bad", wrap=True)
        self.doubts = label("", "warn", wrap=True)
        for words in (self.faults, self.doubts):
            words.setContentsMargins(16, 6, 16, 10)
            self.column.addWidget(words)
            words.hide()

    def _table(self) -> Any:
        table = table_of(self.model, _("Strata"))
        table.setItemDelegate(_Typed(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        trigger = QAbstractItemView.EditTrigger
        table.setEditTriggers(
            trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked | trigger.SelectedClicked
        )
        table.setTabKeyNavigation(True)
        table.setProperty("role", "inner")
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(40)
        left = {FIRMS: 60, TAKE: 108, DRAW: 64, BAR: 72, SHARE: 56}
        set_widths(table, left | {RESERVE: 72, WEIGHT: 64, SURE: 72})
        self.model.typed.connect(self.typed)
        table.clicked.connect(self._on_clicked)
        for key, act in (("Space", self._toggle_here), ("Return", self._enter), ("Enter", self._enter)):
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)  # the field of a cell keeps its Enter
            shortcut.activated.connect(act)
        return table

    def show_plan(self, plan: SamplePlan, parts: Sequence[Stratum]) -> None:
        """The strata as they would be drawn."""
        self._plan, self._parts = plan, parts
        self.by.setCurrentIndex(self.by.findData(plan.by))
        is_by_size = plan.by == FirmField.WORKERS
        self.bounds.setVisible(is_by_size)
        self._bounds_label.setVisible(is_by_size)
        if not self.bounds.hasFocus():
            self.bounds.setText(", ".join(map(str, plan.bounds)))
        wrong, doubts = sample_plan.faults(parts), sample_plan.doubts(parts)
        self.model.show(len(parts) + 1, lambda row: self._cells(row, is_wrong=row in wrong))
        for widget, told in ((self.faults, wrong), (self.doubts, doubts)):
            widget.setText("\n".join(sentence(one) for one in told.values()))
            widget.setVisible(bool(told))
        tall = self.table.horizontalHeader().sizeHint().height() + 2
        self.table.setFixedHeight(tall + ROW * min(_MOST_ROWS, len(parts) + 1))

    def _cells(self, row: int, *, is_wrong: bool) -> list[Cell]:
        if row == len(self._parts):
            return self._whole()
        one = self._parts[row]
        is_census = one.method is Method.CENSUS
        size = sample_plan.size_words(one)
        can_be = one.drawn <= one.population
        share = one.drawn / one.population if one.population else 0.0
        return [
            Cell(one.name, size if size != one.name else "", is_bold=True),
            Cell(grouped(one.population), is_end=True),
            Cell(_("every one") if is_census else _("by chance"), opens=True),
            Cell(str(one.drawn), is_end=True, is_box=True, is_wrong=is_wrong),
            Cell(share=share),
            Cell(f"{100 * share:.0f} %" if can_be else "", is_end=True),
            Cell(str(one.reserve), is_end=True, is_box=not is_census),
            Cell(f"{one.weight:.2f}" if one.weight and can_be else "", is_end=True),
            Cell(sure_of(one, self._plan.confidence), is_end=True),
        ]

    def _whole(self) -> list[Cell]:
        population = sum(one.population for one in self._parts)
        drawn = sum(one.drawn for one in self._parts)
        is_right = not sample_plan.faults(self._parts)
        margin = sampling.margin_of(self._parts, confidence=self._plan.confidence) if is_right else None
        sure = "" if margin is None else points(100 * margin) if margin else _("exact")
        share = f"{100 * drawn / population:.0f} %" if population and is_right else ""
        texts = (
            *("", str(drawn), "", share, str(sum(one.reserve for one in self._parts)), ""),
            sure,
        )
        return [
            Cell(_("All"), is_bold=True),
            Cell(grouped(population), is_bold=True, is_end=True),
            *(Cell(text, is_bold=True, is_end=True) for text in texts),
        ]

    def _on_cut(self) -> None:
        bounds = [int(one) for one in re.findall(r"\d+", self.bounds.text())]
        is_right = bool(bounds) and bounds == sorted(set(bounds)) and bounds[0] > 0
        set_property(self.bounds, "state", "" if is_right else "bad")
        self.bounds.setToolTip(
            "" if is_right else _("Type the lower ends of the size classes, the smallest first: 5, 20")
        )
        if is_right:
            self.cut.emit(self.by.currentData(), tuple(bounds))

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == TAKE:
            self._toggle(index.row())

    def _toggle_here(self) -> None:
        if self.table.currentIndex().column() == TAKE:
            self._toggle(self.table.currentIndex().row())

    def _toggle(self, row: int) -> None:
        if row < len(self._parts):
            self.toggled.emit(row)

    def _enter(self) -> None:
        here = self.table.currentIndex()
        if here.column() == TAKE:
            self._toggle(here.row())
        elif self.model.flags(here) & Qt.ItemFlag.ItemIsEditable:
            self.table.edit(here)
