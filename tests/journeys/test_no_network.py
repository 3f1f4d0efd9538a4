"""Nothing leaves the laptop before somebody presses Send: the program opens no way to a network while it is worked with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_WALK = """
import sys
tried = []
sys.addaudithook(
    lambda event, values: tried.append((event, str(values[-1])))
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind") else None
)
from pathlib import Path
from PySide6.QtTest import QTest
from fieldsurvey import app
from fieldsurvey.demo import study as demo_study
from fieldsurvey.records import Server
from fieldsurvey.settings import Settings
from fieldsurvey.study import ExportOptions, Profile, Study
from fieldsurvey.ui.window.main_window import MainWindow, apply_settings
folder = Path(sys.argv[1])
demo_study.make_study(folder / "demo.study", interviews=2, seed=1)
study = Study.open(folder / "demo.study")
study.sync.set_server(Server("https://server.example/v1", "user", "secret"))
tried.clear()  # what setting an address looks at is no answer
application = app.make_application()
settings = Settings(interviewer="Asha", recent=(str(folder / "demo.study"),))
apply_settings(settings)
window = MainWindow(settings, folder / "settings.json")
window.open_study(study)
window.show()
for page in ("overview", "interviews", "forms", "reports", "export", "sync", "safety", "preferences"):
    window.show_page(page)
    QTest.qWait(50)
window.begin_interview()
QTest.qWait(200)
window.close()
with Study.open(folder / "demo.study") as study:
    study.exports.write(folder / "o.xlsx", ExportOptions(profile=Profile.WORKING))
    study.reports.write_cluster(folder / "c.pdf")
    study.safety.back_up()
    study.safety.verify()
print(tried)
"""


def test_working_with_a_study_opens_no_connection(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _WALK, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert ended.stdout.strip().splitlines()[-1:] == ["[]"], ended.stderr[-2000:]
