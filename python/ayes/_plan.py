"""What every simulation is asked: how many votes, which of them, how they are estimated."""

from __future__ import annotations

from collections.abc import Sequence

from ayes import _core

USUAL_REPLICATIONS = 100_000
MOST_REPLICATIONS = 2**40


def plan_of(seed: int, replications: int, method: str, points: int) -> _core.Plan:
    """Return the plan; raises ValueError and TypeError for what can't be."""
    count_of("seed", seed, 0, 2**64 - 1, "2**64 - 1")
    count_of("replications", replications, 1, MOST_REPLICATIONS, "2**40")
    if not 256 <= points <= 2**30:
        raise ValueError(f"points={points}: write a power of 2 from 256 to 2**30")
    if isinstance(points, bool):
        raise TypeError(f"points is a whole number, not {points}")
    return _core.plan(seed, replications, method, points)


def count_of(name: str, value: int, least: int, most: int, most_in_words: str) -> None:
    """Raise TypeError where a value is no whole number, ValueError outside of least to most."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} is a whole number, not {value!r}")
    if not least <= value <= most:
        raise ValueError(f"{name}={value}: write {least} to {most_in_words}")


def threads_of(threads: int | None) -> int:
    """Return the number of threads, 0 for all that the machine has."""
    if threads is None:
        return 0
    if not 1 <= threads <= 1024:
        raise ValueError(f"threads={threads}: write 1 to 1024")
    return threads


def names_of(given: str | Sequence[str]) -> list[str]:
    """Return a list of names, of one name given alone too."""
    return [given] if isinstance(given, str) else list(given)


def seconds_of(save_every: float | None, resume: object) -> str:
    """Return the time between two states as the program takes it; "" if it isn't said."""
    if save_every is None:
        return ""
    if resume is None:
        raise ValueError(f"save_every={save_every}: there is no state to save; add resume")
    if not 0 < save_every < 1e9:
        raise ValueError(f"save_every={save_every}: write seconds above 0")
    return f"{save_every}s"


def check_part(number: int, of: int) -> None:
    """Raise ValueError where there is no such part."""
    count_of("of", of, 1, 65536, "65,536")
    count_of("number", number, 1, of, f"{of}, the last part")
