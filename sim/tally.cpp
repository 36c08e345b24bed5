#include "sim/tally.h"

#include "models/consequences.h"
#include "models/decision.h"

#include <algorithm>
#include <limits>

namespace ayes {
namespace {

constexpr std::int64_t share_bins = 512;

Distribution distribution(std::int64_t greatest, std::int64_t bins = Histogram::most_bins) {
  return {{}, {Histogram(greatest, bins), Histogram(greatest, bins)}};
}

template <typename T>
void merge_all(std::vector<T>& into, const std::vector<T>& from) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i].merge(from[i]);
}

template <typename T>
void merge_both(ByResult<T>& into, const ByResult<T>& from) {
  for (std::size_t r : {0u, 1u}) into[r].merge(from[r]);
}

void add_both(ByResult<std::int64_t>& into, const ByResult<std::int64_t>& from) {
  for (std::size_t r : {0u, 1u}) into[r] += from[r];
}

void add_sums(ByResult<Moments>& into, const kernels::FlaggedSums& sums) {
  for (std::size_t r : {0u, 1u}) {
    into[r].count += sums.count[r];
    into[r].sum += sums.sum[r];
    into[r].squares += sums.squares[r];
  }
}

// Adds the moments of n values, apart by result; no_value is none. 64 bits hold their squares
// mostly, and are several times quicker than 128.
void add_values(ByResult<Moments>& into, const Batch& batch, const std::int64_t* value,
                const std::int32_t* ratified, int n) {
  kernels::FlaggedSums sums;
  if (batch.kernels->add_wide_moments(n, value, no_value, ratified, &sums))
    return add_sums(into, sums);
  for (int i = 0; i < n; ++i) {
    if (value[i] != no_value) into[static_cast<std::size_t>(ratified[i])].add(value[i]);
  }
}

// Adds the values of all measures, a column each; no_value is none. In few bins replications often
// fall where the one before fell, and would wait for it to be counted: such measures take turns.
// Those with many bins come one after another, each in its own part of memory.
void add_measures(std::vector<Distribution>& into, const Batch& batch,
                  const MeasureColumns& values) {
  constexpr std::size_t few = 1024;
  const std::int32_t* ratified = batch.ratified.data();
  const auto add_from = [&](int i, const std::int64_t* value,
                            const std::array<Histogram::Bins, 2>& bins) {
    if (value[i] != no_value) bins[static_cast<std::size_t>(ratified[i])].add(value[i]);
  };
  std::vector<std::array<Histogram::Bins, 2>> turns;
  std::vector<const std::int64_t*> columns;
  for (std::size_t m = 0; m < into.size(); ++m) {
    const std::int64_t* value = values.col(static_cast<Eigen::Index>(m)).data();
    add_values(into[m].moments, batch, value, ratified, batch.size);
    const std::array<Histogram::Bins, 2> bins = {Histogram::Bins(into[m].histogram[0]),
                                                 Histogram::Bins(into[m].histogram[1])};
    if (into[m].histogram[0].counts().size() <= few) {
      turns.push_back(bins);
      columns.push_back(value);
    } else {
      for (int i = 0; i < batch.size; ++i) add_from(i, value, bins);
    }
  }
  for (int i = 0; i < batch.size; ++i) {
    for (std::size_t k = 0; k < turns.size(); ++k) add_from(i, columns[k], turns[k]);
  }
}

// Adds the moments of values from 0 to `greatest`, as many at a time as keep their squares within
// 63 bits; a value below 0 is none.
void add_moments(ByResult<Moments>& into, const Batch& batch, const std::int32_t* value,
                 std::int64_t greatest) {
  const double room = 0x1p62 / (static_cast<double>(greatest) * static_cast<double>(greatest) + 1);
  const int most = room < batch.size ? static_cast<int>(room) + 1 : batch.size;
  for (int start = 0; start < batch.size; start += most) {
    kernels::FlaggedSums sums;
    batch.kernels->add_moments(std::min(most, batch.size - start), value + start,
                               batch.ratified.data() + start, &sums);
    add_sums(into, sums);
  }
}

