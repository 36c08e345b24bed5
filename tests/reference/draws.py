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

from reference import Votes
from scenario import Mistake, Scenario, fail, probit

ROUND = "first"
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

    def uniform(self, stage, term, name, draw):
        text = "\x1f".join((ROUND, stage, term, name))
        mixed = splitmix_finaliser(fnv1a(text.encode()))
        block, k = draw // 2, self.replication
        words = philox4x32((k & MASK32, (k >> 32 & 0xFFFF) << 16 | block, mixed & MASK32, mixed >> 32),
                           self.key)
        word = words[2 * (draw % 2)] | words[2 * (draw % 2) + 1] << 32  # low word first
        return ((word >> 12) + 0.5) * 2.0**-52

    def normal(self, *address):
        return float(special.ndtri(self.uniform(*address)))


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


def student(uniform, nu):
    if math.isinf(nu):
        return float(special.ndtri(uniform))
    return float(stats.t.ppf(uniform, nu)) * math.sqrt((nu - 2) / nu)


class Closest:
    """How near a uniform came to a step of a count, and a rounded number to a whole one."""

    def __init__(self):
        self.binomial, self.floor, self.chance = (1.0, ""), (1.0, ""), (1.0, "")

    def note(self, which, distance, what):
        setattr(self, which, min(getattr(self, which), (float(distance), what)))


