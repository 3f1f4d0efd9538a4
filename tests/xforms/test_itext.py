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


SPOKEN = """
    | survey  |              |        |                     |                   |                                               |
    |         | type         | name   | label::English (en) | label::Hindi (hi) | calculation                                   |
    |         | select_one c | kind   | Kind                | प्रकार              |                                               |
    |         | calculate    | said   |                     |                   | jr:choice-name(${kind}, '${kind}')            |
    |         | calculate    | length |                     |                   | string-length(${said})                        |
    |         | begin_repeat | shed   | Shed                | शेड                |                                               |
    |         | select_one c | own    | Own                 | अपना               |                                               |
    |         | calculate    | told   |                     |                   | jr:choice-name(${own}, '${own}')              |
    |         | end_repeat   |        |                     |                   |                                               |
    | choices |              |        |                     |                   |
    |         | list_name    | name   | label::English (en) | label::Hindi (hi) |
    |         | c            | r      | Rented              | किराये का           |
    |         | c            | o      | Owned               | अपना               |
    | settings |                  |
    |          | default_language |
    |          | English (en)     |
"""


def _spoken() -> Scenario:
    form = Scenario(SPOKEN)
    form.entry.add_repeat("/data/shed")
    form.answer("/data/kind", "r")
    form.answer("/data/shed[1]/own", "o")
    return form


def test_the_name_of_a_choice_is_said_again_when_the_language_changes() -> None:
    form = _spoken()
    form.entry.language = "Hindi (hi)"
    assert (form.entry.value("/data/said"), form.entry.value("/data/shed[1]/told")) == ("किराये का", "अपना")


def test_what_reads_the_name_of_a_choice_follows_the_language() -> None:
    form = _spoken()
    form.entry.language = "Hindi (hi)"
    assert form.value("/data/length") == len("किराये का")


def test_a_change_of_language_is_no_step_to_undo() -> None:
    form = _spoken()
    form.entry.language = "Hindi (hi)"
    form.entry.undo()
    assert (form.entry.value("/data/shed[1]/own"), form.entry.value("/data/said")) == ("", "किराये का")


def test_an_answer_taken_back_is_named_in_the_language_of_now() -> None:
    form = _spoken()
    form.answer("/data/kind", "o")
    form.entry.language = "Hindi (hi)"
    form.entry.undo()
    assert form.entry.value("/data/said") == "किराये का"


def test_the_long_words_of_a_label_are_shown_beside_the_question() -> None:
    form = Scenario(
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title>'
        '<model><itext><translation lang="en"><text id="q"><value form="short">Days</value><value>Days run</value>'
        '<value form="long">How many days?</value></text><text id="h"><value form="short">Count</value></text>'
        '</translation></itext><instance><data id="x"><q/></data></instance></model></h:head><h:body><input ref="/data/q">'
        "<label ref=\"jr:itext('q')\"/><hint ref=\"jr:itext('h')\"/></input></h:body></h:html>"
    )
    assert (form.entry.label("/data/q"), form.entry.hint("/data/q")) == ("How many days?", "Count")


@pytest.mark.parametrize("message", ["", " "])
def test_a_missing_answer_is_told_in_our_words_where_the_form_has_none(message: str) -> None:
    form = Scenario(
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>x</h:title><model><instance><data id="x"><q/></data></instance>'
        f'<bind nodeset="/data/q" required="true()" jr:requiredMsg="{message}"/></model></h:head><h:body><input ref="/data/q">'
        "<label>Q</label></input></h:body></h:html>"
    )
    assert [fault.message for fault in form.entry.validate()] == ["This question needs an answer."]


def test_a_choice_the_form_takes_beforehand_but_does_not_offer_is_dropped() -> None:
    form = Scenario("""
        | survey  |              |       |       |         |                  |
        |         | type         | name  | label | default | choice_filter    |
        |         | text         | town  | Town  |         |                  |
        |         | select_one c | shop  | Shop  | a       | place = ${town}  |
        |         | select_one c | other | Other | a       |                  |
        | choices |              |       |       |         |                  |
        |         | list_name    | name  | label | place   |                  |
        |         | c            | a     | A     | Pune    |                  |""")
    assert (form.entry.value("/data/shop"), form.entry.value("/data/other")) == ("", "a")
