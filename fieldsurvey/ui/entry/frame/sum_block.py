"""Numbers that make a whole together: a line with its bar for each, and under them what they make and what is missing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldsurvey.i18n import _
from fieldsurvey.interviews.whole_groups import WHOLE
from fieldsurvey.ui.entry.base.markdown import rich
from fieldsurvey.ui.entry.frame import share_bars
from fieldsurvey.ui.entry.frame.block import QuestionBlock
from fieldsurvey.ui.entry.frame.line import Line
from fieldsurvey.ui.entry.frame.question import BETWEEN, QuestionFrame
from fieldsurvey.ui.entry.frame.sum_foot import SumFoot
from fieldsurvey.ui.entry.kinds.number import NumberWidget
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.shell.widgets import label, line

_FIELD, _LEAST_WORDS, _LEAST_BAR, _MOST_BAR = 92, 130, 90, 330
_SIDE = 16


class SumBlock(QuestionBlock):
    """The key = puts in the rest where the keyboard is."""

    def __init__(self, session: EntrySession, refs: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(session, refs, parent)
        self.head = label("", "hint", wrap=True)
        self.head.setContentsMargins(QuestionFrame.LEFT, 8, _SIDE, 8)
        self._rule = line()
        self.column.addWidget(self.head)
        self.column.addWidget(self._rule)
        self.foot = SumFoot(self)
        self.column.addWidget(self.foot)
        session.answers.changed.connect(self._on_changed)

    @property
    def first(self) -> int:
        return 2

    def line_of(self, ref: str) -> Line:
        return Line(is_choice=False)

    def made(self, ref: str, number: str) -> QuestionFrame:
        frame = super().made(ref, number)
        if isinstance(frame.widget, NumberWidget):
            frame.widget.narrow(_FIELD)
        return frame

    def _on_changed(self, refs: set[str]) -> None:
        if not refs.isdisjoint(self.refs):
            self.show_sum()

    def refresh(self) -> None:
        super().refresh()
        self.show_sum()

    def show_sum(self) -> None:
        """The bars and the sum as they stand now."""
        made = self.session.sums.sum(self.refs[0])
        if made is None:
            return
        for frame in self.frames:
            part = made.shares.get(frame.ref)
            rest = self.session.sums.rest(frame.ref)
            frame.reline(
                share=float(part / WHOLE) if part is not None else 0.0,
                colour=share_bars.colour_of(self.refs.index(frame.ref)),
                rest=_("the rest, {n}").format(n=rest.value)
                if rest is not None and rest.value not in ("", "0")
                else "",
            )
        self.foot.show_sum(made, self.refs)

    def fits(self, room: int) -> bool:
        """Whether words, number and bar have room beside one another."""
        answer = max((frame.widget.sizeHint().width() for frame in self.frames), default=0)
        left = room - answer - 2 * BETWEEN
        least = max(_LEAST_WORDS, self.longest_word + 16)
        words = max(least, left - _MOST_BAR)
        for frame in self.frames:
            frame.reline(words=words, answer=answer)
        return left - words >= _LEAST_BAR

    def stand(self) -> None:
        super().stand()
        self.head.setText(rich(self.hint))
        for part in (self.head, self._rule):
            part.setVisible(self.is_level and bool(self.hint))
