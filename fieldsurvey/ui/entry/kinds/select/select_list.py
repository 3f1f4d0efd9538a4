"""A list of choices that opens under its field, inside the window; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.base import marks
from fieldsurvey.ui.entry.base.widget import plain_words
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import label
from fieldsurvey.xforms import Choice

_ROW, _AROUND, _MOST_ROWS = 34, 5, 10
_BEFORE, _AFTER, _BAR = 40, 10, 14
"""Pixels before the words of a line, after them, and what the scroll bar takes."""
_LEAST_WIDTH, _LOOKED_AT = 280, 400
Index = QModelIndex | QPersistentModelIndex


class FoundChoices(QAbstractListModel):
    """The choices that fit what is typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: Sequence[Choice] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        """Show others than before."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return plain_words(self.choices[index.row()].label) if is_text else None


class ChoiceList(QFrame):
    """A panel with the choices found, over the page; it goes when the page moves or something else is clicked."""

    picked = Signal(str)
    """Code of the choice that was clicked."""

    def __init__(self, field: QWidget, *, several: bool) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("role", "card")
        self.model = FoundChoices(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setProperty("role", "found")
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.delegate = _Lines(self.view, several)
        self.view.setItemDelegate(self.delegate)
        self.view.clicked.connect(self._on_clicked)
        CutRows(self.view)
        self.note = label("", "hint", wrap=True)
        self.note.setContentsMargins(10, 4, 10, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        self.hide()

    @property
    def here(self) -> Choice | None:
        """The choice the keyboard is on."""
        row = self.view.currentIndex().row()
        return self.model.choices[row] if 0 <= row < len(self.model.choices) else None

    def show_found(
        self, choices: Sequence[Choice], chosen: Collection[str], total: int, note: str = "", digits: int = 0
    ) -> None:
        """Open with these choices; `total` says of how many, the note why there are none, and `digits` how many a digit picks."""
        kept = self.here
        self.delegate.chosen = frozenset(chosen)
        self.delegate.digits = digits
        self.model.show(choices)
        at = next((n for n, choice in enumerate(choices) if kept is not None and choice == kept), -1)
        if at < 0:
            at = next((n for n, choice in enumerate(choices) if choice.value in chosen), 0)
        self._go(at)
        more = total - len(choices)
        said = note or (_("{n} more: type a few letters.").format(n=f"{more:,}") if more > 0 else "")
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self._open()

    def mark(self, chosen: Collection[str]) -> None:
        """Show what is chosen now."""
        self.delegate.chosen = frozenset(chosen)
        self.view.viewport().update()

    def unmark(self) -> None:
        """No line is marked: Enter takes none."""
        self.view.setCurrentIndex(QModelIndex())

    def move(self, step: int) -> None:  # type: ignore[override]
        """Put the keyboard's mark so many lines further."""
        count = len(self.model.choices)
        if count:
            self._go(min(max(self.view.currentIndex().row() + step, 0), count - 1))

    def _go(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        here = self.here
        if (
            here is not None and QAccessible.isActive()
        ):  # the keyboard is in the field, so nobody else says it
            said = QAccessibleAnnouncementEvent(self._field, plain_words(here.label))
            QAccessible.updateAccessibility(said)

    def _open(self) -> None:
        """Under the field, or over it where there is more room."""
        window = self.parentWidget()
        assert window is not None
        rows = min(max(len(self.model.choices), 0), _MOST_ROWS)
        self.view.setVisible(rows > 0)
        note = 0 if self.note.isHidden() else 34
        top_left = self._field.mapTo(window, QPoint(0, 0))
        width = self._width(window.width() - 8)
        self.delegate.width = width - 2 * _AROUND - 2 - _BAR
        self.view.setUniformItemSizes(not self.delegate.has_long(self.model.choices))
        tall = sum(self.delegate.height(choice) for choice in self.model.choices[:rows])
        wanted = tall + note + 2 * _AROUND + 2
        below = window.height() - (top_left.y() + self._field.height()) - 8
        above = top_left.y() - 8
        height = min(wanted, max(below, above))
        y = top_left.y() + self._field.height() + 2
        if wanted > below and above > below:
            y = top_left.y() - height - 2
        x = max(0, min(top_left.x(), window.width() - width - 4))
        self.setGeometry(QRect(x, y, width, height))
        if self.isHidden():
            self.show()
            self.raise_()
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)

    def _width(self, room: int) -> int:
        """As wide as the field, or as the longest choice where there is room for it."""
        around = _BEFORE + _AFTER + 2 * _AROUND + 2 + _BAR
        longest = max(
            (self.delegate.advance(choice) for choice in self.model.choices[:_LOOKED_AT]), default=0
        )
        return min(max(self._field.width(), _LEAST_WIDTH, longest + around), room)

    def shut(self) -> None:
        """Close it."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.choices[index.row()].value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is open: a click elsewhere and a page that moves close it."""
        if isinstance(event, QMouseEvent | QWheelEvent) and isinstance(watched, QWidget):
            pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
            is_ours = watched is self or self.isAncestorOf(watched) or watched is self._field
            if pressed and not is_ours:
                self.shut()
        elif (
            event.type() in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate)
            and watched is self.parentWidget()
        ):
            self.shut()
        return False


