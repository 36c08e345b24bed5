"""Runs and sweeps on Dask are those of one machine, byte for byte, however many workers and deaths."""

import contextlib
import os
import signal
from collections.abc import Iterator

import pytest
from distributed import Client, LocalCluster
from test_run import SCENARIOS

import ayes

JUNE = SCENARIOS / "sebac-2011-june.toml"
QUICK = {"replications": 2000, "points": 512}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
    yield cluster
    with contextlib.suppress(KeyError):  # it looks a killed worker up among those that are left
        cluster.close()


@pytest.fixture(scope="module")
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster) as client:
        yield client


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers(cluster: LocalCluster, client: Client, workers: int) -> None:
    cluster.scale(workers)
    client.wait_for_workers(workers, timeout=300)
    june = ayes.load(JUNE)
    told: list[tuple[int, int]] = []
    found = june.run(
        **QUICK, client=client, shards=7, progress=lambda done, all_: told.append((done, all_))
    )
    assert found == june.run(**QUICK)
    assert told == [(done, 7) for done in range(1, 8)]
    vary = {"support.swing": [0.1, 0.2, 0.3], "ballot.units.P-4": ["bundled", "separate"]}
    asked = {"replications": 300, "points": 256}
    assert ayes.sweep(june, vary, **asked, client=client) == ayes.sweep(june, vary, **asked)


def test_a_worker_that_is_killed_in_the_middle(cluster: LocalCluster, client: Client) -> None:
    cluster.scale(2)
    client.wait_for_workers(2, timeout=300)
    killed: list[int] = []

    def kill_one(done: int, wanted: int) -> None:
        if not killed:
            assert done < wanted
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    june = ayes.load(JUNE)
    found = june.run(**QUICK, client=client, shards=24, progress=kill_one)
    assert killed
    assert found == june.run(**QUICK)


def test_a_mistake_comes_back_as_it_is(client: Client) -> None:
    with pytest.raises(ayes.ScenarioError):
        ayes.load(JUNE).run(100, method="exact", client=client)
    with pytest.raises(ValueError, match="draws with client"):
        ayes.load(JUNE).run(100, draws=["layoffs"], client=client)
    with pytest.raises(ValueError, match="shards=0"):
        ayes.load(JUNE).run(100, client=client, shards=0)


def test_a_sweep_tells_of_points_that_make_no_sense(client: Client) -> None:
    vary = {"support.swing": [0.1, -1.0, 0.3]}
    with pytest.warns(UserWarning, match="point 1 is left out"):
        found = ayes.sweep(JUNE, vary, replications=100, points=256, client=client)
    with pytest.warns(UserWarning, match="point 1 is left out"):
        assert found == ayes.sweep(JUNE, vary, replications=100, points=256)
