"""Submitting over OpenRosa against a real server that can misbehave."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import httpx
import pytest

from fieldsurvey.errors import StoreError, SyncError
from fieldsurvey.interviews.submissions import fill_in, savepoint_of
from fieldsurvey.records import Status
from fieldsurvey.study import Server, Study
from fieldsurvey.sync.peer import Answer, Outcome
from fieldsurvey.sync.peers.openrosa import OpenRosaServer
from tests.support.fake_server import CentralState, central
from tests.support.sending import outbox_of, send, send_to
from tests.support.small_form import ANSWERS, NOW

Served = tuple[str, CentralState]


def test_a_finalised_interview_arrives_and_is_sent(study: Study, server: Served) -> None:
    base, state = server
    study.exports.allow_modules(["unrecorded"])
    identity = study.interviews.add("small", ANSWERS)
    study.sync.set_server(Server(base))
    report = study.sync.send()
    assert report.sent == [identity]
    assert state.stored[identity].xml.decode() == study.interviews.read(identity).xml
    assert study.interviews.read(identity).status is Status.SENT
    assert study.sync.waiting() == 0


def test_the_server_is_asked_with_head_first_and_with_the_openrosa_header(
    study: Study, server: Served
) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    send(study, base)
    assert [method for method, _path, _headers in state.requests] == ["HEAD", "POST"]
    assert all(headers["X-OpenRosa-Version"] == "1.0" for _m, _p, headers in state.requests)


def test_a_draft_is_not_sent(study: Study, server: Served) -> None:
    base, state = server
    study.interviews.reopen(study.interviews.add("small", ANSWERS), "Wage corrected")
    assert send(study, base).sent == []
    assert state.requests == []


def test_a_retry_sends_the_very_same_bytes(study: Study, server: Served) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.lose_after_storing = 2
    first = send(study, base)
    assert first.sent == []
    assert "try again" in str(first.stopped)
    second = send(study, base)
    assert second.sent == [identity]
    assert len(set(state.posts)) == 1
    assert len(state.posts) == 3


def test_only_201_is_success(study: Study, server: Served) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    state.answers = [204, 204]
    report = send(study, base)
    assert report.sent == []
    assert "without storing" in str(report.stopped)
    assert study.sync.waiting() == 1


def test_no_network_is_a_sentence_and_everything_stays(study: Study) -> None:
    with central(CentralState()) as base:
        pass  # the port is closed again
    study.interviews.add("small", ANSWERS)
    report = send(study, base)
    assert "No network" in str(report.stopped)
    assert study.sync.waiting() == 1


def test_an_unknown_form_is_refused_and_the_next_interview_goes_on(study: Study, server: Served) -> None:
    base, state = server
    first, second = sorted(study.interviews.add("small", ANSWERS) for _ in range(2))
    state.answers = [404]
    report = send(study, base)
    assert report.sent == [second]
    assert "publish" in str(report.refused[first])
    assert {row.instance_id: row.send_error for row in study.interviews.listing()} == {
        first: report.refused[first],
        second: None,
    }


def test_a_race_with_a_twin_is_sent_once_more(study: Study, server: Served) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.raced = 1
    assert send(study, base).sent == [identity]


def test_a_withdrawn_key_stops_the_run(study: Study, server: Served) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", ANSWERS)
    state.revoked = True
    report = send(study, base)
    assert "key" in str(report.stopped)
    assert [method for method, _path, _headers in state.requests] == ["HEAD"]


def test_a_redirect_is_followed_by_head_and_never_by_post(study: Study, server: Served) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    with central(CentralState(redirect_to=f"{base}/submission?deviceID=test")) as moved:
        report = send(study, moved)
    assert report.sent == [identity]
    assert list(state.stored) == [identity]


def test_a_redirect_on_post_loses_nothing(study: Study, server: Served) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    remote = OpenRosaServer(base)
    with outbox_of(study) as outbox:
        identity = outbox.waiting()[0]
        submission = outbox.submission(identity)
    remote.submit(identity, b"<x/>", {})  # refused here, before any request
    assert state.requests == []
    state.answers = [302]
    answer = remote.submit(identity, submission, {})
    remote.close()
    assert answer.outcome == "later"


def test_attachments_follow_the_xml_and_are_remembered(study: Study, server: Served) -> None:
    base, state = server
    entry = study.interviews.begin("small")
    fill_in(entry, {**ANSWERS, "/data/identity/photo": "p.jpg"})
    study.interviews.savepoint(savepoint_of(entry, NOW))
    study.attachments.add(entry.instance_id, "p.jpg", b"\xff\xd8 picture")
    assert entry.finalise() == []
    study.interviews.record(entry)
    send(study, base)
    assert state.stored[entry.instance_id].attachments == {"p.jpg": b"\xff\xd8 picture"}
    assert len(set(state.posts)) == 1


def test_a_login_never_travels_in_the_open(study: Study) -> None:
    with pytest.raises(SyncError, match="https"):
        study.sync.set_server(Server("http://example.org/kobo", "asha", "secret"))


@pytest.mark.parametrize("address", ["central.example.org", "https://", "http://[bad", "ftp://x"])
def test_an_address_that_is_none_is_refused(study: Study, address: str) -> None:
    with pytest.raises(SyncError, match="https"):
        study.sync.set_server(Server(address))


def test_what_may_have_arrived_is_not_changed_here_any_more(study: Study, server: Served) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.lose_after_storing = 2
    send(study, base)
    with pytest.raises(Exception, match="on its way to the server"):
        study.interviews.reopen(identity, "Wage corrected")


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405])
def test_what_the_server_refused_outright_can_be_corrected(study: Study, server: Served, status: int) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.answers = [status]
    send(study, base)
    study.interviews.reopen(identity, "Wage corrected")
    assert study.interviews.read(identity).status is Status.DRAFT


def test_the_server_is_kept_inside_the_study(study: Study) -> None:
    study.sync.set_server(Server("https://central.example.org/v1/key/T/projects/1"))
    with study.again() as twin:
        assert (
            dataclasses.asdict(twin.sync.server)["url"] == "https://central.example.org/v1/key/T/projects/1"
        )


class _Meanwhile:
    """A server that takes everything, and lets something happen while the first interview is on its way."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self.happens, self.taken = happens, list[str]()
        self.most_at_once = 100_000_000

    def ready(self) -> None:
        """It always is."""

    def submit(self, instance_id: str, xml: bytes, attachments: Mapping[str, bytes]) -> Answer:
        if not self.taken:
            self.happens()
        self.taken.append(instance_id)
        return Answer(Outcome.STORED)

    def close(self) -> None:
        """Nothing to let go of."""


