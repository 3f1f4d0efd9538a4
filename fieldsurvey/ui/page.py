"""What a page of the window is: one row of the table in `ui/window/pages`, and what the window asks of it while it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from fieldsurvey.records import Changed, Topic
from fieldsurvey.study import Study
from fieldsurvey.ui.locking.guard import Guard, Guarded
from fieldsurvey.ui.shell.backup_watch import BackupWatch
from fieldsurvey.ui.shell.keys import Keys
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.shown_round import ShownRound
from fieldsurvey.ui.shell.tasks import Tasks


class PageWindow(Navigator, Guarded, Protocol):
    """The window around a page: ways through the program, and the study it shows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is made with."""

    window: PageWindow
    study: Study
    tasks: Tasks
    backups: BackupWatch
    guard: Guard
    round: ShownRound


class Screen(Protocol):
    """What the window asks of an open page. `TitledPage` answers for a page that holds nothing typed."""

    def reload(self, changed: Changed) -> None:
        """Show what changed; only called when one of the page's topics did."""

    def put_down(self) -> str:
        """Hand over what is typed, since the page may go away; asked once each time. A write may be queued: the window waits for it
        and asks `is_saved` afterwards. A sentence says why it failed at once, "" when nothing did.
        """

    @property
    def is_saved(self) -> bool:
        """Whether nothing typed on the page waits to be kept."""


class Group(StrEnum):
    """Where in the rail a page stands."""

    TOP = "top"
    """One under the other from the top, in the table's order."""
    FOOT = "foot"
    """Under the gap, beside *Close study*."""


@runtime_checkable
class ManyKeys(Protocol):
    """A page whose keys are others from one of its parts to the next."""

    keys_changed: SignalInstance

    def keys_now(self) -> Keys:
        """What the keys do in the part that is shown."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key in the program, its word and icon in the rail, how it is made, and what it shows."""

    key: str
    word: Callable[[], str]
    """Asked each time, for the window's language may change."""
    icon: str
    make: Callable[[Desk], QWidget]
    """Gives a widget that is a Screen."""
    topics: frozenset[Topic] = frozenset()
    """What it shows: it is reloaded when a write changed one of these."""
    group: Group = Group.TOP
    keys: Callable[[], Keys] = tuple
    """What its keys do, the most useful first, in the window's language: at the foot of the page and on its sheet."""
    waiting: Callable[[Study], int] | None = None
    """How many wait there for somebody, for its line in the rail; None where nobody waits."""
