"""A process of its own that records planted answers in a locked study through the real window, and is then killed.

Run by test_traces.py with a home, a temporary folder and a study's folder of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import tests.support.quick_keys  # noqa: F401 - the study it opens was made with these
from fieldsurvey.app import make_application
from fieldsurvey.records import Cluster
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import log, paths
from fieldsurvey.ui.window.main_window import MainWindow, apply_settings

PLANTED = (
    "Zebulon Foundry",
    "ज़ेबुलोन ढलाई",
    "987654321",
    "planted photo bytes",
    "Consent withdrawn by Zebulon",
)


def main(path: Path, form: Path, passphrase: str) -> None:
    """Record, attach, search, back up, export nothing, and die with the window open."""
    log.start(paths.log_folder())
    app = make_application()
    settings = Settings(interviewer="Ravi")
    apply_settings(settings)
    window = MainWindow(settings, paths.settings_file())
    questionnaire = load_questionnaire(form)
    window.open_study(Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase))
    window.show()
    window.begin_interview()
    session = window.entry.session
    session.answers.give("/data/identity/firm_name", PLANTED[0])
    session.answers.give("/data/identity/gstin", PLANTED[1])
    session.answers.give("/data/trade/turnover", PLANTED[2])
    session.attachments.attach("/data/identity/photo", "photo.jpg", PLANTED[3].encode() * 3000)
    session.drafts.save()
    window.tasks.wait_for_writes()
    identity = session.entry.instance_id
    window.tasks.write(lambda study: study.reports.set_narrative("history", "en", PLANTED[4]))
    window.tasks.write(lambda study: study.safety.back_up())
    window.tasks.wait_for_writes()
    assert window.study.interviews.read(identity).firm == PLANTED[0]
    app.processEvents()
    print("done", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
