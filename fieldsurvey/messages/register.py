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
}
