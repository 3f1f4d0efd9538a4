"""A repeat whose rows open beside a grid: long ones, and those with files, long texts or repeats inside.

The grid shows the questions that tell rows apart; the row under its cursor stands whole beside it, or below where it is narrow.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.forms.compatibility.grids import fits_cell, is_grid
from fieldsurvey.records import Missing, text_in
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.frame.block import QuestionBlock
from fieldsurvey.ui.entry.frame.blocks import Blocks
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.repeats.grid_columns import (
    Column,
    columns_of,
    key_columns,
    row_column,
)
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.question_info import POSITION, QuestionInfo
from fieldsurvey.ui.shell.widgets import Card, label
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, Violation

_SIDE_BY_SIDE_FROM = 720  # logical pixels
_LIST_WIDTH, _LIST_ROWS = 300, 16
_SETTLE_MS = 60  # arrows held down pass over rows without opening each


def repeat_item(session: EntrySession, repeat: BodyRepeat, ref: str) -> RepeatGrid | RepeatRows:
    """What shows a repeat: a grid where its questions fit cells, else rows that open beside one."""
    if is_grid(session.entry.form, repeat):
        return RepeatGrid(session, repeat, ref)
    return RepeatRows(session, repeat, ref)


class RepeatRows(QWidget):
    """The rows as a short grid, and the questions of the chosen one."""

    focused = Signal(str)
    finished = Signal()
    """Enter past the last row."""

    def __init__(self, session: EntrySession, repeat: BodyRepeat, ref: str) -> None:
        super().__init__()
        self.session, self.ref, self._repeat = session, ref, repeat
        self.list = RepeatGrid(session, repeat, ref, _keys(session.questions, repeat), _LIST_ROWS)
        self.list.focused.connect(self.focused)
        self.list.finished.connect(self.finished)
        self.list.row_entered.connect(self._on_row)
        self.details: RowDetails | None = None
        self._violations: dict[str, Violation] = {}
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(8)
        self._parts.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        self._parts.addLayout(self._holder, 1)
        self._wanted = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(lambda: self.open_row(self._wanted))
        session.answers.rows_changed.connect(self._on_rows)
        self.open_row(1)

    # --- the chosen row ----------------------------------------------------------------------------------------

    def open_row(self, number: int) -> None:
        """Show the questions of a row; what is half typed in the one before is handed over."""
        self._timer.stop()
        number = number if 1 <= number <= self.session.entry.count(self.ref) else 0
        if self.details is not None and self.details.number == number:
            return
        self._close_row()
        if not number:
            return
        self.details = RowDetails(self.session, self._repeat, f"{self.ref}[{number}]", number, self)
        self._holder.addWidget(self.details, 0, Qt.AlignmentFlag.AlignTop)
        self.details.fill()
        self.details.show()  # at once: the keyboard may be put there now
        self.details.mark_missing(self._violations)
        self.details.focused.connect(self.focused)
        self.details.finished.connect(self._past_row)

    def _close_row(self) -> None:
        if self.details is not None:
            self.details.commit()
            self.details.hide()
            self._holder.removeWidget(self.details)
            self.details.deleteLater()
            self.details = None

    def _on_row(self, number: int) -> None:
        """The cursor came to a row of the list: its questions follow when it stays there."""
        self._wanted = number
        if self.details is None or self.details.number != number:
            self._timer.start()

    def _on_rows(self, repeat: str) -> None:
        if POSITION.sub("", repeat) == POSITION.sub("", self.ref):
            QTimer.singleShot(
                0, self, self._after_rows
            )  # not while a button of the row is still being clicked

    def _after_rows(self) -> None:
        """Rows came or went: the questions beside are those of the row that has this number now."""
        had_keyboard = self.details is not None and self.details.has_keyboard
        here = self.details.number if self.details is not None else 1
        at = self.list.table.currentIndex()
        if at.isValid() and not had_keyboard:
            here = self.list.model.instance(at.row()) if at.row() < self.list.model.filled else 0
        self._wanted = min(here, self.session.entry.count(self.ref))
        self._close_row()
        self.open_row(self._wanted)
        if had_keyboard and self.details is not None:
            self.details.take_focus()

    def _past_row(self) -> None:
        """The row is done: the next one's first question, then the list's empty row, then what follows the repeat."""
        number = self.details.number if self.details is not None else 0
        count = self.session.entry.count(self.ref)
        if number < count:
            self.list.table.put_cursor(self.list.model.order.row(number + 1), 0)
            self.open_row(number + 1)
            if self.details is not None:
                self.details.take_focus()
        elif self.list.model.is_fixed:
            if not self.session.answers.pass_rows(self.ref):
                self.finished.emit()
        else:
            self.list.table.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.table.put_cursor(count, 0)

    # --- as every part of a page ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _SIDE_BY_SIDE_FROM
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self.list.setFixedWidth(_LIST_WIDTH if is_wide else max(event.size().width(), 1))

    def refresh(self) -> None:
        """Show list and row as they stand; the form itself may have changed their number."""
        self.list.refresh()
        count = self.session.entry.count(self.ref)
        if self.details is None or self.details.number > count:
            QTimer.singleShot(0, self, self._after_rows)
        elif self.details is not None:
            self.details.refresh()

    def retitle(self) -> None:
        """The language changed."""
        self.list.retitle()
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether nothing is written in it yet."""
        first = f"{self.ref}[1]"
        return not self.session.entry.count(self.ref) or not any(
            self.session.entry.value(first + path) for path in _paths(self._repeat)
        )

    def commit(self) -> None:
        """Hand over what is typed but not given yet."""
        self.list.commit()
        if self.details is not None:
            self.details.commit()

    def take_focus(self) -> None:
        """The keyboard goes to the first question of the row, or to the empty row of the list."""
        if self.details is not None:
            self.details.take_focus()
        else:
            self.list.take_focus()

    def go_to(self, ref: str) -> None:
        """Open the row of a question and put the keyboard there."""
        rest = ref[len(self.ref) :]
        if not ref.startswith(self.ref + "["):
            self.take_focus()
            return
        number = int(rest[1:].partition("]")[0])
        self._wanted = number
        self.list.table.put_cursor(self.list.model.order.row(number), 0)
        self.open_row(number)
        if self.details is None or not self.details.go_to(ref):
            self.take_focus()

    def mark_missing(self) -> None:
        """Finalising was tried: show what is wrong in the row that is open, and in each that will be."""
        self.list.mark_missing()
        self._violations = {
            v.ref: v for v in self.session.entry.validate() if v.ref.startswith(self.ref + "[")
        }
        if self.details is not None:
            self.details.mark_missing(self._violations)

    def set_missing(self, kind: Missing) -> bool:
        """Answer where the keyboard is with don't know or refused, where the form offers it."""
        if self.list.isAncestorOf(QApplication.focusWidget() or self):
            return self.list.set_missing(kind)
        return self.details is not None and self.details.set_missing(kind)


