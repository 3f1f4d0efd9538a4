"""The sensitive module never leaves as rows, by sync either, unless the study's set-up names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.study import Server, Study, load_questionnaire
from fieldsurvey.sync.submission_encryption import decrypt
from fieldsurvey.xforms import AUDIT_FILE
from tests.support.fake_server import CentralState
from tests.support.markdown_form import write_form
from tests.support.rsa_keys import agency
from tests.support.sending import send
from tests.support.small_form import NOW

Served = tuple[str, CentralState]
FORM = """
    | survey   |               |           |               |            |             |                 |
    |          | type          | name      | label         | disclosure | calculation | relevant        |
    |          | text          | firm      | Firm          | direct     |             |                 |
    |          | begin group   | informal  | Informality   |            |             |                 |
    |          | integer       | off_books | Off the books | sensitive  |             |                 |
    |          | image         | ledger    | Ledger        | sensitive  |             |                 |
    |          | end group     |           |               |            |             |                 |
    |          | begin repeat  | worker    | Worker        |            |             |                 |
    |          | integer       | cash      | Paid in cash  | sensitive  |             |                 |
    |          | integer       | age       | Age           |            |             |                 |
    |          | end repeat    |           |               |            |             |                 |
    |          | calculate     | told      |               |            | concat('off ', ${off_books}) |  |
    |          | text          | why       | Why?          |            |             | ${off_books} > 0 |
    |          | image         | gate      | Gate          |            |             |                 |
    |          | audit         | audit     |               |            |             |                 |
    | settings |               |           |               |            |             |                 |
    |          | form_id       | version   | instance_name |            |             |                 |
    |          | staying       | 1         | ${firm}       |            |             |                 |"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    asked = load_questionnaire(write_form(tmp_path / "f.xlsx", FORM))
    with Study.create(tmp_path / "a.study", Cluster(), [asked], passphrase=None, clock=lambda: NOW) as made:
        yield made


def _interview(study: Study) -> str:
    entry = study.interviews.begin("staying")
    entry.answer("/data/firm", "Asha Knits")
    entry.answer("/data/informal/off_books", "7777")
    entry.answer("/data/informal/ledger", "ledger.jpg")
    entry.answer("/data/worker[1]/cash", "8888")
    entry.answer("/data/worker[1]/age", "41")
    entry.answer("/data/why", "No reason")
    entry.answer("/data/gate", "gate.jpg")
    entry.stamp("/data/meta/audit", AUDIT_FILE)
    log = b"event,node,start,end\nquestion,/data/informal/off_books,1,2\nquestion,/data/firm,3,4\n"
    study.interviews.savepoint(savepoint_of(entry, NOW))
    for name, data in {"ledger.jpg": b"LEDGER", "gate.jpg": b"GATE", AUDIT_FILE: log}.items():
        study.attachments.add(entry.instance_id, name, data)
    assert entry.finalise() == []
    study.interviews.record(entry)
    return entry.instance_id


def _values(xml: bytes) -> dict[str, str]:
    return {etree.QName(node).localname: node.text or "" for node in etree.fromstring(xml).iter("*")}


def test_sensitive_answers_and_what_tells_of_them_do_not_leave(study: Study, server: Served) -> None:
    base, state = server
    identity = _interview(study)
    assert send_whole(study, base) == [identity]
    sent = _values(state.stored[identity].xml)
    assert (sent["firm"], sent["age"], sent["gate"]) == ("Asha Knits", "41", "gate.jpg")
    assert [sent[name] for name in ("off_books", "ledger", "cash", "told", "why")] == [""] * 5
    assert b"7777" not in b"".join(state.posts)


def send_whole(study: Study, base: str) -> list[str]:
    study.sync.set_server(Server(base))
    return study.sync.send().sent


NEIGHBOURS = """
    | survey   |               |         |        |            |             |                                      |               |
    |          | type          | name    | label  | disclosure | calculation | relevant                             | choice_filter |
    |          | text          | firm    | Firm   | direct     |             |                                      |               |
    |          | begin group   | hidden  | Hidden | sensitive  |             |                                      |               |
    |          | integer       | kids    | Kids   |            |             |                                      |               |
    |          | select_one yn | bribes  | Bribes |            |             |                                      |               |
    |          | begin repeat  | raid    | Raid   |            |             |                                      |               |
    |          | integer       | fine    | Fine   |            |             |                                      |               |
    |          | end repeat    |         |        |            |             |                                      |               |
    |          | end group     |         |        |            |             |                                      |               |
    |          | select_one yn | ok      | Ok     |            |             |                                      |               |
    |          | calculate     | raids   |        |            | count(${raid}) |                                   |               |
    |          | select_one lv | level   | Level  |            |             |                                      | b = ${bribes} |
    |          | integer       | paid    | Paid   |            |             | ${bribes} = 'yes' and ${ok} = 'yes'  |               |
    | choices  |               |         |        |            |             |                                      |               |
    |          | list_name     | name    | label  | b          |             |                                      |               |
    |          | yn            | yes     | Yes    |            |             |                                      |               |
    |          | yn            | no      | No     |            |             |                                      |               |
    |          | lv            | often   | Often  | yes        |             |                                      |               |
    |          | lv            | never   | Never  | no         |             |                                      |               |
    | settings |               |         |        |            |             |                                      |               |
    |          | form_id       | version |        |            |             |                                      |               |
    |          | near          | 1       |        |            |             |                                      |               |"""


