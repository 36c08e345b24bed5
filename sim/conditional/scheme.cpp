#include "sim/conditional/scheme.h"

#include "models/path.h"
#include "sim/conditional/union_noise.h"

#include <algorithm>
#include <set>
#include <string>

namespace ayes::conditional {
namespace {

const Union& union_at(const Model& model, int u) {
  return model.unions[static_cast<std::size_t>(u)];
}

LinearForm without(const LinearForm& form, SharedColumn column) {
  LinearForm rest = form;
  std::erase_if(rest.terms, [&](const auto& term) { return term.column == column; });
  return rest;
}

bool same(const LinearForm& a, const LinearForm& b) {
  return a.constant == b.constant && a.terms == b.terms;
}

void add(LinearForm& sum, const LinearForm& form, double factor) {
  sum.constant += factor * form.constant;
  for (const auto& [column, weight] : form.terms) {
    if (factor * weight != 0) sum.terms.push_back({column, factor * weight});
  }
}

// Where the voters of a unit stand on the one question they are asked, its own noise at 0. Of a
// bundled ballot only the balance with a fixed weight gets here.
LinearForm opinion_of(const Model& model, const Unit& unit, const Union& body) {
  const LinearForm package = without(unit.package, body.support);
  const auto* bundled = std::get_if<BundledBallot>(&unit.ballot);
  if (!bundled || unit.outside) return package;
  const double w = *fixed_value(model, bundled->weight);
  const double r = *fixed_value(model, model.shared.same_voter);
  const double root = __builtin_sqrt(w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * r);
  LinearForm balance;
  add(balance, package, w / root);
  add(balance, without(unit.contract, body.support), (1 - w) / root);
  const auto penalty = fixed_value(model, bundled->penalty);
  if (penalty) balance.constant -= *penalty / root;
  if (!penalty) balance.terms.push_back({bundled->penalty, -1 / root});
  return balance;
}

std::optional<TabledUnion> tabled(const Model& model, int u) {
  const Union& body = union_at(model, u);
  const auto noise = noise_of(model, u);
  if (!noise) return {};
  const int index = body.units.front();
  const Unit& unit = unit_at(model, index);
  TabledUnion result{u, index, opinion_of(model, unit, body), without(unit.turnout, body.turnout)};
  result.opinion.constant += noise->opinion_mean;
  result.turnout.constant += noise->turnout_mean;
  return result;
}

bool is_bundled(const Unit& unit) {
  return !unit.outside && std::holds_alternative<BundledBallot>(unit.ballot);
}

bool is_none(const OwnNoise& noise) { return std::holds_alternative<std::monostate>(noise); }

DrawnUnion drawn(const Model& model, int u) {
  const Union& body = union_at(model, u);
  DrawnUnion result;
  result.union_index = u;
  for (int index : body.units) {
    const Unit& stated = unit_at(model, index);
    DrawnUnit& unit = result.units.emplace_back();
    unit.unit = index;
    unit.union_in_package = has_term(stated.package, body.support);
    unit.union_in_contract = is_bundled(stated) && has_term(stated.contract, body.support);
    unit.union_in_turnout = has_term(stated.turnout, body.turnout);
  }
  return result;
}

// Numbers the coordinates of the drawn unions: support before turnout, large units before small.
void number_coordinates(const Model& model, Scheme& scheme) {
  std::vector<DrawnUnit*> units;
  for (DrawnUnion& body : scheme.drawn) {
    for (DrawnUnit& unit : body.units) units.push_back(&unit);
  }
  std::stable_sort(units.begin(), units.end(), [&](const DrawnUnit* a, const DrawnUnit* b) {
    return unit_at(model, a->unit).eligible > unit_at(model, b->unit).eligible;
  });
  const auto next = [&] { return scheme.coordinates++; };
  for (DrawnUnion& body : scheme.drawn) {
    for (const DrawnUnit& unit : body.units) {
      const bool moves = unit.union_in_package || unit.union_in_contract;
      if (moves && body.support == none) body.support = next();
    }
  }
  for (DrawnUnit* unit : units) {
    const Unit& stated = unit_at(model, unit->unit);
    if (!is_none(stated.package_noise)) unit->noise = next();
    if (is_bundled(stated) && !is_none(stated.contract_noise)) unit->split = next();
  }
  for (DrawnUnion& body : scheme.drawn) {
    for (const DrawnUnit& unit : body.units) {
      if (unit.union_in_turnout && body.turnout == none) body.turnout = next();
    }
  }
  for (DrawnUnit* unit : units) {
    if (!is_none(unit_at(model, unit->unit).turnout_noise)) unit->turnout = next();
  }
  for (DrawnUnit* unit : units) {
    unit->yes = next();
    unit->cast = next();
  }
  for (DrawnUnion& body : scheme.drawn) body.look = next();
}

// The columns that the votes on the package read.
std::set<SharedColumn> columns_read(const Model& model) {
  const SharedTerms& shared = model.shared;
  std::set<SharedColumn> read;
  const auto form = [&](const LinearForm& terms) {
    for (const auto& term : terms.terms) read.insert(term.column);
  };
  const auto noise = [&](const OwnNoise& own) {
    if (const auto* spread = std::get_if<SpreadNoise>(&own)) read.insert(spread->spread);
  };
  for (const Unit& unit : model.units) {
    form(unit.package);
    form(unit.turnout);
    noise(unit.package_noise);
    noise(unit.turnout_noise);
    if (!std::holds_alternative<std::monostate>(unit.turnout_noise)) {
      read.insert(shared.with_support);
    }
    if (!is_bundled(unit)) continue;
    form(unit.contract);
    noise(unit.contract_noise);
    const auto& ballot = std::get<BundledBallot>(unit.ballot);
    read.insert({ballot.penalty, shared.same_voter});
    if (ballot.yes_if == BundledYesIf::balance) read.insert(ballot.weight);
  }
  for (const Union& body : model.unions) {
    if (read.contains(body.support)) read.insert(shared.union_spread);
    if (read.contains(body.turnout))
      read.insert({shared.turnout_union_spread, shared.with_support});
  }
  if (read.contains(shared.swing)) read.insert(shared.swing_spread);
  if (read.contains(shared.swing_turnout)) {
    read.insert({shared.swing, shared.turnout_swing_spread, shared.with_support});
  }
  for (const Group& group : shared.groups) {
    if (read.contains(group.support)) read.insert(group.spread);
  }
  for (const GrowingDriver& driver : shared.growing) {
    if (read.contains(driver.product)) read.insert({driver.coefficient, driver.quantity});
  }
  return read;
}

void number_common(const Model& model, Scheme& scheme) {
  const std::set<SharedColumn> read = columns_read(model);
  CommonChance& common = scheme.common;
  if (read.contains(model.shared.swing)) common.swing = scheme.coordinates++;
  const auto number_inputs = [&](bool discrete) {
    for (int i = 0; i < static_cast<int>(model.inputs.size()); ++i) {
      const Input& input = model.inputs[static_cast<std::size_t>(i)];
      if (input.fixed() || !read.contains(i)) continue;
      if (std::holds_alternative<input::Discrete>(input.source) != discrete) continue;
      common.inputs.emplace_back(i, scheme.coordinates++);
    }
  };
  number_inputs(false);
  for (int g = 0; g < static_cast<int>(model.shared.groups.size()); ++g) {
    if (!read.contains(model.shared.groups[static_cast<std::size_t>(g)].support)) continue;
    common.groups.emplace_back(g, scheme.coordinates++);
  }
  number_inputs(true);
  if (read.contains(model.shared.swing_turnout)) common.swing_turnout = scheme.coordinates++;
}

// What in a rule is more than unions that say yes or no.
std::optional<std::string> beyond_unions(const Rule& rule) {
  const auto named = [&](const std::string& what) {
    return "\"" + (rule.name.empty() ? rule.words : rule.name) + "\" " + what;
  };
  if (const auto* count = std::get_if<CountRule>(&rule.node)) {
    if (!count->unions) return named("asks units");
    if (count->of_voted) return named("leaves out unions that did not vote");
    return {};
  }
  if (std::holds_alternative<BallotsRule>(rule.node)) return named("counts ballots");
  const auto* groups = std::get_if<GroupsRule>(&rule.node);
  if (groups && groups->of_voted) return named("leaves out bodies that did not vote");
  const auto first = [](const std::vector<Rule>& rules) -> std::optional<std::string> {
    for (const Rule& part : rules) {
      if (auto found = beyond_unions(part)) return found;
    }
    return {};
  };
  if (groups) return first(groups->bodies);
  if (const auto* all = std::get_if<AllRule>(&rule.node)) return first(all->rules);
  if (const auto* any = std::get_if<AnyRule>(&rule.node)) return first(any->rules);
  if (const auto* no = std::get_if<NoneRule>(&rule.node)) return first(no->rules);
  return first(std::get<IfRule>(rule.node).parts);
}

}  // namespace

bool has_term(const LinearForm& form, SharedColumn column) {
  return std::any_of(form.terms.begin(), form.terms.end(),
                     [&](const auto& term) { return term.column == column; });
}

std::optional<double> fixed_value(const Model& model, SharedColumn column) {
  const auto& source = model.inputs[static_cast<std::size_t>(column)].source;
  const auto* constant = std::get_if<input::Constant>(&source);
  return constant ? std::optional<double>(constant->value) : std::nullopt;
}

bool is_zero(const Model& model, SharedColumn column) { return fixed_value(model, column) == 0.0; }

Mistake too_many_cases(const std::string& method) {
  return {"rule", "--method " + method + " can't treat the rule: it has too many cases",
          "unions of many different weights can add up in too many ways",
          "use --method sample, or auto, which chooses"};
}

std::optional<Mistake> refusal(const Model& model, const std::string& method) {
  const auto cannot = [&](std::string path, const std::string& what, std::string why) {
    return Mistake{std::move(path), "--method " + method + " can't treat " + what, std::move(why),
                   "use --method sample, or auto, which chooses"};
  };
  if (model.correlation) {
    return cannot("support.correlation", "a given correlation matrix",
                  "it needs unions that are independent once what is common is known");
  }
  if (model.calendar && model.calendar->matters()) {
    const bool moves = model.calendar->has_momentum || model.calendar->has_shifts;
    return cannot(
        moves ? "calendar" : "delay",
        moves ? "a calendar on which earlier counts move later units" : "units that may vote late",
        "it needs unions that are independent once what is common is known");
  }
  for (const Unit& unit : model.units) {
    if (unit.challenge) {
      return cannot(child("challenge", unit.name),
                    "the ballot of unit \"" + unit.name + "\", which may be declared void",
                    "it follows opinions, not what becomes of the ballots");
    }
  }
  for (const Union& body : model.unions) {
    if (body.rule) {
      return cannot(child("unions.rules", body.name),
                    "union \"" + body.name + "\", which decides by a rule of its own",
                    "it follows majorities of the pooled ballots");
    }
    if (body.units.size() == 1 && unit_at(model, body.units.front()).rule) {
      const std::string& name = unit_at(model, body.units.front()).name;
      return cannot(child("units.rules", name),
                    "unit \"" + name + "\", which decides by a rule of its own",
                    "it follows majorities of the ballots");
    }
  }
  if (const auto found = beyond_unions(model.rule.rule)) {
    return cannot("rule", "the rule: " + *found, "it follows unions that say yes or no");
  }
  return {};
}

Scheme scheme_of(const Model& model) {
  Scheme scheme;
  number_common(model, scheme);
  for (int u = 0; u < static_cast<int>(model.unions.size()); ++u) {
    if (auto table = tabled(model, u)) {
      table->as_before = !scheme.tabled.empty() &&
                         same(table->opinion, scheme.tabled.back().opinion) &&
                         same(table->turnout, scheme.tabled.back().turnout);
      scheme.tabled.push_back(std::move(*table));
    } else {
      scheme.drawn.push_back(drawn(model, u));
    }
  }
  number_coordinates(model, scheme);
  return scheme;
}

}  // namespace ayes::conditional
