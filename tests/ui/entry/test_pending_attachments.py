"""A draft on disk never names a file that is still on its way, however the file is called."""

from __future__ import annotations

import pytest

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.session.pending_attachments import PendingAttachments
from tests.support.small_form import NOW

PHOTO = "/data/identity/photo"


@pytest.mark.parametrize("name", ["photo.jpg", "R&D.jpg", "a<b>.jpg", 'the "gate".jpg', "पीतल.jpg"])
@pytest.mark.parametrize("before", ["", "old & new.jpg"])
def test_the_answer_of_before_stands_in_the_draft_and_its_steps(study: Study, name: str, before: str) -> None:
    entry, coming = study.interviews.begin("small"), PendingAttachments()
    entry.answer("/data/identity/firm_name", f"Works of {name}")
    entry.answer(PHOTO, before)
    entry.answer(PHOTO, name)
    coming.begin(name, before)
    study.interviews.savepoint(coming.withheld(savepoint_of(entry, NOW)))
    resumed = study.interviews.resume(entry.instance_id)
    assert resumed.value(PHOTO) == before
    assert resumed.value("/data/identity/firm_name") == f"Works of {name}"
    resumed.undo()
    resumed.redo()
    assert resumed.value(PHOTO) == before


def test_a_file_that_came_is_named(study: Study) -> None:
    entry, coming = study.interviews.begin("small"), PendingAttachments()
    entry.answer(PHOTO, "R&D.jpg")
    coming.begin("R&D.jpg", "")
    coming.arrived("R&D.jpg")
    study.interviews.savepoint(coming.withheld(savepoint_of(entry, NOW)))
    assert study.interviews.resume(entry.instance_id).value(PHOTO) == "R&D.jpg"
