"""The card with the interviews that wait, and what stands there when none does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import QueueRow
from fieldsurvey.ui.review.queue_list import QueueList
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import ElidedLabel, button, label


class QueuePane(QFrame):
    """Turns to an interview when another line is chosen."""

    def __init__(self, turn_to: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._turn_to = turn_to
        self.list = QueueList()
        self.list.setProperty("role", "bare")
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._on_chosen())
        self._head = label("", "strong")
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 10)
        order = ElidedLabel("muted")
        order.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        order.say(_("flagged first"))
        row.addWidget(self._head)
        row.addWidget(order, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 8)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(WholeRows(self.list), 1)
        self._is_changing = False

    @property
    def rows(self) -> list[QueueRow]:
        """What waits, in this order."""
        return self.list.queue.rows

    def show(self, rows: list[QueueRow], wanted: str) -> None:  # type: ignore[override]
        """Other rows; the wanted one is chosen, or the first."""
        self._is_changing = True
        waiting = _("Waiting")
        self._head.setText(f"{waiting}  {len(rows)}")
        self.list.queue.show(rows)
        self._choose(next((n for n, row in enumerate(rows) if row.instance_id == wanted), 0))
        self._is_changing = False

    def _choose(self, number: int) -> None:
        index = self.list.queue.index(number)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def walk(self, step: int) -> None:
        """So many lines further."""
        self._choose(self.list.currentIndex().row() + step)

    def here(self) -> str:
        """The interview that is chosen; "" where none waits."""
        index = self.list.currentIndex()
        return self.rows[index.row()].instance_id if index.isValid() and self.rows else ""

    def around(self, instance_id: str) -> Iterator[str]:
        """The one after it and the one before, which are likely the next to be read."""
        ids = [row.instance_id for row in self.rows]
        at = ids.index(instance_id) if instance_id in ids else -1
        yield from (ids[n] for n in (at + 1, at - 1) if 0 <= n < len(ids) and at >= 0)

    def after(self, decided: list[str]) -> str:
        """The first one behind these that is none of them; else the one before."""
        ids = [row.instance_id for row in self.rows]
        at = min((ids.index(one) for one in decided if one in ids), default=0)
        return next((one for one in (*ids[at:], *reversed(ids[:at])) if one not in decided), "")

    def _on_chosen(self) -> None:
        if not self._is_changing:
            self._turn_to(self.here())


class NothingWaits(QWidget):
    """All is decided: a sentence and the way to the interviews."""

    def __init__(self, to_interviews: Callable[[], object]) -> None:
        super().__init__()
        words = label(
            _("Nothing waits for the review. What is finalised comes here to be approved or returned."),
            wrap=True,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Interviews"), to_interviews, icon="interviews"))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(words)
        column.addLayout(row)
        column.addStretch(2)
