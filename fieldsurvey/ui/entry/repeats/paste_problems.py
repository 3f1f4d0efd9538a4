"""Above a grid: which pasted cells were not taken and why, to go to, to try again, or to copy for the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.ui.entry.repeats.grid_model import GridModel
from fieldsurvey.ui.entry.repeats.grid_paste import PasteProblem, text_of
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import Card, button, label

_PLACE = Qt.ItemDataRole.UserRole
_MOST_VISIBLE, _LINE = 6, 30


class PasteProblemsCard(Card):
    """Stays until it is closed or nothing in it is left; the clipboard is left as it was."""

    chosen = Signal(int, int)
    """Instance and column of a cell to go to."""
    again = Signal()
    """The person changed something and wants these cells tried once more."""

    def __init__(self, model: GridModel) -> None:
        super().__init__(margin=12, spacing=4)
        self._model = model
        self.cells: tuple[PasteProblem, ...] = ()
        self._title = label("", "warn", wrap=True)
        self.list = QListWidget()
        CutRows(self.list)
        self.list.setAccessibleName(_("Cells that were not taken"))
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        row = QHBoxLayout()
        row.addWidget(button(_("Try again"), self.again.emit, "quiet"))
        row.addWidget(button(_("Copy this list"), self._copy, "quiet"))
        row.addWidget(button(_("Close"), self.hide, "quiet"))
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._title, self.list, holder):
            self.column.addWidget(widget)

    def show_cells(self, cells: Sequence[PasteProblem], taken: int, left_over: int) -> None:
        """Say what became of a paste."""
        self.cells = tuple(cells)
        parts = [ngettext("1 cell was taken,", "{n} cells were taken,", taken).format(n=taken)]
        parts.append(
            ngettext(
                "1 was not; it is listed here.", "{n} were not; they are listed here.", len(cells)
            ).format(n=len(cells))
            if cells
            else _("none was refused.")
        )
        if left_over:
            parts.append(
                ngettext(
                    "1 more row was left out: paste it by itself.",
                    "{n} more rows were left out: paste them by themselves.",
                    left_over,
                ).format(n=left_over)
            )
        self._title.setText(f"▲  {' '.join(parts)}")
        self.list.clear()
        for one in self.cells:
            item = QListWidgetItem(self.line(one))
            item.setData(_PLACE, (one.cell.instance, one.cell.column))
            self.list.addItem(item)
        self.list.setVisible(bool(self.cells))
        self.list.setFixedHeight(min(len(self.cells), _MOST_VISIBLE) * _LINE + 12)
        self.show()

    @property
    def lines(self) -> list[str]:
        """What the list says."""
        return [self.line(one) for one in self.cells]

    @property
    def sentence(self) -> str:
        """What stands above the list."""
        return self._title.text()

    def line(self, one: PasteProblem) -> str:
        """Row, column, what was pasted, and why it was not taken."""
        index = _("row {n}").format(n=one.cell.instance)
        text = " ".join(one.cell.text.split())
        why = one.why if text in one.why else f"“{text}”: {one.why}"
        return f"{index} · {self._column(one)} · {why}"

    def _column(self, one: PasteProblem) -> str:
        if one.cell.column < len(self._model.columns):
            return self._model.heading(one.cell.column).title
        return _("column {n}").format(n=one.cell.column + 1)

    def _go(self, item: QListWidgetItem) -> None:
        self.chosen.emit(*item.data(_PLACE))

    def _copy(self) -> None:
        rows = [(str(c.cell.instance), self._column(c), c.cell.text, c.why) for c in self.cells]
        QGuiApplication.clipboard().setText(text_of(rows))
