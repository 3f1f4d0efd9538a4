"""Forms of any size, made the same way each time: what the engine's speed and its peers' are measured on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.support.markdown_form import write_form

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
    ' xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>Generated</h:title><model odk:xforms-version="1.0.0">'
)
_CHOICES = (
    '<instance id="yn"><root><item><name>y</name><label>Yes</label></item>'
    "<item><name>n</name><label>No</label></item></root></instance>"
)
_ITEMSET = '<itemset nodeset="instance(\'yn\')/root/item"><value ref="name"/><label ref="label"/></itemset>'


def _form(data: str, lists: str, binds: str, body: str) -> str:
    return (
        f'{_HEAD}<instance><data id="generated" version="1">{data}<orx:meta><orx:instanceID/></orx:meta></data></instance>'
        f'{lists}{binds}<bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    )


def flat(questions: int) -> str:
    """An XForm of blocks of ten: five answers each relevant by the one before, a date, a total carried from block to
    block, a text and a note that show it, and a text with a pattern."""
    blocks = range(questions // 10)
    return _form(
        "".join(
            f"<n{b}/><d{b}/><s{b}/><m{b}/><t{b}/><w{b}/><total{b}/><said{b}/><note{b}/><code{b}/>"
            for b in blocks
        ),
        _CHOICES,
        "".join("".join(_block_binds(b)) for b in blocks),
        "".join(_block_body(b) for b in blocks),
    )


def _block_binds(b: int) -> Iterator[str]:
    before = f"/data/total{b - 1} + " if b else ""
    yield f'<bind nodeset="/data/n{b}" type="int" required="true()" constraint=". &gt;= 0 and . &lt;= 1000"/>'
    yield f'<bind nodeset="/data/d{b}" type="decimal" relevant="/data/n{b} &gt; 0"/>'
    yield f'<bind nodeset="/data/s{b}" type="string" relevant="/data/d{b} &gt; 0"/>'
    yield f'<bind nodeset="/data/m{b}" type="string" relevant="/data/s{b} = \'y\'"/>'
    yield f'<bind nodeset="/data/t{b}" type="string" relevant="selected(/data/m{b}, \'y\')"/>'
    yield f'<bind nodeset="/data/w{b}" type="date" constraint=". &lt;= today()"/>'
    yield f'<bind nodeset="/data/total{b}" type="decimal" calculate="{before}coalesce(/data/n{b}, 0)"/>'
    yield f'<bind nodeset="/data/said{b}" type="string" calculate="concat(\'so far \', /data/total{b})"/>'
    yield f'<bind nodeset="/data/note{b}" type="string" readonly="true()"/>'
    yield f'<bind nodeset="/data/code{b}" type="string" constraint="regex(., \'[A-Z]{{2}}[0-9]{{3}}\')"/>'


def _block_body(b: int) -> str:
    return (
        f'<input ref="/data/n{b}"><label>How many {b}</label></input>'
        f'<input ref="/data/d{b}"><label>How much {b}</label></input>'
        f'<select1 ref="/data/s{b}"><label>One of {b}</label>{_ITEMSET}</select1>'
        f'<select ref="/data/m{b}"><label>Some of {b}</label>{_ITEMSET}</select>'
        f'<input ref="/data/t{b}"><label>What {b}</label></input>'
        f'<input ref="/data/w{b}"><label>When {b}</label></input>'
        f'<input ref="/data/note{b}"><label>Total so far: <output value="/data/total{b}"/></label></input>'
        f'<input ref="/data/code{b}"><label>Code {b}</label></input>'
    )


def flat_answers(questions: int) -> Iterator[tuple[str, str]]:
    """Every question of the flat form answered, from the first to the last."""
    for b in range(questions // 10):
        yield f"/data/n{b}", str(b % 90 + 1)
        yield f"/data/d{b}", "12.5"
        yield f"/data/s{b}", "y"
        yield f"/data/m{b}", "y n"
        yield f"/data/t{b}", "words"
        yield f"/data/w{b}", "2020-01-02"
        yield f"/data/code{b}", "AB123"


def repeated() -> str:
    """An XForm with a repeat of ten questions and sums over its instances."""
    fields = ("name", "age", "wage", "days", "sex", "skill", "since", "pay", "late", "say")
    at = "/data/worker"
    binds = (
        f'<bind nodeset="{at}/age" type="int" constraint=". &gt;= 5 and . &lt; 100"/>'
        f'<bind nodeset="{at}/wage" type="decimal" relevant="{at}/age &gt; 13"/>'
        f'<bind nodeset="{at}/days" type="int" constraint=". &lt;= 31"/>'
        f'<bind nodeset="{at}/skill" type="string" relevant="{at}/sex = \'y\'"/>'
        f'<bind nodeset="{at}/since" type="date" constraint=". &lt;= today()"/>'
        f'<bind nodeset="{at}/pay" type="decimal" calculate="coalesce({at}/wage, 0) * coalesce({at}/days, 0)"/>'
        f'<bind nodeset="{at}/late" type="string" relevant="{at}/pay &gt; 10000"/>'
        f'<bind nodeset="{at}/say" type="string" readonly="true()"/>'
        f'<bind nodeset="/data/payroll" type="decimal" calculate="sum({at}/pay)"/>'
        f'<bind nodeset="/data/count" type="int" calculate="count({at})"/>'
        f'<bind nodeset="/data/oldest" type="int" calculate="max({at}/age)"/>'
    )
    asked = "".join(
        f'<input ref="{at}/{field}"><label>{field}</label></input>'
        for field in ("name", "age", "wage", "days", "since", "late")
    )
    chosen = "".join(
        f'<select1 ref="{at}/{field}"><label>{field}</label>{_ITEMSET}</select1>'
        for field in ("sex", "skill")
    )
    said = f'<input ref="{at}/say"><label>Pay: <output value="{at}/pay"/></label></input>'
    body = f'<group ref="{at}"><label>Worker</label><repeat nodeset="{at}">{asked}{chosen}{said}</repeat></group>'
    data = f'<worker jr:template="">{"".join(f"<{field}/>" for field in fields)}</worker><payroll/><count/><oldest/>'
    return _form(data, _CHOICES, binds, body)


def repeated_answers(instance: int) -> Iterator[tuple[str, str]]:
    """One worker's answers."""
    at = f"/data/worker[{instance}]"
    yield f"{at}/name", f"Worker {instance}"
    yield f"{at}/age", str(18 + instance % 40)
    yield f"{at}/wage", "450.5"
    yield f"{at}/days", "26"
    yield f"{at}/sex", "y"
    yield f"{at}/skill", "n"
    yield f"{at}/since", "2019-04-01"


