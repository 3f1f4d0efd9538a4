"""Why the system refuses a file, as the end of a sentence, and what to do then."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "disk.full": N_("the disk is full. Free some space and try again"),
    "disk.quota": N_("your quota on this disk is used up. Free some space and try again"),
    "disk.no-right": N_("you may not write there. Choose another folder"),
    "disk.read-only": N_("the disk or folder is read-only. Choose another folder"),
    "disk.no-folder": N_("the folder does not exist. Choose another folder"),
    "disk.other-file": N_(
        "a file of another kind stands there, perhaps a study, and it is not written over. Choose another name"
    ),
    "disk.is-folder": N_("a folder of that name stands there. Choose another name"),
    "disk.name-too-long": N_("the name is too long. Choose a shorter one"),
    "disk.loop": N_("links there lead in a circle. Choose another place"),
    "disk.other": N_("{reason}. Try again"),
    "program.mistake": N_("The program made a mistake, and this was not done. Try again."),
    "file.unreadable": N_("{path} cannot be read: {reason}. Check the name and try again."),
    "file.special": N_("{path} is a pipe, a socket or a device and no file. Choose a file."),
    "file.attached-unreadable": N_("{path} cannot be read: {reason}. Check the file and try again."),
    "file.folder-not-made": N_("{folder} cannot be made: {why}."),
    "file.not-written": N_("{file} cannot be written: {why}."),
    "file.written": N_("{file} is written."),
    "file.stays": N_("{file} stays as it was: {why}."),
    "file.attachment-cut": N_("The file cannot be read to its end. Choose it again, or another one."),
    "file.not-stored": N_(
        "The file was not stored: another program has taken over the study. Choose it again."
    ),
    "file.bytes-missing": N_(
        "Bytes of a file are missing in the study. Restore the last backup, and keep this study."
    ),
    "file.not-in-study": N_("The file {name} is not in the study. Restore it from a backup."),
}
