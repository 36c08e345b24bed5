#!/usr/bin/env python3
"""One simulated vote, told exactly: the same random numbers as the program, in plain Python.

    python draws.py SCENARIO.toml --replication 12 --seed 1

Philox4x32-10 addressed by name, every law by its quantile function, every count by inversion. The
counts it prints are those of `ayes replay` for the same replication and seed, unless a uniform falls
within rounding of a step; `closest` says how near the nearest one fell.
"""
import argparse
import json
import math
import sys

import mpmath
import numpy as np
from scipy import special, stats

from reference import Simulation
from scenario import Mistake, Scenario

MASK32, MASK64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
mpmath.mp.dps = 30


# ---- random numbers ---------------------------------------------------------------------------

def philox4x32(counter, key):
    """Philox4x32-10: four 32-bit words in, four out."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & MASK32, (a >> 32) ^ c[3] ^ k[1], a & MASK32]
        k = [(k[0] + 0x9E3779B9) & MASK32, (k[1] + 0xBB67AE85) & MASK32]
    return c


def fnv1a(data):
    x = 0xCBF29CE484222325
    for byte in data:
        x = ((x ^ byte) * 0x100000001B3) & MASK64
    return x


def splitmix_finaliser(x):
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK64
    return x ^ (x >> 31)


class Stream:
    """Uniforms of one replication, by stage, term, name and number."""

    def __init__(self, seed, replication):
        self.key = (seed & MASK32, seed >> 32)
        self.replication = replication

    def uniform(self, round_name, stage, term, name, draw):
        text = "\x1f".join((round_name, stage, term, name))
        mixed = splitmix_finaliser(fnv1a(text.encode()))
        block, k = draw // 2, self.replication
        words = philox4x32((k & MASK32, (k >> 32 & 0xFFFF) << 16 | block, mixed & MASK32, mixed >> 32),
                           self.key)
        word = words[2 * (draw % 2)] | words[2 * (draw % 2) + 1] << 32  # low word first
        return ((word >> 12) + 0.5) * 2.0**-52


# ---- functions, one number at a time ----------------------------------------------------------

def phi(x):
    return float(special.ndtr(x))


def phi2(h, k, r):
    """Φ₂(h, k; r) by quadrature at 30 digits."""
    if max(abs(h), abs(k)) > 1e6:  # one of the two is certain
        return phi(h) * phi(k)
    if r >= 1:
        return phi(min(h, k))
    if r <= -1:
        return max(0.0, phi(h) - phi(-k))
    h, k = mpmath.mpf(h), mpmath.mpf(k)
    density = lambda a: mpmath.exp(-(h * h + k * k - 2 * h * k * mpmath.sin(a)) / (2 * mpmath.cos(a)**2))
    arc = mpmath.quad(density, mpmath.linspace(0, mpmath.asin(mpmath.mpf(r)), 5))
    return mpmath.ncdf(h) * mpmath.ncdf(k) + arc / (2 * mpmath.pi)


class Closest:
    """How near a uniform came to a step of a count, and a rounded number to a whole one."""

    def __init__(self):
        self.binomial, self.floor, self.chance = (1.0, ""), (1.0, ""), (1.0, "")

    def note(self, which, distance, what):
        setattr(self, which, min(getattr(self, which), (float(distance), what)))


class Exact:
    """The program's random numbers of one replication, and counts by inversion: a source for `Simulation`."""

    rows = 1

    def __init__(self, seed, replication):
        self.stream, self.closest = Stream(seed, replication), Closest()

    def uniform(self, *address):
        return np.array([self.stream.uniform(*address)])

    def normal(self, *address):
        return special.ndtri(self.uniform(*address))

    def note(self, distance, what):
        self.closest.note("chance", np.min(distance), what)

    def whole(self, x, uniform, what):
        total = x + uniform
        if np.max(x) > 0:
            self.closest.note("floor", np.min(np.abs(total - np.round(total))), what)
        return np.floor(total)

    def both(self, h, k, r):
        return np.array([float(phi2(*each)) for each in zip(h, k, r)])

    def answers(self, s_p, s_c, r):
        found = []
        for a, b, c in zip(s_p, s_c, r):
            p, j = phi(a), phi2(float(a), float(b), float(c))
            rest = mpmath.ncdf(-a) if abs(a) < 1e6 else 1 - p
            found.append((p, float(min(max(j / p, 0), 1)) if p > 0 else 0.0,
                          float(min(max((mpmath.ncdf(b) - j) / rest, 0), 1)) if rest > 0 else 0.0))
        return [np.array(each) for each in zip(*found)]

    def count(self, n, p, address, where):
        n = np.broadcast_to(n, len(where))
        uniform = self.stream.uniform(*address)
        return np.array([self.binomial(int(a), b, uniform, " ".join(map(str, address))) for a, b in zip(n, p)], np.int64)

    def binomial(self, n, p, uniform, what):
        """The smallest k whose cumulative probability reaches the uniform."""
        p = min(max(float(p), 0.0), 1.0)
        if n == 0 or p == 0.0:
            return 0
        if p == 1.0:
            return n
        k = int(stats.binom.ppf(uniform, n, p))
        below = lambda j: 0.0 if j < 0 else float(special.bdtr(j, n, p)) if j < n else 1.0
        k = min(max(k, 0), n)
        while below(k) < uniform:
            k += 1
        while k > 0 and below(k - 1) >= uniform:
            k -= 1
        near = min(abs(below(k) - uniform), abs(below(k - 1) - uniform))
        if near < 1e-10:  # too near for double precision: sum the terms
            q = mpmath.mpf(p)
            total, j = mpmath.mpf(0), -1
            while total < uniform and j < n:
                j += 1
                total += mpmath.binomial(n, j) * q**j * (1 - q)**(n - j)
            k = j
        self.closest.note("binomial", near, what)
        return k


