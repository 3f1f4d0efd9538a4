"""What stands where a list is empty: why, and a way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.ui.shell.widgets import button, label


class NothingHere(QWidget):
    """A sentence, and the buttons that help."""

    def __init__(
        self, begin: QPushButton, search_all: Callable[[], object], clear: Callable[[], object]
    ) -> None:
        super().__init__()
        self._why, self._more = label("", "strong"), label("", "muted")
        self._begin = begin
        self._all, self._clear = button("", search_all), button(_("Clear the search"), clear, "quiet")
        self._clear.setToolTip("Esc")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self._begin, self._all, self._clear):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for text in (self._why, self._more):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setWordWrap(True)
            column.addWidget(text)
        column.addLayout(row)
        column.addStretch(2)

    def say(self, why: str, *, may_begin: bool) -> None:
        """Nothing belongs here yet."""
        self._show(why, "", may_begin=may_begin)

    def say_not_found(self, text: str, here: int, elsewhere: int) -> None:
        """Nothing was found of what was typed: among how many was looked, and how many would be found in all interviews."""
        why = _("No name or answer has a word that begins with “{text}”.").format(text=text)
        more = ngettext(
            "Looked at: the 1 interview of this list.", "Looked at: the {n} interviews of this list.", here
        )
        found = ngettext("Show 1 found among all", "Show {n} found among all", elsewhere)
        self._show(why, more, found if elsewhere else "", is_search=True)

    def say_none_fits(self, why: str) -> None:
        """Something is asked for above that no interview fits."""
        self._show(why, "", is_search=True)
        self._clear.setText(_("Show all"))

    def _show(
        self,
        why: str,
        more: str,
        search_all: str = "",
        *,
        may_begin: bool = False,
        is_search: bool = False,
    ) -> None:
        self._why.setText(why)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._begin.setVisible(may_begin)
        self._all.setText(search_all)
        self._all.setVisible(bool(search_all))
        self._clear.setText(_("Clear the search"))
        self._clear.setVisible(is_search)
