"""`fieldsurvey history`: what was done with a study, and with one interview. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say_row

_LOCKED = "(locked)"
_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.option("--interview", default="", help="instanceID; without it, what concerns the study as a whole.")
def history(study: Path, interview: str) -> None:
    """Who did what and when, oldest first: one line each, its values between tabs.

    What a respondent answered alone is not shown."""
    from fieldsurvey.interviews.submissions import plain

    with open_study(study) as opened:
        locks = opened.annotations.locked_sections(interview).values() if interview else ()
        checked: dict[str, str] = {}
        if interview:
            read = opened.interviews.read(interview)
            checks = opened.forms.questionnaire(read.form_id, read.form_version).checks
            checked = {check.name: check.question for check in checks}
        for line in opened.interviews.history(interview):
            ref = plain(checked.get(line.ref, line.ref))
            is_hidden = any(lock.holds(ref) for lock in locks)
            old, new, why = (_LOCKED,) * 3 if is_hidden else (line.old, line.new, line.why)
            when = line.at.isoformat(timespec="seconds")
            values = (when, line.who, line.event, line.ref, old, new, why)
            say_row(*values)


VERBS = (history,)
