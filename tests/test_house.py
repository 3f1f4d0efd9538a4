"""The house: no circle of files or of folders, and each wall stands, also for a module made today."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def imports() -> Mapping[str, set[str]]:
    """Module -> the modules it imports, those for the type checker alone among them."""
    graph = grimp.build_graph("fieldsurvey", cache_dir=None)
    return {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def _in_order(imports: Mapping[str, set[str]]) -> bool:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    return True


def test_no_file_imports_itself_by_way_of_others(imports: Mapping[str, set[str]]) -> None:
    assert _in_order(imports)


def test_no_folder_or_file_imports_its_neighbour_and_is_imported_by_it(
    imports: Mapping[str, set[str]],
) -> None:
    neighbours: dict[str, set[str]] = {}
    for module, wanted in imports.items():
        for other in wanted:
            mine, theirs = _where_they_part(module, other)
            neighbours.setdefault(mine, set()).add(theirs)

    assert _in_order({name: found - {name} for name, found in neighbours.items()})


def _where_they_part(one: str, other: str) -> tuple[str, str]:
    """The two neighbours in the smallest folder that holds both; a folder's own door counts as itself."""
    ones, others = one.split("."), other.split(".")
    same = next((i for i, (a, b) in enumerate(zip(ones, others, strict=False)) if a != b), None)
    if same is None:
        return one, other
    return ".".join(ones[: same + 1]), ".".join(others[: same + 1])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's code and its contracts, to plant something in."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "fieldsurvey", folder / "fieldsurvey", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("forms/stray.py", "import PySide6.QtCore", "One door: Qt"),
        ("backup/stray.py", "import httpx", "One door: The network"),
        ("interviews/stray.py", "import sqlite3", "One door: SQL"),
        ("analysis/stray.py", "from reportlab.lib import colors", "One door: The page"),
        ("reports/blocks/stray.py", "import reportlab", "One door: The page"),
        ("study/stray.py", "from fieldsurvey.ui.shell import theme", "Layers"),
        ("ui/entry/base/stray.py", "from fieldsurvey.ui.entry.window import outline", "The entry window"),
        ("xforms/lists/stray.py", "from fieldsurvey.xforms.parse import parser", "The engine"),
        ("ui/overview/stray.py", "from fieldsurvey.store import interviews", "The clients know the study"),
        ("hub/__init__.py", "from fieldsurvey.ui.shell import theme", "Layers"),
        ("ui/register/__init__.py", "from fieldsurvey.ui.window import pages", "The window"),
        ("study/stray.py", "from fieldsurvey.study import interviews", "The groups of a study"),
        ("ui/entry/stray.py", "from fieldsurvey.ui.entry.window import outline", "The entry window"),
    ],
)
def test_a_stray_import_in_a_module_made_today_breaks_its_contract(
    copy: Path, module: str, line: str, contract: str
) -> None:
    stray = copy / "fieldsurvey" / module
    is_new_room = not stray.parent.exists()
    stray.parent.mkdir(exist_ok=True)
    stray.write_text(f'"""A stray module."""\n\n{line}\n')

    found = _lint(copy)
    stray.unlink()
    if is_new_room:
        shutil.rmtree(stray.parent)

    assert found.returncode == 1
    assert any(said.startswith(contract) and "BROKEN" in said for said in _rejoined(found.stdout))


def _rejoined(text: str) -> list[str]:
    """The linter's lines; a contract's long name is cut in two by it."""
    return [line for line in text.replace("\nits lists", " its lists").splitlines() if line.strip()]


def test_the_contracts_hold_where_nothing_was_planted(copy: Path) -> None:
    assert _lint(copy).returncode == 0


def test_every_box_of_choices_leaves_the_wheel_to_the_page() -> None:
    """A bare QComboBox takes the wheel, and so a study's design changes while one scrolls past it."""
    sources = (ROOT / "fieldsurvey" / "ui").rglob("*.py")
    bare = [path.name for path in sources if re.search(r"(?<!\w)QComboBox\(", path.read_text("utf-8"))]
    assert bare == []


def test_what_is_taken_down_hears_nothing_of_its_interview_any_more() -> None:
    """A lambda on what outlives a widget is called after the widget is gone; a method of the widget is not."""
    told = {"session", "answers", "checks", "notes", "questions", "drafts", "locks"}
    held = []
    for path in (ROOT / "fieldsurvey" / "ui" / "entry").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not ast.unparse(call.func).endswith(".connect"):
                continue
            owners = {part.lstrip("_") for part in ast.unparse(call.func).split(".")[:-2]}
            if owners & told and any(isinstance(slot, ast.Lambda) for slot in call.args):
                held.append(f"{path.name}:{call.lineno}")
    assert held == []