class _Lines(QStyledItemDelegate):
    """A line of the list: digit or mark, and the words."""

    def __init__(self, view: QListView, several: bool) -> None:
        super().__init__(view)
        self._view, self._several = view, several
        self.chosen: frozenset[str] = frozenset()
        self.width = _LEAST_WIDTH
        """Of a line; what is longer wraps."""
        self.digits = 0
        """So many lines, from the first, show the digit that picks them."""

    def advance(self, choice: Choice) -> int:
        """Pixels its words take on one line."""
        return self._view.fontMetrics().horizontalAdvance(plain_words(choice.label)) + 2

    def has_long(self, choices: Sequence[Choice]) -> bool:
        """Whether one of them needs more than a line."""
        room = self.width - _BEFORE - _AFTER
        return any(self._is_long(choice, room) for choice in choices[:_LOOKED_AT])

    def _is_long(self, choice: Choice, room: int) -> bool:
        letter = self._view.fontMetrics().height()  # none is wider than that
        return len(choice.label) * letter > room and self.advance(choice) > room

    def height(self, choice: Choice) -> int:
        """Of a line, or of as many as its words need."""
        room = self.width - _BEFORE - _AFTER
        if not self._is_long(choice, room):
            return _ROW
        wrapped = int(Qt.TextFlag.TextWordWrap)
        words = plain_words(choice.label)
        bounds = self._view.fontMetrics().boundingRect(QRect(0, 0, room, 100_000), wrapped, words)
        return max(_ROW, bounds.height() + 12)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, FoundChoices)
        return QSize(100, self.height(model.choices[index.row()]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = theme.colours()
        model = index.model()
        assert isinstance(model, FoundChoices)
        choice = model.choices[index.row()]
        rect, direction = option.rect, option.direction
        is_chosen = choice.value in self.chosen
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == self._view.currentIndex().row():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.selection))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)
            painter.fillRect(
                QStyle.visualRect(
                    direction, rect, QRect(rect.left() + 1, rect.top() + 8, 3, rect.height() - 16)
                ),
                QColor(c.accent),
            )
        mark = QRect(rect.left() + 12, rect.center().y() - 8, 18, 18)
        if self._several or is_chosen:
            place = QStyle.visualRect(direction, rect, mark)
            marks.mark(painter, place, is_chosen=is_chosen, several=self._several)
        elif index.row() < self.digits:
            painter.setPen(QColor(c.muted))
            painter.drawText(
                QStyle.visualRect(direction, rect, mark),
                Qt.AlignmentFlag.AlignCenter,
                str((index.row() + 1) % 10),
            )
        words = QStyle.visualRect(direction, rect, rect.adjusted(_BEFORE, 0, -_AFTER, 0))
        painter.setPen(QColor(c.text))
        side = (
            Qt.AlignmentFlag.AlignRight
            if direction == Qt.LayoutDirection.RightToLeft
            else Qt.AlignmentFlag.AlignLeft
        )
        side |= Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, side | Qt.TextFlag.TextWordWrap, plain_words(choice.label))
        painter.restore()
