"""One of several choices, as rows or chips that can be clicked anywhere or picked with a digit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.models import Missing, Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.markdown import is_plain, rich
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import Choice, Prompt

_SEARCH_FROM = 9
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_SIDE_BY_SIDE = ("horizontal", "quick", "columns-pack", "likert", "columns", "horizontal-compact")


class ChoiceRow(QFrame):
    """One choice: its digit, a mark, its label."""

    clicked = Signal(str)

    def __init__(self, choice: Choice, digit: int, *, several: bool) -> None:
        super().__init__()
        self.choice = choice
        self._several = several
        self.setProperty("role", "choice")
        self.setProperty("quiet", choice.value in set(Missing))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 12, 4)
        row.setSpacing(8)
        if digit:
            row.addWidget(label(str(digit % 10), "digit"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._mark = QLabel()
        self._mark.setFixedWidth(18)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._mark)
        words = label(choice.label, wrap=True)
        if not is_plain(choice.label):
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setText(rich(choice.label))
        row.addWidget(words, 1)
        self.set_chosen(chosen=False)

    def set_chosen(self, *, chosen: bool) -> None:
        """Mark the choice; the mark's shape says so too, not the colour alone."""
        on, off = ("☑", "☐") if self._several else ("◉", "○")
        self._mark.setText(on if chosen else off)
        theme.set_property(self, "chosen", chosen)
        self.setAccessibleName(self.choice.label + (", " + _("chosen") if chosen else ""))

    def set_cursor(self, *, here: bool) -> None:
        """Show where the keyboard stands."""
        theme.set_property(self, "here", here)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.choice.value)


class ChoicesWidget(QuestionWidget):
    """Base of select one and select multiple: rows, digits, arrows, a search box for long lists."""

    several = False

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(prompt.label)
        self.rows: list[ChoiceRow] = []
        self._at = -1
        self._was_moved = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._search: QLineEdit | None = None
        self._holder = QWidget()
        self._layout.addWidget(self._holder)
        self._choices: Sequence[Choice] = ()
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if tuple(prompt.choices) != tuple(self._choices):
            self._choices = tuple(prompt.choices)
            self._build()
        chosen = set(self.chosen())
        for row in self.rows:
            row.set_chosen(chosen=row.choice.value in chosen)
        self.setEnabled(not prompt.readonly)

    def chosen(self) -> list[str]:
        """Codes chosen now."""
        return self.prompt.value.split() if self.several else [self.prompt.value] if self.prompt.value else []

    def choose(self, code: str) -> None:
        """Choose a code, or take it back."""
        raise NotImplementedError

    def clear_answer(self) -> None:
        """No answer."""
        self.answered.emit("")

    def _build(self) -> None:
        holder = QWidget()
        side_by_side = any(word in _SIDE_BY_SIDE for word in self.prompt.appearance.split())
        longest = max((len(c.label) for c in self._choices), default=0)
        columns = self._columns(side_by_side, longest)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.rows = []
        for number, choice in enumerate(self._choices):
            row = ChoiceRow(choice, number + 1 if number < 10 else 0, several=self.several)
            row.clicked.connect(self._on_clicked)
            grid.addWidget(row, number // columns, number % columns)
            self.rows.append(row)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self._layout.replaceWidget(self._holder, holder)
        self._holder.deleteLater()
        self._holder = holder
        self._at = -1
        self._add_search()

    def _columns(self, side_by_side: bool, longest: int) -> int:
        count = len(self._choices)
        if not side_by_side or not count:
            return 1 if count <= _SEARCH_FROM else 2
        fitting = 5 if longest <= 9 else 4 if longest <= 14 else 3 if longest <= 22 else 2
        return min(fitting, count)

    def _add_search(self) -> None:
        wanted = len(self._choices) > _SEARCH_FROM + 6
        if wanted and self._search is None:
            self._search = QLineEdit()
            self._search.setPlaceholderText(_("Search the choices"))
            self._search.setAccessibleName(_("Search the choices"))
            self._search.setMaximumWidth(320)
            self._search.textChanged.connect(self._narrow)
            self._layout.insertWidget(0, self._search)

    def _narrow(self, text: str) -> None:
        for row in self.rows:
            row.setVisible(text.casefold() in row.choice.label.casefold())

    def _on_clicked(self, code: str) -> None:
        if not self.isEnabled():
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(code)

    # --- keyboard ------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._was_moved = False
        first = next((i for i, row in enumerate(self.rows) if row.choice.value in self.chosen()), 0)
        self._move_to(first)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._move_to(-1)

    def _move_to(self, position: int) -> None:
        self._at = position
        for number, row in enumerate(self.rows):
            row.set_cursor(here=number == position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if text.isdigit() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            position = (int(text) - 1) % 10
            if position < len(self.rows):
                self._move_to(position)
                self.choose(self.rows[position].choice.value)
        elif key in _STEPS and not event.modifiers() and self.rows:
            self._was_moved = True
            self._move_to(min(max(self._at + _STEPS[Qt.Key(key)], 0), len(self.rows) - 1))
        elif key == Qt.Key.Key_Space and 0 <= self._at < len(self.rows):
            self.choose(self.rows[self._at].choice.value)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_answer()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Enter takes the choice the arrows led to when nothing is chosen yet, then goes on. Alone it only goes on."""
        if self._was_moved and not self.chosen() and 0 <= self._at < len(self.rows):
            self.choose(self.rows[self._at].choice.value)
        self.finished.emit()


class OneChoiceWidget(ChoicesWidget):
    """Exactly one choice; choosing it again keeps it."""

    def choose(self, code: str) -> None:
        self.answered.emit(code)


class SeveralChoicesWidget(ChoicesWidget):
    """Any number of choices; don't know and refused stand alone."""

    several = True

    def choose(self, code: str) -> None:
        chosen = self.chosen()
        if code in chosen:
            chosen.remove(code)
        elif code in set(Missing) or code == "none":
            chosen = [code]
        else:
            alone = {*(m.value for m in Missing), "none"}
            chosen = [c for c in chosen if c not in alone] + [code]
        order = [row.choice.value for row in self.rows]
        self.answered.emit(
            " ".join(sorted(chosen, key=lambda c: order.index(c) if c in order else len(order)))
        )

    def _enter(self) -> None:
        self.finished.emit()
