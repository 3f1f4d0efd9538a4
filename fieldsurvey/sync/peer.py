"""The port of sync: what another place must be able to do, and how it may answer. The runner knows only this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol, runtime_checkable
from urllib.parse import urlsplit

from fieldsurvey.messages import Message
from fieldsurvey.records import Server


class Outcome(StrEnum):
    """What became of one request to store a submission."""

    STORED = "stored"
    ARRIVED = "arrived"
    """It was there already and was changed there since: the submission is safe, no further file of it will be taken."""
    REFUSED = "refused"
    """This submission will not be taken as it is; go on with the next."""
    TOO_LARGE = "too large"
    """The request is larger than what is let through; a smaller one may be."""
    FORM_REFUSED = "form refused"
    """No submission of this form will be taken: go on with those of other forms."""
    RACED = "raced"
    """The server stumbled over a twin request; the same bytes will do in a moment."""
    STUMBLED = "stumbled"
    """The server failed, and not because it is too busy: over this submission, or over any; the next will tell."""
    LATER = "later"
    """Network or server trouble: stop here, try again another time."""
    FORBIDDEN = "forbidden"
    """Address, certificate, key or account is wrong: stop, a person must act."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's answer, and what to say when it is not STORED."""

    outcome: Outcome
    message: Message | None = None
    retry_after: float | None = None
    """Seconds the server asked for."""
    may_have_arrived: bool = True
    """False where no byte of the submission left, or the server cannot have kept any."""


class TakesSubmissions(Protocol):
    """A place that takes submissions."""

    @property
    def most_at_once(self) -> int:
        """Bytes one request may have, as the place says; known once it is `ready`."""
        ...

    def ready(self) -> Answer | None:
        """Find out, before anything is handed over, whether it can be; None when it can, else why not."""
        ...

    def submit(self, instance_id: str, xml: bytes, attachments: Mapping[str, BinaryIO]) -> Answer:
        """Hand over the exact bytes and these attachments, each read from its beginning."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


@runtime_checkable
class Stoppable(Protocol):
    """A place that can be left in the middle of a request."""

    def stop_when(self, look: Callable[[], None]) -> None:
        """`look` raises when the work is to stop; it is asked often while a request waits."""
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


def is_loopback(address: str) -> bool:
    """Whether an address is on this very laptop."""
    try:
        return urlsplit(address.strip()).hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return False
