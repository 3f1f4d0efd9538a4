"""Render every screen of the demo study as PNG: `python -m tools.screens FOLDER`. Pictures to look at, no test.

1366x768 at 100 % and at 150 %, English, Hindi and Kannada, light; English and Kannada dark as well; and an interview in Urdu, which is
read from the right, at both scales.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from fieldsurvey.study import Study

WIDTH, HEIGHT = 1366, 768
VARIANTS = (
    ("en", "light", 1.0),
    ("hi", "light", 1.0),
    ("kn", "light", 1.0),
    ("en", "light", 1.5),
    ("hi", "light", 1.5),
    ("kn", "light", 1.5),
    ("en", "dark", 1.0),
    ("kn", "dark", 1.5),
    ("ur", "light", 1.0),
    ("ur", "light", 1.5),
)
_URDU = {
    "survey": (
        ("type", "name", "label::Urdu (ur)", "hint::Urdu (ur)", "required"),
        ("begin group", "firm", "کارخانہ", "", ""),
        ("text", "name", "کارخانے کا نام", "جیسا کہ رجسٹر میں لکھا ہے", ""),
        ("select_one yn", "exports", "کیا آپ باہر کے ملک میں بیچتے ہیں؟", "", "yes"),
        ("integer", "workers", "کتنے لوگ کام کرتے ہیں؟", "مالک سمیت", ""),
        ("select_multiple market", "markets", "مال کہاں بکتا ہے؟", "", ""),
        ("begin repeat", "machine", "مشینیں", "", ""),
        ("text", "kind", "قسم", "", ""),
        ("integer", "number", "تعداد", "", ""),
        ("end repeat", "", "", "", ""),
        ("end group", "", "", "", ""),
        ("begin group", "needs", "ضرورتیں", "", ""),
        ("text", "first", "سب سے پہلے کیا چاہیے؟", "", ""),
        ("end group", "", "", "", ""),
    ),
    "choices": (
        ("list_name", "name", "label::Urdu (ur)"),
        ("yn", "yes", "ہاں"),
        ("yn", "no", "نہیں"),
        ("market", "here", "ضلع میں"),
        ("market", "india", "ملک میں"),
        ("market", "abroad", "باہر کے ملک میں"),
    ),
    "settings": (("form_id", "form_title", "instance_name"), ("urdu", "کارخانے کا جائزہ", "${name}")),
}
"""A small form in Urdu: ours come in three languages, and none of them is read from the right."""


def main(folder: Path) -> None:
    """Make the demo study once, then render each variant in a process of its own (the scale is fixed at start)."""
    from fieldsurvey.demo import study as demo_study

    folder.mkdir(parents=True, exist_ok=True)
    study = folder / "demo.study"
    if not study.exists():
        demo_study.make_study(study, interviews=24, seed=1)
    for language, theme, scale in VARIANTS:
        subprocess.run(
            [sys.executable, "-m", "tools.screens", str(folder), language, theme, str(scale)],
            check=True,
            env={**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"},
        )
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def render_urdu(folder: Path, scale: float) -> None:
    """An interview in Urdu in an English window, each page, then what is missing."""
    from openpyxl import Workbook

    from fieldsurvey.app import make_application
    from fieldsurvey.records import Cluster
    from fieldsurvey.settings import Settings
    from fieldsurvey.study import Study, load_questionnaire
    from fieldsurvey.ui.window.main_window import MainWindow, apply_settings

    app = make_application()
    settings = Settings(interviewer="Asha")
    apply_settings(settings)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _URDU.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    form, file = folder / "urdu.xlsx", folder / f"urdu-{int(scale * 100)}.study"
    book.save(form)
    file.unlink(missing_ok=True)
    Study.create(file, Cluster(name="Moradabad"), [load_questionnaire(form)], passphrase=None).close()
    window = MainWindow(settings, folder / "settings.json")
    window.resize(int(WIDTH / scale), int(HEIGHT / scale))
    window.show()
    window.open_study(Study.open(file))
    window.begin_interview()
    entry = window.entry
    entry.session.answers.give("/data/firm/name", "شرما براس ورکس")
    entry.session.answers.give("/data/firm/workers", "12")
    for number in range(len(entry.pages)):
        entry.show_page(number)
        _save(app, window, folder / f"ur-light-{int(scale * 100)}-entry-{number}.png")
    entry.finalise()
    _save(app, window, folder / f"ur-light-{int(scale * 100)}-missing.png")
    window.close()


def _save(app: QApplication, window: QWidget, path: Path) -> None:
    """A picture of the window once it has settled."""
    from PySide6.QtTest import QTest

    for _ in range(4):
        app.processEvents()
        QTest.qWait(20)
    window.grab().save(str(path))


def render(folder: Path, language: str, theme: str, scale: float) -> None:
    """Walk through the program and take a picture of each screen."""
    import shutil

    from PySide6.QtTest import QTest

    from fieldsurvey.app import make_application
    from fieldsurvey.settings import Settings
    from fieldsurvey.study import Study
    from fieldsurvey.ui.window.main_window import MainWindow, apply_settings

    app = make_application()
    settings = Settings(
        language=language, theme=theme, interviewer="Asha", recent=(str(folder / "demo.study"),)
    )
    apply_settings(settings)
    window = MainWindow(settings, folder / "settings.json")
    window.resize(int(WIDTH / scale), int(HEIGHT / scale))
    window.show()
    tag = f"{language}-{theme}-{int(scale * 100)}"

    def shot(name: str) -> None:
        _save(app, window, folder / f"{tag}-{name}.png")

    shot("01-welcome")
    welcome = window.centralWidget().currentWidget()
    welcome._new()
    shot("02-new-study")
    copy = folder / f"copy-{tag}.study"
    shutil.copyfile(folder / "demo.study", copy)
    study = Study.open(copy)
    first = sorted(study.interviews.listing(), key=lambda row: row.firm)[0].instance_id
    study.interviews.reopen(first, "Wage corrected")
    _add_firms(study, folder)
    window.open_study(study)
    for number, page in enumerate(
        (
            *("overview", "firms", "interviews", "review", "forms", "reports", "export", "sync", "safety"),
            *("study", "preferences"),
        ),
        start=3,
    ):
        window.show_page(page)
        shot(f"{number:02}-{page}")
    window.show_page("firms")
    firms = window.frame.page("firms")
    QTest.qWait(800)  # until the firms were compared
    firms.register.filters.asked.set("asked")
    shot("04-firms-asked")
    firms.register.add_visit()
    shot("04-firms-visit")
    for tab in ("sample", "visits", "duplicates"):
        firms.show_tab(tab)
        shot(f"04-firms-{tab}")
    firms.take_list(folder / "units.xlsx")
    QTest.qWait(1500)  # until it was read
    shot("04-firms-import")
    window.show_page("interviews")
    interviews = window.frame.page("interviews")
    interviews.table.selectRow(2)
    interviews.table.activated.emit(interviews.table.currentIndex())
    shot("05-reading")
    interviews.search.setText("xyz")
    shot("05-nothing-found")
    window.resume_interview(first)
    entry = window.entry
    spoken = next(name for name in entry.session.entry.languages if f"({language})" in name)
    entry.session.questions.set_language(spoken)
    for number in range(len(entry.pages)):
        entry.show_page(number)
        shot(f"14-entry-{number:02}")
    entry.session.answers.give("/data/visit/firm_name", "")
    entry.finalise()
    shot("15-missing")
    entry.find_question()
    shot("16-find")
    window.close()
    for file in folder.glob(f"copy-{tag}.study*"):
        file.unlink()
    shutil.rmtree(folder / f"copy-{tag} backups", ignore_errors=True)


def _add_firms(study: Study, folder: Path) -> None:
    """A register with a sample, agents and visits, for the page of firms."""
    from datetime import timedelta

    from fieldsurvey.records import CaseRole, Outcome
    from fieldsurvey.records.design import Stratum
    from fieldsurvey.register import strata
    from tests.support import messy_list

    study.register.import_list(
        study.register.plan_import(messy_list.write(folder / "units.xlsx")), "DIC list"
    )
    sizes = (("Household", 49), ("Workshop", 23), ("Factory", 22))
    classes = zip(sizes, strata.by_workers([], [5, 20]), strict=True)
    study.fieldwork.draw([Stratum(name, one.conditions, drawn=n, reserve=8) for (name, n), one in classes], 1)
    asked = [one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.DRAWN]
    for number, agent in enumerate(("Meena Patil", "Ravi Gowda", "Savitha Naik")):
        day = study.clock().date() + timedelta(days=number)
        study.fieldwork.assign(agent, asked[number::3], planned_on=day)
    for number, firm_id in enumerate(asked[:40]):
        at = study.clock() - timedelta(hours=5 * number + 1)
        outcome = list(Outcome)[number % len(Outcome)]
        again = study.clock() + timedelta(days=2) if outcome is Outcome.AWAY else None
        study.fieldwork.add_visit(firm_id, outcome, reason="no time", at=at, next_at=again)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    elif sys.argv[2] == "ur":
        render_urdu(Path(sys.argv[1]), float(sys.argv[4]))
    else:
        render(Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]))
