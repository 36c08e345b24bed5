#include "sim/run.h"

#include "models/replication.h"
#include "models/support.h"
#include "sim/draws.h"
#include "sim/method.h"
#include "sim/pace.h"
#include "sim/parallel.h"
#include "sim/part.h"
#include "sim/precision.h"

#include <algorithm>
#include <atomic>
#include <optional>

namespace ayes {
namespace {

constexpr int settings_drawn = 512;  // of the uncertain inputs

int batch_capacity(const Model& model, const Execution& execution) {
  return execution.batch > 0 ? execution.batch : batch_size(model);
}

std::int64_t votes_per_setting(const Plan& plan) {
  return std::clamp<std::int64_t>(plan.replications / 2048, 48, 1024);
}

bool has_estimates(const Model& model) {
  return std::any_of(model.inputs.begin(), model.inputs.end(),
                     [](const Input& input) { return !input.fixed(); });
}

// Replications in which the gain of 5 points is counted: 65,536, or fewer where there are so many
// bodies that asking each about each would take longer than the votes themselves.
std::int64_t moved_votes(const Model& model) {
  const auto unions = static_cast<std::int64_t>(model.unions.size());
  const auto bodies = static_cast<std::int64_t>(model.units.size()) + unions;
  return votes_a_block *
         std::clamp<std::int64_t>((std::int64_t{1} << 20) / (bodies * unions), 1, 16);
}

struct Worker {
  Batch batch;
  std::optional<Tally> tally;       // none until there is something to count
  std::vector<std::int64_t> draws;  // of a block, where they are asked for
};

// Votes counted by threads that keep what they have until it is collected.
class Count {
 public:
  Count(const Model& model, const Plan& plan, const Execution& execution, Pace& pace)
      : model_(model),
        execution_(execution),
        pace_(pace),
        capacity_(batch_capacity(model, execution)),
        moved_(moved_votes(model)),
        workers_([&model, &execution, seed = plan.seed, capacity = capacity_] {
          return Worker{Batch(model, seed, capacity, *execution.kernels), {}, {}};
        }) {}

  // Counts the votes of a range, in blocks that don't depend on where ranges begin or end. Tells
  // `enough` how many votes each block had; once it says so, or a rest is wanted, no block is
  // begun. Returns the end of the votes counted: all before it are.
  template <typename Enough>
  std::int64_t add(Range range, Enough&& enough) {
    turns_.start(range.first);
    const std::int64_t blocks = for_blocks_in_order(
        execution_.threads, range.first / votes_a_block,
        (range.last + votes_a_block - 1) / votes_a_block, workers_,
        [&](Worker& worker, std::int64_t number) {
          const std::int64_t first = std::max(number * votes_a_block, range.first);
          const std::int64_t last = std::min((number + 1) * votes_a_block, range.last);
          try {
            add_block(worker, {first, last});
          } catch (...) {
            turns_.give_up();
            throw;
          }
          const bool rest = pace_.add(last - first);
          return !enough(last - first) && !rest;
        });
    return std::min(blocks * votes_a_block, range.last);
  }

  // Returns the moments of what is watched over all votes not yet collected.
  Moments moments(const Watched& what) {
    Moments total;
    for (const Worker& worker : workers_) {
      if (worker.tally) total.merge(moments_of(what, *worker.tally));
    }
    return total;
  }

  // Adds all votes not yet collected to a tally.
  void collect(Tally& total) {
    for (Worker& worker : workers_) {
      if (worker.tally) total.merge(*worker.tally);
      worker.tally.reset();
    }
  }

 private:
  void add_block(Worker& worker, const Range& votes) {
    worker.draws.clear();
    if (!worker.tally) worker.tally.emplace(model_);
    for (std::int64_t start = votes.first; start < votes.last; start += capacity_) {
      worker.batch.first = start;
      worker.batch.size = static_cast<int>(std::min<std::int64_t>(capacity_, votes.last - start));
      simulate(model_, worker.batch);
      worker.tally->add(model_, worker.batch, votes.first < moved_);
      if (execution_.draws) add_draws(*execution_.draws, model_, worker.batch, worker.draws);
    }
    if (!execution_.draws) return;
    turns_.take(votes.first, votes.last, [&] { execution_.draws->take(worker.draws); });
  }

