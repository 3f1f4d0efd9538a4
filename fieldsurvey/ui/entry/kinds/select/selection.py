"""What an answer becomes when a choice is picked: pure, the same for rows, lists, pictures and maps."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.interviews.missing_answers import ALONE
from fieldsurvey.xforms import Choice, Prompt

_ORDERED_UP_TO = 2_000


def chosen(prompt: Prompt) -> list[str]:
    """The codes chosen now."""
    if prompt.control == "select":
        return prompt.value.split()
    return [prompt.value] if prompt.value else []


def picked(prompt: Prompt, code: str) -> str:
    """The answer after a choice is picked. Of several, picking again takes it back; don't know and refused stand alone."""
    if prompt.control != "select":
        return code
    now = chosen(prompt)
    if code in now:
        now.remove(code)
    elif code in ALONE:
        now = [code]
    else:
        now = [one for one in now if one not in ALONE] + [code]
    return " ".join(_ordered(now, prompt.choices))


def _ordered(codes: list[str], choices: Sequence[Choice]) -> list[str]:
    """In the order of the list; as they were picked where the list is long."""
    if len(choices) > _ORDERED_UP_TO:
        return codes
    order = {choice.value: index for index, choice in enumerate(choices)}
    return sorted(codes, key=lambda code: order.get(code, len(order)))
