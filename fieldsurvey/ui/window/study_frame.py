"""An open study in the window: the rail on the left, one page beside it. Which pages there are, the table says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import Changed, Topic
from fieldsurvey.ui.page import Desk, Group, Page, Screen
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.widgets import Banner, Button, drop, label

_NARROW = 1000  # logical pixels; below it the rail shows icons only


class StudyFrame(QWidget):
    """Rail and pages of an open study; a page is made when it is first turned to."""

    def __init__(self, desk: Desk, pages: tuple[Page, ...]) -> None:
        super().__init__()
        self._desk = desk
        self._table = {page.key: page for page in pages}
        self.page_name = pages[0].key
        self.banner = Banner()
        self.rail = Rail(desk, pages, self.show_page)
        self._open: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 12, 24, 0)
        holder.addWidget(self.banner)
        right.addLayout(holder)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.show_page(self.page_name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep the icons of the rail."""
        super().resizeEvent(event)
        self.rail.set_narrow(event.size().width() < _NARROW)

    def show_page(self, name: str) -> None:
        """Turn to a page by its key; one the table does not hold is none."""
        if name not in self._table:
            return
        if name not in self._open:
            self._open[name] = self._table[name].make(self._desk)
            self._stack.addWidget(self._open[name])
        self.page_name = name
        self._stack.setCurrentWidget(self._open[name])
        self.rail.show_page(name)

    def page(self, name: str) -> QWidget | None:
        """The page of that key, when it was turned to."""
        return self._open.get(name)

    def reload(self, changed: Changed) -> None:
        """Let each open page show what a write changed."""
        if Topic.FORMS in changed.topics:
            self._forget()
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


class Rail(QWidget):
    """The pages by name, how many interviews are not sent yet, and the way out."""

    def __init__(self, desk: Desk, pages: tuple[Page, ...], show: Callable[[str], None]) -> None:
        super().__init__()
        self._study, self._show = desk.study, show
        self._is_narrow = False
        self._words: dict[QPushButton, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = label(desk.study.cluster.name or desk.study.path.stem, "strong", wrap=True)
        self._name.setContentsMargins(8, 0, 8, 8)
        self._waiting = label("", "muted", wrap=True)
        self._waiting.setContentsMargins(8, 0, 8, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 12)
        column.setSpacing(4)
        column.addWidget(self._name)
        for page in (page for page in pages if page.group is Group.TOP):
            column.addWidget(self._button(page))
        column.addStretch(1)
        column.addWidget(self._waiting)
        for page in (page for page in pages if page.group is Group.FOOT):
            column.addWidget(self._button(page))
        leave = Button(theme.icon("back"), _("Close study"))
        leave.setIconSize(QSize(20, 20))
        leave.clicked.connect(desk.window.go_home)
        self._words[leave] = _("Close study")
        column.addWidget(leave)

    @property
    def words(self) -> list[str]:
        """What the buttons say, or tell in their tool tips, from the top."""
        return list(self._words.values())

    def set_narrow(self, narrow: bool, /) -> None:
        """Show icons only; the words move into tool tips."""
        self.setFixedWidth(56 if narrow else 184)
        self._is_narrow = narrow
        self._name.setVisible(not narrow)
        self._waiting.setVisible(not narrow and bool(self._waiting.text()))
        for button, word in self._words.items():
            button.setText("" if narrow else word)
            button.setToolTip(word if narrow else "")
            button.setAccessibleName(word)

    def show_page(self, name: str) -> None:
        """Mark the page that is open."""
        self._buttons[name].setChecked(True)
        self.show_waiting()

    def show_waiting(self) -> None:
        """Say how many interviews are not sent yet."""
        waiting = self._study.sync.waiting()
        self._waiting.setText(
            ngettext("1 interview is not sent yet", "{n} interviews are not sent yet", waiting)
            if waiting
            else ""
        )
        self._waiting.setVisible(bool(waiting) and not self._is_narrow)

    def _button(self, page: Page) -> QPushButton:
        word = page.word()
        button = Button(theme.icon(page.icon), word)
        button.setIconSize(QSize(20, 20))
        button.setCheckable(True)
        button.clicked.connect(lambda: self._show(page.key))
        self._group.addButton(button)
        self._buttons[page.key] = button
        self._words[button] = word
        return button
