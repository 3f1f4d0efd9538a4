"""What an erased interview left in the rounds that were begun from it: answers carried over that nobody gave anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.interviews.rounds import is_filled_in
from fieldsurvey.interviews.submissions import plain, savepoint_of
from fieldsurvey.messages import Message
from fieldsurvey.records import Tombstone
from fieldsurvey.store import (
    Database,
    carried,
    history,
    interviews,
    legibility,
    record_seals,
    submissions,
)
from fieldsurvey.xforms import FormContext, FormEntry, QuestionState

_ROWS = ("row added", "row removed")
"""What the history says of a row in the place of an answer."""
_Said = Mapping[str, set[str]]
"""Question, without the positions of rows -> all that was ever said to it."""


@dataclass(frozen=True, slots=True)
class _Erased:
    """What is known of the erased interview."""

    said: _Said
    is_whole: bool
    """Whether that is all: each of its submissions could be read."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What was answered in a round since it began."""

    answers: frozenset[tuple[str, str]]
    """(ref, value)."""
    moved: frozenset[str]
    """Repeats of which rows were added or taken away: a ref of before means another row now."""

    def has(self, ref: str, value: str) -> bool:
        """Whether somebody gave this answer; False in rows that moved, where nobody can tell."""
        return (ref, value) in self.answers and not self.is_moved(ref)

    def is_moved(self, ref: str) -> bool:
        """Whether it stands in rows that moved."""
        return any(plain(ref).startswith(f"{repeat}/") for repeat in self.moved)


def forget(db: Database, stone: Tombstone) -> tuple[Message, ...]:
    """Take them out of each open round begun from it, and say so in its history; part of the transaction that erases.

    A round that was finalised keeps its answers: with them somebody has closed it, and a submission never changes. The answers that
    could not be carried over go from its history, too. What nobody can tell is given as a sentence.
    """
    rounds = interviews.begun_from(db, stone.instance_id)
    if not rounds:
        return ()
    shelf = FormCache(db)
    erased = _erased(db, shelf, stone.instance_id)
    unsure, unreadable = [], []
    for identity in rounds:
        history.erase(db, identity, event="not carried")
        if not submissions.any_of(db, identity):
            try:
                if not _clear(db, shelf, identity, erased, stone):
                    unsure.append(identity)
            except FieldSurveyError:
                unreadable.append(identity)
        about = {"who": stone.who, "old": stone.instance_id, "state": record_seals.current(db, identity)}
        history.add(db, stone.at, history.ROUND_BEFORE_ERASED, instance_id=identity, **about)
    told = []
    if unreadable:
        told.append(Message("erasing.round-unreadable", rounds=legibility.names(db, unreadable)))
    if unsure:
        told.append(Message("erasing.round-unsure", rounds=legibility.names(db, unsure)))
    return tuple(told)


def _erased(db: Database, shelf: FormCache, instance_id: str) -> _Erased:
    """All that was said in it, in whichever version, submission or draft, and in its history."""
    said, is_whole = defaultdict[str, set[str]](set), True
    for form_id, version, xml in carried.texts(db, instance_id):
        try:
            standings = list(FormEntry.record(shelf.form(form_id, version), xml).standings())
        except FieldSurveyError:
            is_whole = False
            continue
        for one in standings:
            said[one.question].add(one.value)
    for line in history.lines(db, instance_id):
        said[plain(line.ref)].update((line.old, line.new))
    return _Erased({question: values - {""} for question, values in said.items()}, is_whole)


def _given(db: Database, identity: str) -> _Given:
    lines = [line for line in history.lines(db, identity) if line.event == "answered"]
    moved = {
        plain(line.ref)
        for line in lines
        if (line.old, line.new) in (("", _ROWS[0]), (_ROWS[1], "")) and line.ref
    }
    return _Given(frozenset((line.ref, line.new) for line in lines), frozenset(moved))


def _clear(db: Database, shelf: FormCache, identity: str, erased: _Erased, stone: Tombstone) -> bool:
    """Take out of a round what was carried over; whether it could be told what was. Raises FieldSurveyError where it cannot be read."""
    found = interviews.read(db, identity)
    if found is None:
        return True
    form = shelf.form(found.form_id, found.form_version)
    around = FormContext()
    entry = FormEntry.restore(
        form, found.xml, language=found.language or None, now=lambda: stone.at, surroundings=around
    )
    given = _given(db, identity)
    fresh = FormEntry.new(form, now=lambda: stone.at, surroundings=around)
    own = {(one.question, one.value) for one in fresh.standings()}

    def is_carried(one: QuestionState) -> bool:
        if not one.value or given.has(one.ref, one.value) or is_filled_in(entry, one.question):
            return False
        if one.value in erased.said.get(one.question, ()):
            return True
        return not erased.is_whole and one.control != "upload" and (one.question, one.value) not in own

    gone = [one for one in entry.standings() if is_carried(one)]
    entry.answer_all({one.ref: "" for one in gone})
    made = savepoint_of(entry, found.updated_at, cursor=found.cursor, interviewer=found.interviewer)
    carried.rewrite(db, made)
    _clear_history(db, identity, erased, given)
    return erased.is_whole and not any(given.is_moved(one.ref) for one in gone)


def _clear_history(db: Database, identity: str, erased: _Erased, given: _Given) -> None:
    """What stood there before it was answered anew goes from its lines, too."""

    def tells(line: history.Line) -> bool:
        said = erased.said.get(plain(line.ref), set())
        return line.old in said or (line.new in said and given.is_moved(line.ref))

    lines = [line for line in history.lines(db, identity) if line.event == "answered"]
    history.erase_lines(db, filter(tells, lines))
