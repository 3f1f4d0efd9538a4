"""The list of interviews: find one, resume it, look at its history, take it away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, language, ngettext, sentence
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    InterviewFilter,
    InterviewRow,
    NewRound,
    Status,
    Topic,
    language_of,
)
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.begin_button import begin_button
from fieldsurvey.ui.interviews.history_dialog import HistoryPanel
from fieldsurvey.ui.interviews.interview_filters import InterviewFilters
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
from fieldsurvey.ui.interviews.nothing_here import NothingHere
from fieldsurvey.ui.interviews.reading_panel import ReadingPanel
from fieldsurvey.ui.interviews.round_notice import said_of
from fieldsurvey.ui.interviews.row_menu import RowMenu
from fieldsurvey.ui.interviews.slip import SlipLine
from fieldsurvey.ui.interviews.tabs import ALL, Tabs
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import TitledPage, button

_LIST, _EMPTY, _HISTORY, _READING = range(4)
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
        self.tabs = Tabs(self._show_found)
        self.filters = InterviewFilters(study, tasks, window.say, self._show_found)
        self.search = self.filters.search
        self._filter_row = QWidget()
        rows = QVBoxLayout(self._filter_row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.tabs)
        rows.addWidget(self.filters)
        self.content.addWidget(self._filter_row)
        self._stack = QStackedWidget()
        self.history = HistoryPanel(self._back_to_list)
        self._nothing = NothingHere(begin_button(window, study), self._search_all, self.filters.clear)
        self._rows = WholeRows(self._table())
        self.reading = ReadingPanel(study, SlipLine(window, study, tasks), self._walk, self._back_to_list)
        for widget in (self._rows, self._nothing, self.history, self.reading):
            self._stack.addWidget(widget)
        self._stack.currentChanged.connect(
            lambda at: self._filter_row.setVisible(at in (_LIST, _EMPTY))  # reading has the room
        )
        self.content.addWidget(self._stack, 1)
        self.content.addLayout(self._footer())
        self.row_menu = RowMenu(self.table, self._buttons, self._more_of_line)
        self.setFocusProxy(self.table)
        bind(self, {"/": self.search.setFocus})
        bind(self.table, {"Space": self._read, "H": self._show_history, "Del": self._delete})
        bind(self.search, {"Esc": self._clear_search})
        self.search.returnPressed.connect(self.table.setFocus)
        bind(self.history, {"Esc": self._back_to_list})
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

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
        header.setSortIndicator(CHANGED, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        for column in (FIRM, NOTE):  # a reason is a sentence: it has as much room as a name
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(lambda _index: self._open())
        table.selectionModel().selectionChanged.connect(lambda *_a: self._show_actions())
        return table

    def showEvent(self, event: QShowEvent) -> None:
        """The keys act on a line at once: the first, unless one was chosen."""
        super().showEvent(event)
        if self._chosen() is None and self._model.rowCount():
            self.table.selectRow(0)

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
        )
        for column, width in widths:
            self.table.setColumnWidth(column, width)

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._resume_button = button(_("Resume"), self._resume, icon="next")
        self._read_button = button(_("Read"), self._read, icon="open")
        self._reopen_button = button(_("Correct"), self._reopen, icon="undo")
        self._round_button = button(_("New round"), self._begin_again, icon="add")
        self._history_button = button(_("History"), self._show_history)
        self._delete_button = button(_("Delete"), self._delete, icon="delete")
        self._restore_button = button(_("Restore"), self._restore, icon="undo")
        self._erase_button = button(_("Erase for good"), self._erase, "danger")
        doing = [self._resume_button, self._read_button, self._reopen_button, self._round_button]
        doing.append(self._history_button)
        ending = [self._restore_button, self._delete_button, self._erase_button]
        self._buttons = (*doing, *ending)
        for widget in doing:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in ending:
            row.addWidget(widget)
        return row

    # --- the list ------------------------------------------------------------------------------------------

    def reload(self, changed: Changed) -> None:
        """Read the list anew when interviews changed, and what it can be narrowed to."""
        self.filters.reload()
        self._read_list()

    def _read_list(self) -> None:
        chosen, at = self._chosen(), self.table.currentIndex().row()
        self._model.show(self._narrowed(self.tabs.chosen))
        self._show_counts()
        self.table.setColumnHidden(NOTE, not self._has_notes())
        if self._stack.currentIndex() in (_LIST, _EMPTY):
            self._show_list()
        counts = self._study.interviews.counts()
        total, drafts = sum(counts.values()), counts.get(Status.DRAFT, 0)
        self.title.set_state(
            ngettext("1 interview", "{n} interviews", total)
            + (" · " + ngettext("1 draft", "{n} drafts", drafts) if drafts else "")
        )
        if chosen is not None:
            self.table.selectRow(self._model.nearest(chosen.instance_id, at))
        self._show_actions()

    def _has_notes(self) -> bool:
        return self._study.interviews.any_refused() or self._study.interviews.any_marked()

    def _show_list(self) -> None:
        """The list, or why there is nothing in it."""
        if self._model.rowCount():
            self._stack.setCurrentIndex(_LIST)
        else:
            self._say_nothing()
            self._stack.setCurrentIndex(_EMPTY)
        self._show_actions()

    def _say_nothing(self) -> None:
        """Why there is nothing in the list, and a way out."""
        tab, text, interviews = self.tabs.chosen, self.search.text().strip(), self._study.interviews
        if self.filters.are_chips_set:
            self._nothing.say_none_fits(_("No interview fits all that is asked for above."))
        elif text:
            here = interviews.number(tab)
            self._nothing.say_not_found(text, here, interviews.number(InterviewFilter(text=text)))
        elif tab.deleted:
            why = _("Nothing is deleted. What you delete stands here and can be restored.")
            self._nothing.say(why, may_begin=False)
        else:
            why = _("No interview here yet. Start one with somebody who agreed to talk.")
            self._nothing.say(why, may_begin=tab == InterviewFilter())

    def _search_all(self) -> None:
        """The same words among all interviews."""
        self.tabs.choose(ALL)
        self._show_found()

    def _show_found(self) -> None:
        self._stack.setCurrentIndex(_LIST)
        self._read_list()

    def show_only(self, wanted: InterviewFilter, *, is_flagged: bool = False) -> None:
        """Show what is asked for and nothing else: the way here from another page."""
        self.tabs.choose(
            InterviewFilter(
                wanted.stage, is_sent=wanted.is_sent, review=wanted.review, deleted=wanted.deleted
            )
        )
        self.filters.ask_for(wanted, is_flagged=is_flagged)

    def show_one(self, instance_id: str) -> None:
        """Choose an interview among all, and show it where there is something to read."""
        self.show_only(ALL)
        self.table.selectRow(self._model.nearest(instance_id, 0))
        self.table.setFocus()
        self._read()

    def _narrowed(self, tab: InterviewFilter) -> InterviewFilter:
        """A tab's interviews with what is asked for, in the order of the head."""
        shown = self._model.chosen
        told = self.filters.narrowed(tab)
        return dataclasses.replace(told, order=shown.order, is_ascending=shown.is_ascending)

    def _show_counts(self) -> None:
        """How many stand under each tab of those that are asked for."""
        self.tabs.count(lambda tab: self._study.interviews.number(self.filters.narrowed(tab)))
        self.filters.say_shown(self._model.rowCount())

    def _clear_search(self) -> None:
        self.search.clear()
        self.table.setFocus()

    def _back_to_list(self) -> None:
        self._show_list()
        self.table.setFocus()

    def _chosen(self) -> InterviewRow | None:
        indexes = self.table.selectionModel().selectedRows()
        return self._model.row(indexes[0].row()) if indexes else None

    def _show_actions(self) -> None:
        row = self._chosen() if self._stack.currentIndex() in (_LIST, _READING) else None
        can_write = not self._study.why_read_only
        there = row is not None and not row.is_deleted and can_write
        is_draft = row is not None and row.is_draft
        self._resume_button.setEnabled(there and is_draft)
        self._read_button.setEnabled(row is not None and self._is_to_read(row))
        self._reopen_button.setEnabled(there and row is not None and row.status is Status.FINALISED)
        self._round_button.setEnabled(there and not is_draft)
        self._history_button.setEnabled(row is not None)
        self._delete_button.setEnabled(there)
        self._restore_button.setEnabled(row is not None and can_write)
        self._erase_button.setEnabled(row is not None and can_write)
        self._restore_button.setVisible(self.tabs.chosen.deleted)
        self._erase_button.setVisible(self.tabs.chosen.deleted)
        self._delete_button.setVisible(not self.tabs.chosen.deleted)

    # --- the chosen one ------------------------------------------------------------------------------------

    def _is_to_read(self, row: InterviewRow) -> bool:
        """Whether there is something finalised to be read; it stays while a draft corrects it."""
        return not row.is_draft or self._study.interviews.was_finalised(row.instance_id)

    def _open(self) -> None:
        """What one wants of an interview first: to go on with a draft, to read what is finalised."""
        row = self._chosen()
        if row is not None and row.is_draft and self._resume_button.isEnabled():
            self._resume()
        else:
            self._read()

    def _read(self) -> None:
        """Show the chosen interview as it was last finalised; nothing is opened again by that."""
        row = self._chosen()
        if row is None or not self._is_to_read(row):
            return
        try:
            self.reading.read(row.instance_id, self._language_of(row))
        except FieldSurveyError as error:
            self._window.say(sentence(error))
            return
        self._stack.setCurrentIndex(_READING)
        self.reading.list.setFocus()
        self._show_actions()

    def _walk(self, step: int) -> None:
        """Read the next interview of the list that can be read, or the one before."""
        at = self.table.currentIndex().row() + step
        while (row := self._model.row(at) if 0 <= at < self._model.rowCount() else None) is not None:
            if self._is_to_read(row):
                self.table.selectRow(at)
                self._read()
                return
            at += step

    def _language_of(self, row: InterviewRow) -> str:
        """The form's language that is the window's; "" where it does not speak it."""
        return language_of(self._study.forms.questionnaire(row.form_id).languages, language())

    def _more_of_line(self) -> list[tuple[str, Callable[[], object]]]:
        """What the menu of the chosen line offers beside the buttons."""
        row = self._chosen()
        if row is None:
            return []
        found: list[tuple[str, Callable[[], object]]] = []
        if not row.is_deleted and self._study.review.is_waiting(row.instance_id):
            found.append((_("Review"), partial(self._window.review_interview, row.instance_id)))
        found.append((_("Copy its ID"), partial(QApplication.clipboard().setText, row.instance_id)))
        return found

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
            self.history.show_history(self._study, row.instance_id, self._language_of(row))
            self._stack.setCurrentIndex(_HISTORY)
            self._show_actions()

    def _delete(self) -> None:
        row = self._chosen()
        if row is not None:
            identity = row.instance_id
            self._tasks.write(
                lambda study: study.interviews.delete(identity),
                self,
                done=lambda _changed: self._window.offer_undo(
                    _("{firm} is deleted. It stands under “Deleted” and can be restored.").format(
                        firm=name_of(row.firm, row.started_at)
                    ),
                    partial(self._bring_back, identity),
                ),
            )

    def _restore(self) -> None:
        row = self._chosen()
        if row is not None:
            self._bring_back(row.instance_id)

    def _bring_back(self, identity: str) -> None:
        def stand_on_it(_changed: object) -> None:
            self.table.selectRow(self._model.nearest(identity, self.table.currentIndex().row()))
            self.table.setFocus()

        self._tasks.write(lambda study: study.interviews.restore(identity), self, stand_on_it)

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
            done=lambda changed: self._erase_in_backups(changed.ids, changed.message),
        )

    def _erase_in_backups(self, identities: tuple[str, ...], left: Message | None) -> None:
        self._window.say(_("The interview is erased. Its backups are being gone through."))
        self._tasks.long(
            lambda study, _progress: study.safety.erase_in_backups(*identities),
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
    keys=lambda: (
        ("/", _("search")),
        ("↑ ↓", _("walk")),
        ("Enter", _("read, or go on with a draft")),
        ("H", _("history")),
        ("Del", _("delete, with undo")),
        ("J K", _("next, one before (reading)")),
        ("Esc", _("back to the list")),
        ("Ctrl+N", _("new interview")),
    ),
    topics=frozenset({Topic.INTERVIEWS, Topic.DRAFTS, Topic.OUTBOX}),
)
