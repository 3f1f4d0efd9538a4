"""What the form does by itself: dynamic defaults, triggers, preloads, the stamp at the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import FormContext, FormEntry, parse_form
from tests.support.scenario import NOW, Scenario

FORM = """
    | survey |              |       |       |             |             |         |
    |        | type         | name  | label | default     | calculation | trigger |
    |        | start        | start |       |             |             |         |
    |        | end          | end   |       |             |             |         |
    |        | today        | today |       |             |             |         |
    |        | username     | who   |       |             |             |         |
    |        | integer      | five  | Five  | 5           |             |         |
    |        | date         | day   | Day   | today()     |             |         |
    |        | integer      | a     | A     |             |             |         |
    |        | calculate    | when  |       |             | ${a} * 2    | ${a}    |
    |        | begin repeat | r     | R     |             |             |         |
    |        | integer      | in    | In    | ${five} + 1 |             |         |
    |        | end repeat   |       |       |             |             |         |
"""


def test_a_static_default_stands_at_the_start() -> None:
    assert Scenario(FORM).value("/data/five") == 5


def test_a_dynamic_default_is_computed_at_the_start() -> None:
    assert Scenario(FORM).value("/data/day") == "2026-11-22"


def test_a_dynamic_default_does_not_come_back_in_a_reopened_draft() -> None:
    form = Scenario(FORM)
    form.answer("/data/day", "")
    assert form.reopened().value("/data/day") == ""


def test_a_new_repeat_instance_gets_its_dynamic_default() -> None:
    form = Scenario(FORM)
    form.answer("/data/five", 8)
    form.entry.add_repeat("/data/r")
    assert form.value("/data/r[2]/in") == 9


def test_a_trigger_computes_when_its_question_changes() -> None:
    form = Scenario(FORM)
    form.answer("/data/a", 4)
    assert form.value("/data/when") == 8


def test_the_start_is_stamped() -> None:
    assert Scenario(FORM).value("/data/start") == "2026-11-22T10:30:00.000+00:00"


def test_today_is_the_day_of_the_clock() -> None:
    assert Scenario(FORM).value("/data/today") == "2026-11-22"


def test_the_end_is_stamped_when_the_interview_is_finalised() -> None:
    hours = iter(range(24))
    form = Scenario(FORM, now=lambda: datetime(2026, 11, 22, min(next(hours), 23), tzinfo=UTC))
    assert form.value("/data/end") == ""
    form.entry.finalise()
    assert str(form.value("/data/end")) > str(form.value("/data/start"))


_PLACE = """
    <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:odk="http://www.opendatakit.org/xforms"><h:head><model>
      <instance><data id="x"><where/><sound/></data></instance>
      <bind nodeset="/data/where" type="geopoint"/><bind nodeset="/data/sound" type="binary"/>
      <odk:setgeopoint event="odk-instance-first-load" ref="/data/where"/>
      <odk:recordaudio event="odk-instance-load" ref="/data/sound" odk:quality="voice-only"/>
    </model></h:head><h:body/></h:html>"""


def _begun(surroundings: FormContext) -> FormEntry:
    return FormEntry.new(parse_form(_PLACE), now=NOW, surroundings=surroundings)


def test_a_place_is_taken_from_the_laptop_when_it_knows_one() -> None:
    entry = _begun(FormContext(locate=lambda: "15.3647 75.124"))
    assert entry.value("/data/where") == "15.3647 75.124 0.0 0.0"


def test_without_a_place_the_answer_stays_empty() -> None:
    assert _begun(FormContext()).value("/data/where") == ""


def test_what_is_no_place_is_not_written() -> None:
    assert _begun(FormContext(locate=lambda: "somewhere")).value("/data/where") == ""


def test_a_recording_is_begun_in_the_quality_the_form_asks_for() -> None:
    entry = _begun(FormContext(record_audio=lambda quality: f"{quality}.m4a"))
    assert entry.value("/data/sound") == "voice-only.m4a"


def test_a_place_action_outside_its_namespace_is_refused() -> None:
    with pytest.raises(FormError, match="setgeopoint must be in the namespace"):
        parse_form(_PLACE.replace("odk:setgeopoint", "setgeopoint"))


_BEFORE = """
    <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
      <instance><data id="x"><district/></data></instance>
      <instance id="last" src="jr://instance/last-saved"/>
      <setvalue event="odk-instance-first-load" ref="/data/district" value="instance('last')/data/district"/>
      <bind nodeset="/data/district" type="string"/>
    </model></h:head><h:body/></h:html>"""


def test_an_interview_begins_with_what_the_one_before_said() -> None:
    around = FormContext(last_saved="<data><district>Ballari</district></data>")
    assert (
        FormEntry.new(parse_form(_BEFORE), now=NOW, surroundings=around).value("/data/district") == "Ballari"
    )


def test_the_first_interview_has_none_before_it() -> None:
    assert FormEntry.new(parse_form(_BEFORE), now=NOW).value("/data/district") == ""


def test_a_default_is_proposed_before_a_repeat_is_left_out_and_in_each_further_row() -> None:
    form = Scenario("""
        | survey |              |      |       |              |            |
        |        | type         | name | label | default      | relevant   |
        |        | text         | q    | Q     |              |            |
        |        | begin repeat | r    | R     |              | ${q} = 'y' |
        |        | integer      | no   | No    | position(..) |            |
        |        | end repeat   |      |       |              |            |""")
    form.answer("/data/q", "y")
    form.entry.add_repeat("/data/r", number=2)
    assert [form.value(ref) for ref in form.entry.instances("/data/r/no")] == [1, 2, 3]


def test_a_default_sees_nothing_calculated_yet_as_on_a_phone() -> None:
    form = Scenario("""
        | survey |           |      |       |                       |             |
        |        | type      | name | label | default               | calculation |
        |        | calculate | c    |       |                       | 5           |
        |        | text      | d    | D     | concat('is ', ${c})   |             |""")
    assert (form.value("/data/c"), form.value("/data/d")) == (5, "is ")


LAST_SAVED = """
    | survey |              |       |       |                   |                   |
    |        | type         | name  | label | default           | calculation       |
    |        | begin repeat | r     | R     |                   |                   |
    |        | text         | x     | X     | ${last-saved#x}   |                   |
    |        | end repeat   |       |       |                   |                   |
    |        | text         | town  | Town  | ${last-saved#town} |                  |
    |        | calculate    | again |       |                   | ${last-saved#x}   |
"""


def _after(saved: str) -> FormEntry:
    return FormEntry.new(Scenario(LAST_SAVED).form, now=NOW, surroundings=FormContext(last_saved=saved))


def test_a_default_from_an_interview_with_several_rows_proposes_nothing_and_the_rest_is_proposed() -> None:
    entry = _after("<data><r><x>1</x></r><r><x>2</x></r><town>Surat</town></data>")
    entry.add_repeat("/data/r")
    assert [entry.value(ref) for ref in ("/data/r[1]/x", "/data/r[2]/x", "/data/town")] == ["", "", "Surat"]


def test_a_calculation_over_several_rows_of_the_last_interview_is_blank_and_stops_finalising() -> None:
    entry = _after("<data><r><x>1</x></r><r><x>2</x></r></data>")
    assert entry.value("/data/again") == ""
    assert [fault.ref for fault in entry.finalise()] == ["/data/again"]


def test_an_interview_saved_with_another_version_proposes_what_it_has() -> None:
    entry = _after("<data><r><other>1</other></r><town>Surat</town></data>")
    assert (entry.value("/data/r[1]/x"), entry.value("/data/town")) == ("", "Surat")
