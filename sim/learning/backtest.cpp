#include "sim/learning/backtest.h"

#include "sim/learning/failures.h"
#include "sim/parallel.h"
#include "sim/run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <tuple>

namespace ayes::learning {
namespace {

// The votes of a ratification, as places among the leaves.
struct Case {
  std::string ratification;
  std::vector<std::size_t> leaves;
};

std::vector<Case> cases_of(const std::vector<Leaf>& leaves) {
  std::vector<Case> cases;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const std::string& name = leaves[i].ratification;
    auto found = std::ranges::find(cases, name, &Case::ratification);
    if (found == cases.end()) found = cases.insert(cases.end(), {name, {}});
    found->leaves.push_back(i);
  }
  return cases;
}

// One fit: some votes of a ratification are known, and what must have failed; some are forecast.
struct Fold {
  std::size_t in_case = 0;
  std::vector<std::size_t> known, forecast;  // places among the leaves
  std::vector<Leaf> failures;
};

// What a setting takes from a fold: forecasts of one reveal.
struct Use {
  std::size_t setting = 0, reveal = 0, fold = 0;
  std::vector<std::size_t> forecast;
};

struct Work {
  std::vector<Fold> folds;
  std::vector<Use> uses;  // by setting, case, reveal
};

std::vector<Setting> all_settings() {
  std::vector<Setting> settings;
  for (const bool all_rounds : {false, true}) {
    settings.push_back({Order::nothing, 0, all_rounds});
    for (const Order order : {Order::random, Order::calendar}) {
      for (int quarters = 1; quarters <= 3; ++quarters)
        settings.push_back({order, quarters, all_rounds});
    }
    if (!all_rounds) settings.push_back({Order::rounds, 0, false});
  }
  return settings;
}

std::vector<Reveal> reveals_of(const std::vector<Leaf>& votes, const Setting& setting,
                               const BacktestPlan& plan) {
  switch (setting.order) {
    case Order::nothing:
      return {reveal_of(votes, {}, 0)};
    case Order::rounds:
      return round_reveals(votes);
    case Order::calendar: {
      const Steps steps = calendar_steps(votes);
      if (steps.empty()) return {};
      return {reveal_of(votes, steps, setting.quarters)};
    }
    case Order::random: {
      std::vector<Reveal> reveals;
      for (int number = 0; number < plan.reveals; ++number) {
        const Steps steps = random_steps(votes, plan.sampling.seed, number);
        if (!steps.empty()) reveals.push_back(reveal_of(votes, steps, setting.quarters));
      }
      return reveals;
    }
  }
  return {};
}

// Adds a use of the fold that is fitted to the same, or of a new one.
void add_use(Work& work, std::size_t setting, std::size_t reveal, Fold wanted) {
  if (wanted.forecast.empty()) return;
  const auto same = [](const Leaf& one, const Leaf& other) {
    return std::tie(one.union_name, one.unit, one.round) ==
           std::tie(other.union_name, other.unit, other.round);
  };
  auto fold = std::ranges::find_if(work.folds, [&](const Fold& other) {
    return other.in_case == wanted.in_case && other.known == wanted.known &&
           std::ranges::equal(other.failures, wanted.failures, same);
  });
  work.uses.push_back(
      {setting, reveal, static_cast<std::size_t>(fold - work.folds.begin()), wanted.forecast});
  if (fold == work.folds.end()) {
    work.folds.push_back(std::move(wanted));
    return;
  }
  for (const std::size_t vote : wanted.forecast) {
    if (std::ranges::find(fold->forecast, vote) == fold->forecast.end())
      fold->forecast.push_back(vote);
  }
}

Work work_of(const std::vector<Leaf>& leaves, const std::vector<Case>& cases,
             const std::vector<Setting>& settings, const BacktestPlan& plan) {
  Work work;
  for (std::size_t s = 0; s < settings.size(); ++s) {
    for (std::size_t c = 0; c < cases.size(); ++c) {
      std::vector<Leaf> votes;
      for (const std::size_t leaf : cases[c].leaves) votes.push_back(leaves[leaf]);
      const auto among_all = [&](const std::vector<std::size_t>& places) {
        std::vector<std::size_t> all;
        for (const std::size_t i : places) all.push_back(cases[c].leaves[i]);
        return all;
      };
      const std::vector<Reveal> reveals = reveals_of(votes, settings[s], plan);
      for (std::size_t r = 0; r < reveals.size(); ++r) {
        const std::vector<std::size_t> known = among_all(reveals[r].known);
        if (!settings[s].all_rounds) {
          add_use(work, s, r, {c, known, among_all(reveals[r].forecast), {}});
          continue;
        }
        for (Told& told : told_failures(votes, reveals[r].known))
          add_use(work, s, r, {c, known, among_all(told.forecast), std::move(told.failures)});
      }
    }
  }
  return work;
}

using Scores = std::array<VoteScores, method::count>;

// Fits everything to the votes that are known, and scores the forecasts of the others. Of failures
// the model alone is told.
std::vector<Scores> score_fold(const std::vector<Leaf>& leaves, const Fold& fold,
                               const std::string& ratification,
                               const std::vector<std::string>& columns, const Sampling& sampling,
                               const std::function<void()>& swept) {
  std::vector<Leaf> known, hidden, of_it, others;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].ratification != ratification) {
      known.push_back(leaves[i]);
      others.push_back(leaves[i]);
    } else if (std::ranges::find(fold.known, i) != fold.known.end()) {
      known.push_back(leaves[i]);
      of_it.push_back(leaves[i]);
    }
  }
  for (const std::size_t i : fold.forecast) hidden.push_back(leaves[i]);
  std::vector<Leaf> failures = untold_failures(others, others);  // as in calibrate
  failures.insert(failures.end(), fold.failures.begin(), fold.failures.end());
  const Forecasts independent =
      forecast(plain(known), plain(hidden), independent_priors(), sampling, swept);
  const Forecasts swing =
      forecast(plain(known), plain(hidden), common_swing_priors(), sampling, swept);
  const OpinionLaw pooled({pooled_share_so_far(known, of_it)});
  try {
    const std::vector<Column> standard = standardise(known, columns);
    standardise_as(standard, hidden);
    standardise_as(standard, failures);
  } catch (const std::invalid_argument& error) {
    throw NothingToFit("without " + ratification + ", " + error.what(), true);
  }
  known.insert(known.end(), failures.begin(), failures.end());
  const Forecasts model = forecast(known, hidden, support_priors(), sampling, swept);
  std::vector<Scores> votes;
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    votes.push_back({score(model.laws[model.law_of[i]], hidden[i]),
                     score(independent.laws[independent.law_of[i]], hidden[i]),
                     score(pooled, hidden[i]), score(swing.laws[swing.law_of[i]], hidden[i])});
  }
  return votes;
}

