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

// Counts the ballots that say yes to the package, or to one question about both: a binomial count
// of the ballots cast, of the share behind an opinion.
void count_first(UnitBallots& ballots, const Column& opinion) {
  Batch& batch = ballots.batch;
  batch.kernels->counts_of_opinions(batch.size, ballots.cast, opinion.data(),
                                    batch.second_uniform.data(), ballots.package);
}

// Contract yes among package yes and among package no, when the correlation of a voter's two
// opinions is uncertain or near 1.
void count_contract_at_each_correlation(const Model& model, UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  const int n = batch.size;
  const double* package = batch.package_opinion.data();
  const double* contract = batch.contract_opinion.data();
  double* share = batch.share.data();
  double* second = batch.second_share.data();
  double* joint = batch.joint_share.data();
  batch.kernels->normal_cdfs(n, package, share);
  batch.kernels->normal_cdfs(n, contract, second);
  batch.kernels->bivariate_normal_cdfs(n, package, contract,
                                       batch.shared.col(model.shared.same_voter).data(), joint);
  batch.kernels->conditional_shares(n, share, second, joint, joint, second);
  std::int32_t* refused = batch.refused.data();
  for (int i = 0; i < n; ++i) refused[i] = ballots.cast[i] - ballots.package[i];
  batch.kernels->counts(n, ballots.package, joint, batch.uniform.data(), ballots.contract);
  batch.kernels->counts(n, refused, second, batch.second_uniform.data(),
                        batch.among_refused.data());
  for (int i = 0; i < n; ++i) ballots.contract[i] += batch.among_refused[i];
}

// Two questions answered by the same voters: contract yes among those who said yes to the package,
// and among those who said no.
void count(const SeparateBallot&, const Model& model, UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  count_first(ballots, batch.package_opinion);
  if (!ballots.contract) return;
  batch.kernels->uniform_pairs(batch.seed, ballots.unit.ballot_stream, batch.first,
                               slot::contract_among_yes / 2, batch.size, batch.uniform.data(),
                               batch.second_uniform.data());
  if (!model.same_voter_sum) {
    count_contract_at_each_correlation(model, ballots);
    return;
  }
  batch.kernels->contract_counts(model.same_voter_sum->kernel(), batch.size, ballots.cast,
                                 ballots.package, batch.package_opinion.data(),
                                 batch.contract_opinion.data(), batch.uniform.data(),
                                 batch.second_uniform.data(), ballots.contract);
}

// The opinion whose share says yes to one question about both, by a balance of the two.
void balance_opinions(const BundledBallot& ballot, const Model& model, Batch& batch, double* out) {
  batch.kernels->balanced_opinions(
      {batch.shared.col(ballot.weight).data(), batch.shared.col(ballot.penalty).data(),
       batch.shared.col(model.shared.same_voter).data()},
      batch.size, batch.package_opinion.data(), batch.contract_opinion.data(), out);
}

// The share that says yes to one question about both when it takes content with each, or with one.
void joint_shares(const BundledBallot& ballot, const Model& model, Batch& batch) {
  const int n = batch.size;
  const double* p = batch.package_opinion.data();
  const double* c = batch.contract_opinion.data();
  const double* r = batch.shared.col(model.shared.same_voter).data();
  const double* penalty = batch.shared.col(ballot.penalty).data();
  double* a = batch.second_share.data();
  double* b = batch.joint_share.data();
  double* share = batch.share.data();
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
  if (ballot.yes_if == BundledYesIf::balance) {
    balance_opinions(ballot, model, batch, batch.second_share.data());
    count_first(ballots, batch.second_share);
  } else {
    joint_shares(ballot, model, batch);
    batch.kernels->counts(batch.size, ballots.cast, batch.share.data(), batch.second_uniform.data(),
                          ballots.package);
  }
  if (ballots.contract) std::copy(ballots.package, ballots.package + batch.size, ballots.contract);
}

void count(const PackageOnlyBallot&, const Model&, UnitBallots& ballots) {
  Batch& batch = ballots.batch;
  if (ballots.unit.share_is_common) {
    if (!ballots.unit.share_is_as_before || batch.given)
      batch.kernels->normal_cdfs(batch.size, batch.package_opinion.data(), batch.share.data());
    batch.kernels->counts(batch.size, ballots.cast, batch.share.data(), batch.second_uniform.data(),
                          ballots.package);
  } else {
    count_first(ballots, batch.package_opinion);
  }
  if (ballots.contract) std::fill(ballots.contract, ballots.contract + batch.size, 0);
}

