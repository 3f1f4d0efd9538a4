"""The outline on the left: the sections of the interview with completeness, faults and checks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.markdown import bare
from fieldsurvey.ui.entry.paging import Pages
from fieldsurvey.ui.entry.reasons import why_not_asked
from fieldsurvey.ui.entry.session import EntrySession
from fieldsurvey.ui.parts import Ring, label

_NAMED = 28  # letters of a question's name in a reason; the banner names it in full


class _Line(QFrame):
    clicked = Signal()
    moved = Signal(int)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # reached with F6: Tab goes from answer to answer
        self.ring = Ring()
        self.title = label(title, wrap=True)
        self.marks = label("", "muted")
        self.skipped = label("–", "muted")
        self.skipped.setFixedWidth(16)
        self.skipped.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why = label("", "hint", wrap=True)
        self.why.setContentsMargins(24, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.why)
        row.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.skipped, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.title, 1)
        row.addWidget(self.marks, 0, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        theme.set_property(self, "here", value=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        theme.set_property(self, "here", value=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk the sections, Enter turns to one; Escape goes back to the page."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class Outline(QWidget):
    """The sections of the interview; a click turns to one."""

    turned = Signal(int)

    def __init__(self, session: EntrySession, pages: Pages) -> None:
        super().__init__()
        self.setObjectName("outline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(232)
        self._session, self._pages = session, pages
        self._current = 0
        self._lines: list[_Line] = []
        self._tallies: list[_Tally] = []
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(2)
        for number in range(len(pages)):
            line = _Line("")
            line.clicked.connect(lambda number=number: self.turned.emit(number))
            line.moved.connect(lambda step, number=number: self._walk(number + step))
            self._lines.append(line)
            column.addWidget(line)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area, 1)
        hint = label(_("Ctrl+G finds a question"), "muted")
        hint.setContentsMargins(16, 8, 8, 12)
        outer.addWidget(hint)
        self.refresh()

    def title_of(self, number: int) -> str:
        """The page's title in the interview's language."""
        page = self._pages[number]
        title = bare(self._session.entry.group_label(page.ref)) if page.ref else ""
        title = title or (_("General") if number >= page.parts else self._session.questionnaire.title)
        return f"{title} · {page.part}/{page.parts}" if page.parts > 1 else title

    def set_current(self, number: int) -> None:
        """Mark the page that is open."""
        before, self._current = self._current, number
        self._area.ensureWidgetVisible(self._lines[number], 0, 40)
        for line in (before, number):
            self._dress(line)

    def take_focus(self) -> None:
        """The keyboard goes to the section that is open."""
        self._walk(self._current)

    def _walk(self, number: int) -> None:
        line = self._lines[min(max(number, 0), len(self._lines) - 1)]
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(line, 0, 40)

    @property
    def share(self) -> float:
        """How much of what is asked is answered, 0 to 1, when it was last counted."""
        asked = sum(tally.asked for tally in self._tallies)
        return sum(tally.answered for tally in self._tallies) / asked if asked else 0.0

    def refresh(self) -> None:
        """Count anew what is answered, wrong and unlikely on each page."""
        self._tallies = [_Tally() for _page in self._pages.all]
        self._count(self._tallies)
        for number, (line, tally) in enumerate(zip(self._lines, self._tallies, strict=True)):
            line.title.setText(self.title_of(number))
            line.ring.set_share(tally.answered / tally.asked if tally.asked else 0.0)
            line.marks.setText(tally.marks)
            line.setAccessibleName(f"{line.title.text()}: {tally.said}")
            if lock := self._session.locks.of(self._pages[number].ref):
                line.ring.set_share(float(lock.is_finished))
                line.marks.setText(_("locked"))
                line.setAccessibleName(f"{line.title.text()}: {line.marks.text()}")
            self._dress(number)

    def _dress(self, number: int) -> None:
        """Whether the page is the one open, and whether it is asked at all."""
        line, is_open, is_current = self._lines[number], self._is_reached(number), number == self._current
        theme.set_property(line.title, "role", "strong" if is_current else "" if is_open else "muted")
        theme.set_property(line, "current", is_current)
        line.why.setText("" if is_open else self._why(number))
        line.why.setVisible(bool(line.why.text()))
        line.ring.setVisible(is_open)
        line.skipped.setVisible(not is_open)

    def _why(self, number: int) -> str:
        """Why a page is not asked, where that is not said just above already."""
        why, above = (
            why_not_asked(self._session, self._pages[n].ref, _NAMED) for n in (number, max(number - 1, 0))
        )
        return "" if number and why == above else why

    def _is_reached(self, number: int) -> bool:
        page = self._pages[number]
        return not page.ref or self._session.entry.relevant(page.ref)

    def _count(self, tallies: list[_Tally]) -> None:
        for ref, is_answered, has_fault in self._session.states():
            number = self._pages.at(ref)
            if number is not None:
                tally = tallies[number]
                tally.asked += 1
                tally.answered += is_answered
                tally.faults += has_fault
        for check in self._session.failed_checks:
            number = self._pages.at(check.question)
            if number is not None and not check.comment:
                tallies[number].checks += 1
        for ref in self._session.comments:
            number = self._pages.at(ref)
            if number is not None:
                tallies[number].comments += 1


@dataclass(slots=True)
class _Tally:
    asked: int = 0
    answered: int = 0
    faults: int = 0
    checks: int = 0
    comments: int = 0

    @property
    def said(self) -> str:
        """The same for who does not see it."""
        parts = [_("{answered} of {asked} answered").format(answered=self.answered, asked=self.asked)]
        parts += [_("{n} with a fault").format(n=self.faults)] if self.faults else []
        parts += [_("{n} checks").format(n=self.checks)] if self.checks else []
        parts += [_("{n} comments").format(n=self.comments)] if self.comments else []
        return ", ".join(parts)

    @property
    def marks(self) -> str:
        parts = [f"✕{self.faults}"] if self.faults else []
        parts += [f"▲{self.checks}"] if self.checks else []
        parts += [f"✎{self.comments}"] if self.comments else []
        return " ".join(parts)
