"""Turn an XLSForm workbook into a Questionnaire: the XForm, our columns, and complaints a person can follow.

Standard sheets go to pyxform; `disclosure, unit, period, missing` columns and the `checks` and
`indicators` sheets are ours (design.md section 3). A form without them works fully.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from fieldsurvey.errors import FormError
from fieldsurvey.models import Check, Choice, Indicator, Question, Questionnaire, Severity, Texts
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, FormDefinition, FormEntry, parse_form

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*", re.IGNORECASE)
_STATISTICS = ("mean", "median", "share", "total", "ratio", "distribution", "rank")
_DISCLOSURE = ("", "direct", "key", "sensitive", "free")
_MEDIA = re.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<>/]+)")
_TYPE_OF_CONTROL = {"select": "select_multiple", "select1": "select_one", "rank": "rank", "range": "range"}
_ENGINE = re.compile(r"(/[^\s,:]+)(?:, (\w+))?: ")
_LARGEST_FORM = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Row:
    """One filled row of a sheet: its number as Excel shows it, and its cells by lower-case header."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, *names: str) -> str:
        return next((self.cells[n] for n in names if self.cells.get(n)), "")

    def texts(self, column: str) -> dict[str, str]:
        """The cell in every language: `label::Hindi (hi)` -> {"Hindi (hi)": ...}; a bare `label` -> "default"."""
        found = {}
        for header, text in self.cells.items():
            name, separator, language = header.partition("::")
            if not separator:
                name, separator, language = header.partition(":")
            if name.strip() == column and text:
                found[language.strip() or "default"] = text
        return found

    def place(self, column: str) -> str:
        return f"sheet {self.sheet}, row {self.number}, column {column}"


@dataclass(slots=True)
class _Walk:
    """What reading the survey sheet gathers."""

    root: str
    choices: Mapping[str, tuple[Choice, ...]]
    questions: list[Question] = field(default_factory=list)
    group_labels: dict[str, Texts] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    rows: dict[str, _Row] = field(default_factory=dict)
    stack: list[tuple[str, str, bool]] = field(default_factory=list)
    """(name, ref, is a repeat) of the groups around the row."""


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in the workbook (or plain XForm `.xml`) at `path`.

    CSV, XML and GeoJSON files the form names are taken from the folder beside it.
    Raises FormError with one sentence a fault, each naming sheet, row and column.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_FORM:
            raise FormError(
                f"{path.name} is larger than 32 MB; a questionnaire is not. Is it the right file?"
            )
        data = path.read_bytes()
    except OSError as error:
        raise FormError(f"{path} cannot be read: {error.strerror}. Check the name and try again.") from error
    if path.suffix.lower() == ".xml":
        xform = data.decode("utf-8", "replace")
        try:
            return questionnaire_from_xform(xform, media=_media_beside(path, xform))
        except FormError as error:
            raise FormError(f"{path.name}: {error}", error.problems) from error
    sheets = _read_sheets(path)
    problems = [*_missing_columns(sheets), *_unknown_references(sheets)]
    _raise_if(problems, path.name)
    xform, warnings = _convert(path)
    root = _root_name(xform)
    walk = _walk_survey(sheets["survey"], root, _choice_lists(sheets.get("choices", [])))
    media = _media_beside(path, xform)
    form = _parsed(xform, media, walk, path.name)
    checks = _checks(sheets.get("checks", []), walk, problems)
    indicators = _indicators(sheets.get("indicators", []), walk, problems)
    problems.extend(_bad_expressions(form, sheets, walk))
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


def questionnaire_from_xform(xform: str, media: Mapping[str, bytes] | None = None) -> Questionnaire:
    """A questionnaire from a bare XForm, as a server hands it out: questions by the definition alone."""
    form = parse_form(xform, media=dict(media or {}))
    return Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title or form.form_id,
        xform=xform,
        questions=tuple(_questions_of(form)),
        languages=tuple(form.languages),
        default_language=form.default_language or "",
        media=dict(media or {}),
    )


def _raise_if(problems: Sequence[str], name: str) -> None:
    if problems:
        count = f"{len(problems)} faults" if len(problems) > 1 else "1 fault"
        raise FormError(
            f"{name} has {count}; nothing was added. Correct the workbook and try again.", tuple(problems)
        )


# --- reading the workbook -------------------------------------------------------------------------------