  const Model& model_;
  const Execution& execution_;
  Pace& pace_;
  Turns turns_;
  const int capacity_;
  const std::int64_t moved_;
  PerThread<Worker> workers_;
};

// Values of the uncertain inputs in each setting: the ones that replications 2^47, 2^47 + 1, ...
// draw, which no run of votes reaches.
Columns draw_settings(const Model& model, const Plan& plan, const Execution& execution) {
  Batch batch(model, plan.seed, settings_drawn, *execution.kernels);
  batch.first = std::int64_t{1} << 47;
  batch.size = settings_drawn;
  draw_inputs(model, batch);
  return batch.shared.leftCols(static_cast<Eigen::Index>(model.inputs.size()));
}

// Counts the votes ratified in the settings that are left.
void count_settings(const Model& model, const Plan& plan, const Execution& execution, Range& left,
                    SettingsTally& tally, const std::function<bool(std::int64_t)>& pause_after,
                    const std::function<void()>& pause) {
  const Columns inputs = draw_settings(model, plan, execution);
  const int capacity = batch_capacity(model, execution);
  PerThread<Batch> batches([&] { return Batch(model, plan.seed, capacity, *execution.kernels); });
  while (left.first < left.last) {
    left.first = for_blocks_in_order(
        execution.threads, left.first, left.last, batches, [&](Batch& batch, std::int64_t setting) {
          const Eigen::ArrayXd values = inputs.row(setting);
          give_inputs(model, batch, {values.data(), static_cast<std::size_t>(values.size())});
          std::int64_t& ratified = tally.ratified[static_cast<std::size_t>(setting)];
          for (std::int64_t start = 0; start < tally.votes_each; start += capacity) {
            // Draws of its own: on the same ones their noise would move all settings alike.
            batch.first = setting * tally.votes_each + start;
            batch.size =
                static_cast<int>(std::min<std::int64_t>(capacity, tally.votes_each - start));
            simulate_decision(model, batch);
            ratified += batch.ratified.head(batch.size).sum();
          }
          return !pause_after(tally.votes_each);
        });
    pause();
  }
}

// The range of P(ratified) that the settings tell.
Bounds range_of(const SettingsTally& tally) {
  // Frequencies spread more than the chances behind them; the mean binomial variance is taken off.
  std::vector<double> chances;
  double sum = 0, noise = 0, squares = 0;
  const auto n = static_cast<double>(tally.votes_each);
  for (std::int64_t count : tally.ratified) chances.push_back(static_cast<double>(count) / n);
  for (double chance : chances) {
    sum += chance;
    noise += chance * (1 - chance) / (n - 1);
  }
  const auto settings = static_cast<double>(chances.size());
  const double centre = sum / settings;
  for (double chance : chances) squares += (chance - centre) * (chance - centre);
  const double variance = squares / (settings - 1);
  const double kept = variance > 0 ? std::max(0.0, 1 - noise / settings / variance) : 0;
  std::sort(chances.begin(), chances.end());
  const auto quantile = [&](double level) {
    const double place = level * settings - 0.5;
    const auto below = static_cast<std::size_t>(place);
    const double value = chances[below] + (place - static_cast<double>(below)) *
                                              (chances[below + 1] - chances[below]);
    return std::clamp(centre + (value - centre) * __builtin_sqrt(kept), 0.0, 1.0);
  };
  return Bounds{quantile(0.1), quantile(0.9)};
}

std::int64_t votes_over_estimates(const Model& model, const Plan& plan) {
  return has_estimates(model) ? settings_drawn * votes_per_setting(plan) : 0;
}

std::int64_t votes_in_all(const Model& model, Plan plan, std::int64_t replications) {
  plan.replications = replications;
  return replications + votes_over_estimates(model, plan);
}

// Whether time is up: whether what was done since `first`, and what is then left to do, take all of
// it at the pace so far.
class TimeUp {
 public:
  TimeUp(const Model& model, const Plan& plan, const Execution& execution, std::int64_t first)
      : model_(model), plan_(plan), time_spent_(execution.time_spent), first_(first) {}

  bool operator()(std::int64_t votes) {
    const std::int64_t done = done_ += votes;
    if (time_spent_) {
      const std::int64_t all = votes_in_all(model_, plan_, first_ + done) - first_;
      if (time_spent_() * static_cast<double>(all) >= static_cast<double>(done)) up_ = true;
    }
    return up_;
  }

  // Says whether time was up at the last count.
  bool was_up() const { return up_; }

