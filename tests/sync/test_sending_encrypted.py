"""An encrypted form: only its envelope leaves, always the same one, and the agency's key opens what arrived."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fieldsurvey.errors import FormError
from fieldsurvey.interviews.submissions import fill_in, savepoint_of
from fieldsurvey.records import Cluster, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.sync.submission_encryption import Opened, decrypt
from fieldsurvey.xforms import parse_form
from tests.support import rows
from tests.support.fake_server import CentralState
from tests.support.markdown_form import write_form
from tests.support.rsa_keys import KeyPair, agency
from tests.support.sending import outbox_of, send
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE, SMALL

Served = tuple[str, CentralState]
FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
<instance><data id="f"><a/></data></instance><submission base64RsaPublicKey="{key}"/></model></h:head>
<h:body><input ref="/data/a"/></h:body></h:html>"""
PHOTO = b"\xff\xd8 the front of the works"


def encrypted_form(folder: Path, public_key: str) -> Path:
    settings = f"""
        | settings |         |                 |         |                  |                |              |
        |          | form_id | form_title      | version | default_language | instance_name  | public_key   |
        |          | small   | Small firm form | 1       | English (en)     | ${{firm_name}} | {public_key} |
    """
    return write_form(folder / "small.xlsx", SMALL, settings)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A locked study with an encrypted form."""
    questionnaire = load_questionnaire(encrypted_form(tmp_path, agency().public))
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE, clock=lambda: NOW) as made:
        yield made


def with_photo(study: Study) -> str:
    """A finalised interview with a photo."""
    entry = study.interviews.begin("small")
    fill_in(entry, {**ANSWERS, "/data/identity/photo": "p.jpg"})
    study.interviews.savepoint(savepoint_of(entry, NOW))
    study.attachments.add(entry.instance_id, "p.jpg", PHOTO)
    assert entry.finalise() == []
    study.interviews.record(entry)
    return entry.instance_id


def opened(state: CentralState, identity: str) -> Opened:
    arrived = state.stored[identity]
    return decrypt(arrived.xml, arrived.attachments, agency().private)


def test_what_arrived_opens_with_the_agencys_key_to_the_same_bytes(study: Study, server: Served) -> None:
    base, state = server
    study.exports.allow_modules(["unrecorded"])
    identity = with_photo(study)
    assert send(study, base).sent == [identity]
    assert opened(state, identity).submission.decode() == study.interviews.read(identity).xml
    assert opened(state, identity).media == {"p.jpg": PHOTO}


def test_only_the_envelope_leaves(study: Study, server: Served) -> None:
    base, state = server
    identity = with_photo(study)
    send(study, base)
    arrived = state.stored[identity]
    assert arrived.is_envelope
    assert list(arrived.attachments) == ["p.jpg.enc", "submission.xml.enc"]
    everything = arrived.xml + b"".join(arrived.attachments.values())
    assert b"Sharma" not in everything
    assert PHOTO not in everything


def test_a_retry_sends_the_very_same_envelope(study: Study, server: Served) -> None:
    base, state = server
    identity = with_photo(study)
    state.lose_after_storing = 2
    assert send(study, base).sent == []
    with study.again() as later:
        assert send(later, base).sent == [identity]
    assert len(set(state.posts)) == 1
    assert opened(state, identity).media == {"p.jpg": PHOTO}


def test_files_that_arrived_before_the_network_failed_are_not_sent_again(study: Study) -> None:
    identity = with_photo(study)
    with outbox_of(study) as outbox:
        outbox.attachments_stored(identity, ["p.jpg.enc"])
        assert list(outbox.attachments(identity)) == ["submission.xml.enc"]


def test_the_study_keeps_its_answers_readable_for_figures_and_reports(study: Study) -> None:
    identity = with_photo(study)
    assert "Sharma Brass Works" in study.interviews.read(identity).xml
    assert study.attachments.read(identity, "p.jpg") == PHOTO


def test_an_interview_opened_again_before_sending_gets_a_new_envelope(study: Study, server: Served) -> None:
    base, state = server
    identity = with_photo(study)
    with outbox_of(study) as outbox:
        before = outbox.submission(identity)
    study.interviews.reopen(identity, "Wage corrected")
    entry = study.interviews.resume(identity)
    entry.answer("/data/identity/firm_name", "Sharma and Daughters")
    assert entry.finalise() == []
    study.interviews.record(entry)
    send(study, base)
    assert state.stored[identity].xml != before
    assert "Sharma and Daughters" in opened(state, identity).submission.decode()


def test_a_draft_keeps_no_envelope(study: Study) -> None:
    study.interviews.reopen(with_photo(study), "Wage corrected")
    assert rows.count(study, "sealed_file") == 0


def test_what_was_sent_takes_no_second_place_in_the_study(study: Study, server: Served) -> None:
    base, _state = server
    identity = with_photo(study)
    send(study, base)
    assert study.interviews.read(identity).status is Status.SENT
    assert rows.count(study, "sealed_file") == 0


def test_a_form_without_a_key_is_sent_as_it_is(tmp_path: Path, server: Served) -> None:
    base, state = server
    questionnaire = load_questionnaire(encrypted_form(tmp_path, ""))
    with Study.create(tmp_path / "a.study", Cluster(), [questionnaire], passphrase=None) as plain:
        identity = plain.interviews.add("small", ANSWERS)
        send(plain, base)
    assert not state.stored[identity].is_envelope


@pytest.mark.parametrize("key", ["MIIB", "not base64!", "bm8ga2V5", "-----BEGIN PUBLIC KEY-----"])
def test_a_key_that_is_none_is_told_when_the_form_is_loaded(key: str, tmp_path: Path) -> None:
    with pytest.raises(FormError) as caught:
        load_questionnaire(encrypted_form(tmp_path, key))
    assert "public_key" in str(caught.value.problems[0])


def test_a_short_key_is_taken_with_a_warning() -> None:
    short = KeyPair(rsa.generate_private_key(65537, 1024))
    form = parse_form(FORM.format(key=short.public))
    assert "1024 bits" in str(form.warnings[0])


def test_a_long_key_needs_no_warning() -> None:
    assert parse_form(FORM.format(key=agency().public)).warnings == []


def test_an_elliptic_key_is_no_key_for_a_form(tmp_path: Path) -> None:
    der = (
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    with pytest.raises(FormError) as caught:
        load_questionnaire(encrypted_form(tmp_path, base64.b64encode(der).decode()))
    assert "RSA" in str(caught.value.problems[0])
