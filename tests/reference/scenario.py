"""Reads a scenario for the reference: the file's format, its numbers and laws, its units.

Written from docs/model.md, docs of the format and the field lists in models/scenario; it refuses
every key it does not know.
"""
import csv
import datetime
import json
import math
import re
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy import optimize, special, stats

ndtr, ndtri = special.ndtr, special.ndtri


class Mistake(Exception):
    """A scenario this reference refuses, with the place and the reason."""


def fail(place, why):
    raise Mistake(f"{place}: {why}")


# ---- paths and numbers ------------------------------------------------------------------------

def part(name):
    """One part of a path as TOML writes it: bare, or in quotation marks."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def parts(path):
    """The parts of a path as TOML writes it."""
    found = re.findall(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[^."\'\s]+', path)
    return [json.loads(word) if word[0] == '"' else word.strip("'") for word in found]


def probit(share):
    """Φ⁻¹, where a certain 0 or 1 stands as ∓10¹²."""
    return np.clip(ndtri(share), -1e12, 1e12)


# ---- numbers and laws -------------------------------------------------------------------------

def number(word, kind, place):
    """0.55, "55%", or for spreads and shifts "17 points" (from 50% to 67% on the probit scale)."""
    if isinstance(word, bool):
        fail(place, "true or false is not a number")
    if isinstance(word, (int, float)):
        return float(word)
    text = word.strip().replace("_", "") if isinstance(word, str) else ""
    try:
        if text.endswith("%"):
            return float(Fraction(text[:-1].strip()) / 100)
        if text.endswith(("points", "point")) and kind in ("spread", "shift"):
            points = float(Fraction(text.rsplit(" ", 1)[0].strip()) / 100)
            return math.copysign(float(ndtri(0.5 + abs(points))), points)
        return float(text)
    except ValueError:
        fail(place, f"{word!r} is not a number")


RANGE = {"support": (0, 1), "share": (0, 1), "shift": (-math.inf, math.inf), "spread": (0, math.inf),
         "amount": (0, math.inf), "correlation": (-1, 1), "percentage": (-1, math.inf)}
FAMILY = {"support": "probit-normal", "share": "beta", "shift": "normal", "spread": "lognormal",
          "amount": "lognormal", "correlation": "beta", "percentage": "normal"}
LAW_KEYS = {"normal": {"mean", "sd"}, "lognormal": {"mean", "sd"}, "probit-normal": {"median", "sd"},
            "beta": {"a", "b"}, "uniform": {"low", "high"}, "triangular": {"low", "mode", "high"},
            "discrete": {"values", "weights"}}


def is_law(value):
    return isinstance(value, dict) and bool({"mean", "interval", "distribution"} & set(value))


EVENLY = (np.arange(4096) + 0.5) / 4096  # a mean without a closed form is that of these quantiles


class Law:
    """A number of a scenario: fixed, or with a quantile function."""

    def __init__(self, word, kind, place):
        self.kind, self.place, self.stretch = kind, place, False
        self.low, self.high = RANGE[kind]
        if isinstance(word, str) and " to " in word:
            word = {"interval": word.split(" to ")}
        if not isinstance(word, dict):
            self.family, self.p = "fixed", (self.inside(number(word, kind, place)),)
            return
        read = lambda key: number(word[key], "plain" if key in "ab" else kind, place)
        keys = set(word)
        if "distribution" in word:
            family = word["distribution"]
            if family not in LAW_KEYS or keys - {"distribution"} != LAW_KEYS[family]:
                fail(place, f"not a law: {word}")
            self.family = family
            if family == "discrete":
                values = [self.inside(number(v, kind, place)) for v in word["values"]]
                weights = [number(w, "plain", place) for w in word["weights"]]
                if values != sorted(values) or len(values) != len(weights) or min(weights) < 0:
                    fail(place, "a discrete law wants rising values and a weight for each")
                self.p = (np.array(values), np.cumsum(weights) / math.fsum(weights))
            elif family == "lognormal":
                self.p = self.log_moments(read("mean"), read("sd"))
            elif family == "probit-normal":
                self.p = (float(ndtri(read("median"))), read("sd"))
            else:
                order = {"normal": "mean sd", "beta": "a b", "uniform": "low high",
                         "triangular": "low mode high"}[family]
                self.p = tuple(read(key) for key in order.split())
                if family in ("uniform", "triangular"):
                    [self.inside(v) for v in self.p]
            allowed = {"normal": {"shift", "percentage"}, "lognormal": {"spread", "amount"},
                       "probit-normal": {"support", "share"}, "beta": {"support", "share"}}
            if kind not in allowed.get(family, {kind}):
                fail(place, f"a {family} law for a {kind} is left open by the definition")
        elif keys == {"mean", "sd"}:
            self.of_moments(read("mean"), read("sd"))
        elif keys in ({"interval"}, {"interval", "level"}):
            low, high = (self.inside(number(v, kind, place)) for v in word["interval"])
            self.of_interval(low, high, number(word.get("level", 0.8), "plain", place))
        else:
            fail(place, f"not a number or a law: {word}")

    def inside(self, value):
        if not self.low <= value <= self.high:
            fail(self.place, f"{value} lies outside {self.low} to {self.high}")
        return value

    @staticmethod
    def log_moments(mean, sd):
        s2 = math.log1p((sd / mean) ** 2)
        return math.log(mean) - s2 / 2, math.sqrt(s2)

    def of_moments(self, mean, sd):
        self.inside(mean)
        self.family = FAMILY[self.kind]
        if sd == 0:
            self.family, self.p = "fixed", (mean,)
        elif self.family == "normal":
            self.p = (mean, sd)
        elif self.family == "lognormal":
            self.p = self.log_moments(mean, sd)
        elif self.family == "beta":
            if self.kind == "correlation":
                self.stretch, mean, sd = True, (mean + 1) / 2, sd / 2
            size = mean * (1 - mean) / sd**2 - 1
            if size <= 0:
                fail(self.place, "no Beta law has so large a standard deviation")
            self.p = (mean * size, (1 - mean) * size)
        else:  # probit-normal: E Φ(m+sZ) = Φ(h), E Φ² = Φ₂(h, h; ρ), h = m/√(1+s²), ρ = s²/(1+s²)
            h = float(ndtri(mean))
            second = lambda r: mean - 2 * special.owens_t(h, math.sqrt((1 - r) / (1 + r)))
            try:
                rho = optimize.brentq(lambda r: second(r) - mean**2 - sd**2, 0.0, 1.0, xtol=1e-16)
            except ValueError:
                fail(self.place, "no share has so large a standard deviation")
            self.p = (h / math.sqrt(1 - rho), math.sqrt(rho / (1 - rho)))

    def of_interval(self, low, high, level):
        self.family = FAMILY[self.kind]
        width = 2 * float(ndtri((1 + level) / 2))
        if low == high:
            self.family, self.p = "fixed", (low,)
        elif self.family == "beta":
            if self.kind == "correlation":
                self.stretch, low, high = True, (low + 1) / 2, (high + 1) / 2
            mean, sd = (low + high) / 2, (high - low) / width
            size = max(mean * (1 - mean) / sd**2 - 1, 0.5)
            ends = lambda q: special.betaincinv(*np.exp(q), [(1 - level) / 2, (1 + level) / 2])
            # on the probit scale the two ends are nearly linear in the shapes
            found = optimize.root(lambda q: ndtri(ends(q)) - ndtri([low, high]),
                                  np.log([mean * size, (1 - mean) * size]), tol=1e-14)
            if np.max(np.abs(ends(found.x) - [low, high])) > 1e-9:
                fail(self.place, "no Beta law found for this interval")
            self.p = tuple(np.exp(found.x))
        else:
            to = {"normal": float, "lognormal": math.log, "probit-normal": lambda v: float(ndtri(v))}
            low, high = to[self.family](low), to[self.family](high)
            self.p = ((low + high) / 2, (high - low) / width)

    @property
    def fixed(self):
        return self.family == "fixed"

    def quantile(self, u):
        p = self.p
        value = {
            "fixed": lambda: p[0] + 0 * u,
            "normal": lambda: p[0] + p[1] * ndtri(u),
            "lognormal": lambda: np.exp(p[0] + p[1] * ndtri(u)),
            "probit-normal": lambda: ndtr(p[0] + p[1] * ndtri(u)),
            "beta": lambda: special.betaincinv(p[0], p[1], u),
            "uniform": lambda: p[0] + (p[1] - p[0]) * u,
            "triangular": lambda: stats.triang.ppf(u, (p[1] - p[0]) / (p[2] - p[0]), p[0], p[2] - p[0]),
            "discrete": lambda: p[0][np.minimum(np.searchsorted(p[1], u), len(p[0]) - 1)],
        }[self.family]()
        return 2 * value - 1 if self.stretch else value

    def probit(self, u):
        """Φ⁻¹ of the quantile, exact for a probit-normal law."""
        if self.family == "probit-normal":
            return self.p[0] + self.p[1] * ndtri(u)
        return probit(self.quantile(u))

    def mean(self):
        """The mean of the quantity itself."""
        p = self.p
        if self.family in ("fixed", "normal"):
            return p[0]
        if self.family == "lognormal":
            return math.exp(p[0] + p[1]**2 / 2)
        return float(np.mean(self.quantile(EVENLY)))

    def mean_probit(self):
        """The mean of Φ⁻¹ of the quantity."""
        if self.family in ("fixed", "probit-normal"):
            return float(probit(self.p[0]) if self.fixed else self.p[0])
        return float(np.mean(self.probit(EVENLY)))

    def median(self):
        """Φ⁻¹ of the law's median."""
        return float(self.p[0] if self.family == "probit-normal" else self.probit(np.float64(0.5)))


