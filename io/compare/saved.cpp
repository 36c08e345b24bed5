#include "io/compare/saved.h"

#include "models/mistake.h"
#include "models/numerics/elementary.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

// Square roots are exact on every machine; std::hypot need not be.
double root_of_squares(double a, double b) { return __builtin_sqrt(a * a + b * b); }

using Json = nlohmann::ordered_json;

SavedMeasure measure_of(const std::string& name, const Json& json) {
  SavedMeasure measure{.name = name, .unit = json.at("unit")};
  if (!json.contains("mean") || json.at("mean").is_null()) return measure;  // it never had a value
  measure.replications = json.at("replications");
  measure.mean = {json.at("mean"), json.at("se")};
  for (const auto& [level, value] : json.at("quantiles").items())
    measure.quantiles.emplace_back(std::stod(level), value.get<double>());
  measure.edges = json.at("histogram").at("edges").get<std::vector<double>>();
  measure.counts = json.at("histogram").at("counts").get<std::vector<std::int64_t>>();
  return measure;
}

SavedResult result_of(const Json& json) {
  SavedResult result;
  result.title = json.at("scenario").at("title");
  result.sha256 = json.at("scenario").at("sha256");
  result.seed = json.at("plan").at("seed");
  result.replications = json.at("plan").at("replications");
  const Json& ratified = json.at("ratified");
  result.ratified = {ratified.at("probability"),
                     ratified.at("se"),
                     {ratified.at("interval").at(0), ratified.at("interval").at(1)}};
  result.estimator = ratified.at("estimator");
  for (const Json& body : json.at("unions")) {
    if (body.at("yes").is_null()) continue;
    result.unions.emplace_back(body.at("union"),
                               Mean{body.at("yes").at("probability"), body.at("yes").at("se")});
  }
  for (const auto& [name, measure] : json.at("measures").items())
    result.measures.push_back(measure_of(name, measure));
  return result;
}

double normal_bound(double level) { return numerics::normal_quantile((1 + level) / 2); }

Difference unpaired(const Mean& first, const Mean& second, double level) {
  const double value = second.mean - first.mean, se = root_of_squares(first.se, second.se);
  const double half = normal_bound(level) * se;
  return {value, se, {value - half, value + half}, false};
}

// The saved distribution function: straight between the edges of bins.
struct Law {
  const SavedMeasure& measure;
  double at(double value) const {
    double below = 0;
    for (std::size_t k = 0; k < measure.counts.size(); ++k) {
      const double low = measure.edges[k], high = measure.edges[k + 1];
      const double part = std::clamp((value - low) / (high - low), 0.0, 1.0);
      below += part * static_cast<double>(measure.counts[k]);
    }
    return below / static_cast<double>(measure.replications);
  }
  // How far the true one may be from it at a value: the share of the bin around it.
  double hidden(double value) const {
    for (std::size_t k = 0; k < measure.counts.size(); ++k) {
      if (value > measure.edges[k] && value < measure.edges[k + 1])
        return static_cast<double>(measure.counts[k]) / static_cast<double>(measure.replications);
    }
    return 0;
  }
  double widest() const {
    return measure.edges.size() > 1 ? measure.edges[1] - measure.edges[0] : 0;
  }
};

