"""Agents beside one another: how the interviews of each spread, what stands apart with one of them, and what was decided on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _, language
from fieldsurvey.numbers import grouped
from fieldsurvey.records import AgentProfile, Flag, TypicalRange, Verdict
from fieldsurvey.study import Study
from fieldsurvey.study.quality import MEASURES
from fieldsurvey.study.review import LeadKey
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.review.flags_panel import Act, FlagBlock, value_words
from fieldsurvey.ui.review.plain_table import plain_table
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.ui.shell.key_bar import KeyBar
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import ChoiceBox, button, drop_all, label

_AGENT, _INTERVIEWS, _FLAGGED, _FIRST = range(4)
_NAME, _LEAST, _MORE = 170, 76, 12
"""Pixels of the column of names, the least of a measure, and between two columns."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WIDE, _HIGH, _AROUND = 1040, 620, 40
"""Pixels of the dialog where the window is large enough, and around it where it is not."""
_ALL = ""


@dataclass(frozen=True, slots=True)
class _Form:
    """Agents of one form."""

    form_id: str
    title: str
    profiles: tuple[AgentProfile, ...]


class AgentsDialog(QDialog):
    """Up and Down walk the agents, N their flags; A says that one is right as it is, T that it was taken up."""

    def __init__(
        self,
        parent: QWidget,
        study: Study,
        tasks: Tasks,
        key: LeadKey | None,
        say: Callable[[str], object],
        *,
        may_decide: bool,
    ) -> None:
        super().__init__(parent)
        self._study, self._tasks, self._key, self._say = study, tasks, key, say
        self._may_decide = may_decide
        self._forms: list[_Form] = []
        self._here = 0
        self.blocks: list[FlagBlock] = []
        self.is_settled = False
        """Whether what is shown was read since the last change."""
        self.setWindowTitle(_("Agents"))
        room = parent.window().size()
        self.resize(min(_WIDE, room.width() - _AROUND), min(_HIGH, room.height() - _AROUND))
        self._build()
        bind(self, {"N": self._next, "A": self._settle_here, "T": self._take_up_here})
        self.reload()

    def _build(self) -> None:
        self.said = label("", "muted", wrap=True)
        self.form = ChoiceBox()
        self.form.setAccessibleName(_("Form"))
        self.form.hide()
        self.form.currentIndexChanged.connect(lambda _index: self._show_form())
        heads = [_("Agent"), _("Interviews"), _("Flagged"), *(_(words) for words in MEASURES.values())]
        self.table = plain_table([_two_lines(head) for head in heads], ())
        for number in range(_INTERVIEWS, self.table.columnCount()):
            if (head := self.table.horizontalHeaderItem(number)) is not None:
                head.setTextAlignment(_RIGHT)
        self.table.setAccessibleName(_("Agents"))
        self.table.horizontalHeader().setTextElideMode(
            Qt.TextElideMode.ElideNone
        )  # it counts two lines as one
        self.table.itemSelectionChanged.connect(self._show_flags)
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(body)
        keys = (
            ("↑ ↓", _("agent")),
            ("N", _("next flag")),
            ("A", _("right as it is")),
            ("T", _("taken up")),
            ("Esc", _("back")),
        )
        foot = QHBoxLayout()
        foot.addWidget(KeyBar(keys), 1)
        foot.addWidget(button(_("Close"), self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addWidget(self.said)
        column.addWidget(self.form)
        column.addWidget(WholeRows(self.table), 3)
        column.addWidget(self._area, 4)
        column.addLayout(foot)

    # --- what is shown -------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read it anew, beside the window."""
        self.is_settled = False
        self._tasks.long(_read, self, done=self._take, failed=self._say)

    def _take(self, found: list[_Form]) -> None:
        chosen = self.form.currentData()
        self._forms = found
        self.form.blockSignals(True)
        self.form.clear()
        for one in found:
            self.form.addItem(one.title, one.form_id)
        self.form.setCurrentIndex(max(0, self.form.findData(chosen)))
        self.form.blockSignals(False)
        self.form.setVisible(len(found) > 1)
        self.is_settled = True
        self._show_form()

    @property
    def profiles(self) -> tuple[AgentProfile, ...]:
        """All interviews of the form that is shown, then each agent."""
        at = self.form.currentIndex()
        return self._forms[at].profiles if 0 <= at < len(self._forms) else ()

    def _show_form(self) -> None:
        profiles = self.profiles
        self.said.setText(_told(profiles, may_decide=self._may_decide))
        before = self._chosen()
        self.table.blockSignals(True)
        self.table.setRowCount(len(profiles))
        for row, one in enumerate(profiles):
            self._fill(row, one)
        self.table.blockSignals(False)
        self._share_width()
        names = [one.agent for one in profiles]
        if names:
            self.table.selectRow(names.index(before) if before in names else 0)
        self.table.setFocus()
        self._show_flags()

    def _share_width(self) -> None:
        """Each column as wide as its words; where there is little room the measures have as much each."""
        known = [any(name in one.own for one in self.profiles) for name in MEASURES]
        numbers = (_INTERVIEWS, _FLAGGED)
        for column in range(_INTERVIEWS, self.table.columnCount()):
            self.table.setColumnHidden(column, column >= _FIRST and not known[column - _FIRST])
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, self.table.columnWidth(column) + _MORE)
        room = self.width() - _NAME - _AROUND - sum(map(self.table.columnWidth, numbers))
        share = max(_LEAST, room // max(1, sum(known)))
        measures = [column for column in range(_FIRST, self.table.columnCount()) if known[column - _FIRST]]
        if sum(map(self.table.columnWidth, measures)) > room:
            for column in measures:
                self.table.setColumnWidth(column, share)

    def _fill(self, row: int, one: AgentProfile) -> None:
        apart = {flag.ref: flag for flag in one.flags}
        numbers = (grouped(one.interviews), grouped(one.flagged) if one.flagged else "")
        open_flags = f"  ▲ {one.open_flags}" if one.open_flags else ""
        items = [QTableWidgetItem((one.agent or _("All")) + open_flags), *map(QTableWidgetItem, numbers)]
        for name in MEASURES:
            items.append(_measure(name, one, apart.get(name)))
        for column, item in enumerate(items):
            if column:
                item.setTextAlignment(_RIGHT)
            self.table.setItem(row, column, item)

    def _chosen(self) -> str:
        rows = self.table.selectionModel().selectedRows()
        at = rows[0].row() if rows else -1
        return self.profiles[at].agent if 0 <= at < len(self.profiles) else _ALL

    def _show_flags(self) -> None:
        """The flags of the chosen agent; of all agents where all are chosen."""
        drop_all(self._rows)
        agent = self._chosen()
        flags = [flag for one in self.profiles if agent in (_ALL, one.agent) for flag in one.flags]
        self.blocks = [FlagBlock(flag, self._actions(flag)) for flag in flags]
        for block in self.blocks:
            self._rows.addWidget(block)
        if not flags and self.is_settled:
            nothing = _("Nothing stands apart with {agent}.").format(agent=agent)
            self._rows.addWidget(label(nothing if agent else _("No agent stands apart."), "muted", wrap=True))
        self._rows.addStretch(1)
        self._here = min(self._here, max(0, len(flags) - 1))
        self._area.verticalScrollBar().setValue(0)
        self._mark()

    def _actions(self, flag: Flag) -> list[tuple[str, Act]]:
        if not self._may_decide:
            return []
        if not flag.is_open:
            return [(_("Take back"), self._settle)]
        return [(_("Right as it is"), self._settle), (_("Taken up"), self._take_up)]

    # --- the keyboard --------------------------------------------------------------------------------------------

    def _next(self) -> None:
        if self.blocks:
            self._here = (self._here + 1) % len(self.blocks)
            self._mark()
            self._area.ensureWidgetVisible(self.blocks[self._here])

    def _mark(self) -> None:
        for at, block in enumerate(self.blocks):
            theme.set_property(block, "here", at == self._here)

    def _settle_here(self) -> None:
        if self.blocks and self._may_decide:
            self._settle(self.blocks[self._here].flag)

    def _take_up_here(self) -> None:
        if self.blocks and self._may_decide and self.blocks[self._here].flag.is_open:
            self._take_up(self.blocks[self._here].flag)

    # --- the decision --------------------------------------------------------------------------------------------

    def _settle(self, flag: Flag) -> None:
        if flag.is_open:
            self._ask(flag, Verdict.RIGHT, _("Why is it right as it is?"), _("Right as it is"))
        else:
            self._decide(flag, None, "")

    def _take_up(self, flag: Flag) -> None:
        question = _("What was agreed with {agent}?").format(agent=flag.agent)
        self._ask(flag, Verdict.ASK, question, _("Taken up"))

    def _ask(self, flag: Flag, verdict: Verdict, question: str, verb: str) -> None:
        told = _(
            "It stands in the history, and the flag does not come back unless {agent} stands clearly farther from the others."
        ).format(agent=flag.agent)
        dialog = AskLine(self, question, told, verb)
        dialog.answered.connect(lambda reason: self._decide(flag, verdict, reason))
        dialog.open()

    def _decide(self, flag: Flag, verdict: Verdict | None, reason: str) -> None:
        key = self._key
        self._tasks.write(
            lambda study: study.quality.decide(flag, verdict, reason, key=key),
            self,
            done=lambda _changed: self.reload(),
        )


def _read(study: Study, progress: Progress) -> list[_Form]:
    """The forms that have interviews which count."""
    titles = {form_id: title for form_id, _version, title in study.forms.listing()}
    found = [
        _Form(form_id, title, tuple(study.quality.by_agent(form_id, language(), progress)))
        for form_id, title in titles.items()
    ]
    return [one for one in found if one.profiles[0].interviews]


def _told(profiles: tuple[AgentProfile, ...], *, may_decide: bool) -> str:
    said = [
        _(
            "The median of each agent’s interviews; in the first line the middle half of all. An agent is compared where the agent and the others have ten interviews each."
        )
    ]
    if profiles and not profiles[1:]:
        said = [_("No interview says who asked.")]
    if not may_decide:
        said.append(_("Only the lead’s key decides."))
    return " ".join(said)


def _measure(name: str, one: AgentProfile, flag: Flag | None) -> QTableWidgetItem:
    """The agent's median, marked where it stands apart; of all interviews the quartiles."""
    own = one.own.get(name)
    if own is None:
        return QTableWidgetItem("")
    is_open = flag is not None and flag.is_open
    said = value_words(name, own.median) if one.agent else _quartiles(name, own)
    item = QTableWidgetItem(f"▲ {said}" if is_open else said)
    if is_open:
        item.setForeground(QColor(theme.colours().warn))
    others = one.others.get(name)
    quartiles = _quartiles(name, own)
    if others is not None:
        told = _("{agent}: {own}; the others: {others}")
        quartiles = told.format(agent=one.agent, own=quartiles, others=_quartiles(name, others))
    item.setToolTip(quartiles)
    return item


def _quartiles(name: str, usual: TypicalRange) -> str:
    return " · ".join(value_words(name, value) for value in (usual.low, usual.median, usual.high))


def _two_lines(text: str) -> str:
    """A head broken at the blank nearest to its middle, so that its column may be narrow."""
    blanks = [at for at, letter in enumerate(text) if letter == " "]
    if not blanks:
        return text
    middle = min(blanks, key=lambda at: abs(at - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"
