#!/usr/bin/env python3
"""The reference against closed forms and published test vectors: `python test_reference.py`.

Sampled means are held at |z| < 4.89 (one in a million)."""
import math
import tempfile
from pathlib import Path

import numpy as np
from scipy import special, stats

from draws import Replay, fnv1a, philox4x32, phi2
from reference import Votes, bivariate, run
from scenario import Law, Mistake, Scenario, part, parts

ndtr, ndtri = special.ndtr, special.ndtri
THREE = "".join(f'[[unit]]\nunit = "{name}"\nmembers = 1\n' for name in "ABC")


def scenario(text, **others):
    folder = Path(tempfile.mkdtemp())
    for name, other in others.items():
        (folder / name.replace("_", ".")).write_text(other)
    (folder / "scenario.toml").write_text(text)
    return Scenario(folder / "scenario.toml")


def near(estimate, truth):
    assert abs(estimate["mean"] - truth) <= 4.89 * estimate["se"] + 1e-12, (estimate, truth)


def refused(text):
    try:
        run(scenario(text), 10, 1)
    except Mistake:
        return
    raise AssertionError("accepted:\n" + text)


def test_philox_gives_the_published_words():
    ones, pi = [0xFFFFFFFF] * 4, (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
    assert philox4x32([0] * 4, (0, 0)) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert philox4x32(ones, ones[:2]) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
    assert philox4x32(pi, (0xA4093822, 0x299F31D0)) == [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]


def test_fnv_gives_the_published_hashes():
    assert fnv1a(b"a") == 0xAF63DC4C8601EC8C and fnv1a(b"foobar") == 0x85944171F73967E8


def test_bivariate_normal_agrees_with_quadrature():
    for h in (-2.0, 0.0, 0.7, math.inf):
        for k in (-1.3, 0.0, 0.4, 3.0, -math.inf):
            for r in (-1.0, -0.95, 0.0, 0.3, 0.999, 1.0):
                assert abs(float(bivariate(h, k, r)) - float(phi2(h, k, r))) < 1e-14, (h, k, r)


def test_laws_have_the_moments_and_ends_they_were_told():
    u = (np.arange(1_000_000) + 0.5) / 1_000_000
    for kind, mean, sd in (("support", 0.7, 0.1), ("share", 0.1, 0.05), ("shift", -0.2, 0.3),
                           ("amount", 7500.0, 900.0), ("correlation", 0.6, 0.2), ("percentage", 0.03, 0.01)):
        x = Law({"mean": mean, "sd": sd}, kind, kind).quantile(u)
        assert abs(x.mean() / mean - 1) < 1e-4 and abs(x.std() / sd - 1) < 1e-3, kind
        low, high = sorted((mean, mean * 1.2))
        law = Law({"interval": [low, high], "level": 0.9}, kind, kind)
        assert np.allclose(law.quantile(np.array([0.05, 0.95])), [low, high], rtol=1e-9), kind


def test_three_certain_of_p_ratify_with_p_cubed():
    result = run(scenario(THREE + '[support]\npackage = "70%"\n'), 100_000, 1)
    near(result["ratified"], 0.7**3)
    near(result["measures"]["unions_yes"], 2.1)


def test_two_of_three():
    result = run(scenario(THREE + '[support]\npackage = 0.7\n[rule]\nyes = "unions"\nat_least = "2/3"\n'),
                 100_000, 2)
    near(result["ratified"], 3 * 0.49 * 0.3 + 0.343)


def test_noise_shrinks_one_voter_by_its_variance():
    text = THREE + ('[support]\npackage = 0.7\nswing = 0.5\nunion = 0.3\nunit = 0.4\n'
                    'contract = { shift = 0.2, sd = 0.6 }\nsame_voter = 0.5\n[support.units.B]\n'
                    'package = { interval = [0.2, 0.4], level = 0.8 }\n')
    units = run(scenario(text), 200_000, 3)["units"]
    noise = 0.25 + 0.09 + 0.16
    near(units[0]["package"], ndtr(ndtri(0.7) / math.sqrt(1 + noise)))
    near(units[0]["contract"], ndtr((ndtri(0.7) + 0.2) / math.sqrt(1 + noise + 0.36)))
    low, high = ndtri(0.2), ndtri(0.4)
    sd = (high - low) / (2 * ndtri(0.9))
    near(units[1]["package"], ndtr((low + high) / 2 / math.sqrt(1 + 0.25 + sd**2)))


def test_both_questions_of_one_voter_are_joint():
    text = THREE + ('[support]\npackage = 0.6\ncontract = { shift = 0.2 }\nsame_voter = 0.8\n[ballot.units]\n'
                    'B = { design = "bundled", bundled_yes_if = "both" }\n'
                    'C = { design = "bundled", bundled_yes_if = "balance", weight = 0.3, penalty = 0.1 }\n'
                    '[rule]\nbody = "A"\n')
    result = run(scenario(text), 200_000, 4)
    s_p, s_c = ndtri(0.6), ndtri(0.6) + 0.2
    j = float(phi2(s_p, s_c, 0.8))
    near(result["units"][0]["protected"], j)
    near(result["units"][1]["package"], j)
    root = math.sqrt(0.09 + 0.49 + 2 * 0.21 * 0.8)
    near(result["units"][2]["package"], ndtr((0.3 * s_p + 0.7 * s_c - 0.1) / root))


def test_a_majority_of_exact_binomial_ballots_after_turnout():
    text = '[[unit]]\nunit = "A"\nmembers = 7\n[support]\npackage = 0.6\n[turnout]\nshare = 0.5\n'
    truth = sum(stats.binom.pmf(n, 7, 0.5) * stats.binom.sf(n // 2, n, 0.6) for n in range(1, 8))
    near(run(scenario(text), 200_000, 5)["ratified"], truth)
    truth = stats.binom.sf(3, 7, 0.3)  # unreturned as no: yes is Bin(eligible, turnout · share)
    near(run(scenario(text + '[ballot]\nunreturned = "no"\n'), 200_000, 6)["ratified"], truth)
    truth = stats.binom.cdf(3, 7, 0.2)
    near(run(scenario(text + '[ballot]\nunreturned = "yes"\n'), 200_000, 7)["ratified"], truth)


def test_layoffs_keep_their_expectation():
    text = THREE.replace("members = 1", "members = 1\nemployees = 100") + (
        '[support]\npackage = 0.0\n[layoffs.rejected]\nthreat = 30\nvacancies = 6.3\nattrition = 0.01\n'
        'carried_out = 0.5\nrecall = 0.3\n[layoffs.anyway]\nrate = 0.02\nrecall = 0.5\n')
    m = run(scenario(text), 100_000, 8)["measures"]
    first, more = 0.5 * 20.7, 0.02 * (300 - 0.5 * 20.7)
    near(m["notices"], 20.7 + more)
    near(m["separated"], first + more)
    near(m["recalled"], 0.3 * first + 0.5 * more)


def test_outside_units_are_hit_by_chance_and_leverage_spares_them():
    text = ('[[unit]]\nunit = "A"\nmembers = 100\noutside = true\nstaff = 95\nneed = 50\n'
            '[support]\npackage = 1.0\n[layoffs.outside]\nchance = 0.6\nrate = 0.043\nrecall = 0.5\n'
            '[layoffs.leverage]\nstaff = "staff"\nneeded = "need"\nworkload = { now = 2, then = 1 }\n'
            '[savings]\npackage = 10\ncontracts = 90\nlikely = 0.5\nper_layoff = 3\ntarget = 20\n')
    m = run(scenario(text), 100_000, 9)["measures"]
    near(m["separated"], 0.6 * 4.3 * (1 - 8 * 0.05))
    near(m["saved"], 5 + 3 * 0.5 * 0.6 * 4.3 * 0.6)
    near(m["saved_claimed"], 10)


def test_pay_takes_the_longer_list():
    text = THREE + ('[support]\npackage = 1.0\ncontract = { shift = 0.0 }\n[support.units.B]\ncontract = 0\n[pay]\n'
                    'salary = 100\nagreed = ["0%", "10%", "10%"]\noutside = ["5%"]\n')
    units = run(scenario(text), 100, 1)["units"]
    assert abs(units[0]["pay"]["mean"] - (100 + 110 + 121)) < 1e-9
    assert abs(units[1]["pay"]["mean"] - 315) < 1e-9
    assert abs(units[1]["take_part.pay"]["mean"] - 331) < 1e-9


def test_rules_count_as_written():
    sc = scenario(THREE.replace('"A"\nmembers = 1', '"A"\nmembers = 8'))
    cast = np.array([[8, 1, 0], [8, 1, 1], [0, 0, 0]])
    votes = Votes(sc, cast, np.array([[4, 1, 0], [5, 0, 0], [0, 0, 0]]), np.zeros_like(cast), [True] * 3)
    ask = lambda rule: votes.holds(rule, range(3), "coalition").tolist()
    assert votes.union_yes.tolist() == [[False, True, False], [True, False, False], [False] * 3]
    assert ask({"yes": "unions", "at_least": "50%", "of": "voted"}) == [True, False, False]
    assert ask({"yes": "unions", "at_least": "80%", "weighted_by": "members"}) == [False, True, False]
    assert ask({"no": "unions", "at_most": 2}) == [True, True, False]
    assert ask({"no": "unions", "at_most": "0%", "of": "voted"}) == [False, False, True]
    assert ask({"ballots": "yes", "more_than": "half"}) == [True, False, False]
    assert ask({"ballots": "cast", "of": "eligible", "at_least": 0.9}) == [True, True, False]
    assert ask({"yes": "unions", "except": ["A", "C"], "at_least": "all"}) == [True, False, False]


def test_groups_locals_and_waiting_unions():
    text = "".join(f'[[unit]]\nunit = "{name}"\nmembers = 10\n{more}' for name, more in
                   [("L1", 'part_of = "P"\nunion = "U"\nw = 1\n'), ("L2", 'part_of = "P"\nunion = "U"\nw = 2\n'),
                    ("Q", 'union = "U"\nw = 1\n'), ("Z", "w = 1\n")])
    sc = scenario(text + '[units.rules]\nP = { yes = "locals", weighted_by = "w", more_than = "half" }\n'
                  '[unions]\ndecide = "units"\n[unions.rules]\nZ = { all = ["own ballot", { yes = "other unions", '
                  'at_least = "all" }] }\n[groups.g]\nunits = ["P", "Z"]\nrule = { yes = ["P", "Z"], at_least = 2 }\n'
                  '[groups.h]\ncolumn = "w"\nequals = "1"\nrule = "own ballot"\n')
    cast = np.array([[1, 1, 1, 1], [9, 1, 1, 1], [1, 1, 1, 1]])
    votes = Votes(sc, cast, np.array([[0, 1, 1, 1], [9, 0, 1, 1], [1, 1, 0, 1]]), 0 * cast, [True] * 4)
    assert votes.union_yes.tolist() == [[True, True], [False, False], [False, False]]
    ask = lambda rule: votes.holds(rule, range(4), "coalition").tolist()
    assert ask({"yes": "units", "at_least": 3}) == [True, False, False]
    assert ask({"yes": "groups", "at_least": 2}) == [True, False, True]
    assert ask({"no": "groups", "less_than": 1}) == [True, False, True]
    assert ask({"yes": ["U", "g"], "weights": {"U": 1, "g": 2}, "at_least": 2}) == [True, False, True]
    assert ask({"ballots": "no", "in": "U", "except": ["L1", "Q"], "less_than": "half"}) == [True, False, True]
    assert ask({"body": "h"}) == [True, True, True]


def test_a_matrix_carries_its_correlation():
    text = THREE + ('[support]\n[support.correlation]\nsd = 2.0\nunits = ["C", "A", "B"]\n'
                    'matrix = [[1, 0, 0], [0, 1, 1], [0, 1, 1]]\n')
    result = run(scenario(text + '[rule]\nall = [{ body = "A" }, { body = "B" }]\n'), 200_000, 10)
    near(result["ratified"], 0.25 + math.asin(4 / 5) / (2 * math.pi))
    result = run(scenario(text + '[rule]\nall = [{ body = "A" }, { body = "C" }]\n'), 200_000, 10)
    near(result["ratified"], 0.25)


def test_the_factor_is_taken_in_the_order_of_the_roster():
    text = THREE + ('[support]\n[support.correlation]\nsd = 1.0\nunits = ["C", "A", "B"]\n'
                    'matrix = [[1, 0.5, 0], [0.5, 1, 0.6], [0, 0.6, 1]]\n')
    lower = scenario(text).correlation()
    assert np.allclose(lower @ lower.T, [[1, 0.6, 0.5], [0.6, 1, 0], [0.5, 0, 1]])
    assert np.allclose(lower[0], [1, 0, 0])


def test_an_uncertain_share_beside_a_matrix_has_no_heavy_tails():
    text = THREE + ('[support]\ntails = 3\n[support.correlation]\nsd = 9.0\nunits = ["A", "B", "C"]\n'
                    'matrix = [[1, 0.9, 0], [0.9, 1, 0], [0, 0, 1]]\n[support.units.B]\n'
                    'package = { interval = [0.2, 0.4], level = 0.8 }\n')
    low, high = ndtri(0.2), ndtri(0.4)
    sd = (high - low) / (2 * ndtri(0.9))
    near(run(scenario(text), 200_000, 12)["units"][1]["package"],
         ndtr((low + high) / 2 / math.sqrt(1 + sd**2)))


def test_a_contract_share_beside_an_uncertain_package_takes_its_doubt():
    text = THREE + ('[support]\nunion = 2.0\nunit = 2.0\ncontract = { sd = 0.3 }\n[support.units.B]\n'
                    'package = { interval = [0.2, 0.4], level = 0.8 }\ncontract = 0.7\n')
    sd = (ndtri(0.4) - ndtri(0.2)) / (2 * ndtri(0.9))
    near(run(scenario(text), 200_000, 13)["units"][1]["contract"],
         ndtr(ndtri(0.7) / math.sqrt(1 + sd**2 + 0.09)))


def test_two_opposite_certainties_cancel_in_a_balance():
    text = THREE + ('[support]\npackage = 1.0\n[support.units]\nA = { contract = 0.0 }\nB = { contract = 0.0 }\n'
                    '[ballot]\ndesign = "bundled"\npenalty = 0.2\n[ballot.units]\nB = { weight = 0.4 }\n')
    units = run(scenario(text), 100_000, 14)["units"]
    near(units[0]["package"], ndtr(-0.2 / math.sqrt(0.5)))
    assert units[1]["package"]["mean"] == 0 and units[2]["package"]["mean"] == 1


def test_an_empty_cell_is_in_no_group():
    text = "".join(f'[[unit]]\nunit = "{u}"\nmembers = 1\ntown = "{t}"\n' for u, t in zip("ABCD", ("N", "N", "", "")))
    text += '[support]\n[[support.group]]\nname = "the town"\ncolumn = "town"\nsd = { mean = 3.0, sd = 0.5 }\n'
    sc = scenario(text)
    assert sc.inputs() == ['support.group."the town".sd']
    assert [members for _, _, members in sc.groups()] == [{"N": [0, 1]}]
    assert list(Replay(sc, 1, 0).told["groups"]) == ["the town N"]
    both = lambda a, b: run(scenario(text.replace("{ mean = 3.0, sd = 0.5 }", "3.0")
                                     + f'[rule]\nall = [{{ body = "{a}" }}, {{ body = "{b}" }}]\n'), 100_000, 15)["ratified"]
    near(both("A", "B"), 0.25 + math.asin(0.9) / (2 * math.pi))
    near(both("C", "D"), 0.25)


def test_paths_are_written_as_toml_writes_them():
    assert part("P-4") == "P-4" and part("threat of layoffs") == '"threat of layoffs"' and part('a"b') == '"a\\"b"'
    for path in ('driver."threat of layoffs".coefficient', "a.b-1.c_2", 'x."a.b"', 'x."é".1'):
        assert ".".join(map(part, parts(path))) == path
    assert parts("x . 'a b'.y") == ["x", "a b", "y"]


def test_a_union_of_one_unit_says_what_its_unit_says():
    units = THREE.replace('"C"\n', '"C"\nunion = "B"\n') + '[support]\npackage = 0.6\n[units.rules]\n'
    rules = 'A = { ballots = "no", of = "eligible", more_than = "half" }\nC = { ballots = "no", at_least = 1 }\n'
    result = run(scenario(units + rules), 100_000, 16)
    near(result["unions"][0]["yes"], 0.4)
    near(result["unions"][1]["yes"], 0.36)
    near(result["units"][2]["package"], 0.4)
    result = run(scenario(units + rules + '[unions.rules]\nA = "own ballot"\n'), 100_000, 17)
    near(result["unions"][0]["yes"], 0.6)


def test_ballots_on_the_contract_are_those_of_units_asked():
    sc = scenario(THREE)
    cast, package, contract = np.array([[1, 1, 1]]), np.array([[1, 0, 0]]), np.array([[0, 1, 0]])
    votes = Votes(sc, cast, package, contract, [False, True, True])
    ask = lambda rule: votes.holds(rule, range(3), "coalition").tolist()
    assert ask({"ballots": "yes", "on": "contract", "at_least": "half"}) == [True]
    assert ask({"ballots": "cast", "on": "contract", "at_least": 3}) == [False]
    assert ask({"ballots": "cast", "of": "eligible", "on": "contract", "at_least": "all"}) == [True]
    assert ask({"no": "units", "on": "contract", "at_least": 2}) == [True]


def test_an_extended_file_merges_and_drops():
    base = THREE + '[[driver]]\nname = "d"\neveryone = true\ncoefficient = 5\n[support]\npackage = 0.5\nswing = 0.1\n'
    sc = scenario('extends = "base.toml"\n[[unit]]\nunit = "C"\nuse = false\n[[unit]]\nunit = "B"\neligible = 4\n'
                  '[[driver]]\nname = "d"\ncoefficient = { mean = 1, sd = 0.2 }\n[support]\npackage = "60%"\n',
                  base_toml=base)
    assert [(u.name, u.members, u.eligible) for u in sc.units] == [("A", 1, 1), ("B", 1, 4)]
    assert sc.inputs() == ["driver.d.coefficient"] and sc.law("support.package").p == (0.6,)
    assert sc.law("support.swing").p == (0.1,) and sc.covariates()[0][1].tolist() == [1, 1]


def test_unknown_words_are_refused():
    for text in ("[round]\nname = 1\n", "[support]\nswung = 1\n", "[support]\npackage = 1.2\n",
                 '[rule]\nyes = "unions"\nat_least = 1.0\n', '[rule]\nyes = "unions"\nleast = 1\n',
                 '[ballot]\ndesign = "split"\n', '[support.units.Z]\npackage = 0.5\n',
                 '[groups.G]\nunions = ["A"]\nunits = ["D"]\n[rule]\nyes = "G"\nat_least = 1\n'):
        refused(THREE + text)


RICH = """
[[unit]]
unit = "A"
union = "X"
members = 101
eligible = 90
cut = 0.1
staff = 97
need = 100
[[unit]]
unit = "B"
union = "X"
members = 60
cut = 0.2
[[unit]]
unit = "C"
members = 80
cut = 0.05
outside = true
[[unit]]
unit = "D"
union = "Y"
members = 30
cut = 0.1
[support]
package = { mean = "55%", sd = 0.03 }
contract = { shift = 0.10, sd = 0.25 }
swing = "10 points"
union = 0.2
unit = { mean = 0.31, sd = 0.05 }
tails = 6
swing_tails = 5
same_voter = { mean = 0.7, sd = 0.1 }
group = [{ name = "by union", column = "union", sd = 0.1 }]
[support.units]
A = { package = { interval = [0.4, 0.7] } }
B = { contract = { mean = 0.6, sd = 0.1 } }
[[driver]]
name = "the threat"
column = "cut"
centred = true
coefficient = { mean = 1.5, sd = 0.5 }
grows_with = "layoffs.rejected.threat"
at = 50
[turnout]
share = { interval = [0.6, 0.8] }
swing = 0.15
union = 0.1
unit = 0.25
with_support = 0.3
units = { B = { mean = 0.5, sd = 0.1 } }
[ballot]
penalty = { mean = 0.05, sd = 0.1 }
units = { D = "bundled" }
[rule]
no = "unions"
at_most = 1
[layoffs]
rejected = { threat = { interval = [30, 60] }, carried_out = 0.6, by = "cut", recall = 0.1, attrition = 0.01 }
outside = { chance = 0.67, rate = { mean = 0.04, sd = 0.02 }, recall = { mean = 0.8, sd = 0.15 } }
anyway = { rate = 0.02, recall = 0.5 }
leverage = { staff = "staff", needed = "need" }
"""


def test_the_exact_draws_and_the_reference_simulate_one_model():
    for extra in ("", '[support.correlation]\nsd = 0.3\nunits = ["B", "A", "D", "C"]\n'
                      "matrix = [[1, 0.5, 0.2, 0], [0.5, 1, 0, 0.3], [0.2, 0, 1, 0], [0, 0.3, 0, 1]]\n"):
        sc = scenario(RICH + extra)
        result = run(sc, 60_000, 11)
        told = [Replay(sc, 5, k).told for k in range(300)]
        def same(values, estimate, what):
            values = np.array(values, float)
            se = math.hypot(values.std(ddof=1) / math.sqrt(len(values)), estimate["se"])
            assert abs(values.mean() - estimate["mean"]) <= 4.89 * se, (what, values.mean(), estimate)
        same([t["ratified"] for t in told], result["ratified"], "ratified")
        for key in ("notices", "separated", "recalled", "layoffs"):
            same([t[key] for t in told], result["measures"][key], key)
        for i, unit in enumerate(result["units"]):
            rows = [t["units"][i] for t in told]
            for ours, theirs in (("package_yes", "package"), ("contract_yes", "contract"),
                                 ("protected", "protected"), ("layoffs", "layoffs")):
                same([row[ours] for row in rows], unit[theirs], (unit["unit"], ours))
            voted = [row for row in rows if row["cast"]]
            same([row["package"] / row["cast"] for row in voted], unit["package_share"], unit["unit"])
            if unit["contract_share"]:
                same([row["contract"] / row["cast"] for row in voted], unit["contract_share"], unit["unit"])


if __name__ == "__main__":
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print("ok  ", name)
