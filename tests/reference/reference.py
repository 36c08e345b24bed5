#!/usr/bin/env python3
"""A second, independent implementation of the Ayes model, written from docs/model.md alone.

    python reference.py SCENARIO.toml -n 200000 --seed 7

It reads a scenario, simulates it with NumPy's ordinary generators and prints means and standard
errors as JSON. It shares no code, no streams and no numerics with the program it checks.
"""
import argparse
import datetime
import json
import math
import sys

import numpy as np
from scipy import special

from rules import Outlook, Votes
from scenario import Mistake, Scenario, fail, part, probit

ndtr, ndtri = special.ndtr, special.ndtri


# ---- the laws ---------------------------------------------------------------------------------

def student(z, nu):
    """Student's t with standard deviation 1 at the uniform of z."""
    if math.isinf(nu):
        return z
    return -np.sign(z) * special.stdtrit(nu, ndtr(-np.abs(z))) * math.sqrt((nu - 2) / nu)


def bivariate(h, k, r):
    """Φ₂(h, k; r) by Owen's T."""
    h, k, r = np.broadcast_arrays(*(np.asarray(x, float) for x in (h, k, r)))
    with np.errstate(all="ignore"):
        root = np.sqrt((1 - r) * (1 + r))
        def half(a, b):
            slope = np.where(a == 0, np.sign(b) * np.inf, (b / np.where(a == 0, 1, a) - r) / root)
            return special.owens_t(np.where(np.isfinite(a), a, 0), slope)
        turn = np.where((h * k > 0) | ((h * k == 0) & (h + k >= 0)), 0, 0.5)
        inner = 0.5 * (ndtr(h) + ndtr(k)) - half(h, k) - half(k, h) - turn
        inner = np.where((h == 0) & (k == 0), 0.25 + np.arcsin(r) / (2 * np.pi), inner)
    low, high = np.maximum(0, ndtr(h) - ndtr(-k)), np.minimum(ndtr(h), ndtr(k))
    inner = np.where(r >= 1, high, np.where(r <= -1, low, inner))
    inner = np.where(np.maximum(np.abs(h), np.abs(k)) > 1e6, ndtr(h) * ndtr(k), inner)
    return np.clip(inner, low, high)


def bundled(yes_if, s_p, s_c, w, penalty, r, both):
    """Chance of a yes to one question about both; `both` is Φ₂."""
    if yes_if == "both":
        return both(s_p - penalty, s_c - penalty, r)
    if yes_if == "either":
        return 1 - both(penalty - s_p, penalty - s_c, r)
    top = w * s_p + (1 - w) * s_c - penalty
    root = np.sqrt(np.maximum(0, w**2 + (1 - w)**2 + 2 * w * (1 - w) * r))
    with np.errstate(all="ignore"):
        return np.where(root > 0, ndtr(top / root), top > 0)


class Source:
    """Random numbers of many replications, by name: what bears one name is one number, whoever asks for it."""

    def __init__(self, rng, rows):
        self.rng, self.rows, self.kept = rng, rows, {}

    def uniform(self, *address):
        """Address: round, stage, term, name, draw."""
        if address not in self.kept:
            self.kept[address] = self.rng.random(self.rows)
        return self.kept[address]

    def normal(self, *address):
        return ndtri(self.uniform(*address))

    def count(self, n, p, address, where):
        return self.rng.binomial(n, np.clip(p, 0, 1))

    def both(self, h, k, r):
        return bivariate(h, k, r)

    def answers(self, s_p, s_c, r):
        """Chance of a yes to the package; to the contract among those who say yes to it, and among the others."""
        p, c, j = ndtr(s_p), ndtr(s_c), bivariate(s_p, s_c, r)
        with np.errstate(all="ignore"):
            return p, np.clip(np.where(p > 0, j / p, 0), 0, 1), np.clip(np.where(p < 1, (c - j) / (1 - p), 0), 0, 1)

    def whole(self, x, uniform, what):
        return np.floor(x + uniform)

    def note(self, distance, what):
        pass


# ---- sections 1 and 2: the people and their ballots -------------------------------------------

