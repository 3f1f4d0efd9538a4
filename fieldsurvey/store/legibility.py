"""What damage left of interviews: which cannot be read, so that all else goes on without them and names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree
from sqlite_utils import Database

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.records import Interview

_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def is_legible(interview: Interview | None) -> bool:
    """Whether its answers can be read; one that is not there is missed by nobody."""
    if interview is None:
        return True
    try:
        etree.fromstring(interview.xml.encode(), _XML)
    except (etree.XMLSyntaxError, ValueError, AttributeError):
        return False
    return True


def unreadable(identities: Iterable[str], *reads: Callable[[str], Interview | None]) -> list[str]:
    """Those of the interviews of which one of these ways to read them gives nothing that can be read."""
    return [one for one in identities if not all(_can(read, one) for read in reads)]


def _can(read: Callable[[str], Interview | None], instance_id: str) -> bool:
    try:
        return is_legible(read(instance_id))
    except FieldSurveyError:
        return False


def names(db: Database, instance_ids: Iterable[str]) -> tuple[str, ...]:
    """What they are called, as far as that can be read."""
    with as_far_as_legible(db):
        found = [
            db.execute("SELECT firm FROM interview WHERE instance_id = ?", (one,)).fetchone()
            for one in instance_ids
        ]
    return tuple(
        f"{row[0] or '?'} ({one})" for row, one in zip(found, instance_ids, strict=True) if row is not None
    )


@contextmanager
def as_far_as_legible(db: Database) -> Iterator[None]:
    """Texts with damaged letters are read with signs in their place: for names on screen alone, never for answers."""
    connection: Any = db.conn
    before = connection.text_factory
    connection.text_factory = lambda text: text.decode(errors="replace")
    try:
        yield
    finally:
        connection.text_factory = before
