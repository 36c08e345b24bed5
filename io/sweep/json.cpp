#include "io/csv.h"
#include "io/places.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "io/result/values_json.inl"
#include "io/sweep/sweep.h"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace ayes {
namespace {

// A value as a number where it is one, else as the text that --set takes.
Json value_of(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && stop == end) return number;
  if (text == "true" || text == "false") return text == "true";
  if (text.size() > 1 && text.front() == '"' && text.back() == '"')
    return text.substr(1, text.size() - 2);
  return text;
}

Json estimate(const Estimate& estimate, const Difference* change) {
  Json json = {{"unit", estimate.unit},
               {"estimator", estimate.estimator},
               {"mean", estimate.mean},
               {"se", estimate.se},
               {"interval", bounds_json(estimate.interval)}};
  if (change) json["change"] = difference_json(*change, "mean");
  return json;
}

// The first point without a mistake, with which the others are compared.
const SweepPoint* base_of(const Sweep& sweep) {
  for (const SweepPoint& point : sweep.points) {
    if (point.mistakes.empty()) return &point;
  }
  return nullptr;
}

// The difference from the base, where both have the quantity.
std::optional<Difference> change_of(const Estimate& estimate, const SweepPoint* base,
                                    double level) {
  const Estimate* first = base ? find_estimate(*base, estimate.name) : nullptr;
  if (!first) return {};
  return difference(*first, estimate, level);
}

std::string mistakes_of(const SweepPoint& point) {
  std::string text;
  for (const Mistake& mistake : point.mistakes)
    text += (text.empty() ? "" : "; ") + to_text(mistake);
  return text;
}

Json point_of(const Sweep& sweep, const SweepPoint& point) {
  Json json = {{"values", Json::object()}};
  for (std::size_t k = 0; k < sweep.paths.size(); ++k)
    json["values"][sweep.paths[k]] = value_of(point.values[k]);
  if (!point.mistakes.empty()) {
    json["mistake"] = mistakes_of(point);
    return json;
  }
  json["sha256"] = point.sha256;
  Json measures = Json::object();
  for (const Estimate& each : point.estimates) {
    const auto change = change_of(each, base_of(sweep), sweep.plan.level);
    (each.name == "ratified" ? json["ratified"] : measures[each.name]) =
        estimate(each, change ? &*change : nullptr);
  }
  json["measures"] = std::move(measures);
  return json;
}

Json peak_of(const Sweep& sweep, const Sweep::OfPoints& found) {
  const auto value = [&](std::size_t place) {
    return value_of(sweep.points[found.points[place]].values.front());
  };
  Json candidates = Json::array();
  for (std::size_t place : found.peak.candidates) candidates.push_back(value(place));
  return {{"path", sweep.paths.front()},
          {"value", value(found.peak.best)},
          {"from", value(found.peak.first)},
          {"to", value(found.peak.last)},
          {"candidates", std::move(candidates)},
          {"inside", found.peak.inside},
          {"flat", found.peak.flat}};
}

}  // namespace

std::string to_json(const Sweep& sweep) {
  Json plan = {{"method", sweep.method},
               {"seed", sweep.plan.seed},
               {"replications", sweep.plan.replications},
               {"points", sweep.plan.points},
               {"level", sweep.plan.level},
               {"stream_layout", stream_layout},
               {"design", sweep.design}};
  Json json = {{"ayes", {{"version", version()}, {"format", 1}, {"kind", "sweep"}}},
               {"scenario",
                {{"title", sweep.source.title},
                 {"sha256", sweep.source.sha256},
                 {"path", sweep.source.file}}},
               {"plan", std::move(plan)},
               {"paths", sweep.paths},
               {"points", Json::array()}};
  for (const SweepPoint& point : sweep.points) json["points"].push_back(point_of(sweep, point));
  json["peak"] = sweep.peak ? peak_of(sweep, *sweep.peak) : Json();
  return laid_out(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string to_csv(const Sweep& sweep) {
  std::string text = "point";
  for (const std::string& path : sweep.paths) text += ',' + csv_cell(path);
  text += ",measure,unit,estimator,mean,se,low,high,change,change_se,paired,mistake\n";
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    const SweepPoint& point = sweep.points[p];
    std::string start = std::to_string(p + 1);
    for (const std::string& value : point.values) start += ',' + csv_cell(value);
    if (!point.mistakes.empty())
      text += start + ",,,,,,,,,,," + csv_cell(mistakes_of(point)) + '\n';
    for (const Estimate& each : point.estimates) {
      text += start + ',' + each.name + ',' + each.unit + ',' + each.estimator;
      for (double number : {each.mean, each.se, each.interval.low, each.interval.high})
        text += ',' + shortest(number);
      const auto change = change_of(each, base_of(sweep), sweep.plan.level);
      text += change ? ',' + shortest(change->value) + ',' + shortest(change->se) + ',' +
                           (change->paired ? "true" : "false")
                     : ",,,";
      text += ",\n";
    }
  }
  return text;
}

}  // namespace ayes