std::vector<double> all_edges(const SavedMeasure& first, const SavedMeasure& second) {
  std::vector<double> edges = first.edges;
  edges.insert(edges.end(), second.edges.begin(), second.edges.end());
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

// Massart's band around a distribution function, each of two laws at half of what the level leaves.
double massart(std::int64_t n, double level) {
  return __builtin_sqrt(-numerics::log((1 - level) / 4) / (2 * static_cast<double>(n)));
}

void compare_laws(const SavedMeasure& first, const SavedMeasure& second, double level,
                  MeasureComparison& result) {
  const Law a{first}, b{second};
  const double band = massart(first.replications, level) + massart(second.replications, level);
  Distance& largest = result.kolmogorov_smirnov;
  largest.interval = {0, 0};
  double area = 0, variance_root = 0, before = 0, last = 0;
  bool begun = false;
  for (double edge : all_edges(first, second)) {
    const double gap = std::abs(a.at(edge) - b.at(edge)), hidden = a.hidden(edge) + b.hidden(edge);
    largest.value = std::max(largest.value, gap);
    largest.interval.low = std::max(largest.interval.low, gap - hidden - band);
    largest.interval.high = std::max(largest.interval.high, std::min(1.0, gap + hidden + band));
    if (begun) area += (edge - last) * (before + gap) / 2;
    before = gap;
    last = edge;
    begun = true;
  }
  // Inside a bin nobody knows; at its far end the distribution functions are right.
  for (const Law& law : {a, b}) {
    for (std::int64_t count : law.measure.counts) {
      const double share =
          static_cast<double>(count) / static_cast<double>(law.measure.replications);
      largest.interval.high =
          std::max(largest.interval.high, std::min(1.0, largest.value + share + band));
    }
  }
  for (const SavedMeasure* measure : {&first, &second}) {
    const double range = measure->edges.back() - measure->edges.front();
    variance_root += range * range / 4 / static_cast<double>(measure->replications);  // Popoviciu
  }
  const double half = normal_bound(level) * __builtin_sqrt(variance_root);
  const double blur = a.widest() + b.widest();
  result.wasserstein = {area, {std::max(0.0, area - half - blur), area + half + blur}};
}

// A quantile between the listed levels, on a straight line; none beyond them.
std::optional<double> quantile_at(const SavedMeasure& measure, double level) {
  for (std::size_t k = 0; k + 1 < measure.quantiles.size(); ++k) {
    const auto& [low, from] = measure.quantiles[k];
    const auto& [high, to] = measure.quantiles[k + 1];
    if (level >= low && level <= high) return from + (level - low) / (high - low) * (to - from);
  }
  return {};
}

void compare_quantiles(const SavedMeasure& first, const SavedMeasure& second, double level,
                       MeasureComparison& result) {
  for (const auto& [p, value] : first.quantiles) {
    const auto ends = [&, share = p](const SavedMeasure& measure) {
      const double around =
          normal_bound(level) *
          __builtin_sqrt(share * (1 - share) / static_cast<double>(measure.replications));
      return std::pair(quantile_at(measure, share - around), quantile_at(measure, share + around));
    };
    const auto other = quantile_at(second, p);
    const auto [a_low, a_high] = ends(first);
    const auto [b_low, b_high] = ends(second);
    if (!other || !a_low || !a_high || !b_low || !b_high) continue;
    const double shift = *other - value;
    result.shifts.push_back({p,
                             value,
                             *other,
                             {shift - root_of_squares(*other - *b_low, *a_high - value),
                              shift + root_of_squares(*b_high - *other, value - *a_low)}});
  }
}

}  // namespace

SavedResult read_saved(const std::string& json, const std::string& file) {
  const auto fail = [&](const std::string& why) {
    throw ScenarioError({{.path = "",
                          .problem = "this is no result of ayes run",
                          .why = why,
                          .suggestion = "save one with ayes run SCENARIO -o FILE.json",
                          .file = file}});
  };
  const Json document = Json::parse(json, nullptr, false);
  if (document.is_discarded()) fail("it is not JSON");
  try {
    if (document.at("ayes").contains("kind"))
      fail("it is the result of a " + document.at("ayes").at("kind").get<std::string>());
    SavedResult result = result_of(document);
    result.file = file;
    return result;
  } catch (const Json::exception&) {
    fail("what a result holds is missing or of another kind");
  }
  return {};
}

Comparison compare_saved(const SavedResult& first, const SavedResult& second, double level) {
  Comparison comparison;
  comparison.first = first.ratified;
  comparison.second = second.ratified;
  comparison.estimator = first.estimator == second.estimator
                             ? first.estimator
                             : first.estimator + " and " + second.estimator;
  comparison.ratified = unpaired({first.ratified.probability, first.ratified.se},
                                 {second.ratified.probability, second.ratified.se}, level);
  for (const auto& [name, chance] : first.unions) {
    for (const auto& [other, other_chance] : second.unions) {
      if (name != other) continue;
      comparison.unions.push_back({.name = name,
                                   .first = chance.mean,
                                   .second = other_chance.mean,
                                   .difference = unpaired(chance, other_chance, level)});
    }
  }
  for (const SavedMeasure& a : first.measures) {
    for (const SavedMeasure& b : second.measures) {
      if (a.name != b.name || a.counts.empty() || b.counts.empty()) continue;
      MeasureComparison measure{.name = a.name, .unit = a.unit, .first = a.mean, .second = b.mean};
      measure.difference = unpaired(a.mean, b.mean, level);
      compare_quantiles(a, b, level, measure);
      compare_laws(a, b, level, measure);
      comparison.measures.push_back(std::move(measure));
    }
  }
  return comparison;
}

}  // namespace ayes
