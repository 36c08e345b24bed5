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

void draw(UnitBallots& ballots, int slot, Column& uniform) {
  Batch& batch = ballots.batch;
  batch.kernels->uniforms(batch.seed, ballots.unit.vote_stream, batch.first, slot, batch.size,
                          uniform.data());
}

// Package yes is a binomial count of the ballots cast.
void count_package(UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  batch.kernels->normal_cdfs(batch.size, batch.package_opinion.data(), batch.share.data());
  draw(ballots, slot::package, batch.uniform);
  batch.kernels->counts(batch.size, ballots.cast, batch.share.data(), batch.uniform.data(),
                        ballots.package);
}

double limited(double share) { return share < 0 ? 0 : share > 1 ? 1 : share; }

// Two questions answered by the same voters: contract yes among those who said yes to the package,
// and among those who said no.
void count(const SeparateBallot&, const Model& model, UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  const int n = batch.size;
  count_package(ballots);
  const double* package = batch.share.data();
  double* contract = batch.second_share.data();
  double* joint = batch.joint_share.data();
  batch.kernels->normal_cdfs(n, batch.contract_opinion.data(), contract);
  batch.kernels->bivariate_normal_cdfs(n, batch.package_opinion.data(),
                                       batch.contract_opinion.data(),
                                       batch.shared.col(model.shared.same_voter).data(), joint);
  for (int i = 0; i < n; ++i) {
    const double among_yes = package[i] > 0 ? joint[i] / package[i] : 0;
    const double among_no = package[i] < 1 ? (contract[i] - joint[i]) / (1 - package[i]) : 0;
    joint[i] = limited(among_yes);
    contract[i] = limited(among_no);
  }
  Counts among_no(n), refused(n);
  refused =
      Eigen::Map<const Counts>(ballots.cast, n) - Eigen::Map<const Counts>(ballots.package, n);
  draw(ballots, slot::contract_among_yes, batch.uniform);
  batch.kernels->counts(n, ballots.package, joint, batch.uniform.data(), ballots.contract);
  draw(ballots, slot::contract_among_no, batch.uniform);
  batch.kernels->counts(n, refused.data(), contract, batch.uniform.data(), among_no.data());
  Eigen::Map<Counts>(ballots.contract, n) += among_no;
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
  draw(ballots, slot::package, batch.uniform);
  batch.kernels->counts(batch.size, ballots.cast, batch.share.data(), batch.uniform.data(),
                        ballots.package);
  std::copy(ballots.package, ballots.package + batch.size, ballots.contract);
}

void count(const PackageOnlyBallot&, const Model&, UnitBallots& ballots) {
  count_package(ballots);
  std::fill(ballots.contract, ballots.contract + ballots.batch.size, 0);
}

}  // namespace

void count_ballots(const Model& model, int index, Batch& batch) {
  const Unit& unit = model.units[static_cast<std::size_t>(index)];
  const int n = batch.size;
  UnitBallots ballots{unit, batch, batch.votes.cast.col(index).data(),
                      batch.votes.package_yes.col(index).data(),
                      batch.votes.contract_yes.col(index).data()};

  // How many vote: an exact binomial count of those eligible.
  const auto eligible = static_cast<std::int32_t>(unit.eligible);
  std::fill(ballots.package, ballots.package + n, eligible);
  batch.kernels->normal_cdfs(n, batch.turnout_opinion.data(), batch.share.data());
  draw(ballots, slot::cast, batch.uniform);
  batch.kernels->counts(n, ballots.package, batch.share.data(), batch.uniform.data(), ballots.cast);
  batch.votes.returned.col(index).head(n) = batch.votes.cast.col(index).head(n);

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
      if (unit.votes_on_contract()) ballots.contract[i] += unreturned;
    }
    ballots.cast[i] = eligible;
  }
}

}  // namespace ayes