# ---- the file's format ------------------------------------------------------------------------

class Q:
    """A quantity in the format: its kind and its default (None: not stated)."""
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default


class Listed:
    """[[tables]] merged by the value of one key."""
    def __init__(self, key, keys):
        self.key, self.keys = key, keys


LEAF, RULE, RAISES = object(), object(), object()
UNIT_BALLOT = {"design": LEAF, "bundled_yes_if": LEAF, "weight": Q("share"), "penalty": Q("shift"),
               "unreturned": LEAF}
SPREADS = {"swing": Q("spread", 0), "union": Q("spread", 0), "unit": Q("spread", 0)}
RESTATED = ("support", "driver", "turnout", "ballot", "units", "unions", "groups", "rules", "rule", "consequences",
            "protection", "savings", "layoffs")
FORMAT = {
    "ayes": LEAF, "title": LEAF, "about": LEAF, "extends": LEAF,
    "roster": {"units": LEAF, "columns": {"*": LEAF}},
    "unit": Listed("unit", None),
    "support": {"package": Q("support", 0.5), **SPREADS,
                "contract": {"shift": Q("shift", 0), "sd": Q("spread", 0)},
                "group": Listed("name", {"name": LEAF, "column": LEAF, "sd": Q("spread", 0)}),
                "tails": LEAF, "swing_tails": LEAF, "same_voter": Q("correlation", 0),
                "correlation": {"file": LEAF, "units": LEAF, "matrix": LEAF, "sd": Q("spread", 0)},
                "units": {"*": {"package": Q("support"), "contract": Q("support"), "shift": Q("shift")}}},
    "driver": Listed("name", {"name": LEAF, "column": LEAF, "equals": LEAF, "everyone": LEAF,
                              "centred": LEAF, "coefficient": Q("shift", 0), "on": LEAF,
                              "grows_with": LEAF, "at": LEAF}),
    "turnout": {"share": Q("share", 1), **SPREADS, "with_support": Q("correlation", 0),
                "units": {"*": Q("share")}},
    "ballot": {"design": LEAF, "bundled_yes_if": LEAF, "weight": Q("share", 0.5),
               "penalty": Q("shift", 0), "unreturned": LEAF, "units": {"*": UNIT_BALLOT}},
    "units": {"decide": RULE, "contract": RULE, "rules": {"*": RULE}, "contract_rules": {"*": RULE}},
    "unions": {"decide": RULE, "rules": {"*": RULE}},
    "groups": {"*": {"unions": LEAF, "units": LEAF, "groups": LEAF, "column": LEAF, "equals": LEAF,
                     "rule": RULE}},
    "rules": {"*": RULE}, "rule": RULE, "gate": {"package_waits_for": RULE},
    "consequences": {"package_binds": LEAF, "contract_needs_package": LEAF, "everyone_if": RULE},
    "protection": {"until": LEAF, "excludes": LEAF},
    "pay": {"first_day": LEAF, "salary": Q("amount", 0), "agreed": RAISES, "outside": RAISES,
            "units": {"*": {"salary": Q("amount"), "agreed": RAISES, "outside": RAISES,
                            "award": {"chance": Q("share", 1), "refused": Q("share", 0), "raises": RAISES}}}},
    "savings": {"package": Q("amount", 0), "contracts": Q("amount", 0), "per_layoff": Q("amount", 0),
                "likely": Q("share", 1), "target": LEAF},
    "layoffs": {"rejected": {"threat": Q("amount", 0), "announced": Q("share", 1),
                             "carried_out": Q("share", 1), "by": LEAF, "by_agency": LEAF, "vacancies": Q("amount", 0),
                             "attrition": Q("share", 0), "recall": Q("share", 0)},
                "outside": {"chance": Q("share", 0), "rate": Q("share", 0), "recall": Q("share", 0)},
                "anyway": {"rate": Q("share", 0), "recall": Q("share", 0), "date": LEAF},
                "refusers": {"by": LEAF, "notices": Q("share", 0), "take_effect": Q("share", 1)},
                "leverage": {"staff": LEAF, "needed": LEAF, "effect": Q("amount", 8),
                             "workload": {"now": Q("amount", 1), "then": Q("amount", 1)}}},
    "words": {"ratified": LEAF, "rejected": LEAF},
    "calendar": {"deadline": LEAF, "absent": LEAF, "union_waits": LEAF, "revisable": LEAF, "momentum": Q("shift", 0),
                 "once_dead": Q("shift", 0), "once_safe": Q("shift", 0)},
    "delay": Listed("unit", {"unit": LEAF, "chance": Q("share", 1), "days": Q("amount"),
                             "then": {"ballot": UNIT_BALLOT, "shift": Q("shift", 0)}}),
    "round": Listed("name", {"name": LEAF, "after": LEAF, "chance": Q("share", 1), "date": LEAF, "expires": LEAF,
                             "late": Q("amount", 0), "who": LEAF, "asks": LEAF, "begun": Q("share", 0),
                             "shift": {"mean": Q("shift", 0), "sd": Q("spread", 0), "unit": Q("spread", 0)},
                             **dict.fromkeys(RESTATED, LEAF)}),
    "challenge": {"*": {"chance": Q("share", 0), "then": LEAF}},
    "legislature": {"acts": Q("share", 0), "refuses": Q("share", 0), "silence": LEAF, "refuses_contract": Q("share", 0)},
    "imposed": {"chance": Q("share", 0), "only_if": RULE},
}
UNIT_SETTINGS = {"package": "support.units.{}.package", "contract": "support.units.{}.contract",
                 "shift": "support.units.{}.shift", "turnout": "turnout.units.{}",
                 "ballot": "ballot.units.{}.design"}


