#include "io/csv.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "io/result/values_json.inl"
#include "io/solve/solve.h"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

Json estimate(const Estimate& estimate) {
  return {{"estimator", estimate.estimator},
          {"mean", estimate.mean},
          {"se", estimate.se},
          {"interval", bounds_json(estimate.interval)}};
}

}  // namespace

std::string to_json(const Solution& solution) {
  Json json = {{"ayes", {{"version", version()}, {"format", 1}, {"kind", "solve"}}},
               {"scenario",
                {{"title", solution.source.title},
                 {"sha256", solution.source.sha256},
                 {"path", solution.source.file}}},
               {"plan",
                {{"method", solution.method},
                 {"seed", solution.plan.seed},
                 {"replications", solution.plan.replications},
                 {"points", solution.plan.points},
                 {"level", solution.plan.level},
                 {"stream_layout", stream_layout}}},
               {"path", solution.path},
               {"suffix", solution.suffix},
               {"range", {solution.search.low, solution.search.high}},
               {"whole_numbers", solution.search.whole},
               {"measure", solution.measure},
               {"sense", solution.sense},
               {"target", solution.search.target},
               {"evaluations", solution.found.evaluations},
               {"roots", Json::array()},
               {"scan", Json::array()}};
  for (const Root& root : solution.found.roots) {
    json["roots"].push_back({{"value", root.value},
                             {"interval", root.interval ? bounds_json(*root.interval) : Json()},
                             {"at", estimate(root.at)},
                             {"slope",
                              {{"value", root.slope.value},
                               {"se", root.slope.se},
                               {"interval", bounds_json(root.slope.interval)},
                               {"paired", root.slope.paired}}},
                             {"rising", root.rising}});
  }
  for (std::size_t k = 0; k < solution.found.values.size(); ++k) {
    Json point = {{"value", solution.found.values[k]}};
    point.update(estimate(solution.found.scan[k]));
    json["scan"].push_back(std::move(point));
  }
  return laid_out(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string to_csv(const Solution& solution) {
  std::string text = "kind,path,value,low,high,measure,estimator,mean,se,slope,slope_se\n";
  const auto row = [&](const char* kind, double value, const std::optional<Bounds>& interval,
                       const Estimate& estimate, const Difference* slope) {
    text += std::string(kind) + ',' + csv_cell(solution.path) + ',' + shortest(value) + ',';
    text += interval ? shortest(interval->low) + ',' + shortest(interval->high) : ",";
    text += ',' + solution.measure + ',' + estimate.estimator + ',' + shortest(estimate.mean) +
            ',' + shortest(estimate.se) + ',';
    text += slope ? shortest(slope->value) + ',' + shortest(slope->se) : ",";
    text += '\n';
  };
  for (const Root& root : solution.found.roots)
    row("root", root.value, root.interval, root.at, &root.slope);
  for (std::size_t k = 0; k < solution.found.values.size(); ++k)
    row("scan", solution.found.values[k], {}, solution.found.scan[k], nullptr);
  return text;
}

}  // namespace ayes
