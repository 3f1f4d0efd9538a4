"""What stands where no firm is shown: what belongs there, or what is called nearly so, and ways out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.records import Firm, FirmFilter
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.case_words import state_word
from fieldsurvey.ui.firms.firm_filters import FirmFilters
from fieldsurvey.ui.firms.tab import Around
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import button, label, set_primary


class NoFirms(QWidget):
    """A sentence, and the buttons that help."""

    def __init__(self, around: Around, show: Callable[[str], object], clear: Callable[[], object]) -> None:
        super().__init__()
        ways, study = around.ways, around.desk.study
        self._around, self._show_firm, self._nearest = around, show, ""
        self._filters: FirmFilters | None = None
        self._picture = QLabel()
        self._picture.setPixmap(theme.icon("firms", theme.colours().muted).pixmap(20, 20))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why, self._more = label("", wrap=True), label("", "muted", wrap=True)
        self._import = button(_("Import a list"), ways.import_list, "primary", "import")
        self._add = button(_("Add a firm"), ways.add_firm, "", "add")
        self._meant = button("", self._on_meant, "quiet")
        self._all = button("", self._search_all)
        self._clear = button(_("Clear"), clear, "quiet")
        self._clear.setToolTip("Esc")
        why = sentence(study.why_read_only)
        for widget in (self._import, self._add):
            widget.setEnabled(not why)
            widget.setToolTip(why)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self._import, self._add, self._all, self._clear):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for text in (self._picture, self._why, self._more):
            if text is not self._picture:
                text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addWidget(self._meant, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addStretch(3)

    def say(self, filters: FirmFilters, study: Study) -> None:
        """Why nothing is shown, and what helps."""
        self._filters = filters
        is_empty = not filters.firms
        if is_empty:
            self._say_empty(sentence(study.why_read_only))
        else:
            self._say_not_found(filters, study)
        for widget in (self._picture, self._import, self._add):
            widget.setVisible(is_empty)
        set_primary(self._import, "import", on=is_empty)
        self._clear.setVisible(not is_empty)

    def _say_empty(self, why_not: str) -> None:
        self._why.setText(
            _(
                "The list of the cluster's firms belongs here. Interviews begin from it, and the sample is drawn from it."
            )
        )
        self._more.setText(why_not)
        self._more.setVisible(bool(why_not))
        self._meant.hide()
        self._all.hide()

    def _say_not_found(self, filters: FirmFilters, study: Study) -> None:
        wanted = filters.wanted()
        text = wanted.text.strip()
        among = study.register.count(dataclasses.replace(wanted, text=""))
        if text:
            self._why.setText(
                ngettext(
                    "Nothing is called so among the 1 firm looked at.",
                    "Nothing is called so among the {n} firms looked at.",
                    among,
                )
            )
        else:
            self._why.setText(_("No firm is all of that at once."))
        self._more.hide()
        everywhere = study.register.ids(FirmFilter(text)) if filters.are_chips_set and text else []
        found = ngettext(
            "Show 1 found in the whole register", "Show {n} found in the whole register", len(everywhere)
        )
        self._all.setText(found)
        self._all.setVisible(bool(everywhere))
        nearest = study.register.rows(everywhere[:1])[0].firm if everywhere else study.register.nearest(text)
        self._offer(nearest if text else None, study)

    def _offer(self, nearest: Firm | None, study: Study) -> None:
        self._nearest = nearest.id if nearest else ""
        self._meant.setVisible(nearest is not None)
        if nearest is not None:
            state = state_word(study.register.rows([nearest.id], self._around.round)[0].state)
            named = f"{nearest.number:04d} {nearest.name}" + (f" ({state})" if state else "")
            self._meant.setText(_("Meant perhaps: {firm}").format(firm=named))

    def _on_meant(self) -> None:
        self._show_firm(self._nearest)

    def _search_all(self) -> None:
        if self._filters is not None:
            self._filters.search_all()
