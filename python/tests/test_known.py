"""Updates, calibrations and verifications are those of the program, byte for byte."""

import datetime
import pathlib
import pickle

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from test_questions import same
from test_run import SCENARIOS, program

import ayes

JUNE = str(SCENARIOS / "sebac-2011-june.toml")
COUNTED = str(SCENARIOS / "data/sebac-2011-june-results.csv")
UNTIL = "2011-06-17"
ROWS = [
    {"body": "NP-3", "yes": 1805, "no": 1605, "date": datetime.date(2011, 6, 17)},
    {"body": "SVFT", "outcome": "yes", "date": pd.Timestamp("2011-06-15")},
    {"body": "UCPEA", "yes": 1079.0, "no": np.int64(178), "date": "2011-06-10"},
]
VOTES = str(SCENARIOS / "data/sebac-votes.csv")


@pytest.fixture(autouse=True)
def closed() -> None:
    plt.close("all")


def test_an_update_is_that_of_the_program(tmp_path: pathlib.Path) -> None:
    found = ayes.update(JUNE, COUNTED, until=UNTIL, replications=3000)
    same(found, "update", JUNE, "--results", COUNTED, "--until", UNTIL, "-n", "3000")
    assert ayes.update(JUNE, COUNTED, until=datetime.date(2011, 6, 17), replications=3000) == found
    assert len(found.lines) == 9
    assert found.lines.loc[2, "body"] == "CSPCOA"
    assert found.moved["change"].abs().is_monotonic_decreasing
    plain = ayes.load(JUNE).run(3000, method="sample")
    assert found.before.value == plain.ratified.value
    assert (
        found.moved_measures.loc["layoffs", "before"] == plain.data["measures"]["layoffs"]["mean"]
    )
    assert 100 <= found.effective < 3000
    assert found.largest_weight <= 0.05
    assert "given 9 results" in repr(found)
    found.save(tmp_path / "given.json")
    again = ayes.read_result(tmp_path / "given.json")
    assert isinstance(again, ayes.Update)
    assert again == found
    assert again.to_csv() == found.to_csv()


