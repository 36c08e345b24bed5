"""How good forecasts of past votes would have been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ayes import _core
from ayes._plan import count_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import Report
from ayes._rows import Table, table_of

if TYPE_CHECKING:
    import xarray

    from ayes._plot import BacktestPlots

SCORES = ("log_probability", "crps", "brier")


class Backtest(Report):
    """What a back-test found (docs/calibration.md): votes were hidden, forecast and scored.

    A setting says what was known of the ratification whose votes were hidden: "nothing", "half, at
    random", "the votes before it"; with ", all rounds" every hidden vote is forecast, later ones
    knowing no more of the votes before them than that they failed. Methods are the model and three
    plain forecasts.
    """

    @property
    def scores(self) -> pd.DataFrame:
        """A row a setting and method: log_probability, crps, brier, coverage and widths of intervals.

        Scores are means over ratifications, each of the same weight, with low_... and high_... of 95
        in 100 resamples of these. coverage_0.8 is the part of votes inside such an interval, with
        low_ and high_ of 99 in 100 resamples; width_0.8 its median width, as a share. cases: how
        many ratifications.
        """
        rows = []
        for setting in self.data["settings"]:
            for method, each in setting["methods"].items():
                row: dict[str, Any] = {"known": _known(setting), "method": method}
                row["cases"] = len(setting["cases"])
                for score in SCORES:
                    row |= _mean(score, each[score], "interval_95")
                for level, coverage in each["coverage"].items():
                    row |= _mean(f"coverage_{level}", coverage, "interval_99")
                row |= {f"width_{level}": width for level, width in each["median_width"].items()}
                rows.append(row)
        return pd.DataFrame(rows).set_index(["known", "method"])

    @property
    def ahead(self) -> pd.DataFrame:
        """A row a setting and plain forecast: by how much the model's scores are better than its.

        Above 0 the model is better; low_... and high_... hold 95 in 100 resamples of ratifications.
        """
        rows = []
        for setting in self.data["settings"]:
            for method, each in setting["methods"].items():
                if "model_ahead" not in each:
                    continue
                row: dict[str, Any] = {"known": _known(setting), "method": method}
                for score in SCORES:
                    row |= _mean(score, each["model_ahead"][score], "interval_95")
                rows.append(row)
        return pd.DataFrame(rows).set_index(["known", "method"])

    @property
    def cases(self) -> pd.DataFrame:
        """A row a setting, ratification and method: forecasts that were made, and their scores."""
        rows = []
        for setting in self.data["settings"]:
            for case in setting["cases"]:
                for method, each in case["scores"].items():
                    row = {"known": _known(setting), "case": case["case"], "method": method}
                    row["forecasts"] = case["forecasts"]
                    row |= {score: each[score] for score in SCORES}
                    row |= {f"coverage_{level}": part for level, part in each["coverage"].items()}
                    rows.append(row)
        return pd.DataFrame(rows).set_index(["known", "case", "method"])

    def pit(self, known: str = "nothing", method: str = "model") -> pd.Series[float]:
        """Return which part of hidden votes fell into each tenth of its forecast; 0.1 if it is right.

        Raises KeyError.
        """
        for setting in self.data["settings"]:
            if _known(setting) == known:
                parts = setting["methods"][method]["pit"]
                return pd.Series(parts, index=np.arange(len(parts)) / len(parts), name="part")
        raise KeyError(f"no setting {known!r}; there are {', '.join(self._settings())}")

    def _settings(self) -> list[str]:
        return [_known(setting) for setting in self.data["settings"]]

    def to_xarray(self) -> xarray.Dataset:
        """Return scores and leads as a Dataset with dimensions known and forecast.

        forecast: the model and the plain forecasts. ahead_...: by how much the model is better.
        """
        import xarray

        settings = self._settings()
        methods = list(dict.fromkeys(self.scores.index.get_level_values("method")))
        data = xarray.Dataset(coords={"known": settings, "forecast": methods})
        whole = pd.MultiIndex.from_product([settings, methods])
        for table, prefix, words in (
            (self.scores, "", ""),
            (self.ahead, "ahead_", "model ahead in "),
        ):
            rows = table.reindex(whole)
            for column in table.columns:
                data[prefix + column] = (
                    ("known", "forecast"),
                    rows[column].to_numpy(float).reshape(len(settings), len(methods)),
                    {"units": "1", "long_name": words + column.replace("_", " ")},
                )
        data.attrs = {
            "title": self.title,
            "ayes_version": self.data["ayes"]["version"],
            "seed": str(self.seed),
        }
        return data

    @property
    def title(self) -> str:
        """The tables of votes."""
        return ", ".join(str(each["file"]) for each in self.data["data"])

    @property
    def replications(self) -> int:
        """Draws of all chains of a fit."""
        sampling = self.data["sampling"]
        return int(sampling["chains"]) * int(sampling["draws"])

    @property
    def seed(self) -> int:
        """The seed of draws and of the orders in which votes become known."""
        return int(self.data["sampling"]["seed"])

    @property
    def plot(self) -> BacktestPlots:
        """Figures: .coverage(), .ahead() of plain forecasts, .pit()."""
        from ayes._plot import BacktestPlots

        return BacktestPlots(self)

    def _headline(self) -> str:
        first = self.scores.xs("model", level="method").iloc[0]
        return (
            f"{self.data['votes']} votes in {self.data['ratifications']} ratifications; with nothing "
            f"known {100 * first['coverage_0.8']:.0f} in 100 lie inside 80% intervals"
        )

    def _source(self) -> str:
        return f"{self.replications:,} draws a fit, seed {self.seed}"


def _known(setting: dict[str, Any]) -> str:
    """Return what is known in a setting, as the program's page says it."""
    rounds = ", all rounds" if setting.get("all_rounds") else ""
    if setting["known"] in ("nothing", "rounds"):
        return {"nothing": "nothing", "rounds": "the votes before it"}[setting["known"]] + rounds
    share = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}[setting["share"]]
    return share + {"random": ", at random", "calendar": ", by date"}[setting["known"]] + rounds


