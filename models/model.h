// A compiled scenario: checked, with every name resolved to an index and every number to a column.
// Immutable and shared by all threads; it holds all that a replication needs and nothing it
// doesn't.
#pragma once

#include "models/calendar.h"
#include "models/kernels/kernels.h"
#include "models/numerics/curve.h"
#include "models/numerics/plackett.h"
#include "models/rule.h"
#include "models/scenario/date.h"
#include "models/scenario/scenario.h"

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ayes {

// How an input's value follows from z, the normal behind its one uniform.
namespace input {
struct Constant {
  double value;
};
struct Normal {  // mean + sd z
  double mean, sd;
};
struct LogNormal {  // exp(mean + sd z)
  double mean, sd;
};
struct Tabulated {  // a monotone curve of z, a table or a closed form
  numerics::QuantileCurve curve;
};
struct Discrete {  // values[k] for the smallest k with u <= cumulative[k]
  std::vector<double> values, cumulative;
};
using Source = std::variant<Constant, Normal, LogNormal, Tabulated, Discrete>;
}  // namespace input

// A number of the scenario, one value a replication; a fixed one is the same in all.
struct Input {
  std::string path;      // where the scenario states it
  input::Source source;  // on the scale in which the steps use it
  bool probit = false;   // the scale is Φ⁻¹ of a share
  std::uint64_t stream = 0;
  Kind kind = Kind::amount;
  bool fixed() const { return std::holds_alternative<input::Constant>(source); }
};

// constant + Σ weight · shared column: the part of an opinion that other units share.
struct LinearForm {
  double constant = 0;
  std::vector<kernels::Term> terms;
  bool operator==(const LinearForm&) const = default;
};

// A unit's own noise on one scale: none, spread × t, or a law of its own (its quantile at z).
struct SpreadNoise {
  SharedColumn spread;
};
struct LawNoise {
  std::variant<input::Normal, numerics::QuantileCurve> quantile;
};
using OwnNoise = std::variant<std::monostate, SpreadNoise, LawNoise>;

// What a unit's ballot asks, with all it needs to answer.
struct SeparateBallot {};
struct BundledBallot {
  BundledYesIf yes_if = BundledYesIf::balance;
  SharedColumn weight = 0, penalty = 0;
};
struct PackageOnlyBallot {};
using Ballot = std::variant<SeparateBallot, BundledBallot, PackageOnlyBallot>;

// An award by arbitration: it comes with a chance, unless it is refused.
struct Award {
  SharedColumn chance = 0, refused = 0;
  std::vector<SharedColumn> raises;
  std::uint64_t stream = 0;
  bool operator==(const Award&) const = default;
};

// Pay over the agreement's years: a salary and the raises of each year. Units with the same numbers
// have the same path.
struct PayPath {
  SharedColumn salary = 0;
  std::vector<SharedColumn> raises;
  std::optional<Award> award;  // whose raises it has where there is one
  bool operator==(const PayPath&) const = default;
};

// A bundled ballot that may be challenged and declared void.
struct Challenge {
  SharedColumn chance = 0;
  Voided then = Voided::no;
  std::uint64_t stream = 0;
};

struct Unit {
  std::string name, full_name;
  int union_index = 0;
  std::int64_t members = 0, eligible = 0, employees = 0;
  std::optional<Date> date;
  bool outside = false;    // offered no contract
  bool revisable = false;  // its ballots can be changed until the close

  // Opinions and turnout; ballots, the same but in a later vote; layoffs.
  std::uint64_t vote_stream = 0, ballot_stream = 0, layoff_stream = 0;
  LinearForm package, contract, turnout;
  OwnNoise package_noise, turnout_noise;
  bool contract_has_own_law = false;  // its noise is the law alone, not package noise + split
  OwnNoise contract_noise;            // the split, or the contract's own law
  // Asked the package only, everybody votes or nobody, and nothing of its own is in its opinion:
  // its expected share is made of what units share. And then: it is that of the unit before it in
  // every replication, so that it need not be worked out again.
  bool share_is_common = false;
  bool share_is_as_before = false;

  Ballot ballot;
  Unreturned unreturned = Unreturned::not_counted;
  std::optional<Challenge> challenge;
  std::uint64_t legislature_stream = 0;  // whether its contract is refused there
  std::optional<Rule> rule;              // for the package; none: more than half of ballots cast
  std::optional<Rule> contract_rule;     // for its own contract; likewise
  int part_of = -1;  // index into Model::divided_units of the unit whose local it is, or -1

  double exposure = 0;      // e q / Σ (e q)
  double refuser_jobs = 0;  // that a threat to refusers names
  std::optional<double> staff, staff_needed;
  int pay_agreed = 0, pay_outside = 0;  // indices into Model::pay_paths
  // Whether a contract vote decides whether this unit's contract comes into force.
  bool votes_on_contract() const {
    return !outside && !std::holds_alternative<PackageOnlyBallot>(ballot);
  }
  // Whether everybody votes, or nobody, so that turnout needs no draw.
  bool turnout_is_certain() const {
    return turnout.terms.empty() && std::holds_alternative<std::monostate>(turnout_noise) &&
           (turnout.constant <= -1e12 || turnout.constant >= 1e12);
  }
};

struct Union {
  std::string name;
  std::vector<int> units;
  std::int64_t members = 0, eligible = 0;
  std::uint64_t stream = 0;
  std::optional<Rule> rule;  // none: the units' ballots pooled, more than half
  SharedColumn support = 0, turnout = 0;
};

// A unit of several locals: they vote, each drawn as any unit is, and the unit decides. What it
// says on the package is part of the rules that ask it; its contract is one for all its locals.
struct DividedUnit {
  std::string name;
  int union_index = 0;
  std::vector<int> locals;            // indices into Model::units
  std::optional<Rule> contract_rule;  // none: the locals' ballots pooled, more than half
};

// One answer: what a unit says on the package or to its contract, or what a union says.
struct Verdict {
  enum class Of { package_of_unit, contract_of_unit, package_of_union };
  Of of = Of::package_of_unit;
  int index = 0;
  bool operator==(const Verdict&) const = default;
};

struct Group {
  std::string name;
  std::uint64_t stream = 0;
  SharedColumn support = 0, spread = 0;
};

// A driver whose coefficient grows with a quantity: product = coefficient · quantity / at.
struct GrowingDriver {
  SharedColumn coefficient = 0, quantity = 0;
  double at = 1;
  SharedColumn product = 0;
};

// The draws that all units share, and where their columns stand.
struct SharedTerms {
  SharedColumn swing = 0, swing_turnout = 0, heavy_tail = 0;  // heavy_tail: √((ν−2)/χ²)
  SharedColumn swing_spread = 0, union_spread = 0, unit_spread = 0, split_spread = 0;
  SharedColumn turnout_swing_spread = 0, turnout_union_spread = 0, turnout_unit_spread = 0;
  SharedColumn with_support = 0, same_voter = 0;
  std::uint64_t swing_stream = 0, tails_stream = 0;
  std::vector<Group> groups;
  std::vector<GrowingDriver> growing;
  int columns = 0;  // how many there are in all
};

// A given correlation of the units' support: noise of unit u is Σ_v factor(u, v) z_v.
struct UnitCorrelation {
  Eigen::MatrixXd factor;
  bool heavy_tailed = false;
};

struct LayoffTerms {
  SharedColumn threat = 0, announced = 0, carried_out = 0, vacancies = 0, attrition = 0, recall = 0;
  SharedColumn outside_chance = 0, outside_rate = 0, outside_recall = 0;
  SharedColumn anyway_rate = 0, anyway_recall = 0;
  SharedColumn workload_now = 0, workload_then = 0, effect = 0;
  bool anyway_hits_protected = false;
  bool hits_refusers = false;
  SharedColumn refuser_notices = 0, refuser_take_effect = 0;
};

// A legislature that may refuse a ratified package, or a unit's contract.
struct LegislatureTerms {
  SharedColumn acts = 0, refuses = 0, refuses_contract = 0;
  bool silence_approves = true;
  std::uint64_t stream = 0;
};

// A rejected package that others may put in force, where `only_if` holds if there is one.
struct ImposedTerms {
  SharedColumn chance = 0;
  std::uint64_t stream = 0;
  std::optional<Rule> only_if = {};
};

struct SavingTerms {
  SharedColumn package = 0, contracts = 0, per_layoff = 0, likely = 0;
  std::optional<double> target;
};

// How opinions have moved between the first vote and a later one: one term for all units, and one
// of each unit's own, at the spare slots of the round's streams.
struct RoundShift {
  SharedColumn mean = 0, sd = 0, unit_spread = 0, term = 0;
  std::uint64_t stream = 0;
};

struct Round;

struct Model {
  std::string title;
  std::vector<Input> inputs;
  SharedTerms shared;
  std::optional<UnitCorrelation> correlation;
  std::optional<numerics::Plackett> same_voter_sum;  // when same_voter is fixed, and not near 1
  std::optional<numerics::QuantileCurve> t_quantile, swing_t_quantile;  // none: normal
  std::optional<numerics::QuantileCurve> heavy_tail_quantile;           // of √((ν−2)/χ²)
  std::vector<Unit> units;
  std::vector<Union> unions;
  std::vector<DividedUnit> divided_units;
  std::vector<Verdict> verdicts;   // each after those that its rule asks
  std::vector<Verdict> onlookers;  // of these, those that others than their own units can turn
  CoalitionRule rule;
  std::optional<Rule> gate;            // a ratified package is not in force until this holds
  std::optional<Rule> everyone_if;     // when the package binds those too who did not approve it
  std::optional<Calendar> calendar;    // none: all units are counted at once
  std::vector<Unit> returning;         // units as they are after a delay: another ballot, a shift
  bool rule_looks_at_ballots = false;  // the coalition's
  bool rules_ask_about_contracts = false;  // the coalition's, a union's or a unit's
  PackageBinds package_binds = PackageBinds::everyone;
  bool contract_needs_package = true;
  // Whether the package comes into force union by union, not for all at once.
  bool unions_bind_themselves() const {
    return rule.each_union || package_binds == PackageBinds::approvers;
  }
  std::optional<LegislatureTerms> legislature;
  std::optional<ImposedTerms> imposed;
  bool has_surroundings() const { return legislature || imposed; }
  std::optional<LayoffTerms> layoffs;
  std::optional<SavingTerms> savings;
  std::vector<PayPath> pay_paths;  // each once; empty when the scenario tells no pay
  int pay_years = 0;
  bool has_pay() const { return !pay_paths.empty(); }
  std::int64_t members = 0, eligible = 0, employees = 0;
  std::optional<RoundShift> round_shift;  // of a later vote
  std::vector<Round> rounds;              // later votes, in the order in which they may come
};

// A later vote: a model of its own, with the units, unions and inputs' draws of the first.
struct Round {
  std::string name;
  std::optional<Date> date;
  RoundAfter after = RoundAfter::rejected;
  RoundVoters who = RoundVoters::all;
  bool asks_package = true, asks_contract = true;
  std::uint64_t stream = 0;                      // whether it is held
  SharedColumn chance = 0, late = 0, begun = 0;  // of its model
  std::optional<double> days_open;               // from its date to the last day of the offer
  Model model;
};

// Tells whether a number of the model is fixed at 0.
inline bool is_zero(const Model& model, SharedColumn column) {
  const auto* fixed =
      std::get_if<input::Constant>(&model.inputs[static_cast<std::size_t>(column)].source);
  return fixed && fixed->value == 0;
}

}  // namespace ayes
