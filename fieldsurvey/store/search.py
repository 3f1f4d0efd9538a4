"""Search as you type: the firm and every text answer of an interview, by the beginnings of words, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sqlite_utils import Database

_JOINERS = re.compile("[\u200b-\u200d\ufeff]")  # the same word is typed with and without them
_MOST_WORDS = 12


def keep(db: Database, instance_id: str, firm: str, words: str) -> None:
    """Make the interview findable by its firm and these words; part of the caller's transaction."""
    firm, words = folded(firm), folded(words)
    (number, *known) = db.execute(
        "SELECT i.number, s.firm, s.words FROM interview i LEFT JOIN searchable s USING (number) WHERE i.instance_id = ?",
        (instance_id,),
    ).fetchone()
    if known[0] is None:
        db.execute("INSERT INTO searchable (number, firm, words) VALUES (?, ?, ?)", (number, firm, words))
    elif known != [firm, words]:
        db.execute("UPDATE searchable SET firm = ?, words = ? WHERE number = ?", (firm, words, number))


def drop(db: Database, instance_id: str) -> None:
    """Forget the interview's words."""
    db.execute(
        "DELETE FROM searchable WHERE number = (SELECT number FROM interview WHERE instance_id = ?)",
        (instance_id,),
    )


def unread(db: Database) -> list[str]:
    """Interviews kept by an earlier program, whose answers are not in the index yet."""
    rows = db.execute(
        "SELECT i.instance_id FROM searchable s JOIN interview i USING (number) WHERE s.words IS NULL"
    ).fetchall()
    return [row[0] for row in rows]


def is_unread(db: Database, instance_id: str) -> bool:
    """Whether this one is among them, still."""
    row = db.execute(
        "SELECT 1 FROM searchable s JOIN interview i USING (number) WHERE s.words IS NULL AND i.instance_id = ?",
        (instance_id,),
    ).fetchone()
    return row is not None


def query(text: str) -> str:
    """The question put to the index for what was typed: every word begins a word there; "" when nothing was."""
    words = list(_words(folded(text)))[:_MOST_WORDS]
    return " ".join(f'"{word}"*' for word in words)


def _words(text: str) -> Iterator[str]:
    """Runs of letters, digits and the marks that belong to them."""
    run = ""
    for letter in text:
        if unicodedata.category(letter)[0] in "LNM":
            run += letter
        elif run:
            yield run
            run = ""
    if run:
        yield run


def folded(text: str) -> str:
    """A text as the index has it: composed, without invisible joiners."""
    return _JOINERS.sub("", unicodedata.normalize("NFC", text))
