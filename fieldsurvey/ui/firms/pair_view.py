"""Two entries of the register side by side; what differs is marked by a sign and by weight, not by colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import Firm, FirmField
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.add_form import field_word
from fieldsurvey.ui.firms.case_words import standing
from fieldsurvey.ui.firms.lookalikes import reasons
from fieldsurvey.ui.shell.shown_round import ShownRound
from fieldsurvey.ui.shell.widgets import Card, label, line

_FIELDS = (
    *(FirmField.NAME, FirmField.OTHER_NAME, FirmField.CONTACT, FirmField.PHONE, FirmField.ADDRESS),
    *(FirmField.PLACE, FirmField.PRODUCT, FirmField.WORKERS, FirmField.UDYAM, FirmField.GSTIN),
    *(FirmField.PAN, FirmField.NOTE),
)


class PairView(Card):
    """Drawn anew for each pair."""

    def __init__(self, study: Study, shown: ShownRound) -> None:
        super().__init__(margin=1)
        self._study, self._round = study, shown
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._area)

    def show_pair(self, pair: Lookalike) -> None:
        """Show these two."""
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.addWidget(label(reasons(pair), "strong", wrap=True), 0, 0, 1, 4)
        for column, firm in ((2, pair.one), (3, pair.other)):
            grid.addWidget(label(f"{firm.number:04d}", "heading"), 1, column)
        grid.addWidget(line(), 2, 0, 1, 4)
        number = 3
        for name, left, right in self._lines(pair.one, pair.other):
            is_other = left != right
            role = "strong" if is_other else "small"
            grid.addWidget(label("≠" if is_other else "", "warn"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(name, "muted"), number, 1, Qt.AlignmentFlag.AlignTop)
            for column, text in ((2, left), (3, right)):
                grid.addWidget(label(text or "–", role, wrap=True), number, column, Qt.AlignmentFlag.AlignTop)
            number += 1
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(number, 1)
        self._area.setWidget(body)

    def _lines(self, one: Firm, other: Firm) -> list[tuple[str, str, str]]:
        told = [(field_word(name), one.get(name), other.get(name)) for name in _FIELDS]
        told += [
            (_("Case"), self._case(one), self._case(other)),
            (_("Visits"), self._visits(one), self._visits(other)),
            (_("Source"), self._sources(one), self._sources(other)),
        ]
        return [line_ for line_ in told if line_[1] or line_[2]]

    def _case(self, firm: Firm) -> str:
        rows = self._study.register.rows([firm.id], self._round.key)
        return standing(rows[0]) if rows else ""

    def _visits(self, firm: Firm) -> str:
        number = len(self._study.fieldwork.visits(firm.id, round_key=self._round.key))
        return ngettext("1 visit", "{n} visits", number) if number else ""

    def _sources(self, firm: Firm) -> str:
        found = self._study.register.sources_of(firm.id)
        return "\n".join(_("{list}, row {row}").format(list=one.title, row=one.row) for one in found)
