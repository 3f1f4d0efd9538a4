"""The editor of a cell with choices: typed letters narrow a list beneath it; several can be marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QListWidget, QListWidgetItem, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.repeats.cell_reader import in_order, toggled
from fieldsurvey.ui.entry.repeats.grid_columns import Column
from fieldsurvey.xforms import Choice

_CODE = Qt.ItemDataRole.UserRole
_MOST, _MOST_VISIBLE, _WIDEST = 200, 9, 280
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class ChoiceField(QLineEdit):
    """Stands in the cell; the list is a child of the window and never has the keyboard."""

    picked = Signal()
    """A choice was clicked: the cell is done."""
    numbered = Signal()
    """A digit picked the one choice: the next cell may come."""

    def __init__(
        self, parent: QWidget, column: Column, choices: Sequence[Choice], value: str, waiting: str = ""
    ) -> None:
        """`waiting` was typed here before and names no choice yet."""
        super().__init__(parent)
        self._choices, self._several = choices, column.is_several
        self._words = [(choice, bare(choice.label)) for choice in choices]
        self._codes = value.split() if self._several else [value] if value else []
        self._began_with = list(self._codes)
        self._was_moved = False
        self.setFrame(False)
        shown = [words for choice, words in self._words if choice.value in self._codes]
        self.setPlaceholderText(", ".join(shown))
        self.list = QListWidget(parent.window())
        self.list.setObjectName("choices")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Choices"))
        self.list.hide()
        self.list.itemClicked.connect(self._on_clicked)
        self.destroyed.connect(self.list.deleteLater)
        self.textEdited.connect(self._on_edited)
        self.setText(waiting)
        self._narrow(waiting)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed, chosen or marked since the cell was opened."""
        return self._was_moved or bool(self.text().strip()) or self._codes != self._began_with

    @property
    def answer(self) -> str | None:
        """The stored value as marked, and as far as what is typed names one choice; None when it names none, or several."""
        if not self.text().strip():
            return self.marked
        code = self._named(self.text())
        return self._with(code) if code else None

    @property
    def marked(self) -> str:
        """The stored value without what is typed."""
        return " ".join(self._codes)

    def take_line(self, *, is_moved_to: bool = False) -> None:
        """The line one sees chosen becomes the answer, if letters or arrows chose it; with `is_moved_to` only the arrows do."""
        item = self.list.currentItem()
        is_typed = bool(self.text().strip()) and not is_moved_to
        if item is None or not (self._was_moved or is_typed):
            return
        code = str(item.data(_CODE))
        if not self._several or self.text().strip():
            self._codes = self._with(code).split() if self._several else [code]
        self.clear()

    def _with(self, code: str) -> str:
        if not self._several:
            return code
        return in_order([*self._codes, *([code] if code not in self._codes else [])], self._choices)

    def _named(self, text: str) -> str:
        """The only choice that is called so, or else begins so, or else fits; "" for none and for several."""
        wanted = _folded(text)
        fitting = self._fitting(text)
        exact = [pair for pair in fitting if pair[1].casefold() == wanted]
        begun = [pair for pair in fitting if pair[1].casefold().startswith(wanted)]
        found = exact or begun or fitting
        return found[0][0].value if len(found) == 1 else ""

    # --- the list ----------------------------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        self._was_moved = False
        self._narrow(text)
        self._move()
        if self._is_numbered(text):
            self.numbered.emit()

    def _is_numbered(self, text: str) -> bool:
        """Whether a digit alone says which choice is meant: no second one can follow, and no choice begins with it."""
        return (
            not self._several
            and text.isdecimal()
            and len(self._words) <= _MOST_VISIBLE
            and 1 <= int(text) <= len(self._words)
            and self.answer == self._words[int(text) - 1][0].value
        )

    def _fitting(self, text: str) -> list[tuple[Choice, str]]:
        """Choices whose words begin with what is typed first, then those that hold it; a digit alone means a place."""
        wanted = _folded(text)
        fitting = [(choice, words) for choice, words in self._words if wanted in words.casefold()]
        fitting.sort(key=lambda pair: not pair[1].casefold().startswith(wanted))
        if not fitting and wanted.isdecimal() and 1 <= int(wanted) <= len(self._words):
            fitting = [self._words[int(wanted) - 1]]
        return fitting

    def _narrow(self, text: str) -> None:
        """List what fits."""
        fitting = self._fitting(text)
        self.list.clear()
        for choice, words in fitting[:_MOST]:
            item = QListWidgetItem(self._marked(choice.value, words))
            item.setData(_CODE, choice.value)
            self.list.addItem(item)
        if not fitting:
            none = QListWidgetItem(_("No choice is called so."))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)
            self.list.setCurrentRow(-1)
            return
        here = next((n for n, (choice, _w) in enumerate(fitting) if choice.value in self._codes), 0)
        self.list.setCurrentRow(0 if text.strip() else here)

    def _marked(self, code: str, words: str) -> str:
        if not self._several:
            return words
        return ("☑  " if code in self._codes else "☐  ") + words

    def _toggle(self, item: QListWidgetItem) -> None:
        self._codes = toggled(self._codes, item.data(_CODE))
        self.clear()
        row = self.list.row(item)
        code = item.data(_CODE)
        self._narrow("")
        rows = range(self.list.count())
        self.list.setCurrentRow(next((n for n in rows if self.list.item(n).data(_CODE) == code), row))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if self._several:
            self._toggle(item)
            return
        self._was_moved = True
        self.take_line(is_moved_to=True)
        self.picked.emit()

    def _move(self, _scrolled: int = 0) -> None:
        """Under the cell, or above it where the window ends."""
        window = self.window()
        height = self.list.sizeHintForRow(0) * min(max(self.list.count(), 1), _MOST_VISIBLE) + 12
        width = max(min(self.width(), _WIDEST), self.list.sizeHintForColumn(0) + 40, 160)
        width = min(width, window.width() - 8)
        at = self.mapTo(window, QPoint(0, self.height() + 2))
        above = self.mapTo(window, QPoint(0, -2)).y()
        below = window.height() - at.y() - 4
        if height > below and above > below:
            height = min(height, above)
            at.setY(above - height)
        else:
            height = min(height, below)
        self.list.setGeometry(max(0, min(at.x(), window.width() - width)), max(0, at.y()), width, height)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        above = self.parentWidget()
        while above is not None:  # the list stays with its cell when the page is scrolled
            if isinstance(above, QAbstractScrollArea):
                above.verticalScrollBar().valueChanged.connect(self._move)
            above = above.parentWidget()
        self._move()
        self.list.show()
        self.list.raise_()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._move()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.list.hide()

    # --- keyboard ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._was_moved = self._was_moved or not self._several
            last = self.list.count() - 1
            self.list.setCurrentRow(min(max(self.list.currentRow() + _STEPS[Qt.Key(key)], 0), last))
        elif key == Qt.Key.Key_Space and self._several and self.list.currentItem() is not None:
            self._toggle(self.list.currentItem())
        else:
            super().keyPressEvent(event)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