class People:
    """Opinions of one batch of replications (rows) and units (columns) under a scenario's parameters. Another
    scenario on the same source finds the same people: every draw bears a name."""

    def __init__(self, sc, source):
        self.sc, self.source, self.rows = sc, source, source.rows
        self.inputs, self.told = set(sc.inputs()), {}
        self.support()
        self.turnout()

    def value(self, path):
        law = self.sc.law(path)
        if law is None or law.fixed:
            return None if law is None else np.full(self.rows, float(law.p[0]))
        return law.quantile(self.source.uniform("first", "input", "value", path, 0))

    def common(self, path):
        return self.value(path)[:, None]

    def of_unit(self, own, general, unit):
        return self.value(own.format(unit.key) if self.sc.own(own, unit) else general)

    def by_unit(self, own, general):
        """Each unit's own value, or the general one."""
        return np.stack([self.of_unit(own, general, unit) for unit in self.sc.units], axis=1)

    def draws(self, stage, term, names, draw):
        return np.stack([self.source.normal("first", stage, term, name, draw) for name in names], axis=1)

    def support(self):
        sc, source, rows = self.sc, self.source, self.rows
        names = [unit.name for unit in sc.units]
        tails = float(sc.get("support", "tails", default=math.inf))
        self.z_swing = source.normal("first", "support", "swing", "", 0)[:, None]
        self.z_union = self.draws("support", "union", sc.unions, 0)
        self.z_unit, z_split = self.draws("vote", "unit", names, 0), self.draws("vote", "unit", names, 1)
        self.swing = self.common("support.swing") * student(
            self.z_swing, float(sc.get("support", "swing_tails", default=math.inf)))
        shared, self.groups = self.swing + np.zeros((rows, len(names))), {}
        for name, path, members in sc.groups():
            for cell, units in members.items():
                term = self.value(path) * source.normal("first", "support", "group", name + "\x1f" + cell, 0)
                shared[:, units] += term[:, None]
                self.groups[f"{name} {cell}"] = term
        lower, self.heavy = sc.correlation(), None
        given = lower is not None
        self.union_term = self.common("support.union") * student(self.z_union, tails)
        if given:
            self.z_unit, chi = self.z_unit @ lower.T, 1
            if not math.isinf(tails):
                chi2 = 2 * special.gammaincinv(tails / 2, source.uniform("first", "support", "tails", "matrix", 0))
                self.heavy = np.sqrt((tails - 2) / chi2)
                chi = self.heavy[:, None]
            noise = self.common("support.correlation.sd") * self.z_unit * chi
        else:
            noise = self.union_term[:, sc.of_union] + self.common("support.unit") * student(self.z_unit, tails)
        split = self.common("support.contract.sd") * student(z_split, tails)
        shift = self.by_unit("support.units.{}.shift", "support.contract.shift")
        base, contract = np.empty(noise.shape), np.empty(noise.shape)
        for i, unit in enumerate(sc.units):
            own, law = sc.own("support.units.{}.package", unit), sc.own("support.units.{}.contract", unit)
            if own is None or own.fixed:
                median, doubt = probit(own.p[0] if own else self.value("support.package")), noise[:, i]
            else:
                if given and own.family != "probit-normal":
                    fail(own.place, "with a matrix an uncertain share is probit-normal")
                median = own.median()
                doubt = (own.p[1] * self.z_unit[:, i] if own.family == "probit-normal"
                         else own.probit(ndtr(self.z_unit[:, i])) - median)
            base[:, i] = median + doubt
            if law is None:
                contract[:, i] = base[:, i] + shift[:, i] + split[:, i]
            elif law.fixed:
                contract[:, i] = probit(law.p[0]) + doubt + split[:, i]
            else:
                contract[:, i] = law.probit(ndtr(z_split[:, i]))
        self.s = {"package": base + shared, "contract": contract + shared}
        for path, x, on, grows_with, at in sc.covariates():
            slope = self.common(path) * (self.common(grows_with) / at if grows_with else 1)
            for question in on:
                self.s[question] = self.s[question] + slope * x

    def turnout(self):
        sc, rho, names = self.sc, self.common("turnout.with_support"), [unit.name for unit in self.sc.units]
        mix = lambda z, other: rho * z + np.sqrt(1 - rho**2) * other
        swing = self.common("turnout.swing") * mix(
            self.z_swing, self.source.normal("first", "support", "swing", "", 1)[:, None])
        union_z = mix(self.z_union, self.draws("support", "union", sc.unions, 1))[:, sc.of_union]
        unit_z = mix(self.z_unit, self.draws("vote", "unit", names, 2))
        rest = self.common("turnout.union") * union_z + self.common("turnout.unit") * unit_z
        self.tau = np.empty(unit_z.shape)
        for i, unit in enumerate(sc.units):
            own = sc.own("turnout.units.{}", unit)
            if own is None or own.fixed:
                self.tau[:, i] = probit(own.p[0] if own else self.value("turnout.share")) + rest[:, i]
            else:
                self.tau[:, i] = own.probit(ndtr(unit_z[:, i]))
        self.tau += swing

    # ---- what they would say if every input and term were at its mean (section 6) --------------

    def mean(self, path):
        return self.sc.law(path).mean()

    def expected(self, i, delay=None):
        """The expected share of yes on the question that unit i is asked."""
        sc, unit = self.sc, self.sc.units[i]
        own, law = sc.own("support.units.{}.package", unit), sc.own("support.units.{}.contract", unit)
        base = (own or sc.law("support.package")).mean_probit()
        s = {"package": base}
        if law is not None:
            s["contract"] = law.mean_probit()
            if law.fixed and own is not None and not own.fixed:  # Φ⁻¹(c) + (law − its median)
                s["contract"] += base - own.median()
        else:
            path = f"support.units.{unit.key}.shift"
            s["contract"] = base + self.mean(path if path in sc.laws else "support.contract.shift")
        for path, x, on, grows_with, at in sc.covariates():
            for question in on:
                s[question] += self.mean(path) * (self.mean(grows_with) / at if grows_with else 1) * float(x[i])
        then = delay.get("then", {}) if delay else None
        if delay and "shift" in then:
            s["contract"] += self.mean(f"delay.{part(delay['unit'])}.then.shift")
        if sc.ballot(unit, "design", then) != "bundled":
            return float(ndtr(s["package"]))
        w, t = (np.array([self.mean(self.ballot_path(key, unit, delay))]) for key in ("weight", "penalty"))
        r = np.array([self.mean("support.same_voter")])
        return float(bundled(sc.ballot(unit, "bundled_yes_if", then), np.array([s["package"]]),
                             np.array([s["contract"]]), w, t, r, bivariate)[0])

    def ballot_path(self, key, unit, delay=None):
        """Where the weight or penalty of a unit's ballot stands."""
        ways = [f"ballot.units.{unit.key}.{key}", f"ballot.{key}"]
        if delay:
            ways.insert(0, f"delay.{part(delay['unit'])}.then.ballot.{key}")
        return next((path for path in ways if path in self.sc.laws), ways[-1])

    # ---- section 2 ---------------------------------------------------------------------------

    def count(self, round_name, i, rows, s_p, s_c, delay=None):
        """(returned, cast, yes to the package, to the contract, asked about one, share bundled) of unit i where rows."""
        sc, unit, source = self.sc, self.sc.units[i], self.source
        then = delay.get("then", {}) if delay else None
        design, unreturned = sc.ballot(unit, "design", then), sc.ballot(unit, "unreturned", then)
        address = lambda draw: (round_name, "vote", "unit", unit.name, draw)
        s_p, s_c, at = s_p[rows], s_c[rows], np.flatnonzero(rows)
        r = self.value("support.same_voter")[rows]
        returned = source.count(unit.eligible, ndtr(self.tau[rows, i]), address(4), at)
        void = np.zeros(len(at), bool)
        challenge = sc.get("challenge", unit.name)
        if design == "bundled" and challenge:
            chance = self.value(f"challenge.{unit.key}.chance")[rows]
            void = source.uniform(round_name, "vote", "challenge", unit.name, 0)[rows] < chance
        apart = void & (challenge or {}).get("then", "no").__eq__("separate") if design == "bundled" else void
        contract, share = np.zeros(len(at), np.int64), np.full(len(at), np.nan)
        if design == "bundled":
            w, t = (self.value(self.ballot_path(key, unit, delay))[rows] for key in ("weight", "penalty"))
            share = bundled(sc.ballot(unit, "bundled_yes_if", then), s_p, s_c, w, t, r, source.both)
            package = source.count(returned, share, address(5), at)
            contract = package.copy()
            if apart.any():
                separate = self.separate(returned, s_p, s_c, r, address, at)
                package, contract = np.where(apart, separate[0], package), np.where(apart, separate[1], contract)
        elif design == "separate":
            package, contract = self.separate(returned, s_p, s_c, r, address, at)
        else:
            package = source.count(returned, ndtr(s_p), address(5), at)
        asked = np.full(len(at), design != "package-only")
        if unreturned == "yes":
            package = package + unit.eligible - returned
            contract = np.where(asked, contract + unit.eligible - returned, contract)
        cast = returned if unreturned == "not counted" else np.full(len(at), unit.eligible)
        lost = void & ~apart
        package, contract = np.where(lost, 0, package), np.where(lost, 0, contract)
        if challenge and challenge.get("then", "no") == "absent":
            cast = np.where(lost, 0, cast)
        return returned, cast, package, contract, asked, share, lost

    def separate(self, cast, s_p, s_c, r, address, at):
        p, among_yes, among_no = self.source.answers(s_p, s_c, r)
        package = self.source.count(cast, p, address(5), at)
        return package, (self.source.count(package, among_yes, address(6), at)
                         + self.source.count(cast - package, among_no, address(7), at))


