"""The catalogue of sentences: whole, spoken in each language, and used by everything that is raised."""

from __future__ import annotations

import ast
import pickle
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import fieldsurvey
from fieldsurvey import errors, i18n
from fieldsurvey.errors import AnswerError, FieldSurveyError, FormError, StoreError, XPathError
from fieldsurvey.messages import CATALOGUE, Counted, Message, read, written

ROOT = Path(fieldsurvey.__file__).parent
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
SHOWN = {"result", "error", "fault", "outcome", "problem"}
"""Names that what went wrong has in the code."""


def makes_itself(kind: ast.ClassDef) -> bool:
    """Whether a class takes something else than a code, and chooses the code itself."""
    return any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in kind.body)


def kinds_of_errors() -> set[str]:
    """Every class of an error a person can act on, wherever it stands, and what errors are made of."""
    found = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, FieldSurveyError)
    }
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while (
        more := {
            one.name
            for one in classes
            if not makes_itself(one) and found & {ast.unparse(base).split(".")[-1] for base in one.bases}
        }
        - found
    ):
        found |= more
    return found | {"Message"}


RAISED = kinds_of_errors()
DOORS = {"errors.py", "i18n.py"}
"""Where an error is made of a code that comes from outside."""
ALSO_TAKEN = {"problems"}


class Told(NamedTuple):
    """One place in the code that names a code: file and line, the code, the names of its values."""

    where: str
    code: str
    values: frozenset[str]


class Elsewhere(NamedTuple):
    """One that names none: its first argument is no code."""

    where: str
    source: str


