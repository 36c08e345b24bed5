"""Runs and sweeps on the workers of Dask: cut into shards of votes and points, never of seeds.

A task is a function of its arguments alone and returns the state of its shard, so Dask may carry it
out again when a worker dies; whole-number tallies make the merged result that of one machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ayes import _core
from ayes._merge import merge
from ayes._progress import Progress
from ayes._result import Result
from ayes._sweep import Sweep

if TYPE_CHECKING:
    from distributed import Client

    from ayes._scenario import Scenario

VOTES_A_SHARD = 50_000  # enough that reading the scenario and merging take little beside them
SHARDS_A_THREAD = 4  # so that nobody waits long for the last
MOST_SHARDS = 4096
RETRIES = 3


def _count_run(
    scenario: Scenario, plan: dict[str, Any], number: int, of: int, threads: int
) -> bytes:
    return _core.run_part(scenario._core, _core.plan(**plan), number, of, threads)


def _count_sweep(scenario: Scenario, state: bytes, threads: int) -> bytes:
    return _core.carry_on_sweep(scenario._core, state, threads)


def run_on(
    client: Client,
    scenario: Scenario,
    plan: dict[str, Any],
    shards: int | None,
    threads: int | None,
    progress: Progress | None,
) -> Result:
    """Count a run's votes on the workers; the arguments are those of `Scenario.run`."""
    of = _shards(client, shards, math.ceil(plan["replications"] / VOTES_A_SHARD))
    states = _carry_out(
        client,
        _count_run,
        [(scenario, plan, number + 1, of, threads or 1) for number in range(of)],
        progress,
    )
    merged = merge(states)
    assert isinstance(merged, Result)
    return merged


def sweep_on(
    client: Client,
    scenario: Scenario,
    axes: list[tuple[str, str]],
    design: str,
    measures: list[str],
    plan: dict[str, Any],
    shards: int | None,
    threads: int | None,
    progress: Progress | None,
) -> Sweep:
    """Count a sweep's points on the workers; the arguments are those of `ayes.sweep`."""
    core = scenario._core
    whole = _core.plan(**plan)
    of = _shards(client, shards, MOST_SHARDS)
    states = _carry_out(
        client,
        _count_sweep,
        [
            (scenario, state, threads or 1)
            for state in _core.sweep_parts(core, axes, design, measures, whole, of)
        ],
        progress,
    )
    merged = merge(states)
    assert isinstance(merged, Sweep)
    return merged


def _shards(client: Client, shards: int | None, most: int) -> int:
    if shards is None:
        threads = int(sum(client.nthreads().values()))
        return max(1, min(SHARDS_A_THREAD * threads, most, MOST_SHARDS))
    if not 1 <= shards <= MOST_SHARDS:
        raise ValueError(f"shards={shards}: write 1 to {MOST_SHARDS}")
    return shards


def _carry_out(
    client: Client,
    function: Callable[..., bytes],
    tasks: list[tuple[Any, ...]],
    progress: Progress | None,
) -> list[bytes]:
    """Return what the tasks return; when interrupted, none goes on."""
    from distributed import as_completed

    futures = [client.submit(function, *task, pure=False, retries=RETRIES) for task in tasks]
    states: dict[str, bytes] = {}
    try:
        for future, state in as_completed(futures, with_results=True):
            states[future.key] = state
            if progress is not None:
                progress(len(states), len(futures))
    except BaseException:
        client.cancel(futures)
        raise
    return [states[future.key] for future in futures]
