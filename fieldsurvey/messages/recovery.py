"""What a rescue of a damaged study has to say: why it cannot begin, what it saved and what is lost."""

from __future__ import annotations

from fieldsurvey.messages.template import N_, Counted

SENTENCES: dict[str, str | Counted] = {
    "rescue.target-exists": N_("{file} exists already. Choose another name; nothing is written over."),
    "rescue.no-file": N_("{path} does not exist, or is no file. Check the name."),
    "rescue.missing": N_("{path} does not exist. Check the name."),
    "rescue.cannot-write": N_("You may not write in {folder}, or it does not exist. Choose another folder."),
    "rescue.cannot-copy": N_("{study} cannot be copied to {folder}: {why}."),
    "rescue.no-study": N_("{file} is a database, but not a study of FieldSurvey."),
    "rescue.newer": N_("{study} was written by a newer FieldSurvey. Install the newer program to rescue it."),
    "rescue.empty": N_("{file} is empty; nothing can be saved from it. Restore the last backup."),
    "rescue.locked": N_(
        "{study} is locked, or nothing of it can be read. Type its passphrase and try again."
    ),
    "rescue.no-page-opens": N_(
        "The passphrase (or the recovery sheet) opens no page of {study}. Check it and try again. If it is right, the beginning of the file is lost: name a backup of the same study with --like, which has what is needed from there."
    ),
    "rescue.no-page-opens-like": N_(
        "The passphrase opens no page of {study}, also not with the beginning of {like}. Check the passphrase, and that both are the same study."
    ),
    "rescued.was-whole": N_(
        "{broken} is not damaged; {study} is a copy with all its interviews: {interviews}."
    ),
    "rescued.all": N_("{interviews} of {total} interviews are saved in {study}."),
    "rescued.some": Counted(
        "{interviews} of {total} interviews are saved in {study}; {n} is lost: {lost}.",
        "{interviews} of {total} interviews are saved in {study}; {n} are lost: {lost}.",
    ),
    "rescued.from-submissions": N_("Put together from their submissions: {interviews}."),
    "rescued.from-history": N_(
        "Put together from the answers in their history, and drafts again; go through them before you finalise them: {interviews}."
    ),
    "rescued.waiting-again": N_(
        "These wait to be sent as they were finalised; if they had been opened again, the corrections are lost: {interviews}."
    ),
    "rescued.may-lack-others": N_(
        "There may have been more interviews: pages that named them cannot be read."
    ),
    "rescued.may-bring-back": N_(
        "The list of erased interviews cannot be read whole; look whether one of them has come back."
    ),
    "rescued.forms-remade": N_(
        "These forms were lost in whole or in part and are made anew without checks, some without labels; add their workbooks again: {forms}."
    ),
    "rescued.lists-lost": N_(
        "These attached lists are lost; give the form a new version with them: {files}."
    ),
    "rescued.files-lost": N_("Attached files lost: {files}."),
    "rescued.and-more": N_("{named} and {count} more"),
    "rescued.also-lost": N_("Also lost: {rows}."),
    "rescued.pages": N_("{lost} of {pages} pages of {broken} cannot be read; the file was left as it is."),
    "rescued.history": N_("{count} lines of the history"),
    "rescued.outbox": N_("{count} submissions kept for sending"),
    "rescued.sealed-file": N_("{count} sealed files kept for sending"),
    "rescued.blob": N_("{count} photos, sounds and files"),
    "rescued.check-comment": N_("{count} comments on checks"),
    "rescued.annotation": N_("{count} comments, flags and remarks"),
    "rescued.submission": N_("{count} submissions"),
    "rescued.audit-log": N_("{count} audit logs"),
    "rescued.form-media": N_("{count} files attached to forms"),
    "rescued.narrative": N_("{count} chapters"),
    "rescued.setting": N_("{count} settings of the study"),
    "rescued.entity": N_("{count} rows of entity lists"),
    "rescued.tombstone": N_("{count} notes of erasures"),
    "rescued.other-rows": N_("{count} {table}"),
}
