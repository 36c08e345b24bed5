"""What comes over the boundary is checked, and what goes wrong is told as Python tells it."""

import _thread
import pathlib
import pickle
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ayes
from ayes._settings import toml_value

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
ONE = """
ayes = 1
title = "One"
[[unit]]
unit = "all"
members = 100
"""


@pytest.fixture(scope="module")
def one() -> ayes.Scenario:
    return ayes.loads(ONE)


def test_every_mistake_has_its_place() -> None:
    with pytest.raises(ayes.ScenarioError) as caught:
        ayes.loads(ONE + "[turnout]\nshar = 0.5\n[support]\npackge = 0.5\n", "here/mine.toml")
    first, second = caught.value.mistakes
    assert (first.file, first.line, first.column) == ("here/mine.toml", 8, 1)
    assert "share" in first.suggestion
    assert (second.path, second.line) == ("support.packge", 10)
    assert str(first) in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert (caught.value.file, caught.value.line) == ("here/mine.toml", 8)
    assert caught.value.path == "turnout.shar"
    assert pickle.loads(pickle.dumps(caught.value)).mistakes == caught.value.mistakes


def test_a_missing_file_is_an_os_error() -> None:
    with pytest.raises(OSError, match=r"no-such\.toml") as caught:
        ayes.load("no-such.toml")
    assert isinstance(caught.value, ayes.FileError)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": -1},
        {"seed": 2**64},
        {"replications": 0},
        {"replications": 10**30},
        {"draws": ["layofs"]},
        {"draws_file": "draws.txt"},
        {"replications": 2**41},
        {"replications": -(2**62)},
        {"method": "guess"},
        {"points": 1000},
        {"points": 0},
        {"precision": 0.6},
        {"precision": 0.0},
        {"precision": float("nan")},
        {"precision": 0.01, "measure": "layofs"},
        {"precision": 0.01, "method": "conditional"},
        {"max_time": 0},
        {"max_time": float("nan")},
        {"threads": 0},
        {"threads": 5000},
    ],
)
def test_arguments_that_cannot_be_are_refused(one: ayes.Scenario, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        one.run(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": "1"},
        {"seed": True},
        {"replications": 1.5},
        {"method": 3},
        {"points": None},
        {"draws": 3},
    ],
)
def test_arguments_of_another_type_are_refused(
    one: ayes.Scenario, wrong: dict[str, object]
) -> None:
    with pytest.raises(TypeError):
        one.run(**wrong)  # type: ignore[arg-type]


def test_the_largest_seed_is_a_seed(one: ayes.Scenario) -> None:
    assert one.run(100, seed=2**64 - 1).seed == 2**64 - 1


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_names_are_kept_or_refused_with_words(name: str) -> None:
    try:
        scenario = ayes.loads(f"ayes = 1\n[[unit]]\nunit = {toml_value(name)}\nmembers = 5\n")
    except ayes.ScenarioError as error:
        assert error.mistakes[0].problem
        return
    except UnicodeEncodeError:
        return  # half a pair of UTF-16: no text at all
    assert list(scenario.run(10).units.index) == [name]


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=6,
    )
)
def test_any_value_is_taken_or_refused_with_words(one: ayes.Scenario, value: object) -> None:
    try:
        changed = one.with_("support.package", value)
    except (ayes.ScenarioError, UnicodeEncodeError):
        return
    assert 0 <= changed.run(10).ratified.value <= 1


def test_values_of_no_kind_are_refused(one: ayes.Scenario) -> None:
    with pytest.raises(TypeError, match="a value of a scenario"):
        one.with_("support.package", object())
    with pytest.raises(TypeError, match="a path is text"):
        one.with_((1, 2))
    with pytest.raises(TypeError, match="mapping or a list"):
        ayes.loads(ONE, changes="support.package=0.5")


def test_ctrl_c_stops_a_run_within_a_second() -> None:
    june = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    pressed = []

    def press() -> None:
        time.sleep(0.5)
        pressed.append(time.monotonic())
        _thread.interrupt_main()

    threading.Thread(target=press).start()
    with pytest.raises(KeyboardInterrupt):
        june.run(2**40, method="sample")
    assert pressed, "the run ended before anybody pressed anything"
    assert june.run(100, points=256).replications == 100


def test_progress_is_told_and_may_end_the_run() -> None:
    class EnoughError(Exception):
        pass

    seen: list[tuple[int, int]] = []

    def progress(done: int, wanted: int) -> None:
        seen.append((done, wanted))
        raise EnoughError

    with pytest.raises(EnoughError):
        ayes.load(SCENARIOS / "sebac-2011-june.toml").run(2**40, method="sample", progress=progress)
    assert len(seen) == 1
    assert 0 < seen[0][0] <= seen[0][1]


def test_other_threads_go_on_while_votes_are_simulated() -> None:
    june = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    turns = 0
    over = threading.Event()

    def run() -> None:
        june.run(100_000, method="sample", threads=1)
        over.set()

    threading.Thread(target=run).start()
    while not over.wait(0.001):
        turns += 1
    assert turns > 10


