#include "sim/explain/explain.h"

#include "models/replication.h"
#include "sim/counted.h"
#include "sim/explain/blocking_sets.h"
#include "sim/explain/close_votes.h"
#include "sim/explain/tornado.h"
#include "sim/explain/vote_terms.h"
#include "sim/method.h"
#include "sim/parallel.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace ayes {
namespace {

// Votes of which it is asked whom they hung on: 65,536, or fewer where there are so many bodies
// that asking about each would take longer than the votes themselves.
std::int64_t votes_looked_at(const Model& model) {
  const auto unions = static_cast<std::int64_t>(model.unions.size());
  const auto bodies = static_cast<std::int64_t>(model.units.size()) + unions;
  return votes_a_block *
         std::clamp<std::int64_t>((std::int64_t{1} << 20) / (bodies * unions), 1, 16);
}

std::int64_t votes_a_time(const Plan& plan) {
  return std::clamp<std::int64_t>(plan.replications / 8, 1024, 65'536);
}

// Progress over parts that each count for themselves.
class Parts {
 public:
  Parts(const Execution& execution, std::int64_t votes) : execution_(execution), votes_(votes) {}

  // Returns an execution whose progress is that of the next part, so many of all votes.
  Execution next(std::int64_t votes) {
    Execution part = execution_;
    const std::int64_t before = before_;
    before_ += votes;
    if (execution_.progress) {
      part.progress = [this, before, votes](std::int64_t done, std::int64_t wanted) {
        const double share = static_cast<double>(done) / static_cast<double>(wanted);
        return execution_.progress(
            before + static_cast<std::int64_t>(share * static_cast<double>(votes)), votes_);
      };
    }
    return part;
  }

 private:
  const Execution& execution_;
  const std::int64_t votes_;
  std::int64_t before_ = 0;
};

struct Counted {
  Tally tally;
  CloseVotes close;
};

Counted count(const Model& model, const Plan& plan, const power::Game& game,
              const Execution& execution) {
  struct Worker {
    Batch batch;
    Counted counted;
  };
  const int capacity = execution.batch > 0 ? execution.batch : batch_size(model);
  const std::int64_t looked_at = votes_looked_at(model);
  Counted total{Tally(model), CloseVotes(model)};
  std::atomic<std::int64_t> done{0};
  for_blocks(
      execution.threads, (plan.replications + votes_a_block - 1) / votes_a_block,
      [&] {
        return Worker{Batch(model, plan.seed, capacity, *execution.kernels),
                      {Tally(model), CloseVotes(model)}};
      },
      [&](Worker& worker, std::int64_t number) {
        const std::int64_t first = number * votes_a_block;
        const std::int64_t last = std::min(plan.replications, first + votes_a_block);
        for (std::int64_t start = first; start < last; start += capacity) {
          worker.batch.first = start;
          worker.batch.size = static_cast<int>(std::min<std::int64_t>(capacity, last - start));
          simulate(model, worker.batch);
          worker.counted.tally.add(model, worker.batch, first < looked_at);
          if (first < looked_at) worker.counted.close.add(model, game, worker.batch);
        }
        const std::int64_t now = done += last - first;
        if (execution.progress && !execution.progress(now, plan.replications)) throw Interrupted{};
      },
      [&](const Worker& worker) {
        total.tally.merge(worker.counted.tally);
        total.close.merge(worker.counted.close);
      });
  return total;
}

void conclude_close_votes(const CloseVotes& close, double level, Explanation& explanation) {
  const auto n = static_cast<double>(close.votes);
  explanation.looked_at = close.votes;
  for (std::int64_t decides : close.union_decides)
    explanation.unions.push_back({chance_of(decides, close.votes, level), {}});
  for (const CloseVotes::OfUnit& unit : close.units) {
    const double gain = static_cast<double>(unit.gained) / n;
    const double size = gain < 0 ? -gain : gain;
    explanation.units.push_back({chance_of(unit.decides, close.votes, level),
                                 {gain, __builtin_sqrt(size * (1 - size) / n)}});
  }
}

constexpr std::array kinds = {KindOfSource::estimates, KindOfSource::swing, KindOfSource::groups,
                              KindOfSource::unions,    KindOfSource::units, KindOfSource::ballots,
                              KindOfSource::delays};

const char* name_of(KindOfSource kind) {
  switch (kind) {
    case KindOfSource::estimates:
      return "estimates";
    case KindOfSource::swing:
      return "swing";
    case KindOfSource::groups:
      return "groups";
    case KindOfSource::unions:
      return "unions";
    case KindOfSource::units:
      return "units";
    case KindOfSource::ballots:
      return "ballots";
    case KindOfSource::delays:
      return "delays";
  }
  return "";
}

SourcesOfChance sources(const Model& model, const std::vector<VoteTerm>& terms, const Plan& plan,
                        std::int64_t points, Parts& parts) {
  const sensitivity::Sampling sampling{points, plan.level};
  SourcesOfChance found;
  found.points = points;

  std::vector<sensitivity::TermGroup> groups, single;
  for (KindOfSource kind : kinds) {
    sensitivity::TermGroup group;
    for (std::size_t t = 0; t < terms.size(); ++t) {
      if (terms[t].kind == kind) group.push_back(static_cast<int>(t));
    }
    if (group.empty()) continue;
    groups.push_back(group);
    found.kinds.push_back({name_of(kind), kind == KindOfSource::estimates, {}});
  }
  const Execution for_kinds = parts.next(points * ((std::int64_t{1} << groups.size()) + 1));
  const auto of_kinds = shapley_effects(ratified_as_function(model, terms, plan, for_kinds), groups,
                                        sampling, for_kinds);
  for (std::size_t k = 0; k < of_kinds.size(); ++k) found.kinds[k].shares = of_kinds[k];

  for (std::size_t t = 0; t < terms.size(); ++t) single.push_back({static_cast<int>(t)});
  const Execution for_single = parts.next(points * static_cast<std::int64_t>(terms.size() + 2));
  const auto of_single = variance_shares(ratified_as_function(model, terms, plan, for_single),
                                         single, sampling, for_single);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    found.single.push_back({terms[t].name, terms[t].kind == KindOfSource::estimates, of_single[t]});
  }
  std::stable_sort(found.single.begin(), found.single.end(),
                   [](const SourceOfChance& a, const SourceOfChance& b) {
                     return a.shares.total.value > b.shares.total.value;
                   });
  return found;
}

// Blocking sets are of unions, where the rule is a game of theirs; else of whom it asks.
power::Game game_to_block(const Model& model) {
  power::Game of_unions = power::game_of(model, power::Players::unions);
  return of_unions.why_not.empty() ? std::move(of_unions)
                                   : power::game_of(model, power::Players::units);
}

}  // namespace

