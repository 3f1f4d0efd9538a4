"""A form put together from its skeleton and its long lists is the form it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from fieldsurvey.forms import inline_lists, joined_form
from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.records import Questionnaire
from tests.forms.test_inline_lists import CHOICES, FORM, SETTINGS
from tests.support.markdown_form import write_form

ONE_LANGUAGE = (
    FORM.replace("label::E", "label").replace("label::H", "note"),
    CHOICES.replace("label::E", "label").replace("label::H", "note"),
)


def words_of(xform: str) -> dict[tuple[str, str], str]:
    """(language, id) -> text, of those that say something."""
    found = {}
    for text in etree.fromstring(xform.encode()).iter("{*}text"):
        parent = text.getparent()
        assert parent is not None
        words = "".join(text.itertext()).strip()
        if words not in ("", "-"):
            found[str(parent.get("lang")), str(text.get("id"))] = words
    return found


def without_texts(xform: str) -> bytes:
    root = etree.fromstring(xform.encode(), etree.XMLParser(remove_blank_text=True))
    for itext in list(root.iter("{*}itext")):
        itext.clear()
    return etree.tostring(root, method="c14n")


@pytest.mark.parametrize("sheets", [(FORM, CHOICES), ONE_LANGUAGE], ids=["two languages", "one"])
def test_a_form_put_together_again_is_what_it_was(
    sheets: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = "\n".join(line for line in sheets[0].splitlines() if "itext" not in line or sheets[0] is FORM)
    whole = load_questionnaire(write_form(tmp_path / "form.xlsx", survey, sheets[1], SETTINGS))
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    split = inline_lists.split(whole.xform)
    assert split is not None
    bare = inline_lists.skeleton(whole, split, {})
    assert bare.questions != whole.questions
    assert joined_form.kept_in(bare) == tuple(one.source for one in split.lists)
    again: Questionnaire = joined_form.joined(bare, {one.source: one for one in split.lists}, {})
    assert again.questions == whole.questions
    assert without_texts(again.xform) == without_texts(whole.xform)
    assert words_of(again.xform) == words_of(whole.xform)