def spec_below(spec, key):
    if isinstance(spec, Listed):
        return spec.keys
    return spec.get(key, spec.get("*")) if isinstance(spec, dict) else None


def merge(base, over, spec):
    """Tables merge; [[tables]] merge by name; rules, laws and plain values are replaced whole."""
    if isinstance(spec, Listed):
        for row in base + over:
            if spec.key not in row:
                fail("[[...]]", f"{row} has no {spec.key}")
        rows = {row[spec.key]: dict(row) for row in base}
        for row in over:
            kept = rows.get(row[spec.key], {})
            rows[row[spec.key]] = merge(kept, row, spec.keys or {"*": LEAF})
        return list(rows.values())
    if not isinstance(spec, dict) or not isinstance(base, dict) or is_law(base) or is_law(over):
        return over
    result = dict(base)
    for key, value in over.items():
        below = spec_below(spec, key)
        if isinstance(below, Listed):
            result[key] = merge(result.get(key, []), value, below)
        else:
            result[key] = merge(result[key], value, below) if key in result and below is not None else value
    return result


def read_tables(path):
    path = Path(path)
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    if not isinstance(tables.get("round", []), list):
        fail("round", "is written [[round]]")
    for table in [tables] + tables.get("round", []):
        for key, value in table.get("ballot", {}).get("units", {}).items():
            if isinstance(value, str):  # P-4 = "bundled"
                table["ballot"]["units"][key] = {"design": value}
        agencies = table.get("layoffs", {}).get("rejected", {}).get("by_agency", {})
        if "file" in agencies:
            agencies["file"] = str(path.parent / agencies["file"])
    for delay in tables.get("delay", []):
        if isinstance(delay.get("then", {}).get("ballot"), str):
            delay["then"]["ballot"] = {"design": delay["then"]["ballot"]}
    if "units" in tables.get("roster", {}):  # paths are relative to the file that states them
        tables["roster"]["units"] = str(path.parent / tables["roster"]["units"])
    if "file" in tables.get("support", {}).get("correlation", {}):
        tables["support"]["correlation"]["file"] = str(path.parent / tables["support"]["correlation"]["file"])
    base = tables.pop("extends", None)
    return merge(read_tables(path.parent / base) if base else {}, tables, FORMAT)


