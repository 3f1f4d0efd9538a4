"""The contract of lists: the same answers from memory and from a table, and the same sentences where a file is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.forms.external_lists import ExternalList
from tests.support.scenario import Scenario

FORM = """
    | survey |                            |       |       |               |             |
    |        | type                       | name  | label | choice_filter | calculation |
    |        | text                       | key   | Key   |               |             |
    |        | integer                    | no    | No    |               |             |
    |        | select_one_from_file d.csv | a     | A     | {filter}      |             |
    |        | calculate                  | said  |       |               | {said}      |
"""
PLACES = "name,label,state,code,size\nb,Bina,s1,007,5\na,Agra,s1,7,10\nc,Cuttack,s2,7.0,\nd,Datia,s1,x7,-3\n"
Kept = Callable[[str | bytes], object]


def _in_memory(text: str | bytes) -> object:
    return text


def _in_a_table(text: str | bytes) -> object:
    return ExternalList("d.csv", text.encode() if isinstance(text, str) else text)


@pytest.fixture(params=[_in_memory, _in_a_table], ids=["memory", "table"])
def kept(request: pytest.FixtureRequest) -> Kept:
    """How a list is kept: every test that uses this runs for each way."""
    return request.param  # type: ignore[no-any-return]


def form(kept: Kept, text: str | bytes = PLACES, *, filter: str = "", said: str = "''") -> Scenario:  # noqa: A002
    return Scenario(FORM.format(filter=filter, said=said), {"d.csv": kept(text)})  # type: ignore[dict-item]


def asked(kept: Kept, expression: str, text: str | bytes = PLACES) -> object:
    return form(kept, text).entry.evaluate(expression)


ITEMS = "instance('d')/root/item"
EXPRESSIONS = (
    (f"{ITEMS}[name='a']/label", "Agra"),
    (f"{ITEMS}['a'=name]/label", "Agra"),
    (f"{ITEMS}[name='A']/label", ""),
    (f"count({ITEMS})", "4"),
    (f"count({ITEMS}[state='s1'])", "3"),
    (f"count({ITEMS}[state='s1' and size=10])", "1"),
    (f"count({ITEMS}[state='s1' and size > 0])", "2"),
    (f"count({ITEMS}[state='s1' or name='c'])", "4"),
    (f"count({ITEMS}[state='s1'][size > 0])", "2"),
    (f"join(' ', {ITEMS}[state='s1']/name)", "b a d"),
    (f"join(' ', {ITEMS}[code=7]/name)", "b a c"),
    (f"join(' ', {ITEMS}[code='7']/name)", "a"),
    (f"join(' ', {ITEMS}[code='007']/name)", "b"),
    (f"join(' ', {ITEMS}[code=007]/name)", "b a c"),
    (f"count({ITEMS}[size=''])", "1"),
    (f"count({ITEMS}[size=-3])", "1"),
    (f"count({ITEMS}[size=number('no number')])", "0"),
    (f"join(' ', {ITEMS}[size=(1=1)]/name)", "b a d"),
    (f"join(' ', {ITEMS}[size=(1=2)]/name)", "c"),
    (f"{ITEMS}[2]/name", "a"),
    (f"{ITEMS}[state='s1'][2]/name", "a"),
    (f"{ITEMS}[last()]/name", "d"),
    (f"{ITEMS}[state='s1'][last()]/name", "d"),
    (f"count({ITEMS}[state='s1' and position() < 3])", "2"),
    (f"count({ITEMS}[state='s2' and position() < 3])", "0"),
    (f"{ITEMS}[position()=3]/name", "c"),
    (f"count({ITEMS}[state='s1' and 2])", "3"),
    (f"sum({ITEMS}[state='s1']/size)", "12"),
    (f"join(' ', {ITEMS}[starts-with(label, 'A') or contains(label, 'tt')]/name)", "a c"),
    (f"join(' ', {ITEMS}/name)", "b a c d"),
    (f"count({ITEMS}/*)", "20"),
    (f"count({ITEMS}[state='s1'] | {ITEMS}[size=10])", "3"),
    (f"count({ITEMS}[state='s1']/name | {ITEMS}[size=10]/name)", "3"),
    (f"{ITEMS}[name='c']/preceding-sibling::item[1]/name", "a"),
    (f"count({ITEMS}[name='c']/following-sibling::item)", "1"),
    (f"{ITEMS}[name='c']/../item[1]/name", "b"),
    (f"count({ITEMS}[code={ITEMS}[name='a']/code])", "1"),
    ("count(instance('d')/root/nothing[name='a'])", "0"),
    ("pulldata('d', 'label', 'name', 'c')", "Cuttack"),
    ("pulldata('d', 'label', 'code', 7)", "Bina"),
    ("pulldata('d', 'label', 'name', 'nobody')", ""),
    ("pulldata('d', 'size', 'name', 'c')", ""),
)


@pytest.mark.parametrize(("expression", "wanted"), EXPRESSIONS, ids=[one for one, _ in EXPRESSIONS])
def test_an_expression_finds(kept: Kept, expression: str, wanted: str) -> None:
    assert asked(kept, expression) == wanted


ODD_FILES = (
    ("a byte order mark", b"\xef\xbb\xbfname,label\nx,Ex\n", f"{ITEMS}[name='x']/label", "Ex"),
    ("semicolons", "name;label\nx;Ex,tra\n", f"{ITEMS}[name='x']/label", "Ex,tra"),
    ("tabs", "name\tlabel\nx\tEx, tra\n", f"{ITEMS}[name='x']/label", "Ex, tra"),
    ("commas in a header's quotes", 'name;label;"a,b,c,d"\nx;Ex;1\n', f"{ITEMS}[name='x']/label", "Ex"),
    ("quotes", 'name,label\nx,"an ""Ex"", truly"\n', f"{ITEMS}[name='x']/label", 'an "Ex", truly'),
    ("a line break in a cell", 'name,label\nx,"two\nlines"\ny,Why\n', f"{ITEMS}[name='y']/label", "Why"),
    ("the cell with the break", 'name,label\nx,"two\nlines"\n', f"{ITEMS}[name='x']/label", "two\nlines"),
    ("Windows line ends", "name,label\r\nx,Ex\r\n", f"{ITEMS}[name='x']/label", "Ex"),
    ("old Macintosh line ends", "name,label\rx,Ex\ry,Why\r", f"{ITEMS}[name='y']/label", "Why"),
    ("no line end at the end", "name,label\nx,Ex", f"{ITEMS}[name='x']/label", "Ex"),
    ("empty lines", "name,label\n\nx,Ex\n,\n\ny,Why\n", f"count({ITEMS})", "2"),
    ("a short row", "name,label,state\nx\ny,Why,s1\n", f"count({ITEMS}[state=''])", "1"),
    ("a long row", "name,label\nx,Ex,more,still\n", f"count({ITEMS}[name='x']/*)", "2"),
    ("spaces about cells", "name , label\n x ,  Ex \n", f"{ITEMS}[name='x']/label", "Ex"),
    ("a column that stands twice", "name,label,tag,tag\nx,Ex,1,2\ny,Why,2,3\n", f"count({ITEMS}[tag='2'])", "2"),
    ("its number", "name,label,tag,tag\nx,Ex,1,02\ny,Why,2,3\n", f"count({ITEMS}[tag=2])", "2"),
    ("a hyphen in a name", "name,label,my-col\nx,Ex,1\n", f"{ITEMS}[my-col='1']/label", "Ex"),
    ("a dot in a name", "name,label,my.col\nx,Ex,1\n", f"{ITEMS}[my.col='1']/label", "Ex"),
    ("capitals tell names apart", "name,label,Name\nx,Ex,1\n", f"{ITEMS}[Name='1']/name", "x"),
    ("words of SQL as names", "name,label,select,place\nx,Ex,1,2\n", f"{ITEMS}[select='1' and place='2']/label", "Ex"),
    ("a quotation mark in a value", "name,label\nx'y,Ex\n", f'{ITEMS}[name="x\'y"]/label', "Ex"),
    ("another script", "name,label,ज़िला\nमैसूर,मैसूरु,क\n", f"{ITEMS}[ज़िला='क']/label", "मैसूरु"),
    ("digits of another script", "name,label\n४२,Ex\n", f"{ITEMS}[name=42]/label", ""),
    ("a decimal comma", "name,label\n\"7,5\",Ex\n", f"{ITEMS}[name=7.5]/label", "Ex"),
    ("infinity", "name,label\nInfinity,Ex\n", f"{ITEMS}[name=1 div 0]/label", ""),
    ("minus zero", "name,label\n-0,Ex\n", f"{ITEMS}[name=0]/label", "Ex"),
    ("a header without rows", "name,label\n", f"count({ITEMS})", "0"),
    ("like is not equal", "name,label\n%,Ex\nab,Why\n", f"count({ITEMS}[name='%'])", "1"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "text", "expression", "wanted"), ODD_FILES, ids=[one[0] for one in ODD_FILES]
)
def test_a_file_is_read_with(kept: Kept, what: str, text: str | bytes, expression: str, wanted: str) -> None:
    assert asked(kept, expression, text) == wanted


BROKEN = (
    ("a quote never closed", 'name,label\nx,"Ex\ny,Why\n', r"“d\.csv”, line 2: a quotation mark is opened and never"),
    ("a quote within a text", 'name,label\nx,Ex\ny,"W"hy\n', r"line 3, column “label”: a quotation mark stands inside"),
    ("a zero byte", "name,label\nx,E\0x\n", r"line 2, column “label”: there is a zero byte"),
    ("another encoding", "name,label\nx,\u00e9\n".encode("latin-1"), r"line 2, column “label”: the text is not UTF-8"),
    ("UTF-16", "name,label\nx,Ex\n".encode("utf-16"), r"line 1, column 1: "),
    ("nothing at all", "", r"“d\.csv” has no header"),
    ("an empty first line", "\nname,label\nx,Ex\n", r"“d\.csv” has no header"),
    ("no column for the value", "id,label\nx,Ex\n", r"choices need the column “name”, which line 1 of the file “d\.csv”"),
    ("no column for the label", "name,title\nx,Ex\n", r"column “label”, which line 1 .* It names: name, title\."),
    ("one line without end", "x" * 3_000_000, r"line 1: the line is longer than a million characters"),
    ("a quote before all the rest", 'name,label\n"' + "x,y\n" * 100_000, r"line 2: a quotation mark is opened and never"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "text", "sentence"), BROKEN, ids=[one[0] for one in BROKEN])
def test_a_broken_file_is_told_in_a_sentence(kept: Kept, what: str, text: str | bytes, sentence: str) -> None:
    with pytest.raises(FormError, match=sentence):
        form(kept, text)


def test_a_filter_on_a_column_the_file_lacks_is_told_with_question_and_file(kept: Kept) -> None:
    with pytest.raises(
        FormError, match=r"/data/a, choice_filter: .*“region”, which line 1 of the file “d\.csv”"
    ):
        form(kept, filter="region = ${key}")


def test_choices_follow_the_filter_in_the_order_of_the_file(kept: Kept) -> None:
    made = form(kept, filter="state = ${key}")
    made.answer("/data/key", "s1")
    assert made.labels("/data/a") == ["Bina", "Agra", "Datia"]


def test_choices_found_by_a_number_are_those_that_are_this_number(kept: Kept) -> None:
    made = form(kept, filter="code = ${no}")
    made.answer("/data/no", 7)
    assert made.choices("/data/a") == ["b", "a", "c"]


def test_a_choice_no_longer_offered_is_cleared(kept: Kept) -> None:
    made = form(kept, filter="state = ${key}")
    made.answer("/data/key", "s1")
    made.answer("/data/a", "b")
    made.answer("/data/key", "s2")
    assert made.value("/data/a") == ""


def test_a_choice_still_offered_stays(kept: Kept) -> None:
    made = form(kept, PLACES + "b,Bina,s2,1,1\n", filter="state = ${key}")
    made.answer("/data/key", "s1")
    made.answer("/data/a", "b")
    made.answer("/data/key", "s2")
    assert made.value("/data/a") == "b"


SHUFFLED = """
    | survey |                            |      |       |                       |
    |        | type                       | name | label | parameters            |
    |        | select_one_from_file d.csv | a    | A     | randomize=true seed=3 |
