"""One or several of some choices: rows, columns, a scale or a line of a table, clicked anywhere or picked with a digit.

A list that is too long to stand on the page is shown in a field that opens it (`dropdown`).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.interviews.missing_answers import ALONE
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.widget import ENTER, QuestionWidget, plain_words
from fieldsurvey.ui.entry.kinds.select import select_layout
from fieldsurvey.ui.entry.kinds.select.choice_picture import has_pictures, small_picture
from fieldsurvey.ui.entry.kinds.select.dropdown import DropdownWidget
from fieldsurvey.ui.entry.kinds.select.select_board import ChoiceBoard
from fieldsurvey.ui.entry.kinds.select.select_layout import Look, Measures, Shape
from fieldsurvey.ui.entry.kinds.select.select_row import ChoiceRow, Style
from fieldsurvey.ui.entry.kinds.select.selection import chosen, picked
from fieldsurvey.xforms import Choice, Prompt
from fieldsurvey.xforms.lists.choice_search import folded

SEARCH_FROM = 9
"""So many choices get a search box."""
CLOSED_FROM = 40
"""So many stand in a field that opens them."""
_DIGITS = 10
_STEPS = {
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Left: (-1, 0),
}
_SEARCH_WIDTH = 320
_USUAL_WIDTH = 640
_SEEN_MS = 180
"""How long a quick choice is seen before the next question comes."""


class ChoicesWidget(QuestionWidget):
    """Select one and select multiple: digits, arrows, Space, Home and End; letters go to the first label that has them."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.board = ChoiceBoard(select_layout.look_of(prompt.appearance))
        self.board.setParent(self)
        self.board.picked.connect(self._on_clicked)
        self.says_label = self.board.look.shape is Shape.LINE
        self._is_quick = "quick" in prompt.appearance.split() and prompt.control == "select1"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._choices: Sequence[Choice] = ()
        self._was_moved = False
        self._letters = ""
        self._search: QLineEdit | None = None
        self.closed: DropdownWidget | None = None
        """The field a long list stands in."""
        self.show_prompt(prompt)

    # --- showing -----------------------------------------------------------------------------------------------

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if prompt.choices != self._choices:
            self._take(prompt.choices)
        if self.board.look.shape in (Shape.LINE, Shape.HEAD):
            self.board.say(plain_words(prompt.label).strip())
        self.setEnabled(not prompt.readonly)
        if self.closed is not None:
            self.closed.show_prompt(prompt)
        self.board.set_chosen(chosen(prompt))

    def attach(self, form: FormSide) -> None:
        super().attach(form)
        if has_pictures(self._choices):
            self._take(self._choices)
        if self.closed is not None:
            self.closed.attach(form)

    def show_as(self, look: Look) -> None:
        """Stand in another way than the form says: as a line of a table, or not as one."""
        if look == self.board.look:
            return
        is_line = look.shape in (Shape.LINE, Shape.HEAD)
        self.says_label = is_line
        self.board.look = look
        self.board.show_as(look, self._rows(self._choices))
        self.board.say(plain_words(self.prompt.label).strip() if is_line else "")
        self._arrange()

    @property
    def columns(self) -> Measures:
        """What its choices need as columns of a table."""
        return self.board.measures()

    def choose(self, code: str) -> None:
        """Choose a code, or take it back where several may be chosen."""
        self.answered.emit(picked(self.prompt, code))
        if self._is_quick:
            QTimer.singleShot(_SEEN_MS, self, self.finished.emit)

    def clear_answer(self) -> None:
        """No answer."""
        self.answered.emit("")

    def _take(self, choices: Sequence[Choice]) -> None:
        """Other choices than before."""
        self._choices = choices
        is_long = len(choices) >= CLOSED_FROM and not has_pictures(choices)
        self._show_closed(is_long)
        self._show_search(len(choices) >= SEARCH_FROM and not is_long)
        self.board.set_rows([] if is_long else self._rows(choices))
        self._arrange()

    def _rows(self, choices: Sequence[Choice]) -> list[ChoiceRow]:
        look = self.board.look
        is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        style = Style(look.shape, self.prompt.control == "select", look.has_marks, self.font(), is_turned)
        rows = [
            ChoiceRow(choice, number if number <= _DIGITS else 0, style, self._picture(choice))
            for number, choice in enumerate(choices, 1)
        ]
        for times, row in enumerate((row for row in rows if row.is_apart), 1):
            row.keys = " ".join(["F3"] * times)  # pressed again it is the second of them
        return rows

    def _picture(self, choice: Choice) -> QPixmap | None:
        name = choice.media.get("image", "")
        return small_picture(self.form.read(name)) if name and self.form is not None else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        turning = (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange)
        if event.type() in turning and self.board.rows:
            self.board.set_rows(self._rows(self._choices))
            self._arrange()

    # --- a list too long to stand here, and a search in one that is not short --------------------------------------

    def _show_closed(self, is_long: bool) -> None:
        if is_long and self.closed is None:
            self.closed = DropdownWidget(self.prompt, self.question)
            self.closed.setParent(self)
            self.closed.answered.connect(self.answered)
            self.closed.finished.connect(self.finished)
            self.closed.noted.connect(self.noted)
            if self.form is not None:
                self.closed.attach(self.form)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.closed.show()
        elif not is_long and self.closed is not None:
            self.closed.hide()
            self.closed.deleteLater()
            self.closed = None
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _show_search(self, is_wanted: bool) -> None:
        if is_wanted and self._search is None:
            self._search = QLineEdit(self)
            self._search.setPlaceholderText(_("Search the choices"))
            self._search.setAccessibleName(_("Search the choices"))
            self._search.setClearButtonEnabled(False)
            self._search.textChanged.connect(self._on_searched)
            self._search.installEventFilter(self)
            self._search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # letters reach it from the list
        if self._search is not None:
            self._search.clear()
            self._search.setVisible(is_wanted)

    def _on_searched(self, text: str) -> None:
        """The list narrows to what holds the text; the keyboard stands on the first that begins so."""
        wanted = folded(text.strip())
        self.board.narrow(wanted)
        if text and self.board.shown:
            begins = (n for n, row in enumerate(self.board.shown) if row.folded.startswith(wanted))
            self.board.move_to(next(begins, 0))
        self._arrange()

    def focus_target(self) -> QWidget:
        return self.closed.focus_target() if self.closed is not None else self

    def commit(self) -> None:
        if self.closed is not None:
            self.closed.commit()

    @property
    def unread(self) -> str:
        return self.closed.unread if self.closed is not None else ""

    # --- its shape ---------------------------------------------------------------------------------------------

    def parts(self) -> Sequence[QWidget]:
        """What stands here, from top to bottom."""
        if self.closed is not None:
            return (self.closed,)
        searched = self._search is not None and not self._search.isHidden()
        return (self._search, self.board) if searched and self._search is not None else (self.board,)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width."""
        return sum(_height(part, width) + select_layout.GAP for part in self.parts()) - select_layout.GAP

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else _USUAL_WIDTH
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the parts under one another."""
        self.updateGeometry()
        top = 0
        for part in self.parts():
            width = min(self.width(), _SEARCH_WIDTH) if part is self._search else self.width()
            left = self.width() - width if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
            height = _height(part, width)
            part.setGeometry(QRect(left, top, width, height))
            top += height + select_layout.GAP

    # --- mouse and keyboard ------------------------------------------------------------------------------------

    def _on_clicked(self, code: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._was_moved = False
        self.choose(code)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._was_moved = False
        self._letters = ""
        if event.reason() != Qt.FocusReason.MouseFocusReason or self.board.at < 0:
            self._move_to(next((n for n, row in enumerate(self.board.shown) if self.board.is_chosen(row)), 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._search is None or not self._search.hasFocus():
            self.board.move_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif event.text().isdigit():
            self._take_digit(event.text())
        elif key in _STEPS or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(Qt.Key(key))
        elif key == Qt.Key.Key_Space:
            self._choose_here()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_answer()
        elif key in ENTER and not event.modifiers():
            self._enter()
        elif event.text().isprintable() and event.text():
            self._take_letter(event.text())
        else:
            super().keyPressEvent(event)

    def _take_digit(self, text: str) -> None:
        """Pick what shows this digit, wherever a search has put it; of one choice the next question may come at once."""
        digit = int(text) or _DIGITS
        position = next((n for n, row in enumerate(self.board.shown) if row.digit == digit), None)
        if position is None or not self.isEnabled():
            return
        self._move_to(position)
        code = self.board.shown[position].choice.value
        is_all = self.prompt.control != "select" or (code in ALONE and picked(self.prompt, code) == code)
        self._choose_here()
        if is_all and not self._is_quick:
            self.go_on()

    def _step(self, key: Qt.Key) -> None:
        if self.board.look.shape is Shape.LINE and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(_STEPS[key][1])
            return
        self._was_moved = True
        if key in _STEPS:
            self.board.step(*_STEPS[key])
        else:
            self.board.move_to(0 if key == Qt.Key.Key_Home else len(self.board.shown) - 1)
        self._tell()

    def _take_letter(self, letter: str) -> None:
        """Into the search box where there is one; else to the next choice that begins so."""
        if self._search is not None and not self._search.isHidden():
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._search.insert(letter)
            return
        wanted, shown = folded(letter), self.board.shown
        order = [*range(self.board.at + 1, len(shown)), *range(self.board.at + 1)]
        found = next((n for n in order if n < len(shown) and shown[n].folded.startswith(wanted)), None)
        if found is not None:
            self._was_moved = True
            self._move_to(found)

    def _choose_here(self) -> None:
        if self.board.here is not None and self.isEnabled():
            self.choose(self.board.here.choice.value)

    def _enter(self) -> None:
        """Enter takes the choice the arrows led to when nothing is chosen yet, then goes on. Alone it only goes on."""
        if self._was_moved and not chosen(self.prompt) and self.prompt.control != "select":
            self._choose_here()
            if self._is_quick:
                return
        self.finished.emit()

    def _move_to(self, position: int) -> None:
        self.board.move_to(position)
        self._tell()

    def _tell(self) -> None:
        """Say to a screen reader where the keyboard is."""
        row = self.board.here
        if row is None or not QAccessible.isActive():
            return
        words = plain_words(row.choice.label)
        position = _("{n} of {total}").format(n=self.board.at + 1, total=len(self.board.shown))
        state = _("chosen") if self.board.is_chosen(row) else _("not chosen")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{words}, {state}, {position}"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box: arrows and Enter belong to the list, Escape ends the search."""
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        assert self._search is not None
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(Qt.Key(event.key()))
        elif event.key() in ENTER and not event.modifiers():
            if self._search.text():
                self._choose_here()
            self._end_search()
        elif event.key() == Qt.Key.Key_Escape and self._search.text():
            self._end_search()
        else:
            return False
        return True

    def _end_search(self) -> None:
        """The whole list again, the keyboard on what was found."""
        found = self.board.here
        if self._search is not None:
            self._search.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if found in self.board.shown:
            self._move_to(self.board.shown.index(found))


class TableHeadWidget(ChoicesWidget):
    """The head of a table of questions: the choices' words over the marks of the lines beneath; nothing to answer."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.says_label = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def choose(self, code: str) -> None:
        """The head only names the choices."""


def _height(part: QWidget, width: int) -> int:
    return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
