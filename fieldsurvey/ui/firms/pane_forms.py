"""Small forms that stand in the pane beside the list: a visit noted, firms given to an agent, one replaced, one begun all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import FirmRow, Outcome
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.ui.firms.case_words import OUTCOMES, outcome_word
from fieldsurvey.ui.firms.lookalikes import reasons
from fieldsurvey.ui.firms.pane_parts import PaneBody, flowing
from fieldsurvey.ui.shell.day_fields import DayField, MomentField
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.widgets import button, label

_TWO_COLUMNS = 84
"""Pixels of a word up to which two stand side by side."""
_WANTS_REASON = (Outcome.REFUSED, Outcome.PARTIAL)


class PaneForm(PaneBody):
    """A heading, fields, a filled button; Escape leaves it as it was."""

    def __init__(self, heading: str, about: str, verb: str, left: Callable[[], object]) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 12, 12)
        self.column.setSpacing(8)
        self.column.addWidget(label(heading, "heading", wrap=True))
        if about:
            self.column.addWidget(label(about, "muted", wrap=True))
        self.fields = QVBoxLayout()
        self.fields.setSpacing(6)
        self.column.addLayout(self.fields)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.column.addWidget(self.fault)
        self.keep = button(verb, self.on_keep, "primary")
        leave = button(_("Not now"), left)
        leave.setToolTip("Esc")
        self.column.addLayout(flowing(self.keep, leave))
        self.column.addStretch(1)
        bind(self, {"Esc": left})

    def add_field(self, name: str, field: QWidget, column: QVBoxLayout | None = None) -> None:
        """A field under its name, in the form's column or another."""
        field.setAccessibleName(name)
        for widget in (label(name, "muted"), field):
            (column or self.fields).addWidget(widget)

    def say(self, sentence: str) -> None:
        """Why it was not kept."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def on_keep(self) -> None:
        """The filled button was pressed."""


class VisitForm(PaneForm):
    """How a visit ended, by digit; why; and when to try again."""

    def __init__(
        self,
        row: FirmRow,
        keep: Callable[[Outcome, str, datetime | None], object],
        left: Callable[[], object],
    ) -> None:
        named = f"{row.firm.number:04d} {row.firm.name}"
        super().__init__(_("How did the visit end?"), named, _("Note the visit"), left)
        self._keep = keep
        self.outcomes: dict[Outcome, QRadioButton] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        widest = max(self.fontMetrics().horizontalAdvance(outcome_word(one)) for one in OUTCOMES)
        half = (len(OUTCOMES) + 1) // 2 if widest < _TWO_COLUMNS else len(OUTCOMES)
        for number, outcome in enumerate(OUTCOMES):
            choice = QRadioButton(outcome_word(outcome))
            self.outcomes[outcome] = choice
            self._group.addButton(choice)
            choice.toggled.connect(self._show_needed)
            side = 2 * (number // half)
            grid.addWidget(
                label(str(number + 1), "digit"), number % half, side, Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(choice, number % half, side + 1)
        self.fields.addLayout(grid)
        self.reason = QLineEdit()
        self.reason.returnPressed.connect(self.on_keep)
        self.add_field(_("Why, or what is worth knowing"), self.reason)
        self.again = QCheckBox(_("Try again"))
        self.next_at = MomentField(QDateTime.currentDateTime().addDays(1))
        self.next_at.setAccessibleName(_("When to try again"))
        self.fields.addWidget(self.again)
        self.fields.addWidget(self.next_at)
        self.again.toggled.connect(self.next_at.setVisible)
        self.next_at.hide()
        self.keep.setEnabled(False)
        bind(self, {str(digit): partial(self._choose, one) for digit, one in enumerate(OUTCOMES, 1)})
        self.setFocusProxy(next(iter(self.outcomes.values())))

    @property
    def outcome(self) -> Outcome | None:
        """What is chosen."""
        return next((one for one, choice in self.outcomes.items() if choice.isChecked()), None)

    def _choose(self, outcome: Outcome) -> None:
        self.outcomes[outcome].setChecked(True)
        self.reason.setFocus()

    def _show_needed(self, _on: bool = False) -> None:
        self.keep.setEnabled(self.outcome is not None)
        self.again.setChecked(self.outcome is Outcome.AWAY)
        needs = self.outcome in _WANTS_REASON
        self.reason.setPlaceholderText(_("needed for this outcome") if needs else "")

    def on_keep(self) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        at = self.next_at.dateTime().toPython() if self.again.isChecked() else None
        following = at.astimezone() if isinstance(at, datetime) else None
        self._keep(outcome, self.reason.text(), following)


class GiveForm(PaneForm):
    """Who is to go to these firms, and on which day."""

    def __init__(
        self,
        rows: Sequence[FirmRow],
        agents: Sequence[str],
        give: Callable[[str, object], object],
        left: Callable[[], object],
    ) -> None:
        named = ", ".join(f"{row.firm.number:04d} {row.firm.name}" for row in rows[:3])
        more = f" +{len(rows) - 3}" if len(rows) > 3 else ""
        heading = ngettext("Who goes to this firm?", "Who goes to these {n} firms?", len(rows))
        super().__init__(heading, named + more, _("Give"), left)
        self._give = give
        self.agent = QLineEdit(rows[0].case.agent if len(rows) == 1 and rows[0].case else "")
        completer = QCompleter(list(agents), self.agent)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.agent.setCompleter(completer)
        self.agent.returnPressed.connect(self.on_keep)
        self.add_field(_("Agent"), self.agent)
        self.fields.addLayout(flowing(*map(self._name_button, agents[:6])))
        self.is_planned = QCheckBox(_("On a day"))
        self.day = DayField(QDateTime.currentDateTime().addDays(1))
        self.day.setAccessibleName(_("The day of the visit"))
        self.fields.addWidget(self.is_planned)
        self.fields.addWidget(self.day)
        self.is_planned.toggled.connect(self.day.setVisible)
        self.day.hide()
        self.setFocusProxy(self.agent)

    def _name_button(self, name: str) -> QPushButton:
        widget = button(name, lambda: self.agent.setText(name), "filter")
        widget.setProperty("plain", True)
        return widget

    def on_keep(self) -> None:
        day = self.day.date().toPython() if self.is_planned.isChecked() else None
        self._give(self.agent.text(), day)


class ReplaceForm(PaneForm):
    """Why another firm takes this one's place."""

    def __init__(
        self, row: FirmRow, waiting: int, replace: Callable[[str], object], left: Callable[[], object]
    ) -> None:
        about = ngettext(
            "The next firm in reserve takes its place; 1 waits in this stratum.",
            "The next firm in reserve takes its place; {n} wait in this stratum.",
            waiting,
        )
        super().__init__(_("Why is {firm} replaced?").format(firm=row.firm.name), about, _("Replace"), left)
        self._replace = replace
        self.reason = QLineEdit()
        self.reason.returnPressed.connect(self.on_keep)
        self.add_field(_("Reason, as the method note will name it"), self.reason)
        self.setFocusProxy(self.reason)

    def on_keep(self) -> None:
        self._replace(self.reason.text())


class AskTwin(PaneForm):
    """A firm is about to be interviewed that may be another one, which has an interview."""

    def __init__(
        self,
        row: FirmRow,
        pair: Lookalike,
        open_other: Callable[[str], object],
        begin: Callable[[], object],
        left: Callable[[], object],
    ) -> None:
        other = pair.other_than(row.firm.id)
        named = f"{other.number:04d} {other.name}"
        super().__init__(
            _("{firm} may be interviewed already").format(firm=row.firm.name),
            _("{other} has an interview: {reasons}.").format(other=named, reasons=reasons(pair)),
            _("Open {number}").format(number=f"{other.number:04d}"),
            left,
        )
        self._open = partial(open_other, other.id)
        self.fields.addWidget(button(_("Two firms: begin the interview"), begin))
        self.setFocusProxy(self.keep)

    def on_keep(self) -> None:
        self._open()