# ---- section 6: the first vote, day by day ----------------------------------------------------

FAR = datetime.date.max.toordinal()


class Calendar:
    """The first vote. Without a calendar all units are counted on one day."""

    def __init__(self, people, tell=False):
        self.people, self.sc = people, people.sc
        sc, rows, n = self.sc, people.rows, len(people.sc.units)
        table, delays = sc.get("calendar", default={}), sc.get("delay", default=[])
        self.there = bool(sc.get("calendar") is not None or delays)
        self.deadline = table["deadline"].toordinal() if "deadline" in table else None
        self.absent = table.get("absent", "no"), table.get("union_waits", False)
        dates = [unit.date.toordinal() for unit in sc.units if unit.date] if self.there else []
        close = self.deadline or max(dates, default=1)
        self.plan = [close if not self.there or not unit.date or unit.revisable or table.get("revisable")
                     else unit.date.toordinal() for unit in sc.units]
        self.day = np.tile(np.array(self.plan), (rows, 1))
        self.delay, self.delayed = [None] * n, np.zeros((rows, n), bool)
        for delay in delays:
            name, path = delay["unit"], f"delay.{part(delay['unit'])}"
            own = [i for i, unit in enumerate(sc.units) if unit.name == name]
            own = own or [i for i, unit in enumerate(sc.units) if name in (unit.union, unit.part_of)]
            late = people.source.uniform("first", "calendar", "delay", name, 0) < people.value(path + ".chance")
            days = np.ceil(people.value(path + ".days")) if "days" in delay else None
            for i in own:
                unit = sc.units[i]
                self.delay[i], self.delayed[:, i] = delay, late
                date = unit.date.toordinal() if unit.date else close
                then = np.full(rows, self.deadline + 1 if self.deadline else FAR) if days is None else date + days
                if unit.revisable or table.get("revisable"):
                    then = np.maximum(then, close)
                self.day[:, i] = np.where(late, then, self.day[:, i])
        self.missed = self.day > self.deadline if self.deadline else np.zeros((rows, n), bool)
        self.run(tell)

    def run(self, tell):
        people, sc, rows, n = self.people, self.sc, self.people.rows, len(self.sc.units)
        empty = lambda kind=np.int64: np.zeros((rows, n), kind)
        self.returned, self.cast, self.package, self.contract = (empty() for _ in range(4))
        self.asked, self.share, self.counted = empty(bool), empty(float), empty(bool)
        self.s = {question: opinion.copy() for question, opinion in people.s.items()}
        for i, delay in enumerate(self.delay):
            if delay and "shift" in delay.get("then", {}):
                shift = people.value(f"delay.{part(delay['unit'])}.then.shift")
                self.s["contract"][:, i] += np.where(self.delayed[:, i], shift, 0)
        heavy = {key: sc.laws.get(f"calendar.{key}") for key in ("momentum", "once_dead", "once_safe")}
        moves = {key for key, law in heavy.items() if law and not (law.fixed and law.p[0] == 0)}
        wanted = tell or "once_dead" in moves or "once_safe" in moves
        self.days, self.before, self.votes = [], {}, None
        surprise, tells = np.zeros((rows, n)), np.zeros((rows, n), bool)
        members = np.array([unit.members for unit in sc.units])
        for day in np.unique(self.day):
            at = (self.day == day) & ~self.counted
            told = (self.counted & tells) @ members
            heard = np.where(told > 0, (surprise @ members) / np.maximum(told, 1), 0)
            move = people.value("calendar.momentum") * heard
            if self.there and (wanted or day in self.plan):
                dead, safe = self.outlook(day)
                move = move if not wanted else move + np.where(dead, people.value("calendar.once_dead"),
                                       np.where(safe, people.value("calendar.once_safe"), 0))
                self.before[int(day)] = dead, safe
                self.days.append((int(day), dead, safe, heard, move))
            for i in np.flatnonzero(at.any(axis=0)):
                for late in (False, True):
                    mine = at[:, i] & (self.delayed[:, i] == late)
                    if not mine.any():
                        continue
                    if self.there:
                        for question in self.s:
                            self.s[question][mine, i] += move[mine]
                    delay = self.delay[i] if late else None
                    (self.returned[mine, i], self.cast[mine, i], self.package[mine, i], self.contract[mine, i],
                     self.asked[mine, i], self.share[mine, i], lost) = people.count(
                         "first", i, mine, self.s["package"][:, i], self.s["contract"][:, i], delay)
                    if "momentum" in moves or tell:
                        e, back, y = people.expected(i, delay), self.returned[mine, i], self.package[mine, i]
                        then = delay.get("then", {}) if delay else None
                        if sc.ballot(sc.units[i], "unreturned", then) == "yes":
                            y = np.where(lost, 0, y - (sc.units[i].eligible - back))
                        d = ndtri((y + 0.5) / (back + 1)) - ndtri((back * e + 0.5) / (back + 1))
                        tells[mine, i] = (back > 0) & ~lost
                        surprise[mine, i] = np.where(tells[mine, i], np.trunc(d * 2**24) / 2**24, 0)
            self.counted |= at
        self.votes = self.votes or self.decide()

    def decide(self):
        return Votes(self.sc, self.cast, self.package, self.contract, self.asked, self.missed, absent=self.absent)

    def outlook(self, day):
        """Whether the package is dead, and safe, before a day."""
        if self.deadline and day > self.deadline:  # the result is known: it takes ballots in time alone
            self.votes = None
            votes = self.decide()
            return ~votes.ratified, votes.ratified
        may = np.array([delay is not None for delay in self.delay])
        votes = Votes(self.sc, np.where(self.counted, self.cast, 0), self.package, self.contract, self.asked,
                      self.missed & self.counted, absent=self.absent)
        seen = Outlook(votes, self.counted, np.broadcast_to(may, self.counted.shape))
        return ~seen.can, seen.must


