"""One page of the interview: its questions, headings of inner groups, grids; only what is asked is visible.

A page is there at once: what fits on the screen is built when it is shown, the rest in short breaths while nothing else
is to be done. Whoever wants a question further down gets it built up to there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.interviews.submissions import has
from fieldsurvey.records import Missing
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.frame.blocks import Blocks
from fieldsurvey.ui.entry.frame.factory import TABLE_TITLE, is_note
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from fieldsurvey.ui.entry.repeats.repeat_rows import RepeatRows, repeat_item
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.paging import PageOutline
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.ui.shell.widgets import keep_bar_room, label, settle_above
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, Violation

_WIDTH = 760
_BREATH = 0.008  # seconds of building between two keys
_SPARE = 80  # pixels built beyond what is seen

Item = QuestionFrame | RepeatGrid | RepeatRows


@dataclass(slots=True)
class _Slot:
    """Something that has its place on the page: a question, a repeat, or (without either) a group's heading."""

    ref: str
    element: BodyControl | BodyRepeat | None = None
    number: str = ""
    is_note: bool = False
    item: Item | None = None
    heading: QLabel | None = None


class _Body(QWidget):
    """As high as its questions are at the width there is; by itself Qt would reserve what they take at the narrowest."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def event(self, event: QEvent) -> bool:
        """A question that grew makes the page longer before anything is drawn."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            settle_above(self)
        return done


