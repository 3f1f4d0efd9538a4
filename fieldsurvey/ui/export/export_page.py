"""Give the donor the workbook: for whom, what is hidden, where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QRadioButton

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import Changed, InterviewFilter, Topic
from fieldsurvey.study import ExportOptions, Profile, Study
from fieldsurvey.system import paths
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, ScrollPage, button, label


class ExportPage(ScrollPage):
    """Two profiles, one switch for the sensitive module, one button."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        self._write = button(_("Write the workbook"), self.ask, "primary", "export")
        super().__init__(_("Export"), self._write)
        self._study = study
        self._research = QRadioButton(
            _("Research: no names, no identity numbers, no free text, no positions")
        )
        self._register = QRadioButton(_("Register: named firms that agreed to it; identity numbers masked"))
        self._research.setChecked(True)
        self._sensitive = QCheckBox(_("With the sensitive module"))
        self._work = LongWork(tasks)
        self._format = self._chooser(_("Format"), [(one.word(), one) for one in study.exports.formats])
        forms = [(title, form_id) for form_id, _version, title in study.forms.listing()]
        self._form = self._chooser(_("Form"), forms)
        self._form.currentIndexChanged.connect(lambda _i: self.reload(Changed(frozenset({Topic.INTERVIEWS}))))
        for card in self._cards():
            self.content.addWidget(card)
        self.content.addWidget(self._work)
        self.content.addStretch(1)
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

    def _chooser(self, title: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        """A choice, on the page where there is more than one."""
        box = ChoiceBox(self)
        box.hide()
        box.setAccessibleName(title)
        for word, value in choices:
            box.addItem(word, value)
        if box.count() > 1:
            box.show()
            self.content.addWidget(Card(label(title, "heading"), box))
        return box

    def _cards(self) -> tuple[Card, Card]:
        stays_out = _(
            "The sensitive module stays out unless you name it here. What left the laptop cannot be called back."
        )
        sheets = _(
            "README, Data with one row a firm, a sheet for each repeat, Codebook, Quality log. Drafts are not exported."
        )
        return (
            Card(
                label(_("Who is it for?"), "heading"),
                self._research,
                self._register,
                label(_("Sensitive answers"), "heading"),
                self._sensitive,
                label(stays_out, "muted", wrap=True),
            ),
            Card(label(_("What is in it"), "heading"), label(sheets, "muted", wrap=True)),
        )

    def reload(self, changed: Changed) -> None:
        """Count what would leave."""
        form_id = self._form.currentData()
        complete = self._study.interviews.number(InterviewFilter(is_submitted=True, form_id=form_id))
        self.title.set_state(ngettext("1 complete interview", "{n} complete interviews", complete))
        self._write.setEnabled(bool(complete))

    def ask(self) -> None:
        """Ask where to, then write."""
        suffix = self._format.currentData().suffix
        proposal = paths.start_folder() / f"{self._study.path.stem}{suffix}"
        name, _filter = QFileDialog.getSaveFileName(self, self._write.text(), str(proposal), f"*{suffix}")
        if name:
            self.write(Path(name).with_suffix(suffix))

    def write(self, path: Path) -> None:
        """Write the workbook to `path` on the long lane."""
        profile = Profile.REGISTER if self._register.isChecked() else Profile.RESEARCH
        options = ExportOptions(
            format=self._format.currentData().key,
            form_id=self._form.currentData() or "",
            profile=profile,
            with_sensitive=self._sensitive.isChecked(),
        )
        self._work.run(
            _("Writing the workbook"),
            lambda study, progress: study.exports.write(path, options, progress),
            lambda _changed: _("The workbook is written: {path}").format(path=path),
            path,
        )


PAGE = Page(
    key="export",
    word=lambda: _("Export"),
    icon="export",
    make=lambda desk: ExportPage(desk.study, desk.tasks),
    topics=frozenset({Topic.FORMS, Topic.INTERVIEWS, Topic.DRAFTS, Topic.OUTBOX}),
)
