"""What a person agreed to by itself, as their answers say it: forms ask it under these names, the notice says "only if you agree".

Digital Personal Data Protection Act 2023, section 6(1): consent is specific, and given by a clear affirmative act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.contacts import OUTCOMES, was_nobody_met
from fieldsurvey.interviews.submissions import has
from fieldsurvey.records import Questionnaire
from fieldsurvey.records.set_up import Purpose
from fieldsurvey.xforms import FormEntry


class Consent(StrEnum):
    """What is agreed to by itself; the name of the question that asks for it."""

    REGISTER = "consent_register"
    MINISTRY = "consent_ministry"
    RETURN_VISIT = "consent_return"


PURPOSES = "notice_purposes"
"""What the hidden question is called that holds the codes of what the notice asked for."""
_OF = {
    Consent.REGISTER: Purpose.REGISTER,
    Consent.MINISTRY: Purpose.MINISTRY,
    Consent.RETURN_VISIT: Purpose.RETURN_VISIT,
}
_YES = "yes"


def code(purpose: Purpose) -> str:
    """A purpose as forms know it: without blanks."""
    return purpose.value.replace(" ", "_")


def is_agreed(consent: Consent, answers: Mapping[str, object]) -> bool:
    """Whether this may be done by what was answered (name of a question -> value).

    Only a yes is a yes. Where nothing was answered it may be done only if the notice that was read out did not promise to ask; nobody
    is listed by name without a yes.
    """
    if said := str(answers.get(consent) or ""):
        return said == _YES
    return (
        consent is not Consent.REGISTER and code(_OF[consent]) not in str(answers.get(PURPOSES) or "").split()
    )


def agreed_in(value_of: Callable[[str], str], questionnaire: Questionnaire, consent: Consent) -> bool:
    """The same of an interview, by the questions its form calls so; `value_of` gives the answer of a ref, "" for none.

    Where nobody was met no notice was read out: it promised nothing.
    """
    asked = {one.name: one.ref for one in reversed(questionnaire.questions) if not one.repeat}
    said = {name: value_of(asked[name]) for name in (consent, PURPOSES, *OUTCOMES) if name in asked}
    if was_nobody_met(said.get(name, "") for name in OUTCOMES):
        said.pop(PURPOSES, None)
    return is_agreed(consent, said)


def want_return_visit(entry: FormEntry, questionnaire: Questionnaire, firm: str) -> None:
    """Raise StoreError where the firm of an interview did not agree to be visited again."""
    if not agreed_in(partial(_value, entry), questionnaire, Consent.RETURN_VISIT):
        raise StoreError("round.not-agreed", firm=firm)


def _value(entry: FormEntry, ref: str) -> str:
    return entry.value(ref) if has(entry, ref) else ""
