"""A matrix: questions that choose from the same short list are its lines, the choices its columns."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from fieldsurvey.ui.entry.frame import wording
from fieldsurvey.ui.entry.frame.block import QuestionBlock
from fieldsurvey.ui.entry.frame.line import Line
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.kinds.select.select import ChoicesWidget, TableHeadWidget
from fieldsurvey.ui.entry.kinds.select.select_layout import (
    Look,
    Measures,
    Shape,
    columns_of,
    look_of,
    words_width,
)
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms import Prompt

_LEAST_WORDS, _WORDS_SHARE = 140, 0.45
_HEAD_FONT = 13


class MatrixBlock(QuestionBlock):
    """Digits choose and lead to the next line; arrows up and down go from line to line."""

    def __init__(self, session: EntrySession, refs: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(session, refs, parent)
        prompts = [session.entry.prompt(ref) for ref in refs]
        self._alone = look_of("likert" if prompts[0].appearance == "likert" else "columns")
        """How each stands where the columns do not fit."""
        self.head = _Head(self)
        self.column.addWidget(self.head)

    @property
    def first(self) -> int:
        return 1

    def line_of(self, ref: str) -> Line:
        return Line(is_choice=True)

    def refresh(self) -> None:
        asked = self.asked
        if asked:
            self.head.show_prompt(self.session.entry.prompt(asked[0].ref), self.hint)
        super().refresh()

    def fits(self, room: int) -> bool:
        """Whether no word of a choice is broken and the questions' own words keep room; the columns are as wide as that leaves."""
        columns = self.head.columns
        if not columns.count:
            return False
        least = max(_LEAST_WORDS, self.longest_word + 16)
        widths = columns_of(columns, room, int(room * _WORDS_SHARE), least)
        look = Look(Shape.LINE, widths=widths) if widths else self._alone
        self.head.show_as(Look(Shape.HEAD, widths=widths))
        for frame in self.frames:
            if isinstance(frame.widget, ChoicesWidget):
                frame.widget.show_as(look)
        return bool(widths)

    def stand(self) -> None:
        super().stand()
        self.head.setVisible(self.is_level)


class _Head(QWidget):
    """The choices over their columns, with their keys; left of them what all questions say beside their words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hint = wording.hint_words()
        self._choices: TableHeadWidget | None = None
        self._look = Look(Shape.HEAD)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_prompt(self, prompt: Prompt, hint: str) -> None:
        """The choices as this question offers them."""
        self._hint.say(hint, markdown=True)
        head = dataclasses.replace(prompt, appearance="label", label="", value="")
        if self._choices is None:
            self._choices = TableHeadWidget(head, None)
            self._choices.setParent(self)
            font = self._choices.font()
            font.setPixelSize(_HEAD_FONT)
            self._choices.setFont(font)
            self._choices.show()
        self._choices.show_prompt(head)
        self._lay_out()
        self.updateGeometry()

    @property
    def columns(self) -> Measures:
        """What the choices need."""
        assert self._choices is not None
        return self._choices.columns

    def show_as(self, look: Look) -> None:
        """Columns of another width."""
        if self._choices is not None and look != self._look:
            self._look = look
            self._choices.show_as(look)
            self._lay_out()
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the words over the columns."""
        if self._choices is None:
            return 0
        room = QuestionFrame.room(width)
        words = self._hint.height(self._words_width(room))
        return max(self._choices.heightForWidth(room) + 8, words + 16)

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 1 else 640
        return QSize(width, self.heightForWidth(width))

    def _words_width(self, room: int) -> int:
        return max(80, words_width(self._look, self.columns, room) - 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if self._choices is None:
            return
        room = QuestionFrame.room(self.width())
        high = self._choices.heightForWidth(room)
        rect = QRect(QuestionFrame.LEFT, self.height() - high - 2, room, high)
        self._choices.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), rect))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        wide = self._words_width(QuestionFrame.room(self.width()))
        high = self._hint.height(wide)
        rect = QRect(QuestionFrame.LEFT, self.height() - high - 8, wide, high)
        shown = QStyle.visualRect(self.layoutDirection(), self.rect(), rect)
        self._hint.paint(painter, shown.left(), shown.top(), shown.width(), self.layoutDirection())
