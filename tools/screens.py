"""Render every screen of the demo study as PNG: `python -m tools.screens FOLDER`. Pictures to look at, no test.

1366x768 at 100 % and at 150 %, English and Hindi, light; English dark as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WIDTH, HEIGHT = 1366, 768
VARIANTS = (
    ("en", "light", 1.0),
    ("hi", "light", 1.0),
    ("en", "light", 1.5),
    ("hi", "light", 1.5),
    ("en", "dark", 1.0),
)


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
        for _ in range(4):
            app.processEvents()
            QTest.qWait(20)
        window.grab().save(str(folder / f"{tag}-{name}.png"))

    shot("01-welcome")
    welcome = window.centralWidget().currentWidget()
    welcome._new()
    shot("02-new-study")
    copy = folder / f"copy-{tag}.study"
    shutil.copyfile(folder / "demo.study", copy)
    study = Study.open(copy)
    first = sorted(study.interviews.listing(), key=lambda row: row.firm)[0].instance_id
    study.interviews.reopen(first, "Wage corrected")
    window.open_study(study)
    for number, page in enumerate(
        ("overview", "interviews", "forms", "reports", "export", "sync", "safety", "preferences"), start=3
    ):
        window.show_page(page)
        shot(f"{number:02}-{page}")
    window.resume_interview(first)
    entry = window.entry
    spoken = next(name for name in entry.session.entry.languages if f"({language})" in name)
    entry.session.questions.set_language(spoken)
    for number in range(len(entry.pages)):
        entry.show_page(number)
        shot(f"11-entry-{number:02}")
    entry.session.answers.give("/data/visit/firm_name", "")
    entry.finalise()
    shot("12-missing")
    entry.find_question()
    shot("13-find")
    window.close()
    for file in folder.glob(f"copy-{tag}.study*"):
        file.unlink()


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        render(Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]))