# ---- sections 5 and 7: what follows -----------------------------------------------------------

class Outcome:
    """A vote and what it brings: one of the process, with its scenario, people and votes."""

    def __init__(self, people, votes):
        self.people, self.sc, self.source, self.votes = people, people.sc, people.source, votes
        sc, votes = self.sc, self.votes
        self.union_yes = votes.union_yes[:, sc.of_union]
        binds = sc.get("consequences", "package_binds", default="everyone")
        if binds not in ("everyone", "approvers"):
            fail("consequences.package_binds", binds)
        approved = self.union_yes if votes.everyone is None else self.union_yes | votes.everyone[:, None]
        if votes.each:
            bound = approved
        else:
            bound = votes.ratified[:, None] & (approved if binds == "approvers" else True)
        waits = np.ones(len(votes.cast), bool) if votes.gate is None else votes.gate
        self.stands = votes.ratified & waits
        self.bound = np.broadcast_to(bound & waits[:, None], self.union_yes.shape)
        self.refused = np.zeros(len(votes.cast), bool)
        self.contract_refused = np.zeros(self.bound.shape, bool)
        table, uniform = sc.get("legislature"), self.source.uniform
        if table is not None:
            v = lambda key: people.value("legislature." + key)
            acts = uniform("first", "legislature", "package", "", 0) < v("acts")
            no = uniform("first", "legislature", "package", "", 1) < v("refuses")
            silence = table.get("silence", "approves")
            refused = np.where(acts, no, silence == "refuses")
            self.refused = refused & votes.ratified
            self.contract_refused = votes.asked & np.stack([
                uniform("first", "legislature", "contract", unit.name, 0) < v("refuses_contract")
                for unit in sc.units], axis=1)
            self.bound = self.bound & ~refused[:, None]
        self.unimposed = self.bound

    def impose(self, where):
        """Imposed where no later vote is held, or as if none were."""
        self.imposed = np.zeros(len(where), bool)
        if self.sc.get("imposed") is not None:
            chance = self.people.value("imposed.chance")
            self.imposed = where & ~self.votes.ratified & self.votes.may_impose & (self.source.uniform("first", "imposed", "package", "", 0) < chance)
            self.bound = self.unimposed | self.imposed[:, None]

    def contract_in_force(self, yes, bound=None):
        bound = self.bound if bound is None else bound
        needs = self.sc.get("consequences", "contract_needs_package", default=True)
        result = np.empty(bound.shape, bool)
        for i, unit in enumerate(self.sc.units):
            mine = np.broadcast_to(yes, bound.shape)[:, i]
            if unit.outside:
                result[:, i] = False
            else:
                mine = mine & bound[:, i] if needs else mine
                result[:, i] = np.where(self.votes.asked[:, i], mine, bound[:, i])
        return result & ~self.contract_refused

    def v(self, path):
        return self.people.value("layoffs." + path)

    def leverage(self, i):
        unit = self.sc.units[i]
        staff, needed = (self.sc.get("layoffs", "leverage", key) for key in ("staff", "needed"))
        if not (staff and needed and unit.cell(staff) and unit.cell(needed) and float(unit.cell(needed)) > 0):
            return np.zeros(self.people.rows)
        need = float(unit.cell(needed)) * self.v("leverage.workload.now") / self.v("leverage.workload.then")
        return np.minimum(1, self.v("leverage.effect") * np.maximum(0, 1 - float(unit.cell(staff)) / need))

    def rejection(self, i, planned):
        """(notices, jobs that they end) of unit i by a rejection, before they are made whole."""
        e, free, v = self.sc.units[i].employees, 1 - self.leverage(i), self.v
        c = np.maximum(0, v("rejected.threat") - v("rejected.vacancies")) * planned[i]
        n = np.clip(c * v("rejected.announced") * free - v("rejected.attrition") * e, 0, e)
        more = 0
        if self.sc.get("layoffs", "refusers") is not None:
            by = self.sc.get("layoffs", "refusers", "by")
            jobs = float(self.sc.units[i].cell(by)) if by else e
            more = np.where(self.union_yes[:, i], 0, np.minimum(e - n, v("refusers.notices") * jobs * free))
        return n + more, n * v("rejected.carried_out") + more * v("refusers.take_effect")

    def had_begun(self, part, where, noticed, begun):
        """(notices, jobs ended) that the vote had brought to units it doesn't cover when a later one came, `part` of
        its separations; other units and replications keep theirs."""
        covered = self.unimposed | self.contract_in_force(self.votes.contract_yes, self.unimposed)
        planned, noticed, begun = self.sc.planned(), noticed.copy(), begun.copy()
        for i, unit in enumerate(self.sc.units):
            u = self.source.uniform("first", "layoffs", "unit", unit.name, 0)
            n, ended = self.rejection(i, planned) if self.sc.get("layoffs") is not None else (0.0, 0.0)
            mine = where & ~covered[:, i]
            noticed[:, i] = np.where(mine, self.source.whole(n, u, unit.name + " noticed"), noticed[:, i])
            begun[:, i] = np.where(mine, self.source.whole(ended * part, u, unit.name + " begun"), begun[:, i])
        return noticed, begun

    def laid_off(self, protected, noticed, begun):
        """{notices, separated, recalled, rescinded} of each replication and unit; noticed and begun by earlier votes."""
        sc, v, whole = self.sc, self.v, self.source.whole
        keys = ("notices", "separated", "recalled", "rescinded")
        told = {key: np.zeros(protected.shape) for key in keys}
        if sc.get("layoffs") is None:
            return told
        planned = sc.planned()
        date, until = sc.get("layoffs", "anyway", "date"), sc.get("protection", "until")
        excludes = sc.get("protection", "excludes", default=[])
        if any(word != "anyway" for word in excludes):
            fail("protection.excludes", "knows \"anyway\" only")
        reached = "anyway" in excludes or bool(date and until and date > until)
        for i, unit in enumerate(sc.units):
            u = [self.source.uniform("first", "layoffs", "unit", unit.name, draw) for draw in range(5)]
            e, free, name, safe = unit.employees, 1 - self.leverage(i), unit.name, protected[:, i]
            n, ended = self.rejection(i, planned)
            rejected, outside = ~self.bound[:, i] & ~safe, self.bound[:, i] & ~safe
            hit = u[1] < v("outside.chance")
            self.source.note(np.abs(u[1] - v("outside.chance")), name + " hit")
            later = self.bound[:, i] | safe
            had, started = np.where(later, noticed[:, i], 0), np.where(later, begun[:, i], 0)
            out = np.where(outside, whole(hit * v("outside.rate") * (e - started) * free, u[2], name + " outside"), 0)
            first = np.where(rejected, whole(ended, u[0], name + " separated"), out + started)
            notices = np.where(rejected, whole(n, u[0], name + " notices"), out + had)
            exposed = np.ones(len(safe), bool) if reached else ~safe
            more = np.where(exposed, whole(v("anyway.rate") * (e - first), u[3], name + " anyway"), 0)
            back = np.where(rejected, first * v("rejected.recall"),
                            started * v("rejected.recall") + out * v("outside.recall"))
            told["notices"][:, i], told["separated"][:, i] = np.minimum(e, notices + more), first + more
            told["recalled"][:, i] = whole(back + more * v("anyway.recall"), u[4], name + " recalled")
            told["rescinded"][:, i] = had - started
        return told

    def pay(self, in_force):
        """Pay of a member of each unit over the agreement's years."""
        sc, totals, value = self.sc, np.zeros(in_force.shape), self.people.value
        if sc.get("pay") is None:
            return totals
        def raises(place):
            found = []
            while f"{place}.{len(found) + 1}" in sc.laws:
                found.append(value(f"{place}.{len(found) + 1}"))
            return found
        for i, unit in enumerate(sc.units):
            own = sc.get("pay", "units", unit.name, default={})
            lists = {key: raises(f"pay.units.{unit.key}.{key}" if key in own else f"pay.{key}")
                     for key in ("agreed", "outside")}
            award = "award" in own
            if award:
                lists["award"] = raises(f"pay.units.{unit.key}.award.raises")
            years, sums = max(map(len, lists.values())), {}
            for key, rises in lists.items():
                level, total = self.people.of_unit("pay.units.{}.salary", "pay.salary", unit), 0.0
                for year in range(years):
                    level = level * (1 + rises[year]) if year < len(rises) else level
                    total = total + level
                sums[key] = total
            outside = sums["outside"]
            if award:
                u = [self.source.uniform("first", "pay", "award", unit.name, draw) for draw in (0, 1)]
                path = f"pay.units.{unit.key}.award."
                comes = (u[0] < value(path + "chance")) & ~(u[1] < value(path + "refused"))
                outside = np.where(comes, sums["award"], outside)
            totals[:, i] = np.where(in_force[:, i], sums["agreed"], outside)
        return totals

    def savings(self, in_force, laid_off):
        """(saved, claimed)."""
        sc, v = self.sc, lambda key: self.people.value("savings." + key)
        e = np.array([unit.employees for unit in sc.units], float) / sum(u.employees for u in sc.units)
        claimed = v("package") * (self.bound @ e) + v("contracts") * ((in_force & self.bound) @ e)
        return v("likely") * claimed + v("per_layoff") * laid_off.sum(axis=1), claimed


