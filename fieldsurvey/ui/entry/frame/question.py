"""One question on the page: number, label, hint, its widget, and what is wrong or unlikely, right beneath.

Its words are painted; the only widget in it is the one that takes the answer.
"""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator
from typing import BinaryIO

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Missing, Question
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.languages import own_name
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.ui.entry.frame import share_bars as bars
from fieldsurvey.ui.entry.frame import wording
from fieldsurvey.ui.entry.frame.aids import Aids
from fieldsurvey.ui.entry.frame.factory import is_note, widget_for
from fieldsurvey.ui.entry.frame.line import Line
from fieldsurvey.ui.entry.frame.wording import Wording
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget
from fieldsurvey.ui.entry.session.attachment_queue import Source
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.failures import told
from fieldsurvey.ui.entry.session.no_choices import no_choices
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms import Prompt, Violation, ViolationKind

_SIDE, _ABOVE, _NUMBER, _SPACE, _BAR = 12, 10, 42, 4, 3
BETWEEN, _LEAST_ROW, _LEAST_FIELD = 12, 46, 36
"""Of a line in a table: between words, answer and bar, and its height at least."""


class QuestionFrame(QWidget):
    """Shows one ref of the session's entry and gives its answers to the session.

    It is empty until its first `refresh`, which belongs after it stands in a layout: a widget without a
    parent that is made visible would be a window of its own.
    """

    finished = Signal(str)
    """The person is done with this question."""
    walked = Signal(str, int)
    """An arrow leads to the line above (-1) or below (1)."""
    focused = Signal(str)

    LEFT = _SIDE + _NUMBER
    """Where the words begin."""

    @staticmethod
    def room(width: int) -> int:
        """Pixels of words and answer in a question so wide."""
        return max(80, width - 2 * _SIDE - _NUMBER)

    def __init__(
        self,
        session: EntrySession,
        ref: str,
        number: str,
        parent: QWidget | None = None,
        line: Line | None = None,
    ) -> None:
        """`line`: how it stands in a table of neighbouring questions."""
        super().__init__(parent)
        self.session, self.ref, self.line = session, ref, line
        prompt = self._prompt()
        self._question: Question | None = session.questions.find(ref)
        self._note = is_note(prompt, self._question)
        self._number = wording.hint_words()
        self._number.say(number)
        self.words = wording.note_words() if self._note else wording.question_words()
        self.hint = wording.hint_words()
        self._nothing = wording.warning_words()
        self._returned = wording.warning_words()
        self._last = wording.hint_words()
        self._sum = wording.hint_words()
        self.remark = wording.warning_words()
        self.fault = wording.fault_words()
        self._check = wording.warning_words()
        self._unusual = wording.warning_words()
        self._comment = wording.hint_words()
        self._aids: Aids | None = None
        self._wanted = False
        self.says_words = True
        """False where its words stand above it already."""
        self._is_here = False
        self._placed: list[tuple[Wording, QRect]] = []
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        form = FormSide(
            session.entry,
            ref,
            session.questions.form_file,
            lambda: session.digits_go_on,
            lambda: session.questions.waits(ref),
            lambda: session.sums.rest(ref),
        )
        self.widget: QuestionWidget = widget_for(prompt, self._question, form)
        self.widget.setParent(self)
        if self._note and not self.widget.says_label:
            self.widget.hide()
        self._shown = ""
        self._connect()

    def _prompt(self) -> Prompt:
        """The question as it stands; in a table its choices are columns, whatever its own look, and a hint all share is said once."""
        prompt = self.session.entry.prompt(self.ref)
        if self.line is None:
            return prompt
        hint = prompt.hint if self.line.says_hint else ""
        return dataclasses.replace(
            prompt, hint=hint, appearance="" if self.line.is_choice else prompt.appearance
        )

    def reline(self, **changes: object) -> None:
        """Stand otherwise in its table, or by itself."""
        assert self.line is not None
        if any(getattr(self.line, name) != value for name, value in changes.items()):
            for name, value in changes.items():
                setattr(self.line, name, value)
            if self.hint.say(self._prompt().hint, markdown=True) or not changes.keys() <= {
                "share",
                "colour",
                "rest",
            }:
                self._reshape()
            self.update()

    @property
    def is_line(self) -> bool:
        """Whether it stands as one line of a table now."""
        return self.line is not None and self.line.is_level

    def _connect(self) -> None:
        self.widget.equip(self.session.devices, self._kept)
        self.widget.answered.connect(self._on_answered)
        self.widget.noted.connect(self._on_noted)
        self.widget.finished.connect(lambda: self.finished.emit(self.ref))
        self.widget.walked.connect(lambda step: self.walked.emit(self.ref, step))
        if self.session.sums.line_stands_at(self.ref):
            self.session.answers.changed.connect(self._on_sum)
        if isinstance(self.widget, MediaWidget):
            self.widget.chosen.connect(self._on_chosen)
            self.session.attachments.stored.connect(self._on_file_stored)

    # --- its shape -----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As wide as there is room; as high as its words and its widget at that width."""
        width = self.width() if self.width() > 1 else 640
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width, or at the widest it may be: a layout asks for the width of the page."""
        width = min(width, self.maximumWidth())
        if width not in self._heights:
            bottom = max((rect.bottom() + 1 for _thing, rect in self._parts(width)), default=_ABOVE)
            is_bare = self.is_line and bottom <= self._above + self._row_height(self.room(width))
            self._heights[width] = bottom + (
                self._above if is_bare else _SPACE + 2 if self.is_line else _ABOVE
            )
        return self._heights[width]

    def _parts(self, width: int) -> Iterator[tuple[Wording | QWidget, QRect]]:
        """What stands under one another, and where, from left to right."""
        left, room = self.LEFT, self.room(width)
        top = self._above
        words = None if self.widget.says_label else self.words
        first: tuple[Wording | QWidget | None, ...] = (
            words,
            self.hint,
            self._nothing,
            self._returned,
            self._aids,
            self.widget,
        )
        if self.is_line:
            high = self._row_height(room)
            yield from self._row(left, top, room, high)
            top += high
            first = (self.hint, self._nothing, self._returned, self._aids)
        total = None if self.line is not None else self._sum
        for thing in (
            *first, total, self._last, self.remark, self.fault, self._check, self._unusual, self._comment,
        ):  # fmt: skip
            height = _height(thing, room)
            if thing is not None and height:
                yield thing, QRect(left, top, room, height)
                top += height + _SPACE

    @property
    def _above(self) -> int:
        return 1 if self.is_line else _ABOVE

    def _row_height(self, room: int) -> int:
        """Of what stands level in a line: the words and the answer."""
        assert self.line is not None
        if self.widget.says_label:
            return _height(self.widget, room)
        return max(
            self.words.height(self.line.words) + 8, _height(self.widget, self.line.answer) + 10, _LEAST_ROW
        )

    def _row(self, left: int, top: int, room: int, high: int) -> Iterator[tuple[Wording | QWidget, QRect]]:
        """The words and, behind them, the answer; a widget that says the words itself has the whole line."""
        assert self.line is not None
        if self.widget.says_label:
            yield self.widget, QRect(left, top, room, high)
            return
        words, answer = self.line.words, self.line.answer
        for thing, at, wide in ((self.words, left, words), (self.widget, left + words + BETWEEN, answer)):
            tall = max(_height(thing, wide), _LEAST_FIELD if thing is self.widget else 0)
            yield thing, QRect(at, top + (high - tall) // 2, wide, tall)

    def _lay_out(self) -> None:
        """Put the widget where it belongs, and remember where the words do."""
        self._placed = []
        direction = self.layoutDirection()
        for thing, rect in self._parts(self.width()):
            shown = QStyle.visualRect(direction, self.rect(), rect)
            if isinstance(thing, Wording):
                self._placed.append((thing, shown))
            else:
                thing.setGeometry(shown)
        number = QRect(_SIDE, _ABOVE + 1, _NUMBER - 8, 24)
        if self.is_line:
            high = self._row_height(self.room(self.width()))
            number.moveTop(self._above + (high - self._number.height(number.width())) // 2)
        self._placed.append((self._number, QStyle.visualRect(direction, self.rect(), number)))
        self.update()

    def _reshape(self) -> None:
        """Words came, went or changed: ask for another height."""
        before = self._heights.get(self.width())
        self._heights = {}
        wanted = self.heightForWidth(self.width())
        if wanted != before or wanted != self.height():
            self.updateGeometry()  # also where the layout asked meanwhile and knows the height, but gave another
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._reshape()  # the widget wants more room, or less
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._lay_out()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_here:
            colours = theme.colours()
            painter.fillRect(self.rect(), QColor(colours.selection if self.is_line else colours.surface))
            bar = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, 0, _BAR, self.height()))
            painter.fillRect(bar, QColor(colours.accent))
        if self.line is not None and self.line.is_level:
            self._paint_line(painter, self.line)
        for words, rect in self._placed:
            words.paint(painter, rect.left(), rect.top(), rect.width(), self.layoutDirection())

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        """What rules it off from the next, and the bar of its share."""
        colours = theme.colours()
        if not line.is_last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.line))
        if line.colour:
            start = self.LEFT + line.words + BETWEEN + line.answer + BETWEEN
            room = QRect(
                start, self._above, self.width() - _SIDE - start, self._row_height(self.room(self.width()))
            )
            bars.share(painter, room, self.layoutDirection(), line, is_here=self._is_here)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the words is meant for the answer."""
        if self.can_be_answered:
            self.take_focus()

    # --- showing -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the question as it stands now."""
        prompt = self._prompt()
        self.setVisible(prompt.relevant)
        if not prompt.relevant:
            return
        self.widget.show_prompt(prompt)
        self._show_file(prompt.value)
        moved = [
            self._say_label(prompt),
            self._say_sum(),
            self._say_fault(prompt.violation),
            self._say_check(),
        ]
        if any([*moved, self._say_comment()]):
            self._reshape()

    def refresh_check(self) -> None:
        """The open soft check is another one."""
        if self._say_check():
            self._reshape()

    def refresh_comment(self) -> None:
        """Something else is written beside the question."""
        if self._say_comment():
            self._reshape()

    def show_missing(self, violation: Violation) -> None:
        """Show that this question keeps the interview from being finalised, from now on until it is answered."""
        self._wanted = True
        if self._say_fault(violation):
            self._reshape()

    def _say_label(self, prompt: Prompt) -> bool:
        dot = f'&nbsp;<span style="color:{theme.colours().accent}">•</span>' if prompt.required else ""
        mark = dot + _spoken(prompt)
        label = prompt.label if self.says_words else ""
        moved = self.words.say(label or (" " if mark else ""), mark=mark, markdown=True)
        if moved:
            self.setToolTip(_("Needed to finalise the interview") if prompt.required else "")
            self.setAccessibleName(bare(prompt.label))
        moved |= self.hint.say(prompt.hint, markdown=True)
        moved |= self._nothing.say(no_choices(self.session.questions, prompt))
        moved |= self._returned.say(self.session.returned.line(self.ref))
        spoken = self.session.entry.language or ""
        moved |= self._last.say(self.session.last_round.line(self.ref, self._question, spoken))
        return self._show_aids(prompt) or moved

    def _show_aids(self, prompt: Prompt) -> bool:
        """Picture and guidance, made only where the form gives one: most questions have none."""
        if self._aids is None and (
            prompt.guidance or ("image" in prompt.media and not self.widget.shows_picture)
        ):
            self._aids = Aids(self.session.questions.form_file)
            self._aids.setParent(self)
        if self._aids is not None:
            self._aids.show_prompt(prompt)
        return self._aids is not None

    def _say_sum(self) -> bool:
        return self._sum.say(self.session.sums.line(self.ref))

    def _on_sum(self, refs: set[str]) -> None:
        """Another number of those that make 100 with this one moved."""
        group = self.session.sums.of(self.ref)
        if group is not None and refs.intersection(group.refs) and self._say_sum():
            self._reshape()

    def _say_fault(self, violation: Violation | None) -> bool:
        if violation is not None and violation.kind is ViolationKind.REQUIRED and not self._wanted:
            violation = None  # an empty field is no fault before the interview is to be finalised
        text = told(self.session.questions, violation) if violation is not None else ""
        if violation is not None and violation.kind is ViolationKind.REQUIRED:
            text = text or _("This question needs an answer.")
        elif violation is not None:
            text = text or _("This answer does not fit. Look at it again.")
        return self.fault.say(f"✕  {text}" if text else "")

    def _say_check(self) -> bool:
        check = self.session.checks.at(self.ref)
        unusual = self.session.checks.unusual(self.ref)
        moved = self._unusual.say(f"▲  {unusual}" if unusual else "")
        return self._check.say(f"▲  {check.message}" if check else "") or moved

    def _say_comment(self) -> bool:
        comment = self.session.notes.at(self.ref)
        mark = "⚑" if comment.is_flagged else "✎"
        words = comment.text or (_("To be looked at again") if comment.is_flagged else "")
        return self._comment.say(f"{mark}  {words}" if words else "")

    def _on_noted(self, remark: str) -> None:
        if self.remark.say(f"▲  {remark}" if remark else ""):
            self._reshape()

    # --- answering -----------------------------------------------------------------------------------------

    def _on_answered(self, value: str) -> None:
        self.session.answers.give(self.ref, value)

    def set_missing(self, kind: Missing) -> bool:
        """Answer with don't know or refused; False when it is not offered."""
        value = self.widget.missing.stored(kind, self.session.entry.choices(self.ref))
        if value is not None:
            self.widget.discard()
            self.session.answers.give(self.ref, value)
        return value is not None

    # --- a photo or file -----------------------------------------------------------------------------------

    def _on_chosen(self, name: str, source: Source) -> None:
        refused = self.session.attachments.attach(self.ref, name, source)
        if refused:
            self._on_noted(refused)

    def _on_file_stored(self, name: str) -> None:
        if self.widget.prompt.value == name:
            self._shown = ""
            self._show_file(name)

    def _show_file(self, name: str) -> None:
        """The photo the answer names, read when it is another than before; of a film only the name is shown."""
        if not isinstance(self.widget, MediaWidget) or not self.widget.shows_content or name == self._shown:
            return
        self._shown = name
        self.widget.show_content(self.session.attachments.read(name) if name else None)

    def _kept(self) -> BinaryIO | None:
        """The file the answer names, out of the study."""
        name = self.widget.prompt.value
        return self.session.attachments.open(name) if name else None

    def commit(self) -> None:
        """Hand over what is typed but not given yet."""
        self.widget.commit()

    def take_focus(self) -> None:
        """Put the keyboard on this question."""
        self.widget.focus_target().setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def nothing(self) -> str:
        """Why there is nothing to choose; "" where there is."""
        return self._nothing.text()

    @property
    def running_sum(self) -> str:
        """How far it and the numbers before it are from 100; "" where they need not make that."""
        return self._sum.text()

    @property
    def last_round(self) -> str:
        """The line under it on the answer of the last round; "" where there is none."""
        return self._last.text()

    @property
    def returned(self) -> str:
        """What the review said of it, and what stood there before; "" for neither."""
        return self._returned.text()

    @property
    def unlikely(self) -> str:
        """What its check finds unlikely; "" where nothing is."""
        return self._check.text()

    @property
    def is_here(self) -> bool:
        """Whether the bar at the left says that the keyboard is here."""
        return self._is_here

    @property
    def can_be_answered(self) -> bool:
        """Whether the keyboard stops here."""
        entry = self.session.entry
        return not self._note and entry.relevant(self.ref) and not entry.readonly(self.ref)

    def set_focused(self, *, here: bool) -> None:
        """Show the bar at the left while the keyboard is here."""
        if self._is_here != here:
            self._is_here = here
            self.update()
        if here:
            self.focused.emit(self.ref)


def _spoken(prompt: Prompt) -> str:
    """A quiet word on the language of a label that is not translated, so that nobody reads on unaware."""
    name = html.escape(own_name(prompt.other_language))
    if not name:
        return ""
    return f'&nbsp;&nbsp;<span style="color:{theme.colours().muted};font-size:12px;font-weight:400">({name})</span>'


def _height(thing: Wording | QWidget | None, width: int) -> int:
    """Pixels a part takes; none when it is not shown."""
    if thing is None:
        return 0
    if isinstance(thing, Wording):
        return thing.height(width)
    if thing.isHidden():
        return 0
    wanted = thing.heightForWidth(width) if thing.hasHeightForWidth() else thing.sizeHint().height()
    return min(max(wanted, thing.minimumSizeHint().height(), thing.minimumHeight()), thing.maximumHeight())