// Counts flags, apart by result.
ByResult<std::int64_t> count_flags(const Batch& batch, const std::int32_t* flag) {
  std::int32_t sums[2];
  batch.kernels->count_flags(batch.size, flag, batch.ratified.data(), sums);
  return {sums[0] - sums[1], sums[1]};
}

void add_flags(ByResult<std::int64_t>& into, const Batch& batch, const std::int32_t* flag) {
  add_both(into, count_flags(batch, flag));
}

// Shares of yes among ballots cast where nobody but one may vote: the vote itself.
void add_lone_votes(Distribution& into, const Batch& batch, const std::int32_t* yes,
                    const std::int32_t* cast) {
  const ByResult<std::int64_t> all = count_flags(batch, cast), of_yes = count_flags(batch, yes);
  for (std::size_t r : {0u, 1u}) {
    into.histogram[r].add(0, all[r] - of_yes[r]);
    into.histogram[r].add(whole_share, of_yes[r]);
    into.moments[r].count += all[r];
    into.moments[r].sum += of_yes[r] * whole_share;
    into.moments[r].squares += static_cast<Int128>(of_yes[r] * whole_share) * whole_share;
  }
}

// Shares of yes among ballots cast; replications without a ballot have none.
void add_shares(Distribution& into, const Batch& batch, const std::int32_t* yes,
                const std::int32_t* cast, Counts& shares) {
  batch.kernels->millionths(batch.size, yes, cast, shares.data());
  add_moments(into.moments, batch, shares.data(), whole_share);
  Histogram::add(into.histogram, batch.size, shares.data(), batch.ratified.data());
}

void add_influence(InfluenceTally& into, const Batch& batch, const double* z) {
  std::int64_t sums[2] = {};
  batch.kernels->add_normals(batch.size, z, batch.ratified.data(), sums);
  into.sum += sums[0];
  into.sum_ratified += sums[1];
}

// Whole cents of a member's pay, from one of two paths, apart by result.
ByResult<Moments> pay_moments(const Batch& batch, const std::int64_t* with,
                              const std::int64_t* without, const auto& has_contract) {
  constexpr int most = 256;
  std::int64_t cents[most];
  ByResult<Moments> moments;
  for (int start = 0; start < batch.size; start += most) {
    const int n = std::min(most, batch.size - start);
    for (int k = 0; k < n; ++k) {
      const int i = start + k;
      cents[k] = without[i] ^ ((with[i] ^ without[i]) & -std::int64_t{has_contract(i)});
    }
    add_values(moments, batch, cents, batch.ratified.data() + start, n);
  }
  return moments;
}

// What a member's pay comes to in a batch. The gamble's pay depends on a unit's paths of pay and on
// the package's fate alone, so it is counted once for all units that are alike in them.
class PayTally {
 public:
  PayTally(const Model& model, const Batch& batch)
      : model_(model), batch_(batch), cents_(batch.size, batch.pay.cols()) {
    for (Eigen::Index k = 0; k < cents_.cols(); ++k) {
      for (int i = 0; i < batch.size; ++i)
        cents_(i, k) = static_cast<std::int64_t>(batch.pay(i, k) * 100 + 0.5);
    }
  }

  void add(int u, UnitTally& tally) {
    const Unit& unit = model_.units[static_cast<std::size_t>(u)];
    const std::int64_t* agreed = cents_.col(unit.pay_agreed).data();
    const std::int64_t* outside = cents_.col(unit.pay_outside).data();
    const std::int32_t* contract = batch_.contract_in_force.col(u).data();
    merge_both(tally.pay,
               pay_moments(batch_, agreed, outside, [&](int i) { return contract[i] != 0; }));
    const Gamble& gamble = gamble_of(u);
    merge_both(tally.take_part.pay, gamble.take_part);
    merge_both(tally.stay_out.pay, gamble.stay_out);
  }

 private:
  struct Gamble {
    int agreed, outside, fate;
    ByResult<Moments> take_part, stay_out;
  };

