"""What is unusual in the interview, at the right: each flag with what was decided, words said before, and the two ways to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.messages import Message
from fieldsurvey.numbers import grouped, length
from fieldsurvey.records import Decision, Flag, Verdict
from fieldsurvey.ui.review.case import Case
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.keyed_button import KeyedButton
from fieldsurvey.ui.shell.widgets import button, label, set_primary

Act = Callable[[Flag], object]
_IN_A_ROW = 2
_WAYS = ("off-firm", "from-firm")
"""Rules and measures whose values are metres."""


class FlagsPanel(QFrame):
    """It asks for nothing itself: what is pressed is told to the page."""

    def __init__(
        self,
        ask: Act,
        settle: Act,
        compare: Act,
        approve: Callable[[], object],
        give_back: Callable[[], object],
    ) -> None:
        """`ask` writes a remark for a flag, `settle` says that it is right as it is or takes that back, `compare` shows the other interview."""
        super().__init__()
        self.setProperty("role", "card")
        self._ask, self._settle, self._compare = ask, settle, compare
        self.head = label("", "strong")
        self.head.setContentsMargins(14, 10, 14, 10)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        self._area = area
        self.approve_button = KeyedButton(_("Approve"), "A", approve, "check")
        self.return_button = KeyedButton(_("Return"), "R", give_back, "undo")
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 10, 14, 12)
        foot.setSpacing(8)
        self._foot = foot
        for one in (self.return_button, self.approve_button):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(_rule())
        column.addWidget(area, 1)
        column.addWidget(_rule())
        column.addLayout(foot)
        self.blocks: list[FlagBlock] = []

    def show_case(self, case: Case | None, flags: list[Flag] | None, remarks: dict[str, str]) -> None:
        """The flags of an interview; None where nobody looked for them yet."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.blocks = []
        head = _("Flags")
        self.head.setText(f"{head}  {len(flags)}" if flags is not None else head)
        if case is None:
            return
        if flags is None:
            self._rows.addWidget(_text(_("The interviews are being compared …"), "muted"))
        elif not flags:
            self._rows.addWidget(_text(_("Nothing is unusual in this interview."), "muted"))
        for flag in flags or ():
            is_asked = flag.ref in remarks and bool(flag.ref)
            block = FlagBlock(flag, self._actions(flag, is_asked=is_asked), is_asked=is_asked)
            self.blocks.append(block)
            self._rows.addWidget(block)
        self._add_words(case)
        self._add_facts(case)
        self._rows.addStretch(1)

    def _actions(self, flag: Flag, *, is_asked: bool) -> list[tuple[str, Act]]:
        found: list[tuple[str, Act]] = []
        if flag.is_twin:
            found.append((_("Compare"), self._compare))
        if flag.is_open and not is_asked:
            found.append((_("Ask again"), self._ask))
        if not is_asked:
            found.append((_("Right as it is") if flag.is_open else _("Take back"), self._settle))
        return found

    def _add_words(self, case: Case) -> None:
        if case.spoken:
            said = "\n".join(f"{who}: {text}" if who else text for who, text in case.spoken)
            self._rows.addWidget(_titled(_("Earlier words"), _text(said, "muted", 0)))
            self._rows.addWidget(_rule())

    def _add_facts(self, case: Case) -> None:
        rows = [
            (_("Left empty"), grouped(case.empty)),
            (_("Don’t know, refused"), f"{case.unknown} · {case.refused}"),
            (_("Checks kept or open"), grouped(case.checks)),
        ]
        if case.away is not None:
            rows.append((_("From the firm"), sentence(length(case.away))))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        for name, value in rows:
            row = QHBoxLayout()
            row.addWidget(label(name, "muted"), 1)
            row.addWidget(label(value))
            column.addLayout(row)
        self._rows.addWidget(_titled(_("The interview"), box))

    def show_ends(self, remarks: int, *, may_decide: bool) -> None:
        """The filled button is Approve, or with remarks Return."""
        said = ngettext("Return with 1 remark", "Return with {n} remarks", remarks)
        self.return_button.setText(said if remarks else _("Return"))
        first, second = (
            (self.return_button, self.approve_button)
            if remarks
            else (self.approve_button, self.return_button)
        )
        for one, icon, is_first in (
            (first, _icon(first, self.approve_button), True),
            (second, _icon(second, self.approve_button), False),
        ):
            set_primary(one, icon, on=is_first and may_decide)
            one.setEnabled(may_decide)

    def mark(self, number: int) -> Flag:
        """Mark one flag, as the keyboard walks them."""
        for at, block in enumerate(self.blocks):
            theme.set_property(block, "here", at == number)
        self._area.ensureWidgetVisible(self.blocks[number])
        return self.blocks[number].flag


