"""Sweeps, comparisons, searches and explanations are those of the program, byte for byte."""

import itertools
import json
import pathlib
import pickle

import numpy as np
import pytest
from test_run import SCENARIOS, program

import ayes

JUNE = str(SCENARIOS / "sebac-2011-june.toml")
QUICK = {"replications": 1500, "points": 512}
ASKED = ("-n", "1500", "--points", "512")


def same(found: ayes.Report, *arguments: str) -> None:
    for form, text in (("json", found.to_json()), ("csv", found.to_csv())):
        assert text == program(*arguments, "--format", form)
    assert found.report(100) == program(*arguments)
    arrived = pickle.loads(pickle.dumps(found))
    assert arrived == found
    assert arrived.report() == found.report()
    assert arrived.to_csv() == found.to_csv()
    assert found.title in repr(found) or "/" in repr(found)
    assert " in 100" in found._repr_html_()


def test_a_sweep_of_two_axes() -> None:
    vary = {
        "layoffs.rejected.threat": np.array([0, 4000]),
        "ballot.units.P-4": ["bundled", "separate"],
    }
    found = ayes.sweep(JUNE, vary, **QUICK)
    same(
        found, "sweep", JUNE, *ASKED, "--vary", "layoffs.rejected.threat=0,4000",
        "--vary", "ballot.units.P-4=bundled,separate",
    )  # fmt: skip
    data = found.to_xarray()
    assert data["ratified"].dims == ("layoffs.rejected.threat", "ballot.units.P-4")
    third = json.loads(found.to_json())["points"][2]
    cell = data.sel({"layoffs.rejected.threat": 4000, "ballot.units.P-4": "bundled"})
    assert float(cell["ratified"]) == third["ratified"]["mean"]
    assert float(cell["layoffs_se"]) == third["measures"]["layoffs"]["se"]
    assert found.points.loc[0, "ratified_change"] == 0


def test_a_sweep_of_paths_that_move_together() -> None:
    together = {("support.union", "support.unit"): [(0.1, 0.3), (0.2, 0.2), (0.3, 0.1)]}
    found = ayes.sweep(JUNE, together, measures="ratified", **QUICK)
    same(
        found, "sweep", JUNE, *ASKED, "--vary", "support.union=0.1,0.2,0.3",
        "--with", "support.unit=0.3,0.2,0.1", "--measure", "ratified",
    )  # fmt: skip
    data = found.to_xarray()
    assert data.sizes == {"support.union": 3}
    assert data["support.unit"].values.tolist() == [0.3, 0.2, 0.1]


def test_a_sweep_that_fills_ranges() -> None:
    ranges = {"support.union": "0.1..0.4", "turnout.share": "50%..80%"}
    found = ayes.sweep(JUNE, ranges, design="sobol:4", measures=["layoffs"], **QUICK)
    same(
        found, "sweep", JUNE, *ASKED, "--vary", "support.union=0.1..0.4",
        "--vary", "turnout.share=50%..80%", "--design", "sobol:4", "--measure", "layoffs",
    )  # fmt: skip
    data = found.to_xarray()
    assert data.sizes == {"point": 4}
    assert 0.5 <= data["turnout.share"].min() <= data["turnout.share"].max() <= 0.8


def test_a_comparison_with_a_change() -> None:
    june = ayes.load(JUNE)
    found = ayes.compare(june, {"ballot.units.P-4": "separate"}, **QUICK)
    same(found, "compare", JUNE, *ASKED, "--but", "ballot.units.P-4=separate")
    assert found.paired
    data = json.loads(found.to_json())["comparisons"][0]
    assert found.ratified.loc["B", "difference"] == data["ratified"]["difference"]["value"]
    shifts = found.quantiles("layoffs")
    assert (shifts["low"] <= shifts["second"] - shifts["first"]).all()
    changed = ayes.compare(june, june.with_("ballot.units.P-4", "separate"), **QUICK)
    assert changed.sides.loc["B", "label"].endswith("with ballot.units.P-4=separate")
    assert (changed.ratified == found.ratified).all(axis=None)
    assert (
        float(found.to_xarray()["layoffs"].sel(side="B", estimate="difference"))
        == (data["measures"]["layoffs"]["difference"]["value"])
    )


def test_a_comparison_of_files_and_of_results(tmp_path: pathlib.Path) -> None:
    other = str(SCENARIOS / "sebac-2011-june-new-rule.toml")
    same(ayes.compare(JUNE, other, **QUICK), "compare", JUNE, other, *ASKED)
    files = [str(tmp_path / name) for name in ("a.json", "b.json")]
    for file, path in zip(files, (JUNE, other), strict=True):
        ayes.load(path).run(1500, points=512).save(file)
    same(ayes.compare(*files), "compare", *files)
    assert not ayes.compare(*files).paired


