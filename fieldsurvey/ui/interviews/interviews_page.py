"""The list of interviews: find one, resume it, look at its history, take it away."""

from __future__ import annotations

import dataclasses
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, language, ngettext, sentence
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    InterviewFilter,
    InterviewRow,
    NewRound,
    Stage,
    Status,
    Topic,
)
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.begin_button import begin_button
from fieldsurvey.ui.interviews.history_dialog import HistoryPanel
from fieldsurvey.ui.interviews.interviews_model import (
    CHANGED,
    COMPLETE,
    FIRM,
    FORM,
    NOTE,
    STATE,
    InterviewsModel,
)
from fieldsurvey.ui.interviews.list_painting import StateChip
from fieldsurvey.ui.interviews.round_notice import said_of
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Button, TitledPage, button, label

_LIST, _EMPTY, _HISTORY = range(3)
_NARROW = 900
"""Pixels of the page below which the form's title has no room."""


class InterviewsPage(TitledPage):
    """Filters on top, the list, and what to do with the chosen one."""

    def __init__(self, window: Navigator, study: Study, tasks: Tasks) -> None:
        super().__init__(
            _("Interviews"),
            begin_button(window, study, "primary"),
        )
        self._window, self._study, self._tasks = window, study, tasks
        self._model = InterviewsModel(study)
        self._chosen_filter = InterviewFilter()
        self.content.addLayout(self._filters())
        self._stack = QStackedWidget()
        self.history = HistoryPanel(self._show_list)
        for widget in (self._table(), self._empty(), self.history):
            self._stack.addWidget(widget)
        self.content.addWidget(self._stack, 1)
        self.content.addLayout(self._footer())
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        choices = (
            (_("All"), InterviewFilter()),
            (_("Drafts"), InterviewFilter(Stage.DRAFT)),
            (_("Finalised"), InterviewFilter(Stage.FINALISED, is_sent=False)),
            (_("Sent"), InterviewFilter(is_sent=True)),
            (_("Deleted"), InterviewFilter(deleted=True)),
        )
        for word, chosen in choices:
            choice = Button(word)
            choice.setProperty("kind", "quiet")
            choice.setCheckable(True)
            choice.setChecked(chosen == InterviewFilter())
            choice.clicked.connect(partial(self._filter, chosen))
            group.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        self.search = search = QLineEdit()
        search.setPlaceholderText(_("Search names and answers"))
        search.setAccessibleName(_("Search names and answers"))
        search.addAction(
            theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        search.setClearButtonEnabled(True)
        search.setFixedWidth(260)
        search.textChanged.connect(self._show_found)
        row.addWidget(search)
        return row

    def _table(self) -> QTableView:
        table = QTableView()
        self.table = table
        table.setModel(self._model)
        table.setItemDelegateForColumn(STATE, StateChip(table))
        table.setItemDelegateForColumn(COMPLETE, StateChip(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(34)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(FIRM, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(lambda _index: self._resume())
        table.selectionModel().selectionChanged.connect(lambda *_a: self._show_actions())
        return table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the form's title gives way first, then the note: the name of the firm is what one looks for."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        self.table.setColumnHidden(FORM, is_narrow)
        widths = (
            (FORM, 190),
            (STATE, 120),
            (COMPLETE, 90),
            (CHANGED, 160),
            (NOTE, 130 if is_narrow else 240),
        )
        for column, width in widths:
            self.table.setColumnWidth(column, width)

    def _empty(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.addStretch(1)
        self._nothing = label("", "muted")
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        self._begin = begin_button(self._window, self._study)
        column.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return widget

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._resume_button = button(_("Resume"), self._resume, icon="next")
        self._reopen_button = button(_("Open again to correct"), self._reopen, icon="undo")
        self._round_button = button(_("New round"), self._begin_again, icon="add")
        self._history_button = button(_("History"), self._show_history)
        self._delete_button = button(_("Delete"), self._delete, icon="delete")
        self._restore_button = button(_("Restore"), self._restore, icon="undo")
        self._erase_button = button(_("Erase for good"), self._erase, "danger")
        row.addWidget(self._resume_button)
        row.addWidget(self._reopen_button)
        row.addWidget(self._round_button)
        row.addWidget(self._history_button)
        row.addStretch(1)
        for widget in (self._restore_button, self._delete_button, self._erase_button):
            row.addWidget(widget)
        return row

    # --- the list ------------------------------------------------------------------------------------------

    def reload(self, changed: Changed) -> None:
        """Read the list anew when interviews changed."""
        chosen = self._chosen()
        self._model.show(self._chosen_filter)
        self.table.setColumnHidden(NOTE, not self._has_notes())
        self._show_list()
        counts = self._study.interviews.counts()
        total, drafts = sum(counts.values()), counts.get(Status.DRAFT, 0)
        self.title.set_state(
            ngettext("1 interview", "{n} interviews", total)
            + (" · " + ngettext("1 draft", "{n} drafts", drafts) if drafts else "")
        )
        index = self._model.index_of(chosen.instance_id) if chosen else None
        if index is not None:
            self.table.selectRow(index)
        self._show_actions()

    def _has_notes(self) -> bool:
        return self._study.interviews.any_refused() or self._study.interviews.any_marked()

    def _show_list(self) -> None:
        """The list, or why there is nothing in it."""
        if self._model.rowCount():
            self._stack.setCurrentIndex(_LIST)
        else:
            self._nothing.setText(self._why_nothing())
            self._begin.setVisible(self._chosen_filter == InterviewFilter())
            self._stack.setCurrentIndex(_EMPTY)
        self._show_actions()

    def _why_nothing(self) -> str:
        if self._chosen_filter.text:
            return _("No interview has a word that begins so.")
        if self._chosen_filter.deleted:
            return _("Nothing is deleted. What you delete stands here and can be restored.")
        return _("No interview here yet. Start one with somebody who agreed to talk.")

    def _filter(self, chosen: InterviewFilter, _checked: bool = False) -> None:
        self._chosen_filter = dataclasses.replace(chosen, text=self.search.text())
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

    def _show_found(self, text: str) -> None:
        self._chosen_filter = dataclasses.replace(self._chosen_filter, text=text)
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

    def _chosen(self) -> InterviewRow | None:
        indexes = self.table.selectionModel().selectedRows()
        return self._model.row(indexes[0].row()) if indexes else None

    def _show_actions(self) -> None:
        row = self._chosen() if self._stack.currentIndex() == _LIST else None
        can_write = not self._study.why_read_only
        there = row is not None and not row.is_deleted and can_write
        is_draft = row is not None and row.is_draft
        self._resume_button.setEnabled(there and is_draft)
        self._reopen_button.setEnabled(there and row is not None and row.status is Status.FINALISED)
        self._round_button.setEnabled(there and not is_draft)
        self._history_button.setEnabled(row is not None)
        self._delete_button.setEnabled(there)
        self._restore_button.setEnabled(row is not None and can_write)
        self._erase_button.setEnabled(row is not None and can_write)
        self._restore_button.setVisible(self._chosen_filter.deleted)
        self._erase_button.setVisible(self._chosen_filter.deleted)
        self._delete_button.setVisible(not self._chosen_filter.deleted)

    # --- the chosen one ------------------------------------------------------------------------------------

    def _resume(self) -> None:
        row = self._chosen()
        if row is not None and self._resume_button.isEnabled():
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
        dialog.answered.connect(partial(self._open_again, row.instance_id))
        dialog.open()

    def _open_again(self, identity: str, why: str) -> None:
        self._tasks.write(
            lambda study: study.interviews.reopen(identity, why),
            self,
            done=lambda _changed: self._window.resume_interview(identity),
        )

    def _begin_again(self) -> None:
        row = self._chosen()
        if row is None:
            return
        before, interviewer = row.instance_id, self._window.settings.interviewer
        self._round_button.setEnabled(False)  # a second click would begin a second one
        self._tasks.write(
            lambda study: study.rounds.begin(before, interviewer),
            self,
            self._on_begun_again,
            self._on_not_begun,
        )

    def _on_begun_again(self, begun: NewRound) -> None:
        self._window.resume_interview(begun.instance_id)
        self._window.say(said_of(begun))

    def _on_not_begun(self, sentence: str) -> None:
        self._show_actions()
        self._window.say(sentence)

    def _show_history(self) -> None:
        row = self._chosen()
        if row is not None:
            spoken = self._study.forms.questionnaire(row.form_id).languages
            name = next((one for one in spoken if f"({language()})" in one), "")
            self.history.show_history(self._study, row.instance_id, name)
            self._stack.setCurrentIndex(_HISTORY)
            self._show_actions()

    def _delete(self) -> None:
        row = self._chosen()
        if row is not None:
            identity = row.instance_id
            self._tasks.write(
                lambda study: study.interviews.delete(identity),
                self,
                done=lambda _changed: self._window.say(
                    _("{firm} is deleted. It stands under “Deleted” and can be restored.").format(
                        firm=name_of(row.firm, row.started_at)
                    )
                ),
            )

    def _restore(self) -> None:
        row = self._chosen()
        if row is not None:
            identity = row.instance_id
            self._tasks.write(lambda study: study.interviews.restore(identity))

    def _erase(self) -> None:
        row = self._chosen()
        if row is None:
            return
        explanation = _(
            "Answers, files and the values in the history go, here and in the backups of this laptop; this cannot be undone. "
            "That it was erased, when, by whom and why stays."
        )
        if row.is_sent or self._study.interviews.was_tried(row.instance_id):
            explanation += " " + _("The server may have it: ask its keeper to erase it there too.")
        dialog = AskLine(self, _("Why is this interview erased?"), explanation, _("Erase 1 interview"))
        dialog.answered.connect(partial(self._erase_now, row.instance_id))
        dialog.open()

    def _erase_now(self, identity: str, why: str) -> None:
        self._tasks.write(
            lambda study: study.interviews.erase(identity, why),
            self._tasks,  # the backups are gone through whoever looks
            done=lambda changed: self._erase_in_backups(identity, changed.message),
        )

    def _erase_in_backups(self, identity: str, left: Message | None) -> None:
        self._window.say(_("The interview is erased. Its backups are being gone through."))
        self._tasks.long(
            lambda study, _progress: study.safety.erase_in_backups(identity),
            self._tasks,
            done=lambda problems: self._window.say(
                " ".join(map(sentence, [left, *problems] if left else problems))
                or _("The interview is erased, in the backups too.")
            ),
        )


PAGE = Page(
    key="interviews",
    word=lambda: _("Interviews"),
    icon="interviews",
    make=lambda desk: InterviewsPage(desk.window, desk.study, desk.tasks),
    topics=frozenset({Topic.INTERVIEWS, Topic.DRAFTS, Topic.OUTBOX}),
)
