"""What the first sheet of a workbook says: of which study and when, who is in it, what was left out, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.export.disclosure import Released, Withheld
from fieldsurvey.export.profiles import Profile, Why
from fieldsurvey.export.sheet_writer import Cell


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
    """The history's seal at that moment: kept by who has the file, it shows later whether the history was rewritten. Research
    rows go without: it is the same in each file of one day."""
    unreadable: tuple[str, ...] = ()
    """The instanceIDs of interviews that damage left unreadable; named only where rows go by them."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the workbook, known when it does."""

    sheets: Mapping[str, int]
    """Sheet of data -> its rows below the head."""
    long_texts: int = 0
    unlisted: bool = False
    """Some lists were too long to be told whole."""


_PROFILES: Mapping[Profile, str] = {
    Profile.RESEARCH: "research: without names, identity numbers, free text, positions, photos and other files, hours, and what "
    "tells of them; dates to the month",
    Profile.REGISTER: "register: those who agreed to be listed, with what they agreed to",
    Profile.WORKING: "working: the office's own full export, with names and all answers. It is not to be passed on",
}
_RULES: Mapping[Profile, str] = {
    Profile.RESEARCH: "Columns only: rows are not yet generalised for k-anonymity. Do not publish the rows.",
    Profile.REGISTER: "It names people and firms, for the purpose they agreed to and no other.",
    Profile.WORKING: "It names people and firms. Keep it as you keep the study itself.",
}
_REASONS: Mapping[Why, str] = {
    Why.SENSITIVE: "sensitive answers",
    Why.DIRECT: "names and identifiers",
    Why.PLACE: "places and files",
    Why.METADATA: "of the device, its user and the hour",
    Why.FREE: "free text",
    Why.HIDDEN: "of use to the form alone",
    Why.TOO_EXACT: "amounts, dates and long lists, too exact where the form does not mark them",
    Why.KEPT: "kept back by who looked at the columns",
    Why.DERIVED: "made of what is left out, or asked only because of it",
    Why.TOLD: "with others they would tell what is left out",
    Why.NOT_NAMED: "not named by the consent",
}


def readme(released: Released, written: Written, about: About, profile: Profile) -> list[tuple[str, Cell]]:
    """Its lines."""
    counts = released.counts
    population = about.population if about.population is not None else "not recorded"
    lines: list[tuple[str, Cell]] = [
        ("Study", about.study),
        ("Place", about.place),
        ("Agency", about.agency),
        ("Donor", about.donor),
        ("Data", "SYNTHETIC, for demonstration: nobody in it exists" if about.synthetic else "Interviews"),
        ("Population of the study", population),
        ("How it was sampled", about.design),
        ("Interviews here", counts.leaving - counts.refused - counts.without),
        ("Refusals here", counts.refused),
        *([("Contacts here without an interview", counts.without)] if counts.without else []),
        ("Interviews left out for want of consent", counts.found - counts.leaving),
        *_unreadable(about, profile),
        *_versions(released),
        ("Profile", _PROFILES[profile]),
        *_left_out(released),
        ("Columns masked", ", ".join(released.masked) or "none"),
        *_months(released),
        *((f"Sheet {name}", f"{rows} rows") for name, rows in written.sheets.items()),
        ("Made at", about.made_at.isoformat(timespec="seconds")),
        ("Made with", about.program),
        ("Hash of the submissions (SHA-256)", about.content_hash),
        *([("Seal of the study's history", about.seal or "none")] if profile is not Profile.RESEARCH else []),
        ("", ""),
        ("How to read it", ""),
        *_how_to_read(written, profile),
        ("Disclosure", _RULES[profile]),
    ]
    return lines


def _unreadable(about: About, profile: Profile) -> Iterator[tuple[str, Cell]]:
    if about.unreadable:
        yield "Interviews left out because they cannot be read", len(about.unreadable)
    if about.unreadable and profile is Profile.WORKING:
        yield "Their KEYs", ", ".join(about.unreadable)


def _versions(released: Released) -> Iterator[tuple[str, Cell]]:
    questionnaire, counts = released.dataset.questionnaire, released.counts
    newest = questionnaire.version
    yield "Questionnaire", f"{questionnaire.title} ({questionnaire.form_id}, version {newest})"
    for version, number in counts.versions.items():
        yield f"Rows of version {version or '(none)'}", number


def _left_out(released: Released) -> Iterator[tuple[str, Cell]]:
    """One line a reason; a column of a repeat with the repeat's name before it."""
    by_reason: dict[Why, list[str]] = {}
    for column in released.withheld:
        by_reason.setdefault(column.why, []).append(_named(column))
    if not by_reason:
        yield "Columns left out", "none"
    for why in Why:
        if why in by_reason:
            between = "; " if why is Why.TOLD else ", "
            yield f"Columns left out: {_REASONS[why]}", between.join(by_reason[why])


def _months(released: Released) -> Iterator[tuple[str, Cell]]:
    cut = [
        f"{table.name}/{column.name}" if table.ref else column.name
        for table in released.dataset.tables
        for column in table.columns
        if column.question.ref in released.months
    ]
    if cut:
        yield "Dates cut to the month", ", ".join(cut)


def _named(column: Withheld) -> str:
    name = f"{column.table}/{column.name}" if column.table else column.name
    if column.why is not Why.TOLD:
        return name
    beside = f"with {' and '.join(column.beside)} " if column.beside else ""
    return f"{name} stays: {beside}it would tell {column.source}"


def _how_to_read(written: Written, profile: Profile) -> Iterator[tuple[str, Cell]]:
    yield (
        "Sheets",
        "Data has one row an interview; each repeat that has columns has a sheet of its own, tied by PARENT_KEY to the KEY of "
        "its row above.",
    )
    if profile is Profile.WORKING:
        yield "KEY", "The instanceID of the interview, as the study and the server know it."
    else:
        yield (
            "KEY",
            "A pseudonym: the same for the same interview in every export of this profile from this study, and of no use "
            "elsewhere. Rows are in its order.",
        )
    yield (
        "Columns",
        "Called as the question; where several have one name, by as much of the path as tells them apart. Where a later version "
        "of the questionnaire asks something else under the same name, it has a column NAME_v2. The sheet Codebook has a row "
        "for each.",
    )
    yield (
        "Missing",
        "dk = did not know, refused = did not want to say. They stand in a column NAME_m beside numbers, texts and dates, and "
        "among the codes of a list; an empty cell without one was not asked or not answered.",
    )
    yield (
        "Several answers",
        "All codes in one cell, and NAME_CODE with 1 for chosen, 0 for not chosen, empty for not answered, where the list has "
        "up to 100 codes.",
    )
    yield "Units", "The unit and the period stand in the column's head where the questionnaire gives them."
    exact = "As the clock showed where the interview was held. Before 1900, which a spreadsheet does not know, they are text."
    cut = "Dates are cut to the month, written YYYY-MM; no hour is told."
    yield "Dates and times", cut if profile is Profile.RESEARCH else exact
    yield "Text", "As it was typed. A cell that looks like a formula is marked as text and cannot run."
    if written.long_texts:
        yield (
            "Long texts",
            f"Texts longer than a cell can hold: {written.long_texts}. Each is whole in a file of the folder beside this workbook, "
            "which its cell names.",
        )
    if written.unlisted:
        yield "Codes", "Of lists with more than 5,000 codes the sheet Codes has those that were used."
