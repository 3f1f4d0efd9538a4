"""The page Firms: its tabs, and the ways between them."""

from __future__ import annotations

from functools import partial
from itertools import chain
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, language, ngettext, sentence
from fieldsurvey.records import Changed, FirmFilter, Topic, language_of
from fieldsurvey.system import paths
from fieldsurvey.ui.firms.duplicates_tab import DuplicatesTab
from fieldsurvey.ui.firms.importing.import_panel import ENDINGS, ImportPanel, import_keys
from fieldsurvey.ui.firms.lookalikes import Lookalikes
from fieldsurvey.ui.firms.register_tab import RegisterTab
from fieldsurvey.ui.firms.tab import Around, TabView
from fieldsurvey.ui.firms.tabs import TABS
from fieldsurvey.ui.interviews.reading_panel import ReadingPanel
from fieldsurvey.ui.interviews.slip import SlipLine
from fieldsurvey.ui.page import Desk, Page
from fieldsurvey.ui.shell.keys import Keys
from fieldsurvey.ui.shell.shown_round import RoundBox
from fieldsurvey.ui.shell.widgets import Button, TitledPage, button, drop

_TABS, _READING = range(2)
_AFTER_MS = 300


class FirmsPage(TitledPage):
    """Each tab is made when it is first turned to."""

    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self._desk, self._study = desk, desk.study
        self._import = button(_("Import a list"), self.import_list, "", "import")
        self._add = button(_("Add a firm"), self.add_firm, "", "add")
        super().__init__(_("Firms"), self._import, self._add)
        why = sentence(desk.study.why_read_only)
        for widget in (self._import, self._add):
            widget.setEnabled(not why)
            widget.setToolTip(why)
        self.lookalikes = Lookalikes(desk.tasks)
        self.lookalikes.found.connect(self._show_numbers)
        self._around = Around(desk, self, self.lookalikes, desk.study.register.choices(desk.round.key))
        self._open: dict[str, QWidget] = {}
        self._importing: ImportPanel | None = None
        self._tabs = QStackedWidget()
        slip = SlipLine(desk.window, desk.study, desk.tasks)
        self.reading = ReadingPanel(desk.study, slip, self._walk, self._leave_reading)
        self._build()
        self.show_tab(TABS[0].key)
        self._show_state()
        QTimer.singleShot(_AFTER_MS, self, self._compare)

    def _compare(self) -> None:
        """Look for duplicates once the page stands."""
        if not self._desk.tasks.is_closed:
            self.lookalikes.look()

    def _build(self) -> None:
        group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for tab in TABS:
            choice = Button(tab.word())
            choice.setProperty("kind", "quiet")
            choice.setCheckable(True)
            choice.clicked.connect(partial(self._on_tab, tab.key))
            group.addButton(choice)
            self._buttons[tab.key] = choice
            row.addWidget(choice)
        row.addStretch(1)
        row.addWidget(RoundBox(self._desk.round))
        tabbed = QWidget()
        column = QVBoxLayout(tabbed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._tabs, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(tabbed)
        self._stack.addWidget(self.reading)
        for stack in (self._stack, self._tabs):
            stack.currentChanged.connect(lambda _at: self.keys_changed.emit())
        self.content.setSpacing(12)
        self.content.addWidget(self._stack, 1)

    def keys_now(self) -> Keys:
        """Of the list that comes in, the interview that is read, or the tab."""
        shown = self._stack.currentWidget()
        if shown is self._importing and shown is not None:
            return import_keys()
        if shown is self.reading:
            return _reading_keys()
        tab = self._tabs.currentWidget()
        return next((one.keys() for one in TABS if self._open.get(one.key) is tab), ())

    def _on_tab(self, key: str, _checked: bool = False) -> None:
        self.show_tab(key)

    def show_tab(self, key: str) -> QWidget:
        """Turn to a tab."""
        if key not in self._open:
            self._open[key] = next(tab for tab in TABS if tab.key == key).make(self._around)
            self._tabs.addWidget(self._open[key])
        widget = self._open[key]
        self._tabs.setCurrentWidget(widget)
        self._stack.setCurrentIndex(_TABS)
        self._buttons[key].setChecked(True)
        self.setFocusProxy(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return widget

    @property
    def register(self) -> RegisterTab:
        """The tab of the register, open from the beginning."""
        return cast(RegisterTab, self._open["register"])

    def reload(self, changed: Changed) -> None:
        """Show what changed on every tab that is open."""
        self._around.choices = self._study.register.choices(self._around.round)
        for widget in self._open.values():
            cast(TabView, widget).reload(changed)
        self.lookalikes.reload(changed)
        self._show_state()

    def _show_state(self) -> None:
        choices = self._around.choices
        parts = [ngettext("1 firm in the register", "{n} firms in the register", choices.firms)]
        if choices.asked:
            parts.append(_("{n} in the sample").format(n=choices.asked))
        if choices.reserve:
            parts.append(_("{n} in reserve").format(n=choices.reserve))
        self.title.set_state(" · ".join(parts) if choices.firms else _("no firm in the register"))
        for widget in (self._import, self._add):
            widget.setVisible(bool(choices.firms))  # an empty register offers both in its middle
        self._show_numbers()

    def _show_numbers(self) -> None:
        for tab in TABS:
            number = tab.number(self._around)
            self._buttons[tab.key].setText(f"{tab.word()}  {number}" if number else tab.word())

    # --- ways ----------------------------------------------------------------------------------------------------

    def show_firm(self, firm_id: str) -> None:
        """Turn to the register, with this firm chosen."""
        self.show_tab("register")
        self.register.show_firm(firm_id)

    def show_only(self, wanted: FirmFilter) -> None:
        """Turn to the register, narrowed to this and nothing else: the way here from another page. A list that is coming in stays."""
        self.register.filters.ask_for(wanted)
        if self._importing is None:
            self.show_tab("register")
            self.register.table.setFocus()

    def compare(self, one_id: str, other_id: str) -> None:
        """Turn to the duplicates, with these two side by side."""
        cast(DuplicatesTab, self.show_tab("duplicates")).show_pair(one_id, other_id)

    def import_list(self) -> None:
        """Ask for a list, and take it in."""
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Import a list"), str(paths.start_folder()), ENDINGS
        )
        if name:
            self.take_list(Path(name))

    def take_list(self, path: Path) -> ImportPanel:
        """Show a list as it would come in, in the place of the tabs, until it came in or is left."""
        panel = ImportPanel(self._desk, path, self._on_list)
        panel.content.setContentsMargins(0, 0, 0, 0)
        self._importing = panel
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        self.title.hide()
        self.setFocusProxy(panel)
        panel.setFocus()
        return panel

    def _on_list(self, changed: Changed | None) -> None:
        panel, self._importing = self._importing, None
        self.title.show()
        self.show_tab("register")
        if panel is not None:
            drop(self._stack, self._stack.indexOf(panel))
        if changed is not None:
            self.reload(changed)

    def add_firm(self) -> None:
        """Turn to the register, with the form for a new firm open."""
        self.show_tab("register")
        self.register.add_firm()

    def read(self, instance_id: str) -> None:
        """Show a finalised interview to be read; nothing is opened again by that."""
        form_id = self._study.interviews.read(instance_id).form_id
        spoken = self._study.forms.questionnaire(form_id).languages
        try:
            self.reading.read(instance_id, language_of(spoken, language()))
        except FieldSurveyError as error:
            self._desk.window.say(sentence(error))
            return
        self._stack.setCurrentIndex(_READING)
        self.reading.list.setFocus()

    def _walk(self, step: int) -> None:
        """Read the interview of the next firm of the list that has one, or of the one before."""
        register = self.register
        at = register.table.currentIndex().row() + step
        while (row := register.model.row(at)) is not None:
            if row.instance_id and self._study.interviews.was_finalised(row.instance_id):
                register.table.choose(at)
                self.read(row.instance_id)
                return
            at += step

    def _leave_reading(self) -> None:
        self._stack.setCurrentIndex(_TABS)
        self.register.table.setFocus()


def _reading_keys() -> Keys:
    return (("↑ ↓", _("walk")), ("J K", _("next, one before (reading)")), ("Esc", _("back to the list")))


PAGE = Page(
    key="firms",
    word=lambda: _("Firms"),
    icon="firms",
    make=FirmsPage,
    keys=lambda: tuple(dict.fromkeys(chain(*(tab.keys() for tab in TABS), _reading_keys()))),
    topics=frozenset({Topic.REGISTER, Topic.FIELDWORK, Topic.INTERVIEWS, Topic.DRAFTS}),
)