def dropped(tables, spec):
    """Without the rows a file switches off with use = false."""
    result = {}
    for key, value in tables.items():
        below = spec_below(spec, key)
        if isinstance(below, Listed) and below.keys:  # units: when the roster has been read
            value = [{k: v for k, v in row.items() if k != "use"} for row in value if row.get("use", True)]
        elif isinstance(value, dict) and isinstance(below, dict):
            value = dropped(value, below)
        result[key] = value
    return result


class Unit:
    def __init__(self, row, place):
        self.cells = row
        self.name = str(row["unit"])
        self.key = part(self.name)
        self.part_of = str(row.get("part_of") or "")
        self.union = str(row.get("union") or self.part_of or self.name)
        count = lambda key, default: int(row[key]) if str(row.get(key, "")).strip() != "" else default
        self.members = count("members", None)
        if not self.members or self.members < 1:
            fail(place, "a unit needs members, 1 or more")
        self.eligible = count("eligible", self.members)
        self.employees = count("employees", self.members)
        for key in ("outside", "revisable"):
            word = str(row.get(key, "false")).lower()
            if word not in ("true", "false", "yes", "no", "1", "0", ""):
                fail(place, f"{key} is true or false, not {word}")
            setattr(self, key, word in ("true", "yes", "1"))
        date = row.get("date") or None
        self.date = datetime.date.fromisoformat(date.strip()) if isinstance(date, str) else date

    def cell(self, column):
        if column in ("members", "eligible", "employees"):
            return str(getattr(self, column))
        if column in ("union", "part_of"):
            return getattr(self, column)
        return str(self.cells.get(column, "")).strip()


