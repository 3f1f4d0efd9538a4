"""A list of firms is taken into the register: its columns, its rows as they will be, what will happen, and one button that does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import RegisterError
from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.messages import Message
from fieldsurvey.records import Changed, FirmField
from fieldsurvey.register import columns, list_file
from fieldsurvey.register.cleaning import RangeEnd
from fieldsurvey.register.columns import Head
from fieldsurvey.register.import_plan import ImportPlan
from fieldsurvey.register.list_file import ListFile, ListSheet
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.firms.importing.columns_table import ColumnsTable
from fieldsurvey.ui.firms.importing.outcome_card import ENDS, WIDTH, OutcomeCard
from fieldsurvey.ui.firms.importing.reading_states import FaultState, HeadChoice, ReadingState
from fieldsurvey.ui.firms.importing.rows_table import RowsTable
from fieldsurvey.ui.firms.importing.sheet_choice import SheetChoice
from fieldsurvey.ui.firms.importing.words import column_words
from fieldsurvey.ui.page import Desk
from fieldsurvey.ui.shell.keys import Keys, bind
from fieldsurvey.ui.shell.widgets import TitledPage, button, label

ENDINGS = "*.xlsx *.xlsm *.xls *.csv *.txt"
AT_ONCE = 1500
"""Rows of a list and firms of the register up to which a plan is made while one waits for it: a tenth of a second."""
_NARROW = 900
_ANY = 16777215
"""Qt's word for a width without a limit."""
_READING, _FAULT, _HEAD, _PLAN = range(4)


def import_keys() -> Keys:
    """What the keys of this page do."""
    return (
        ("↑ ↓", _("column")),
        ("Enter", _("open the choices")),
        ("Del", _("leave out")),
        ("Ctrl+↓", _("next row with a fault")),
        ("1 … 4", _("answer the question")),
        ("Ctrl+Enter", _("import")),
        ("Esc", _("cancel")),
    )


