#include "sim/conditional/exact.h"

#include "models/numerics/binomial.h"
#include "models/numerics/elementary.h"
#include "sim/conditional/cast_ballots.h"
#include "sim/conditional/majority_law.h"
#include "sim/conditional/rule_diagram.h"
#include "sim/conditional/scheme.h"
#include "sim/conditional/yes_table.h"

#include <algorithm>
#include <set>

namespace ayes::conditional {
namespace {

// The work of pooling grows with the square of the voters.
constexpr std::int64_t most_pooled = 3000;

// The value of a shared column: an input's, or a growing driver's. Nothing else varies here: 0.
double value(const Model& model, SharedColumn column) {
  const auto fixed = [&](SharedColumn input) { return fixed_value(model, input).value_or(0); };
  if (column < static_cast<int>(model.inputs.size())) return fixed(column);
  for (const GrowingDriver& driver : model.shared.growing) {
    if (driver.product == column)
      return fixed(driver.coefficient) * (fixed(driver.quantity) / driver.at);
  }
  return 0;
}

double value(const Model& model, const LinearForm& form) {
  double sum = form.constant;
  for (const auto& [column, weight] : form.terms) sum += weight * value(model, column);
  return sum;
}

// The share of yes of a unit without noise.
double share_of(const Model& model, const Unit& unit) {
  const double s = value(model, unit.package);
  const auto* bundled = std::get_if<BundledBallot>(&unit.ballot);
  if (!bundled || unit.outside) return numerics::normal_cdf(s);
  const double c = value(model, unit.contract), w = *fixed_value(model, bundled->weight);
  const double penalty = *fixed_value(model, bundled->penalty);
  const double r = *fixed_value(model, model.shared.same_voter);
  if (bundled->yes_if == BundledYesIf::both) {
    return numerics::bivariate_normal_cdf(s - penalty, c - penalty, r);
  }
  if (bundled->yes_if == BundledYesIf::either) {
    return 1 - numerics::bivariate_normal_cdf(penalty - s, penalty - c, r);
  }
  const double mean = w * s + (1 - w) * c - penalty;
  const double square = w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * r;
  if (square > 1e-24) return numerics::normal_cdf(mean / __builtin_sqrt(square));
  return mean > 0 ? 1 : mean < 0 ? 0 : 0.5;
}

// The law of a unit's margin, yes less no among ballots that count: chance[margin + eligible].
std::vector<double> margin_law(const Model& model, const Unit& unit) {
  const std::int64_t eligible = unit.eligible;
  const double p = share_of(model, unit);
  const double turnout = numerics::normal_cdf(value(model, unit.turnout));
  std::vector<double> law(static_cast<std::size_t>(2 * eligible + 1), 0.0);
  for (std::int64_t cast = 0; cast <= eligible; ++cast) {
    const double chance = numerics::binomial_mass(cast, eligible, turnout);
    if (chance == 0) continue;
    const std::int64_t added = unit.unreturned == Unreturned::yes ? eligible - cast : 0;
    const std::int64_t counted = unit.unreturned == Unreturned::not_counted ? cast : eligible;
    for (std::int64_t yes = 0; yes <= cast; ++yes) {
      const std::int64_t margin = 2 * (yes + added) - counted;
      law[static_cast<std::size_t>(margin + eligible)] +=
          chance * numerics::binomial_mass(yes, cast, p);
    }
  }
  return law;
}

// The chance that the pooled margin of independent units is above 0.
double pooled_chance(const Model& model, const Union& body) {
  std::vector<double> pooled = {1.0};
  for (int index : body.units) {
    const std::vector<double> law = margin_law(model, unit_at(model, index));
    std::vector<double> sum(pooled.size() + law.size() - 1, 0.0);
    for (std::size_t a = 0; a < pooled.size(); ++a) {
      for (std::size_t b = 0; b < law.size(); ++b) sum[a + b] += pooled[a] * law[b];
    }
    pooled = std::move(sum);
  }
  double chance = 0;
  for (std::size_t at = pooled.size() / 2 + 1; at < pooled.size(); ++at) chance += pooled[at];
  return chance;
}

double tabled_chance(const Model& model, const TabledUnion& body) {
  const UnionNoise noise = *noise_of(model, body.union_index);
  const double opinion = within(value(model, body.opinion), certain_opinion);
  const double turnout = within(value(model, body.turnout), certain_turnout);
  const std::int64_t eligible = unit_at(model, body.unit).eligible;
  if (turnout <= -certain_turnout) return 0;  // no ballots

  // Every number of ballots that the turnout's noise leaves possible.
  std::set<std::pair<bool, double>> numbers;
  for (const TurnoutNode& node : turnout_nodes(noise)) {
    const double share = numerics::normal_cdf(turnout + noise.turnout.at(node.y));
    for (const CastBallots& each : all_cast_ballots(eligible, share)) {
      numbers.emplace(each.even, each.cast);
    }
  }
  std::vector<MajorityLaw::Ballots> ballots;
  for (const auto& [even, cast] : numbers) ballots.push_back({cast, even});
  if (ballots.empty()) return 0;
  Grid grid;
  grid.first = opinion;
  grid.step = MajorityLaw::scale(noise, static_cast<double>(eligible)) / 16;
  grid.nodes = 1;
  MajorityLaw law(noise, grid, std::move(ballots), kernels::best());
  for (int piece = 0; piece < law.pieces(); ++piece) law.tabulate(piece);
  double chance = 0;
  law.chances(eligible, turnout, &chance, true);
  return chance;
}

Mistake cannot(const std::string& path, const std::string& what, const std::string& why) {
  return {path, "--method exact can't treat " + what, why, "use --method conditional, or auto"};
}

}  // namespace

std::optional<Mistake> why_not_exact(const Model& model) {
  if (auto found = refusal(model, "exact")) return found;
  const Scheme scheme = scheme_of(model);
  const CommonChance& common = scheme.common;
  const std::string why = "it needs unions that are independent";
  if (common.swing != none) return cannot("support.swing", "a swing common to all unions", why);
  if (common.swing_turnout != none) {
    return cannot("turnout.swing", "a turnout swing common to all unions", why);
  }
  if (!common.inputs.empty()) {
    const Input& input = model.inputs[static_cast<std::size_t>(common.inputs.front().first)];
    return cannot(input.path, "an uncertain number, " + input.path,
                  "its value would be common to all votes of one replication");
  }
  if (!common.groups.empty()) return cannot("support.group", "groups that cut across unions", why);
  for (const DrawnUnion& body : scheme.drawn) {
    const Union& stated = model.unions[static_cast<std::size_t>(body.union_index)];
    const bool noisy = std::any_of(body.units.begin(), body.units.end(), [](const DrawnUnit& unit) {
      return unit.noise != none || unit.split != none || unit.turnout != none;
    });
    if (noisy || body.support != none || body.turnout != none) {
      return cannot("support.unit", "the noise of union \"" + stated.name + "\"",
                    "it adds up units exactly only when their shares are fixed");
    }
    if (stated.eligible > most_pooled) {
      return cannot("roster", "union \"" + stated.name + "\"",
                    "it pools the ballots of more than 3,000 members");
    }
  }
  if (RuleDiagram::of(model.rule.rule, static_cast<int>(model.unions.size()))) return {};
  return too_many_cases("exact");
}

Findings exact(const Model& model) {
  const Scheme scheme = scheme_of(model);
  std::vector<double> yes(model.unions.size(), 0.0);
  for (const TabledUnion& body : scheme.tabled) {
    yes[static_cast<std::size_t>(body.union_index)] = tabled_chance(model, body);
  }
  for (const DrawnUnion& body : scheme.drawn) {
    const auto u = static_cast<std::size_t>(body.union_index);
    yes[u] = pooled_chance(model, model.unions[u]);
  }
  for (double& chance : yes) chance = std::clamp(chance, 0.0, 1.0);

  Findings findings;
  const auto known = [](double p) { return Chance{p, 0, {p, p}}; };
  const auto rule = RuleDiagram::of(model.rule.rule, static_cast<int>(yes.size()));
  findings.ratified = known(rule->chance(yes));
  std::vector<double> count = {1.0};
  double unions_variance = 0, members_variance = 0;
  for (std::size_t u = 0; u < yes.size(); ++u) {
    const double p = yes[u];
    const auto members = static_cast<double>(model.unions[u].members);
    findings.unions.push_back(known(p));
    findings.unions_yes.mean += p;
    findings.members_of_yes_unions.mean += members * p;
    unions_variance += p * (1 - p);
    members_variance += members * members * p * (1 - p);
    count.push_back(0);
    for (std::size_t k = count.size() - 1; k > 0; --k) count[k] += p * (count[k - 1] - count[k]);
    count[0] -= p * count[0];
  }
  for (double each : count) findings.count.push_back({each, 0});
  findings.unions_yes_sd = __builtin_sqrt(unions_variance);
  findings.members_of_yes_unions_sd = __builtin_sqrt(members_variance);
  return findings;
}

}  // namespace ayes::conditional
