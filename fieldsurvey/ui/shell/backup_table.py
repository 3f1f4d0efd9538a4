"""The backups as a compact table, newest on top; used wherever one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from fieldsurvey import i18n, numbers
from fieldsurvey.backup.backups import Backup
from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.whole_rows import CutRows

_ROW = 34
_SHOWN = 6
_MB = 1_000_000
_WIDTHS = (200, 120)


class BackupTable(QTableWidget):
    """Date and time, size, name of the file."""

    chosen = Signal()
    """Another row is selected, or none."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setHorizontalHeaderLabels([_("Made"), _("Size"), _("File")])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Backups"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        size = self.horizontalHeaderItem(1)
        if size is not None:
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.itemSelectionChanged.connect(self.chosen)
        CutRows(self)
        self._backups: tuple[Backup, ...] = ()

    @property
    def backups(self) -> tuple[Backup, ...]:
        """What is listed."""
        return self._backups

    @property
    def backup(self) -> Backup | None:
        """The selected one."""
        rows = self.selectionModel().selectedRows()
        return self._backups[rows[0].row()] if rows else None

    def show_backups(self, backups: Sequence[Backup], now: datetime) -> None:
        """List these; the selected one stays selected while it is there."""
        before = self.backup
        self._backups = tuple(backups)
        self.setRowCount(len(backups))
        for row, backup in enumerate(backups):
            size = QTableWidgetItem(megabytes(backup.size))
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, 0, QTableWidgetItem(when(backup.at, now)))
            self.setItem(row, 1, size)
            self.setItem(row, 2, QTableWidgetItem(backup.path.name))
        self.setVisible(bool(backups))
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + _ROW * min(len(backups), _SHOWN) + 2 * self.frameWidth())
        if before in self._backups:
            self.selectRow(self._backups.index(before))


def when(at: datetime, now: datetime) -> str:
    """Day and time as one says it: "today 10:42", "yesterday 18:05", "18 Nov 2026, 10:42"."""
    days = (now.date() - at.date()).days
    time = at.strftime("%H:%M")
    if days == 0:
        return _("today {time}").format(time=time)
    if days == 1:
        return _("yesterday {time}").format(time=time)
    return i18n.moment(at)


def megabytes(size: int) -> str:
    """A size as a person compares it with what is free on a stick."""
    return f"{numbers.grouped(size // _MB)} MB" if size >= 10 * _MB else f"{max(size / _MB, 0.1):.1f} MB"