class ImportPanel(TitledPage):
    """One list. `done` hears when it may go: what changed, or None where nothing was taken in."""

    def __init__(self, desk: Desk, path: Path, done: Callable[[Changed | None], object]) -> None:
        self._import = button(_("Import"), self.take_in, "primary", "down")
        self._cancel = button(_("Cancel"), self.leave)
        self._cancel.setToolTip("Esc")
        self._import.setToolTip("Ctrl+Enter")
        super().__init__(_("Import a list"), self._cancel, self._import)
        self._desk, self._done = desk, done
        self._file: ListFile | None = None
        self._sheet: ListSheet | None = None
        self._head: Head | None = None
        self.mapping: dict[int, FirmField] = {}
        self._end: RangeEnd | None = None
        self.plan: ImportPlan | None = None
        self._asked = 0
        """Number of the plan that is waited for; an older one is not shown."""
        self._is_at_work = False
        self._sheets = SheetChoice(self._choose_sheet)
        self.source = QLineEdit()
        self.source.setAccessibleName(_("Source, kept with each firm"))
        self.columns, self.rows, self.outcome = ColumnsTable(), RowsTable(), OutcomeCard()
        self._reading = ReadingState(desk.tasks.cancel)
        self._fault = FaultState(self._ask_file, self.leave)
        self.choice = HeadChoice()
        self._stack = QStackedWidget()
        for widget in (self._reading, self._fault, self.choice, self._planned()):
            self._stack.addWidget(widget)
        self._top = self._top_row()
        self.content.addWidget(self._top)
        self.content.addWidget(self._stack, 1)
        self.content.setSpacing(12)
        self._is_remembered = False
        self._connect()
        self.read(path)

    def _top_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sheets, 1)
        self._other_head = button(_("Another head row"), self._ask_head, "quiet")
        row.addWidget(self._other_head)
        self._source_label = label(_("Source, kept with each firm"), "muted")
        row.addWidget(self._source_label)
        self.source.setMinimumWidth(180)
        self.source.setMaximumWidth(260)
        row.addWidget(self.source)
        return widget

    def _planned(self) -> QWidget:
        widget = QWidget()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, widget)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(12)
        tables = QVBoxLayout()
        tables.setSpacing(12)
        tables.addWidget(self.columns, 3)
        tables.addWidget(self.rows, 2)
        self._beside.addLayout(tables, 1)
        self._beside.addWidget(self.outcome)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(widget)
        return area

    def _connect(self) -> None:
        self._desk.tasks.progressed.connect(self._on_progress)
        self.columns.meant.connect(self._mean)
        self.columns.chosen.connect(lambda _column: self._show_rows())
        self.outcome.answered.connect(self._answer)
        self.choice.chosen.connect(self._take_head)
        digits = {str(n): partial(self._answer_by_digit, end) for n, end in enumerate(ENDS, start=1)}
        bind(
            self,
            {
                "Ctrl+Return": self.take_in,
                "Ctrl+Enter": self.take_in,
                "Ctrl+Down": self.rows.next_odd,
                "Esc": self._back,
                **digits,
            },
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what will happen stands under the tables and the page scrolls."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        way = QBoxLayout.Direction
        self._beside.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
        self.outcome.setMinimumWidth(0 if is_narrow else WIDTH)
        self.outcome.setMaximumWidth(_ANY if is_narrow else WIDTH)
        self._source_label.setHidden(is_narrow)

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read a file on the long lane; the window goes on."""
        self._path, self.plan, self._end = path, None, None
        self.title.set_state(path.name)
        self._show(_READING)
        self._reading.begin(_("Reading {file}").format(file=path.name))
        self._is_at_work = True
        self._desk.tasks.long(
            lambda _study, progress: list_file.read(path, progress), self, self._on_read, self._on_not_read
        )

    def _on_progress(self, done: int, total: int, _what: str) -> None:
        if self._is_at_work:
            self._reading.tell(done, total)

    def _on_not_read(self, sentence_: str) -> None:
        self._is_at_work = False
        if not sentence_:  # stopped
            self.leave()
            return
        self._fault.say(sentence_)
        self._show(_FAULT)
        self._fault.again.setFocus()

    def _on_read(self, found: ListFile) -> None:
        self._is_at_work = False
        self._file = found
        self.source.setText(self._path.stem.replace("_", " "))
        self.source.setCursorPosition(0)
        self._sheets.show_sheets(found)
        self._choose_sheet(found.sheet())

    def _choose_sheet(self, sheet: ListSheet) -> None:
        self._sheet = sheet
        self._sheets.mark(sheet)
        self._end = None
        head = columns.find_head(sheet)
        if head is None:
            self._head = None
            self._ask_head()
        else:
            self._take(head)

    def _ask_head(self) -> None:
        """Show the rows of the sheet, so that the one that names the columns can be clicked."""
        if self._sheet is None:
            return
        title = self._sheet.title
        if not self._sheet.rows:
            said = _("Nothing stands in the sheet {sheet}. Choose another sheet.").format(sheet=title)
        elif self._head is None:
            said = _(
                "In the sheet {sheet} no row was found that names the columns. Click the row that does; the firms stand under it."
            ).format(sheet=title)
        else:
            said = _("Click the row that names the columns; the firms stand under it.")
        self.choice.ask(self._sheet, said)
        self._show(_HEAD)
        self.choice.setFocus()

    def _take_head(self, row: int) -> None:
        assert self._sheet is not None
        head = columns.head_at(self._sheet, row)
        if head is not None:
            self._take(head)

    def _take(self, head: Head) -> None:
        """Plan with this head, its columns as they were chosen last or by their words."""
        assert self._sheet is not None
        self._head = head
        remembered = self._desk.study.register.remembered(head)
        self._is_remembered = bool(remembered)
        self.mapping = columns.propose(head, remembered)
        self.columns.show_columns(self._sheet, head)
        self.columns.show_meanings(self.mapping, {})
        self._show(_PLAN)
        self.columns.setFocus()
        self._make_plan()

    # --- the plan ----------------------------------------------------------------------------------------------------

    def _mean(self, column: int, meaning: str) -> None:
        """A column becomes a field; the column that was it before is left out."""
        self.mapping = {
            one: other for one, other in self.mapping.items() if one != column and other != meaning
        }
        if meaning:
            self.mapping[column] = FirmField(meaning)
        self._make_plan()

    def _answer(self, end: RangeEnd) -> None:
        self._end = end
        self._make_plan()

    def _answer_by_digit(self, end: RangeEnd) -> None:
        if self._stack.currentIndex() == _PLAN and self.outcome.question.isVisibleTo(self):
            self._answer(end)

    def _make_plan(self) -> None:
        """Plan anew: at once for an ordinary list, on the long lane for a long one."""
        assert self._file is not None
        assert self._sheet is not None
        assert self._head is not None
        self._asked += 1
        name, sheet, head = self._file.name, self._sheet, self._head
        mapping, end = dict(self.mapping), self._end or RangeEnd.LOWER
        if FirmField.NAME not in mapping.values():
            self._on_no_plan(sentence(Message("list-file.no-name-column", file=name)))
            return

        def job(study: Study, progress: Progress) -> tuple[int, ImportPlan]:
            return number, study.register.plan(name, sheet, head, mapping, end, progress)

        number = self._asked
        if len(sheet.rows) + self._desk.study.register.count() <= AT_ONCE:
            try:
                self._on_plan(job(self._desk.study, lambda _done, _total, _what: None))
            except RegisterError as error:
                self._on_no_plan(sentence(error))
            return
        self._import.setEnabled(False)
        said = _("Comparing the rows with each other and with the register")
        self.title.set_state(said)
        if self.plan is None:
            self._is_at_work = True
            self._reading.begin(said)
            self._show(_READING)
        self._desk.tasks.long(job, self, self._on_plan, self._on_not_read)

    def _on_plan(self, told: tuple[int, ImportPlan]) -> None:
        number, plan = told
        if number != self._asked:
            return
        self._is_at_work = False
        is_first = self.plan is None
        self.plan = plan
        odd = {column: column_words(plan, meaning, self._end) for column, meaning in plan.mapping.items()}
        self.columns.show_meanings(self.mapping, odd)
        self.outcome.show_plan(plan, self._end)
        self._show_rows()
        self._say_state()
        self._import.setEnabled(bool(plan.rows))
        new = len(plan.new)
        self._import.setText(
            ngettext("Import 1 firm", "Import {n} firms", new) if new else _("Nothing new to import")
        )
        self._import.setEnabled(bool(plan.new or plan.same))
        self._show(_PLAN)
        if is_first:
            self.columns.setFocus()

    def _on_no_plan(self, why: str) -> None:
        self.plan = None
        self.columns.show_meanings(self.mapping, {})
        self.outcome.say_fault(why)
        self._import.setText(_("Import"))
        self._import.setEnabled(False)

    def _show_rows(self) -> None:
        if self.plan is not None:
            self.rows.show_plan(self.plan, self._end, self.mapping.get(self.columns.column))

    def _say_state(self) -> None:
        assert self.plan is not None
        head = self.plan.head
        rows = len(self.plan.rows) + self.plan.empty
        under = (
            _("under the head in row {row}").format(row=head.first)
            if head.first == head.last
            else _("under the head in rows {first} and {last}").format(first=head.first, last=head.last)
        )
        said = [self.plan.file, ngettext("1 row", "{n} rows", rows) + " " + under]
        if self._is_remembered:
            said.append(_("columns as they were chosen last"))
        if self.plan.sheet.formulas_without_value:
            said.append(
                ngettext(
                    "1 formula has no value: open the list in Excel and save it",
                    "{n} formulas have no value: open the list in Excel and save it",
                    self.plan.sheet.formulas_without_value,
                )
            )
        self.title.set_state(" · ".join(said))

    def _show(self, state: int) -> None:
        self._stack.setCurrentIndex(state)
        self._import.setVisible(state == _PLAN)
        self._top.setVisible(state in (_HEAD, _PLAN))
        self._other_head.setVisible(state == _PLAN)

    # --- the end -----------------------------------------------------------------------------------------------------

    def take_in(self) -> None:
        """Import what the plan says, once the question is answered."""
        plan = self.plan
        if plan is None or self._stack.currentIndex() != _PLAN or not self._import.isEnabled():
            return
        if plan.asks_range and self._end is None:
            self._desk.window.say(_("Say first which end of a range is kept: press 1, 2, 3 or 4."))
            return
        title = self.source.text()
        self._import.setEnabled(False)
        self._cancel.setEnabled(False)
        self._desk.tasks.write(
            lambda study: study.register.import_list(plan, title), self, self._on_taken, self._on_not_taken
        )

    def _on_taken(self, changed: Changed) -> None:
        assert self.plan is not None
        new, same = len(changed.ids), len(self.plan.same)
        said = ngettext("1 firm came into the register.", "{n} firms came into the register.", new)
        if same:
            said += " " + ngettext(
                "1 row named a firm once more and is kept as its source.",
                "{n} rows named a firm once more and are kept as its sources.",
                same,
            )
        TakenIn(self._desk, said).offer()
        self._done(changed)

    def _on_not_taken(self, why: str) -> None:
        self._import.setEnabled(True)
        self._cancel.setEnabled(True)
        self._desk.window.say(why)

    def leave(self) -> None:
        """Go away; nothing was taken in."""
        if self._is_at_work:
            self._desk.tasks.cancel()
            self._is_at_work = False
        self._done(None)

    def _back(self) -> None:
        if self._stack.currentIndex() == _HEAD and self._head is not None:
            self._show(_PLAN)
            self.columns.setFocus()
        else:
            self.leave()

    def _ask_file(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Import a list"), str(paths.start_folder()), ENDINGS
        )
        if name:
            self.read(Path(name))


class TakenIn:
    """A list that just came in: it can be taken back, and which of its entries look alike is said when they were compared."""

    def __init__(self, desk: Desk, said: str) -> None:
        self._window, self._tasks, self._said = desk.window, desk.tasks, said
        self._list = desk.study.register.sources()[0].id

    def offer(self) -> None:
        """Say it. The panel has gone by the time anything is answered: the tasks own it."""
        self._window.offer_undo(self._said, self._take_back)
        self._tasks.long(self._pairs, self._tasks, self._on_compared)

    def _take_back(self) -> None:
        wanted = self._list
        self._tasks.write(
            lambda study: study.register.take_list_back(wanted),
            self._tasks,
            lambda changed: self._window.say(sentence(changed.message)),
        )

    def _pairs(self, study: Study, progress: Progress) -> int | None:
        pairs = len(study.register.lookalikes(progress))
        return pairs if any(one.id == self._list for one in study.register.sources()) else None

    def _on_compared(self, pairs: int | None) -> None:
        """None: it was taken back meanwhile."""
        if pairs is not None:
            self._window.offer_undo(f"{self._said} {_next(pairs)}", self._take_back)


def _next(pairs: int) -> str:
    """What to do after a list came in."""
    if not pairs:
        return _("No two firms look alike: the sample can be drawn.")
    return ngettext(
        "1 pair may be one firm: look at it under Duplicates before the sample is drawn.",
        "{n} pairs may be one firm: look at them under Duplicates before the sample is drawn.",
        pairs,
    )
