"""Files carry numbers, units and descriptions, and appear whole or not at all."""

import pathlib

import numpy as np
import pandas as pd
import pytest
import xarray
from test_run import SCENARIOS

import ayes

JUNE = str(SCENARIOS / "sebac-2011-june.toml")


def test_a_result_in_netcdf(tmp_path: pathlib.Path) -> None:
    result = ayes.load(JUNE).run(500, points=512, seed=2**64 - 1)
    result.save(tmp_path / "june.nc")
    with xarray.open_dataset(tmp_path / "june.nc") as data:
        assert data["layoffs"].attrs == {"units": "jobs", "long_name": "people laid off in the end"}
        mean = float(data["layoffs"].sel(outcome="rejected", statistic="mean"))
        assert mean == result.measures.loc[("layoffs", "rejected"), "mean"]
        assert (
            float(data["unit_package_yes"].sel(unit="NP-4"))
            == result.units.loc["NP-4", "package_yes"]
        )
        assert data.attrs["seed"] == str(2**64 - 1)
        assert all("units" in data[name].attrs for name in data.data_vars)
        assert all(data[name].attrs["long_name"] for name in data.data_vars)
    assert [file.name for file in tmp_path.iterdir()] == ["june.nc"]


def test_labelled_draws_in_netcdf(tmp_path: pathlib.Path) -> None:
    result = ayes.load(JUNE).run(700, points=512, draws=["layoffs", "turnout"])
    result.draws_to_xarray().to_netcdf(tmp_path / "draws.nc")
    with xarray.open_dataset(tmp_path / "draws.nc") as data:
        assert dict(data.sizes) == {"replication": 700}
        assert np.array_equal(data["layoffs"], result.draws("layoffs"))
        assert data["turnout"].attrs["units"] == "1"
        assert data.attrs["scenario_sha256"] == result.data["scenario"]["sha256"]


def test_a_sweep_in_netcdf(tmp_path: pathlib.Path) -> None:
    found = ayes.sweep(
        JUNE,
        {"support.swing": [0.1, 0.2, 0.3], 'driver."leaders split".use': [True, False]},
        replications=300,
        points=512,
    )
    found.save(tmp_path / "sweep.nc")
    with xarray.open_dataset(tmp_path / "sweep.nc") as data:
        assert data["saved"].dims == ("support.swing", 'driver."leaders split".use')
        assert data["saved"].attrs["units"] == "dollars"
        assert np.array_equal(data["ratified"].values.ravel(), found.points["ratified"])


def test_tidy_rows_in_parquet(tmp_path: pathlib.Path) -> None:
    result = ayes.load(JUNE).run(300, points=512)
    result.save(tmp_path / "june.parquet")
    result.save(tmp_path / "june.csv")
    rows = pd.read_parquet(tmp_path / "june.parquet")
    assert list(rows.columns) == ["scope", "name", "measure", "statistic", "value"]
    assert (tmp_path / "june.csv").read_text() == result.to_csv()
    assert len(rows) == result.to_csv().count("\n") - 1


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: pathlib.Path) -> None:
    result = ayes.load(JUNE).run(100, points=512)
    with pytest.raises(ValueError, match="ending"):
        result.save(tmp_path / "june.txt")
    with pytest.raises(OSError, match="no-folder"):
        result.save(tmp_path / "no-folder" / "june.json")
    with pytest.raises(ayes.FileError, match="no-folder"):
        ayes.load(JUNE).run(100, points=512, draws_file=tmp_path / "no-folder" / "draws.npy")
    assert list(tmp_path.iterdir()) == []
