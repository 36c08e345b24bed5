#!/usr/bin/env python3
"""A second, independent implementation of the Ayes model, written from docs/model.md alone.

    python reference.py SCENARIO.toml -n 200000 --seed 7

It reads a scenario, simulates it with NumPy's ordinary generators and prints means and standard
errors as JSON. It shares no code, no streams and no numerics with the program it checks.
"""
import argparse
import json
import math
import sys
from fractions import Fraction

import numpy as np
from scipy import special

from scenario import Mistake, Scenario, fail, probit

ndtr, ndtri = special.ndtr, special.ndtri


# ---- rules ------------------------------------------------------------------------------------

def threshold(word, place):
    """("count" or "share", exact fraction)."""
    if word == "all":
        return "share", Fraction(1)
    if word == "half":
        return "share", Fraction(1, 2)
    if isinstance(word, int) and not isinstance(word, bool):
        return "count", Fraction(word)
    if isinstance(word, float):
        if not 0 <= word < 1:
            fail(place, f"{word}: a count or a share?")
        return "share", Fraction(repr(word))
    if isinstance(word, str) and word.strip().endswith("%"):
        return "share", Fraction(word.strip()[:-1].strip()) / 100
    if isinstance(word, str) and "/" in word:
        return "share", Fraction(word.replace(" ", ""))
    fail(place, f"{word!r} is not a threshold")


