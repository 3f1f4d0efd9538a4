"""The forms of the study: what of each works here, a test with invented respondents, and adding another."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from fieldsurvey.forms import compatibility
from fieldsurvey.forms.compatibility import Compatibility
from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.records import Changed, Questionnaire, Topic
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.forms.compatibility_card import CompatibilityCard
from fieldsurvey.ui.forms.simulation_card import SimulationCard
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ScrollPage, button, label

Made = TypeVar("Made")
_PATIENCE_MS = 500


class FormsPage(ScrollPage):
    """One card a form, its newest version."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        super().__init__(_("Forms"), button(_("Add a form"), self.ask, "primary", "add"))
        self._study, self._tasks = study, tasks
        self.tests: dict[str, SimulationCard] = {}
        self.reports: dict[str, CompatibilityCard] = {}
        self._said = label("", "error", wrap=True)
        self._said.hide()
        self.content.addWidget(self._said)
        self._cards = QWidget()
        self.content.addWidget(self._cards)
        self.content.addStretch(1)
        self._draw()

    def reload(self, changed: Changed) -> None:
        """Show a form that was added; a test at work is not disturbed."""
        if any(test.is_running for test in self.tests.values()):
            QTimer.singleShot(_PATIENCE_MS, self, lambda: self.reload(changed))
        else:
            self._draw()

    def ask(self) -> None:
        """Ask which form to add."""
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Add a form"), str(paths.start_folder()), _("Forms (*.xlsx *.xls *.xml)")
        )
        if name:
            self.add(Path(name))

    def add(self, path: Path) -> None:
        """Read the form beside the window, then put it into the study."""
        self._say(_("Looking at the form"))
        self._tasks.long(partial(_read, path=path), self, self._keep, self._say)

    def _keep(self, questionnaire: Questionnaire) -> None:
        self._tasks.write(
            partial(_add, questionnaire=questionnaire),
            self,
            lambda changed: self._say(sentence(changed.message)),
            self._say,
        )

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _draw(self) -> None:
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        newest = {
            form_id: (version, title) for form_id, version, title in reversed(self._study.forms.listing())
        }
        self.tests, self.reports = {}, {}
        for form_id in dict.fromkeys(form_id for form_id, _version, _title in self._study.forms.listing()):
            column.addWidget(self._card(form_id, *newest[form_id]))
        self.title.set_state(ngettext("1 form", "{n} forms", len(newest)))
        self.content.replaceWidget(self._cards, fresh)
        self._cards.deleteLater()
        self._cards = fresh

    def _card(self, form_id: str, version: str, title: str) -> Card:
        report, test = CompatibilityCard(), SimulationCard(self._tasks, form_id)
        self.reports[form_id], self.tests[form_id] = report, test
        report.say(_("Looking at the form"))
        self._tasks.long(
            partial(_looked_at, form_id=form_id),
            self,
            partial(self._report, form_id),
            partial(self._fault, form_id),
        )
        heads = [label(title, "heading", wrap=True)]
        if version:
            heads.append(label(_("Version {version}").format(version=version), "muted"))
        return Card(*heads, report, test, spacing=12)

    def _report(self, form_id: str, report: Compatibility) -> None:
        view = self.reports.get(form_id)
        if view is not None and shiboken6.isValid(view):  # the page may have been left meanwhile
            view.show_report(report)

    def _fault(self, form_id: str, sentence: str) -> None:
        view = self.reports.get(form_id)
        if view is not None and shiboken6.isValid(view):
            view.say(sentence)


# --- jobs: plain data in, plain data out --------------------------------------------------------------------------


def _looked_at(study: Study, _progress: Progress, *, form_id: str) -> Compatibility:
    return compatibility.compatibility_of(study.forms.questionnaire(form_id), study.forms.form(form_id))


def _read(_study: Study, _progress: Progress, *, path: Path) -> Questionnaire:
    return load_questionnaire(path)


def _add(study: Study, *, questionnaire: Questionnaire) -> Changed:
    return study.forms.add(questionnaire)


PAGE = Page(
    key="forms",
    word=lambda: _("Forms"),
    icon="forms",
    make=lambda desk: FormsPage(desk.study, desk.tasks),
    topics=frozenset({Topic.FORMS}),
)