// A mean of what there is; NaN of nothing.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double value() const { return count_ == 0 ? std::nan("") : sum_ / count_; }

 private:
  double sum_ = 0;
  int count_ = 0;
};

CaseScores scores_of(const std::vector<HiddenVote>& votes, std::size_t method) {
  Mean log_probability, crps, brier;
  std::array<Mean, interval_levels.size()> coverage;
  std::array<Mean, pit_bins> pit;
  for (const HiddenVote& vote : votes) {
    const VoteScores& scores = vote.scores[method];
    log_probability.add(scores.log_probability);
    if (scores.outcome) brier.add(scores.outcome->brier);
    if (!scores.share) continue;
    crps.add(scores.share->crps);
    for (std::size_t i = 0; i < coverage.size(); ++i)
      coverage[i].add(covered(scores.share->pit, interval_levels[i]));
    for (std::size_t b = 0; b < pit_bins; ++b)
      pit[b].add(part_within(scores.share->pit, static_cast<double>(b) / pit_bins,
                             static_cast<double>(b + 1) / pit_bins));
  }
  CaseScores result{log_probability.value(), crps.value(), brier.value(), {}, {}};
  for (std::size_t i = 0; i < coverage.size(); ++i) result.coverage[i] = coverage[i].value();
  for (std::size_t b = 0; b < pit_bins; ++b) result.pit[b] = pit[b].value();
  return result;
}

// The median over all votes, each case having the same weight.
double median_width(const std::vector<CaseResult>& cases, std::size_t method, std::size_t level) {
  std::vector<Weighted> all;
  for (const CaseResult& each : cases) {
    std::vector<double> widths;
    for (const HiddenVote& vote : each.votes) {
      const auto& share = vote.scores[method].share;
      if (share) widths.push_back(share->interval[level].high - share->interval[level].low);
    }
    for (const double width : widths)
      all.push_back({width, 1 / static_cast<double>(widths.size())});
  }
  return weighted_median(std::move(all));
}