def _read_sheets(path: Path) -> dict[str, list[_Row]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError, EOFError) as error:
        raise FormError(
            f"{path.name} is not an Excel workbook (.xlsx). Save the form from Excel or LibreOffice as .xlsx and try again."
        ) from error
    except etree.XMLSyntaxError as error:
        raise FormError(
            f"{path.name} is damaged inside. Open it in Excel, repair it and save it again."
        ) from error
    try:
        sheets = {
            sheet.title.strip().lower(): list(
                _rows(sheet.title.strip().lower(), sheet.iter_rows(values_only=True))
            )
            for sheet in book.worksheets
        }
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, EOFError) as error:
        raise FormError(
            f"{path.name} is damaged inside. Open it in Excel, repair it and save it again."
        ) from error
    finally:
        book.close()
    if "survey" not in sheets:
        raise FormError(
            f"{path.name} has no sheet named survey, so it is not a questionnaire. Its sheets are: {', '.join(sheets)}."
        )
    return sheets


def _rows(sheet: str, cells: Iterator[tuple[object, ...]]) -> Iterator[_Row]:
    headers = [_header(c) for c in next(cells, ())]
    for number, row in enumerate(cells, start=2):
        filled = {h: _text(v) for h, v in zip(headers, row, strict=False) if h and v is not None and _text(v)}
        if filled:
            yield _Row(sheet, number, filled)


def _header(value: object) -> str:
    """Lower-case the column's name but keep the language as written."""
    name, separator, language = _text(value).partition("::")
    return name.strip().lower() + separator + language.strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def _missing_columns(sheets: Mapping[str, Sequence[_Row]]) -> Iterator[str]:
    wanted = {
        "survey": ("type",),
        "checks": ("name", "question", "check"),
        "indicators": ("name", "section", "statistic"),
    }
    for sheet, columns in wanted.items():
        rows = sheets.get(sheet, [])
        present = {header for row in rows for header in row.cells}
        if sheet == "survey" and not rows:
            yield "sheet survey is empty: write one question a row, with type, name and label."
        yield from (
            f"sheet {sheet}, row 1: the column {column} is missing."
            for column in columns
            if rows and column not in present
        )


def _unknown_references(sheets: Mapping[str, Sequence[_Row]]) -> Iterator[str]:
    names = {row.get("name") for row in sheets["survey"]}
    for sheet in ("survey", "checks", "indicators"):
        for row in sheets.get(sheet, []):
            for column, text in row.cells.items():
                for name in _REFERENCE.findall(text):
                    if name not in names:
                        yield (
                            f"{row.place(column)}: ${{{name}}} names no question. "
                            f"Check the spelling against the name column of sheet survey."
                        )


def _choice_lists(rows: Sequence[_Row]) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, list[Choice]] = {}
    for row in rows:
        name = row.get("list_name", "list name")
        if name and row.get("name", "value"):
            lists.setdefault(name, []).append(Choice(row.get("name", "value"), row.texts("label")))
    return {name: tuple(choices) for name, choices in lists.items()}


def _convert(path: Path) -> tuple[str, list[str]]:
    warnings: list[str] = []
    try:
        result = convert(xlsform=path, warnings=warnings, file_type=".xlsx")
    except PyXFormError as error:
        raise FormError(
            f"{path.name} has 1 fault; nothing was added. Correct the workbook and try again.",
            (_readable(str(error)),),
        ) from error
    return result.xform, [_readable(w) for w in warnings]


def _readable(complaint: str) -> str:
    """pyxform's sentence with its place in front: `sheet survey, row 12: ...`."""
    flat = " ".join(complaint.split())
    row = _ROW.search(flat)
    if row is None:
        return flat
    sheet = next((s for s in ("choices", "settings", "entities") if f"'{s}' sheet" in flat), "survey")
    return f"sheet {sheet}, row {row.group(1)}: {_ROW.sub('', flat).strip()}"


def _root_name(xform: str) -> str:
    """Name of the primary instance's root node, usually `data`."""
    tree = etree.fromstring(xform.encode())
    return str(tree.xpath("local-name((//*[local-name()='instance'])[1]/*[1])"))


def _media_beside(path: Path, xform: str) -> dict[str, bytes]:
    """The files the form names that lie in the workbook's folder or in its `-media` folder."""
    found = {}
    for name in sorted(set(_MEDIA.findall(xform))):
        for folder in (path.parent, path.parent / f"{path.stem}-media"):
            if (folder / name).is_file():
                found[name] = (folder / name).read_bytes()
                break
    return found


