"""Put choices in order: drag them, or move them with Alt+Up and Alt+Down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import button, label
from fieldsurvey.xforms import Prompt

_CODE = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 34


class RankWidget(QuestionWidget):
    """A list whose order is the answer; it counts only when the person has put it in order."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.list = _Ordered(self)
        self.list.setAccessibleName(prompt.label)
        self.list.model().rowsMoved.connect(lambda *_a: self._give())
        self.setFocusProxy(self.list)
        self._state = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addWidget(button(_("Up"), lambda: self.move_item(-1), icon="up"))
        row.addWidget(button(_("Down"), lambda: self.move_item(1), icon="down"))
        row.addWidget(button(_("This order is right"), self._give, "quiet", "check"))
        row.addWidget(self._state, 1)
        column.addLayout(row)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        labels = {choice.value: choice.label for choice in prompt.choices}
        order = [code for code in prompt.value.split() if code in labels]
        order += [code for code in labels if code not in order]
        if order != self._order() or self.list.count() != len(order):
            at = self.list.currentRow()
            self.list.clear()
            for code in order:
                item = QListWidgetItem()
                item.setData(_CODE, code)
                self.list.addItem(item)
            self.list.setCurrentRow(min(max(at, 0), len(order) - 1))
        for position in range(self.list.count()):
            item = self.list.item(position)
            item.setText(f"{position + 1}   {labels[item.data(_CODE)]}")
        self.list.setFixedHeight(min(len(order), 12) * _ROW_HEIGHT + 8)
        self._state.setText(
            ""
            if prompt.value
            else _("Not ordered yet: the first is the most important. Alt+Up and Alt+Down move a line.")
        )
        self.setEnabled(not prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.list

    def move_item(self, step: int) -> None:
        """Move the chosen line up (-1) or down (1)."""
        at = max(0, self.list.currentRow())
        to = at + step
        if 0 <= to < self.list.count():
            order = self._order()
            order.insert(to, order.pop(at))
            self.list.setCurrentRow(to)
            self.answered.emit(" ".join(order))
            self.list.setCurrentRow(to)

    def _order(self) -> list[str]:
        return [self.list.item(i).data(_CODE) for i in range(self.list.count())]

    def _give(self) -> None:
        self.answered.emit(" ".join(self._order()))


class _Ordered(QListWidget):
    def __init__(self, owner: RankWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSpacing(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.move_item(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._owner.finished.emit()  # an order nobody has made is no answer
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._owner.answered.emit("")
        else:
            super().keyPressEvent(event)
