"""The one-factor model of one-factor.toml in OpenTURNS: the chance that 14 of 15 latents are above 0.

The latents are either one normal law of 15 dimensions ("correlated") or 16 independent normals, the first of
them common ("factor"). Three ways to count them:

    formula   ProbabilitySimulationAlgorithm, the event a SymbolicFunction
    function  ProbabilitySimulationAlgorithm, the event a PythonFunction on whole blocks, in NumPy
    sample    getSample, a block at a time, counted by NumPy

    python one_factor_openturns.py -n 1000000 --way formula --latents factor --block 256
"""
import argparse
import json
import math

import numpy as np
import openturns as ot

VOTERS, NEEDED, MEAN, CORRELATION = 15, 14, 0.9, 0.5


class Correlated:
    def __init__(self):
        correlation = ot.CorrelationMatrix(VOTERS)
        for i in range(VOTERS):
            for j in range(i):
                correlation[i, j] = CORRELATION
        self.law = ot.Normal([MEAN] * VOTERS, [1.0] * VOTERS, correlation)
        self.names = [f"x{i}" for i in range(VOTERS)]
        self.formula = " + ".join(f"({name} > 0)" for name in self.names)

    def yes(self, sample):
        return (np.asarray(sample) > 0).sum(axis=1)


class Factor:
    """At a correlation of one half a latent is MEAN + (z + x) / sqrt(2)."""

    BOUND = -MEAN * math.sqrt(2)

    def __init__(self):
        self.law = ot.Normal(VOTERS + 1)
        own = [f"x{i}" for i in range(VOTERS)]
        self.names = ["z", *own]
        self.formula = " + ".join(f"({x} + z > {self.BOUND!r})" for x in own)

    def yes(self, sample):
        sample = np.asarray(sample)
        return (sample[:, 1:] > self.BOUND - sample[:, :1]).sum(axis=1)


def simulated_event(latents, function, n, block):
    vector = ot.CompositeRandomVector(function, ot.RandomVector(latents.law))
    event = ot.ThresholdEvent(vector, ot.Greater(), NEEDED - 0.5)
    algorithm = ot.ProbabilitySimulationAlgorithm(event, ot.MonteCarloExperiment())
    algorithm.setBlockSize(block)
    algorithm.setMaximumOuterSampling(n // block)
    algorithm.setMaximumCoefficientOfVariation(-1)  # no early end
    algorithm.setMaximumStandardDeviation(-1)
    algorithm.setConvergenceStrategy(ot.Compact())  # keeps no history
    algorithm.run()
    return algorithm.getResult().getProbabilityEstimate()


def formula(latents, n, block):
    function = ot.SymbolicFunction(latents.names, [latents.formula])
    return simulated_event(latents, function, n, block)


def function(latents, n, block):
    counts = ot.PythonFunction(len(latents.names), 1,
                               func_sample=lambda x: latents.yes(x).astype(float)[:, None])
    return simulated_event(latents, counts, n, block)


def sample(latents, n, block):
    passed = 0
    for _ in range(n // block):
        passed += np.count_nonzero(latents.yes(latents.law.getSample(block)) >= NEEDED)
    return passed / n


WAYS = {"formula": formula, "function": function, "sample": sample}
LATENTS = {"correlated": Correlated, "factor": Factor}


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("-n", type=int, default=2**20, help="replications; whole blocks of them are done")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--way", choices=WAYS, default="formula")
    words.add_argument("--latents", choices=LATENTS, default="factor")
    words.add_argument("--block", type=int, default=1024, help="replications at a time")
    words = words.parse_args()

    ot.Log.Show(ot.Log.NONE)
    ot.TBB.Disable()  # one thread
    ot.RandomGenerator.SetSeed(words.seed)
    n = max(1, words.n // words.block) * words.block
    chance = WAYS[words.way](LATENTS[words.latents](), n, words.block)
    error = math.sqrt(chance * (1 - chance) / n)
    print(json.dumps({"replications": n, "ratified": {"mean": chance, "se": error}}))


if __name__ == "__main__":
    main()
