"""The pages of an interview that are at hand: those turned to lately, and the next one, built while the person types."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldsurvey.ui.entry.window.entry_page import EntryPage

_KEPT = 8
_PREPARE_AFTER_MS = 150


class PageStack(QStackedWidget):
    """Shows one page and keeps a few; `make` builds the page of a number, `following` says which comes next."""

    def __init__(
        self, make: Callable[[int, QWidget], EntryPage], following: Callable[[], int | None]
    ) -> None:
        super().__init__()
        self._make, self._following = make, following
        self._kept: dict[int, EntryPage] = {}
        self._preparing = QTimer(self)
        self._preparing.setSingleShot(True)
        self._preparing.setInterval(_PREPARE_AFTER_MS)
        self._preparing.timeout.connect(self._prepare_next)

    @property
    def page(self) -> EntryPage | None:
        """The page that is shown."""
        page = self.currentWidget()
        return page if isinstance(page, EntryPage) else None

    def turn_to(self, number: int) -> EntryPage:
        """Show a page; it is there at once, whole or in its upper part."""
        page = self._kept.pop(number, None) or self._new(number)
        self._kept[number] = page  # the last one used stands last
        page.resize(self.size())
        self.setCurrentWidget(page)
        page.revive()
        page.show_first()
        self._drop_old()
        return page

    def _new(self, number: int) -> EntryPage:
        page = self._make(number, self)
        page.resize(self.size())
        page.completed.connect(self._preparing.start)
        self.addWidget(page)
        return page

    def _drop_old(self) -> None:
        """Those not used lately; one on which something typed waits to be understood stays."""
        for number in list(self._kept)[: max(0, len(self._kept) - _KEPT)]:
            if not self._kept[number].unread():
                page = self._kept.pop(number)
                self.removeWidget(page)
                page.deleteLater()

    def forget(self, numbers: Iterable[int]) -> None:
        """Take pages away that must not be shown as they stand."""
        for number in set(numbers) & set(self._kept):
            page = self._kept.pop(number)
            self.removeWidget(page)
            page.deleteLater()

    def _prepare_next(self) -> None:
        number = self._following()
        if number is not None and number not in self._kept:
            page = self._new(number)
            self._kept = {number: page, **self._kept}  # prepared, but not used yet
            page.prepare()

    def unread(self) -> dict[str, str]:
        """Ref -> what is typed on a page at hand and not understood as an answer."""
        return {ref: text for page in self._kept.values() for ref, text in page.unread().items()}
