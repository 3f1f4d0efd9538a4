"""A search and chips in a row over a list: what is asked for together, and how many are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.filter_chip import FilterChip
from fieldsurvey.ui.shell.widgets import button, label


class FilterRow(QWidget):
    """Every letter is searched at once."""

    def __init__(self, placeholder: str, name: str, changed: Callable[[], object]) -> None:
        """`name`: what the search is called for those who hear it."""
        super().__init__()
        self._tell = changed
        self._is_quiet = False
        self.chips: tuple[FilterChip, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(name)
        self.search.addAction(
            theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(264)
        self.search.textChanged.connect(lambda _text: self.on_changed())
        self._found = label("", "muted")
        self.clear_all = button(_("Clear all"), self.clear, "link")
        self.clear_all.hide()

    def lay_out(self, *chips: FilterChip) -> None:
        """The chips, from the left."""
        self.chips = chips
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 4)
        for chip in chips:
            row.addWidget(chip)
        row.addWidget(self.clear_all)
        row.addStretch(1)
        row.addWidget(self._found)

    @property
    def is_set(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.search.text()) or self.are_chips_set

    @property
    def are_chips_set(self) -> bool:
        """Whether a chip leaves lines out."""
        return any(chip.value for chip in self.chips)

    def clear(self) -> None:
        """Ask for every line."""
        self.ask_quietly()

    def search_all(self) -> None:
        """Take the chips off; what is searched stays."""
        self.ask_quietly(self.search.text())

    def ask_quietly(self, text: str = "", values: Mapping[FilterChip, str] | None = None) -> None:
        """Ask for this and nothing else; whoever waits hears of it once."""
        self._is_quiet = True
        self.search.setText(text)
        for chip in self.chips:
            chip.set((values or {}).get(chip, ""))
        self._is_quiet = False
        self.on_changed()

    def say(self, words: str) -> None:
        """How many are shown."""
        self._found.setText(words)

    def on_changed(self) -> None:
        """Something is asked for, or no more."""
        if not self._is_quiet:
            self.clear_all.setVisible(self.are_chips_set)
            self._tell()
