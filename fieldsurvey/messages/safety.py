"""What backups, the check of a study and a rescue have to say."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "backup.of-damaged": N_(
        "{study} is damaged: {fault} No backup was made; restore an earlier one on the page Safety, or save what can be read with `fieldsurvey rescue`."
    ),
    "backup.rest": N_(
        "{study} is damaged, so it cannot be backed up whole. What can be read of it is in {file} beside the backups. {told} No older backup was dropped; restore one that holds what is missing, on the page Safety."
    ),
    "backup.not-readable": N_(
        "The backup could not be read back and was dropped: {fault} Check the disk of the folder, or choose another one."
    ),
    "backup.other-history": N_("its history differs."),
    "backup.not-made": N_("No backup was made: {why}. The folder is {folder}."),
    "backup.disk-reports": N_("its disk or stick reports a fault"),
    "backup.no-folder": N_(
        "No backup was made: the folder {folder} is not there. Connect its disk or stick, or choose another folder."
    ),
    "backup.damaged": N_(
        "{backup} is damaged: {fault} Choose another backup, or open this one from the first page and save what can be read."
    ),
    "backup.other-passphrase": N_(
        "{backup} was made under another passphrase. Type the one the study had on that day."
    ),
    "backup.without": N_(
        "{written} In it, as in the study, these interviews cannot be read: {interviews}. No older backup was dropped; restore one that holds them, on the page Safety."
    ),
    "backup.not-locked": N_(
        "{backup} is not locked, and {study} is: in its place anyone who has the file could read it. Choose a backup that is locked, or say that you want this one (on the command line: --unlock)."
    ),
    "backup.other-study": N_(
        "{backup} is no backup of {study}: it has the history of another study. Nothing was changed. Choose a backup of this study, or say that you want this one (on the command line: --other-study)."
    ),
    "backup.study-not-told": N_(
        "{study} does not open with this passphrase, so nobody can tell whether {backup} is a backup of it. Give its own passphrase or the rows of its recovery sheet, or say that you want this file in its place (on the command line: --other-study)."
    ),
    "erasing.no-folder": N_(
        "The folder {folder} is not there now: backups in it may still hold the erased interview. Delete them when you have its disk or stick again."
    ),
    "copies.stays": N_("{file} could not be deleted: {why}."),
    "erasing.not-here": N_("{file} may still hold the erased interview: {fault}"),
    "erasing.rounds": N_("The interview is erased. {told}"),
    "erasing.two": N_("{first} {second}"),
    "erasing.round-unreadable": N_(
        "A round that was begun from it cannot be read, and may still hold its answers: {rounds}. Erase that one too."
    ),
    "erasing.round-unsure": N_(
        "In a round that was begun from it nobody can tell in every place what was carried over and what was given anew; what may be carried was taken out: {rounds}. Look through it."
    ),
    "erasing.other-passphrase": N_(
        "it opens with another passphrase. Delete it as soon as you can do without it."
    ),
    "erasing.in-use": N_(
        "it is open, or was too damaged to be put aside in one piece. Close it and erase again, or delete it."
    ),
    "verify.no-seal": N_(
        "“{seal}” is no seal; it looks like 1234-9f3a… and stands at the end of what verify prints."
    ),
    "verify.seal-broken": N_(
        "History: line {line} is not the one that was noted; the history up to it was rewritten."
    ),
    "verify.of-interview": N_("Interview {firm} ({interview}): {fault}"),
    "verify.form-unreadable": N_("its form cannot be read: {fault}"),
    "verify.answers-unreadable": N_("its answers cannot be read: {fault}"),
    "verify.not-xml": N_("its answers cannot be read: {reason}"),
    "verify.value-unreadable": N_("a time or a state kept of it cannot be read."),
    "verify.no-question": N_("{ref} is no question of its form."),
    "verify.other-identity": N_("its answers carry another identity, {identity}."),
    "verify.outbox-differs": N_("what waits for the server, or was sent, differs from the answers kept."),
    "verify.submission-lost": N_("it is finalised, and what was finalised is not kept."),
    "verify.file-missing": N_("{ref} names {file}, which is not in the study."),
    "verify.page-damaged": N_("A page of the file is damaged: {reason}."),
    "verify.file-damaged": N_("The file is damaged: {reason}."),
    "verify.stray-row": N_("A line of {table} belongs to a line of {other} that is gone."),
    "verify.attachment": N_(
        "The file {name} of interview {interview} {fault}. Take it from a backup, or choose it again."
    ),
    "verify.attachment-missing": N_("is not in the study"),
    "verify.attachment-cut": N_("is not whole"),
    "verify.attachment-other": N_("is not the one that was stored"),
    "verify.submission-changed": N_(
        "Submission {number} of interview {interview} is not as it was finalised."
    ),
    "verify.record-changed": N_(
        "Interview {interview} was changed past this program: it is not as its history last sealed it."
    ),
    "verify.record-unknown": N_(
        "Interview {interview} is not in the history: it was put in past this program."
    ),
    "verify.record-gone": N_("Interview {interview} is gone, and nobody erased it."),
    "verify.approval-unsigned": N_(
        "Interview {firm} ({interview}) is approved without the lead’s signature. Look through it, and approve it with the lead’s key."
    ),
    "verify.set-up-changed": N_("The study's settings were changed past this program."),
    "verify.forms-changed": N_("A form of the study was changed past this program."),
    "verify.register-changed": N_(
        "The register of firms, its sample or its visits were changed past this program."
    ),
    "verify.form-lists-changed": N_(
        "The form {form} (version {version}) was changed past this program: what is read of it, or a long list of it, is not what was added. Restore a backup that is whole."
    ),
    "verify.list-changed": N_(
        "The list {file} of the form {form} (version {version}) was changed past this program: its rows are not those of the file that came with the form. Restore a backup that is whole."
    ),
    "verify.chapters-changed": N_("A chapter of the report was changed past this program."),
    "verify.submission-unknown": N_("Submission {number} of interview {interview} is not in its history."),
    "verify.submission-gone": N_(
        "Submission {number} of interview {interview} is in its history, and is not kept."
    ),
    "history.fault": N_("History: {fault}"),
    "history.strays": N_("History: {count} lines belong to a chain whose origin is gone."),
    "history.origin-changed": N_(
        "History: what is said of chain {chain}, of its file or its start, was changed past this program."
    ),
    "history.lines-missing": N_("History: {count} lines before {line} are missing."),
    "history.other-cut": N_("History: another chain was cut or rewritten; {line} knew its line {number}."),
    "history.line": N_("line {number}"),
    "history.line-of-chain": N_("line {number} of chain {chain}"),
    "history.line-at": N_("{line} ({at})"),
    "history.changed": N_("{line} was changed, or one before it."),
    "history.values-changed": N_("the values in {line} were changed."),
    "history.erased-holds": N_("{line} is marked as erased and holds values."),
    "history.erased-alone": N_("{line} was erased, and its interview was not."),
    "history.line-missing": N_("line {number} is missing."),
    "history.not-whole": N_(
        "The history from another laptop is not whole, so it was not added: {fault} Ask for the file again."
    ),
    "history.differs": N_(
        "The history from another laptop differs from what is known of it, at the latest in line {line}. It was written in two copies of one file; nothing was added."
    ),
    "history.older": N_(
        "The history from another laptop is older than what is known of it; nothing was added."
    ),
}
