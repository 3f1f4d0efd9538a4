"""What every test may use: a small form with each feature, studies made from it, and a server."""

from __future__ import annotations

import gc
import runpy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.settings import Settings
from fieldsurvey.store import keys
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.window.main_window import MainWindow, apply_settings
from tests.support import quick_keys
from tests.support.fake_server import CentralState, central
from tests.support.pages import Program

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 3, 9, 15, tzinfo=UTC)
PASSPHRASE = "brass river window seven"


def pytest_configure() -> None:
    """The window's words are compiled where their sources are newer, also when make did not call us."""
    runpy.run_path(str(ROOT / "packaging" / "words.py"), run_name="__main__")


SURVEY = (
    ("type", "name", "label::English (en)", "label::Hindi (hi)", "required", "relevant", "constraint",
     "constraint_message::English (en)", "calculation", "disclosure", "unit", "period", "missing"),
    ("begin_group", "identity", "Identity", "पहचान", "", "", "", "", "", "", "", "", ""),
    ("text", "firm_name", "Name of the firm", "फर्म का नाम", "yes", "", "", "", "", "direct", "", "", ""),
    ("text", "gstin", "GST number", "जीएसटी नंबर", "", "", "", "", "", "direct", "", "", ""),
    ("select_one yes_no", "consent_register", "May we name you?", "क्या नाम दें?", "", "", "", "", "", "", "", "", ""),
    ("image", "photo", "Photo", "फ़ोटो", "", "", "", "", "", "direct", "", "", ""),
    ("end_group", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("begin_group", "labour", "Labour", "श्रम", "", "", "", "", "", "", "", "", ""),
    ("integer", "workers", "How many workers?", "कितने कामगार?", "", "", ". >= 0 or . = -98 or . = -99",
     "Not below zero.", "", "", "persons", "last 30 days", "dk refused"),
    ("begin_repeat", "worker", "Workers", "कामगार", "", "", "", "", "", "", "", "", ""),
    ("text", "role", "Role", "काम", "", "", "", "", "", "free", "", "", ""),
    ("decimal", "wage", "Wage", "मज़दूरी", "", "", ". >= 0", "Not below zero.", "", "", "Rs", "last 30 days", ""),
    ("end_repeat", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("calculate", "wage_bill", "Wage bill", "", "", "", "", "", "sum(${wage})", "", "Rs", "last 30 days", ""),
    ("end_group", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("begin_group", "trade", "Trade", "व्यापार", "", "", "", "", "", "", "", "", ""),
    ("select_one yes_no", "exports", "Do you export?", "क्या निर्यात?", "", "", "", "", "", "", "", "", "dk"),
    ("decimal", "export_value", "Exports", "निर्यात", "", "${exports} = 'yes'", "", "", "", "", "Rs",
     "last financial year", ""),
    ("decimal", "turnover", "Turnover", "बिक्री", "", "", "", "", "", "", "Rs", "last financial year", "dk refused"),
    ("select_multiple market", "markets", "Where do you sell?", "कहाँ बेचते हैं?", "", "", "", "", "", "", "", "", ""),
    ("select_one yes_no", "unrecorded", "Sales without a bill?", "बिना बिल?", "", "", "", "", "", "sensitive", "", "", ""),
    ("end_group", "", "", "", "", "", "", "", "", "", "", "", ""),
)  # fmt: skip
CHOICES = (
    ("list_name", "name", "label::English (en)", "label::Hindi (hi)"),
    ("yes_no", "yes", "Yes", "हाँ"),
    ("yes_no", "no", "No", "नहीं"),
    ("yes_no", "dk", "Don't know", "पता नहीं"),
    ("market", "local", "In the district", "ज़िले में"),
    ("market", "india", "In India", "भारत में"),
    ("market", "abroad", "Abroad", "विदेश"),
)
SETTINGS = (
    ("form_id", "form_title", "version", "default_language", "instance_name"),
    ("small", "Small firm form", "1", "English (en)", "${firm_name}"),
)
CHECKS = (
    ("name", "question", "check", "message::English (en)", "message::Hindi (hi)", "severity"),
    (
        "exports_in_turnover",
        "export_value",
        ". <= ${turnover}",
        "Exports are above turnover.",
        "निर्यात बिक्री से ज़्यादा है।",
        "warn",
    ),
)
INDICATORS = (
    ("name", "section", "label::English (en)", "statistic", "variable", "universe", "unit"),
    ("export_share", "trade", "Firms that export", "share", "${exports} = 'yes'", "", "%"),
)


@pytest.fixture
def full_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys as the program itself derives them, for studies it made."""
    monkeypatch.setattr(keys, "ROUNDS", quick_keys.FULL)


def write_form(
    path: Path, survey: tuple[tuple[str, ...], ...] = SURVEY, **sheets: tuple[tuple[str, ...], ...]
) -> Path:
    """A workbook with these sheets; sheets not named are the small form's own."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in {
        "survey": survey, "choices": CHOICES, "settings": SETTINGS, "checks": CHECKS, "indicators": INDICATORS, **sheets,
    }.items():  # fmt: skip
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


@pytest.fixture(scope="session")
def small_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(tmp_path_factory.mktemp("forms") / "small.xlsx")


@pytest.fixture(scope="session")
def questionnaire(small_form: Path) -> Questionnaire:
    return load_questionnaire(small_form)


@pytest.fixture
def study(tmp_path: Path, questionnaire: Questionnaire) -> Iterator[Study]:
    """A plain study with the small form, open."""
    path = tmp_path / "brass.study"
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    with Study.create(path, cluster, [questionnaire], passphrase=None, clock=lambda: NOW) as made:
        yield made


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[tuple[tuple[str, ...], ...]], Study]]:
    """Makes a plain study with one form, given its survey sheet."""
    studies: list[Study] = []

    def make(survey: tuple[tuple[str, ...], ...]) -> Study:
        path = write_form(tmp_path / "rows.xlsx", survey, settings=(("form_id",), ("rows",)), checks=(), indicators=())  # fmt: skip
        cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
        form = load_questionnaire(path)
        studies.append(
            Study.create(tmp_path / "rows.study", cluster, [form], passphrase=None, clock=lambda: NOW)
        )
        return studies[-1]

    yield make
    for study in studies:
        study.close()


