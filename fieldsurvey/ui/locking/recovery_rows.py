"""Eight short fields for the rows of the recovery sheet; each says at once whether it holds a slip."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.security.unlocking import ROWS, is_row, rows_in
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import label

_COLUMNS = 4  # side by side they fit a low window
_FIELD_WIDTH = 128


class RecoveryRows(QWidget):
    """Type row by row, or paste the whole sheet into any field."""

    entered = Signal()
    """Enter was pressed in the last row."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [self._field(number) for number in range(1, ROWS + 1)]
        self._fault = label("", "bad", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for at, field in enumerate(self.fields):
            row, column = divmod(at, _COLUMNS)
            grid.addWidget(label(str(at + 1), "muted"), row, 3 * column)
            grid.addWidget(field, row, 3 * column + 1)
            grid.setColumnMinimumWidth(3 * column + 2, 8)
        grid.setColumnStretch(3 * _COLUMNS, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            label(
                _("Type the eight rows of the sheet. Small letters and spaces do not matter."),
                "muted",
                wrap=True,
            )
        )
        outer.addLayout(grid)
        outer.addWidget(self._fault)
        self._fault.hide()

    @property
    def text(self) -> str:
        """The rows as typed, one a line."""
        return "\n".join(field.text() for field in self.fields)

    @property
    def fault(self) -> str:
        """The sentence shown below, "" when nothing is wrong so far."""
        return self._fault.text()

    def wrong(self) -> list[int]:
        """Numbers of the rows that are empty or hold a slip."""
        return [n for n, field in enumerate(self.fields, start=1) if not is_row(n, field.text())]

    def check(self) -> bool:
        """Whether all eight rows are right; when not, mark those that are not and say so."""
        wrong = self.wrong()
        self._mark(wrong)
        return not wrong

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self.fields:
            field.clear()
        self._mark([])

    def _field(self, number: int) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(_("Row {n} of the recovery sheet").format(n=number))
        field.setPlaceholderText("···· ····")
        field.setFixedWidth(_FIELD_WIDTH)
        field.textEdited.connect(partial(self._on_edited, number))
        field.editingFinished.connect(self._on_left)
        field.returnPressed.connect(partial(self._on_enter, number))
        return field

    def _on_edited(self, number: int, text: str) -> None:
        rows = rows_in(text)
        if len(rows) > 1:  # more than one row was pasted
            for field, row in zip(self.fields[number - 1 :], rows, strict=False):
                field.setText(row)
            self._on_left()
        elif is_row(number, text):
            self._on_left()
            if number < ROWS:
                self.fields[number].setFocus()

    def _on_enter(self, number: int) -> None:
        if number < ROWS:
            self.fields[number].setFocus()
        else:
            self.entered.emit()

    def _on_left(self) -> None:
        """Point out rows that were typed and hold a slip; rows still empty are no fault yet."""
        self._mark([n for n in self.wrong() if self.fields[n - 1].text().strip()])

    def _mark(self, wrong: list[int]) -> None:
        for number, field in enumerate(self.fields, start=1):
            theme.set_property(field, "state", "bad" if number in wrong else "")
        named = ", ".join(str(number) for number in wrong)
        sentence = (
            _("Look at row {rows} again: it is not as on the sheet.").format(rows=named) if wrong else ""
        )
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
