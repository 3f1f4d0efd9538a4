"""The synthetic firms: recorded through the engine, the same for the same seed, plausible, and plainly marked."""

from __future__ import annotations

import re
from functools import cache

import pytest

from fieldsurvey.demo import demo_cluster, narratives, record, synthetic_answers, synthetic_firms
from fieldsurvey.demo.enterprise import gstin
from fieldsurvey.xforms import FormDefinition, FormEntry
from tests.support.shipped_forms import FIRM, NOW, definition

FIRMS = 24


def form() -> FormDefinition:
    return definition(FIRM)


@cache
def firms() -> tuple[FormEntry, ...]:
    return tuple(synthetic_answers(form(), 1, index, NOW) for index in range(FIRMS))


@cache
def consenting() -> tuple[FormEntry, ...]:
    return tuple(entry for entry in firms() if entry.value("/data/consent/consent_given") == "yes")


def numbers(ref: str) -> list[float]:
    """What is known of a figure, firm by firm."""
    told = [entry.value(ref) for entry in consenting()]
    return [float(value) for value in told if value and float(value) >= 0]


def test_the_same_seed_gives_the_same_submission() -> None:
    assert synthetic_answers(form(), 1, 3, NOW).xml() == synthetic_answers(form(), 1, 3, NOW).xml()


def test_another_seed_gives_another_firm() -> None:
    assert synthetic_answers(form(), 2, 3, NOW).xml() != synthetic_answers(form(), 1, 3, NOW).xml()


def test_every_interview_has_its_own_identity() -> None:
    assert len({entry.instance_id for entry in firms()}) == FIRMS


def test_every_interview_is_final_and_without_a_fault() -> None:
    assert [entry.instance_id for entry in firms() if not entry.is_final or entry.validate()] == []


def test_a_submission_opens_again_without_a_fault() -> None:
    again = FormEntry.restore(form(), consenting()[0].xml())
    assert (again.validate(), again.xml()) == ([], consenting()[0].xml())


def test_nothing_is_answered_that_was_not_asked() -> None:
    planned = next(synthetic_firms(1, 1, NOW)).answers
    unasked = [
        ref
        for entry in firms()
        for ref in entry.refs()
        if ref.rpartition("/")[2] in planned and entry.value(ref) and not entry.relevant(ref)
    ]
    assert unasked == []


def test_every_name_says_that_the_firm_is_synthetic() -> None:
    assert all("(synthetic)" in entry.value("/data/visit/firm_name") for entry in firms())


def test_no_telephone_number_is_invented() -> None:
    assert {entry.value("/data/consent/respondent_phone") for entry in firms()} == {""}


def test_some_firms_refuse() -> None:
    assert 0 < len(firms()) - len(consenting()) < FIRMS / 4


def test_some_answers_are_kept_back() -> None:
    text = "".join(entry.xml() for entry in consenting())
    assert re.search(r">-9[89]<", text)
    assert re.search(r">(dk|refused)<", text)


def test_firms_are_of_every_size_from_one_worker_upwards() -> None:
    workers = numbers("/data/labour/workers_total")
    assert min(workers) >= 1
    assert max(workers) <= 120
    assert max(workers) > 4 * sorted(workers)[len(workers) // 2]


def test_larger_firms_turn_over_more() -> None:
    by_size = sorted(
        (
            float(entry.value("/data/labour/workers_total")),
            float(entry.value("/data/turnover_accounts/turnover")),
        )
        for entry in consenting()
    )
    half = len(by_size) // 2
    assert sum(t for _, t in by_size[half:]) > 2 * sum(t for _, t in by_size[:half])


def test_value_added_is_usually_positive() -> None:
    assert len(numbers("/data/turnover_accounts/gva")) > len(consenting()) / 2


def test_market_mixes_make_100_but_for_a_few_slips() -> None:
    sums = numbers("/data/markets/mix_sum")
    assert sums.count(100) >= 0.85 * len(sums)


def test_informality_falls_with_size() -> None:
    told = [
        (
            float(entry.value("/data/labour/workers_total")),
            float(entry.value("/data/informality/informal_index")),
        )
        for entry in consenting()
        if entry.value("/data/informality/informal_index")
    ]
    small = [share for workers, share in told if workers < 8]
    large = [share for workers, share in told if workers >= 8]
    assert sum(small) / len(small) > sum(large) / len(large)


def test_the_sensitive_module_is_skipped_by_some() -> None:
    assert {entry.value("/data/informality/informality_consent") for entry in consenting()} == {"yes", "no"}


def test_plans_can_be_recorded_one_by_one() -> None:
    entry = FormEntry.new(form(), now=NOW)
    record(entry, next(synthetic_firms(1, 5, NOW)))
    assert entry.validate() == []


def test_the_check_character_of_a_gstin() -> None:
    assert gstin("27", "AAPFU0939F") == "27AAPFU0939F1ZV"


def test_the_cluster_says_that_it_is_synthetic() -> None:
    assert demo_cluster().synthetic
    assert "synthetic" in demo_cluster().name


@pytest.mark.parametrize(("language", "mark"), [("en", "Synthetic text"), ("Hindi (hi)", "काल्पनिक पाठ")])
def test_every_narrative_says_that_it_is_synthetic(language: str, mark: str) -> None:
    assert [chapter for chapter, text in narratives(language).items() if mark not in text] == []


def test_narratives_are_written_for_the_same_chapters_in_both_languages() -> None:
    assert narratives("en").keys() == narratives("hi").keys()
