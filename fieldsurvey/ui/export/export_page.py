"""Give somebody the workbook: for whom, what is hidden, where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QRadioButton, QWidget

from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.records import Changed, InterviewFilter, Topic
from fieldsurvey.study import ExportOptions, Profile, Study
from fieldsurvey.system import paths
from fieldsurvey.ui.export.roles_card import RolesCard
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, ScrollPage, button, label


class ExportPage(ScrollPage):
    """Three profiles, one switch for the sensitive module, one button."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        self._write = button(_("Write the workbook"), self.ask, "primary", "export")
        super().__init__(_("Export"), self._write)
        self._study, self._tasks, self._asked = study, tasks, 0
        self._complete, self._asks, self._is_marked = 0, False, True
        self._counted: tuple[str | None, int] | None = None
        """The form and the number of interviews what is shown was found for."""
        self._research = QRadioButton(
            _("Research: no names, no identity numbers, no free text, no positions, and nothing made of them")
        )
        self._register = QRadioButton(
            _("Register: those who agreed to be listed, with what they agreed to; identity numbers masked")
        )
        self._no_register = label("", "muted", wrap=True)
        self._working = QRadioButton(
            _("Working: everything with names and comments, for the office that did the survey alone")
        )
        self._research.setChecked(True)
        self._sensitive = QCheckBox()
        self._sensitive_said = label("", "muted", wrap=True)
        self._roles = RolesCard(tasks, lambda: self._form.currentData() or "")
        self._roles.decided.connect(self._decide)
        for profile in (self._research, self._register, self._working):
            profile.toggled.connect(lambda _on: self._decide())
        self._work = LongWork(tasks)
        self._format = self._chooser(_("Format"), [(one.word(), one) for one in study.exports.formats])
        forms = [(title, form_id) for form_id, _version, title in study.forms.listing()]
        self._form = self._chooser(_("Form"), forms)
        self._form.currentIndexChanged.connect(lambda _i: self.reload(Changed(frozenset({Topic.INTERVIEWS}))))
        for card in self._cards():
            self.content.addWidget(card)
        self.content.addStretch(1)
        self.below.addWidget(self._work)
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

    def _cards(self) -> tuple[QWidget, ...]:
        sheets = _(
            "README, Data with one row an interview, a sheet for each repeat that has columns, Codebook, Codes; a Quality log but in "
            "the register. Drafts are not exported. What left the laptop cannot be called back."
        )
        return (
            Card(
                label(_("Who is it for?"), "heading"),
                self._research,
                self._register,
                self._no_register,
                self._working,
            ),
            self._roles,
            Card(label(_("Sensitive answers"), "heading"), self._sensitive, self._sensitive_said),
            Card(label(_("What is in it"), "heading"), label(sheets, "muted", wrap=True)),
        )

    def reload(self, changed: Changed) -> None:
        """Count what would leave."""
        form_id = self._form.currentData()
        complete = self._study.interviews.number(InterviewFilter(is_submitted=True, form_id=form_id))
        self._complete = complete
        counted = (form_id, complete)
        if form_id and (counted != self._counted or changed.topics & {Topic.FORMS, Topic.STUDY}):
            self._show_what_may_leave(form_id)
        self._counted = counted
        self._decide()

    def _show_what_may_leave(self, form_id: str) -> None:
        exports = self._study.exports
        why = sentence(exports.why_no_register(form_id))
        self._register.setEnabled(not why)
        self._no_register.setText(why)
        self._no_register.setVisible(bool(why))
        if why and self._register.isChecked():
            self._research.setChecked(True)
        modules, allowed = exports.sensitive_modules(form_id), exports.allowed_modules
        may = [module.name for module in modules if module.name in allowed]
        self._sensitive.setText(
            _("With the sensitive answers of {modules}").format(modules=", ".join(may))
            if may
            else _("With sensitive answers")
        )
        self._sensitive.setEnabled(bool(may))
        self._sensitive.setChecked(bool(may) and self._sensitive.isChecked())
        self._sensitive_said.setText(
            _("The other sensitive answers stay here: the study's set-up does not let them leave.")
            if may
            else _("They stay here: the study's set-up names no sensitive module that may leave.")
        )
        self._is_marked = exports.marks_columns(form_id)
        self._set_asks(asks=not self._is_marked)
        self._roles.reset()
        if not self._is_marked:  # whether what was decided still fits is told by every interview
            self._asked += 1
            number = self._asked
            self._tasks.long(
                lambda study, _progress: study.exports.asks_for_roles(form_id),
                self,
                lambda asks: self._set_asks(asks=asks) if number == self._asked else None,
            )

    def _set_asks(self, *, asks: bool) -> None:
        self._asks = asks
        self._roles.say(is_confirmed=not asks)
        self._decide()

    def _decide(self) -> None:
        """Whether the workbook may be written as things are chosen, and beside its button why not."""
        self._roles.setVisible(self._research.isChecked() and not self._is_marked and bool(self._complete))
        waits = self._asks and self._research.isChecked() and not self._roles.confirmed.isChecked()
        self._write.setEnabled(bool(self._complete) and not waits)
        said = ngettext("1 complete interview", "{n} complete interviews", self._complete)
        if not self._complete:
            said = _("Nothing to export yet: no interview is complete.")
        elif waits:
            said = _("{interviews}. First say below what the columns may tell, and confirm it.").format(
                interviews=said
            )
        self.title.set_state(said)
        self._write.setToolTip("" if self._write.isEnabled() else said)

    def _profile(self) -> Profile:
        if self._register.isChecked():
            return Profile.REGISTER
        return Profile.WORKING if self._working.isChecked() else Profile.RESEARCH

    def ask(self) -> None:
        """Ask where to, then write."""
        suffix = self._format.currentData().suffix
        proposal = paths.start_folder() / f"{self._study.path.stem}{suffix}"
        name, _filter = QFileDialog.getSaveFileName(self, self._write.text(), str(proposal), f"*{suffix}")
        if name:
            self.write(with_ending(name, suffix))

    def write(self, path: Path) -> None:
        """Write the workbook to `path` on the long lane."""
        options = ExportOptions(
            format=self._format.currentData().key,
            form_id=self._form.currentData() or "",
            profile=self._profile(),
            with_sensitive=self._sensitive.isChecked(),
            confirms_roles=self._roles.confirmed.isChecked(),
            leaves=dict(self._roles.leaves),
        )
        self._work.run(
            _("Writing the workbook"),
            lambda study, progress: study.exports.write(path, options, progress),
            lambda _changed: self._told_written(path, options),
            path,
        )

    def _told_written(self, path: Path, options: ExportOptions) -> str:
        if options.profile is Profile.RESEARCH and options.form_id == (self._form.currentData() or ""):
            self._set_asks(asks=False)
        return _("The workbook is written: {path}").format(path=path)


PAGE = Page(
    key="export",
    word=lambda: _("Export"),
    icon="export",
    make=lambda desk: ExportPage(desk.study, desk.tasks),
    topics=frozenset({Topic.FORMS, Topic.INTERVIEWS, Topic.STUDY}),
)
