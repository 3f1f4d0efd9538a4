"""One firm beside the list: what is known of it, what became of it, and what comes next. Nothing is changed here but by its buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import CaseState, FirmField, FirmRow, Visit
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.ui.firms.case_words import outcome_word, role_word, standing
from fieldsurvey.ui.firms.lookalikes import reasons
from fieldsurvey.ui.firms.next_step import Step, step_of, verb_of
from fieldsurvey.ui.firms.pane_parts import PaneBody, flowing, section, state_line, told
from fieldsurvey.ui.firms.tab import Around
from fieldsurvey.ui.shell.shown_round import round_name
from fieldsurvey.ui.shell.widgets import button, label

_MOST = 5
"""Look-alikes and visits that are named; how many there are stands beside the heading."""


class FirmPane(PaneBody):
    """Drawn anew for each firm."""

    def __init__(self, around: Around, row: FirmRow, acts: PaneActs) -> None:
        super().__init__()
        self._study, self._row, self._acts = around.desk.study, row, acts
        self._round = around.desk.round
        self._lookalikes = around.lookalikes.of(row.firm.id)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(6)
        self._add_head(column)
        self._add_buttons(column)
        for part in (self._contact, self._case, self._visits, self._alike, self._rounds, self._sources):
            if (found := part()) is not None:
                column.addLayout(found)
        column.addStretch(1)

    def _add_head(self, column: QVBoxLayout) -> None:
        firm, case = self._row.firm, self._row.case
        parts = [f"{firm.number:04d}"]
        if case is not None and case.stratum:
            design = self._study.fieldwork.design(case.round)
            weight = (
                next((one.weight for one in design.strata if one.name == case.stratum), None)
                if design
                else None
            )
            parts.append(case.stratum)
            if weight is not None:
                parts.append(_("weight {weight}").format(weight=f"{weight:.2f}"))
        column.addWidget(label(" · ".join(parts), "muted", wrap=True))
        column.addWidget(label(firm.name, "heading", wrap=True))
        more = [firm.get(FirmField.OTHER_NAME), firm.get(FirmField.PRODUCT)]
        if any(more):
            column.addWidget(label(" · ".join(filter(None, more)), "muted", wrap=True))

    def _add_buttons(self, column: QVBoxLayout) -> None:
        row, why = self._row, sentence(self._study.why_read_only)
        step = step_of(row)
        can_replace = self._can_replace()
        following = self._next_button(step, is_filled=not can_replace)
        visit = button(_("Add a visit"), self._acts.add_visit, icon="add")
        visit.setToolTip("V")
        first = [following, visit]
        if can_replace:
            first = [button(_("Replace"), self._acts.replace, "primary", "turn"), visit, following]
        for widget in first:
            if why and not (widget is following and row.instance_id):
                widget.setEnabled(False)
                widget.setToolTip(why)
        visit.setEnabled(visit.isEnabled() and not row.is_in_reserve)
        column.addLayout(flowing(*first))
        if row.is_in_reserve:
            column.addWidget(
                label(
                    _("It waits in the reserve, to take the place of a firm that cannot be asked."),
                    "muted",
                    wrap=True,
                )
            )
        elif why:
            column.addWidget(label(why, "muted", wrap=True))

    def _next_button(self, step: Step, *, is_filled: bool) -> QPushButton:
        words, icon = verb_of(step)
        following = button(words, self._acts.go_on, "primary" if is_filled else "", icon)
        following.setToolTip("Enter")
        following.setEnabled(step is not Step.NONE)
        forms = self._study.forms.to_begin() if step is Step.BEGIN else []
        if len({form_id for form_id, _version, _title in forms}) > 1:
            menu = QMenu(following)
            for form_id, _version, title in forms:
                menu.addAction(title).triggered.connect(partial(self._begin_with, form_id))
            following.setMenu(menu)
        return following

    def _begin_with(self, form_id: str, _checked: bool = False) -> None:
        self._acts.begin_with(form_id)

    def _can_replace(self) -> bool:
        case = self._row.case
        if case is None or not self._row.state.has_failed or not case.stratum:
            return False
        if self._study.fieldwork.substitute_of(case.firm_id, case.round) is not None:
            return False
        return self._study.fieldwork.reserve_left(case.stratum, case.round) > 0

    # --- its sections --------------------------------------------------------------------------------------------

    def _contact(self) -> QVBoxLayout | None:
        firm = self._row.firm
        who = " · ".join(filter(None, (firm.get(FirmField.CONTACT), firm.phone)))
        where = ", ".join(filter(None, (firm.get(FirmField.ADDRESS), firm.place)))
        papers = [
            f"{word} {firm.get(name)}" if word else firm.get(name)
            for word, name in (("", FirmField.UDYAM), ("GSTIN", FirmField.GSTIN), ("PAN", FirmField.PAN))
            if firm.get(name)
        ]
        lines = [who, firm.get(FirmField.NOTE), where, *papers]
        if not any(lines):
            return None
        column = section(_("Contact"))
        for text in filter(None, lines):
            column.addWidget(told(text))
        return column

    def _case(self) -> QVBoxLayout | None:
        case = self._row.case
        if case is None:
            return None
        column = section(_("In this round"))
        column.addWidget(state_line(role_word(case.role), self._row.state, standing(self._row)))
        if case.agent or case.planned_on:
            day = i18n.short_day(case.planned_on) if case.planned_on else ""
            column.addWidget(told(case.agent or _("nobody yet"), day))
        if case.replaces:
            gone = self._study.register.firm(case.replaces)
            column.addWidget(
                told(
                    _("For {firm}: {reason}").format(
                        firm=f"{gone.number:04d} {gone.name}", reason=case.reason
                    )
                )
            )
        taken = self._study.fieldwork.substitute_of(case.firm_id, case.round)
        if taken is not None:
            show = button(f"{taken.number:04d}", partial(self._acts.show_firm, taken.id), "link")
            column.addWidget(told(_("In its place: {firm}").format(firm=taken.name), show))
        return column

    def _visits(self) -> QVBoxLayout | None:
        visits = list(reversed(self._study.fieldwork.visits(self._row.firm.id, round_key=self._round.key)))
        if not visits:
            return None
        column = section(_("Visits"), len(visits))
        for visit in visits[:_MOST]:
            column.addWidget(_visit_line(visit))
        return column

    def _alike(self) -> QVBoxLayout | None:
        if not self._lookalikes:
            return None
        column = section(_("May be the same firm"), len(self._lookalikes))
        for pair in self._lookalikes[:_MOST]:
            column.addWidget(self._pair_line(pair))
        return column

    def _pair_line(self, pair: Lookalike) -> QWidget:
        other = pair.other_than(self._row.firm.id)
        named = ", ".join(filter(None, (f"{other.number:04d} {other.name}", other.place)))
        compare = button(_("Compare"), partial(self._acts.compare, other.id), "link")
        compare.setToolTip("D")
        return told(f"{named}\n{reasons(pair)}", compare)

    def _rounds(self) -> QVBoxLayout | None:
        rounds = self._study.fieldwork.rounds_of(self._row.firm.id)
        if len(rounds) < 2:
            return None
        column = section(_("Rounds"))
        named = {one.key: round_name(one) for one in self._round.rounds}
        for key in sorted(rounds, key=lambda one: list(named).index(one) if one in named else len(named)):
            (row,) = self._study.register.rows([self._row.firm.id], key)
            column.addWidget(state_line(named.get(key, key), row.state, standing(row)))
        return column

    def _sources(self) -> QVBoxLayout | None:
        found = self._study.register.sources_of(self._row.firm.id)
        merged = self._study.register.merged_into(self._row.firm.id)
        column = section(_("Source"))
        for source in found[:_MOST]:
            column.addWidget(told(_("{list}, row {row}").format(list=source.title, row=source.row)))
        if not found:
            column.addWidget(told(_("met in the field")))
        for firm in merged:
            column.addWidget(
                told(_("{firm} was the same firm").format(firm=f"{firm.number:04d} {firm.name}"))
            )
        return column


class PaneActs:
    """What the buttons of the pane do."""

    def __init__(
        self,
        go_on: Callable[[], object],
        begin_with: Callable[[str], object],
        add_visit: Callable[[], object],
        replace: Callable[[], object],
        compare: Callable[[str], object],
        show_firm: Callable[[str], object],
    ) -> None:
        self.go_on, self.begin_with, self.add_visit = go_on, begin_with, add_visit
        self.replace, self.compare, self.show_firm = replace, compare, show_firm


def _visit_line(visit: Visit) -> QWidget:
    words, here = outcome_word(visit.outcome), visit.at.astimezone()
    said = f"{words}, {visit.reason}" if visit.reason else words
    return state_line(
        f"{i18n.short_day(here)} {here:%H:%M}", CaseState(visit.outcome.value), said, visit.agent
    )
