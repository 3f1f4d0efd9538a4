"""An open study in the window: the rail on the left, one page beside it. Which pages there are, the table says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Changed, Topic
from fieldsurvey.ui.page import Desk, ManyKeys, Page, Screen
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.key_sheet import KeySheet
from fieldsurvey.ui.shell.keys import Keys, bind
from fieldsurvey.ui.shell.message_bar import MessageBar
from fieldsurvey.ui.shell.widgets import drop
from fieldsurvey.ui.window.page_foot import PageFoot
from fieldsurvey.ui.window.rail import Rail

_NARROW = 1000  # logical pixels; below it the rail shows icons only


class StudyFrame(QWidget):
    """Rail and pages of an open study; a page is made when it is first turned to."""

    def __init__(self, desk: Desk, pages: tuple[Page, ...]) -> None:
        super().__init__()
        self._desk = desk
        self._table = {page.key: page for page in pages}
        self.page_name = pages[0].key
        self.rail = Rail(desk, pages, self.show_page)
        self._open: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.foot = PageFoot(self._table, self.show_keys)
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)
        self.banner = MessageBar(self._right)
        for part in (self._right, self.rail):  # the rail last: its words may lie over the page
            part.setParent(self)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        desk.round.changed.connect(self._on_round)
        self._bind(pages)
        self.show_page(self.page_name)

    def _bind(self, pages: tuple[Page, ...]) -> None:
        turns = {
            f"Ctrl+{number % 10}": lambda key=page.key: self.show_page(key)
            for number, page in enumerate(pages[:10], 1)
        }
        bind(self, {"F1": self.show_keys, "Ctrl+Z": self.banner.undo, **turns})

    def all_keys(self) -> list[tuple[str, Keys]]:
        """(heading, keys) of the page that is open and of every page: what F1 shows."""
        page = self._table[self.page_name]
        everywhere = (
            ("Ctrl+1 … Ctrl+9, Ctrl+0", _("the pages, from the top")),
            ("Tab", _("the next thing on the page")),
            (_("Alt held"), _("the names of the pages, in a narrow window")),
            ("Ctrl+Z", _("bring back what was just deleted")),
            ("Ctrl+Shift+L", _("lock the study now")),
            ("F1", _("this sheet")),
        )
        return [(page.word(), self._keys_of(page)), (_("On every page"), everywhere)]

    def _keys_of(self, page: Page) -> Keys:
        """The keys of the part that is shown first, then those of the other parts."""
        shown = self._open.get(page.key)
        now = shown.keys_now() if isinstance(shown, ManyKeys) else ()
        return tuple(dict.fromkeys((*now, *page.keys())))

    def show_keys(self) -> None:
        """All keys of the page on one sheet."""
        KeySheet(self, _("Keys"), self.all_keys()).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep the icons of the rail, with their numbers."""
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        self.rail.set_narrow(width < _NARROW)
        self.rail.setGeometry(0, 0, self.rail.width(), height)
        self._right.setGeometry(self.rail.room, 0, width - self.rail.room, height)

    def show_page(self, name: str) -> None:
        """Turn to a page by its key; one the table does not hold is none."""
        if name not in self._table:
            return
        if name not in self._open:
            self._open[name] = self._table[name].make(self._desk)
            self._stack.addWidget(self._open[name])
            made = self._open[name]
            if isinstance(made, ManyKeys):
                made.keys_changed.connect(self._show_keys_now)
        self.page_name = name
        page = self._open[name]
        self._stack.setCurrentWidget(page)
        self.rail.show_page(name)
        self.foot.show_page(name, page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)  # so that its keys act at once, and Tab goes on in it

    def _show_keys_now(self) -> None:
        page = self._open.get(self.page_name)
        if page is not None:
            self.foot.show_page(self.page_name, page)

    def page(self, name: str) -> QWidget | None:
        """The page of that key, when it was turned to."""
        return self._open.get(name)

    def _on_round(self) -> None:
        """Another round is shown: its firms, visits and coverage."""
        self.reload(Changed(frozenset({Topic.FIELDWORK})))

    def reload(self, changed: Changed) -> None:
        """Let each open page show what a write changed."""
        if Topic.FORMS in changed.topics:
            self._forget()
        if Topic.STUDY in changed.topics:
            self._desk.round.read_again()
        for name, screen in self._screens():
            if self._table[name].topics & changed.topics:
                screen.reload(changed)
        self.rail.show_waiting()

    def put_down(self) -> str:
        """Ask every open page to keep what is typed on it; the first reason why one could not, "" when all could."""
        said = [screen.put_down() for _name, screen in self._screens()]
        return next(filter(None, said), "")

    @property
    def is_saved(self) -> bool:
        """Whether nothing typed on any page waits to be kept."""
        return all(screen.is_saved for _name, screen in self._screens())

    def _screens(self) -> Iterator[tuple[str, Screen]]:
        for name, page in self._open.items():
            yield name, cast(Screen, page)

    def _forget(self) -> None:
        """Pages that list the forms are made anew when they are next turned to; one at work, or with something typed, stays."""
        for name, screen in list(self._screens()):
            page = self._open[name]
            is_busy = any(work.is_running for work in page.findChildren(LongWork))
            if name != self.page_name and not is_busy and screen.is_saved:
                drop(self._stack, self._stack.indexOf(self._open.pop(name)))
