"""The way back from a form's skeleton and its long lists to the form: for a study that has lost the form and kept those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from fieldsurvey.forms import external_lists
from fieldsurvey.forms.inline_lists import FormList, list_of
from fieldsurvey.forms.whole_form import choice_list
from fieldsurvey.messages import Message
from fieldsurvey.records import Question, Questionnaire, Texts
from fieldsurvey.xforms import FormDefinition
from fieldsurvey.xforms.lists.form_table import KEPT, LABEL, LACKING, TEXT_ID, UNTRANSLATED
from fieldsurvey.xforms.lists.rows import MemoryRows, Rows
from fieldsurvey.xforms.xpath.nodes import read_xml

_X = "{http://www.w3.org/2002/xforms}"


def kept_in(skeleton: Questionnaire) -> tuple[str, ...]:
    """The sources of the long lists that were taken out of a form."""
    document = read_xml(skeleton.xform, Message("xml.the-form"))
    sources = (one.get("src", "") for one in document.iter(f"{_X}instance"))
    return tuple(source for source in sources if source.startswith(KEPT))


def joined(
    skeleton: Questionnaire, lists: Mapping[str, FormList], attached: Mapping[str, Rows]
) -> Questionnaire:
    """The form in one again: the same questions, choices and words; only how its XML is written may differ.

    `lists`: source -> what is left of that list; `attached`: its files that are stored as lists, headers at least. Raises FormError.
    """
    tables: dict[str, Rows] = {source: MemoryRows(one.columns, one.cells) for source, one in lists.items()}
    form = external_lists.parsed(skeleton, {**attached, **tables})
    questions = tuple(_with_choices(one, form, lists) for one in skeleton.questions)
    title = skeleton.title or form.title or skeleton.form_id
    return replace(skeleton, title=title, xform=_put_back(skeleton.xform, lists), questions=questions)


def _with_choices(question: Question, form: FormDefinition, lists: Mapping[str, FormList]) -> Question:
    """Its choices are those of the list it chooses from, in the languages each is told in."""
    made = lists.get(list_of(form, question.ref))
    node = form.node(question.ref)
    found = choice_list(form, node) if node is not None else None
    if question.choices or made is None or found is None:
        return question
    told = _told(made)
    choices = (replace(one, label=next(told)) if told is not None else one for one in found.every_choice())
    return replace(question, choices=tuple(choices))


def _told(made: FormList) -> Iterator[Texts] | None:
    """The words of each row by language, without those it is not translated to; None where its words stand in a column."""
    languages = [name for name in made.columns if name.startswith(LABEL)]
    if not languages:
        return None
    places = {name.removeprefix(LABEL): made.columns.index(name) for name in languages}
    return (
        {language: row[place] for language, place in places.items() if row[place] not in UNTRANSLATED}
        for row in made
    )


def _put_back(xform: str, lists: Mapping[str, FormList]) -> str:
    """The XForm with these lists in it, and their words among its texts."""
    document = read_xml(xform, Message("xml.the-form"))
    translations = {str(one.get("lang")): one for one in document.iter(f"{_X}translation")}
    known = {one.get("id") for one in document.iter(f"{_X}text")}
    for instance in list(document.iter(f"{_X}instance")):
        made = lists.get(instance.get("src", ""))
        if made is None:
            continue
        del instance.attrib["src"]
        root = etree.SubElement(instance, f"{_X}root")
        for row in made:
            _add_item(root, made.columns, row)
            cells = dict(zip(made.columns, row, strict=True))
            if cells.get(TEXT_ID, "") not in known:
                _add_texts(translations, cells)
    return etree.tostring(document, encoding="unicode")


def _add_item(root: etree._Element, columns: tuple[str, ...], row: tuple[str, ...]) -> None:
    item = etree.SubElement(root, f"{_X}item")
    lacking = set(row[columns.index(LACKING)].split()) if LACKING in columns else set()
    for place, (name, text) in enumerate(_own(columns, row)):
        if str(place) not in lacking:
            etree.SubElement(item, f"{_X}{name}").text = text


def _own(columns: tuple[str, ...], row: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The cells the form itself had."""
    return ((name, text) for name, text in zip(columns, row, strict=True) if not name.startswith(" "))


def _add_texts(translations: Mapping[str, etree._Element], cells: Mapping[str, str]) -> None:
    for language, texts in translations.items():
        words = cells.get(LABEL + language, "")
        if words:
            text = etree.SubElement(texts, f"{_X}text", id=cells[TEXT_ID])
            etree.SubElement(text, f"{_X}value").text = words
