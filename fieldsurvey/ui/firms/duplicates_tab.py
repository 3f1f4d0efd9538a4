"""Entries that may be one firm, side by side: one of them is kept, or they are two. What was decided can be undone."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import Changed, Firm
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.ui.firms.lookalikes import reasons
from fieldsurvey.ui.firms.pair_view import PairView
from fieldsurvey.ui.firms.tab import Around, Tab
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import button, label

Index = QModelIndex | QPersistentModelIndex
_PAIRS, _NONE = range(2)
_LINE, _EDGE = 22, 6
"""Pixels of a line of a pair, and over and under the three."""


class PairsModel(QAbstractListModel):
    """The pairs, two lines each."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[Lookalike] = []

    def show(self, pairs: list[Lookalike]) -> None:
        """Show these."""
        self.beginResetModel()
        self.pairs = pairs
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or index.row() >= len(self.pairs):
            return None
        pair = self.pairs[index.row()]
        return f"{named(pair.one)}\n{named(pair.other)}\n{reasons(pair)}"


class PairLines(QStyledItemDelegate):
    """Paints a pair in three lines, each with the height of the tallest script."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 3 * _LINE + 2 * _EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: Any = option.rect
        c = theme.colours()
        if option.state & option.state.State_Selected:
            painter.fillRect(rect, QColor(c.selection))
        for number, text in enumerate(index.data().split("\n")):
            place = QRect(rect.left() + 12, rect.top() + _EDGE + number * _LINE, rect.width() - 20, _LINE)
            painter.setPen(QColor(c.muted if number == 2 else c.text))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(c.line))
        painter.restore()


class DuplicatesTab(QWidget):
    """1 keeps the left one, 2 the right one, 3 says they are two."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around, self._desk, self._study = around, around.desk, around.desk.study
        self.model = PairsModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("Entries that may be one firm"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setItemDelegate(PairLines(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("role", "pairs")
        CutRows(self.list)
        self.pair = PairView(self._study, self._desk.round)
        self._why = label("", wrap=True)
        self._build()
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._show_pair())
        self.list.activated.connect(lambda _index: self.open_left())
        around.lookalikes.found.connect(self._take)
        self.setFocusProxy(self.list)
        bind(
            self,
            {
                "1": self.keep_left,
                "2": self.keep_right,
                "3": self.keep_both,
                "Esc": self.open_left,
            },
        )
        self._take()

    def _build(self) -> None:
        why = sentence(self._study.why_read_only)
        self._buttons = [
            button("", self.keep_left),
            button("", self.keep_right),
            button(_("3  Two firms"), self.keep_both),
        ]
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in self._buttons:
            widget.setEnabled(not why)
            widget.setToolTip(why)
            row.addWidget(widget)
        row.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pair, 1)
        column.addLayout(row)
        if why:
            column.addWidget(label(why, "muted", wrap=True))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.addStretch(2)
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(self._why)
        middle.addStretch(3)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def reload(self, changed: Changed) -> None:
        """The pairs are looked for beside the window; what was decided here is taken out at once."""
        self._show_pair()

    def _take(self) -> None:
        """Show what was found; the pair that is looked at stays."""
        here, known = self.chosen(), self._around.lookalikes
        at = self.list.currentIndex().row()
        self.model.show(list(known.pairs))
        place = self._place_of(here.one.id, here.other.id) if here is not None else None
        self._choose(place if place is not None else at)
        self._why.setText(
            _("No two entries of the register look like one firm.")
            if known.is_ready
            else _("The firms are being compared by number, phone and name.")
        )
        self._stack.setCurrentIndex(_PAIRS if self.model.pairs else _NONE)

    def _place_of(self, one_id: str, other_id: str) -> int | None:
        wanted = {one_id, other_id}
        places = (at for at, pair in enumerate(self.model.pairs) if {pair.one.id, pair.other.id} == wanted)
        return next(places, None)

    def _choose(self, at: int) -> None:
        if self.model.pairs:
            place = min(max(at, 0), len(self.model.pairs) - 1)
            self.list.setCurrentIndex(self.model.index(place))
            self._show_pair()

    def show_pair(self, one_id: str, other_id: str) -> None:
        """Choose a pair."""
        at = self._place_of(one_id, other_id)
        if at is not None:
            self._choose(at)

    def chosen(self) -> Lookalike | None:
        """The pair that is looked at."""
        at = self.list.currentIndex().row()
        return self.model.pairs[at] if 0 <= at < len(self.model.pairs) else None

    def _show_pair(self) -> None:
        pair = self.chosen()
        if pair is not None:
            self.pair.show_pair(pair)
            self._buttons[0].setText(_("1  Keep {number}").format(number=f"{pair.one.number:04d}"))
            self._buttons[1].setText(_("2  Keep {number}").format(number=f"{pair.other.number:04d}"))

    # --- deciding ------------------------------------------------------------------------------------------------

    def keep_left(self) -> None:
        """They are one firm, and the left entry stays."""
        if (pair := self.chosen()) is not None:
            self._merge(pair.one, pair.other)

    def keep_right(self) -> None:
        """They are one firm, and the right entry stays."""
        if (pair := self.chosen()) is not None:
            self._merge(pair.other, pair.one)

    def _merge(self, kept: Firm, merged: Firm) -> None:
        if self._study.why_read_only:
            return
        words = _("{merged} is part of {kept} now, with its visits and sources.").format(
            merged=named(merged), kept=named(kept)
        )
        window, tasks, merged_id = self._desk.window, self._desk.tasks, merged.id
        tasks.write(
            lambda study: study.register.merge(kept.id, merged_id),
            self,
            done=lambda _changed: self._decided(
                merged_id, partial(window.offer_undo, words, partial(self._undo, merged_id))
            ),
        )

    def _undo(self, merged_id: str) -> None:
        self._desk.tasks.write(lambda study: study.register.unmerge(merged_id))

    def keep_both(self) -> None:
        """They are two firms, and are not proposed again."""
        pair = self.chosen()
        if pair is None or self._study.why_read_only:
            return
        one, other = pair.one, pair.other
        words = _("{one} and {other} are two firms.").format(one=named(one), other=named(other))
        self._desk.tasks.write(
            lambda study: study.register.keep_apart(one.id, other.id),
            self,
            done=lambda _changed: self._decided(
                "", partial(self._desk.window.offer_undo, words, partial(self._undo_apart, one.id, other.id))
            ),
        )

    def _undo_apart(self, one_id: str, other_id: str) -> None:
        self._desk.tasks.write(lambda study: study.register.may_be_one(one_id, other_id))

    def _decided(self, gone_id: str, tell: partial[None]) -> None:
        """The next pair comes at once; that all are looked for anew takes longer."""
        here = self.chosen()
        at = self.list.currentIndex().row()
        left = [
            pair
            for pair in self.model.pairs
            if pair is not here and gone_id not in (pair.one.id, pair.other.id)
        ]
        self.model.show(left)
        self._stack.setCurrentIndex(_PAIRS if left else _NONE)
        if not left:
            self._why.setText(_("No two entries of the register look like one firm."))
        self._choose(at)
        self.list.setFocus()
        tell()

    def open_left(self) -> None:
        """Look at the first of the two in the register."""
        if (pair := self.chosen()) is not None:
            self._around.ways.show_firm(pair.one.id)


def named(firm: Firm) -> str:
    """Number and name."""
    return f"{firm.number:04d} {firm.name}"


TAB = Tab(
    key="duplicates",
    word=lambda: _("Duplicates"),
    make=DuplicatesTab,
    keys=lambda: (
        ("↑ ↓", _("walk")),
        ("1", _("keep the left one")),
        ("2", _("keep the right one")),
        ("3", _("they are two firms")),
        ("Esc", _("back to the list")),
    ),
    number=lambda around: len(around.lookalikes.pairs),
)
