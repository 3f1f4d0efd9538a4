"""The answers of one section, in the middle: the answer, the last round, how the others stand, and remarks under their questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from fieldsurvey.i18n import _, language
from fieldsurvey.numbers import amount_in_words, grouped
from fieldsurvey.records import Beside
from fieldsurvey.ui.review.case import Line
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import label

NUMBER, QUESTION, ANSWER, EARLIER, AMONG = range(5)
LINE = int(Qt.ItemDataRole.UserRole)
_LEAST, _REMARK = 34, 74
_STRIP = 64
_PADDING = 24
_TIGHT, _NARROW = 520, 380
"""Pixels of the table below which columns give way."""
_YEARS = (1800, 2200)
_LAKH = 100_000
Index = QModelIndex | QPersistentModelIndex


class AnswersModel(QAbstractTableModel):
    """Lines of a section; a remark is a line of its own under its question."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line | str] = []
        """A text is the ref of a remark."""
        self._heads = ["", "", "", "", ""]
        self._is_pair = False

    def show(self, lines: list[Line | str], earlier: str, among: str, answer: str = "") -> None:
        """Other lines, and what the last two columns are called; with a word for the answers' they are two interviews side by side."""
        self.beginResetModel()
        self.lines = lines
        self._is_pair = bool(answer)
        self._heads = ["", _("Question"), answer or _("Answer"), earlier, among]
        self.endResetModel()

    def head(self, column: int) -> str:
        """What a column is called; "" where it has nothing to say."""
        return self._heads[column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if way is Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._heads[section]
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | _side(section))
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if isinstance(line, str):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | _side(index.column()))
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(
                theme.colours().muted if self._is_quiet(line, index.column()) else theme.colours().text
            )
        if role == Qt.ItemDataRole.BackgroundRole and line.is_far:
            return QColor(theme.colours().warn_ground)
        return _font(line, index.column()) if role == Qt.ItemDataRole.FontRole else None

    def _is_quiet(self, line: Line, column: int) -> bool:
        if column == EARLIER and self._is_pair:
            return line.is_same
        return line.is_same or column in (NUMBER, EARLIER, AMONG) or (line.is_missing and column == ANSWER)


def _text(line: Line, column: int) -> str:
    number = str(line.number) if line.number else ""
    return (number, line.label, line.words, line.earlier, said_beside(line.beside, line.words))[column]


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column in (NUMBER, ANSWER, EARLIER) else Qt.AlignmentFlag.AlignLeft


def _font(line: Line, column: int) -> QFont | None:
    font = QFont(QApplication.font())
    font.setPixelSize(13)
    if line.is_missing and column == ANSWER:
        font.setItalic(True)
    elif (column == ANSWER and not line.is_same) or not line.ref:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def said_beside(beside: Beside | None, words: str) -> str:
    """Quartiles in short figures, or how many said the same."""
    if beside is None:
        return ""
    if beside.usual is not None:
        return " · ".join(map(_short, (beside.usual.low, beside.usual.median, beside.usual.high)))
    return _("{same} of {firms} the same").format(same=beside.same, firms=beside.firms)


def _short(value: float) -> str:
    if value == int(value) and _YEARS[0] <= value <= _YEARS[1]:
        return str(int(value))  # it may be a year, which has no comma
    if abs(value) < _LAKH:
        return grouped(value, 0 if value == int(value) or abs(value) >= 100 else 1)
    return amount_in_words(value, language())


