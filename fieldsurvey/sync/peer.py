"""The port of sync: what another place must be able to do, and how it may answer. The runner knows only this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from fieldsurvey.messages import Message
from fieldsurvey.records import Server


class Outcome(StrEnum):
    """What became of one request to store a submission."""

    STORED = "stored"
    REFUSED = "refused"
    """This submission will not be taken as it is; go on with the next."""
    RACED = "raced"
    """The server stumbled over a twin request; the same bytes will do in a moment."""
    LATER = "later"
    """Network or server trouble: stop here, try again another time."""
    FORBIDDEN = "forbidden"
    """The key is wrong or withdrawn: stop, a person must act."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's answer, and what to say when it is not STORED."""

    outcome: Outcome
    message: Message | None = None
    retry_after: float | None = None
    """Seconds the server asked for."""


class TakesSubmissions(Protocol):
    """A place that takes submissions."""

    def submit(self, instance_id: str, xml: bytes, attachments: Mapping[str, BinaryIO]) -> Answer:
        """Hand over the exact bytes and these attachments, each read from its beginning."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the table of peers: a kind of place a study may speak with."""

    key: str
    """As `Server.peer` names it."""
    word: Callable[[], str]
    """What a person chooses; asked each time, for the language may change."""
    connect: Callable[[Server, str], TakesSubmissions]
    """Opens one, given its address and login, and the id of the laptop that speaks. Raises SyncError."""
