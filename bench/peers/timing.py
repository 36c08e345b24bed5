"""Runs a program and says how long it took: wall, processor and peak memory, as the system counts them."""
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass

# One thread in whatever a library would start on its own.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                                     "OPENTURNS_NUM_THREADS")}


@dataclass
class Timed:
    seconds: float  # from start to end of the process
    cpu: float      # of all its threads, user and system
    megabytes: float
    output: str


def timed(command):
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=output,
                                   env=os.environ | ONE_THREAD)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
        output.seek(0)
        return Timed(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read())
