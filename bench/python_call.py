"""What a call from Python costs beside the run itself: `python bench/python_call.py`.

Runs of ever fewer votes of a small scenario are timed in Python and compared with the time that the
engine says it took; the last column is a run of some 1 ms.
"""

import statistics
import time

import ayes

ONE = 'ayes = 1\ntitle = "One"\n[[unit]]\nunit = "all"\nmembers = 100\n'


def seconds(call: object, times: int = 200) -> float:
    """Return the median time of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()  # type: ignore[operator]
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


scenario = ayes.loads(ONE)
empty = seconds(lambda: scenario.run(1, method="sample", threads=1))
print(f"a run of one vote, everything that a call costs: {1e6 * empty:.0f} us")
for votes in (1_000, 10_000, 100_000):
    all_in = seconds(lambda votes=votes: scenario.run(votes, method="sample", threads=1))
    print(f"a run of {votes:,} votes: {1e3 * all_in:.3f} ms")
result = scenario.run(1000)
print(f"its JSON, when asked for: {1e6 * seconds(lambda: scenario.run(1000).to_json()):.0f} us")