def test_days_are_those_of_the_program(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text(
        "body,yes,no,date,outcome\nNP-3,1805,1605,2011-06-17,\nSVFT,,,2011-06-15,yes\n"
        "UCPEA,1079,178,2011-06-10,\nCSU-AAUP,1054,114,,\n"
    )
    found = ayes.update(JUNE, path, by_date=True, replications=2000)
    same(found, "update", JUNE, "--results", str(path), "--by-date", "-n", "2000")
    days = found.days
    assert days["lines"].tolist() == [0, 1, 2, 3, 4]
    assert days.index[2] == pd.Timestamp("2011-06-10")
    assert pd.isna(days.index[0])
    assert days["news"].iloc[-1] == ("NP-3",)
    # The last day is what is known in all.
    whole = ayes.update(JUNE, path, replications=2000)
    assert days["ratified"].iloc[-1] == whole.ratified.value
    data = found.to_xarray()
    layoffs = whole.data["measures"]["layoffs"]
    assert float(data["layoffs"][-1]) == layoffs["mean"]
    assert float(data["layoffs_quantiles"].sel(quantile=0.9)[-1]) == layoffs["quantiles"]["0.9"]
    union = whole.unions.loc["CSEA/SEIU Local 2001", "yes"]
    assert float(data["union_yes"].sel(union="CSEA/SEIU Local 2001")[-1]) == union
    found.save(tmp_path / "days.json")
    assert ayes.read_result(tmp_path / "days.json") == found
    found.save(tmp_path / "days.nc")
    found.save(tmp_path / "days.parquet")
    assert pd.read_parquet(tmp_path / "days.parquet")["lines"].tolist() == [0, 1, 2, 3, 4]


def test_results_are_a_file_a_table_or_rows(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "results"
    path.write_text(
        "body,yes,no,date,outcome\nNP-3,1805,1605,2011-06-17,\nSVFT,,,2011-06-15,yes\n"
        "UCPEA,1079,178,2011-06-10,\n"
    )
    read = ayes.update(JUNE, path, replications=1500)
    assert ayes.update(JUNE, ROWS, replications=1500) == read
    table = pd.DataFrame(ROWS)  # counts with gaps are floating-point, dates of three kinds
    assert ayes.update(JUNE, table, replications=1500).ratified == read.ratified
    assert ayes.update(JUNE, pd.read_csv(path), replications=1500) == read
    with pytest.raises(TypeError, match="a path, a DataFrame, or rows"):
        ayes.update(JUNE, {"body": "NP-3"})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a row of results is a mapping"):
        ayes.update(JUNE, ["NP-3"])  # type: ignore[list-item]
    with pytest.raises(ayes.ScenarioError) as caught:
        ayes.update(JUNE, [*ROWS, {"body": "NP-33", "yes": 1, "no": 2}])
    assert caught.value.line == 5
    assert caught.value.file == "results"
    assert "NP-3" in caught.value.mistakes[0].suggestion


def test_what_cannot_be_updated_is_refused() -> None:
    for wrong in (
        {"replications": 0},
        {"replications": 2**24 + 1},
        {"seed": -1},
        {"threads": 0},
        {"until": "june"},
        {"until": "2011-06-01"},
        {"until": UNTIL, "by_date": True},
    ):
        with pytest.raises(ValueError, match=r"\w") as caught:
            ayes.update(JUNE, COUNTED, **wrong)  # type: ignore[call-overload]
        assert "--" not in str(caught.value)
    for wrong in ({"replications": 1.5}, {"seed": "1"}, {"until": 17}):
        with pytest.raises(TypeError):
            ayes.update(JUNE, COUNTED, **wrong)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="by_date: no line"):
        ayes.update(JUNE, [{"body": "NP-3", "yes": 1805, "no": 1605}], by_date=True)
    with pytest.raises(ayes.FileError):
        ayes.update(JUNE, "no-such.csv")
    impossible = [
        {"body": body, "yes": yes, "no": no}
        for body, yes, no in (("NP-3", 5, 3405), ("P-2", 3115, 5), ("UCPEA", 2, 1255))
    ]
    with pytest.raises(ayes.NoResultError, match="Farthest from") as refused:
        ayes.update(JUNE, impossible, replications=2000)
    assert refused.value.effective < 100
    arrived = pickle.loads(pickle.dumps(refused.value))
    assert str(arrived) == str(refused.value)
    days = ayes.update(
        JUNE, [row | {"date": UNTIL} for row in impossible], by_date=True, replications=2000
    )
    assert days.days["ratified"].isna().tolist() == [False, True]
    assert np.isnan(days.to_xarray()["layoffs"][-1])
    assert days.plot.chance().texts
    assert "1 of 1 days without a chance" in repr(days)


def test_figures_of_updates() -> None:
    found = ayes.update(JUNE, COUNTED, until=UNTIL, replications=2000)
    assert found.plot.moved(most=5).get_yticklabels()[0].get_text() == found.moved.index[0]
    assert found.plot.layoffs().patches
    assert found.plot.unions().patches
    days = ayes.update(JUNE, ROWS, by_date=True, replications=1000)
    line = days.plot.chance().lines[0]
    assert np.array_equal(line.get_ydata(), days.days["ratified"])
    # Bands of a fan hold one another, and the median lies in all.
    fan = days.plot.fan()
    spans = [
        (band.get_paths()[0].vertices[:, 1].min(), band.get_paths()[0].vertices[:, 1].max())
        for band in fan.collections[:3]
    ]
    assert spans[0][0] <= spans[1][0] <= spans[2][0] <= spans[2][1] <= spans[1][1] <= spans[0][1]
    with pytest.raises(KeyError):
        days.plot.fan("layofs")
    assert len(days.plot.unions(["AFSCME Council 4"]).get_legend().get_texts()) == 1
    with pytest.raises(KeyError):
        days.plot.unions(["AFSCME Council 44"])


def test_a_calibration_is_that_of_the_program(tmp_path: pathlib.Path) -> None:
    asked = ("calibrate", VOTES, "--draws", "60", "--without", "sebac_2009")
    found = ayes.calibrate(VOTES, draws=60, without="sebac_2009")
    assert found.to_json() == program(*asked, "--format", "json")
    assert found.to_toml() == program(*asked, "--format", "toml")
    assert found.report() == program(*asked)
    arrived = pickle.loads(pickle.dumps(found))
    assert arrived == found
    assert arrived.to_toml() == found.to_toml()
    assert arrived.report() == found.report()
    table = pd.read_csv(VOTES, dtype=str, keep_default_na=False)
    assert ayes.calibrate(table, draws=60, without=["sebac_2009"]).support.equals(found.support)
    quantiles = found.support[[0.1, 0.5, 0.9]].to_numpy()
    assert (np.diff(quantiles, axis=1) > 0).all()
    for ending in ("json", "csv", "nc", "parquet", "toml"):
        found.save(tmp_path / f"prior.{ending}")
    assert ayes.read_result(tmp_path / "prior.json") == found
    (tmp_path / "mine.toml").write_text(
        'ayes = 1\nextends = "prior.toml"\n[[unit]]\nunit = "all"\nmembers = 50\n'
    )
    assert ayes.load(tmp_path / "mine.toml").run(100).replications == 100
    assert found.plot.quantities().collections
    assert found.plot.quantities("turnout").collections
    with pytest.raises(ValueError, match="'support' or 'turnout'"):
        found.plot.quantities("swing")
    assert "swing" in repr(found)


def test_what_nothing_can_be_learned_of_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to learn from"):
        ayes.calibrate()
    for wrong in ({"draws": 10}, {"draws": 10**7}, {"without": "sebac_1909"}, {"columns": "=x"}):
        with pytest.raises(ValueError, match=r"\w") as caught:
            ayes.calibrate(VOTES, **wrong)  # type: ignore[arg-type]
        assert "--" not in str(caught.value)
    with pytest.raises(TypeError):
        ayes.calibrate(VOTES, draws=100.5)  # type: ignore[arg-type]
    with pytest.raises(ayes.ScenarioError) as caught_two:
        ayes.calibrate([{"case": "a", "unit": "b", "yes": "x", "no": 5}, {"unit": "c"}])
    assert [mistake.line for mistake in caught_two.value.mistakes] == [2, 3]


def test_a_back_test_is_that_of_the_program(tmp_path: pathlib.Path) -> None:
    asked = ("backtest", VOTES, "--draws", "25", "--reveals", "1")
    found = ayes.backtest(VOTES, draws=25, reveals=1)
    same_tables = [found.to_json(), found.to_csv(), found.report()]
    assert same_tables == [
        program(*asked, "--format", "json"), program(*asked, "--format", "csv"), program(*asked)
    ]  # fmt: skip
    arrived = pickle.loads(pickle.dumps(found))
    assert arrived == found
    assert arrived.report() == found.report()
    assert np.isclose(found.pit().sum(), 1)
    with pytest.raises(KeyError):
        found.pit("everything")
    scores = found.scores
    assert (scores["coverage_0.5"] <= scores["coverage_0.95"]).all()
    assert {"the votes before it", "nothing, all rounds"} < set(scores.index.unique("known"))
    assert (found.ahead.index.get_level_values("method") != "model").all()
    assert set(found.cases.index.unique("method")) == set(scores.index.unique("method"))
    data = found.to_xarray()
    assert (
        float(data["crps"].sel(known="nothing", forecast="model"))
        == (scores.loc[("nothing", "model"), "crps"])
    )
    found.save(tmp_path / "back.json")
    assert ayes.read_result(tmp_path / "back.json") == found
    assert found.plot.coverage().lines
    assert found.plot.ahead().lines
    assert found.plot.pit().patches
    with pytest.raises(KeyError):
        found.plot.coverage(0.9)
    for wrong in ({"draws": 3}, {"reveals": 0}, {"without": "sebac_1909"}):
        with pytest.raises(ValueError, match=r"\w") as caught:
            ayes.backtest(VOTES, **wrong)  # type: ignore[arg-type]
        assert "--" not in str(caught.value)


def test_a_result_is_verified(tmp_path: pathlib.Path) -> None:
    june = ayes.load(JUNE)
    result = june.run(500, points=512)
    result.save(tmp_path / "june.json")
    found = ayes.verify(tmp_path / "june.json", JUNE)
    assert found
    assert found.same
    assert "the same bytes" in repr(found)
    assert ayes.verify(result, june)
    told = june.run(500, points=512, provenance=True)
    assert told.data["run"]["threads"] >= 1
    assert ayes.verify(told, june)
    (tmp_path / "sebac-2011-june.toml").write_text(june.toml())
    assert ayes.verify(tmp_path / "june.json")  # the scenario lies beside it
    text = result.to_json()
    (tmp_path / "other.json").write_text(text.replace('"mean": ', '"mean": 1', 1))
    other = ayes.verify(tmp_path / "other.json", JUNE)
    assert not other
    assert "mean" in other.difference
    with pytest.raises(ValueError, match="another scenario"):
        ayes.verify(result, june.with_("support.swing", 0.2))
    with pytest.raises(ValueError, match="add scenario FILE"):
        ayes.verify(result)
    for missing in (tmp_path / "none.json", JUNE):
        with pytest.raises(ayes.FileError):
            ayes.verify(missing)
