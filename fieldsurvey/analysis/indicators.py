"""Compute the indicators of a questionnaire's `indicators` sheet over its interviews.

Every figure keeps its n, who is missing and why, and the firms it rests on. What it may say beyond
the firms seen depends on how they were chosen: a purposive sample gets neither interval nor total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldsurvey.analysis import answers, estimates
from fieldsurvey.analysis.answers import Answered
from fieldsurvey.analysis.disclosure import hidden_cells, is_dominated, least
from fieldsurvey.analysis.estimates import Estimate
from fieldsurvey.records import Choice, Cluster, Indicator, Interview, Missing, Questionnaire, Texts
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


_Told = tuple[float, float] | str | Missing | None
"""A number over another (1 where there is none), a text, or why there is neither."""


def measure(
    form: FormDefinition,
    questionnaire: Questionnaire,
    interviews: Sequence[Interview],
    cluster: Cluster | None = None,
    progress: Progress = silent,
) -> Figures:
    """Every indicator over these interviews; `cluster` says how the firms were chosen and how many there are.

    One interview is open at a time, so memory does not grow with their number.
    """
    firms = _opened(form, interviews, progress)
    return measure_answered(firms, questionnaire, cluster or Cluster())


def _opened(form: FormDefinition, interviews: Sequence[Interview], progress: Progress) -> Iterator[Answered]:
    for done, interview in enumerate(interviews):
        progress(done, len(interviews), "")
        yield Answered(interview.instance_id, FormEntry.record(form, interview.xml))


def measure_answered(firms: Iterable[Answered], questionnaire: Questionnaire, cluster: Cluster) -> Figures:
    """The same over interviews already opened."""
    choices = {question.ref: question.choices for question in questionnaire.questions}
    indicators = _marked(questionnaire)
    told: dict[str, dict[str, _Told]] = {indicator.name: {} for indicator in indicators}
    surveyed = 0
    for firm in firms:
        surveyed += 1
        for indicator in indicators:
            if answers.is_in(indicator.universe, firm):
                told[indicator.name][firm.key] = _READERS.get(indicator.statistic, _read_number)(
                    indicator, firm
                )
    found = {
        indicator.name: _figure(
            indicator, told[indicator.name], surveyed, cluster, choices.get(indicator.variable, ())
        )
        for indicator in indicators
    }
    return Figures(questionnaire, cluster, surveyed, found)


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
    told: Mapping[str, _Told],
    surveyed: int,
    cluster: Cluster,
    listed: tuple[Choice, ...],
) -> Figure:
    figure = Figure(
        indicator,
        Estimate(None, 0),
        surveyed=surveyed,
        asked=len(told),
        missing=sum(value is None for value in told.values()),
        dont_know=sum(value is Missing.DONT_KNOW for value in told.values()),
        refused=sum(value is Missing.REFUSED for value in told.values()),
    )
    if indicator.statistic in _COUNTED:
        given = [
            value for value in told.values() if isinstance(value, str) and not isinstance(value, Missing)
        ]
        return _counted(figure, given, listed)
    usable = {key: pair for key, pair in told.items() if isinstance(pair, tuple)}
    values = [above for above, _ in usable.values()]
    figure = replace(
        figure,
        estimate=_ESTIMATORS[indicator.statistic](list(usable.values()), cluster),
        values={key: above / below for key, (above, below) in usable.items() if below},
        projected=_projected(indicator, values, cluster),
    )
    return _guarded(figure, values)


def _read_text(indicator: Indicator, firm: Answered) -> _Told:
    return answers.text(indicator.variable, firm)


def _read_number(indicator: Indicator, firm: Answered) -> _Told:
    value = answers.number(indicator.variable, firm)
    return (value, 1.0) if isinstance(value, float) else value


def _read_ratio(indicator: Indicator, firm: Answered) -> _Told:
    above = answers.number(indicator.numerator, firm)
    below = answers.number(indicator.denominator, firm)
    if isinstance(above, float) and isinstance(below, float):
        return above, below
    return next((value for value in (above, below) if isinstance(value, Missing)), None)


_COUNTED = ("distribution", "rank")
_READERS: Mapping[str, Callable[[Indicator, Answered], _Told]] = {
    "distribution": _read_text, "rank": _read_text, "ratio": _read_ratio,
}  # fmt: skip
_Pairs = list[tuple[float, float]]


def _frame(cluster: Cluster, n: int) -> int | None:
    """N for the finite population correction; a census of unknown size is its own population."""
    return cluster.population or (n if cluster.sample_design == "census" else None)


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


def _counted(figure: Figure, told: Sequence[str], listed: Sequence[Choice]) -> Figure:
    known = [choice.name for choice in listed]
    given = [answers.tokens(value, known) for value in told]
    fewest = least(figure.indicator.sensitive)
    is_rank = figure.indicator.statistic == "rank"
    return replace(
        figure,
        estimate=Estimate(None, len(given)),
        cells=_cells(given, listed, fewest, is_rank=is_rank),
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