class Simulation:
    """One batch of replications: the first vote, later votes, and what follows."""

    def __init__(self, sc, source, tell=False):
        self.sc, self.source, self.rows = sc, source, source.rows
        self.people = People(sc, source)
        self.calendar = Calendar(self.people, tell)
        self.votes = self.calendar.votes
        self.returned = self.calendar.returned
        self.outcomes, self.held = [Outcome(self.people, self.votes)], [np.ones(self.rows, bool)]
        self.shifts, self.voted, self.why = [0.0], [np.ones(self.returned.shape, bool)], []
        first = self.calendar
        self.stand = {"cast": np.where(first.missed, 0, first.cast), "package": np.where(first.missed, 0, first.package),
                      "contract_cast": first.cast, "contract": first.contract, "asked": first.asked}
        self.last = np.zeros(self.rows, int)
        for row, later in zip(sc.get("round", default=[]), sc.rounds, strict=True):
            self.round(row, later)
        self.outcomes[0].impose(np.ones(self.rows, bool))  # the first vote is told as if no later one were held
        self.told = self.first_alone()
        for k, outcome in enumerate(self.outcomes):
            outcome.impose(self.last == k)
        self.follow()

    def of_last(self, pick):
        """What `pick` gives of each replication's last vote."""
        return self.choose([pick(outcome) for outcome in self.outcomes])

    def choose(self, values):
        """Each replication's value of its last vote."""
        chosen = np.array(values[0])
        for k, value in enumerate(values):
            chosen[self.last == k] = np.asarray(value)[self.last == k]
        return chosen

    def round(self, row, sc):
        name, path = row["name"], f"round.{part(row['name'])}"
        value, uniform, k = self.people.value, self.source.uniform, len(self.outcomes)
        ratified = self.of_last(lambda outcome: outcome.votes.ratified)
        called = uniform(name, "round", "held", "", 0) < value(path + ".chance")
        open_still = np.ones(self.rows, bool)
        if "date" in row and "expires" in row:
            open_still = value(path + ".late") <= (row["expires"] - row["date"]).days
        asked_for = ratified if row.get("after", "rejected") == "ratified" else ~ratified
        held = asked_for & called & open_still
        people = People(sc, self.source)
        # to whom it goes
        answers = {key: self.of_last(lambda outcome: getattr(outcome.votes, key))
                   for key in ("unit_yes", "contract_yes", "union_yes", "asked")}
        questions = row.get("asks", ["package", "contract"])
        questions = [questions] if isinstance(questions, str) else questions
        contract_no = ~answers["contract_yes"] & answers["asked"]
        no = np.zeros(contract_no.shape, bool)
        if "package" in questions:
            no |= ~answers["unit_yes"]
        if "contract" in questions:
            no |= contract_no
        who, of = row.get("who", "all"), self.sc.of_union
        if who == "all":
            voted = np.ones(no.shape, bool)
        elif who == "refusing units":
            voted = no
        elif "package" in questions:
            voted = ~answers["union_yes"][:, of]
        else:
            voted = np.stack([contract_no[:, of == union].any(axis=1) for union in of], axis=1)
        voted = voted & held[:, None]
        shift = value(path + ".shift.mean") + value(path + ".shift.sd") * self.source.normal(name, "support", "swing", "", 0)
        stand = {key: each.copy() for key, each in self.stand.items()}
        for i, unit in enumerate(sc.units):
            mine = voted[:, i]
            if not mine.any():
                continue
            moved = shift + value(path + ".shift.unit") * self.source.normal(name, "vote", "unit", unit.name, 0)
            _, cast, package, contract, asked, _, _ = people.count(
                name, i, mine, people.s["package"][:, i] + moved, people.s["contract"][:, i] + moved)
            if "package" in questions:
                stand["cast"][mine, i], stand["package"][mine, i] = cast, package
            if "contract" in questions:
                stand["contract_cast"][mine, i], stand["contract"][mine, i], stand["asked"][mine, i] = cast, contract, asked
        wholes = lambda mask: (np.column_stack([mask[:, units].any(axis=1) for units in sc.wholes.values()])
                               if sc.wholes else np.zeros((self.rows, 0), bool))
        old = self.of_last(lambda outcome: np.column_stack([outcome.votes.says(("whole", each)) for each in sc.wholes])
                           if sc.wholes else np.zeros((self.rows, 0), bool))
        old_contract = self.of_last(lambda outcome: np.column_stack([outcome.votes.says(("whole", each), "contract") for each in sc.wholes])
                                    if sc.wholes else np.zeros((self.rows, 0), bool))
        nobody = np.zeros((self.rows, len(sc.unions)), bool)
        own = self.of_last(lambda outcome: np.column_stack([outcome.votes.says(("unit", i), "contract") for i in range(len(sc.units))]))
        keep = {"package": {"unit": (~voted if "package" in questions else ~voted | True, answers["unit_yes"]),
                            "whole": (~wholes(voted) if "package" in questions else ~wholes(voted) | True, old),
                            "union": (nobody, answers["union_yes"])},
                "contract": {"unit": (~voted if "contract" in questions else ~voted | True, own),
                             "whole": (~wholes(voted) if "contract" in questions else ~wholes(voted) | True, old_contract)}}
        votes = Votes(sc, stand["cast"], stand["package"], stand["contract"], stand["asked"],
                      contract_cast=stand["contract_cast"], keep=keep)
        for key in stand:
            self.stand[key] = np.where(held[:, None], stand[key], self.stand[key])
        self.outcomes.append(Outcome(people, votes))
        self.held.append(held)
        self.shifts.append(shift)
        self.voted.append(voted)
        self.why.append((asked_for, called, open_still))
        self.last = np.where(held, k, self.last)

    def first_alone(self):
        """What the first vote would bring without later ones: (package and contract in force, layoffs, pay), and
        layoffs and pay with the unit's own decision forced."""
        first, nothing = self.outcomes[0], np.zeros(self.returned.shape)
        force = {"as it fell": first.votes.contract_yes, "take_part": np.True_, "stay_out": np.False_}
        told = {"bound": first.bound, "laid_off": {}, "pay": {}, "in_force": {}}
        for name, yes in force.items():
            in_force = told["in_force"][name] = first.contract_in_force(yes)
            told["laid_off"][name], told["pay"][name] = first.laid_off(in_force, nothing, nothing), first.pay(in_force)
        return told

    def follow(self):
        """What each vote would bring as the last one; and what the last one brings."""
        self.in_force, self.layoffs = [], []
        noticed = begun = np.zeros(self.returned.shape)
        last = np.zeros(self.rows, int)
        for k, (outcome, held) in enumerate(zip(self.outcomes, self.held)):
            if k:  # what the votes before it had begun where it is held
                part_begun = self.people.value(f"round.{part(self.sc.get('round')[k - 1]['name'])}.begun")
                for before in range(k):
                    noticed, begun = self.outcomes[before].had_begun(part_begun, held & (last == before), noticed, begun)
                last = np.where(held, k, last)
            self.in_force.append(outcome.contract_in_force(outcome.votes.contract_yes))
            self.layoffs.append(outcome.laid_off(self.in_force[k], noticed, begun))
        self.final = {key: self.choose([told[key] for told in self.layoffs]) for key in self.layoffs[0]}
        self.final_bound = self.of_last(lambda outcome: outcome.bound)
        self.final_force = self.choose(self.in_force)
        self.ever = self.of_last(lambda outcome: outcome.votes.ratified)
        saved = [outcome.savings(force, told["separated"] - told["recalled"])
                 for outcome, force, told in zip(self.outcomes, self.in_force, self.layoffs)]
        self.saved, self.claimed = (self.choose([each[j] for each in saved]) for j in (0, 1))


