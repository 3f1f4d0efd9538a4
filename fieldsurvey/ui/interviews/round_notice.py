"""What of a firm's last round stands in the new one, as a sentence: nothing is left out without a word."""

from __future__ import annotations

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import NewRound, NotCarried, NotCarriedWhy
from fieldsurvey.ui.entry.base.markdown import bare

_MOST_NAMED = 5


def said_of(begun: NewRound) -> str:
    """How many answers were carried over, and which were not, each with its reason."""
    said = [
        ngettext(
            "1 answer of the last round stands here already. Go through it with the respondent.",
            "{n} answers of the last round stand here already. Go through them with the respondent.",
            begun.carried,
        )
        if begun.carried
        else _("Nothing of the last round could be carried over.")
    ]
    if begun.not_carried:
        named = "; ".join(_named(lost) for lost in begun.not_carried[:_MOST_NAMED])
        said.append(_("Not carried over: {answers}.").format(answers=named))
    more = len(begun.not_carried) - _MOST_NAMED
    if more > 0:
        said.append(
            ngettext(
                "1 more stands in the history of this interview.",
                "{n} more stand in the history of this interview.",
                more,
            )
        )
    return " ".join(said)


def _named(lost: NotCarried) -> str:
    reasons = {
        NotCarriedWhy.GONE: _("the form no longer asks it so"),
        NotCarriedWhy.CHOICE: _("the choice is no longer offered"),
        NotCarriedWhy.FAULT: _("the answer is no longer accepted"),
        NotCarriedWhy.ROW: _("its row is not there yet"),
    }
    label = bare(lost.label) or lost.ref.rpartition("/")[2]
    return f"“{label}” ({reasons[lost.why]})"
