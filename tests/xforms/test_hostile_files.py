"""Attached files and interviews that are broken or made to harm: one sentence, in bounded time and memory."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.hostile_forms import BOMB, FOREIGN, choosing, filled, form, said
from tests.support.scenario import NOW

pytestmark = pytest.mark.timeout(120)
_NOISE = random.Random(1).randbytes(10_000)

CSV = {
    "a quotation mark never closed": (b'name,label\n"a,b\nc,d\n', "never closed"),
    "a quotation mark inside": (b'name,label\n"x"y,z\n', "stands inside a text"),
    "a zero": (b"name,label\na\0,b\n", "zero byte"),
    "UTF-16": ("name,label\na,b\n".encode("utf-16"), "."),
    "Latin letters": (b"name,label\n\xe9,\xff\n", "not UTF-8"),
    "noise": (_NOISE, "."),
    "nothing": (b"", "no header"),
    "one line of a hundred megabytes": (b"name,label\n" + b"x" * 100_000_000, "longer than a million"),
    "a first line of a hundred megabytes": (b"x" * 100_000_000, "longer than a million"),
    "a hundred thousand columns": (",".join(f"c{i}" for i in range(100_000)).encode(), "100,000 columns"),
}


@pytest.mark.parametrize(("content", "sentence"), CSV.values(), ids=CSV)
def test_a_broken_table_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    refused = said(lambda: filled(choosing("jr://file-csv/l.csv"), {"l.csv": content}))
    assert refused.startswith("The file “l.csv”")
    assert sentence in refused


@pytest.mark.parametrize(
    "content", ["\ufeffname,label\nx,X\n", b"\xef\xbb\xbfname;label\r\nx;X\r\n", b"name,label\rx,X\r"]
)
def test_a_table_as_a_spreadsheet_writes_it_is_taken(content: bytes | str) -> None:
    entry = filled(choosing("jr://file-csv/l.csv"), {"l.csv": content})
    assert [choice.value for choice in entry.choices("/data/a")] == ["x"]


def _feature(geometry: str = '{"type":"Point","coordinates":[1,2]}', more: str = "") -> str:
    return f'{{"type":"FeatureCollection","features":[{{"geometry":{geometry}{more}}}]}}'


def _point(coordinates: str) -> str:
    return _feature(f'{{"type":"Point","coordinates":{coordinates}}}')


GEOJSON = {
    "nothing": "",
    "no JSON": "{",
    "a number": "1",
    "null": "null",
    "another kind": '{"type":"Feature"}',
    "no features": '{"type":"FeatureCollection"}',
    "features by name": '{"type":"FeatureCollection","features":{"a":1}}',
    "features that are numbers": '{"type":"FeatureCollection","features":[1,null]}',
    "brackets in brackets": "[" * 10_000 + "]" * 10_000,
    "a million brackets": "[" * 1_000_000,
    "coordinates nested deeply": _point("[" * 10_000 + "]" * 10_000),
    "no number": _point("[NaN,1]"),
    "no end": _point("[Infinity,-Infinity]"),
    "words": _point('["a","b"]'),
    "one coordinate": _point("[1]"),
    "coordinates that are a number": _point("1"),
    "a number too long": _point(f"[{'9' * 5000},1]"),
    "no geometry": _feature("null"),
    "an unknown geometry": _feature('{"type":"GeometryCollection","coordinates":[]}'),
    "an empty polygon": _feature('{"type":"Polygon","coordinates":[]}'),
    "a polygon of numbers": _feature('{"type":"Polygon","coordinates":[1]}'),
    "a polygon by name": _feature('{"type":"Polygon","coordinates":{"a":1}}'),
    "a line that is a number": _feature('{"type":"LineString","coordinates":5}'),
    "too many": '{"type":"FeatureCollection","features":[' + "0," * 300_000 + "0]}",
}  # fmt: skip


@pytest.mark.parametrize("content", GEOJSON.values(), ids=GEOJSON)
def test_a_broken_map_is_refused_in_a_sentence(content: str) -> None:
    refused = said(lambda: filled(choosing("jr://file/l.geojson"), {"l.geojson": content}))
    assert refused.startswith("The file “l.geojson”")
    assert "object" not in refused


def test_properties_of_any_shape_are_taken() -> None:
    odd = ',"properties":{"name":"\\ud800\\u0000","x y":{"a":[1,null]},"":1e999}'
    entry = filled(choosing("jr://file/l.geojson"), {"l.geojson": _feature(more=odd)})
    assert len(entry.choices("/data/a")) == 1


XML = {
    "a bomb": BOMB + "<root>&e11;</root>",
    "an entity from another file": FOREIGN + "<root>&e;</root>",
    "nested deeply": "<a>" * 300 + "</a>" * 300,
    "noise": _NOISE,
    "nothing": b"",
    "thousands of attributes": "<root><item " + " ".join(f'x{i}="1"' for i in range(5000)) + "/></root>",
    "a table": "name,label\nx,X\n",
}


@pytest.mark.parametrize("content", XML.values(), ids=XML)
def test_a_broken_list_is_refused_in_a_sentence(content: bytes | str) -> None:
    assert said(lambda: filled(choosing("jr://file/l.xml"), {"l.xml": content})).startswith(
        "The file “l.xml”"
    )


def test_a_list_of_millions_of_elements_is_refused() -> None:
    content = "<root>" + "<item/>" * 3_100_000 + "</root>"
    assert "give it as a CSV file" in said(lambda: filled(choosing("jr://file/l.xml"), {"l.xml": content}))


def test_a_condition_no_index_can_help_is_given_up_over_millions_of_rows() -> None:
    rows = "name,label\n" + "".join(f"{i},X\n" for i in range(50_000))
    condition = "count(instance('l')/root/item[label = current()/../a]) &gt; 1 and name != 'x'"
    entry = filled(choosing("jr://file-csv/l.csv", condition.replace("&gt;", ">")), {"l.csv": rows})
    assert entry.prompt("/data/a").hint == "" or "looks at millions" in entry.prompt("/data/a").hint


# -- interviews

_FORM = form(
    "<a/><r><b/></r><g><c/></g>",
    body='<input ref="/data/a"/><repeat nodeset="/data/r"><input ref="/data/r/b"/></repeat>'
    '<group ref="/data/g"><input ref="/data/g/c"/></group>',
)
OPENING = {"restore": FormEntry.restore, "edit": FormEntry.edit, "record": FormEntry.record}
REFUSED = {
    "another form": ("<other/>", "another form"),
    "a bomb": (BOMB + "<data>&e11;</data>", "not well-formed"),
    "an entity from another file": (FOREIGN + "<data>&e;</data>", "DOCTYPE"),
    "nothing": ("", "not well-formed"),
    "noise": (_NOISE, "not well-formed"),
    "nested deeply": ("<data>" + "<a>" * 200_000, "not well-formed"),
    "a million rows": ("<data>" + "<r><b/></r>" * 1_000_000 + "</data>", "more than one can hold"),
    "a text of twenty megabytes": (f"<data><a>{'x' * 20_000_000}</a></data>", "not well-formed"),
}


@pytest.mark.parametrize("opened", OPENING.values(), ids=OPENING)
@pytest.mark.parametrize(("xml", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_interview_is_refused_in_a_sentence(
    opened: Callable[..., FormEntry], xml: str | bytes, sentence: str
) -> None:
    definition = parse_form(_FORM)
    assert sentence in said(lambda: opened(definition, xml, now=NOW))


TAKEN = {
    "the same question twice": "<data><a>1</a><a>2</a></data>",
    "the same group twice": "<data><a>1</a><g/><g><c>1</c></g></data>",
    "rows within rows": "<data><a>1</a>" + "<r>" * 200 + "</r>" * 200 + "</data>",
    "texts between": "<data>x<a>1</a><r>t</r>y</data>",
    "questions nobody asked": "<data><a>1</a><z><y/></z></data>",
    "another namespace": '<x:data xmlns:x="y"><x:a>1</x:a></x:data>',
    "comments and instructions": "<data><?a b?><!-- c --><a>1</a></data>",
    "thousands of attributes": "<data " + " ".join(f'x{i}="1"' for i in range(20_000)) + "><a>1</a></data>",
}


@pytest.mark.parametrize("opened", OPENING.values(), ids=OPENING)
@pytest.mark.parametrize("xml", TAKEN.values(), ids=TAKEN)
def test_an_odd_interview_keeps_what_belongs_to_the_form(opened: Callable[..., FormEntry], xml: str) -> None:
    assert opened(parse_form(_FORM), xml, now=NOW).value("/data/a") == "1"