# ---- the report -------------------------------------------------------------------------------

class Tally:
    def __init__(self):
        self.sums, self.values = {}, {}

    def add(self, name, values, where=None):
        values = np.asarray(values, float)
        values = values.reshape(len(values), -1)
        where = np.ones_like(values) if where is None else np.asarray(where, float).reshape(values.shape)
        new = np.array([where.sum(axis=0), np.where(where > 0, values, 0).sum(axis=0),
                        np.where(where > 0, values**2, 0).sum(axis=0)])
        self.sums[name] = self.sums.get(name, 0) + new

    def get(self, name, column=0):
        n, total, squares = self.sums[name][:, column]
        if n == 0:
            return None
        mean = total / n
        spread = max(squares / n - mean**2, 0) * n / max(n - 1, 1)
        return {"mean": mean, "se": math.sqrt(spread / n), "n": int(n)}

    def sd(self, name):
        """The standard deviation of a measure and, by its fourth moment, how exact that is."""
        x = np.concatenate(self.values[name])
        n, square = len(x), (x - x.mean())**2
        sd = math.sqrt(square.sum() / max(n - 1, 1))
        return {"mean": sd, "se": float(square.std() / (2 * sd * math.sqrt(n))) if sd > 0 else 0.0, "n": n}


def tell(tally, sim):
    sc, v, first = sim.sc, sim.votes, sim.outcomes[0]
    members = np.array([u.members for u in sc.units])
    by_union = np.array([members[sc.of_union == k].sum() for k in range(len(sc.unions))])
    told, laid_off = sim.told["laid_off"]["as it fell"], lambda told: told["separated"] - told["recalled"]
    some = np.maximum(v.cast, 1)
    per_unit = {"package": v.unit_yes, "contract": v.contract_yes, "protected": sim.told["in_force"]["as it fell"],
                **{key: told[key] for key in ("notices", "separated", "recalled")},
                "layoffs": laid_off(told), "pay": sim.told["pay"]["as it fell"]}
    for name in ("take_part", "stay_out"):
        per_unit[f"{name}.pay"] = sim.told["pay"][name]
        per_unit[f"{name}.layoffs"] = laid_off(sim.told["laid_off"][name])
    ratified = np.broadcast_to(v.ratified[:, None], v.cast.shape)
    for name, values in per_unit.items():
        tally.add(("unit", name), values)
        if name.endswith(("layoffs", "pay")):
            tally.add(("unit", name + "_if_ratified"), values, ratified)
            tally.add(("unit", name + "_if_rejected"), values, ~ratified)
    own_cast, own_yes = v.own
    tally.add(("unit", "package_share"), v.package / some, v.cast > 0)
    tally.add(("unit", "contract_share"), own_yes / np.maximum(own_cast, 1), (own_cast > 0) & v.asked)
    tally.add(("unit", "missed"), v.missed)
    tally.add(("union", "yes"), v.union_yes)
    sums = np.zeros((2,) + v.union_yes.shape)
    for i, k in enumerate(sc.of_union):
        sums[:, :, k] += v.package[:, i], v.cast[:, i]
    there = np.column_stack([~v.is_absent(("union", k)) for k in range(len(sc.unions))])
    tally.add(("union", "share"), sums[0] / np.maximum(sums[1], 1), (sums[1] > 0) & there)
    for kind, yes in (("unit", v.unit_yes), ("union", v.union_yes)):
        same = np.broadcast_to(v.ratified[:, None], yes.shape)
        tally.add((kind, "ratified_if_yes"), same, yes)
        tally.add((kind, "ratified_if_no"), same, ~yes)
    cast, yes = v.cast.sum(axis=1), v.package.sum(axis=1)
    last = sim.final
    overall = {
        "ratified": v.ratified, "unions_yes": v.union_yes.sum(axis=1), "units_yes": v.unit_yes.sum(axis=1),
        "members_of_yes_unions": v.union_yes @ by_union,
        "turnout": sim.returned.sum(axis=1) / sum(u.eligible for u in sc.units),
        **{key: last[key].sum(axis=1) for key in ("notices", "separated", "recalled", "rescinded")},
        "layoffs": laid_off(last).sum(axis=1),
        "units_outside": (sim.final_bound & ~sim.final_force).sum(axis=1),
        "raises_kept": ~sim.final_force @ members, "saved": sim.saved, "saved_claimed": sim.claimed,
        "gap": float(sc.get("savings", "target", default=0)) - sim.saved,
        "in_force": first.stands & ~first.refused, "yes_ballots_share": yes / np.maximum(cast, 1)}
    majority = 2 * yes > cast
    tally.add("ratified_without_majority", v.ratified & ~majority)
    tally.add("rejected_despite_majority", ~v.ratified & majority)
    tally.add("ratified_ever", sim.ever)
    pick = sim.of_last
    tally.add("in_force_ever", sim.final_bound.all(axis=1))
    tally.add("refused_by_legislature", pick(lambda outcome: outcome.refused))
    tally.add("imposed", pick(lambda outcome: outcome.imposed))
    for k, (outcome, held) in enumerate(zip(sim.outcomes, sim.held)):
        is_last = sim.last == k
        tally.add(("round", k, "reached"), held)
        tally.add(("round", k, "ratified"), outcome.votes.ratified, held)
        tally.add(("round", k, "last"), is_last)
        for key in ("notices", "separated", "recalled", "rescinded"):
            tally.add(("round", k, key), last[key].sum(axis=1), is_last)
    for name, held in v.conditions().items():
        tally.add(("condition", name), held)
    for day, (dead, safe) in sim.calendar.before.items():
        if day in sim.calendar.plan:
            tally.add(("day", day, "dead"), dead)
            tally.add(("day", day, "safe"), safe)
    for name, values in overall.items():
        where = cast > 0 if name == "yes_ballots_share" else np.ones(len(cast), bool)
        tally.add(name, values, where)
        tally.add((name, "if_ratified"), values, where & v.ratified)
        tally.add((name, "if_rejected"), values, where & ~v.ratified)
        tally.values.setdefault(name, []).append(np.asarray(values, float)[where])


