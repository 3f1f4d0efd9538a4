"""What happened to one interview: who changed what, when, from what to what, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import plain
from fieldsurvey.records import HistoryLine, Questionnaire, SectionLock, Status, text_in
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.shell.interview_names import moment_of, name_of
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import button, label, status_word

Index = QModelIndex | QPersistentModelIndex
_WHEN, _WHO, _WHAT, _FROM, _TO, _WHY = range(6)


class HistoryPanel(QWidget):
    """The history as a table, newest line first, and the way back to the list."""

    def __init__(self, left: Callable[[], object]) -> None:
        super().__init__()
        self._title = label("", "heading")
        self._note = label("", "muted", wrap=True)
        self.table = QTableView()
        self.model = HistoryModel()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in ((_WHEN, 190), (_WHO, 110), (_WHAT, 300), (_FROM, 150), (_TO, 150)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(_WHY, QHeaderView.ResizeMode.Stretch)
        head = QHBoxLayout()
        head.addWidget(button(_("Back to the list"), left, "quiet", "back"))
        head.addWidget(self._title, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self._note)
        rows.addWidget(WholeRows(self.table), 1)

    def show_history(self, study: Study, instance_id: str, language: str) -> None:
        """Show one interview's lines."""
        interview = study.interviews.read(instance_id)
        questionnaire = study.forms.questionnaire(interview.form_id, interview.form_version)
        lines = study.interviews.history(instance_id)
        self._title.setText(name_of(interview.firm, interview.started_at))
        self._note.setText(
            ""
            if any(line.event == "answered" for line in lines)
            else _("No single answers were noted: this interview came as a whole.")
        )
        self._note.setVisible(bool(self._note.text()))
        locks = tuple(study.annotations.locked_sections(instance_id).values())
        self.model.set_lines(lines[::-1], questionnaire, language, locks)


class HistoryModel(QAbstractTableModel):
    """Lines of a history in words."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[HistoryLine] = ()
        self._labels: dict[str, str] = {}
        self._choices: dict[str, dict[str, str]] = {}
        self._checks: dict[str, str] = {}
        self._checked: dict[str, str] = {}
        self._locks: Sequence[SectionLock] = ()

    def set_lines(
        self,
        lines: Sequence[HistoryLine],
        questionnaire: Questionnaire,
        language: str,
        locks: Sequence[SectionLock] = (),
    ) -> None:
        """Show these lines, questions named as the form names them; of locked sections only that something changed."""
        self.beginResetModel()
        self._locks = locks
        self._lines = lines
        self._labels = {q.ref: bare(text_in(q.label, language)) for q in questionnaire.questions}
        self._choices = {
            q.ref: {choice.name: bare(text_in(choice.label, language)) for choice in q.choices}
            for q in questionnaire.questions
        }
        self._checks = {check.name: text_in(check.message, language) for check in questionnaire.checks}
        self._checked = {check.name: check.question for check in questionnaire.checks}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("When"), _("Who"), _("What"), _("From"), _("To"), _("Why"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._cells(self._lines[index.row()])[index.column()] or None

    def _cells(self, line: HistoryLine) -> tuple[str, ...]:
        is_status = line.event in Status._value2member_map_
        said = _status if is_status else partial(self._answer, plain(line.ref))
        old, new = said(line.old), said(line.new)
        if line.event == "come back" and line.new:
            new = _moment(line.new)
        why = line.why
        if line.is_erased:
            old = new = _("erased")
        elif any(lock.holds(plain(self._checked.get(line.ref, line.ref))) for lock in self._locks):
            old = new = _("locked")
            why = ""
        return (
            i18n.moment(line.at.astimezone(), seconds=True),
            line.who,
            self._what(line),
            old,
            new,
            why,
        )

    def _answer(self, ref: str, value: str) -> str:
        """An answer as it is said: choices by their labels."""
        labels = self._choices.get(ref)
        if not labels:
            return value
        return ", ".join(labels.get(code) or code for code in value.split())

    def _what(self, line: HistoryLine) -> str:
        if line.event in ("answered", "not carried"):
            position = line.ref.partition("[")[2].partition("]")[0]
            words = self._labels.get(plain(line.ref)) or plain(line.ref).rpartition("/")[2]
            words = f"{words} [{position}]" if position else words
            return (
                words
                if line.event == "answered"
                else _("Not carried over: {question}").format(question=words)
            )
        if line.event in ("check kept", "check open again"):
            words = self._checks.get(line.ref) or line.ref
            kept = _("Kept as right: {check}") if line.event == "check kept" else _("Open again: {check}")
            return kept.format(check=words)
        if line.event in ("comment written", "comment taken away"):
            words = self._labels.get(plain(line.ref)) or plain(line.ref).rpartition("/")[2]
            said = (
                _("Comment: {question}")
                if line.event == "comment written"
                else _("Comment taken away: {question}")
            )
            return said.format(question=words)
        return {
            "reported": _("Report for the firm written"),
            "section begun alone": _("A section is answered by the respondent alone"),
            "section locked": _("A section answered by the respondent alone was locked"),
            "rescued": _("Put together by a rescue"),
            "draft": _("Opened again"),
            "finalised": _("Finalised"),
            "returned": _("Returned"),
            "approved": _("Approved"),
            "sent": _("Sent"),
            "deleted": _("Deleted"),
            "restored": _("Restored"),
            "erased": _("Erased"),
            "round before erased": _("The interview this round began with was erased"),
            "partial": _("Closed as partial"),
            "taken up": _("Taken up again"),
            "come back": _("To be finished another day"),
            "carried": _("Begun with the answers of the last round"),
        }.get(line.event, line.event)


def _moment(text: str) -> str:
    try:
        return moment_of(datetime.fromisoformat(text))
    except ValueError:
        return text


def _status(name: str) -> str:
    return status_word(Status(name)) if name in Status._value2member_map_ else name
