"""Large lists: the same answers from memory and from a table, stored once, asked in each thread, refused when broken."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.large_lists import LARGE, RowsOutside
from fieldsurvey.models import Check, Cluster, Questionnaire
from fieldsurvey.progress import Cancelled
from fieldsurvey.store import migrations
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.xlsform import questionnaire_from_xform
from tests import generated
from tests.conftest import NOW, write_form
from tests.scenario import Scenario, xform

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
    return RowsOutside("d.csv", text.encode() if isinstance(text, str) else text)


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
    ("digits of another script", "name,label\n४२,Ex\n", f"{ITEMS}[name=42]/label", "Ex"),
    ("a decimal comma", "name,label\n\"7,5\",Ex\n", f"{ITEMS}[name=7.5]/label", "Ex"),
    ("infinity", "name,label\nInfinity,Ex\n", f"{ITEMS}[name=1 div 0]/label", "Ex"),
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


# --- in a study

VILLAGES = """
    | survey |                                   |          |          |                                              |
    |        | type                              | name     | label    | choice_filter                                |
    |        | select_one s                      | state    | State    |                                              |
    |        | text                              | district | District |                                              |
    |        | select_one_from_file villages.csv | village  | Village  | state = ${state} and district = ${district}  |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | s         | s1   | One   |
    |         | s         | s2   | Two   |
    | settings |         |         |
    |          | form_id | version |
    |          | where   | 1       |
