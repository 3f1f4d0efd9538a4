"""One study gives one report, however often it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader

from fieldsurvey.demo import study as demo


def written(study: Path, out: Path, seed: str) -> str:
    """The report's text, by a program of its own: the order of sets is another with each seed."""
    subprocess.run(
        [sys.executable, "-m", "fieldsurvey", "report", str(study), "cluster", str(out)],
        check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    return "\n".join(page.extract_text() for page in PdfReader(out).pages)


def test_a_cluster_report_written_again_says_the_same(tmp_path: Path) -> None:
    demo.make_study(tmp_path / "a.study", interviews=6, seed=1)
    first = written(tmp_path / "a.study", tmp_path / "1.pdf", "1")
    assert "Not shown" in first
    assert written(tmp_path / "a.study", tmp_path / "2.pdf", "2") == first
