"""What needs a person today, as lines that lead to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import INTERVIEWS_OF, FirmFilter, Status
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.tabs import ALL
from fieldsurvey.ui.overview.needs_card import Need
from fieldsurvey.ui.shell.navigator import Navigator


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page knows that is not asked of the study here."""

    to_replace: tuple[int, int]
    """(firms that failed and can be replaced, firms left in the reserve of their strata)."""
    flagged: int
    """Interviews with flags nobody decided on, as far as it was looked for."""
    backup_step: str
    """What is to be done about the backups; "" for nothing."""


def needs(study: Study, window: Navigator, beside: Beside) -> list[Need]:
    """The most urgent first."""
    return [
        *_of_review(study, window, beside),
        *_of_fieldwork(study, window, beside),
        *_of_file(study, window, beside),
    ]


def _of_review(study: Study, window: Navigator, beside: Beside) -> Iterator[Need]:
    returned = study.interviews.returned_by_agent()
    if returned:
        nobody = _("nobody named")
        who = ", ".join(f"{agent or nobody} {number}" for agent, number in sorted(returned.items()))
        words = ngettext("1 returned, to correct", "{n} returned, to correct", sum(returned.values()))
        yield Need("undo", words, who, partial(window.show_interviews, INTERVIEWS_OF[Status.RETURNED]))
    if to_review := study.review.number_waiting():
        words = ngettext("1 interview waits for review", "{n} interviews wait for review", to_review)
        yield Need("review", words, "", _page(window, "review"))
    if beside.flagged:
        words = ngettext("1 interview has open flags", "{n} interviews have open flags", beside.flagged)
        yield Need("flag", words, "", partial(window.show_interviews, ALL, is_flagged=True))


def _of_fieldwork(study: Study, window: Navigator, beside: Beside) -> Iterator[Need]:
    to_replace, left = beside.to_replace
    if to_replace:
        words = ngettext(
            "1 firm to replace from the reserve", "{n} firms to replace from the reserve", to_replace
        )
        beside_it = _("{n} in reserve").format(n=left)
        yield Need("turn", words, beside_it, partial(window.show_firms, FirmFilter(is_to_replace=True)))
    drafts = study.interviews.counts().get(Status.DRAFT, 0) - study.interviews.number_of_partial()
    if drafts > 0:
        words = ngettext("Finish 1 draft", "Finish {n} drafts", drafts)
        yield Need("pen", words, "", partial(window.show_interviews, INTERVIEWS_OF[Status.DRAFT]))


def _of_file(study: Study, window: Navigator, beside: Beside) -> Iterator[Need]:
    if unsent := study.sync.waiting():
        words = ngettext("1 interview is not sent", "{n} interviews are not sent", unsent)
        yield Need("sync", words, _("safe on this laptop"), _page(window, "sync"))
    if beside.backup_step:
        yield Need("lock", beside.backup_step, "", _page(window, "safety"))
    if study.interviews.number_that_count():
        yield Need("reports", _("Write the cluster report"), "", _page(window, "reports"))
        yield Need("export", _("Give the donor the workbook"), "", _page(window, "export"))


def _page(window: Navigator, name: str) -> Callable[[], object]:
    return partial(window.show_page, name)
