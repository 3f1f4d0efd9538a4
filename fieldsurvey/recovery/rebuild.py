"""Make again what a damaged study has lost: a form from the answers given to it, an interview from its traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews import submissions
from fieldsurvey.records import Questionnaire, Review, Stage, Status, status_of
from fieldsurvey.xforms import FormDefinition, FormEntry

_XHTML = "http://www.w3.org/1999/xhtml"
_XFORMS = "http://www.w3.org/2002/xforms"
_JAVAROSA = "http://openrosa.org/javarosa"
_STAGES = ("draft", "finalised", "returned")
"""Events of the history after which an interview has another stage, or another submission."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A line of the history, as far as it tells what an interview is."""

    at: str
    event: str
    ref: str
    new: str


def parsed_answers(xml: str | bytes) -> Any:
    """The root of an interview's XML; None when it is not whole."""
    data = xml.encode() if isinstance(xml, str) else xml
    try:
        return etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    except (etree.XMLSyntaxError, ValueError):
        return None


def identity_of(root: Any) -> str:
    """The instanceID in the XML, "" when it has none."""
    return next((e.text or "" for e in root.iter() if _name(e) == "instanceID"), "")


class Outline:
    """The questions of a lost form, as its interviews show them: gathered one interview after another."""

    def __init__(self) -> None:
        self.root = "data"
        self._places: dict[str, None] = {}
        self._repeats: set[str] = set()

    def gather(self, root: Any) -> None:
        """Take in the questions of one interview."""
        self.root = _name(root)
        self._gather(root, f"/{self.root}")

    def questionnaire(self, form_id: str, version: str) -> Questionnaire:
        """A form in which every question is a text under its own name."""
        spaces: dict[str | None, str] = {None: _XFORMS, "h": _XHTML, "jr": _JAVAROSA}
        html = etree.Element(f"{{{_XHTML}}}html", nsmap=spaces)  # type: ignore[arg-type]
        head = etree.SubElement(html, f"{{{_XHTML}}}head")
        etree.SubElement(head, f"{{{_XHTML}}}title").text = form_id
        model = etree.SubElement(head, f"{{{_XFORMS}}}model")
        instance = etree.SubElement(model, f"{{{_XFORMS}}}instance")
        top = etree.SubElement(instance, f"{{{_XFORMS}}}{self.root}", id=form_id)
        if version:
            top.set("version", version)
        body = etree.SubElement(html, f"{{{_XHTML}}}body")
        self._write(model, top, body)
        meta = etree.SubElement(top, f"{{{_XFORMS}}}meta")
        etree.SubElement(meta, f"{{{_XFORMS}}}instanceID")
        place = f"/{self.root}/meta/instanceID"
        identity = etree.SubElement(model, f"{{{_XFORMS}}}bind", nodeset=place, type="string")
        identity.set(f"{{{_JAVAROSA}}}preload", "uid")
        return questionnaire_from_xform(etree.tostring(html, encoding="unicode"))

    def _gather(self, element: Any, path: str) -> None:
        seen: set[str] = set()
        for child in element.iterchildren(tag=etree.Element):
            name = _name(child)
            if name == "meta":
                continue
            here = f"{path}/{name}"
            if here in seen:
                self._repeats.add(here)
            seen.add(here)
            self._places.setdefault(here)
            self._gather(child, here)

    def _write(self, model: Any, top: Any, body: Any) -> None:
        """One node, and one control or frame, for each place."""
        nodes, frames = {f"/{self.root}": top}, {f"/{self.root}": body}
        parents = {place.rpartition("/")[0] for place in self._places}
        for place in sorted(self._places, key=lambda place: place.count("/")):
            parent, _, name = place.rpartition("/")
            nodes[place] = etree.SubElement(nodes[parent], f"{{{_XFORMS}}}{name}")
            if place in parents:
                frames[place] = self._frame(frames[parent], place, name)
                continue
            etree.SubElement(model, f"{{{_XFORMS}}}bind", nodeset=place, type="string")
            control = etree.SubElement(frames[parent], f"{{{_XFORMS}}}input", ref=place)
            etree.SubElement(control, f"{{{_XFORMS}}}label").text = name

    def _frame(self, outer: Any, place: str, name: str) -> Any:
        frame = etree.SubElement(outer, f"{{{_XFORMS}}}group", ref=place)
        etree.SubElement(frame, f"{{{_XFORMS}}}label").text = name
        if place not in self._repeats:
            return frame
        return etree.SubElement(frame, f"{{{_XFORMS}}}repeat", nodeset=place)


