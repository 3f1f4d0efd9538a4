"""What an expression of a form gives on a phone with ODK Collect where that is something else than its author may mean."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "phone.greatest": N_(
        "{where}: max() of numbers that are all below zero gives 0 on a phone; put a number that is not below zero beside them."
    ),
    "phone.row-by-number": N_(
        "{where}: on a phone a number in brackets takes another row, or none; write [position() = 2] for the second."
    ),
    "phone.index": N_(
        "{where}: on a phone indexed-repeat() takes the first row where its index is blank or 0, here none; ask for the index with if()."
    ),
    "phone.choices-as-one": N_(
        "{where}: selected() asks for one choice, and on a phone finds “{text}” wherever these stand side by side; ask for each."
    ),
    "phone.joined": N_(
        "{where}: {function}() of one question together with all rows stops with an error on a phone; join the rows alone."
    ),
    "phone.unknown": N_(
        "{where}: a phone does not know {what} and stops with an error; write the path without it."
    ),
    "phone.weighed": N_(
        "{where}: on a phone weighted-checklist() takes -1 as a number, not as “no limit”; write a limit that is never reached."
    ),
    "phone.moments": N_(
        "{where}: a date with its time counts in whole days, so that two of one day are equal; use decimal-date-time() of each."
    ),
    "phone.times": N_(
        "{where}: a time is no number, and on a phone all are of today; use decimal-time() of it."
    ),
    "phone.time-shown": N_(
        "{where}: on a phone a time in a text is shown as the date of today; use format-date-time(…, '%H:%M')."
    ),
    "phone.no-number": N_(
        "{where}: “{text}” is no number, so that nothing comes of it; write the digits 0 to 9 and a point."
    ),
    "phone.comma": N_("{where}: “{text}” is read as {number}; write the number without a comma."),
    "phone.choices-of-number": N_(
        "{where}: {function}() of a question for a number stops with an error on a phone; put string() around the question."
    ),
    "phone.measured": N_(
        "{where}: on a phone distance() takes a place that is not known for latitude 0, longitude 0; ask with if() whether it is blank."
    ),
}
