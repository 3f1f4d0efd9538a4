"""The respondent's page: a window of its own with one question in large type, and nothing else of the interview."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, speaking
from fieldsurvey.ui.entry.base.languages import code_of, direction_of
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.entry.respondent.large_question import LargeQuestion
from fieldsurvey.ui.entry.respondent.steps import Step
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.shell.widgets import button, label

_WIDTH = 920
_LINE = 60
_STEPS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_ROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_SIDEWAYS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class Mode(StrEnum):
    """How the page is used."""

    FOLLOW = "follow"
    """On a second screen: it shows the question the interviewer is on, and takes touches but no keyboard."""
    WALK = "walk"
    """On the only screen: the respondent goes through the page with the interviewer beside them."""
    ALONE = "alone"
    """The respondent goes through a section alone, and locks it."""


class _Area(QScrollArea):
    """Scrolls, and leaves all keys to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class RespondentView(QWidget):
    """Shows a step; answers and wishes to go on are told, and decided elsewhere."""

    answered = Signal(str, str)
    """(ref, answer in the form's notation)"""
    turned = Signal(int)
    """The next step, or the one before."""
    left = Signal()
    """Escape, F5, or the window was closed."""

    def __init__(self, answers: Answers, questions: QuestionInfo, mode: Mode, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setObjectName("respondent")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if mode is Mode.FOLLOW:
            self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._questions, self.mode = questions, mode
        self.question: LargeQuestion | None = None
        self._step, self._progress = Step(), ("", True)
        self._is_over = False
        self._area = _Area()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(self._bar)
        for keys in ("Esc", "F5"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        answers.changed.connect(self._on_changed)
        questions.language_changed.connect(self._on_language)
        self._on_language()

    def show_on(self, screen: QScreen | None) -> None:
        """Fill a screen: the second one, or that of the interview."""
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)  # showFullScreen would take the keyboard
        self.show()
        if self.mode is not Mode.FOLLOW:
            self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.question is not None:
            self.question.commit()
        super().closeEvent(event)
        self.left.emit()

    # --- showing ---------------------------------------------------------------------------------------------

    def show_step(self, step: Step, progress: str = "", *, has_before: bool = True) -> None:
        """Show a step; `place` says how far one is ("3 / 12"), `has_before` whether one can go back."""
        self._step, self._progress, self._is_over = step, (progress, has_before), False
        self._draw()

    def show_end(self) -> None:
        """The section is done: thank the respondent, who gives the laptop back."""
        self._is_over = True
        self._draw()

    @property
    def step(self) -> Step:
        """What is shown."""
        return self._step

    @property
    def is_over(self) -> bool:
        """Whether the respondent is thanked."""
        return self._is_over

    def _draw(self) -> None:
        with speaking(code_of(self._questions.entry.language)):
            body = self._thanks() if self._is_over else self._body()
            bar = QWidget(self) if self.mode is Mode.FOLLOW else self._made_bar()
        self._area.takeWidget()  # the old one goes with its last event
        before, self._bar = self._bar, bar
        self._column.replaceWidget(before, bar)
        before.hide()
        before.deleteLater()
        self._area.setWidget(body)
        body.show()
        bar.setVisible(self.mode is not Mode.FOLLOW)
        self._area.verticalScrollBar().setValue(0)
        if self.mode is not Mode.FOLLOW:
            self._take_focus()

    def _take_focus(self) -> None:
        if self._is_over or self.question is None or not self.question.take_focus():
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _body(self) -> QWidget:
        body = QWidget()
        self.question = LargeQuestion(self._questions, self._step, body)
        self.question.answered.connect(self._on_answered)
        self.question.finished.connect(lambda: self.turned.emit(1))
        self.question.setMaximumWidth(_WIDTH)
        if self.mode is Mode.FOLLOW:
            for widget in self.question.findChildren(QWidget):
                widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(body)
        row.setContentsMargins(32, 64, 32, 24)
        row.addStretch(1)
        row.addWidget(self.question, 20)
        row.addStretch(1)
        return body

    def _thanks(self) -> QWidget:
        body = QWidget()
        self.question = None
        column = QVBoxLayout(body)
        column.addStretch(1)
        for text, role in (
            (_("Thank you."), "respondent-label"),
            (_("Give the laptop back."), "respondent-note"),
        ):
            words = label(text, role, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addStretch(2)
        return body

    def _made_bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("respondent-bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(16)
        progress, has_before = self._progress
        self.back = button(_("Back"), lambda: self.turned.emit(-1))
        self.next = button(_("Next"), lambda: self.turned.emit(1), "primary")
        if self._is_over:
            row.addStretch(1)
            self.next.setText(_("Close"))
            row.addWidget(self.next)
            row.addStretch(1)
            return bar
        self.back.setEnabled(has_before)
        row.addWidget(button(_("Stop here"), self.close, "quiet"))
        row.addStretch(1)
        row.addWidget(label(progress, "respondent-hint"))
        row.addWidget(self.back)
        row.addWidget(self.next)
        return bar

    def _on_language(self) -> None:
        """The page is read, and its buttons are named, in the interview's language."""
        self.setLayoutDirection(direction_of(self._questions.entry.language))
        with speaking(code_of(self._questions.entry.language)):
            self.setWindowTitle(_("Question"))
        self._draw()

    def _on_changed(self, refs: set[str]) -> None:
        """What stands here moved; choices that came or went mean drawing it anew."""
        if self.question is None or self._step.ref not in refs or not self.question.is_asked:
            return
        offered = tuple(choice.value for choice in self._questions.entry.prompt(self._step.ref).choices)
        if self.question.widget is None and offered != self.question.offers:
            self._draw()
        else:
            with speaking(code_of(self._questions.entry.language)):
                self.question.show_prompt()

    def say_fault(self, sentence: str) -> None:
        """Say, in large type, what is wrong or missing."""
        if self.question is not None:
            self.question.say_fault(sentence)

    # --- answering -------------------------------------------------------------------------------------------

    def _on_answered(self, value: str) -> None:
        self.answered.emit(self._step.ref, value)

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the interviewer: nothing is taken back from here but by answering anew."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and any(event.matches(keys) for keys in _STEPS)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and arrows choose, Enter goes on; PgDn and PgUp, Alt with an arrow, turn."""
        key, question = Qt.Key(event.key()), self.question
        is_sideways = key in _SIDEWAYS and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in _PAGES:
            self._scroll_or_turn(_PAGES[key])
        elif is_sideways:
            self.turned.emit(_SIDEWAYS[key])
        elif key in ENTER:
            self._go_on()
        elif question is not None and key in _ROWS:
            self._walk(question, _ROWS[key])
        elif question is not None and event.text().isdecimal():
            question.pick_number(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _walk(self, question: LargeQuestion, step: int) -> None:
        """To the row below or above; where there are none, what is to be read is scrolled."""
        row = question.walk(step)
        bar = self._area.verticalScrollBar()
        if row is not None:
            self._area.ensureWidgetVisible(row)
        else:
            bar.setValue(bar.value() + step * _LINE)

    def _scroll_or_turn(self, step: int) -> None:
        """What does not fit on the screen is read to its end before the page is turned."""
        bar = self._area.verticalScrollBar()
        end = bar.maximum() if step > 0 else bar.minimum()
        if bar.value() != end:
            bar.setValue(bar.value() + step * bar.pageStep())
        else:
            self.turned.emit(step)

    def _go_on(self) -> None:
        """Enter: the row the arrows went to is taken, where nothing is answered yet."""
        if self.question is not None and self.question.walked is not None:
            self.question.pick(self.question.walked)
        self.turned.emit(1)
