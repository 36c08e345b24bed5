"""What every simulation is asked: how many votes, which of them, how they are estimated."""

from __future__ import annotations

from ayes import _core

USUAL_REPLICATIONS = 100_000
MOST_REPLICATIONS = 2**40


def plan_of(seed: int, replications: int, method: str, points: int) -> _core.Plan:
    """Return the plan; raises ValueError and TypeError for what can't be."""
    for name, value in (("seed", seed), ("replications", replications), ("points", points)):
        if isinstance(value, bool):
            raise TypeError(f"{name} is a whole number, not {value}")
    if not 0 <= seed < 2**64:
        raise ValueError(f"seed={seed}: write 0 to 2**64 - 1")
    if not 1 <= replications <= MOST_REPLICATIONS:
        raise ValueError(f"replications={replications}: write 1 to 2**40")
    if not 256 <= points <= 2**30:
        raise ValueError(f"points={points}: write a power of 2 from 256 to 2**30")
    return _core.plan(seed, replications, method, points)


def threads_of(threads: int | None) -> int:
    """Return the number of threads, 0 for all that the machine has."""
    if threads is None:
        return 0
    if not 1 <= threads <= 1024:
        raise ValueError(f"threads={threads}: write 1 to 1024")
    return threads
