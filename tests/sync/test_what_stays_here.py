"""The sensitive module never leaves as rows, by sync either, unless the study's set-up names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.study import Server, Study, load_questionnaire
from fieldsurvey.sync.submission_encryption import Opened, decrypt
from fieldsurvey.xforms import AUDIT_FILE
from tests.support import rows
from tests.support.fake_server import CentralState, Submission
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


def test_what_reads_an_attribute_of_a_sensitive_answer_tells_of_it(tmp_path: Path, server: Served) -> None:
    form = """
        | survey   |           |       |       |            |                |                                       |
        |          | type      | name  | label | disclosure | instance::unit | calculation                           |
        |          | integer   | bribe | Bribe | sensitive  | INR            |                                       |
        |          | calculate | told  |       |            |                | concat(${bribe}, ' ', ${bribe}/@unit) |
        | settings |           |       |       |            |                |                                       |
        |          | form_id   | version |     |            |                |                                       |
        |          | staying   | 1     |       |            |                |                                       |"""
    sent = _sent(tmp_path, server, form, {"/data/bribe": "777"})
    assert b"777" not in sent
    assert b"INR" not in sent


def test_an_attribute_made_of_what_stays_does_not_leave(tmp_path: Path, server: Served) -> None:
    form = FORM.replace("staying", "bound")
    asked = load_questionnaire(write_form(tmp_path / "b.xlsx", form))
    bind = '<bind nodeset="/data/firm/@seen" calculate="/data/informal/off_books * 2"/></model>'
    xform = asked.xform.replace("<firm/>", '<firm seen=""/>').replace("</model>", bind)
    with Study.create(
        tmp_path / "b.study", Cluster(), [replace(asked, xform=xform)], passphrase=None
    ) as study:
        identity = study.interviews.add(
            "bound", {"/data/firm": "Asha", "/data/informal/off_books": "7", "/data/why": "x"}
        )
        assert 'seen="14"' in study.interviews.read(identity).xml
        send_whole(study, server[0])
    assert b"seen" not in server[1].stored[identity].xml


def _sent(folder: Path, server: Served, form: str, answers: dict[str, str]) -> bytes:
    """The XML of an interview as it is at the server."""
    asked = load_questionnaire(write_form(folder / "s.xlsx", form))
    with Study.create(folder / "s.study", Cluster(), [asked], passphrase=None) as study:
        identity = study.interviews.add("staying", answers)
        send_whole(study, server[0])
    return server[1].stored[identity].xml


def test_a_group_called_entity_is_a_group(tmp_path: Path, server: Served) -> None:
    form = """
        | survey   |             |            |            |            |
        |          | type        | name       | label      | disclosure |
        |          | begin group | entity     | Enterprise |            |
        |          | integer     | bribe      | Bribe      | sensitive  |
        |          | text        | legal_form | Legal form | plain      |
        |          | end group   |            |            |            |
        | settings |             |            |            |            |
        |          | form_id     | version    |            |            |
        |          | staying     | 1          |            |            |"""
    answers = {"/data/entity/bribe": "5", "/data/entity/legal_form": "company"}
    sent = _values(_sent(tmp_path, server, form, answers))
    assert (sent["bribe"], sent["legal_form"]) == ("", "company")


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


RAIDS = """
    | survey   |              |         |       |            |
    |          | type         | name    | label | disclosure |
    |          | text         | firm    | Firm  | direct     |
    |          | begin repeat | raid    | Raid  | sensitive  |
    |          | note         | be_kind | Wait  |            |
    |          | begin group  | cost    | Cost  |            |
    |          | integer      | fine    | Fine  |            |
    |          | end group    |         |       |            |
    |          | end repeat   |         |       |            |
    |          | begin group  | asked   | Asked | sensitive  |
    |          | note         | alone   | Alone |            |
    |          | integer      | bribe   | Bribe |            |
    |          | end group    |         |       |            |
    |          | begin repeat | visit   | Visit |            |
    |          | integer      | days    | Days  |            |
    |          | integer      | gift    | Gift  | sensitive  |
    |          | end repeat   |         |       |            |
    |          | audit        | audit   |       |            |
    | settings |              |         |       |            |
    |          | form_id      | version |       |            |
    |          | raids        | 1       |       |            |"""


def test_the_log_tells_nothing_of_the_rows_of_a_repeat_that_stays(tmp_path: Path, server: Served) -> None:
    nodes = (
        "raid[2]",
        "raid[2]/cost",
        "raid[2]/cost/fine",
        "raid[2]/be_kind",
        "asked",
        "asked/alone",
        "visit[2]",
        "visit[2]/days",
        "visit[2]/gift",
        "firm",
    )
    log = "event,node,start,end\n" + "".join(f"question,/data/{node},1,2\n" for node in nodes)
    asked = load_questionnaire(write_form(tmp_path / "r.xlsx", RAIDS))
    with Study.create(tmp_path / "r.study", Cluster(), [asked], passphrase=None, clock=lambda: NOW) as study:
        entry = study.interviews.begin("raids")
        entry.add_repeat("/data/raid")
        entry.answer("/data/raid[2]/cost/fine", "5")
        entry.stamp("/data/meta/audit", AUDIT_FILE)
        study.interviews.savepoint(savepoint_of(entry, NOW))
        study.attachments.add(entry.instance_id, AUDIT_FILE, log.encode())
        assert entry.finalise() == []
        study.interviews.record(entry)
        send_whole(study, server[0])
    arrived = server[1].stored[entry.instance_id]
    assert b"<raid>" not in arrived.xml
    lines = arrived.attachments[AUDIT_FILE].decode().splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == ["/data/visit[2]", "/data/visit[2]/days", "/data/firm"]


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


SEALED = FORM.replace("| instance_name |", "| instance_name | public_key |", 1).replace(
    "| ${firm}       |", f"| ${{firm}} | {agency().public} |", 1
)


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Study]:
    asked = load_questionnaire(write_form(tmp_path / "e.xlsx", SEALED))
    with Study.create(tmp_path / "e.study", Cluster(), [asked], passphrase=None, clock=lambda: NOW) as made:
        yield made


def _opened(server: Served, identity: str) -> Opened:
    """What the agency finds in the envelope that arrived."""
    arrived = server[1].stored[identity]
    return decrypt(arrived.xml, arrived.attachments, agency().private)


def test_an_envelope_holds_none_of_it_either(sealed: Study, server: Served) -> None:
    identity = _interview(sealed)
    send_whole(sealed, server[0])
    opened = _opened(server, identity)
    assert b"7777" not in opened.submission
    assert sorted(opened.media) == [AUDIT_FILE, "gate.jpg"]


# --- what an earlier program began, which withheld nothing --------------------------------------------------------


def test_what_an_earlier_program_tried_leaves_without_it(study: Study, server: Served) -> None:
    identity = _interview(study)
    rows.change(study, "UPDATE outbox SET attempts = 1, tried_at = '2026-01-01T00:00:00+00:00'")
    assert send_whole(study, server[0]) == [identity]
    assert b"7777" not in b"".join(server[1].posts)
    assert sorted(server[1].stored[identity].attachments) == [AUDIT_FILE, "gate.jpg"]


def test_of_what_has_arrived_whole_already_the_files_that_stay_do_not_follow(
    study: Study, server: Served
) -> None:
    identity = _interview(study)
    study.sync.set_server(Server(server[0]))
    at = "'2026-01-01T00:00:00+00:00'"
    rows.change(
        study,
        f"UPDATE outbox SET attempts = 1, tried_at = {at}",
        f"UPDATE attachment SET acknowledged_at = {at} WHERE name = 'gate.jpg'",
    )
    server[1].stored[identity] = Submission(study.interviews.submissions(identity)[-1].xml.encode())
    assert study.sync.send().sent == [identity]
    assert list(server[1].stored[identity].attachments) == [AUDIT_FILE]


def test_an_envelope_an_earlier_program_sealed_is_sealed_again_without_it(
    sealed: Study, server: Served
) -> None:
    sealed.exports.allow_modules(["informal", "cash"])
    identity = _interview(sealed)
    rows.change(sealed, "UPDATE outbox SET reduced = NULL")
    sealed.exports.allow_modules([])
    send_whole(sealed, server[0])
    opened = _opened(server, identity)
    assert b"7777" not in opened.submission
    assert sorted(opened.media) == [AUDIT_FILE, "gate.jpg"]


def test_an_envelope_sealed_by_this_program_is_sent_as_it_is(sealed: Study, server: Served) -> None:
    sealed.exports.allow_modules(["informal", "cash"])
    identity = _interview(sealed)
    sealed.exports.allow_modules([])
    send_whole(sealed, server[0])
    assert b"7777" in _opened(server, identity).submission


def test_an_envelope_holds_none_of_what_only_its_own_older_version_marks(
    tmp_path: Path, sealed: Study, server: Served
) -> None:
    entry = sealed.interviews.begin("staying")
    entry.answer("/data/informal/off_books", "7777")
    entry.answer("/data/why", "No reason")
    sealed.interviews.savepoint(savepoint_of(entry, NOW))
    newer = SEALED.replace("| staying       | 1 ", "| staying       | 2 ").replace("sensitive", "plain    ")
    sealed.forms.add(load_questionnaire(write_form(tmp_path / "v2.xlsx", newer)))
    assert entry.finalise() == []
    sealed.interviews.record(entry)
    send_whole(sealed, server[0])
    assert b"7777" not in _opened(server, entry.instance_id).submission


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