Explanation explain(const Model& model, const Plan& plan, const Execution& execution) {
  const std::vector<VoteTerm> terms = vote_terms(model);
  const std::int64_t a_time = votes_a_time(plan);
  const auto estimates = std::count_if(model.inputs.begin(), model.inputs.end(),
                                       [](const Input& input) { return !input.fixed(); });
  const std::int64_t for_tornado = a_time * (2 * estimates + 1);
  const std::int64_t for_sources =
      a_time * (static_cast<std::int64_t>(terms.size()) + 3 + (std::int64_t{1} << kinds.size()));
  Parts parts(execution, 2 * plan.replications + for_tornado + for_sources);

  const power::Game game = game_to_block(model);
  const Execution for_votes = parts.next(plan.replications);
  const Counted counted = count(model, plan, game, for_votes);
  Explanation explanation;
  explanation.result = conclude(model, plan, counted.tally);
  refine(model, plan, parts.next(plan.replications), explanation.result);
  explanation.power = power::voting_power(model);
  conclude_close_votes(counted.close, plan.level, explanation);
  explanation.blocking = blocking_sets(model, game, counted.close, plan.level);
  explanation.tornado = tornado(model, plan, a_time, parts.next(for_tornado));
  explanation.sources = sources(model, terms, plan, a_time, parts);
  return explanation;
}

}  // namespace ayes
