"""The tab Sample: how firms are chosen, the plan with its method note, the draw, and what was drawn."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fieldsurvey.errors import RegisterError
from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.records import CaseRole, Changed, Topic
from fieldsurvey.records.design import Design
from fieldsurvey.register.method_note import MethodNote
from fieldsurvey.register.sample_plan import SamplePlan, Way
from fieldsurvey.ui.firms.sample.call_sheets import CallSheets
from fieldsurvey.ui.firms.sample.choose_view import ChooseView
from fieldsurvey.ui.firms.sample.drawn_view import DrawnView
from fieldsurvey.ui.firms.sample.note_paper import NotePaper
from fieldsurvey.ui.firms.sample.plan_view import PlanView
from fieldsurvey.ui.firms.sample.words import way_word
from fieldsurvey.ui.firms.tab import Tab
from fieldsurvey.ui.page import Desk
from fieldsurvey.ui.shell.keys import Keys, bind
from fieldsurvey.ui.shell.shown_round import round_name
from fieldsurvey.ui.shell.widgets import ChoiceBox, ElidedLabel, button, keep_bar_room, label

_EMPTY, _PLAN, _CHOOSE, _DRAWN = range(4)
_NARROW, _PAPER = 900, 346
_ANY = 16777215
"""Qt's word for a width without a limit."""
TOPICS = frozenset({Topic.REGISTER, Topic.FIELDWORK})
"""What the tab shows."""


def sample_keys() -> Keys:
    """What the keys of this tab do."""
    return (
        ("Alt+1…4", _("precision")),
        ("Tab", _("next cell")),
        (_("Space"), _("take in the other way; tick")),
        ("Ctrl+R", _("another seed")),
        ("Ctrl+Enter", _("draw")),
    )


