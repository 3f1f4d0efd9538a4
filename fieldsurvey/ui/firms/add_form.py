"""A firm that was met is added: three fields, and before it is in the register, whom it may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from fieldsurvey.i18n import _
from fieldsurvey.records import Changed, FirmField
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.lookalikes import reasons
from fieldsurvey.ui.firms.pane_forms import PaneForm
from fieldsurvey.ui.firms.pane_parts import told
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import button, drop_all, label

_PAUSE_MS = 250
_MOST = 4
_FIRST = (FirmField.NAME, FirmField.PLACE, FirmField.PHONE)
_MORE = (
    *(FirmField.OTHER_NAME, FirmField.CONTACT, FirmField.ADDRESS, FirmField.PRODUCT, FirmField.WORKERS),
    *(FirmField.UDYAM, FirmField.GSTIN, FirmField.NOTE),
)


def field_word(name: FirmField) -> str:
    """What a field of a firm is called."""
    return {
        FirmField.NUMBER: _("Number in its list"),
        FirmField.NAME: _("Name"),
        FirmField.OTHER_NAME: _("Other name"),
        FirmField.CONTACT: _("Person to ask for"),
        FirmField.PHONE: _("Phone"),
        FirmField.ADDRESS: _("Address"),
        FirmField.PLACE: _("Place"),
        FirmField.PRODUCT: _("Product"),
        FirmField.WORKERS: _("Workers"),
        FirmField.INVESTMENT: _("Investment, Rs lakh"),
        FirmField.TURNOVER: _("Turnover, Rs lakh"),
        FirmField.UDYAM: _("Udyam number"),
        FirmField.GSTIN: "GSTIN",
        FirmField.PAN: "PAN",
        FirmField.POSITION: _("Position"),
        FirmField.NOTE: _("Note"),
    }[name]


class AddForm(PaneForm):
    """What is typed is compared with the register in each pause, and once more before it is added."""

    def __init__(
        self,
        tasks: Tasks,
        added: Callable[[str], object],
        show: Callable[[str], object],
        left: Callable[[], object],
    ) -> None:
        super().__init__(_("Add a firm"), "", _("Add"), left)
        self._tasks, self._added, self._show_firm = tasks, added, show
        self._lines: dict[FirmField, QLineEdit] = {}
        self._shown: frozenset[str] = frozenset()
        """The firms that were named as it stands; they do not hold it up once more."""
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.fields.addLayout(self._rows)
        for name in _FIRST:
            self._add_line(name)
        self._more = button(_("More fields"), self._show_more, "quiet", "down")
        self.fields.addWidget(self._more)
        self._alike = QVBoxLayout()
        self._alike.setSpacing(6)
        self.fields.addLayout(self._alike)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.setFocusProxy(self._lines[FirmField.NAME])

    def _add_line(self, name: FirmField) -> None:
        line = QLineEdit()
        line.textEdited.connect(self._on_typed)
        line.returnPressed.connect(self.on_keep)
        self._lines[name] = line
        self.add_field(field_word(name), line, self._rows)

    def _show_more(self) -> None:
        self._more.hide()
        for name in _MORE:
            self._add_line(name)
        self._lines[_MORE[0]].setFocus()

    def line(self, name: FirmField) -> QLineEdit:
        """The line of a field that is shown."""
        return self._lines[name]

    def _told(self) -> tuple[str, dict[FirmField, str]]:
        told_ = {name: line.text().strip() for name, line in self._lines.items()}
        name = told_.pop(FirmField.NAME)
        return name, {key: text for key, text in told_.items() if text}

    def _on_typed(self, _text: str) -> None:
        self._shown = frozenset()
        self.say("")
        self._pause.start()

    def _look(self) -> None:
        name, told_ = self._told()
        self._tasks.long(
            lambda study, _progress: study.register.like_told(name, told_),
            self,
            done=partial(self._show_like, (name, told_)),
            failed=lambda _sentence: None,
        )

    def _show_like(self, asked: object, pairs: list[Lookalike]) -> None:
        if asked == self._told():
            self._name(pairs)

    def _name(self, pairs: list[Lookalike]) -> None:
        self._shown = frozenset(pair.other_than("").id for pair in pairs)
        drop_all(self._alike)
        if pairs:
            self._alike.addWidget(label(_("May be in the register already"), "strong", wrap=True))
        for pair in pairs[:_MOST]:
            firm = pair.other_than("")
            named = ", ".join(filter(None, (f"{firm.number:04d} {firm.name}", firm.place)))
            show = button(_("Open"), partial(self._show_firm, firm.id), "link")
            self._alike.addWidget(told(f"{named}\n{reasons(pair)}", show))
        self.keep.setText(_("Add it anyway") if pairs else _("Add"))

    def on_keep(self) -> None:
        name, told_ = self._told()
        known = self._shown
        if not self.keep.isEnabled():
            return
        self.keep.setEnabled(False)

        def add(study: Study) -> list[Lookalike] | Changed:
            pairs = study.register.like_told(name, told_) if name else []
            new = [pair for pair in pairs if pair.other_than("").id not in known]
            return pairs if new else study.register.add(name, told_)

        self._tasks.write(add, self, done=self._on_answer, failed=self._on_failed)

    def _on_answer(self, answer: list[Lookalike] | Changed) -> None:
        self.keep.setEnabled(True)
        if isinstance(answer, Changed):
            self._added(answer.ids[0])
        else:
            self._name(answer)

    def _on_failed(self, sentence: str) -> None:
        self.keep.setEnabled(True)
        self.say(sentence)
