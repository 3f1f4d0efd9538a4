"""Random forms, answers and damage: only a sentence may rise, and what stands is what computing afresh would give."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.xforms import FormEntry, parse_form
from tests.support import shipped_forms
from tests.support.scenario import NOW, xform
from tests.xforms.test_properties import FORM
from tools import fuzzing

pytestmark = pytest.mark.timeout(120)
_SHIPPED = ("firm_diagnostic", "cluster_profile")


@cache
def _real(name: str) -> bytes:
    """A form as people wrote it: a shipped one, or a small one with a bit of everything."""
    return (xform(FORM) if name == "small" else shipped_forms.questionnaire(name).xform).encode()


@cache
def _small() -> FormEntry:
    return FormEntry.new(parse_form(_real("small")), now=NOW)


@fuzzing.profile(25)
@given(fuzzing.forms(), fuzzing.steps())
def test_every_step_leaves_what_computing_afresh_would_give(made: str, done: list[fuzzing.Step]) -> None:
    fuzzing.lived(made, done)


@pytest.mark.timeout(3600)
@pytest.mark.long
@fuzzing.profile(3000)
@given(fuzzing.forms(), fuzzing.steps(most=15))
def test_every_step_of_thousands_leaves_what_computing_afresh_would_give(
    made: str, done: list[fuzzing.Step]
) -> None:
    fuzzing.lived(made, done)


@fuzzing.profile(15)
@given(fuzzing.rubbish_steps())
def test_rubbish_typed_anywhere_is_carried_or_refused(done: list[fuzzing.Step]) -> None:
    fuzzing.lived(_real("small"), done)


@fuzzing.profile(400)
@given(fuzzing.wild_expressions(), st.sampled_from(["/data", "/data/n", "/data/all"]))
def test_any_expression_has_a_value_or_a_sentence(expression: str, at: str) -> None:
    fuzzing.asked(_small(), expression, at)


@pytest.mark.timeout(3600)
@pytest.mark.long
@fuzzing.profile(50_000)
@given(fuzzing.wild_expressions(), st.sampled_from(["/data", "/data/n", "/data/all"]))
def test_any_of_many_expressions_has_a_value_or_a_sentence(expression: str, at: str) -> None:
    fuzzing.asked(_small(), expression, at)


@fuzzing.profile(60)
@given(st.integers(0, 10**9))
def test_a_damaged_small_form_is_filled_or_refused(seed: int) -> None:
    fuzzing.tried(fuzzing.damaged(_real("small"), random.Random(seed)))


@pytest.mark.parametrize("name", _SHIPPED)
@fuzzing.profile(3)
@given(seed=st.integers(0, 10**9))
def test_a_damaged_shipped_form_is_filled_or_refused(name: str, seed: int) -> None:
    fuzzing.tried(fuzzing.damaged(_real(name), random.Random(seed)))


@pytest.mark.timeout(3600)
@pytest.mark.long
@pytest.mark.parametrize(("name", "examples"), [("small", 3000), (_SHIPPED[0], 200), (_SHIPPED[1], 200)])
def test_a_form_damaged_in_many_ways_is_filled_or_refused(name: str, examples: int) -> None:
    fuzzing.profile(examples)(
        given(st.integers(0, 10**9))(
            lambda seed: fuzzing.tried(fuzzing.damaged(_real(name), random.Random(seed)))
        )
    )()


@fuzzing.profile(60)
@given(st.integers(0, 10**9))
def test_a_damaged_draft_is_opened_or_refused(seed: int) -> None:
    entry = _small()
    fuzzing.reopened(entry.form, fuzzing.damaged(entry.draft_xml().encode(), random.Random(seed)))
