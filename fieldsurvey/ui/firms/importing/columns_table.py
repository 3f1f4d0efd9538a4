"""The columns of a list: what stands in each, and what it becomes. Columns that say nothing fold where there are many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import FirmField
from fieldsurvey.register.columns import Head
from fieldsurvey.register.field_words import field_word
from fieldsurvey.register.list_file import ListSheet
from fieldsurvey.ui.firms.painted_cells import Cell, Cells, set_widths, table_of
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.whole_rows import WholeRows

LETTER, NAME, STANDS, BECOMES, ODD = range(5)
_MOST_SHOWN = 24
"""Columns of a list up to which all are shown."""
_SAMPLES = 3


class ColumnsTable(QWidget):
    """A row for each column; Enter opens what it may become, Del leaves it out."""

    chosen = Signal(int)
    """The keyboard stands at this column; -1 for none."""
    meant = Signal(int, str)
    """This column becomes that field; "" leaves it out."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[int] = []
        self._is_unfolded = False
        self._names: Sequence[str] = ()
        self._samples: dict[int, str] = {}
        self._mapping: Mapping[int, FirmField] = {}
        self._odd: Mapping[int, tuple[str, str]] = {}
        heads = ("", _("Column in the file"), _("What stands in it"), _("Becomes"), "")
        self.model = Cells([Cell(head) for head in heads])
        self.table = table_of(self.model, _("Columns of the list"), 32)
        self._set_widths()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(WholeRows(self.table))
        self.setMinimumHeight(32 * 7)
        self.setFocusProxy(self.table)
        self.table.clicked.connect(self._on_clicked)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self.chosen.emit(self.column))
        bind(self.table, {"Return": self.open_choices, "Enter": self.open_choices, "Del": self._leave_out})

    def _set_widths(self) -> None:
        head = self.table.horizontalHeader()
        set_widths(self.table, {LETTER: 40, NAME: 134, BECOMES: 180})
        for column in (STANDS, ODD):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def show_columns(self, sheet: ListSheet, head: Head) -> None:
        """The columns of a list, the first chosen."""
        self._names = head.names
        below = [row for row in sheet.rows if row.number > head.last][:60]
        self._samples = {}
        for column in range(len(head.names)):
            found = dict.fromkeys(filter(None, (row.text(column) for row in below)))
            self._samples[column] = " · ".join(list(found)[:_SAMPLES])
        self._is_unfolded = False

    def show_meanings(self, mapping: Mapping[int, FirmField], odd: Mapping[int, tuple[str, str]]) -> None:
        """What each column becomes, and (what is odd about it, the colour it is said in)."""
        here = self.column
        self._mapping, self._odd = mapping, odd
        everything = [n for n, name in enumerate(self._names) if name or self._samples.get(n)]
        if len(everything) > _MOST_SHOWN and not self._is_unfolded:
            self.columns = [n for n in everything if n in mapping]
            folded = len(everything) - len(self.columns)
        else:
            self.columns, folded = everything, 0
        self._folded = folded
        self.model.show(len(self.columns) + bool(folded), self._cells)
        if here not in self.columns and self.columns:
            self.go_to(self.columns[0])
        else:
            self.go_to(here)

    def _cells(self, row: int) -> list[Cell]:
        if row >= len(self.columns):
            more = ngettext(
                "1 more column is left out: show it", "{n} more columns are left out: show them", self._folded
            )
            return [Cell("+", tone="accent"), Cell(more, tone="accent"), Cell(), Cell(), Cell()]
        column = self.columns[row]
        meaning = self._mapping.get(column)
        said, tone = self._odd.get(column, ("", "muted"))
        word = field_word(meaning) if meaning else _("Leave out")
        return [
            Cell(letter_of(column), tone="muted"),
            Cell(self._names[column] or _("(no name)"), tone="text" if meaning else "muted"),
            Cell(self._samples.get(column, ""), tone="muted"),
            Cell(word, tone="text" if meaning else "muted", is_box=True, opens=True),
            Cell(said, tone=tone),
        ]

    # --- where one is ------------------------------------------------------------------------------------------------

    @property
    def column(self) -> int:
        """The column the keyboard stands at; -1 for none."""
        row = self.table.currentIndex().row()
        return self.columns[row] if 0 <= row < len(self.columns) else -1

    def go_to(self, column: int) -> None:
        """Stand at this column."""
        if column in self.columns:
            self.table.setCurrentIndex(self.model.index(self.columns.index(column), BECOMES))

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == BECOMES or index.row() >= len(self.columns):
            self.open_choices()

    # --- what it becomes ---------------------------------------------------------------------------------------------

    def open_choices(self) -> None:
        """Show what the column may become; at the last line the columns that are folded."""
        index = self.table.currentIndex()
        if index.row() >= len(self.columns):
            self._is_unfolded = True
            self.show_meanings(self._mapping, self._odd)
            return
        if index.row() >= 0:
            rect = self.table.visualRect(self.model.index(index.row(), BECOMES))
            self.choices(self.column).popup(
                self.table.viewport().mapToGlobal(rect.bottomLeft() + QPoint(2, 0))
            )

    def choices(self, column: int) -> QMenu:
        """What the column may become; a field that another column fills says which."""
        menu = QMenu(self.table)
        taken = {meaning: other for other, meaning in self._mapping.items()}
        for meaning in FirmField:
            if meaning is FirmField.POSITION:
                continue
            words = field_word(meaning)
            if meaning in taken and taken[meaning] != column:
                words = _("{field} (now column {letter})").format(
                    field=words, letter=letter_of(taken[meaning])
                )
            self._offer(menu, words, column, meaning)
        menu.addSeparator()
        self._offer(menu, _("Leave out"), column, None)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _offer(self, menu: QMenu, words: str, column: int, meaning: FirmField | None) -> None:
        action = QAction(words.replace("&", "&&"), menu)
        action.setCheckable(True)
        is_chosen = self._mapping.get(column) == meaning
        action.setChecked(is_chosen)
        action.triggered.connect(partial(self._mean, column, meaning.value if meaning else ""))
        menu.addAction(action)
        if is_chosen:
            menu.setActiveAction(action)

    def _mean(self, column: int, meaning: str, _checked: bool = False) -> None:
        self.meant.emit(column, meaning)

    def _leave_out(self) -> None:
        if self.column >= 0:
            self.meant.emit(self.column, "")


def letter_of(column: int) -> str:
    """A column (from 0) as Excel letters it."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
