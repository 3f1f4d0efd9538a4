"""Turn an XLSForm workbook into a Questionnaire: the XForm, our columns, and complaints a person can follow.

Standard sheets go to pyxform; `disclosure, unit, period, missing, next_round` columns and the `checks` and
`indicators` sheets are ours (design.md section 3). A form without them works fully.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.forms.external_lists import is_large, media_outside
from fieldsurvey.forms.inline_lists import Split
from fieldsurvey.forms.xlsform import complaints
from fieldsurvey.forms.xlsform.bare import questions_of
from fieldsurvey.forms.xlsform.conversion import converted
from fieldsurvey.forms.xlsform.extras import bad_expressions, read_checks, read_indicators
from fieldsurvey.forms.xlsform.sheets import (
    Row,
    missing_columns,
    read_sheets,
    read_workbook,
    unknown_references,
)
from fieldsurvey.forms.xlsform.survey import Walk, choice_lists, unknown_words, walk_survey
from fieldsurvey.messages import Message, written
from fieldsurvey.records import Questionnaire
from fieldsurvey.system.files import is_special
from fieldsurvey.system.xml_encoding import text_of_xml
from fieldsurvey.xforms import ITEMSETS, FormDefinition, parse_form
from fieldsurvey.xforms.lists.rows import MemoryRows, Rows

__all__ = ["load_questionnaire", "load_with_form", "questionnaire_from_xform"]

_MEDIA = re.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<>/]+)")
_SEARCHED = re.compile(r"(?<![\w-])search\(\s*['\"]([^'\"<>/]+)['\"]")
_LISTS = re.compile(r"<instance [^>]*\bsrc=\"jr://(?:file|file-csv)/([^\"]+)\"")
_QUERIED = re.compile(r"<(?:\w+:)?input\b[^>]*\squery=")
_COMPUTED = re.compile(r"""(?<![\w-])(?:pulldata|search)\(\s*(?!['"])""")
_LARGEST_FORM = 32 * 1024 * 1024


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in the workbook (or plain XForm `.xml`) at `path`; see `load_with_form`."""
    return load_with_form(path)[0]


def load_with_form(path: Path) -> tuple[Questionnaire, FormDefinition]:
    """The questionnaire in the workbook (or plain XForm `.xml`) at `path`, and the form as the engine reads it.

    CSV, XML and GeoJSON files the form names are taken from the folder beside it.
    Raises FormError with one sentence a fault, each naming sheet, row and column.
    """
    path = Path(path)
    data = _read(path)
    if path.suffix.lower() == ".xml":
        return _from_xml(path, data)
    del data
    book = read_workbook(path)
    sheets = read_sheets(path, book)
    problems = [*missing_columns(sheets), *unknown_references(sheets), *unknown_words(sheets["survey"])]
    made = converted(path, sheets, book)
    problems.extend(fault for fault in made.problems if not _is_told(fault, problems))
    refuse = partial(_raise_if, name=path.name, is_surveycto=made.is_surveycto)
    if not made.xform:
        refuse(problems)
    sheets = {**sheets, "survey": list(made.survey)}
    here = made.split.skeleton if made.split is not None else made.xform
    walk = walk_survey(sheets["survey"], _root_name(here), choice_lists(sheets.get("choices", [])))
    external: dict[str, bytes | Path] = {ITEMSETS: made.itemsets.encode()} if made.itemsets else {}
    media = {**external, **_media_beside(path, made.xform)}
    form = _parsed(here, media, _rows(made.split), walk, sheets, problems)
    if form is None:
        refuse(problems)
        raise AssertionError("a form that cannot be read has a fault")
    checks = read_checks(sheets.get("checks", []), walk, problems)
    indicators = read_indicators(sheets.get("indicators", []), walk, problems)
    if not problems:
        problems.extend(bad_expressions(form, sheets, walk))
    refuse(problems)
    settings = sheets.get("settings", [])
    questionnaire = Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title or (settings[0].get("form_title") if settings else "") or form.form_id,
        xform=made.xform,
        questions=tuple(walk.questions),
        checks=checks,
        indicators=indicators,
        languages=tuple(form.languages),
        default_language=form.default_language or "",
        media=media,
        warnings=tuple(written(remark) for remark in made.remarks),
        group_labels=walk.group_labels,
    )
    return questionnaire, form


def _rows(split: Split | None) -> dict[str, Rows]:
    """The long lists that are taken out of a form, by their sources."""
    return {one.source: MemoryRows(one.columns, one) for one in split.lists} if split is not None else {}


def _read(path: Path) -> bytes:
    """What stands in the file."""
    if is_special(path):
        raise FormError("file.special", path=str(path))
    try:
        if path.stat().st_size > _LARGEST_FORM:
            raise FormError("workbook.too-large", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise FormError("file.unreadable", path=str(path), reason=error.strerror or "") from error


def _from_xml(path: Path, data: bytes) -> tuple[Questionnaire, FormDefinition]:
    try:
        xform = text_of_xml(data)
        return _bare(xform, _media_beside(path, xform))
    except FormError as error:
        raise FormError(
            "form.of-file", file=path.name, fault=error.message, problems=error.problems
        ) from error


def questionnaire_from_xform(xform: str, media: Mapping[str, bytes | Path] | None = None) -> Questionnaire:
    """A questionnaire from a bare XForm, as a server hands it out: questions by the definition alone."""
    return _bare(xform, media or {})[0]


def _bare(xform: str, media: Mapping[str, bytes | Path]) -> tuple[Questionnaire, FormDefinition]:
    form = parse_form(xform, media=media_outside(media))
    if form.missing_files:
        raise FormError("form.needs-file", file=form.missing_files[0], problems=tuple(_missing(form)))
    questionnaire = Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title or form.form_id,
        xform=xform,
        questions=tuple(questions_of(form)),
        languages=tuple(form.languages),
        default_language=form.default_language or "",
        media=dict(media),
    )
    return questionnaire, form


def _missing(form: FormDefinition) -> list[Message]:
    """Each attached file the form needs and was not found."""
    return [Message("form.needs-file", file=file) for file in form.missing_files]


def _raise_if(problems: Sequence[Message], name: str, *, is_surveycto: bool) -> None:
    if problems:
        ordered = tuple(sorted(problems, key=_place))
        if is_surveycto:
            raise FormError("workbook.faults-surveycto", file=name, n=len(problems), problems=ordered)
        raise FormError("workbook.faults", file=name, n=len(problems), problems=ordered)


def _place(problem: Message) -> tuple[int, str, int]:
    """Where it stands in the workbook, as one goes through it; what has no place stands last."""
    cell = problem.values.get("cell")
    values = cell.values if isinstance(cell, Message) else {}
    sheet = str(values.get("sheet", ""))
    order = ("survey", "choices", "settings", "entities")
    return (
        order.index(sheet) if sheet in order else len(order) + (not sheet),
        sheet,
        int(str(values.get("row", 0))),
    )


def _is_told(fault: Message, problems: Sequence[Message]) -> bool:
    """Whether the same cell has a fault already: a name that is nowhere is found by pyxform too."""
    return any(fault.values.get("cell") == told.values.get("cell") is not None for told in problems)


def _root_name(xform: str) -> str:
    """Name of the primary instance's root node, usually `data`."""
    tree = etree.fromstring(xform.encode())
    return str(tree.xpath("local-name((//*[local-name()='instance'])[1]/*[1])"))


def _media_beside(path: Path, xform: str) -> dict[str, bytes | Path]:
    """The files the form names that lie in the workbook's folder or in its `-media` folder; of a large table its path."""
    found: dict[str, bytes | Path] = {}
    folders = (path.parent, path.parent / f"{path.stem}-media")
    for name in sorted(_files_named(xform, folders)):
        for folder in folders:
            if (folder / name).is_file():
                file = folder / name
                found[name] = file if is_large(name, file) else file.read_bytes()
                break
    return found


def _parsed(
    xform: str,
    media: Mapping[str, bytes | Path],
    lists: Mapping[str, Rows],
    walk: Walk,
    sheets: Mapping[str, Sequence[Row]],
    problems: list[Message],
) -> FormDefinition | None:
    """The form as the engine reads it; None where it cannot. Its faults, and attached files that are missing, go to `problems`."""
    form: FormDefinition | None = None
    try:
        form = parse_form(xform, media={**media_outside(media), **lists})
        gone = sorted(form.missing_files)
    except FormError as error:
        found = [complaints.of_engine(one, walk) for one in (error.problems or (error.message,))]
        problems.extend(one for one in found if not _is_told(one, problems))
        gone = sorted({*_LISTS.findall(xform)} - media.keys() - lists.keys())
    problems.extend(complaints.of_missing_file(file, sheets) for file in gone)
    return form


def _files_named(xform: str, folders: Iterable[Path]) -> set[str]:
    """What a form may want of the files beside it; tables whose name it computes are those whose name stands in it."""
    names = {
        *_MEDIA.findall(xform),
        *(f"{name.removesuffix('.csv')}.csv" for name in _SEARCHED.findall(xform)),
    }
    if _QUERIED.search(xform):
        names.add(ITEMSETS)
    if _COMPUTED.search(xform):
        tables = (file for folder in folders for file in folder.glob("*.csv"))
        names.update(
            file.name for file in tables if re.search(rf"[>'\"]{re.escape(file.stem)}[<.'\"]", xform)
        )
    return names
