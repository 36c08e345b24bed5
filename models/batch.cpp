#include "models/batch.h"

#include <algorithm>

namespace ayes {
namespace {

// The most levels that any rule of the model takes to evaluate.
int rule_levels(const Model& model) {
  int most = levels(model.rule.rule);
  const auto take = [&](const std::optional<Rule>& rule) {
    if (rule) most = std::max(most, levels(*rule));
  };
  for (const Union& body : model.unions) take(body.rule);
  for (const Unit& unit : model.units) {
    take(unit.rule);
    take(unit.contract_rule);
  }
  for (const DividedUnit& unit : model.divided_units) take(unit.contract_rule);
  take(model.gate);
  take(model.everyone_if);
  if (model.imposed) take(model.imposed->only_if);
  return most;
}

// Room for what a calendar adds.
void add_calendar(const Model& model, Eigen::Index rows, Batch& batch) {
  if (!model.calendar) return;
  const Calendar& calendar = *model.calendar;
  const auto units = static_cast<Eigen::Index>(model.units.size());
  const auto unions = static_cast<Eigen::Index>(model.unions.size());
  CalendarColumns& columns = batch.calendar.emplace();
  columns.delayed = CountColumns::Zero(rows, static_cast<Eigen::Index>(calendar.delays.size()));
  columns.day = columns.open = columns.seen = CountColumns::Zero(rows, units);
  columns.surprise = Columns::Zero(rows, units);
  columns.fate = CountColumns::Zero(rows, static_cast<Eigen::Index>(calendar.days.size()));
  if (!calendar.has_absences()) return;
  Absence& absence = batch.votes.absence.emplace();
  absence.counts_as = calendar.absent;
  for (const Unit& unit : model.units) absence.eligible.push_back(unit.eligible);
  absence.unit_absent = CountColumns::Zero(rows, units);
  absence.union_absent = CountColumns::Zero(rows, unions);
  absence.cast = absence.package_yes = absence.contract_yes = absence.unit_absent;
}

}  // namespace

int batch_size(const Model& model) {
  // Bytes of one replication's row in the columns that live through the batch.
  const std::int64_t units = static_cast<std::int64_t>(model.units.size());
  const std::int64_t unions = static_cast<std::int64_t>(model.unions.size());
  const std::int64_t row = 8 * (model.shared.columns + unions + 16) + 4 * 13 * units +
                           4 * 3 * unions + 8 * static_cast<std::int64_t>(model.pay_paths.size()) +
                           (model.calendar ? 4 * 5 * units : 0);
  int size = 1024;
  while (size > 128 && size * row > 2048 * 1024) size /= 2;
  return size;
}

Batch::Batch(const Model& model, std::uint64_t seed_, int capacity,
             const kernels::Kernels& kernels_)
    : kernels(&kernels_), seed(seed_) {
  const Eigen::Index rows = capacity;
  const auto units = static_cast<Eigen::Index>(model.units.size());
  const auto unions = static_cast<Eigen::Index>(model.unions.size());
  const auto conditions_ = static_cast<Eigen::Index>(model.rule.conditions.size());

  shared = Columns::Zero(rows, model.shared.columns);
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (const auto* constant = std::get_if<input::Constant>(&model.inputs[i].source)) {
      shared.col(static_cast<Eigen::Index>(i)).setConstant(constant->value);
    }
  }
  input_normal = Columns::Zero(rows, static_cast<Eigen::Index>(model.inputs.size()));
  shared_normal = Columns::Zero(rows, 1 + unions);
  if (model.correlation) unit_normal = Columns::Zero(rows, units);

  for (Column* scratch :
       {&package_opinion, &contract_opinion, &turnout_opinion, &share, &second_share, &joint_share,
        &uniform, &second_uniform, &normal, &second_normal, &heavy, &noise}) {
    *scratch = Column::Zero(rows);
  }
  refused = among_refused = Counts::Zero(rows);
  for (CountColumns* columns :
       {&votes.returned, &votes.cast, &votes.package_yes, &votes.contract_yes,
        &votes.unit_says_package, &votes.unit_says_contract, &package_in_force, &contract_in_force,
        &notices, &separated, &recalled, &layoffs_taking_part, &layoffs_staying_out}) {
    *columns = CountColumns::Zero(rows, units);
  }
  for (CountColumns* columns : {&votes.union_cast, &votes.union_package_yes, &votes.union_says}) {
    *columns = CountColumns::Zero(rows, unions);
  }
  ratified = binds_everyone = Counts::Zero(rows);
  gate_open = may_be_imposed = Counts::Ones(rows);
  conditions = CountColumns::Zero(rows, conditions_);
  margins = MarginColumns::Zero(rows, conditions_);
  all_notices = all_separated = all_recalled = Counts::Zero(rows);
  rules = RuleScratch(capacity, rule_levels(model));
  if (model.layoffs) layoff_columns.emplace(capacity);
  pay = Columns::Zero(rows, static_cast<Eigen::Index>(model.pay_paths.size()));
  if (model.savings) saved = saved_claimed = Column::Zero(rows);
  add_calendar(model, rows, *this);
  if (model.legislature) contract_refused = CountColumns::Zero(rows, units);
  if (model.round_shift) noticed = begun = rescinded = CountColumns::Zero(rows, units);
  all_rescinded = refused_by_legislature = imposed = in_force = Counts::Zero(rows);
  if (model.rounds.empty()) return;
  for (const Round& round : model.rounds) later.emplace_back(round.model, seed, capacity, kernels_);
  process.last = process.ratified = process.units_outside = process.members_with_old_raises =
      Counts::Zero(rows);
  process.held = process.said_yes =
      CountColumns::Zero(rows, static_cast<Eigen::Index>(model.rounds.size()));
  process.votes = votes;
}

void give_inputs(const Model& model, Batch& batch, std::span<const double> values) {
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    batch.shared.col(static_cast<Eigen::Index>(i)).setConstant(values[i]);
  }
  batch.inputs_given = true;
}

}  // namespace ayes
