// The tally of replications that count more or less than once.
#include "models/consequences.h"
#include "models/decision.h"
#include "sim/tally.h"

#include <algorithm>

namespace ayes {
namespace {

constexpr double normal_unit = 0x1p20;  // of the sums of normals

void add(Moments& into, std::int64_t value, std::int64_t times) {
  into.count += times;
  into.sum += static_cast<Int128>(value) * times;
  into.squares += static_cast<Int128>(value) * value * times;
}

// A batch whose replications count `times` each.
struct Weighted {
  const Model& model;
  Batch& batch;
  const std::int64_t* times;
  int n;

  std::size_t result(int i) const { return static_cast<std::size_t>(batch.ratified[i]); }

  // Adds a value in each replication; one below 0 is none.
  void add_values(ByResult<Moments>& into, const auto& value) const {
    for (int i = 0; i < n; ++i) {
      const std::int64_t v = value(i);
      if (v >= 0) add(into[result(i)], v, times[i]);
    }
  }

  void add_values(Distribution& into, const auto& value) const {
    for (int i = 0; i < n; ++i) {
      const std::int64_t v = value(i);
      if (v == no_value) continue;
      add(into.moments[result(i)], v, times[i]);
      into.histogram[result(i)].add(v, times[i]);
    }
  }

  void add_shares(Distribution& into, const std::int32_t* yes, const std::int32_t* cast) const {
    Counts shares(n);
    batch.kernels->millionths(n, yes, cast, shares.data());
    add_values(into, [&](int i) { return shares[i]; });
  }

  std::int64_t sum(const auto& flag) const {
    std::int64_t sum = 0;
    for (int i = 0; i < n; ++i) sum += flag(i) ? times[i] : 0;
    return sum;
  }

  void add_flags(ByResult<std::int64_t>& into, const std::int32_t* flag) const {
    for (int i = 0; i < n; ++i) into[result(i)] += flag[i] ? times[i] : 0;
  }

  void add_influence(InfluenceTally& into, const double* z) const {
    for (int i = 0; i < n; ++i) {
      const Int128 amount =
          static_cast<Int128>(static_cast<std::int64_t>(z[i] * normal_unit)) * times[i];
      into.sum += amount;
      if (batch.ratified[i]) into.sum_ratified += amount;
    }
  }