class Scenario:
    def __init__(self, path):
        tables = dropped(read_tables(path), FORMAT)
        if tables.get("ayes", 1) != 1:
            fail("ayes", "format version 1 only")
        self.read_units(tables)
        self.take(tables)

    def later(self, row):
        """The scenario of a later vote: this one, and what the vote restates in place of it."""
        tables = {key: value for key, value in self.tables.items() if key not in ("round", "calendar", "delay")}
        later = object.__new__(Scenario)
        later.units, later.unions, later.of_union, later.rounds = self.units, self.unions, self.of_union, []
        later.wholes, later.wholes_named = self.wholes, self.wholes_named
        later.take(dropped(merge(tables, {key: row[key] for key in RESTATED if key in row}, FORMAT), FORMAT))
        return later

    def take(self, tables):
        self.tables, self.laws = tables, {}
        self.check(tables, FORMAT, "")
        self.unions = list(dict.fromkeys(u.union for u in self.units))
        self.of_union = np.array([self.unions.index(u.union) for u in self.units])
        named = [u.name for u in self.units]
        self.wholes = {}  # units of several locals
        for i, unit in enumerate(self.units):
            if unit.part_of:
                self.wholes.setdefault(unit.part_of, []).append(i)
        self.wholes_named = list(self.wholes)
        for table, key in (("support", "units"), ("turnout", "units"), ("ballot", "units"), ("pay", "units"),
                           ("units", "rules"), ("units", "contract_rules")):
            for name in self.get(table, key, default={}):
                if name not in named and not (table == "units" and name in self.wholes):
                    fail(f"{table}.{key}.{name}", "no such unit")
        for name in self.get("unions", "rules", default={}):
            if name not in self.unions:
                fail(f"unions.rules.{name}", "no such union")
        self.rounds = [self.later(row) for row in tables.get("round", [])]

    def read_units(self, tables):
        roster, rows = tables.get("roster", {}), {}
        if "units" in roster:
            with open(roster["units"], encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    for known, own in roster.get("columns", {}).items():
                        if own not in row:
                            fail(f"roster.columns.{known}", f"no column {own}")
                        row[known] = row[own]
                    if row["unit"] in rows:
                        fail(roster["units"], f"{row['unit']} stands twice")
                    rows[row["unit"]] = row
        for row in tables.get("unit", []):
            rows[row["unit"]] = {**rows.get(row["unit"], {}), **row}
            if not rows[row["unit"]].pop("use", True):
                del rows[row["unit"]]
        for name, row in rows.items():
            for key, pattern in UNIT_SETTINGS.items():
                if row.get(key, "") != "":
                    *way, last = pattern.split(".")
                    table = tables
                    for step in way:
                        table = table.setdefault(step.format(name), {})
                    if last.format(name) in table:
                        fail(pattern.format(name), "stated in a table and in a column")
                    table[last.format(name)] = row[key]
        self.units = [Unit(row, f"unit {name}") for name, row in rows.items()]
        if not self.units:
            fail("unit", "no units")

    def check(self, table, spec, path):
        for key, value in table.items():
            place = f"{path}.{part(key)}" if path else part(key)
            below = spec_below(spec, key)
            if below is None:
                fail(place, "unknown key")
            if isinstance(below, Q):
                self.laws[place] = Law(value, below.kind, place)
            elif below is RAISES:
                for year, word in enumerate(value):
                    self.laws[f"{place}.{year + 1}"] = Law(word, "percentage", f"{place}.{year + 1}")
            elif isinstance(below, Listed) and below.keys:
                for row in value:
                    self.check(row, below.keys, f"{place}.{part(row[below.key])}")
            elif isinstance(below, dict):
                if not isinstance(value, dict):
                    fail(place, "is a table")
                self.check(value, below, place)

    def get(self, *keys, default=None):
        table = self.tables
        for key in keys:
            if not isinstance(table, dict) or key not in table:
                return default
            table = table[key]
        return table

    def law(self, path):
        """The law stated at a path, or the format's default; None where neither is."""
        if path in self.laws:
            return self.laws[path]
        spec = FORMAT
        for step in parts(path):
            spec = spec_below(spec, step)
        if not isinstance(spec, Q):
            return None
        return None if spec.default is None else Law(spec.default, spec.kind, path)

    def own(self, pattern, unit):
        return self.laws.get(pattern.format(unit.key))

    def inputs(self):
        """Paths of uncertain numbers drawn from the input stream: all but a unit's own shares."""
        of_unit = {p.format(u.key) for u in self.units
                   for p in ("support.units.{}.package", "support.units.{}.contract", "turnout.units.{}")}
        return [path for path, law in self.laws.items()
                if not law.fixed and path not in of_unit and not path.startswith("round.")]

    def ballot(self, unit, key, then=None):
        """A unit's ballot, or that of `then` once it is delayed."""
        default = {"design": "separate", "bundled_yes_if": "balance", "unreturned": "not counted"}[key]
        value = self.get("ballot", "units", unit.name, key, default=self.get("ballot", key, default=default))
        value = (then or {}).get("ballot", {}).get(key, value)
        words = {"design": ("separate", "bundled", "package-only"),
                 "bundled_yes_if": ("balance", "both", "either"),
                 "unreturned": ("not counted", "yes", "no")}[key]
        if value not in words:
            fail(f"ballot {key}", f"{value!r} is none of {words}")
        return "package-only" if key == "design" and unit.outside else value

    def planned(self):
        """Each unit's part of all planned cuts."""
        e = np.array([unit.employees for unit in self.units], float)
        table, by = self.get("layoffs", "rejected", "by_agency"), self.get("layoffs", "rejected", "by")
        if table is None:
            cut = e * (self.column(by, "layoffs.rejected.by") if by else 1)
            return cut / cut.sum() if cut.sum() > 0 else np.zeros(len(e))
        if "file" in table:
            with open(table["file"], encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            filled = lambda row, key: float(row.get(key) or 0)
            cuts = np.array([filled(row, "cut") for row in rows])
            others = np.array([filled(row, "others") for row in rows])
            staff = np.array([[filled(row, unit.name) for unit in self.units] for row in rows])
        else:
            cuts, others = np.array(table["cuts"], float), np.array(table.get("others", 0.0), float)
            order = [table["units"].index(u.name) if u.name in table["units"] else None for u in self.units]
            staff = np.array([[row[k] if k is not None else 0 for k in order] for row in table["staff"]], float)
        return (cuts / (staff.sum(axis=1) + others)) @ staff / cuts.sum()

    def correlation(self):
        """L with L Lᵀ = R, R in the roster's order, whatever order it is listed in; or None."""
        table = self.get("support", "correlation")
        if table is None:
            return None
        if "file" in table:
            with open(table["file"], encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.reader(file) if row]
            names, body = rows[0], rows[1:]
            if names[0] in ("", "unit"):
                names, body = names[1:], [row[1:] for row in body]
            matrix = np.array(body, float)
        else:
            names, matrix = table["units"], np.array(table["matrix"], float)
        if sorted(names) != sorted(u.name for u in self.units):
            fail("support.correlation", "must name every unit once")
        if matrix.shape != (len(names), len(names)):
            fail("support.correlation", "needs a row and a column for every unit")
        order = [names.index(u.name) for u in self.units]
        return factor(matrix[np.ix_(order, order)])

    def covariates(self):
        """(coefficient path, x − centre by unit, questions, grows_with, at) of every driver."""
        result = []
        for d in self.tables.get("driver", []):
            place = f"driver.{part(d['name'])}"
            if d.get("everyone"):
                x = np.ones(len(self.units))
            elif "equals" in d:
                x = np.array([float(u.cell(d["column"]) == str(d["equals"])) for u in self.units])
            else:
                x = np.array([number(u.cell(d["column"]), "plain", f"{place} {u.name}") for u in self.units])
            if d.get("centred"):
                x = x - np.average(x, weights=[u.members for u in self.units])
            on = d.get("on", ["package", "contract"])
            result.append((place + ".coefficient", x, [on] if isinstance(on, str) else on,
                           ".".join(map(part, parts(d.get("grows_with", "")))), d.get("at")))
        return result

    def groups(self):
        """(name, spread's path, {value: units that hold it}) of every support group; an empty cell is in none."""
        for group in self.get("support", "group", default=[]):
            members = {}
            for i, unit in enumerate(self.units):
                if unit.cell(group["column"]):
                    members.setdefault(unit.cell(group["column"]), []).append(i)
            yield group["name"], f"support.group.{part(group['name'])}.sd", members

    def column(self, column, place):
        return np.array([number(u.cell(column), "plain", f"{place} {u.name}") for u in self.units])


def factor(matrix):
    """Lower triangular L, L Lᵀ = R, for a positive semidefinite R (a zero pivot gives a zero column)."""
    n = len(matrix)
    if matrix.shape != (n, n) or np.any(matrix != matrix.T) or np.any(np.diag(matrix) != 1):
        fail("support.correlation", "is not symmetric with a unit diagonal")
    lower = np.zeros((n, n))
    for j in range(n):
        rest = matrix[j:, j] - lower[j:, :j] @ lower[j, :j]
        if rest[0] < -1e-9 or (rest[0] < 1e-9 and np.any(np.abs(rest) > 1e-6)):
            fail("support.correlation", "is not positive semidefinite")
        if rest[0] > 1e-9:
            lower[j:, j] = rest / math.sqrt(rest[0])
    return lower
