#include "io/compare/compare.h"
#include "io/csv.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "io/result/values_json.inl"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

Json distance(const Distance& distance) {
  return {{"value", distance.value}, {"interval", bounds_json(distance.interval)}};
}

Json ratified(const Comparison& comparison) {
  Json json = {{"estimator", comparison.estimator},
               {"first", chance_json(comparison.first)},
               {"second", chance_json(comparison.second)},
               {"difference", difference_json(comparison.ratified)}};
  if (comparison.counted) {
    json["counted"] = difference_json(*comparison.counted);
    json["independent_half_width"] = comparison.independent;
    json["votes"] = {{"neither", comparison.votes[0]},
                     {"second_alone", comparison.votes[1]},
                     {"first_alone", comparison.votes[2]},
                     {"both", comparison.votes[3]}};
  }
  return json;
}

Json measure_of(const MeasureComparison& measure) {
  Json shifts = Json::object();
  for (const QuantileShift& shift : measure.shifts) {
    shifts[shortest(shift.level)] = {
        {"first", shift.first}, {"second", shift.second}, {"band", bounds_json(shift.band)}};
  }
  return {{"unit", measure.unit},
          {"first", mean_json(measure.first)},
          {"second", mean_json(measure.second)},
          {"difference", difference_json(measure.difference)},
          {"quantiles", std::move(shifts)},
          {"kolmogorov_smirnov", distance(measure.kolmogorov_smirnov)},
          {"wasserstein", distance(measure.wasserstein)}};
}

Json union_of(const UnionComparison& body, bool paired) {
  Json json = {{"union", body.name},
               {"first", body.first},
               {"second", body.second},
               {"difference", difference_json(body.difference)}};
  if (paired) {
    json["turned_with_loss"] = body.turned_with_loss;
    json["turned_with_gain"] = body.turned_with_gain;
  }
  return json;
}

Json comparison_of(const Comparison& comparison, std::size_t side) {
  Json json = {{"first", "A"},
               {"second", letter(side)},
               {"paired", comparison.paired},
               {"ratified", ratified(comparison)},
               {"unions", Json::array()},
               {"measures", Json::object()}};
  for (const UnionComparison& body : comparison.unions)
    json["unions"].push_back(union_of(body, comparison.paired));
  for (const MeasureComparison& measure : comparison.measures)
    json["measures"][measure.name] = measure_of(measure);
  return json;
}

struct Rows {
  std::string start;
  std::string text = {};
  // Numbers of first, second, change, se, low, high; those that make no sense are left empty.
  void add(const std::string& scope, const std::string& name, const std::string& statistic,
           const std::vector<std::optional<double>>& numbers) {
    text += start + ',' + scope + ',' + csv_cell(name) + ',' + statistic;
    for (const auto& number : numbers) text += ',' + (number ? shortest(*number) : "");
    text += '\n';
  }
  void add(const std::string& scope, const std::string& name, const std::string& statistic,
           double first, double second, const Difference& difference) {
    add(scope, name, statistic,
        {first, second, difference.value, difference.se, difference.interval.low,
         difference.interval.high});
  }
};

}  // namespace

std::string to_json(const ComparisonReport& report) {
  Json json = {{"ayes", {{"version", version()}, {"format", 1}, {"kind", "compare"}}},
               {"sides", Json::array()}};
  for (std::size_t side = 0; side < report.sides.size(); ++side) {
    const Side& each = report.sides[side];
    json["sides"].push_back({{"side", letter(side)},
                             {"label", each.label},
                             {"title", each.source.title},
                             {"sha256", each.source.sha256},
                             {"path", each.source.file}});
  }
  if (report.unpaired_because.empty()) {
    json["plan"] = {{"method", report.method},
                    {"seed", report.plan.seed},
                    {"replications", report.plan.replications},
                    {"points", report.plan.points},
                    {"stream_layout", stream_layout}};
  } else {
    json["unpaired_because"] = report.unpaired_because;
  }
  json["level"] = report.plan.level;
  json["comparisons"] = Json::array();
  for (std::size_t k = 0; k < report.comparisons.size(); ++k)
    json["comparisons"].push_back(comparison_of(report.comparisons[k], k + 1));
  return laid_out(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string to_csv(const ComparisonReport& report) {
  std::string text = "comparison,scope,name,statistic,first,second,change,se,low,high\n";
  for (std::size_t k = 0; k < report.comparisons.size(); ++k) {
    const Comparison& each = report.comparisons[k];
    Rows rows{"A to " + letter(k + 1)};
    rows.add("vote", "ratified", each.estimator, each.first.probability, each.second.probability,
             each.ratified);
    if (each.counted) {
      rows.add("vote", "ratified", "counted",
               {{},
                {},
                each.counted->value,
                each.counted->se,
                each.counted->interval.low,
                each.counted->interval.high});
      const char* names[] = {"ratified in neither", "ratified in the second alone",
                             "ratified in the first alone", "ratified in both"};
      for (std::size_t cell = 0; cell < each.votes.size(); ++cell) {
        rows.add("votes", names[cell], "count",
                 {{}, {}, static_cast<double>(each.votes[cell]), {}, {}, {}});
      }
    }
    for (const UnionComparison& body : each.unions) {
      rows.add("union", body.name, "yes", body.first, body.second, body.difference);
      if (!each.paired) continue;
      rows.add("union", body.name, "turned with loss",
               {{}, {}, static_cast<double>(body.turned_with_loss), {}, {}, {}});
      rows.add("union", body.name, "turned with gain",
               {{}, {}, static_cast<double>(body.turned_with_gain), {}, {}, {}});
    }
    for (const MeasureComparison& measure : each.measures) {
      rows.add("measure", measure.name, "mean", measure.first.mean, measure.second.mean,
               measure.difference);
      for (const QuantileShift& shift : measure.shifts) {
        rows.add("measure", measure.name, "quantile " + shortest(shift.level),
                 {shift.first,
                  shift.second,
                  shift.second - shift.first,
                  {},
                  shift.band.low,
                  shift.band.high});
      }
      const auto add = [&](const char* name, const Distance& distance) {
        rows.add("measure", measure.name, name,
                 {{}, {}, distance.value, {}, distance.interval.low, distance.interval.high});
      };
      add("Kolmogorov-Smirnov", measure.kolmogorov_smirnov);
      add("Wasserstein", measure.wasserstein);
    }
    text += rows.text;
  }
  return text;
}

}  // namespace ayes