// Asks the two questions apart where the ballot was void: the same voters, the same uniforms.
void ask_apart(const Model& model, const Counts& flags, UnitBallots& ballots) {
  const int n = ballots.batch.size;
  const Counts package = Eigen::Map<const Counts>(ballots.package, n);
  count(SeparateBallot{}, model, ballots);
  for (int i = 0; i < n; ++i) {
    if (flags[i]) continue;
    ballots.package[i] = package[i];
    if (ballots.contract) ballots.contract[i] = package[i];
  }
}

// Lets the ballots of a void vote count as no, or as none.
void void_ballots(const Counts& flags, Voided then, UnitBallots& ballots) {
  for (int i = 0; i < ballots.batch.size; ++i) {
    if (!flags[i]) continue;
    if (then == Voided::absent) ballots.cast[i] = 0;
    ballots.package[i] = 0;
    if (ballots.contract) ballots.contract[i] = 0;
  }
}

}  // namespace

Counts voided(const Unit& unit, Batch& batch) {
  const int n = batch.size;
  Column uniform(n);
  Counts flags(n);
  batch.kernels->uniforms(batch.seed, unit.challenge->stream, batch.first, 0, n, uniform.data());
  const double* chance = batch.shared.col(unit.challenge->chance).data();
  for (int i = 0; i < n; ++i) flags[i] = uniform[i] < chance[i];
  return flags;
}

void fill_bundled_shares(const Model& model, const BundledBallot& ballot, Batch& batch) {
  if (ballot.yes_if == BundledYesIf::balance) {
    balance_opinions(ballot, model, batch, batch.second_share.data());
    batch.kernels->normal_cdfs(batch.size, batch.second_share.data(), batch.share.data());
  } else {
    joint_shares(ballot, model, batch);
  }
}

void count_ballots(const Model& model, int index, Batch& batch, Questions questions) {
  count_ballots(model, model.units[static_cast<std::size_t>(index)], index, batch, questions);
}

void count_ballots(const Model& model, const Unit& unit, int index, Batch& batch,
                   Questions questions) {
  const int n = batch.size;
  const bool both = questions == Questions::both;
  UnitBallots ballots{unit, batch, batch.votes.cast.col(index).data(),
                      batch.votes.package_yes.col(index).data(),
                      both ? batch.votes.contract_yes.col(index).data() : nullptr};

  // Uniforms that are not left to chance.
  const auto take_given = [&](int draw, Column& uniform) {
    const double* given = batch.given ? batch.given->find(unit.ballot_stream, draw) : nullptr;
    if (given) batch.kernels->normal_cdfs(n, given, uniform.data());
  };

  // How many vote: an exact binomial count of those eligible. Its uniform and that of the first
  // question come from one block of draws.
  const auto eligible = static_cast<std::int32_t>(unit.eligible);
  if (unit.turnout_is_certain()) {
    std::fill(ballots.cast, ballots.cast + n, unit.turnout.constant > 0 ? eligible : 0);
    batch.kernels->uniforms(batch.seed, unit.ballot_stream, batch.first, slot::package, n,
                            batch.second_uniform.data());
    take_given(slot::package, batch.second_uniform);
  } else {
    std::fill(ballots.package, ballots.package + n, eligible);
    batch.kernels->uniform_pairs(batch.seed, unit.ballot_stream, batch.first, slot::cast / 2, n,
                                 batch.uniform.data(), batch.second_uniform.data());
    take_given(slot::cast, batch.uniform);
    take_given(slot::package, batch.second_uniform);
    batch.kernels->counts_of_opinions(n, ballots.package, batch.turnout_opinion.data(),
                                      batch.uniform.data(), ballots.cast);
  }
  std::copy(ballots.cast, ballots.cast + n, batch.votes.returned.col(index).data());

  // What they say.
  if (unit.outside) {
    count(PackageOnlyBallot{}, model, ballots);
  } else {
    std::visit([&](const auto& ballot) { count(ballot, model, ballots); }, unit.ballot);
  }

  // One ballot for both questions may be challenged: what it said is then void.
  const Counts flags = unit.challenge ? voided(unit, batch) : Counts();
  if (unit.challenge && unit.challenge->then == Voided::separate) ask_apart(model, flags, ballots);

  // Ballots that were not returned count as nothing, as yes or as no.
  for (int i = 0; unit.unreturned != Unreturned::not_counted && i < n; ++i) {
    const std::int32_t unreturned = eligible - ballots.cast[i];
    if (unit.unreturned == Unreturned::yes) {
      ballots.package[i] += unreturned;
      if (both && unit.votes_on_contract()) ballots.contract[i] += unreturned;
    }
    ballots.cast[i] = eligible;
  }
  if (unit.challenge && unit.challenge->then != Voided::separate)
    void_ballots(flags, unit.challenge->then, ballots);
}

}  // namespace ayes