  const Gamble& gamble_of(int u) {
    const Unit& unit = model_.units[static_cast<std::size_t>(u)];
    const int fate = model_.unions_bind_themselves() ? unit.union_index : 0;
    for (const Gamble& gamble : gambles_) {
      if (gamble.agreed == unit.pay_agreed && gamble.outside == unit.pay_outside &&
          gamble.fate == fate) {
        return gamble;
      }
    }
    const std::int64_t* agreed = cents_.col(unit.pay_agreed).data();
    const std::int64_t* outside = cents_.col(unit.pay_outside).data();
    const auto open = [&](int i) { return contract_is_open(model_, u, i, batch_); };
    const auto never = [](int) { return false; };
    gambles_.push_back({unit.pay_agreed, unit.pay_outside, fate,
                        pay_moments(batch_, agreed, outside, open),
                        pay_moments(batch_, agreed, outside, never)});
    return gambles_.back();
  }

  const Model& model_;
  const Batch& batch_;
  MeasureColumns cents_;  // a column a path of pay
  std::vector<Gamble> gambles_;
};

void add_unit(const Model& model, const Batch& batch, int u, Counts& scratch, PayTally& pay,
              UnitTally& tally) {
  const int n = batch.size;
  const Votes& votes = batch.votes;
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  add_flags(tally.package_yes, batch, votes.unit_says_package.col(u).data());
  if (unit.eligible == 1) {
    add_lone_votes(tally.package_share, batch, votes.package_yes.col(u).data(),
                   votes.cast.col(u).data());
  } else {
    add_shares(tally.package_share, batch, votes.package_yes.col(u).data(),
               votes.cast.col(u).data(), scratch);
  }
  if (unit.votes_on_contract()) {
    add_flags(tally.contract_yes, batch, votes.unit_says_contract.col(u).data());
    Counts yes = votes.contract_yes.col(u).head(n), cast = votes.cast.col(u).head(n);
    for (int i = 0; votes.absence && i < n; ++i) {  // late ballots decide on the contract, too
      if (!votes.absence->unit_absent(i, u)) continue;
      yes[i] = votes.absence->contract_yes(i, u);
      cast[i] = votes.absence->cast(i, u);
    }
    add_shares(tally.contract_share, batch, yes.data(), cast.data(), scratch);
  }
  add_flags(tally.protected_from_layoff, batch, batch.contract_in_force.col(u).data());
  if (model.layoffs) {
    const auto add = [&](ByResult<Moments>& into, const std::int32_t* people) {
      add_moments(into, batch, people, unit.employees);
    };
    add(tally.notices, batch.notices.col(u).data());
    add(tally.separated, batch.separated.col(u).data());
    add(tally.recalled, batch.recalled.col(u).data());
    add(tally.take_part.layoffs, batch.layoffs_taking_part.col(u).data());
    add(tally.stay_out.layoffs, batch.layoffs_staying_out.col(u).data());
    scratch.head(n) = batch.separated.col(u).head(n) - batch.recalled.col(u).head(n);
    add(tally.layoffs, scratch.data());
  }
  if (model.has_pay()) pay.add(u, tally);
}

// What came of each vote of the process.
void add_rounds(const Model& model, const Batch& batch, std::vector<RoundTally>& rounds) {
  const Process& process = batch.process;
  for (int i = 0; i < batch.size; ++i) {
    ++rounds[0].held;
    rounds[0].ratified += batch.ratified[i];
    for (std::size_t k = 1; k < rounds.size(); ++k) {
      rounds[k].held += process.held(i, static_cast<Eigen::Index>(k - 1));
      rounds[k].ratified += process.said_yes(i, static_cast<Eigen::Index>(k - 1));
    }
    RoundTally& last = rounds[static_cast<std::size_t>(process.last[i])];
    ++last.last;
    if (!model.layoffs) continue;
    last.notices.add(batch.all_notices[i]);
    last.separated.add(batch.all_separated[i]);
    last.recalled.add(batch.all_recalled[i]);
    last.rescinded.add(batch.all_rescinded[i]);
  }
}

void add_margins(Moments& into, const Batch& batch, const std::int64_t* margin) {
  constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
  kernels::FlaggedSums sums;
  if (batch.kernels->add_wide_moments(batch.size, margin, none, batch.ratified.data(), &sums)) {
    ByResult<Moments> by_result;
    add_sums(by_result, sums);
    for (const Moments& moments : by_result) into.merge(moments);
  } else {
    for (int i = 0; i < batch.size; ++i) into.add(margin[i]);
  }
}

