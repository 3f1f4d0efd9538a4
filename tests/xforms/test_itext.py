"""Texts in the language shown: labels, hints, messages, values inside them, fallback."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError, XPathError
from tests.support.scenario import Scenario

FORM = """
    | survey |              |      |                     |                   |                    |                             |            |                                  |
    |        | type         | name | label::English (en) | label::Hindi (hi) | hint::English (en) | guidance_hint::English (en) | constraint | constraint_message::Hindi (hi)   |
    |        | integer      | n    | How many            | कितने             | Count them         | Count twice                 | . < 5      | कम                               |
    |        | select_one c | c    | Colour              |                   |                    |                             |            |                                  |
    |        | note         | said | You said ${n}       | आपने ${n} कहा     |                    |                             |            |                                  |
    | choices |           |      |                     |                   |
    |         | list_name | name | label::English (en) | label::Hindi (hi) |
    |         | c         | r    | Red                 | लाल               |
    |         | c         | g    | Green               |                   |
    | settings |                  |
    |          | default_language |
    |          | English (en)     |
"""


def test_languages_are_told_in_the_forms_order() -> None:
    assert Scenario(FORM).entry.languages == ("English (en)", "Hindi (hi)")


def test_labels_begin_in_the_default_language() -> None:
    assert Scenario(FORM).entry.label("/data/n") == "How many"


def test_labels_follow_the_language() -> None:
    assert Scenario(FORM, language="Hindi (hi)").entry.label("/data/n") == "कितने"


def test_a_missing_translation_falls_back_to_the_default_language() -> None:
    assert Scenario(FORM, language="Hindi (hi)").entry.label("/data/c") == "Colour"


def test_choices_follow_the_language_and_fall_back() -> None:
    assert Scenario(FORM, language="Hindi (hi)").labels("/data/c") == ["लाल", "Green"]


def test_a_value_inside_a_translated_label_is_put_in() -> None:
    form = Scenario(FORM, language="Hindi (hi)")
    form.answer("/data/n", 3)
    assert form.entry.label("/data/said") == "आपने 3 कहा"


def test_a_label_that_shows_a_value_changes_with_it() -> None:
    assert "/data/said" in Scenario(FORM).answer("/data/n", 3)


def test_guidance_stands_beside_the_hint() -> None:
    prompt = Scenario(FORM).entry.prompt("/data/n")
    assert (prompt.hint, prompt.guidance) == ("Count them", "Count twice")


def test_the_constraint_message_follows_the_language() -> None:
    form = Scenario(FORM, language="Hindi (hi)")
    form.answer("/data/n", 9)
    fault = form.entry.violation("/data/n")
    assert fault is not None
    assert fault.message == "कम"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(AnswerError, match="not written in “Tamil”"):
        Scenario(FORM, language="Tamil")


def test_a_choice_label_shows_values_too() -> None:
    form = Scenario("""
        | survey |              |      |       |
        |        | type         | name | label |
        |        | integer      | n    | N     |
        |        | select_one c | c    | C     |
        | choices |           |      |                |
        |         | list_name | name | label          |
        |         | c         | a    | All ${n} of us |""")
    form.answer("/data/n", 4)
    assert form.labels("/data/c") == ["All 4 of us"]


def test_a_choice_that_shows_a_value_is_drawn_anew_when_the_value_changes() -> None:
    form = Scenario("""
        | survey  |                  |      |                    |
        |         | type             | name | label::English (en) |
        |         | text             | who  | Who?               |
        |         | select_one chief | c    | Chief?             |
        | choices |                  |      |                    |
        |         | list_name        | name | label::English (en) |
        |         | chief            | yes  | Yes, ${who}        |
        |         | chief            | no   | No                 |""")
    assert "/data/c" in form.answer("/data/who", "Asha")
    assert form.labels("/data/c")[0] == "Yes, Asha"


REPEATED = """
    | survey |              |      |                |            |                    |
    |        | type         | name | label          | constraint | constraint_message |
    |        | begin repeat | r    | R              |            |                    |
    |        | integer      | x    | X              |            |                    |
    |        | end repeat   |      |                |            |                    |
    |        | integer      | n    | Was ${x} right | . > 5      | More than ${x}     |
"""


def with_two_values() -> Scenario:
    form = Scenario(REPEATED)
    form.answer("/data/r[1]/x", 7)
    form.entry.add_repeat("/data/r")
    return form


def test_a_value_that_cannot_be_computed_is_told_in_place_of_the_label() -> None:
    assert with_two_values().entry.label("/data/n").startswith("⚠ “x” is repeated")


def test_a_value_that_cannot_be_computed_is_told_when_asked_strictly() -> None:
    with pytest.raises(XPathError, match="“x” is repeated"):
        with_two_values().entry.label("/data/n", strict=True)


def test_a_value_that_cannot_be_computed_is_told_in_place_of_a_message() -> None:
    form = with_two_values()
    form.answer("/data/n", 3)
    (fault,) = form.entry.validate()
    assert fault.message.startswith("⚠ “x” is repeated")
