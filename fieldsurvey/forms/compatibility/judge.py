"""Judge each question of a form: does the window show what it asks for, something else, or not at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fieldsurvey.errors import shortened
from fieldsurvey.forms.compatibility import looks
from fieldsurvey.forms.compatibility.grids import is_grid
from fieldsurvey.forms.compatibility.report import Judged, Verdict
from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import Question, Questionnaire
from fieldsurvey.xforms import BodyControl, BodyElement, BodyRepeat, FormDefinition
from fieldsurvey.xforms.datatypes import Datatype, fits, phone_warning
from fieldsurvey.xforms.lists.form_table import FormTable
from fieldsurvey.xforms.parse.itext import MEDIA
from fieldsurvey.xforms.parse.node_definition import Action, Node, Source, Text

_NUMBER = re.compile(r"(?<![\w.'\"/-])\d+(?:\.\d+)?")
_LIST = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_HEARD = ("audio", "video")
_LONGEST_WHOLE = 999_999_999
_LONGEST_DECIMAL = 15


def questions_of(form: FormDefinition, questionnaire: Questionnaire) -> tuple[Judged, ...]:
    """Every question, in the form's order; then what the form would fill in from the device."""
    known = {question.ref: question for question in questionnaire.questions}
    judge = _Judge(form, known)
    return (*judge.elements(form.body, in_grid=False), *judge.actions())


class _Judge:
    """Knows the tables once for all questions."""

    def __init__(self, form: FormDefinition, known: Mapping[str, Question]) -> None:
        self.form, self.known = form, known
        self.pictured, self.heard = set(_lists_with(form, MEDIA)), set(_lists_with(form, _HEARD))
        self.kinds, self.appearances, self.cells = looks.kinds(), looks.appearances(), looks.in_grid()

    def elements(self, body: tuple[BodyElement, ...], *, in_grid: bool) -> Iterator[Judged]:
        """The questions of a part of the body."""
        for element in body:
            if isinstance(element, BodyControl):
                yield self.question(element, in_grid=in_grid)
            else:
                grid = is_grid(self.form, element) if isinstance(element, BodyRepeat) else in_grid
                yield from self.elements(element.children, in_grid=grid)

    def question(self, control: BodyControl, *, in_grid: bool) -> Judged:
        """The verdict on one question."""
        node = self.form.node(control.ref)
        assert node is not None  # the parser leaves out controls without one
        found, strange = self.looks(control, node, in_grid=in_grid)
        instead = list(dict.fromkeys(look.instead for look in found if look.instead))
        if any(look.words and look.instead for look in found):
            instead = list(dict.fromkeys(look.instead for look in found if look.words and look.instead))
        is_lost = any(look.is_lost for look in found)
        silent = self.silent(node, in_grid=in_grid)
        verdict = Verdict.SHOWN_AS if instead or silent else Verdict.FULL
        notes = [_wrong_default(node)]
        if strange:
            unknown = _("The appearance “{words}” is not known here; the question is shown as usual.")
            notes.append(unknown.format(words=" ".join(strange)))
        return Judged(
            ref=control.ref,
            name=node.name,
            label=self.label(node),
            type=self.type(control, node),
            appearance=control.appearance,
            verdict=Verdict.UNSUPPORTED if is_lost else verdict,
            shown_as="; ".join([*instead, *silent]),
            note=" ".join(filter(None, notes)),
            phone=phone(node, control),
        )

    def looks(self, control: BodyControl, node: Node, *, in_grid: bool) -> tuple[list[looks.Look], list[str]]:
        """The rows of the tables that fit, and the words that are in none."""
        kind = node.datatype.value
        if control.control == "upload":
            kind = control.parameters.get("mediatype", "").partition("/")[0]
        if in_grid and not self.is_note(control):
            return [row for row in self.cells if row.fits(control.control, kind, "")][:1], []
        found = [row for row in self.kinds if row.fits(control.control, kind, "")][:1]
        strange = []
        for word in looks.words_of(control.appearance):
            fitting = [row for row in self.appearances if row.fits(control.control, kind, word)]
            found += fitting[:1]
            strange += [] if fitting else [word]
        return found, strange

    def is_note(self, control: BodyControl) -> bool:
        """Whether there is nothing to answer."""
        question = self.known.get(control.ref)
        return question is not None and question.type == "note"

    def label(self, node: Node) -> str:
        """The label in the default language, as far as the form alone tells it."""
        return self.form.words(node.question.label, value="…") if node.question is not None else ""

    def type(self, control: BodyControl, node: Node) -> str:
        """As the workbook names it."""
        question = self.known.get(control.ref)
        return question.type if question is not None else node.datatype.value

    def silent(self, node: Node, *, in_grid: bool) -> list[str]:
        """What belongs to the label, the hint or the choices and is not shown."""
        question = node.question
        if question is None:
            return []
        found = []
        if any(self.has(question.label, form) for form in (MEDIA if in_grid else _HEARD)):
            found.append(
                _("without the picture, sound or film beside its label")
                if in_grid
                else _("without the sound or film beside its label")
            )
        lists = _LIST.findall(question.itemset.expression.text) if question.itemset is not None else []
        lost, in_lists = (MEDIA, self.pictured) if in_grid else (_HEARD, self.heard)
        written = any(self.has(choice.label, form) for choice in question.choices for form in lost)
        if written or in_lists.intersection(lists):
            found.append(
                _("without the pictures or sounds of its choices")
                if in_grid
                else _("without the sounds or films of its choices")
            )
        if in_grid and self.has(question.hint, "guidance"):
            found.append(_("without its guidance"))
        return found

    def has(self, text: Text | None, form: str) -> bool:
        """Whether a text has another form than its words."""
        if text is None or text.text_id is None:
            return False
        return bool(self.form.texts.find(text.text_id, self.form.default_language, form))

    def actions(self) -> Iterator[Judged]:
        """What the form would take from a receiver or a microphone, without a question."""
        for action in _actions(self.form):
            if action.source is Source.FORM:
                continue
            is_place = action.source is Source.PLACE
            yield Judged(
                ref=action.target.ref,
                name=action.target.name,
                label=self.label(action.target),
                type=action.source.value,
                appearance="",
                verdict=Verdict.UNSUPPORTED,
                shown_as=_("left empty; this laptop has no receiver for positions")
                if is_place
                else _("left empty; nothing is recorded in the background"),
            )