def _parsed(xform: str, media: Mapping[str, bytes], walk: _Walk, name: str) -> FormDefinition:
    """The form as the engine reads it; its complaints get the row of the question they name."""
    try:
        return parse_form(xform, media=media)
    except FormError as error:
        _raise_if([_placed(p, walk) for p in (error.problems or (str(error),))], name)
        raise


def _placed(problem: str, walk: _Walk) -> str:
    """The engine's complaint `REF, column: sentence` with its place in the workbook in front."""
    named = _ENGINE.match(problem)
    row = walk.rows.get(named[1].rpartition("/")[2]) if named else None
    if named is None or row is None:
        return problem
    place = row.place(named[2]) if named[2] else f"sheet survey, row {row.number}"
    return f"{place}: {problem[named.end() :]}"


# --- the survey sheet as questions ----------------------------------------------------------------------


def _walk_survey(rows: Sequence[_Row], root: str, choices: Mapping[str, tuple[Choice, ...]]) -> _Walk:
    walk = _Walk(root=root, choices=choices)
    for row in rows:
        kind = re.sub(r"[\s_]+", " ", row.get("type").lower()).strip()
        if kind.startswith("begin "):
            _enter(walk, row, is_repeat="repeat" in kind)
        elif kind.startswith("end "):
            if walk.stack:
                walk.stack.pop()
        elif row.get("name") and row.get("type") and not row.get("disabled"):
            _add_question(walk, row)
    return walk


def _enter(walk: _Walk, row: _Row, *, is_repeat: bool) -> None:
    name = row.get("name")
    ref = f"{_parent(walk)}/{name}"
    walk.stack.append((name, ref, is_repeat))
    walk.group_labels[ref] = row.texts("label")
    walk.refs[name] = ref
    walk.rows[name] = row


def _parent(walk: _Walk) -> str:
    return walk.stack[-1][1] if walk.stack else f"/{walk.root}"


def _add_question(walk: _Walk, row: _Row) -> None:
    name = row.get("name")
    words = row.get("type").split()
    walk.refs[name] = f"{_parent(walk)}/{name}"
    walk.rows[name] = row
    kind = words[0].lower() if words else ""
    if len(words) > 1 and words[0] in ("select", "add"):
        kind = "select_multiple" if "all" in words or "multiple" in words else "select_one"
    repeat = next((ref for _n, ref, is_repeat in reversed(walk.stack) if is_repeat), "")
    walk.questions.append(
        Question(
            ref=walk.refs[name],
            name=name,
            type=kind,
            label=row.texts("label"),
            hint=row.texts("hint"),
            choices=walk.choices.get(_list_of(row, words, kind), ()),
            relevant=row.get("relevant", "relevance"),
            calculation=row.get("calculation", "calculate"),
            constraint=row.get("constraint"),
            disclosure=row.get("disclosure") if row.get("disclosure") in _DISCLOSURE else "",
            unit=row.get("unit"),
            period=row.get("period"),
            missing=tuple(row.get("missing").replace(",", " ").split()),
            repeat=repeat,
            groups=tuple(n for n, _ref, is_repeat in walk.stack if not is_repeat),
        )
    )


def _list_of(row: _Row, words: Sequence[str], kind: str) -> str:
    """The list a select offers; a calculate names in `codes` the list whose labels its values carry."""
    if len(words) > 1 and kind != "select_one_from_file":
        return words[-1]
    return row.get("codes")


def _questions_of(form: FormDefinition) -> Iterator[Question]:
    """Questions of a bare XForm, as its body shows them, labelled in every language."""
    entry = FormEntry.new(form)
    for control, repeat in _controls(form.body, ""):
        at = _with_rows(entry, control.ref, form.body)
        labels = {}
        for language in form.languages or ("",):
            if language:
                entry.language = language
            labels[language or "default"] = entry.label(at)
        yield Question(
            ref=control.ref,
            name=control.ref.rpartition("/")[2],
            type=_TYPE_OF_CONTROL.get(control.control) or entry.prompt(at).type,
            label=labels,
            repeat=repeat,
        )


def _controls(body: Sequence[BodyElement], repeat: str) -> Iterator[tuple[BodyControl, str]]:
    for element in body:
        if isinstance(element, BodyControl):
            yield element, repeat
        else:
            yield from _controls(element.children, element.ref if isinstance(element, BodyRepeat) else repeat)


