"""A new study never takes the place of one that lies there already."""

from __future__ import annotations

from pathlib import Path

from fieldsurvey.models import Cluster, Questionnaire
from fieldsurvey.study import Study
from fieldsurvey.ui.new_study import NewStudyForm, _file_name
from fieldsurvey.ui.welcome import WelcomePage
from tests.conftest import ANSWERS
from tests.pages import Program


def filled_form(program: Program) -> NewStudyForm:
    page = program.window.findChild(WelcomePage)
    assert page is not None
    page._new()
    form = page.findChild(NewStudyForm)
    assert form is not None
    form._fields["name"].setText("Brass")
    form._plain.setChecked(True)
    return form


def test_a_study_of_the_same_name_is_refused_and_keeps_its_interviews(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=None) as old:
        old.add_interview("small", ANSWERS)
    form = filled_form(program)
    form.make(path)
    assert "exists already" in form._error.text()
    with Study.open(path) as old:
        assert len(old.interview_list()) == 1


def test_a_cluster_name_with_a_slash_is_offered_as_one_file_name() -> None:
    assert _file_name("Brass / copper: Moradabad?") == "Brass copper Moradabad"


def test_a_long_name_in_hindi_is_offered_as_a_name_the_disk_can_hold() -> None:
    assert 0 < len(_file_name("मुरादाबाद पीतल हस्तशिल्प " * 20).encode()) <= 120
