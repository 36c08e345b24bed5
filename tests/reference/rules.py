"""Rules: what units, unions, groups and the coalition make of the ballots, and what a count can still come to."""
from fractions import Fraction

import numpy as np

from scenario import fail

BOUNDS = ("at_least", "at_most", "more_than", "less_than")


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

    asked: units asked about a contract. missed: units whose ballots came after the deadline; contract_cast: ballots
    cast on the contract, theirs included. keep: {question: (units that answer as before, their answers)}.
    """

    def __init__(self, sc, cast, package, contract, asked, missed=None, contract_cast=None, absent=None, keep=None):
        self.sc = sc
        self.asked = np.broadcast_to(asked, cast.shape)
        self.missed = np.zeros(cast.shape, bool) if missed is None else missed
        self.absent_says, self.union_waits = absent or ("no", False)
        self.cast, self.package = np.where(self.missed, 0, cast), np.where(self.missed, 0, package)
        self.own = cast if contract_cast is None else contract_cast, contract  # late ones, too
        self.contract_cast, self.contract = (np.where(self.missed, 0, each) for each in self.own)
        self.keep = keep or {}
        n, self.known = len(sc.units), {}
        self.unit_yes = np.column_stack([self.says(("unit", i)) for i in range(n)])
        self.unit_no = np.column_stack([self.refuses(("unit", i)) for i in range(n)])
        self.contract_yes = np.column_stack([
            self.says(("whole", u.part_of) if u.part_of else ("unit", i), "contract") & self.asked[:, i]
            for i, u in enumerate(sc.units)])
        self.union_yes = np.column_stack([self.says(("union", k)) for k in range(len(sc.unions))])
        rule = sc.tables.get("rule")
        self.each = rule is None or (isinstance(rule, dict) and "each" in rule)
        if self.each and rule is not None and (rule["each"] != "union" or set(rule) - {"each", "name"}):
            fail("rule", "each is \"union\", and stands alone")
        self.rule = {"yes": "unions", "at_least": "all"} if self.each else rule
        self.ratified = self.holds(self.rule, range(n), "coalition")
        gate, everyone = sc.get("gate", "package_waits_for"), sc.get("consequences", "everyone_if")
        self.gate = None if gate is None else self.holds(gate, range(n), "coalition")
        only_if = sc.get("imposed", "only_if")
        self.may_impose = True if only_if is None else self.holds(only_if, range(n), "coalition")
        self.everyone = None if everyone is None else self.holds(everyone, range(n), "coalition")

    def conditions(self, rule=None):
        """{name: whether it holds} of all named conditions of the rule."""
        rule = self.rule if rule is None else rule
        if isinstance(rule, list):
            return {name: held for part in rule for name, held in self.conditions(part).items()}
        if not isinstance(rule, dict):
            return {}
        if set(rule) & {"at_least", "at_most", "more_than", "less_than", "body"}:
            held = self.holds(rule, range(len(self.sc.units)), "coalition")
            return {rule["name"]: held} if "name" in rule else {}
        return self.conditions([part for key, part in rule.items() if key not in ("name", "rule")])

    def is_absent(self, body):
        """Whether a body missed the close: with all its units, or where a union waits for all with one."""
        missed = self.missed[:, self.voters(body)]
        return missed.any(axis=1) if body[0] == "union" and self.union_waits else missed.all(axis=1)

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

    def refuses(self, body, question="package"):
        """Whether it says no: an absent body may say neither yes nor no."""
        no = ~self.in_rules(body, question)
        if self.absent_says in ("neither", "left out"):
            no = no & ~self.is_absent(body)
        return no

    def in_rules(self, body, question):
        """Whether it says yes, as rules take it: its contract is decided by late ballots, and they don't know of it."""
        said = self.says(body, question)
        return said if question == "package" else np.where(self.is_absent(body), self.absent_says == "yes", said)

    def decide(self, body, question):
        kind, which = body
        mine = self.voters(body)
        said = self.by_rule(body, question, kind, which, mine)
        if question == "package":
            said = np.where(self.is_absent(body), self.absent_says == "yes", said)
        if question in self.keep and kind in ("unit", "whole", "union"):
            kept, answers = self.keep[question][kind]
            column = self.sc.wholes_named.index(which) if kind == "whole" else which
            said = np.where(kept[:, column], answers[:, column], said)
        return said

    def by_rule(self, body, question, kind, which, mine):
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
                return self.ballots({"ballots": "yes", "more_than": "half"}, scope, question, level, whose)
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
            asked = self.named(rule["body"], about, scope, level, whose)
            return self.in_rules(asked, about) if rule.get("says", "yes") == "yes" else self.refuses(asked, about)
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
        scope = [i for i in scope if i not in left_out]
        counts = self.asked[:, scope] if question == "contract" else np.ones((len(self.cast), len(scope)), bool)
        given, cast = (self.contract, self.contract_cast) if question == "contract" else (self.package, self.cast)
        if question == "contract" and level in ("unit", "whole") and "on" not in rule:
            cast, given = self.own  # a unit's own contract is decided by all its ballots, late ones as well
        given, cast = ((each[:, scope] * counts).sum(axis=1) for each in (given, cast))
        part = {"yes": given, "no": cast - given, "cast": cast}[rule["ballots"]]
        eligible = np.array([self.sc.units[i].eligible for i in scope], np.int64)
        if self.absent_says == "left out":
            counts = counts & ~self.missed[:, scope]
        total = {"cast": cast, "eligible": (counts * eligible).sum(axis=1)}[rule.get("of", "cast")]
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

    def weight(self, rule, body):
        if "weights" in rule:
            return rule["weights"][self.name_of(body)]
        return sum(int(self.sc.units[i].cell(rule["weighted_by"])) for i in self.voters(body)) if "weighted_by" in rule else 1

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
            mine = self.voters(body)
            said = self.in_rules(body, question) if answer == "yes" else self.refuses(body, question)
            if question == "contract":  # a unit that isn't asked is a no
                asked = self.asked[:, mine].any(axis=1) | self.is_absent(body)
                said = said & asked if answer == "yes" else said | ~asked
            weight = self.weight(rule, body)
            counts = np.ones(len(said), bool)
            if {"all": False, "voted": True}[rule.get("of", "all")]:
                counts = (self.cast if question == "package" else self.contract_cast)[:, mine].sum(axis=1) > 0
                counts &= ~self.is_absent(body)
            elif self.absent_says == "left out":
                counts = ~self.is_absent(body)
            part += weight * (said & counts)
            total += weight * counts
        return self.bound(rule, part, total)

    @staticmethod
    def only(rule, keys):
        unknown = set(rule) - keys - {"name", "at_least", "at_most", "more_than", "less_than"}
        if unknown or rule.get("on", "package") not in ("package", "contract"):
            fail("rule", f"cannot read {rule}")

    @staticmethod
    def bound(rule, part, total):
        bounds = [key for key in BOUNDS if key in rule]
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


