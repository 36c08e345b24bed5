"""Results of a run: chances, measures, unions and units as tables, each with its simulation error."""

from __future__ import annotations

import html
import json
import os
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ayes import _core
from ayes._names import digits, meaning
from ayes._report import FORMAT, Report

if TYPE_CHECKING:
    import xarray

    from ayes._plot import ResultPlots


@dataclass(frozen=True)
class Chance:
    """A probability as it was estimated.

    value: 0 to 1
    se: standard error of simulation
    interval: of the simulation error, at `level`
    over_estimates: where 8 in 10 values lie as the scenario's estimates move; None without any
    """

    value: float
    se: float
    interval: tuple[float, float]
    level: float = 0.95
    estimator: str = "sample"
    over_estimates: tuple[float, float] | None = None

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        half = 50 * (self.interval[1] - self.interval[0])
        places = digits(half)
        text = f"{100 * self.value:.{places}f} in 100, simulation error ±{half:.{places}f}"
        if self.estimator == "exact":
            text = f"{100 * self.value:.2f} in 100, exact"
        if self.over_estimates:
            low, high = (round(100 * bound) for bound in self.over_estimates)
            text += f"; {low} to {high} over the estimates"
        return text


class Result(Report):
    """What a run found. Tables are pandas DataFrames; `data` is all of it as in the JSON file.

    It can be pickled, and saved with `save`; `ayes.read_result` reads it back.
    """

    def __init__(
        self,
        core: _core.Report | None = None,
        *,
        json: str = "",
        csv: str = "",
        text: str = "",
        draws: Mapping[str, npt.NDArray[np.float64]] | None = None,
    ) -> None:
        super().__init__(core, json=json, csv=csv, text=text)
        self._draws = dict(draws or {})

    def _csv_of(self, json: str) -> str:
        return _core.run_csv(json)

    def _state(self) -> dict[str, Any]:
        return super()._state() | {"draws": self._draws}

    @property
    def ratified(self) -> Chance:
        """The chance of ratification at this vote."""
        ratified = self.data["ratified"]
        over = ratified["over_estimates"]
        return Chance(
            ratified["probability"],
            ratified["se"],
            (ratified["interval"][0], ratified["interval"][1]),
            ratified["level"],
            ratified["estimator"],
            (over[0], over[1]) if over else None,
        )

    @property
    def ratified_ever(self) -> Chance:
        """The chance of ratification in the end; that at this vote if no other may follow."""
        ever = self.data.get("ratified_ever")
        if ever is None:
            return self.ratified
        return Chance(ever["probability"], ever["se"], (ever["interval"][0], ever["interval"][1]))

    @property
    def outcomes(self) -> pd.Series[float]:
        """Shares of all votes: ratified, rejected though most ballots said yes, rejected."""
        return pd.Series(self.data["outcomes"], name="share", dtype=float)

    @property
    def measures(self) -> pd.DataFrame:
        """A row a measure and result (all, ratified, rejected).

        Columns: unit, estimator, replications, mean, se, sd, and a column a quantile (0.05, ...).
        """
        rows = []
        for name, measure in self.data["measures"].items():
            parts = {
                "all": measure,
                "ratified": measure["if_ratified"],
                "rejected": measure["if_rejected"],
            }
            for outcome, part in parts.items():
                if part is None:
                    continue
                estimator = measure["estimator"] if outcome == "all" else "sample"
                row: dict[Any, Any] = {"measure": name, "outcome": outcome}
                row["unit"] = measure["unit"]
                row |= {"estimator": estimator, "replications": part["replications"]}
                row |= {key: part[key] for key in ("mean", "se", "sd")}
                quantiles = {float(level): value for level, value in part["quantiles"].items()}
                rows.append(row | quantiles)
        return pd.DataFrame(rows).set_index(["measure", "outcome"])

    def histogram(
        self, measure: str, outcome: str = "all"
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Return counts (n) and edges (n + 1) of a measure, as numpy.histogram does.

        outcome: "all", "ratified" or "rejected". An edge belongs to the bin on its right. Raises
        KeyError for a measure that there isn't, ValueError for another outcome.
        """
        if outcome not in ("all", "ratified", "rejected"):
            raise ValueError(f"outcome={outcome!r}: write 'all', 'ratified' or 'rejected'")
        found = self._measure(measure)
        part = found if outcome == "all" else found[f"if_{outcome}"]
        if part is None:
            return np.zeros(0, np.int64), np.zeros(1)
        histogram = part["histogram"]
        return np.asarray(histogram["counts"], np.int64), np.asarray(histogram["edges"], float)

    def _measure(self, name: str) -> dict[str, Any]:
        measures: dict[str, dict[str, Any]] = self.data["measures"]
        if name not in measures:
            raise KeyError(f"no measure {name!r}; it has {', '.join(measures)}")
        return measures[name]

    @property
    def conditions(self) -> pd.DataFrame:
        """A row a condition of the rule: chance that it is met, its margin, chance that it alone fails."""
        rows = [
            {"condition": each["name"], **_chance("met", each["met"])}
            | {"margin": each["margin"]["mean"], "margin_se": each["margin"]["se"]}
            | _chance("failed_alone", each["failed_alone"])
            for each in self.data["rule"]
        ]
        return pd.DataFrame(rows).set_index("condition") if rows else pd.DataFrame()

    @property
    def rounds(self) -> pd.DataFrame:
        """A row a vote that may be held: chance that it is, and of ratification if so."""
        return pd.DataFrame(
            [
                {key: each.get(key) for key in ("name", "date", "reached", "ratified")}
                for each in self.data["rounds"]
            ]
        ).set_index("name")

    @property
    def days(self) -> pd.DataFrame:
        """A row a day of counting: units counted, chance that before it the package was lost, or safe.

        Empty without a calendar. Chances have their simulation error `..._se`.
        """
        rows = [
            {"date": pd.Timestamp(day["date"]), "units": day["units"]}
            | _chance("dead_before", day["dead_before"])
            | _chance("safe_before", day["safe_before"])
            for day in self.data.get("calendar", {}).get("days", [])
        ]
        return pd.DataFrame(rows).set_index("date") if rows else pd.DataFrame()

    @property
    def unions(self) -> pd.DataFrame:
        """A row a union: chance to say yes, share of yes among its ballots, the package's chance if so.

        Chances and shares lie in 0 to 1, each with its simulation error `..._se`; share_0.1 and
        the like are quantiles. gain is in P(ratified), for 5 points more support.
        """
        rows = []
        for union in self.data["unions"]:
            row = {"union": union["union"], "members": union["members"]}
            row |= _chance("yes", union["yes"]) | _summary("share", union["share"])
            row |= _chance("ratified_if_yes", union["ratified_if_yes"])
            row |= _chance("ratified_if_no", union["ratified_if_no"])
            row |= _mean("gain", union["gain_of_5_points"])
            rows.append(row)
        return pd.DataFrame(rows).set_index("union")

    @property
    def units(self) -> pd.DataFrame:
        """A row a bargaining unit: its votes on package and contract, protection, jobs and pay.

        Chances and shares lie in 0 to 1; jobs are people; pay is dollars a member over the
        agreement's years. Each estimate has its simulation error `..._se`.
        """
        rows = []
        for unit in self.data["units"]:
            row = {key: unit[key] for key in ("unit", "name", "union", "members", "employees")}
            row["ballot"] = unit["ballot"]
            for question in ("package", "contract"):
                if unit.get(question):
                    row |= _chance(f"{question}_yes", unit[question]["yes"])
                    row |= _summary(f"{question}_share", unit[question]["share"])
            row |= _chance("ratified_if_yes", unit["ratified_if_yes"])
            row |= _chance("ratified_if_no", unit["ratified_if_no"])
            row |= _mean("gain", unit["gain_of_5_points"])
            row |= _chance("protected", unit["protected"])
            for name, value in (unit.get("layoffs") or {}).items():
                row |= _mean(name, value)
            row |= _mean("pay", unit.get("pay"))
            for side in ("take_part", "stay_out"):
                for name, value in (unit.get(side) or {}).items():
                    row |= _mean(f"{side}_{name}", value)
            rows.append(row)
        return pd.DataFrame(rows).set_index("unit")

    @property
    def influences(self) -> pd.DataFrame:
        """A row a source of chance: whether it is an estimate, and its correlation with ratification."""
        return pd.DataFrame(
            self.data["estimates"]["influences"], columns=["name", "estimate", "correlation"]
        ).set_index("name")

    def draws(self, name: str) -> npt.NDArray[np.float64]:
        """Return what each vote came to: shape (replications,), in the measure's own unit.

        name: one of those that `run(draws=...)` named; ratified is 1 or 0, NaN stands where a vote
        has no value. The array is the run's own memory, not a copy, and read-only. Raises KeyError.
        """
        if name not in self._draws:
            held = ", ".join(self._draws) or "none"
            raise KeyError(
                f"no draws of {name!r} were kept (there are {held}); run with draws=[...]"
            )
        return self._draws[name]

    def draws_to_xarray(self) -> xarray.Dataset:
        """Return the draws as a Dataset: a variable a measure, dimension replication.

        Units and descriptions stand in the attributes; `.to_netcdf(...)` keeps them.
        """
        import xarray

        if not self._draws:
            raise ValueError("no draws were kept; run with draws=[...]")
        units = {name: each["unit"] for name, each in self.data["measures"].items()}
        data = xarray.Dataset(
            {
                name: ("replication", column, _attributes(units.get(name, "1"), meaning(name)))
                for name, column in self._draws.items()
            },
            {"replication": ("replication", np.arange(len(next(iter(self._draws.values())))))},
        )
        data["replication"].attrs = {"long_name": "number of the simulated vote, from 0"}
        data.attrs = self._attributes()
        return data

    def to_xarray(self) -> xarray.Dataset:
        """Return measures, unions and units as one Dataset with named dimensions.

        A measure is a variable (outcome, statistic), and measure_quantiles (outcome, quantile);
        what is told of unions and units are variables union_... (union) and unit_... (unit). Units
        of measurement and descriptions stand in the attributes.
        """
        import xarray

        table = self.measures
        outcomes, statistics = ["all", "ratified", "rejected"], ["mean", "se", "sd"]
        levels = [column for column in table.columns if isinstance(column, float)]
        data = xarray.Dataset(
            coords={"outcome": outcomes, "statistic": statistics, "quantile": levels}
        )
        data["outcome"].attrs = {"long_name": "over which simulated votes"}
        data["quantile"].attrs = {"long_name": "share of votes at or below", "units": "1"}
        for name, measure in self.data["measures"].items():
            rows = table.loc[name].reindex(outcomes)
            attributes = _attributes(measure["unit"], meaning(name))
            data[name] = (("outcome", "statistic"), rows[statistics].to_numpy(float), attributes)
            data[f"{name}_quantiles"] = (
                ("outcome", "quantile"),
                rows[levels].to_numpy(float),
                attributes,
            )
        for kind, bodies in (("union", self.unions), ("unit", self.units)):
            data = data.assign_coords({kind: bodies.index.to_numpy(str)})
            for column in bodies.select_dtypes("number").columns:
                data[f"{kind}_{column}"] = (
                    kind,
                    bodies[column].to_numpy(float),
                    _attributes(_unit_of(column), _meaning_of(column, kind)),
                )
        ratified = self.ratified
        data.attrs = self._attributes() | {
            "ratified": ratified.value,
            "ratified_se": ratified.se,
            "ratified_estimator": ratified.estimator,
        }
        return data

    @property
    def plot(self) -> ResultPlots:
        """Figures, as functions that return matplotlib axes: .layoffs(), .unions() and so on."""
        from ayes._plot import ResultPlots

        return ResultPlots(self)

    @property
    def _worth(self) -> float:
        """As many votes of equal weight would say as much."""
        return self.replications

    def _headline(self) -> str:
        return f"ratified {self.ratified!r}"

    def _repr_html_(self) -> str:
        rows = ""
        jobs = self.data["measures"].get("layoffs")
        for outcome in ("ratified", "rejected") if jobs else ():
            part = jobs[f"if_{outcome}"]
            if part:
                low, middle, high = (part["quantiles"][level] for level in ("0.1", "0.5", "0.9"))
                rows += (
                    f"<tr><td>layoffs if {outcome}</td><td style='text-align: right'>{middle:,.0f}"
                    f"</td><td>8 in 10 within {low:,.0f} to {high:,.0f}</td></tr>"
                )
        return (
            f"<div><b>{html.escape(self.title)}</b><br>{html.escape(self._headline())}<br>"
            f"<small>{self.replications:,} simulated votes, seed {self.seed}</small>"
            f"<table>{rows}</table></div>"
        )


def read_result(path: str | os.PathLike[str]) -> Report:
    """Read what `save`, or `-o FILE.json` of the program, wrote: a Result, Sweep, Comparison, ...

    Raises ValueError if the file holds something else or another format.
    """
    from ayes._backtest import Backtest
    from ayes._calibration import Calibration
    from ayes._comparison import Comparison
    from ayes._explanation import Explanation
    from ayes._solution import Solution
    from ayes._sweep import Sweep
    from ayes._update import ByDate, Update

    text = pathlib.Path(path).read_text(encoding="utf-8")
    try:
        data = json.loads(text)
        if "sampling" in data:
            return Calibration(json=text) if "support" in data else Backtest(json=text)
        written = data["ayes"]["format"]
        kind = data["ayes"].get("kind") or data["plan"].get("command", "run")
        if kind == "run" and "update" in data:
            kind = "update"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: no result of Ayes; save one with -o FILE.json") from error
    kinds: dict[str, type[Report]] = {
        "run": Result,
        "update": Update,
        "by_date": ByDate,
        "sweep": Sweep,
        "compare": Comparison,
        "solve": Solution,
        "explain": Explanation,
    }
    if written != FORMAT or kind not in kinds:
        raise ValueError(f"{path}: format {written}, kind {kind!r}: this version can't read it")
    return kinds[kind](json=text)


def _chance(name: str, chance: dict[str, Any] | None) -> dict[str, float]:
    if chance is None:
        return {name: np.nan, f"{name}_se": np.nan}
    return {name: chance["probability"], f"{name}_se": chance["se"]}


def _mean(name: str, mean: dict[str, Any] | None) -> dict[str, float]:
    return {} if mean is None else {name: mean["mean"], f"{name}_se": mean["se"]}


def _summary(name: str, summary: dict[str, Any] | None) -> dict[str, float]:
    if summary is None:
        return {}
    row = _mean(name, summary) | {f"{name}_sd": summary["sd"]}
    return row | {f"{name}_{level}": value for level, value in summary["quantiles"].items()}


def _attributes(unit: str, description: str) -> dict[str, str]:
    return {"units": "1" if unit in ("share", "chance") else unit, "long_name": description}


def _unit_of(column: str) -> str:
    """Return the unit of a column of `unions` or `units`."""
    for word, unit in (
        ("pay", "dollars"),
        ("members", "members"),
        ("employees", "people"),
        ("layoffs", "jobs"),
        ("notices", "jobs"),
        ("separated", "jobs"),
        ("recalled", "jobs"),
        ("rescinded", "jobs"),
    ):
        if word in column:
            return unit
    return "1"


def _meaning_of(column: str, kind: str) -> str:
    """Return what a column of `unions` or `units` holds."""
    name, error = (column.removesuffix("_se"), True) if column.endswith("_se") else (column, False)
    words = name.replace("_", " ")
    return f"simulation error of {words} of the {kind}" if error else f"{words} of the {kind}"
