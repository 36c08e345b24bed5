"""The forecast given results: once, or day by day as they came in."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
import pandas as pd

from ayes import _core
from ayes._names import in_100, meaning
from ayes._plan import USUAL_REPLICATIONS, count_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import Report
from ayes._result import Chance, Result
from ayes._rows import Table, table_of
from ayes._scenario import Scenario, scenario_of

if TYPE_CHECKING:
    import xarray

    from ayes._plot import ByDatePlots, UpdatePlots


class Update(Result):
    """A `Result` given what is known: votes weigh as they agree with it (docs/update.md)."""

    @property
    def lines(self) -> pd.DataFrame:
        """A row a result that was given: line, body, question, says, date, surprise.

        surprise: how many standard deviations the result lies above what the scenario expects; NaN
        of a bare yes or no.
        """
        rows = [
            each | {"date": pd.to_datetime(each["date"]), "surprise": _number(each["surprise"])}
            for each in self.data["update"]["lines"]
        ]
        return pd.DataFrame(rows).set_index("line")

    @property
    def before(self) -> Chance:
        """The chance of ratification without the results."""
        before = self.data["update"]["ratified_before"]
        low, high = before["interval"]
        return Chance(before["probability"], before["se"], (low, high))

    @property
    def moved(self) -> pd.DataFrame:
        """A row a union, or a unit that is not alone in its own: chance to say yes before and after.

        Those that moved most stand first. change is after - before; chances have `..._se`.
        """
        rows = []
        for each in self.data["update"]["moved"]:
            kind = "union" if "union" in each else "unit"
            before, after = each["before"], each["after"]
            rows.append(
                {
                    "body": each[kind],
                    "kind": kind,
                    "before": before["probability"],
                    "before_se": before["se"],
                    "after": after["probability"],
                    "after_se": after["se"],
                    "change": after["probability"] - before["probability"],
                }
            )
        return pd.DataFrame(rows).set_index("body")

    @property
    def moved_measures(self) -> pd.DataFrame:
        """A row a measure: unit, mean before and after, each with its simulation error."""
        rows = [
            {
                "measure": name,
                "unit": each["unit"],
                "before": each["before"]["mean"],
                "before_se": each["before"]["se"],
                "after": each["after"]["mean"],
                "after_se": each["after"]["se"],
            }
            for name, each in self.data["update"]["measures"].items()
        ]
        return pd.DataFrame(rows).set_index("measure")

    @property
    def effective(self) -> float:
        """As many votes of equal weight would say as much: (sum of w)^2 / sum of w^2; at least 100."""
        return float(self.data["update"]["effective"])

    @property
    def largest_weight(self) -> float:
        """The heaviest vote's part of all weight; at most 0.05."""
        return float(self.data["update"]["largest_weight"])

    @property
    def log_probability_of_results(self) -> float:
        """The natural logarithm of the chance that the scenario gave to the results."""
        return float(self.data["update"]["log_probability_of_results"])

    @property
    def plot(self) -> UpdatePlots:
        """Figures: those of a `Result`, and .moved()."""
        from ayes._plot import UpdatePlots

        return UpdatePlots(self)

    def _headline(self) -> str:
        before = self.before
        half = (before.interval[1] - before.interval[0]) / 2
        known = len(self.data["update"]["lines"])
        return (
            f"ratified {self.ratified!r}, given {known} result{'' if known == 1 else 's'}; without, "
            f"{in_100(before.value, half)}"
        )

    @property
    def _worth(self) -> float:
        return self.effective

    def _source(self) -> str:
        return f"{super()._source()}; the weights say as much as {self.effective:,.0f} votes of equal weight"


