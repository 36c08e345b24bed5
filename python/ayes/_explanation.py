"""Explanations: whose vote decides, who blocks, which estimate moves the answer, whence the doubt."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ayes import _core
from ayes._names import NORMAL_95, in_100
from ayes._plan import USUAL_REPLICATIONS, plan_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import Report
from ayes._scenario import Scenario, scenario_of

if TYPE_CHECKING:
    import xarray

    from ayes._plot import ExplanationPlots


class Explanation(Report):
    """Who decides a vote, and what (docs/explain.md says how each number is found)."""

    def _csv_of(self, json: str) -> str:
        return _core.explanation_csv(json)

    @property
    def unions(self) -> pd.DataFrame:
        """A row a union: yes, ratified_if_yes, ratified_if_no, decides, gain, power.

        Chances lie in 0 to 1, each with `..._se`; banzhaf, banzhaf_share and shapley_shubik are
        exact, NaN where no power can be stated.
        """
        return self._bodies("unions", "union")

    @property
    def units(self) -> pd.DataFrame:
        """A row a bargaining unit, with the columns of `unions` and gain_of_100_voters."""
        return self._bodies("units", "unit")

    def _bodies(self, key: str, name: str) -> pd.DataFrame:
        rows = []
        for body in self.data[key]:
            row = {name: body[name], "members": body["members"]}
            if name == "unit":
                row["union"] = body["union"]
            for column in ("yes", "ratified_if_yes", "ratified_if_no", "decides"):
                chance = body[column]
                row[column] = np.nan if chance is None else chance["probability"]
                row[f"{column}_se"] = np.nan if chance is None else chance["se"]
            for column in ("gain_of_5_points", "gain_of_100_voters"):
                if column in body:
                    row |= {column: body[column]["mean"], f"{column}_se": body[column]["se"]}
            power = body["power"] or {}
            for column in ("banzhaf", "banzhaf_share", "shapley_shubik"):
                row[column] = power[column]["value"] if column in power else np.nan
            rows.append(row)
        return pd.DataFrame(rows).set_index(name)

    @property
    def blocking(self) -> pd.DataFrame:
        """A row a minimal blocking set: who says no, and in which share of rejected votes all did."""
        rows = [
            {
                "all_say_no": tuple(each["all_say_no"]),
                "of_rejected": each["of_rejected"]["probability"],
                "of_rejected_se": each["of_rejected"]["se"],
            }
            for each in self.data["blocking"]["sets"]
        ]
        return pd.DataFrame(rows, columns=["all_say_no", "of_rejected", "of_rejected_se"])

    @property
    def tornado(self) -> pd.DataFrame:
        """A row an estimate: its 10% point (low) and 90% point (high), P(ratified) with it held there.

        difference is at_high - at_low on the same votes, with difference_se.
        """
        rows = [
            {
                "estimate": bar["name"],
                "low": bar["low"],
                "high": bar["high"],
                "at_low": bar["ratified_at_low"]["probability"],
                "at_low_se": bar["ratified_at_low"]["se"],
                "at_high": bar["ratified_at_high"]["probability"],
                "at_high_se": bar["ratified_at_high"]["se"],
                "difference": bar["difference"]["mean"],
                "difference_se": bar["difference"]["se"],
            }
            for bar in self.data["tornado"]["estimates"]
        ]
        columns = [
            "estimate", "low", "high", "at_low", "at_low_se", "at_high", "at_high_se",
            "difference", "difference_se",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).set_index("estimate")

    @property
    def variance(self) -> pd.DataFrame:
        """A row a kind of source and a row a source: shares of the variance of ratified or rejected.

        first_order: what knowing it would take away; total: what is left when all else is known;
        shapley: its part, of kinds only. Each has `..._se`.
        """
        rows = []
        for level, key in (("kind", "kinds"), ("source", "sources")):
            for source in self.data["variance"][key]:
                row: dict[str, Any] = {"level": level, "name": source["name"]}
                row["estimate"] = source["estimate"]
                for column in ("first_order", "total", "shapley"):
                    share = source.get(column)
                    row[column] = share["share"] if share else np.nan
                    row[f"{column}_se"] = share["se"] if share else np.nan
                rows.append(row)
        return pd.DataFrame(rows).set_index(["level", "name"])

    def to_xarray(self) -> xarray.Dataset:
        """Return unions, units and the tornado as one Dataset: dimensions union, unit, estimate."""
        import xarray

        data = xarray.Dataset()
        for kind, table in (
            ("union", self.unions),
            ("unit", self.units),
            ("estimate", self.tornado),
        ):
            data = data.assign_coords({kind: table.index.to_numpy(str)})
            for column in table.select_dtypes("number").columns:
                data[f"{kind}_{column}"] = (
                    kind,
                    table[column].to_numpy(float),
                    {
                        "units": "members" if column == "members" else "1",
                        "long_name": f"{column.replace('_', ' ')} of the {kind}",
                    },
                )
        data.attrs = self._attributes()
        return data

    @property
    def plot(self) -> ExplanationPlots:
        """Figures: .tornado(), .decides(), .variance()."""
        from ayes._plot import ExplanationPlots

        return ExplanationPlots(self)

    def _headline(self) -> str:
        ratified = self.data["ratified"]
        half = (ratified["interval"][1] - ratified["interval"][0]) / 2
        table = self.unions
        most = int(table["decides"].to_numpy(float).argmax())
        chance = in_100(
            float(table["decides"].iloc[most]), NORMAL_95 * float(table["decides_se"].iloc[most])
        )
        return (
            f"ratified {in_100(ratified['probability'], half)} in 100; {table.index[most]}'s vote decides in "
            f"{chance}"
        )


def explain(
    scenario: Scenario | str | os.PathLike[str],
    *,
    replications: int = USUAL_REPLICATIONS,
    seed: int = 1,
    method: str = "auto",
    points: int = 32768,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Explanation:
    """Find who decides a vote, and what: power, vetoes, sensitivity.

    replications, seed, method, points, threads, progress: as in `Scenario.run`. Raises ValueError,
    ScenarioError, FileError.
    """
    plan = plan_of(seed, replications, method, points)
    number = threads_of(threads)
    base = scenario_of(scenario)
    with shown(progress) as tell:
        return Explanation(_core.explain(base._core, plan, number, tell))
