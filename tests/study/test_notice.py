"""The notice on the consent page is built from what the study settled, in the firm's language, and asks for each purpose by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.interviews import notice
from fieldsurvey.records import Cluster
from fieldsurvey.records.set_up import LegalBase, Purpose, SetUp
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.xforms import FormEntry

CLUSTER = Cluster(name="Nagamangala brass", agency="Sahyog", donor="NABARD")
SETTLED = SetUp(
    legal_base=LegalBase.CONSENT,
    contact="Sahyog, 080 2345 6789",
    purposes=(Purpose.STUDY, Purpose.REGISTER, Purpose.PHOTO),
    kept_for="three years after the report",
    withdrawal_days=30,
)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    form = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    with Study.create(tmp_path / "a.study", CLUSTER, [form], passphrase=None) as made:
        yield made


def consented(study: Study) -> FormEntry:
    """An interview at the page of consent."""
    entry = study.interviews.begin()
    entry.answer("/data/visit/contact_result", "met")
    entry.answer("/data/consent/consent_given", "yes")
    return entry


def asked(entry: FormEntry) -> set[str]:
    every = ("register", "return", "ministry", "photo")
    return {name for name in every if entry.relevant(f"/data/consent/consent_{name}")}


def test_it_says_who_asks_what_for_how_long_and_how_to_take_it_back(study: Study) -> None:
    study.set_up.change(SETTLED)
    entry = consented(study)
    entry.language = "English (en)"
    said = entry.label("/data/consent/consent_notice")
    for words in (
        "Please read out: Sahyog studies the firms of Nagamangala brass. NABARD pays",
        "firm's name and telephone stand in the register",
        "a photograph is taken and kept",
        "kept for three years after the report",
        "at any time: Sahyog, 080 2345 6789.",
        "destroyed after 30 days",
        "Data Protection Board of India",
        "Taking part is your choice",
    ):
        assert words in said
    assert "ministry" not in said


@pytest.mark.parametrize(("language", "word"), [("Hindi (hi)", "पढ़कर सुनाएँ"), ("Kannada (kn)", "ಓದಿ ಹೇಳಿ")])
def test_it_is_read_in_the_language_of_the_firm(study: Study, language: str, word: str) -> None:
    study.set_up.change(SETTLED)
    entry = consented(study)
    entry.language = language
    said = entry.label("/data/consent/consent_notice")
    assert word in said
    assert "080 2345 6789" in said
    assert "Taking part" not in said


def test_only_what_was_ticked_is_asked_for(study: Study) -> None:
    study.set_up.change(SETTLED)
    assert asked(consented(study)) == {"register", "photo"}
    every = dataclasses.replace(SETTLED, purposes=tuple(Purpose))
    study.set_up.change(every)
    assert asked(consented(study)) == {"register", "return", "ministry", "photo"}


def test_a_photograph_is_asked_for_only_where_it_was_agreed_to(study: Study) -> None:
    study.set_up.change(SETTLED)
    entry = consented(study)
    seen = []
    for said in ("", "yes", "no"):
        entry.answer("/data/consent/consent_photo", said)
        seen.append(entry.relevant("/data/closing/photo"))
    assert seen == [False, True, False]
    study.set_up.change(dataclasses.replace(SETTLED, purposes=(Purpose.STUDY,)))
    assert not consented(study).relevant("/data/closing/photo")


def test_what_was_read_out_stays_in_the_interview(study: Study) -> None:
    study.set_up.change(SETTLED)
    entry = consented(study)
    study.set_up.change(dataclasses.replace(SETTLED, contact="Somebody else"))
    assert "080 2345 6789" in entry.value("/data/visit/notice_en")
    assert not entry.can_undo or entry.undo() != frozenset({"/data/visit/notice_en"})


def test_before_anything_is_settled_the_notice_of_the_form_is_read(study: Study) -> None:
    entry = consented(study)
    entry.language = "English (en)"
    assert entry.label("/data/consent/consent_notice").startswith("Please read out: We study the firms")
    assert asked(entry) == {"register", "return"}
    assert notice.sentences_of(CLUSTER, dataclasses.replace(SETTLED, contact=" "), "en") == ()


def test_an_interview_begun_from_a_firm_has_it_too(study: Study) -> None:
    study.set_up.change(SETTLED)
    (firm,) = study.register.add("Asha Idols").ids
    begun = study.fieldwork.begin(firm, interviewer="Meena")
    assert "080 2345 6789" in study.interviews.resume(begun.instance_id).value("/data/visit/notice_kn")


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (LegalBase.STATE_BENEFIT, "section 7"),
        (LegalBase.RESEARCH, "section 17"),
        (LegalBase.CONSENT, "your choice"),
    ],
)
def test_each_legal_base_is_told_as_the_act_has_it(base: LegalBase, words: str) -> None:
    told = " ".join(notice.sentences_of(CLUSTER, dataclasses.replace(SETTLED, legal_base=base), "en"))
    assert words in told