class ByDate(Report):
    """How the chance of ratification moved from day to day as results came in.

    The first row of every table is the forecast before any result (day NaT). Where too few votes
    agree with what was known, a day has no chance: NaN.
    """

    @property
    def days(self) -> pd.DataFrame:
        """A row a day: lines known, ratified, ratified_se, low, high, effective, news.

        Chances lie in 0 to 1; low and high are the interval of simulation at 95 in 100. effective:
        how many votes of equal weight would say as much. news: bodies whose results came that day.
        """
        rows = []
        for day in self.data["days"]:
            chance = day["ratified"] or {}
            low, high = chance.get("interval", (np.nan, np.nan))
            rows.append(
                {
                    "date": pd.to_datetime(day["date"]),
                    "lines": day["lines"],
                    "ratified": chance.get("probability", np.nan),
                    "ratified_se": chance.get("se", np.nan),
                    "low": low,
                    "high": high,
                    "effective": day["effective"],
                    "news": tuple(day["news"]),
                }
            )
        return pd.DataFrame(rows).set_index("date")

    @property
    def measures(self) -> pd.DataFrame:
        """A row a day and measure: unit, mean, se, a column a quantile (0.05, ...), median_se.

        median_se is NaN before any result, where votes weigh alike.
        """
        rows = []
        for day in self.data["days"]:
            for name, each in day["measures"].items():
                row: dict[Any, Any] = {"date": pd.to_datetime(day["date"]), "measure": name}
                row |= {key: each[key] for key in ("unit", "mean", "se")}
                quantiles = {float(level): value for level, value in each["quantiles"].items()}
                errors = dict(zip(quantiles, each.get("quantile_errors", ()), strict=False))
                rows.append(row | quantiles | {"median_se": errors.get(0.5, np.nan)})
        return pd.DataFrame(rows).set_index(["date", "measure"])

    @property
    def unions(self) -> pd.DataFrame:
        """A row a day and union: chance to say yes, with its simulation error."""
        rows = [
            {
                "date": pd.to_datetime(day["date"]),
                "union": body["union"],
                "yes": body["yes"]["probability"],
                "yes_se": body["yes"]["se"],
            }
            for day in self.data["days"]
            for body in day["unions"]
        ]
        return pd.DataFrame(rows).set_index(["date", "union"])

    def to_xarray(self) -> xarray.Dataset:
        """Return the days as a Dataset with dimensions day, quantile and union.

        ratified and effective lie over day, as do the measures' means and errors (`layoffs`,
        `layoffs_se`); `layoffs_quantiles` over day and quantile; union_yes over day and union. date
        is a coordinate of day, not a time before any result. Units and descriptions stand in the
        attributes.
        """
        import xarray

        days, measures, unions = self.days, self.measures, self.unions
        known = [k for k, day in enumerate(self.data["days"]) if day["measures"]]
        levels = [column for column in measures.columns if isinstance(column, float)]
        bodies = list(dict.fromkeys(unions.index.get_level_values("union")))
        data = xarray.Dataset(
            coords={
                "day": np.arange(len(days)),
                "date": ("day", days.index.to_numpy("datetime64[ns]")),
                "quantile": levels,
                "union": bodies,
            }
        )
        data["day"].attrs = {"long_name": "number of the day with results, 0 before any"}
        for name, words in (
            ("ratified", meaning("ratified")),
            ("ratified_se", "simulation error of: " + meaning("ratified")),
            ("effective", "votes of equal weight that would say as much"),
        ):
            data[name] = ("day", days[name].to_numpy(float), {"units": "1", "long_name": words})

        def over_days(values: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
            """Return values of the days that have any, with NaN for the others."""
            values = np.asarray(values, float)
            whole = np.full((len(days), *values.shape[1:]), np.nan)
            whole[known] = values
            return whole

        for name in dict.fromkeys(measures.index.get_level_values("measure")):
            rows = measures.xs(name, level="measure")
            unit = str(rows["unit"].iloc[0])
            attributes = {"units": "1" if unit == "share" else unit, "long_name": meaning(name)}
            data[name] = ("day", over_days(rows["mean"]), attributes)
            data[f"{name}_se"] = (
                "day",
                over_days(rows["se"]),
                attributes | {"long_name": f"simulation error of: {meaning(name)}"},
            )
            data[f"{name}_median_se"] = (
                "day",
                over_days(rows["median_se"]),
                attributes | {"long_name": f"simulation error of the median of: {meaning(name)}"},
            )
            data[f"{name}_quantiles"] = (("day", "quantile"), over_days(rows[levels]), attributes)
        for column, words in (("yes", "says yes"), ("yes_se", "simulation error of: says yes")):
            values = unions[column].to_numpy(float).reshape(len(known), len(bodies))
            data[f"union_{column}"] = (
                ("day", "union"),
                over_days(values),
                {"units": "1", "long_name": words},
            )
        data.attrs = self._attributes() | {"results_sha256": self.data["results"]["sha256"]}
        return data

    @property
    def plot(self) -> ByDatePlots:
        """Figures: .chance() and .fan() over the days, .unions()."""
        from ayes._plot import ByDatePlots

        return ByDatePlots(self)

    def _headline(self) -> str:
        days = self.days
        known = days.dropna(subset=["ratified"])
        first, last = known.iloc[0], known.iloc[-1]
        text = f"ratified {_bounded(first)} in 100 before"
        if len(known) > 1:
            when = f"on {known.index[-1]:%-d %B %Y}" if known.index[-1] is not pd.NaT else "then"
            text += f", {_bounded(last)} {when}"
        missing = len(days) - len(known)
        if missing:
            text += f"; {missing} of {len(days) - 1} days without a chance"
        return text

    def _source(self) -> str:
        return f"{self.replications:,} simulated votes a day, seed {self.seed}"


def _bounded(day: pd.Series[Any]) -> str:
    """Return a day's chance in 100 with its error; where no vote, or every vote, says yes, its bound."""
    if day["ratified"] == 0:
        return f"under {100 * day['high']:.2f}"
    if day["ratified"] == 1:
        return f"over {100 * day['low']:.2f}"
    return in_100(day["ratified"], (day["high"] - day["low"]) / 2)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


@overload
def update(
    scenario: Scenario | str | os.PathLike[str],
    results: Table,
    *,
    until: str | datetime.date | None = None,
    by_date: Literal[False] = False,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Update: ...


@overload
def update(
    scenario: Scenario | str | os.PathLike[str],
    results: Table,
    *,
    until: None = None,
    by_date: Literal[True],
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> ByDate: ...


@overload
def update(
    scenario: Scenario | str | os.PathLike[str],
    results: Table,
    *,
    until: str | datetime.date | None = None,
    by_date: bool,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Update | ByDate: ...


def update(
    scenario: Scenario | str | os.PathLike[str],
    results: Table,
    *,
    until: str | datetime.date | None = None,
    by_date: bool = False,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Update | ByDate:
    """Simulate a vote given results that are known of it.

    results: a .csv file as docs/update.md describes it, or its lines: a DataFrame with those
        columns, or rows such as {"body": "NP-3", "yes": 1805, "no": 1605, "date": "2011-06-17"}
    until: leave out results dated later: "2011-06-17", or a date
    by_date: tell the chance for each day on which results came in, as a `ByDate`
    replications: simulated votes (a day), 1 to 2**24
    seed, threads, progress: as in `Scenario.run`

    Raises NoResultError where too few votes agree with the results (by_date: NaN on such a day);
    ScenarioError with every mistake in the results, each with its line; ValueError, TypeError,
    FileError. Ctrl-C ends it with KeyboardInterrupt.
    """
    if by_date and until is not None:
        raise ValueError(f"until={until} with by_date: every day is told anyway; leave one out")
    count_of("seed", seed, 0, 2**64 - 1, "2**64 - 1")
    count_of("replications", replications, 1, 2**24, "2**24")
    number = threads_of(threads)
    path, text = table_of(results, "results")
    base = scenario_of(scenario)
    with shown(progress) as tell:
        if by_date:
            return ByDate(
                _core.update_by_date(base._core, path, text, seed, replications, number, tell)
            )
        day = "" if until is None else _day(until)
        return Update(_core.update(base._core, path, text, day, seed, replications, number, tell))


def _day(until: str | datetime.date) -> str:
    if isinstance(until, str):
        return until
    if isinstance(until, datetime.date):  # pandas' Timestamp is one
        return until.isoformat()[:10]
    raise TypeError(f"until is a day such as '2011-06-24', not {type(until).__name__}")