std::string name_of(const Setting& setting) {
  return std::to_string(static_cast<int>(setting.order)) + " " + std::to_string(setting.quarters);
}

void summarise(SettingResult& result, std::uint64_t seed) {
  const std::string name = name_of(result.setting);
  for (std::size_t m = 0; m < method::count; ++m) {
    for (CaseResult& each : result.cases) each.scores[m] = scores_of(each.votes, m);
    const auto mean = [&](auto number) {
      std::vector<double> values;
      for (const CaseResult& each : result.cases) values.push_back(number(each));
      return case_mean(values, seed, name);
    };
    const auto mean_of = [&](double CaseScores::*number) {
      return mean([&](const CaseResult& each) { return each.scores[m].*number; });
    };
    MethodResult& method = result.methods[m];
    method.log_probability = mean_of(&CaseScores::log_probability);
    method.crps = mean_of(&CaseScores::crps);
    method.brier = mean_of(&CaseScores::brier);
    for (std::size_t i = 0; i < interval_levels.size(); ++i) {
      method.coverage[i] = mean([&](const CaseResult& each) { return each.scores[m].coverage[i]; });
      method.median_width[i] = median_width(result.cases, m, i);
    }
    for (std::size_t b = 0; b < pit_bins; ++b) {
      Mean share;
      for (const CaseResult& each : result.cases) {
        if (!std::isnan(each.scores[m].pit[b])) share.add(each.scores[m].pit[b]);
      }
      method.pit[b] = share.value();
    }
    if (m == method::model) continue;
    const auto behind = [&](double CaseScores::*number, double sign) {
      return mean([&](const CaseResult& each) {
        return sign * (each.scores[method::model].*number - each.scores[m].*number);
      });
    };
    method.behind_in_log = behind(&CaseScores::log_probability, 1);
    method.behind_in_crps = behind(&CaseScores::crps, -1);
    method.behind_in_brier = behind(&CaseScores::brier, -1);
  }
}

}  // namespace

Backtest backtest(const Leaves& leaves, const std::vector<std::string>& columns,
                  const BacktestPlan& plan, int threads,
                  const std::function<bool(std::int64_t, std::int64_t)>& progress) {
  const std::vector<Leaf>& votes = leaves.support;
  const std::vector<Case> cases = cases_of(votes);
  if (cases.size() < 2)
    throw NothingToFit(std::string(cases.empty() ? "no" : "only one") +
                           " ratification has votes to use, and two are needed",
                       false);
  const std::vector<Setting> settings = all_settings();
  const Work work = work_of(votes, cases, settings, plan);
  const std::vector<Fold>& folds = work.folds;
  std::vector<std::vector<Scores>> scored(folds.size());
  std::atomic<std::int64_t> done{0};
  const auto wanted = static_cast<std::int64_t>(folds.size());
  const auto swept = [&] {
    if (progress && !progress(done, wanted)) throw Interrupted{};
  };
  PerThread<int> no_state;
  const std::int64_t end =
      for_blocks_in_order(threads, 0, wanted, no_state, [&](int, std::int64_t f) {
        if (progress && !progress(done, wanted)) return false;
        const Fold& fold = folds[static_cast<std::size_t>(f)];
        scored[static_cast<std::size_t>(f)] = score_fold(
            votes, fold, cases[fold.in_case].ratification, columns, plan.sampling, swept);
        ++done;
        return true;
      });
  if (end < wanted || done < wanted) throw Interrupted();
  Backtest result{plan, votes.size(), cases.size(), {}};
  for (std::size_t s = 0; s < settings.size(); ++s) {
    SettingResult setting{settings[s], {}, {}};
    for (const Use& use : work.uses) {
      if (use.setting != s) continue;
      const Fold& fold = folds[use.fold];
      const std::string& name = cases[fold.in_case].ratification;
      if (setting.cases.empty() || setting.cases.back().ratification != name)
        setting.cases.push_back({name, {}, {}});
      for (const std::size_t vote : use.forecast) {
        const auto place = std::ranges::find(fold.forecast, vote) - fold.forecast.begin();
        setting.cases.back().votes.push_back(
            {vote, use.reveal, scored[use.fold][static_cast<std::size_t>(place)]});
      }
    }
    if (setting.cases.empty()) continue;
    summarise(setting, plan.sampling.seed);
    result.settings.push_back(std::move(setting));
  }
  return result;
}

}  // namespace ayes::learning
