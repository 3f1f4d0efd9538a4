"""Each thing that can be amiss at the server has its own sentence and its own stop, and nothing goes to a host nobody named."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fieldsurvey.errors import SyncError
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Report, Server, Study
from fieldsurvey.sync.peer import Outcome
from fieldsurvey.sync.peers.openrosa import OpenRosaServer
from tests.support.certificates import made, protected
from tests.support.fake_server import CentralState, central
from tests.support.scenario import xform
from tests.support.sending import send, send_to
from tests.support.small_form import ANSWERS

Served = tuple[str, CentralState]
OTHER = """
    | survey   |         |         |       |
    |          | type    | name    | label |
    |          | text    | firm    | Firm  |
    | settings |         |         |       |
    |          | form_id | version |       |
    |          | other   | 1       |       |"""


@pytest.fixture
def two_forms(study: Study) -> Study:
    """Two interviews of one form, one of another behind them."""
    study.forms.add(questionnaire_from_xform(xform(OTHER)))
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", ANSWERS)
    study.interviews.add("other", {"/data/firm": "Asha Knits"})
    return study


# --- each its own sentence and its own stop ----------------------------------------------------------------------


def test_a_closed_form_is_tried_once_and_other_forms_go_on(two_forms: Study, server: Served) -> None:
    base, state = server
    state.closed = {"small"}
    report = send(two_forms, base)
    assert len(report.sent) == 1
    assert {str(message) for message in report.refused.values()} == {
        "The form is closed on the server. Ask its administrator to open it."
    }
    assert len(report.refused) == 2
    assert len(state.posts) == 2


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "may not send this form"), (403, "may not send this form"), (405, "archived")],
)
def test_a_form_that_is_not_taken_from_this_key_is_tried_once(
    two_forms: Study, server: Served, status: int, words: str
) -> None:
    base, state = server
    state.form_answers = {"small": status}
    report = send(two_forms, base)
    assert [words in str(message) for message in report.refused.values()] == [True, True]
    assert len(report.sent) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "no place for submissions at this address"),
        (401, "does not know this key"),
        (403, "may not send to the server any more"),
        (402, "account on the server is full"),
        (200, None),
        (503, "trouble"),
    ],
)
def test_what_is_amiss_is_known_before_anything_is_sent(
    study: Study, server: Served, status: int, words: str | None
) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    state.head = status
    report = send(study, base)
    assert (words is None) == (report.stopped is None)
    assert (words or "") in str(report.stopped)
    assert len(state.posts) == (words is None)


def test_the_log_in_page_of_a_network_gets_no_interview(study: Study, server: Served) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    state.head, state.is_openrosa = 200, False
    assert "log-in page" in str(send(study, base).stopped)
    assert state.sizes == []


def test_a_full_account_ends_the_run(two_forms: Study, server: Served) -> None:
    base, state = server
    state.answers = [402]
    report = send(two_forms, base)
    assert "full" in str(report.stopped)
    assert report.waiting == 3


def test_a_key_that_is_withdrawn_on_the_way_ends_the_run(two_forms: Study, server: Served) -> None:
    base, state = server
    state.revoked_on_the_way = True
    report = send(two_forms, base)
    assert "may not send to the server any more" in str(report.stopped)
    assert [method for method, *_rest in state.requests] == ["HEAD", "POST", "HEAD"]


def test_an_interview_the_server_fails_over_stops_no_other(two_forms: Study, server: Served) -> None:
    base, state = server
    state.fails_over = {two_forms.interviews.add("small", ANSWERS)}
    two_forms.interviews.add("other", {"/data/firm": "Meera Dyes"})
    report = send(two_forms, base)
    assert (report.stopped, len(report.sent)) == (None, 4)
    assert ["failed over this interview" in str(why) for why in report.refused.values()] == [True]


def test_a_server_that_fails_over_two_in_a_row_is_left_alone(two_forms: Study, server: Served) -> None:
    base, state = server
    state.answers = [500] * 20
    report = send(two_forms, base)
    assert "trouble" in str(report.stopped)
    assert (len(state.sizes), report.waiting) == (4, 3)


def test_a_twin_in_work_is_asked_once_more(study: Study, server: Served) -> None:
    base, state = server
    identity = study.interviews.add("small", ANSWERS)
    state.answers = [423]
    assert send(study, base).sent == [identity]


def test_a_twin_that_stays_in_work_waits_and_the_next_goes_on(two_forms: Study, server: Served) -> None:
    base, state = server
    state.answers = [423, 423]
    report = send(two_forms, base)
    assert len(report.sent) == 2
    assert ["busy with an earlier try" in str(why) for why in report.refused.values()] == [True]


@pytest.mark.parametrize(
    ("name", "ends", "words"),
    [
        ("localhost", -0.5, "not valid on this laptop's date"),
        ("elsewhere.example", 10, "another name than localhost"),
    ],
)
def test_a_bad_certificate_is_named_and_gets_nothing(
    study: Study, tmp_path: Path, name: str, ends: int, words: str
) -> None:
    state = CentralState()
    study.interviews.add("small", ANSWERS)
    shown, trusting = made(tmp_path, name, ends=ends)
    with protected(state, shown) as base:
        report = _send_trusting(study, base, trusting)
    assert words in str(report.stopped)
    assert state.requests == []


def _send_trusting(study: Study, base: str, trusting: ssl.SSLContext) -> Report:
    with contextlib.closing(OpenRosaServer(base, trusted=trusting)) as remote:
        return send_to(study, remote)


def test_a_certificate_nobody_vouches_for_gets_nothing(study: Study, tmp_path: Path) -> None:
    state = CentralState()
    study.interviews.add("small", ANSWERS)
    with protected(state, made(tmp_path, "localhost")[0]) as base:
        report = send(study, base)
    assert "does not recognise who issued" in str(report.stopped)
    assert state.requests == []


def test_a_certificate_that_holds_lets_the_interview_go(study: Study, tmp_path: Path) -> None:
    identity = study.interviews.add("small", ANSWERS)
    shown, trusting = made(tmp_path, "localhost")
    with protected(CentralState(), shown) as base:
        assert _send_trusting(study, base, trusting).sent == [identity]


def test_a_certificate_this_system_trusts_lets_the_interview_go(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = study.interviews.add("small", ANSWERS)
    shown, _trusting = made(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    with protected(CentralState(), shown) as base:
        assert send(study, base).sent == [identity]


def test_a_server_that_speaks_no_tls_is_said(study: Study, server: Served) -> None:
    base, _state = server
    study.interviews.add("small", ANSWERS)
    report = send(study, base.replace("http://", "https://"))
    assert "No protected connection" in str(report.stopped)


def test_a_name_nobody_knows_is_told_with_the_name(study: Study) -> None:
    study.interviews.add("small", ANSWERS)
    assert "central.invalid was not found" in str(send(study, "https://central.invalid/v1").stopped)


# --- to no host the agent did not name, nor over http ------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.org/v1/key/TOKEN/projects/1", "unprotected"),
        ("HTTP://EXAMPLE.ORG", "unprotected"),
        ("http://192.168.1.20/v1", "unprotected"),
        ("http://127.0.0.1.evil.example/x", "unprotected"),
        ("http://localhost@evil.example/x", "before the host"),
        ("https://central.example.org@evil.example/v1", "before the host"),
        ("https://user:pw@example.org/x", "before the host"),
        ("https://example.org/#/projects/7", "page in the browser"),
        ("https://example.org/?x=1", "page in the browser"),
        ("https://ex ample.org/", "must begin with https"),
        ("https://example.org:99999/", "must begin with https"),
        ("https://-/\n/x", "must begin with https"),
        (f"https://{'a' * 64}.example", "must begin with https"),
        (f"https://{'ü' * 60}.example", "must begin with https"),
        ("https://a..example", "must begin with https"),
        ("file:///etc", "must begin with https"),
    ],
)
def test_an_address_nothing_may_be_sent_to_is_refused(study: Study, address: str, words: str) -> None:
    with pytest.raises(SyncError, match=words):
        study.sync.set_server(Server(address))
    assert study.sync.server == Server()


@pytest.mark.parametrize("tail", ["", "/", "/submission", "/formList", "/submission/"])
def test_an_address_copied_with_what_stands_behind_it_is_understood(
    study: Study, server: Served, tail: str
) -> None:
    base, _state = server
    identity = study.interviews.add("small", ANSWERS)
    assert send(study, base + tail).sent == [identity]


def _sent_on(address: str) -> tuple[OpenRosaServer, list[str]]:
    """A server at https://example.org that sends on to this address, and what was asked of anybody."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.host}:{request.url.port}")
        return httpx.Response(302, headers={"location": address})

    return OpenRosaServer("https://example.org/v1", transport=httpx.MockTransport(answer)), asked


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/submission",
        "http://example.org/submission",
        "https://example.org:8443/submission",
        "http://127.0.0.1:8080/submission",
        "//evil.example/submission",
        "https://sub.example.org/submission",
    ],
)
def test_a_server_that_sends_us_elsewhere_is_not_followed(address: str) -> None:
    remote, asked = _sent_on(address)
    answer = remote.submit("uuid:1", b"<data><meta><instanceID>uuid:1</instanceID></meta></data>", {})
    remote.close()
    assert (answer.outcome, answer.may_have_arrived) == (Outcome.FORBIDDEN, False)
    assert asked == ["HEAD example.org:None"]


