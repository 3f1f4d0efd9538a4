"""Reading an XForm: what it says of itself, and faults as sentences that name question and column."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import BodyControl, BodyGroup, BodyRepeat, parse_form
from tests.support.scenario import Scenario, xform

SHELL = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model><instance>{instance}</instance>
{binds}</model></h:head><h:body>{body}</h:body></h:html>"""


def _form(instance: str, binds: str = "", body: str = "") -> str:
    return SHELL.format(instance=instance, binds=binds, body=body)


def test_a_form_knows_its_name_and_version() -> None:
    form = parse_form(_form('<data id="firms" version="7"><a/></data>'))
    assert (form.title, form.form_id, form.version, form.root_ref) == ("T", "firms", "7", "/data")


def test_the_body_is_a_tree_of_groups_repeats_and_controls() -> None:
    form = parse_form(
        xform("""
        | survey |              |        |       |            |
        |        | type         | name   | label | appearance |
        |        | begin group  | g      | G     | field-list |
        |        | begin repeat | worker | W     |            |
        |        | integer      | age    | Age   |            |
        |        | end repeat   |        |       |            |
        |        | end group    |        |       |            |""")
    )
    age = BodyControl("/data/g/worker/age", "input")
    assert form.body == (BodyGroup("/data/g", (BodyRepeat("/data/g/worker", (age,)),), "field-list"),)


def test_a_range_control_brings_its_parameters() -> None:
    form = parse_form(
        xform("""
        | survey |       |      |       |                      |
        |        | type  | name | label | parameters           |
        |        | range | r    | R     | start=1 end=9 step=2 |""")
    )
    control = form.body[0]
    assert isinstance(control, BodyControl)
    assert control.parameters == {"start": "1", "end": "9", "step": "2"}


def test_a_doctype_is_refused() -> None:
    with pytest.raises(FormError, match="DOCTYPE"):
        parse_form('<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>')


def test_what_is_not_well_formed_is_refused() -> None:
    with pytest.raises(FormError, match="not well-formed"):
        parse_form("<h:html>")


def test_xml_that_is_no_form_is_refused() -> None:
    with pytest.raises(FormError, match="not an XForm"):
        parse_form("<letter/>")


def test_a_reference_to_a_missing_node_names_question_and_column() -> None:
    with pytest.raises(FormError, match=r"/data/a, relevant: .*refers to /data/gone"):
        parse_form(_form('<data id="x"><a/></data>', '<bind nodeset="/data/a" relevant="/data/gone = 1"/>'))


def test_an_unknown_function_names_question_and_column() -> None:
    with pytest.raises(FormError, match=r"/data/a, calculation: .*frobnicate\(\), which does not exist"):
        parse_form(_form('<data id="x"><a/></data>', '<bind nodeset="/data/a" calculate="frobnicate(1)"/>'))


def test_all_faults_are_told_at_once() -> None:
    binds = '<bind nodeset="/data/a" relevant="1 +" calculate="nothing()"/>'
    with pytest.raises(FormError) as caught:
        parse_form(_form('<data id="x"><a/></data>', binds))
    assert len(caught.value.problems) == 2


def test_a_circle_is_told_with_its_path() -> None:
    binds = '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>'
    with pytest.raises(FormError, match=r"/data/a → /data/b → /data/a|/data/b → /data/a → /data/b"):
        parse_form(_form('<data id="x"><a/><b/></data>', binds))


def test_a_group_may_not_depend_on_what_is_in_it() -> None:
    binds = '<bind nodeset="/data/g" relevant="/data/g/a = 1"/>'
    with pytest.raises(FormError, match="circle"):
        parse_form(_form('<data id="x"><g><a/></g></data>', binds))


_WITH_A_FILE = """
    | survey |                            |      |       |
    |        | type                       | name | label |
    |        | select_one_from_file d.csv | a    | A     |"""


def test_a_missing_file_is_named() -> None:
    assert parse_form(xform(_WITH_A_FILE)).missing_files == ("d.csv",)


def test_a_list_whose_file_is_missing_offers_nothing() -> None:
    assert Scenario(_WITH_A_FILE).choices("/data/a") == []


def test_a_form_without_namespaces_is_read_as_a_phone_reads_it() -> None:
    plain = (
        "<html><head><model><instance><data id='x'><a/></data></instance></model></head>"
        "<body xmlns='http://www.w3.org/1999/xhtml'/></html>"
    )
    assert parse_form(plain).root_ref == "/data"


def test_a_bare_less_than_sign_in_an_expression_is_read_as_a_phone_reads_it() -> None:
    binds = '<bind nodeset="/data/b" calculate="/data/a < 3"/>'
    form = Scenario(_form('<data id="x"><a>2</a><b/></data>', binds))
    assert form.value("/data/b") == 1


def test_a_less_than_sign_in_a_text_is_still_refused() -> None:
    with pytest.raises(FormError, match="not well-formed"):
        parse_form(_form('<data id="x"><a>1 < 2</a></data>'))


def test_a_question_that_is_no_node_is_left_out_with_a_warning() -> None:
    form = parse_form(_form('<data id="x"><a/></data>', body='<input ref="/data/b"/>'))
    assert form.body == ()
    assert "/data/b is asked" in str(form.warnings[0])


def test_a_form_without_meta_still_gets_an_identity() -> None:
    assert Scenario(_form('<data id="x"><a/></data>')).entry.instance_id.startswith("uuid:")
