"""The package gives what the program gives, as Python's own objects."""

import json
import os
import pathlib
import pickle
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

import ayes

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
TEN = [
    "sebac-2011-june.toml",
    "sebac-2011-june-two-questions.toml",
    "sebac-2011-june-new-rule.toml",
    "sebac-2009.toml",
    "corrections-2011.toml",
    "features/approvers.toml",
    "features/ballots.toml",
    "features/correlation-file.toml",
    "features/pay-and-savings.toml",
    "learn/three-unions.toml",
]


def program(*arguments: str) -> str:
    found = shutil.which("ayes")
    assert found, "the package installs the program beside it"
    plain = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    return subprocess.run(
        [found, *arguments], capture_output=True, text=True, check=True, env=plain
    ).stdout


@pytest.mark.parametrize("name", TEN)
def test_the_bytes_are_those_of_the_program(name: str) -> None:
    path = SCENARIOS / name
    printed = program(
        "run", str(path), "-n", "3000", "--seed", "7", "--points", "1024", "--format", "json"
    )
    result = ayes.load(path).run(3000, seed=7, points=1024)
    assert result.to_json() == printed
    assert result.to_csv() == program(
        "run", str(path), "-n", "3000", "--seed", "7", "--points", "1024", "--format", "csv"
    )


def test_changes_are_those_of_set() -> None:
    path = str(SCENARIOS / "sebac-2011-june.toml")
    printed = program(
        "run", path, "-n", "2000", "--points", "1024", "--format", "json",
        "--set", "ballot.units.P-4=separate", "--set", "turnout.share=60%",
    )  # fmt: skip
    changed = ayes.load(path, {"ballot.units.P-4": "separate", "turnout.share": "60%"})
    assert changed.run(2000, points=1024).to_json() == printed
    later = ayes.load(path).with_(("ballot.units.P-4", "separate"), "turnout.share=60%")
    assert later == changed
    assert later.run(2000, points=1024).to_json() == printed
    assert ayes.load(path).with_("turnout.share", 0.6).sha256 != changed.sha256


def test_threads_change_nothing_and_seeds_do() -> None:
    june = ayes.load(SCENARIOS / "learn/three-unions.toml")
    assert june.run(5000, threads=1) == june.run(5000, threads=2)
    assert june.run(5000, seed=2) != june.run(5000)


def test_tables_hold_what_the_file_holds() -> None:
    result = ayes.load(SCENARIOS / "sebac-2011-june.toml").run(2000, points=1024)
    data = json.loads(result.to_json())
    assert result.ratified.value == data["ratified"]["probability"]
    assert result.ratified.over_estimates == tuple(data["ratified"]["over_estimates"])
    assert list(result.unions.index) == [union["union"] for union in data["unions"]]
    assert result.units.loc["NP-4", "package_yes"] == next(
        unit["package"]["yes"]["probability"] for unit in data["units"] if unit["unit"] == "NP-4"
    )
    assert (
        result.measures.loc[("layoffs", "rejected"), "mean"]
        == (data["measures"]["layoffs"]["if_rejected"]["mean"])
    )
    counts, edges = result.histogram("layoffs")
    assert counts.sum() == 2000
    assert len(edges) == len(counts) + 1
    assert np.isclose(result.outcomes.sum(), 1)
    dataset = result.to_xarray()
    found = float(dataset["layoffs"].sel(outcome="all", statistic="mean"))
    assert found == data["measures"]["layoffs"]["mean"]
    assert dataset["layoffs"].attrs["units"] == "jobs"
    assert dataset.sizes["unit"] == 34


def test_scenarios_and_results_travel(tmp_path: pathlib.Path) -> None:
    june = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    arrived = pickle.loads(pickle.dumps(june))
    assert arrived == june
    result = arrived.run(1000, points=1024)
    assert pickle.loads(pickle.dumps(result)) == result == june.run(1000, points=1024)
    result.save(tmp_path / "june.json")
    assert ayes.read_result(tmp_path / "june.json") == result
    assert list(tmp_path.iterdir()) == [tmp_path / "june.json"]


def test_a_precision_is_reached() -> None:
    result = ayes.load(SCENARIOS / "learn/three-unions.toml").run(precision=0.02)
    assert result.data["precision"]["reached"]
    assert result.data["precision"]["half_width"] <= 0.02


def test_the_headline_reads_as_a_sentence() -> None:
    result = ayes.load(SCENARIOS / "sebac-2011-june.toml").run(2000, points=1024)
    assert "in 100, simulation error ±" in repr(result)
    assert "in 100, simulation error" in result._repr_html_()
    assert "RATIFIED AT THIS VOTE" in result.report(80)
    lines = result.report(80).splitlines()
    assert all(len(line) <= 80 for line in lines if "sebac-2011-june.toml" not in line)


def test_draws_are_those_that_were_counted() -> None:
    scenario = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    result = scenario.run(3000, method="sample", draws=["ratified", "layoffs", "turnout"])
    layoffs = result.draws("layoffs")
    assert layoffs.dtype == np.float64
    assert layoffs.shape == (3000,)
    assert not layoffs.flags.owndata
    assert not layoffs.flags.writeable
    measure = result.data["measures"]["layoffs"]
    assert layoffs.sum() == round(measure["mean"] * 3000)
    assert result.draws("ratified").mean() == result.ratified.value
    assert 0 < result.draws("turnout").min() < result.draws("turnout").max() < 1
    assert result == scenario.run(3000, method="sample")
    with pytest.raises(KeyError, match="no draws of 'saved'"):
        result.draws("saved")
    arrived = pickle.loads(pickle.dumps(result))
    assert np.array_equal(arrived.draws("layoffs"), layoffs)


def test_draws_in_a_file_are_those_in_memory(tmp_path: pathlib.Path) -> None:
    scenario = ayes.load(SCENARIOS / "learn/three-unions.toml")
    names = ["turnout", "ratified"]
    kept = scenario.run(2000, draws=names)
    for ending in ("npy", "csv"):
        scenario.run(2000, draws=names, draws_file=tmp_path / f"draws.{ending}")
    streamed = np.load(tmp_path / "draws.npy", mmap_mode="r")
    assert streamed.dtype.names == tuple(names)
    table = pd.read_csv(tmp_path / "draws.csv")
    for name in names:
        assert np.array_equal(streamed[name], kept.draws(name))
        assert np.array_equal(table[name], kept.draws(name))


def test_a_run_goes_on_from_its_state(tmp_path: pathlib.Path) -> None:
    scenario = ayes.load(SCENARIOS / "learn/three-unions.toml")
    state = tmp_path / "three.state"

    def stop(done: int, wanted: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        scenario.run(2**34, method="sample", resume=state, progress=stop)
    with pytest.raises(ValueError, match="another run"):
        scenario.run(1000, resume=state)
    state.unlink()
    whole = scenario.run(1000, resume=state)
    assert whole == scenario.run(1000)
    assert scenario.run(1000, resume=state) == whole


def test_a_story_is_told() -> None:
    june = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    assert june.replay(3)["replication"] == 3
    assert "NP-4" in june.tell(3)
    assert "NP-4" in june.describe()
