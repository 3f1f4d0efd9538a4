"""Compute the indicators of a questionnaire's `indicators` sheet over its interviews.

Every figure keeps its n, who is missing and why, and the firms it rests on. What it may say beyond
the firms seen depends on how they were chosen: a purposive sample gets neither interval nor total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldsurvey.analysis import answers, estimates
from fieldsurvey.analysis.answers import Answered
from fieldsurvey.analysis.disclosure import hidden_cells, is_dominated, least
from fieldsurvey.analysis.estimates import Estimate
from fieldsurvey.models import Choice, Cluster, Indicator, Interview, Missing, Questionnaire, Texts
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
    interviews: Sequence[Interview],
    cluster: Cluster | None = None,
) -> Figures:
    """Every indicator over these interviews; `cluster` says how the firms were chosen and how many there are."""
    firms = [Answered(i.instance_id, FormEntry.restore(form, i.xml)) for i in interviews]
    return measure_answered(firms, questionnaire, cluster or Cluster())


def measure_answered(firms: Sequence[Answered], questionnaire: Questionnaire, cluster: Cluster) -> Figures:
    """The same over interviews already opened."""
    choices = {question.ref: question.choices for question in questionnaire.questions}
    found = {i.name: _figure(i, firms, cluster, choices) for i in questionnaire.indicators}
    return Figures(questionnaire, cluster, len(firms), found)


def _figure(
    indicator: Indicator,
    firms: Sequence[Answered],
    cluster: Cluster,
    choices: Mapping[str, tuple[Choice, ...]],
) -> Figure:
    concerned = [firm for firm in firms if answers.is_in(indicator.universe, firm)]
    if indicator.statistic in ("distribution", "rank"):
        return _counted(indicator, concerned, len(firms), choices.get(indicator.variable, ()))
    read = _read_ratio if indicator.statistic == "ratio" else _read_number
    told = {firm.key: read(indicator, firm) for firm in concerned}
    usable = {key: pair for key, pair in told.items() if isinstance(pair, tuple)}
    figure = Figure(
        indicator,
        _ESTIMATORS[indicator.statistic](list(usable.values()), cluster),
        surveyed=len(firms),
        asked=len(concerned),
        missing=sum(pair is None for pair in told.values()),
        dont_know=sum(pair is Missing.DONT_KNOW for pair in told.values()),
        refused=sum(pair is Missing.REFUSED for pair in told.values()),
        values={key: above / below for key, (above, below) in usable.items() if below},
    )
    values = [above for above, _ in usable.values()]
    return _guarded(replace(figure, projected=_projected(indicator, values, cluster)), values)


def _read_number(indicator: Indicator, firm: Answered) -> tuple[float, float] | Missing | None:
    value = answers.number(indicator.variable, firm)
    return (value, 1.0) if isinstance(value, float) else value


def _read_ratio(indicator: Indicator, firm: Answered) -> tuple[float, float] | Missing | None:
    above = answers.number(indicator.numerator, firm)
    below = answers.number(indicator.denominator, firm)
    if isinstance(above, float) and isinstance(below, float):
        return above, below
    return next((value for value in (above, below) if isinstance(value, Missing)), None)


_Pairs = list[tuple[float, float]]


def _frame(cluster: Cluster, n: int) -> int | None:
    """N for the finite population correction: a census is its own population."""
    return n if cluster.sample_design == "census" else cluster.population


def _may_infer(cluster: Cluster) -> bool:
    return cluster.sample_design in ("census", "random")


def _mean(pairs: _Pairs, cluster: Cluster) -> Estimate:
    found = estimates.mean([above for above, _ in pairs], population=_frame(cluster, len(pairs)))
    return found if _may_infer(cluster) else found.without_interval()


def _median(pairs: _Pairs, cluster: Cluster) -> Estimate:
    found = estimates.median([above for above, _ in pairs], population=_frame(cluster, len(pairs)))
    return found if _may_infer(cluster) else found.without_interval()


def _share(pairs: _Pairs, cluster: Cluster) -> Estimate:
    found = estimates.share([above > 0 for above, _ in pairs], population=_frame(cluster, len(pairs)))
    return found if _may_infer(cluster) else found.without_interval()


def _ratio(pairs: _Pairs, cluster: Cluster) -> Estimate:
    above, below = [a for a, _ in pairs], [b for _, b in pairs]
    found = estimates.ratio(above, below, population=_frame(cluster, len(pairs)))
    return found if _may_infer(cluster) else found.without_interval()


def _total(pairs: _Pairs, _cluster: Cluster) -> Estimate:
    """The sum over the firms seen, which claims no more; what it projects to is kept apart."""
    return Estimate(sum(above for above, _ in pairs) if pairs else None, len(pairs))


def _projected(indicator: Indicator, values: Sequence[float], cluster: Cluster) -> Estimate | None:
    """The cluster's total, only from a random sample of a known population."""
    if (
        indicator.statistic != "total"
        or cluster.sample_design != "random"
        or not cluster.population
        or not values
    ):
        return None
    return estimates.total(values, cluster.population)


