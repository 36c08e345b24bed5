"""Solutions: the value of a number that brings the result to a target."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pandas as pd

from ayes import _core
from ayes._names import NORMAL_95, in_100, meaning
from ayes._plan import USUAL_REPLICATIONS, plan_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import Report
from ayes._scenario import Scenario, scenario_of

if TYPE_CHECKING:
    import xarray

    from ayes._plot import SolutionPlots


class Solution(Report):
    """Where a quantity meets a target as one number of the scenario moves."""

    @property
    def path(self) -> str:
        """What was varied."""
        return str(self.data["path"])

    @property
    def measure(self) -> str:
        """What was to meet the target: "ratified" or a measure."""
        return str(self.data["measure"])

    @property
    def target(self) -> float:
        """The target: a chance from 0 to 1, or in the measure's own unit."""
        return float(self.data["target"])

    @property
    def roots(self) -> pd.DataFrame:
        """A row a value that meets the target, in order; none is an answer, too.

        value: in the number's own unit, such as % (see `suffix`); low, high: where the target lies
        within the simulation error, NaN where the slope can't tell; mean, se: of the quantity
        there; slope, slope_se: what a step of 1 more brings.
        """
        rows = [
            {
                "value": root["value"],
                "low": (root["interval"] or [float("nan")] * 2)[0],
                "high": (root["interval"] or [float("nan")] * 2)[1],
                "mean": root["at"]["mean"],
                "se": root["at"]["se"],
                "slope": root["slope"]["value"],
                "slope_se": root["slope"]["se"],
                "rising": root["rising"],
            }
            for root in self.data["roots"]
        ]
        columns = ["value", "low", "high", "mean", "se", "slope", "slope_se", "rising"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def suffix(self) -> str:
        """What stands behind the values: "%", or nothing."""
        return str(self.data["suffix"])

    @property
    def scan(self) -> pd.DataFrame:
        """A row a value that was tried first: value, mean, se, low, high."""
        return pd.DataFrame(
            [
                {
                    "value": point["value"],
                    "mean": point["mean"],
                    "se": point["se"],
                    "low": point["interval"][0],
                    "high": point["interval"][1],
                }
                for point in self.data["scan"]
            ]
        )

    def to_xarray(self) -> xarray.Dataset:
        """Return the values tried as a Dataset: dimension `value`, variables of the quantity."""
        import xarray

        scan = self.scan
        unit = "1" if self.measure == "ratified" else self.measure
        data = xarray.Dataset(
            {
                self.measure: ("value", scan["mean"], {"long_name": meaning(self.measure)}),
                f"{self.measure}_se": ("value", scan["se"], {"long_name": "simulation error"}),
            },
            {"value": ("value", scan["value"], {"long_name": self.path, "units": self.suffix})},
        )
        if unit == "1":
            data[self.measure].attrs["units"] = unit
        data.attrs = {
            "title": self.title,
            "path": self.path,
            "target": self.target,
            "roots": self.roots["value"].to_numpy(float),
            "seed": str(self.seed),
            "replications": self.replications,
        }
        return data

    @property
    def plot(self) -> SolutionPlots:
        """The figure: .curve() of the values tried, the target and where it is met."""
        from ayes._plot import SolutionPlots

        return SolutionPlots(self)

    def _headline(self) -> str:
        ratified = self.measure == "ratified"
        goal = f"{100 * self.target:g} in 100" if ratified else f"{self.target:,g}"
        goal = f"{self.measure} {self.data['sense']} {goal}"
        if not len(self.roots):
            return f"no {self.path} in the range meets {goal}"
        found = []
        for _, root in self.roots.iterrows():
            text = f"{root['value']:.6g}{self.suffix}"
            if ratified:
                text += f" ({in_100(root['mean'], NORMAL_95 * root['se'])} in 100 there)"
            found.append(text)
        return f"{goal} at {self.path} = {' and '.join(found)}"


def solve(
    scenario: Scenario | str | os.PathLike[str],
    path: str,
    low: Any,
    high: Any,
    until: str,
    *,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    method: str = "auto",
    points: int = 32768,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Solution:
    """Find the value of a number that brings the result to a target.

    path, low, high: the number and the range in which it is sought: "support.package", "40%", "70%"
    until: "ratified=0.5", or a mean: "layoffs<1000"
    replications, seed, method, points, threads: as in `Scenario.run`, at each value
    progress: called with values tried and foreseen

    Raises ValueError, ScenarioError, FileError.
    """
    plan = plan_of(seed, replications, method, points)
    number = threads_of(threads)
    base = scenario_of(scenario)
    with shown(progress, "values") as tell:
        return Solution(_core.solve(base._core, f"{path}={low}..{high}", until, plan, number, tell))
