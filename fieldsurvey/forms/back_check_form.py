"""The short form of a back-check: the questions a form marks for it, asked once more by somebody else.

All other answers stand in it unseen as they were given, so that what is asked is what was asked then; nothing of them is computed,
wanted or checked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.messages import Message
from fieldsurvey.records import Question, Questionnaire
from fieldsurvey.xforms.xpath.nodes import read_xml

ENDING = "_back_check"
"""What the short form's id ends with."""
_X = "{http://www.w3.org/2002/xforms}"
_H = "{http://www.w3.org/1999/xhtml}"
_FRAMES = (f"{_X}group", f"{_X}repeat")
_KEPT_PRELOADS = ("timestamp", "date", "uid")
"""When the back-check began and ended, and its identity."""
_TOLD_ANEW = ("calculate", "required", "constraint", "readonly")


def marked(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions a back-check of the form asks again."""
    return tuple(one for one in questionnaire.questions if one.back_check)


def short_form(questionnaire: Questionnaire) -> Questionnaire:
    """The form that asks what is marked, and nothing else. Raises FormError when nothing is marked.

    `questionnaire` is whole, its long lists in it.
    """
    asked = {one.ref for one in marked(questionnaire)}
    if not asked:
        raise FormError("back-check.nothing-marked", title=questionnaire.title)
    document = read_xml(questionnaire.xform, Message("xml.the-form"))
    model = document.find(f".//{_X}model")
    body = document.find(f"{_H}body")
    instance = model.find(f"{_X}instance") if model is not None else None
    if model is None or body is None or instance is None or not len(instance):
        raise FormError("back-check.nothing-marked", title=questionnaire.title)
    top = instance[0]
    form_id = questionnaire.form_id + ENDING
    top.set("id", form_id)
    for control in _controls(body):
        if control.get("ref") not in asked:
            _take_out(control)
    _take_out_empty(body)
    _leave_alone(model, asked)
    return replace(
        questionnaire,
        form_id=form_id,
        xform=etree.tostring(document, encoding="unicode"),
        questions=tuple(replace(one, back_check="") for one in questionnaire.questions),
        checks=(),
        indicators=(),
        back_check_of=questionnaire.form_id,
    )


def _controls(body: etree._Element) -> list[etree._Element]:
    return [
        one for one in body.iter(etree.Element) if one.get("ref") and one.tag not in _FRAMES and _asks(one)
    ]


def _asks(element: etree._Element) -> bool:
    """Whether it asks something, and is not the label, hint or choice of what does."""
    parent = element.getparent()
    return parent is not None and (parent.tag in _FRAMES or parent.tag == f"{_H}body")


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _take_out_empty(body: etree._Element) -> None:
    """Frames in which nothing is asked any more, the innermost first."""
    for frame in reversed(list(body.iter(*_FRAMES))):
        if not any(
            _asks(one) and one.tag.rpartition("}")[2] not in ("label", "hint", "help") for one in frame
        ):
            _take_out(frame)


def _leave_alone(model: etree._Element, asked: set[str]) -> None:
    """What is not asked stays as it was told: not computed, not wanted, not checked, and no entity is made of it."""
    for bind in list(model.iter(f"{_X}bind")):
        ref = bind.get("nodeset") or ""
        if "/meta/entity" in ref:
            _take_out(bind)
        elif ref not in asked and not ref.endswith(("/meta/instanceID", "/meta/instanceName")):
            _ask_nothing(bind)
    for action in list(_actions(model)):
        if action.get("ref") not in asked:
            _take_out(action)
    for entity in [one for one in model.iter(etree.Element) if one.tag.rpartition("}")[2] == "entity"]:
        _take_out(entity)


def _ask_nothing(bind: etree._Element) -> None:
    for name in list(bind.attrib):
        plain = str(name).rpartition("}")[2]
        if plain in _TOLD_ANEW or (plain == "preload" and bind.get(name) not in _KEPT_PRELOADS):
            del bind.attrib[name]


def _actions(model: etree._Element) -> Iterator[etree._Element]:
    for one in model.iter(etree.Element):
        if one.tag.rpartition("}")[2] in ("setvalue", "setgeopoint", "recordaudio"):
            yield one
