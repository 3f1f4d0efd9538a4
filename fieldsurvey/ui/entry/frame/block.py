"""Neighbouring questions drawn as one table: a card with a frame for each, and what its kind puts over and under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.ui.entry.frame.line import Line
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import settle_above

WIDEST = 920
_CORNER, _MARGINS = 8, 48


class QuestionBlock(QWidget):
    """Holds the frames of some questions; they answer, are marked and reached as any others are."""

    def __init__(self, session: EntrySession, refs: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.refs = session, refs
        self.frames: list[QuestionFrame] = []
        self.is_level = True
        """Whether it stands as a table; where that does not fit, its questions stand one under the other."""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(WIDEST)
        self.resize(
            min(WIDEST, max(300, parent.width() - _MARGINS)), 1
        )  # about what it gets: it is not built twice
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)

    # --- its questions ---------------------------------------------------------------------------------------

    def made(self, ref: str, number: str) -> QuestionFrame:
        """The frame of a question, in its place."""
        frame = QuestionFrame(self.session, ref, number, self, self.line_of(ref))
        later = [one for one in self.frames if self.refs.index(one.ref) > self.refs.index(ref)]
        at = (
            self.column.indexOf(later[0])
            if later
            else self.column.indexOf(self.frames[-1]) + 1
            if self.frames
            else self.first
        )
        self.column.insertWidget(at, frame)
        self.frames.insert(len(self.frames) - len(later), frame)
        return frame

    @property
    def first(self) -> int:
        """Where in the column the questions begin."""
        return 0

    def line_of(self, ref: str) -> Line:
        """How a question stands in it."""
        raise NotImplementedError

    @property
    def asked(self) -> list[QuestionFrame]:
        """The questions that are asked now."""
        return [frame for frame in self.frames if self.session.entry.relevant(frame.ref)]

    @property
    def hint(self) -> str:
        """What all questions have to say beside their words, said once over them; "" where they differ."""
        hints = {self.session.entry.prompt(frame.ref).hint for frame in self.asked}
        return hints.pop() if len(hints) == 1 else ""

    @property
    def longest_word(self) -> int:
        """Pixels: a line has to have so much room before its answer."""
        measures = QFontMetrics(self.font())
        words = (word for frame in self.frames for word in frame.words.text().split())
        return max((measures.horizontalAdvance(word) for word in words), default=0)

    def refresh(self) -> None:
        """What stands over and under the questions, as it is now; none of it where no question is asked."""
        asked = self.asked
        self.setVisible(bool(asked))
        for frame in self.frames:
            is_last = bool(asked) and frame is asked[-1]
            frame.reline(is_last=is_last)
        self.fit(self.width())
        self.update()

    # --- its shape -------------------------------------------------------------------------------------------

    def fits(self, room: int) -> bool:
        """Whether the table has room at this width of its insides; its lines are fitted to it."""
        raise NotImplementedError

    def fit(self, width: int) -> None:
        """Stand as a table where it fits, else as single questions."""
        if not self.frames:
            return
        is_level = self.fits(QuestionFrame.room(width - 2))
        was_level, self.is_level = self.is_level, is_level
        for frame in self.frames:
            frame.reline(is_level=is_level)
        if was_level != is_level:
            edge = 1 if is_level else 0
            self.column.setContentsMargins(edge, edge, edge, edge)
            self.column.setSpacing(0 if is_level else 6)
        self.stand()

    def stand(self) -> None:
        """The kind's own parts follow the width and what was answered."""
        is_shared = self.is_level and bool(self.hint)
        for frame in self.frames:
            frame.reline(says_hint=not is_shared)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit(event.size().width())

    def event(self, event: QEvent) -> bool:
        """A question that grew makes the page longer before anything is drawn."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            settle_above(self)
        return done

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_level:
            return
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
        painter.setBrush(Qt.BrushStyle.NoBrush)