class Votes:
    """Ballots of many replications (rows) and units (columns), and what bodies made of them.

    A body is a pair: ("unit", index), ("whole", name of a unit with locals), ("union", index) or
    ("group", name). What it says is worked out when it is asked, and kept.
    """

    def __init__(self, sc, cast, package, contract, asked):
        self.sc, self.cast, self.package, self.contract = sc, cast, package, contract
        self.asked = np.asarray(asked)  # units asked about a contract
        n, self.known = len(sc.units), {}
        self.unit_yes = np.column_stack([self.says(("unit", i)) for i in range(n)])
        self.contract_yes = np.column_stack([
            self.says(("whole", u.part_of) if u.part_of else ("unit", i), "contract") & self.asked[i]
            for i, u in enumerate(sc.units)])
        self.union_yes = np.column_stack([self.says(("union", k)) for k in range(len(sc.unions))])
        rule = sc.tables.get("rule")
        self.each = rule is None or (isinstance(rule, dict) and "each" in rule)
        if self.each and rule is not None and (rule["each"] != "union" or set(rule) - {"each", "name"}):
            fail("rule", "each is \"union\", and stands alone")
        self.ratified = (self.union_yes.all(axis=1) if self.each
                         else self.holds(rule, range(n), "coalition"))
        gate, everyone = sc.get("gate", "package_waits_for"), sc.get("consequences", "everyone_if")
        self.gate = None if gate is None else self.holds(gate, range(n), "coalition")
        self.everyone = None if everyone is None else self.holds(everyone, range(n), "coalition")

    def units_of(self, union):
        return [i for i in range(len(self.sc.units)) if self.sc.of_union[i] == union]

    def voters(self, body):
        """The units whose ballots are a body's own."""
        kind, which = body
        if kind == "unit":
            return [which]
        if kind == "union":
            return self.units_of(which)
        if kind == "whole":
            return self.sc.wholes[which]
        return sorted({i for each in self.listed(which) for i in self.voters(each)})

    def listed(self, name):
        """Who is in a group."""
        group, unit_at = self.sc.get("groups", name), {u.name: i for i, u in enumerate(self.sc.units)}
        bodies = [("union", self.sc.unions.index(each)) for each in group.get("unions", [])]
        for each in group.get("units", []):
            if each not in unit_at and each not in self.sc.wholes:
                fail(f"groups.{name}", f"no unit is called {each}")
            bodies.append(("unit", unit_at[each]) if each in unit_at else ("whole", each))
        bodies += [("group", each) for each in group.get("groups", [])]
        if "column" in group:
            bodies += [("unit", i) for i, u in enumerate(self.sc.units)
                       if u.cell(group["column"]) == group["equals"] and ("unit", i) not in bodies]
        return bodies

    def whole_units(self, scope):
        """Units as rules count them: one with locals once, where all of them are in the scope."""
        bodies = []
        for i in scope:
            whole = self.sc.units[i].part_of
            body = ("whole", whole) if whole else ("unit", i)
            if body not in bodies and set(self.voters(body)) <= set(scope):
                bodies.append(body)
        return bodies

    def says(self, body, question="package"):
        if (body, question) not in self.known:
            self.known[body, question] = None  # until it is known: whoever asks it meanwhile waits for himself
            self.known[body, question] = self.decide(body, question)
        if self.known[body, question] is None:
            fail("rule", f"{body} waits for itself")
        return self.known[body, question]

    def decide(self, body, question):
        kind, which = body
        mine = self.voters(body)
        if kind == "union":
            rule, default = self.sc.get("unions", "rules", self.sc.unions[which]), self.sc.get("unions", "decide")
            whole = self.whole_units(mine)
            if rule is None and len(whole) == 1 and default in (None, "pooled", "own ballot"):
                return self.says(whole[0])  # it says what its unit says
            rule = default or "own ballot" if rule is None else rule
        elif kind == "group":
            rule = self.sc.get("groups", which, "rule")
        else:
            name = which if kind == "whole" else self.sc.units[which].name
            local = kind == "unit" and self.sc.units[which].part_of
            table, all_of_them = ("rules", "decide") if question == "package" else ("contract_rules", "contract")
            rule = self.sc.get("units", table, name)
            if rule is None:
                rule = "own ballot" if local else self.sc.get("units", all_of_them, default="own ballot")
        return self.holds(rule, mine, kind, question, body)

    def holds(self, rule, scope, level, question="package", whose=None):
        """Whether a rule holds; question is what its own ballots are about."""
        scope = list(scope)
        again = lambda part: self.holds(part, scope, level, question, whose)
        if isinstance(rule, str):
            if rule == "own ballot" or (rule == "pooled" and level in ("union", "group")):
                return self.ballots({"ballots": "yes", "more_than": "half"}, scope, question)
            if rule == "units" and level in ("union", "group"):
                return again({"yes": "units", "more_than": "half"})
            named = self.sc.get("rules", rule)
            if named is None:
                fail("rule", f"no rule named {rule}")
            return again(named)
        keys = set(rule) - {"name"}
        each = lambda key: np.array([again(part) for part in rule[key]])
        if keys == {"all"}:
            return each("all").all(axis=0)
        if keys == {"any"}:
            return each("any").any(axis=0)
        if keys == {"none"}:
            return ~each("none").any(axis=0)
        if keys == {"rule"}:
            return again(rule["rule"])
        if keys == {"if", "then", "else"}:
            test, yes, no = (again(rule[key]) for key in ("if", "then", "else"))
            return np.where(test, yes, no)
        if "body" in keys:
            if keys - {"body", "says", "on"} or rule.get("says", "yes") not in ("yes", "no"):
                fail("rule", f"cannot read {rule}")
            about = rule.get("on", "package")
            return self.says(self.named(rule["body"], about, scope, level, whose), about) == (rule.get("says", "yes") == "yes")
        if "ballots" in keys:
            return self.ballots(rule, scope, question, level, whose)
        if len(keys & {"yes", "no"}) == 1:
            return self.count(rule, scope, level, whose)
        fail("rule", f"cannot read {rule}")

    def named(self, name, question, scope, level, whose):
        """The body of a name; its own units, or whom it lists, come before unions of the same name."""
        names, found = [u.name for u in self.sc.units], []
        if name in self.sc.unions and question == "package":
            found.append(("union", self.sc.unions.index(name)))
        if name in names:
            found.append(("unit", names.index(name)))
        if name in self.sc.wholes:
            found.append(("whole", name))
        if name in self.sc.get("groups", default={}):
            found.append(("group", name))
        if level == "group":
            found.sort(key=lambda body: body not in self.listed(whose[1]))
        elif level != "coalition":
            found.sort(key=lambda body: body[0] == "union" or not set(self.voters(body)) <= set(scope))
        if not found:
            fail("rule", f"nobody is called {name}")
        return found[0]

    def ballots(self, rule, scope, question, level="coalition", whose=None):
        self.only(rule, {"ballots", "of", "on", "in", "except"})
        question = rule.get("on", question)
        several = lambda names: [names] if isinstance(names, str) else names
        pool = lambda names: {i for name in several(names)
                              for i in self.voters(self.named(name, "package", scope, level, whose))}
        if "in" in rule:
            scope = sorted(pool(rule["in"]))
        left_out = pool(rule.get("except", []))
        scope = [i for i in scope if i not in left_out and (question == "package" or self.asked[i])]
        given = (self.contract if question == "contract" else self.package)[:, scope].sum(axis=1)
        cast = self.cast[:, scope].sum(axis=1)
        part = {"yes": given, "no": cast - given, "cast": cast}[rule["ballots"]]
        eligible = sum(self.sc.units[i].eligible for i in scope)
        total = {"cast": cast, "eligible": np.full_like(cast, eligible)}[rule.get("of", "cast")]
        return self.bound(rule, part, total)

    def counted(self, word, question, scope, level, whose):
        """Whom a count is about."""
        groups = self.sc.get("groups", default={})
        if isinstance(word, list):
            return [self.named(name, question, scope, level, whose) for name in word]
        if word == "units" and level in ("union", "coalition", "group"):
            return self.whole_units(scope)
        if word == "locals" and level != "unit":
            return [("unit", i) for i in scope if self.sc.units[i].part_of]
        if level == "group" and word in ("unions", "groups"):
            return [body for body in self.listed(whose[1]) if body[0] == word[:-1]]
        if word == "unions" and level == "coalition":
            return [("union", k) for k in range(len(self.sc.unions))]
        if word == "other unions" and level != "coalition":
            own = self.sc.of_union[scope[0]]
            return [("union", k) for k in range(len(self.sc.unions)) if k != own]
        if word == "groups":
            inside = {name for group in groups.values() if "rule" in group for name in group.get("groups", [])}
            return [("group", name) for name in sorted(groups) if "rule" in groups[name]
                    and name not in inside and set(self.voters(("group", name))) <= set(scope)]
        if word in groups:
            return self.listed(word)
        fail("rule", f"cannot count {word} in a {level}'s rule")

    def name_of(self, body):
        kind, which = body
        return {"unit": lambda: self.sc.units[which].name, "union": lambda: self.sc.unions[which]}.get(
            kind, lambda: which)()

    def count(self, rule, scope, level, whose):
        self.only(rule, {"yes", "no", "on", "weighted_by", "weights", "of", "except"})
        answer, question = "yes" if "yes" in rule else "no", rule.get("on", "package")
        left_out = rule.get("except", [])
        left_out = [left_out] if isinstance(left_out, str) else left_out
        part = np.zeros(len(self.cast), np.int64)
        total = np.zeros(len(self.cast), np.int64)
        for body in self.counted(rule[answer], question, scope, level, whose):
            if self.name_of(body) in left_out:
                continue
            if question == "contract" and body[0] not in ("unit", "whole"):
                fail("rule", f"{body} is not asked on a contract")
            mine, yes = self.voters(body), self.says(body, question)
            if question == "contract":
                yes = yes & self.asked[mine].any()
            weight = 1
            if "weighted_by" in rule:
                weight = sum(int(self.sc.units[i].cell(rule["weighted_by"])) for i in mine)
            if "weights" in rule:
                weight = rule["weights"][self.name_of(body)]
            counts = np.ones(len(yes), bool)
            if {"all": False, "voted": True}[rule.get("of", "all")]:
                counts = self.cast[:, mine].sum(axis=1) > 0
            part += weight * ((yes == (answer == "yes")) & counts)
            total += weight * counts
        return self.bound(rule, part, total)

    @staticmethod
    def only(rule, keys):
        unknown = set(rule) - keys - {"name", "at_least", "at_most", "more_than", "less_than"}
        if unknown or rule.get("on", "package") not in ("package", "contract"):
            fail("rule", f"cannot read {rule}")

    @staticmethod
    def bound(rule, part, total):
        bounds = [key for key in ("at_least", "at_most", "more_than", "less_than") if key in rule]
        if len(bounds) != 1:
            fail("rule", f"wants one bound: {rule}")
        kind, value = threshold(rule[bounds[0]], f"rule {bounds[0]}")
        left, right = part * value.denominator, value.numerator * (1 if kind == "count" else total)
        met = {"at_least": left >= right, "at_most": left <= right, "more_than": left > right,
               "less_than": left < right}[bounds[0]]
        if kind == "share" and bounds[0] in ("at_least", "more_than"):
            met = met & (total > 0)
        elif kind == "share":
            met = met | (total == 0)
        return met