"""


def test_choices_are_shuffled_by_a_seed_alike_wherever_they_are_kept(kept: Kept) -> None:
    shuffled = Scenario(SHUFFLED, {"d.csv": PLACES}).choices("/data/a")
    assert shuffled != ["b", "a", "c", "d"]
    assert Scenario(SHUFFLED, {"d.csv": kept(PLACES)}).choices("/data/a") == shuffled  # type: ignore[dict-item]


def test_the_name_of_a_choice_is_its_label(kept: Kept) -> None:
    made = form(kept, said="jr:choice-name(${a}, '${a}')")
    made.answer("/data/a", "c")
    assert made.value("/data/said") == "Cuttack"


def test_a_calculation_follows_the_row_chosen(kept: Kept) -> None:
    made = form(kept, said="instance('d')/root/item[name = ${a}]/size")
    made.answer("/data/a", "a")
    assert made.value("/data/said") == 10


def test_a_choice_shows_the_picture_its_row_names(kept: Kept) -> None:
    made = form(kept, "name,label,image\nx,Ex,x.png\n")
    assert made.choice("/data/a", "x").media == {"image": "x.png"}


def test_another_column_may_give_value_and_label(kept: Kept) -> None:
    made = Scenario(
        """
    | survey |                            |      |       |                        |
    |        | type                       | name | label | parameters             |
    |        | select_one_from_file d.csv | a    | A     | value=code label=state |
    """,
        {"d.csv": kept(PLACES)},  # type: ignore[dict-item]
    )
    assert (made.choices("/data/a")[0], made.labels("/data/a")[0]) == ("007", "s1")


def test_a_form_tells_which_columns_it_compares(kept: Kept) -> None:
    made = form(
        kept,
        filter="state = ${key} and size > 3 and code = ${no}",
        said="pulldata('d', 'label', 'name', ${a})",
    )
    assert made.form.compared == {"d.csv": {("state", "code"), ("name",)}}
