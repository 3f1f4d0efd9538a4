"""Lists of interviews, narrowed: also of a study from before there was a register."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldsurvey.records import InterviewFilter
from fieldsurvey.study import Study

STUDIES = Path(__file__).parents[1] / "data" / "studies"


@pytest.mark.parametrize("narrowed", [{"round": "baseline"}, {"stratum": "small"}])
def test_an_older_study_that_is_only_read_has_no_firms_and_so_none_of_a_round(
    tmp_path: Path, narrowed: dict[str, str]
) -> None:
    path = tmp_path / "old.study"
    shutil.copy(STUDIES / "schema-010.study", path)
    with Study.open(path, read_only=True) as old:
        assert old.interviews.listing()
        assert old.interviews.listing(InterviewFilter(**narrowed)) == []  # type: ignore[arg-type]
        assert old.interviews.choices().strata == ()