def _lists_with(form: FormDefinition, media: tuple[str, ...]) -> Iterator[str]:
    """The lists in the form whose choices have pictures, sounds or films; attached ones are too large to look through."""
    for name, source in form.secondary.items():
        if name in form.attached:
            continue
        if isinstance(source, FormTable):  # its texts are words alone
            yield from [name] if any(one in source.columns() for one in media) else []
            continue
        for row in source.root().walk():
            ids = (cell.string() for cell in row.by_name.get("itextId", ()))
            if any(form.texts.find(i, form.default_language, m) for i in ids for m in media):
                yield name
                break
            if any(one in row.by_name for one in media):
                yield name
                break


def _actions(form: FormDefinition) -> list[Action]:
    """All actions of the form, each once."""
    hanging = (action for node in form.root.walk() for action in (*node.on_change, *node.on_new_repeat))
    found = {id(action): action for action in (*form.on_first_load, *form.on_load, *hanging)}
    return list(
        {action.target.ref: action for action in found.values() if action.source is not Source.FORM}.values()
    )


def phone(node: Node, control: BodyControl) -> str:
    """What a phone could not reopen, as far as default, limits of a range and constraint show it."""
    warning = phone_warning(node.default, node.datatype)
    if warning is not None:
        return sentence(warning)
    text = node.constraint.expression.text if node.constraint is not None else ""
    named = [*_NUMBER.findall(text), *(control.parameters.get(name, "") for name in ("start", "end"))]
    if node.datatype is Datatype.INT and any(_whole(number) > _LONGEST_WHOLE for number in named):
        return _("A phone reopens whole numbers of at most 9 digits; this question allows longer ones.")
    if node.datatype is Datatype.DECIMAL and any(len(number) > _LONGEST_DECIMAL for number in named):
        return _(
            "A phone reopens decimal numbers of at most 15 characters; this question allows longer ones."
        )
    return ""


def _wrong_default(node: Node) -> str:
    """A default that the question's own type refuses: whoever opens the form would have to correct it first."""
    if not node.default or fits(node.default, node.datatype):
        return ""
    return _("Its default “{default}” is no value of its type; correct the column default.").format(
        default=shortened(node.default, 40)
    )


def _whole(number: str) -> int:
    digits = number.lstrip("-").partition(".")[0]
    return int(digits) if digits.isdigit() else 0
