"""The interview in the middle: who was asked and when, one section at a time, only what changed, or beside another interview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interviews.submissions import plain as without_positions
from fieldsurvey.ui.review.answers_table import AnswersTable
from fieldsurvey.ui.review.case import Case, Line
from fieldsurvey.ui.review.comparison import Comparison
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.widgets import Button, ElidedLabel, button, label


class CasePane(QFrame):
    """Left and Right turn the sections."""

    def __init__(self, written: Callable[[str, str], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._case: Case | None = None
        self._comparison: Comparison | None = None
        self._remarks: dict[str, str] = {}
        self._at = 0
        self.table = AnswersTable(written)
        self.table.setProperty("role", "bare")
        self._firm, self._when = ElidedLabel("heading"), ElidedLabel("muted")
        self.section, self._place = ElidedLabel("strong"), label("", "muted")
        self._back = button("‹", lambda: self.turn(-1), "quiet")
        self._on = button("›", lambda: self.turn(1), "quiet")
        self._back.setAccessibleName(_("Section before"))
        self._on.setAccessibleName(_("Next section"))
        self._add_switches()
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 16, 8)
        head.setSpacing(0)
        head.addWidget(self._firm)
        head.addWidget(self._when)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 4, 8, 4)
        bar.setSpacing(4)
        bar.addWidget(self.section, 1)
        for widget in (self._place, self._back, self._on, self._all, self._changed, self._beside):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 8)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(bar)
        column.addWidget(self._other_row())
        column.addWidget(self.table, 1)

    def _add_switches(self) -> None:
        """The ways to look at it, one at a time; and whether what is the same in both is shown."""
        self._all, self._changed = Button(_("All sections")), Button(_("Only what changed"))
        self._beside = Button(_("Compared"))
        self.same = Button(_("Also what is the same"))
        self.same.setToolTip("S")
        group = QButtonGroup(self)
        for one in (self._all, self._changed, self._beside, self.same):
            one.setProperty("kind", "quiet")
            one.setCheckable(True)
            one.clicked.connect(lambda _checked: self._show_section())
        for one in (self._all, self._changed, self._beside):
            one.hide()
            group.addButton(one)
        self._all.setChecked(True)

    def _other_row(self) -> QWidget:
        """Which interview stands beside this one, who asked it and when, and the switch for what is the same."""
        self._other, self._row = ElidedLabel("muted"), QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(16, 0, 8, 4)
        row.addWidget(self._other, 1)
        row.addWidget(self.same)
        self._row.hide()
        return self._row

    def show_case(self, case: Case | None, remarks: dict[str, str]) -> None:
        """Another interview, from its first section; the same one where it was."""
        is_same = case is not None and self._case is not None and case.instance_id == self._case.instance_id
        self._case, self._remarks = case, remarks
        if not is_same:
            self._at = 0
            self._comparison = None
            self._all.setChecked(True)
            self.table.setCurrentIndex(self.table.answers.index(-1, -1))
        self._firm.say(name_of(case.firm, case.begun) if case else "")
        self._when.say(_told(case) if case else "")
        self._show_section()

    @property
    def instance_id(self) -> str:
        """The interview that is shown; "" while none is."""
        return self._case.instance_id if self._case is not None else ""

    def compare(self) -> None:
        """What changed since the time before, or all sections again."""
        if self._case is not None and self._case.changes:
            (self._all if self._changed.isChecked() else self._changed).setChecked(True)
            self._show_section()

    @property
    def other_id(self) -> str:
        """The interview that is shown beside this one; "" while none is."""
        is_beside = self._comparison is not None and self._beside.isChecked()
        return self._comparison.other_id if self._comparison is not None and is_beside else ""

    def show_beside(self, comparison: Comparison | None) -> None:
        """The interview beside another one; without one all sections again."""
        self._comparison = comparison
        (self._beside if comparison is not None else self._all).setChecked(True)
        self.table.setCurrentIndex(self.table.answers.index(-1, -1))
        self._show_section()

    def switch_same(self) -> None:
        """Beside another interview: show also what is the same in both, or leave it out again."""
        if self.other_id:
            self.same.setChecked(not self.same.isChecked())
            self._show_section()

    def turn(self, step: int) -> None:
        """So many sections further."""
        if self._case is not None and self._all.isChecked():
            at = min(max(0, self._at + step), len(self._case.sections) - 1)
            if at != self._at:
                self._at = at
                self.table.setCurrentIndex(self.table.answers.index(-1, -1))
                self._show_section()

    def go_to(self, ref: str) -> str:
        """Turn to a question, or to the section of that ref, and choose it; gives its ref with positions, "" where there is none."""
        if self._case is None:
            return ""
        self._all.setChecked(True)
        for number, section in enumerate(self._case.sections):
            if section.holds(ref) or any(line.ref.startswith(f"{ref}/") for line in section.lines):
                self._at = number
                self._show_section()
                self.table.go_to(
                    lambda one: ref in (one, without_positions(one)) or one.startswith(f"{ref}/")
                )
                return self.table.here()
        return ""

    def here(self) -> str:
        """The ref of the question at which the person is."""
        return self.table.here()

    def show_remark(self, ref: str, remarks: dict[str, str]) -> None:
        """Show the remarks, and put the keyboard into this one."""
        self._remarks = remarks
        row = self.table.currentIndex().row()
        self._show_section()
        self.table.selectRow(row)
        self.table.edit_remark(ref)

    def _show_section(self) -> None:
        case = self._case
        has_changes, is_beside = bool(case and case.changes), bool(case and self.other_id)
        self._changed.setVisible(has_changes)
        self._beside.setVisible(self._comparison is not None)
        self._all.setVisible(has_changes or self._comparison is not None)
        self._row.setVisible(is_beside)
        is_whole = not is_beside and not self._changed.isChecked()
        count = len(case.sections) if case else 0
        self._back.setEnabled(is_whole and self._at > 0)
        self._on.setEnabled(is_whole and self._at + 1 < count)
        for one in (self._back, self._on):
            one.setVisible(is_whole)
        if case is not None and is_beside and self._comparison is not None:
            self._show_comparison(case, self._comparison)
        elif case is not None and not is_whole:
            self._show_changes(case)
        else:
            self._show_answers(case)

    def _show_answers(self, case: Case | None) -> None:
        sections = case.sections if case else ()
        section = sections[self._at] if self._at < len(sections) else None
        self.section.say(section.title if section else "")
        place = _("section {n} of {all}").format(n=self._at + 1, all=len(sections))
        self._place.setText(place if section else "")
        lines = list(section.lines) if section else []
        earlier = _("Last round") if case and case.has_round_before else ""
        self.table.show_lines(lines, self._remarks, earlier, _among(lines))

    def _show_changes(self, case: Case) -> None:
        self.section.say(_("What changed"))
        self._place.setText("")
        lines = [
            Line(one.label, one.ref, n, one.after or "–", one.before or "–")
            for n, one in enumerate(case.changes, 1)
        ]
        self.table.show_lines(lines, self._remarks, _("Before"), "")

    def _show_comparison(self, case: Case, found: Comparison) -> None:
        self.section.say(_("What differs"))
        self._place.setText(_("{n} of {all}").format(n=found.different, all=len(found.pairs)))
        told = (found.name, found.agent, _span(found.begun, found.ended))
        self._other.say(_("Beside it: {interview}").format(interview=" · ".join(filter(None, told))))
        lines = found.lines(case.numbers, with_same=self.same.isChecked())
        self.table.show_lines(lines, self._remarks, found.name, "", name_of(case.firm, case.begun))


def _among(lines: list[Line]) -> str:
    """What the last column is called: among how many of which stratum; "" where nothing is compared."""
    found = [line.beside for line in lines if line.beside is not None]
    if not found:
        return ""
    most = max(found, key=lambda beside: beside.firms)
    if most.stratum:
        return _("Among {n} · {stratum}").format(n=most.firms, stratum=most.stratum)
    return ngettext("Among 1 firm", "Among {n} firms", most.firms)


def _span(begun: datetime, ended: datetime | None) -> str:
    """When it was held: day, from and to where it ended on that day."""
    is_same_day = ended is not None and ended.date() == begun.date() and ended > begun
    return i18n.moment(begun) + (f"–{ended:%H:%M}" if ended is not None and is_same_day else "")


def _told(case: Case) -> str:
    return " · ".join(
        filter(
            None,
            (
                case.agent,
                _span(case.begun, case.ended),
                ngettext("{n} min", "{n} min", case.minutes) if case.minutes else "",
                _("{answered} of {asked} answered").format(answered=case.answered, asked=case.asked),
            ),
        )
    )
