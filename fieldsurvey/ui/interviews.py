"""The list of interviews: by state, resume, start a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.models import Changed, InterviewRow, InterviewState
from fieldsurvey.study import Study
from fieldsurvey.ui import theme
from fieldsurvey.ui.ask import AskLine
from fieldsurvey.ui.begin import begin_button
from fieldsurvey.ui.navigator import Navigator
from fieldsurvey.ui.parts import Page, button, label, paint_ring, state_colour, state_word
from fieldsurvey.ui.tasks import Tasks

_Index = QModelIndex | QPersistentModelIndex
_FIRM, _FORM, _STATE, _COMPLETE, _CHANGED, _NOTE = range(6)
_ROW = Qt.ItemDataRole.UserRole


class InterviewsModel(QAbstractTableModel):
    """The rows of the list as a table; read anew when interviews change."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[InterviewRow] = ()

    def set_rows(self, rows: Sequence[InterviewRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: _Index) -> InterviewRow:
        return self._rows[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Firm"), _("Form"), _("State"), _("Complete"), _("Last change"), _("Note"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _NOTE:
            return row.send_error or None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            row.firm or _("No name yet"),
            row.form_title,
            state_word(row.state),
            f"{row.completeness:.0%}",
            row.updated_at.astimezone().strftime("%d.%m.%Y %H:%M"),
            row.send_error,
        )[index.column()]


class _StateChip(QStyledItemDelegate):
    """Paints the state as a word with a mark whose shape differs, and completeness as a ring."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: InterviewRow = index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: Any = option.rect
        if option.state & option.state.State_Selected:
            painter.fillRect(rect, QColor(theme.colours().selection))
        middle = rect.center().y()
        if index.column() == _COMPLETE:
            paint_ring(painter, QRectF(rect.left() + 8, middle - 8, 16, 16), row.completeness)
        else:
            colour = QColor(state_colour(row.state))
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush if row.state is InterviewState.DRAFT else colour)
            painter.drawEllipse(QRectF(rect.left() + 11, middle - 5, 10, 10))
        painter.setPen(QColor(theme.colours().text))
        words = rect.adjusted(32, 0, -4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.setPen(QColor(theme.colours().line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class InterviewsPage(Page):
    """Filters on top, the list, and what to do with the chosen one."""

    def __init__(self, window: Navigator, study: Study, tasks: Tasks) -> None:
        super().__init__(
            _("Interviews"),
            begin_button(window, study, "primary"),
        )
        self._window, self._study, self._tasks = window, study, tasks
        self._model = InterviewsModel()
        self._filtered = QSortFilterProxyModel()
        self._filtered.setSourceModel(self._model)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filtered.setFilterKeyColumn(_FIRM)
        self._states: tuple[InterviewState, ...] = ()
        self.content.addLayout(self._filters())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table())
        self._stack.addWidget(self._empty())
        self.content.addWidget(self._stack, 1)
        self.content.addLayout(self._footer())
        self.reload(Changed(frozenset({"interviews"})))

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        choices: tuple[tuple[str, tuple[InterviewState, ...]], ...] = (
            (_("All"), ()),
            (_("Drafts"), (InterviewState.DRAFT, InterviewState.RETURNED)),
            (_("Finalised"), (InterviewState.FINALISED, InterviewState.APPROVED)),
            (_("Sent"), (InterviewState.SENT,)),
        )
        for word, states in choices:
            choice = QPushButton(word)
            choice.setProperty("kind", "quiet")
            choice.setCheckable(True)
            choice.setChecked(not states)
            choice.clicked.connect(lambda _checked=False, states=states: self._filter(states))
            group.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        search = QLineEdit()
        search.setPlaceholderText(_("Search firms"))
        search.setAccessibleName(_("Search firms"))
        search.addAction(
            theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        search.setFixedWidth(260)
        search.textChanged.connect(self._filtered.setFilterFixedString)
        row.addWidget(search)
        return row

    def _table(self) -> QTableView:
        table = QTableView()
        self.table = table
        table.setModel(self._filtered)
        table.setItemDelegateForColumn(_STATE, _StateChip(table))
        table.setItemDelegateForColumn(_COMPLETE, _StateChip(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(34)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in ((_FORM, 190), (_STATE, 120), (_COMPLETE, 100), (_CHANGED, 150)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(_FIRM, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(_NOTE, 240)
        table.activated.connect(lambda _index: self._resume())
        table.selectionModel().selectionChanged.connect(lambda *_a: self._show_actions())
        return table

    def _empty(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.addStretch(1)
        words = label(_("No interview here yet. Start one with a firm that agreed to talk."), "muted")
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        begin = begin_button(self._window, self._study)
        column.addWidget(begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return widget

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._resume_button = button(_("Resume"), self._resume, icon="next")
        self._reopen_button = button(_("Open again to correct"), self._reopen, icon="undo")
        row.addWidget(self._resume_button)
        row.addWidget(self._reopen_button)
        row.addStretch(1)
        return row

    def reload(self, changed: Changed) -> None:
        """Read the list anew when interviews changed."""
        if not changed.kinds & {"interviews", "drafts", "outbox"}:
            return
        chosen = self._chosen()
        rows = self._study.interview_list(self._states)
        self._model.set_rows(rows)
        self.table.setColumnHidden(_NOTE, not any(row.send_error for row in rows))
        self._stack.setCurrentIndex(0 if rows else 1)
        counts = self._study.counts()
        total = sum(counts.values())
        drafts = counts.get(InterviewState.DRAFT, 0)
        self.title.set_state(
            ngettext("1 interview", "{n} interviews", total)
            + (" · " + ngettext("1 draft", "{n} drafts", drafts) if drafts else "")
        )
        wanted = chosen.instance_id if chosen else ""
        for number, row in enumerate(rows):
            if row.instance_id == wanted:
                self.table.selectRow(self._filtered.mapFromSource(self._model.index(number, 0)).row())
        self._show_actions()

    def _filter(self, states: tuple[InterviewState, ...]) -> None:
        self._states = states
        self.reload(Changed(frozenset({"interviews"})))

    def _chosen(self) -> InterviewRow | None:
        indexes = self.table.selectionModel().selectedRows()
        return self._model.row(self._filtered.mapToSource(indexes[0])) if indexes else None

    def _show_actions(self) -> None:
        row = self._chosen()
        is_draft = row is not None and row.state in (InterviewState.DRAFT, InterviewState.RETURNED)
        self._resume_button.setEnabled(is_draft)
        self._reopen_button.setEnabled(row is not None and row.state is InterviewState.FINALISED)

    def _resume(self) -> None:
        row = self._chosen()
        if row is not None and row.state in (InterviewState.DRAFT, InterviewState.RETURNED):
            self._window.resume_interview(row.instance_id)

    def _reopen(self) -> None:
        row = self._chosen()
        if row is None:
            return
        dialog = AskLine(
            self,
            _("Why is this finalised interview opened again?"),
            _("The history keeps the reason, with your name and the time."),
            _("Open again"),
        )
        dialog.answered.connect(lambda why: self._open_again(row.instance_id, why))
        dialog.open()

    def _open_again(self, identity: str, why: str) -> None:
        self._tasks.write(
            lambda study: study.reopen(identity, why),
            done=lambda _changed: self._window.resume_interview(identity),
        )
