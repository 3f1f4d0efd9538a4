"""What stands around a page: bar above, outline left, title, remarks right, bar below. Which page it is, the window knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.window.bars import Footer, TopBar
from fieldsurvey.ui.entry.window.sidebar import Sidebar
from fieldsurvey.ui.shell.widgets import Banner, label

_NARROW = 1080  # logical pixels


class EntryFrame(QWidget):
    """In a narrow window the remarks open at a click instead of standing beside the page."""

    def __init__(self, session: EntrySession) -> None:
        super().__init__()
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        session.setParent(self)
        self.banner = Banner()
        self.sidebar = Sidebar(session)
        self.top = TopBar(session.entry.languages)
        self._heading = label("", "title", wrap=True)
        self._page_state = label("", "muted")
        self._footer = Footer()
        self._middle = QVBoxLayout()
        self._left: QWidget | None = None

    def _lay_out(self, left: QWidget, above: QLayout, page: QWidget) -> None:
        """Put the outline, what stands above the questions, and the questions in their places."""
        self._left = left
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(36, 16, 36, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._page_state)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 8, 24, 0)
        holder.addWidget(self.banner)
        self._middle.addLayout(holder)
        self._middle.addLayout(head)
        self._middle.addLayout(above)
        self._middle.addWidget(page, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(self._middle, 1)
        row.addWidget(self.sidebar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        column.addWidget(self._footer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.top.side.setVisible(event.size().width() < _NARROW)
        self._show_sidebar()

    def _show_sidebar(self) -> None:
        is_narrow = self.width() < _NARROW
        self.sidebar.setVisible(not is_narrow or self.top.side.isChecked())
        if self._left is not None:
            self._left.setVisible(not (is_narrow and self.top.side.isChecked()))
        self.top.side.setText(_("Checks ({n})").format(n=self.sidebar.count))