  std::int64_t gained(const std::vector<int>& units) const {
    const Counts moved =
        ratified_if_moved(model, batch.votes, batch.ratified, n, units, moved_points, batch.rules);
    std::int64_t sum = 0;
    for (int i = 0; i < n; ++i) sum += (moved[i] - batch.ratified[i]) * times[i];
    return sum;
  }
};

std::int64_t cents(double dollars) { return static_cast<std::int64_t>(dollars * 100 + 0.5); }

void add_unit(const Weighted& votes, int u, UnitTally& tally) {
  const Model& model = votes.model;
  const Batch& batch = votes.batch;
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  votes.add_flags(tally.package_yes, batch.votes.unit_says_package.col(u).data());
  votes.add_shares(tally.package_share, batch.votes.package_yes.col(u).data(),
                   batch.votes.cast.col(u).data());
  if (unit.votes_on_contract()) {
    votes.add_flags(tally.contract_yes, batch.votes.unit_says_contract.col(u).data());
    votes.add_shares(tally.contract_share, batch.votes.contract_yes.col(u).data(),
                     batch.votes.cast.col(u).data());
  }
  votes.add_flags(tally.protected_from_layoff, batch.contract_in_force.col(u).data());
  if (model.layoffs) {
    const auto add = [&](ByResult<Moments>& into, const CountColumns& people) {
      votes.add_values(into, [&](int i) { return people(i, u); });
    };
    add(tally.notices, batch.notices);
    add(tally.separated, batch.separated);
    add(tally.recalled, batch.recalled);
    add(tally.take_part.layoffs, batch.layoffs_taking_part);
    add(tally.stay_out.layoffs, batch.layoffs_staying_out);
    votes.add_values(tally.layoffs,
                     [&](int i) { return batch.separated(i, u) - batch.recalled(i, u); });
  }
  if (!model.has_pay()) return;
  const auto pay = [&](ByResult<Moments>& into, const auto& has_contract) {
    votes.add_values(into, [&](int i) {
      return cents(batch.pay(i, has_contract(i) ? unit.pay_agreed : unit.pay_outside));
    });
  };
  pay(tally.pay, [&](int i) { return batch.contract_in_force(i, u) != 0; });
  pay(tally.take_part.pay, [&](int i) { return contract_is_open(model, u, i, batch); });
  pay(tally.stay_out.pay, [](int) { return false; });
}

void add_rounds(const Weighted& votes, std::vector<RoundTally>& rounds) {
  const Batch& batch = votes.batch;
  const Process& process = batch.process;
  for (int i = 0; i < votes.n; ++i) {
    const std::int64_t times = votes.times[i];
    rounds[0].held += times;
    rounds[0].ratified += batch.ratified[i] * times;
    for (std::size_t k = 1; k < rounds.size(); ++k) {
      rounds[k].held += process.held(i, static_cast<Eigen::Index>(k - 1)) * times;
      rounds[k].ratified += process.said_yes(i, static_cast<Eigen::Index>(k - 1)) * times;
    }
    RoundTally& last = rounds[static_cast<std::size_t>(process.last[i])];
    last.last += times;
    if (!votes.model.layoffs) continue;
    add(last.notices, batch.all_notices[i], times);
    add(last.separated, batch.all_separated[i], times);
    add(last.recalled, batch.all_recalled[i], times);
    add(last.rescinded, batch.all_rescinded[i], times);
  }
}

void add_calendar(const Weighted& votes, CalendarTally& tally) {
  const Batch& batch = votes.batch;
  if (!batch.calendar) return;
  for (std::size_t day = 0; day < tally.dead_before.size(); ++day) {
    const std::int32_t* fate = batch.calendar->fate.col(static_cast<Eigen::Index>(day)).data();
    const auto is = [fate](Fate wanted) {
      return [fate, wanted](int i) { return fate[i] == static_cast<std::int32_t>(wanted); };
    };
    tally.dead_before[day] += votes.sum(is(Fate::dead));
    tally.safe_before[day] += votes.sum(is(Fate::safe));
  }
  if (!batch.votes.absence) return;
  for (std::size_t unit = 0; unit < tally.missed.size(); ++unit) {
    const std::int32_t* absent =
        batch.votes.absence->unit_absent.col(static_cast<Eigen::Index>(unit)).data();
    tally.missed[unit] += votes.sum([&](int i) { return absent[i] != 0; });
  }
}

// Which conditions failed, together and alone.
void add_conditions(const Weighted& votes, std::vector<ConditionTally>& conditions,
                    std::vector<std::int64_t>& failures) {
  const Batch& batch = votes.batch;
  for (int i = 0; i < votes.n; ++i) {
    const std::int64_t times = votes.times[i];
    std::size_t failed = 0, last = 0;
    int failures_in = 0;
    for (std::size_t c = 0; c < conditions.size(); ++c) {
      const auto column = static_cast<Eigen::Index>(c);
      add(conditions[c].margin, batch.margins(i, column), times);
      if (batch.conditions(i, column)) {
        conditions[c].met += times;
        continue;
      }
      if (c < most_conditions) failed |= std::size_t{1} << c;
      ++failures_in;
      last = c;
    }
    if (batch.ratified[i]) continue;
    failures[failed] += times;
    if (failures_in == 1) conditions[last].failed_alone += times;
  }
}

}  // namespace

void Tally::add(const Model& model, Batch& batch, bool influence, const std::int64_t* times) {
  const Weighted weighted{model, batch, times, batch.size};
  const int n = batch.size;
  MeasureColumns values(n, static_cast<Eigen::Index>(measures.size()));
  measure(model, batch, values);
  const Eigen::Index yes_share = 3;
  for (int i = 0; i < n; ++i) {
    votes[weighted.result(i)] += times[i];
    const bool majority = values(i, yes_share) > whole_share / 2;
    if (majority && !batch.ratified[i]) rejected_despite_majority += times[i];
    if (!majority && batch.ratified[i]) ratified_without_majority += times[i];
  }
  for (std::size_t m = 0; m < measures.size(); ++m) {
    weighted.add_values(measures[m],
                        [&](int i) { return values(i, static_cast<Eigen::Index>(m)); });
  }
  if (!rounds.empty()) {
    add_rounds(weighted, rounds);
    ratified_ever += weighted.sum([&](int i) { return batch.process.ratified[i] != 0; });
  }
  if (model.has_surroundings()) {
    in_force += weighted.sum([&](int i) { return batch.in_force[i] != 0; });
    refused_by_legislature +=
        weighted.sum([&](int i) { return batch.refused_by_legislature[i] != 0; });
    imposed += weighted.sum([&](int i) { return batch.imposed[i] != 0; });
  }
  add_conditions(weighted, conditions, failures);
  for (std::size_t u = 0; u < unions.size(); ++u) {
    const auto column = static_cast<Eigen::Index>(u);
    weighted.add_flags(unions[u].yes, batch.votes.union_says.col(column).data());
    if (model.unions[u].units.size() > 1) {
      weighted.add_shares(unions[u].share, batch.votes.union_package_yes.col(column).data(),
                          batch.votes.union_cast.col(column).data());
    }
    weighted.add_influence(shared[1 + u], batch.shared_normal.col(1 + column).data());
  }
  for (std::size_t u = 0; u < units.size(); ++u) add_unit(weighted, static_cast<int>(u), units[u]);
  add_calendar(weighted, calendar);
  weighted.add_influence(shared[0], batch.shared_normal.col(0).data());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    weighted.add_influence(inputs[i], batch.input_normal.col(static_cast<Eigen::Index>(i)).data());
  }
  if (!influence) return;
  moved += weighted.sum([](int) { return true; });
  for (std::size_t u = 0; u < unions.size(); ++u)
    unions[u].gained += weighted.gained(model.unions[u].units);
  for (std::size_t u = 0; u < units.size(); ++u)
    units[u].gained += weighted.gained({static_cast<int>(u)});
}

}  // namespace ayes
