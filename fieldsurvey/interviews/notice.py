"""The notice a person is given before they answer, built from what the study has settled: who asks, what for, how long, and how to take it back.

Digital Personal Data Protection Act 2023, section 5 (what a notice says), 6(4) (withdrawing is as easy as giving), 13 (the Board).
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldsurvey.i18n import LANGUAGES, _, ngettext, speaking
from fieldsurvey.interviews import consents
from fieldsurvey.records import Cluster
from fieldsurvey.records.set_up import LegalBase, Purpose, SetUp


def is_settled(set_up: SetUp) -> bool:
    """Whether enough is settled for a notice: the base, and whom a person asks."""
    return set_up.legal_base is not None and bool(set_up.contact.strip())


def sentences_of(cluster: Cluster, set_up: SetUp, language: str) -> tuple[str, ...]:
    """What is read out, one paragraph each, in a language of the window; nothing while too little is settled."""
    if not is_settled(set_up):
        return ()
    with speaking(language):
        return tuple(_told(cluster, set_up))


def known(cluster: Cluster, set_up: SetUp) -> dict[str, str]:
    """What forms can ask for: "notice.en" and so on, and "notice.purposes", the codes of the purposes with blanks between."""
    if not is_settled(set_up):
        return {}
    told = {f"notice.{code}": "\n\n".join(sentences_of(cluster, set_up, code)) for code in LANGUAGES}
    codes = " ".join(consents.code(one) for one in set_up.purposes)
    return {name: text for name, text in told.items() if text} | {"notice.purposes": codes}


def _told(cluster: Cluster, set_up: SetUp) -> Iterator[str]:
    yield _who(cluster)
    yield " ".join((_("Your answers are used for figures and reports on the cluster."), *_purposes(set_up)))
    yield _base(set_up)
    if set_up.kept_for.strip():
        yield _("Your answers are kept for {time}.").format(time=set_up.kept_for.strip())
    yield " ".join((_withdrawing(set_up), _complaining()))


def _who(cluster: Cluster) -> str:
    agency, place = cluster.agency.strip() or _("We"), cluster.name.strip()
    if cluster.donor.strip():
        return _("{agency} studies the firms of {cluster}. {donor} pays for the study.").format(
            agency=agency, cluster=place, donor=cluster.donor.strip()
        )
    return _("{agency} studies the firms of {cluster}.").format(agency=agency, cluster=place)


def _purposes(set_up: SetUp) -> Iterator[str]:
    """What is agreed to by itself, each asked for in a question of its own."""
    said = {
        Purpose.REGISTER: _(
            "Only if you agree to it, the firm's name and telephone stand in the register of the cluster."
        ),
        Purpose.MINISTRY: _("Only if you agree to it, they are shared with the ministry that pays."),
        Purpose.RETURN_VISIT: _("Only if you agree to it, we come again to see what has changed."),
        Purpose.PHOTO: _("Only if you agree to it, a photograph is taken and kept."),
    }
    return (said[one] for one in Purpose if one in set_up.purposes and one in said)


def _base(set_up: SetUp) -> str:
    if set_up.legal_base is LegalBase.STATE_BENEFIT:
        return _(
            "The law lets the State ask for what a benefit, service or subsidy needs (section 7 of the Digital Personal Data Protection Act 2023). You may leave out any question."
        )
    if set_up.legal_base is LegalBase.RESEARCH:
        return _(
            "The law lets research and statistics use answers under its standards (section 17 of the Digital Personal Data Protection Act 2023). You may leave out any question and stop at any time."
        )
    return _("Taking part is your choice. You may leave out any question and stop at any time.")


def _withdrawing(set_up: SetUp) -> str:
    asked = _("You may take your agreement back at any time: {contact}.").format(
        contact=set_up.contact.strip().rstrip(".")
    )
    if not set_up.withdrawal_days:
        return f"{asked} " + _("Your answers are destroyed then.")
    days = ngettext("after 1 day", "after {n} days", set_up.withdrawal_days)
    return f"{asked} " + _("Your answers are then out of use at once and destroyed {days}.").format(days=days)


def _complaining() -> str:
    return _("If we do not help you, you can complain to the Data Protection Board of India.")
