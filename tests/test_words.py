"""The window's words: gathered from the code, whole in each language, and compiled as they are written."""

from __future__ import annotations

import ast
import gettext
import re
import runpy
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import fieldsurvey
from fieldsurvey import i18n
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.system import paths

MARKS = {**DEFAULT_KEYWORDS, "Counted": (1, 2)}
"""As `make strings` looks for them."""
ROOT = Path(fieldsurvey.__file__).parents[1]
TRANSLATED = [code for code in i18n.LANGUAGES if code != "en"]


@pytest.fixture
def english_afterwards() -> Iterator[None]:
    yield
    i18n.use("en")


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream)


def folder(language: str) -> Path:
    return paths.resources() / "locale" / language / "LC_MESSAGES"


def written(language: str) -> Catalog:
    return catalogue(folder(language) / "fieldsurvey.po")


def gathered() -> Catalog:
    return catalogue(paths.resources() / "locale" / "fieldsurvey.pot")


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """The message, or all its plural forms."""
    return [text] if isinstance(text, str) else list(text)


def messages(catalog: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalog if message.id]


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def said(compiled: gettext.GNUTranslations, message: Message) -> list[str]:
    """What the program says for this message: for one and for two, where it counts."""
    one, *more = forms(message.id)
    return [compiled.ngettext(one, more[0], n) for n in (1, 2)] if more else [compiled.gettext(one)]


def has_same_places(message: Message) -> bool:
    """Each form fills in what the English does; the singular may also show the number."""
    wanted = set().union(*(places(text) for text in forms(message.id)))
    return all(places(text) == wanted for text in forms(message.string))


def test_every_message_of_the_code_is_in_the_template() -> None:
    code = {found[2] for found in extract_from_dir(Path(fieldsurvey.__file__).parent, keywords=MARKS)}
    assert code == {message.id for message in messages(gathered())}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_template_is_translated(language: str) -> None:
    catalog = written(language)
    told = {message.id for message in messages(catalog) if all(forms(message.string)) and not message.fuzzy}
    assert {message.id for message in messages(gathered())} == told


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_what_the_english_fills_in(language: str) -> None:
    assert [m.id for m in messages(written(language)) if not has_same_places(m)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_keys_and_patterns_a_person_types(language: str) -> None:
    typed = re.compile(r"F3|Ctrl\+\w+|\*\.\w+|\d[\d.:]*\d")
    changed = [
        message.id
        for message in messages(written(language))
        if isinstance(message.id, str)
        and sorted(typed.findall(message.id)) != sorted(typed.findall(str(message.string)))
    ]
    assert changed == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    with (folder(language) / "fieldsurvey.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    assert [m.id for m in messages(written(language)) if said(compiled, m) != forms(m.string)] == []


@pytest.mark.usefixtures("english_afterwards")
def test_the_window_counts_in_hindi() -> None:
    i18n.use("hi")
    assert i18n.ngettext("1 draft", "{n} drafts", 2) == "2 मसौदे"


@pytest.mark.usefixtures("english_afterwards")
def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(FieldSurveyError, match="no words for the language “xx”"):
        i18n.use("xx")
    assert i18n._("Interviews") == "Interviews"


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Resources elsewhere, with no words in them."""
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    i18n.catalogue.cache_clear()
    yield tmp_path
    i18n.catalogue.cache_clear()


def test_without_its_words_the_window_speaks_english_and_the_log_says_why(
    moved: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert i18n.Words("hi").text("Interviews") == "Interviews"
    assert "No words in हिन्दी" in caplog.text


def test_broken_words_are_no_reason_to_stop(moved: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = moved / "locale" / "kn" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "fieldsurvey.mo").write_bytes(b"half of it")
    assert i18n.Words("kn").text("Interviews") == "Interviews"
    assert "No words in ಕನ್ನಡ" in caplog.text


def test_words_are_compiled_when_their_source_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "resources" / "locale" / "hi" / "LC_MESSAGES" / "fieldsurvey.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "a"\nmsgstr "क"\n',
        "utf-8",
    )
    compiled = source.with_suffix(".mo")
    compile_words = runpy.run_path(str(ROOT / "packaging" / "words.py"))["compile_words"]
    assert (compile_words(tmp_path), compile_words(tmp_path)) == ([compiled], [])


def test_no_word_is_marked_within_a_text_of_values() -> None:
    """Whoever gathers the words does not look into such a text, so the word would stay English."""
    marks = {"_", "N_", "ngettext"}
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in sorted((ROOT / "fieldsurvey").rglob("*.py"))
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
    ]
    assert found == []