def choices_within(number: int) -> str:
    """An XForm with that many choices in the form itself, in two languages, filtered by district."""
    texts = "".join(
        f'<translation lang="{language}">'
        + "".join(f'<text id="v-{v}"><value>{word} {v}</value></text>' for v in range(number))
        + "</translation>"
        for language, word in (("English (en)", "Village"), ("Hindi (hi)", "गाँव"))
    )
    items = "".join(
        f"<item><itextId>v-{v}</itextId><name>v{v}</name><district>d{v % 50}</district></item>"
        for v in range(number)
    )
    lists = f'<instance id="villages"><root>{items}</root></instance><itext>{texts}</itext>'
    binds = '<bind nodeset="/data/district" type="string"/><bind nodeset="/data/village" type="string"/>'
    body = (
        '<input ref="/data/district"><label>District</label></input>'
        '<select1 ref="/data/village"><label>Village</label>'
        "<itemset nodeset=\"instance('villages')/root/item[district = /data/district]\">"
        '<value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>'
    )
    return _form("<district/><village/>", lists, binds, body)


def workbook_of_choices(path: Path, number: int) -> Path:
    """A workbook with that many choices in one list, filtered by district."""
    survey = (
        "    | survey | | | | |\n"
        "    | | type | name | label | choice_filter |\n"
        "    | | text | district | District | |\n"
        "    | | select_one village | village | Village | district = ${district} |\n"
    )
    rows = "".join(f"    | | village | v{v} | Village {v} | d{v % 50} |\n" for v in range(number))
    choices = f"    | choices | | | | |\n    | | list_name | name | label | district |\n{rows}"
    return write_form(path, survey, choices)


def cascade() -> str:
    """An XForm that asks for state, district and village, the villages from a file of any length."""
    item = "instance('villages')/root/item"
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="string"/>' for name in ("state", "district", "village", "place")
    )
    states = "".join(f"<item><name>s{s}</name><label>State {s}</label></item>" for s in range(STATES))
    districts = "".join(
        f"<item><name>s{s}d{d}</name><label>District {d} of {s}</label><state>s{s}</state></item>"
        for s in range(STATES)
        for d in range(DISTRICTS)
    )
    lists = (
        f'<instance id="states"><root>{states}</root></instance>'
        f'<instance id="districts"><root>{districts}</root></instance>'
        '<instance id="villages" src="jr://file-csv/villages.csv"/>'
    )
    columns = '<value ref="name"/><label ref="label"/>'
    body = (
        f'<select1 ref="/data/state"><label>State</label><itemset nodeset="instance(\'states\')/root/item">{columns}</itemset></select1>'
        f'<select1 ref="/data/district"><label>District</label><itemset nodeset="instance(\'districts\')/root/item[state = /data/state]">{columns}</itemset></select1>'
        f'<select1 ref="/data/village"><label>Village</label><itemset nodeset="{item}[district = /data/district]">{columns}</itemset></select1>'
    )
    binds += f'<bind nodeset="/data/place" calculate="{item}[name = /data/village]/label"/>'
    return _form("<state/><district/><village/><place/>", lists, binds, body)


STATES, DISTRICTS = 30, 20
VILLAGES_HEADER = "name,label,state,district\n"


def villages(rows: int) -> Iterator[str]:
    """The lines of the file of villages, its header first."""
    yield VILLAGES_HEADER
    for row in range(rows):
        state, district = row % STATES, row // STATES % DISTRICTS
        yield f"v{row},Village {row},s{state},s{state}d{district}\n"
