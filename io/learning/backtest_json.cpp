#include "io/learning/backtest_names.h"
#include "io/learning/backtest_report.h"
#include "io/learning/calibration_names.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;
using learning::CaseMean;
using learning::interval_levels;
namespace method = learning::method;

Json mean_json(const CaseMean& mean) {
  if (mean.cases == 0) return nullptr;
  return {{"mean", mean.mean},
          {"interval_95", {mean.low_95, mean.high_95}},
          {"interval_99", {mean.low_99, mean.high_99}},
          {"cases", mean.cases}};
}

// A value for each level of interval, by its name.
template <typename Value>
Json by_level(Value value) {
  Json json = Json::object();
  for (std::size_t i = 0; i < interval_levels.size(); ++i)
    json[shortest(interval_levels[i])] = value(i);
  return json;
}

Json method_json(const learning::MethodResult& result, bool is_model) {
  Json json = {{"log_probability", mean_json(result.log_probability)},
               {"crps", mean_json(result.crps)},
               {"brier", mean_json(result.brier)},
               {"coverage", by_level([&](std::size_t i) { return mean_json(result.coverage[i]); })},
               {"median_width", by_level([&](std::size_t i) { return result.median_width[i]; })},
               {"pit", result.pit}};
  if (!is_model) {
    json["model_ahead"] = {{"log_probability", mean_json(result.behind_in_log)},
                           {"crps", mean_json(result.behind_in_crps)},
                           {"brier", mean_json(result.behind_in_brier)}};
  }
  return json;
}

Json case_json(const learning::CaseResult& result) {
  Json scores = Json::object();
  for (std::size_t m = 0; m < method::count; ++m) {
    const learning::CaseScores& each = result.scores[m];
    scores[method_name(m)] = {
        {"log_probability", each.log_probability},
        {"crps", each.crps},
        {"brier", each.brier},
        {"coverage", by_level([&](std::size_t i) { return each.coverage[i]; })}};
  }
  return {{"case", result.ratification},
          {"forecasts", result.votes.size()},
          {"scores", std::move(scores)}};
}

Json setting_json(const learning::SettingResult& result) {
  Json methods = Json::object(), cases = Json::array();
  for (std::size_t m = 0; m < method::count; ++m)
    methods[method_name(m)] = method_json(result.methods[m], m == method::model);
  for (const learning::CaseResult& each : result.cases) cases.push_back(case_json(each));
  Json json = {{"known", order_name(result.setting)}};
  if (result.setting.quarters > 0) json["share"] = result.setting.quarters / 4.0;
  json["all_rounds"] = result.setting.all_rounds;
  json["methods"] = std::move(methods);
  json["cases"] = std::move(cases);
  return json;
}

}  // namespace

std::string backtest_json(const BacktestReport& report) {
  const learning::Backtest& backtest = report.backtest;
  Json data = Json::array(), settings = Json::array();
  for (std::size_t i = 0; i < report.table.files.size(); ++i)
    data.push_back(
        {{"file", file_name(report.table.files[i])}, {"sha256", report.table.hashes[i]}});
  for (const learning::SettingResult& each : backtest.settings)
    settings.push_back(setting_json(each));
  const learning::Sampling& sampling = backtest.plan.sampling;
  const Json json = {{"ayes", {{"version", version()}, {"commit", commit()}}},
                     {"data", std::move(data)},
                     {"without", report.without},
                     {"columns", report.columns},
                     {"left_out", report.table.left_out},
                     {"unused", report.leaves.unused.size()},
                     {"votes", backtest.votes},
                     {"ratifications", backtest.ratifications},
                     {"reveals", backtest.plan.reveals},
                     {"sampling",
                      {{"seed", sampling.seed},
                       {"chains", sampling.chains},
                       {"warm_up", sampling.warm_up},
                       {"draws", sampling.draws},
                       {"thin", sampling.thin}}},
                     {"settings", std::move(settings)}};
  return laid_out(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace ayes