def test_a_form_cannot_name_the_server_its_answers_go_to(study: Study, server: Served) -> None:
    base, state = server
    other = CentralState()
    with central(other) as elsewhere:
        asked = xform(OTHER).replace(
            "<instance>", f'<submission action="{elsewhere}/submission" method="post"/><instance>', 1
        )
        study.forms.add(questionnaire_from_xform(asked))
        identity = study.interviews.add("other", {"/data/firm": "Asha Knits"})
        assert send(study, base).sent == [identity]
    assert list(state.stored) == [identity]
    assert other.requests == []


# --- invented firms ----------------------------------------------------------------------------------------------


@pytest.fixture
def synthetic(tmp_path: Path, questionnaire: Questionnaire) -> Iterator[Study]:
    """A study of invented firms with one interview that waits for a real server."""
    about = Cluster(name="Brass", synthetic=True)
    with Study.create(tmp_path / "s.study", about, [questionnaire], passphrase=None) as made_study:
        made_study.interviews.add("small", ANSWERS)
        made_study.sync.set_server(Server("https://central.invalid/v1"))
        yield made_study


def test_invented_firms_ask_before_they_go_to_a_real_server(synthetic: Study) -> None:
    with pytest.raises(SyncError, match="invented firms"):
        synthetic.sync.send()
    assert "not found" in str(synthetic.sync.send(synthetic_too=True).stopped)


def test_invented_firms_go_to_a_server_on_this_laptop_unasked(synthetic: Study, server: Served) -> None:
    synthetic.sync.set_server(Server(server[0]))
    assert len(synthetic.sync.send().sent) == 1
