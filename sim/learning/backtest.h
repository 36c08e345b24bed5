// How well the mixed model would have forecast votes that it was not shown: votes of a table are
// hidden, everything is fitted anew to the others, and the forecasts of the hidden ones are scored
// beside plain forecasts (docs/model.md, "Learning").
#pragma once

#include "sim/learning/baselines.h"
#include "sim/learning/bootstrap.h"
#include "sim/learning/calibration.h"
#include "sim/learning/reveals.h"
#include "sim/learning/scores.h"

#include <functional>
#include <stdexcept>

namespace ayes::learning {

enum class Order { nothing, random, calendar, rounds };

// What is known of the ratification whose votes are forecast: nothing; so many quarters of its
// units in random order, or of its votes by the calendar; all votes of the rounds before. Forecast
// are the votes of a Reveal, or with `all_rounds` every hidden vote, the model being told what must
// have failed for it to be held (failures.h).
struct Setting {
  Order order = Order::nothing;
  int quarters = 0;
  bool all_rounds = false;
};

// The model, and the plain forecasts, in the order of arrays below.
namespace method {
inline constexpr std::size_t model = 0, independent = 1, pooled = 2, common_swing = 3, count = 4;
}

// A vote that was hidden, and forecast.
struct HiddenVote {
  std::size_t leaf = 0;    // of Leaves::support
  std::size_t reveal = 0;  // which of the ratification's reveals
  std::array<VoteScores, method::count> scores;
};

inline constexpr std::size_t pit_bins = 10;

// Means over the hidden votes of a ratification: all votes of all its reveals alike; NaN where none
// of them has such a score.
struct CaseScores {
  double log_probability = 0, crps = 0, brier = 0;
  std::array<double, interval_levels.size()> coverage{};
  std::array<double, pit_bins> pit{};  // shares of the votes, which add up to 1
};

struct CaseResult {
  std::string ratification;
  std::vector<HiddenVote> votes;
  std::array<CaseScores, method::count> scores;
};

// Each ratification has the same weight in means, in the histogram and in the median width.
struct MethodResult {
  CaseMean log_probability, crps, brier;
  std::array<CaseMean, interval_levels.size()> coverage;
  std::array<double, interval_levels.size()> median_width{};  // of the intervals, as a share
  std::array<double, pit_bins> pit{};
  // How much better the model is, case by case: log probability of the model less that of this
  // one; CRPS and Brier score of this one less the model's. Nothing for the model itself.
  CaseMean behind_in_log, behind_in_crps, behind_in_brier;
};

struct SettingResult {
  Setting setting;
  std::vector<CaseResult> cases;
  std::array<MethodResult, method::count> methods;
};

struct BacktestPlan {
  Sampling sampling{.draws = 250};
  int reveals = 4;  // random orders of each ratification
};

struct Backtest {
  BacktestPlan plan;
  std::size_t votes = 0, ratifications = 0;
  std::vector<SettingResult> settings;  // those that some ratification has enough votes for
};

// Thrown where nothing can be fitted; the message is a sentence without an end.
struct NothingToFit : std::invalid_argument {
  NothingToFit(const std::string& text, bool for_a_column)
      : std::invalid_argument(text), of_column(for_a_column) {}
  bool of_column;  // because of a column
};

// Computes the back-test on up to `threads` threads; the result does not depend on how many.
// `progress`, if any, is called from any thread with the fits done and wanted, and returns false to
// stop, which throws Interrupted. Throws NothingToFit if there are fewer than two ratifications, or
// a column tells nothing without one of them.
Backtest backtest(const Leaves& leaves, const std::vector<std::string>& columns,
                  const BacktestPlan& plan, int threads,
                  const std::function<bool(std::int64_t, std::int64_t)>& progress = {});

}  // namespace ayes::learning