def _mean(name: str, mean: dict[str, Any] | None, interval: str) -> dict[str, float]:
    if mean is None:
        return {name: np.nan, f"low_{name}": np.nan, f"high_{name}": np.nan}
    low, high = (np.nan if bound is None else bound for bound in mean[interval])
    return {name: mean["mean"], f"low_{name}": low, f"high_{name}": high}


def backtest(
    *votes: Table,
    columns: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    seed: int = 1,
    draws: int = 250,
    reveals: int = 4,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Backtest:
    """Hide votes of the past, learn from the others, forecast those that were hidden, and score that.

    votes, columns, without: as in `calibrate`
    seed: of draws and reveals, 0 to 2**64 - 1
    draws: of each of 4 chains of a fit, 25 to 100,000
    reveals: random orders in which a ratification's units become known, 1 to 1,000
    threads: as in `Scenario.run`
    progress: called with fits done and wanted

    Minutes for tables of hundreds of votes. Raises ScenarioError with every mistake in the tables,
    ValueError, TypeError, FileError. Ctrl-C ends it with KeyboardInterrupt.
    """
    count_of("seed", seed, 0, 2**64 - 1, "2**64 - 1")
    count_of("draws", draws, 25, 100_000, "100,000")
    count_of("reveals", reveals, 1, 1000, "1,000")
    number = threads_of(threads)
    tables = [
        table_of(table, "votes" if len(votes) == 1 else f"votes {k + 1}")
        for k, table in enumerate(votes)
    ]
    wanted = [columns] if isinstance(columns, str) else list(columns)
    left_out = [without] if isinstance(without, str) else list(without)
    with shown(progress, "fits") as tell:
        return Backtest(
            _core.backtest(tables, wanted, left_out, seed, draws, reveals, number, tell)
        )
