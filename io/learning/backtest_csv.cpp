#include "io/csv.h"
#include "io/learning/backtest_names.h"
#include "io/learning/backtest_report.h"
#include "io/result/number_text.h"

namespace ayes {
namespace {

using learning::interval_levels;
using learning::Leaf;
using learning::VoteScores;

std::string header() {
  std::string text =
      "known,share,all_rounds,case,union,unit,round,vote,reveal,method,reported,log_probability,"
      "crps,"
      "pit_low,pit_high";
  for (const double level : interval_levels) {
    const std::string name = fixed(100 * level, 0);
    text += ",low_" + name + ",high_" + name;
  }
  return text + ",passed,chance_passed,brier\n";
}

std::string numbers(const VoteScores& scores) {
  std::string text = scores.share ? shortest(scores.share->share) : "";
  text += "," + shortest(scores.log_probability) + ",";
  if (scores.share) {
    text += shortest(scores.share->crps) + "," + shortest(scores.share->pit.low) + "," +
            shortest(scores.share->pit.high);
    for (const learning::Between& each : scores.share->interval)
      text += "," + shortest(each.low) + "," + shortest(each.high);
  } else {
    text += std::string(2 + 2 * interval_levels.size(), ',');
  }
  if (!scores.outcome) return text + ",,,";
  return text + (scores.outcome->passed ? ",1," : ",0,") + shortest(scores.outcome->chance) + "," +
         shortest(scores.outcome->brier);
}

}  // namespace

std::string backtest_csv(const BacktestReport& report) {
  std::string text = header();
  for (const learning::SettingResult& setting : report.backtest.settings) {
    const int quarters = setting.setting.quarters;
    const std::string known = order_name(setting.setting) + "," +
                              (quarters > 0 ? shortest(quarters / 4.0) : "") +
                              (setting.setting.all_rounds ? ",1," : ",0,");
    for (const learning::CaseResult& of_case : setting.cases) {
      for (const learning::HiddenVote& vote : of_case.votes) {
        const Leaf& leaf = report.leaves.support[vote.leaf];
        const std::string who = csv_cell(leaf.ratification) + "," + csv_cell(leaf.union_name) +
                                "," + csv_cell(leaf.unit) + "," + std::to_string(leaf.round) +
                                (leaf.contract ? ",contract," : ",package,") +
                                std::to_string(vote.reveal + 1) + ",";
        for (std::size_t m = 0; m < learning::method::count; ++m)
          text += known + who + method_name(m) + "," + numbers(vote.scores[m]) + "\n";
      }
    }
  }
  return text;
}

}  // namespace ayes
