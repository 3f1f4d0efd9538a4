"""What a rescue saved and what it could not, in numbers and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.errors import shortened
from fieldsurvey.messages import Message

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
    """Put together from the answers in their history, and from the submission where there is one; drafts again."""
    waiting_again: Mapping[str, str] = field(default_factory=dict)
    """Of those from a submission: nothing tells that it waited or was sent, so it waits now; what was corrected since is lost."""
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
            *self.lost, *self.from_history, *self.waiting_again, *self.lost_attachments, *self.rebuilt_forms, *self.lost_lists,
            *self.dropped, *(("more",) if self.may_lack_others or self.may_bring_back else ()),
        )  # fmt: skip

    @property
    def messages(self) -> tuple[Message, ...]:
        """The outcome to be told, what matters most first."""
        return tuple(self._messages())

    def _messages(self) -> Iterator[Message]:
        study, total = self.study.name, self.interviews + len(self.lost)
        if self.was_whole:
            yield Message(
                "rescued.was-whole", broken=self.broken.name, study=study, interviews=self.interviews
            )
            return
        if self.lost:
            yield Message(
                "rescued.some",
                interviews=self.interviews,
                total=total,
                study=study,
                n=len(self.lost),
                lost=_listed(_named(self.lost)),
            )
        else:
            yield Message("rescued.all", interviews=self.interviews, total=total, study=study)
        yield from self._about_interviews()
        yield from self._about_the_rest()

    def _about_interviews(self) -> Iterator[Message]:
        if self.from_outbox:
            yield Message("rescued.from-submissions", interviews=_listed(_named(self.from_outbox)))
        if self.from_history:
            yield Message("rescued.from-history", interviews=_listed(_named(self.from_history)))
        if self.waiting_again:
            yield Message("rescued.waiting-again", interviews=_listed(_named(self.waiting_again)))
        if self.may_lack_others:
            yield Message("rescued.may-lack-others")
        if self.may_bring_back:
            yield Message("rescued.may-bring-back")

    def _about_the_rest(self) -> Iterator[Message]:
        if self.rebuilt_forms:
            forms = tuple(f"{form} {version}".strip() for form, version in self.rebuilt_forms)
            yield Message("rescued.forms-remade", forms=forms)
        if self.lost_lists:
            yield Message(
                "rescued.lists-lost", files=tuple(f"{name} ({form})" for form, name in self.lost_lists)
            )
        if self.lost_attachments:
            files = [f"{name} ({identity})" for identity, name in self.lost_attachments]
            yield Message("rescued.files-lost", files=_listed(files))
        if self.dropped:
            rows = tuple(_rows(table, count) for table, count in sorted(self.dropped.items()))
            yield Message("rescued.also-lost", rows=rows)
        yield Message("rescued.pages", lost=self.lost_pages, pages=self.pages, broken=self.broken.name)


def _named(interviews: Mapping[str, str]) -> list[str]:
    return [
        f"{shortened(firm, _LETTERS)} ({identity})" if firm else identity
        for identity, firm in interviews.items()
    ]


def _listed(names: Sequence[str]) -> Message | tuple[str, ...]:
    """The first of them, and how many more there are."""
    shown, more = tuple(names[:_NAMED]), len(names) - _NAMED
    return Message("rescued.and-more", named=shown, count=more) if more > 0 else shown


def _rows(table: str, count: int) -> Message:
    """Rows of a table, by what they are to a person."""
    told = _TOLD.get(table)
    return told(count) if told else Message("rescued.other-rows", count=count, table=table)


_TOLD: Mapping[str, Callable[[int], Message]] = {
    "history": lambda count: Message("rescued.history", count=count),
    "outbox": lambda count: Message("rescued.outbox", count=count),
    "sealed_file": lambda count: Message("rescued.sealed-file", count=count),
    "blob": lambda count: Message("rescued.blob", count=count),
    "check_comment": lambda count: Message("rescued.check-comment", count=count),
    "annotation": lambda count: Message("rescued.annotation", count=count),
    "submission": lambda count: Message("rescued.submission", count=count),
    "audit_log": lambda count: Message("rescued.audit-log", count=count),
    "form_media": lambda count: Message("rescued.form-media", count=count),
    "narrative": lambda count: Message("rescued.narrative", count=count),
    "setting": lambda count: Message("rescued.setting", count=count),
    "entity": lambda count: Message("rescued.entity", count=count),
    "tombstone": lambda count: Message("rescued.tombstone", count=count),
}