# ---- sections 1 and 2: support and ballots ----------------------------------------------------

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


def bundled(yes_if, s_p, s_c, w, penalty, r):
    """Chance of a yes to one question about both."""
    if yes_if == "both":
        return bivariate(s_p - penalty, s_c - penalty, r)
    if yes_if == "either":
        return 1 - bivariate(penalty - s_p, penalty - s_c, r)
    top = w * s_p + (1 - w) * s_c - penalty
    root = np.sqrt(np.maximum(0, w**2 + (1 - w)**2 + 2 * w * (1 - w) * r))
    with np.errstate(all="ignore"):
        return np.where(root > 0, ndtr(top / root), top > 0)


class Simulation:
    """One batch of replications. A row is a replication; a column a unit."""

    def __init__(self, sc, rng, rows):
        self.sc, self.rng, self.rows = sc, rng, rows
        self.drawn = {path: sc.laws[path].quantile(rng.random(rows)) for path in sc.inputs()}
        self.support()
        self.vote()
        self.consequences()

    def value(self, path):
        if path in self.drawn:
            return self.drawn[path]
        law = self.sc.law(path)
        return None if law is None else law.quantile(np.zeros(1))

    def common(self, path):
        return self.value(path)[:, None]

    def by_unit(self, own, general):
        """Each unit's own value, or the general one."""
        columns = []
        for unit in self.sc.units:
            mine = self.value(own.format(unit.key)) if self.sc.own(own, unit) else self.value(general)
            columns.append(np.broadcast_to(mine, self.rows))
        return np.stack(columns, axis=1)

    def support(self):
        sc, rows, normal = self.sc, self.rows, self.rng.standard_normal
        shape = (rows, len(sc.units))
        tails = float(sc.get("support", "tails", default=math.inf))
        z_swing, z_union = normal((rows, 1)), normal((rows, len(sc.unions)))[:, sc.of_union]
        z_unit, z_split = normal(shape), normal(shape)
        shared = self.common("support.swing") * student(
            z_swing, float(sc.get("support", "swing_tails", default=math.inf))) + np.zeros(shape)
        for _, path, members in sc.groups():
            for units in members.values():
                shared[:, units] += self.common(path) * normal((rows, 1))
        lower = sc.correlation()
        given = lower is not None
        if given:
            z_unit = z_unit @ lower.T
            chi = 1 if math.isinf(tails) else np.sqrt((tails - 2) / self.rng.chisquare(tails, (rows, 1)))
            noise = self.common("support.correlation.sd") * z_unit * chi
        else:
            noise = (self.common("support.union") * student(z_union, tails)
                     + self.common("support.unit") * student(z_unit, tails))
        split = self.common("support.contract.sd") * student(z_split, tails)
        shift = self.by_unit("support.units.{}.shift", "support.contract.shift")
        base, contract = np.empty(shape), np.empty(shape)
        for i, unit in enumerate(sc.units):
            own, law = sc.own("support.units.{}.package", unit), sc.own("support.units.{}.contract", unit)
            if own is None or own.fixed:
                share = own.p[0] if own else np.broadcast_to(self.value("support.package"), rows)
                median, doubt = probit(share), noise[:, i]
            else:
                if given and own.family != "probit-normal":
                    fail(own.place, "with a matrix an uncertain share is probit-normal")
                median = own.median()
                doubt = (own.p[1] * z_unit[:, i] if own.family == "probit-normal"
                         else own.probit(ndtr(z_unit[:, i])) - median)
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
        self.turnout_opinion(z_swing, z_union, z_unit)

    def turnout_opinion(self, z_swing, z_union, z_unit):
        sc, rho = self.sc, self.common("turnout.with_support")
        mix = lambda z: rho * z + np.sqrt(1 - rho**2) * self.rng.standard_normal(z.shape)
        swing = self.common("turnout.swing") * mix(z_swing)
        union_z = mix(z_union[:, np.unique(sc.of_union, return_index=True)[1]])[:, sc.of_union]
        unit_z = mix(z_unit)
        rest = self.common("turnout.union") * union_z + self.common("turnout.unit") * unit_z
        tau = np.empty(z_unit.shape)
        for i, unit in enumerate(sc.units):
            own = sc.own("turnout.units.{}", unit)
            if own is None or own.fixed:
                tau[:, i] = probit(own.p[0] if own else self.value("turnout.share")) + rest[:, i]
            else:
                tau[:, i] = own.probit(ndtr(unit_z[:, i]))
        self.tau = tau + swing

    def vote(self):
        sc, binomial = self.sc, self.rng.binomial
        r = np.broadcast_to(self.value("support.same_voter"), self.rows)
        weight = self.by_unit("ballot.units.{}.weight", "ballot.weight")
        penalty = self.by_unit("ballot.units.{}.penalty", "ballot.penalty")
        shape = self.tau.shape
        self.cast, self.returned = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        package, contract = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        self.designs = [sc.ballot(unit, "design") for unit in sc.units]
        for i, unit in enumerate(sc.units):
            s_p, s_c, w, t = self.s["package"][:, i], self.s["contract"][:, i], weight[:, i], penalty[:, i]
            cast = binomial(unit.eligible, ndtr(self.tau[:, i]))
            if self.designs[i] == "bundled":
                b = np.clip(bundled(sc.ballot(unit, "bundled_yes_if"), s_p, s_c, w, t, r), 0, 1)
                package[:, i] = contract[:, i] = binomial(cast, b)
            else:
                p, c = ndtr(s_p), ndtr(s_c)
                package[:, i] = binomial(cast, p)
                if self.designs[i] == "separate":
                    j = bivariate(s_p, s_c, r)
                    with np.errstate(all="ignore"):
                        among_yes = np.clip(np.where(p > 0, j / p, 0), 0, 1)
                        among_no = np.clip(np.where(p < 1, (c - j) / (1 - p), 0), 0, 1)
                    contract[:, i] = (binomial(package[:, i], among_yes)
                                      + binomial(cast - package[:, i], among_no))
            self.returned[:, i] = cast
            unreturned = sc.ballot(unit, "unreturned")
            if unreturned == "yes":
                package[:, i] += unit.eligible - cast
                contract[:, i] += unit.eligible - cast if self.designs[i] != "package-only" else 0
            self.cast[:, i] = cast if unreturned == "not counted" else unit.eligible
        asked = [design != "package-only" for design in self.designs]
        self.votes = Votes(sc, self.cast, package, contract, asked)

    # ---- section 5 ---------------------------------------------------------------------------

    def consequences(self):
        sc, votes = self.sc, self.votes
        union_yes = votes.union_yes[:, sc.of_union]
        binds = sc.get("consequences", "package_binds", default="everyone")
        if binds not in ("everyone", "approvers"):
            fail("consequences.package_binds", binds)
        approved = union_yes if votes.everyone is None else union_yes | votes.everyone[:, None]
        if votes.each:
            self.bound = approved
        else:
            self.bound = votes.ratified[:, None] & (approved if binds == "approvers" else True)
        if votes.gate is not None:
            self.bound = self.bound & votes.gate[:, None]
        self.bound = np.broadcast_to(self.bound, union_yes.shape)
        self.uniform = self.rng.random((5,) + union_yes.shape)
        self.in_force = self.contract_in_force(votes.contract_yes)
        self.layoffs = self.laid_off(self.in_force)
        self.force = {"take_part": self.contract_in_force(np.True_),
                      "stay_out": self.contract_in_force(np.False_)}

    def contract_in_force(self, yes):
        needs = self.sc.get("consequences", "contract_needs_package", default=True)
        result = np.empty(self.bound.shape, bool)
        for i, unit in enumerate(self.sc.units):
            mine = np.broadcast_to(yes, self.bound.shape)[:, i]
            if unit.outside:
                result[:, i] = False
            elif self.designs[i] == "package-only":
                result[:, i] = self.bound[:, i]
            else:
                result[:, i] = mine & self.bound[:, i] if needs else mine
        return result

    def laid_off(self, protected):
        """(notices, separated, recalled) of each replication and unit."""
        sc, u, v = self.sc, self.uniform, lambda path: self.common("layoffs." + path)
        if sc.get("layoffs") is None:
            return (np.zeros(protected.shape),) * 3
        e = np.array([unit.employees for unit in sc.units], float)
        by = sc.get("layoffs", "rejected", "by")
        cut = e * (sc.column(by, "layoffs.rejected.by") if by else 1)
        cut_share = cut / cut.sum() if cut.sum() > 0 else np.zeros(len(e))
        leverage = np.zeros(protected.shape)
        staff, needed = (sc.get("layoffs", "leverage", key) for key in ("staff", "needed"))
        for i, unit in enumerate(sc.units):
            if staff and needed and unit.cell(staff) and unit.cell(needed) and float(unit.cell(needed)) > 0:
                need = (float(unit.cell(needed)) * self.value("layoffs.leverage.workload.now")
                        / self.value("layoffs.leverage.workload.then"))
                gap = np.maximum(0, 1 - float(unit.cell(staff)) / need)
                leverage[:, i] = np.minimum(1, self.value("layoffs.leverage.effect") * gap)
        c = np.maximum(0, v("rejected.threat") - v("rejected.vacancies")) * cut_share
        n = np.clip(c * v("rejected.announced") * (1 - leverage) - v("rejected.attrition") * e, 0, e)
        hit = u[1] < v("outside.chance")
        out = np.floor(hit * v("outside.rate") * e * (1 - leverage) + u[2])
        rejected, outside = ~self.bound & ~protected, self.bound & ~protected
        notices = np.where(rejected, np.floor(n + u[0]), np.where(outside, out, 0))
        first = np.where(rejected, np.floor(n * v("rejected.carried_out") + u[0]), np.where(outside, out, 0))
        date, until = sc.get("layoffs", "anyway", "date"), sc.get("protection", "until")
        excludes = sc.get("protection", "excludes", default=[])
        if any(word != "anyway" for word in excludes):
            fail("protection.excludes", "knows \"anyway\" only")
        exposed = np.True_ if "anyway" in excludes or (date and until and date > until) else ~protected
        more = np.where(exposed, np.floor(v("anyway.rate") * (e - first) + u[3]), 0)
        recall = np.where(rejected, v("rejected.recall"), np.where(outside, v("outside.recall"), 0))
        recalled = np.floor(first * recall + more * v("anyway.recall") + u[4])
        return np.minimum(notices + more, e), first + more, recalled

    def pay(self, in_force):
        """Pay of a member of each unit over the agreement's years."""
        sc, totals = self.sc, np.zeros(in_force.shape)
        if sc.get("pay") is None:
            return totals
        salary = self.by_unit("pay.units.{}.salary", "pay.salary")
        for i, unit in enumerate(sc.units):
            lists = {}
            for key in ("agreed", "outside"):
                place = f"pay.units.{unit.key}.{key}"
                if sc.get("pay", "units", unit.name, key) is None:
                    place = f"pay.{key}"
                raises, year = [], 1
                while f"{place}.{year}" in sc.laws:
                    raises.append(self.value(f"{place}.{year}"))
                    year += 1
                lists[key] = raises
            years = max(map(len, lists.values()))
            sums = {}
            for key, raises in lists.items():
                level, total = salary[:, i], 0.0
                for year in range(years):
                    level = level * (1 + raises[year]) if year < len(raises) else level
                    total = total + level
                sums[key] = total
            totals[:, i] = np.where(in_force[:, i], sums["agreed"], sums["outside"])
        return totals

    def savings(self):
        """(saved, claimed, gap)."""
        sc, v = self.sc, lambda key: self.value("savings." + key)
        e = np.array([unit.employees for unit in sc.units], float) / sum(u.employees for u in sc.units)
        claimed = v("package") * (self.bound @ e) + v("contracts") * ((self.in_force & self.bound) @ e)
        laid_off = (self.layoffs[1] - self.layoffs[2]).sum(axis=1)
        saved = v("likely") * claimed + v("per_layoff") * laid_off
        return saved, claimed, float(sc.get("savings", "target", default=0)) - saved


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
    sc, v = sim.sc, sim.votes
    members = np.array([u.members for u in sc.units])
    by_union = np.array([members[sc.of_union == k].sum() for k in range(len(sc.unions))])
    notices, separated, recalled = sim.layoffs
    asked = np.broadcast_to(v.asked, v.cast.shape)
    some = np.maximum(v.cast, 1)
    per_unit = {"package": v.unit_yes, "contract": v.contract_yes, "protected": sim.in_force,
                "notices": notices, "separated": separated, "recalled": recalled,
                "layoffs": separated - recalled, "pay": sim.pay(sim.in_force)}
    for name, in_force in sim.force.items():
        forced = sim.laid_off(in_force)
        per_unit[f"{name}.pay"], per_unit[f"{name}.layoffs"] = sim.pay(in_force), forced[1] - forced[2]
    ratified = np.broadcast_to(v.ratified[:, None], v.cast.shape)
    for name, values in per_unit.items():
        tally.add(("unit", name), values)
        if name.endswith(("layoffs", "pay")):
            tally.add(("unit", name + "_if_ratified"), values, ratified)
            tally.add(("unit", name + "_if_rejected"), values, ~ratified)
    tally.add(("unit", "package_share"), v.package / some, v.cast > 0)
    tally.add(("unit", "contract_share"), v.contract / some, (v.cast > 0) & asked)
    tally.add(("union", "yes"), v.union_yes)
    sums = np.zeros((2,) + v.union_yes.shape)
    for i, k in enumerate(sc.of_union):
        sums[:, :, k] += v.package[:, i], v.cast[:, i]
    tally.add(("union", "share"), sums[0] / np.maximum(sums[1], 1), sums[1] > 0)
    for kind, yes in (("unit", v.unit_yes), ("union", v.union_yes)):
        same = np.broadcast_to(v.ratified[:, None], yes.shape)
        tally.add((kind, "ratified_if_yes"), same, yes)
        tally.add((kind, "ratified_if_no"), same, ~yes)
    cast = v.cast.sum(axis=1)
    saved, claimed, gap = sim.savings()
    overall = {
        "ratified": v.ratified, "unions_yes": v.union_yes.sum(axis=1), "units_yes": v.unit_yes.sum(axis=1),
        "members_of_yes_unions": v.union_yes @ by_union,
        "turnout": sim.returned.sum(axis=1) / sum(u.eligible for u in sc.units),
        "notices": notices.sum(axis=1), "separated": separated.sum(axis=1),
        "recalled": recalled.sum(axis=1), "layoffs": (separated - recalled).sum(axis=1),
        "units_outside": (sim.bound & ~sim.in_force).sum(axis=1),
        "raises_kept": ~sim.in_force @ members, "saved": saved, "saved_claimed": claimed, "gap": gap}
    overall["yes_ballots_share"] = v.package.sum(axis=1) / np.maximum(cast, 1)
    majority = 2 * v.package.sum(axis=1) > cast
    tally.add("ratified_without_majority", v.ratified & ~majority)
    tally.add("rejected_despite_majority", ~v.ratified & majority)
    for name, values in overall.items():
        where = cast > 0 if name == "yes_ballots_share" else np.ones(len(cast), bool)
        tally.add(name, values, where)
        tally.add((name, "if_ratified"), values, where & v.ratified)
        tally.add((name, "if_rejected"), values, where & ~v.ratified)
        tally.values.setdefault(name, []).append(np.asarray(values, float)[where])


def run(sc, replications, seed, batch=20_000, keep=False):
    """Means and standard errors of a scenario; with `keep` the measures' values too, sorted."""
    rng, tally, left = np.random.default_rng(seed), Tally(), replications
    while left:
        tell(tally, Simulation(sc, rng, min(batch, left)))
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
              ("ratified", "ratified_without_majority", "rejected_despite_majority")}
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