@pytest.fixture
def english_afterwards() -> Iterator[None]:
    yield
    i18n.use("en")


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Every call in the program that makes an error or a message, with its place."""
    return tuple(
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path, tree in TREES.items()
        if path.name not in DOORS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in RAISED
    )


def told() -> Iterator[Told]:
    """Those that name their code, with all their values written out."""
    for where, call in calls():
        first, names = call.args[0] if call.args else None, {word.arg for word in call.keywords}
        if isinstance(first, ast.Constant) and None not in names:
            yield Told(where, str(first.value), frozenset(str(name) for name in names) - ALSO_TAKEN)


def passed_on() -> Iterator[Elsewhere]:
    """Those whose code or values come from another message."""
    for where, call in calls():
        if not (call.args and isinstance(call.args[0], ast.Constant)) or any(
            w.arg is None for w in call.keywords
        ):
            yield Elsewhere(where, ast.unparse(call))


def templates(code: str) -> tuple[str, ...]:
    found = CATALOGUE[code]
    return tuple(found) if isinstance(found, Counted) else (found,)


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def wanted(code: str) -> set[str]:
    """The values a sentence takes; one that counts takes the number, whether it shows it or not."""
    found = set().union(*map(places, templates(code)))
    return found | {"n"} if isinstance(CATALOGUE[code], Counted) else found


def test_every_code_that_is_told_stands_in_the_catalogue() -> None:
    assert [one for one in told() if one.code not in CATALOGUE] == []


def test_every_code_of_the_catalogue_is_told_somewhere() -> None:
    assert set(CATALOGUE) - {one.code for one in told()} == set()


def test_every_sentence_is_given_the_values_it_takes() -> None:
    assert [one for one in told() if one.values != wanted(one.code)] == []


def test_no_error_is_raised_with_a_sentence_of_its_own() -> None:
    again = ("Message(message.code, **", "Message(record[", "Message(code, **values)")
    assert [one for one in passed_on() if not one.source.startswith(again)] == []


def told_in_english() -> Iterator[Elsewhere]:
    """Where an edge shows what it caught as text: `str(error)`, `f"{error}"` or `.format(fault=error)`."""
    for folder in ("ui", "cli"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for caught in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(caught, ast.ExceptHandler) and caught.name:
                    yield from (
                        Elsewhere(f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node))
                        for node in ast.walk(caught)
                        if is_shown(node, caught.name)
                    )


def is_shown(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("str", ".format")):
        return any(ast.unparse(one) == name for one in [*node.args, *(word.value for word in node.keywords)])
    return isinstance(node, ast.FormattedValue) and ast.unparse(node.value) == name


def test_no_edge_shows_an_error_past_the_catalogue() -> None:
    assert list(told_in_english()) == []


def test_no_edge_makes_a_text_of_what_it_was_handed() -> None:
    handed = [
        Elsewhere(f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node))
        for path, tree in TREES.items()
        if path.relative_to(ROOT).parts[0] in ("ui", "cli")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "str"
        and ast.unparse(node.args[0]) in SHOWN
    ]
    assert handed == []


def test_a_code_is_short_and_says_its_subject() -> None:
    assert [code for code in CATALOGUE if not code.replace("-", "").replace(".", "", 1).isalnum()] == []


@pytest.mark.usefixtures("english_afterwards")
@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != "en"])
def test_every_sentence_is_told_in_each_language(language: str) -> None:
    words = i18n.use(language)
    silent = {
        "{text}",
        "{ref}: {fault}",
        "{cell}: {fault}",
        "{file}: {fault}",
        "{line} ({at})",
        "{count} {table}",
    }
    same = {
        template
        for code in CATALOGUE
        for template in templates(code)
        if words.text(template) == template and isinstance(CATALOGUE[code], str)
    }
    assert {
        one
        for one in same
        if any(letter.isalpha() for letter in string.Formatter().vformat(one, (), _Blank()))
    } <= silent


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def test_an_error_says_its_sentence_in_english() -> None:
    assert (
        str(StoreError("study.exists", study="brass.study"))
        == "brass.study exists already. Choose another name."
    )


def test_the_engine_quotes_one_error_in_another() -> None:
    inner = XPathError("expression.unknown-function", expression="f()", function="f")
    outer = FormError("form.in-column", ref="/data/a", column="relevant", fault=inner.message)
    assert (
        str(outer) == "/data/a, relevant: The expression “f()” uses the function f(), which does not exist."
    )


@pytest.mark.usefixtures("english_afterwards")
def test_the_window_tells_an_error_in_its_own_language_to_the_innermost() -> None:
    i18n.use("hi")
    inner = Message("study.busy", study="brass.study")
    assert i18n.sentence(StoreError("backup.damaged", backup="b.study", fault=inner)) == (
        "b.study खराब है: brass.study किसी दूसरी विंडो या प्रोग्राम में खुला है। वहाँ बंद करके फिर कोशिश करें। "
        "दूसरा बैकअप चुनें, या इसे पहले पन्ने से खोलकर जो पढ़ा जा सके उसे बचाएँ।"
    )


@pytest.mark.usefixtures("english_afterwards")
def test_a_sentence_that_counts_follows_the_number() -> None:
    i18n.use("kn")
    assert "1 ತಪ್ಪು ಇದೆ" in i18n.sentence(FormError("workbook.faults", file="a.xlsx", n=1))


@pytest.mark.usefixtures("english_afterwards")
def test_the_problems_of_an_error_are_told_with_it() -> None:
    i18n.use("hi")
    problem = Message("answer.of-question", ref="/data/a", fault=Message("answer.required"))
    error = AnswerError("interview.not-complete", problems=(problem,))
    assert i18n.sentences(error)[1] == "/data/a: इस प्रश्न का उत्तर ज़रूरी है।"


def test_an_error_comes_whole_from_another_process() -> None:
    error = FormError("workbook.faults", file="a.xlsx", n=2, problems=(Message("form.none"),))
    again = pickle.loads(pickle.dumps(error))
    assert (again.message, again.problems) == (error.message, error.problems)


def test_a_message_is_kept_as_a_line_and_read_again() -> None:
    said = Message("sync.server-says", fault=Message("sync.refused", status=422), said="no")
    assert read(written(said)) == said


def test_a_sentence_kept_by_an_earlier_program_is_told_as_it_stands() -> None:
    assert str(read("The form is closed on the server.")) == "The form is closed on the server."


def test_nothing_kept_is_nothing_to_tell() -> None:
    assert read("") is None


def test_a_message_of_another_program_is_told_as_it_stands() -> None:
    kept = written(Message("sync.refused", answer=422))
    assert str(read(kept)) == kept
