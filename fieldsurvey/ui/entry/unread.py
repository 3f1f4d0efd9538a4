"""What was typed and is not understood as an answer: said when its page is left, kept as a comment when the interview is."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.i18n import _
from fieldsurvey.models import Comment
from fieldsurvey.ui.entry.session import EntrySession


def said_of(session: EntrySession, ref: str, text: str) -> str:
    """The sentence on top of the page that follows."""
    sentence = _("“{text}” is not understood as an answer to “{question}”; it waits there.")
    return sentence.format(text=text, question=session.title_of(ref))


def keep(session: EntrySession, unread: Mapping[str, str]) -> None:
    """Write it beside its questions; `unread` is ref -> text. What stands there already is not written again."""
    for ref, text in unread.items():
        words = _("Typed, not understood: {text}").format(text=text)
        before = session.comments.get(ref, Comment(ref))
        if words not in before.text.split("\n"):
            lines = "\n".join(part for part in (before.text, words) if part)
            session.comment(Comment(ref, lines, before.is_flagged))
