#include "sim/explain/close_votes.h"

#include "models/decision.h"

namespace ayes {
namespace {

constexpr std::size_t most_bodies = 64;

std::int64_t differing(const Counts& turned, const Batch& batch) {
  return (turned != batch.ratified.head(batch.size)).cast<std::int64_t>().sum();
}

}  // namespace

void CloseVotes::add(const Model& model, const power::Game& game, Batch& batch) {
  const int n = batch.size;
  votes += n;
  for (std::size_t u = 0; u < union_decides.size(); ++u) {
    union_decides[u] += differing(ratified_if_union_turned(model, batch.votes, batch.ratified, n,
                                                           static_cast<int>(u), batch.rules),
                                  batch);
  }
  for (std::size_t u = 0; u < units.size(); ++u) {
    const auto with = [&](OtherVote other) {
      return ratified_if(model, batch.votes, batch.ratified, n, {static_cast<int>(u)}, other,
                         batch.rules);
    };
    units[u].decides += differing(with({OtherVote::How::turned}), batch);
    const Counts persuaded = with({OtherVote::How::ballots, persuaded_voters});
    units[u].gained += (persuaded - batch.ratified.head(n)).cast<std::int64_t>().sum();
  }

  for (int i = 0; i < n; ++i) {
    if (batch.ratified[i]) continue;
    ++rejected;
    if (!game.why_not.empty() || game.players.size() > most_bodies) continue;
    std::uint64_t noes = 0;
    for (std::size_t p = 0; p < game.players.size(); ++p) {
      const power::Player& player = game.players[p];
      const CountColumns& says =
          player.is_union ? batch.votes.union_says : batch.votes.unit_says_package;
      if (!says(i, player.body)) noes |= std::uint64_t{1} << p;
    }
    ++refusals[noes];
  }
}

void CloseVotes::merge(const CloseVotes& other) {
  votes += other.votes;
  rejected += other.rejected;
  for (std::size_t u = 0; u < union_decides.size(); ++u) union_decides[u] += other.union_decides[u];
  for (std::size_t u = 0; u < units.size(); ++u) {
    units[u].decides += other.units[u].decides;
    units[u].gained += other.units[u].gained;
  }
  for (const auto& [noes, count] : other.refusals) refusals[noes] += count;
}

}  // namespace ayes
