"""A form that does not say what its columns may tell: what is proposed is shown, and somebody decides of each and confirms it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import text_in
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, button, label

_ROW_HEIGHT = 38
_FEWEST_SHOWN_ROWS, _MOST_SHOWN_ROWS = 3, 5


class RolesCard(Card):
    """The columns are read beside the window, when they are asked for; a box in each row says whether it leaves."""

    decided = Signal()

    def __init__(self, tasks: Tasks, form_id: Callable[[], str]) -> None:
        self._tasks, self._form_id = tasks, form_id
        self._turn = 0
        """Of looking: what comes after another form was chosen is not shown."""
        self._look = button(_("Look at what is proposed"), self.look)
        self.table = _Table()
        self.confirmed = QCheckBox(_("I have looked at each column, and confirm it"))
        self.confirmed.setEnabled(False)
        self.confirmed.toggled.connect(lambda _on: self.decided.emit())
        self._said = label("", "muted", wrap=True)
        super().__init__(
            label(_("What may the columns tell?"), "heading"),
            self._said,
            self._look,
            self.table,
            self.confirmed,
        )
        self.say(is_confirmed=False)

    def say(self, *, is_confirmed: bool) -> None:
        """Whether research rows wait for this."""
        self._said.setText(
            _(
                "This form does not say which of its columns name somebody. Somebody has decided it; look, and decide anew if you like."
            )
            if is_confirmed
            else _(
                "This form does not say which of its columns name somebody. Until somebody has looked at what is proposed and "
                "confirmed it, no research workbook is written."
            )
        )

    @property
    def leaves(self) -> Mapping[str, bool]:
        """Column -> whether it leaves, where that is for a person to decide and was changed here."""
        return self.table.changed

    def reset(self) -> None:
        """Another form, or other interviews: what was looked at is no longer what leaves."""
        self._turn += 1
        self.table.clear_rows()
        self.confirmed.setChecked(False)
        self.confirmed.setEnabled(False)
        self._look.show()

    def look(self) -> None:
        """Read the interviews and show a role for each column."""
        form_id = self._form_id()
        self._turn += 1
        turn = self._turn
        self._tasks.long(
            lambda study, _progress: study.exports.proposals(form_id),
            self,
            lambda proposals: self._show(proposals) if turn == self._turn else None,
        )

    def _show(self, proposals: Sequence[Any]) -> None:
        self.table.fill(proposals)
        self._look.setVisible(not proposals)
        self.confirmed.setEnabled(bool(proposals))


class _Table(QTableWidget):
    """A row a column, as high as the page lets it be."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setHorizontalHeaderLabels(
            [_("Column"), _("Question"), _("What it may tell"), _("In research rows")]
        )
        self.setAccessibleName(_("What is proposed"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.changed: dict[str, bool] = {}
        CutRows(self)
        self.hide()

    def clear_rows(self) -> None:
        self.hide()
        self.setRowCount(0)
        self.changed.clear()

    def fill(self, proposals: Sequence[Any]) -> None:
        """What nobody may decide is words; a box stands where somebody may."""
        self.clear_rows()
        self.setRowCount(len(proposals))
        for row, one in enumerate(proposals):
            for column, text in enumerate((one.name, text_in(one.label, ""), _told(one))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
            if one.may_change and not one.is_derived:
                self.setCellWidget(row, 3, self._box(one))
            else:
                self.setItem(row, 3, QTableWidgetItem(_("stays here") if one.is_withheld else _("leaves")))
        for column in (0, 2, 3):
            self.resizeColumnToContents(column)
        self.show()
        self.updateGeometry()

    def _box(self, one: Any) -> QWidget:
        box = ChoiceBox(self)
        box.addItem(_("leaves"), True)
        box.addItem(_("stays here"), False)
        box.setCurrentIndex(int(one.is_withheld))
        box.setAccessibleName(_("{column} in research rows").format(column=one.name))
        box.currentIndexChanged.connect(lambda _i: self._decide(one, leaves=box.currentData()))
        return box

    def _decide(self, one: Any, *, leaves: bool) -> None:
        if leaves != one.is_withheld:
            self.changed.pop(one.name, None)
        else:
            self.changed[one.name] = leaves

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(_MOST_SHOWN_ROWS))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height(_FEWEST_SHOWN_ROWS))

    def _height(self, most: int) -> int:
        rows = sum(self.rowHeight(row) for row in range(min(most, self.rowCount())))
        return self.horizontalHeader().sizeHint().height() + rows + 8


def _told(one: Any) -> str:
    if one.is_derived:
        return _("made of what stays here, or asked because of it")
    return sentence(one.role_in_words)
