"""The register of firms, the case each has in a round, its visits, and the lists they came from. Plain frozen data.

A firm is an entity of the list `firms`: an id, a label and properties that are texts, as ODK has them. What the program itself
asks of a firm stands under the property names below; whatever else a list or a form says of it is kept beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

TYPED = "__typed"
"""Beside the properties of a firm a server knows: the version it had when somebody last typed over it here."""
FIRMS = "firms"
"""The entity list that is the register."""


_MOST_DIGITS = 9
"""Of a number of workers; what is longer is none."""


class FirmField(StrEnum):
    """What the program asks of a firm: the names of its properties."""

    NUMBER = "list_number"
    """Its number in the list it came from."""
    NAME = "label"
    OTHER_NAME = "other_name"
    """The same in another script, or the name on the board."""
    CONTACT = "contact"
    """The person to ask for."""
    PHONE = "phone"
    ADDRESS = "address"
    PLACE = "place"
    PRODUCT = "product"
    WORKERS = "workers"
    """How many people work there, a whole number."""
    INVESTMENT = "investment"
    """In plant and machinery, Rs lakh."""
    TURNOVER = "turnover"
    """A year, Rs lakh."""
    UDYAM = "udyam"
    GSTIN = "gstin"
    PAN = "pan"
    POSITION = "geometry"
    """Latitude, longitude, altitude and accuracy, as ODK writes a geopoint."""
    NOTE = "note"
    """What whoever goes there should know: "call between 2 and 4"."""


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm of the register."""

    id: str
    """Of the entity: a UUID, the same on every laptop and at the server."""
    number: int
    """In this register, printed with four digits."""
    name: str
    properties: Mapping[str, str] = field(default_factory=dict)
    """Property -> text; a property that says nothing is not there."""
    merged_into: str = ""
    """The firm that this entry turned out to be; "" for one that stands for itself."""

    @property
    def title(self) -> str:
        """Number and name, as the history and messages call it."""
        return f"{self.number:04d} {self.name}"

    def get(self, name: FirmField) -> str:
        """What is known of it under that name; "" when nothing is."""
        return self.name if name is FirmField.NAME else self.properties.get(name, "")

    @property
    def place(self) -> str:
        """The part of the cluster where it is."""
        return self.get(FirmField.PLACE)

    @property
    def phone(self) -> str:
        """Its telephone, digits alone."""
        return self.get(FirmField.PHONE)

    @property
    def workers(self) -> int | None:
        """How many people work there; None where no whole number is known."""
        text = self.get(FirmField.WORKERS)
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


@dataclass(frozen=True, slots=True)
class SourceList:
    """A list that firms came from."""

    id: str
    title: str
    """What the agent calls it: "DIC Mandya list, Aug 2025"."""
    file: str
    """Its file's name, without folders."""
    sheet: str
    imported_at: datetime
    who: str
    rows: int
    """Rows under the head, with the empty ones between."""
    added: int
    """New firms."""
    same: int
    """Rows that named a firm once more."""
    left_out: Mapping[int, str] = field(default_factory=dict)
    """Row in the file -> code of the reason."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Column's head -> field, as it was chosen; proposed again for a list with the same heads."""


@dataclass(frozen=True, slots=True)
class FirmSource:
    """One row of a list, as it stands for a firm."""

    firm_id: str
    source_id: str
    title: str
    row: int
    """In the file, as Excel counts."""


class Outcome(StrEnum):
    """How a visit ended; the last one that says something is the case's, as long as no interview counts."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    REFUSED = "refused"
    CLOSED = "closed"
    """The firm does not work any more."""
    NOT_FOUND = "not found"
    AWAY = "away"
    """Nobody to ask; to be tried again."""
    OUT_OF_SCOPE = "out of scope"
    """It works, and is no firm of the cluster."""


class CaseRole(StrEnum):
    """How a firm came into the round."""

    DRAWN = "drawn"
    RESERVE = "reserve"
    """Drawn to take the place of another; not asked before it does."""
    SUBSTITUTE = "substitute"
    """From the reserve, in the place of another."""
    CHOSEN = "chosen"
    """By somebody, not by chance."""
    VOLUNTEER = "volunteer"
    """It came by itself."""
    AGAIN = "again"
    """It was interviewed in an earlier round."""


@dataclass(frozen=True, slots=True)
class Case:
    """A firm in one round: many visits, at most one counted interview."""

    firm_id: str
    round: str
    role: CaseRole
    stratum: str = ""
    position: int = 0
    """Its place in the order of the draw within its stratum, from 1; 0 where nothing was drawn."""
    agent: str = ""
    """Who is to go there; "" while nobody is."""
    planned_on: date | None = None
    replaces: str = ""
    """For a substitute: id of the firm it stands for."""
    reason: str = ""
    """Why it was replaced, chosen or added."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One call at a firm. Every visit is kept; none makes a second firm."""

    id: str
    firm_id: str
    round: str
    at: datetime
    agent: str
    outcome: Outcome
    reason: str = ""
    """For a refusal, why; else what is worth knowing."""
    next_at: datetime | None = None
    """When to try again."""
    position: str = ""
    """Where the agent stood, as ODK writes a geopoint; "" where it is not known."""


@dataclass(frozen=True, slots=True)
class Round:
    """One time the cluster is asked."""

    key: str
    """"baseline", "followup": in rows and files."""
    name: str
    begins: date | None = None
    ends: date | None = None


BASELINE = Round("baseline", "Baseline")
"""The round of a study that names none."""
