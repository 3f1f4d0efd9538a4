"""The outline on the left: the sections of the interview with completeness, faults and checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.records import SectionLock
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.paging import Pages
from fieldsurvey.ui.entry.session.relevance import why_not_asked
from fieldsurvey.ui.entry.window.section_line import SectionLine, SectionState
from fieldsurvey.ui.shell.widgets import label

_LONGEST = 60  # letters of a title
_NAMED = 28  # letters of a question's name in a reason; the banner names it in full


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
        self._missing: frozenset[str] = frozenset()
        self.lines: list[SectionLine] = []
        self._tallies: list[_Tally] = []
        self._reasons = [""] * len(pages)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(2)
        for number in range(len(pages)):
            line = SectionLine()
            line.clicked.connect(lambda number=number: self.turned.emit(number))
            line.moved.connect(lambda step, number=number: self._walk(number + step))
            self.lines.append(line)
            column.addWidget(line)
        column.addStretch(1)
        self._area = _WholeLines(self.lines)
        self._area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area, 1)
        hint = label(_("Ctrl+G finds a question"), "muted")
        hint.setContentsMargins(16, 8, 8, 12)
        outer.addWidget(hint)
        self.refresh()

    def title_of(self, number: int) -> str:
        """The page's title in the interview's language: its group's whole label, or the head of what it begins with."""
        entry = self._session.entry
        for ref in self._pages[number].titles:
            said = entry.label(ref) if has(entry, ref) else self._written(ref)
            title = " ".join(bare(said).split())
            if title:
                node = entry.form.node(ref)
                return title if node is None or node.control is None else _shortened(title)
        return self._session.questions.questionnaire.title

    def _written(self, ref: str) -> str:
        """The label of a repeat as the form has it: it has as many nodes as rows, and may have none."""
        entry = self._session.entry
        node = entry.form.node(ref)
        return entry.form.words(node.question.label, entry.language) if node and node.question else ""

    def short_title_of(self, number: int) -> str:
        """The title where there is room for a line or two."""
        return _shortened(self.title_of(number))

    def section_of(self, ref: str) -> str:
        """The short title of the page a question stands on; "" for none."""
        number = self._pages.at(ref)
        return self.short_title_of(number) if number is not None else ""

    def show_missing(self, refs: Iterable[str]) -> None:
        """Finalising was tried: needed answers that are missing are faults from now on."""
        self._missing |= frozenset(refs)
        self.refresh()

    def set_current(self, number: int) -> None:
        """Mark the page that is open."""
        before, self._current = self._current, number
        self._area.ensureWidgetVisible(self.lines[number], 0, 40)
        for line in (before, number):
            self._show(line)

    def take_focus(self) -> None:
        """The keyboard goes to the section that is open."""
        self._walk(self._current)

    def _walk(self, number: int) -> None:
        line = self.lines[min(max(number, 0), len(self.lines) - 1)]
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
        for lock in self._session.locks:
            self._tallies[self._pages.at(lock.ref) or 0].lock = lock
        self._say_why()
        for number in range(len(self.lines)):
            self._show(number)
        QTimer.singleShot(0, self, self._area.cover)

    def _show(self, number: int) -> None:
        """How the page stands, whether it is the one open, and whether it is asked at all."""
        tally, is_open, title = self._tallies[number], self._is_reached(number), self.title_of(number)
        short = self.short_title_of(number)
        self.lines[number].show_state(
            SectionState(
                title=short if tally.lock is None else f"{short} · {tally.said}",
                share=tally.share,
                marks=tally.marks,
                why=self._reasons[number],
                is_open=is_open,
                is_current=number == self._current,
            ),
            f"{title}: {tally.said}",
        )

    def _say_why(self) -> None:
        """Why pages are not asked, each reason where it comes first: below, it would only be repeated."""
        said: set[str] = set()
        for number, page in enumerate(self._pages.all):
            why = "" if self._is_reached(number) else why_not_asked(self._session.questions, page.ref, _NAMED)
            self._reasons[number] = "" if why in said else why
            said.add(why)

    def _is_reached(self, number: int) -> bool:
        page = self._pages[number]
        return not page.ref or self._session.entry.relevant(page.ref)

    def _count(self, tallies: list[_Tally]) -> None:
        for ref, is_answered, has_fault in self._session.answers.states():
            number = self._pages.at(ref)
            if number is not None:
                tally = tallies[number]
                tally.asked += 1
                tally.answered += is_answered
                tally.faults += has_fault or (ref in self._missing and not is_answered)
        for check in self._session.checks.open:
            number = self._pages.at(check.question)
            if number is not None:
                tallies[number].checks += 1
        for ref in self._session.notes.comments:
            number = self._pages.at(ref)
            if number is not None:
                tallies[number].comments += 1


class _WholeLines(QScrollArea):
    """Lines of many heights that end with a whole row of letters above and below: what would be cut is covered."""

    def __init__(self, lines: Sequence[SectionLine]) -> None:
        super().__init__()
        self._lines = lines
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.above, self.below = (QWidget(self) for _cover in range(2))
        for cover in (self.above, self.below):
            cover.setObjectName("outline-cover")
            cover.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            cover.hide()
        self.verticalScrollBar().valueChanged.connect(self.cover)
        self.verticalScrollBar().rangeChanged.connect(self.cover)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cover()

    def cover(self) -> None:
        """Lines changed, or the list was moved."""
        room, at = self.viewport().size(), self.verticalScrollBar().value()
        end, begin = room.height(), 0
        for line in self._lines:
            top = line.y() - at
            if top < 0 < top + line.height():
                begin = min(top + place for place in line.breaks if top + place >= 0)
            if top < room.height() < top + line.height():
                end = max(top + place for place in line.breaks if top + place <= room.height())
        self._lay(self.above, 0, begin)
        self._lay(self.below, end, room.height() - end)

    def _lay(self, cover: QWidget, top: int, height: int) -> None:
        cover.setGeometry(self.viewport().x(), self.viewport().y() + top, self.viewport().width(), height)
        cover.setVisible(height > 0)


@dataclass(slots=True)
class _Tally:
    asked: int = 0
    answered: int = 0
    faults: int = 0
    checks: int = 0
    comments: int = 0
    lock: SectionLock | None = None

    @property
    def share(self) -> float:
        """Of what is asked; of a locked section only whether it is finished."""
        if self.lock is not None:
            return float(self.lock.is_finished)
        return self.answered / self.asked if self.asked else 0.0

    @property
    def said(self) -> str:
        """The same for who does not see it."""
        if self.lock is not None:
            return _("locked")
        parts = [_("{answered} of {asked} answered").format(answered=self.answered, asked=self.asked)]
        parts += [_("{n} with a fault").format(n=self.faults)] if self.faults else []
        parts += [_("{n} checks").format(n=self.checks)] if self.checks else []
        parts += [_("{n} comments").format(n=self.comments)] if self.comments else []
        return ", ".join(parts)

    @property
    def marks(self) -> str:
        if self.lock is not None:
            return ""
        parts = [f"✕{self.faults}"] if self.faults else []
        parts += [f"▲{self.checks}"] if self.checks else []
        parts += [f"✎{self.comments}"] if self.comments else []
        return " ".join(parts)


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