class RowDetails(Card):
    """The questions of one row, one under the other; repeats inside are grids, or open beside one again."""

    focused = Signal(str)
    finished = Signal()

    def __init__(
        self, session: EntrySession, repeat: BodyRepeat, row: str, number: int, parent: QWidget
    ) -> None:
        super().__init__(margin=8, spacing=4)
        self.setParent(parent)
        self.session, self.row, self.number, self._repeat = session, row, number, repeat
        self._title = label("", "strong", wrap=True)
        self._title.setContentsMargins(12, 4, 12, 0)
        self.column.addWidget(self._title)
        self._items: list[QuestionFrame | RepeatGrid | RepeatRows] = []
        listed = [(self._here(ref), element) for ref, element in _one_under_another(repeat.children)]
        self._blocks = Blocks(session, listed, self)
        self._headings: list[tuple[str, QWidget]] = []

    def fill(self) -> None:
        """Make the questions; the card stands in its layout by now."""
        self._add(self._repeat.children)
        self.refresh()

    def _add(self, elements: tuple[BodyElement, ...]) -> None:
        for element in elements:
            if isinstance(element, BodyControl):
                self._add_question(self._here(element.ref))
            elif isinstance(element, BodyRepeat):
                self._add_item(repeat_item(self.session, element, self._here(element.ref)))
            else:
                self._add_heading(element.ref)
                self._add(element.children)

    def _here(self, generic: str) -> str:
        return self.row + generic[len(POSITION.sub("", self.row)) :]

    def _add_heading(self, group: str | None) -> None:
        if group is None:
            return
        heading = label("", "strong", wrap=True)
        heading.setContentsMargins(12, 8, 12, 0)
        self._headings.append((group, heading))
        self.column.addWidget(heading)

    def _add_question(self, ref: str) -> None:
        block = self._blocks.of(ref)
        if block is None:
            self._add_item(QuestionFrame(self.session, ref, "", self))
            return
        frame = block.made(ref, "")
        frame.walked.connect(self._walk)
        self._add_item(frame, block)

    def _walk(self, ref: str, step: int) -> None:
        """To the line above or below in the same table."""
        frames = [item for item in self._stops() if isinstance(item, QuestionFrame)]
        at = next(n for n, frame in enumerate(frames) if frame.ref == ref) + step
        if 0 <= at < len(frames) and self._blocks.of(frames[at].ref) is self._blocks.of(ref):
            frames[at].take_focus()

    def _add_item(
        self, item: QuestionFrame | RepeatGrid | RepeatRows, block: QuestionBlock | None = None
    ) -> None:
        item.focused.connect(self.focused)
        item.finished.connect(lambda *_a: self._go_on(item))
        self._items.append(item)
        self.column.addWidget(item if block is None else block)

    # --- showing -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the row as it stands."""
        entry = self.session.entry
        self._title.setText(self.title)
        for group, heading in self._headings:
            texts = self.session.questions.questionnaire.group_labels.get(group, {})
            words = bare(entry.group_label(self._here(group)) or text_in(texts, entry.language or ""))
            heading.setText(words)  # type: ignore[attr-defined]
            heading.setVisible(bool(words) and entry.relevant(self._here(group)))
        for item in self._items:
            if not isinstance(item, QuestionFrame):
                item.setVisible(entry.relevant(item.ref))
            item.refresh()
        self._blocks.refresh()

    @property
    def title(self) -> str:
        """What the form calls this row, and its first answer."""
        entry = self.session.entry
        name = bare(entry.group_label(self.row))
        first = next((text for frame in self._frames() if (text := self._said(frame))), "")
        parts = (f"{name} {self.number}".strip(), "" if first in name else first)
        return " · ".join(part for part in parts if part)

    def _said(self, frame: QuestionFrame) -> str:
        """The answer of a question in words; "" for none, and for what is no name."""
        prompt = self.session.entry.prompt(frame.ref)
        if not prompt.relevant or prompt.control in ("upload", "trigger") or "\n" in prompt.value:
            return ""
        if frame.widget.missing.kind(prompt.value) is not None:
            return ""
        labels = {choice.value: bare(choice.label) for choice in prompt.choices}
        return labels.get(prompt.value, prompt.value)

    def _frames(self) -> Iterator[QuestionFrame]:
        return (item for item in self._items if isinstance(item, QuestionFrame))

    def mark_missing(self, violations: dict[str, Violation]) -> None:
        """Show what keeps the interview from being finalised."""
        for item in self._items:
            if not isinstance(item, QuestionFrame):
                if violations:
                    item.mark_missing()
            elif item.ref in violations:
                item.show_missing(violations[item.ref])

    # --- the keyboard's way --------------------------------------------------------------------------------------

    def _stops(self) -> list[QuestionFrame | RepeatGrid | RepeatRows]:
        entry = self.session.entry
        return [
            item
            for item in self._items
            if (item.can_be_answered if isinstance(item, QuestionFrame) else entry.relevant(item.ref))
        ]

    def _go_on(self, item: QuestionFrame | RepeatGrid | RepeatRows) -> None:
        stops = self._stops()
        following = stops[stops.index(item) + 1 :] if item in stops else []
        if following:
            following[0].take_focus()
        else:
            self.finished.emit()

    @property
    def has_keyboard(self) -> bool:
        """Whether a question of this row has the keyboard."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def take_focus(self) -> None:
        """The keyboard goes to the first question."""
        for stop in self._stops()[:1]:
            stop.take_focus()

    def go_to(self, ref: str) -> bool:
        """Put the keyboard on a question of this row; False when it is not here."""
        for item in self._items:
            if isinstance(item, QuestionFrame) and item.ref == ref:
                item.take_focus()
                return True
            if not isinstance(item, QuestionFrame) and (ref == item.ref or ref.startswith(item.ref + "[")):
                item.go_to(ref)
                return True
        return False

    def commit(self) -> None:
        """Hand over what is typed but not given yet."""
        for item in self._items:
            item.commit()

    def set_missing(self, kind: Missing) -> bool:
        """Don't know or refused, where the keyboard is."""
        here = QApplication.focusWidget()
        item = next((item for item in self._items if here is not None and item.isAncestorOf(here)), None)
        if item is None:
            return False
        return item.set_missing(kind)


