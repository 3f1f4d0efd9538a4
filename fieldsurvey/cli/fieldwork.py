"""Verbs of the command line about fieldwork: sample, assignment, visits, coverage. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, say_data, say_row
from fieldsurvey.i18n import LANGUAGES, sentence, speaking
from fieldsurvey.records import BASELINE, Outcome
from fieldsurvey.records.design import Coverage, Method, Stratum, StratumCoverage
from fieldsurvey.register import outcomes, sampling, strata
from fieldsurvey.register.sampling import Allocation
from fieldsurvey.study import Study

_path = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
_round = click.option("--round", "round_key", default=BASELINE.key, help="Key of the round.")
_PLAN = (
    click.option(
        "--sizes",
        default="",
        help='Lower ends of size classes by workers: "5,20" makes 0-4, 5-19, 20 and more.',
    ),
    click.option("--by", default="", help="A stratum for each text of this field: place, product."),
    click.option("--take-all", multiple=True, metavar="STRATUM", help="Ask every firm of it."),
    click.option("--firms", type=int, default=0, help="How many to draw in all; without it, by the margin."),
    click.option(
        "--margin", type=float, default=7.5, help="Wanted half-width of a share, percentage points."
    ),
    click.option("--confidence", type=click.Choice(["90", "95", "99"]), default="90"),
    click.option(
        "--allocation",
        type=click.Choice([one.value for one in Allocation]),
        default=Allocation.PROPORTIONAL.value,
    ),
    click.option(
        "--spread-over", default="", help="Draw in equal steps through the list ordered by this field."
    ),
)


def _plan_options(verb: click.decorators.FC) -> click.decorators.FC:
    for option in reversed(_PLAN):
        verb = option(verb)
    return verb


@click.group()
def sample() -> None:
    """Which firms of the register are asked."""


@sample.command("plan")
@click.argument("study", type=_path)
@_plan_options
@_as_json
def sample_plan(study: Path, as_json: bool, **told: object) -> None:
    """How many firms of each stratum would be drawn, and how sure a share in all firms would be. Nothing is drawn."""
    with open_study(study) as opened:
        planned = _planned(opened, told)
    _print_plan(planned, int(str(told["confidence"])), as_json=as_json)


@sample.command("draw")
@click.argument("study", type=_path)
@_plan_options
@click.option("--seed", type=int, required=True, help="The same seed and list always draw the same firms.")
@_round
@_as_json
def sample_draw(study: Path, seed: int, round_key: str, as_json: bool, **told: object) -> None:
    """Draw the firms and their reserve, and write the design record."""
    with open_study(study) as opened:
        planned = _planned(opened, told)
        opened.fieldwork.draw(planned, seed, round_key=round_key, spread_over=str(told["spread_over"]))
        design = opened.fieldwork.design(round_key)
    _print_plan(design.strata if design else planned, int(str(told["confidence"])), as_json=as_json)


@sample.command("again")
@click.argument("study", type=_path)
@click.option("--from", "earlier", default=BASELINE.key, show_default=True, help="Key of the earlier round.")
@click.option("--round", "round_key", required=True, help="Key of the round that follows it.")
def sample_again(study: Path, earlier: str, round_key: str) -> None:
    """Take the firms that were interviewed in an earlier round into another, in their strata and with their agents."""
    with open_study(study) as opened:
        say(sentence(opened.fieldwork.ask_again(earlier, round_key).message))


@sample.command("note")
@click.argument("study", type=_path)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@_round
@_as_json
def sample_note(study: Path, language: str, round_key: str, as_json: bool) -> None:
    """How the firms of a round were chosen, in the sentences that reports print."""
    with open_study(study) as opened, speaking(language):
        note = opened.fieldwork.method_note(round_key)
    if as_json:
        say_data(dataclasses.asdict(note))
    else:
        say(note.text)


@click.command()
@click.argument("study", type=_path)
@click.argument("firms", nargs=-1, required=True)
@click.option("--agent", required=True, help="Who is to go there.")
@click.option("--on", "planned_on", type=click.DateTime(["%Y-%m-%d"]), help="The day it is planned for.")
@_round
def assign(
    study: Path, firms: Sequence[str], agent: str, planned_on: datetime | None, round_key: str
) -> None:
    """Give FIRMS (numbers or ids) to an agent."""
    day: date | None = planned_on.date() if planned_on else None
    with open_study(study) as opened:
        wanted = [opened.register.firm(one).id for one in firms]
        opened.fieldwork.assign(agent, wanted, planned_on=day, round_key=round_key)


@click.group()
def visit() -> None:
    """Calls at firms."""


@visit.command("add")
@click.argument("study", type=_path)
@click.argument("firm")
@click.option("--outcome", type=click.Choice([one.value for one in Outcome]), required=True)
@click.option("--reason", default="", help="Why it was refused or is partial.")
@click.option("--at", "at", default="", help="ISO 8601 with zone; without it, now.")
@click.option("--agent", default="", help="Who was there; without it, whose firm it is.")
@click.option("--replace", "replaced_because", default="", help="Take the next in reserve, for this reason.")
@_round
def visit_add(
    study: Path,
    firm: str,
    outcome: str,
    reason: str,
    at: str,
    agent: str,
    replaced_because: str,
    round_key: str,
) -> None:
    """Note a call at FIRM (number or id), and how it ended."""
    when = _moment(at)
    with open_study(study) as opened:
        found = opened.register.firm(firm).id
        opened.fieldwork.add_visit(
            found, Outcome(outcome), reason=reason, at=when, agent=agent, round_key=round_key
        )
        if replaced_because:
            taken = opened.fieldwork.substitute(found, replaced_because, round_key=round_key).ids[1]
            say(f"{opened.register.firm(taken).number:04d}")


@click.command()
@click.argument("study", type=_path)
@_round
@_as_json
def coverage(study: Path, round_key: str, as_json: bool) -> None:
    """How far a round is: cases by stratum and outcome, response rate, weight of a completed case."""
    with open_study(study) as opened:
        found = opened.fieldwork.coverage(round_key)
        weights = opened.fieldwork.weights(round_key)
    if as_json:
        say_data(_coverage(found, weights))
        return
    for one in (*found.strata, found.whole):
        rate = outcomes.rate(one)
        told = "" if rate is None else f"{100 * rate:.1f} %"
        weight = f"{weights[one.stratum]:.2f}" if one.stratum in weights else ""
        counts = (
            one.population,
            one.drawn,
            one.completed,
            one.refused,
            one.closed,
            one.not_found,
            one.to_visit,
        )
        say_row(one.stratum or "all", *map(str, counts), told, weight)


def _coverage(found: Coverage, weights: dict[str, float]) -> dict[str, object]:
    def told(one: StratumCoverage) -> dict[str, object]:
        rate = outcomes.rate(one)
        return {**dataclasses.asdict(one), "response_rate": rate, "weight": weights.get(one.stratum)}

    return {
        "round": found.round,
        "strata": [told(one) for one in found.strata],
        "all": told(found.whole),
        "visits": found.visits,
        "completed_by_agent": found.by_agent,
    }


def _planned(opened: Study, told: dict[str, object]) -> tuple[Stratum, ...]:
    """The strata with N, n and reserve as the options ask."""
    listed = opened.register.listing()
    cut = strata.by_workers(listed, [int(one) for one in str(told["sizes"]).split(",") if one.strip()])
    if not told["sizes"]:
        cut = [Stratum("all")]
    if told["by"]:
        parts = strata.by_property(listed, str(told["by"]))
        cut = strata.crossed(cut, parts) if told["sizes"] else parts
    counted = [one for one in opened.fieldwork.counted(cut) if one.population]
    sizes = {one.name: one.population for one in counted}
    taken = told["take_all"] if isinstance(told["take_all"], tuple) else ()
    wanted = int(str(told["firms"])) or sampling.sample_size(
        sum(sizes.values()), confidence=int(str(told["confidence"])), margin=float(str(told["margin"])) / 100
    )
    given = sampling.allocate(
        wanted, sizes, take_all=frozenset(taken), how=Allocation(str(told["allocation"])),
        spread=sampling.spread_of(opened.fieldwork.frame(counted)),
    )  # fmt: skip
    way = Method.SYSTEMATIC if told["spread_over"] else Method.SIMPLE
    return tuple(
        dataclasses.replace(
            one,
            method=Method.CENSUS if given[one.name] == one.population else way,
            drawn=given[one.name],
            reserve=sampling.reserve_of(given[one.name], one.population),
        )
        for one in counted
    )


def _print_plan(planned: Sequence[Stratum], confidence: int, *, as_json: bool) -> None:
    margin = sampling.margin_of(planned, confidence=confidence)
    if as_json:
        told = {"strata": [dataclasses.asdict(one) for one in planned], "margin": margin}
        say_data(told)
        return
    for one in planned:
        weight = f"{one.weight:.2f}" if one.weight else ""
        counts = map(str, (one.population, one.drawn, one.reserve))
        say_row(one.name, one.method.value, *counts, weight)
    say(f"a share in all firms within {100 * margin:.1f} points" if margin is not None else "")


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("write it as 2026-11-27T16:40+05:30", param_hint="--at") from error
    return found if found.tzinfo else found.astimezone()


@click.command()
@click.argument("study", type=_path)
@click.argument("out", type=_path)
@click.option("--agent", default="", help="One agent's; without it, a sheet for each.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="One day's; without it, all.")
@click.option("--language", default="en", show_default=True, help="en, hi or kn.")
@_round
def callsheet(
    study: Path, out: Path, agent: str, day: datetime | None, language: str, round_key: str
) -> None:
    """Write the firms an agent goes to on a day as a PDF, in order of place, with boxes for how each call ended."""
    with open_study(study) as opened:
        changed = opened.papers.write_call_sheets(
            out, agent=agent, day=day.date() if day else None, language=language, round_key=round_key
        )
    say(sentence(changed.message))


VERBS = (sample, assign, visit, coverage, callsheet)
