"""The page on which everything stands that an interview still lacks, before it is read back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, as_sentence, ngettext
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.entry.ending.chips import Chip, ChipLayout
from fieldsurvey.ui.entry.ending.missing_rows import CheckRow, FaultRow, Row
from fieldsurvey.ui.entry.ending.shortfall import OpenCheck, Shortfall
from fieldsurvey.ui.shell.widgets import Card, button, label

_MOST = 60  # lines of a kind; beyond them the page would be slow and nobody reads on
_NAMED = 6
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class MissingPage(QWidget):
    """Up and down walk the lines, Enter goes to the question, K into the box for a reason, Escape back to the questions."""

    gone = Signal(str)
    """To a question."""
    section_chosen = Signal(int)
    """Number of a page with questions left empty."""
    kept = Signal(str, str)
    """Name of a check, and why the answer is right."""
    way_chosen = Signal(int)
    """A digit: how the interview ends."""
    confirmed = Signal()
    """Enter where there is no line to go to: the filled button."""
    moved = Signal()
    """The keyboard is on another line."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.read_from = Qt.LayoutDirection.LeftToRight
        """Of the form's words in the lines and chips; heads are the window's."""
        self._here = 0
        self._sums = label("", "muted", wrap=True)
        back = button(_("Back to the questions"), self.left.emit, icon="back")
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(_("What is missing"), "title"))
        words.addWidget(self._sums)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        head.setContentsMargins(0, 0, 8, 0)  # the room of the scroll bar below
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(34, 10, 26, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        self.setMinimumWidth(300)

    @property
    def sums(self) -> str:
        """The line under the title."""
        return self._sums.text()

    @property
    def here(self) -> Row | None:
        """The line one is on; None where there is none."""
        return self.rows[self._here] if self.rows else None

    @property
    def checks(self) -> list[CheckRow]:
        """The lines of open checks."""
        return [row for row in self.rows if isinstance(row, CheckRow)]

    # --- showing -------------------------------------------------------------------------------------------

    def show_shortfall(self, found: Shortfall) -> None:
        """Show what is missing now; the line one is on, and reasons half typed, stay."""
        typed = {row.check.name: row.field.text() for row in self.checks}
        had_keyboard = any(
            row.hasFocus() or row.isAncestorOf(self.focusWidget() or self) for row in self.rows
        )
        was_at = self.here.place.ref if self.here is not None else ""
        self._sums.setText(found.sentence)
        faults: list[Row] = [FaultRow(fault) for fault in found.faults[:_MOST]]
        checks = [self._check_row(one, typed) for one in found.checks[:_MOST]]
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        self.rows = [*faults, *checks]
        for rows, count, words, hint in (
            (faults, len(found.faults), _("Needed or wrong"), _("Enter goes there and comes back")),
            (checks, len(found.checks), _("Unlikely, open"), _("correct it, or say why it is right")),
        ):
            if rows:
                column.addWidget(_listed(words, hint, rows, count))
        if found.sections:
            column.addWidget(self._left_empty(found))
        column.addStretch(1)
        for number, row in enumerate(self.rows):
            row.setLayoutDirection(self.read_from)
            row.moved.connect(lambda step, number=number: self._walk(number + step))
            row.entered.connect(lambda number=number: self._enter(number))
            row.chosen.connect(lambda row=row: self.gone.emit(row.place.ref))
        before = self._area.takeWidget()
        self._area.setWidget(body)
        if before is not None:
            before.hide()
            before.deleteLater()  # not at once: the box whose Enter led here may be in it
        same = next((n for n, row in enumerate(self.rows) if row.place.ref == was_at), self._here)
        self._here = max(0, min(same, len(self.rows) - 1))
        if had_keyboard:
            self.take_focus()

    def _check_row(self, one: OpenCheck, typed: dict[str, str]) -> CheckRow:
        row = CheckRow(one)
        row.field.setText(typed.get(one.check.name, ""))
        row.kept.connect(lambda why: self.kept.emit(one.check.name, why))
        return row

    def _left_empty(self, found: Shortfall) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(_("Left empty"), "strong"))
        head.addWidget(label(_("{n}, may stay empty").format(n=found.unanswered), "muted"))
        head.addStretch(1)
        first = found.sections[0].page
        head.addWidget(button(_("Walk through them"), lambda: self.section_chosen.emit(first), "quiet"))
        column.addLayout(head)
        if found.untouched:
            column.addWidget(label(untouched_words(found.untouched), "muted", wrap=True))
        shelf = QWidget()
        shelf.setLayoutDirection(self.read_from)
        chips = ChipLayout()
        shelf.setLayout(chips)
        for section in found.sections:
            chip = Chip(section.title, section.number)
            chip.clicked.connect(lambda _c=False, page=section.page: self.section_chosen.emit(page))
            chips.addWidget(chip)
        column.addWidget(shelf)
        return holder

    # --- keyboard ------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """The keyboard goes to the line one is on."""
        if self.here is not None:
            self.here.setFocus(Qt.FocusReason.OtherFocusReason)
            self._enter(self._here)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _walk(self, number: int) -> None:
        if 0 <= number < len(self.rows):
            self.rows[number].setFocus(Qt.FocusReason.OtherFocusReason)
        elif number < 0:
            self._area.verticalScrollBar().setValue(0)

    def _enter(self, number: int) -> None:
        self._here = number
        for other, row in enumerate(self.rows):
            row.set_here(here=other == number)
        self._area.ensureWidgetVisible(self.rows[number], 0, 48)
        self.moved.emit()

    def want_reason(self) -> None:
        """Into the box of the check one is on, else of the first."""
        row = self.here if isinstance(self.here, CheckRow) else next(iter(self.checks), None)
        if row is not None:
            row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_typed(self) -> None:
        """Take reasons that were typed but not yet kept (the page is left)."""
        for row in self.checks:
            if row.field.text().strip():
                self.kept.emit(row.check.name, row.field.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif digit and digit in "1234":
            self.way_chosen.emit(int(digit))
        elif event.key() in ENTER and not self.rows and not event.modifiers() & ~_KEYPAD:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_K:
            self.want_reason()
        else:
            super().keyPressEvent(event)


def untouched_words(untouched: Sequence[str]) -> str:
    """Which sections nobody touched, in a sentence; "" for none."""
    if not untouched:
        return ""
    more = len(untouched) - _NAMED
    named = ", ".join(untouched[:_NAMED])
    if more > 0:
        named = _("{sections} and {n} more").format(sections=named, n=more)
    said = ngettext("1 section was not touched", "{n} sections were not touched", len(untouched))
    return as_sentence(f"{said}: {named}")


def _listed(words: str, hint: str, rows: Sequence[Row], count: int) -> Card:
    """A list in a card: heading, its number, what Enter does, and the lines."""
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(14, 8, 14, 8)
    row.setSpacing(6)
    row.addWidget(label(words, "strong"))
    row.addWidget(label(str(count), "muted"))
    row.addStretch(1)
    row.addWidget(label(hint, "muted"))
    card = Card(head, *rows, margin=1, spacing=0)
    if count > len(rows):
        more = label(_("and {n} more").format(n=count - len(rows)), "muted")
        more.setContentsMargins(14, 6, 14, 6)
        card.column.addWidget(more)
    return card