class EntryPage(QScrollArea):
    """Questions one under the other in a column of at most 760 px; grids take the width."""

    past_end = Signal()
    """Enter on the last question."""
    focused = Signal(str)
    completed = Signal()
    """Everything on the page is built."""

    def __init__(
        self, session: EntrySession, page: PageOutline, first_number: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_bar_room(self)
        self.session, self.page = session, page
        self._number = first_number
        self._table_title = self._title_of_table(page)
        self._slots = list(self._planned(page.elements))
        self._at = {slot.ref: n for n, slot in enumerate(self._slots) if slot.element is not None}
        self._built = 0
        self._height = 0
        self._stale: set[str] | None = set()
        self._are_checks_stale = False
        self._violations: dict[str, Violation] = {}
        self._wanted: QWidget | None = None
        self.overlay: QWidget | None = None
        """What lies over the questions and belongs to the one it was opened for."""
        body = _Body(self)
        self.setWidget(body)  # first, so that each question is dressed once and not again at every level
        self.body = body
        self._blocks = Blocks(session, [(slot.ref, slot.element) for slot in self._slots], body)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 16, 24, 48)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._breath = QTimer(self)
        self._breath.setInterval(0)
        self._breath.timeout.connect(self._build_a_while)
        session.answers.changed.connect(self._on_changed)
        session.checks.changed.connect(self._on_checks)
        session.notes.changed.connect(self._on_comments)
        session.questions.language_changed.connect(self._on_language)
        self._focused: QuestionFrame | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    def _on_focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """One listener for the page instead of a filter on every widget."""
        if new is None:
            return  # the window lost the keyboard; the question keeps its mark
        if self.overlay is not None and self.overlay.isAncestorOf(new):
            return
        grid = new.parentWidget()
        if isinstance(grid, RepeatGrid) and self.isAncestorOf(grid):
            grid.entered()
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

    # --- what stands on it, and building it ------------------------------------------------------------------

    def _title_of_table(self, page: PageOutline) -> str:
        """The title of a table of questions that names the page above already; "" where another title does."""
        entry = self.session.entry
        found = next((ref for ref in page.titles if has(entry, ref) and entry.label(ref)), "")
        return found if found.rpartition("/")[2].startswith(TABLE_TITLE) else ""

    def _planned(self, elements: tuple[BodyElement, ...]) -> Iterator[_Slot]:
        for element in elements:
            if isinstance(element, BodyControl):
                yield self._planned_question(element)
            elif isinstance(element, BodyRepeat):
                yield _Slot(element.ref, element)
            else:
                if element.ref:
                    yield _Slot(element.ref)
                yield from self._planned(element.children)

    def _planned_question(self, control: BodyControl) -> _Slot:
        is_shown = is_note(self.session.entry.prompt(control.ref), self.session.questions.find(control.ref))
        number = "" if is_shown else str(self._number)
        self._number += not is_shown
        return _Slot(control.ref, control, number, is_shown)

    def show_first(self) -> None:
        """Build what is seen; the rest follows in short breaths."""
        while self._built < len(self._slots) and self._height < self.viewport().height() + _SPARE:
            self._build_next()
        self.prepare()

    def prepare(self) -> None:
        """Build all of it, a breath at a time."""
        if self._built < len(self._slots):
            self._breath.start()
        else:
            self.completed.emit()

    def complete(self) -> None:
        """Build all of it now."""
        self._build_through(len(self._slots) - 1)

    def _build_a_while(self) -> None:
        until = time.monotonic() + _BREATH
        while self._built < len(self._slots) and time.monotonic() < until:
            self._build_next()
        if self._built == len(self._slots):
            self._breath.stop()
            self.completed.emit()

    def _build_through(self, number: int) -> None:
        while self._built <= number:
            self._build_next()

    def _build_next(self) -> None:
        self._built += 1
        self._make(self._slots[self._built - 1])

    def _make(self, slot: _Slot) -> None:
        """Build what has its place here; a question that is not asked is built when it is."""
        if slot.element is None:
            slot.heading = label("", "heading", wrap=True)
            slot.heading.setContentsMargins(12, 12, 12, 0)
            self._insert(slot, slot.heading)
            self._show_heading(slot)
        elif not self.session.entry.relevant(slot.ref):
            return
        elif isinstance(slot.element, BodyControl):
            slot.item = self._question(slot)
        else:
            slot.item = self._repeat(slot, slot.element)

    def _insert(self, slot: _Slot, widget: QWidget) -> None:
        above = self._slots[: self._at[slot.ref]] if slot.ref in self._at else self._slots[: self._built - 1]
        standing = {self._blocks.of(s.ref) or s.item or s.heading for s in above if s.item or s.heading}
        block = self._blocks.of(slot.ref) if isinstance(widget, QuestionFrame) else None
        if block is None:
            self._column.insertWidget(len(standing), widget)
        elif self._column.indexOf(block) < 0:
            self._column.insertWidget(len(standing), block)
        if not self.isVisible():
            for part in (widget, *widget.findChildren(QWidget)):
                part.ensurePolished()  # dressed now, so that the page is there at once when it is turned to

    def _question(self, slot: _Slot) -> QuestionFrame:
        block = self._blocks.of(slot.ref)
        if block is not None:
            frame = block.made(slot.ref, slot.number)
            frame.walked.connect(self._walk)
        else:
            frame = QuestionFrame(self.session, slot.ref, slot.number, self.body)
            frame.setMaximumWidth(_WIDTH)
        frame.says_words = slot.ref != self._table_title
        frame.finished.connect(self._go_on)
        frame.focused.connect(self._on_focused)
        self._insert(slot, frame)
        frame.refresh()
        if block is not None:
            block.refresh()
        if slot.ref in self._violations:
            frame.show_missing(self._violations[slot.ref])
        self._height += frame.heightForWidth(min(_WIDTH, max(300, self.viewport().width() - 48))) + 6
        return frame

    def _repeat(self, slot: _Slot, repeat: BodyRepeat) -> RepeatGrid | RepeatRows:
        item = repeat_item(self.session, repeat, repeat.ref)
        item.finished.connect(lambda: self._go_on(repeat.ref))
        item.focused.connect(self.focused)
        self._insert(slot, item)
        if self._violations:
            item.mark_missing()
        self._height += item.sizeHint().height()
        return item

    @property
    def _items(self) -> list[Item]:
        return [slot.item for slot in self._slots[: self._built] if slot.item is not None]

    # --- showing -------------------------------------------------------------------------------------------

    def revive(self) -> None:
        """The page is turned to again: what moved while it was away is shown."""
        stale, self._stale = self._stale, set()
        if stale is None:
            self.refresh()
        elif stale:
            self._show_changes(stale)
        if self._are_checks_stale:
            self._on_checks()

    def refresh(self) -> None:
        """Show everything anew (the language changed)."""
        for item in self._items:
            if isinstance(item, QuestionFrame):
                item.refresh()
            else:
                item.retitle()
        self._blocks.refresh()
        self._show_headings()

    def _on_language(self) -> None:
        if self.isHidden():
            self._stale = None
        else:
            self.refresh()

    def _on_changed(self, refs: set[str]) -> None:
        """Only what moved is drawn again; on a page that is not seen, when it is turned to."""
        if not self.isHidden():
            self._show_changes(refs)
        elif self._stale is not None:
            self._stale |= refs

    def _show_changes(self, refs: set[str]) -> None:
        generic = {POSITION.sub("", ref) for ref in refs}
        for slot in self._slots[: self._built]:
            if slot.item is None and slot.element is not None and slot.ref in generic:
                self._make(slot)
        for item in self._items:
            if isinstance(item, QuestionFrame):
                if item.ref in refs:
                    item.refresh()
            elif any(ref == item.ref or ref.startswith(item.ref + "/") for ref in generic):
                item.setVisible(self.session.entry.relevant(item.ref))
                item.refresh()
        self._blocks.refresh()
        self._show_headings(generic)

    def _on_checks(self) -> None:
        if self.isHidden():
            self._are_checks_stale = True
            return
        self._are_checks_stale = False
        for item in self._items:
            if isinstance(item, QuestionFrame):
                item.refresh_check()

    def _on_comments(self, refs: set[str]) -> None:
        for frame in self.body.findChildren(QuestionFrame):
            if frame.ref in refs:
                frame.refresh_comment()

    def _show_headings(self, moved: Iterable[str] | None = None) -> None:
        for slot in self._slots[: self._built]:
            if slot.heading is not None and (moved is None or slot.ref in moved):
                self._show_heading(slot)

    def _show_heading(self, slot: _Slot) -> None:
        assert slot.heading is not None
        slot.heading.setText(bare(self.session.entry.group_label(slot.ref)))
        slot.heading.setVisible(bool(slot.heading.text()) and self.session.entry.relevant(slot.ref))

    # --- the keyboard's way --------------------------------------------------------------------------------

    def _stops(self) -> Iterator[_Slot]:
        """Where the keyboard stops, built or not."""
        entry = self.session.entry
        for slot in self._slots:
            if isinstance(slot.element, BodyControl):
                if not slot.is_note and entry.relevant(slot.ref) and not entry.readonly(slot.ref):
                    yield slot
            elif slot.element is not None and entry.relevant(slot.ref):
                yield slot

    def focus_first(self) -> None:
        """The keyboard goes to the first question without an answer, else to the first."""
        stops = list(self._stops())
        open_ = next((s for s in stops if self._is_open(s)), None)
        if stops:
            self._reach(open_ or stops[0])
            if open_ is None or open_ is stops[0]:
                self.verticalScrollBar().setValue(0)

    def _built_item(self, slot: _Slot) -> Item:
        self._build_through(self._at[slot.ref])
        assert slot.item is not None
        return slot.item

    def _reach(self, slot: _Slot) -> None:
        item = self._built_item(slot)
        item.take_focus()
        if not isinstance(item, QuestionFrame):
            self._reveal_soon(item)  # a question asks for it itself

    def _is_open(self, slot: _Slot) -> bool:
        if isinstance(slot.element, BodyControl):
            return not self.session.entry.value(slot.ref)
        item = self._built_item(slot)
        return not isinstance(item, QuestionFrame) and item.is_open

    def go_to(self, ref: str) -> bool:
        """Put the keyboard on a question, or the first one of a group, of this page; False when it is not here."""
        generic = POSITION.sub("", ref)
        for slot in self._stops():
            if isinstance(slot.element, BodyControl):
                if slot.ref == ref or slot.ref.startswith(ref + "/"):
                    self._reach(slot)
                    return True
            elif f"{generic}/".startswith(slot.ref + "/"):
                item = self._built_item(slot)
                assert not isinstance(item, QuestionFrame)
                item.go_to(ref)
                self._reveal_soon(item)
                return True
            elif slot.ref.startswith(ref + "/"):
                self._reach(slot)
                return True
        return False

    def come_back_to(self, ref: str) -> None:
        """The keyboard where the interview was left, behind what was typed there."""
        frame = self._frame_of(self.focusWidget()) if self.go_to(ref) else None
        if frame is not None:
            frame.widget.stand_at_end()

    def place_of(self, ref: str) -> QRect | None:
        """Where a question or cell of this page stands, in its body; None when it is not here."""
        for frame in self.body.findChildren(QuestionFrame):
            if frame.ref == ref and frame.isVisible():
                return QRect(frame.mapTo(self.body, QPoint(0, 0)), frame.size())
        for grid in self.body.findChildren(RepeatGrid):
            index = grid.model.index_of(ref) if grid.isVisible() else None
            if index is not None or (grid.ref == ref and grid.isVisible()):
                row, column = index or (0, 0)
                cell = grid.table.visualRect(grid.model.index(row, column))
                return QRect(grid.table.viewport().mapTo(self.body, cell.topLeft()), cell.size())
        return None

    def mark_missing(self) -> None:
        """Show beside each question what keeps the interview from being finalised."""
        self._violations = {v.ref: v for v in self.session.entry.validate()}
        for frame in self.body.findChildren(QuestionFrame):
            if frame.ref in self._violations:
                frame.show_missing(self._violations[frame.ref])
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

    def _walk(self, ref: str, step: int) -> None:
        """To the line above or below in the same table."""
        stops = list(self._stops())
        at = next(n for n, stop in enumerate(stops) if stop.ref == ref) + step
        if 0 <= at < len(stops) and self._blocks.of(stops[at].ref) is self._blocks.of(ref):
            self._reach(stops[at])

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

    def unread(self) -> dict[str, str]:
        """Ref -> what is typed there and not understood as an answer."""
        frames = self.body.findChildren(QuestionFrame)
        found = {frame.ref: frame.widget.unread for frame in frames if frame.widget.unread}
        for grid in self.body.findChildren(RepeatGrid):
            found |= grid.model.unread
        return found

    def set_missing(self, kind: Missing) -> bool:
        """Answer the focused question with don't know or refused; False when it is not offered."""
        for item in self._items:
            if not item.isAncestorOf(self.focusWidget() or self):
                continue
            if not isinstance(item, QuestionFrame):
                return item.set_missing(kind)
            frame = self._frame_of(self.focusWidget())
            return frame is not None and frame.set_missing(kind)
        return False