"""
PASSPHRASE = "brass river window seven"


def villages(rows: int = 20_000) -> bytes:
    lines = (f"v{row},Village {row},s{1 + row % 2},d{row % 100:03d},{row:06d}" for row in range(rows))
    return "\n".join(("name,label,state,district,pin", *lines, "")).encode()


@pytest.fixture(scope="session")
def cascade() -> Questionnaire:
    """A form with a list that is large enough to be stored."""
    text = villages()
    assert len(text) > LARGE
    return questionnaire_from_xform(xform(VILLAGES), {"villages.csv": text})


@pytest.fixture
def surveyed(tmp_path: Path, cascade: Questionnaire) -> Iterator[Study]:
    path = tmp_path / "villages.study"
    with Study.create(path, Cluster(), [cascade], passphrase=PASSPHRASE, clock=lambda: NOW) as made:
        yield made


def offered(study: Study) -> list[str]:
    entry = study.begin("where")
    entry.answer("/data/state", "s2")
    entry.answer("/data/district", "d007")
    return [choice.value for choice in entry.choices("/data/village")]


WANTED = [f"v{row}" for row in range(7, 20_000, 100)]


def test_a_stored_list_offers_the_rows_that_fit(surveyed: Study) -> None:
    assert offered(surveyed) == WANTED


def test_a_stored_list_is_there_when_the_study_is_opened_again(surveyed: Study) -> None:
    surveyed.close()
    with Study.open(surveyed.path, PASSPHRASE) as study:
        assert offered(study) == WANTED


def test_a_stored_list_is_read_in_a_study_opened_to_be_read_only(surveyed: Study) -> None:
    with surveyed.again(read_only=True) as reader:
        assert offered(reader) == WANTED


def test_each_thread_asks_its_own_connection(surveyed: Study) -> None:
    found: list[list[str]] = [offered(surveyed)]

    def elsewhere() -> None:
        with surveyed.again() as twin:
            found.append(offered(twin))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert [*found, offered(surveyed)] == [WANTED, WANTED, WANTED]


def test_a_large_file_is_not_loaded_with_its_form(surveyed: Study) -> None:
    with surveyed.again() as twin:
        assert twin.questionnaire("where").media == {}


def test_the_bytes_of_a_stored_list_leave_as_they_came(surveyed: Study, cascade: Questionnaire) -> None:
    assert b"".join(surveyed.attached("where", "villages.csv")) == cascade.media["villages.csv"]


def test_the_bytes_of_a_small_file_leave_by_the_same_door(study: Study, questionnaire: Questionnaire) -> None:
    study.add_form(dataclasses.replace(questionnaire, version="2", media={"s.csv": b"name,label\n"}))
    assert b"".join(study.attached("small", "s.csv", "2")) == b"name,label\n"


def stored_lists(study: Study) -> list[str]:
    return [row[0] for row in study._db.execute("SELECT sha256 FROM list").fetchall()]


def indexes(study: Study) -> list[str]:
    rows = study._db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'list_1_by%'")
    return sorted(row[0] for row in rows.fetchall())


def test_a_new_version_with_the_same_file_does_not_store_it_twice(
    surveyed: Study, cascade: Questionnaire
) -> None:
    surveyed.add_form(
        dataclasses.replace(cascade, version="2", xform=cascade.xform.replace('version="1"', 'version="2"'))
    )
    text = cascade.media["villages.csv"]
    assert isinstance(text, bytes)
    assert stored_lists(surveyed) == [hashlib.sha256(text).hexdigest()]


def test_a_list_is_indexed_on_what_its_form_compares(surveyed: Study) -> None:
    assert indexes(surveyed) == ["list_1_by_2_3"]


def test_a_version_that_compares_another_column_gets_its_index(
    surveyed: Study, cascade: Questionnaire
) -> None:
    changed = cascade.xform.replace("state =  /data/state  and district", "label").replace(
        'version="1"', 'version="2"'
    )
    surveyed.add_form(dataclasses.replace(cascade, version="2", xform=changed))
    assert indexes(surveyed) == ["list_1_by_1", "list_1_by_2_3"]


def test_what_a_check_compares_is_indexed_too(study: Study, cascade: Questionnaire) -> None:
    looked_up = "instance('villages')/root/item[label = /data/district]/name != ''"
    check = Check("known", "/data/district", looked_up, {})
    study.add_form(dataclasses.replace(cascade, checks=(check,)))
    assert indexes(study) == ["list_1_by_1", "list_1_by_2_3"]


def test_a_number_is_found_in_a_column_without_an_index(surveyed: Study) -> None:
    entry = surveyed.begin("where")
    assert entry.evaluate("instance('villages')/root/item[pin = 7]/name") == "v7"
    assert entry.evaluate("count(instance('villages')/root/item[pin = 7 and state = 's1'])") == "0"


def test_an_index_is_used_for_the_filter(surveyed: Study) -> None:
    plan = surveyed._db.execute(
        "EXPLAIN QUERY PLAN SELECT c0, c1, place FROM list_1 WHERE c2 = 's1' AND c3 = 'd001' ORDER BY place"
    ).fetchall()
    assert [row[3] for row in plan] == ["SEARCH list_1 USING COVERING INDEX list_1_by_2_3 (c2=? AND c3=?)"]


def test_storing_tells_how_far_it_is(tmp_path: Path, cascade: Questionnaire) -> None:
    told: list[tuple[int, int, str]] = []
    Study.create(
        tmp_path / "a.study", Cluster(), [cascade], passphrase=None, progress=lambda *now: told.append(now)
    ).close()
    size = len(villages())
    assert told[-1] == (size, size, "villages.csv")


def test_a_broken_large_list_adds_nothing(study: Study, cascade: Questionnaire) -> None:
    broken = dataclasses.replace(cascade, media={"villages.csv": villages() + b'x,"y"z,s1,d001\n'})
    with pytest.raises(FormError, match=r"“villages\.csv”, line 20002, column “label”: a quotation mark"):
        study.add_form(broken)
    assert (stored_lists(study), [form_id for form_id, _, _ in study.form_list()]) == ([], ["small"])


def test_storing_that_is_stopped_leaves_nothing(study: Study, cascade: Questionnaire) -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        study.add_form(cascade, stop)
    tables = study._db.execute("SELECT name FROM sqlite_master WHERE name = 'list_1'").fetchall()
    assert (stored_lists(study), tables) == ([], [])


def test_what_a_power_cut_left_is_cleared_before_the_next_list(study: Study, cascade: Questionnaire) -> None:
    study._db.execute("INSERT INTO list (sha256, size, columns) VALUES ('half', 1, '[]')")
    study._db.execute("CREATE TABLE list_1 (place INTEGER PRIMARY KEY)")
    study.add_form(cascade)
    assert (len(stored_lists(study)), offered(study)) == (1, WANTED)


def test_a_study_from_before_lists_gets_them_when_it_is_opened(study: Study, cascade: Questionnaire) -> None:
    as_before_lists(study)
    with Study.open(study.path) as opened:
        opened.add_form(cascade)
        assert offered(opened) == WANTED


def test_a_study_from_before_lists_can_be_read_only(study: Study) -> None:
    as_before_lists(study)
    with Study.open(study.path, read_only=True) as opened:
        assert opened.begin("small").form.form_id == "small"


def as_before_lists(study: Study) -> None:
    """The study as the first release left it."""
    for table in ("form_list", "list_spelling", "list_part", "list"):
        study._db.execute(f"DROP TABLE {table}")
    study._db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_lists'")
    assert migrations.pending(study._db)


OPEN_AND_ASK = """
import sys
from pathlib import Path
from fieldsurvey.study import Study