def from_submission(row: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any] | None:
    """The line of an interview whose submission is kept; None for a sealed or broken one.

    `row` is one of the table `submission`, or of an outbox of the time before it. The line fits an interview of then and of today.
    """
    root = None if row.get("is_sealed") else parsed_answers(row["xml"])
    if root is None or identity_of(root) != row["instance_id"]:
        return None
    sent, queued = row.get("acknowledged_at"), row.get("finalised_at") or row["queued_at"]
    name = next((e.text for e in root.iter() if _name(e) == "instanceName" and e.text), "")
    line = {
        "firm": name,
        "started_at": queued,
        "updated_at": sent or queued,
        "finalised_at": queued,
        "sent_at": sent,
        "state": Status.SENT.value if sent else Status.FINALISED.value,
        "stage": Stage.FINALISED.value,
        "review": Review.NONE.value,
        "completeness": 1.0,
        **known,
        "instance_id": row["instance_id"],
        "form_id": root.get("id", ""),
        "form_version": root.get("version", ""),
        "xml": row["xml"].decode("utf-8", "replace") if isinstance(row["xml"], bytes) else row["xml"],
    }
    return line


def review_of(traces: Iterable[Trace]) -> Review:
    """What the review last said, by the history."""
    review = Review.NONE
    for trace in traces:
        if trace.event in (Review.RETURNED, Review.APPROVED):
            review = Review(trace.event)
        elif trace.event == "finalised":
            again = review in (Review.RETURNED, Review.RESUBMITTED)
            review = Review.RESUBMITTED if again else Review.NONE
    return review


def since(traces: Sequence[Trace], finalised_at: str) -> Sequence[Trace]:
    """What the history tells after an interview was finalised; where that very line is lost, what is later by the clock."""
    for number in range(len(traces), 0, -1):
        if (traces[number - 1].event, traces[number - 1].at) == ("finalised", finalised_at):
            return traces[number:]
    return [trace for trace in traces if _is_later(trace.at, finalised_at)]


def _is_later(at: str, than: str) -> bool:
    try:
        return datetime.fromisoformat(at) > datetime.fromisoformat(than)
    except (TypeError, ValueError):
        return False


def is_open_again(line: Mapping[str, Any], later: Sequence[Trace]) -> bool:
    """Whether an interview was a draft again after its submission, or was finalised once more with one that is lost."""
    return line["stage"] == Stage.DRAFT or any(trace.event in _STAGES for trace in later)


def corrected(line: Mapping[str, Any], later: Sequence[Trace], form: FormDefinition | None) -> dict[str, Any]:
    """The draft made of a submission's line and of the answers given since; of the submission alone when its form cannot be read."""
    review = Review(line["review"])
    state = status_of(Stage.DRAFT, review, is_sent=False).value
    draft = {**line, "stage": Stage.DRAFT.value, "state": state}
    try:
        entry = None if form is None else FormEntry.restore(form, line["xml"])
    except FieldSurveyError:
        entry = None
    if entry is None:
        return draft
    for trace in later:
        if trace.event == "answered":
            _given(entry, trace.ref, trace.new)
    return {
        **draft,
        "firm": submissions.firm_of(entry) or line["firm"],
        "completeness": submissions.completeness(entry),
        "updated_at": later[-1].at if later else line["updated_at"],
        "xml": entry.draft_xml(),
    }


def from_history(
    identity: str,
    answers: Sequence[tuple[str, str, str]],
    forms: Iterable[FormDefinition],
    known: Mapping[str, Any],
) -> dict[str, Any] | None:
    """The line of a draft made of (at, ref, new value), oldest first; None when no form has such questions."""
    if not answers:
        return None
    form = _form_of([ref for _at, ref, _new in answers], forms)
    if form is None:
        return None
    entry = FormEntry.new(form, instance_id=identity)
    given = sum(_given(entry, ref, new) for _at, ref, new in answers)
    if not given:
        return None
    return {
        "started_at": answers[0][0],
        "firm": submissions.firm_of(entry),
        **known,
        "updated_at": answers[-1][0],
        "state": Status.DRAFT.value,
        "stage": Stage.DRAFT.value,
        "completeness": submissions.completeness(entry),
        "instance_id": identity,
        "form_id": form.form_id,
        "form_version": form.version,
        "xml": entry.draft_xml(),
    }


def _form_of(refs: Sequence[str], forms: Iterable[FormDefinition]) -> FormDefinition | None:
    """The form that has most of these questions; the newest of several that have the same number."""
    best, most = None, 0
    places = {submissions.plain(ref) for ref in refs}
    for form in forms:
        found = sum(form.node(place) is not None for place in places)
        if found and found >= most:
            best, most = form, found
    return best


def _given(entry: FormEntry, ref: str, value: str) -> bool:
    try:
        submissions.make_rows(entry, ref)
        if not submissions.has(entry, ref):
            return False
        entry.answer(ref, value)
    except FieldSurveyError:
        return False
    return True


def _name(element: Any) -> str:
    return etree.QName(element).localname
