"""Fieldwork of a round: the sample drawn, firms given to agents, visits, substitutes, and how far it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fieldsurvey.errors import RegisterError, StoreError
from fieldsurvey.messages import Message
from fieldsurvey.records import (
    BASELINE,
    Begun,
    Case,
    CaseRole,
    Changed,
    Firm,
    FirmRow,
    Outcome,
    Topic,
    Visit,
    VisitFilter,
    VisitRow,
)
from fieldsurvey.records.design import Coverage, Design, Stratum, Substitution
from fieldsurvey.register import drawing, method_note, sampling
from fieldsurvey.register import outcomes as reckoned
from fieldsurvey.register import strata as cut
from fieldsurvey.register.method_note import MethodNote
from fieldsurvey.register.outcomes import Unknown
from fieldsurvey.store import cases, draws, firm_list, firms, global_ids, source_lists
from fieldsurvey.store.known_cases import KnownCases
from fieldsurvey.study.case_interviews import CaseInterviews, EarlierRounds
from fieldsurvey.study.context import Context

_TOPICS = frozenset({Topic.FIELDWORK})
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A round at a glance."""

    cases: Sequence[Case]
    """With the reserve, by stratum and order of the draw."""
    outcomes: Mapping[str, Outcome]
    """Firm -> how its case stands, for those at which somebody was."""
    coverage: Coverage
    design: Design | None


