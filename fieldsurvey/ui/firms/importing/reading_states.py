"""What stands on the import page before there is a plan: the file being read, a fault, and the choice of the row that names the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QProgressBar, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.numbers import grouped
from fieldsurvey.register.list_file import ListSheet
from fieldsurvey.ui.firms.painted_cells import Cell, Cells, table_of
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.widgets import Card, button, label

_LOOKED_AT = 60
_COLUMNS = 8


class ReadingState(Card):
    """The file is read: how far it is, and Stop."""

    def __init__(self, stop: Callable[[], object]) -> None:
        super().__init__()
        self._words = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(0)
        self._far = label("", "muted")
        row = QHBoxLayout()
        row.addWidget(self._far, 1)
        row.addWidget(button(_("Stop"), stop))
        self.column.addWidget(self._words)
        self.column.addWidget(self._bar)
        self.column.addLayout(row)
        self.column.addWidget(
            label(_("You can work on meanwhile. Stopping leaves nothing half done."), "muted", wrap=True)
        )
        self.column.addStretch(1)

    def begin(self, words: str) -> None:
        """Say what is done."""
        self._words.setText(words)
        self._far.setText("")
        self._bar.setMaximum(0)

    def tell(self, done: int, total: int) -> None:
        """How far it is; the number of rows is not known while a file is read."""
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        self._far.setText(
            _("{done} of {total} rows").format(done=grouped(done), total=grouped(total))
            if total
            else _("{done} rows").format(done=grouped(done))
        )


class FaultState(QFrame):
    """One sentence on what is wrong, and the ways out."""

    def __init__(self, other: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "fault")
        self._words = label("", wrap=True)
        self.again = button(_("Choose another file"), other, icon="open")
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addWidget(button(_("Back to the firms"), leave))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addLayout(row)

    def say(self, sentence: str) -> None:
        """Show what is wrong."""
        self._words.setText(sentence)


class HeadChoice(QWidget):
    """The first rows as they stand in the file: the one that names the columns is clicked."""

    chosen = Signal(int)
    """Number of the row, as Excel counts."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", wrap=True)
        self._rows: Sequence[int] = ()
        self.model = Cells([Cell("")])
        self.table = table_of(self.model, _("First rows of the list"))
        self.table.clicked.connect(lambda _index: self._choose())
        bind(self.table, {"Return": self._choose, "Enter": self._choose})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)

    def ask(self, sheet: ListSheet, sentence: str) -> None:
        """Show the rows of a sheet, and why one is asked for."""
        self._words.setText(sentence)
        rows = sheet.rows[:_LOOKED_AT]
        self._rows = [row.number for row in rows]
        wide = min(_COLUMNS, max((len(row.cells) for row in rows), default=0))

        def cells(number: int) -> list[Cell]:
            row = rows[number]
            return [
                Cell(str(row.number), tone="muted", is_end=True),
                *(Cell(row.text(column)) for column in range(wide)),
            ]

        heads = [Cell(_("Row"), is_end=True), *(Cell(chr(ord("A") + n)) for n in range(wide))]
        self.model.show(len(rows), cells, heads)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, 56)
        if rows:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _choose(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._rows):
            self.chosen.emit(self._rows[row])
