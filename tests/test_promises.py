"""Every sentence people rely on stands in its document and has the test that `docs/promises.md` names for it."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from fieldsurvey import cli

ROOT = Path(__file__).parents[1]
WORDS = "resources/locale/fieldsurvey.pot"
"""The sentences the window says are promises too."""
DOCUMENTS = (
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "ARCHITECTURE.md",
    "docs/guide.md",
    "docs/command-line.md",
)


def promises() -> list[tuple[str, str, str]]:
    """(document, sentence, test)."""
    lines = (ROOT / "docs/promises.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [(row[0], row[1], row[2]) for row in rows[1:]]


@pytest.mark.parametrize(("document", "sentence"), [row[:2] for row in promises()])
def test_the_sentence_stands_in_its_document(document: str, sentence: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    if document == WORDS:
        text = text.replace('"\n"', "")
    assert sentence in " ".join(text.split())


@pytest.mark.parametrize("test", sorted({row[2] for row in promises()}))
def test_the_test_of_a_promise_exists(test: str) -> None:
    file, _colons, name = test.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def verbs(group: click.Group, before: str = "fieldsurvey") -> set[str]:
    """Every verb of the command line as it is typed."""
    found: set[str] = set()
    for name, command in group.commands.items():
        typed = f"{before} {name}"
        found |= verbs(command, typed) if isinstance(command, click.Group) else {typed}
    return found - {"fieldsurvey open"}


def test_the_page_on_the_command_line_has_every_verb_and_no_other() -> None:
    text = (ROOT / "docs/command-line.md").read_text(encoding="utf-8").split("```")[1]
    told = {
        re.split(r" (?=[A-Z\[-])| {2}", line)[0]
        for line in text.splitlines()
        if line.startswith("fieldsurvey ")
    }
    assert told - {"fieldsurvey"} == verbs(cli.fieldsurvey)


def test_the_page_on_the_command_line_has_every_option() -> None:
    text = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    untold: list[str] = []
    for typed in verbs(cli.fieldsurvey):
        command: click.Command = cli.fieldsurvey
        for word in typed.split()[1:]:
            assert isinstance(command, click.Group)
            command = command.commands[word]
        line = " ".join(line for line in text.splitlines() if re.match(rf"{typed} ", line))
        untold += [
            f"{typed} {option}"
            for one in command.params
            if isinstance(one, click.Option)
            for option in one.opts
            if option not in line
        ]
    assert untold == []


@pytest.mark.parametrize("document", [*DOCUMENTS, "docs/guide.hi.md", "docs/guide.kn.md", "CONTRIBUTING.md"])
def test_every_file_a_document_names_is_there(document: str) -> None:
    path = ROOT / document
    named = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).exists()] == []


def test_each_folder_of_tests_is_a_room_or_told() -> None:
    rooms = {path.name for path in (ROOT / "fieldsurvey").iterdir() if path.is_dir()}
    folders = {path.parent.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/*/**/test_*.py")}
    assert folders - rooms == {"journeys"}


@pytest.mark.parametrize("name", ["guide.md", "guide.hi.md", "guide.kn.md"])
def test_the_steps_of_a_guide_are_counted_once_each(name: str) -> None:
    """In each language the same: a step told twice was told under two numbers."""
    text = (ROOT / "docs" / name).read_text("utf-8").split("\n## ")[0]
    assert [int(number) for number in re.findall(r"^(\d+)\. ", text, re.M)] == list(range(1, 10))
