"""How to add: each kind of capability comes in as one new file and one line in a table, shown in a copy of the program."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]


class House:
    """A copy of the program's code, to be added to, and asked through its public doors in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, path: str, text: str) -> House:
        """A new file under `fieldsurvey`."""
        file = self.folder / "fieldsurvey" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def line(self, path: str, before: str, after: str, imported: str = "") -> House:
        """One line more in a table: `after` in the place of `before`, with the import it needs."""
        file = self.folder / "fieldsurvey" / path
        text = file.read_text(encoding="utf-8")
        assert before in text, f"{path} has no {before}"
        text = text.replace(before, after, 1)
        if imported:
            text = text.replace("\nfrom fieldsurvey", f"\n{imported}\nfrom fieldsurvey", 1)
        file.write_text(text, encoding="utf-8")
        return self

    def says(self, script: str) -> str:
        """What a script prints that uses the copy."""
        paths = os.pathsep.join((str(self.folder), str(ROOT)))
        done = subprocess.run(
            [sys.executable, "-c", script, str(self.folder)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def touched(self) -> set[str]:
        """Files of code that are new or others than in the program."""
        found = set()
        for file in (self.folder / "fieldsurvey").rglob("*.py"):
            ours = ROOT / file.relative_to(self.folder)
            if not ours.exists() or not filecmp.cmp(file, ours, shallow=False):
                found.add(str(file.relative_to(self.folder / "fieldsurvey")))
        return found


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A fresh copy, without its fonts: they are read where they are."""
    shutil.copytree(
        ROOT / "fieldsurvey", tmp_path / "fieldsurvey", ignore=shutil.ignore_patterns("__pycache__")
    )
    for folder in ("resources", "forms"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    yield House(tmp_path)
    assert len(House(tmp_path).touched) <= 2


STUDY = """
import sys
from pathlib import Path
from tests.support.small_studies import study_of
folder = Path(sys.argv[1])
study = study_of(folder, '''
    | survey |         |      |           |
    |        | type    | name | label     |
    |        | text    | firm | Firm      |
    |        | integer | men  | Workers   |
''')
study.interviews.add("", {"/data/firm": "Sharma", "/data/men": "4"})
study.interviews.add("", {"/data/firm": "Verma", "/data/men": "9"})
"""


def test_a_verb(house: House) -> None:
    house.add(
        "cli/greet.py",
        '"""`fieldsurvey greet`."""\n\nimport click\n\n\n@click.command()\n@click.argument("name")\n'
        'def greet(name: str) -> None:\n    """Greet a firm."""\n    click.echo(f"Namaste, {name}")\n\n\nVERBS = (greet,)\n',
    ).line(
        "cli/__init__.py",
        "_FAMILIES = (\n    study,",
        "_FAMILIES = (\n    greet,\n    study,",
        "from fieldsurvey.cli import greet",
    )

    assert house.says("from fieldsurvey.cli import main; main(['greet', 'Sharma'])") == "Namaste, Sharma"


def test_a_screen(house: House) -> None:
    house.add(
        "ui/notes/notes_page.py",
        '"""The page Notes."""\n\nfrom fieldsurvey.ui.page import Page\nfrom fieldsurvey.ui.shell.widgets import TitledPage\n\n\n'
        'class NotesPage(TitledPage):\n    """A page."""\n\n\n'
        'PAGE = Page("notes", lambda: "Notes", "reports", lambda desk: NotesPage(desk.study.cluster.name))\n',
    ).line(
        "ui/window/pages.py",
        "    SYNC,\n",
        "    SYNC,\n    NOTES,\n",
        "from fieldsurvey.ui.notes.notes_page import PAGE as NOTES",
    )

    shown = house.says(
        STUDY
        + """
from PySide6.QtWidgets import QApplication
from fieldsurvey.settings import Settings
app = QApplication([])
from fieldsurvey.ui.window.main_window import MainWindow, apply_settings
apply_settings(Settings())
window = MainWindow(Settings(), folder / "settings.json")
window.open_study(study)
window.show_page("notes")
print(window.frame.page_name, "Notes" in window.frame.rail.words, type(window.frame.page("notes")).__name__)
window.close()
"""
    )

    assert shown == "notes True NotesPage"


def test_an_export_format(house: House) -> None:
    house.add(
        "export/names.py",
        '"""Only how many there are."""\n\nfrom fieldsurvey.export.exporter import Format\n\n\n'
        "def write(path, exported, options, progress):\n"
        "    path.write_text(f'{len(exported.interviews)} of {exported.cluster.name}')\n    return len(exported.interviews)\n\n\n"
        'FORMAT = Format("count", lambda: "Count", ".txt", write)\n',
    ).line(
        "export/formats.py",
        "(donor_workbook.FORMAT,)",
        "(donor_workbook.FORMAT, names.FORMAT)",
        "from fieldsurvey.export import names",
    )

    said = house.says(
        STUDY
        + """
from fieldsurvey.study import ExportOptions
study.exports.write(folder / "out.txt", ExportOptions(format="count", confirms_roles=True))
print((folder / "out.txt").read_text(), "|", study.interviews.history("")[-1].new)
"""
    )

    assert said == "2 of Brass | data: research, count"


def test_a_peer(house: House) -> None:
    house.add(
        "sync/peers/folder.py",
        '"""A folder that takes submissions."""\n\nfrom pathlib import Path\n\n'
        "from fieldsurvey.sync.peer import Answer, Outcome, Peer\n\n\n"
        "class Folder:\n    most_at_once = 1 << 30\n\n    def __init__(self, folder):\n        self.folder = folder\n\n"
        "    def ready(self):\n        return None\n\n"
        "    def submit(self, instance_id, xml, attachments):\n"
        "        (self.folder / (instance_id.removeprefix('uuid:') + '.xml')).write_bytes(xml)\n"
        "        return Answer(Outcome.STORED)\n\n    def close(self):\n        pass\n\n\n"
        'PEER = Peer("folder", lambda: "A folder", lambda server, _device: Folder(Path(server.url)))\n',
    ).line(
        "sync/peers/__init__.py",
        "(openrosa.PEER,)",
        "(openrosa.PEER, folder.PEER)",
        "from fieldsurvey.sync.peers import folder",
    )

    said = house.says(
        STUDY
        + """
from fieldsurvey.study import Server
out = folder / "stick"
out.mkdir()
study.sync.set_server(Server(str(out), peer="folder"))
report = study.sync.send()
print(len(report.sent), len(list(out.glob("*.xml"))), study.sync.waiting())
"""
    )

    assert said == "2 2 0"


def test_a_statistic(house: House) -> None:
    house.line(
        "analysis/statistics.py",
        '    Statistic("distribution"',
        '    Statistic("most", Reads.NUMBER, _NUMBER, lambda values, _, frame: Estimate(max(values), len(values))),\n'
        '    Statistic("distribution"',
    )

    said = house.says(
        """
import sys
from pathlib import Path
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
folder = Path(sys.argv[1])
form = load_questionnaire(write_form(folder / "form.xlsx", '''
    | survey     |         |         |         |           |          |
    |            | type    | name    | label   |           |          |
    |            | integer | men     | Workers |           |          |
    | indicators |         |         |         |           |          |
    |            | name    | section | label   | statistic | variable |
    |            | largest | labour  | Largest | most      | ${men}   |
    | settings   |         |         |         |           |          |
    |            | form_id |         |         |           |          |
    |            | data    |         |         |           |          |
'''))
study = Study.create(folder / "a.study", Cluster(), [form], passphrase=None)
for men in range(1, 8):
    study.interviews.add("", {"/data/men": str(men)})
print(study.figures.measured().get("largest").estimate.value)
"""
    )

    assert said == "7.0"


def test_a_report_block(house: House) -> None:
    house.add(
        "reports/blocks/motto.py",
        '"""A line the template brings."""\n\nfrom fieldsurvey.reports.document import Paragraph, said\n\n\n'
        "def motto(brief, given):\n    return [Paragraph(said(f'{len(brief.dataset.tables)} table of {brief.cluster.name}'))]\n",
    ).line(
        "reports/blocks/__init__.py",
        '    Block("annex", annex.annex),',
        '    Block("annex", annex.annex),\n    Block("motto", motto.motto),',
        "from fieldsurvey.reports.blocks import motto",
    )
    (house.folder / "plan.toml").write_text(
        'any_form = true\n[[chapter]]\nid = "c"\ntitle = { en = "Chapter" }\nblock = [{ kind = "motto" }]\n',
        encoding="utf-8",
    )

    said = house.says(
        STUDY
        + """
from pypdf import PdfReader
from fieldsurvey.reports import template
from fieldsurvey.reports.cluster import write_cluster_report
figures = study.figures.measured()
write_cluster_report(folder / "c.pdf", figures, study.figures.dataset(), study.figures.source("data"),
                     now=study.clock(), plan=template.read(folder / "plan.toml"))
print("1 table of Brass" in "".join(page.extract_text() for page in PdfReader(folder / "c.pdf").pages))
"""
    )

    assert said == "True"


def test_an_appearance_of_a_question(house: House) -> None:
    house.add(
        "ui/entry/kinds/thermometer.py",
        '"""A number as a thermometer."""\n\nfrom fieldsurvey.ui.entry.kinds.number import NumberWidget\n\n\n'
        'class ThermometerWidget(NumberWidget):\n    """`thermometer`."""\n',
    ).line(
        "forms/compatibility/looks.py",
        '        Look(("input",), NUMBERS, ("thousands-sep",), "NumberWidget"),',
        '        Look(("input",), NUMBERS, ("thermometer",), "ThermometerWidget"),\n'
        '        Look(("input",), NUMBERS, ("thousands-sep",), "NumberWidget"),',
    )

    said = house.says(
        """
from PySide6.QtWidgets import QApplication
app = QApplication([])
from fieldsurvey.forms.compatibility import compatibility_of
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.ui.entry.frame.factory import widget_for
from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.scenario import xform
form = xform('''
    | survey |         |      |       |             |
    |        | type    | name | label | appearance  |
    |        | integer | heat | Heat  | thermometer |
''')
prompt = FormEntry.new(parse_form(form)).prompt("/data/heat")
print(type(widget_for(prompt, None)).__name__, compatibility_of(questionnaire_from_xform(form)).questions[0].verdict.value)
"""
    )

    assert said == "ThermometerWidget full"


def test_a_table_of_the_file_is_rescued_without_a_word_to_the_rescue(house: House) -> None:
    house.line(
        "store/migrations.py",
        "def _say_locality(",
        "@_steps()\ndef m099_machines(db: Database) -> None:\n"
        '    """Machines."""\n'
        '    db.execute("CREATE TABLE machine (id TEXT PRIMARY KEY, version TEXT NOT NULL, name TEXT NOT NULL)")\n\n\n'
        "def _say_locality(",
    )

    said = house.says(
        STUDY
        + """
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.damage import wipe
with study.context.writing() as db:
    db.execute("INSERT INTO machine VALUES ('f1', 'v1', 'Sharma Brass Works')")
path = study.path
study.close()
wipe(path, 1)
print(rescue(path, folder / "saved.study").interviews)
with Study.open(folder / "saved.study") as saved:
    print(rows.read(saved, "SELECT id, version, name FROM machine"))
"""
    )

    assert said == "2\n[('f1', 'v1', 'Sharma Brass Works')]"


def test_a_table_that_names_an_interview_is_erased_with_it(house: House) -> None:
    house.line(
        "store/migrations.py",
        "def _say_locality(",
        "@_steps()\ndef m099_meetings(db: Database) -> None:\n"
        '    """Meetings."""\n'
        '    db.execute("CREATE TABLE meeting (id TEXT PRIMARY KEY, instance_id TEXT REFERENCES interview, note TEXT)")\n\n\n'
        "def _say_locality(",
    )

    said = house.says(
        STUDY
        + """
identity = study.interviews.listing()[0].instance_id
with study.context.writing() as db:
    db.execute("INSERT INTO meeting VALUES ('v1', ?, 'phone 98100')", (identity,))
study.interviews.erase(identity, "Consent withdrawn")
path = study.path
study.close()
print(b"98100" in path.read_bytes(), len(list(path.parent.glob("small.study-wal"))))
"""
    )

    assert said == "False 0"
