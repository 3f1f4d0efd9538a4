"""How the firms were chosen, in the sentences that are printed: paragraphs and a small table, in the language of the window.

Each sentence says one thing with its numbers, and only what the records say: the lists, the strata, the draw, how sure it is, and
what may be said of the cluster. Firms are named by their numbers, so that the note can be printed anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldsurvey.i18n import _, as_sentence, day, ngettext
from fieldsurvey.numbers import grouped
from fieldsurvey.records import Case, CaseRole, SourceList
from fieldsurvey.records.design import Design, Method, Stratum, Substitution
from fieldsurvey.register.field_words import field_word
from fieldsurvey.register.sampling import margin_of

_DIGEST = 12
"""Digits by which a frame is told from another in print."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the note is made of."""

    sources: Sequence[SourceList] = ()
    """The lists of the frame, the oldest first."""
    design: Design | None = None
    """The draw, or the one that is planned (then without a digest of its frame)."""
    cases: Sequence[Case] = ()
    """Cases of the round; of these the ones that were not drawn are told."""
    substitutions: Sequence[Substitution] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Id of a firm -> its number, for the substitutions."""


@dataclass(frozen=True, slots=True)
class MethodNote:
    """The note, as it is printed."""

    title: str
    paragraphs: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Stratum, N, n, weight; none where nothing was drawn."""

    @property
    def text(self) -> str:
        """All of it as plain text; cells are parted by tabs, as Word and Excel take them."""
        table = ["\t".join(row) for row in (self.head, *self.rows)] if self.rows else []
        return "\n\n".join((self.title, *self.paragraphs, *(["\n".join(table)] if table else [])))


def note(chosen: Chosen) -> MethodNote:
    """The note on how the firms of a round were chosen."""
    design = chosen.design
    parts = [_frame(chosen)]
    if design is not None:
        parts += [_draw(design), _sure(design), _replacing(chosen)]
    parts.append(" ".join(_not_drawn(chosen.cases, is_all=design is None)))
    head = (_("Stratum"), "N", "n", _("Weight")) if design is not None else ()
    rows = tuple(_row(one) for one in design.strata) if design is not None else ()
    return MethodNote(_("How the firms were chosen"), tuple(filter(None, parts)), head, rows)


# --- the frame -----------------------------------------------------------------------------------------------------


def _frame(chosen: Chosen) -> str:
    said = list(_lists(chosen.sources))
    firms = chosen.design.population if chosen.design else None
    added = sum(source.added for source in chosen.sources)
    if firms is not None and chosen.sources and firms != added:
        said.append(
            ngettext(
                "With firms that were added by hand and look-alikes merged, the frame has 1 firm.",
                "With firms that were added by hand and look-alikes merged, the frame has {n} firms.",
                firms,
            )
        )
    if firms is not None and not chosen.sources:
        said.append(
            ngettext(
                "The frame is the register of the cluster, entered by hand: 1 firm.",
                "The frame is the register of the cluster, entered by hand: {n} firms.",
                firms,
            )
        )
    if chosen.design is not None and chosen.design.frame:
        said.append(_("The mark of the frame is {digest}.").format(digest=chosen.design.frame[:_DIGEST]))
    return " ".join(said)


def _lists(sources: Sequence[SourceList]) -> Iterator[str]:
    for number, source in enumerate(sources):
        begin = (
            _("The frame is the list “{title}” ({rows}), imported on {day}.")
            if number == 0
            else _("To it came the list “{title}” ({rows}), imported on {day}.")
        )
        yield begin.format(
            title=source.title,
            rows=ngettext("1 row", "{n} rows", source.rows),
            day=day(source.imported_at.date()),
        )
        kept = ngettext("It gave 1 firm", "It gave {n} firms", source.added)
        left = ngettext("1 row was no firm", "{n} rows were no firms", len(source.left_out))
        same = ngettext("1 named a firm once more", "{n} named a firm once more", source.same)
        why = [text for text, count in ((left, source.left_out), (same, source.same)) if count]
        yield as_sentence(f"{kept}: {', '.join(why)}" if why else kept)


# --- the draw ------------------------------------------------------------------------------------------------------


def _draw(design: Design) -> str:
    return " ".join(filter(None, (_cut(design), *_taken(design), _seed(design), _reserve(design))))


def _cut(design: Design) -> str:
    fields = list(dict.fromkeys(c.field for one in design.strata for c in one.conditions))
    if len(design.strata) < 2 or not fields:
        return _("The firms were not put into strata.")
    by = _list([field_word(name) for name in fields])
    return _("The firms were put into {n} strata by: {fields}.").format(n=len(design.strata), fields=by)