class Outlook:
    """What the rule can still come to when only some units have been counted (section 6).

    Each answer is a pair of arrays over the replications: it can be yes, and it must be. counted: units whose ballots
    are known; late: units that may still miss the close.
    """

    def __init__(self, votes, counted, late):
        self.votes, self.sc, self.counted, self.late, self.known = votes, votes.sc, counted, late, {}
        self.open = np.where(counted, 0, np.array([u.eligible for u in self.sc.units]))
        self.can, self.must = self.holds(votes.rule, range(len(self.sc.units)), "coalition")

    def may_be_absent(self, body):
        v, mine = self.votes, self.votes.voters(body)
        missing = np.where(self.counted, v.missed, self.late)[:, mine]
        return missing.any(axis=1) if body[0] == "union" and v.union_waits else missing.all(axis=1)

    def says(self, body):
        """(can be yes, can be no, can be absent): what it says when it is there."""
        if body not in self.known:
            v = self.votes
            can, must = self.by_rule(body)
            there = ~v.is_absent(body) if self.counted.all() else np.ones(len(v.cast), bool)
            self.known[body] = can & there, ~must & there, self.may_be_absent(body)
        return self.known[body]

    def by_rule(self, body):
        kind, which = body
        mine = self.votes.voters(body)
        if kind == "union":
            rule, default = self.sc.get("unions", "rules", self.sc.unions[which]), self.sc.get("unions", "decide")
            whole = self.votes.whole_units(mine)
            if rule is None and len(whole) == 1 and default in (None, "pooled", "own ballot"):
                yes, no, _ = self.says(whole[0])
                return yes, ~no
            rule = default or "own ballot" if rule is None else rule
        elif kind == "group":
            rule = self.sc.get("groups", which, "rule")
        else:
            name = which if kind == "whole" else self.sc.units[which].name
            local = kind == "unit" and self.sc.units[which].part_of
            rule = self.sc.get("units", "rules", name)
            if rule is None:
                rule = "own ballot" if local else self.sc.get("units", "decide", default="own ballot")
        return self.holds(rule, mine, kind, body)

    def holds(self, rule, scope, level, whose=None):
        v, again = self.votes, lambda part: self.holds(part, scope, level, whose)
        if isinstance(rule, str):
            if rule == "own ballot" or (rule == "pooled" and level in ("union", "group")):
                return self.ballots({"ballots": "yes", "more_than": "half"}, list(scope), level, whose)
            if rule == "units" and level in ("union", "group"):
                return again({"yes": "units", "more_than": "half"})
            return again(self.sc.get("rules", rule))
        keys = set(rule) - {"name"}
        each = lambda key: [np.array(side) for side in zip(*(again(part) for part in rule[key]))]
        if keys == {"all"}:
            can, must = each("all")
            return can.all(axis=0), must.all(axis=0)
        if keys == {"any"}:
            can, must = each("any")
            return can.any(axis=0), must.any(axis=0)
        if keys == {"none"}:
            can, must = each("none")
            return ~must.any(axis=0), ~can.any(axis=0)
        if keys == {"rule"}:
            return again(rule["rule"])
        if keys == {"if", "then", "else"}:
            (test, sure), (yes, yes_sure), (no, no_sure) = (again(rule[key]) for key in ("if", "then", "else"))
            return (test & yes) | (~sure & no), np.where(sure, yes_sure, np.where(test, yes_sure & no_sure, no_sure))
        if "body" in keys:
            if rule.get("on", "package") != "package":
                fail("rule", "the outlook of a contract is not told")
            yes, no, absent = self.says(v.named(rule["body"], "package", scope, level, whose))
            wanted = rule.get("says", "yes")
            other = {"yes": no, "no": yes}[wanted]
            counts = absent & (v.absent_says == wanted)
            fails = absent & (v.absent_says != wanted)
            return {"yes": yes, "no": no}[wanted] | counts, ~(other | fails)
        if "ballots" in keys:
            return self.ballots(rule, list(scope), level, whose)
        return self.count(rule, list(scope), level, whose)

    def between(self, rule, ends):
        """Whether a bound can and must be met, from the (part, total) that each body may add."""
        kind, value = threshold(rule[[key for key in BOUNDS if key in rule][0]], "rule")
        left = lambda part, total: part * value.denominator - value.numerator * total * (kind == "share")
        most = least = -value.numerator * (kind == "count")
        some = none = False  # whether there may, and must, be anything of which a share is
        for options in ends:  # [(possible, part, total)]
            score = np.array([np.where(may, left(part, total), -2**62) for may, part, total in options])
            most = most + score.max(axis=0)
            score = np.array([np.where(may, left(part, total), 2**62) for may, part, total in options])
            least = least + score.min(axis=0)
            filled = np.array([may & (np.asarray(total) > 0) for may, part, total in options])
            empty = np.array([may & (np.asarray(total) == 0) for may, part, total in options])
            some, none = some | filled.any(axis=0), none | ~empty.any(axis=0)
        some, none = np.broadcast_to(some, len(self.counted)), np.broadcast_to(none, len(self.counted))
        can, must = {"at_least": (most >= 0, least >= 0), "more_than": (most > 0, least > 0),
                     "at_most": (least <= 0, most <= 0), "less_than": (least < 0, most < 0)}[
                         [key for key in BOUNDS if key in rule][0]]
        if kind == "share":
            if "at_least" in rule or "more_than" in rule:
                return can & some, must & none
            return can | ~none, must | ~some
        return can, must

    def ballots(self, rule, scope, level, whose):
        v = self.votes
        if rule.get("on", "package") != "package":
            fail("rule", "the outlook of a contract is not told")
        several = lambda names: [names] if isinstance(names, str) else names
        pool = lambda names: {i for name in several(names)
                              for i in v.voters(v.named(name, "package", scope, level, whose))}
        scope = sorted(pool(rule["in"])) if "in" in rule else scope
        scope = [i for i in scope if i not in pool(rule.get("except", []))]
        ends = []
        for i in scope:
            eligible, known = self.sc.units[i].eligible, self.counted[:, i]
            of = lambda cast, members: cast if rule.get("of", "cast") == "cast" else members
            part = lambda yes, cast: {"yes": yes, "no": cast - yes, "cast": cast}[rule["ballots"]]
            there = np.where(v.missed[:, i] & (v.absent_says == "left out"), 0, eligible)
            zero = np.zeros(len(known), np.int64)
            ends.append([(known, part(v.package[:, i], v.cast[:, i]), of(v.cast[:, i], there)),
                         *((~known, part(yes, cast) + zero, of(cast, eligible) + zero)
                           for yes, cast in ((0, 0), (0, eligible), (eligible, eligible))),
                         (~known & self.late[:, i] & (v.absent_says == "left out"), zero, of(0, 0) + zero)])
        return self.between(rule, ends)

    def count(self, rule, scope, level, whose):
        v, answer = self.votes, "yes" if "yes" in rule else "no"
        if rule.get("on", "package") != "package":
            fail("rule", "the outlook of a contract is not told")
        left_out = rule.get("except", [])
        left_out = [left_out] if isinstance(left_out, str) else left_out
        ends = []
        for body in v.counted(rule[answer], "package", scope, level, whose):
            if v.name_of(body) in left_out:
                continue
            yes, no, absent = self.says(body)
            weight, zero = v.weight(rule, body), np.zeros(len(v.cast), np.int64)
            options = [(yes, zero + weight * (answer == "yes"), zero + weight),
                       (no, zero + weight * (answer == "no"), zero + weight)]
            voted = rule.get("of", "all") == "voted"
            if voted:
                mine = v.voters(body)
                cast = v.cast[:, mine].sum(axis=1)
                some = (cast > 0) | (self.open[:, mine].sum(axis=1) > 0)
                none = (cast == 0) & (np.where(self.counted, 1, 0)[:, mine].all(axis=1) | (cast == 0))
                options = [(may & some, part, total) for may, part, total in options] + [(none, zero, zero)]
            gone = voted or v.absent_says == "left out"
            options.append((absent, zero + (0 if gone else weight * (v.absent_says == answer)), zero + (0 if gone else weight)))
            ends.append(options)
        return self.between(rule, ends)
