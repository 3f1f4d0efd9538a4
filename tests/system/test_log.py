"""The log says what failed and where, and quotes nothing that was typed; no core dump is left either."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from fieldsurvey import app
from fieldsurvey.errors import StoreError
from fieldsurvey.system import log

ANSWER = "ZEBULON PLANTED"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """The log's file, in a folder of its own."""
    logger = logging.getLogger("fieldsurvey")
    before = logger.handlers[:]
    log.start(tmp_path)
    yield tmp_path / "fieldsurvey.log"
    for handler in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(handler)
        handler.close()


def raised(error: Exception | None = None) -> Exception:
    """An exception as it is caught, whose text or whose cause's text quotes an answer."""
    try:
        try:
            int(ANSWER)
        except ValueError as cause:
            if error is None:
                raise
            raise error from cause
    except Exception as caught:  # noqa: BLE001 - that one
        return caught
    raise AssertionError


def test_the_text_of_an_exception_is_not_written_but_its_type_and_place_are(written: Path) -> None:
    logging.getLogger("fieldsurvey.x").error("A job failed", exc_info=raised())
    text = written.read_text(encoding="utf-8")
    assert "A job failed" in text
    assert "builtins.ValueError" in text
    assert f"{Path(__file__).name}:" in text
    assert "raised" in text
    assert ANSWER not in text


def test_our_own_faults_are_written_by_their_code_with_what_they_came_from(written: Path) -> None:
    fault = StoreError("study.exists", study=ANSWER)
    logging.getLogger("fieldsurvey.x").error("A job failed", exc_info=raised(fault))
    text = written.read_text(encoding="utf-8")
    assert "StoreError [study.exists]" in text
    assert "ValueError" in text
    assert ANSWER not in text


def test_a_bug_in_the_window_leaves_no_answer_in_its_file_nor_on_the_error_stream(
    written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(str(words)))
    bug = raised()
    app.show_bug(None, type(bug), bug, bug.__traceback__)  # type: ignore[arg-type]
    text = written.read_text(encoding="utf-8") + capsys.readouterr().err
    assert text.count("builtins.ValueError") == 2
    assert ANSWER not in text + "".join(said)


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limit")
def test_the_program_leaves_no_core_dump() -> None:
    script = (
        "import resource, sys\n"
        "from fieldsurvey.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: print(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("(0, 0)\n")
