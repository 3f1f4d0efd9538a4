"""The first page: recent studies, a new one, opening one, the demonstration."""

from __future__ import annotations

import dataclasses
import tempfile
import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey import i18n
from fieldsurvey.backup.backups import default_folder, listing
from fieldsurvey.demo import study
from fieldsurvey.errors import FieldSurveyError, NewerStudy, NotAStudy, StudyInUse, WrongPassphrase
from fieldsurvey.i18n import _, sentence
from fieldsurvey.security import keyring_store
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.system.progress import Cancelled
from fieldsurvey.ui.locking.unlock import UnlockCard
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.key_bar import FOOT_HEIGHT, KeyBar
from fieldsurvey.ui.shell.keys import Keys, bind
from fieldsurvey.ui.shell.message_bar import MessageBar
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, button, drop, label, set_primary
from fieldsurvey.ui.welcome.new_study import NewStudyForm
from fieldsurvey.ui.welcome.recovery_card import RecoveryCard


class WelcomePage(QWidget):
    """Left what the program is, right what to do first."""

    opened = Signal(object)
    """The Study that was opened or made."""
    unlocked = Signal(object)
    """A locked study was opened: Unlocked."""
    preferred = Signal(object)
    """Settings with another language."""
    _stepped = Signal(int, int)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings = settings
        self._locked: Path | None = None
        self._stop = threading.Event()
        self._begun: QWidget | None = None
        """The screen of a new study, once it was asked for."""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self._foot())
        self._stack.currentChanged.connect(self._show_keys)
        self._message = MessageBar(self)
        self._stepped.connect(self._on_stepped)

    def _foot(self) -> QWidget:
        """The keys of what is shown, where a page of a study has them."""
        foot = QWidget()
        foot.setObjectName("footer")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(FOOT_HEIGHT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 2, 16, 2)
        self._keys = KeyBar(keys())
        self._keys_of_new = KeyBar(keys_of_new())
        self._keys_of_new.hide()
        row.addWidget(self._keys, 1)
        row.addWidget(self._keys_of_new, 1)
        acts = {"Ctrl+N": self._on_new_key, "Ctrl+O": self._on_open_key, "Esc": self._on_escape}
        bind(self, acts, in_its_window=True)
        return foot

    def _show_keys(self) -> None:
        self._keys.setVisible(self._is_at_start)
        self._keys_of_new.setVisible(self._new_form is not None)

    @property
    def _is_at_start(self) -> bool:
        return self._stack.currentIndex() == 0

    @property
    def _new_form(self) -> NewStudyForm | None:
        """The form of a new study, while it is shown."""
        shown = self._stack.currentWidget()
        return shown.findChild(NewStudyForm) if shown is not None else None

    def _on_new_key(self) -> None:
        if self._is_at_start:
            self._new()

    def _on_open_key(self) -> None:
        if self._is_at_start:
            self._open()

    def _on_escape(self) -> None:
        if self._new_form is not None:
            self._back()

    # --- the start panel -----------------------------------------------------------------------------------

    def _start(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.addWidget(label("FieldSurvey", "title"))
        words.addWidget(
            label(
                _(
                    "Interview a cluster's firms without network; leave with the data, the workbook and the report."
                ),
                "muted",
            )
        )
        head.addLayout(words, 1)
        head.addWidget(self._language_choice(), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.unlock_card = UnlockCard()
        self.unlock_card.unlocked.connect(self.unlocked)
        self.unlock_card.stuck.connect(self.mend)
        column.addWidget(self.unlock_card)
        self.mend_card = RecoveryCard(self._settings.interviewer)
        self.mend_card.shown_alone.connect(self._show)
        self.mend_card.left.connect(self._back)
        self.mend_card.opened.connect(self.opened)
        column.addWidget(self.mend_card)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._recent_card(), 3)
        row.addWidget(self._actions_card(), 2)
        column.addLayout(row)
        column.addStretch(1)
        return _scrolling(_centred(panel, 920))

    def _language_choice(self) -> QComboBox:
        choice = ChoiceBox()
        choice.setAccessibleName(_("Language of the window"))
        for code, name in i18n.LANGUAGES.items():
            choice.addItem(name, code)
        choice.setCurrentIndex(max(0, choice.findData(self._settings.language)))
        choice.currentIndexChanged.connect(
            lambda: self.preferred.emit(dataclasses.replace(self._settings, language=choice.currentData()))
        )
        return choice

    def _recent_card(self) -> QWidget:
        frame = Card(label(_("Recent studies"), "heading"))
        there = [Path(p) for p in self._settings.recent if Path(p).is_file() or _has_backup(Path(p))]
        for path in there:
            name = path.stem if path.is_file() else _("{name} (the file is gone)").format(name=path.stem)
            item = button(name, partial(self.choose, path), "row", "open")
            item.setToolTip(str(path))
            frame.column.addWidget(item)
        if not there:
            frame.column.addWidget(label(_("The studies you open will be listed here."), "muted", wrap=True))
        layout = frame.column
        layout.addStretch(1)
        return frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a card asks for something, its button is the filled one."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            asks = any(not card.isHidden() for card in (self.unlock_card, self.mend_card))
            set_primary(self._begin, "add", on=not asks)
        return super().eventFilter(watched, event)

    def _actions_card(self) -> QWidget:
        self._begin = button(_("New study"), self._new, "primary", "add")
        for card in (self.unlock_card, self.mend_card):
            card.installEventFilter(self)
        return Card(
            label(_("Begin"), "heading"),
            self._begin,
            button(_("Open a study"), self._open, icon="open"),
            button(_("Explore the demo study"), self._demo, icon="overview"),
            label(_("The demo study holds 60 invented firms, plainly marked synthetic."), "muted", wrap=True),
        )

    # --- opening -----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Open a study"), str(paths.start_folder()), _("Studies (*.study);;All files (*)")
        )
        if name:
            self.choose(Path(name))

    def choose(self, path: Path) -> None:
        """Open a plain study at once; ask for the passphrase of a locked one."""
        self.say("")
        self.unlock_card.hide()
        self.mend_card.hide()
        try:
            self.opened.emit(Study.open(path))
        except WrongPassphrase:
            is_kept = keyring_store.name_of(path) in self._settings.remembered
            self.unlock_card.ask(path, from_keyring=is_kept and path != self._locked)
        except (StudyInUse, NewerStudy) as error:
            self.say(sentence(error))
        except NotAStudy as error:
            if (
                path.suffix == ".study" and path.is_file()
            ):  # it bears the name: its beginning or its end may be lost
                self.mend(path, sentence(error))
            else:
                self.say(sentence(error))
        except FieldSurveyError as error:
            self.mend(path, sentence(error))

    def mend(self, path: Path, sentence: str) -> None:
        """Offer what helps with a study that is damaged or gone."""
        self.unlock_card.hide()
        self.mend_card.offer(path, sentence)

    def ask_locked(self, path: Path, sentence: str) -> None:
        """Ask for the passphrase of a study that was just locked and say why; the keyring would undo the lock."""
        self._locked = path
        self.unlock_card.ask(path, sentence)

    def say(self, sentence: str) -> None:
        """Show a sentence over the foot of the page; an empty one takes it away."""
        self._message.say(sentence)

    # --- a new study ---------------------------------------------------------------------------------------------

    def _new(self) -> None:
        """Show the form as it was left, what was typed in it with it."""
        if self._begun is None:
            form = NewStudyForm(self._settings.laptop)
            form.made.connect(self.opened)
            form.left.connect(self._back)
            self._begun = _scrolling(_centred(form, 760))
        self._show(self._begun)
        if self._new_form is not None:
            self._new_form.focus_first()

    def _show(self, widget: QWidget) -> None:
        for position in reversed(range(1, self._stack.count())):
            if self._stack.widget(position) is not self._begun:
                drop(self._stack, position)
        self._stack.addWidget(widget)  # where it stands already, it stays the same one
        self._stack.setCurrentWidget(widget)

    def _back(self) -> None:
        self._stop.set()
        if self._new_form is not None:
            self._new_form.passphrase.clear()
        self._stack.setCurrentIndex(0)
        self._begin.setFocus()  # not in the box of languages, where a letter would choose another

    # --- the demonstration -----------------------------------------------------------------------------------------

    def _demo(self) -> None:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._step_words = label("", "muted")
        foot = QHBoxLayout()
        foot.addWidget(self._step_words, 1)
        foot.addWidget(button(_("Stop"), self._back))
        panel = Card(
            label(_("Making the demo study"), "heading"),
            label(_("60 invented firms answer the firm interview, one after the other."), "muted", wrap=True),
            self._bar,
            margin=24,
            spacing=12,
        )
        panel.column.addLayout(foot)
        self._show(_centred(panel, 560, is_card=True))
        self._stop.clear()
        BackgroundCall(self, self._make_demo, self._on_made)

    def _make_demo(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="fieldsurvey-"))
        study.make_study(folder / "demo.study", interviews=60, seed=1, progress=self._step)
        return folder / "demo.study"

    def _step(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._stepped.emit(done, total)

    def _on_stepped(self, done: int, total: int) -> None:
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        self._step_words.setText(_("{n} of {all} firms").format(n=done, all=total))

    def _on_made(self, result: Path | FieldSurveyError | Cancelled) -> None:
        if isinstance(result, Path):
            self.opened.emit(Study.open(result))
        elif isinstance(result, FieldSurveyError):
            self._back()
            self.say(sentence(result))


def keys() -> Keys:
    """Those of the first page."""
    return (
        ("Ctrl+N", _("New study")),
        ("Ctrl+O", _("Open a study")),
        ("Tab", _("walk")),
        (_("Space"), _("open")),
    )


def keys_of_new() -> Keys:
    """Those of a new study."""
    return (
        ("Tab", _("next field")),
        (_("Space"), _("tick a form")),
        ("Ctrl+Enter", _("create the study")),
        ("Esc", _("back")),
    )


def _has_backup(path: Path) -> bool:
    """Whether a study that is gone can be brought back from beside its place."""
    return bool(listing(default_folder(path), path))


def _scrolling(widget: QWidget) -> QWidget:
    holder = QScrollArea()
    holder.setWidgetResizable(True)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder.setWidget(widget)
    return holder


def _centred(widget: QWidget, width: int, *, is_card: bool = False) -> QWidget:
    """In the middle; a card is no higher than what it holds."""
    top = Qt.AlignmentFlag.AlignTop if is_card else Qt.AlignmentFlag(0)
    holder = QWidget()
    widget.setMaximumWidth(width)
    row = QHBoxLayout(holder)
    row.setContentsMargins(24, 48, 24, 24)
    row.addStretch(1)
    row.addWidget(widget, 100, top)
    row.addStretch(1)
    return holder
