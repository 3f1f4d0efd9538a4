"""What a form may at most be. A broken or hostile one is refused at once, with a sentence, before it costs time or memory."""

from __future__ import annotations

from lxml import etree

from fieldsurvey.errors import FormError

LARGEST_FORM = 64 * 1024 * 1024
"""Bytes of XML."""
MOST_FIELDS = 25_000
"""Nodes of the primary instance; the largest questionnaires in use have some 5,000."""
MOST_LISTED = 500_000
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
        raise FormError(
            f"The form is larger than {LARGEST_FORM >> 20} MB; put its lists into attached files, or split it."
        )


def check_document(document: etree._Element) -> None:
    """Refuse elements with hundreds of attributes: no form has them, and reading them takes very long."""
    if _count(document, f"//*[count(@*) > {MOST_ATTRIBUTES}]"):
        raise FormError(
            f"An element of the form has more than {MOST_ATTRIBUTES} attributes; that is no form."
        )


def check_primary(primary: etree._Element) -> None:
    """Refuse more fields than a person could ever answer."""
    fields = _count(primary, ".//*")
    if fields > MOST_FIELDS:
        raise FormError(
            f"The form has {fields:,} fields, more than {MOST_FIELDS:,}; split it into several forms."
        )


def check_list(name: str, element: etree._Element) -> None:
    """Refuse a list that is too long to stand in the form itself."""
    if _count(element, ".//*") > MOST_LISTED:
        raise FormError(f"The list “{name}” is too long to stand in the form; attach it as a CSV file.")


def check_interview(root: etree._Element) -> None:
    """Refuse an interview that no form of ours could have written."""
    if _count(root, "//*") > MOST_WRITTEN:
        raise FormError(
            f"The interview has more than {MOST_WRITTEN:,} answers, which is more than one can hold. Is it the right file?"
        )


def check_file(what: str, root: etree._Element) -> None:
    """Refuse an attached file of choices that would fill the memory."""
    if _count(root, "//*") > MOST_IN_FILE:
        raise FormError(f"{what} has more than {MOST_IN_FILE:,} elements; give it as a CSV file instead.")
    if _count(root, f"//*[count(@*) > {MOST_ATTRIBUTES}]"):
        raise FormError(
            f"{what} has an element with more than {MOST_ATTRIBUTES} attributes; that is no list."
        )


def _count(element: etree._Element, path: str) -> int:
    found = element.xpath(f"count({path})")
    assert isinstance(found, float)
    return int(found)