// Which conditions failed where the vote was rejected, together and alone.
void add_conditions(const Batch& batch, std::vector<std::int64_t>& failures,
                    std::vector<ConditionTally>& conditions) {
  const int n = batch.size;
  const std::int32_t* ratified = batch.ratified.data();
  Counts set = Counts::Zero(n), failed = set, last = set;
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    const std::int32_t* met = batch.conditions.col(static_cast<Eigen::Index>(c)).data();
    const std::int32_t bit = c < most_conditions ? 1 << c : 0;
    const auto number = static_cast<std::int32_t>(c);
    std::int32_t all = 0;
    for (int i = 0; i < n; ++i) all += met[i];
    for (int i = 0; i < n; ++i) set[i] |= bit & (met[i] - 1);
    for (int i = 0; i < n; ++i) failed[i] += 1 - met[i];
    for (int i = 0; i < n; ++i) last[i] = met[i] ? last[i] : number;
    conditions[c].met += all;
    add_margins(conditions[c].margin, batch,
                batch.margins.col(static_cast<Eigen::Index>(c)).data());
  }
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    const auto number = static_cast<std::int32_t>(c);
    std::int32_t alone = 0;
    for (int i = 0; i < n; ++i) alone += (1 - ratified[i]) & (failed[i] == 1) & (last[i] == number);
    conditions[c].failed_alone += alone;
  }

  // Sets are few and the same one comes often: by turns they are counted apart, so that none waits
  // for the one before.
  std::int32_t counted[4][1 << most_conditions] = {};
  for (int i = 0; i < n; ++i) counted[i % 4][set[i]] += 1 - ratified[i];
  for (const auto& by_turn : counted) {
    for (std::size_t k = 0; k < failures.size(); ++k) failures[k] += by_turn[k];
  }
}

// Votes that five points more in these units would have turned.
std::int64_t gained(const Model& model, Batch& batch, const std::vector<int>& units) {
  const Counts moved = ratified_if_moved(model, batch.votes, batch.ratified, batch.size, units,
                                         moved_points, batch.rules);
  return (moved - batch.ratified.head(batch.size)).cast<std::int64_t>().sum();
}

}  // namespace

void Distribution::merge(const Distribution& other) {
  merge_both(moments, other.moments);
  merge_both(histogram, other.histogram);
}

void ConditionTally::merge(const ConditionTally& other) {
  met += other.met;
  failed_alone += other.failed_alone;
  margin.merge(other.margin);
}

void UnionTally::merge(const UnionTally& other) {
  add_both(yes, other.yes);
  share.merge(other.share);
  gained += other.gained;
}

void GambleTally::merge(const GambleTally& other) {
  merge_both(pay, other.pay);
  merge_both(layoffs, other.layoffs);
}

void UnitTally::merge(const UnitTally& other) {
  add_both(package_yes, other.package_yes);
  add_both(contract_yes, other.contract_yes);
  add_both(protected_from_layoff, other.protected_from_layoff);
  package_share.merge(other.package_share);
  contract_share.merge(other.contract_share);
  merge_both(notices, other.notices);
  merge_both(separated, other.separated);
  merge_both(recalled, other.recalled);
  merge_both(layoffs, other.layoffs);
  merge_both(pay, other.pay);
  take_part.merge(other.take_part);
  stay_out.merge(other.stay_out);
  gained += other.gained;
}

void InfluenceTally::merge(const InfluenceTally& other) {
  sum += other.sum;
  sum_ratified += other.sum_ratified;
}

void RoundTally::merge(const RoundTally& other) {
  held += other.held;
  ratified += other.ratified;
  last += other.last;
  notices.merge(other.notices);
  separated.merge(other.separated);
  recalled.merge(other.recalled);
  rescinded.merge(other.rescinded);
}

