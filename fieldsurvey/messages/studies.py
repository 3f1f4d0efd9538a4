"""What can stand in the way of opening, locking and writing a study."""

from __future__ import annotations

from fieldsurvey.messages.template import N_, Counted

SENTENCES: dict[str, str | Counted] = {
    "set-up.no-name": N_("The cluster needs a name."),
    "set-up.unknown-state": N_(
        "“{state}” is no state or union territory of the table. Choose one as it is written there."
    ),
    "set-up.unknown-choice": N_("“{text}” is none of the choices. They are: {known}."),
    "set-up.unknown-field": N_("“{field}” is nothing a study is set up with. It has: {fields}."),
    "set-up.not-understood": N_("“{text}” is not understood. Write it as {form}."),
    "set-up.days": N_("Withdrawn interviews are destroyed after 0 to {most} days."),
    "set-up.rounds": N_("A study has at least one round, and each round a key of its own."),
    "set-up.round-ends": N_("A round cannot end before it begins."),
    "set-up.wage": N_("A minimum wage is an amount above zero, in rupees a day."),
    "set-up.round-held": N_("The round {round} has firms already, so it stays."),
    "withdrawal.sealed": N_(
        "The consent to this interview was withdrawn. It is sealed until the day it is destroyed, and nobody can open it."
    ),
    "withdrawal.unknown": N_(
        "No interview here has the code {code}. Look at the slip again; it may be on another laptop."
    ),
    "selection.names": N_("Each cluster of the selection sheet needs a name of its own."),
    "selection.score": N_("Scores of the selection sheet are whole numbers from 0 to {best}."),
    "selection.weight": N_("Weights of the selection sheet are 0 or more, and one of them is above 0."),
    "selection.not-understood": N_(
        "The selection sheet cannot be read: {file} is no file in the form the command line describes."
    ),
    "slip.not-settled": N_(
        "What people are promised is not settled yet: choose the legal base and say whom people ask, on the page Study. Then a slip can be written."
    ),
    "study.read-only": N_("{study} is open to read only."),
    "study.read-only-disk": N_(
        "{study} cannot be written: the file, its folder or its disk is read-only. It is open to read only; copy it to a folder of yours to go on with it."
    ),
    "study.read-only-folder": N_(
        "{study} lies in a folder that cannot be written, so it is open to read only. Copy it to a folder of yours to go on with it."
    ),
    "study.no-room-to-copy": N_(
        "{study} lies on a disk that cannot be written, and there is no room to copy it. Free some space on this laptop and try again."
    ),
    "study.in-use": N_(
        "{study} is in use by another window or program. Close it there, or wait a moment, and try again."
    ),
    "study.open-elsewhere": N_("{study} is open in another window. Close it there and try again."),
    "study.taken": N_(
        "{study} is open in another window, so this one only reads. Close it there and open it here again to write."
    ),
    "study.taken-since": N_(
        "{study} is open in another window (since {since}), so this one only reads. Close it there and open it here again to write."
    ),
    "study.taken-by": N_(
        "{study} is open in another window ({who}, since {since}), so this one only reads. Close it there and open it here again to write."
    ),
    "study.not-locked": N_("{study} is not locked. Lock it with a passphrase first."),
    "study.locked-already": N_("{study} is locked already. Change its passphrase instead."),
    "study.old-file-not-named": N_(
        "{study} has its new passphrase. The file as it was could not get its name: {why}."
    ),
    "passphrase.empty": N_("An empty passphrase locks nothing. Choose one of some words."),
    "recovery-sheet.does-not-open": N_(
        "The recovery sheet does not open {study}. It is the sheet of another study, or was printed before its passphrase was changed."
    ),
    "recovery-sheet.not-needed": N_("The study is not locked, so it needs no recovery sheet. Lock it first."),
    "keyring.did-not-take": N_(
        "The keyring of this laptop did not take the key. The study opens with its passphrase as before."
    ),
    "keyring.did-not-let-go": N_(
        "The keyring of this laptop did not let go of the key. Take FieldSurvey out of it in the system's settings."
    ),
    "study.exists": N_("{study} exists already. Choose another name."),
    "study.log-beside": N_(
        "{file} lies where {study} is to stand: it holds what was last written to a study of that name, and would be mixed with this one. Move it to another folder, or choose another name."
    ),
    "study.log-of-another": N_(
        "What was last written to another file lay beside {study} and would have been mixed with it; it is kept as {file}. Open {study} again."
    ),
    "study.no-folder": N_("The folder {folder} does not exist. Choose another one."),
    "study.missing": N_("{path} does not exist. Check the name, or start a new study."),
    "study.is-folder": N_("{path} is a folder, not a study."),
    "study.no-right-to-read": N_("{path} cannot be read. You may not have the right to; ask its owner."),
    "study.no-study": N_(
        "{study} is not a study, or its end is missing. Choose a file that ends in .study, or restore a backup."
    ),
    "study.other-database": N_(
        "{study} is a database, but not a study of FieldSurvey. Choose a file that ends in .study."
    ),
    "study.locked": N_("{study} is locked. Type its passphrase."),
    "study.wrong-passphrase": N_(
        "The passphrase does not open {study}. Check capitals and keyboard layout and try again; the file was not touched."
    ),
    "study.newer": N_(
        "{study} was written by a newer FieldSurvey. Install the newer program to open it; nothing was changed."
    ),
    "study.replaced": N_(
        "Another file has taken the place of {study} while it was open. Nothing is written to it. Save what is open here under another name, then close the study and open it again."
    ),
    "copy.exists": N_(
        "{file} is there already. Choose another name, or say that it may be replaced (on the command line: --over)."
    ),
    "copy.onto-itself": N_("{file} is the study itself. Choose another name for the copy."),
    "copy.other-study": N_(
        "{file} is another study, or one whose passphrase is another, so no copy takes its place. Choose another name, or move that file away first."
    ),
    "study.moved": N_(
        "{study} was moved, renamed or deleted while it is open here, so nothing can be saved. Put it back into {folder} under this name, or save what is open here under another name."
    ),
    "study.damaged": N_(
        "{study} is damaged. Nothing was changed. Keep the file; choose it on the first page and restore a backup, or save what can be read."
    ),
    "study.damaged-schema": N_(
        "{study} is damaged: it does not say what it is made of. Nothing was changed. Keep the file; choose it on the first page and restore a backup, or save what can be read."
    ),
    "study.damaged-value": N_(
        "The study is damaged: a value in it cannot be read. Nothing was changed. Keep the file, and restore a backup on the page Safety."
    ),
    "study.busy": N_("{study} is in use by another window or program. Close it there and try again."),
    "study.disk-full": N_("The disk is full. What was saved before is safe; free some space and try again."),
    "study.cannot-write": N_(
        "{study} cannot be written: the file or its folder is read-only. Copy it to a folder of yours and open the copy."
    ),
    "study.cannot-open": N_(
        "{study} cannot be opened: you may not write in its folder. Copy it to a folder of yours and open the copy."
    ),
    "study.disk-fault": N_(
        "{study} cannot be read or written: the disk reports a fault. Copy the file to another disk and open the copy."
    ),
    "study.no-space": N_(
        "The disk of {folder} has {free:,} MB free, {wanted:,} MB are wanted. Free some space, or choose another folder."
    ),
    "study.not-upgraded": N_(
        "{study} could not be brought up to date and stays as it was: {fault} Rescue it with `fieldsurvey rescue`."
    ),
    "study.would-lose": N_("something would be lost."),
    "study.other-copy": N_(
        "The copy under the new passphrase is not the study as it was, so nothing was changed. Free some space or use another disk, and try again."
    ),
    "study.files-renewed": Counted(
        "{title}: the file {files} was renewed. Interviews begun from now on use it.",
        "{title}: the files {files} were renewed. Interviews begun from now on use them.",
    ),
    "study.form-known": N_("{title}, version {version}, is in the study already."),
    "recovery-sheet.too-few-rows": N_(
        "The recovery sheet has {rows} rows of {letters} letters; {typed} were typed. Type them all."
    ),
    "recovery-sheet.slip": N_(
        "There is a slip in row {rows} of the recovery sheet. Compare it letter by letter and try again."
    ),
}
