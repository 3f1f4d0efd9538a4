"""Compute the indicators of a questionnaire's `indicators` sheet over its interviews.

Every figure keeps its n, who is missing and why, and the firms it rests on. What it may say beyond
the firms seen depends on how they were chosen: a purposive sample gets neither interval nor total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldsurvey.analysis import answers, estimates
from fieldsurvey.analysis.answers import Answered
from fieldsurvey.analysis.disclosure import hidden_cells, is_dominated, least
from fieldsurvey.analysis.estimates import Estimate
from fieldsurvey.analysis.statistics import STATISTICS, Statistic
from fieldsurvey.analysis.tallies import ChoiceTally, FirmList, NumberTally, tally_of
from fieldsurvey.records import Choice, Cluster, Indicator, InterviewSource, Missing, Questionnaire, Texts
from fieldsurvey.system.gc_control import uncollected
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.xforms import FormDefinition, FormEntry

FEW_FIRMS = 30
WIDE = 0.3
"""A coefficient of variation above which a figure is only a hint."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One choice of a distribution, or one problem of a ranking."""

    code: str
    label: Texts
    n: int
    share: float
    """Of the firms that answered."""
    score: float = 0.0
    """Borda: the mean of points given, the first of a list of m getting m; 0 for distributions."""
    is_hidden: bool = False
    """Too few firms; not to be shown."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator over the firms surveyed."""

    indicator: Indicator
    estimate: Estimate
    surveyed: int
    """Firms interviewed."""
    asked: int
    """Firms the figure is about (its universe)."""
    missing: int = 0
    dont_know: int = 0
    refused: int = 0
    values: Mapping[str, float] = field(default_factory=dict)
    """instanceID -> the firm's own value; never to be printed but in that firm's report."""
    cells: tuple[Cell, ...] = ()
    quartiles: tuple[float, float, float] | None = None
    projected: Estimate | None = None
    """A total for the whole cluster, where a random sample allows it."""
    is_hidden: bool = False
    """Fewer firms than may be spoken of, or a total that one firm dominates."""
    is_count_small: bool = False
    """A share of which the yes or the no side is too few firms to be told exactly."""

    @property
    def statistic(self) -> Statistic:
        """What kind of figure it is."""
        return STATISTICS[self.indicator.statistic]

    @property
    def n(self) -> int:
        """Firms with a usable answer."""
        return self.estimate.n

    @property
    def is_few(self) -> bool:
        """Fewer than 30 firms."""
        return self.n < FEW_FIRMS

    @property
    def is_wide(self) -> bool:
        """A coefficient of variation over 30 %."""
        return (self.estimate.variation or 0) > WIDE

    @property
    def is_shown(self) -> bool:
        """There is something that may be printed."""
        return not self.is_hidden and (self.estimate.value is not None or bool(self.cells))


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one form, in the order of its `indicators` sheet."""

    questionnaire: Questionnaire
    cluster: Cluster
    surveyed: int
    by_name: Mapping[str, Figure]

    @property
    def interviewed(self) -> int:
        """Firms that gave an interview: the most that stand under any figure but those on the visit itself."""
        return (
            max((f.n for f in self.by_name.values() if f.indicator.section != "visit"), default=0)
            or self.surveyed
        )

    def get(self, name: str) -> Figure | None:
        """The figure, or None when the form has no such indicator."""
        return self.by_name.get(name)

    def sections(self) -> list[str]:
        """Names of the sections, in order."""
        return list(dict.fromkeys(figure.indicator.section for figure in self.by_name.values()))

    def section(self, name: str) -> list[Figure]:
        """The figures of one section, in order."""
        return [figure for figure in self.by_name.values() if figure.indicator.section == name]


def measure(
    form: FormDefinition,
    questionnaire: Questionnaire,
    interviews: InterviewSource,
    cluster: Cluster | None = None,
    progress: Progress = silent,
    *,
    versions: Sequence[Questionnaire] = (),
) -> Figures:
    """Every indicator over these interviews; `cluster` says how the firms were chosen and how many there are.

    `versions`: those the interviews were filled in, where there are more; each says which missing codes it offered.

    One pass: one interview is open at a time, and of each firm its own value of every figure over numbers is kept.
    """
    codes = {one.version: answers.codes_of(one.questions) for one in (questionnaire, *versions)}
    firms = _opened(form, interviews, progress, codes)
    with uncollected():
        return measure_answered(firms, questionnaire, cluster or Cluster())


def _opened(
    form: FormDefinition, interviews: InterviewSource, progress: Progress, codes: Mapping[str, answers.Codes]
) -> Iterator[Answered]:
    total = len(interviews)
    for done, interview in enumerate(interviews):
        progress(done, total, "")
        entry = FormEntry.record(form, interview.xml)
        yield Answered(interview.instance_id, entry, codes.get(interview.form_version, {}))
        entry.close()


def measure_answered(firms: Iterable[Answered], questionnaire: Questionnaire, cluster: Cluster) -> Figures:
    """The same over interviews already opened."""
    choices = {question.ref: question.choices for question in questionnaire.questions}
    tallies = [
        (indicator, tally_of(indicator, [choice.name for choice in choices.get(indicator.variable, ())]))
        for indicator in _marked(questionnaire)
    ]
    surveyed = FirmList()
    for number, firm in enumerate(firms):
        surveyed.add(firm.key)
        for indicator, tally in tallies:
            if answers.is_in(indicator.universe, firm):
                tally.take(number, firm)
    found = {
        indicator.name: _figure(indicator, tally, surveyed, cluster, choices.get(indicator.variable, ()))
        for indicator, tally in tallies
    }
    return Figures(questionnaire, cluster, len(surveyed), found)


def _marked(questionnaire: Questionnaire) -> tuple[Indicator, ...]:
    """The indicators, each sensitive when a question it is made of is, even if its row does not say so."""
    secret = {question.ref for question in questionnaire.questions if question.disclosure == "sensitive"}
    return tuple(
        replace(
            i,
            sensitive=i.sensitive
            or bool(secret & answers.refs(f"{i.variable} {i.numerator} {i.denominator}")),
        )
        for i in questionnaire.indicators
    )


def _figure(
    indicator: Indicator,
    tally: NumberTally | ChoiceTally,
    surveyed: FirmList,
    cluster: Cluster,
    listed: tuple[Choice, ...],
) -> Figure:
    figure = Figure(
        indicator,
        Estimate(None, 0),
        surveyed=len(surveyed),
        asked=tally.asked,
        missing=tally.missing[None],
        dont_know=tally.missing[Missing.DONT_KNOW],
        refused=tally.missing[Missing.REFUSED],
    )
    if isinstance(tally, ChoiceTally):
        return _counted(figure, tally, listed)
    figure = replace(
        figure,
        estimate=_estimated(figure.statistic, tally, cluster),
        values=tally.of_firms(surveyed),
        projected=_projected(figure.statistic, tally.above, cluster),
    )
    return _guarded(figure, tally.above)


def _frame(cluster: Cluster, n: int) -> int | None:
    """N for the finite population correction; a census of unknown size is its own population."""
    return cluster.population or (n if cluster.sample_design == "census" else None)


def _may_infer(cluster: Cluster) -> bool:
    return cluster.sample_design in ("census", "random")


def _estimated(statistic: Statistic, tally: NumberTally, cluster: Cluster) -> Estimate:
    assert statistic.estimator is not None
    found = statistic.estimator(tally.above, tally.below, _frame(cluster, len(tally.above)))
    return found if statistic.infers and _may_infer(cluster) else found.without_interval()


def _projected(statistic: Statistic, values: Sequence[float], cluster: Cluster) -> Estimate | None:
    """The cluster's total, only from a random sample of a known population."""
    if (
        statistic.projects is None
        or cluster.sample_design != "random"
        or not cluster.population
        or not values
    ):
        return None
    return statistic.projects(values, cluster.population)


