"""Labels in ODK's Markdown, as the window shows them."""

from __future__ import annotations

import pytest

from fieldsurvey.ui.entry.base.markdown import bare, is_plain, rich


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("How **many** work?", "How <b>many</b> work?"),
        ("How __many__ work?", "How <b>many</b> work?"),
        ("How *many* work?", "How <i>many</i> work?"),
        ("How _many_ work?", "How <i>many</i> work?"),
        ("**Both** *of* them", "<b>Both</b> <i>of</i> them"),
        ("# Workers\nHow many?", "<h1>Workers</h1>How many?"),
        ("First\nsecond", "First<br>second"),
        ("Ask:\n- age\n- wage", "Ask:<ul><li>age</li><li>wage</li></ul>"),
        ("1. one\n2. two\nend", "<ol><li>one</li><li>two</li></ol>end"),
        ("See [the act](https://labour.gov.in/a)", 'See <a href="https://labour.gov.in/a">the act</a>'),
        ('<span style="color:red">Stop</span>', '<span style="color:red">Stop</span>'),
        ("one<br>two", "one<br>two"),
    ],
)
def test_what_a_form_marks_is_shown_so(written: str, shown: str) -> None:
    assert rich(written) == shown


@pytest.mark.parametrize(
    "written", ["2 * 3 * 4", "snake_case_name", "a < b & c", "5 - 3", "**", "wage_ per _day"]
)
def test_signs_that_mark_nothing_stay_as_they_are(written: str) -> None:
    assert is_plain(written)


@pytest.mark.parametrize(
    "written",
    [
        "<script>x</script>", "<img src='http://x/y.png'>", "[x](javascript:alert(1))", "[x](file:///etc/passwd)",
        '<a href="http://x">y</a>', "<p onclick=x>", '<span style="background:url(http://x)">',
    ],
)  # fmt: skip
def test_nothing_in_a_label_loads_or_runs(written: str) -> None:
    assert not any(mark in rich(written) for mark in ("<script", "<img", "<a ", "onclick=x>", "url("))


def test_an_escaped_sign_is_only_a_sign() -> None:
    assert rich(r"\*not bold\*") == "*not bold*"


def test_a_style_that_is_not_known_is_left_out() -> None:
    assert rich('<span style="position:fixed;color:red">x</span>') == '<span style="color:red">x</span>'


def test_bare_words_have_no_signs_and_no_names_of_questions() -> None:
    assert bare("# Age\nof **${name}** <i>& more</i>") == "Age of … & more"