def _taken(design: Design) -> Iterator[str]:
    whole = [one for one in design.strata if one.method is Method.CENSUS]
    if whole:
        yield _("Every firm was taken of: {strata}.").format(
            strata=_list([f"{one.name} ({grouped(one.population)})" for one in whole])
        )
    spread = (
        _("In equal steps through the list ordered by {field}, from a random start, were drawn: {strata}.")
        if design.spread_over
        else _("In equal steps through the list in the order of chance, were drawn: {strata}.")
    )
    simple = _("By chance, each firm of a stratum as likely as any other, were drawn: {strata}.")
    for method, said in ((Method.SYSTEMATIC, spread), (Method.SIMPLE, simple)):
        some = [one for one in design.strata if one.method is method]
        if some:
            named = field_word(design.spread_over).lower()
            yield said.format(strata=_list([_of(one) for one in some]), field=named)


def _of(one: Stratum) -> str:
    return _("{drawn} of {firms} in {stratum}").format(
        drawn=grouped(one.drawn), firms=grouped(one.population), stratum=one.name
    )


def _seed(design: Design) -> str:
    if all(one.method is Method.CENSUS for one in design.strata):
        return ""
    return _("The seed of the draw is {seed}: with it the same list always gives the same firms.").format(
        seed=design.seed
    )


def _reserve(design: Design) -> str:
    behind = [one for one in design.strata if one.reserve]
    if not behind:
        return _("No reserve was drawn.")
    return _("Behind them a reserve was drawn in the same way: {strata}.").format(
        strata=_list([f"{one.name} {grouped(one.reserve)}" for one in behind])
    )


# --- what may be said ----------------------------------------------------------------------------------------------


def _sure(design: Design) -> str:
    margin = margin_of(design.strata, confidence=design.confidence)
    if not design.may_infer or margin is None:
        return _surveyed_only()
    may = _("Figures may be stated for the cluster.")
    if not margin:
        return (
            _(
                "Every firm is asked, so chance moves no figure; firms that refuse may still differ from those that answer."
            )
            + " "
            + may
        )
    sure = _(
        "A share in all firms is known within ± {points} points with a confidence of {confidence} %, before refusals."
    ).format(points=f"{100 * margin:.1f}", confidence=design.confidence)
    return f"{sure} {may}"


def _surveyed_only() -> str:
    return _("Figures speak of the firms surveyed only, not of the cluster.")


def _replacing(chosen: Chosen) -> str:
    said = [_("A firm that cannot be asked is replaced from the reserve alone, with its reason.")]
    for one in chosen.substitutions:
        said.append(
            _("In {stratum}, firm {taken} took the place of firm {gone}: {reason}.").format(
                stratum=one.stratum,
                taken=_number(chosen, one.taken),
                gone=_number(chosen, one.gone),
                reason=one.reason.rstrip(". "),
            )
        )
    return " ".join(said)


def _number(chosen: Chosen, firm_id: str) -> str:
    return f"{chosen.numbers.get(firm_id, 0):04d}"


def _not_drawn(cases: Sequence[Case], *, is_all: bool) -> Iterator[str]:
    """Firms that were chosen, or came by themselves, with the reasons."""
    chosen, came = (_reasons(cases, role) for role in (CaseRole.CHOSEN, CaseRole.VOLUNTEER))
    if chosen:
        n = sum(chosen.values())
        yield _with_reasons(ngettext("1 firm was chosen by us", "{n} firms were chosen by us", n), chosen)
    if came:
        n = sum(came.values())
        yield _with_reasons(ngettext("1 firm came by itself", "{n} firms came by themselves", n), came)
    again = sum(case.role is CaseRole.AGAIN for case in cases)
    if again:
        yield ngettext(
            "1 firm was interviewed in an earlier round and is asked again.",
            "{n} firms were interviewed in an earlier round and are asked again.",
            again,
        )
    if is_all:
        yield _("No draw was made.")
        yield _surveyed_only()
    elif chosen or came:
        yield _("These firms were not drawn and stand beside the sample; they speak for themselves only.")


def _reasons(cases: Sequence[Case], role: CaseRole) -> Counter[str]:
    return Counter(case.reason.strip().rstrip(".") for case in cases if case.role is role)


def _with_reasons(said: str, reasons: Counter[str]) -> str:
    told = [f"{reason} ({count})" for reason, count in reasons.most_common() if reason]
    return as_sentence(f"{said}: {'; '.join(told)}" if told else said)


# --- small words ---------------------------------------------------------------------------------------------------


def _row(one: Stratum) -> tuple[str, ...]:
    weight = f"{one.weight:.2f}" if one.weight else ""
    return one.name, grouped(one.population), grouped(one.drawn), weight


def _list(parts: Sequence[str]) -> str:
    """Parts with "and" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{some} and {last}").format(some=", ".join(parts[:-1]), last=parts[-1])
