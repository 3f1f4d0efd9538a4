"""F2: the box for a comment, directly under the question or cell the keyboard is on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.records import Comment
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.entry.session.notes import Notes
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.window.entry_page import EntryPage
from fieldsurvey.ui.shell.widgets import button

_HEIGHT, _WIDTH, _INDENT, _GAP = 62, 480, 54, 2


class Comments(QObject):
    """One box at a time, on the page that is open."""

    done = Signal()
    """It is closed by a key: the keyboard belongs to the page again."""

    def __init__(self, notes: Notes, questions: QuestionInfo) -> None:
        super().__init__(notes)
        self._notes, self._questions = notes, questions
        self.box: CommentBox | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    @property
    def is_written(self) -> bool:
        """Whether the keyboard is in the box."""
        return self.box is not None and self.box.field.hasFocus()

    def write(self, ref: str, page: EntryPage) -> None:
        """Open the box for a question, and put the keyboard there; where it is open already, set or take the flag."""
        if self.box is not None and self.is_written:
            self.box.flag.toggle()
            return
        self.keep()
        self.box = CommentBox(self._notes.at(ref), self._questions.title_of(ref), page)
        self.box.kept.connect(self.keep_and_go)
        self.box.left.connect(self._leave)
        self.box.open()

    def keep(self) -> None:
        """Keep what is typed in the box, and close it."""
        if self.box is None:
            return
        comment = self.box.comment
        self._close()
        if comment != self._notes.at(comment.ref):
            self._notes.write(comment)

    def keep_and_go(self) -> None:
        """Keep what is typed; the keyboard goes back to the page."""
        self.keep()
        self.done.emit()

    def _leave(self) -> None:
        self._close()
        self.done.emit()

    def _close(self) -> None:
        box, self.box = self.box, None
        if box is not None and shiboken6.isValid(box):
            box.close_on_page()

    def _on_focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Who goes on elsewhere keeps what was typed."""
        box = self.box
        if box is None or new is None or not shiboken6.isValid(box) or box.isAncestorOf(new):
            return
        if old is not None and shiboken6.isValid(old) and box.isAncestorOf(old):
            QTimer.singleShot(0, self, partial(self._keep_if, box))

    def _keep_if(self, box: CommentBox) -> None:
        if self.box is box:
            self.keep()


class CommentBox(QFrame):
    """Lies over what follows the question. Enter keeps, Shift+Enter makes a line, Escape leaves it as it was."""

    kept = Signal()
    left = Signal()

    def __init__(self, comment: Comment, title: str, page: EntryPage) -> None:
        super().__init__(page.body)
        self._page, self._ref = page, comment.ref
        self.setProperty("role", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = _Words(self.kept.emit, self.left.emit)
        self.field.setPlainText(comment.text)
        self.field.setPlaceholderText(_("What should be known of this answer"))
        words = _("Comment")
        self.field.setAccessibleName(f"{words}: {title}")
        self.field.setFixedHeight(_HEIGHT)
        self.field.setTabChangesFocus(True)
        self.flag = QCheckBox(_("Look at it again"))
        self.flag.setChecked(comment.is_flagged)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.flag)
        row.addStretch(1)
        row.addWidget(button(_("Leave"), self.left.emit, "quiet"))
        row.addWidget(button(_("Keep"), self.kept.emit, "quiet", "check"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addLayout(row)

    @property
    def comment(self) -> Comment:
        """What stands in it."""
        return Comment(self._ref, self.field.toPlainText().strip(), self.flag.isChecked())

    def open(self) -> None:
        """Show it where one looks."""
        self._page.overlay = self
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        QTimer.singleShot(0, self, self._place)  # what was typed before may have moved the question

    def close_on_page(self) -> None:
        """It is gone from the page."""
        self._page.overlay = None
        self.hide()
        self.deleteLater()

    def _place(self) -> None:
        body = self._page.body
        anchor = self._page.place_of(self._ref) or QRect(0, 0, body.width(), 1)
        width = min(_WIDTH, max(240, body.width() - 48))
        height = self.sizeHint().height()
        indent = _INDENT if anchor.width() > width + _INDENT else 0
        is_turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = anchor.right() - indent - width if is_turned else anchor.left() + indent
        below, above = anchor.bottom() + _GAP, anchor.top() - height - _GAP
        top = below if below + height <= body.height() or above < 0 else above
        self.setGeometry(max(8, min(left, body.width() - width - 8)), top, width, height)
        if top + height > body.height():
            body.setMinimumHeight(top + height + 8)
        self._page.ensureWidgetVisible(self, 0, 12)


class _Words(QPlainTextEdit):
    def __init__(self, keep: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._keep, self._leave = keep, leave

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