def _keys(questions: QuestionInfo, repeat: BodyRepeat) -> tuple[Column, ...]:
    """What tells rows apart; where no question does that in a cell, the first one to be read, or the rows alone."""
    columns, form = columns_of(questions, repeat), questions.entry.form
    controls = {control.ref: control for control in form.controls()}
    asked = [column for column in columns if column.ref in controls]
    fitting = frozenset(column.ref for column in asked if fits_cell(form, controls[column.ref]))
    return key_columns(columns, fitting) or (
        (dataclasses.replace(columns[0], control=""),) if columns else (row_column(repeat),)
    )


def _one_under_another(elements: tuple[BodyElement, ...]) -> Iterator[tuple[str, BodyElement | None]]:
    """What stands in a row, in order; None is a heading."""
    for element in elements:
        if isinstance(element, BodyControl | BodyRepeat):
            yield element.ref, element
        else:
            if element.ref is not None:
                yield element.ref, None
            yield from _one_under_another(element.children)


def _paths(repeat: BodyRepeat) -> Iterator[str]:
    """Of the questions in a row, from the row on; those of repeats inside are left out."""

    def walk(elements: tuple[BodyElement, ...]) -> Iterator[str]:
        for element in elements:
            if isinstance(element, BodyControl):
                yield element.ref[len(repeat.ref) :]
            elif not isinstance(element, BodyRepeat):
                yield from walk(element.children)

    return walk(repeat.children)
