"""Attributes of the interview: read by expressions, decided by binds, written and read back."""

from __future__ import annotations

from fieldsurvey.xforms import FormEntry
from tests.support.hostile_forms import filled, form
from tests.support.scenario import NOW

INSTANCE = """<power place="shed"><load unit="kW">7</load></power>
<row jr:template="" line="t"><hp/></row><row line="north"><hp>3</hp></row><said/><where/><ask/><rows/><found/>"""
BINDS = """
<bind nodeset="/data/power/load" type="int"/>
<bind nodeset="/data/said" calculate="concat(/data/power/load, ' ', /data/power/load/@unit)"/>
<bind nodeset="/data/where" calculate="/data/power/@place"/>
<bind nodeset="/data/ask" relevant="/data/power/load/@unit = 'kW'"/>
<bind nodeset="/data/rows" calculate="join(' ', /data/row/@line)"/>
<bind nodeset="/data/found" calculate="count(/data/row[@line = 'north'])"/>
"""
BODY = """
<input ref="/data/power/load"/><repeat nodeset="/data/row"><input ref="/data/row/hp"/></repeat>
<input ref="/data/ask"><label>Over <output value="/data/power/load/@unit"/>?</label></input>
"""
BOUND = """
<bind nodeset="/data/a" type="int"/>
<bind nodeset="/data/a/@twice" calculate="/data/a * 2"/>
<bind nodeset="/data/b" calculate="/data/a/@twice + 1"/>
<bind nodeset="/data/row/@place" calculate="position(..)"/>
<bind nodeset="/data/sum" calculate="sum(/data/row/@place)"/>
"""


def entry() -> FormEntry:
    return filled(form(INSTANCE, binds=BINDS, body=BODY))


def test_calculations_read_attributes_of_questions_and_groups() -> None:
    assert (entry().value("/data/said"), entry().value("/data/where")) == ("7 kW", "shed")


def test_conditions_and_labels_read_attributes() -> None:
    assert entry().relevant("/data/ask")
    assert entry().label("/data/ask") == "Over kW?"


def test_each_row_has_the_attribute_the_form_gives_it() -> None:
    filling = entry()
    filling.add_repeat("/data/row")
    assert (filling.value("/data/rows"), filling.value("/data/found")) == ("north t", "1")


def test_attributes_of_rows_are_written_and_read_back() -> None:
    filling = entry()
    filling.add_repeat("/data/row")
    assert '<row line="north">' in filling.xml()
    assert '<row line="t">' in filling.xml()
    again = FormEntry.restore(filling.form, filling.draft_xml(), now=NOW)
    assert again.value("/data/rows") == "north t"


def test_rows_whose_attributes_no_expression_reads_keep_their_own() -> None:
    body = '<repeat nodeset="/data/row"><input ref="/data/row/hp"/></repeat>'
    filling = filled(form('<row line="north"><hp/></row><row line="south"><hp/></row>', body=body))
    assert '<row line="north">' in filling.xml()
    assert '<row line="south">' in filling.xml()


def test_the_root_has_the_version_of_the_form_also_in_an_older_draft() -> None:
    text = form("<about/>", binds='<bind nodeset="/data/about" calculate="../@version"/>')
    text = text.replace("<data ", '<data version="2026-11" ', 1)
    filling = filled(text)
    assert filling.value("/data/about") == "2026-11"
    older = filling.draft_xml().replace("2026-11", "2025-01")
    assert FormEntry.restore(filling.form, older, now=NOW).value("/data/about") == "2026-11"


def test_version_is_the_version_of_the_form() -> None:
    text = form("<v/>", binds='<bind nodeset="/data/v" calculate="version()"/>')
    assert filled(text.replace("<data ", '<data version="7" ', 1)).value("/data/v") == "7"


def test_an_attribute_the_form_does_not_have_is_blank() -> None:
    binds = '<bind nodeset="/data/b" calculate="concat(\'x\', /data/a/@none, ../@none)"/>'
    assert filled(form("<a/><b/>", binds=binds)).value("/data/b") == "x"


def test_a_bound_attribute_is_computed_and_read_by_others_in_every_row() -> None:
    instance = '<a twice="">4</a><b/><row jr:template="" place=""><c/></row><row><c/></row><sum/>'
    body = '<input ref="/data/a"/><repeat nodeset="/data/row"><input ref="/data/row/c"/></repeat>'
    filling = filled(form(instance, binds=BOUND, body=body))
    filling.add_repeat("/data/row")
    filling.answer("/data/a", "5")
    assert (filling.value("/data/b"), filling.value("/data/sum")) == ("11", "3")
    assert '<row place="2">' in filling.xml()


def test_a_question_with_an_attribute_that_is_read_keeps_its_answer_through_a_pause() -> None:
    filling = entry()
    filling.answer("/data/power/load", "9")
    assert FormEntry.restore(filling.form, filling.draft_xml(), now=NOW).value("/data/power/load") == "9"


def test_preloads_leave_attributes_alone() -> None:
    binds = '<bind nodeset="/data/a/@stamp" jr:preload="timestamp" jr:preloadParams="start"/>'
    assert filled(form('<a stamp=""/>', binds=binds)).value("/data/a/@stamp") == ""