class Replay:
    """One simulated vote, and the later ones, as plain numbers."""

    def __init__(self, sc, seed, replication):
        source = Exact(seed, replication)
        self.sim = sim = Simulation(sc, source, tell=True)
        people, first, day_by_day = sim.people, sim.outcomes[0], sim.calendar
        one = lambda values: np.asarray(values).reshape(-1)[0].item()
        self.told = {"seed": seed, "replication": replication,
                     "inputs": {path: one(people.value(path)) for path in sc.inputs()},
                     "swing": one(people.swing), "groups": {name: one(term) for name, term in people.groups.items()},
                     "ratified": one(sim.votes.ratified), "ever": one(sim.ever),
                     "saved": one(sim.saved), "claimed": one(sim.claimed),
                     "refused": one(sim.of_last(lambda outcome: outcome.refused)),
                     "imposed": one(sim.of_last(lambda outcome: outcome.imposed))}
        if people.heavy is not None:
            self.told["heavy_tail"] = one(people.heavy)
        self.told["unions"] = {union: {"term": people.union_term[0, k].item(), "yes": sim.votes.union_yes[0, k].item(),
                                       "absent": bool(sim.votes.is_absent(("union", k))[0])}
                               for k, union in enumerate(sc.unions)}
        told, pay, in_force = (sim.told[key]["as it fell"] for key in ("laid_off", "pay", "in_force"))
        self.rows = [{
            "unit": unit.name, "union": unit.union, "ballot": sc.ballot(unit, "design", self.then(i)), "outside": unit.outside,
            "s_package": day_by_day.s["package"][0, i].item(), "s_contract": day_by_day.s["contract"][0, i].item(),
            "tau": people.tau[0, i].item(), "b": day_by_day.share[0, i].item(),
            "returned": sim.returned[0, i].item(), "cast": day_by_day.cast[0, i].item(),
            "package": day_by_day.package[0, i].item(), "missed": day_by_day.missed[0, i].item(), "contract": sim.votes.own[1][0, i].item(),
            "package_yes": sim.votes.unit_yes[0, i].item(), "contract_yes": sim.votes.contract_yes[0, i].item(),
            "asked": sim.votes.asked[0, i].item(),
            "package_in_force": sim.told["bound"][0, i].item(), "protected": in_force[0, i].item(), "pay": pay[0, i].item(),
            **{key: int(told[key][0, i]) for key in ("notices", "separated", "recalled")},
            "layoffs": int(told["separated"][0, i] - told["recalled"][0, i])} for i, unit in enumerate(sc.units)]
        self.told["units"] = self.rows
        self.told["momentum"] = not people.sc.law("calendar.momentum").fixed or one(people.value("calendar.momentum")) != 0
        self.told["days"] = [{
            "date": day, "package": "dead" if dead[0] else "safe" if safe[0] else "open", "surprise": heard[0].item(),
            "move": move[0].item(), "units": [{"unit": unit.name, "delayed": bool(day_by_day.delayed[0, i]),
                                               "missed": bool(day_by_day.missed[0, i])}
                                              for i, unit in enumerate(sc.units) if day_by_day.day[0, i] == day]}
            for day, dead, safe, heard, move in day_by_day.days]
        self.told["rounds"] = [self.round(k) for k in range(1, len(sim.outcomes))]
        final = {key: int(sim.final[key].sum()) for key in sim.final}
        self.told["layoffs"] = final | {"layoffs": final["separated"] - final["recalled"]}
        self.told["closest"] = vars(source.closest)

    def then(self, i):
        """What is different when a unit that was delayed votes at last."""
        delay = self.sim.calendar.delay[i]
        return delay.get("then", {}) if delay and self.sim.calendar.delayed[0, i] else None

    def round(self, k):
        sim, outcome, row = self.sim, self.sim.outcomes[k], self.sim.sc.get("round")[k - 1]
        if not sim.held[k][0]:
            return {"name": row["name"], "held": False}
        votes = outcome.votes
        return {"name": row["name"], "held": True, "shift": sim.shifts[k][0].item(), "ratified": votes.ratified[0].item(),
                "unions": {union: votes.union_yes[0, j].item() for j, union in enumerate(sim.sc.unions)},
                "units": [{"unit": unit.name, "voted": sim.voted[k][0, i].item(), "cast": votes.cast[0, i].item(),
                           "package_yes": votes.package[0, i].item(), "says_package": votes.unit_yes[0, i].item(),
                           "says_contract": votes.contract_yes[0, i].item(), "asked": votes.asked[0, i].item(),
                           "package_in_force": outcome.bound[0, i].item(),
                           "contract_in_force": sim.in_force[k][0, i].item()} for i, unit in enumerate(sim.sc.units)]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario")
    parser.add_argument("--replication", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        replay = Replay(Scenario(options.scenario), options.seed, options.replication)
    except Mistake as mistake:
        sys.exit(f"{options.scenario}: {mistake}")
    json.dump(replay.told, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