with Study.open(Path(sys.argv[1])) as study:
    entry = study.begin()
    entry.answer("/data/state", "s1")
    entry.answer("/data/district", "s1d1")
    print(len(entry.choices("/data/village")))
(line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(line.split()[1]) / 1024)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is asked of /proc")
def test_a_form_with_600_000_villages_is_filled_in_150_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "villages.csv"
    file.write_text("".join(generated.villages(600_000)))
    asked = Questionnaire("villages", "1", "", generated.cascade(), (), media={file.name: file})
    path = tmp_path / "a.study"
    Study.create(path, Cluster(), [asked], passphrase=None).close()
    said = subprocess.run(
        [sys.executable, "-c", OPEN_AND_ASK, str(path)], capture_output=True, text=True, check=True
    )
    offered_now, peak = said.stdout.split()
    assert (int(offered_now), float(peak) < 150) == (1000, True)


# --- beside a workbook


def test_the_temporary_table_goes_with_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rows = RowsOutside("d.csv", PLACES.encode())
    assert rows.count([("state", "s1")]) == 3
    (folder,) = tmp_path.iterdir()
    assert b"Agra" not in b"".join(file.read_bytes() for file in folder.iterdir())
    del rows
    assert list(tmp_path.iterdir()) == []


SURVEY = (
    ("type", "name", "label", "choice_filter"),
    ("text", "district", "District", ""),
    ("select_one_from_file villages.csv", "village", "Village", "district = ${district}"),
)
PLAIN = {
    "settings": (("form_id", "version"), ("where", "1")),
    "choices": (("list_name", "name", "label"), ("s", "1", "1")),
}


def test_a_large_list_beside_a_workbook_goes_into_the_study_without_being_held(tmp_path: Path) -> None:
    (tmp_path / "villages.csv").write_bytes(villages())
    book = write_form(tmp_path / "where.xlsx", SURVEY, checks=(), indicators=(), **PLAIN)
    questionnaire = load_questionnaire(book)
    assert questionnaire.media == {"villages.csv": tmp_path / "villages.csv"}
    with Study.create(tmp_path / "a.study", Cluster(), [questionnaire], passphrase=None) as study:
        entry = study.begin("where")
        entry.answer("/data/district", "d007")
        assert [choice.value for choice in entry.choices("/data/village")] == WANTED


def test_a_large_list_that_went_away_is_told_in_a_sentence(
    study: Study, tmp_path: Path, cascade: Questionnaire
) -> None:
    gone = dataclasses.replace(cascade, media={"villages.csv": tmp_path / "gone.csv"})
    with pytest.raises(FormError, match=r"gone\.csv cannot be read"):
        study.add_form(gone)


def test_a_fault_deep_in_a_large_list_is_told_when_the_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "villages.csv").write_bytes(villages() + b"x,\xe9,s1,d001\n")
    book = write_form(tmp_path / "where.xlsx", SURVEY, checks=(), indicators=(), **PLAIN)
    with pytest.raises(FormError) as caught:
        load_questionnaire(book)
    assert "line 20002, column “label”: the text is not UTF-8" in f"{caught.value} {caught.value.problems}"
