"""What the command line alone has to say."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "command.key-password": N_("{file} has a password. Set {variable}, or start this in a terminal."),
    "command.new-passphrase": N_("A new passphrase is needed. Set {variable}, or start this in a terminal."),
    "command.passphrases-differ": N_(
        "The two passphrases differ or are empty. Nothing was changed; try again."
    ),
    "command.study-passphrase": N_("A study is locked with a passphrase. Set {variable}, or say --plain."),
    "command.allow-or-none": N_(
        "--allow lets a module leave, --none lets none: say one of the two. Nothing was changed."
    ),
    "command.settle-one": N_("Say one of --right WHY, --taken-up WHAT or --take-back."),
    "command.no-flag": N_(
        "There is no flag {rule} on {about}. `fieldsurvey quality` lists the flags with their rules."
    ),
    "command.several-flags": N_(
        "The rule {rule} raises several flags on {about}. Say which one with --ref: {refs}."
    ),
    "command.no-remark": N_(
        "“{text}” is no remark. Write --remark REF=TEXT: the question, an equals sign, and what is to be corrected there."
    ),
    "screen.none": N_(
        "There is no screen here to open the window on. Start the program in a desktop session; the command line works without one (fieldsurvey --help)."
    ),
    "screen.library-missing": N_(
        "The window cannot be opened: this system lacks a library it needs ({reason}). Have it installed (on Debian: sudo apt-get install libxcb-cursor0 libegl1 libgl1) and start again; the command line works without it."
    ),
    "command.weak-passphrase": N_(
        "This passphrase is easy to guess. {advice} Nothing was changed; choose another one, or say --weak to use it all the same."
    ),
}
