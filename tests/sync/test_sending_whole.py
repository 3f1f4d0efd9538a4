"""What is sent arrives whole, in as few requests as the server's own limit allows; and what did not leave locks nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import InterviewFilter, Status
from fieldsurvey.study import Server, Study
from fieldsurvey.sync.plan import batches
from tests.support.fake_server import CentralState, central
from tests.support.scenario import xform
from tests.support.sending import send
from tests.support.small_form import ANSWERS, NOW

Served = tuple[str, CentralState]
PHOTOS = """
    | survey   |         |          |         |
    |          | type    | name     | label   |
    |          | text    | firm     | Firm    |
    |          | image   | gate     | Gate    |
    |          | image   | furnace  | Furnace |
    |          | audio   | owner    | Owner   |
    | settings |         |          |         |
    |          | form_id | version  |         |
    |          | photos  | 1        |         |"""
FILES = {"gate": "gate.jpg", "furnace": "furnace.jpg", "owner": "owner.m4a"}
SMALL_FILES = {"gate": 2000, "furnace": 3000, "owner": 500}


@pytest.fixture
def photos(study: Study) -> Study:
    """A study with a form that asks for three files."""
    study.forms.add(questionnaire_from_xform(xform(PHOTOS)))
    return study


def _finalised(study: Study, sizes: Mapping[str, int]) -> str:
    """An interview with these files, so many bytes each."""
    entry = study.interviews.begin("photos")
    entry.answer("/data/firm", "Asha Knits")
    for question in sizes:
        entry.answer(f"/data/{question}", FILES[question])
    study.interviews.savepoint(savepoint_of(entry, NOW))
    for question, size in sizes.items():
        study.attachments.add(entry.instance_id, FILES[question], b"x" * size)
    assert entry.finalise() == []
    study.interviews.record(entry)
    return entry.instance_id


def _note(study: Study, identity: str) -> str:
    """What the list of interviews says of it."""
    row = next(row for row in study.interviews.page(InterviewFilter(), 0, 9) if row.instance_id == identity)
    return str(row.send_error or "")


# --- one request where it fits -----------------------------------------------------------------------------------


def test_the_xml_and_its_files_leave_in_one_request(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, SMALL_FILES)
    assert send(photos, base).sent == [identity]
    assert [sorted(names) for names in state.files] == [["furnace.jpg", "gate.jpg", "owner.m4a"]]


def test_requests_are_cut_by_the_limit_the_server_names(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, {"gate": 6000, "furnace": 6000, "owner": 6000})
    state.accept_length = 10_000
    assert send(photos, base).sent == [identity]
    assert [len(names) for names in state.files] == [1, 1, 1]
    assert max(state.sizes) < state.accept_length
    assert len(state.stored[identity].attachments) == 3


def test_a_file_larger_than_the_limit_is_sent_alone_behind_what_fits(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, {"gate": 50_000, "furnace": 300, "owner": 300})
    state.accept_length = 10_000
    assert send(photos, base).sent == [identity]
    assert state.files == [["furnace.jpg", "owner.m4a"], ["gate.jpg"]]


def test_a_file_the_server_finds_too_large_does_not_hold_back_the_answers(
    photos: Study, server: Served
) -> None:
    base, state = server
    identity = _finalised(photos, {"gate": 50_000, "furnace": 300})
    state.accept_length = 10_000
    state.answers = [0, 413]
    report = send(photos, base)
    assert "larger than the server takes" in str(report.refused[identity])
    assert list(state.stored[identity].attachments) == ["furnace.jpg"]
    assert photos.sync.waiting() == 1


def test_no_portion_is_over_the_limit_and_none_is_lost() -> None:
    sizes = {f"{number}.jpg": number * 997 % 4001 for number in range(60)}
    portions = list(batches(sizes, 1000, 9000))
    assert sorted(name for portion in portions for name in portion) == sorted(sizes)
    assert max(1000 + sum(sizes[name] for name in portion) for portion in portions) < 9000


def test_without_files_the_xml_is_one_portion() -> None:
    assert list(batches({}, 1000, 9000)) == [[]]


# --- what the server already has ---------------------------------------------------------------------------------


def test_a_submission_that_was_edited_there_since_has_arrived(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, {})
    state.lose_after_storing = 2
    send(photos, base)
    state.edited = {identity}
    report = send(photos, base)
    assert (report.sent, report.refused, report.remarks) == ([identity], {}, {})
    assert photos.interviews.read(identity).status is Status.SENT


def test_files_that_cannot_follow_an_edited_submission_are_named(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, {"gate": 4000, "furnace": 4000})
    state.accept_length = 6000
    state.answers = [0, 500, 500]
    send(photos, base)
    state.edited = {identity}
    report = send(photos, base)
    assert report.sent == [identity]
    assert "gate.jpg may be missing there" in str(report.remarks[identity])
    assert "gate.jpg" in _note(photos, identity)
    assert photos.sync.waiting() == 0


# --- what did not leave locks nothing ----------------------------------------------------------------------------


def _can_be_corrected(study: Study, identity: str) -> bool:
    study.interviews.reopen(identity, "Wage corrected")
    return study.interviews.read(identity).status is Status.DRAFT


def test_a_try_without_network_locks_nothing(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    with central(CentralState()) as base:
        pass  # the port is closed again
    assert "No network" in str(send(study, base).stopped)
    assert _can_be_corrected(study, identity)


@pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
def test_what_the_server_says_before_anything_is_sent_locks_nothing(
    study: Study, server: Served, status: int
) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.head = status
    report = send(study, base)
    assert report.stopped is not None
    assert state.posts == []
    assert _can_be_corrected(study, identity)


def test_a_connection_that_is_gone_before_the_post_locks_nothing(photos: Study) -> None:
    first, second = _finalised(photos, {}), _finalised(photos, {})
    state = CentralState()
    with central(state) as base:
        port_closes = base
        assert send(photos, port_closes).waiting == 0
    third = _finalised(photos, {})
    send(photos, port_closes)
    assert {first, second} == set(state.stored)
    assert _can_be_corrected(photos, third)


def test_an_interview_too_large_for_the_server_can_be_corrected(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, {"gate": 300})
    state.answers = [413, 413]
    send(photos, base)
    assert _can_be_corrected(photos, identity)


def test_a_request_that_is_too_large_on_the_way_is_cut_smaller(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, SMALL_FILES)
    state.answers = [413]
    assert send(photos, base).sent == [identity]
    assert len(state.stored[identity].attachments) == 3
    assert len(state.posts) > 1


def test_another_server_gets_all_files_though_the_first_had_some(photos: Study, server: Served) -> None:
    base, state = server
    identity = _finalised(photos, {"gate": 6000, "furnace": 6000})
    state.accept_length = 8000
    state.answers = [0, 503, 503]
    photos.sync.set_server(Server(base))
    photos.sync.send()
    other = CentralState()
    with central(other) as elsewhere:
        photos.sync.set_server(Server(elsewhere))
        photos.sync.send()
    assert sorted(other.stored[identity].attachments) == ["furnace.jpg", "gate.jpg"]


def _is_locked(study: Study, identity: str) -> bool:
    with pytest.raises(StoreError, match="on its way to the server"):
        study.interviews.reopen(identity, "Wage corrected")
    return not study.interviews.read(identity).is_draft


def test_what_may_have_arrived_unseen_stays_locked_though_a_later_try_did_not_leave(
    study: Study, server: Served
) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.lose_after_storing = 2
    send(study, base)
    with central(CentralState()) as closed:
        pass
    send(study, closed)
    assert _is_locked(study, identity)


def test_what_may_have_arrived_unseen_stays_locked_though_the_server_refuses_it_later(
    study: Study, server: Served
) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.lose_after_storing = 2
    send(study, base)
    state.form_answers = {"small": 403}
    send(study, base)
    assert _is_locked(study, identity)


def test_what_may_have_arrived_at_a_busy_server_stays_locked_though_the_second_request_is_refused(
    study: Study, server: Served
) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.answers = [503, 404]
    send(study, base)
    assert _is_locked(study, identity)