def test_a_search() -> None:
    found = ayes.solve(JUNE, "support.package", "40%", "80%", "ratified=0.5", **QUICK)
    same(
        found, "solve", JUNE, *ASKED, "--vary", "support.package=40%..80%",
        "--until", "ratified=0.5",
    )  # fmt: skip
    root = found.roots.iloc[0]
    assert root["low"] < root["value"] < root["high"]
    assert abs(root["mean"] - 0.5) < 0.01
    assert found.to_xarray()["ratified"].sizes == {"value": 17}
    nowhere = ayes.solve(JUNE, "support.package", "40%", "45%", "ratified=0.9", **QUICK)
    assert nowhere.roots.empty
    assert "no support.package" in repr(nowhere)


def test_an_explanation() -> None:
    found = ayes.explain(JUNE, **QUICK)
    same(found, "explain", JUNE, *ASKED)
    unions = found.unions
    assert np.isclose(unions["shapley_shubik"].sum(), 1)
    assert found.tornado["difference"].abs().is_monotonic_decreasing
    assert set(found.variance.index.unique("level")) == {"kind", "source"}
    assert found.to_xarray().sizes["union"] == 15


def test_parts_make_the_whole_in_any_order(tmp_path: pathlib.Path) -> None:
    june = ayes.load(JUNE)
    parts: list[bytes | pathlib.Path] = [
        june.run_part(number, 3, 1500, points=512) for number in (1, 2)
    ]
    third = tmp_path / "part-3.json"
    program("run", JUNE, *ASKED, "--shard", "3/3", "-o", str(third))
    whole = june.run(1500, points=512)
    for order in itertools.permutations([*parts, third]):
        assert ayes.merge(order) == whole
    with pytest.raises(ValueError, match="missing"):
        ayes.merge(parts)
    with pytest.raises(ValueError, match="same part"):
        ayes.merge([parts[0], parts[0]])


def test_parts_of_sweeps_and_comparisons_make_the_whole(tmp_path: pathlib.Path) -> None:
    vary = {"support.swing": [0.1, 0.2, 0.3]}
    whole: ayes.Report = ayes.sweep(JUNE, vary, measures="ratified", **QUICK)
    parts = [ayes.sweep_part(JUNE, vary, k, 2, measures="ratified", **QUICK) for k in (2, 1)]
    assert ayes.merge(parts) == whole
    with pytest.raises(ValueError, match="3 points"):
        ayes.sweep_part(JUNE, vary, 4, 4)
    change = {"ballot.units.P-4": "separate"}
    whole = ayes.compare(JUNE, change, **QUICK)
    first = ayes.compare_part(JUNE, change, number=1, of=2, **QUICK)
    second = tmp_path / "part-2.json"
    program(
        "compare", JUNE, "--but", "ballot.units.P-4=separate", *ASKED, "--shard", "2/2",
        "-o", str(second),
    )  # fmt: skip
    assert ayes.merge([second, first]) == whole
    for number, of in ((0, 2), (3, 2), (1, 0), (1, 70_000)):
        with pytest.raises(ValueError, match=r"number|of"):
            ayes.compare_part(JUNE, change, number=number, of=of)


def test_states_are_kept_as_often_as_asked(tmp_path: pathlib.Path) -> None:
    june = ayes.load(JUNE)
    state = tmp_path / "state"
    kept = june.run(1500, points=512, resume=state, save_every=0.001)
    assert kept == june.run(1500, points=512)
    assert june.run(1500, points=512, resume=state) == kept
    state = tmp_path / "compared"
    asked = {"resume": state, "save_every": 0.001, **QUICK}
    compared = ayes.compare(june, {"support.swing": 0.2}, **asked)
    assert compared == ayes.compare(june, {"support.swing": 0.2}, **QUICK)
    assert ayes.compare(june, {"support.swing": 0.2}, **asked) == compared
    with pytest.raises(ValueError, match="another comparison"):
        ayes.compare(june, {"support.swing": 0.3}, **asked)
    for wrong in ({"save_every": 1.0}, {"save_every": 0, "resume": state}):
        with pytest.raises(ValueError, match="save_every"):
            june.run(100, **wrong)  # type: ignore[arg-type]


def test_results_are_read_back_as_what_they_are(tmp_path: pathlib.Path) -> None:
    reports = [
        ayes.load(JUNE).run(500, points=512),
        ayes.sweep(JUNE, {"support.swing": [0.1, 0.2]}, measures="ratified", **QUICK),
        ayes.compare(JUNE, {"support.swing": 0.2}, replications=500, points=512),
        ayes.solve(
            JUNE, "support.package", "40%", "80%", "ratified=0.5", replications=500, points=512
        ),
        ayes.explain(JUNE, replications=500, points=512),
    ]
    for report in reports:
        report.save(tmp_path / "found.json")
        assert ayes.read_result(tmp_path / "found.json") == report
    (tmp_path / "found.json").write_text("[]")
    with pytest.raises(ValueError, match="no result of Ayes"):
        ayes.read_result(tmp_path / "found.json")


def test_check_and_schema_say_what_the_program_says() -> None:
    assert ayes.check(JUNE) == []
    assert ayes.schema() == json.loads(program("schema"))
    one = 'ayes = 1\n[[unit]]\nunit = "all"\nmembers = 9\n[support]\nswing = 3.0\n'
    warned = ayes.loads(one).warnings
    assert [warning.path for warning in warned] == ["support.swing"]
    assert warned[0].line == 6
