"""Test a form before anyone is asked: how many invented interviews, how far they are, and what they stumbled over."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey import numbers
from fieldsurvey.forms import simulation
from fieldsurvey.forms.simulation import Report
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.study import Study
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.forms.compatibility_card import paragraphs
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import ChoiceBox, button, label

_COUNTS, _USUAL = (30, 100, 300, 1_000, 10_000), 100


class SimulationCard(QWidget):
    """One form of the study: a number, a button, the findings."""

    def __init__(self, tasks: Tasks, form_id: str) -> None:
        super().__init__()
        self._form_id = form_id
        self.count = ChoiceBox()
        for count in _COUNTS:
            self.count.addItem(numbers.grouped(count), count)
        self.count.setCurrentIndex(_COUNTS.index(_USUAL))
        self.count.setAccessibleName(_("Invented interviews"))
        self.count.setFixedWidth(110)
        self._start = button(_("Test this form"), self.start, icon="check")
        self._work = LongWork(tasks)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._start)
        row.addWidget(label(_("Invented interviews"), "muted"))
        row.addWidget(self.count)
        row.addStretch(1)
        self._findings = QWidget()
        self._findings.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(row)
        self._column.addWidget(self._work)
        self._column.addWidget(self._findings)

    @property
    def is_running(self) -> bool:
        """Whether interviews are being held."""
        return self._work.is_running

    @property
    def words(self) -> str:
        """What is said of the test now."""
        return self._work.words

    def start(self) -> None:
        """Hold the interviews on the long lane."""
        if self.is_running:
            return
        self._findings.hide()
        self._work.run(
            _("Invented respondents walk through the form"),
            partial(_tested, form_id=self._form_id, count=self.count.currentData()),
            self._told,
        )

    def _told(self, report: Report) -> str:
        found = [(p.heading, p.lines) for p in simulation.paragraphs(report)]
        self._show(paragraphs([("", tuple(simulation.summary(report))), *found]))
        if report.is_clean:
            return _("The test is done; nothing was found.")
        return ngettext("The test found 1 thing.", "The test found {n} things.", len(report.findings))

    def _show(self, fresh: QWidget) -> None:
        self._column.replaceWidget(self._findings, fresh)
        fresh.show()
        self._findings.deleteLater()
        self._findings = fresh


def _tested(study: Study, progress: Progress, *, form_id: str, count: int) -> Report:
    """The job: plain data in, plain data out."""
    return simulation.simulate(
        study.forms.questionnaire(form_id), count, form=study.forms.form(form_id), progress=progress
    )