class Replay:
    def __init__(self, sc, seed, replication):
        self.sc, self.stream, self.closest = sc, Stream(seed, replication), Closest()
        self.inputs = {path: float(sc.laws[path].quantile(self.stream.uniform("input", "value", path, 0)))
                       for path in sc.inputs()}
        self.told = {"seed": seed, "replication": replication, "inputs": self.inputs}
        self.rows = [{"unit": u.name, "union": u.union} for u in sc.units]
        self.support()
        self.vote()
        self.consequences()
        self.told["units"] = self.rows
        self.told["closest"] = vars(self.closest)

    def value(self, path):
        return self.inputs[path] if path in self.inputs else float(self.sc.law(path).p[0])

    def unit_value(self, own, general, unit):
        path = own.format(unit.key)
        return self.value(path if path in self.sc.laws else general)

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

    def whole(self, x, uniform, what):
        total = x + uniform
        if x > 0:
            self.closest.note("floor", abs(total - round(total)), what)
        return math.floor(total)

    # ---- section 1 ---------------------------------------------------------------------------

    def support(self):
        sc, draw, n = self.sc, self.stream, len(self.sc.units)
        tails = float(sc.get("support", "tails", default=math.inf))
        swing_tails = float(sc.get("support", "swing_tails", default=math.inf))
        self.z_swing = draw.normal("support", "swing", "", 0)
        swing = self.value("support.swing") * student(draw.uniform("support", "swing", "", 0), swing_tails)
        self.told["swing"] = swing
        self.told["unions"] = {}
        for union in sc.unions:
            u = draw.uniform("support", "union", union, 0)
            self.told["unions"][union] = {"term": self.value("support.union") * student(u, tails)}
        self.told["groups"] = {}
        in_groups = [0.0] * n
        for name, path, members in sc.groups():
            for cell, units in members.items():
                term = self.value(path) * draw.normal("support", "group", name + "\x1f" + cell, 0)
                self.told["groups"][f"{name} {cell}"] = term
                for i in units:
                    in_groups[i] += term
        u_unit = [draw.uniform("vote", "unit", u.name, 0) for u in sc.units]
        u_split = [draw.uniform("vote", "unit", u.name, 1) for u in sc.units]
        self.z_unit = [float(special.ndtri(u)) for u in u_unit]
        lower, scale = sc.correlation(), 1.0
        given = lower is not None
        if given:
            self.z_unit = [math.fsum(lower[k][j] * self.z_unit[j] for j in range(n)) for k in range(n)]
            if not math.isinf(tails):
                chi2 = float(stats.chi2.ppf(draw.uniform("support", "tails", "matrix", 0), tails))
                self.told["heavy_tail"] = scale = math.sqrt((tails - 2) / chi2)
        slopes = []
        for path, x, on, grows_with, at in sc.covariates():
            slopes.append((self.value(path) * (self.value(grows_with) / at if grows_with else 1.0), x, on))
        for i, unit in enumerate(sc.units):
            row = self.rows[i]
            if given:
                noise = self.value("support.correlation.sd") * self.z_unit[i] * scale
                row["unit_term"] = noise
            else:
                row["unit_term"] = self.value("support.unit") * student(u_unit[i], tails)
                noise = self.told["unions"][unit.union]["term"] + row["unit_term"]
            row["split"] = self.value("support.contract.sd") * student(u_split[i], tails)
            own, law = sc.own("support.units.{}.package", unit), sc.own("support.units.{}.contract", unit)
            if own is None or own.fixed:
                share = self.value("support.package") if own is None else own.p[0]
                median, doubt = float(probit(share)), noise
            elif given:
                if own.family != "probit-normal":
                    fail(own.place, "with a matrix an uncertain share is probit-normal")
                median, doubt = own.p[0], own.p[1] * self.z_unit[i]
            else:
                median = own.median()
                doubt = float(own.probit(u_unit[i])) - median
            base = median + doubt
            if law is None:
                shift = self.unit_value("support.units.{}.shift", "support.contract.shift", unit)
                contract = base + shift + row["split"]
            elif law.fixed:
                contract = float(probit(law.p[0])) + doubt + row["split"]
            else:
                contract = float(law.probit(u_split[i]))
            shared = swing + in_groups[i]
            moved = {q: sum(slope * float(x[i]) for slope, x, on in slopes if q in on)
                     for q in ("package", "contract")}
            row["s_package"] = base + shared + moved["package"]
            row["s_contract"] = contract + shared + moved["contract"]

    # ---- section 2 ---------------------------------------------------------------------------

    def turnout(self, i, unit):
        sc, draw, rho = self.sc, self.stream, self.value("turnout.with_support")
        mix = lambda z, *address: rho * z + math.sqrt(1 - rho * rho) * draw.normal(*address)
        swing = self.value("turnout.swing") * mix(self.z_swing, "support", "swing", "", 1)
        z_union = draw.normal("support", "union", unit.union, 0)
        union = self.value("turnout.union") * mix(z_union, "support", "union", unit.union, 1)
        z = mix(self.z_unit[i], "vote", "unit", unit.name, 2)
        own = sc.own("turnout.units.{}", unit)
        if own is not None and not own.fixed:
            return float(own.probit(special.ndtr(z))) + swing
        share = self.value("turnout.share") if own is None else own.p[0]
        return float(probit(share)) + swing + union + self.value("turnout.unit") * z

    def vote(self):
        sc, r = self.sc, self.value("support.same_voter")
        self.designs = [sc.ballot(unit, "design") for unit in sc.units]
        for i, (unit, row) in enumerate(zip(sc.units, self.rows)):
            u_cast, u1, u2, u3 = (self.stream.uniform("vote", "unit", unit.name, d) for d in (4, 5, 6, 7))
            s_p, s_c = row["s_package"], row["s_contract"]
            row["ballot"] = self.designs[i]
            row["tau"] = self.turnout(i, unit)
            row["turnout"] = phi(row["tau"])
            cast = self.binomial(unit.eligible, row["turnout"], u_cast, f"{unit.name} cast")
            if self.designs[i] == "bundled":
                row["b"] = float(self.bundled(unit, s_p, s_c, r))
                package = contract = self.binomial(cast, row["b"], u1, f"{unit.name} bundled")
            else:
                p, c, contract = phi(s_p), phi(s_c), 0
                row["p"] = p
                package = self.binomial(cast, p, u1, f"{unit.name} package")
                if self.designs[i] == "separate":
                    j = phi2(s_p, s_c, r)
                    row["c"], row["j"] = c, float(j)
                    among_yes = j / p if p > 0 else 0
                    rest = mpmath.ncdf(-s_p) if abs(s_p) < 1e6 else 1 - p
                    among_no = (mpmath.ncdf(s_c) - j) / rest if rest > 0 else 0
                    contract = (self.binomial(package, among_yes, u2, f"{unit.name} contract, U2")
                                + self.binomial(cast - package, among_no, u3, f"{unit.name} contract, U3"))
            row["returned"], unreturned = cast, sc.ballot(unit, "unreturned")
            if unreturned == "yes":
                package += unit.eligible - cast
                contract += unit.eligible - cast if self.designs[i] != "package-only" else 0
            row["cast"] = cast if unreturned == "not counted" else unit.eligible
            row["package"], row["contract"] = package, contract
        column = lambda key: np.array([[row[key] for row in self.rows]], np.int64)
        asked = [design != "package-only" for design in self.designs]
        votes = Votes(sc, column("cast"), column("package"), column("contract"), asked)
        self.ratified = bool(votes.ratified[0])
        self.told["ratified"] = self.ratified
        for k, union in enumerate(sc.unions):
            self.told["unions"][union]["yes"] = bool(votes.union_yes[0, k])
        binds = sc.get("consequences", "package_binds", default="everyone")
        for i, row in enumerate(self.rows):
            row["package_yes"] = bool(votes.unit_yes[0, i])
            row["contract_yes"] = bool(votes.contract_yes[0, i])
            union_yes = bool(votes.union_yes[0, sc.of_union[i]])
            approved = union_yes or (votes.everyone is not None and bool(votes.everyone[0]))
            row["package_in_force"] = (approved if votes.each else
                                       self.ratified and (binds == "everyone" or approved))
            row["package_in_force"] &= votes.gate is None or bool(votes.gate[0])

    def bundled(self, unit, s_p, s_c, r):
        w = self.unit_value("ballot.units.{}.weight", "ballot.weight", unit)
        penalty = self.unit_value("ballot.units.{}.penalty", "ballot.penalty", unit)
        how = self.sc.ballot(unit, "bundled_yes_if")
        if how == "both":
            return phi2(s_p - penalty, s_c - penalty, r)
        if how == "either":
            return 1 - phi2(penalty - s_p, penalty - s_c, r)
        top = w * s_p + (1 - w) * s_c - penalty
        square = w * w + (1 - w)**2 + 2 * w * (1 - w) * r
        return phi(top / math.sqrt(square)) if square > 0 else float(top > 0)

    # ---- section 5 ---------------------------------------------------------------------------

    def contract_in_force(self, i, unit, row):
        if unit.outside:
            return False
        if self.designs[i] == "package-only":
            return row["package_in_force"]
        needs = self.sc.get("consequences", "contract_needs_package", default=True)
        return row["contract_yes"] and (row["package_in_force"] or not needs)

    def leverage(self, unit):
        table = self.sc.get("layoffs", "leverage", default={})
        staff, needed = (unit.cell(table[key]) if key in table else "" for key in ("staff", "needed"))
        if not staff or not needed or float(needed) == 0:
            return 0.0
        v = lambda path: self.value("layoffs.leverage." + path)
        gap = max(0.0, 1 - float(staff) / (float(needed) * v("workload.now") / v("workload.then")))
        return min(1.0, v("effect") * gap)

    def consequences(self):
        sc, v = self.sc, lambda path: self.value("layoffs." + path)
        by = sc.get("layoffs", "rejected", "by")
        q = sc.column(by, "layoffs.rejected.by") if by else [1.0] * len(sc.units)
        total = math.fsum(u.employees * float(x) for u, x in zip(sc.units, q))
        date, until = sc.get("layoffs", "anyway", "date"), sc.get("protection", "until")
        late = (date is not None and until is not None and date > until
                or "anyway" in sc.get("protection", "excludes", default=[]))
        for i, (unit, row) in enumerate(zip(sc.units, self.rows)):
            u1, u2, u3, u4, u5 = (self.stream.uniform("layoffs", "unit", unit.name, d) for d in range(5))
            e, free, name = unit.employees, 1 - self.leverage(unit), unit.name
            protected = row["protected"] = self.contract_in_force(i, unit, row)
            notices = separated = 0
            recall = 0.0
            if not protected and not row["package_in_force"]:
                c = max(0.0, v("rejected.threat") - v("rejected.vacancies"))
                c *= e * float(q[i]) / total if total > 0 else 0.0
                n = min(e, max(0.0, c * v("rejected.announced") * free - v("rejected.attrition") * e))
                notices = self.whole(n, u1, f"{name} notices")
                separated = self.whole(n * v("rejected.carried_out"), u1, f"{name} separated")
                recall = v("rejected.recall")
            elif not protected:
                self.closest.note("chance", abs(u2 - v("outside.chance")), f"{name} hit")
                hit = 1 if u2 < v("outside.chance") else 0
                notices = separated = self.whole(hit * v("outside.rate") * e * free, u3, f"{name} outside")
                recall = v("outside.recall")
            more = 0
            if late or not protected:
                more = self.whole(v("anyway.rate") * (e - separated), u4, f"{name} anyway")
            recalled = self.whole(separated * recall + more * v("anyway.recall"), u5, f"{name} recalled")
            row["notices"], row["separated"] = min(e, notices + more), separated + more
            row["recalled"], row["layoffs"] = recalled, separated + more - recalled
        for key in ("notices", "separated", "recalled", "layoffs"):
            self.told[key] = sum(row[key] for row in self.rows)


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
