"""What a call from Python costs beside the run itself: `python bench/python_call.py`.

A call that fails at once goes the whole way into the engine and back, so its time is the overhead of
a call; a run of one vote adds what a run costs before and after its votes. Times are the least of
many calls (a machine that does other things adds to a call and never takes from it), and processor
time beside them.
"""

import contextlib
import time
from collections.abc import Callable

import ayes

ONE = 'ayes = 1\ntitle = "One"\n[[unit]]\nunit = "all"\nmembers = 100\n'


def least(call: Callable[[], object], times: int = 300) -> tuple[float, float]:
    """Return the least time of a call, and its mean processor time, in milliseconds."""
    call()
    shortest = float("inf")
    before = time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        call()
        shortest = min(shortest, time.perf_counter() - start)
    return 1e3 * shortest, 1e3 * (time.process_time() - before) / times


def tell(what: str, call: Callable[[], object]) -> None:
    """Print what a call takes."""
    shortest, busy = least(call)
    print(f"{what:<40} {shortest:8.3f} ms   processor {busy:8.3f} ms")


def nothing() -> None:
    """Go into the engine and back: arguments, the thread that works, an exception with words."""
    with contextlib.suppress(ayes.FileError):
        ayes.merge([b""])


tell("a call that does nothing", nothing)
scenario = ayes.loads(ONE)
for votes in (1, 1_000, 10_000, 20_000):
    tell(
        f"a run of {votes:,} votes",
        lambda votes=votes: scenario.run(votes, method="sample", threads=1),
    )
tell("the same of 1,000, and its JSON", lambda: scenario.run(1000, threads=1).to_json())