_ESTIMATORS: Mapping[str, Callable[[_Pairs, Cluster], Estimate]] = {
    "mean": _mean, "median": _median, "share": _share, "ratio": _ratio, "total": _total,
}  # fmt: skip


def _guarded(figure: Figure, values: Sequence[float]) -> Figure:
    """With its quartiles, and marked where disclosure control hides it."""
    fewest = least(figure.indicator.sensitive)
    told = list(figure.values.values())
    quartiles = None
    if len(told) >= fewest:
        q1, q2, q3 = (estimates.quantile(told, p) or 0.0 for p in (0.25, 0.5, 0.75))
        quartiles = (q1, q2, q3)
    yes = sum(value > 0 for value in values)
    is_share = figure.indicator.statistic == "share"
    return replace(
        figure,
        quartiles=quartiles,
        is_hidden=figure.n < fewest or (figure.indicator.statistic == "total" and is_dominated(values)),
        is_count_small=is_share and (0 < yes < fewest or 0 < figure.n - yes < fewest),
    )


def _counted(
    indicator: Indicator, concerned: Sequence[Answered], surveyed: int, listed: Sequence[Choice]
) -> Figure:
    known = [choice.name for choice in listed]
    told = {firm.key: answers.text(indicator.variable, firm) for firm in concerned}
    given = [
        answers.tokens(value, known)
        for value in told.values()
        if value is not None and not isinstance(value, Missing)
    ]
    fewest = least(indicator.sensitive)
    return Figure(
        indicator,
        Estimate(None, len(given)),
        surveyed=surveyed,
        asked=len(concerned),
        missing=sum(value is None for value in told.values()),
        dont_know=sum(value is Missing.DONT_KNOW for value in told.values()),
        refused=sum(value is Missing.REFUSED for value in told.values()),
        cells=_cells(given, listed, fewest, is_rank=indicator.statistic == "rank"),
        is_hidden=len(given) < fewest,
    )


def _cells(
    given: Sequence[Sequence[str]], listed: Sequence[Choice], fewest: int, *, is_rank: bool
) -> tuple[Cell, ...]:
    counts = Counter(code for codes in given for code in dict.fromkeys(codes))
    longest = max((len(codes) for codes in given), default=0)
    points: Counter[str] = Counter()
    for codes in given:
        for place, code in enumerate(dict.fromkeys(codes)):
            points[code] += longest - place
    labels = {choice.name: choice.label for choice in listed}
    order = [
        *(code for code in labels if code in counts),
        *sorted(code for code in counts if code not in labels),
    ]
    if is_rank:
        order.sort(key=lambda code: -points[code])
    is_single = all(len(codes) == 1 for codes in given)
    hidden = hidden_cells(counts, fewest, sums_to_total=is_single)
    return tuple(
        Cell(code, labels.get(code, {}), counts[code], counts[code] / len(given),
             points[code] / len(given) if is_rank else 0.0, code in hidden)
        for code in order
    )  # fmt: skip
