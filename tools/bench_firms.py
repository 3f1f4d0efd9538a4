"""The page Firms with a register of 20,000 in a locked study: opened, searched letter by letter, sorted, scrolled. Part of `make bench`."""

from __future__ import annotations

import random
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.app import make_application
from fieldsurvey.records import CaseRole, Changed, Cluster, Firm, FirmField, Outcome, Topic
from fieldsurvey.records.design import Stratum
from fieldsurvey.register import strata
from fieldsurvey.settings import Settings
from fieldsurvey.store import firms
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.ui.firms.firms_model import CASE, FIRM, WHEN
from fieldsurvey.ui.firms.firms_page import FirmsPage
from fieldsurvey.ui.overview.overview_page import OverviewPage
from fieldsurvey.ui.window.main_window import MainWindow
from tools.bench import SEARCHED, Bench, _crowded, clocked, main

MANY = 20_000
_ASKED = {"0": 2_000, "1": 1_000, "2": 500}
_VISITED = 1_500
_PASSPHRASE = "four words of brass"
_LIMIT = 0.1
_FIRST = (
    "Manjunatha",
    "Basava",
    "Gowri",
    "Hemavathi",
    "Kalpatharu",
    "Lakshmi",
    "Nandi",
    "Sharada",
    "ತುಂಗಾ",
    "ಕಾವೇರಿ",
)
_SECOND = ("Brass", "Metal", "Lamp", "Bell", "Idols", "Vessels", "Castings", "Pooja", "Bronze", "Temple")
_PLACES = ("Old market", "Industrial area", "Bellur road", "Kumbara street")


@cache
def _register(folder: Path) -> Path:
    """A locked study with the register, a sample of 3,500 and 1,500 visits."""
    path, chance = folder / "many-firms.study", random.Random(1)
    form = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    with Study.create(path, Cluster(name="Brass"), [form], passphrase=_PASSPHRASE) as study:
        with study.context.writing() as db:
            for number in range(1, MANY + 1):
                firms.add(db, _firm(number, chance), study.clock())
        classes = zip(_ASKED.values(), strata.by_workers([], [5, 20]), strict=True)
        study.fieldwork.draw(
            [Stratum(one.name, one.conditions, drawn=n, reserve=50) for n, one in classes], 1
        )
        asked = [one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.DRAWN]
        for number, agent in enumerate(("Meena Patil", "Ravi Gowda", "Savitha Naik")):
            study.fieldwork.assign(agent, asked[number::3])
        for number, firm_id in enumerate(asked[:_VISITED]):
            at = study.clock() - timedelta(minutes=number)
            study.fieldwork.add_visit(firm_id, list(Outcome)[number % len(Outcome)], reason="x", at=at)
    return path


def _firm(number: int, chance: random.Random) -> Firm:
    told = {
        FirmField.PHONE: str(9845000000 + number),
        FirmField.PLACE: chance.choice(_PLACES),
        FirmField.WORKERS: str(chance.choice((1, 2, 3, 4, 6, 9, 14, 24, 38))),
        FirmField.ADDRESS: f"{number}, 4th Cross",
        FirmField.UDYAM: f"UDYAM-KR-18-{number:07d}",
    }
    name = f"{chance.choice(_FIRST)} {chance.choice(_FIRST)} {chance.choice(_SECOND)} Works {number % 97}"
    return Firm(str(uuid.UUID(int=chance.getrandbits(128))), number, name, {**told})


@contextmanager
def _window(folder: Path) -> Iterator[MainWindow]:
    app = make_application()
    window = MainWindow(Settings(), folder / "settings.json")
    window.resize(1366, 728)
    window.open_study(Study.open(_register(folder), _PASSPHRASE))
    window.show()
    app.processEvents()
    assert window.tasks is not None
    window.tasks._long.wait()  # the day's first backup
    yield window
    window.close()


@contextmanager
def _page(folder: Path, *, is_compared: bool = True) -> Iterator[FirmsPage]:
    with _window(folder) as window:
        window.show_page("firms")
        assert window.tasks is not None
        if is_compared:
            window.tasks._long.wait()
        QApplication.processEvents()
        page = window.findChild(FirmsPage)
        assert page is not None
        yield page


def opened(folder: Path) -> list[float]:
    """From the key to the list on screen; the first of a study just opened, whose pages must be deciphered."""
    seconds: list[float] = []
    for _ in range(5):
        with _window(folder) as window, clocked(seconds):
            window.show_page("firms")
            window.grab()
    return seconds