class FlagBlock(QFrame):
    """One flag: its rule, its sentence, how others stand, and what can be said of it."""

    def __init__(self, flag: Flag, actions: Sequence[tuple[str, Act]], *, is_asked: bool = False) -> None:
        """`actions`: (word, what it does with the flag)."""
        super().__init__()
        self.flag = flag
        self.setProperty("role", "flag")
        icon = QLabel()
        icon.setPixmap(
            theme.icon("flag", theme.colours().warn if flag.is_open else theme.colours().muted).pixmap(18, 18)
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(rule_word(flag.rule), "strong", wrap=True))
        words.addWidget(label(sentence(flag.message), wrap=True))
        if compared := " ".join(_compared(flag)):
            words.addWidget(label(compared, "muted", wrap=True))
        decision = flag.decision
        if is_asked:
            words.addWidget(label("✓ " + _("remark written"), "muted"))
        elif decision is not None:
            said = ": ".join(filter(None, (_decided(flag, decision), decision.reason)))
            words.addWidget(label(f"✓ {said}", "muted", wrap=True))
        words.addLayout(self._row_of(actions))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 14, 8)
        row.setSpacing(8)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def _row_of(self, actions: Sequence[tuple[str, Act]]) -> QGridLayout:
        """Two in a row: in the narrow panel no more have room."""
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(_IN_A_ROW, 1)
        self.buttons: list[QPushButton] = []
        for number, (word, act) in enumerate(actions):
            one = button(word, partial(act, self.flag), "quiet")
            self.buttons.append(one)
            grid.addWidget(one, number // _IN_A_ROW, number % _IN_A_ROW, Qt.AlignmentFlag.AlignLeft)
        return grid


def _decided(flag: Flag, decision: Decision) -> str:
    if decision.verdict is Verdict.RIGHT:
        return _("right as it is")
    return _("asked again") if flag.instance_id else _("taken up with {agent}").format(agent=flag.agent)


def rule_word(name: str) -> str:
    """What a rule is called."""
    from fieldsurvey.study.quality import WORDS

    return _(WORDS.get(name, name))


def value_words(measure: str, value: float) -> str:
    """A value of a measure or rule: a way over the ground with its unit, else a number, whole from ten on."""
    if measure in _WAYS:
        return sentence(length(value))
    return grouped(value, 0 if abs(value) >= 10 or value == int(value) else 1)


def _compared(flag: Flag) -> list[str]:
    """Among whom it was compared, and how the agent's own interviews stand."""
    if not flag.instance_id:
        return _agent_compared(flag)
    said = []
    if flag.usual is not None:
        among = flag.stratum or sentence(Message("review.all-firms"))
        said.append(_("Compared with {n}: {among}.").format(n=flag.usual.firms, among=among))
    if flag.own is not None and flag.own.firms > 1 and flag.agent:
        own = value_words(flag.rule, flag.own.median)
        said.append(_("{agent}’s own: {median}.").format(agent=flag.agent, median=own))
    return said


def _agent_compared(flag: Flag) -> list[str]:
    """The middle half of the agent's interviews, and of all others'."""
    if flag.own is None or flag.usual is None:
        return []
    told = _(
        "Middle half of {n} interviews: {low} to {high}; of the {others} of the others: {least} to {most}."
    )
    values = (flag.own.low, flag.own.high, flag.usual.low, flag.usual.high)
    low, high, least, most = (value_words(flag.ref, value) for value in values)
    numbers = {"n": grouped(flag.own.firms), "others": grouped(flag.usual.firms)}
    return [told.format(low=low, high=high, least=least, most=most, **numbers)]


def _icon(one: QPushButton, approve: QPushButton) -> str:
    return "check" if one is approve else "undo"


def _text(text: str, role: str, margin: int = 14) -> QLabel:
    widget = label(text, role, wrap=True)
    widget.setContentsMargins(margin, 10 if margin else 0, margin, 10 if margin else 0)
    return widget


def _titled(title: str, content: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(14, 10, 14, 10)
    column.setSpacing(2)
    column.addWidget(label(title, "strong"))
    column.addWidget(content)
    return box


def _rule() -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "rule")
    frame.setFixedHeight(1)
    return frame
