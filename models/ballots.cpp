#include "models/ballots.h"

#include "models/stream.h"

#include <algorithm>

namespace ayes {
namespace {

struct UnitBallots {
  const Unit& unit;
  Batch& batch;
  std::int32_t* cast;
  std::int32_t* package;
  std::int32_t* contract;
};

// Counts the ballots that say yes to the package, or to one question about both, given their share
// and the uniform of the count.
void count_first(UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  batch.kernels->counts(batch.size, ballots.cast, batch.share.data(), batch.second_uniform.data(),
                        ballots.package);
}

// Package yes is a binomial count of the ballots cast.
void count_package(UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  if (!ballots.unit.share_is_as_before)
    batch.kernels->normal_cdfs(batch.size, batch.package_opinion.data(), batch.share.data());
  count_first(ballots);
}

double limited(double share) {
  const double above = share > 0 ? share : 0;
  return above < 1 ? above : 1;
}

// The share that says yes to both questions, of one voter's two opinions.
void joint_shares(const Model& model, Batch& batch) {
  const double* package = batch.package_opinion.data();
  const double* contract = batch.contract_opinion.data();
  double* joint = batch.joint_share.data();
  if (model.same_voter_sum) {
    batch.kernels->plackett_sums(model.same_voter_sum->kernel(), batch.size, package, contract,
                                 batch.share.data(), batch.second_share.data(), joint);
  } else {
    batch.kernels->bivariate_normal_cdfs(batch.size, package, contract,
                                         batch.shared.col(model.shared.same_voter).data(), joint);
  }
}

// Two questions answered by the same voters: contract yes among those who said yes to the package,
// and among those who said no.
void count(const SeparateBallot&, const Model& model, UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  const int n = batch.size;
  count_package(ballots);
  if (!ballots.contract) return;
  const double* package = batch.share.data();
  double* contract = batch.second_share.data();
  double* joint = batch.joint_share.data();
  batch.kernels->normal_cdfs(n, batch.contract_opinion.data(), contract);
  joint_shares(model, batch);
  for (int i = 0; i < n; ++i) {
    const double yes = package[i] > 0 ? package[i] : 1;
    const double no = package[i] < 1 ? 1 - package[i] : 1;
    const double among_yes = joint[i] / yes;
    const double among_no = (contract[i] - joint[i]) / no;
    joint[i] = package[i] > 0 ? limited(among_yes) : 0;
    contract[i] = package[i] < 1 ? limited(among_no) : 0;
  }

  std::int32_t* refused = batch.refused.data();
  for (int i = 0; i < n; ++i) refused[i] = ballots.cast[i] - ballots.package[i];
  batch.kernels->uniform_pairs(batch.seed, ballots.unit.vote_stream, batch.first,
                               slot::contract_among_yes / 2, n, batch.uniform.data(),
                               batch.second_uniform.data());
  batch.kernels->counts(n, ballots.package, joint, batch.uniform.data(), ballots.contract);
  batch.kernels->counts(n, refused, contract, batch.second_uniform.data(),
                        batch.among_refused.data());
  for (int i = 0; i < n; ++i) ballots.contract[i] += batch.among_refused[i];
}

// The share that says yes to one question about both.
void bundled_share(const BundledBallot& ballot, const Model& model, Batch& batch) {
  const int n = batch.size;
  const double* p = batch.package_opinion.data();
  const double* c = batch.contract_opinion.data();
  const double* r = batch.shared.col(model.shared.same_voter).data();
  const double* w = batch.shared.col(ballot.weight).data();
  const double* penalty = batch.shared.col(ballot.penalty).data();
  double* a = batch.second_share.data();
  double* b = batch.joint_share.data();
  double* share = batch.share.data();
  if (ballot.yes_if == BundledYesIf::balance) {
    for (int i = 0; i < n; ++i) {
      const double mean = w[i] * p[i] + (1 - w[i]) * c[i] - penalty[i];
      const double square = w[i] * w[i] + (1 - w[i]) * (1 - w[i]) + 2 * w[i] * (1 - w[i]) * r[i];
      const double certain = mean > 0 ? 1e12 : mean < 0 ? -1e12 : 0;
      a[i] = square > 1e-24 ? mean / __builtin_sqrt(square) : certain;
    }
    batch.kernels->normal_cdfs(n, a, share);
    return;
  }
  const double sign = ballot.yes_if == BundledYesIf::both ? 1 : -1;
  for (int i = 0; i < n; ++i) {
    a[i] = sign * (p[i] - penalty[i]);
    b[i] = sign * (c[i] - penalty[i]);
  }
  batch.kernels->bivariate_normal_cdfs(n, a, b, r, share);
  if (ballot.yes_if == BundledYesIf::either) {
    for (int i = 0; i < n; ++i) share[i] = 1 - share[i];
  }
}

void count(const BundledBallot& ballot, const Model& model, UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  bundled_share(ballot, model, batch);
  count_first(ballots);
  if (ballots.contract) std::copy(ballots.package, ballots.package + batch.size, ballots.contract);
}

void count(const PackageOnlyBallot&, const Model&, UnitBallots& ballots) {
  count_package(ballots);
  if (ballots.contract) std::fill(ballots.contract, ballots.contract + ballots.batch.size, 0);
}

}  // namespace

void count_ballots(const Model& model, int index, Batch& batch, Questions questions) {
  const Unit& unit = model.units[static_cast<std::size_t>(index)];
  const int n = batch.size;
  const bool both = questions == Questions::both;
  UnitBallots ballots{unit, batch, batch.votes.cast.col(index).data(),
                      batch.votes.package_yes.col(index).data(),
                      both ? batch.votes.contract_yes.col(index).data() : nullptr};

  // How many vote: an exact binomial count of those eligible. Its uniform and that of the first
  // question come from one block of draws.
  const auto eligible = static_cast<std::int32_t>(unit.eligible);
  if (unit.turnout_is_certain()) {
    std::fill(ballots.cast, ballots.cast + n, unit.turnout.constant > 0 ? eligible : 0);
    batch.kernels->uniforms(batch.seed, unit.vote_stream, batch.first, slot::package, n,
                            batch.second_uniform.data());
  } else {
    std::fill(ballots.package, ballots.package + n, eligible);
    batch.kernels->normal_cdfs(n, batch.turnout_opinion.data(), batch.share.data());
    batch.kernels->uniform_pairs(batch.seed, unit.vote_stream, batch.first, slot::cast / 2, n,
                                 batch.uniform.data(), batch.second_uniform.data());
    batch.kernels->counts(n, ballots.package, batch.share.data(), batch.uniform.data(),
                          ballots.cast);
  }
  std::copy(ballots.cast, ballots.cast + n, batch.votes.returned.col(index).data());

  // What they say.
  if (unit.outside) {
    count(PackageOnlyBallot{}, model, ballots);
  } else {
    std::visit([&](const auto& ballot) { count(ballot, model, ballots); }, unit.ballot);
  }

  // Ballots that were not returned count as nothing, as yes or as no.
  if (unit.unreturned == Unreturned::not_counted) return;
  for (int i = 0; i < n; ++i) {
    const std::int32_t unreturned = eligible - ballots.cast[i];
    if (unit.unreturned == Unreturned::yes) {
      ballots.package[i] += unreturned;
      if (both && unit.votes_on_contract()) ballots.contract[i] += unreturned;
    }
    ballots.cast[i] = eligible;
  }
}

}  // namespace ayes
