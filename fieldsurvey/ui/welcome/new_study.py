"""Ask what a new study is about, which forms it takes and how it is locked; then make the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QProgressDialog,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, sentence, sentences
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.security.passphrase_strength import known_words
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.study.set_up import states_on
from fieldsurvey.system import paths
from fieldsurvey.system.files import why
from fieldsurvey.system.progress import Cancelled
from fieldsurvey.ui.forms.compatibility_card import CompatibilityCard, FormLook
from fieldsurvey.ui.locking.passphrase_fields import NewPassphrase
from fieldsurvey.ui.shell.cluster_words import designs, kinds
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, TitleRow, button, label, left_row, settle_above

_MOMENT_MS = 400
PATIENCE = 500
"""Milliseconds of work before it is worth a dialog."""


class _Choice(ChoiceBox):
    """Enter goes on to the next field, as from a line."""

    def __init__(self, go_on: Callable[[], object]) -> None:
        super().__init__()
        self._go_on = go_on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._go_on()
        else:
            super().keyPressEvent(event)


class NewStudyForm(QWidget):
    """Cluster, forms, passphrase, place on disk; one button that makes it."""

    made = Signal(object)
    left = Signal()

    def __init__(self, laptop: str = "") -> None:
        """`laptop`: its id, for the study's history."""
        super().__init__()
        self._laptop = laptop
        self._fields: dict[str, QLineEdit] = {}
        self._extra: list[Path] = []
        self._error = label("", "error", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(
            TitleRow(
                _("New study"),
                button(_("Back"), self.left.emit, icon="back"),
                button(_("Create the study"), self.create_study, "primary"),
            )
        )
        column.addWidget(self._cluster_card())
        column.addWidget(self._forms_card())
        column.addWidget(self._lock_card())
        column.addWidget(self._error)
        column.addStretch(1)
        bind(self, {"Ctrl+Return": self.create_study, "Ctrl+Enter": self.create_study})

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self._fields["name"].setFocus()

    def _cluster_card(self) -> QWidget:
        frame = Card(label(_("The cluster"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        for key, words in (
            ("name", _("Name of the cluster")),
            ("locality", _("Place")),
            ("district", _("District")),
        ):
            self._line(form, key, words)
        states = ((one, one) for one in states_on(datetime.now().astimezone().date()))
        self._state = self._choice(form, _("State or union territory"), (("", "—"), *states))
        for key, words in (
            ("products", _("Main products")),
            ("agency", _("Agency that makes the study")),
            ("donor", _("Donor agency")),
            ("population", _("Firms in the cluster, if known")),
        ):
            self._line(form, key, words)
        self._fields["name"].setPlaceholderText(_("e.g. {example}").format(example=_("Moradabad Brass")))
        self._type = self._choice(form, _("Type of cluster"), kinds())
        self._design = self._choice(form, _("How firms are chosen"), designs())
        frame.column.addLayout(form)
        return frame

    def _line(self, form: QFormLayout, key: str, words: str) -> None:
        field = QLineEdit()
        field.setAccessibleName(words)
        field.returnPressed.connect(self.focusNextChild)
        field.textEdited.connect(lambda _text: self._say(""))
        self._fields[key] = field
        form.addRow(words, field)

    def _choice(self, form: QFormLayout, words: str, options: tuple[tuple[str, str], ...]) -> QComboBox:
        box = _Choice(self.focusNextChild)
        box.setAccessibleName(words)
        for code, text in options:
            box.addItem(text, code)
        form.addRow(words, box)
        return box

    def _forms_card(self) -> QWidget:
        frame = Card(label(_("Forms"), "heading"))
        self._forms: list[tuple[QCheckBox, Path]] = []
        for path in sorted(paths.forms().glob("*.xlsx"), key=lambda p: p.stem != "firm_diagnostic"):
            self._add_form_box(frame, path, checked=path.stem == "firm_diagnostic")
        more = button(_("Add a form of your own (XLSForm)"), lambda: self._add_own(frame), "quiet", "add")
        frame.column.addLayout(left_row(more))
        return frame

    def _add_form_box(self, frame: Card, path: Path, *, checked: bool) -> None:
        known = {
            "firm_diagnostic": _("Firm diagnostic: the interview with a firm"),
            "cluster_profile": _("Cluster profile: facts of the cluster as a whole"),
        }
        box = QCheckBox(known.get(path.stem, path.name))
        self._forms.append((box, path))
        report = CompatibilityCard()
        report.setContentsMargins(28, 0, 0, 0)
        report.hide()
        box.toggled.connect(lambda is_chosen: self._look_at(path, report) if is_chosen else report.hide())
        place = 2 * len(self._forms) - 1
        frame.column.insertWidget(place, box)
        frame.column.insertWidget(place + 1, report)
        box.setChecked(checked)

    def _look_at(self, path: Path, report: CompatibilityCard) -> None:
        """Say what of a chosen form works here; a moment later, so that the click is not felt."""
        report.show()
        if report.words:
            return
        report.say(_("Looking at the form"))
        look = FormLook(report)
        look.told.connect(
            lambda found: report.say(found) if isinstance(found, str) else report.show_report(found)
        )
        QTimer.singleShot(_MOMENT_MS, look, lambda: look.look(path))

    def _add_own(self, frame: Card) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Add a form"), str(paths.start_folder()), _("Forms (*.xlsx *.xls *.xml)")
        )
        if name:
            self._add_form_box(frame, Path(name), checked=True)

    def _lock_card(self) -> QWidget:
        self.passphrase = NewPassphrase(lambda: known_words(self._cluster()))
        self.passphrase.entered.connect(self.create_study)
        self._plain = QCheckBox(_("Without a passphrase: anyone who has the file can read it"))
        self._plain.toggled.connect(self.passphrase.setDisabled)
        frame = Card(
            label(_("Lock"), "heading"),
            label(
                _(
                    "Without its passphrase nobody can read the study, you neither. Write it down and keep it apart from the laptop."
                ),
                "muted",
                wrap=True,
            ),
        )
        frame.column.addWidget(self.passphrase)
        frame.column.addWidget(self._plain)
        return frame

    def create_study(self) -> None:
        """Check what was typed, ask for the place, make the file."""
        self._say("")
        fault, place = self._fault()
        if fault:
            self._say(fault, place)
            return
        paths.studies().mkdir(parents=True, exist_ok=True)
        proposal = paths.studies() / f"{file_name(self._fields['name'].text())}.study"
        name, _filter = QFileDialog.getSaveFileName(
            self,
            _("Where to keep the study"),
            str(proposal),
            "*.study",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not name:
            return
        path = Path(name)
        self.make(path if path.suffix == ".study" else path.with_name(path.name + ".study"))

    def make(self, path: Path) -> None:
        """Make the study at `path` from what was typed. A study that lies there stays as it is."""
        storing = _Storing(self)
        try:
            questionnaires = self._questionnaires()
            study = Study.create(
                path,
                self._cluster(),
                questionnaires,
                passphrase=None if self._plain.isChecked() else self.passphrase.text,
                laptop=self._laptop,
                progress=storing,
            )
        except FieldSurveyError as error:
            self._say("\n".join(sentences(error, 10)))
        except OSError as error:
            self._say(sentence(why(error)))
        except Cancelled:
            self._say(_("Stopped. Nothing half-done was left behind."))
        else:
            self.made.emit(study)
        finally:
            storing.end()

    def _questionnaires(self) -> list[Questionnaire]:
        return [load_questionnaire(path) for box, path in self._forms if box.isChecked()]

    def _fault(self) -> tuple[str, QWidget]:
        """What cannot be taken as it stands, in a sentence, and where; "" when all can."""
        population = self._fields["population"].text().strip().replace(",", "")
        if not self._fields["name"].text().strip():
            return _("Give the cluster a name."), self._fields["name"]
        if population and not population.isdigit():
            words = _("Write the number of firms in digits, or leave it empty.")
            return words, self._fields["population"]
        if not any(box.isChecked() for box, _path in self._forms):
            return _("Choose at least one form."), self._forms[0][0]
        return "" if self._plain.isChecked() else self.passphrase.fault(), self.passphrase

    def _cluster(self) -> Cluster:
        said = {key: field.text().strip() for key, field in self._fields.items()}
        population = said.pop("population").replace(",", "")
        return Cluster(
            **said,  # type: ignore[arg-type]
            state=self._state.currentData(),
            cluster_type=self._type.currentData(),
            sample_design=self._design.currentData(),
            population=int(population) if population.isdigit() else None,
        )

    def _say(self, sentence: str, place: QWidget | None = None) -> None:
        """Say a fault under the card it is in, with the keyboard where it is mended; what concerns the whole, under the last."""
        column, last = self.layout(), self.passphrase.parentWidget()
        self._error.setText(sentence)
        self._error.hide()
        card = place.parentWidget() if place is not None else last
        if not sentence or card is None or not isinstance(column, QVBoxLayout):
            return
        column.removeWidget(self._error)
        column.insertWidget(column.indexOf(card) + 1, self._error)
        self._error.show()
        if place is self.passphrase:
            place = self.passphrase.focus_fault()
        elif place is not None:
            place.setFocus()
        self._bring_in_sight(self._error)
        if place is not None:
            self._bring_in_sight(place)

    def _bring_in_sight(self, widget: QWidget) -> None:
        """Scroll so that it is seen."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            settle_above(self._error)
            above.ensureWidgetVisible(widget)


class _Storing:
    """Shows how far a form's large list is once it takes a while; its button stops the work."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._dialog: QProgressDialog | None = None

    def __call__(self, done: int, total: int, what: str) -> None:
        """The study's progress; the dialog itself appears only when the work takes long."""
        if self._dialog is None:
            self._dialog = QProgressDialog("", _("Stop"), 0, 1000, self._parent)
            self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
            self._dialog.setMinimumDuration(PATIENCE)
            self._dialog.setValue(0)
        self._dialog.setLabelText(_("Storing the list {name}").format(name=what))
        self._dialog.setValue(999 * done // max(total, 1))
        if self._dialog.wasCanceled():
            raise Cancelled

    def end(self) -> None:
        """Take the dialog away."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()


def file_name(cluster: str) -> str:
    """The cluster's name as a file may be called: no separators, and short enough in any script."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", cluster).strip(" .")
    return " ".join(name.encode()[:120].decode(errors="ignore").split())
