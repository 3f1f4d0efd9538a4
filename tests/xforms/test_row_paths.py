"""Paths in rows: which rows an expression means, and that it is computed anew in each row it means."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.hostile_forms import filled, form

ROWS = """
<bind nodeset="/data/lot/weight" type="int" constraint="sum(../../lot/weight) &lt;= 300"/>
<bind nodeset="/data/lot/all" calculate="sum(../../lot/weight)"/>
<bind nodeset="/data/lot/list" calculate="join('+', ../../lot/weight)"/>
<bind nodeset="/data/lot/rows" calculate="count(../../lot)"/>
<bind nodeset="/data/lot/heavy" calculate="count(../../lot[weight &gt; 100])"/>
<bind nodeset="/data/lot/own" calculate="sum(/data/lot/weight)"/>
<bind nodeset="/data/lot/place" calculate="concat(position(/data/lot), ' of ', count(/data/lot))"/>
<bind nodeset="/data/lot/over" relevant="sum(current()/../../lot/weight) &gt; 200"/>
<bind nodeset="/data/lot/bag/kilos" type="int"/>
<bind nodeset="/data/lot/bag/here" calculate="sum(../../bag/kilos)"/>
<bind nodeset="/data/lot/bag/everywhere" calculate="sum(../../../lot/bag/kilos)"/>
<bind nodeset="/data/lot/bag/weights" calculate="sum(../../../lot/weight)"/>
<bind nodeset="/data/lot/bag/share" calculate="../kilos div ../../weight"/>
"""
BODY = """
<repeat nodeset="/data/lot"><input ref="/data/lot/weight"/><input ref="/data/lot/over"/>
<repeat nodeset="/data/lot/bag"><input ref="/data/lot/bag/kilos"/></repeat></repeat>
"""
INSTANCE = """<lot jr:template=""><weight/><all/><list/><rows/><heavy/><own/><place/><over/>
<bag jr:template=""><kilos/><here/><everywhere/><weights/><share/></bag></lot>"""


def two_lots() -> FormEntry:
    """Two lots of 140 and 110, the first with bags of 10 and 20, the second with one of 40."""
    entry = filled(form(INSTANCE, binds=ROWS, body=BODY))
    entry.add_repeat("/data/lot", number=2)
    entry.add_repeat("/data/lot[1]/bag", number=2)
    entry.add_repeat("/data/lot[2]/bag")
    entry.answer("/data/lot[1]/weight", "140")
    entry.answer("/data/lot[1]/bag[1]/kilos", "10")
    entry.answer("/data/lot[1]/bag[2]/kilos", "20")
    entry.answer("/data/lot[2]/bag[1]/kilos", "40")
    entry.answer("/data/lot[2]/weight", "110")
    return entry


def values(entry: FormEntry, ref: str) -> list[str]:
    return [entry.value(one) for one in entry.instances(ref)]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("all", ["250", "250"]),
        ("list", ["140+110", "140+110"]),
        ("rows", ["2", "2"]),
        ("heavy", ["2", "2"]),
        ("own", ["140", "110"]),
        ("place", ["1 of 1", "2 of 1"]),
        ("bag/here", ["30", "30", "40"]),
        ("bag/everywhere", ["70", "70", "70"]),
        ("bag/weights", ["250", "250", "250"]),
    ],
)
def test_a_relative_path_down_into_a_repeat_means_all_its_rows_an_absolute_one_the_own_row(
    name: str, wanted: list[str]
) -> None:
    assert values(two_lots(), f"/data/lot/{name}") == wanted


def test_an_answer_in_one_row_is_computed_in_all_rows_that_look_at_it() -> None:
    entry = two_lots()
    entry.answer("/data/lot[1]/weight", "60")
    assert values(entry, "/data/lot/all") == ["170", "170"]
    assert [entry.relevant(ref) for ref in entry.instances("/data/lot/over")] == [False, False]


def test_a_limit_over_all_rows_is_told_in_the_row_that_breaks_it() -> None:
    entry = two_lots()
    entry.answer("/data/lot[2]/weight", "200")
    assert entry.violation("/data/lot[2]/weight") is not None


def test_a_row_that_goes_leaves_what_the_others_add_up() -> None:
    entry = two_lots()
    entry.remove_repeat("/data/lot[1]")
    assert values(entry, "/data/lot/all") == ["110"]


def test_a_path_may_climb_to_the_document_and_name_the_root() -> None:
    binds = '<bind nodeset="/data/b" calculate="../../data/a + 1"/>'
    assert filled(form("<a>6</a><b/>", binds=binds)).value("/data/b") == "7"


@pytest.mark.parametrize("path", ["../../../a", "../../other/a", "../../data/none"])
def test_a_path_above_the_document_or_to_nowhere_is_refused(path: str) -> None:
    with pytest.raises(FormError):
        parse_form(form("<a/><b/>", binds=f'<bind nodeset="/data/b" calculate="{path}"/>'))


def test_a_count_by_a_bare_name_is_seen_from_what_holds_the_rows() -> None:
    instance = '<block jr:template=""><kilns/><kiln jr:template=""><fuel/></kiln></block><block><kilns>2</kilns></block>'
    body = """<repeat nodeset="/data/block"><input ref="/data/block/kilns"/>
        <repeat nodeset="/data/block/kiln" jr:count="kilns"><input ref="/data/block/kiln/fuel"/></repeat></repeat>"""
    assert filled(form(instance, body=body)).count("/data/block[1]/kiln") == 2


def test_a_count_by_a_path_from_the_group_around_the_rows_is_seen_from_there() -> None:
    instance = '<n>3</n><row jr:template=""><a/></row>'
    body = """<group ref="/data/row"><label>R</label><repeat nodeset="/data/row" jr:count="../n">
        <input ref="/data/row/a"/></repeat></group>"""
    assert filled(form(instance, body=body)).count("/data/row") == 3


def test_a_further_row_without_a_template_starts_blank() -> None:
    body = '<repeat nodeset="/data/buyer"><input ref="/data/buyer/town"/></repeat>'
    entry = filled(form("<buyer><town>Surat</town></buyer>", body=body))
    entry.add_repeat("/data/buyer")
    assert values(entry, "/data/buyer/town") == ["Surat", ""]


def test_a_further_row_without_a_template_has_no_rows_of_its_own() -> None:
    body = """<repeat nodeset="/data/a"><repeat nodeset="/data/a/b"><input ref="/data/a/b/c"/></repeat></repeat>"""
    entry = filled(form("<a><b><c>1</c></b></a>", body=body))
    entry.add_repeat("/data/a")
    assert (entry.count("/data/a[1]/b"), entry.count("/data/a[2]/b")) == (1, 0)
