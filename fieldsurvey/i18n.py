"""The window's own words in the person's language, through gettext. Forms bring their own languages."""

from __future__ import annotations

import gettext as _gettext
import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache

from fieldsurvey.errors import AnswerError, ExportError, FieldSurveyError, FormError
from fieldsurvey.messages import Message, told
from fieldsurvey.system import paths
from fieldsurvey.system.calendar_names import names_for

_log = logging.getLogger(__name__)

LANGUAGES: dict[str, str] = {"en": "English", "hi": "हिन्दी", "kn": "ಕನ್ನಡ"}
"""Languages of the window, each named in itself."""


@cache
def catalogue(language: str) -> _gettext.NullTranslations:
    """The compiled words of a language. Where they cannot be read the window speaks English, and the log says why."""
    if language == "en":
        return _gettext.NullTranslations()
    try:
        return _gettext.translation(
            "fieldsurvey", localedir=paths.resources() / "locale", languages=[language]
        )
    except (OSError, ValueError, struct.error) as error:
        _log.warning("No words in %s, so the window speaks English: %s", LANGUAGES[language], error)
        return _gettext.NullTranslations()


class Words:
    """The chosen language. One instance is made by the client and installed before any screen is built."""

    def __init__(self, language: str = "en") -> None:
        """Raises FieldSurveyError for a language the window does not speak."""
        if language not in LANGUAGES:
            raise FieldSurveyError("report.no-language", language=language, known=", ".join(LANGUAGES))
        self.language = language
        self._catalog = catalogue(self.language)

    def text(self, message: str) -> str:
        """The message in the chosen language; the English itself when it is not translated."""
        return self._catalog.gettext(message) if message else ""

    def counted(self, one: str, many: str, number: int) -> str:
        """The message for this number, with nothing filled in yet."""
        return self._catalog.ngettext(one, many, number)

    def count(self, one: str, many: str, number: int) -> str:
        """The message for this number, with `{n}` filled in."""
        return self.counted(one, many, number).format(n=number)


_chosen: list[Words] = [Words()]
_aside: ContextVar[Words | None] = ContextVar("aside", default=None)


def use(language: str) -> Words:
    """Choose the language of everything built from now on."""
    _chosen[0] = Words(language)
    return _chosen[0]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, words come in another language, where we have it: what is shown or read to the respondent.

    Only what this thread says is meant; other threads go on in the window's language.
    """
    mark = _aside.set(Words(language) if language in LANGUAGES else None)
    try:
        yield
    finally:
        _aside.reset(mark)


def _now() -> Words:
    return _aside.get() or _chosen[0]


def language() -> str:
    """The language of what is said now."""
    return _now().language


def _(message: str) -> str:
    """Mark and translate one message of the window."""
    return _now().text(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Mark and translate a message that counts; `{n}` in it becomes the number."""
    return _now().count(one, many, number)


def N_(message: str) -> str:  # the name gettext's tools look for
    """Mark a message that is translated where it is shown."""
    return message


def as_sentence(words: str) -> str:
    """The words with the stop of the language: a line in Hindi, a point in English and Kannada."""
    return _("{parts}.").format(parts=words)


def day(of: date) -> str:
    """A day as the language writes it: 30 Nov 2026, 30 नव॰ 2026."""
    return f"{of.day} {_month(of)} {of.year}"


def short_day(of: date) -> str:
    """The same without its year."""
    return f"{of.day} {_month(of)}"


def month(of: date) -> str:
    """A month of a year."""
    return f"{_month(of)} {of.year}"


def moment(of: datetime, *, seconds: bool = False) -> str:
    """A day and the time, by the clock it is given with: 30 Nov 2026, 10:42."""
    return f"{day(of)}, {of:%H:%M:%S}" if seconds else f"{day(of)}, {of:%H:%M}"


def _month(of: date) -> str:
    return names_for(language()).months[of.month - 1]


def sentence(of: FieldSurveyError | Message | None) -> str:
    """What an error or a message from below says, in the language of the window; "" where there is none."""
    if of is None:
        return ""
    words, message = _now(), of.message if isinstance(of, FieldSurveyError) else of
    return told(message, words.text, words.counted)


def sentences(error: FieldSurveyError, most: int | None = None) -> list[str]:
    """What an error says, then each of the problems it names, or the first `most` of them."""
    problems = error.problems if isinstance(error, FormError | AnswerError | ExportError) else ()
    return [sentence(error), *map(sentence, problems[:most])]
