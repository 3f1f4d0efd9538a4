"""The sample while it is planned: precision, strata, what taking whole strata costs, seed. What is changed here is seen everywhere at once."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import Firm
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.register import sample_plan, sampling
from fieldsurvey.register.sample_plan import MARGINS, More, SamplePlan, Way
from fieldsurvey.ui.firms.sample.precision_card import PrecisionCard
from fieldsurvey.ui.firms.sample.seed_card import SeedCard
from fieldsurvey.ui.firms.sample.strata_card import DRAW, NAME, StrataCard
from fieldsurvey.ui.firms.sample.words import points
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.widgets import button, label

_SEEDS = 90_000_000
_AT_ONCE, _PAUSE_MS = 3000, 400
"""Firms up to which is reckoned at once where a draw falls; of more, after a pause in which nothing was changed."""


class PlanView(QWidget):
    """Holds the plan; nothing of it is written before the draw."""

    changed = Signal()

    def __init__(self, plan: SamplePlan) -> None:
        super().__init__()
        self.plan = plan
        self.parts: tuple[Stratum, ...] = ()
        self._firms: Sequence[Firm] = ()
        self._cut_as: tuple[object, ...] | None = None
        """What the strata at hand were cut by."""
        self._as_cut: Sequence[Stratum] = ()
        self._fallen = QTimer(self)
        self._fallen.setSingleShot(True)
        self._fallen.setInterval(_PAUSE_MS)
        self._fallen.timeout.connect(self._show_fallen)
        self._kept = 0
        """Number of firms a person kept although more were offered."""
        self.precision, self.strata, self.seed = PrecisionCard(), StrataCard(), SeedCard()
        self.more = _MoreNotice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.precision, self.strata, self.more, self.seed):
            column.addWidget(widget)
        column.addStretch(1)
        self.precision.wanted.connect(
            lambda margin: self.change(margin=margin, firms=0, drawn={}, reserve={})
        )
        self.precision.confident.connect(
            lambda confidence: self.change(confidence=confidence, firms=0, drawn={}, reserve={})
        )
        self.strata.cut.connect(self._cut)
        self.strata.typed.connect(self._type)
        self.strata.toggled.connect(self._toggle)
        self.more.used.connect(lambda firms: self.change(firms=firms))
        self.more.kept.connect(self._keep)
        self.seed.changed.connect(lambda seed, over: self.change(seed=seed, spread_over=over))
        offers = {f"Alt+{n + 1}": partial(self.precision.choose, n) for n in range(len(MARGINS))}
        bind(self, {"Ctrl+R": self.another_seed, **offers})

    def show_firms(self, firms: Sequence[Firm]) -> None:
        """The register changed."""
        self._firms, self._cut_as = firms, None
        self.refresh()

    def change(self, **changes: object) -> None:
        """Another plan."""
        self.plan = dataclasses.replace(self.plan, **changes)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Reckon and show all of it anew."""
        plan, firms = self.plan, self._firms
        asked = (plan.way, plan.by, plan.bounds, tuple(plan.renamed.items()))
        if asked != self._cut_as:
            self._as_cut, self._cut_as = sample_plan.cut(plan, firms), asked
        self.parts = sample_plan.planned(plan, firms, self._as_cut)
        is_right = not sample_plan.faults(self.parts)
        margin = sampling.margin_of(self.parts, confidence=plan.confidence) if is_right else None
        drawn = sum(one.drawn for one in self.parts)
        chosen = plan.margin if plan.way is Way.CHANCE and not plan.firms and not plan.drawn else None
        told = 100 * margin if margin is not None else None
        self.precision.show_plan(len(firms), plan.confidence, drawn, told, chosen)
        self.strata.show_plan(plan, self.parts)
        more = sample_plan.more_needed(plan, self.parts) if is_right else None
        self.more.show_more(more if more and drawn != self._kept else None, drawn)
        if len(firms) > _AT_ONCE:
            self._fallen.start()
        else:
            self._show_fallen()
        is_chance = plan.way is Way.CHANCE
        for card in (self.precision, self.seed):
            card.setVisible(is_chance)
        self.changed.emit()

    def _show_fallen(self) -> None:
        plan = self.plan
        fallen = sample_plan.fallen(plan, self.parts, self._firms)
        self.seed.show_plan(plan.seed, plan.spread_over, fallen)

    @property
    def can_draw(self) -> bool:
        """Whether nothing is wrong with the plan."""
        return bool(self.parts) and not sample_plan.faults(self.parts)

    def another_seed(self) -> None:
        """Draw the seed by chance."""
        self.change(seed=10_000_000 + secrets.randbelow(_SEEDS))

    # --- what is changed in the table -----------------------------------------------------------------------------

    def _cut(self, by: str, bounds: tuple[int, ...]) -> None:
        if (by, bounds) != (self.plan.by, self.plan.bounds):
            self.change(by=by, bounds=bounds, whole=frozenset(), drawn={}, reserve={})

    def _toggle(self, place: int) -> None:
        drawn = {one: n for one, n in self.plan.drawn.items() if one != place}
        is_whole = self.parts[place].method is Method.CENSUS
        if is_whole and place not in self.plan.whole:  # every one of it was typed as a number
            self.change(drawn=drawn)
            return
        self.change(whole=self.plan.whole - {place} if is_whole else self.plan.whole | {place}, drawn=drawn)

    def _type(self, place: int, column: int, text: str) -> None:
        if column == NAME:
            own = sample_plan.own_name(self.parts[place], self.plan.bounds)
            self.change(renamed={**self.plan.renamed, own: text})
        elif text.isdecimal() and column == DRAW:
            whole = self.plan.whole - {place}
            fixed = {n: one.drawn for n, one in enumerate(self.parts) if n not in whole}
            self.change(drawn={**fixed, place: int(text)}, whole=whole)
        elif text.isdecimal():
            self.change(reserve={**self.plan.reserve, place: int(text)})

    def _keep(self) -> None:
        self._kept = sum(one.drawn for one in self.parts)
        self.refresh()


class _MoreNotice(QFrame):
    """What taking strata whole costs, with the number that would mend it."""

    used = Signal(int)
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "ask")
        self._words = label("", wrap=True)
        self._firms = 0
        self._use = button("", lambda: self.used.emit(self._firms), "quiet")
        self._keep = button("", self.kept.emit, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.addWidget(self._words, 1)
        row.addWidget(self._use)
        row.addWidget(self._keep)
        self.hide()

    def show_more(self, more: More | None, drawn: int) -> None:
        """Show it, or nothing."""
        self.setVisible(more is not None)
        if more is None:
            return
        self._firms = more.firms
        added = ", ".join(f"{name} {n}" for name, n in more.added)
        self._words.setText(
            _(
                "Taking strata whole costs precision for the rest: {drawn} firms give {given}, not {wanted}."
            ).format(drawn=drawn, given=points(more.margin), wanted=points(more.wanted))
            + " "
            + ngettext("1 firm more", "{n} firms more", more.more)
            + " "
            + _("({added}) would give {wanted}.").format(added=added, wanted=points(more.wanted))
        )
        self._use.setText(_("Use {n}").format(n=more.firms))
        self._keep.setText(_("Keep {n}").format(n=drawn))