class SampleTab(QWidget):
    """The sample of the round that is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._way = Way.CHANCE
        self._state = ElidedLabel("muted")
        self.way = ChoiceBox()
        self.way.setAccessibleName(_("How firms are chosen"))
        for one in Way:
            self.way.addItem(way_word(one), one)
        self.way.activated.connect(self._on_way)
        self._way_label = label(_("How firms are chosen"), "muted")
        self.again = button("", self.ask_again, icon="turn")
        self.undo = button(_("Take the draw back"), self.take_back, icon="undo")
        self.print = button(_("Print the call sheets"), self._ask_sheets, icon="reports")
        self.draw = button("", self.draw_now, "primary", "turn")
        self.draw.setToolTip("Ctrl+Enter")
        self.plan = PlanView(SamplePlan(seed=int(f"{date.today():%Y%m%d}")))  # noqa: DTZ011 - of this laptop
        self.sheets = CallSheets(desk)
        self.chosen, self.drawn, self.paper = ChooseView(), DrawnView(), NotePaper()
        self._stack = QStackedWidget()
        self._views = (self._nothing(), self.plan, self.chosen, self.drawn)
        for widget in self._views:
            self._stack.addWidget(widget)
        self.plan.changed.connect(self._show_state)
        self.chosen.changed.connect(self._show_state)
        self._set_out()
        bind(self, {"Ctrl+Return": self.draw_now, "Ctrl+Enter": self.draw_now})
        self.reload(Changed(TOPICS))

    def _nothing(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.addStretch(1)
        said = label(
            _(
                "The sample is drawn from the register. Import the list of the cluster's firms, or add firms, first."
            ),
            "muted",
            wrap=True,
        )
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(said)
        column.addStretch(2)
        return widget

    def _set_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        for widget, stretch in (
            *((self._state, 1), (self._way_label, 0), (self.way, 0)),
            *((self.again, 0), (self.undo, 0), (self.print, 0), (self.draw, 0)),
        ):
            self._head.addWidget(widget, stretch)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_bar_room(area)
        body = QWidget()
        self._under = QVBoxLayout(body)
        self._under.setContentsMargins(0, 0, 4, 0)
        self._under.setSpacing(12)
        self._under.addWidget(self._stack, 1)
        area.setWidget(body)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(8)
        self._beside.addWidget(area, 1)
        self._beside.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head)
        column.addWidget(self.sheets)
        column.addLayout(self._beside, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the note stands under the plan, and the page scrolls."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        (self._under if is_narrow else self._beside).addWidget(self.paper)
        self.paper.setMinimumWidth(0 if is_narrow else _PAPER)
        self.paper.setMaximumWidth(_ANY if is_narrow else _PAPER)
        self._way_label.setVisible(not is_narrow and self.way.isVisibleTo(self))

    # --- a Screen ----------------------------------------------------------------------------------------------------

    def reload(self, changed: Changed) -> None:
        """Read register and draw anew."""
        study = self._desk.study
        self._firms = study.register.listing()
        self._design = study.fieldwork.design(self._desk.round.key)
        self._cases = study.fieldwork.cases(self._desk.round.key)
        if self._design is not None:
            named = {firm.id: firm for firm in self._firms}
            self.drawn.show_draw(self._design, self._cases, named)
        self._can_print = self.sheets.show_cases(self._cases)
        self.chosen.show_firms(self._firms, {case.firm_id for case in self._cases})
        self.plan.show_firms(self._firms)
        self._show_state()

    def put_down(self) -> str:
        """A plan is no more than what was thought of; nothing of it is kept before the draw."""
        return ""

    @property
    def is_saved(self) -> bool:
        """Nothing waits to be kept."""
        return True

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _on_way(self, _at: int) -> None:
        self._way = Way(self.way.currentData())
        self.chosen.way = self._way
        if self._way.is_drawn:
            self.plan.change(way=self._way)
        self._show_state()

    def _show_state(self) -> None:
        """The view, the note, the words on the button and the line above."""
        if self._design is not None:
            at = _DRAWN
        elif not self._firms:
            at = _EMPTY
        else:
            at = _PLAN if self._way.is_drawn else _CHOOSE
        self._stack.setCurrentIndex(at)
        for number, view in enumerate(self._views):  # only the one that is seen says how high the page is
            policy = QSizePolicy.Policy
            view.setSizePolicy(policy.Preferred, policy.Preferred if number == at else policy.Ignored)
        self.paper.setVisible(at != _EMPTY)
        self.paper.show_note(self._note())
        self._show_buttons(at)
        self._state.say(self._said(at))

    def _note(self) -> MethodNote | None:
        fieldwork = self._desk.study.fieldwork
        try:
            if self._design is not None or not self._firms:
                return fieldwork.method_note(self._desk.round.key)
            if self._way.is_drawn:
                return (
                    fieldwork.method_note(self._desk.round.key, planned=self._planned())
                    if self.plan.can_draw
                    else None
                )
            return fieldwork.method_note(
                self._desk.round.key, chosen=self.chosen.planned(self._desk.round.key)
            )
        except RegisterError:
            return None

    def _planned(self) -> Design:
        plan, now = self.plan.plan, self._desk.study.context.clock()
        return Design(
            *("", self._desk.round.key, now, "", plan.seed, self.plan.parts, plan.spread_over),
            confidence=plan.confidence,
        )

    def _show_buttons(self, at: int) -> None:
        why = self._desk.study.why_read_only
        drawn = sum(one.drawn for one in self.plan.parts)
        if at == _CHOOSE:
            n = len(self.chosen.ticked)
            self.draw.setText(ngettext("Take 1 firm in", "Take {n} firms in", n))
            can = bool(n) and (bool(self.chosen.reason.text().strip()) or self._way is Way.VOLUNTEERS)
        else:
            self.draw.setText(ngettext("Draw 1 firm", "Draw {n} firms", drawn))
            can = self.plan.can_draw
        self.draw.setVisible(at in (_PLAN, _CHOOSE))
        self.draw.setEnabled(can and why is None)
        self.draw.setToolTip(sentence(why) if why else "Ctrl+Enter")
        before = self._desk.round.before
        self.again.setVisible(before is not None and at in (_PLAN, _CHOOSE) and not self._cases)
        self.again.setText(_("Ask those of {round} again").format(round=round_name(before) if before else ""))
        self.again.setEnabled(why is None)
        self.again.setToolTip(sentence(why))
        self.print.setVisible(bool(self._cases))
        self.print.setEnabled(self._can_print)
        self.print.setToolTip("" if self._can_print else _("Give firms to agents under Visits first."))
        self.undo.setVisible(at == _DRAWN)
        visits = len(self._desk.study.fieldwork.visits(round_key=self._desk.round.key)) if at == _DRAWN else 0
        self.undo.setEnabled(not visits and why is None)
        self.undo.setToolTip(
            sentence(why)
            if why
            else _("Firms were visited: a firm that cannot be asked is replaced from the reserve.")
            if visits
            else ""
        )
        self.way.setVisible(at in (_PLAN, _CHOOSE))
        self._way_label.setVisible(at in (_PLAN, _CHOOSE) and self.width() >= _NARROW)

    def _said(self, at: int) -> str:
        firms = ngettext("1 firm", "{n} firms", len(self._firms))
        if at == _DRAWN:
            count = {role: sum(1 for case in self._cases if case.role is role) for role in CaseRole}
            said = [
                ngettext("1 firm drawn", "{n} firms drawn", count[CaseRole.DRAWN]),
                ngettext("1 in reserve", "{n} in reserve", count[CaseRole.RESERVE]),
            ]
            if count[CaseRole.SUBSTITUTE]:
                said.append(
                    ngettext("1 took another's place", "{n} took others' places", count[CaseRole.SUBSTITUTE])
                )
            return " · ".join(said)
        if at == _EMPTY:
            return _("no firm in the register")
        if at == _CHOOSE:
            taken = len(self._cases)
            return f"{firms} · " + ngettext("1 taken in", "{n} taken in", taken)
        strata = ngettext("in 1 stratum", "in {n} strata", len(self.plan.parts))
        return f"{firms} {strata} · " + _("nothing is drawn yet")

    # --- what is done ------------------------------------------------------------------------------------------------

    def draw_now(self) -> None:
        """Draw, or take the ticked firms in."""
        if not self.draw.isEnabled() or not self.draw.isVisibleTo(self):
            return
        self.draw.setEnabled(False)
        if self._way.is_drawn:
            plan, parts, key = self.plan.plan, self.plan.parts, self._desk.round.key
            self._desk.tasks.write(
                lambda study: study.fieldwork.draw(
                    parts, plan.seed, round_key=key, spread_over=plan.spread_over, confidence=plan.confidence
                ),
                self,
                lambda _changed: self._on_drawn(),
                self._on_not_done,
            )
            return
        cases, key = self.chosen.planned(self._desk.round.key), self._desk.round.key
        ids, role, reason = [one.firm_id for one in cases], cases[0].role, cases[0].reason
        self._desk.tasks.write(
            lambda study: study.fieldwork.choose(ids, role=role, reason=reason, round_key=key),
            self,
            lambda _changed: self._on_chosen(len(ids)),
            self._on_not_done,
        )

    def ask_again(self) -> None:
        """Take in the firms that were interviewed in the round before."""
        before, key = self._desk.round.before, self._desk.round.key
        if before is None:
            return
        earlier = before.key
        self.again.setEnabled(False)
        self._desk.tasks.write(
            lambda study: study.fieldwork.ask_again(earlier, key),
            self,
            lambda changed: self._desk.window.say(sentence(changed.message)),
            self._on_not_done,
        )

    def _on_drawn(self) -> None:
        self._desk.window.offer_undo(
            _("The sample is drawn: {said}. Give the firms to agents under Visits.").format(
                said=self._said(_DRAWN)
            ),
            self.take_back,
        )

    def _on_chosen(self, firms: int) -> None:
        self.chosen.ticked.clear()
        self.chosen.reason.clear()
        self._desk.window.say(ngettext("1 firm is taken in.", "{n} firms are taken in.", firms))

    def _on_not_done(self, why: str) -> None:
        self._show_state()
        self._desk.window.say(why)

    def _ask_sheets(self) -> None:
        self.sheets.show()
        self.sheets.agent.setFocus()

    def take_back(self) -> None:
        """Undo the draw; the plan stands as it was."""
        key = self._desk.round.key
        self._desk.tasks.write(
            lambda study: study.fieldwork.undo_draw(key),
            self,
            lambda _changed: self._desk.window.say(_("The draw is taken back; the history keeps it.")),
            self._on_not_done,
        )


TAB = Tab(
    key="sample",
    word=lambda: _("Sample"),
    make=lambda around: SampleTab(around.desk),
    keys=sample_keys,
    number=lambda around: around.choices.asked,
)
