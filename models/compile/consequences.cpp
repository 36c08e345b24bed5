// Layoffs, pay and savings: their inputs, each unit's exposure, staff and raises.
#include "models/compile/draft.h"
#include "models/numerics/elementary.h"
#include "models/numerics/impossible.h"
#include "models/stream.h"

#include <algorithm>

namespace ayes {
namespace {

// Each agency's cut falls on units by the staff they have in it, and on others; a unit's exposure
// is its part of all cuts.
void compile_agencies(Draft& draft, const AgencyCutsTable& table) {
  Model& model = draft.model;
  const std::string path = "layoffs.rejected.by_agency";
  if (!draft.scenario.layoffs->rejected.by.empty()) {
    draft.mistake(path, "the threat is shared both by a column and by agency",
                  "a unit has one exposure", "remove `by` or `by_agency`");
    return;
  }
  if (std::none_of(table.cuts.begin(), table.cuts.end(), [](double cut) { return cut > 0; })) {
    draft.mistake(path, "no agency cuts a job", "the threat would fall on nobody",
                  "state the cut of an agency, or leave by_agency out");
    return;
  }
  std::vector<int> units;
  std::vector<std::string> names;
  for (const Unit& unit : model.units) names.push_back(unit.name);
  for (const std::string& name : table.units) {
    const auto unit = draft.unit_index.find(name);
    if (unit == draft.unit_index.end()) {
      draft.mistake(path,
                    "the table of agencies names \"" + name + "\", which is no unit of the roster",
                    "", did_you_mean(name, names));
      return;
    }
    units.push_back(unit->second);
  }
  const std::size_t agencies = table.agencies.size();
  const bool square = table.cuts.size() == agencies && table.staff.size() == agencies &&
                      (table.others.empty() || table.others.size() == agencies) &&
                      std::all_of(table.staff.begin(), table.staff.end(),
                                  [&](const auto& row) { return row.size() == units.size(); });
  if (!square) {
    draft.mistake(path, "the lists of agencies don't fit each other",
                  "there is a cut, and a list of staff in each unit, for every agency", "");
    return;
  }
  double all = 0;
  for (std::size_t a = 0; a < agencies; ++a) {
    double staff = table.others.empty() ? 0 : table.others[a];
    for (const double in_unit : table.staff[a]) staff += in_unit;
    if (table.cuts[a] > 0 && !(staff > 0)) {
      draft.mistake(path, "agency \"" + table.agencies[a] + "\" cuts jobs and has no staff",
                    "nobody would bear the cut", "state its staff, or drop it");
      return;
    }
    all += table.cuts[a];
    for (std::size_t k = 0; k < units.size(); ++k) {
      Unit& unit = model.units[static_cast<std::size_t>(units[k])];
      if (staff > 0) unit.exposure += table.cuts[a] * (table.staff[a][k] / staff);
    }
  }
  for (Unit& unit : model.units) unit.exposure /= all;
}

void compile_exposure(Draft& draft, const std::string& column) {
  if (const auto& table = draft.scenario.layoffs->rejected.by_agency)
    return compile_agencies(draft, *table);
  Model& model = draft.model;
  const std::string path = "layoffs.rejected.by";
  if (!column.empty() && !has_column(draft, column)) {
    draft.mistake(path, "no unit has a column \"" + column + "\" to share the threat by", "",
                  did_you_mean(column, column_names(draft)));
    return;
  }
  double total = 0;
  for (std::size_t u = 0; u < model.units.size(); ++u) {
    const double cut =
        column.empty() ? 1 : number_in_column(draft, static_cast<int>(u), column, path);
    if (cut < 0) {
      draft.mistake(path, "unit \"" + model.units[u].name + "\" has a planned cut below 0", "", "");
    }
    model.units[u].exposure = cut * static_cast<double>(model.units[u].employees);
    total += model.units[u].exposure;
  }
  for (Unit& unit : model.units) unit.exposure = total > 0 ? unit.exposure / total : 0;
}

void compile_leverage(Draft& draft, LayoffTerms& terms, const LeverageTable& table) {
  terms.workload_now =
      add_input(draft, "layoffs.leverage.workload.now", table.workload.now, Kind::amount);
  terms.workload_then =
      add_input(draft, "layoffs.leverage.workload.then", table.workload.then, Kind::amount);
  terms.effect = add_input(draft, "layoffs.leverage.effect", table.effect, Kind::amount);
  const auto* then = std::get_if<Fixed>(&table.workload.then.law);
  if (then && then->value == 0) {
    draft.mistake("layoffs.leverage.workload.then", "a workload of 0 to compare with",
                  "the need for staff follows now / then", "");
  }
  for (const auto& [key, column] : {std::pair{"staff", table.staff}, {"needed", table.needed}}) {
    const std::string path = std::string("layoffs.leverage.") + key;
    if (column.empty()) {
      draft.mistake(path, std::string("leverage without `") + key + "`",
                    "it is the gap between staff and need", "name the column of the roster");
    } else if (!has_column(draft, column)) {
      draft.mistake(path, "no unit has a column \"" + column + "\"", "",
                    did_you_mean(column, column_names(draft)));
    } else {
      for (std::size_t u = 0; u < draft.model.units.size(); ++u) {
        const auto& columns = draft.scenario.unit[u].columns;
        const auto cell = columns.find(column);
        const bool stated = cell != columns.end() ? !cell->second.empty()
                                                  : column == "members" || column == "employees" ||
                                                        column == "eligible";
        if (!stated) continue;  // no leverage
        const double number = number_in_column(draft, static_cast<int>(u), column, path);
        (std::string(key) == "staff" ? draft.model.units[u].staff
                                     : draft.model.units[u].staff_needed) = number;
      }
    }
  }
}

void compile_refusers(Draft& draft, LayoffTerms& terms, const RefusersLayoffsTable& table) {
  const std::string path = "layoffs.refusers";
  terms.hits_refusers = true;
  terms.refuser_notices = add_input(draft, path + ".notices", table.notices, Kind::share);
  terms.refuser_take_effect =
      add_input(draft, path + ".take_effect", table.take_effect, Kind::share);
  if (!table.by.empty() && !has_column(draft, table.by)) {
    draft.mistake(path + ".by",
                  "no unit has a column \"" + table.by + "\" with the jobs threatened", "",
                  did_you_mean(table.by, column_names(draft)));
    return;
  }
  for (std::size_t u = 0; u < draft.model.units.size(); ++u) {
    Unit& unit = draft.model.units[u];
    const auto employees = static_cast<double>(unit.employees);
    unit.refuser_jobs = table.by.empty()
                            ? employees
                            : number_in_column(draft, static_cast<int>(u), table.by, path + ".by");
    if (unit.refuser_jobs >= 0 && unit.refuser_jobs <= employees) continue;
    draft.mistake(path + ".by",
                  "unit \"" + unit.name + "\" is threatened with the loss of " +
                      numerics::in_words(unit.refuser_jobs) + " jobs",
                  "it has " + std::to_string(unit.employees) + " employees", "");
  }
}

void compile_layoffs(Draft& draft) {
  if (!draft.scenario.layoffs) return;
  const LayoffsTable& table = *draft.scenario.layoffs;
  LayoffTerms terms;
  const auto add = [&](const char* path, const Quantity& quantity, Kind kind) {
    return add_input(draft, std::string("layoffs.") + path, quantity, kind);
  };
  terms.threat = add("rejected.threat", table.rejected.threat, Kind::amount);
  terms.announced = add("rejected.announced", table.rejected.announced, Kind::share);
  terms.carried_out = add("rejected.carried_out", table.rejected.carried_out, Kind::share);
  terms.vacancies = add("rejected.vacancies", table.rejected.vacancies, Kind::amount);
  terms.attrition = add("rejected.attrition", table.rejected.attrition, Kind::share);
  terms.recall = add("rejected.recall", table.rejected.recall, Kind::share);
  terms.outside_chance = add("outside.chance", table.outside.chance, Kind::share);
  terms.outside_rate = add("outside.rate", table.outside.rate, Kind::share);
  terms.outside_recall = add("outside.recall", table.outside.recall, Kind::share);
  terms.anyway_rate = add("anyway.rate", table.anyway.rate, Kind::share);
  terms.anyway_recall = add("anyway.recall", table.anyway.recall, Kind::share);
  compile_exposure(draft, table.rejected.by);
  if (table.leverage) compile_leverage(draft, terms, *table.leverage);
  if (table.refusers) compile_refusers(draft, terms, *table.refusers);

  // Protection ends after its last day, and may leave out the layoffs that come anyway.
  const ProtectionTable& protection = draft.scenario.protection;
  for (const std::string& excluded : protection.excludes) {
    if (excluded == "anyway") {
      terms.anyway_hits_protected = true;
    } else {
      draft.mistake("protection.excludes", "protection can't exclude \"" + excluded + "\"",
                    "only the layoffs of [layoffs.anyway] can be left out",
                    "write excludes = [\"anyway\"]");
    }
  }
  if (table.anyway.date && protection.until && *table.anyway.date > *protection.until) {
    terms.anyway_hits_protected = true;
  }
  draft.model.layoffs = terms;
}

// The greatest value that any draw of an input can have: no uniform lies further out than z = 8.3.
double greatest(const Draft& draft, SharedColumn column) {
  constexpr double farthest = 8.3;
  const input::Source& source = draft.model.inputs[static_cast<std::size_t>(column)].source;
  if (const auto* constant = std::get_if<input::Constant>(&source)) return constant->value;
  if (const auto* law = std::get_if<input::Normal>(&source)) return law->mean + farthest * law->sd;
  if (const auto* law = std::get_if<input::LogNormal>(&source))
    return numerics::exp(law->mean + farthest * law->sd);
  if (const auto* law = std::get_if<input::Tabulated>(&source))
    return law->curve.evaluate(farthest);
  const std::vector<double>& values = std::get<input::Discrete>(source).values;
  return *std::max_element(values.begin(), values.end());
}

// Sums of money are counted in whole cents or thousands of dollars, so they have a limit.
void check_sum(Draft& draft, const char* path, const char* what, double dollars, double limit) {
  if (dollars <= limit) return;
  draft.mistake(path,
                std::string(what) + " could come to " + numerics::in_words(dollars) + " dollars",
                "such sums are counted up to " + numerics::in_words(limit),
                "state smaller amounts, or less doubt about them");
}

double greatest_pay(const Draft& draft, SharedColumn first_salary,
                    const std::vector<SharedColumn>& raises, std::size_t years) {
  double salary = greatest(draft, first_salary), pay = 0;
  for (std::size_t year = 0; year < years; ++year) {
    if (year < raises.size()) salary *= std::max(0.0, 1 + greatest(draft, raises[year]));
    pay += salary;
  }
  return pay;
}

double greatest_pay(const Draft& draft, const PayPath& path, std::size_t years) {
  const double pay = greatest_pay(draft, path.salary, path.raises, years);
  if (!path.award) return pay;
  return std::max(pay, greatest_pay(draft, path.salary, path.award->raises, years));
}

std::vector<SharedColumn> add_raises(Draft& draft, const std::string& path,
                                     const std::vector<Percentage>& raises) {
  std::vector<SharedColumn> columns;
  for (std::size_t year = 0; year < raises.size(); ++year) {
    columns.push_back(
        add_input(draft, path + "." + std::to_string(year + 1), raises[year], Kind::percentage));
  }
  return columns;
}

// Returns the index of a path of pay, adding it if no unit had it yet.
int pay_path(Model& model, const PayPath& path) {
  const auto place = std::find(model.pay_paths.begin(), model.pay_paths.end(), path);
  const auto index = static_cast<int>(place - model.pay_paths.begin());
  if (place == model.pay_paths.end()) model.pay_paths.push_back(path);
  return index;
}

void compile_pay(Draft& draft) {
  if (!draft.scenario.pay) return;
  const PayTable& table = *draft.scenario.pay;
  Model& model = draft.model;
  const SharedColumn salary = add_input(draft, "pay.salary", table.salary, Kind::amount);
  const PayPath all_agreed{salary, add_raises(draft, "pay.agreed", table.agreed)};
  const PayPath all_outside{salary, add_raises(draft, "pay.outside", table.outside)};
  for (Unit& unit : model.units) {
    PayPath agreed = all_agreed, outside = all_outside;
    const auto own = table.units.find(unit.name);
    if (own != table.units.end()) {
      const std::string path = path_of({"pay", "units", unit.name});
      if (own->second.salary) {
        agreed.salary = outside.salary =
            add_input(draft, path + ".salary", *own->second.salary, Kind::amount);
      }
      if (own->second.agreed)
        agreed.raises = add_raises(draft, path + ".agreed", *own->second.agreed);
      if (own->second.outside)
        outside.raises = add_raises(draft, path + ".outside", *own->second.outside);
      if (own->second.award) {
        const AwardTable& award = *own->second.award;
        outside.award = Award{add_input(draft, path + ".award.chance", award.chance, Kind::share),
                              add_input(draft, path + ".award.refused", award.refused, Kind::share),
                              add_raises(draft, path + ".award.raises", award.raises),
                              stream_name("first", "pay", "award", unit.name)};
      }
    }
    unit.pay_agreed = pay_path(model, agreed);
    unit.pay_outside = pay_path(model, outside);
  }
  std::size_t years = std::max(table.agreed.size(), table.outside.size());
  for (const PayPath& path : model.pay_paths) {
    years = std::max(years, path.raises.size());
    if (path.award) years = std::max(years, path.award->raises.size());
  }
  model.pay_years = static_cast<int>(years);
  double most = 0;
  for (const PayPath& path : model.pay_paths)
    most = std::max(most, greatest_pay(draft, path, years));
  check_sum(draft, "pay", "a member's pay over the years", most, 1e12);
}

void compile_savings(Draft& draft) {
  if (!draft.scenario.savings) return;
  const SavingsTable& table = *draft.scenario.savings;
  if (draft.model.employees == 0) {
    draft.mistake("savings", "savings of units that have no employees",
                  "each unit brings its part of them by its employees",
                  "state employees = ... for the units, or remove [savings]");
  }
  SavingTerms terms;
  terms.package = add_input(draft, "savings.package", table.package, Kind::amount);
  terms.contracts = add_input(draft, "savings.contracts", table.contracts, Kind::amount);
  terms.per_layoff = add_input(draft, "savings.per_layoff", table.per_layoff, Kind::amount);
  terms.likely = add_input(draft, "savings.likely", table.likely, Kind::share);
  terms.target = table.target;
  check_sum(draft, "savings", "what is saved",
            greatest(draft, terms.package) + greatest(draft, terms.contracts) +
                greatest(draft, terms.per_layoff) * static_cast<double>(draft.model.employees),
            1e15);
  draft.model.savings = terms;
}

void compile_surroundings(Draft& draft) {
  Model& model = draft.model;
  if (const auto& table = draft.scenario.legislature) {
    LegislatureTerms terms;
    terms.acts = add_input(draft, "legislature.acts", table->acts, Kind::share);
    terms.refuses = add_input(draft, "legislature.refuses", table->refuses, Kind::share);
    terms.refuses_contract =
        add_input(draft, "legislature.refuses_contract", table->refuses_contract, Kind::share);
    terms.silence_approves = table->silence == Silence::approves;
    terms.stream = stream_name("first", "legislature", "package", "");
    for (Unit& unit : model.units)
      unit.legislature_stream = stream_name("first", "legislature", "contract", unit.name);
    model.legislature = terms;
  }
  if (const auto& table = draft.scenario.imposed) {
    model.imposed = ImposedTerms{add_input(draft, "imposed.chance", table->chance, Kind::share),
                                 stream_name("first", "imposed", "package", "")};
  }
}

}  // namespace

void compile_consequences(Draft& draft) {
  compile_surroundings(draft);
  draft.model.package_binds = draft.scenario.consequences.package_binds;
  draft.model.contract_needs_package = draft.scenario.consequences.contract_needs_package;
  compile_layoffs(draft);
  compile_pay(draft);
  compile_savings(draft);
}

}  // namespace ayes