def _repeats_around(ref: str, body: Sequence[BodyElement]) -> list[str]:
    """Refs of the repeats around a question, innermost first, so that positions can be put in from the right."""
    found: list[str] = []
    for element in body:
        if isinstance(element, BodyControl) or not (element.ref is None or ref.startswith(element.ref + "/")):
            continue
        found = [
            *_repeats_around(ref, element.children),
            *([element.ref] if isinstance(element, BodyRepeat) else []),
        ]
        if found:
            break
    return found


# --- our two sheets ---------------------------------------------------------------------------------------


def _xpath(expression: str, walk: _Walk) -> str:
    return _REFERENCE.sub(lambda m: f" {walk.refs.get(m.group(1), m.group(1))} ", expression).strip()


def _checks(rows: Sequence[_Row], walk: _Walk, problems: list[str]) -> tuple[Check, ...]:
    found = []
    for row in rows:
        question = row.get("question").removeprefix("${").removesuffix("}").strip()
        if question not in walk.refs:
            problems.append(
                f"{row.place('question')}: {question or 'the cell'} names no question of sheet survey."
            )
            continue
        severity = row.get("severity").lower() or "warn"
        if severity not in set(Severity):
            problems.append(f"{row.place('severity')}: write warn or critical, not {severity}.")
            continue
        found.append(
            Check(
                name=row.get("name"),
                question=walk.refs[question],
                expression=_xpath(row.get("check"), walk),
                message=row.texts("message"),
                severity=Severity(severity),
            )
        )
    return tuple(found)


def _indicators(rows: Sequence[_Row], walk: _Walk, problems: list[str]) -> tuple[Indicator, ...]:
    found = []
    for row in rows:
        statistic = row.get("statistic").lower()
        if statistic not in _STATISTICS:
            problems.append(
                f"{row.place('statistic')}: {statistic or 'empty'} is none of {', '.join(_STATISTICS)}."
            )
            continue
        if statistic == "ratio" and not (row.get("numerator") and row.get("denominator")):
            problems.append(f"{row.place('numerator')}: a ratio needs a numerator and a denominator.")
            continue
        found.append(
            Indicator(
                name=row.get("name"),
                section=row.get("section"),
                label=row.texts("label"),
                statistic=statistic,
                variable=_variable(row.get("variable"), walk),
                numerator=_variable(row.get("numerator"), walk),
                denominator=_variable(row.get("denominator"), walk),
                universe=_xpath(row.get("universe"), walk),
                universe_label=row.texts("universe_label"),
                unit=row.get("unit"),
                decimals=int(row.get("decimals") or 0) if (row.get("decimals") or "0").isdigit() else 0,
                direction=row.get("direction").lower(),
                sensitive=row.get("sensitive").lower() in ("yes", "true", "1"),
            )
        )
    return tuple(found)


def _variable(text: str, walk: _Walk) -> str:
    """A bare question name is allowed beside an expression."""
    return walk.refs[text] if text in walk.refs else _xpath(text, walk)


def _bad_expressions(
    form: FormDefinition, sheets: Mapping[str, Sequence[_Row]], walk: _Walk
) -> Iterator[str]:
    """Expressions of our sheets that the engine does not understand, each tried where it will be asked."""
    entry = FormEntry.new(form)
    for row in sheets.get("checks", []):
        question = walk.refs.get(row.get("question").removeprefix("${").removesuffix("}").strip())
        if question:
            at = _with_rows(entry, question, form.body)
            yield from _tried(entry, _xpath(row.get("check"), walk), at, row.place("check"))
    for row in sheets.get("indicators", []):
        for column in ("variable", "numerator", "denominator", "universe"):
            yield from _tried(entry, _variable(row.get(column), walk), form.root_ref, row.place(column))


def _tried(entry: FormEntry, expression: str, context: str, place: str) -> Iterator[str]:
    try:
        entry.evaluate(expression or "1", context=context)
    except FormError as error:
        yield f"{place}: {error}"


def _with_rows(entry: FormEntry, ref: str, body: Sequence[BodyElement]) -> str:
    """The ref with position 1 on every repeat around it, which gets its first row when it has none."""
    at = ref
    for repeat in reversed(_repeats_around(ref, body)):
        here = at[: len(at) - len(ref) + len(repeat)]
        if not entry.count(here):
            entry.add_repeat(here)
        at = f"{here}[1]{at[len(here) :]}"
    return at
