"""Expressions over XML: operators, paths, functions, and faults that quote the expression."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath import evaluate

XML = "<a k='v'><b>1</b><b>2</b><c><d>x y z</d></c><e/></a>"
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("1 + 2 * 3", 7),
        ("7 mod 3 - -1", 2),
        ("sum(/a/b)", 3),
        ("count(//b)", 2),
        ("/a/b[. > 1]", 2),
        ("/a/b[last()]", 2),
        ("round(2.145, 2)", 2.15),
        ("round(-2.5)", -2),
        ("pow(2, 10)", 1024),
        ("int(-1.9)", -1),
        ("min(3, 1, 2) + max(/a/b)", 3),
        ("string-length('ಕನ್ನಡ')", 5),
        ("count-selected(/a/c/d)", 3),
        ("date('1970-01-11') - date('1970-01-01')", 10),
        ("decimal-date-time('1970-01-02T12:00:00Z')", 1.5),
    ],
)
def test_numbers(expression: str, wanted: float) -> None:
    assert evaluate(expression, XML, as_="number", now=NOW) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("concat('a', 1 + 1, true())", "a2true"),
        ("/a/@k", "v"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substring('12345', 2, 3)", "234"),
        ("join('-', /a/b)", "1-2"),
        ("selected-at(/a/c/d, 1)", "y"),
        ("if(/a/e = '', 'empty', 'full')", "empty"),
        ("coalesce(/a/e, 'other')", "other"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  a   b ')", "a b"),
        ("format-date(date('2026-01-05'), '%e %b %Y, %a')", "5 Jan 2026, Mon"),
        ("today()", "2026-11-22"),
        ("1 div 4", "0.25"),
        ("10000000 * 10000000", "100000000000000"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    ],
)
def test_texts(expression: str, wanted: str) -> None:
    assert evaluate(expression, XML, now=NOW) == wanted


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("selected(/a/c/d, 'y')", True),
        ("selected('apple', 'app')", False),
        ("regex('AB12', '[A-Z]{2}[0-9]{2}')", True),
        ("regex('AB123', '[A-Z]{2}[0-9]{2}')", False),
        ("not(1 = 1) or 2 >= 2", True),
        ("'' = /a/e", True),
        ("checklist(1, 2, true(), false(), true())", True),
        ("weighted-checklist(5, -1, true(), 3, true(), 1)", False),
        ("boolean-from-string('TRUE')", True),
        ("starts-with('abc', 'ab') and ends-with('abc', 'bc')", True),
        ("false() and nothing()", False),
    ],
)
def test_truths(expression: str, wanted: bool) -> None:
    assert evaluate(expression, XML, as_="boolean", now=NOW) is wanted


def test_nodes_are_given_by_their_texts() -> None:
    assert evaluate("/a/b | /a/e", XML, as_="nodes") == ["1", "2", ""]


def test_a_path_starts_at_the_context() -> None:
    assert evaluate("../../b[1]", XML, context="/a/c/d") == "1"


@pytest.mark.parametrize("expression", ["1 +", "(1", "'a", "/a/[1]", "nothing()", "round()", "$x", "a b", ""])
def test_what_is_not_understood_is_an_error(expression: str) -> None:
    with pytest.raises(XPathError):
        evaluate(expression, XML)


def test_an_expression_nested_without_end_is_refused() -> None:
    with pytest.raises(XPathError, match="nested too deeply"):
        evaluate("(" * 500 + "1" + ")" * 500, XML)


def test_a_seed_always_gives_the_same_order() -> None:
    letters = "<r>" + "".join(f"<i>{letter}</i>" for letter in "ABCDEFGH") + "</r>"
    assert evaluate("join('', randomize(/r/i, 1234))", letters) == "GFEDAHBC"


@pytest.mark.parametrize(
    "expression", ["date(99999999999)", "date-time(1 div 0)", "exp(900000)", "pow(10, 400)"]
)
def test_what_lies_beyond_all_numbers_is_no_crash(expression: str) -> None:
    assert evaluate(expression, XML) in ("NaN", "Infinity")


def test_a_very_long_expression_is_refused() -> None:
    with pytest.raises(XPathError, match="too long"):
        evaluate("+".join(["1"] * 90000), XML)
