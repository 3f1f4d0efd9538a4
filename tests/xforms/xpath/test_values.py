"""What functions make of texts, moments and places, as JavaRosa does."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldsurvey.errors import XPathError
from tests.support.scenario import Scenario

INDIA = datetime(2026, 11, 22, 16, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
FORM = """
    | survey |              |       |       |           |
    |        | type         | name  | label | relevant  |
    |        | decimal      | x     | X     |           |
    |        | text         | t     | T     |           |
    |        | dateTime     | from  | From  |           |
    |        | dateTime     | until | Until |           |
    |        | date         | day   | Day   |           |
    |        | geopoint     | place | Place |           |
    |        | geoshape     | fence | Fence |           |
    |        | geotrace     | way   | Way   |           |
    |        | text         | gone  | Gone  | ${x} = 99 |
    |        | begin_repeat | row   | Row   |           |
    |        | text         | y     | Y     |           |
    |        | end_repeat   |       |       |           |"""


@pytest.fixture
def form() -> Scenario:
    filled = Scenario(FORM, now=INDIA)
    filled.answer("/data/x", "2.0")
    filled.answer("/data/t", "near the mill")
    filled.answer("/data/from", "2024-05-06T10:20:30.000+05:30")
    filled.answer("/data/until", "2024-05-06T18:20:30.000+05:30")
    filled.answer("/data/day", "2024-05-06")
    filled.answer("/data/way", "18 73; 19 73")
    return filled


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("string(/data/x)", "2"),
        ("concat(/data/x, '!')", "2!"),
        ("string-length(/data/x)", "1"),
        ("contains(/data/x, '.')", "false"),
        ("string(/data/from)", "2024-05-06"),
        ("number(/data/from)", "19849"),
        ("/data/until - /data/from", "0"),
        ("/data/until > /data/from", "false"),
        ("/data/until >= /data/from", "true"),
        ("/data/until = /data/from", "true"),
        ("/data/from = /data/day", "true"),
        ("round(/data/from, 2)", "19849"),
        ("max(/data/from, 1)", "19849"),
        ("decimal-date-time(/data/until) > decimal-date-time(/data/from)", "true"),
        ("decimal-date-time(19000)", "19000"),
        ("decimal-time(19000.25)", "0.25"),
        ("format-date(19000, '%H:%M')", "05:30"),
        ("format-date(date('2024-03-09T21:15:00.000+05:30'), '%H:%M')", "21:15"),
        ("format-date(date(/data/from), '%H:%M')", "00:00"),
        ("date(19000.9)", "2022-01-08"),
        ("number('Infinity')", "NaN"),
        ("number('४५')", "NaN"),
        ("number('+5')", "NaN"),
        ("number('\u00a05')", "NaN"),
        ("number(' 5 ')", "5"),
        ("number('-.5')", "-0.5"),
        ("'४५' = 45", "false"),
        ("selected('', '')", "true"),
        ("selected('a', '')", "false"),
        ("selected(/data/gone, '')", "true"),
        ("selected('a b', 'b')", "true"),
        ("selected('a b c', 'a b')", "false"),
        ("is-selected('', '')", "true"),
        ("geofence(/data/place, /data/fence)", "false"),
        ("geofence('18 73', /data/fence)", "false"),
        ("geofence(/data/place, '17 72; 17 74; 19 74; 17 72')", "false"),
        ("geofence('17.5 73.9', '17 72; 17 74; 19 74; 17 72')", "true"),
        ("distance(/data/place)", "0"),
        ("round(distance(/data/way))", "111319"),
        ("join(';', 'id', /data/gone, 'P1')", "id;;P1"),
        ("join(';', /data/gone)", ""),
        ("join(';', 'id', /data/row/y)", "id;"),
        ("concat('a', /data/gone, 'b')", "ab"),
        ("weighted-checklist(2, 2, /data/gone, 5, /data/t, 2)", "true"),
        ("regex('५६०००१', '\\d{6}')", "false"),
        ("regex('560001', '\\d{6}')", "true"),
        ("regex('ईंट', '\\w+')", "false"),
        ("regex('a\u00a0b', 'a\\sb')", "false"),
        ("regex('abc', '[[:alpha:]]+')", "false"),
        ("regex(':a', '[[:alpha:]]+')", "true"),
        ("regex('नमक', '[\u0900-\u097f]+')", "true"),
    ],
)
def test_an_expression_gives_what_a_phone_gives(form: Scenario, expression: str, said: str) -> None:
    assert form.entry.evaluate(expression) == said


@pytest.mark.parametrize(
    "expression",
    [
        "date('19000')",
        "date-time('-730')",
        "decimal-date-time('19000')",
        "decimal-date-time(/data/t)",
        "distance('18 73', /data/t)",
        "distance(/data/t)",
        "distance(/data/way, '18 73')",
        "geofence('', '')",
        "geofence(/data/t, /data/fence)",
        "geofence('18 73', /data/t)",
    ],
)
def test_a_text_that_is_no_date_and_no_place_is_refused(form: Scenario, expression: str) -> None:
    with pytest.raises(XPathError):
        form.entry.evaluate(expression)


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("'AX-204/b'", "p3 p4 p5 p7 p2 p6 p1"),
        ("''", "p3 p2 p5 p1 p6 p4 p7"),
        ("'0'", "p3 p2 p5 p1 p6 p4 p7"),
    ],
)
def test_a_text_seeds_the_order_of_choices_as_on_a_phone(seed: str, order: str) -> None:
    items = "".join(f"<item><name>p{number}</name></item>" for number in range(1, 8))
    form = Scenario(
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title>'
        f'<model><instance><data id="x"><a/></data></instance><instance id="m"><root>{items}</root></instance>'
        "</model></h:head><h:body/></h:html>"
    )
    assert form.entry.evaluate(f"join(' ', randomize(instance('m')/root/item/name, {seed}))") == order
