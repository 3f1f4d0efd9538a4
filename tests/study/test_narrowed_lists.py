"""Lists of interviews, narrowed: also of a study from before there was a register."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldsurvey.records import InterviewFilter
from fieldsurvey.study import Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS

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


def test_a_script_lists_interviews_of_a_state(run: Run, study: Study) -> None:
    for firm in ("Asha", "Bhima", "Chitra", "Deva"):
        study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": firm})
    by_firm = {row.firm: row.instance_id for row in study.interviews.listing()}
    study.review.return_interview(by_firm["Asha"], "Ask again")
    study.review.approve(by_firm["Bhima"])
    study.interviews.delete(by_firm["Chitra"])
    study.close()
    listed = {
        state: {
            line.split("\t")[-1]
            for line in run("interview", "list", study.path, *(["--state", state] if state else []))[
                1
            ].splitlines()
        }
        for state in ("", "draft", "returned", "approved", "sent", "deleted")
    }
    assert listed == {
        "": {"Asha", "Bhima", "Deva"},
        "draft": {"Asha"},
        "returned": {"Asha"},
        "approved": {"Bhima"},
        "sent": set(),
        "deleted": {"Chitra"},
    }
