"""Figures show the numbers of their result, with its errors."""

from collections.abc import Iterator

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from test_run import SCENARIOS

import ayes

matplotlib.use("Agg")
JUNE = SCENARIOS / "sebac-2011-june.toml"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def result() -> ayes.Result:
    return ayes.load(JUNE).run(3000, points=512, draws=["ratified", "layoffs"])


def test_a_histogram_adds_up_to_all_votes(result: ayes.Result) -> None:
    ax = result.plot.layoffs()
    assert np.isclose(sum(bar.get_height() for bar in ax.patches), 100)
    assert len(ax.containers) == 4  # bars and error bars, of both results
    assert ax.get_xlabel() == "layoffs (jobs)"


def test_figures_of_a_run(result: ayes.Result) -> None:
    plots = result.plot
    unions = plots.unions()
    assert unions.get_yticklabels()[0].get_text() == "AFSCME Council 4"
    assert unions.patches[0].get_width() == result.unions.loc["AFSCME Council 4", "yes"]
    assert len(plots.shares("contract").get_yticklabels()) == 34
    assert plots.cumulative().lines
    assert plots.influences().patches
    assert plots.gamble("NP-4").containers
    with pytest.raises(KeyError):
        plots.gamble("NP-99")
    line = plots.convergence("layoffs").lines[0]
    assert np.isclose(line.get_ydata()[-1], result.draws("layoffs").mean())
    other = ayes.load(JUNE).with_("layoffs.rejected.threat", 4000).run(1000, points=512)
    legend = plots.overlay(other, labels=["7,500", "4,000"]).get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["7,500", "4,000"]
    with pytest.raises(ValueError, match="no \\[calendar\\]"):
        plots.fan()


def test_a_fan_over_dates_ends_in_the_result() -> None:
    result = ayes.load(SCENARIOS / "features/calendar.toml").run(2000)
    ax = result.plot.fan()
    lost = ax.collections[0].get_paths()[0].vertices
    days = result.days

    def level(place: float) -> float:
        """Return how high the lost ones reach just after a place."""
        return float(lost[(lost[:, 0] >= place) & (lost[:, 0] < place + 0.5), 1].max())

    # A day's count settles what the next morning knows; the last day's gives the result.
    assert np.isclose(level(0), days["dead_before"].iloc[1])
    assert np.isclose(level(1), days["dead_before"].iloc[2])
    assert np.isclose(level(4), 1 - result.ratified.value)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["4 Mar", "5 Mar", "8 Mar"]


def test_figures_of_sweeps() -> None:
    one = ayes.sweep(JUNE, {"support.swing": [0.1, 0.2, 0.3]}, replications=500, points=512)
    line = one.plot.curve().lines[0]
    assert np.array_equal(line.get_ydata(), one.points["ratified"])
    with pytest.raises(ValueError, match="two axes"):
        one.plot.heat_map()
    two = ayes.sweep(
        JUNE,
        {"support.swing": [0.1, 0.2], "rule.unions.at_most": [0, 1, 2]},
        replications=500,
        points=512,
    )
    image = two.plot.heat_map("layoffs").images[0].get_array()
    assert image is not None
    assert np.array_equal(np.asarray(image).T.ravel(), two.points["layoffs"])
    assert len(two.plot.curve().lines) >= 3
    with pytest.raises(KeyError, match="no measure"):
        two.plot.curve("layofs")


def test_figures_of_the_other_questions() -> None:
    compared = ayes.compare(JUNE, {"ballot.units.P-4": "separate"}, replications=2000, points=512)
    assert compared.plot.differences().containers
    moved = compared.quantiles()
    shift = compared.plot.shift().lines[0]
    assert np.array_equal(shift.get_ydata(), moved["second"] - moved["first"])
    assert compared.plot.unions().get_yticklabels()[0].get_text() == "CSEA/SEIU Local 2001"
    solved = ayes.solve(
        JUNE, "support.package", "40%", "80%", "ratified=0.5", replications=500, points=512
    )
    assert solved.plot.curve().lines
    explained = ayes.explain(JUNE, replications=1000, points=512)
    assert len(explained.plot.tornado().patches) % 2 == 0
    assert explained.plot.decides("units", most=5).patches
    assert explained.plot.variance().patches
