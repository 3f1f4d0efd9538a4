"""Choices that are places on a picture: the picture above, their list beneath, and both say the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.widget import plain_words
from fieldsurvey.ui.entry.kinds.select.select import ChoicesWidget
from fieldsurvey.ui.entry.kinds.select.selection import chosen
from fieldsurvey.xforms import Prompt


class SelectPicture(QWidget):
    """A picture on which choices can be clicked. A subclass says where they are and paints them."""

    picked = Signal(str)
    """Code of the choice that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, str] = {}
        self.chosen: frozenset[str] = frozenset()
        self.here = ""
        """Code of the choice the keyboard or the mouse is on."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def code_at(self, point: QPointF) -> str:
        """The choice at a point; "" where there is none."""
        return ""

    @property
    def is_there(self) -> bool:
        """Whether there is something to show."""
        return False

    def show_state(self, codes: Sequence[str]) -> None:
        """Mark what is chosen."""
        if self.chosen != frozenset(codes):
            self.chosen = frozenset(codes)
            self.update()

    def show_here(self, code: str) -> None:
        """Mark the choice that is meant."""
        if code != self.here:
            self.here = code
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        code = self.code_at(event.position())
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.setCursor(hand if code else arrow)
        self.show_here(code)

    def leaveEvent(self, event: object) -> None:
        self.show_here("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        code = self.code_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and code and self.isEnabled():
            self.picked.emit(code)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            self._tell(event.pos(), event.globalPos())
            return True
        return bool(super().event(event))  # type: ignore[arg-type]

    def _tell(self, at: QPoint, on_screen: QPoint) -> None:
        QToolTip.showText(on_screen, self.labels.get(self.code_at(QPointF(at)), ""), self)


class SelectPictureWidget(ChoicesWidget):
    """The choices with their picture; the keyboard works in the list and the picture shows where it is."""

    def __init__(self, prompt: Prompt, question: Question | None, picture: SelectPicture) -> None:
        self.picture = picture
        super().__init__(prompt, question)
        picture.setParent(self)
        picture.picked.connect(self._on_clicked)
        self.board.moved.connect(lambda: picture.show_here(self._code_here()))

    def _code_here(self) -> str:
        row = self.board.here
        return row.choice.value if row is not None else ""

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        self.picture.show_state(chosen(prompt))
        self.picture.setEnabled(not prompt.readonly)

    def label_picture(self) -> None:
        """Give the picture the words of the choices, for those who point at it."""
        self.picture.labels = {choice.value: plain_words(choice.label) for choice in self.prompt.choices}
        self._arrange()

    def parts(self) -> Sequence[QWidget]:
        self.picture.setVisible(self.picture.is_there)
        return (self.picture, *super().parts()) if self.picture.is_there else super().parts()
