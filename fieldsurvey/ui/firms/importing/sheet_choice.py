"""The sheets of a workbook side by side, with how many rows each holds; many of them in a box."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.numbers import grouped
from fieldsurvey.register import columns
from fieldsurvey.register.list_file import ListFile, ListSheet
from fieldsurvey.ui.shell.widgets import Button, ChoiceBox, label

_SIDE_BY_SIDE = 4


class SheetChoice(QWidget):
    """`choose` is called with the sheet a person chose."""

    def __init__(self, choose: Callable[[ListSheet], object]) -> None:
        super().__init__()
        self._choose = choose
        self._sheets: list[ListSheet] = []
        self._buttons: list[Button] = []
        self._group = QButtonGroup(self)
        self._box = ChoiceBox()
        self._box.setAccessibleName(_("Sheet"))
        self._box.activated.connect(lambda at: self._choose(self._sheets[at]))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(label(_("Sheet"), "muted"))
        self._row.addWidget(self._box)
        self._row.addStretch(1)

    def show_sheets(self, file: ListFile) -> None:
        """The sheets of a file; one alone is not asked for."""
        for one in self._buttons:
            self._group.removeButton(one)
            one.deleteLater()
        self._sheets, self._buttons = list(file.sheets), []
        self._box.clear()
        is_many = len(self._sheets) > _SIDE_BY_SIDE
        for number, sheet in enumerate(self._sheets):
            words = f"{sheet.title}  {_rows(sheet)}"
            self._box.addItem(words)
            if not is_many:
                choice = Button(words.replace("&", "&&"))
                choice.setProperty("kind", "quiet")
                choice.setCheckable(True)
                choice.clicked.connect(partial(self._on_clicked, sheet))
                self._group.addButton(choice)
                self._buttons.append(choice)
                self._row.insertWidget(1 + number, choice)
        self._box.setVisible(is_many)
        self.setVisible(len(self._sheets) > 1)

    def mark(self, sheet: ListSheet) -> None:
        """Show which one is looked at."""
        at = next(n for n, one in enumerate(self._sheets) if one is sheet)
        self._box.setCurrentIndex(at)
        if self._buttons:
            self._buttons[at].setChecked(True)

    def _on_clicked(self, sheet: ListSheet, _checked: bool = False) -> None:
        self._choose(sheet)


def _rows(sheet: ListSheet) -> str:
    """How many rows stand under the head."""
    head = columns.find_head(sheet)
    last = sheet.rows[-1].number if sheet.rows else 0
    count = last - head.last if head is not None else len(sheet.rows)
    return grouped(count) if count else _("empty")
