"""What can be wrong with a form: in its XForm, in the workbook it comes from, in its lists and attached files."""

from __future__ import annotations

from fieldsurvey.messages.template import N_, Counted

SENTENCES: dict[str, str | Counted] = {
    "form.in-column": N_("{ref}, {column}: {fault}"),
    "form.of-question": N_("{ref}: {fault}"),
    "form.expression-fails": N_("{ref}, {column} “{expression}”: {fault}"),
    "form.cannot-set": N_("{ref} cannot be set: {fault}"),
    "form.set-again-and-again": N_(
        "The form sets {ref} again and again; its triggers go in a circle. Break it at one of them."
    ),
    "form.value-too-long": N_("{ref} would hold more than {most:,} characters; shorten it."),
    "form.repeat-too-long": N_(
        "The repeat would have more instances than the {most:,} an interview can hold; correct the number they are counted by."
    ),
    "form.repeat-no-room": N_(
        "The repeat would have more instances than leave room for the {most:,} questions an interview can hold; correct the number they are counted by."
    ),
    "form.nested-too-deep": N_("The form is nested too deeply: groups within groups, hundreds of them."),
    "form.no-xform": N_("This is not an XForm: it has no model or no body."),
    "form.no-instance": N_("The form has no primary instance: nothing to fill in."),
    "form.list-twice": N_("The list “{name}” stands twice in the form; rename one."),
    "form.question-twice": N_("{ref} stands twice in the form; rename one of them."),
    "form.unknown-node": N_("{ref} is bound or asked, but it is not among the form's nodes."),
    "form.idle-rules": N_("{ref} has rules, but it is not among the form's nodes; they are left out."),
    "form.idle-question": N_("{ref} is asked, but it is not among the form's nodes; it is left out."),
    "form.repeat-of-root": N_("{ref} is repeated, but only a group inside the form can be."),
    "form.search-no-columns": N_("none of its choices names the columns search() shows."),
    "form.search-not-understood": N_(
        "The appearance “{appearance}” is not understood; write search('file') or search('file', 'matches', 'column', value)."
    ),
    "form.list-no-values": N_("its list of choices does not say where the values stand."),
    "form.choices-lack-column": N_(
        "its choices need the column “{column}”, which line 1 of the file “{file}” does not name. It names: {known}."
    ),
    "form.action-namespace": N_("The action {action} must be in the namespace {namespace}."),
    "form.unknown-event": N_("a setvalue happens at “{event}”, which does not exist."),
    "form.no-event": N_("a setvalue happens at “no event”, which does not exist."),
    "form.new-repeat-outside": N_("{ref} is set at a new repeat instance, outside a repeat."),
    "form.text-missing": N_("its text “{text}” is in no language of the form."),
    "form.depends-on-itself": N_(
        "This question depends on itself: {path}. Take it out of its own expression."
    ),
    "form.circle": N_("These questions depend on each other in a circle: {path}. Break it at one of them."),
    "form.circle-in-column": N_("the form, {column}: {fault}"),
    "form.submission-method": N_("The form wants to be sent by “{method}”; only post is possible."),
    "form.public-key": N_(
        "The form is to be encrypted, but its public key is not a usable RSA key. Put the text between the BEGIN and END lines of the public key's file into the settings sheet, column public_key."
    ),
    "form.short-key": N_("The form's public key has {bits} bits only; make one of {safe} or more."),
    "form.entities-version": N_(
        "The form declares entities as of version {version}; this program knows them up to 2025.1. Update it."
    ),
    "form.no-entity": N_("{ref} is saved to “{property}”, but the form declares no entity there."),
    "form.too-large": N_(
        "The form is larger than {most} MB; put its lists into attached files, or split it."
    ),
    "form.too-many-attributes": N_(
        "An element of the form has more than {most} attributes; that is no form."
    ),
    "form.too-many-fields": N_(
        "The form has {fields:,} fields, more than {most:,}; split it into several forms."
    ),
    "form.list-too-long": N_("The list “{name}” is too long to stand in the form; attach it as a CSV file."),
    "form.needs-file": N_("The form needs the file “{file}”; put it into the folder of the form."),
    "form.has-no-file": N_("The form {form} has no file {file}."),
    "form.none": N_("The study holds no form yet. Add one first."),
    "form.unknown": N_("The study has no form {form}. It has: {known}."),
    "form.wrong-language": N_("The form is not written in “{language}”; it has {known}."),
    "form.of-file": N_("{file}: {fault}"),
    "form.test-ended": N_(
        "A helper process of the test ended before its time, perhaps for want of memory. Close other programs, or test with fewer interviews."
    ),
    "workbook.too-large": N_("{file} is larger than 32 MB; a questionnaire is not. Is it the right file?"),
    "workbook.unpacked-too-large": N_(
        "{file} holds more than {most} MB when unpacked; a questionnaire does not. Is it the right file?"
    ),
    "workbook.not-excel": N_(
        "{file} is no Excel workbook, or it is damaged. Save the form from Excel or LibreOffice as .xlsx and try again."
    ),
    "workbook.damaged": N_("{file} is damaged inside. Open it in Excel, repair it and save it again."),
    "workbook.no-survey": N_(
        "{file} has no sheet named survey, so it is not a questionnaire. Its sheets are: {sheets}."
    ),
    "workbook.faults": Counted(
        "{file} has 1 fault; nothing was added. Correct the workbook and try again.",
        "{file} has {n} faults; nothing was added. Correct the workbook and try again.",
    ),
    "workbook.has-password": N_(
        "{file} is locked with a password. Open it in Excel, take the password off and save it again."
    ),
    "workbook.not-understood": N_(
        "The workbook cannot be turned into a form ({reason}). Take out what you changed last and try again."
    ),
    "sheet.column-not-understood": N_("the column {column} cannot be read in a form. Rename or remove it."),
    "surveycto.dialect": Counted(
        "The form is written for SurveyCTO; 1 thing differs from XLSForm:",
        "The form is written for SurveyCTO; {n} things differ from XLSForm:",
    ),
    "surveycto.template": N_(
        "The form is written in SurveyCTO's template; nothing in it differs from XLSForm."
    ),
    "surveycto.caseid": N_("caseid is left empty: cases come from SurveyCTO's server."),
    "surveycto.comments": N_("comments are left out: F2 writes a comment beside any question."),
    "surveycto.log": N_("this log is left out. A question of type audit keeps a log of the interview here."),
    "surveycto.calculate-here": N_(
        "it is calculated as soon as it can be, not when the interview gets there."
    ),
    "surveycto.duration": N_("duration() counts the seconds since the interview was begun."),
    "surveycto.index": N_("index() is read as the position in the repeat."),
    "surveycto.choice-label": N_("choice-label() is read as jr:choice-name()."),
    "surveycto.function": N_("{function}() is SurveyCTO's own; XLSForm does not have it."),
    "surveycto.column": N_("sheet survey: the column {column} is left out."),
    "workbook.faults-surveycto": Counted(
        "{file} is written for SurveyCTO and has 1 fault; nothing was added. Correct the workbook and try again.",
        "{file} is written for SurveyCTO and has {n} faults; nothing was added. Correct the workbook and try again.",
    ),
    "sheet.cell": N_("sheet {sheet}, row {row}, column {column}"),
    "sheet.row": N_("sheet {sheet}, row {row}"),
    "sheet.fault": N_("{cell}: {fault}"),
    "sheet.expression-fails": N_("{cell}: The expression “{expression}” fails: {fault}"),
    "sheet.reader-says": N_("{text}"),
    "sheet.empty-survey": N_("sheet survey is empty: write one question a row, with type, name and label."),
    "sheet.column-missing": N_("sheet {sheet}, row 1: the column {column} is missing."),
    "sheet.unknown-reference": N_(
        "{reference} names no question. Check the spelling against the name column of sheet survey."
    ),
    "sheet.next-round": N_("write ask or leave it empty, not {word}."),
    "sheet.register": N_("write yes or leave it empty, not {word}."),
    "sheet.back-check": N_("write 1, 2 or 3 or leave it empty, not {word}."),
    "back-check.nothing-marked": N_(
        "No question of {title} is marked for a back-check. Mark some with 1, 2 or 3 in the column back_check of its workbook and add the new version."
    ),
    "sheet.back-check-in-repeat": N_(
        "a back-check asks no question of a repeat again, because its rows may come in another order. Leave the cell empty."
    ),
    "sheet.disclosure": N_("write one of {known} or leave it empty, not {word}."),
    "sheet.shared-name": N_("several questions are called {name}. Name the one that is meant: {known}."),
    "sheet.no-question": N_("{name} names no question of sheet survey."),
    "sheet.question-empty": N_("the cell names no question of sheet survey."),
    "sheet.severity": N_("write warn, critical or info, not {word}."),
    "sheet.unknown-statistic": N_("{word} is none of {known}."),
    "sheet.statistic-empty": N_("empty is none of {known}."),
    "sheet.statistic-needs": N_("a {statistic} needs a {column}."),
    "sheet.statistic-needs-two": N_("a {statistic} needs a {column} and a {other}."),
}
