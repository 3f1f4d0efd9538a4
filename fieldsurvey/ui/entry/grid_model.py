"""What a grid of a repeat shows: each cell asks the entry, nothing is kept here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from fieldsurvey import numbers
from fieldsurvey.i18n import _, language
from fieldsurvey.models import MISSING_NUMBERS, Missing
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.moment import read_date
from fieldsurvey.ui.entry.number import group, plain
from fieldsurvey.ui.entry.session import POSITION, EntrySession
from fieldsurvey.ui.entry.units import unit_word
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat, Prompt

Index = QModelIndex | QPersistentModelIndex
NUMBERS = ("int", "long", "decimal")


def columns_of(repeat: BodyRepeat) -> list[BodyControl] | None:
    """The questions of a repeat as columns; None when it cannot be a grid (a repeat or a file inside)."""
    found: list[BodyControl] = []

    def walk(elements: tuple[BodyElement, ...]) -> bool:
        for element in elements:
            if isinstance(element, BodyControl):
                if element.control in ("upload", "rank"):
                    return False
                found.append(element)
            elif isinstance(element, BodyGroup):
                if not walk(element.children):
                    return False
            else:
                return False
        return True

    return found if walk(repeat.children) else None


class GridModel(QAbstractTableModel):
    """The instances of one repeat as Qt's table; every cell asks the entry, nothing is kept here."""

    remark = Signal(str)

    def __init__(
        self, session: EntrySession, repeat: str, columns: list[BodyControl], *, fixed: bool
    ) -> None:
        super().__init__()
        self._session, self.repeat, self._fixed = session, repeat, fixed
        self._names = [control.ref[len(POSITION.sub("", repeat)) :] for control in columns]
        self._head = columns

    def ref(self, row: int, column: int) -> str:
        """The cell's ref in the entry."""
        return f"{self.repeat}[{row + 1}]{self._names[column]}"

    def prompt(self, row: int, column: int) -> Prompt | None:
        """The cell's question; None in the empty last row."""
        return self._session.entry.prompt(self.ref(row, column)) if row < self.filled else None

    def fresh_prompt(self, column: int) -> Prompt | None:
        """The question as a new row would ask it; a row is added for it when there is none."""
        if self._fixed:
            return None
        self._session.add_row(self.repeat)
        return self.prompt(self.filled - 1, column)

    @property
    def filled(self) -> int:
        """Rows that are instances."""
        return self._session.entry.count(self.repeat)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.filled + (0 if self._fixed else 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._head)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1) if section < self.filled else "+"
            return None
        question = self._session.question(self._head[section].ref)
        if role == Qt.ItemDataRole.DisplayRole:
            words = self._session.words(self._head[section].ref)
            unit = unit_word(question.unit) if question is not None else ""
            return f"{words}\n{unit}" if unit and unit.casefold() not in words.casefold() else words
        if role == Qt.ItemDataRole.ToolTipRole and question is not None:
            return "\n".join(
                part for part in (self._session.hint(self._head[section].ref), question.period) if part
            )
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        prompt = self.prompt(index.row(), index.column())
        if prompt is None:
            return None
        show = _SHOW.get(role)
        return show(self, prompt) if show is not None else None

    def _alignment(self, prompt: Prompt) -> Any:
        is_number = prompt.type in NUMBERS and not prompt.choices
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _ground(self, prompt: Prompt) -> Any:
        if prompt.relevant and not prompt.readonly:
            return None
        return QBrush(QColor(theme.colours().line), Qt.BrushStyle.BDiagPattern)

    def _ink(self, prompt: Prompt) -> Any:
        return QBrush(QColor(theme.colours().bad)) if prompt.violation is not None else None

    def why(self, prompt: Prompt) -> str | None:
        """What is to be said of a cell: its fault, its check, or why it is closed."""
        if not prompt.relevant:
            return _("Not asked, given the other answers in this row")
        if prompt.violation is not None and not self._is_untouched(prompt):
            return prompt.violation.message or _("This answer does not fit. Look at it again.")
        check = self._session.check_at(prompt.ref)
        return check.message if check else None

    def _is_untouched(self, prompt: Prompt) -> bool:
        """Whether nothing is answered in the cell's row yet: a row that waits is no fault."""
        row = int(prompt.ref[len(self.repeat) + 1 :].partition("]")[0])
        return not any(self._session.entry.value(f"{self.repeat}[{row}]{name}") for name in self._names)

    def choose(self, index: Index, position: int) -> bool:
        """Answer with the choice at `position`; False where there is none, or several may be chosen."""
        prompt = self.prompt(min(index.row(), self.filled - 1), index.column()) if self.filled else None
        if prompt is None or prompt.control == "select" or position >= len(prompt.choices):
            return False
        return self.setData(index, prompt.choices[position].value)

    def _shown(self, prompt: Prompt) -> str:
        if prompt.choices:
            labels = {choice.value: choice.label for choice in prompt.choices}
            codes = prompt.value.split() if prompt.control == "select" else [prompt.value]
            return ", ".join(labels.get(code, code) for code in codes if code)
        if prompt.value in MISSING_NUMBERS and prompt.type in NUMBERS:
            return numbers.missing_word(MISSING_NUMBERS[prompt.value], language())
        return group(prompt.value) if "thousands-sep" in prompt.appearance else prompt.value

    def flags(self, index: Index) -> Qt.ItemFlag:
        prompt = self.prompt(index.row(), index.column())
        base = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if prompt is None or (prompt.relevant and not prompt.readonly):
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value or "").strip()
        row, column = index.row(), index.column()
        if row >= self.filled:
            return bool(text) and self._begin_row(column, text)
        prompt = self._session.entry.prompt(self.ref(row, column))
        if prompt.readonly or not prompt.relevant:
            if text and text != prompt.value:
                self.remark.emit(_("“{text}” was not taken: this cell is closed.").format(text=text))
            return False
        understood = self._understood(prompt, text)
        if understood is None:
            return False
        self._session.answer(prompt.ref, understood)
        return True

    def _begin_row(self, column: int, text: str) -> bool:
        """What is typed in the empty last row makes it a record; what cannot be understood does not."""
        if self._fixed:
            return False
        self._session.add_row(self.repeat)
        last = self.filled - 1
        if self.setData(self.index(last, column), text):
            return True
        self._session.undo()
        return False

    def is_readable(self, index: Index, text: str) -> bool:
        """Whether what is typed so far can go to disk as it stands, without a word about it."""
        prompt = self.prompt(min(index.row(), self.filled - 1), index.column()) if self.filled else None
        if prompt is None or prompt.choices or prompt.type == "date":
            return False
        return prompt.type not in NUMBERS or plain(text) is not None

    def _understood(self, prompt: Prompt, text: str) -> str | None:
        """What was typed or pasted, in the form's notation; None, with a remark, when it cannot be read."""
        if not text:
            return ""
        if prompt.choices:
            return self._choice(prompt, text)
        if prompt.type in NUMBERS:
            typed = plain(text)
            if typed is None:
                self.remark.emit(_("“{text}” is not a number.").format(text=text))
            return typed if prompt.control != "range" else self._within(prompt, typed)
        if prompt.type == "date":
            day = read_date(text, self._session.study.clock().date())
            if day is None:
                self.remark.emit(_("“{text}” is not a date.").format(text=text))
            return day.isoformat() if day else None
        return text

    def _within(self, prompt: Prompt, typed: str | None) -> str | None:
        """A number on a scale; outside it nobody could have put the slider."""
        start, end = prompt.parameters.get("start", "0"), prompt.parameters.get("end", "10")
        if typed is None or min(float(start), float(end)) <= float(typed) <= max(float(start), float(end)):
            return typed
        self.remark.emit(
            _("“{text}” is not between {start} and {end}.").format(text=typed, start=start, end=end)
        )
        return None

    def _choice(self, prompt: Prompt, text: str) -> str | None:
        codes = {choice.value for choice in prompt.choices}
        wanted = [part.strip() for part in text.split(",")] if prompt.control == "select" else [text]
        if prompt.control == "select" and all(code in codes for code in text.split()):
            return text
        by_label = {choice.label.casefold(): choice.value for choice in prompt.choices}
        found = [part if part in codes else by_label.get(part.casefold(), "") for part in wanted]
        if not all(found):
            self.remark.emit(_("“{text}” is not among the choices.").format(text=text))
            return None
        return " ".join(found)


_SHOW: dict[int, Callable[[GridModel, Prompt], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda grid, prompt: grid._shown(prompt) if prompt.relevant else "",
    Qt.ItemDataRole.EditRole: lambda _grid, prompt: prompt.value,
    Qt.ItemDataRole.TextAlignmentRole: GridModel._alignment,
    Qt.ItemDataRole.BackgroundRole: GridModel._ground,
    Qt.ItemDataRole.ForegroundRole: GridModel._ink,
    Qt.ItemDataRole.ToolTipRole: GridModel.why,
    Qt.ItemDataRole.AccessibleTextRole: lambda grid, prompt: f"{prompt.label}: {grid._shown(prompt)}",
}


def missing_value(session: EntrySession, prompt: Prompt, kind: Missing) -> str | None:
    """How `kind` is stored for this question; None when the form does not offer it."""
    if prompt.choices:
        return kind.value if any(choice.value == kind for choice in prompt.choices) else None
    question = session.question(prompt.ref)
    if question is None or kind not in question.missing:
        return None
    if prompt.type in NUMBERS or prompt.control == "range":
        codes = {value: code for code, value in MISSING_NUMBERS.items()}
        return codes[kind]
    return kind.value