def _guarded(figure: Figure, values: Sequence[float]) -> Figure:
    """With its quartiles, and marked where disclosure control hides it."""
    fewest = least(figure.indicator.sensitive)
    told = list(figure.values.values())
    quartiles = None
    if len(told) >= fewest:
        q1, q2, q3 = (estimates.quantile(told, p) or 0.0 for p in (0.25, 0.5, 0.75))
        quartiles = (q1, q2, q3)
    yes = sum(value > 0 for value in values)
    return replace(
        figure,
        quartiles=quartiles,
        is_hidden=figure.n < fewest or (figure.statistic.may_be_dominated and is_dominated(values)),
        is_count_small=figure.statistic.is_share and (0 < yes < fewest or 0 < figure.n - yes < fewest),
    )


def _counted(figure: Figure, tally: ChoiceTally, listed: Sequence[Choice]) -> Figure:
    fewest = least(figure.indicator.sensitive)
    is_rank = figure.statistic.is_ranked
    return replace(
        figure,
        estimate=Estimate(None, tally.given),
        cells=_cells(tally, listed, fewest, is_rank=is_rank),
        is_hidden=tally.given < fewest,
    )


def _cells(tally: ChoiceTally, listed: Sequence[Choice], fewest: int, *, is_rank: bool) -> tuple[Cell, ...]:
    counts, given = tally.counts, tally.given
    labels = {choice.name: choice.label for choice in listed}
    order = [
        *(code for code in labels if code in counts),
        *sorted(code for code in counts if code not in labels),
    ]
    if is_rank:
        order.sort(key=lambda code: -tally.points(code))
    hidden = hidden_cells(counts, fewest, sums_to_total=tally.is_single)
    return tuple(
        Cell(code, labels.get(code, {}), counts[code], counts[code] / given,
             tally.points(code) / given if is_rank else 0.0, code in hidden)
        for code in order
    )  # fmt: skip
