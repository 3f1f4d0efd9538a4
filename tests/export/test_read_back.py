"""The export read back is equal to the answers, cell by cell: random forms, with equal names, versions and every type."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.study import Study
from tests.support.workbooks import add_version, rows, study_of_workbook, written

_CODES = ("1", "2", "-1", "a.b")
_NAMES = ("age", "Age", "name", "KEY", "a_b", "b", "history", "age_m", "what_1")
_GROUPS = ("", "owner", "a", "outer/inner")
_REPEATS = ("", "worker", "Data")
_CHOICES = """
    | choices |           |      |        |
    |         | list_name | name | label  |
    |         | c         | 1    | One    |
    |         | c         | 2    | Two    |
    |         | c         | -1   | Less   |
    |         | c         | a.b  | Dotted |
"""
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12)  # fmt: skip
_DAY = st.dates(date(1850, 1, 1), date(2100, 1, 1)).map(str)
_HOUR = st.times().map(lambda hour: hour.replace(microsecond=0).isoformat())
_ANSWERS: Mapping[str, st.SearchStrategy[str]] = {
    "text": _TEXT.filter(lambda text: bool(text.strip())),
    "integer": st.integers(-(10**9), 10**9).map(str),
    "decimal": st.decimals(-1_000_000, 1_000_000, places=3).map(str),
    "date": _DAY,
    "time": _HOUR.map(lambda hour: f"{hour}.000"),
    "dateTime": st.tuples(_DAY, _HOUR).map(lambda both: f"{both[0]}T{both[1]}.000"),
    "select_one c": st.sampled_from(_CODES),
    "select_multiple c": st.sets(st.sampled_from(_CODES), min_size=1).map(lambda codes: " ".join(sorted(codes))),
    "geopoint": st.just("12.97 77.59 900.0 5.0"),
    "barcode": _TEXT.filter(lambda text: bool(text.strip())),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question of a random form."""

    repeat: str
    group: str
    name: str
    kind: str

    @property
    def ref(self) -> str:
        """Its path, in the first row of its repeat."""
        parts = (self.repeat and f"{self.repeat}[1]", self.group, self.name)
        return "/data/" + "/".join(part for part in parts if part)

    @property
    def path(self) -> str:
        """The same without the row."""
        return self.ref.replace("[1]", "")


_ASKED = st.builds(
    Asked, st.sampled_from(_REPEATS), st.sampled_from(_GROUPS), st.sampled_from(_NAMES), st.sampled_from(list(_ANSWERS))
)  # fmt: skip
_FORM = st.lists(_ASKED, min_size=1, max_size=8, unique_by=lambda one: one.path)


def _table(form: Sequence[Asked], version: str) -> str:
    """The form as a workbook has it."""
    lines = ["| survey | | | |", "| | type | name | label |"]
    for repeat in dict.fromkeys(one.repeat for one in form):
        lines += [f"| | begin_repeat | {repeat} | R |"] * bool(repeat)
        groups = dict.fromkeys(one.group for one in form if one.repeat == repeat)
        for group in sorted(groups):
            lines += _within([g for g in group.split("/") if g], [one for one in form if (one.repeat, one.group) == (repeat, group)])  # fmt: skip
        lines += ["| | end_repeat | | |"] * bool(repeat)
    return (
        "\n".join(lines)
        + _CHOICES
        + f"\n| settings | | |\n| | form_id | version |\n| | random | {version} |\n"
    )


def _within(groups: Sequence[str], asked: Sequence[Asked]) -> list[str]:
    begin = [f"| | begin_group | {group} | G |" for group in groups]
    return [
        *begin,
        *(f"| | {one.kind} | {one.name} | Q |" for one in asked),
        *(["| | end_group | | |"] * len(groups)),
    ]


def _cell(kind: str, typed: str) -> object:
    """What a cell must hold of what was typed, reckoned without the program."""
    if kind in ("integer", "decimal"):
        return float(typed)
    if kind == "date":
        return typed if typed < "1900" else datetime.fromisoformat(typed)
    if kind == "time":
        return time.fromisoformat(typed[:8])
    if kind == "dateTime":
        return typed[:19] if typed < "1900" else datetime.fromisoformat(typed[:19])
    return typed


def _values(study: Study, path: Path, key: str) -> dict[tuple[str, str], object]:
    """(path of the question, version that asks it first) -> the cell of one interview."""
    written(study, path)
    found = {}
    for line in rows(path, "Codebook"):
        if line["Path"] is not None and line["Type"] != "choice":
            mine = [row for row in rows(path, str(line["Sheet"])) if str(row["KEY"]).startswith(key)]
            cells = [row[str(line["Name"])] for row in mine]
            found[str(line["Path"]), str(line["First version"])] = cells[0] if cells else None
    return found


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_the_export_read_back_is_equal_to_the_answers(data: st.DataObject) -> None:
    first, second = data.draw(_FORM, "first version"), data.draw(_FORM, "second version")
    answers = [{one.ref: data.draw(_ANSWERS[one.kind], one.ref) for one in form} for form in (first, second)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with study_of_workbook(folder, _table(first, "1")) as study:
            keys = [study.interviews.add("", answers[0])]
            add_version(study, folder, _table(second, "2"))
            keys.append(study.interviews.add("", answers[1]))
            found = [_values(study, folder / f"{key[-4:]}.xlsx", key) for key in keys]
    for form, given_answers, values in zip((first, second), answers, found, strict=True):
        expected = sorted((one.path, _cell(one.kind, given_answers[one.ref])) for one in form)
        told = sorted((path, cell) for (path, _version), cell in values.items() if cell is not None)
        assert told == expected
