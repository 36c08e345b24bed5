#include "sim/measures.h"

#include "models/numerics/elementary.h"

namespace ayes {
namespace {

constexpr double millionth = 1e-6;
constexpr double thousand_dollars = 1000;

// Greatest value an uncertain sum of money is given room for, in thousands of dollars; the
// histogram's last bin holds what lies above.
std::int64_t greatest_saving(const Model& model) {
  double greatest = 1;
  const auto fixed = [&](SharedColumn column) {
    const Input& input = model.inputs[static_cast<std::size_t>(column)];
    if (const auto* constant = std::get_if<input::Constant>(&input.source)) return constant->value;
    if (const auto* law = std::get_if<input::Normal>(&input.source)) return law->mean + 6 * law->sd;
    if (const auto* law = std::get_if<input::LogNormal>(&input.source)) {
      return numerics::exp(law->mean + 4 * law->sd);
    }
    if (const auto* law = std::get_if<input::Tabulated>(&input.source))
      return law->curve.evaluate(8.3);
    return std::get<input::Discrete>(input.source).values.back();
  };
  greatest += fixed(model.savings->package) + fixed(model.savings->contracts);
  greatest += fixed(model.savings->per_layoff) * static_cast<double>(model.employees);
  return static_cast<std::int64_t>(greatest / thousand_dollars) + 1;
}

// Fills shares in whole millionths, halves rounded up; no_value of nothing. All is below 2^31. The
// quotient lies within 2^20, where half a unit of a double's last place is 2^-34, and it is a whole
// number or at least 2^-31 below the next: so its whole part is that of the exact quotient.
void fill_shares(int n, const std::int32_t* part, const std::int32_t* whole, std::int64_t* out) {
  constexpr int most = 256;
  std::int32_t share[most];
  for (int start = 0; start < n; start += most) {
    const int count = std::min(most, n - start);
    for (int i = 0; i < count; ++i) {
      const std::int32_t all = whole[start + i];
      const double top = part[start + i] * 1e6 + (all >> 1);
      share[i] = static_cast<std::int32_t>(top / (all + (all == 0)));
    }
    for (int i = 0; i < count; ++i) out[start + i] = whole[start + i] == 0 ? no_value : share[i];
  }
}

}  // namespace

std::vector<Measure> measures_of(const Model& model) {
  const auto unions = static_cast<std::int64_t>(model.unions.size());
  const auto units = static_cast<std::int64_t>(model.units.size());
  std::vector<Measure> measures = {
      {"unions_yes", "unions", 1, unions},
      {"units_yes", "units", 1, units},
      {"members_of_yes_unions", "members", 1, model.members},
      {"yes_ballots_share", "share", millionth, 1'000'000},
      {"turnout", "share", millionth, 1'000'000},
      {"units_outside", "units", 1, units},
      {"raises_kept", "members", 1, model.members},
  };
  if (model.layoffs) {
    for (const char* name : {"notices", "separated", "recalled", "layoffs"}) {
      measures.push_back({name, "jobs", 1, model.employees});
    }
    if (!model.rounds.empty()) measures.push_back({"rescinded", "jobs", 1, model.employees});
  }
  if (model.savings) {
    measures.push_back({"saved", "dollars", thousand_dollars, greatest_saving(model), false});
    measures.push_back(
        {"saved_claimed", "dollars", thousand_dollars, greatest_saving(model), false});
  }
  if (model.gate) measures.push_back({"in_force", "share", 1, 1});
  return measures;
}

void measure(const Model& model, const Batch& batch, MeasureColumns& columns) {
  const int n = batch.size;
  const Votes& votes = batch.votes;
  enum { unions_yes, units_yes, members, yes_share, turnout, outside, kept, first_optional };

  const kernels::Kernels& kernels = *batch.kernels;
  const auto add = [&](const std::int32_t* counts, Counts& sum) {
    kernels.add_counts(n, counts, sum.data());
  };

  // Heads and bodies: sums stay below 2^31, since all people together do.
  Counts unions_for = Counts::Zero(n), members_for = unions_for;
  for (Eigen::Index u = 0; u < static_cast<Eigen::Index>(model.unions.size()); ++u) {
    const auto heads = static_cast<std::int32_t>(model.unions[static_cast<std::size_t>(u)].members);
    const std::int32_t* says = votes.union_says.col(u).data();
    add(says, unions_for);
    kernels.add_weights(n, heads, says, members_for.data());
  }
  // Ballots of a unit count though its union waits for another unit and casts no vote.
  Counts cast = Counts::Zero(n), yes = cast, returned = cast, units_for = cast, outsiders = cast,
         keepers = Counts::Constant(n, static_cast<std::int32_t>(model.members));
  for (Eigen::Index u = 0; u < static_cast<Eigen::Index>(model.units.size()); ++u) {
    const auto heads = static_cast<std::int32_t>(model.units[static_cast<std::size_t>(u)].members);
    add(votes.cast.col(u).data(), cast);
    add(votes.package_yes.col(u).data(), yes);
    add(votes.returned.col(u).data(), returned);
    add(votes.unit_says_package.col(u).data(), units_for);
    const std::int32_t* package = batch.package_in_force.col(u).data();
    const std::int32_t* contract = batch.contract_in_force.col(u).data();
    for (int i = 0; i < n; ++i) outsiders[i] += package[i] & (1 - contract[i]);
    kernels.add_weights(n, -heads, contract, keepers.data());
  }
  if (!model.rounds.empty()) {
    outsiders = batch.process.units_outside.head(n);
    keepers = batch.process.members_with_old_raises.head(n);
  }
  columns.col(unions_yes).head(n) = unions_for.cast<std::int64_t>();
  columns.col(units_yes).head(n) = units_for.cast<std::int64_t>();
  columns.col(members).head(n) = members_for.cast<std::int64_t>();
  columns.col(outside).head(n) = outsiders.cast<std::int64_t>();
  columns.col(kept).head(n) = keepers.cast<std::int64_t>();
  const Counts eligible = Counts::Constant(n, static_cast<std::int32_t>(model.eligible));
  fill_shares(n, yes.data(), cast.data(), columns.col(yes_share).data());
  fill_shares(n, returned.data(), eligible.data(), columns.col(turnout).data());
  Eigen::Index next = first_optional;
  if (model.layoffs) {
    columns.col(next).head(n) = batch.all_notices.head(n).cast<std::int64_t>();
    columns.col(next + 1).head(n) = batch.all_separated.head(n).cast<std::int64_t>();
    columns.col(next + 2).head(n) = batch.all_recalled.head(n).cast<std::int64_t>();
    columns.col(next + 3).head(n) = columns.col(next + 1).head(n) - columns.col(next + 2).head(n);
    next += 4;
    if (!model.rounds.empty())
      columns.col(next++).head(n) = batch.all_rescinded.head(n).cast<std::int64_t>();
  }
  if (model.savings) {
    for (int i = 0; i < n; ++i) {
      columns(i, next) = static_cast<std::int64_t>(batch.saved[i] / thousand_dollars + 0.5);
      columns(i, next + 1) =
          static_cast<std::int64_t>(batch.saved_claimed[i] / thousand_dollars + 0.5);
    }
    next += 2;
  }
  if (model.gate) {
    for (int i = 0; i < n; ++i) columns(i, next) = batch.ratified[i] & batch.gate_open[i];
  }
}

}  // namespace ayes
