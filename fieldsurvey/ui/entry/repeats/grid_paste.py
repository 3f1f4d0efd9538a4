"""Cells from a spreadsheet into a grid, and back: one step to undo, and a list of what was not taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.ui.entry.kinds.number import plain
from fieldsurvey.ui.entry.repeats import cell_reader
from fieldsurvey.ui.entry.repeats.grid_model import GridModel
from fieldsurvey.xforms import FormEntry

MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One cell that was copied, and where it belongs."""

    instance: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class PasteProblem:
    """A cell that could not be taken, and why."""

    cell: PastedCell
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a paste."""

    taken: int
    not_taken: tuple[PasteProblem, ...]
    left_over: int = 0
    """Rows that were too many."""
    changed: Mapping[str, str] = field(default_factory=dict)
    """Ref -> what was given there, where another answer stood before."""
    rows: int = 0
    """Of the table afterwards."""

    def is_undone(self, entry: FormEntry, repeat: str) -> bool:
        """Whether a step back took all of it away."""
        stands = any(has(entry, ref) and entry.value(ref) == value for ref, value in self.changed.items())
        return entry.count(repeat) < self.rows or (bool(self.changed) and not stands)


def cells_of(text: str) -> list[list[str]]:
    """Tab-separated text as a spreadsheet copies it: a cell in quotes may hold tabs and new lines, its quotes are doubled."""
    rows: list[list[str]] = [[]]
    at, text = 0, text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    while at <= len(text):
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at < len(text) and text[at] == "\n":
            rows.append([])
        at += 1
    return rows


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at a place, and where it ends."""
    if text.startswith('"', at):
        end = at + 1
        while (end := text.find('"', end)) >= 0 and text.startswith('""', end):
            end += 2
        if end >= 0 and (end + 1 == len(text) or text[end + 1] in "\t\n"):
            return text[at + 1 : end].replace('""', '"'), end + 1
    ends = [found for found in (text.find("\t", at), text.find("\n", at)) if found >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as a spreadsheet takes them."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    if any(letter in cell for letter in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def paste(model: GridModel, text: str, row: int, column: int) -> Outcome:
    """Put cells in from this one on; rows are added as needed."""
    lines = cells_of(text)
    if len(lines) > 1 and _is_head(model, lines[0], column):
        lines = lines[1:]
    left_over = max(0, len(lines) - MOST_ROWS)
    lines = lines[:MOST_ROWS]
    rows = [
        model.instance(row + down) if row + down < model.filled else row + down + 1
        for down in range(len(lines))
    ]
    given = [
        PastedCell(instance, column + right, cell.strip())
        for instance, line in zip(rows, lines, strict=True)
        for right, cell in enumerate(line)
    ]
    outcome = give(model, given)
    return replace(outcome, left_over=left_over)


def give(model: GridModel, given: Sequence[PastedCell]) -> Outcome:
    """Answer these cells, column by column, so that an answer can open a cell to its right; then what they opened to the left."""
    session = model.session
    with session.answers.together():
        wanted = max((cell.instance for cell in given if cell.text), default=0)
        more = wanted - session.entry.count(model.repeat)
        if more > 0 and not model.is_fixed:
            session.answers.add_row(model.repeat, number=more)
        changed: dict[str, str] = {}
        refused = _answer(model, given, changed)
        refused = _answer(model, [one.cell for one in refused], changed) if refused else []
    filled = sum(bool(cell.text) for cell in given)
    refused.sort(key=lambda one: (one.cell.instance, one.cell.column))
    rows = session.entry.count(model.repeat)
    return Outcome(filled - len(refused), tuple(refused), changed=changed, rows=rows)


def _answer(model: GridModel, given: Sequence[PastedCell], changed: dict[str, str]) -> list[PasteProblem]:
    """Give all that can be given; each column is recomputed once. What is another answer now goes to `changed`."""
    refused: list[PasteProblem] = []
    by_column: dict[int, list[PastedCell]] = {}
    for cell in given:
        by_column.setdefault(cell.column, []).append(cell)
    for number in sorted(by_column):
        answers: dict[str, str] = {}
        for cell in by_column[number]:
            found = _read(model, cell)
            if isinstance(found, PasteProblem):
                refused.append(found)
            elif found is not None:
                answers[found[0]] = found[1]
        entry = model.session.entry
        changed |= {ref: value for ref, value in answers.items() if entry.value(ref) != value}
        model.session.answers.give_all(answers)
    return refused


def _read(model: GridModel, cell: PastedCell) -> tuple[str, str] | PasteProblem | None:
    """Ref and value of what a cell answers; None where there is nothing to do."""
    entry = model.session.entry
    if cell.column >= len(model.columns):
        return PasteProblem(cell, _("The grid has no column here.")) if cell.text else None
    if not 1 <= cell.instance <= entry.count(model.repeat):
        return PasteProblem(cell, _("The form allows no more rows.")) if cell.text else None
    column = model.columns[cell.column]
    ref = f"{model.repeat}[{cell.instance}]{column.path}"
    if column.is_computed or not entry.relevant(ref) or entry.readonly(ref):
        return _closed(model, cell, ref)
    offered = model.choices_at(ref, cell.column) if cell.text and column.is_choice else ()
    found = model.reader.read(column, cell.text, offered)
    return PasteProblem(cell, found.complaint) if found.complaint else (ref, found.value)


def _closed(model: GridModel, cell: PastedCell, ref: str) -> PasteProblem | None:
    entry, column = model.session.entry, model.columns[cell.column]
    if not cell.text or cell.text == entry.value(ref):
        return None
    if column.is_computed:
        same = _is_same(cell.text, entry.value(ref))
        return None if same else PasteProblem(cell, _("The form computes this column itself."))
    if not entry.relevant(ref):
        return PasteProblem(cell, _("Not asked, given the other answers in this row"))
    return PasteProblem(cell, _("This cell takes no answer."))


def _is_same(text: str, value: str) -> bool:
    """Whether a figure in a computed column is the one the form found, as far as a spreadsheet shows it."""
    try:
        return abs(float(plain(text) or "") - float(value)) < 0.01
    except ValueError:
        return False


def _is_head(model: GridModel, line: Sequence[str], left: int) -> bool:
    """Whether a line holds the titles of the columns, in any of the form's languages, and no answers."""
    session = model.session
    titles: list[set[str]] = []
    for column in model.columns[left : left + len(line)]:
        question = session.questions.find(column.ref)
        words = question.label.values() if question is not None else ()
        titles.append({"", *(text.strip().casefold() for text in words)})
    fitting = [cell.strip().casefold() in known for cell, known in zip(line, titles, strict=False)]
    return bool(fitting) and all(fitting) and any(cell.strip() for cell in line)


def copied(model: GridModel, indexes: Iterable[tuple[int, int]]) -> str:
    """These cells (row, column) as a spreadsheet takes them."""
    rows: dict[int, list[str]] = {}
    for row, number in sorted(indexes):
        cell = model.cell(row, number)
        text = ""
        if cell is not None and cell.is_asked and cell.value:
            column = model.columns[number]
            text = cell_reader.typed(column, cell.value, model.choices(row, number))
        rows.setdefault(row, []).append(text)
    return text_of(rows.values())
