// The linear forms and the noise behind each unit's opinions and turnout.
#include "models/compile/draft.h"
#include "models/stream.h"

#include <set>

namespace ayes {
namespace {

const Input& input_at(const Draft& draft, SharedColumn column) {
  return draft.model.inputs[static_cast<std::size_t>(column)];
}

// Adds weight · input to a form; a fixed input is folded into the constant.
void add_term(const Draft& draft, LinearForm& form, SharedColumn column, double weight = 1) {
  if (weight == 0) return;
  if (column < static_cast<int>(draft.model.inputs.size())) {
    if (const auto* fixed = std::get_if<input::Constant>(&input_at(draft, column).source)) {
      form.constant += weight * fixed->value;
      return;
    }
  }
  form.terms.push_back({column, weight});
}

OwnNoise spread_noise(const Draft& draft, SharedColumn spread) {
  if (is_zero(draft.model, spread)) return std::monostate{};
  return SpreadNoise{spread};
}

// x of every unit for one driver.
std::vector<double> driver_values(Draft& draft, const DriverTable& driver) {
  const std::string path = path_of({"driver", driver.name});
  const std::size_t units = draft.model.units.size();
  std::vector<double> values(units, 0.0);
  const int ways = !driver.column.empty() + driver.everyone;
  if (ways != 1) {
    draft.mistake(path,
                  ways == 0
                      ? "driver \"" + driver.name + "\" has neither a column nor everyone = true"
                      : "driver \"" + driver.name + "\" has both a column and everyone = true",
                  "it must touch some units", "state one of the two");
    return values;
  }
  if (driver.everyone) {
    values.assign(units, 1.0);
    if (driver.centred) {
      draft.mistake(path + ".centred", "a driver of everyone can't be centred",
                    "measured from its mean it would be 0 for all", "remove centred");
    }
    return values;
  }
  if (!has_column(draft, driver.column)) {
    draft.mistake(path + ".column", "no unit has a column \"" + driver.column + "\"", "",
                  did_you_mean(driver.column, column_names(draft)));
    return values;
  }
  bool any = false;
  for (std::size_t u = 0; u < units; ++u) {
    if (driver.equals.empty()) {
      values[u] = number_in_column(draft, static_cast<int>(u), driver.column, path + ".column");
    } else {
      values[u] = text_in_column(draft, static_cast<int>(u), driver.column) == driver.equals;
      any = any || values[u] == 1;
    }
  }
  if (!driver.equals.empty() && !any) {
    std::set<std::string> texts;
    for (std::size_t u = 0; u < units; ++u) {
      texts.insert(text_in_column(draft, static_cast<int>(u), driver.column));
    }
    draft.mistake(path + ".equals",
                  "no unit has \"" + driver.equals + "\" in column \"" + driver.column + "\"",
                  "the driver would touch nobody",
                  did_you_mean(driver.equals, {texts.begin(), texts.end()}));
  }
  if (driver.centred) {
    double sum = 0, members = 0;
    for (std::size_t u = 0; u < units; ++u) {
      sum += values[u] * static_cast<double>(draft.model.units[u].members);
      members += static_cast<double>(draft.model.units[u].members);
    }
    const double centre = sum / members;
    for (double& value : values) value -= centre;
  }
  return values;
}

// The column that holds coefficient · growth of a driver, and its place in the sums of the units.
void add_driver(Draft& draft, const DriverTable& driver) {
  const std::string path = path_of({"driver", driver.name});
  const std::vector<double> values = driver_values(draft, driver);
  SharedColumn column = draft.input_index.at(path_of({"driver", driver.name, "coefficient"}));
  if (!driver.grows_with.empty()) {
    const auto grown = draft.input_index.find(driver.grows_with);
    if (grown == draft.input_index.end() || input_at(draft, grown->second).probit) {
      std::vector<std::string> paths;
      for (const auto& [name, index] : draft.input_index) {
        if (!input_at(draft, index).probit) paths.push_back(name);
      }
      draft.mistake(path + ".grows_with",
                    "\"" + driver.grows_with + "\" is no quantity a driver can grow with", "",
                    did_you_mean(driver.grows_with, paths));
      return;
    }
    if (!driver.at || !(*driver.at > 0)) {
      draft.mistake(path + ".at",
                    "driver \"" + driver.name + "\" grows with " + driver.grows_with +
                        " but does not say at which value its coefficient holds",
                    "", "add at = NUMBER, above 0");
      return;
    }
    draft.model.shared.growing.push_back({column, grown->second, *driver.at, draft.new_column()});
    column = draft.model.shared.growing.back().product;
  } else if (driver.at) {
    draft.mistake(path + ".at", "`at` without `grows_with`", "it would do nothing",
                  "add grows_with = \"PATH\" or remove it");
  }
  if (driver.on.empty()) {
    draft.mistake(path + ".on", "driver \"" + driver.name + "\" touches no question", "",
                  "on = [\"package\", \"contract\"]");
  }
  bool package = false, contract = false;
  for (Question question : driver.on) (question == Question::package ? package : contract) = true;
  for (std::size_t u = 0; u < values.size(); ++u) {
    if (package) add_term(draft, draft.model.units[u].package, column, values[u]);
    if (contract) add_term(draft, draft.model.units[u].contract, column, values[u]);
  }
}

void add_group(Draft& draft, const SupportGroupTable& table) {
  const std::string path = path_of({"support", "group", table.name});
  if (!has_column(draft, table.column)) {
    draft.mistake(path + ".column", "no unit has a column \"" + table.column + "\"", "",
                  did_you_mean(table.column, column_names(draft)));
    return;
  }
  const SharedColumn spread = draft.input_index.at(path + ".sd");
  if (is_zero(draft.model, spread)) return;
  std::map<std::string, SharedColumn> by_value;
  for (std::size_t u = 0; u < draft.model.units.size(); ++u) {
    const std::string value = text_in_column(draft, static_cast<int>(u), table.column);
    if (value.empty()) continue;  // in no group
    auto place = by_value.find(value);
    if (place == by_value.end()) {
      const std::string name = table.name + '\x1f' + value;
      Group group{table.name + " " + value, stream_name("first", "support", "group", name),
                  draft.new_column(), spread};
      place = by_value.emplace(value, group.support).first;
      draft.model.shared.groups.push_back(std::move(group));
    }
    add_term(draft, draft.model.units[u].package, place->second);
    add_term(draft, draft.model.units[u].contract, place->second);
  }
}

double median_of(const LawNoise& noise) {
  if (const auto* normal = std::get_if<input::Normal>(&noise.quantile)) return normal->mean;
  return std::get<numerics::QuantileCurve>(noise.quantile).evaluate(0.0);
}

// The unit's own share, else the scenario's; own spread and union term, else a law of its own.
void add_package(Draft& draft, Unit& unit, const UnitSupportTable* own) {
  const SharedTerms& shared = draft.model.shared;
  const Union& body = draft.model.unions[static_cast<std::size_t>(unit.union_index)];
  const bool own_law = own && own->package && !own->package->is_fixed();
  if (own_law) {
    const std::string path = path_of({"support", "units", unit.name, "package"});
    const LawNoise noise = law_noise(draft, path, *own->package, Kind::support);
    if (draft.model.correlation && !std::holds_alternative<input::Normal>(noise.quantile)) {
      draft.mistake(path, "a law that isn't probit-normal beside a given correlation matrix",
                    "the matrix correlates normal terms", "state an interval, or mean and sd");
    }
    unit.package_noise = noise;
    return;
  }
  if (own && own->package) {
    unit.package.constant += certain_probit(std::get<Fixed>(own->package->law).value);
  } else {
    add_term(draft, unit.package, draft.input_index.at("support.package"));
  }
  if (!draft.model.correlation && !is_zero(draft.model, shared.union_spread)) {
    add_term(draft, unit.package, body.support);
  }
  unit.package_noise = spread_noise(draft, shared.unit_spread);
}

// The contract shares the package's terms; a share or a law of its own takes their place.
void add_contract(Draft& draft, Unit& unit, const UnitSupportTable* own) {
  const SharedTerms& shared = draft.model.shared;
  const Union& body = draft.model.unions[static_cast<std::size_t>(unit.union_index)];
  const std::string base = path_of({"support", "units", unit.name});
  if (own && own->contract && own->shift) {
    draft.mistake(base + ".shift",
                  "both a contract share and a shift for unit \"" + unit.name + "\"",
                  "either says how the contract is liked", "remove one");
  }
  if (own && own->contract && !own->contract->is_fixed()) {
    unit.contract_noise = law_noise(draft, base + ".contract", *own->contract, Kind::support);
    unit.contract_has_own_law = true;
    return;
  }
  const auto* package_law = std::get_if<LawNoise>(&unit.package_noise);
  if (own && own->contract) {
    // The stated share is the median, so the median of a package law is taken off again.
    unit.contract.constant += certain_probit(std::get<Fixed>(own->contract->law).value);
    if (package_law) unit.contract.constant -= median_of(*package_law);
  } else {
    if (own && own->shift) {
      add_term(draft, unit.contract, draft.input_index.at(base + ".shift"));
    } else {
      add_term(draft, unit.contract, draft.input_index.at("support.contract.shift"));
    }
    if (own && own->package && own->package->is_fixed()) {
      unit.contract.constant += certain_probit(std::get<Fixed>(own->package->law).value);
    } else if (!package_law) {
      add_term(draft, unit.contract, draft.input_index.at("support.package"));
    }
  }
  if (!package_law && !draft.model.correlation && !is_zero(draft.model, shared.union_spread)) {
    add_term(draft, unit.contract, body.support);
  }
  unit.contract_noise = spread_noise(draft, shared.split_spread);
}

void add_turnout(Draft& draft, Unit& unit) {
  const SharedTerms& shared = draft.model.shared;
  const Union& body = draft.model.unions[static_cast<std::size_t>(unit.union_index)];
  const auto& units = draft.scenario.turnout.units;
  const auto own = units.find(unit.name);
  if (!is_zero(draft.model, shared.turnout_swing_spread))
    add_term(draft, unit.turnout, shared.swing_turnout);
  if (own != units.end() && !own->second.is_fixed()) {
    unit.turnout_noise =
        law_noise(draft, path_of({"turnout", "units", unit.name}), own->second, Kind::share);
    return;
  }
  if (own != units.end()) {
    unit.turnout.constant += certain_probit(std::get<Fixed>(own->second.law).value);
  } else {
    add_term(draft, unit.turnout, draft.input_index.at("turnout.share"));
  }
  if (!is_zero(draft.model, shared.turnout_union_spread))
    add_term(draft, unit.turnout, body.turnout);
  unit.turnout_noise = spread_noise(draft, shared.turnout_unit_spread);
}

// A ballot as `stated`, else as in [ballot]; its weight and penalty stand below `path`.
void set_ballot(Draft& draft, const UnitBallotTable& stated, const std::string& weight_path,
                const std::string& penalty_path, Unit& unit) {
  const BallotTable& table = draft.scenario.ballot;
  unit.unreturned = stated.unreturned.value_or(table.unreturned);
  switch (stated.design.value_or(table.design)) {
    case BallotDesign::separate:
      unit.ballot = SeparateBallot{};
      break;
    case BallotDesign::package_only:
      unit.ballot = PackageOnlyBallot{};
      break;
    case BallotDesign::bundled:
      unit.ballot =
          BundledBallot{stated.bundled_yes_if.value_or(table.bundled_yes_if),
                        draft.input_index.at(weight_path), draft.input_index.at(penalty_path)};
  }
}

UnitBallotTable stated_ballot(const Draft& draft, const Unit& unit) {
  const auto& units = draft.scenario.ballot.units;
  const auto own = units.find(unit.name);
  return own == units.end() ? UnitBallotTable{} : own->second;
}

// Where the weight or the penalty of a unit's ballot is stated.
std::string ballot_path(const Unit& unit, const char* key, bool is_own) {
  return is_own ? path_of({"ballot", "units", unit.name, key}) : std::string("ballot.") + key;
}

void add_ballot(Draft& draft, Unit& unit) {
  const UnitBallotTable stated = stated_ballot(draft, unit);
  set_ballot(draft, stated, ballot_path(unit, "weight", stated.weight.has_value()),
             ballot_path(unit, "penalty", stated.penalty.has_value()), unit);
}

// A unit as it votes after a delay: what its `then` leaves out is as before.
Unit returning_unit(Draft& draft, const Unit& unit, const DelayTable& table) {
  Unit back = unit;
  back.share_is_common = back.share_is_as_before = false;
  const std::string path = path_of({"delay", table.unit, "then"});
  if (table.then.ballot) {
    const UnitBallotTable& then = *table.then.ballot;
    UnitBallotTable stated = stated_ballot(draft, unit);
    const std::string weight = then.weight ? path + ".ballot.weight"
                                           : ballot_path(unit, "weight", stated.weight.has_value());
    const std::string penalty = then.penalty
                                    ? path + ".ballot.penalty"
                                    : ballot_path(unit, "penalty", stated.penalty.has_value());
    if (then.design) stated.design = then.design;
    if (then.bundled_yes_if) stated.bundled_yes_if = then.bundled_yes_if;
    if (then.unreturned) stated.unreturned = then.unreturned;
    set_ballot(draft, stated, weight, penalty, back);
    if (!std::holds_alternative<BundledBallot>(back.ballot)) back.challenge.reset();
  }
  add_term(draft, back.contract, draft.input_index.at(path + ".shift"));
  return back;
}

// A ballot that asks both questions at once may be challenged.
void add_challenge(Draft& draft, Unit& unit) {
  const auto stated = draft.scenario.challenge.find(unit.name);
  if (stated == draft.scenario.challenge.end()) return;
  if (!unit.outside && std::holds_alternative<BundledBallot>(unit.ballot)) {
    const std::string path = path_of({"challenge", unit.name});
    const std::string round = draft.round ? draft.round->name : "first";
    unit.challenge = Challenge{draft.input_index.at(path + ".chance"), stated->second.then,
                               stream_name(round, "vote", "challenge", unit.name)};
  } else if (!draft.round) {
    draft.mistake(
        path_of({"challenge", unit.name}),
        "the ballot of unit \"" + unit.name + "\" is challenged, and asks one question at a time",
        "a challenge is to a bundled ballot",
        "write " + path_of({"ballot", "units", unit.name}) + " = \"bundled\", or remove it");
  }
}

}  // namespace

void mark_common_shares(Model& model) {
  if (model.round_shift) return;  // each unit's opinions have moved by themselves
  const Unit* before = nullptr;
  for (Unit& unit : model.units) {
    unit.share_is_common = unit.turnout_is_certain() && !unit.votes_on_contract() &&
                           std::holds_alternative<std::monostate>(unit.package_noise);
    unit.share_is_as_before = unit.share_is_common && before && before->share_is_common &&
                              !model.calendar && before->package == unit.package &&
                              before->turnout == unit.turnout;
    before = &unit;
  }
}

void compile_unit_opinions(Draft& draft) {
  SharedTerms& shared = draft.model.shared;
  for (Unit& unit : draft.model.units) {
    const auto own = draft.scenario.support.units.find(unit.name);
    const UnitSupportTable* stated =
        own == draft.scenario.support.units.end() ? nullptr : &own->second;
    if (!is_zero(draft.model, shared.swing_spread)) {
      add_term(draft, unit.package, shared.swing);
      add_term(draft, unit.contract, shared.swing);
    }
    if (draft.model.round_shift) {
      add_term(draft, unit.package, draft.model.round_shift->term);
      add_term(draft, unit.contract, draft.model.round_shift->term);
    }
    add_package(draft, unit, stated);
    add_contract(draft, unit, stated);
    add_turnout(draft, unit);
    add_ballot(draft, unit);
    add_challenge(draft, unit);
  }
  for (const DriverTable& driver : draft.scenario.driver) add_driver(draft, driver);
  for (const SupportGroupTable& group : draft.scenario.support.groups) add_group(draft, group);
  mark_common_shares(draft.model);
}

void compile_returning(Draft& draft) {
  Model& model = draft.model;
  if (!model.calendar) return;
  for (std::size_t k = 0; k < draft.scenario.delay.size(); ++k) {
    const DelayTable& table = draft.scenario.delay[k];
    if (table.then == ReturnTable{}) continue;
    Delay& delay = model.calendar->delays[k];
    bool any_contract = false;
    for (int u : delay.units) {
      const Unit& unit = model.units[static_cast<std::size_t>(u)];
      model.returning.push_back(returning_unit(draft, unit, table));
      any_contract = any_contract || model.returning.back().votes_on_contract();
      delay.returning.push_back(static_cast<int>(model.returning.size()) - 1);
    }
    if (any_contract || delay.units.empty() || table.then.shift == Shift(0.0)) continue;
    draft.mistake(path_of({"delay", table.unit, "then", "shift"}),
                  "a contract that is liked more, where nobody is asked about a contract",
                  "the shift would change nothing", "remove it, or let then.ballot ask about both");
  }
}

}  // namespace ayes
