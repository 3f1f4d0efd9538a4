"""The bar above an interview (where one is, how much is done, language, leaving) and the one below (keys, turning pages)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.base.languages import own_name
from fieldsurvey.ui.shell.key_bar import KeyBar
from fieldsurvey.ui.shell.widgets import ChoiceBox, ElidedLabel, button, label


class TopBar(QWidget):
    """Its buttons take no Tab: past the last question the keyboard must not leave the interview."""

    language_chosen = Signal(str)
    left = Signal()
    finalised = Signal()
    side_turned = Signal()
    """The panel at the right is wanted, or not any more (in a narrow window)."""

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(_clicked(button(_("Interviews"), self.left.emit, "quiet", "back")))
        self.title = ElidedLabel("strong")
        row.addWidget(self.title, 1)
        self.progress = label("", "muted")
        row.addWidget(self.progress)
        self.saved = label("", "muted")
        row.addWidget(self.saved)
        self.languages = ChoiceBox()
        self.languages.setAccessibleName(_("Language of the questions"))
        self.languages.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for name in languages:
            self.languages.addItem(own_name(name), name)
        self.languages.activated.connect(lambda _i: self.language_chosen.emit(self.languages.currentData()))
        row.addWidget(self.languages)
        self.languages.setVisible(self.languages.count() > 1)
        self.side = _clicked(button("", self.side_turned.emit, "quiet"))
        self.side.setCheckable(True)
        row.addWidget(self.side)
        row.addWidget(_clicked(button(_("Pause"), self.left.emit)))
        self.finalise = _clicked(
            button(_("Finalise"), self.finalised.emit)
        )  # the filled one is Next, at the foot
        row.addWidget(self.finalise)

    def show_language(self, language: str | None) -> None:
        """The language the questions are shown in."""
        self.languages.setCurrentIndex(max(0, self.languages.findData(language)))


class Footer(QWidget):
    """The keys that are good to know, and the way to the pages before and after."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        self._keys, self._keys_at_end = KeyBar(_keys()), KeyBar(_keys_at_end())
        self._keys_at_end.hide()
        row.addWidget(self._keys, 1)
        row.addWidget(self._keys_at_end, 1)
        self.back = _clicked(button(_("Back"), lambda: self.turned.emit(-1), icon="back"))
        self.next = button(_("Next"), lambda: self.turned.emit(1), "primary")
        row.addWidget(self.back)
        row.addWidget(self.next)

    def show_keys(self, *, is_ending: bool) -> None:
        """Those of what is missing, or those of the questions."""
        self._keys.setVisible(not is_ending)
        self._keys_at_end.setVisible(is_ending)

    def say_end(self, verb: str) -> None:
        """What the filled button does on the page of what is missing, or on a question one came to from there."""
        self.back.setEnabled(True)
        self.next.setText(verb)

    def say_ways(self, following: str, *, has_before: bool) -> None:
        """Title of the page after this one, "" for none: then the interview is finalised; and whether there is one before."""
        self.back.setEnabled(has_before)
        self.next.setText(_("Next: {page}").format(page=following) if following else _("Finalise"))


def _keys() -> tuple[tuple[str, str], ...]:
    return (
        ("F1", _("all keys")),
        ("F2", _("comment")),
        ("F3", _("don't know, refused")),
        ("Ctrl+Z", _("undo")),
        ("Ctrl+G", _("find")),
        ("Ctrl+Enter", _("finalise")),
    )


def _keys_at_end() -> tuple[tuple[str, str], ...]:
    return (
        ("↑ ↓", _("walk")),
        ("Enter", _("go there")),
        ("K", _("keep, with a reason")),
        ("1 … 4", _("how it ends")),
        ("Esc", _("back to the questions")),
    )


def _clicked(widget: QPushButton) -> QPushButton:
    widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return widget