def run(sc, replications, seed, batch=10_000, keep=False):
    """Means and standard errors of a scenario; with `keep` the measures' values too, sorted."""
    rng, tally, left = np.random.default_rng(seed), Tally(), replications
    while left:
        tell(tally, Simulation(sc, Source(rng, min(batch, left))))
        left -= min(batch, left)
    units = [{"unit": u.name, "union": u.union, **{name[1]: tally.get(name, i) for name in tally.sums
              if isinstance(name, tuple) and name[0] == "unit"}} for i, u in enumerate(sc.units)]
    unions = [{"union": union, **{name[1]: tally.get(name, k) for name in tally.sums
               if isinstance(name, tuple) and name[0] == "union"}} for k, union in enumerate(sc.unions)]
    overall = {name: tally.get(name) for name in tally.sums if isinstance(name, str)}
    for name in tally.values:
        overall[name] |= {"sd": tally.sd(name), **{when: tally.get((name, when))
                                                   for when in ("if_ratified", "if_rejected")}}
        if keep:
            overall[name]["values"] = np.sort(np.concatenate(tally.values[name]))
    result = {key: overall.pop(key) for key in
              ("ratified", "ratified_without_majority", "rejected_despite_majority", "ratified_ever", "in_force_ever",
               "refused_by_legislature", "imposed")}
    result["conditions"] = {name[1]: tally.get(name) for name in tally.sums if name[0] == "condition"}
    result["days"] = [{"date": datetime.date.fromordinal(day).isoformat(),
                       **{key: tally.get(("day", day, key)) for key in ("dead", "safe")}}
                      for day in sorted({name[1] for name in tally.sums if name[0] == "day"})]
    result["rounds"] = [{key: tally.get(("round", k, key)) for key in
                         ("reached", "ratified", "last", "notices", "separated", "recalled", "rescinded")}
                        for k in range(len(sc.rounds) + 1)]
    return {"replications": replications, "seed": seed, **result, "measures": overall,
            "unions": unions, "units": units}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario")
    parser.add_argument("-n", "--replications", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        result = run(Scenario(options.scenario), options.replications, options.seed)
    except Mistake as mistake:
        sys.exit(f"{options.scenario}: {mistake}")
    json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