Tally::Tally(const Model& model)
    : failures(
          std::size_t{1} << std::min<std::size_t>(model.rule.conditions.size(), most_conditions)),
      conditions(model.rule.conditions.size()),
      unions(model.unions.size()),
      units(model.units.size()),
      inputs(model.inputs.size()),
      shared(1 + model.unions.size()),
      calendar(model),
      rounds(model.rounds.empty() ? 0 : 1 + model.rounds.size()) {
  for (const Measure& measure : measures_of(model)) {
    measures.push_back(distribution(measure.greatest));
  }
  for (std::size_t u = 0; u < unions.size(); ++u) {
    if (model.unions[u].units.size() > 1) unions[u].share = distribution(whole_share, share_bins);
  }
  for (UnitTally& unit : units) {
    unit.package_share = unit.contract_share = distribution(whole_share, share_bins);
  }
}

void Tally::add(const Model& model, Batch& batch, bool influence) {
  const int n = batch.size;
  const std::int32_t* ratified = batch.ratified.data();

  // The headline: ratified or not, and what the ballots taken together said.
  MeasureColumns values(n, static_cast<Eigen::Index>(measures.size()));
  measure(model, batch, values);
  const Eigen::Index yes_share = 3;
  const std::int64_t* share = values.col(yes_share).data();
  std::int64_t ratifications = 0, majorities = 0, both = 0;
  for (int i = 0; i < n; ++i) {
    const std::int64_t majority = share[i] > whole_share / 2;
    ratifications += ratified[i];
    majorities += majority;
    both += majority & ratified[i];
  }
  votes[0] += n - ratifications;
  votes[1] += ratifications;
  rejected_despite_majority += majorities - both;
  ratified_without_majority += ratifications - both;
  add_measures(measures, batch, values);

  if (!rounds.empty()) {
    add_rounds(model, batch, rounds);
    ratified_ever += batch.process.ratified.head(n).cast<std::int64_t>().sum();
  }

  if (model.has_surroundings()) {
    in_force += batch.in_force.head(n).cast<std::int64_t>().sum();
    refused_by_legislature += batch.refused_by_legislature.head(n).cast<std::int64_t>().sum();
    imposed += batch.imposed.head(n).cast<std::int64_t>().sum();
  }

  add_conditions(batch, failures, conditions);

  // Unions and units.
  Counts scratch(n);
  PayTally pay(model, batch);
  const bool unions_vary = !is_zero(model, model.shared.union_spread) ||
                           !is_zero(model, model.shared.turnout_union_spread);
  for (std::size_t u = 0; u < unions.size(); ++u) {
    const auto column = static_cast<Eigen::Index>(u);
    add_flags(unions[u].yes, batch, batch.votes.union_says.col(column).data());
    if (model.unions[u].units.size() > 1) {
      add_shares(unions[u].share, batch, batch.votes.union_package_yes.col(column).data(),
                 batch.votes.union_cast.col(column).data(), scratch);
    }
    if (unions_vary)
      add_influence(shared[1 + u], batch, batch.shared_normal.col(1 + column).data());
  }
  for (std::size_t u = 0; u < units.size(); ++u)
    add_unit(model, batch, static_cast<int>(u), scratch, pay, units[u]);

  calendar.add(batch);

  // What goes with ratification.
  add_influence(shared[0], batch, batch.shared_normal.col(0).data());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    add_influence(inputs[i], batch, batch.input_normal.col(static_cast<Eigen::Index>(i)).data());
  }
  if (!influence) return;
  moved += n;
  for (std::size_t u = 0; u < unions.size(); ++u) {
    unions[u].gained += gained(model, batch, model.unions[u].units);
  }
  for (std::size_t u = 0; u < units.size(); ++u) {
    units[u].gained += gained(model, batch, {static_cast<int>(u)});
  }
}

void Tally::merge(const Tally& other) {
  add_both(votes, other.votes);
  rejected_despite_majority += other.rejected_despite_majority;
  ratified_without_majority += other.ratified_without_majority;
  for (std::size_t set = 0; set < failures.size(); ++set) failures[set] += other.failures[set];
  merge_all(conditions, other.conditions);
  merge_all(measures, other.measures);
  merge_all(unions, other.unions);
  merge_all(units, other.units);
  moved += other.moved;
  merge_all(inputs, other.inputs);
  merge_all(shared, other.shared);
  calendar.merge(other.calendar);
  merge_all(rounds, other.rounds);
  ratified_ever += other.ratified_ever;
  in_force += other.in_force;
  refused_by_legislature += other.refused_by_legislature;
  imposed += other.imposed;
}

}  // namespace ayes