def _typed(page: FirmsPage) -> list[float]:
    seconds: list[float] = []
    for word in ("gowri lamp", "tunga", "kumbara", "98450123"):
        for letters in range(1, len(word) + 1):
            with clocked(seconds):
                page.register.search.setText(word[:letters])
                QApplication.processEvents()
    return seconds


def typed(folder: Path) -> list[float]:
    """From a letter to the list on screen."""
    with _page(folder) as page:
        return _typed(page)


def typed_meanwhile(folder: Path) -> list[float]:
    """The same while the firms are compared with each other beside the window."""
    with _page(folder, is_compared=False) as page:
        return _typed(page)


def ordered(folder: Path) -> list[float]:
    """From a click on a head to the list on screen."""
    seconds: list[float] = []
    with _page(folder) as page:
        for column in (FIRM, CASE, WHEN):
            for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                with clocked(seconds):
                    page.register.table.sortByColumn(column, order)
                    QApplication.processEvents()
    return seconds


def scrolled(folder: Path) -> list[float]:
    """From a step of the scroll bar to the lines on screen, anywhere in the list."""
    seconds: list[float] = []
    with _page(folder) as page:
        bar = page.register.table.verticalScrollBar()
        for at in range(0, bar.maximum(), bar.maximum() // 50):
            with clocked(seconds):
                bar.setValue(at)
                QApplication.processEvents()
    return seconds


def _workbook(folder: Path) -> Path:
    """The same firms as an office's list."""
    path, chance = folder / "many-firms.xlsx", random.Random(1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Units")
    sheet.append(["Sl no", "Name of the unit", "Place", "Address", "Phone", "Udyam", "Workers"])
    fields = (FirmField.PLACE, FirmField.ADDRESS, FirmField.PHONE, FirmField.UDYAM, FirmField.WORKERS)
    for number in range(1, MANY + 1):
        firm = _firm(number, chance)
        sheet.append([number, firm.name, *(firm.get(field) for field in fields)])
    book.save(path)
    return path


def planned(folder: Path) -> list[float]:
    """A workbook read, and what importing it would do, in a study without firms."""
    seconds: list[float] = []
    path, form = _workbook(folder), load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    with Study.create(folder / "empty.study", Cluster(name="Brass"), [form], passphrase=_PASSPHRASE) as study:
        for _ in range(5):
            with clocked(seconds):
                study.register.plan_import(path)
    return seconds


def judged(folder: Path) -> list[float]:
    """The flags of a study just opened."""
    seconds: list[float] = []
    for _ in range(5):
        with Study.open(_crowded(folder, SEARCHED), _PASSPHRASE) as study, clocked(seconds):
            study.quality.flags()
    return seconds


def redrawn(folder: Path) -> list[float]:
    """The page Overview after one more visit was noted, with a register of 20,000 and 3,500 cases."""
    seconds: list[float] = []
    with _window(folder) as window:
        window.show_page("overview")
        page = window.findChild(OverviewPage)
        assert page is not None
        with Study.open(_register(folder), _PASSPHRASE) as beside:
            asked = [one.firm_id for one in beside.fieldwork.cases() if one.role is CaseRole.DRAWN]
        for firm_id in asked[-20:]:
            assert window.tasks is not None
            window.tasks.write(partial(_visited, firm_id), page)
            window.tasks._writer.wait()
            with clocked(seconds):
                page.reload(Changed(frozenset({Topic.FIELDWORK})))
                QApplication.processEvents()
    return seconds


def _visited(firm_id: str, study: Study) -> Changed:
    return study.fieldwork.add_visit(firm_id, Outcome.AWAY)


BENCHES = (
    Bench(f"list of {MANY:,} firms read and planned", 5.0, "median", planned),
    Bench(f"flags of {SEARCHED:,} interviews, the first time", 10.0, "median", judged),
    Bench("Overview redrawn after a visit, 3,500 cases", _LIMIT, "median", redrawn),
    Bench(f"page of {MANY:,} firms, opened and drawn", 0.3, "median", opened),
    Bench(f"search over {MANY:,} firms, each letter typed", _LIMIT, "p95", typed),
    Bench("the same while they are compared with each other", _LIMIT, "median", typed_meanwhile),
    Bench(f"{MANY:,} firms sorted by a head", 2 * _LIMIT, "p95", ordered),
    Bench(f"{MANY:,} firms scrolled", _LIMIT, "p95", scrolled),
)

if __name__ == "__main__":
    main(sys.argv[1:], BENCHES)