class Fieldwork:
    """Who is to be asked in a round, by whom, and what became of it."""

    def __init__(self, context: Context, earlier: EarlierRounds) -> None:
        self._context, self._earlier = context, earlier
        self._interviews = CaseInterviews(context, earlier)
        self._known = KnownCases()

    @property
    def _is_kept(self) -> bool:
        """Whether the study keeps fieldwork; an older one that is only read does not."""
        return firms.exists(self._context.db)

    # --- the sample ----------------------------------------------------------------------------------------------

    def frame(self, strata: Sequence[Stratum]) -> dict[str, list[Firm]]:
        """Stratum's name -> its firms; "" -> those that belong to none or to more than one."""
        return cut.placed(firms.every(self._context.db), strata)

    def counted(self, strata: Sequence[Stratum]) -> tuple[Stratum, ...]:
        """The strata with the firms the register has in each now."""
        frame = self.frame(strata)
        return tuple(dataclasses.replace(one, population=len(frame[one.name])) for one in strata)

    def draw(
        self,
        strata: Sequence[Stratum],
        seed: int,
        *,
        round_key: str = BASELINE.key,
        spread_over: str = "",
        confidence: int = 90,
    ) -> Changed:
        """Draw n_h firms and a reserve from each stratum, and write the design record. Firms are cases from now on.

        Raises RegisterError when the round is drawn already, a stratum is empty or asks for more firms than it has, or a firm of the
        register belongs to no stratum or to two; then nothing was drawn.
        """
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            if draws.of_round(db, round_key) is not None:
                raise RegisterError("sample.drawn-already", round=round_key)
            frame = self.frame(strata)
            drawn = tuple(dataclasses.replace(one, population=len(frame[one.name])) for one in strata)
            drawing.check(drawn, frame[""])
            sources = tuple(source.title for source in reversed(source_lists.listing(db)))
            design = Design(
                *(
                    global_ids.new(),
                    round_key,
                    now,
                    who,
                    seed,
                    drawn,
                    spread_over,
                    sources,
                    cut.digest(frame),
                ),
                confidence,
            )
            draws.add(db, design)
            for one in drawn:
                found = sampling.draw(one, frame[one.name], seed, spread_over)
                cases.put(db, drawing.cases_of(one, found, round_key))
            self._context.tell(db, "sample drawn", new=f"{design.drawn} / {design.population}", why=str(seed))
        return Changed(_TOPICS)

    def undo_draw(self, round_key: str = BASELINE.key) -> Changed:
        """Take a draw back. Raises RegisterError when there is none, or when a firm of it was visited or interviewed."""
        with self._context.writing() as db:
            design = draws.of_round(db, round_key)
            if design is None:
                raise RegisterError("sample.not-drawn", round=round_key)
            if cases.visits(db, round_key) or cases.has_interviews(db, round_key):
                raise RegisterError("sample.visited-already", round=round_key)
            draws.undo(db, design.id, self._context.clock())
            cases.drop(db, round_key, (CaseRole.DRAWN, CaseRole.RESERVE, CaseRole.SUBSTITUTE))
            self._context.tell(db, "draw taken back", new=round_key)
        return Changed(_TOPICS)

    def design(self, round_key: str = BASELINE.key) -> Design | None:
        """The design record of a round; None where nothing was drawn."""
        return draws.of_round(self._context.db, round_key) if self._is_kept else None

    def method_note(
        self,
        round_key: str = BASELINE.key,
        *,
        planned: Design | None = None,
        chosen: Iterable[Case] = (),
    ) -> MethodNote:
        """How the firms of a round were chosen, in the sentences that are printed; or how they would be, by a draw or cases that are planned.

        Raises RegisterError when nothing was drawn or chosen, and nothing is planned.
        """
        db = self._context.db
        design = planned or draws.of_round(db, round_key)
        found = [*cases.of_round(db, round_key), *chosen]
        if design is None and not found:
            raise RegisterError("sample.not-drawn", round=round_key)
        told = self.substitutions(round_key)
        named = {one for pair in told for one in (pair.gone, pair.taken)}
        numbers = {one: firm.number for one in named if (firm := firms.read(db, one)) is not None}
        return method_note.note(
            method_note.Chosen(source_lists.listing(db)[::-1], design, found, told, numbers)
        )

    # --- cases ---------------------------------------------------------------------------------------------------

    def cases(self, round_key: str = BASELINE.key) -> list[Case]:
        """All cases of a round with the reserve, by stratum and order of the draw."""
        return self._known.of_round(self._context.db, round_key) if self._is_kept else []

    def case(self, firm_id: str, round_key: str = BASELINE.key) -> Case | None:
        """The case of a firm in a round; None where it has none."""
        return cases.read(self._context.db, firm_id, round_key)

    def rounds_of(self, firm_id: str) -> list[str]:
        """Keys of the rounds a firm has a case in, by name."""
        return sorted(cases.rounds_of(self._context.db, firm_id))

    def agents(self) -> list[str]:
        """Everybody to whom a firm was given, or who was at one, in any round."""
        return firm_list.agents(self._context.db) if firms.exists(self._context.db) else []

    def planned(self, round_key: str = BASELINE.key, agent: str = "") -> list[FirmRow]:
        """Where somebody is still to go on a day that is set, by day, agent and place: a route."""
        db = self._context.db
        found = firm_list.planned(db, round_key, agent) if firms.exists(db) else []
        rows = [
            row
            for at in range(0, len(found), _AT_ONCE)
            for row in firm_list.rows(db, found[at : at + _AT_ONCE], round_key)
        ]
        return sorted(rows, key=_on_the_way)

    def choose(
        self,
        firm_ids: Iterable[str],
        *,
        role: CaseRole = CaseRole.CHOSEN,
        reason: str = "",
        round_key: str = BASELINE.key,
    ) -> Changed:
        """Firms that come in without a draw: chosen by somebody, or by themselves.

        Raises RegisterError when a firm is not in the register, or has a case in the round already.
        """
        wanted = tuple(firm_ids)
        with self._context.writing() as db:
            for firm_id in wanted:
                firm = self._firm(firm_id)
                if cases.read(db, firm.id, round_key) is not None:
                    raise RegisterError("case.has-one", firm=firm.name, round=round_key)
                cases.put(db, [Case(firm.id, round_key, role, reason=reason)])
                self._context.tell(db, "firm chosen", new=firm.title, why=reason)
        return Changed(_TOPICS, wanted)

    def ask_again(self, earlier: str, round_key: str) -> Changed:
        """Take the firms that were interviewed in an earlier round into another, in their strata and with their agents. Firms that did not
        agree to be visited again, and those that are in the round already, are left out; how many is said.

        Raises RegisterError when both are one round, or nobody is left to be taken in.
        """
        if earlier == round_key:
            raise RegisterError("round.same", round=round_key)
        done = (Outcome.COMPLETED, Outcome.PARTIAL)
        with self._context.writing() as db:
            before = [one for one in self.cases(earlier) if self.outcomes(earlier).get(one.firm_id) in done]
            there = {one.firm_id for one in cases.of_round(db, round_key)}
            fresh = [one for one in before if one.firm_id not in there]
            willing = [one for one in fresh if self._is_willing(one.firm_id, round_key)]
            if not willing:
                raise RegisterError("round.nobody-again", round=earlier)
            taken = [
                Case(one.firm_id, round_key, CaseRole.AGAIN, one.stratum, agent=one.agent) for one in willing
            ]
            cases.put(db, taken)
            self._context.tell(db, "firms asked again", new=f"{earlier} → {round_key}: {len(taken)}")
        left = len(fresh) - len(willing)
        said = Message("round.asked-again", n=len(taken), left=left) if left else None
        return Changed(
            _TOPICS, tuple(one.firm_id for one in taken), said or Message("round.all-again", n=len(taken))
        )

    def _is_willing(self, firm_id: str, round_key: str) -> bool:
        try:
            self._earlier.want_return_visit(self._firm(firm_id), round_key)
        except StoreError:
            return False
        return True

    def assign(
        self,
        agent: str,
        firm_ids: Iterable[str],
        *,
        planned_on: date | None = None,
        round_key: str = BASELINE.key,
    ) -> Changed:
        """Give firms to an agent, "" takes them back. Raises RegisterError when one has no case, or waits in the reserve."""
        wanted = tuple(firm_ids)
        with self._context.writing() as db:
            for firm_id in wanted:
                case = self._case(firm_id, round_key)
                if case.role is CaseRole.RESERVE:
                    raise RegisterError("case.in-reserve", firm=self._firm(firm_id).name)
                cases.put(db, [dataclasses.replace(case, agent=agent.strip(), planned_on=planned_on)])
            self._context.tell(db, "firms assigned", new=f"{agent.strip()}: {len(wanted)}")
        return Changed(_TOPICS, wanted)

    def substitute(self, firm_id: str, reason: str, *, round_key: str = BASELINE.key) -> Changed:
        """Put the next firm of the reserve in the place of one that failed; its id is the second of `ids`.

        Raises RegisterError without a reason, while the firm can still be asked, when it was replaced already, or the reserve of its
        stratum is used up.
        """
        if not reason.strip():
            raise RegisterError("case.say-why")
        with self._context.writing() as db:
            case = self._case(firm_id, round_key)
            firm = self._firm(firm_id)
            if self.outcome(firm_id, round_key) not in reckoned.FAILED:
                raise RegisterError("case.can-still-be-asked", firm=firm.name)
            everyone = cases.of_round(db, round_key)
            if any(one.replaces == firm_id for one in everyone):
                raise RegisterError("case.replaced-already", firm=firm.name)
            waiting = [
                one for one in everyone if one.stratum == case.stratum and one.role is CaseRole.RESERVE
            ]
            if not waiting:
                raise RegisterError("case.no-reserve", stratum=case.stratum, firm=firm.name)
            taken = dataclasses.replace(
                waiting[0],
                role=CaseRole.SUBSTITUTE,
                replaces=firm_id,
                agent=case.agent,
                reason=reason.strip(),
            )
            cases.put(db, [taken])
            self._context.tell(
                db,
                "firm replaced",
                new=self._firm(taken.firm_id).title,
                why=f"{firm.title}: {reason.strip()}",
            )
        return Changed(_TOPICS, (firm_id, taken.firm_id))

    def substitute_of(self, firm_id: str, round_key: str = BASELINE.key) -> Firm | None:
        """The firm that took the place of this one; None where none did."""
        taken = cases.replacing(self._context.db, firm_id, round_key)
        return firms.read(self._context.db, taken) if taken else None

    def reserve_left(self, stratum: str, round_key: str = BASELINE.key) -> int:
        """How many firms of a stratum still wait in the reserve."""
        return cases.waiting(self._context.db, stratum, round_key)

    def substitutions(self, round_key: str = BASELINE.key) -> list[Substitution]:
        """Who took whose place, and why."""
        return [
            Substitution(one.stratum, one.replaces, one.firm_id, one.reason)
            for one in self.cases(round_key)
            if one.role is CaseRole.SUBSTITUTE
        ]

    # --- visits --------------------------------------------------------------------------------------------------

    def add_visit(
        self,
        firm_id: str,
        outcome: Outcome,
        *,
        reason: str = "",
        at: datetime | None = None,
        agent: str = "",
        next_at: datetime | None = None,
        position: str = "",
        round_key: str = BASELINE.key,
    ) -> Changed:
        """Note a call at a firm. One that has no case yet becomes one that was chosen.

        Raises RegisterError when there is no such firm, it waits in the reserve, a refusal or a partial interview lacks its reason, or
        the time lies ahead.
        """
        now = self._context.clock()
        when = at or now
        if when > now:
            raise RegisterError("visit.in-future")
        if outcome in (Outcome.REFUSED, Outcome.PARTIAL) and not reason.strip():
            raise RegisterError("visit.say-why")
        with self._context.writing() as db:
            firm = self._firm(firm_id)
            case = cases.read(db, firm.id, round_key)
            if case is not None and case.role is CaseRole.RESERVE:
                raise RegisterError("case.in-reserve", firm=firm.name)
            if case is None:
                cases.put(db, [Case(firm.id, round_key, CaseRole.CHOSEN)])
            who = agent.strip() or (case.agent if case else "") or self._context.who()
            when = _after(when, cases.visits(db, round_key, firm.id))
            visit = Visit(
                global_ids.new(), firm.id, round_key, when, who, outcome, reason.strip(), next_at, position
            )
            cases.add_visit(db, visit)
            self._context.tell(db, "visited", new=f"{firm.title}: {outcome.value}", why=reason.strip())
        return Changed(_TOPICS, (firm.id,))

    def visits(self, firm_id: str = "", *, round_key: str = BASELINE.key) -> list[Visit]:
        """The visits of a round, or at one firm in it, the oldest first."""
        return cases.visits(self._context.db, round_key, firm_id) if self._is_kept else []

    def visit_count(self, wanted: VisitFilter = VisitFilter()) -> int:  # noqa: B008 - frozen
        """How many visits a list shows."""
        return cases.visit_count(self._context.db, wanted) if firms.exists(self._context.db) else 0

    def visit_rows(self, wanted: VisitFilter, start: int, most: int) -> list[VisitRow]:
        """The visits of a list with their firms, the newest first, from `start` at most so many."""
        return cases.visit_rows(self._context.db, wanted, start, most)

    def outcome(self, firm_id: str, round_key: str = BASELINE.key) -> Outcome | None:
        """How a case stands; None while nobody was there."""
        return self.outcomes(round_key, firm_id).get(firm_id)

    def outcomes(self, round_key: str = BASELINE.key, firm_id: str = "") -> dict[str, Outcome]:
        """Firm -> how its case stands, for those at which somebody was."""
        db = self._context.db
        if not self._is_kept:
            return {}
        called = cases.last_outcomes(db, round_key, firm_id)
        for one, is_completed, is_partial in cases.told_by_interviews(db, round_key, firm_id):
            state = reckoned.outcome_of(called.get(one), is_completed=is_completed, is_partial=is_partial)
            if state is not None:
                called[one] = state
        return called

    # --- interviews ----------------------------------------------------------------------------------------------

    def begin(
        self, firm_id: str, form_id: str = "", *, interviewer: str = "", round_key: str = BASELINE.key
    ) -> Begun:
        """A new interview of a firm: a draft of the form's newest version in which stands what the study and the register know already, and
        what the firm said in an earlier round and still holds.

        Raises RegisterError when the firm has an interview in the round, or waits in the reserve, StoreError when it did not agree
        to be visited again. What was filled in is a line of the history each, and can be changed like any answer.
        """
        return self._interviews.begin(self._firm(firm_id), form_id, interviewer, round_key)

    def belongs_to(self, instance_id: str, firm_id: str, *, round_key: str = BASELINE.key) -> Changed:
        """Say of which firm an interview is. Raises RegisterError when another interview counts for that firm in the round."""
        return self._interviews.belongs_to(instance_id, self._firm(firm_id), round_key)

    def completed_elsewhere(self, round_key: str = BASELINE.key) -> dict[str, dict[date, int]]:
        """Agent -> day -> firms whose visit says completed while their interview is not here: it is on another laptop still."""
        found: dict[str, dict[date, int]] = {}
        if not self._is_kept:
            return found
        for agent, day, number in cases.completed_elsewhere(self._context.db, round_key):
            found.setdefault(agent, {})[date.fromisoformat(day)] = number
        return found

    def first_visit(self, round_key: str = BASELINE.key) -> date | None:
        """The day of a round's first visit; None before it."""
        text = cases.first_visit(self._context.db, round_key) if self._is_kept else ""
        return datetime.fromisoformat(text).date() if text else None

    def firm_of(self, instance_id: str) -> tuple[Firm, str] | None:
        """(firm, round) an interview belongs to; None where it belongs to none."""
        found = cases.case_of(self._context.db, instance_id) if self._is_kept else None
        firm = firms.read(self._context.db, found[0]) if found else None
        return (firm, found[1]) if firm is not None and found is not None else None

    # --- how far it is -------------------------------------------------------------------------------------------

    def standing(self, round_key: str = BASELINE.key) -> Standing:
        """All cases of a round, how each stands, and how far the round is."""
        design = self.design(round_key)
        populations = {one.name: one.population for one in design.strata} if design else {}
        found, outcomes = self.cases(round_key), self.outcomes(round_key)
        visits = cases.number_of_visits(self._context.db, round_key) if self._is_kept else 0
        return Standing(
            found, outcomes, reckoned.coverage(round_key, found, outcomes, visits, populations), design
        )

    def coverage(self, round_key: str = BASELINE.key) -> Coverage:
        """How far the round is, by stratum and whole."""
        return self.standing(round_key).coverage

    def weights(
        self,
        round_key: str = BASELINE.key,
        unknown: Unknown = Unknown.LIKE_THE_KNOWN,
    ) -> dict[str, float]:
        """Stratum -> weight of a completed case; none where the round was not drawn by chance."""
        design = self.design(round_key)
        return reckoned.weights(design, self.coverage(round_key), unknown) if design else {}

    def _firm(self, firm_id: str) -> Firm:
        found = firms.read(self._context.db, firm_id)
        if found is None or found.merged_into:
            raise RegisterError("register.no-firm", firm=found.name if found else firm_id)
        return found

    def _case(self, firm_id: str, round_key: str) -> Case:
        firm = self._firm(firm_id)
        found = cases.read(self._context.db, firm.id, round_key)
        if found is None:
            raise RegisterError("case.none", firm=firm.name, round=round_key)
        return found


def _on_the_way(row: FirmRow) -> tuple[date, str, str]:
    return (
        row.next_on or date.max,
        (row.case.agent if row.case else "").casefold(),
        row.firm.place.casefold(),
    )


def _after(when: datetime, visits: Sequence[Visit]) -> datetime:
    """A moment at which none of these visits was: of two noted for one minute the later noted is the later, and the case's."""
    taken = {visit.at for visit in visits}
    while when in taken:
        when += timedelta(microseconds=1)
    return when
