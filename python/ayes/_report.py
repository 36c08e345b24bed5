"""What all results have in common: JSON, CSV, a screen, files, pickles."""

from __future__ import annotations

import html
import json
import os
import pathlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ayes import _core

if TYPE_CHECKING:
    import pandas as pd
    import xarray

FORMAT = 1
PICKLED_WIDTH = 100


class Report:
    """What a command found. `data` is all of it, as in the JSON; tables are views of it.

    It can be pickled. It is equal to another with the same JSON.
    """

    def __init__(
        self,
        core: _core.Report | None = None,
        *,
        json: str = "",
        csv: str = "",
        text: str = "",
    ) -> None:
        self._core = core
        self._json = json
        self._csv = csv
        self._text = text

    def to_json(self) -> str:
        """Return it as JSON: byte for byte what the program prints with `--format json`."""
        if not self._json and self._core is not None:  # a short run has no time for it
            self._json = self._core.json()
        return self._json

    def to_csv(self) -> str:
        """Return it as tidy CSV: byte for byte what the program prints with `--format csv`.

        Raises ValueError for a sweep, comparison or solution that was read from JSON.
        """
        if not self._csv:
            if self._core is not None:
                self._csv = self._core.csv()
            else:
                self._csv = self._csv_of(self.to_json())
        return self._csv

    def _csv_of(self, json: str) -> str:
        raise ValueError("the JSON alone does not give the CSV; save it as .csv, too")

    def report(self, width: int = 100) -> str:
        """Return the screen that the program prints, in lines of `width` characters.

        After a pickle it is that of 100 characters. Raises ValueError for what was read from JSON.
        """
        if self._core is not None:
            return self._core.text(width)
        if self._text:
            return self._text
        raise ValueError("what was saved as JSON holds no screen; run the scenario again for one")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file, by its ending: .json, .csv, .nc (netCDF) or .parquet (tidy rows).

        The file appears whole or not at all. netCDF needs xarray and netCDF4, Parquet pyarrow.
        """
        target = pathlib.Path(path)
        writers: dict[str, Callable[[pathlib.Path], object]] = {
            ".json": lambda file: _write(file, self.to_json()),
            ".csv": lambda file: _write(file, self.to_csv()),
            ".nc": lambda file: self.to_xarray().to_netcdf(file),
            ".parquet": lambda file: self.to_frame().to_parquet(file),
        }
        if target.suffix not in writers:
            raise ValueError(
                f"{target}: the ending doesn't say what to write; use .json, .csv, .nc or .parquet"
            )
        _replace(target, writers[target.suffix])

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything, as nested dictionaries and lists (docs/results.md lists the keys)."""
        data: dict[str, Any] = json.loads(self.to_json())
        return data

    def to_frame(self) -> pd.DataFrame:
        """Return the rows of the CSV as a DataFrame."""
        import io

        import pandas as pd

        return pd.read_csv(io.StringIO(self.to_csv()), keep_default_na=False, na_values=[""])

    def to_xarray(self) -> xarray.Dataset:
        """Return it as a Dataset with named dimensions, units and descriptions."""
        raise NotImplementedError

    def _attributes(self) -> dict[str, Any]:
        """Return what a Dataset tells of itself."""
        return {
            "title": self.title,
            "scenario_sha256": self.data["scenario"]["sha256"],
            "ayes_version": self.data["ayes"]["version"],
            "seed": str(self.seed),  # may need more than 63 bits
            "replications": self.replications,
        }

    @property
    def title(self) -> str:
        """The scenario's title."""
        return str(self.data["scenario"]["title"])

    @property
    def replications(self) -> int:
        """Votes that were simulated (each scenario, point or value)."""
        return int(self.data["plan"]["replications"])

    @property
    def seed(self) -> int:
        """The seed: the same one gives the same draws."""
        return int(self.data["plan"]["seed"])

    def _headline(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<ayes.{type(self).__name__} {self.title!r}: {self._headline()}>"

    def _repr_html_(self) -> str:
        return (
            f"<div><b>{html.escape(self.title)}</b><br>{html.escape(self._headline())}<br>"
            f"<small>{html.escape(self._source())}</small></div>"
        )

    def _source(self) -> str:
        return f"{self.replications:,} simulated votes, seed {self.seed}"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Report)
            and type(self) is type(other)
            and self.to_json() == other.to_json()
        )

    def __hash__(self) -> int:
        return hash(self.to_json())

    def _state(self) -> dict[str, Any]:
        """Return the keywords that make an equal one elsewhere."""
        if self._core is None:
            return {"json": self.to_json(), "csv": self._csv, "text": self._text}
        return {
            "json": self.to_json(),
            "csv": self.to_csv(),
            "text": self._core.text(PICKLED_WIDTH),
        }

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type[Self], dict[str, Any]]]:
        return _restore, (type(self), self._state())


def _restore(kind: type[Report], state: dict[str, Any]) -> Report:
    return kind(**state)


def write_text(path: pathlib.Path, text: str) -> None:
    """Write a file, which appears whole or not at all."""
    _replace(path, lambda file: _write(file, text))


def _replace(target: pathlib.Path, write: Callable[[pathlib.Path], object]) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        write(beside)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _write(path: pathlib.Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
