"""Back-checks: what was drawn to be asked again, how far it is, where answers differ, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey import numbers
from fieldsurvey.i18n import _, language, ngettext
from fieldsurvey.records import BackCheck, BackCheckState, Begun, ErrorRate, text_in
from fieldsurvey.study import Study
from fieldsurvey.study.review import LeadKey
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.review.plain_table import plain_table
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import button, label

_FIRM, _AGENT, _CHECKER, _STATE, _DIFFERS = range(5)
_WIDTHS = ((_AGENT, 130), (_CHECKER, 130), (_STATE, 120), (_DIFFERS, 120))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the dialog shows, read beside the window."""

    marked: int
    checks: tuple[BackCheck, ...]
    rates: tuple[ErrorRate, ...]
    labels: dict[str, str]
    choices: dict[str, dict[str, str]]


class BackChecksDialog(QDialog):
    """Draw a tenth, begin one, look at what differs."""

    def __init__(
        self, parent: QWidget, window: Navigator, study: Study, tasks: Tasks, key: LeadKey | None
    ) -> None:
        super().__init__(parent)
        self._window, self._study, self._tasks, self._key = window, study, tasks, key
        self._found, self._is_read = _Found(0, (), (), {}, {}), False
        self.setWindowTitle(_("Back-checks"))
        self.resize(820, 560)
        self.said = label("", "muted", wrap=True)
        self.table = plain_table(
            (_("Firm"), _("Asked by"), _("Asked again by"), _("State"), _("Differs")), _WIDTHS
        )
        self.table.setAccessibleName(_("Back-checks"))
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.differs = label("", wrap=True)
        self.rates = plain_table((_("Agent"), *_kinds().values()), ((1, 200), (2, 200), (3, 170)))
        self.rates.setAccessibleName(_("Error rates"))
        self.draw = button(_("Draw a tenth"), self._draw, icon="add")
        self.begin = button(_("Begin the back-check"), self._begin, "primary")
        row = QHBoxLayout()
        row.addWidget(self.draw)
        row.addStretch(1)
        row.addWidget(button(_("Close"), self.reject))
        row.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addWidget(WholeRows(self.table), 3)
        column.addWidget(self.differs)
        column.addWidget(label(_("Error rates"), "strong"))
        column.addWidget(WholeRows(self.rates), 2)
        column.addLayout(row)
        self._show()
        self.reload()

    def reload(self) -> None:
        """Read what there is, beside the window."""
        self._tasks.long(_read, self, done=self._take, failed=self._window.say)

    def _take(self, found: _Found) -> None:
        self._found, self._is_read = found, True
        self._show()

    def _show(self) -> None:
        checks = self._found.checks
        asked = ngettext("1 question is asked again", "{n} questions are asked again", self._found.marked)
        if not self._is_read:
            said = _("The interviews are being compared …")
        elif self._found.marked:
            said = _(
                "Of each agent’s finalised interviews a tenth is drawn by chance, and somebody else asks a few questions again: {asked}."
            ).format(asked=asked)
        else:
            said = _(
                "The form marks no question to be asked again. Mark some with 1, 2 or 3 in the column back_check of its workbook."
            )
        self.said.setText(said)
        self.draw.setEnabled(bool(self._found.marked) and not self._study.why_read_only)
        self.table.setRowCount(len(checks))
        for row, one in enumerate(checks):
            name = name_of(one.firm, one.begun)
            for column, text in enumerate((name, one.agent, one.checker, _state(one), _differs(one))):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self._show_rates(self._found.rates)
        self._show_chosen()

    def _show_rates(self, rates: Sequence[ErrorRate]) -> None:
        agents = list(dict.fromkeys(one.agent for one in rates))
        of = {(one.agent, one.kind): one for one in rates}
        self.rates.setRowCount(len(agents))
        for row, agent in enumerate(agents):
            texts = (agent or _("All"), *(_rate(of.get((agent, kind))) for kind in _kinds()))
            for column, text in enumerate(texts):
                self.rates.setItem(row, column, QTableWidgetItem(text))

    def _chosen(self) -> BackCheck | None:
        rows = self.table.selectionModel().selectedRows()
        return self._found.checks[rows[0].row()] if rows and rows[0].row() < len(self._found.checks) else None

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        lines = [
            f"{self._found.labels.get(one.ref, one.ref)}: {self._told(one.ref, one.first)} → {self._told(one.ref, one.second)}"
            for one in (chosen.differences if chosen else ())
        ]
        self.differs.setText("\n".join(lines))
        self.differs.setVisible(bool(lines))
        is_open = chosen is not None and chosen.state is not BackCheckState.DONE
        is_begun = chosen is not None and chosen.state is BackCheckState.BEGUN
        self.begin.setText(_("Go on with the back-check") if is_begun else _("Begin the back-check"))
        self.begin.setEnabled(is_open and not self._study.why_read_only)

    def _told(self, ref: str, answer: str) -> str:
        """An answer in words."""
        words = self._found.choices.get(ref)
        if words is None:
            return answer or "—"
        return ", ".join(words.get(code, code) for code in answer.split()) or "—"

    # --- acts ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        seed, key = int(f"{self._study.clock():%Y%m%d}"), self._key
        self._tasks.write(
            lambda study: study.back_checks.draw(seed, key=key), self, done=lambda _changed: self.reload()
        )

    def _begin(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        if chosen.check_id:
            self._enter(chosen.check_id)
            return
        who, identity = self._window.settings.interviewer, chosen.instance_id
        self._tasks.write(lambda study: study.back_checks.begin(identity, who), self, done=self._on_begun)

    def _on_begun(self, begun: Begun) -> None:
        self._enter(begun.instance_id)

    def _enter(self, instance_id: str) -> None:
        self.accept()
        self._window.resume_interview(instance_id)


def _read(study: Study, _progress: Progress) -> _Found:
    questionnaire = study.forms.questionnaire()
    labels = {one.ref: bare(text_in(one.label, language())) for one in questionnaire.questions}
    choices = {
        one.ref: {choice.name: bare(text_in(choice.label, language())) for choice in one.choices}
        for one in questionnaire.questions
        if one.choices
    }
    checks = study.back_checks.listing()
    rates = study.back_checks.rates_of(checks)
    return _Found(study.back_checks.marked(), tuple(checks), tuple(rates), labels, choices)


def _kinds() -> dict[int, str]:
    return {1: _("What cannot change"), 2: _("What takes skill to ask"), 3: _("What may change")}


def _state(one: BackCheck) -> str:
    return {
        BackCheckState.DRAWN: _("to ask"),
        BackCheckState.BEGUN: _("begun"),
        BackCheckState.DONE: _("asked again"),
    }[one.state]


def _differs(one: BackCheck) -> str:
    if one.state is not BackCheckState.DONE:
        return ""
    return _("{n} of {all}").format(n=len(one.differences), all=len(one.compared))


def _rate(rate: ErrorRate | None) -> str:
    """How many differ, and the share; a mark where somebody should look."""
    if rate is None or rate.share is None:
        return ""
    said = _("{n} of {all}").format(n=rate.different, all=rate.compared)
    mark = "▲ " if rate.is_high else ""
    return f"{mark}{said} ({numbers.percent(rate.share)})"
