"""A finalised interview to be read: nothing is opened again, nothing can be changed by it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, speaking
from fieldsurvey.interviews.reading import Reading
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.languages import code_of, direction_of, own_name
from fieldsurvey.ui.entry.base.units import unit_word
from fieldsurvey.ui.entry.base.widget import plain_words
from fieldsurvey.ui.entry.ending.summary_drawing import LineDrawing
from fieldsurvey.ui.entry.ending.summary_lines import LinesModel
from fieldsurvey.ui.interviews.reading_lines import lines_of, state_of
from fieldsurvey.ui.interviews.slip import SlipLine
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import ChoiceBox, ElidedLabel, button, label


class ReadingPanel(QWidget):
    """Up and Down walk the answers; J and K turn to the next interview and the one before, Escape closes."""

    def __init__(
        self, study: Study, slip: SlipLine, walk: Callable[[int], object], left: Callable[[], object]
    ) -> None:
        """`walk` turns to the interview so many lines further in the list."""
        super().__init__()
        self._study, self.slip = study, slip
        self._language = ""
        self.instance_id = ""
        self.title = ElidedLabel("heading")
        self.state = label("", "muted", wrap=True)
        self.languages = ChoiceBox()
        self.languages.setAccessibleName(_("Language of the questions"))
        self.languages.activated.connect(lambda _i: self._speak(self.languages.currentData()))
        self.model = LinesModel()
        self.list = _Lines()
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("What was said"))
        back = button(_("Back to the list"), left, "quiet", "back")
        before, following = button(_("Before"), lambda: walk(-1)), button(_("Next"), lambda: walk(1))
        before.setToolTip("K")
        following.setToolTip("J")
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (back, self.title, self.languages, before, following):
            head.addWidget(widget, 1 if widget is self.title else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        beside = QHBoxLayout()
        beside.addWidget(self.state, 1)
        beside.addWidget(self.slip)
        column.addLayout(beside)
        column.addWidget(self.list, 1)
        bind(self, {"J": lambda: walk(1), "K": lambda: walk(-1), "Esc": left})

    def read(self, instance_id: str, language: str) -> None:
        """Show an interview as it was last finalised. `language`: in which questions are, until another is chosen here.

        Raises FieldSurveyError when it never was, or cannot be read.
        """
        self._language = self._language or language
        self._show(instance_id)

    def _show(self, instance_id: str) -> None:
        with speaking(code_of(self._language)):
            reading = self._study.interviews.reading(
                instance_id, self._language, plain=plain_words, unit=unit_word
            )
        self.instance_id = instance_id
        self.slip.show_of(instance_id)
        self.title.say(name_of(reading.interview.firm, reading.interview.started_at))
        self.state.setText(state_of(reading))
        self._show_languages(reading)
        self.list.setLayoutDirection(direction_of(reading.language))
        self.list.drawing.forget()
        self.model.show_lines(lines_of(reading))
        self.list.scrollToTop()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_languages(self, reading: Reading) -> None:
        self.languages.clear()
        for name in reading.languages:
            self.languages.addItem(own_name(name), name)
        self.languages.setCurrentIndex(max(0, self.languages.findData(reading.language)))
        self.languages.setVisible(self.languages.count() > 1)

    def _speak(self, language: str) -> None:
        self._language = language
        self._show(self.instance_id)


class _Lines(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.drawing = LineDrawing()
        self.setItemDelegate(self.drawing)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        CutRows(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