class AnswersTable(QTableView):
    """Up and Down walk the questions; what does not fit in a line takes two."""

    def __init__(self, written: Callable[[str, str], object]) -> None:
        """`written`: (ref, remark) after each change of one."""
        super().__init__()
        self._written = written
        self.answers = AnswersModel()
        self.setModel(self.answers)
        self.setItemDelegateForColumn(AMONG, _Strip(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LEAST)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QUESTION, QHeaderView.ResizeMode.Stretch)
        for column, width in ((NUMBER, 52), (ANSWER, 150), (EARLIER, 110), (AMONG, 176)):
            self.setColumnWidth(column, width)
        self.setAccessibleName(_("Answers"))
        self.fields: dict[str, QLineEdit] = {}
        self._is_tight = self._is_narrow = False
        self._is_changing = self._is_pair = False
        CutRows(self)
        header.sectionResized.connect(lambda *_a: self._fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the figures beside the strip give way, then the strip, then the last round."""
        super().resizeEvent(event)
        width = event.size().width()
        self._is_tight, self._is_narrow = width < _TIGHT, width < _NARROW
        self._share_width()
        self._hide_columns()

    def _share_width(self) -> None:
        """Two interviews side by side have as much room each."""
        half = max(110, int((self.viewport().width() - self.columnWidth(NUMBER)) * 0.3))
        self.setColumnWidth(ANSWER, half if self._is_pair else 110 if self._is_tight else 150)
        self.setColumnWidth(EARLIER, half if self._is_pair else 110)
        self.setColumnWidth(AMONG, 176 if not self._is_tight else _STRIP + 20)

    def _hide_columns(self) -> None:
        among, earlier = self.answers.head(AMONG), self.answers.head(EARLIER)
        self.setColumnHidden(AMONG, not among or self._is_narrow)
        self.setColumnHidden(EARLIER, not earlier or (self._is_narrow and bool(among)))

    def _fit(self) -> None:
        """As many lines to a row as its words take; once, however many columns moved meanwhile."""
        if self._is_changing:
            return
        for number, line in enumerate(self.answers.lines):
            self.setRowHeight(number, _REMARK if isinstance(line, str) else self._height(line))

    def _height(self, line: Line) -> int:
        """Qt's own reckoning leaves the padding of the style sheet out, and cuts the last line."""
        tallest = 0
        for column in (QUESTION, ANSWER, EARLIER):
            font = _font(line, column)
            if self.isColumnHidden(column) or font is None:
                continue
            room = QRect(0, 0, max(40, self.columnWidth(column) - _PADDING), 10_000)
            wrapped = QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, _text(line, column))
            tallest = max(tallest, wrapped.height())
        return max(_LEAST, tallest + 12)

    def show_lines(
        self, lines: list[Line], remarks: dict[str, str], earlier: str, among: str, answer: str = ""
    ) -> None:
        """The lines of a section, each remark under its question; the one on the interview as a whole comes first.

        `answer` and `earlier` name two interviews that are shown side by side.
        """
        shown: list[Line | str] = [""] if "" in remarks else []
        for line in lines:
            shown.append(line)
            if line.ref and line.ref in remarks:
                shown.append(line.ref)
        self.fields = {}
        self._is_changing = True
        self.clearSpans()
        self.answers.show(shown, earlier, among, answer)
        self._is_pair = bool(answer)
        self._share_width()
        self._hide_columns()
        self._is_changing = False
        self._fit()
        for number, one in enumerate(shown):
            if isinstance(one, str):
                self._put_remark(number, one, remarks[one], lines)
            elif not one.ref:
                self.setSpan(number, QUESTION, 1, AMONG - QUESTION + 1)
        if not self.currentIndex().isValid() and shown:
            self.selectRow(next((n for n, one in enumerate(shown) if isinstance(one, Line) and one.ref), 0))

    def _put_remark(self, row: int, ref: str, text: str, lines: list[Line]) -> None:
        number = next((line.number for line in lines if line.ref == ref), 0)
        head = (
            _("Your remark on {number}").format(number=number) if ref else _("Your remark on the interview")
        )
        field = QLineEdit(text)
        field.setAccessibleName(head)
        field.textChanged.connect(lambda typed: self._written(ref, typed))
        field.returnPressed.connect(self.setFocus)
        frame = QFrame()
        frame.setProperty("role", "remark")
        column = QVBoxLayout(frame)
        column.setContentsMargins(40, 4, 16, 6)
        column.setSpacing(2)
        column.addWidget(label(head, "muted"))
        column.addWidget(field)
        self.setSpan(row, NUMBER, 1, AMONG + 1)
        self.setIndexWidget(self.answers.index(row, NUMBER), frame)
        self.fields[ref] = field

    def edit_remark(self, ref: str) -> None:
        """Put the keyboard into a remark, and bring it in sight with its question."""
        field = self.fields.get(ref)
        if field is not None:
            row = self.answers.lines.index(ref)
            self.scrollTo(self.answers.index(max(0, row - 1), QUESTION))
            self.scrollTo(self.answers.index(row, NUMBER))
            field.setFocus()

    def here(self) -> str:
        """The ref of the question at which the person is; "" at none."""
        row = self.currentIndex().row()
        while row >= 0:
            line = self.answers.lines[row]
            if isinstance(line, Line):
                return line.ref
            if line:
                return line
            row -= 1
        return ""

    def go_to(self, matches: Callable[[str], bool]) -> None:
        """Choose the first question whose ref matches, and bring it in sight."""
        for number, line in enumerate(self.answers.lines):
            if isinstance(line, Line) and line.ref and matches(line.ref):
                self.selectRow(number)
                self.scrollTo(self.answers.index(number, QUESTION))
                return


class _Strip(QStyledItemDelegate):
    """The middle half of the others as a box, their median as a stroke, this answer as a point."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        beside = line.beside if isinstance(line, Line) else None
        if beside is None or beside.usual is None:
            super().paint(painter, option, index)
            return
        c, rect = theme.colours(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_here = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_here or line.is_far:
            painter.fillRect(rect, QColor(c.selection if is_here else c.warn_ground))
        room = QRectF(rect.left() + 8, rect.center().y() - 5, _STRIP, 10)
        _draw(painter, room, line)
        painter.setPen(QColor(c.muted))
        text = rect.adjusted(_STRIP + 20, 0, -4, 0)
        said = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(c.line))
        painter.restore()


def _draw(painter: QPainter, room: QRectF, line: Line) -> None:
    c = theme.colours()
    assert line.beside is not None
    assert line.beside.usual is not None
    usual, value = line.beside.usual, line.value
    width = max(usual.high - usual.low, abs(usual.median) / 4, 1e-9)
    least, most = usual.low - 1.5 * width, usual.high + 1.5 * width

    def at(number: float) -> float:
        share = (number - least) / (most - least)
        return room.left() + room.width() * min(1.0, max(0.0, share))

    painter.setPen(QColor(c.strong_line))
    painter.drawLine(QPointF(room.left(), room.center().y()), QPointF(room.right(), room.center().y()))
    painter.setBrush(QColor(c.track))
    painter.drawRect(QRectF(QPointF(at(usual.low), room.top()), QPointF(at(usual.high), room.bottom())))
    painter.setPen(QColor(c.text))
    painter.drawLine(QPointF(at(usual.median), room.top()), QPointF(at(usual.median), room.bottom()))
    if value is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.warn if line.is_far else c.accent))
        painter.drawEllipse(QPointF(at(value), room.center().y()), 4, 4)
