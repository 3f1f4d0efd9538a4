"""The strip at the foot of a page: its keys at the left, F1 for all of them at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.page import ManyKeys, Page
from fieldsurvey.ui.shell.key_bar import FOOT_HEIGHT, KeyBar
from fieldsurvey.ui.shell.keys import Keys
from fieldsurvey.ui.shell.widgets import button, label


class PageFoot(QWidget):
    """As high as a sentence of one or two lines, which may lie over it."""

    def __init__(self, pages: Mapping[str, Page], show_all: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(FOOT_HEIGHT)
        self._pages = pages
        self._bars = QStackedWidget()
        self._made: dict[Keys, KeyBar] = {}
        everything = button(_("all keys"), show_all, "quiet")
        everything.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 2, 16, 2)
        row.setSpacing(6)
        row.addWidget(self._bars, 1)
        row.addWidget(label("F1", "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(everything)

    def show_page(self, name: str, page: QWidget) -> None:
        """Show the keys of the page that is open, or of the part of it that is shown."""
        keys = page.keys_now() if isinstance(page, ManyKeys) else self._pages[name].keys()
        if keys not in self._made:
            self._made[keys] = KeyBar((*keys, ("Ctrl+1…0", _("pages"))))
            self._bars.addWidget(self._made[keys])
        self._bars.setCurrentWidget(self._made[keys])