 private:
  const Model& model_;
  const Plan& plan_;
  const std::function<double()>& time_spent_;
  const std::int64_t first_;
  std::atomic<std::int64_t> done_{0};
  std::atomic<bool> up_{false};
};

// Counts votes up to `end`, resting when that is wanted. Returns false when time was up before.
bool count_to(std::int64_t end, Count& count, TimeUp& time_up, Pace& pace, Part& part) {
  while (part.votes.first < end) {
    part.votes.first = count.add({part.votes.first, end}, time_up);
    if (pace.rest_wanted()) {
      count.collect(part.tally);
      pace.rest(part);
    }
    if (time_up.was_up()) break;
  }
  return part.votes.first >= end;
}

// Counts from one look to the next until the precision is reached, or the planned number, or time
// is up.
void count_until(PrecisionWatch& watch, const Model& model, const Plan& plan, Count& count,
                 TimeUp& time_up, Pace& pace, Part& part) {
  for (const Look& look : part.looks) watch.look(look.votes, look.seen);
  while (!(watch.looks() > 0 && watch.reached()) && part.votes.first < plan.replications) {
    const std::int64_t look = std::min(watch.next_look(), plan.replications);
    pace.wanted = votes_in_all(model, plan, std::clamp(watch.foreseen(), look, plan.replications));
    if (!count_to(look, count, time_up, pace, part)) return;
    Moments seen = count.moments(watch.watched());
    seen.merge(moments_of(watch.watched(), part.tally));
    watch.look(look, seen);
    part.looks.push_back({look, seen});
  }
}

// The plan of what was carried out.
Plan carried_out(const Plan& plan, const Part& part) {
  Plan result = plan;
  if (part.shard.whole()) result.replications = votes_counted(plan, part);
  return result;
}

std::int64_t settings_number(const Model& model) {
  return has_estimates(model) ? settings_drawn : 0;
}

// The part of `all` things in a row that a shard sees to.
Range share_of(std::int64_t all, Shard shard) {
  const auto end = [&](std::int64_t number) {
    return static_cast<std::int64_t>(static_cast<Int128>(all) * number / shard.of);
  };
  return {end(shard.number - 1), end(shard.number)};
}

}  // namespace

Range votes_of(const Plan& plan, Shard shard) {
  const Range blocks = share_of((plan.replications + votes_a_block - 1) / votes_a_block, shard);
  return {std::min(blocks.first * votes_a_block, plan.replications),
          std::min(blocks.last * votes_a_block, plan.replications)};
}

Range points_of(const Model& model, const Plan& plan, Shard shard) {
  if (worked_out_by(model, plan.method) != Method::conditional) return {0, 0};
  return share_of(conditional::blocks_of_points(plan), shard);
}

Range settings_of(const Model& model, Shard shard) {
  return share_of(settings_number(model), shard);
}

Part::Part(const Model& model, const Plan& plan, Shard which)
    : shard(which),
      votes(votes_of(plan, which)),
      points(points_of(model, plan, which)),
      settings(settings_of(model, which)),
      tally(model),
      point_tally(model),
      settings_tally{
          0, std::vector<std::int64_t>(static_cast<std::size_t>(settings_number(model)), 0)} {}

std::int64_t votes_counted(const Plan& plan, const Part& part) {
  return part.votes.first - votes_of(plan, part.shard).first;
}

bool is_done(const Model& model, const Plan& plan, const Part& part) {
  if (part.points.first < part.points.last || part.settings.first < part.settings.last)
    return false;
  if (part.settings_tally.votes_each != 0 &&
      part.settings_tally.votes_each != votes_per_setting(carried_out(plan, part))) {
    return false;
  }
  if (part.votes.first == part.votes.last) return true;
  if (!plan.precision) return false;
  PrecisionWatch watch(model, *plan.precision, plan.level);
  for (const Look& look : part.looks) watch.look(look.votes, look.seen);
  return watch.looks() > 0 && watch.reached();
}

bool is_sound(const Model& model, const Plan& plan, const Part& part) {
  const auto within = [](const Range& left, const Range& all) {
    return all.first <= left.first && left.first <= left.last && left.last == all.last;
  };
  const std::int64_t counted = votes_counted(plan, part);
  const std::int64_t each = part.settings_tally.votes_each;
  if (!within(part.votes, votes_of(plan, part.shard)) ||
      !within(part.points, points_of(model, plan, part.shard)) ||
      !within(part.settings, settings_of(model, part.shard)) ||
      part.tally.votes[0] + part.tally.votes[1] != counted || each > votes_a_block ||
      std::any_of(part.settings_tally.ratified.begin(), part.settings_tally.ratified.end(),
                  [&](std::int64_t ratified) { return ratified > each; })) {
    return false;
  }
  if (!plan.precision) return part.looks.empty();
  PrecisionWatch watch(model, *plan.precision, plan.level);
  for (const Look& look : part.looks) {
    if (look.votes != std::min(watch.next_look(), plan.replications) || look.votes > counted ||
        look.seen.count > look.votes || (watch.looks() > 0 && watch.reached())) {
      return false;
    }
    watch.look(look.votes, look.seen);
  }
  return true;
}

void gather(const Model& model, const Plan& plan, Part& whole, const Part& other) {
  const auto add_range = [](Range& left, const Range& of_other, const Range& begun) {
    left.first += of_other.first - begun.first;
  };
  add_range(whole.votes, other.votes, votes_of(plan, other.shard));
  add_range(whole.points, other.points, points_of(model, plan, other.shard));
  add_range(whole.settings, other.settings, settings_of(model, other.shard));
  whole.tally.merge(other.tally);
  whole.point_tally.merge(other.point_tally);
  SettingsTally& settings = whole.settings_tally;
  settings.votes_each = std::max(settings.votes_each, other.settings_tally.votes_each);
  for (std::size_t s = 0; s < settings.ratified.size(); ++s)
    settings.ratified[s] += other.settings_tally.ratified[s];
}

void carry_on(const Model& model, const Plan& plan, const Execution& execution, Part& part) {
  const std::int64_t counted = votes_counted(plan, part);
  Pace pace(execution, part.shard.whole() ? votes_in_all(model, plan, plan.replications) - counted
                                          : part.votes.last - part.votes.first);
  {
    Count count(model, plan, execution, pace);
    TimeUp time_up(model, plan, execution, counted);
    if (plan.precision) {
      PrecisionWatch watch(model, *plan.precision, plan.level);
      count_until(watch, model, plan, count, time_up, pace, part);
    } else {
      count_to(part.votes.last, count, time_up, pace, part);
    }
    count.collect(part.tally);
  }
  if (!part.shard.whole() && part.votes.first < part.votes.last) return;

  const auto rest = [&] { pace.rest(part); };
  if (part.points.first < part.points.last) {
    conditional::add_points(
        model, plan, execution, part.points, part.point_tally,
        [&](std::int64_t) { return pace.add(0); }, rest);
  }
  const std::int64_t votes_each = votes_per_setting(carried_out(plan, part));
  SettingsTally& settings = part.settings_tally;
  if (settings.votes_each != votes_each && !settings.ratified.empty()) {
    // None was counted yet, or time was up at another number of votes.
    settings = {votes_each, std::vector<std::int64_t>(settings.ratified.size(), 0)};
    part.settings = settings_of(model, part.shard);
  }
  pace.wanted = votes_in_all(model, plan, carried_out(plan, part).replications) - counted;
  if (part.settings.first < part.settings.last) {
    count_settings(
        model, plan, execution, part.settings, settings,
        [&](std::int64_t votes) { return pace.add(votes); }, rest);
  }
}

Result finish(const Model& model, const Plan& plan, const Part& part) {
  const Plan done = carried_out(plan, part);
  Result result = conclude(model, done, part.tally);
  if (plan.precision) {
    PrecisionWatch watch(model, *plan.precision, plan.level);
    for (const Look& look : part.looks) watch.look(look.votes, look.seen);
    if (part.looks.empty() || part.looks.back().votes < done.replications)  // time was up
      watch.look(done.replications, moments_of(watch.watched(), part.tally));
    result.precision = watch.result();
  }
  refine(model, done, part.point_tally, result);
  if (has_estimates(model)) result.over_estimates = range_of(part.settings_tally);
  return result;
}

Tally count_votes(const Model& model, const Plan& plan, Range range, const Execution& execution) {
  Pace pace(execution, range.last - range.first);
  Count count(model, plan, execution, pace);
  while (range.first < range.last) {
    range.first = count.add(range, [](std::int64_t) { return false; });
    pace.rest();
  }
  Tally tally(model);
  count.collect(tally);
  return tally;
}

Tally count_votes(const Model& model, const Plan& plan, const Execution& execution) {
  return count_votes(model, plan, {0, plan.replications}, execution);
}

std::optional<Bounds> range_over_estimates(const Model& model, const Plan& plan,
                                           const Execution& execution) {
  if (!has_estimates(model)) return std::nullopt;
  Pace pace(execution, votes_over_estimates(model, plan));
  Range left = settings_of(model, {});
  SettingsTally tally{votes_per_setting(plan),
                      std::vector<std::int64_t>(static_cast<std::size_t>(left.last), 0)};
  count_settings(
      model, plan, execution, left, tally, [&](std::int64_t votes) { return pace.add(votes); },
      [&] { pace.rest(); });
  return range_of(tally);
}

Result run(const Model& model, const Plan& plan, const Execution& execution) {
  Part part(model, plan);
  carry_on(model, plan, execution, part);
  return finish(model, plan, part);
}

}  // namespace ayes
