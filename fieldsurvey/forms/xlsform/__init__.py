"""Turn an XLSForm workbook into a Questionnaire: the XForm, our columns, and complaints a person can follow.

Standard sheets go to pyxform; `disclosure, unit, period, missing, next_round` columns and the `checks` and
`indicators` sheets are ours (design.md section 3). A form without them works fully.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from fieldsurvey.errors import FormError
from fieldsurvey.forms.external_lists import is_large, media_outside
from fieldsurvey.forms.xlsform import complaints
from fieldsurvey.forms.xlsform.bare import questions_of
from fieldsurvey.forms.xlsform.extras import bad_expressions, read_checks, read_indicators
from fieldsurvey.forms.xlsform.sheets import Row, missing_columns, read_sheets, unknown_references
from fieldsurvey.forms.xlsform.survey import Walk, choice_lists, unknown_words, walk_survey
from fieldsurvey.messages import Message
from fieldsurvey.records import Questionnaire
from fieldsurvey.xforms import ITEMSETS, FormDefinition, parse_form

__all__ = ["load_questionnaire", "questionnaire_from_xform"]

_MEDIA = re.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<>/]+)")
_SEARCHED = re.compile(r"(?<![\w-])search\(\s*['\"]([^'\"<>/]+)['\"]")
_QUERIED = re.compile(r"<(?:\w+:)?input\b[^>]*\squery=")
_COMPUTED = re.compile(r"""(?<![\w-])(?:pulldata|search)\(\s*(?!['"])""")
_LARGEST_FORM = 32 * 1024 * 1024


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in the workbook (or plain XForm `.xml`) at `path`.

    CSV, XML and GeoJSON files the form names are taken from the folder beside it.
    Raises FormError with one sentence a fault, each naming sheet, row and column.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_FORM:
            raise FormError("workbook.too-large", file=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise FormError("file.unreadable", path=str(path), reason=error.strerror or "") from error
    if path.suffix.lower() == ".xml":
        xform = data.decode("utf-8", "replace")
        try:
            return questionnaire_from_xform(xform, media=_media_beside(path, xform))
        except FormError as error:
            raise FormError(
                "form.of-file", file=path.name, fault=error.message, problems=error.problems
            ) from error
    sheets = read_sheets(path)
    problems = [*missing_columns(sheets), *unknown_references(sheets), *unknown_words(sheets["survey"])]
    _raise_if(problems, path.name)
    xform, warnings, external = _convert(path, sheets)
    root = _root_name(xform)
    walk = walk_survey(sheets["survey"], root, choice_lists(sheets.get("choices", [])))
    media = {**external, **_media_beside(path, xform)}
    form = _parsed(xform, media, walk, path.name)
    checks = read_checks(sheets.get("checks", []), walk, problems)
    indicators = read_indicators(sheets.get("indicators", []), walk, problems)
    problems.extend(bad_expressions(form, sheets, walk))
    _raise_if(problems, path.name)
    settings = sheets.get("settings", [])
    return Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title or (settings[0].get("form_title") if settings else "") or form.form_id,
        xform=xform,
        questions=tuple(walk.questions),
        checks=checks,
        indicators=indicators,
        languages=tuple(form.languages),
        default_language=form.default_language or "",
        media=media,
        warnings=tuple(warnings),
        group_labels=walk.group_labels,
    )


def questionnaire_from_xform(xform: str, media: Mapping[str, bytes | Path] | None = None) -> Questionnaire:
    """A questionnaire from a bare XForm, as a server hands it out: questions by the definition alone."""
    form = parse_form(xform, media=media_outside(media or {}))
    if form.missing_files:
        raise FormError("form.needs-file", file=form.missing_files[0], problems=tuple(_missing(form)))
    return Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title or form.form_id,
        xform=xform,
        questions=tuple(questions_of(form)),
        languages=tuple(form.languages),
        default_language=form.default_language or "",
        media=dict(media or {}),
    )


def _missing(form: FormDefinition) -> list[Message]:
    """Each attached file the form needs and was not found."""
    return [Message("form.needs-file", file=file) for file in form.missing_files]


def _raise_if(problems: Sequence[Message], name: str) -> None:
    if problems:
        raise FormError("workbook.faults", file=name, n=len(problems), problems=tuple(problems))


def _convert(
    path: Path, sheets: Mapping[str, Sequence[Row]]
) -> tuple[str, list[str], dict[str, bytes | Path]]:
    """The XForm, what pyxform warns of, and the file that its sheet external_choices becomes."""
    warnings: list[str] = []
    try:
        result = convert(xlsform=path, warnings=warnings, file_type=".xlsx")
    except PyXFormError as error:
        _raise_if([complaints.of_pyxform(str(error), sheets)], path.name)
        raise
    external: dict[str, bytes | Path] = {ITEMSETS: result.itemsets.encode()} if result.itemsets else {}
    return result.xform, [str(complaints.of_pyxform(warning, sheets)) for warning in warnings], external


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


def _parsed(xform: str, media: Mapping[str, bytes | Path], walk: Walk, name: str) -> FormDefinition:
    """The form as the engine reads it; its complaints get the row of the question they name."""
    try:
        form = parse_form(xform, media=media_outside(media))
        _raise_if(_missing(form), name)
        return form
    except FormError as error:
        _raise_if([complaints.of_engine(p, walk) for p in (error.problems or (error.message,))], name)
        raise


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
