"""What a rescue saved and what it could not, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.errors import shortened

_WORDS = {
    "history": "lines of the history",
    "outbox": "submissions kept for sending",
    "sealed_file": "sealed files kept for sending",
    "blob": "photos, sounds and files",
    "check_comment": "comments on checks",
    "annotation": "comments, flags and remarks",
    "submission": "submissions",
    "audit_log": "audit logs",
    "form_media": "files attached to forms",
    "narrative": "chapters",
    "setting": "settings of the study",
    "entity": "rows of entity lists",
    "tombstone": "notes of erasures",
}
_LETTERS = 40  # of a firm's name
_NAMED = 20  # interviews named in a sentence; the report holds all


@dataclass(frozen=True, slots=True)
class RescueReport:
    """The outcome. Interviews are named by instanceID, with the firm where it is known ("" where not)."""

    broken: Path
    study: Path
    was_whole: bool
    """SQLite found no fault: the copy is the whole study."""
    pages: int
    lost_pages: int
    interviews: int
    """Saved, those put together again included."""
    from_outbox: Mapping[str, str] = field(default_factory=dict)
    """Put together from the submission that waited or was sent."""
    from_history: Mapping[str, str] = field(default_factory=dict)
    """Put together from the answers in their history; drafts again."""
    lost: Mapping[str, str] = field(default_factory=dict)
    may_lack_others: bool = False
    """Pages of the list of interviews are lost, and nothing tells which interviews stood there."""
    may_bring_back: bool = False
    """The list of erased interviews cannot be read whole."""
    attachments: int = 0
    lost_attachments: Sequence[tuple[str, str]] = ()
    """(instanceID, name)"""
    rebuilt_forms: Sequence[tuple[str, str]] = ()
    """(form_id, version) of those made from the interviews' own answers, or from what was left of them"""
    lost_lists: Sequence[tuple[str, str]] = ()
    """(form_id, file name)"""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Table -> other rows that could not be kept."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is known to be lost."""
        return self.was_whole or not (
            *self.lost, *self.from_history, *self.lost_attachments, *self.rebuilt_forms, *self.lost_lists,
            *self.dropped, *(("more",) if self.may_lack_others or self.may_bring_back else ()),
        )  # fmt: skip

    @property
    def sentences(self) -> tuple[str, ...]:
        """The outcome in words, what matters most first."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.was_whole:
            yield f"{self.broken.name} is not damaged; {self.study.name} is a copy with all its interviews: {self.interviews}."
            return
        total = self.interviews + len(self.lost)
        if self.lost:
            yield (
                f"{self.interviews} of {total} interviews are saved in {self.study.name}; "
                f"{len(self.lost)} {_is(self.lost)} lost: {_listed(self.lost)}."
            )
        else:
            yield f"{self.interviews} of {total} interviews are saved in {self.study.name}."
        yield from self._about_interviews()
        yield from self._about_the_rest()

    def _about_interviews(self) -> Iterator[str]:
        if self.from_outbox:
            yield f"Put together from their submissions: {_listed(self.from_outbox)}."
        if self.from_history:
            yield (
                "Put together from the answers in their history, and drafts again; go through them before you "
                f"finalise them: {_listed(self.from_history)}."
            )
        if self.may_lack_others:
            yield "There may have been more interviews: pages that named them cannot be read."
        if self.may_bring_back:
            yield "The list of erased interviews cannot be read whole; look whether one of them has come back."

    def _about_the_rest(self) -> Iterator[str]:
        if self.rebuilt_forms:
            yield (
                "These forms were lost in whole or in part and are made anew without checks, some without labels; add their "
                f"workbooks again: {_forms(self.rebuilt_forms)}."
            )
        if self.lost_lists:
            files = ", ".join(f"{name} ({form})" for form, name in self.lost_lists)
            yield f"These attached lists are lost; give the form a new version with them: {files}."
        if self.lost_attachments:
            files = ", ".join(f"{name} ({identity})" for identity, name in self.lost_attachments[:_NAMED])
            more = len(self.lost_attachments) - _NAMED
            yield f"Attached files lost: {files}{f' and {more} more' if more > 0 else ''}."
        if self.dropped:
            rows = ", ".join(
                f"{count} {_WORDS.get(name, name)}" for name, count in sorted(self.dropped.items())
            )
            yield f"Also lost: {rows}."
        yield f"{self.lost_pages} of {self.pages} pages of {self.broken.name} cannot be read; the file was left as it is."


def _listed(named: Mapping[str, str]) -> str:
    shown = [
        f"{shortened(firm, _LETTERS)} ({identity})" if firm else identity for identity, firm in named.items()
    ]
    more = len(shown) - _NAMED
    return ", ".join(shown[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _is(named: Mapping[str, str]) -> str:
    return "is" if len(named) == 1 else "are"


def _forms(named: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{form} {version}".strip() for form, version in named)
