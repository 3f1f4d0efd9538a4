"""What the quality checks say of an interview or an agent: one sentence each, with the value and how others stand."""

from __future__ import annotations

from fieldsurvey.messages.template import N_, Counted

SENTENCES: dict[str, str | Counted] = {
    "back-check.none-to-draw": N_(
        "There is nothing to draw: every finalised interview of {title} that may be visited again is drawn already, or none is finalised yet."
    ),
    "back-check.not-drawn": N_(
        "{firm} was not drawn for a back-check. Draw first; who chooses the firms by hand learns nothing about the others."
    ),
    "back-check.same-agent": N_(
        "{agent} held this interview. A back-check is made by somebody else: change the name in the settings, or hand it to a colleague."
    ),
    "back-check.no-agent": N_(
        "Say in the settings who asks: a back-check is made by somebody else than the interview."
    ),
    "back-check.begun-already": N_("The back-check of {firm} is begun already. Open that one."),
    "back-check.percent": N_("Draw between 1 and 100 per cent."),
    "flag.short": N_("It took {value} minutes; {median} are usual."),
    "flag.long": N_("It took {value} minutes; {median} are usual."),
    "flag.page": N_("“{what}” took {value} minutes; {median} are usual."),
    "flag.straight-lining": N_("All {n} questions in a row have the same answer; most others differ there."),
    "flag.heaping": N_("{value} % of the numbers end in 0 or 5; {median} % are usual."),
    "flag.outlier-high": N_("“{what}” is {value}; the middle half is {low} to {high}."),
    "flag.outlier-low": N_("“{what}” is only {value}; the middle half is {low} to {high}."),
    "flag.dont-know": N_("{value} % of the answers are “don’t know” or “refused”; {median} % are usual."),
    "flag.skipped": N_("{value} % of the questions were left empty; {median} % are usual."),
    "flag.other": N_("{value} % of the choices are “other”; {median} % are usual."),
    "flag.duplicate": N_("{value} % of the answers are those of {other}; {median} % are usual."),
    "flag.off-cluster": N_("The position is {value} km from where the firms are."),
    "flag.off-firm": N_("The position is {away} from the firm in the register."),
    "flag.off-firm-usual": N_("The position is {away} from the firm in the register; {median} are usual."),
    "flag.night": N_("It was asked at {value}, at night."),
    "flag.version": N_(
        "It was filled with version {version} of the form; version {newer} was in use already."
    ),
    "flag.checks-kept": N_("{value} checks were kept with a reason; {median} are usual."),
    "flag.agent": N_("{agent}’s “{what}” stands apart: median {value}, with the others {median}."),
    "flag.agent-minutes": N_("{agent}’s interviews take {value} minutes, those of the others {median}."),
    "flag.agent-dont-know": N_(
        "{agent} notes “don’t know” or “refused” in {value} % of the answers, the others in {median} %."
    ),
    "flag.agent-skipped": N_("{agent} leaves {value} % of the questions empty, the others {median} %."),
    "flag.agent-other": N_("With {agent} {value} % of the choices are “other”, with the others {median} %."),
    "flag.agent-from-firm": N_(
        "{agent} asks {value} from the firm’s position in the register, the others {median}."
    ),
    "flag.agent-heaping": N_(
        "With {agent} {value} % of the numbers end in 0 or 5, with the others {median} %."
    ),
    "length.m": N_("{n} m"),
    "length.km": N_("{n} km"),
    "flag.say-why": N_("Say why it is right as it is; who looks at it next must know."),
}
