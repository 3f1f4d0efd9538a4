"""A repeat that no grid can hold (a repeat or a file inside): its instances as cards, one under the other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.grid import RepeatGrid
from fieldsurvey.ui.entry.grid_model import columns_of
from fieldsurvey.ui.entry.markdown import bare
from fieldsurvey.ui.entry.question import QuestionFrame
from fieldsurvey.ui.entry.session import POSITION, EntrySession
from fieldsurvey.ui.parts import Card, button, label
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat


class RepeatCards(QWidget):
    """Cards with the questions of each instance; repeats inside are grids or cards again."""

    focused = Signal(str)
    finished = Signal()
    """Enter on the last question of the last card."""

    def __init__(self, session: EntrySession, repeat: BodyRepeat, ref: str) -> None:
        super().__init__()
        self.session, self.ref, self._repeat = session, ref, repeat
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(8)
        self._body = QWidget()
        self._column.addWidget(self._body)
        self._items: list[QuestionFrame | RepeatGrid | RepeatCards] = []
        self._rows = 0
        if not repeat.no_add_remove:
            self._column.addWidget(button(_("Add another"), lambda: session.add_row(ref), icon="add"))
        session.rows_changed.connect(self._on_rows)
        self._build()

    def _on_rows(self, repeat: str) -> None:
        if POSITION.sub("", repeat) == POSITION.sub("", self.ref):
            QTimer.singleShot(0, self, self._build)  # not while a card's own button is still being clicked

    def _build(self) -> None:
        self._items = []
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(bare(self.session.entry.group_label(self.ref)), "strong"))
        self._rows = self.session.entry.count(self.ref)
        for position in range(1, self._rows + 1):
            column.addWidget(self._card(f"{self.ref}[{position}]", position))
        self._column.replaceWidget(self._body, fresh)
        self._body.deleteLater()
        self._body = fresh

    def _card(self, row: str, position: int) -> QWidget:
        frame = Card()
        layout = frame.column
        head = QHBoxLayout()
        head.addWidget(label(str(position), "muted"), 1)
        if not self._repeat.no_add_remove:
            head.addWidget(button(_("Delete"), lambda: self.session.remove_row(row), "quiet", "delete"))
        layout.addLayout(head)
        self._fill(layout, self._repeat.children, row)
        return frame

    def _fill(self, layout: QVBoxLayout, elements: tuple[BodyElement, ...], row: str) -> None:
        for element in elements:
            if element.ref is None or not isinstance(element, BodyControl | BodyRepeat):
                self._fill(layout, element.children, row)
                continue
            ref = row + element.ref[len(POSITION.sub("", row)) :]
            item: QuestionFrame | RepeatGrid | RepeatCards
            if isinstance(element, BodyControl):
                item = QuestionFrame(self.session, ref, "")
            else:
                columns = columns_of(element)
                item = (
                    RepeatGrid(self.session, element, ref, columns)
                    if columns
                    else RepeatCards(self.session, element, ref)
                )
            item.focused.connect(self.focused)
            item.finished.connect(lambda *_a, item=item: self._go_on(item))
            self._items.append(item)
            layout.addWidget(item)
            item.refresh()

    def refresh(self) -> None:
        """Show the cards as they stand; the form itself may have changed their number."""
        if self.session.entry.count(self.ref) != self._rows:
            QTimer.singleShot(0, self, self._build)
            return
        for item in self._items:
            item.refresh()

    def _stops(self) -> Iterator[QuestionFrame | RepeatGrid | RepeatCards]:
        for item in self._items:
            if not isinstance(item, QuestionFrame) or item.can_be_answered:
                yield item

    def _go_on(self, item: QuestionFrame | RepeatGrid | RepeatCards) -> None:
        """The keyboard goes to the next question, of the next card when this one is done."""
        stops = list(self._stops())
        following = stops[stops.index(item) + 1 :] if item in stops else []
        if following:
            following[0].take_focus()
        else:
            self.finished.emit()

    @property
    def is_open(self) -> bool:
        """Whether a question in it has no answer yet."""
        return any(
            not self.session.entry.value(stop.ref) if isinstance(stop, QuestionFrame) else stop.is_open
            for stop in self._stops()
        )

    def commit(self) -> None:
        """Hand over what is typed but not given yet."""
        for item in self._items:
            item.commit()

    def take_focus(self) -> None:
        """The keyboard goes to the first question."""
        for stop in self._stops():
            stop.take_focus()
            return

    def go_to(self, ref: str) -> None:
        """Put the keyboard on the question of `ref`."""
        for item in self._items:
            if isinstance(item, QuestionFrame) and item.ref == ref:
                item.take_focus()
            elif not isinstance(item, QuestionFrame) and ref.startswith(item.ref + "["):
                item.go_to(ref)
