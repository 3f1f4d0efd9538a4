"""What stands around a page: bar above, outline left, title, remarks right, bar below. Which page it is, the window knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.window.bars import Footer, TopBar
from fieldsurvey.ui.entry.window.sidebar import Sidebar
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.message_bar import MessageBar
from fieldsurvey.ui.shell.widgets import label

_NARROW = 1080  # logical pixels


class EntryFrame:
    """In a narrow window the remarks open at a click instead of standing beside the page."""

    def __init__(self, window: QWidget, sidebar: Sidebar, languages: Sequence[str]) -> None:
        self._window = window
        self.sidebar = sidebar
        self.top = TopBar(languages)
        self.heading = label("", "title", wrap=True)
        self.page_state = label("", "muted")
        self.head = QWidget()
        """Title and counter, side by side: they turn round together."""
        self.footer = Footer()
        self.banner = MessageBar(window)
        self.banner.keep_clear_of(self.footer.back, self.footer.next)
        self.middle, self.side = QVBoxLayout(), QVBoxLayout()
        self._asked: tuple[QWidget, ...] = ()
        self._is_ending = False
        self._left: QWidget | None = None
        self._width = _NARROW

    def lay_out(self, left: QWidget, above: QLayout, strip: QWidget, page: QWidget) -> None:
        """Put the outline, what stands above the questions (a strip in it), and the questions in their places in the window."""
        self._left, self._asked = left, (self.head, strip, page)
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.middle.setSpacing(0)
        head = QHBoxLayout(self.head)
        head.setContentsMargins(36, 24, 36, 0)
        head.setSpacing(24)
        head.addWidget(self.heading, 1)
        head.addWidget(self.page_state)
        self.middle.addWidget(self.head)
        self.middle.addLayout(above)
        self.middle.addWidget(page, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(self.middle, 1)
        self.side.setContentsMargins(0, 0, 0, 0)
        self.side.addWidget(self.sidebar)
        row.addLayout(self.side)
        column = QVBoxLayout(self._window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        column.addWidget(self.footer)

    def say_page(self, title: str, number: int, of: int) -> None:
        """Which page is open, among those that are asked."""
        self.heading.setText(title)
        self.page_state.setText(_("page {n} of {all}").format(n=number, all=of))

    def fit(self, width: int) -> None:
        """Take on the window's width, in logical pixels."""
        self._width = width
        self.show_sidebar()

    def show_missing(self, *, is_there: bool) -> None:
        """What is missing takes the place of questions and remarks, in a narrow window of the outline too; or gives it back."""
        self._is_ending = is_there
        self._show_asked(is_asked=not is_there)
        self.show_sidebar()
        self.footer.show_keys(is_ending=is_there)

    def show_summary(self, *, is_there: bool) -> None:
        """The answers are read back in the place of the questions; finalising is what comes next then."""
        self._show_asked(is_asked=not is_there)
        self.footer.setVisible(not is_there)
        theme.set_property(self.top.finalise, "kind", "primary" if is_there else "")

    def _show_asked(self, *, is_asked: bool) -> None:
        for widget in self._asked:
            widget.setVisible(is_asked)

    def show_sidebar(self) -> None:
        """Show the remarks beside the page, or, in a narrow window, in place of the outline when they are asked for."""
        is_narrow = self._width < _NARROW
        self.top.side.setVisible(is_narrow and not self._is_ending)
        self.sidebar.setVisible(not self._is_ending and (not is_narrow or self.top.side.isChecked()))
        if self._left is not None:
            self._left.setVisible(not (is_narrow and (self._is_ending or self.top.side.isChecked())))
        self.top.side.setText(_("Checks ({n})").format(n=self.sidebar.count))
