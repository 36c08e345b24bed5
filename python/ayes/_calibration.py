"""What past votes say about the numbers of a scenario."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ayes import _core
from ayes._learning import LearningReport, tables_of
from ayes._plan import count_of, names_of, threads_of
from ayes._progress import Progress, shown
from ayes._report import write_text
from ayes._rows import Table

if TYPE_CHECKING:
    import xarray

    from ayes._plot import CalibrationPlots


class Calibration(LearningReport):
    """What was learned from past votes (docs/calibration.md): spreads and shifts, on the probit scale."""

    def __init__(
        self,
        core: _core.Report | None = None,
        *,
        json: str = "",
        csv: str = "",
        text: str = "",
        toml: str = "",
    ) -> None:
        super().__init__(core, json=json, csv=csv, text=text)
        self._toml = toml

    @property
    def support(self) -> pd.DataFrame:
        """A row a quantity of support: mean, sd, a column a quantile (0.025, ...), and the prior's.

        prior_mean, prior_sd: before the votes; learned: whether they took at least a fifth off the
        variance; draws_worth: independent draws that the chains are worth; scale_reduction: near 1
        where the chains agree.
        """
        return self._fit("support")

    @property
    def turnout(self) -> pd.DataFrame:
        """The same of turnout."""
        return self._fit("turnout")

    def _fit(self, name: str) -> pd.DataFrame:
        rows = []
        for quantity, each in self.data[name]["quantities"].items():
            row: dict[Any, Any] = {"quantity": quantity, "mean": each["mean"], "sd": each["sd"]}
            row |= {float(level): value for level, value in each["quantiles"].items()}
            row |= {f"prior_{key}": each["prior"][key] for key in ("mean", "sd")}
            rows.append(
                row | {key: each[key] for key in ("learned", "draws_worth", "scale_reduction")}
            )
        return pd.DataFrame(rows).set_index("quantity")

    @property
    def unused(self) -> pd.DataFrame:
        """A row a line, or a part of one, that was not used: file, line, why."""
        return pd.DataFrame(self.data["unused"], columns=["file", "line", "why"])

    @property
    def columns(self) -> pd.DataFrame:
        """A row a column with a coefficient: its mean (centre) and sd, and rows that state it."""
        columns = ["name", "centre", "sd", "stated"]
        return pd.DataFrame(self.data["columns"], columns=columns).set_index("name")

    def to_toml(self) -> str:
        """Return a fragment that a scenario extends: byte for byte what `--format toml` prints.

        Raises ValueError for what was read from JSON.
        """
        if not self._toml:
            if self._core is None:
                raise ValueError("the JSON alone does not give the fragment; save it as .toml, too")
            self._toml = self._core.toml()
        return self._toml

    def to_csv(self) -> str:
        """Return the rows of `to_frame` as CSV."""
        return self.to_frame().to_csv(index=False)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a quantity of support and of turnout."""
        parts = {"support": self.support, "turnout": self.turnout}
        table = pd.concat(parts, names=["of"]).reset_index()
        return table.rename(columns=str)

    def to_xarray(self) -> xarray.Dataset:
        """Return support and turnout as one Dataset: dimensions of, quantity and quantile.

        A quantity that turnout doesn't have is NaN there.
        """
        import xarray

        tables = {"support": self.support, "turnout": self.turnout}
        names = list(dict.fromkeys(name for table in tables.values() for name in table.index))
        levels = [column for column in self.support.columns if isinstance(column, float)]
        data = xarray.Dataset(coords={"of": list(tables), "quantity": names, "quantile": levels})
        whole = [table.reindex(names) for table in tables.values()]
        for column, words in (
            ("mean", "mean after the votes, on the probit scale"),
            ("sd", "standard deviation after the votes"),
            ("prior_mean", "mean before them"),
            ("prior_sd", "standard deviation before them"),
        ):
            values = [table[column].to_numpy(float) for table in whole]
            data[column] = (("of", "quantity"), values, {"units": "1", "long_name": words})
        data["quantiles"] = (
            ("of", "quantity", "quantile"),
            [table[levels].to_numpy(float) for table in whole],
            {"units": "1", "long_name": "quantiles after the votes"},
        )
        data.attrs = self._attributes()
        return data

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file: .toml, the fragment; else as other results are saved."""
        if pathlib.Path(path).suffix == ".toml":
            write_text(pathlib.Path(path), self.to_toml())
        else:
            super().save(path)

    @property
    def plot(self) -> CalibrationPlots:
        """The figure: .quantities() of support or turnout, before and after the votes."""
        from ayes._plot import CalibrationPlots

        return CalibrationPlots(self)

    def _headline(self) -> str:
        support = self.data["support"]
        swing = self.support.loc["swing"]
        return (
            f"{support['rows']} votes of {support['units']} units in {support['ratifications']} "
            f"ratifications; swing {swing['mean']:.2f} ({swing[0.1]:.2f} to {swing[0.9]:.2f}, 8 in 10)"
        )

    def _source(self) -> str:
        return f"{self.replications:,} draws, seed {self.seed}"

    def _state(self) -> dict[str, Any]:
        if self._core is None:
            return {"json": self.to_json(), "text": self._text, "toml": self._toml}
        text = self._core.text(100)
        return {"json": self.to_json(), "text": text, "toml": self.to_toml()}


def calibrate(
    *votes: Table,
    columns: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    seed: int = 1,
    draws: int = 1000,
    threads: int | None = None,
    progress: Progress | bool | None = None,
) -> Calibration:
    """Learn spreads and shifts from tables of past votes, by Gibbs sampling.

    votes: one or more .csv files as docs/calibration.md describes them, or their rows: DataFrames,
        or lists of mappings
    columns: whose coefficients are wanted: "NAME" of numbers, "NAME=TEXT" of a text
    without: ratifications to leave out
    seed: 0 to 2**64 - 1
    draws: of each of 4 chains, 50 to 1,000,000
    threads: as in `Scenario.run`
    progress: called with sweeps done and wanted

    Raises ScenarioError with every mistake in the tables, ValueError, TypeError, FileError. Ctrl-C
    ends it with KeyboardInterrupt.
    """
    count_of("seed", seed, 0, 2**64 - 1, "2**64 - 1")
    count_of("draws", draws, 50, 10**6, "1,000,000")
    number = threads_of(threads)
    tables, wanted, left_out = tables_of(votes), names_of(columns), names_of(without)
    with shown(progress, "sweeps") as tell:
        return Calibration(_core.calibrate(tables, wanted, left_out, seed, draws, number, tell))
