"""What a form may at most be. A broken or hostile one is refused at once, with a sentence, before it costs time or memory."""

from __future__ import annotations

from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.messages import Message

LARGEST_FORM = 64 * 1024 * 1024
"""Bytes of XML."""
MOST_FIELDS = 25_000
"""Nodes of the primary instance; the largest questionnaires in use have some 5,000."""
MOST_LISTED = 1_000_000
"""Elements of one list written in the form; longer ones belong in an attached file."""
MOST_ATTRIBUTES = 500
MOST_INSTANCES = 10_000
"""Instances of all repeats of one interview."""
MOST_NODES = 500_000
"""Questions in all these instances."""
MOST_WRITTEN = 2 * MOST_NODES
"""Elements of an interview's XML."""
MOST_IN_FILE = 3_000_000
"""Elements of an attached XML file."""
MOST_FEATURES = 200_000
"""Places in an attached GeoJSON file."""


def check_size(xform_xml: str | bytes) -> None:
    """Refuse what is larger than any form."""
    if len(xform_xml) > LARGEST_FORM:
        raise FormError("form.too-large", most=LARGEST_FORM >> 20)


def check_document(document: etree._Element) -> None:
    """Refuse elements with hundreds of attributes: no form has them, and reading them takes very long."""
    if _count(document, f"//*[count(@*) > {MOST_ATTRIBUTES}]"):
        raise FormError("form.too-many-attributes", most=MOST_ATTRIBUTES)


def check_primary(primary: etree._Element) -> None:
    """Refuse more fields than a person could ever answer."""
    fields = _count(primary, ".//*")
    if fields > MOST_FIELDS:
        raise FormError("form.too-many-fields", fields=fields, most=MOST_FIELDS)


def check_list(name: str, element: etree._Element) -> None:
    """Refuse a list that is too long to stand in the form itself."""
    if _count(element, ".//*") > MOST_LISTED:
        raise FormError("form.list-too-long", name=name)


def check_interview(root: etree._Element) -> None:
    """Refuse an interview that no form of ours could have written."""
    if _count(root, "//*") > MOST_WRITTEN:
        raise FormError("interview.too-many-answers", most=MOST_WRITTEN)


def check_file(what: Message, root: etree._Element) -> None:
    """Refuse an attached file of choices that would fill the memory."""
    if _count(root, "//*") > MOST_IN_FILE:
        raise FormError("list.too-many-elements", what=what, most=MOST_IN_FILE)
    if _count(root, f"//*[count(@*) > {MOST_ATTRIBUTES}]"):
        raise FormError("list.too-many-attributes", what=what, most=MOST_ATTRIBUTES)


def _count(element: etree._Element, path: str) -> int:
    found = element.xpath(f"count({path})")
    assert isinstance(found, float)
    return int(found)