def test_a_mark_on_a_group_holds_for_all_within_and_nothing_beside_it_tells(
    tmp_path: Path, server: Served
) -> None:
    base, state = server
    asked = load_questionnaire(write_form(tmp_path / "n.xlsx", NEIGHBOURS))
    answers = {
        "/data/firm": "Asha",
        "/data/hidden/kids": "3",
        "/data/hidden/bribes": "yes",
        "/data/hidden/raid[1]/fine": "7",
        "/data/ok": "yes",
        "/data/level": "often",
        "/data/paid": "5000",
    }
    with Study.create(tmp_path / "n.study", Cluster(), [asked], passphrase=None) as study:
        identity = study.interviews.add("near", answers)
        send_whole(study, base)
    sent = _values(state.stored[identity].xml)
    told = [sent.get(name, "") for name in ("kids", "bribes", "fine", "raids", "level", "paid")]
    assert (sent["firm"], sent["ok"], told) == ("Asha", "yes", [""] * 6)
    assert "raid" not in sent


def test_an_entity_made_of_what_stays_is_not_made(tmp_path: Path, server: Served) -> None:
    base, state = server
    form = """
        | survey   |           |         |       |            |         |
        |          | type      | name    | label | disclosure | save_to |
        |          | text      | name    | Name  |            | firm_name |
        |          | integer   | kids    | Kids  | sensitive  |         |
        | entities |           |         |       |            |         |
        |          | list_name | label   | create_if |        |         |
        |          | firms     | ${name} | ${kids} > 0 |      |         |
        | settings |           |         |       |            |         |
        |          | form_id   | version |       |            |         |
        |          | ent       | 1       |       |            |         |"""
    asked = load_questionnaire(write_form(tmp_path / "t.xlsx", form))
    with Study.create(tmp_path / "t.study", Cluster(), [asked], passphrase=None) as study:
        identity = study.interviews.add("ent", {"/data/name": "Asha", "/data/kids": "3"})
        send_whole(study, base)
    assert b"entity" not in state.stored[identity].xml.split(b"<meta", 1)[1]


def test_their_photos_and_lines_of_the_log_do_not_leave(study: Study, server: Served) -> None:
    base, state = server
    identity = _interview(study)
    send_whole(study, base)
    files = state.stored[identity].attachments
    assert sorted(files) == [AUDIT_FILE, "gate.jpg"]
    assert files[AUDIT_FILE] == b"event,node,start,end\nquestion,/data/firm,3,4\n"


def test_the_study_itself_keeps_them(study: Study, server: Served) -> None:
    identity = _interview(study)
    send_whole(study, server[0])
    assert "7777" in study.interviews.read(identity).xml
    assert study.attachments.read(identity, "ledger.jpg") == b"LEDGER"


def test_a_module_the_set_up_names_leaves(study: Study, server: Served) -> None:
    base, state = server
    identity = _interview(study)
    study.exports.allow_modules(["informal"])
    send_whole(study, base)
    sent = _values(state.stored[identity].xml)
    assert (sent["off_books"], sent["told"], sent["cash"]) == ("7777", "off 7777", "")
    assert "ledger.jpg" in state.stored[identity].attachments


def test_a_second_try_sends_the_same_bytes_though_the_set_up_changed(study: Study, server: Served) -> None:
    base, state = server
    _interview(study)
    state.lose_after_storing = 2
    send_whole(study, base)
    study.exports.allow_modules(["informal"])
    send_whole(study, base)
    assert len(state.posts) == 3
    assert len(set(state.posts)) == 1


def test_what_was_not_sent_yet_follows_the_set_up(study: Study, server: Served) -> None:
    base, state = server
    identity = _interview(study)
    state.head = 404
    send_whole(study, base)
    state.head = 204
    study.exports.allow_modules(["informal", "cash"])
    send_whole(study, base)
    assert _values(state.stored[identity].xml)["cash"] == "8888"


def test_an_envelope_holds_none_of_it_either(tmp_path: Path, server: Served) -> None:
    base, state = server
    settings = FORM.replace("| instance_name |", "| instance_name | public_key |", 1).replace(
        "| ${firm}       |", f"| ${{firm}} | {agency().public} |", 1
    )
    asked = load_questionnaire(write_form(tmp_path / "e.xlsx", settings))
    with Study.create(tmp_path / "e.study", Cluster(), [asked], passphrase=None, clock=lambda: NOW) as sealed:
        identity = _interview(sealed)
        send_whole(sealed, base)
    arrived = state.stored[identity]
    opened = decrypt(arrived.xml, arrived.attachments, agency().private)
    assert b"7777" not in opened.submission
    assert sorted(opened.media) == [AUDIT_FILE, "gate.jpg"]


def test_a_form_without_sensitive_questions_leaves_as_it_is(study: Study, server: Served) -> None:
    base, state = server
    form = FORM.replace("sensitive", "").replace("staying", "open")
    study.forms.add(questionnaire_from_xform(_plain(form)))
    identity = study.interviews.add("open", {"/data/firm": "Asha Knits", "/data/informal/off_books": "7777"})
    send(study, base)
    assert state.stored[identity].xml.decode() == study.interviews.read(identity).xml


def _plain(form: str) -> str:
    from tests.support.scenario import xform

    return xform(form)
