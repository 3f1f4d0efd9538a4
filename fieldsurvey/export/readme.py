"""What the first sheet of a workbook says: of which study and when, who is in it, what was left out, and how to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.export.disclosure import Profile, Released
from fieldsurvey.export.sheet_writer import Cell, safe


@dataclass(frozen=True, slots=True)
class About:
    """What the README sheet says of the study."""

    study: str
    place: str
    agency: str
    donor: str
    design: str
    synthetic: bool
    made_at: datetime
    program: str
    content_hash: str
    """SHA-256 over the submissions exported, so that two workbooks can be told apart."""
    population: int | None = None
    seal: str = ""
    """The history's seal at that moment: kept by the donor, it shows later whether the history was rewritten."""


def readme(released: Released, written: int, about: About, profile: Profile) -> list[tuple[str, Cell]]:
    """Its lines, of which `written` interviews are the ones that leave."""
    questionnaire = released.dataset.questionnaire
    lines: list[tuple[str, Cell]] = [
        ("Study", about.study),
        ("Place", about.place),
        ("Agency", about.agency),
        ("Donor", about.donor),
        (
            "Data",
            "SYNTHETIC, for demonstration: no firm in it exists"
            if about.synthetic
            else "Interviews with firms",
        ),
        ("Firms in the cluster", about.population if about.population is not None else "not recorded"),
        ("How firms were chosen", about.design),
        ("Interviews here", written),
        ("Interviews left out for want of consent", len(released.found) - written),
        (
            "Questionnaire",
            f"{questionnaire.title} ({questionnaire.form_id}, version {questionnaire.version})",
        ),
        ("Profile", profile.value),
        ("Columns left out", ", ".join(released.withheld) or "none"),
        ("Columns masked", ", ".join(released.masked) or "none"),
        ("Made at", about.made_at.isoformat(timespec="seconds")),
        ("Made with", about.program),
        ("Hash of the submissions (SHA-256)", about.content_hash),
        ("Seal of the study's history", about.seal or "none"),
    ]
    lines += [("", ""), ("How to read it", "")]
    lines += [
        (
            "Sheets",
            "Data has one row a firm; each repeat has a sheet of its own, tied by PARENT_KEY to the KEY of its row above.",
        ),
        (
            "Missing",
            "dk = did not know, refused = did not want to say; an empty cell was not asked or not answered.",
        ),
        ("Money", "Whole rupees unless the column's head says otherwise. The period stands in the head."),
        (
            "Disclosure",
            "Columns only: rows are not yet generalised for k-anonymity. Do not publish the rows.",
        ),
        (
            "Text",
            "Text that begins with = + - or @ has an apostrophe before it, so that it cannot run as a formula.",
        ),
    ]
    return [(item, safe(what)) for item, what in lines]
