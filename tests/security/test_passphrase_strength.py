"""How hard a passphrase is to guess, and what is said about it."""

from __future__ import annotations

import pytest

from fieldsurvey.security.passphrase_strength import WORDS, strength


@pytest.mark.parametrize(
    "weak", ["", "password", "sharma123", "qwertyuiop", "aaaaaaaa", "12345678", "15081947"]
)
def test_what_is_tried_first_is_weak(weak: str) -> None:
    assert strength(weak).is_weak


def test_four_words_that_have_nothing_to_do_with_each_other_are_strong() -> None:
    judged = strength("brass river window seven")
    assert (judged.score, judged.word, judged.advice) == (4, WORDS[4], ())


def test_words_of_another_script_are_judged_too() -> None:
    assert strength("पीतल नदी खिड़की सात").score == 4


def test_words_that_stand_in_the_study_count_as_known() -> None:
    alone = strength("kotagarahalli weavers").guesses
    known = strength("kotagarahalli weavers", ("Kotagarahalli", "Weavers' union")).guesses
    assert known * 100 < alone


def test_a_name_of_the_study_is_pointed_out() -> None:
    advice = strength("kotagarahalli", ("Kotagarahalli handloom",)).advice
    assert any("stands in the study" in sentence for sentence in advice)


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("password", "tried first"),
        ("zxcvfr", "side by side"),
        ("ababababab", "same thing again"),
        ("abcdefgh", "in their order"),
        ("15.08.1947", "Dates and years"),
        ("Parliamentary", "found in a list"),
    ],
)
def test_the_advice_names_what_is_wrong(passphrase: str, said: str) -> None:
    assert any(said in sentence for sentence in strength(passphrase).advice)


def test_a_weak_one_is_told_what_is_better() -> None:
    assert "four or more words" in strength("brass").advice[-1]


@pytest.mark.timeout(60)  # judged whole, it would take hours
def test_a_very_long_text_is_judged_at_once() -> None:
    assert strength("brass river window seven" + "x7 " * 5000).score == 4