def test_a_change_that_is_a_mistake_is_named(one: ayes.Scenario) -> None:
    with pytest.raises(ayes.ScenarioError) as caught:
        one.with_("support.packge", 0.5)
    assert caught.value.mistakes[0].file == "with_ support.packge=0.5"
    assert "package" in caught.value.mistakes[0].suggestion


@pytest.mark.parametrize(
    ("vary", "words"),
    [
        ({}, "nothing is varied"),
        ({"support.swing": []}, "there is no value"),
        ({"support.swing": "0.1..0.2"}, "a range has no points"),
        ({"support.swing": "0.1:0.2"}, "needs a step"),
        ({("support.swing", "support.unit"): [(0.1,)]}, "a value for each"),
    ],
)
def test_axes_that_cannot_be_are_refused(
    one: ayes.Scenario, vary: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        ayes.sweep(one, vary, replications=10)
    assert "--" not in str(caught.value)


def test_axes_of_another_type_are_refused(one: ayes.Scenario) -> None:
    for vary in ("support.swing=0.1", {"support.swing": 3}, {3: [1]}):
        with pytest.raises(TypeError):
            ayes.sweep(one, vary, replications=10)  # type: ignore[arg-type]


def test_a_sweep_in_which_nothing_makes_sense_is_refused(one: ayes.Scenario) -> None:
    with pytest.raises(ayes.ScenarioError, match=r"vary support\.swing=-1"):
        ayes.sweep(one, {"support.swing": [-1]}, replications=10)
    with pytest.warns(UserWarning, match="point 1 is left out"):
        found = ayes.sweep(one, {"support.swing": [0.1, -1]}, replications=10)
    assert found.points["ratified"].isna().tolist() == [False, True]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_what_is_no_part_is_refused(state: bytes) -> None:
    with pytest.raises(ayes.FileError):
        ayes.merge([state])


def test_sides_that_cannot_be_compared_are_refused(one: ayes.Scenario) -> None:
    with pytest.raises(ValueError, match="2 to 8"):
        ayes.compare(one)
    with pytest.raises(ValueError, match="labels"):
        ayes.compare(one, one, labels=["A"])
    with pytest.raises(ValueError, match="no target"):
        ayes.solve(one, "support.package", "40%", "60%", "soon")
    with pytest.raises(ValueError, match="no such measure"):
        ayes.solve(one, "support.package", "40%", "60%", "layofs=3")


def test_ctrl_c_stops_sweeps_and_searches() -> None:
    june = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    for ask in (
        lambda: ayes.sweep(june, {"support.swing": [0.1, 0.2]}, replications=2**40),
        lambda: ayes.explain(june, replications=2**40),
        lambda: ayes.compare(june, june, replications=2**40),
        lambda: ayes.solve(june, "support.package", "40%", "60%", "layoffs=9", replications=2**40),
    ):
        threading.Timer(0.5, _thread.interrupt_main).start()
        with pytest.raises(KeyboardInterrupt):
            ask()


CELLS = st.one_of(
    st.none(),
    st.integers(-5, 200),
    st.floats(),
    st.text(max_size=6),
    st.dates(),
    st.sampled_from(["all", "yes", "no", "contract", "50%", "40%..60%", "2011-06-17", "all; all"]),
)
COLUMNS = st.sampled_from(
    ["body", "question", "yes", "no", "cast", "share", "margin", "outcome", "date", "note"]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(COLUMNS, CELLS, max_size=5), max_size=4), st.booleans())
def test_any_results_are_taken_or_refused_with_words(
    one: ayes.Scenario, rows: list[dict[str, object]], by_date: bool
) -> None:
    try:
        found = ayes.update(one, rows, by_date=by_date, replications=300)
    except ayes.ScenarioError as error:
        assert all(mistake.problem and mistake.line > 0 for mistake in error.mistakes)
    except (ayes.NoResultError, ValueError) as error:  # half a pair of UTF-16 among them
        assert str(error)
    else:
        assert found.replications == 300


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_what_is_no_table_is_refused(
    one: ayes.Scenario, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("tables") / "known.csv"
    path.write_bytes(content)
    for ask in (lambda: ayes.update(one, path), lambda: ayes.calibrate(path)):
        with pytest.raises(ayes.ScenarioError):
            ask()
    with pytest.raises((ayes.FileError, ValueError)):
        ayes.verify(path, one)


def test_ctrl_c_stops_updates_calibrations_and_verifications(tmp_path: pathlib.Path) -> None:
    june = ayes.load(SCENARIOS / "sebac-2011-june.toml")
    counted = SCENARIOS / "data/sebac-2011-june-results.csv"
    votes = SCENARIOS / "data/ratification-votes.csv"
    claim = june.run(100, points=256, method="sample").to_json()
    long = tmp_path / "long.json"
    long.write_text(claim.replace('"replications": 100', f'"replications": {2**40}', 1))
    for ask in (
        lambda: ayes.update(june, counted, until="2011-06-17", replications=2**24),
        lambda: ayes.update(june, counted, by_date=True, replications=2**24),
        lambda: ayes.calibrate(votes, draws=10**6),
        lambda: ayes.backtest(votes, draws=100_000),
        lambda: ayes.verify(long, june),
    ):
        threading.Timer(0.5, _thread.interrupt_main).start()
        with pytest.raises(KeyboardInterrupt):
            ask()
