"""What can stand in the way of a report, its template, or the workbook."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "export.open-elsewhere": N_(
        "{file} cannot be written: it is open in another program, or you may not write there. Close it or choose another folder."
    ),
    "export.unknown-format": N_("There is no format {format}. Choose one of these: {known}."),
    "export.no-register-consent": N_(
        "There is no register of {form}: it has no question {question} by which a firm agrees to be listed. Add it to a new version of the form, or choose another profile."
    ),
    "export.roles-unconfirmed": N_(
        "{form} does not say what its columns may tell of a person or firm, so no research workbook is written. Look at what is proposed and confirm it, or mark the questions in the form's column disclosure."
    ),
    "export.role-stays": N_("{column} stays here: {label} ({role})"),
    "export.role-derived": N_("{column} stays here, for it tells of what stays: {label}"),
    "export.role-leaves": N_("{column} leaves: {label} ({role})"),
    "export.role-not-changed": N_(
        "{column} is no column about which you can decide. Choose among those that are proposed."
    ),
    "export.role-direct": N_("names a person, firm, place or device"),
    "export.role-free": N_("free text"),
    "export.role-sensitive": N_("sensitive"),
    "export.role-key": N_("known to others, few values"),
    "export.role-visible": N_("known to others"),
    "export.role-amount": N_("an amount"),
    "export.role-date": N_("a date or time"),
    "export.role-hidden": N_("of use to the form alone"),
    "export.role-plain": N_("nothing of the kind"),
    "export.role-kept": N_("kept here"),
    "export.sensitive-stays": N_(
        "Sensitive answers leave only when the study's set-up names their module. Name those that may leave, of {modules}, and try again."
    ),
    "export.unknown-module": N_("No form here has a sensitive module {module}. Name one of these: {known}."),
    "export.too-many-columns": N_(
        "The sheet {sheet} would have {count} columns, and Excel takes {most}. Split the form and try again."
    ),
    "export.written": N_("{path} is written: {count} interviews."),
    "export.without": N_(
        "{written} Left out, because they cannot be read: {interviews}. Check the study on the page Safety, and restore a backup that holds them."
    ),
    "report.without": N_(
        "{written} Left out of its figures, because they cannot be read: {interviews}. Check the study on the page Safety, and restore a backup that holds them."
    ),
    "report.no-language": N_(
        "There are no words for the language “{language}”. Choose one of these: {known}."
    ),
    "report.not-written": N_("The report cannot be written to {path}: {why}."),
    "report.firm-not-finished": N_("There is no finished interview of {firm}. Finalise it and try again."),
    "report.this-firm-not-finished": N_(
        "There is no finished interview of this firm. Finalise it and try again."
    ),
    "report.none-finished": N_("There is no finished interview yet. Finalise one and try again."),
    "report.firms-of-name": N_(
        "{count} interviews are called {firm}. Name the firm as in the list, or give its instanceID."
    ),
    "report.no-firm-of-name": N_(
        "No finished interview is called {firm}. Name the firm as in the list, or give its instanceID."
    ),
    "template.unreadable": N_(
        "The report template {file} cannot be read: {reason}. Correct it and try again."
    ),
    "template.at-file": N_("The report template {file}, {fault}"),
    "template.at-chapter": N_("The report template {file}, chapter {chapter}, {fault}"),
    "template.at-block": N_("The report template {file}, chapter {chapter}, block {block}, {fault}"),
    "template.no-chapters": N_("must hold its chapters under [[chapter]]. Correct it and try again."),
    "template.no-id": N_("has a chapter without id or title. Add both and try again."),
    "template.what": N_("key what, must be a text in each language. Correct it and try again."),
    "template.blocks": N_("key block, must be a list of blocks. Correct it and try again."),
    "template.first-page": N_("key indicators under [{page}], must be {wanted}. Correct it and try again."),
    "template.unknown-block": N_("names the unknown block {block}. Use one of: {known}."),
    "template.lacks-key": N_("lacks the key {key}: {wanted}. Add it and try again."),
    "template.wrong-key": N_("key {key}, must be {wanted}. Correct it and try again."),
    "template.unknown-key": N_("has the unknown key {key}. It takes: {known}."),
    "template.takes-none": N_("has the unknown key {key}. It takes: none."),
    "template.page-names": N_(
        "key indicators under [{page}], names what the form does not have: {names}. Correct it and try again."
    ),
    "template.key-names": N_(
        "key {key}, names what the form does not have: {names}. Correct it and try again."
    ),
    "template.mixed-units": N_(
        "compares what does not share a unit: {indicators}. Name indicators of one unit and try again."
    ),
    "template.an-indicator": N_("the name of an indicator"),
    "template.indicators": N_("a list of names of indicators"),
    "template.sections": N_("a list of names of sections"),
    "template.a-question": N_("the name of a question"),
    "template.questions": N_("a list of names of questions"),
    "template.a-repeat": N_("the name of a repeat"),
    "template.a-field": N_("the name of a question in the repeat"),
    "template.yes-no": N_("true or false"),
    "template.exactly": N_("{wanted}, {count} of them"),
}
