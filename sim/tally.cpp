#include "sim/tally.h"

#include "models/decision.h"

namespace ayes {
namespace {

constexpr std::int64_t whole_share = 1'000'000;
constexpr std::int64_t share_bins = 512;
constexpr double normal_unit = 1 << 20;

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

void add_value(Distribution& into, std::size_t result, std::int64_t value) {
  into.moments[result].add(value);
  into.histogram[result].add(value);
}

// Shares of yes among ballots cast; replications without a ballot have none.
void add_shares(Distribution& into, const std::int32_t* yes, const std::int32_t* cast,
                const std::int32_t* ratified, int n) {
  for (int i = 0; i < n; ++i) {
    if (cast[i] == 0) continue;
    const double share = static_cast<double>(yes[i]) / cast[i];
    add_value(into, static_cast<std::size_t>(ratified[i]),
              static_cast<std::int64_t>(share * whole_share + 0.5));
  }
}

void add_flags(ByResult<std::int64_t>& into, const std::int32_t* flag, const std::int32_t* ratified,
               int n) {
  std::int64_t all = 0, with_ratified = 0;
  for (int i = 0; i < n; ++i) {
    all += flag[i];
    with_ratified += flag[i] & ratified[i];
  }
  into[1] += with_ratified;
  into[0] += all - with_ratified;
}

void add_counts(ByResult<Moments>& into, const std::int32_t* count, const std::int32_t* ratified,
                int n) {
  for (int i = 0; i < n; ++i) into[static_cast<std::size_t>(ratified[i])].add(count[i]);
}

void add_cents(ByResult<Moments>& into, const double* dollars, const std::int32_t* ratified,
               int n) {
  for (int i = 0; i < n; ++i) {
    into[static_cast<std::size_t>(ratified[i])].add(
        static_cast<std::int64_t>(dollars[i] * 100 + 0.5));
  }
}

void add_influence(InfluenceTally& into, const double* z, const std::int32_t* ratified, int n) {
  for (int i = 0; i < n; ++i) {
    const auto value = static_cast<std::int64_t>(z[i] * normal_unit);
    into.sum += value;
    into.sum_ratified += ratified[i] ? value : 0;
  }
}

void add_unit(const Model& model, const Batch& batch, int u, UnitTally& tally) {
  const int n = batch.size;
  const std::int32_t* ratified = batch.ratified.data();
  const Votes& votes = batch.votes;
  add_flags(tally.package_yes, votes.unit_says_package.col(u).data(), ratified, n);
  add_shares(tally.package_share, votes.package_yes.col(u).data(), votes.cast.col(u).data(),
             ratified, n);
  if (model.units[static_cast<std::size_t>(u)].votes_on_contract()) {
    add_flags(tally.contract_yes, votes.unit_says_contract.col(u).data(), ratified, n);
    add_shares(tally.contract_share, votes.contract_yes.col(u).data(), votes.cast.col(u).data(),
               ratified, n);
  }
  add_flags(tally.protected_from_layoff, batch.contract_in_force.col(u).data(), ratified, n);
  if (model.layoffs) {
    const Counts layoffs = batch.separated.col(u) - batch.recalled.col(u);
    add_counts(tally.notices, batch.notices.col(u).data(), ratified, n);
    add_counts(tally.separated, batch.separated.col(u).data(), ratified, n);
    add_counts(tally.recalled, batch.recalled.col(u).data(), ratified, n);
    add_counts(tally.layoffs, layoffs.data(), ratified, n);
    add_counts(tally.take_part.layoffs, batch.layoffs_taking_part.col(u).data(), ratified, n);
    add_counts(tally.stay_out.layoffs, batch.layoffs_staying_out.col(u).data(), ratified, n);
  }
  if (model.has_pay) {
    add_cents(tally.pay, batch.pay.col(u).data(), ratified, n);
    add_cents(tally.take_part.pay, batch.pay_taking_part.col(u).data(), ratified, n);
    add_cents(tally.stay_out.pay, batch.pay_staying_out.col(u).data(), ratified, n);
  }
}

// Votes that five points more in these units would have turned.
std::int64_t gained(const Model& model, Batch& batch, const std::vector<int>& units) {
  const Counts moved = ratified_if_moved(model, batch.votes, batch.size, units, moved_points);
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

Tally::Tally(const Model& model)
    : failures(
          std::size_t{1} << std::min<std::size_t>(model.rule.conditions.size(), most_conditions)),
      conditions(model.rule.conditions.size()),
      unions(model.unions.size()),
      units(model.units.size()),
      inputs(model.inputs.size()),
      shared(1 + model.unions.size()) {
  for (const Measure& measure : measures_of(model))
    measures.push_back(distribution(measure.greatest));
  for (UnionTally& body : unions) body.share = distribution(whole_share, share_bins);
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
  for (int i = 0; i < n; ++i) {
    ++votes[static_cast<std::size_t>(ratified[i])];
    const bool majority = values(i, yes_share) > whole_share / 2;
    rejected_despite_majority += !ratified[i] && majority;
    ratified_without_majority += ratified[i] && !majority;
  }
  for (std::size_t m = 0; m < measures.size(); ++m) {
    const std::int64_t* column = values.col(static_cast<Eigen::Index>(m)).data();
    for (int i = 0; i < n; ++i) {
      if (column[i] != no_value)
        add_value(measures[m], static_cast<std::size_t>(ratified[i]), column[i]);
    }
  }

  // Which conditions failed, together and alone.
  for (int i = 0; i < n; ++i) {
    std::size_t failed = 0;
    int failed_conditions = 0, last = 0;
    for (std::size_t c = 0; c < conditions.size(); ++c) {
      const bool met = batch.conditions(i, static_cast<Eigen::Index>(c));
      conditions[c].met += met;
      conditions[c].margin.add(batch.margins(i, static_cast<Eigen::Index>(c)));
      if (met) continue;
      if (c < most_conditions) failed |= std::size_t{1} << c;
      ++failed_conditions;
      last = static_cast<int>(c);
    }
    if (ratified[i]) continue;
    ++failures[failed];
    if (failed_conditions == 1) ++conditions[static_cast<std::size_t>(last)].failed_alone;
  }

  // Unions and units.
  for (std::size_t u = 0; u < unions.size(); ++u) {
    const auto column = static_cast<Eigen::Index>(u);
    add_flags(unions[u].yes, batch.votes.union_says.col(column).data(), ratified, n);
    add_shares(unions[u].share, batch.votes.union_package_yes.col(column).data(),
               batch.votes.union_cast.col(column).data(), ratified, n);
    add_influence(shared[1 + u], batch.shared_normal.col(1 + column).data(), ratified, n);
  }
  for (std::size_t u = 0; u < units.size(); ++u)
    add_unit(model, batch, static_cast<int>(u), units[u]);

  // What goes with ratification.
  add_influence(shared[0], batch.shared_normal.col(0).data(), ratified, n);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    add_influence(inputs[i], batch.input_normal.col(static_cast<Eigen::Index>(i)).data(), ratified,
                  n);
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
}

}  // namespace ayes
