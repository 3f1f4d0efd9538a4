"""After the draw: the design record as it was written, and the firms: drawn, in reserve, and those that took another's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, moment, short_day
from fieldsurvey.numbers import grouped
from fieldsurvey.records import Case, CaseRole, Firm
from fieldsurvey.records.design import Design, Method, Stratum
from fieldsurvey.register.field_words import field_word
from fieldsurvey.register.sampling import margin_of
from fieldsurvey.ui.firms.painted_cells import ROW, Cell, Cells, set_widths, table_of
from fieldsurvey.ui.firms.sample.words import points, sure_of
from fieldsurvey.ui.shell.widgets import Button, Card, label

_GROUPS = (
    (CaseRole.DRAWN,),
    (CaseRole.RESERVE,),
    (CaseRole.SUBSTITUTE,),
    (CaseRole.CHOSEN, CaseRole.VOLUNTEER, CaseRole.AGAIN),
)
_STRATUM, _REASON = 3, 5
_LEAST_ROWS = 6


class DrawnView(QWidget):
    """Read only: a draw is taken back whole, or stands."""

    def __init__(self) -> None:
        super().__init__()
        self._cases: Sequence[Case] = ()
        self._firms: Mapping[str, Firm] = {}
        self._shown: list[Case] = []
        self._design: Design | None = None
        self.record = Card(margin=0, spacing=0)
        self._facts = label("", "muted", wrap=True)
        self._facts.setContentsMargins(16, 12, 16, 8)
        self._strata = Cells(
            [
                *(Cell(_("Stratum")), Cell(_("Firms"), is_end=True), Cell(_("Take"))),
                *(Cell(_("Drawn"), is_end=True), Cell(_("Left in reserve"), is_end=True)),
                *(Cell(_("Weight"), is_end=True), Cell(_("Sure to"), is_end=True)),
            ]
        )
        self._table = table_of(self._strata, _("Design record"))
        self._table.setProperty("role", "inner")
        self.record.column.addWidget(self._facts)
        self.record.column.addWidget(self._table)
        self.model = Cells(
            [
                *(Cell(_("No."), is_end=True), Cell(_("Firm")), Cell(_("Place")), Cell(_("Stratum"))),
                *(Cell(_("Agent, day")), Cell(_("Reason"))),
            ]
        )
        self.table = table_of(self.model, _("Firms of the sample"))
        self.table.setMinimumHeight(ROW * _LEAST_ROWS)
        self._set_widths()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.record)
        column.addLayout(self._chips())
        column.addWidget(self.table, 1)

    def _set_widths(self) -> None:
        for table, name, widths in (
            (self._table, 0, {1: 70, 2: 110, 3: 80, 4: 110, 5: 80, 6: 80}),
            (self.table, 1, {0: 64, 2: 130, 3: 120, 4: 150, 5: 160}),
        ):
            table.horizontalHeader().setSectionResizeMode(name, QHeaderView.ResizeMode.Stretch)
            set_widths(table, widths)

    def _chips(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for number in range(len(_GROUPS)):
            chip = Button("")
            chip.setProperty("kind", "quiet")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._show_group, number))
            self._group.addButton(chip, number)
            row.addWidget(chip)
        row.addStretch(1)
        self._group.button(0).setChecked(True)
        return row

    def show_draw(self, design: Design | None, cases: Sequence[Case], firms: Mapping[str, Firm]) -> None:
        """The draw of a round, None where firms were chosen, and its cases."""
        self._design, self._cases, self._firms = design, cases, firms
        self.record.setVisible(design is not None)
        if design is not None:
            self._show_record(design)
        words = (_("Drawn"), _("Reserve"), _("Took another's place"), _("Chosen, or came"))
        counts = [sum(1 for case in cases if case.role in roles) for roles in _GROUPS]
        for number, (word, count) in enumerate(zip(words, counts, strict=True)):
            chip = self._group.button(number)
            chip.setText(f"{word}  {grouped(count)}")
            chip.setVisible(bool(count))
        shown = self._group.checkedId()
        if not counts[shown]:
            shown = next((n for n, count in enumerate(counts) if count), 0)
            self._group.button(shown).setChecked(True)
        self._show_group(shown)

    def _show_record(self, design: Design) -> None:
        facts = [
            _("Drawn on {day} by {who}").format(day=moment(design.drawn_at), who=design.who)
            if design.who
            else _("Drawn on {day}").format(day=moment(design.drawn_at)),
            _("seed {seed}").format(seed=design.seed),
        ]
        if design.spread_over:
            facts.append(_("spread over {field}").format(field=field_word(design.spread_over).lower()))
        facts.append(_("frame {digest}").format(digest=design.frame[:12]))
        self._facts.setText(" · ".join(facts))
        self._strata.show(len(design.strata) + 1, self._stratum_cells)
        tall = self._table.horizontalHeader().sizeHint().height() + 2
        self._table.setFixedHeight(tall + ROW * (len(design.strata) + 1))

    def _stratum_cells(self, row: int) -> list[Cell]:
        design = self._design
        assert design is not None
        if row == len(design.strata):
            margin = margin_of(design.strata, confidence=design.confidence)
            sure = "" if margin is None else points(100 * margin) if margin else _("exact")
            left = sum(1 for case in self._cases if case.role is CaseRole.RESERVE)
            texts = (grouped(design.population), "", grouped(design.drawn), grouped(left), "", sure)
            return [
                Cell(_("All"), is_bold=True),
                *(Cell(text, is_bold=True, is_end=n != 1) for n, text in enumerate(texts)),
            ]
        one = design.strata[row]
        return [
            Cell(one.name, is_bold=True),
            Cell(grouped(one.population), is_end=True),
            Cell(_("every one") if one.method is Method.CENSUS else _("by chance")),
            Cell(grouped(one.drawn), is_end=True),
            Cell(grouped(self._left(one)), is_end=True),
            Cell(f"{one.weight:.2f}" if one.weight else "", is_end=True),
            Cell(sure_of(one, design.confidence), is_end=True),
        ]

    def _left(self, one: Stratum) -> int:
        return sum(1 for case in self._cases if case.role is CaseRole.RESERVE and case.stratum == one.name)

    def _show_group(self, number: int, _checked: bool = False) -> None:
        self._shown = [case for case in self._cases if case.role in _GROUPS[number]]
        self.model.show(len(self._shown), self._case_cells)
        self.table.setColumnHidden(_REASON, not any(case.reason for case in self._shown))
        self.table.setColumnHidden(_STRATUM, not any(case.stratum for case in self._shown))

    def _case_cells(self, row: int) -> list[Cell]:
        case = self._shown[row]
        firm = self._firms.get(case.firm_id)
        day = short_day(case.planned_on) if case.planned_on else ""
        reason = case.reason
        if case.replaces and (gone := self._firms.get(case.replaces)):
            reason = _("for {number}: {reason}").format(number=f"{gone.number:04d}", reason=case.reason)
        return [
            Cell(f"{firm.number:04d}" if firm else "", tone="muted", is_end=True),
            Cell(firm.name if firm else ""),
            Cell(firm.place if firm else "", tone="muted"),
            Cell(case.stratum),
            Cell(", ".join(filter(None, (case.agent, day))) or "—", tone="text" if case.agent else "muted"),
            Cell(reason, tone="muted"),
        ]
