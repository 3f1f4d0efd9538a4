"""What can be wrong with a list of firms, and with what is asked of the register."""

from __future__ import annotations

from fieldsurvey.messages.template import N_, Counted

SENTENCES: dict[str, str | Counted] = {
    "list-file.cannot-open": N_("{file} cannot be opened. Is it still there, and may you read it?"),
    "list-file.too-large": N_(
        "{file} is larger than {most} MB; a list of firms is not. Save the one sheet with the firms, without pictures, and try again."
    ),
    "list-file.damaged": N_(
        "{file} cannot be read as a list: it is damaged, or no Excel or CSV file. Open it in Excel or LibreOffice, save it as .xlsx and try again."
    ),
    "list-file.has-password": N_(
        "{file} is locked with a password. Open it in Excel, take the password off and save it again."
    ),
    "list-file.not-utf8": N_("The text of {file} is not UTF-8. Save it as .xlsx, or as CSV UTF-8."),
    "list-file.empty": N_("Nothing stands in {file}. Is it the right file?"),
    "list-file.too-many-columns": N_(
        "The sheet {sheet} of {file} has more than {most} columns. Take out those that say nothing of a firm and try again."
    ),
    "list-file.too-many-rows": N_(
        "The sheet {sheet} of {file} has more than {most:,} rows. Save the firms of the cluster alone and try again."
    ),
    "list-file.no-sheet": N_("{file} has no sheet “{sheet}”. Its sheets are: {sheets}."),
    "list-file.no-head": N_(
        "In the sheet {sheet} of {file} no row names the columns. Say in which row the head stands."
    ),
    "list-file.no-name-column": N_(
        "No column of {file} is said to hold the firm's name. Say which one does; without a name no firm can be found again."
    ),
    "list-file.unknown-column": N_("{file} has no column “{column}”. Its columns are: {columns}."),
    "register.unknown-field": N_("“{field}” is nothing the register keeps of a firm. It keeps: {fields}."),
    "register.no-firm": N_("The register has no firm {firm}."),
    "register.merged-already": N_(
        "{firm} is part of another firm already. Undo that first, or choose two others."
    ),
    "register.both-have-cases": N_(
        "{one} and {other} are both drawn in one round, so they cannot become one firm any more. Give one of them the outcome “out of scope”, with the reason that it is the other."
    ),
    "register.not-merged": N_("{firm} is part of no other firm, so there is nothing to undo."),
    "register.name-missing": N_("A firm needs a name. Type it, as it stands on the board."),
    "register.no-list": N_(
        "No list “{list}” came into the register. `fieldsurvey register lists` names those that did."
    ),
    "register.list-drawn": N_(
        "A sample was drawn after the list “{list}” came in. Take the draw back first, as long as nobody was visited."
    ),
    "register.list-in-use": N_(
        "The list “{list}” cannot be taken back: of the firms that came with it {firms} were changed, merged, chosen or visited since, the first of them {firm}."
    ),
    "register.list-taken-back": Counted(
        "The list “{list}” is taken back, and 1 firm with it.",
        "The list “{list}” is taken back, and {n} firms with it.",
    ),
    "sample.drawn-already": N_(
        "The sample of the round {round} is drawn. Firms that came into the register since cannot be added to it; take the draw back first, as long as nobody was visited."
    ),
    "sample.not-drawn": N_("Nothing was drawn for the round {round}."),
    "sample.visited-already": N_(
        "Firms of the round {round} were visited or interviewed, so the draw stands. A firm that cannot be asked is replaced from the reserve."
    ),
    "sample.no-strata": N_("Say from which strata to draw: one stratum may hold all firms."),
    "sample.nowhere": Counted(
        "1 firm belongs to no stratum, or to more than one ({firms}). Change the strata until each firm stands in exactly one.",
        "{n} firms belong to no stratum, or to more than one ({firms}). Change the strata until each firm stands in exactly one.",
    ),
    "sample.empty-stratum": N_(
        "No firm of the register stands in the stratum {stratum}. Take it out, or change what it asks for."
    ),
    "sample.more-than-there-are": N_(
        "The stratum {stratum} has {firms} firms, so {drawn} cannot be drawn from it. Draw {firms} or fewer."
    ),
    "sample.none-of-stratum": N_(
        "Nothing would be drawn from the stratum {stratum}, so nothing could be said of its firms. Draw at least one, better two."
    ),
    "sample.census-of-some": N_("Every firm of the stratum {stratum} is to be asked; those are {firms}."),
    "sample.name-twice": N_("Give each stratum a name of its own; “{stratum}” stands twice, or is empty."),
    "sample.reserve-too-large": N_(
        "In the stratum {stratum} {left} firms are left for the reserve. Type {left} or fewer."
    ),
    "sample.one-of-stratum": N_(
        "One firm of the stratum {stratum} does not tell how its firms differ. Draw two or more."
    ),
    "sample.not-by-chance": N_(
        "Firms of the stratum {stratum} are not chosen by chance, so they are not drawn: choose them in the register."
    ),
    "callsheet.nobody": N_(
        "No firm is to be visited by this agent on this day. Give firms to agents first, or choose another day."
    ),
    "round.same": N_(
        "The round {round} cannot follow itself. Name the earlier round, and the one that follows it."
    ),
    "round.nobody-again": N_(
        "Nobody of the round {round} can be asked again: either no firm was interviewed in it, or those that were did not agree to it or are in the new round already."
    ),
    "round.all-again": Counted("1 firm is asked again.", "{n} firms are asked again."),
    "round.asked-again": Counted(
        "1 firm is asked again; {left} did not agree to be visited again and were left out.",
        "{n} firms are asked again; {left} did not agree to be visited again and were left out.",
    ),
    "case.has-one": N_("{firm} is in the round {round} already."),
    "case.none": N_("{firm} is not in the round {round}. Draw or choose it first."),
    "case.in-reserve": N_(
        "{firm} waits in the reserve. It is asked only in the place of a firm that cannot be asked: replace that one."
    ),
    "case.say-why": N_("Say why the firm is replaced; the method note names each reason."),
    "case.can-still-be-asked": N_(
        "{firm} can still be asked. Only a firm that refused, is closed, was not found or is out of scope is replaced; note the visit first."
    ),
    "case.replaced-already": N_("Another firm took the place of {firm} already."),
    "case.no-reserve": N_(
        "The reserve of the stratum {stratum} is used up, so nobody can take the place of {firm}. The figures count it as it is."
    ),
    "case.interviewed-already": N_(
        "{firm} has an interview in the round {round}. Open that one; a firm counts once in a round."
    ),
    "visit.in-future": N_("The visit lies ahead. Type when it was, or correct the laptop's clock."),
    "visit.say-why": N_("Say why: a refusal and a partial interview are noted with their reason."),
}
