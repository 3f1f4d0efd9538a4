"""What becomes of comments when a row they stand in goes. It draws nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fieldsurvey.i18n import _
from fieldsurvey.records import Comment

_ROW = re.compile(r"(.*)\[(\d+)\]\Z")


def without_row(comments: Mapping[str, Comment], row: str) -> Iterator[Comment]:
    """The comments to write when `row` (/data/worker[2]) is taken away: those of later rows move up with them.

    What was said of the row itself is kept beside the repeat, so that nothing written is lost.
    """
    match = _ROW.match(row)
    if match is None:
        return
    repeat, gone = match[1], int(match[2])
    moved: dict[str, Comment] = {}
    kept = comments.get(repeat, Comment(repeat))
    for ref, comment in comments.items():
        shifted = re.match(re.escape(repeat) + r"\[(\d+)\](.*)\Z", ref)
        if shifted is None or int(shifted[1]) < gone:
            continue
        moved.setdefault(ref, Comment(ref))
        if int(shifted[1]) > gone:
            there = f"{repeat}[{int(shifted[1]) - 1}]{shifted[2]}"
            moved[there] = Comment(there, comment.text, comment.is_flagged)
        else:
            said = _("Row {n}, deleted: {comment}").format(n=gone, comment=comment.text or "⚑")
            text = "\n".join(part for part in (kept.text, said) if part)
            kept = Comment(repeat, text, kept.is_flagged or comment.is_flagged)
    yield from moved.values()
    if kept != comments.get(repeat, Comment(repeat)):
        yield kept
