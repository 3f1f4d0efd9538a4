"""Expressions, patterns and triggers made to harm: one sentence, in bounded time, and what was typed stays."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import FormEntry
from fieldsurvey.xforms.xpath import evaluate
from tests.support.hostile_forms import calculating, filled, form, said
from tests.support.scenario import NOW

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]

ENDLESS = {
    "a megabyte": "1+" * 500_000 + "1",
    "brackets": "(" * 40_000 + "1" + ")" * 40_000,
    "predicates": "/data/a[" * 5000 + "1" + "]" * 5000,
    "signs": "-" * 90_000 + "1",
    "values of a function": "concat(" + ",".join(["1"] * 200_000) + ")",
    "functions in functions": "string(" * 5000 + "1" + ")" * 5000,
    "products": "*".join(["1"] * 20_000),
    "never closed": "concat('" + "x" * 90_000,
}


@pytest.mark.parametrize("expression", ENDLESS.values(), ids=ENDLESS)
def test_an_endless_expression_is_refused_when_the_form_is_read(expression: str) -> None:
    assert said(lambda: filled(calculating(expression))).startswith("/data/b, calculation: The expression “")


@pytest.mark.parametrize("expression", ENDLESS.values(), ids=ENDLESS)
def test_an_endless_expression_is_refused_over_any_xml(expression: str) -> None:
    assert said(lambda: evaluate(expression, "<data><a>1</a></data>")).startswith("The expression “")


def test_brackets_around_long_products_are_told_to_be_too_deep() -> None:
    expression = "(" * 60 + "1" + ("*1" * 190 + ")") * 60
    assert "nested too deeply" in said(lambda: evaluate(expression, "<data/>"))


def test_what_looks_at_everything_for_everything_is_given_up() -> None:
    everything = "//*[//*[//*[//*[//*[. = 'x']]]]]"
    xml = "<a>" + "<c><d/></c>" * 300 + "</a>"
    sentence = said(lambda: evaluate(f"count({everything})", xml))
    assert "looks at millions of nodes" in sentence


ODD = [
    "9" * 400, "pow(9, 9999)", "exp(99999)", "round(9e9, 2)", "round(1.5, 1 div 0)", "int(1 div 0)",
    "substr('abc', 1 div 0)", "substr('abc', -1 div 0)", "substr('abc', 0, -1 div 0)", "substring('abc', 0 div 0, 1 div 0)", "selected-at('a b', 1 div 0)",
    "selected-at('a b', -1 div 0)", "uuid(1 div 0)", "date('99999-01-01')", "date(99999999999)",
    "date('0001-01-01T00:00:00+14:00')", "date('9999-12-31T23:59:59-14:00')", "date-time(-719162)",
    "format-date-time('9999-12-31T23:59:00-12:00', '%W')", "decimal-time('0001-01-01T00:00:00+14:00')",
    "date('2020-01-01T10:00:00+99:99')", "format-date('2020-01-01', '%')", "today() * 999999999999",
    "base64-decode('####')", "extract-signed('a', 'b')", "digest('a', 'none')", "randomize(/data/*, 9 div 0)",
    "distance('x')", "geofence('1 1', 'x')", "area('91 0')", "id('x')", "//@*", "current()/../..", "$a", "a b", "]",
    "/data/a[1 div 0]", "jr:choice-name('x', '(((')", "jr:itext('none')", "translate('ab', 'aa', 'b')",
    "join('x', 1)", "once(/data)", "min()", "preceding::*/following::*", "regex('a', '[')", "regex('a', '(?R)')",
]  # fmt: skip


@pytest.mark.parametrize("expression", ODD)
def test_an_odd_expression_has_a_value_or_a_sentence(expression: str) -> None:
    said(lambda: filled(calculating(expression)))
    said(lambda: evaluate(expression, "<data><a>1</a></data>", "/data/a"))


# -- patterns

SLOW = ["(a+)+b", "(.*a){20}b", "(a|aa)+b", "([a-z]+)*[0-9]", "(a?){40}a{40}b", "(?:a{1,30}){1,30}b"]
LARGE = [
    "a{1000000000}",
    "(?:(?:(?:a{99}){99}){99}){99}",
    "((a{1,1000}){1,1000}){1,1000}",
    "a" * 50_000,
    "(a|(?R))",
]
_LETTERS = "a" * 5000 + "!"


def _guarded(pattern: str, where: str = "constraint", on: str = "a") -> str:
    return form("<a/><b/>", binds=f'<bind nodeset="/data/{on}" {where}="regex(/data/a, \'{pattern}\')"/>')


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_never_ends_is_told_and_the_answer_stays(pattern: str) -> None:
    entry = filled(_guarded(pattern))
    said(lambda: entry.answer("/data/a", _LETTERS))
    assert entry.value("/data/a") == _LETTERS


def test_a_pattern_that_takes_too_long_is_named() -> None:
    entry = filled(_guarded("(.*a){20}b", "calculate", "b"))
    entry.answer("/data/a", _LETTERS)
    assert "takes too long; simplify it." in str(entry.fault)


@pytest.mark.parametrize("pattern", LARGE)
def test_a_pattern_that_would_fill_the_memory_is_refused(pattern: str) -> None:
    assert "is too large" in said(lambda: evaluate(f"regex('aaa', '{pattern}')", "<data/>"))


def test_an_ordinary_long_pattern_is_taken() -> None:
    gstin = "[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z]{1}[1-9A-Z]{1}Z[0-9A-Z]{1}"
    assert (
        evaluate(f"regex('27AAPFU0939F1ZV', '({gstin})|([0-9]{{1,250}})')", "<data/>", as_="boolean") is True
    )


def test_many_slow_patterns_share_one_patience() -> None:
    fields = "".join(f"<q{i}/>" for i in range(200))
    binds = "".join(
        f'<bind nodeset="/data/q{i}" calculate="regex(/data/a, \'(.*{i % 10}a)*b\')"/>' for i in range(200)
    )
    entry = filled(form("<a/>" + fields, binds=binds))
    said(lambda: entry.answer("/data/a", "0a1a2a3a4a5a6a7a8a9a" * 20_000))
    assert entry.value("/data/a").startswith("0a1a")


# -- repeats and triggers

_ROWS = '<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/></repeat>'
_NESTED = (
    '<repeat nodeset="/data/r" jr:count="/data/n"><repeat nodeset="/data/r/s" jr:count="/data/n">'
    '<input ref="/data/r/s/a"/></repeat></repeat>'
)
_WIDE = "<a/>" + "".join(f"<q{i}/>" for i in range(20_000))
COUNTED = {
    "by a billion": (form("<n/><r><a/></r>", body=_ROWS), "999999999"),
    "within counted ones": (form("<n/><r><s><a/></s></r>", body=_NESTED), "5000"),
    "of many questions": (form(f"<n/><r>{_WIDE}</r>", body=_ROWS), "9000"),
}
_MILLIONS = pytest.mark.long(reason="two million questions are made before the count is refused: 20 seconds")


@pytest.mark.parametrize(
    ("xform", "number"),
    [
        pytest.param(*given, id=name, marks=[_MILLIONS] if name == "of many questions" else [])
        for name, given in COUNTED.items()
    ],
)
def test_a_count_nobody_meant_is_told_and_stays_to_be_corrected(xform: str, number: str) -> None:
    entry = filled(xform)
    entry.answer("/data/n", number)
    assert "can hold; correct the number" in str(entry.fault)
    entry.answer("/data/n", "2")
    assert entry.count("/data/r") == 2


def test_a_draft_with_a_count_nobody_meant_opens_again() -> None:
    entry = filled(COUNTED["by a billion"][0])
    said(lambda: entry.answer("/data/n", "999999999"))
    again = FormEntry.restore(entry.form, entry.draft_xml(), now=NOW)
    assert again.value("/data/n") == "999999999"
    assert "more instances than" in str(again.fault)


@pytest.mark.parametrize("count", ["1 div 0", "1000000000", "position(..) * 99999"])
def test_a_count_that_never_rests_is_told(count: str) -> None:
    body = f'<repeat nodeset="/data/r" jr:count="{count}"><input ref="/data/r/a"/></repeat>'
    assert "more instances than" in said(lambda: filled(form("<r><a/></r>", body=body)))


def _in_a_circle(value: str) -> FormEntry:
    trigger = (
        '<input ref="/data/{0}"><setvalue event="xforms-value-changed" ref="/data/{1}" value="{2}"/></input>'
    )
    there = trigger.format("a", "b", value.format("/data/a"))
    back = trigger.format("b", "a", value.format("/data/b"))
    return filled(form("<a/><b/>", body=there + back))


def test_triggers_in_a_circle_are_told() -> None:
    entry = _in_a_circle("{0} + 1")
    assert "go in a circle" in said(lambda: entry.answer("/data/a", "1"))


def test_triggers_that_let_a_text_grow_are_told() -> None:
    entry = _in_a_circle("concat({0}, {0})")
    entry.answer("/data/a", "x")
    assert "more than 1,000,000 characters" in str(entry.fault)


def test_calculations_that_let_a_text_grow_are_told() -> None:
    fields = "".join(f"<c{i}/>" for i in range(40))
    binds = "".join(
        f'<bind nodeset="/data/c{i + 1}" calculate="concat(/data/c{i}, /data/c{i}, /data/c{i})"/>'
        for i in range(39)
    )
    entry = filled(form(fields, binds=binds))
    entry.answer("/data/c0", "x")
    assert "more than 1,000,000 characters" in str(entry.fault)


def test_an_answer_longer_than_any_is_refused() -> None:
    entry = filled(form())
    with pytest.raises(AnswerError, match="shorten it"):
        entry.answer("/data/a", "x" * 1_000_001)


def test_the_longest_answer_opens_again() -> None:
    entry = filled(form())
    entry.answer("/data/a", "\U0001f9f5" * 1_000_000)
    assert FormEntry.restore(entry.form, entry.draft_xml(), now=NOW).value("/data/a") == entry.value(
        "/data/a"
    )


def test_an_action_that_fails_does_not_stop_the_others() -> None:
    actions = (
        '<setvalue event="xforms-value-changed" ref="/data/b" value="date(/data/a)"/>'
        '<setvalue event="xforms-value-changed" ref="/data/c" value="/data/a"/>'
    )
    entry = filled(form("<a/><b/><c/>", body=f'<input ref="/data/a">{actions}</input>'))
    entry.answer("/data/a", "x")
    assert "/data/b cannot be set" in str(entry.fault)
    assert entry.value("/data/c") == "x"
