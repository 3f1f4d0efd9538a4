"""What of an interview leaves where some of its questions stay here: the submission, and the log of how it went. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection

from lxml import etree

from fieldsurvey.interviews.submissions import root_of

_POSITION = re.compile(r"\[\d+\]")
_ROWS = "[]"
"""Behind the ref of a repeat of which even the number of rows stays here."""


def without(submission: str, staying: Collection[str]) -> str:
    """The submission with the questions at these refs (without positions) left as if nobody had answered them.

    An entity that is made of what stays, or only because of it, is not made: its label or its being there would tell.
    """
    root = root_of(submission)
    _empty(root, f"/{etree.QName(root).localname}", {_plain(ref) for ref in staying})
    return etree.tostring(root, encoding="unicode")


def _empty(element: etree._Element, ref: str, refs: Collection[str]) -> None:
    if ref in refs:
        element.text = None
    for key in element.attrib:
        if ref in refs or f"{ref}/@{etree.QName(key).localname}" in refs:
            del element.attrib[key]
    is_meta = etree.QName(element).localname == "meta"
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        below = f"{ref}/{name}"
        is_told = is_meta and name == "entity" and any(one.startswith(f"{below}/") for one in refs)
        if below + _ROWS in refs or is_told:
            element.remove(child)
        else:
            _empty(child, below, refs)


def _plain(ref: str) -> str:
    """A ref without prefixes and positions; attributes keep their @."""
    steps = _POSITION.sub("", ref).split("/")
    return "/".join(
        ("@" if step.startswith("@") else "") + step.rpartition(":")[2].lstrip("@") for step in steps
    )


def log_without(log: bytes, staying: Collection[str]) -> bytes:
    """An audit log without the lines of these questions, groups and repeats, nor of what stands in them.

    They tell when a question was asked, what was answered, and how many rows there are.
    """
    refs = {_plain(ref).removesuffix(_ROWS) for ref in staying}
    rows = csv.reader(io.StringIO(log.decode("utf-8", "replace"), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(row for row in rows if len(row) < 2 or not _is_within(_plain(row[1]), refs))
    return out.getvalue().encode()


def _is_within(ref: str, refs: Collection[str]) -> bool:
    steps = ref.split("/")
    return any("/".join(steps[:length]) in refs for length in range(2, len(steps) + 1))