def test_an_interview_opened_again_while_others_are_sent_stays_a_draft(study: Study) -> None:
    first, second = study.interviews.add("small", ANSWERS), study.interviews.add("small", ANSWERS)
    order = sorted((first, second))  # queued in the same instant
    remote = _Meanwhile(lambda: study.interviews.reopen(order[1], "Wage corrected"))
    report = send_to(study, remote)
    assert remote.taken == [order[0]]
    assert report.waiting == 0
    assert study.interviews.read(order[1]).status is Status.DRAFT


def test_an_interview_is_finalised_once(study: Study) -> None:
    entry = study.interviews.begin("small")
    fill_in(entry, ANSWERS)
    assert entry.finalise() == []
    study.interviews.record(entry)
    with pytest.raises(StoreError, match="finalised already"):
        study.interviews.record(entry)


def test_a_redirect_away_from_https_is_not_followed() -> None:
    sent_on = httpx.MockTransport(
        lambda _request: httpx.Response(302, headers={"location": "http://example.org/submission"})
    )
    remote = OpenRosaServer("https://example.org/v1", transport=sent_on)
    answer = remote.submit("uuid:1", b"<data><meta><instanceID>uuid:1</instanceID></meta></data>", {})
    remote.close()
    assert answer.outcome is Outcome.FORBIDDEN
    assert "unprotected" in str(answer.message)
