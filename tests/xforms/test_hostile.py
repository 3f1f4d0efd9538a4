"""Forms that are broken or made to harm end in one sentence, in bounded time and memory."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldsurvey import cli
from fieldsurvey.errors import FormError
from fieldsurvey.study import Study, load_questionnaire
from tests.support import generated_forms
from tests.support.hostile_forms import BOMB, FOREIGN, calculating, filled, form, said

pytestmark = pytest.mark.timeout(120)
_NOISE = random.Random(1).randbytes(100_000)


def _nested(tag: str, times: int, inner: str = "") -> str:
    return f"<{tag}>" * times + inner + f"</{tag}>" * times


def _translated(texts: str, label: str = "t0") -> str:
    return form(
        lists=f'<itext><translation lang="en">{texts}</translation></itext>',
        body=f'<input ref="/data/a"><label ref="jr:itext(\'{label}\')"/></input>',
    )


def _text(name: str, *shown: str) -> str:
    outputs = "".join(f"<output value=\"jr:itext('{other}')\"/>" for other in shown)
    return f'<text id="{name}"><value>x{outputs}</value></text>'


REFUSED = {
    "a bomb of entities": (BOMB + form("<a>&e11;</a>"), "not well-formed"),
    "an entity from another file": (FOREIGN + form("<a>&e;</a>"), "DOCTYPE"),
    "a document type alone": ("<!DOCTYPE html>" + form(), "DOCTYPE"),
    "noise": (_NOISE, "not well-formed"),
    "a packed file": (b"PK\x03\x04" + _NOISE, "not well-formed"),
    "nothing": (b"", "not well-formed"),
    "zeros": (b"\0" * 1000, "not well-formed"),
    "a zero in a text": (form("<a>\0</a>"), "not well-formed"),
    "half of a pair of surrogates": (form("<a>\ud800</a>"), "broken characters"),
    "a declaration that never ends": ('<?xml version="1.0"', "not well-formed"),
    "an encoding nobody knows": (b'<?xml version="1.0" encoding="klingon"?>' + form().encode(), "encoding"),
    "bytes that are not of the encoding": (b'<?xml version="1.0" encoding="ascii"?><a>\xe9</a>', "encoding"),
    "half a form": (form()[:200], "not well-formed"),
    "another kind of XML": ("<svg/>", "not an XForm"),
    "a form without an instance": (form().replace("<instance>", "<instance src='x'>"), "nothing to fill in"),
    "fields nested without an end": ("<a>" * 1_000_000, "not well-formed"),
    "fields nested deeply": (form(_nested("a", 100_000)), "not well-formed"),
    "groups nested deeply": (form(body=_nested("group", 240)), "nested too deeply"),
    "a text nested deeply": (_translated(f'<text id="t0"><value>{_nested("b", 300)}</value></text>'), "well-formed"),
    "thousands of attributes": (form("<a " + " ".join(f'x{i}="1"' for i in range(5000)) + "/>"), "attributes"),
    "a root that repeats": (form(body='<repeat nodeset="/data"/>'), "only a group inside"),
    "a question that stands twice": (form("<a/><b/><a/>"), "stands twice"),
    "a path above the root": (form(body=f'<group ref="{"../" * 999}a"/>'), "not among"),
    "a bare sign a million times": (f'<a b="{"<" * 1_000_000}"/>', "not well-formed"),
}  # fmt: skip


@pytest.mark.parametrize(("xform", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_form_is_refused_in_a_sentence(xform: str | bytes, sentence: str) -> None:
    assert sentence in said(lambda: filled(xform))


TAKEN = {
    "UTF-16": form().encode("utf-16"),
    "UTF-16 that says so": f'<?xml version="1.0" encoding="UTF-16"?>{form()}'.encode("utf-16"),
    "a mark of the byte order": "\ufeff" + form(),
    "a mark before a declaration": f'\ufeff<?xml version="1.0"?>{form()}',
    "a declaration that no longer holds": f'<?xml version="1.0" encoding="UTF-16"?>{form()}',
    "fields nested": form(_nested("a", 200)),
    "a label of two megabytes": form(body=f'<input ref="/data/a"><label>{"x" * 2_000_000}</label></input>'),
    "a repeat within itself": form("<r/>", body=_nested('repeat nodeset="/data/r"', 2).replace("</repeat nodeset=\"/data/r\"", "</repeat")),
    "a select filtered by itself": form(
        lists='<instance id="l"><root><item><name>x</name></item></root></instance>',
        body='<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item[name = /data/a]">'
        '<value ref="name"/></itemset></select1>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("xform", TAKEN.values(), ids=TAKEN)
def test_what_is_odd_but_a_form_is_taken(xform: str | bytes) -> None:
    assert said(lambda: filled(xform)) == ""


def test_a_form_of_a_hundred_thousand_questions_is_refused() -> None:
    xform = generated_forms.flat(100_000)
    assert "split it into several forms" in said(lambda: filled(xform))


@pytest.mark.parametrize("letters", ["<a>", "\0\x01\x02", "<![CDATA["])
def test_a_hundred_megabytes_of_anything_are_refused_at_once(letters: str) -> None:
    xform = letters * (100_000_000 // len(letters))
    assert "larger than 64 MB" in said(lambda: filled(xform))


CIRCLES = {
    "itself": _text("t0", "t0"),
    "each other": _text("t0", "t1") + _text("t1", "t0", "t0"),
    "ever more": "".join(_text(f"t{i}", f"t{i + 1}", f"t{i + 1}") for i in range(60)) + _text("t60"),
}


@pytest.mark.parametrize("texts", CIRCLES.values(), ids=CIRCLES)
def test_a_label_that_shows_itself_says_so_in_its_place(texts: str) -> None:
    assert filled(_translated(texts)).label("/data/a").startswith("⚠ The text “t")


def test_a_choice_that_shows_its_own_label_says_so_in_its_place() -> None:
    label = "<label><output value=\"jr:choice-name('1', '/data/a')\"/></label><value>1</value>"
    entry = filled(form("<a>1</a>", body=f'<select1 ref="/data/a"><item>{label}</item></select1>'))
    assert "shows itself" in entry.choices("/data/a")[0].label


def test_choices_that_cannot_be_found_leave_the_question_on_the_screen() -> None:
    entry = filled(
        form(
            lists='<instance id="l"><root><item><name>x</name></item></root></instance>',
            body='<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item[date(name) &gt; 1]">'
            '<value ref="name"/></itemset></select1>',
        )
    )
    assert "“x” is not a date" in entry.prompt("/data/a").hint


def test_a_broken_form_gives_the_command_line_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "broken.xml"
    file.write_text(BOMB + form("<a>&e11;</a>"))
    ran = CliRunner().invoke(cli.fieldsurvey, ["form", "check", str(file)])
    assert isinstance(ran.exception, FormError)


@pytest.mark.parametrize("name", ["noise.xml", "noise.xlsx", "noise.xls"])
def test_noise_in_any_file_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_NOISE)
    assert said(lambda: load_questionnaire(tmp_path / name)).startswith(name)


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    assert "when unpacked" in said(lambda: load_questionnaire(tmp_path / "bomb.xlsx"))


def test_a_refused_form_leaves_the_study_as_it_was(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "broken.xml"
    file.write_text(calculating("(" * 5000))
    before = study.forms.listing(), study.path.read_bytes()
    assert said(lambda: study.forms.add(load_questionnaire(file)))
    assert before == (study.forms.listing(), study.path.read_bytes())


MEMORY = """
import resource, sys
from tests.support.hostile_forms import BOMB, filled, form, said
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
said(lambda: filled({made}))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    "made",
    [
        'BOMB + form("<a>&e11;</a>")',
        'form("<r><a/></r>", body=\'<repeat nodeset="/data/r" jr:count="1000000000"/>\')',
        "form('<a>1</a>', binds='<bind nodeset=\"/data/a\" constraint=\"regex(., &quot;(a{9999}){9999}&quot;)\"/>')",
        "form('<a>1</a><b/>', binds='<bind nodeset=\"/data/b\" calculate=\"'"
        " + 'concat(/data/a,' * 99 + '1' + ')' * 99 + '\"/>')",
    ],
)
def test_what_would_fill_the_memory_is_refused_before(made: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY.format(made=made)], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) < 100
