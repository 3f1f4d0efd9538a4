"""One page of the interview: its questions, headings of inner groups, grids; only what is asked is visible."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.models import Missing
from fieldsurvey.ui.entry.factory import is_note
from fieldsurvey.ui.entry.grid import RepeatGrid
from fieldsurvey.ui.entry.grid.columns import missing_value
from fieldsurvey.ui.entry.markdown import bare
from fieldsurvey.ui.entry.outline import PageOutline
from fieldsurvey.ui.entry.question import QuestionFrame
from fieldsurvey.ui.entry.rows import RepeatRows, repeat_item
from fieldsurvey.ui.entry.session import POSITION, EntrySession
from fieldsurvey.ui.parts import label
from fieldsurvey.xforms import BodyControl, BodyElement, BodyGroup, BodyRepeat

_WIDTH = 760


class EntryPage(QScrollArea):
    """Questions one under the other in a column of at most 760 px; grids take the width."""

    past_end = Signal()
    """Enter on the last question."""
    focused = Signal(str)

    def __init__(self, session: EntrySession, page: PageOutline, first_number: int) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.session, self.page = session, page
        self._items: list[QuestionFrame | RepeatGrid | RepeatRows] = []
        self._wanted: QWidget | None = None
        self._headings: list[tuple[str, QLabel]] = []
        self._number = first_number
        body = QWidget()
        self.setWidget(body)  # first, so that each question is dressed once and not again at every level
        self._body = body
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 16, 24, 48)
        self._column.setSpacing(6)
        self._fill(page.elements)
        self._column.addStretch(1)
        session.changed.connect(self._on_changed)
        session.checks_changed.connect(self._on_checks)
        session.language_changed.connect(self.refresh)
        self._show_headings()
        self._focused: QuestionFrame | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    def _on_focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """One listener for the page instead of a filter on every widget."""
        if new is None:
            return  # the window lost the keyboard; the question keeps its mark
        here = self._frame_of(new)
        if here is self._focused:
            return
        if self._focused is not None and shiboken6.isValid(self._focused):  # a card may be gone
            self._focused.set_focused(here=False)
        self._focused = here
        if here is not None:
            here.set_focused(here=True)
            self._reveal_soon(here)

    def _frame_of(self, widget: QWidget | None) -> QuestionFrame | None:
        """The question of this page, perhaps in a card, that a widget belongs to."""
        while widget is not None and not isinstance(widget, QuestionFrame):
            widget = widget.parentWidget()
        return widget if widget is not None and self.isAncestorOf(widget) else None

    @property
    def next_number(self) -> int:
        """The number the next page's first question has."""
        return self._number

    def _fill(self, elements: tuple[BodyElement, ...]) -> None:
        for element in elements:
            if isinstance(element, BodyControl):
                self._add_question(element)
            elif isinstance(element, BodyRepeat):
                self._add_repeat(element)
            else:
                self._add_group(element)

    def _add_question(self, control: BodyControl) -> None:
        question = self.session.question(control.ref)
        is_shown = is_note(self.session.entry.prompt(control.ref), question)
        if not is_shown:
            self._number += 1
        frame = QuestionFrame(
            self.session, control.ref, "" if is_shown else str(self._number - 1), self._body
        )
        frame.setMaximumWidth(_WIDTH)
        frame.finished.connect(self._go_on)
        frame.focused.connect(self._on_focused)
        self._items.append(frame)
        self._column.addWidget(frame)
        frame.refresh()

    def _add_group(self, group: BodyGroup) -> None:
        if group.ref:
            heading = label("", "heading", wrap=True)
            heading.setContentsMargins(12, 12, 12, 0)
            self._headings.append((group.ref, heading))
            self._column.addWidget(heading)
        self._fill(group.children)

    def _add_repeat(self, repeat: BodyRepeat) -> None:
        item = repeat_item(self.session, repeat, repeat.ref)
        item.finished.connect(lambda: self._go_on(repeat.ref))
        item.focused.connect(self.focused)
        self._items.append(item)
        self._column.addWidget(item)

    # --- showing -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show everything anew (the language changed)."""
        for item in self._items:
            if isinstance(item, QuestionFrame):
                item.refresh()
            else:
                item.retitle()
        self._show_headings()

    def _on_changed(self, refs: set[str]) -> None:
        """Only what moved is drawn again."""
        generic = {POSITION.sub("", ref) for ref in refs}
        for item in self._items:
            if isinstance(item, QuestionFrame):
                if item.ref in refs:
                    item.refresh()
            elif any(ref == item.ref or ref.startswith(item.ref + "/") for ref in generic):
                item.setVisible(self.session.entry.relevant(item.ref))
                item.refresh()
        if any(ref in generic for ref, _heading in self._headings):
            self._show_headings()

    def _on_checks(self) -> None:
        for item in self._items:
            if isinstance(item, QuestionFrame):
                item._say_check()

    def _show_headings(self) -> None:
        for ref, heading in self._headings:
            heading.setText(bare(self.session.entry.group_label(ref)))
            heading.setVisible(bool(heading.text()) and self.session.entry.relevant(ref))

    # --- the keyboard's way --------------------------------------------------------------------------------

    def _stops(self) -> Iterator[QuestionFrame | RepeatGrid | RepeatRows]:
        for item in self._items:
            if isinstance(item, QuestionFrame):
                if item.can_be_answered:
                    yield item
            elif self.session.entry.relevant(item.ref):
                yield item

    def focus_first(self) -> None:
        """The keyboard goes to the first question without an answer, else to the first."""
        stops = list(self._stops())
        open_ = [s for s in stops if self._is_open(s)]
        for stop in (open_ or stops)[:1]:
            self._reach(stop)
        if stops and (not open_ or open_[0] is stops[0]):
            self.verticalScrollBar().setValue(0)

    def _reach(self, stop: QuestionFrame | RepeatGrid | RepeatRows) -> None:
        stop.take_focus()
        if not isinstance(stop, QuestionFrame):
            self._reveal_soon(stop)  # a question asks for it itself

    def _is_open(self, stop: QuestionFrame | RepeatGrid | RepeatRows) -> bool:
        if isinstance(stop, QuestionFrame):
            return not self.session.entry.value(stop.ref)
        return stop.is_open

    def go_to(self, ref: str) -> bool:
        """Put the keyboard on a question of this page; False when it is not here."""
        for item in self._items:
            if isinstance(item, QuestionFrame) and item.ref == ref:
                item.take_focus()
                self._reveal_soon(item)
                return True
            if not isinstance(item, QuestionFrame) and f"{POSITION.sub('', ref)}/".startswith(item.ref + "/"):
                item.go_to(ref)
                self._reveal_soon(item)
                return True
        return False

    def mark_missing(self) -> None:
        """Show beside each question what keeps the interview from being finalised."""
        violations = {v.ref: v for v in self.session.entry.validate()}
        for frame in self._body.findChildren(QuestionFrame):
            if frame.ref in violations:
                frame.show_missing(violations[frame.ref])
        for item in self._items:
            if not isinstance(item, QuestionFrame):
                item.mark_missing()

    def _go_on(self, ref: str) -> None:
        stops = list(self._stops())
        here = next((n for n, stop in enumerate(stops) if stop.ref == ref), -1)
        if here + 1 < len(stops):
            self._reach(stops[here + 1])
        else:
            self.past_end.emit()

    def _on_focused(self, ref: str) -> None:
        self.focused.emit(ref)
        item = next((i for i in self._items if i.ref == ref), None)
        if item is not None:
            self._reveal_soon(item)

    def _reveal_soon(self, item: QWidget) -> None:
        """Now, and once more when banner and side panel have found their size."""
        self._wanted = item
        for delay in (0, 60):
            QTimer.singleShot(delay, self, partial(self._reveal, item))

    def _reveal(self, item: QWidget) -> None:
        """Scroll so that the question and the beginning of the next are visible."""
        body = self.widget()
        if body is None or not shiboken6.isValid(item) or not body.isAncestorOf(item):
            return  # the page was left before the timer came
        if item is not self._wanted:
            return  # the person has gone on meanwhile
        layout = body.layout()
        if layout is not None:
            layout.activate()  # a page just shown, or one with a new fault on it, has not been laid out yet
        top, height = item.mapTo(body, QPoint(0, 0)).y(), item.height()
        bar = self.verticalScrollBar()
        if top - 8 < bar.value() or height > self.viewport().height():
            bar.setValue(max(0, top - 16))
        elif top + height + 64 > bar.value() + self.viewport().height():
            bar.setValue(top + height + 64 - self.viewport().height())

    def commit(self) -> None:
        """Hand over what is typed but not given yet."""
        for item in self._items:
            item.commit()

    def set_missing(self, kind: Missing) -> bool:
        """Answer the focused question with don't know or refused; False when it is not offered."""
        for item in self._items:
            if not item.isAncestorOf(self.focusWidget() or self):
                continue
            if not isinstance(item, QuestionFrame):
                return item.set_missing(kind)
            frame = self._frame_of(self.focusWidget())
            if frame is not None:
                return self._set_missing_in(frame, kind)
        return False

    def _set_missing_in(self, frame: QuestionFrame, kind: Missing) -> bool:
        value = missing_value(self.session, self.session.entry.prompt(frame.ref), kind)
        if value is not None:
            frame.widget.discard()
            self.session.answer(frame.ref, value)
        return value is not None
