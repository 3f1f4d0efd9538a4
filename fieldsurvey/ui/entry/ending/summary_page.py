"""The page on which everything that was said stands, to be read back to the respondent before the interview is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, speaking
from fieldsurvey.interviews.answer_summary import read_back
from fieldsurvey.ui.entry.base.languages import code_of, direction_of
from fieldsurvey.ui.entry.base.units import unit_word
from fieldsurvey.ui.entry.base.widget import ENTER, plain_words
from fieldsurvey.ui.entry.ending.summary_drawing import LineDrawing
from fieldsurvey.ui.entry.ending.summary_lines import LinesModel, lines_of
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import button, label


class SummaryPage(QWidget):
    """Up and Down walk the answers, Enter goes to the question, Escape back to the page."""

    chosen = Signal(str)
    """The question whose answer is to be corrected."""
    left = Signal()

    def __init__(
        self, questions: QuestionInfo, locks: SectionLocks, left_open: Callable[[], str] = lambda: ""
    ) -> None:
        """`left_open` tells what was left open though nothing needed is missing; "" for nothing."""
        super().__init__()
        self._questions, self._locks, self._left_open = questions, locks, left_open
        self.open = label("", "warn", wrap=True)
        self.open.hide()
        self.model = LinesModel()
        self.list = _Lines()
        self.list.setModel(self.model)
        self.list.activated_line.connect(self._choose)
        self.list.left.connect(self.left)
        self.list.setAccessibleName(_("Read back what was said"))
        back = button(_("Back to the questions"), self.left.emit, icon="back")
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(_("Read back what was said"), "title"))
        hint = _("Enter corrects an answer, Ctrl+Enter finalises, Esc goes back.")
        words.addWidget(label(hint, "muted", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 0, 36, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.open)
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Show what stands now, in the interview's language; the line one was on stays."""
        entry, questionnaire = self._questions.entry, self._questions.questionnaire
        with speaking(code_of(entry.language)):
            sections = read_back(entry, questionnaire, locks=self._locks, plain=plain_words, unit=unit_word)
        said = self._left_open()
        self.open.setText(said)
        self.open.setVisible(bool(said))
        row = self.list.currentIndex().row()
        self.list.setLayoutDirection(direction_of(entry.language))
        self.list.drawing.forget()
        self.model.show_lines(lines_of(sections))
        self.list.go_to(row if row >= 0 else 0, 1)

    def take_focus(self) -> None:
        """The keyboard goes to the lines."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.lines[index.row()].ref)


class _Lines(QListView):
    """Stops only where something can be corrected."""

    activated_line = Signal(QModelIndex)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "found")
        self.drawing = LineDrawing()
        self.setItemDelegate(self.drawing)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        CutRows(self)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.activated_line.emit(index)

    def go_to(self, row: int, step: int) -> None:
        """Choose the line at `row`, or the next one in that direction that can be chosen."""
        model = self.model()
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return
            row += step
        if row < 0:
            self.scrollToTop()  # the heading above the first answer

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.go_to(self.currentIndex().row() + step, step)
        elif event.key() in ENTER and not event.modifiers():
            if self.currentIndex().isValid():
                self.activated_line.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
