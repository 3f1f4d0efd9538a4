"""What a form asks of a phone that a laptop cannot do, in a sentence that stands beside the field."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.xforms import Prompt


def what_is_missing(prompt: Prompt) -> str:
    """What is not possible here, and what to do instead; "" where nothing is missing."""
    words = prompt.appearance.split()
    if "bearing" in words:
        return _("There is no compass here: type the degrees, 0 to 360.")
    if any(word.startswith("ex:") for word in words):
        return _("Another program would answer this on a phone. Type the answer here.")
    if any(word.startswith("printer") for word in words):
        return _("Nothing is printed from here. Type the text.")
    return ""