ANSWERS = {
    "/data/identity/firm_name": "Sharma Brass Works",
    "/data/identity/gstin": "27AAPFU0939F1ZV",
    "/data/identity/consent_register": "yes",
    "/data/labour/workers": "2",
    "/data/labour/worker[1]/role": "Polisher",
    "/data/labour/worker[1]/wage": "9000",
    "/data/labour/worker[2]/role": "=cmd()",
    "/data/labour/worker[2]/wage": "11000.5",
    "/data/trade/exports": "yes",
    "/data/trade/export_value": "500000",
    "/data/trade/turnover": "1499561",
    "/data/trade/markets": "local abroad",
    "/data/trade/unrecorded": "no",
}


@pytest.fixture
def server() -> Iterator[tuple[str, CentralState]]:
    """A server that behaves, and its memory."""
    state = CentralState()
    with central(state) as base:
        yield base, state


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The command line keeps the laptop's id in a folder of the tests, not in the person's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    """Where a window has stood, circular garbage is collected in this thread only (system/gc_control.py), window or not."""
    yield
    if not gc.isenabled():
        gc.collect(1)


@pytest.fixture(scope="session")
def fonts(qapp: object) -> None:
    """The shipped fonts, known to Qt once."""
    theme.load_fonts()


@pytest.fixture
def program(fonts: None, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """A window of its own for each test, closed afterwards."""
    settings = Settings()
    apply_settings(settings)
    window = MainWindow(settings, tmp_path / "settings.json")
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Program(qtbot, window)
    window.close()
