"""Tests stand at public doors: what reaches past one is counted, and the count only falls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ALLOWED = {
    "support": 1,
    "ui/entry": 31,
}
"""Folder -> how often its tests name something private. Lower a number when it has fallen; a folder not named has none."""


def is_private(name: str) -> bool:
    """Whether the name begins with one underscore, as the program's own matters do."""
    return name.startswith("_") and not name.startswith("__") and len(name) > 1


def reaches(code: str) -> Iterator[str]:
    """What a test's code names that is private to somebody else; the connection of a study counts too."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls" | "etree")):
                pass
            case ast.Attribute(attr=name) if is_private(name):
                yield ast.unparse(node)
            case ast.Attribute(attr="db", value=ast.Attribute(attr="context")):
                yield ast.unparse(node)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{one.name}" for one in names if is_private(one.name))
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[_, ast.Constant(value=str(name)), *_]):
                yield from (name for _ in range(is_private(name)))


def folders() -> list[str]:
    """Every folder of tests."""
    found = {file.parent.relative_to(TESTS).as_posix() for file in TESTS.rglob("*.py")}
    return sorted(found)


@pytest.mark.parametrize("folder", folders())
def test_no_test_of_this_folder_reaches_past_a_public_door_more_often_than_before(folder: str) -> None:
    files = sorted((TESTS / folder).glob("*.py"))
    found = [f"{file.name}: {what}" for file in files for what in reaches(file.read_text("utf-8"))]
    assert len(found) <= ALLOWED.get(folder, 0), "\n".join(found)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("page._model.rows", ["page._model"]),
        ("self._page", []),
        ("study.context.db.execute('')", ["study.context.db"]),
        ("from fieldsurvey.i18n import _", []),
        ("from fieldsurvey.i18n import _catalogue", ["fieldsurvey.i18n._catalogue"]),
        ("monkeypatch.setattr(new_study, '_PATIENCE', 0)", ["_PATIENCE"]),
        ("thing.__class__", []),
    ],
)
def test_what_counts_as_reaching_past_a_door(code: str, found: list[str]) -> None:
    assert list(reaches(code)) == found
