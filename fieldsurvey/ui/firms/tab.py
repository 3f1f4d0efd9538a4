"""What a tab of the page Firms is: one row of the table in `ui/firms/tabs`, and what it is made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from fieldsurvey.records import Changed, FirmChoices
from fieldsurvey.ui.firms.lookalikes import Lookalikes
from fieldsurvey.ui.page import Desk
from fieldsurvey.ui.shell.keys import Keys


class Ways(Protocol):
    """What a tab may ask of the page around it."""

    def show_firm(self, firm_id: str) -> None:
        """Turn to the register, with this firm chosen."""
        ...

    def compare(self, one_id: str, other_id: str) -> None:
        """Turn to the duplicates, with these two side by side."""
        ...

    def read(self, instance_id: str) -> None:
        """Show a finalised interview to be read."""
        ...

    def import_list(self) -> None:
        """Begin to take a list in."""
        ...

    def add_firm(self) -> None:
        """Turn to the register, with the form for a new firm open."""
        ...


@dataclass(slots=True)
class Around:
    """What a tab is made with."""

    desk: Desk
    ways: Ways
    lookalikes: Lookalikes
    choices: FirmChoices
    """What the register holds, counted anew before a tab is reloaded."""

    @property
    def round(self) -> str:
        """Key of the round that is shown."""
        return self.desk.round.key


class TabView(Protocol):
    """What the page asks of an open tab."""

    def reload(self, changed: Changed) -> None:
        """Show what changed."""
        ...


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its key, its word, how it is made, and the number beside its word."""

    key: str
    word: Callable[[], str]
    make: Callable[[Around], QWidget]
    """Gives a widget that is a TabView."""
    keys: Callable[[], Keys]
    """What its keys do, the most useful first, in the window's language."""
    number: Callable[[Around], int] = lambda _around: 0
    """0 while there is none, or it is not known."""
